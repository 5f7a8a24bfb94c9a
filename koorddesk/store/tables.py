"""The tables. Those of records follow from the domain's dataclasses; the others stand here in full.

Foreign keys are checked at the end of a transaction, so that a set of changes may come in any order. What the
schema was and how it became what it is: docs/schema.md; the steps: migrations/versions.
"""

from __future__ import annotations

import dataclasses
import re
import typing

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, event

from koorddesk.domain.announcements import Announcement, AnnouncementRegion, RecordedDate
from koorddesk.domain.assessment import Assessment, AssessmentText, ExpertRemark, PinnedAnswer
from koorddesk.domain.authorities import Alias, Authority, Contact, Membership, Organisation, Person, Succession
from koorddesk.domain.chain import Case, PassedPrecondition, Step, StepGround, StepOffer, StepParty
from koorddesk.domain.deadlines import Deadline, DeadlineEvent
from koorddesk.domain.dialogue import DialogueEntry, DialogueGroup, DialogueParty, EntryDocument, Task
from koorddesk.domain.documents import Approval, CaseNote, CaseRole, Document
from koorddesk.domain.legal import LegalReference
from koorddesk.domain.letters import BlockDecision, Letter, LetterEdit, OwnText
from koorddesk.domain.offers import (
    Department,
    KnowledgeEnvironment,
    KnowledgeTie,
    Offer,
    OfferAlias,
    OfferGroup,
    OfferLegalBasis,
    OfferMention,
    OfferScreening,
    OfferUse,
    OfferValue,
    ScreeningCriterion,
    ScreeningMark,
    Service,
)
from koorddesk.domain.pathways import Edition, PathwayDescription, PathwayGroup, PathwayNote, Recommendation
from koorddesk.domain.reports import (
    Attachment,
    Correction,
    Report,
    ReportingTemplate,
    ReturnedPart,
    Submission,
    TypedValue,
    ValueNote,
    WarningAcceptance,
)
from koorddesk.domain.target_groups import CriterionReason, Intervention, TargetGroup, TargetGroupTitle
from koorddesk.store.types import column_type

if typing.TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

# The newest step in migrations/versions; a fresh store begins there.
SCHEMA_VERSION = "0003"

metadata = MetaData()

# Which fields of a record name another record; the value "file" names a kept file by its hash.
REFERENCES: dict[type, dict[str, type | str]] = {
    Authority: {},
    Membership: {"member_id": Authority, "group_id": Authority},
    Succession: {"predecessor_id": Authority, "successor_id": Authority},
    Alias: {"authority_id": Authority},
    Organisation: {"region_id": Authority},
    Contact: {},
    Person: {},
    TargetGroup: {},
    TargetGroupTitle: {"group_id": TargetGroup},
    CriterionReason: {"group_id": TargetGroup},
    Intervention: {"group_id": TargetGroup},
    PathwayDescription: {"group_id": TargetGroup},
    PathwayGroup: {"pathway_id": PathwayDescription, "group_id": TargetGroup},
    Edition: {"pathway_id": PathwayDescription},
    Recommendation: {"edition_id": Edition},
    LegalReference: {},
    ReportingTemplate: {"file_sha256": "file"},
    Announcement: {
        "group_id": TargetGroup,
        "intervention_id": Intervention,
        "template_id": ReportingTemplate,
        "regional_template_id": ReportingTemplate,
    },
    AnnouncementRegion: {"announcement_id": Announcement, "region_id": Authority},
    RecordedDate: {},
    Submission: {
        "announcement_id": Announcement,
        "template_id": ReportingTemplate,
        "sender_id": Authority,
        "successor_of": Submission,
    },
    WarningAcceptance: {"submission_id": Submission},
    Correction: {"submission_id": Submission},
    Attachment: {"submission_id": Submission},
    ValueNote: {"submission_id": Submission},
    ReturnedPart: {"submission_id": Submission},
    TypedValue: {"submission_id": Submission},
    Report: {"announcement_id": Announcement, "region_id": Authority, "joint_submission_id": Submission},
    Assessment: {"announcement_id": Announcement, "region_id": Authority, "overtaken_by": Assessment},
    PinnedAnswer: {"submission_id": Submission},
    Case: {"announcement_id": Announcement, "responsible_id": Person},
    Step: {
        "case_id": Case,
        "region_id": Authority,
        "rests_on": Assessment,
        "follows_id": Step,
        "ended_by": Step,
        "overtaken_by": Step,
    },
    StepParty: {"step_id": Step, "authority_id": Authority},
    StepOffer: {"step_id": Step},
    StepGround: {"step_id": Step},
    PassedPrecondition: {"step_id": Step},
    Deadline: {"responsible_id": Person},
    DeadlineEvent: {"deadline_id": Deadline},
    Letter: {"case_id": Case, "step_id": Step, "pdf_sha256": "file", "replaces_id": Letter},
    BlockDecision: {"step_id": Step},
    LetterEdit: {"letter_id": Letter},
    OwnText: {},
    Document: {
        "case_id": Case,
        "step_id": Step,
        "file_sha256": "file",
        "submission_id": Submission,
        "letter_id": Letter,
    },
    CaseNote: {"case_id": Case, "step_id": Step},
    CaseRole: {"case_id": Case, "person_id": Person},
    Approval: {},
    DialogueEntry: {"belongs_to_id": DialogueEntry, "case_id": Case},
    DialogueParty: {"entry_id": DialogueEntry},
    DialogueGroup: {"entry_id": DialogueEntry, "group_id": TargetGroup},
    EntryDocument: {"entry_id": DialogueEntry, "file_sha256": "file"},
    Task: {"responsible_id": Person},
    PathwayNote: {"recommendation_id": Recommendation, "authority_id": Authority, "entry_id": DialogueEntry},
    AssessmentText: {"assessment_id": Assessment},
    ExpertRemark: {"assessment_id": Assessment},
    Offer: {"operator_id": Authority, "location_id": Authority},
    Department: {"offer_id": Offer, "location_id": Authority},
    Service: {"offer_id": Offer, "department_id": Department},
    OfferValue: {
        "offer_id": Offer,
        "department_id": Department,
        "service_id": Service,
        "submission_id": Submission,
    },
    OfferLegalBasis: {"offer_id": Offer, "department_id": Department},
    OfferGroup: {"offer_id": Offer, "department_id": Department, "group_id": TargetGroup},
    OfferUse: {
        "offer_id": Offer,
        "department_id": Department,
        "payer_id": Authority,
        "submission_id": Submission,
    },
    OfferAlias: {"offer_id": Offer, "department_id": Department},
    OfferMention: {"submission_id": Submission, "offer_id": Offer, "department_id": Department},
    ScreeningCriterion: {"group_id": TargetGroup},
    OfferScreening: {"offer_id": Offer, "department_id": Department, "group_id": TargetGroup},
    ScreeningMark: {"screening_id": OfferScreening, "criterion_id": ScreeningCriterion},
    KnowledgeEnvironment: {},
    KnowledgeTie: {"environment_id": KnowledgeEnvironment, "offer_id": Offer, "group_id": TargetGroup},
}

# Fields that name a record of one of several kinds, so that no foreign key can hold them.
LOOSE_REFERENCES = {
    (Contact, "party_id"),
    (RecordedDate, "subject_id"),
    (Deadline, "subject_id"),
    (PinnedAnswer, "owner_id"),
    (Letter, "recipient_id"),
    (Letter, "subject_id"),
    (StepOffer, "offer_id"),
    (StepGround, "ground_id"),
    (Approval, "subject_id"),
    (DialogueEntry, "offer_id"),
    (DialogueParty, "party_id"),
    (Task, "subject_id"),
    (Submission, "file_sha256"),  # a hostile file is named by its hash and not kept
    (Attachment, "file_sha256"),  # held outside the store where a registration number stands in it
    (TypedValue, "document_sha256"),  # paper has no file
}

# What records are looked up by besides their keys and references.
_LOOKED_UP: dict[type, tuple[str, ...]] = {
    Authority: ("kind", "code"),
    Alias: ("key",),
    Person: ("account",),
    Announcement: ("code",),
    ReportingTemplate: ("code", "fingerprint"),
    LegalReference: ("topic",),
    Case: ("number",),
    Offer: ("portal_number",),
    OfferAlias: ("key",),
}


def table_name(entity: type) -> str:
    """Return the name of an entity's table: ``AnnouncementRegion`` lies in ``announcement_region``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", entity.__name__).lower()


def _reference(target: type | str) -> ForeignKey:
    column = "file.sha256" if target == "file" else f"{table_name(typing.cast('type', target))}.id"
    return ForeignKey(column, deferrable=True, initially="DEFERRED")


def _entity_table(entity: type, references: Mapping[str, type | str]) -> Table:
    hints = typing.get_type_hints(entity)
    name = table_name(entity)
    columns = []
    indexed = [field for owner, field in sorted(LOOSE_REFERENCES, key=str) if owner is entity]
    for field in dataclasses.fields(entity):
        kind, optional = column_type(hints[field.name])
        constraints = [_reference(references[field.name])] if field.name in references else []
        columns.append(Column(field.name, kind, *constraints, primary_key=field.name == "id", nullable=optional))
        if field.name in references or field.name in _LOOKED_UP.get(entity, ()):
            indexed.append(field.name)
    indexes = [Index(f"ix_{name}_{field}", field) for field in indexed]
    return Table(name, metadata, *columns, *indexes, sqlite_strict=True)


ENTITY_TABLES: dict[type, Table] = {entity: _entity_table(entity, fields) for entity, fields in REFERENCES.items()}

# Files as they came, once each, by the hash of their bytes.
FILE = Table(
    "file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    sqlite_strict=True,
)

# One row per answer of a submission; ``number`` counts from 1 in the order of the form. Never changed.
ANSWER = Table(
    "answer",
    metadata,
    Column("submission_id", Text, _reference(Submission), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("template_sheet", Text, nullable=False),
    Column("template_cell", Text, nullable=False),
    Column("row", Integer),
    Column("label", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("value_json", Text, nullable=False),
    Column("sheet", Text),
    Column("cell", Text),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# One row per finding of a submission. ``severity`` is what it weighed when it was stored.
FINDING = Table(
    "finding",
    metadata,
    Column("submission_id", Text, _reference(Submission), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("override", Text),
    Column("params_json", Text, nullable=False),
    Column("sheet", Text),
    Column("cell", Text),
    Column("template_sheet", Text),
    Column("template_cell", Text),
    Column("row", Integer),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# Which step of the migrations the store is at; Alembic reads and writes it.
VERSION = Table("alembic_version", metadata, Column("version_num", Text, primary_key=True), sqlite_strict=True)

# Values of the store itself, outside the change log: its copy id, what is indexed how.
META = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

# One row per change set; ``sequence`` is the order in which this store took them in.
CHANGE_SET = Table(
    "change_set",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("copy_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("refers_to", Text),
    Column("msgid", Text, nullable=False),
    Column("params_json", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("schema_version", Text, nullable=False),
    Column("seen_json", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_change_set_chain", "copy_id", "number", unique=True),
    sqlite_strict=True,
)

# One row per field that a change set changed; before and after as JSON, missing where there was no record.
CHANGE_ENTRY = Table(
    "change_entry",
    metadata,
    Column("change_set_id", Text, ForeignKey("change_set.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("ix_change_entry_record_id", "record_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

# One row per submission whose answers and findings a change set wrote: their images before and after, compressed.
CHANGE_READING = Table(
    "change_reading",
    metadata,
    Column("change_set_id", Text, ForeignKey("change_set.id"), primary_key=True),
    Column("submission_id", Text, primary_key=True),
    Column("before", LargeBinary),
    Column("after", LargeBinary),
    Index("ix_change_reading_submission_id", "submission_id"),
    sqlite_strict=True,
)

# The text that search looks through, folded, one row per record or answer; ``search`` is the index over it.
SEARCH_ENTRY = Table(
    "search_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("number", Integer),
    Column("folded", Text, nullable=False),
    Index("ix_search_entry_record_id", "record_id", "number"),
    sqlite_strict=True,
)

# Words are folded and split before they get here, so the plainest tokenizer is the exact one. Triggers would keep
# the index by themselves, at four times the price; search.py writes both.
SEARCH_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "folded, content='search_entry', content_rowid='id', tokenize='ascii', prefix='1 2 3', detail='none')"
)


def _create_search(_table: Table, connection: Connection, **_options: object) -> None:
    connection.exec_driver_sql(SEARCH_DDL)


event.listen(SEARCH_ENTRY, "after_create", _create_search)
