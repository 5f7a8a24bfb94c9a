"""Submissions (indsendelser) and reports (afrapporteringer) in two layers: municipal forms, one joint regional answer.

Source: facts 2.1, 2.3; register notes "Who answers". Several returns from one municipality are normal; a nil report
is an answer; a later submission is a successor with a reason, never an overwriting.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class Outcome(enum.StrEnum):
    """What became of one file at intake; the names are those of the import result's JSON."""

    ACCEPTED = "accepted"
    HELD = "held"
    REFUSED = "refused"
    REPEATED = "repeated"


class SubmissionState(enum.StrEnum):
    """Where a submission stands in the caseworker's hands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    HELD = "held"
    RETURNED = "returned"
    RETURNED_IN_PART = "returned-in-part"
    REFUSED = "refused"
    SUPERSEDED = "superseded"

    @property
    def is_used(self) -> bool:
        """Whether the values count: all of them, or all but the parts that went back to the sender."""
        return self in (SubmissionState.ACCEPTED, SubmissionState.RETURNED_IN_PART)


@dataclass(eq=False)
class ReportingTemplate:
    """A version of a reporting form (afrapporteringsskema), learned from a blank workbook.

    ``code`` is the id the caseworker gave; ``definition`` is the learned form as JSON; ``file_sha256`` the blank.
    """

    id: str
    code: str
    version: str
    title: str
    definition: str
    fingerprint: str
    file_sha256: str
    file_name: str
    learned_on: dt.date


@dataclass(eq=False)
class Submission:
    """One file as it was received (indsendelse); its answers and findings are values beside it.

    ``received_on`` is asked once per drop and is what counts for being in time, never the file's own time.
    ``successor_of`` is the earlier submission that this one replaces, with ``reason``. ``how_sender`` and
    ``how_template`` say how they were recognised (``typed``: its values were typed in from a document),
    ``sender_cell`` where the sender stood. ``received_from`` is ``mail`` where the day of receipt is that of the mail
    it came with, and ``mail_sender`` that mail's address: a hint of who sent it, never more.
    """

    id: str
    announcement_id: str | None
    file_sha256: str
    file_name: str
    file_size: int
    received_on: dt.date
    state: SubmissionState
    template_id: str | None = None
    sender_id: str | None = None
    how_template: str = ""
    how_sender: str = ""
    sender_cell: str = ""
    nil: bool = False
    successor_of: str | None = None
    reason: str = ""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    received_by: str = ""
    received_from: str = ""
    mail_sender: str = ""


class AttachmentKind(enum.StrEnum):
    """What a document of a submission is."""

    MAIL = "mail"  # the mail that the submission came with
    ANNEX = "annex"  # a document that the form points to ("se bilag 2"), or that came with it
    SOURCE = "source"  # the document that values were typed in from


@dataclass(eq=False)
class Attachment:
    """A document that belongs to a submission (bilag), kept as it was received.

    ``outside`` says that a civil registration number was seen in its text, so that it is held outside the store.
    """

    id: str
    submission_id: str
    kind: AttachmentKind
    file_sha256: str
    file_name: str
    file_size: int
    added_on: dt.date
    added_by: str
    note: str = ""
    outside: bool = False


@dataclass(eq=False)
class ValueNote:
    """A caseworker's note on one value; it follows the value while the value does not change."""

    id: str
    submission_id: str
    template_cell: str
    row: int | None
    raw: str
    text: str
    written_by: str
    written_on: dt.date


@dataclass(eq=False)
class ReturnedPart:
    """A part of a submission that goes back to the sender while the rest is accepted.

    ``sheet`` is a sheet of the blank; ``table`` the id of one table on it, ``template_cell`` one field; both empty
    for the whole sheet. ``label`` is what the caseworker calls the part.
    """

    id: str
    submission_id: str
    sheet: str
    table: str
    template_cell: str
    label: str
    reason: str
    returned_by: str
    returned_on: dt.date


@dataclass(eq=False)
class TypedValue:
    """One value that a caseworker typed in from a document (indtastet): which document, which page, by whom."""

    id: str
    submission_id: str
    template_cell: str
    row: int | None
    document_sha256: str
    document_name: str
    page: str
    typed_by: str
    typed_on: dt.date


@dataclass(eq=False)
class WarningAcceptance:
    """A warning accepted with a written reason; it follows the value while the value does not change."""

    id: str
    submission_id: str
    code: str
    template_cell: str
    row: int | None
    raw: str
    reason: str
    accepted_by: str
    accepted_on: dt.date


@dataclass(eq=False)
class Correction:
    """A caseworker's correction of one value, kept beside what was sent (rettelse)."""

    id: str
    submission_id: str
    template_cell: str
    row: int | None
    raw: str
    value: str
    reason: str
    corrected_by: str
    corrected_on: dt.date


@dataclass(eq=False)
class Report:
    """The joint answer of one region to an announcement, over its municipal forms (afrapportering)."""

    id: str
    announcement_id: str
    region_id: str
    joint_submission_id: str | None = None
    kkr_on: dt.date | None = None
    councils_approved: str = ""
    reservations: str = ""
    journal_number: str = ""
    note: str = ""
