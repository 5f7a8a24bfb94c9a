"""The dialogue track (dialogsporet): meetings, the yearly hearing, enquiries, council statements, agreed actions.

Source: facts 7. A fact learned orally is a note; an agreed action becomes a task.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from koorddesk.domain.documents import Direction, DocumentKind


class EntryKind(enum.StrEnum):
    """What an entry of the dialogue track is."""

    DIALOGUE_MEETING = "dialogue-meeting"
    EXPERT_COUNCIL_MEETING = "expert-council-meeting"
    OTHER_MEETING = "other-meeting"
    HEARING = "hearing"
    HEARING_ANSWER = "hearing-answer"
    ENQUIRY = "enquiry"
    COUNCIL_STATEMENT = "council-statement"


@dataclass(eq=False)
class DialogueEntry:
    """One entry of the dialogue track: when, who with, about what, what worries, what was agreed.

    ``belongs_to_id`` ties a hearing answer to its hearing. ``organisation`` is who answered, asked or stated;
    ``offer`` names a threatened offer until it is matched by ``offer_id``. ``reaction`` is what the agency made of it.
    """

    id: str
    kind: EntryKind
    held_on: dt.date | None
    title: str
    text: str = ""
    concern: str = ""
    reaction: str = ""
    organisation: str = ""
    documentation: str = ""
    participants: str = ""
    agenda: str = ""
    offer: str = ""
    offer_id: str | None = None
    belongs_to_id: str | None = None
    case_id: str | None = None
    closes_on: dt.date | None = None
    case_number: str = ""
    document_number: str = ""
    entered_by: str = ""
    source: str = ""


@dataclass(eq=False)
class DialogueParty:
    """An authority or organisation that took part in an entry or is concerned by it."""

    id: str
    entry_id: str
    party_id: str | None = None
    name: str = ""


@dataclass(eq=False)
class DialogueGroup:
    """A target group that an entry is about."""

    id: str
    entry_id: str
    group_id: str


@dataclass(eq=False)
class EntryDocument:
    """A document of an entry of the dialogue track (dokument), whether or not the entry belongs to a case.

    A hearing or a half-yearly meeting comes before any case. The fields mean what they mean on a case's document; once
    the entry is tied to a case, the document stands in that case's journal.
    """

    id: str
    entry_id: str
    direction: Direction
    kind: DocumentKind
    theme: str
    dated: dt.date | None
    party: str = ""
    file_sha256: str | None = None
    file_name: str = ""
    case_number: str = ""
    document_number: str = ""
    registered_by: str = ""
    registered_on: dt.date | None = None


@dataclass(eq=False)
class Task:
    """Something agreed or noted that somebody does by a day (opgave)."""

    id: str
    subject_id: str
    text: str
    due_on: dt.date | None = None
    responsible_id: str | None = None
    agreed_with: str = ""
    done_on: dt.date | None = None
    done_note: str = ""
