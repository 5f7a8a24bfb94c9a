"""Letters and documents (breve, dokumenter): what is kept about them and how they move.

Draft -> approved -> frozen -> dispatched -> journalised; frozen bytes are never changed.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class LetterState(enum.StrEnum):
    """Where a letter stands (kladde, godkendt, låst, afsendt, journaliseret)."""

    DRAFT = "draft"
    APPROVED = "approved"
    FROZEN = "frozen"
    DISPATCHED = "dispatched"
    JOURNALISED = "journalised"


class LetterKind(enum.StrEnum):
    """What a letter is; kebab-case as on the command line. The names are those of the documents of a case."""

    ANNOUNCEMENT = "announcement"
    GUIDANCE = "guidance"
    QUESTIONS = "questions"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    RETURN = "return"
    SUPPLEMENTARY_QUESTIONS = "supplementary-questions"
    STATUS_REQUEST = "status-request"
    CLOSING_LETTER = "closing-letter"
    TREATMENT_OF_REPORTS = "treatment-of-reports"
    RENEWED_CONSIDERATION_REQUEST = "renewed-consideration-request"
    PARTY_HEARING = "party-hearing"
    TEMPORARY_ORDER = "temporary-order"
    OPERATING_ORDER = "operating-order"
    CONSOLIDATION_ORDER = "consolidation-order"
    FINANCING_ORDER = "financing-order"
    OPERATOR_DECISION = "operator-decision"
    FINANCING_DECISION = "financing-decision"
    TAKEOVER_APPROVAL = "takeover-approval"
    NEW_OFFER_APPROVAL = "new-offer-approval"
    PROLONGATION = "prolongation"
    LIFTING = "lifting"
    HEARING_LETTER = "hearing-letter"
    INVITATION = "invitation"
    MINUTES = "minutes"


@dataclass(eq=False)
class Letter:
    """One letter to one recipient or to all, made from a step.

    ``content`` is what it says as JSON, ``pdf_sha256`` the file as set last; ``number`` counts within the case.
    ``subject_id`` is what it is about besides its step: a submission, or an entry of the dialogue track.
    ``written_by`` is the account that drafted it, ``replaces_id`` the locked letter that it corrects. ``channel`` and
    ``sent_to`` say how and to whom it went; ``figure_places`` is where its figures stand in the locked file, as JSON.
    """

    id: str
    case_id: str
    step_id: str
    kind: LetterKind
    number: int
    recipient_id: str | None
    recipient_name: str
    title: str
    state: LetterState
    dated: dt.date
    content: str
    pdf_sha256: str | None
    template_version: str
    approved_by: str = ""
    approved_at: dt.datetime | None = None
    dispatched_on: dt.date | None = None
    case_number: str = ""
    document_number: str = ""
    subject_id: str | None = None
    written_by: str = ""
    replaces_id: str | None = None
    channel: str = ""
    sent_to: str = ""
    figure_places: str = ""


@dataclass(eq=False)
class BlockDecision:
    """A named person's decision about an open place in the letters of a step.

    ``block`` is the place's name in the standard text; ``text`` is what the letters are to say there, empty where
    they are to go without it.
    """

    id: str
    step_id: str
    block: str
    text: str
    decided_by: str
    decided_on: dt.date


@dataclass(eq=False)
class LetterEdit:
    """What a caseworker wrote in place of one block of a draft (rettelse i et brev).

    ``block`` is the block's key in the letter; ``base`` what stood there when it was edited and ``content`` what
    stands there instead, both as JSON lists of blocks. An empty list takes the block out.
    """

    id: str
    letter_id: str
    block: str
    base: str
    content: str
    edited_by: str
    edited_at: dt.datetime


@dataclass(eq=False)
class OwnText:
    """The agency's own wording of one block of the standard texts (egen standardtekst).

    ``source`` is the file of the standard text without its ending ("reminder", "parts/contact"); ``based_on`` the
    program's wording that it stands in for, so that a later release that changes it can be told. ``version`` counts
    the agency's versions.
    """

    id: str
    source: str
    block: str
    text: str
    based_on: str
    version: int
    written_by: str
    written_on: dt.date
    note: str = ""
