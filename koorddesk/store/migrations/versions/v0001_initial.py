"""The schema of the first release: records, answers, kept files, the change log and the search index.

Before: nothing. After: the tables as they stand here.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

_STATEMENTS = (
    """
    CREATE TABLE authority (id TEXT NOT NULL, kind TEXT NOT NULL, code TEXT, name TEXT NOT NULL, official_name
    TEXT NOT NULL, valid_from TEXT, valid_to TEXT, confirmed INTEGER NOT NULL, PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE INDEX ix_authority_code ON authority (code)
    """,
    """
    CREATE INDEX ix_authority_kind ON authority (kind)
    """,
    """
    CREATE TABLE change_set (sequence INTEGER NOT NULL, id TEXT NOT NULL, copy_id TEXT NOT NULL, number INTEGER
    NOT NULL, at TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, machine TEXT NOT NULL, kind TEXT NOT
    NULL, refers_to TEXT, msgid TEXT NOT NULL, params_json TEXT NOT NULL, reason TEXT NOT NULL, schema_version
    TEXT NOT NULL, seen_json TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY
    (sequence), UNIQUE (id)) STRICT
    """,
    """
    CREATE UNIQUE INDEX ix_change_set_chain ON change_set (copy_id, number)
    """,
    """
    CREATE TABLE contact (id TEXT NOT NULL, party_id TEXT NOT NULL, addressee TEXT NOT NULL, address_lines TEXT
    NOT NULL, email TEXT NOT NULL, valid_from TEXT, valid_to TEXT, example INTEGER NOT NULL, PRIMARY KEY (id))
    STRICT
    """,
    """
    CREATE INDEX ix_contact_party_id ON contact (party_id)
    """,
    """
    CREATE TABLE deadline (id TEXT NOT NULL, subject_id TEXT NOT NULL, what TEXT NOT NULL, due_on TEXT NOT NULL,
    rule TEXT NOT NULL, arithmetic TEXT NOT NULL, source TEXT NOT NULL, done_on TEXT, PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE INDEX ix_deadline_subject_id ON deadline (subject_id)
    """,
    """
    CREATE TABLE file (sha256 TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, kept_at TEXT NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (sha256)) STRICT
    """,
    """
    CREATE TABLE legal_reference (id TEXT NOT NULL, topic TEXT NOT NULL, act TEXT NOT NULL, paragraph TEXT NOT
    NULL, section TEXT NOT NULL, wording TEXT NOT NULL, standing TEXT NOT NULL, source TEXT NOT NULL,
    in_force_from TEXT, in_force_to TEXT, confirmed_by TEXT NOT NULL, confirmed_on TEXT, PRIMARY KEY (id))
    STRICT
    """,
    """
    CREATE INDEX ix_legal_reference_topic ON legal_reference (topic)
    """,
    """
    CREATE TABLE meta ("key" TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key")) STRICT
    """,
    """
    CREATE TABLE person (id TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, unit
    TEXT NOT NULL, telephone TEXT NOT NULL, email TEXT NOT NULL, closed_on TEXT, PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE INDEX ix_person_account ON person (account)
    """,
    """
    CREATE TABLE recorded_date (id TEXT NOT NULL, subject_id TEXT NOT NULL, what TEXT NOT NULL, day TEXT, text
    TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE INDEX ix_recorded_date_subject_id ON recorded_date (subject_id)
    """,
    """
    CREATE TABLE search_entry (id INTEGER NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT NULL, number INTEGER,
    folded TEXT NOT NULL, PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE INDEX ix_search_entry_record_id ON search_entry (record_id, number)
    """,
    """
    CREATE TABLE target_group (id TEXT NOT NULL, age_from INTEGER, age_to INTEGER, subject TEXT NOT NULL, active
    INTEGER NOT NULL, proof TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE TABLE alias (id TEXT NOT NULL, authority_id TEXT NOT NULL, text TEXT NOT NULL, "key" TEXT NOT NULL,
    ask INTEGER NOT NULL, kind TEXT NOT NULL, learned_by TEXT, learned_on TEXT, PRIMARY KEY (id), FOREIGN
    KEY(authority_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_alias_authority_id ON alias (authority_id)
    """,
    """
    CREATE INDEX ix_alias_key ON alias ("key")
    """,
    """
    CREATE TABLE change_entry (change_set_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
    record_id TEXT NOT NULL, operation TEXT NOT NULL, field TEXT NOT NULL, "before" TEXT, "after" TEXT, PRIMARY
    KEY (change_set_id, position), FOREIGN KEY(change_set_id) REFERENCES change_set (id)) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_change_entry_record_id ON change_entry (record_id)
    """,
    """
    CREATE TABLE change_reading (change_set_id TEXT NOT NULL, submission_id TEXT NOT NULL, "before" BLOB,
    "after" BLOB, PRIMARY KEY (change_set_id, submission_id), FOREIGN KEY(change_set_id) REFERENCES change_set
    (id)) STRICT
    """,
    """
    CREATE INDEX ix_change_reading_submission_id ON change_reading (submission_id)
    """,
    """
    CREATE TABLE criterion_reason (id TEXT NOT NULL, group_id TEXT NOT NULL, criterion TEXT NOT NULL, reason
    TEXT NOT NULL, dated TEXT, source TEXT NOT NULL, review_on TEXT, PRIMARY KEY (id), FOREIGN KEY(group_id)
    REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_criterion_reason_group_id ON criterion_reason (group_id)
    """,
    """
    CREATE TABLE intervention (id TEXT NOT NULL, title TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(group_id) REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_intervention_group_id ON intervention (group_id)
    """,
    """
    CREATE TABLE membership (id TEXT NOT NULL, member_id TEXT NOT NULL, group_id TEXT NOT NULL, valid_from TEXT,
    valid_to TEXT, PRIMARY KEY (id), FOREIGN KEY(member_id) REFERENCES authority (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(group_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_membership_group_id ON membership (group_id)
    """,
    """
    CREATE INDEX ix_membership_member_id ON membership (member_id)
    """,
    """
    CREATE TABLE organisation (id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, region_id TEXT, address
    TEXT NOT NULL, telephone TEXT NOT NULL, email TEXT NOT NULL, web TEXT NOT NULL, note TEXT NOT NULL, source
    TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(region_id) REFERENCES authority (id) DEFERRABLE INITIALLY
    DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_organisation_region_id ON organisation (region_id)
    """,
    """
    CREATE TABLE pathway_description (id TEXT NOT NULL, title TEXT NOT NULL, group_id TEXT, source TEXT NOT
    NULL, PRIMARY KEY (id), FOREIGN KEY(group_id) REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED)
    STRICT
    """,
    """
    CREATE INDEX ix_pathway_description_group_id ON pathway_description (group_id)
    """,
    """
    CREATE TABLE reporting_template (id TEXT NOT NULL, code TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT
    NULL, definition TEXT NOT NULL, fingerprint TEXT NOT NULL, file_sha256 TEXT NOT NULL, file_name TEXT NOT
    NULL, learned_on TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(file_sha256) REFERENCES file (sha256)
    DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_reporting_template_code ON reporting_template (code)
    """,
    """
    CREATE INDEX ix_reporting_template_file_sha256 ON reporting_template (file_sha256)
    """,
    """
    CREATE INDEX ix_reporting_template_fingerprint ON reporting_template (fingerprint)
    """,
    """
    CREATE TABLE succession (id TEXT NOT NULL, predecessor_id TEXT NOT NULL, successor_id TEXT NOT NULL, "on"
    TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(predecessor_id) REFERENCES authority (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(successor_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_succession_predecessor_id ON succession (predecessor_id)
    """,
    """
    CREATE INDEX ix_succession_successor_id ON succession (successor_id)
    """,
    """
    CREATE TABLE target_group_title (id TEXT NOT NULL, group_id TEXT NOT NULL, title TEXT NOT NULL, valid_from
    TEXT, valid_to TEXT, PRIMARY KEY (id), FOREIGN KEY(group_id) REFERENCES target_group (id) DEFERRABLE
    INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_target_group_title_group_id ON target_group_title (group_id)
    """,
    """
    CREATE TABLE announcement (id TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL, group_id TEXT NOT
    NULL, intervention_id TEXT, issued_on TEXT, issued_text TEXT NOT NULL, template_id TEXT,
    regional_template_id TEXT, questions TEXT NOT NULL, outcome TEXT NOT NULL, historical INTEGER NOT NULL,
    source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(group_id) REFERENCES target_group (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(intervention_id) REFERENCES intervention (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(template_id) REFERENCES reporting_template (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(regional_template_id) REFERENCES reporting_template (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_announcement_code ON announcement (code)
    """,
    """
    CREATE INDEX ix_announcement_group_id ON announcement (group_id)
    """,
    """
    CREATE INDEX ix_announcement_intervention_id ON announcement (intervention_id)
    """,
    """
    CREATE INDEX ix_announcement_regional_template_id ON announcement (regional_template_id)
    """,
    """
    CREATE INDEX ix_announcement_template_id ON announcement (template_id)
    """,
    """
    CREATE TABLE edition (id TEXT NOT NULL, pathway_id TEXT NOT NULL, number INTEGER NOT NULL, published TEXT
    NOT NULL, isbn TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(pathway_id) REFERENCES
    pathway_description (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_edition_pathway_id ON edition (pathway_id)
    """,
    """
    CREATE TABLE announcement_region (id TEXT NOT NULL, announcement_id TEXT NOT NULL, region_id TEXT NOT NULL,
    due_on TEXT NOT NULL, extension_reason TEXT NOT NULL, original_due_on TEXT, locked_on TEXT, PRIMARY KEY
    (id), FOREIGN KEY(announcement_id) REFERENCES announcement (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(region_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_announcement_region_announcement_id ON announcement_region (announcement_id)
    """,
    """
    CREATE INDEX ix_announcement_region_region_id ON announcement_region (region_id)
    """,
    """
    CREATE TABLE assessment (id TEXT NOT NULL, announcement_id TEXT NOT NULL, region_id TEXT, necessary_supply
    TEXT NOT NULL, necessary_supply_reason TEXT NOT NULL, coordination TEXT NOT NULL, coordination_reason TEXT
    NOT NULL, conclusion TEXT NOT NULL, conclusion_reason TEXT NOT NULL, made_on TEXT NOT NULL, made_by TEXT NOT
    NULL, final INTEGER NOT NULL, overtaken_by TEXT, PRIMARY KEY (id), FOREIGN KEY(announcement_id) REFERENCES
    announcement (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(region_id) REFERENCES authority (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(overtaken_by) REFERENCES assessment (id) DEFERRABLE INITIALLY DEFERRED)
    STRICT
    """,
    """
    CREATE INDEX ix_assessment_announcement_id ON assessment (announcement_id)
    """,
    """
    CREATE INDEX ix_assessment_overtaken_by ON assessment (overtaken_by)
    """,
    """
    CREATE INDEX ix_assessment_region_id ON assessment (region_id)
    """,
    """
    CREATE TABLE "case" (id TEXT NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, announcement_id TEXT NOT
    NULL, opened_on TEXT, case_number TEXT NOT NULL, responsible_id TEXT, closed_on TEXT, PRIMARY KEY (id),
    FOREIGN KEY(announcement_id) REFERENCES announcement (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(responsible_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_case_announcement_id ON "case" (announcement_id)
    """,
    """
    CREATE INDEX ix_case_number ON "case" (number)
    """,
    """
    CREATE INDEX ix_case_responsible_id ON "case" (responsible_id)
    """,
    """
    CREATE TABLE recommendation (id TEXT NOT NULL, edition_id TEXT NOT NULL, number TEXT NOT NULL, title TEXT
    NOT NULL, text TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(edition_id) REFERENCES edition (id) DEFERRABLE
    INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_recommendation_edition_id ON recommendation (edition_id)
    """,
    """
    CREATE TABLE submission (id TEXT NOT NULL, announcement_id TEXT, file_sha256 TEXT NOT NULL, file_name TEXT
    NOT NULL, file_size INTEGER NOT NULL, received_on TEXT NOT NULL, state TEXT NOT NULL, template_id TEXT,
    sender_id TEXT, how_template TEXT NOT NULL, how_sender TEXT NOT NULL, sender_cell TEXT NOT NULL, nil INTEGER
    NOT NULL, successor_of TEXT, reason TEXT NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL, notes
    INTEGER NOT NULL, received_by TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(announcement_id) REFERENCES
    announcement (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(template_id) REFERENCES reporting_template (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(sender_id) REFERENCES authority (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(successor_of) REFERENCES submission (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_submission_announcement_id ON submission (announcement_id)
    """,
    """
    CREATE INDEX ix_submission_file_sha256 ON submission (file_sha256)
    """,
    """
    CREATE INDEX ix_submission_sender_id ON submission (sender_id)
    """,
    """
    CREATE INDEX ix_submission_successor_of ON submission (successor_of)
    """,
    """
    CREATE INDEX ix_submission_template_id ON submission (template_id)
    """,
    """
    CREATE TABLE answer (submission_id TEXT NOT NULL, number INTEGER NOT NULL, template_sheet TEXT NOT NULL,
    template_cell TEXT NOT NULL, "row" INTEGER, label TEXT NOT NULL, type TEXT NOT NULL, raw TEXT NOT NULL,
    value_json TEXT NOT NULL, sheet TEXT, cell TEXT, PRIMARY KEY (submission_id, number), FOREIGN
    KEY(submission_id) REFERENCES submission (id) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE correction (id TEXT NOT NULL, submission_id TEXT NOT NULL, template_cell TEXT NOT NULL, "row"
    INTEGER, raw TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, corrected_by TEXT NOT NULL,
    corrected_on TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(submission_id) REFERENCES submission (id)
    DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_correction_submission_id ON correction (submission_id)
    """,
    """
    CREATE TABLE finding (submission_id TEXT NOT NULL, number INTEGER NOT NULL, code TEXT NOT NULL, severity
    TEXT NOT NULL, override TEXT, params_json TEXT NOT NULL, sheet TEXT, cell TEXT, template_sheet TEXT,
    template_cell TEXT, "row" INTEGER, PRIMARY KEY (submission_id, number), FOREIGN KEY(submission_id)
    REFERENCES submission (id) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE pinned_answer (id TEXT NOT NULL, owner_id TEXT NOT NULL, submission_id TEXT NOT NULL, number
    INTEGER NOT NULL, sheet TEXT NOT NULL, cell TEXT NOT NULL, label TEXT NOT NULL, shown TEXT NOT NULL, test
    TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(submission_id) REFERENCES submission
    (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_pinned_answer_owner_id ON pinned_answer (owner_id)
    """,
    """
    CREATE INDEX ix_pinned_answer_submission_id ON pinned_answer (submission_id)
    """,
    """
    CREATE TABLE report (id TEXT NOT NULL, announcement_id TEXT NOT NULL, region_id TEXT NOT NULL,
    joint_submission_id TEXT, kkr_on TEXT, councils_approved TEXT NOT NULL, reservations TEXT NOT NULL,
    journal_number TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(announcement_id) REFERENCES
    announcement (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(region_id) REFERENCES authority (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(joint_submission_id) REFERENCES submission (id) DEFERRABLE INITIALLY
    DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_report_announcement_id ON report (announcement_id)
    """,
    """
    CREATE INDEX ix_report_joint_submission_id ON report (joint_submission_id)
    """,
    """
    CREATE INDEX ix_report_region_id ON report (region_id)
    """,
    """
    CREATE TABLE step (id TEXT NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL, taken_on TEXT, taken_text
    TEXT NOT NULL, region_id TEXT, rests_on TEXT, deadline_on TEXT, what_is_asked TEXT NOT NULL, taken_by TEXT
    NOT NULL, source TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(case_id) REFERENCES
    "case" (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(region_id) REFERENCES authority (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(rests_on) REFERENCES assessment (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_step_case_id ON step (case_id)
    """,
    """
    CREATE INDEX ix_step_region_id ON step (region_id)
    """,
    """
    CREATE INDEX ix_step_rests_on ON step (rests_on)
    """,
    """
    CREATE TABLE warning_acceptance (id TEXT NOT NULL, submission_id TEXT NOT NULL, code TEXT NOT NULL,
    template_cell TEXT NOT NULL, "row" INTEGER, raw TEXT NOT NULL, reason TEXT NOT NULL, accepted_by TEXT NOT
    NULL, accepted_on TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(submission_id) REFERENCES submission (id)
    DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_warning_acceptance_submission_id ON warning_acceptance (submission_id)
    """,
    """
    CREATE TABLE block_decision (id TEXT NOT NULL, step_id TEXT NOT NULL, block TEXT NOT NULL, text TEXT NOT
    NULL, decided_by TEXT NOT NULL, decided_on TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(step_id) REFERENCES
    step (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_block_decision_step_id ON block_decision (step_id)
    """,
    """
    CREATE TABLE letter (id TEXT NOT NULL, case_id TEXT NOT NULL, step_id TEXT NOT NULL, kind TEXT NOT NULL,
    number INTEGER NOT NULL, recipient_id TEXT, recipient_name TEXT NOT NULL, title TEXT NOT NULL, state TEXT
    NOT NULL, dated TEXT NOT NULL, content TEXT NOT NULL, pdf_sha256 TEXT, template_version TEXT NOT NULL,
    approved_by TEXT NOT NULL, approved_at TEXT, dispatched_on TEXT, case_number TEXT NOT NULL, document_number
    TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(step_id) REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(pdf_sha256) REFERENCES
    file (sha256) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_letter_case_id ON letter (case_id)
    """,
    """
    CREATE INDEX ix_letter_pdf_sha256 ON letter (pdf_sha256)
    """,
    """
    CREATE INDEX ix_letter_recipient_id ON letter (recipient_id)
    """,
    """
    CREATE INDEX ix_letter_step_id ON letter (step_id)
    """,
    """
    CREATE TABLE passed_precondition (id TEXT NOT NULL, step_id TEXT NOT NULL, code TEXT NOT NULL, reason TEXT
    NOT NULL, passed_by TEXT NOT NULL, passed_on TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(step_id)
    REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_passed_precondition_step_id ON passed_precondition (step_id)
    """,
    """
    CREATE VIRTUAL TABLE search USING fts5(folded, content='search_entry', content_rowid='id', tokenize='ascii',
    prefix='1 2 3', detail='none')
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
