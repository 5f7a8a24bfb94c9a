"""Documents of a case (dokumenter) besides its letters, notes, roles and approvals, and what the journal needs.

Source: facts 9 (offentlighedslovens § 15: date of receipt or sending and a short theme, as soon as possible) and 10
(a caseworker's cycle, with every document in and out).
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class Direction(enum.StrEnum):
    """Which way a document went: incoming, outgoing or internal (indgående, udgående, intern)."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


class DocumentKind(enum.StrEnum):
    """What a document of the cycle is; facts 10."""

    HEARING_LETTER = "hearing-letter"
    HEARING_ANSWER = "hearing-answer"
    HEARING_SUMMARY = "hearing-summary"
    CAPACITY_REPORT = "capacity-report"
    ENQUIRY = "enquiry"
    GROUP_ANALYSIS = "group-analysis"
    OFFER_SCREENING = "offer-screening"
    INVITATION = "invitation"
    MINUTES = "minutes"
    COUNCIL_REMARKS = "council-remarks"
    PRIOR_NOTICE = "prior-notice"
    NEGOTIATION_LETTER = "negotiation-letter"
    NEGOTIATION_ANSWER = "negotiation-answer"
    REASONS_NOTE = "reasons-note"
    MANAGEMENT_APPROVAL = "management-approval"
    ANNOUNCEMENT = "announcement"
    GUIDANCE = "guidance"
    QUESTIONS = "questions"
    ORIENTATION = "orientation"
    QUESTION = "question"
    ANSWER = "answer"
    REPORT = "report"
    ANNEX = "annex"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    SUPPLEMENTARY_QUESTIONS = "supplementary-questions"
    ASSESSMENT = "assessment"
    TREATMENT_OF_REPORTS = "treatment-of-reports"
    CLOSING_LETTER = "closing-letter"
    STATUS_REQUEST = "status-request"
    STATUS = "status"
    RENEWED_CONSIDERATION_REQUEST = "renewed-consideration-request"
    PARTY_HEARING = "party-hearing"
    PARTY_HEARING_ANSWER = "party-hearing-answer"
    TEMPORARY_ORDER = "temporary-order"
    OPERATING_ORDER = "operating-order"
    CONSOLIDATION_ORDER = "consolidation-order"
    FINANCING_ORDER = "financing-order"
    AGREEMENT = "agreement"
    OPERATOR_DECISION = "operator-decision"
    FINANCING_DECISION = "financing-decision"
    TAKEOVER_APPLICATION = "takeover-application"
    TAKEOVER_APPROVAL = "takeover-approval"
    NEW_OFFER_APPLICATION = "new-offer-application"
    NEW_OFFER_APPROVAL = "new-offer-approval"
    PROLONGATION = "prolongation"
    LIFTING = "lifting"
    FOLLOW_UP = "follow-up"
    NOTE = "note"
    OTHER = "other"


@dataclass(eq=False)
class Document:
    """One document of a case, received, sent or made (dokument).

    ``theme`` is the short description of the content that the journal holds beside ``dated``, the day of receipt or
    sending; None where a source does not know it. The bytes are kept where ``file_sha256`` names them.
    """

    id: str
    case_id: str
    direction: Direction
    kind: DocumentKind
    theme: str
    dated: dt.date | None
    step_id: str | None = None
    party: str = ""
    file_sha256: str | None = None
    file_name: str = ""
    submission_id: str | None = None
    letter_id: str | None = None
    case_number: str = ""
    document_number: str = ""
    registered_by: str = ""
    registered_on: dt.date | None = None
    source: str = ""


class NoteKind(enum.StrEnum):
    """What a note on a case is."""

    NOTE = "note"
    TELEPHONE = "telephone"
    CLOSED = "closed"
    REOPENED = "reopened"
    HANDED_OVER = "handed-over"
    OVERTAKEN = "overtaken"


@dataclass(eq=False)
class CaseNote:
    """A note on a case (notat), such as what was said on the telephone and with whom."""

    id: str
    case_id: str
    kind: NoteKind
    text: str
    written_by: str
    written_at: dt.datetime
    party: str = ""
    step_id: str | None = None
    case_number: str = ""
    document_number: str = ""


class CaseRoleKind(enum.StrEnum):
    """What a person is on a case: responsible, supplementary caseworker, approver."""

    RESPONSIBLE = "responsible"
    SUPPLEMENTARY = "supplementary"
    APPROVER = "approver"


@dataclass(eq=False)
class CaseRole:
    """A person's role on a case in a period; ended, never deleted."""

    id: str
    case_id: str
    person_id: str
    role: CaseRoleKind
    valid_from: dt.date
    valid_to: dt.date | None = None


class ApprovalWay(enum.StrEnum):
    """How an approval came: here on the approver's own account, or outside, with a document number."""

    IN_PROGRAM = "in-program"
    OUTSIDE = "outside"


@dataclass(eq=False)
class Approval:
    """A named person's approval of a step, an assessment or a document (godkendelse)."""

    id: str
    subject_id: str
    approved_by: str
    approved_on: dt.date
    way: ApprovalWay
    account: str = ""
    document_number: str = ""
    note: str = ""
