"""Offers, checks of forms, how returns arrive, the whole chain, dialogue and monitoring."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

_STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE approval (id TEXT NOT NULL, subject_id TEXT NOT NULL, approved_by TEXT NOT NULL, approved_on
    TEXT NOT NULL, way TEXT NOT NULL, account TEXT NOT NULL, document_number TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (id)) STRICT
    """,
    """
    CREATE INDEX ix_approval_subject_id ON approval (subject_id)
    """,
    """
    CREATE TABLE knowledge_environment (id TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,
    organisation TEXT NOT NULL, valid_from TEXT, valid_to TEXT, source TEXT NOT NULL, PRIMARY KEY (id)) STRICT
    """,
    """
    ALTER TABLE deadline ADD COLUMN starts_on TEXT
    """,
    """
    ALTER TABLE deadline ADD COLUMN months INTEGER DEFAULT 0 NOT NULL
    """,
    """
    ALTER TABLE deadline ADD COLUMN original_due_on TEXT
    """,
    """
    ALTER TABLE deadline ADD COLUMN stopped_on TEXT
    """,
    """
    ALTER TABLE deadline ADD COLUMN responsible_id TEXT REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
    """,
    """
    ALTER TABLE deadline ADD COLUMN done_note TEXT DEFAULT '' NOT NULL
    """,
    """
    CREATE INDEX ix_deadline_responsible_id ON deadline (responsible_id)
    """,
    """
    CREATE TABLE offer (id TEXT NOT NULL, name TEXT NOT NULL, portal_number TEXT NOT NULL, cvr TEXT NOT NULL,
    p_number TEXT NOT NULL, operator_kind TEXT, operator_name TEXT NOT NULL, operator_id TEXT, location_id TEXT,
    address TEXT NOT NULL, without_premises INTEGER, supervised_by TEXT NOT NULL, opened_on TEXT,
    closing_announced_on TEXT, closed_on TEXT, closing_source TEXT NOT NULL, note TEXT NOT NULL, source TEXT NOT
    NULL, PRIMARY KEY (id), FOREIGN KEY(operator_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(location_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_offer_location_id ON offer (location_id)
    """,
    """
    CREATE INDEX ix_offer_operator_id ON offer (operator_id)
    """,
    """
    CREATE INDEX ix_offer_portal_number ON offer (portal_number)
    """,
    """
    CREATE TABLE screening_criterion (id TEXT NOT NULL, text TEXT NOT NULL, position INTEGER NOT NULL, group_id
    TEXT, valid_from TEXT, valid_to TEXT, source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(group_id)
    REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_screening_criterion_group_id ON screening_criterion (group_id)
    """,
    """
    CREATE TABLE task (id TEXT NOT NULL, subject_id TEXT NOT NULL, text TEXT NOT NULL, due_on TEXT,
    responsible_id TEXT, agreed_with TEXT NOT NULL, done_on TEXT, done_note TEXT NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(responsible_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_task_responsible_id ON task (responsible_id)
    """,
    """
    CREATE INDEX ix_task_subject_id ON task (subject_id)
    """,
    """
    CREATE TABLE deadline_event (id TEXT NOT NULL, deadline_id TEXT NOT NULL, kind TEXT NOT NULL, "on" TEXT NOT
    NULL, reason TEXT NOT NULL, "by" TEXT NOT NULL, due_before TEXT NOT NULL, due_after TEXT NOT NULL, PRIMARY
    KEY (id), FOREIGN KEY(deadline_id) REFERENCES deadline (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_deadline_event_deadline_id ON deadline_event (deadline_id)
    """,
    """
    CREATE TABLE department (id TEXT NOT NULL, offer_id TEXT NOT NULL, name TEXT NOT NULL, portal_number TEXT
    NOT NULL, p_number TEXT NOT NULL, location_id TEXT, address TEXT NOT NULL, without_premises INTEGER,
    closed_on TEXT, note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(location_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_department_location_id ON department (location_id)
    """,
    """
    CREATE INDEX ix_department_offer_id ON department (offer_id)
    """,
    """
    CREATE TABLE knowledge_tie (id TEXT NOT NULL, environment_id TEXT NOT NULL, offer_id TEXT, group_id TEXT,
    note TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(environment_id) REFERENCES knowledge_environment (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(group_id) REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_knowledge_tie_environment_id ON knowledge_tie (environment_id)
    """,
    """
    CREATE INDEX ix_knowledge_tie_group_id ON knowledge_tie (group_id)
    """,
    """
    CREATE INDEX ix_knowledge_tie_offer_id ON knowledge_tie (offer_id)
    """,
    """
    CREATE TABLE offer_alias (id TEXT NOT NULL, offer_id TEXT NOT NULL, text TEXT NOT NULL, "key" TEXT NOT NULL,
    department_id TEXT, learned_by TEXT NOT NULL, learned_on TEXT, PRIMARY KEY (id), FOREIGN KEY(offer_id)
    REFERENCES offer (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(department_id) REFERENCES department (id)
    DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_offer_alias_department_id ON offer_alias (department_id)
    """,
    """
    CREATE INDEX ix_offer_alias_key ON offer_alias ("key")
    """,
    """
    CREATE INDEX ix_offer_alias_offer_id ON offer_alias (offer_id)
    """,
    """
    CREATE TABLE offer_group (id TEXT NOT NULL, offer_id TEXT NOT NULL, group_id TEXT, text TEXT NOT NULL,
    age_from INTEGER, age_to INTEGER, department_id TEXT, valid_from TEXT, valid_to TEXT, origin TEXT NOT NULL,
    source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(group_id) REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(department_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_offer_group_department_id ON offer_group (department_id)
    """,
    """
    CREATE INDEX ix_offer_group_group_id ON offer_group (group_id)
    """,
    """
    CREATE INDEX ix_offer_group_offer_id ON offer_group (offer_id)
    """,
    """
    CREATE TABLE offer_legal_basis (id TEXT NOT NULL, offer_id TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT
    NULL, department_id TEXT, "primary" INTEGER NOT NULL, valid_from TEXT, valid_to TEXT, origin TEXT NOT NULL,
    source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(department_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_offer_legal_basis_department_id ON offer_legal_basis (department_id)
    """,
    """
    CREATE INDEX ix_offer_legal_basis_offer_id ON offer_legal_basis (offer_id)
    """,
    """
    CREATE TABLE offer_screening (id TEXT NOT NULL, offer_id TEXT NOT NULL, group_id TEXT NOT NULL, made_on TEXT
    NOT NULL, made_by TEXT NOT NULL, result TEXT NOT NULL, reason TEXT NOT NULL, department_id TEXT, PRIMARY KEY
    (id), FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(group_id)
    REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(department_id) REFERENCES department
    (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_offer_screening_department_id ON offer_screening (department_id)
    """,
    """
    CREATE INDEX ix_offer_screening_group_id ON offer_screening (group_id)
    """,
    """
    CREATE INDEX ix_offer_screening_offer_id ON offer_screening (offer_id)
    """,
    """
    CREATE TABLE service (id TEXT NOT NULL, offer_id TEXT NOT NULL, name TEXT NOT NULL, department_id TEXT, note
    TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(department_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_service_department_id ON service (department_id)
    """,
    """
    CREATE INDEX ix_service_offer_id ON service (offer_id)
    """,
    """
    ALTER TABLE submission ADD COLUMN received_from TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE submission ADD COLUMN mail_sender TEXT DEFAULT '' NOT NULL
    """,
    """
    CREATE TABLE assessment_text (id TEXT NOT NULL, assessment_id TEXT NOT NULL, about TEXT NOT NULL, text TEXT
    NOT NULL, written_by TEXT NOT NULL, written_on TEXT, PRIMARY KEY (id), FOREIGN KEY(assessment_id) REFERENCES
    assessment (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_assessment_text_assessment_id ON assessment_text (assessment_id)
    """,
    """
    CREATE TABLE attachment (id TEXT NOT NULL, submission_id TEXT NOT NULL, kind TEXT NOT NULL, file_sha256 TEXT
    NOT NULL, file_name TEXT NOT NULL, file_size INTEGER NOT NULL, added_on TEXT NOT NULL, added_by TEXT NOT
    NULL, note TEXT NOT NULL, outside INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(submission_id) REFERENCES
    submission (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_attachment_file_sha256 ON attachment (file_sha256)
    """,
    """
    CREATE INDEX ix_attachment_submission_id ON attachment (submission_id)
    """,
    """
    CREATE TABLE case_role (id TEXT NOT NULL, case_id TEXT NOT NULL, person_id TEXT NOT NULL, role TEXT NOT
    NULL, valid_from TEXT NOT NULL, valid_to TEXT, PRIMARY KEY (id), FOREIGN KEY(case_id) REFERENCES "case" (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED)
    STRICT
    """,
    """
    CREATE INDEX ix_case_role_case_id ON case_role (case_id)
    """,
    """
    CREATE INDEX ix_case_role_person_id ON case_role (person_id)
    """,
    """
    CREATE TABLE dialogue_entry (id TEXT NOT NULL, kind TEXT NOT NULL, held_on TEXT, title TEXT NOT NULL, text
    TEXT NOT NULL, concern TEXT NOT NULL, reaction TEXT NOT NULL, organisation TEXT NOT NULL, documentation TEXT
    NOT NULL, participants TEXT NOT NULL, agenda TEXT NOT NULL, offer TEXT NOT NULL, offer_id TEXT,
    belongs_to_id TEXT, case_id TEXT, closes_on TEXT, case_number TEXT NOT NULL, document_number TEXT NOT NULL,
    entered_by TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(belongs_to_id) REFERENCES
    dialogue_entry (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(case_id) REFERENCES "case" (id) DEFERRABLE
    INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_dialogue_entry_belongs_to_id ON dialogue_entry (belongs_to_id)
    """,
    """
    CREATE INDEX ix_dialogue_entry_case_id ON dialogue_entry (case_id)
    """,
    """
    CREATE INDEX ix_dialogue_entry_offer_id ON dialogue_entry (offer_id)
    """,
    """
    CREATE TABLE expert_remark (id TEXT NOT NULL, assessment_id TEXT NOT NULL, text TEXT NOT NULL, received_on
    TEXT, document_number TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(assessment_id) REFERENCES assessment (id)
    DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_expert_remark_assessment_id ON expert_remark (assessment_id)
    """,
    """
    CREATE TABLE offer_mention (id TEXT NOT NULL, submission_id TEXT NOT NULL, template_cell TEXT NOT NULL,
    "row" INTEGER, part TEXT NOT NULL, offer_id TEXT NOT NULL, level TEXT NOT NULL, department_id TEXT,
    settled_by TEXT NOT NULL, settled_on TEXT, PRIMARY KEY (id), FOREIGN KEY(submission_id) REFERENCES
    submission (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(department_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED)
    STRICT
    """,
    """
    CREATE INDEX ix_offer_mention_department_id ON offer_mention (department_id)
    """,
    """
    CREATE INDEX ix_offer_mention_offer_id ON offer_mention (offer_id)
    """,
    """
    CREATE INDEX ix_offer_mention_submission_id ON offer_mention (submission_id)
    """,
    """
    CREATE TABLE offer_use (id TEXT NOT NULL, offer_id TEXT NOT NULL, payer_id TEXT NOT NULL, dated TEXT,
    persons INTEGER, department_id TEXT, submission_id TEXT, cell TEXT NOT NULL, source TEXT NOT NULL, PRIMARY
    KEY (id), FOREIGN KEY(offer_id) REFERENCES offer (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(payer_id)
    REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(department_id) REFERENCES department
    (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(submission_id) REFERENCES submission (id) DEFERRABLE
    INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_offer_use_department_id ON offer_use (department_id)
    """,
    """
    CREATE INDEX ix_offer_use_offer_id ON offer_use (offer_id)
    """,
    """
    CREATE INDEX ix_offer_use_payer_id ON offer_use (payer_id)
    """,
    """
    CREATE INDEX ix_offer_use_submission_id ON offer_use (submission_id)
    """,
    """
    CREATE TABLE offer_value (id TEXT NOT NULL, offer_id TEXT NOT NULL, attribute TEXT NOT NULL, origin TEXT NOT
    NULL, dated TEXT, number REAL, text TEXT NOT NULL, department_id TEXT, service_id TEXT, legal_basis TEXT NOT
    NULL, submission_id TEXT, cell TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(offer_id)
    REFERENCES offer (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(department_id) REFERENCES department (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(service_id) REFERENCES service (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(submission_id) REFERENCES submission (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_offer_value_department_id ON offer_value (department_id)
    """,
    """
    CREATE INDEX ix_offer_value_offer_id ON offer_value (offer_id)
    """,
    """
    CREATE INDEX ix_offer_value_service_id ON offer_value (service_id)
    """,
    """
    CREATE INDEX ix_offer_value_submission_id ON offer_value (submission_id)
    """,
    """
    CREATE TABLE returned_part (id TEXT NOT NULL, submission_id TEXT NOT NULL, sheet TEXT NOT NULL, "table" TEXT
    NOT NULL, template_cell TEXT NOT NULL, label TEXT NOT NULL, reason TEXT NOT NULL, returned_by TEXT NOT NULL,
    returned_on TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(submission_id) REFERENCES submission (id)
    DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_returned_part_submission_id ON returned_part (submission_id)
    """,
    """
    CREATE TABLE screening_mark (id TEXT NOT NULL, screening_id TEXT NOT NULL, criterion_id TEXT NOT NULL,
    wording TEXT NOT NULL, mark TEXT NOT NULL, remark TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(screening_id)
    REFERENCES offer_screening (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(criterion_id) REFERENCES
    screening_criterion (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_screening_mark_criterion_id ON screening_mark (criterion_id)
    """,
    """
    CREATE INDEX ix_screening_mark_screening_id ON screening_mark (screening_id)
    """,
    """
    ALTER TABLE step ADD COLUMN order_kind TEXT
    """,
    """
    ALTER TABLE step ADD COLUMN follows_id TEXT REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED
    """,
    """
    ALTER TABLE step ADD COLUMN outcome TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE step ADD COLUMN reason TEXT DEFAULT '' NOT NULL
    """,
    """
    ALTER TABLE step ADD COLUMN ended_on TEXT
    """,
    """
    ALTER TABLE step ADD COLUMN ended_by TEXT REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED
    """,
    """
    ALTER TABLE step ADD COLUMN overtaken_by TEXT REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED
    """,
    """
    ALTER TABLE step ADD COLUMN recorded INTEGER DEFAULT 0 NOT NULL
    """,
    """
    CREATE INDEX ix_step_ended_by ON step (ended_by)
    """,
    """
    CREATE INDEX ix_step_follows_id ON step (follows_id)
    """,
    """
    CREATE INDEX ix_step_overtaken_by ON step (overtaken_by)
    """,
    """
    CREATE TABLE typed_value (id TEXT NOT NULL, submission_id TEXT NOT NULL, template_cell TEXT NOT NULL, "row"
    INTEGER, document_sha256 TEXT NOT NULL, document_name TEXT NOT NULL, page TEXT NOT NULL, typed_by TEXT NOT
    NULL, typed_on TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(submission_id) REFERENCES submission (id)
    DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_typed_value_document_sha256 ON typed_value (document_sha256)
    """,
    """
    CREATE INDEX ix_typed_value_submission_id ON typed_value (submission_id)
    """,
    """
    CREATE TABLE value_note (id TEXT NOT NULL, submission_id TEXT NOT NULL, template_cell TEXT NOT NULL, "row"
    INTEGER, raw TEXT NOT NULL, text TEXT NOT NULL, written_by TEXT NOT NULL, written_on TEXT NOT NULL, PRIMARY
    KEY (id), FOREIGN KEY(submission_id) REFERENCES submission (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_value_note_submission_id ON value_note (submission_id)
    """,
    """
    CREATE TABLE case_note (id TEXT NOT NULL, case_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    written_by TEXT NOT NULL, written_at TEXT NOT NULL, party TEXT NOT NULL, step_id TEXT, case_number TEXT NOT
    NULL, document_number TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(case_id) REFERENCES "case" (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(step_id) REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED)
    STRICT
    """,
    """
    CREATE INDEX ix_case_note_case_id ON case_note (case_id)
    """,
    """
    CREATE INDEX ix_case_note_step_id ON case_note (step_id)
    """,
    """
    CREATE TABLE dialogue_group (id TEXT NOT NULL, entry_id TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY
    (id), FOREIGN KEY(entry_id) REFERENCES dialogue_entry (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(group_id) REFERENCES target_group (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_dialogue_group_entry_id ON dialogue_group (entry_id)
    """,
    """
    CREATE INDEX ix_dialogue_group_group_id ON dialogue_group (group_id)
    """,
    """
    CREATE TABLE dialogue_party (id TEXT NOT NULL, entry_id TEXT NOT NULL, party_id TEXT, name TEXT NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(entry_id) REFERENCES dialogue_entry (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_dialogue_party_entry_id ON dialogue_party (entry_id)
    """,
    """
    CREATE INDEX ix_dialogue_party_party_id ON dialogue_party (party_id)
    """,
    """
    ALTER TABLE letter ADD COLUMN subject_id TEXT
    """,
    """
    CREATE INDEX ix_letter_subject_id ON letter (subject_id)
    """,
    """
    CREATE TABLE pathway_note (id TEXT NOT NULL, recommendation_id TEXT NOT NULL, authority_id TEXT NOT NULL,
    noted_on TEXT NOT NULL, status TEXT NOT NULL, text TEXT NOT NULL, noted_by TEXT NOT NULL, entry_id TEXT,
    PRIMARY KEY (id), FOREIGN KEY(recommendation_id) REFERENCES recommendation (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(authority_id) REFERENCES authority (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(entry_id) REFERENCES dialogue_entry (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_pathway_note_authority_id ON pathway_note (authority_id)
    """,
    """
    CREATE INDEX ix_pathway_note_entry_id ON pathway_note (entry_id)
    """,
    """
    CREATE INDEX ix_pathway_note_recommendation_id ON pathway_note (recommendation_id)
    """,
    """
    CREATE TABLE step_ground (id TEXT NOT NULL, step_id TEXT NOT NULL, kind TEXT NOT NULL, ground_id TEXT NOT
    NULL, PRIMARY KEY (id), FOREIGN KEY(step_id) REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_step_ground_ground_id ON step_ground (ground_id)
    """,
    """
    CREATE INDEX ix_step_ground_step_id ON step_ground (step_id)
    """,
    """
    CREATE TABLE step_offer (id TEXT NOT NULL, step_id TEXT NOT NULL, name TEXT NOT NULL, offer_id TEXT, why
    TEXT NOT NULL, operator TEXT NOT NULL, terminated_on TEXT, position INTEGER NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(step_id) REFERENCES step (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_step_offer_offer_id ON step_offer (offer_id)
    """,
    """
    CREATE INDEX ix_step_offer_step_id ON step_offer (step_id)
    """,
    """
    CREATE TABLE step_party (id TEXT NOT NULL, step_id TEXT NOT NULL, role TEXT NOT NULL, authority_id TEXT,
    name TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(step_id) REFERENCES step (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(authority_id) REFERENCES authority (id) DEFERRABLE INITIALLY
    DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_step_party_authority_id ON step_party (authority_id)
    """,
    """
    CREATE INDEX ix_step_party_step_id ON step_party (step_id)
    """,
    """
    CREATE TABLE document (id TEXT NOT NULL, case_id TEXT NOT NULL, direction TEXT NOT NULL, kind TEXT NOT NULL,
    theme TEXT NOT NULL, dated TEXT, step_id TEXT, party TEXT NOT NULL, file_sha256 TEXT, file_name TEXT NOT
    NULL, submission_id TEXT, letter_id TEXT, case_number TEXT NOT NULL, document_number TEXT NOT NULL,
    registered_by TEXT NOT NULL, registered_on TEXT, source TEXT NOT NULL, PRIMARY KEY (id), FOREIGN
    KEY(case_id) REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(step_id) REFERENCES step (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(file_sha256) REFERENCES file (sha256) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(submission_id) REFERENCES submission (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(letter_id) REFERENCES letter (id) DEFERRABLE INITIALLY DEFERRED) STRICT
    """,
    """
    CREATE INDEX ix_document_case_id ON document (case_id)
    """,
    """
    CREATE INDEX ix_document_file_sha256 ON document (file_sha256)
    """,
    """
    CREATE INDEX ix_document_letter_id ON document (letter_id)
    """,
    """
    CREATE INDEX ix_document_step_id ON document (step_id)
    """,
    """
    CREATE INDEX ix_document_submission_id ON document (submission_id)
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
