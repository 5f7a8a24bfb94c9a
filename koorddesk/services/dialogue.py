"""The dialogue track: meetings, the yearly hearing with its answers, enquiries, council statements, agreed actions."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from koorddesk.domain.authorities import Authority, Organisation
from koorddesk.domain.chain import Case
from koorddesk.domain.dialogue import (
    DialogueEntry,
    DialogueGroup,
    DialogueParty,
    EntryDocument,
    EntryKind,
    Task,
)
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import Offer
from koorddesk.domain.target_groups import TargetGroupTitle, title_on
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcements import find_group
from koorddesk.services.case_lookup import case_by_number
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

KINDS = {
    EntryKind.DIALOGUE_MEETING: N_("dialogue meeting"),
    EntryKind.EXPERT_COUNCIL_MEETING: N_("meeting of the expert council"),
    EntryKind.OTHER_MEETING: N_("other meeting"),
    EntryKind.HEARING: N_("yearly hearing"),
    EntryKind.HEARING_ANSWER: N_("answer to the yearly hearing"),
    EntryKind.ENQUIRY: N_("enquiry about an offer"),
    EntryKind.COUNCIL_STATEMENT: N_("statement of the expert council"),
}
register(
    {
        "entry-title-empty": N_("Write what the entry is about."),
        "no-such-entry": N_("That entry is no longer in the store. Look at the list again."),
        "no-such-hearing": N_("An answer to the hearing belongs to a hearing. Enter the hearing first."),
        "organisation-empty": N_("Write which organisation it came from."),
        "task-empty": N_("Write what was agreed."),
        "no-such-task": N_("That task is no longer in the store. Look at the list again."),
        "task-done": N_("That task is done already."),
    }
)


@dataclass(frozen=True)
class Action:
    """An agreed action as it is written: what, by when, who does it here, with whom it was agreed."""

    text: str
    due_on: dt.date | None = None
    responsible_id: str | None = None
    agreed_with: str = ""


@dataclass(frozen=True)
class EntryDraft:
    """An entry as it is written; ``groups`` are ids or titles of target groups, ``parties`` names of who took part."""

    kind: EntryKind
    title: str
    held_on: dt.date | None = None
    text: str = ""
    concern: str = ""
    reaction: str = ""
    organisation: str = ""
    documentation: str = ""
    agenda: str = ""
    offer: str = ""
    offer_id: str | None = None
    belongs_to: str | None = None
    closes_on: dt.date | None = None
    case_number: str | None = None
    parties: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    document_number: str = ""
    source: str = ""


@dataclass(frozen=True)
class TaskRow:
    """One agreed action, open or done."""

    id: str
    text: str
    due_on: dt.date | None
    responsible_id: str | None
    agreed_with: str
    done_on: dt.date | None
    done_note: str


@dataclass(frozen=True)
class EntryRow:
    """One entry of the dialogue track; ``answers`` counts the answers to a hearing, ``documents`` what is kept."""

    id: str
    kind: EntryKind
    kind_name: str
    held_on: dt.date | None
    title: str
    text: str
    concern: str
    reaction: str
    organisation: str
    documentation: str
    agenda: str
    offer: str
    offer_id: str | None
    belongs_to: str | None
    closes_on: dt.date | None
    case_number: str
    document_number: str
    parties: tuple[str, ...]
    groups: tuple[str, ...]
    group_ids: tuple[str, ...]
    tasks: tuple[TaskRow, ...]
    answers: int
    documents: int
    entered_by: str


def add_entry(desk: Desk, draft: EntryDraft) -> str:
    """Enter something of the dialogue track, its agreed actions as tasks, and return its id."""
    with desk.store.unit_of_work() as uow:
        entry = put_entry(desk, uow, draft)
        name = desk.translator.text(KINDS[draft.kind])
        uow.commit(Summary(N_("%(kind)s entered: %(title)s"), {"kind": name, "title": entry.title}))
        return entry.id


def put_entry(desk: Desk, uow: UnitOfWork, draft: EntryDraft) -> DialogueEntry:
    """Do what ``add_entry`` does as part of a larger change."""
    case = case_by_number(uow, draft.case_number) if draft.case_number else None
    entry = DialogueEntry(
        id=new_id(),
        kind=draft.kind,
        held_on=None,
        title="",
        reaction=draft.reaction.strip(),
        belongs_to_id=draft.belongs_to,
        case_id=case.id if case else None,
        entered_by=desk.actor.name,
        source=draft.source.strip(),
    )
    _write(uow, entry, draft)
    uow.add(entry)
    _name(uow, entry.id, draft)
    for action in draft.actions:
        _add_task(uow, entry.id, action)
    return entry


def edit_entry(desk: Desk, entry_id: str, draft: EntryDraft, reason: str = "") -> Changes:
    """Write an entry anew, such as the minutes of a meeting that was called with its agenda.

    Reaction, agreed actions, documents and the case stay as they are; what stood before is in the history.
    """
    with desk.store.unit_of_work() as uow:
        entry = _entry(uow, entry_id)
        _write(uow, entry, replace(draft, kind=entry.kind, belongs_to=entry.belongs_to_id))
        for tie in (*uow.all(DialogueParty, entry_id=entry_id), *uow.all(DialogueGroup, entry_id=entry_id)):
            uow.remove(tie)
        _name(uow, entry_id, draft)
        return uow.commit(Summary(N_("dialogue corrected: %(title)s"), {"title": entry.title}), reason.strip())


def _write(uow: UnitOfWork, entry: DialogueEntry, draft: EntryDraft) -> None:
    """Put what was written into an entry; raises UserError where something is missing."""
    if not draft.title.strip():
        raise UserError("entry-title-empty")
    if draft.kind in (EntryKind.HEARING_ANSWER, EntryKind.ENQUIRY) and not draft.organisation.strip():
        raise UserError("organisation-empty")
    hearing = uow.get(DialogueEntry, draft.belongs_to) if draft.belongs_to else None
    if draft.kind is EntryKind.HEARING_ANSWER and (hearing is None or hearing.kind is not EntryKind.HEARING):
        raise UserError("no-such-hearing")
    entry.held_on, entry.closes_on = draft.held_on, draft.closes_on
    for name in ("title", "text", "concern", "organisation", "documentation", "agenda", "offer", "document_number"):
        setattr(entry, name, str(getattr(draft, name)).strip())
    entry.offer_id = draft.offer_id or _offer_named(uow, entry.offer)


def _name(uow: UnitOfWork, entry_id: str, draft: EntryDraft) -> None:
    """Name who took part and the target groups it is about; a name the registers know is tied to its record."""
    known = {body.name.casefold(): body.id for body in uow.all(Organisation)}
    for authority in uow.all(Authority):
        known |= dict.fromkeys((authority.name.casefold(), authority.official_name.casefold()), authority.id)
    for name in dict.fromkeys(filter(None, map(str.strip, draft.parties))):
        uow.add(DialogueParty(new_id(), entry_id, known.get(name.casefold()), name))
    for group in dict.fromkeys(find_group(uow, wanted).id for wanted in draft.groups):
        uow.add(DialogueGroup(new_id(), entry_id, group))


def _offer_named(uow: UnitOfWork, name: str) -> str | None:
    """Return the offer of exactly this name in the register, or None where there is none or more than one."""
    found = [offer.id for offer in uow.all(Offer) if offer.name.casefold() == name.casefold()] if name else []
    return found[0] if len(found) == 1 else None


def react(desk: Desk, entry_id: str, reaction: str) -> Changes:
    """Write what the agency made of an entry (an answer to the hearing, an enquiry)."""
    with desk.store.unit_of_work() as uow:
        entry = _entry(uow, entry_id)
        entry.reaction = reaction.strip()
        return uow.commit(Summary(N_("reaction written: %(title)s"), {"title": entry.title}))


def tie_to_case(desk: Desk, entry_id: str, case_number: str) -> Changes:
    """Tie an entry to a case; a case that it starts is made by ``cases.start_case``."""
    with desk.store.unit_of_work() as uow:
        entry, case = _entry(uow, entry_id), case_by_number(uow, case_number)
        entry.case_id = case.id
        return uow.commit(Summary(N_("%(title)s tied to case %(case)s"), {"title": entry.title, "case": case.number}))


def add_task(desk: Desk, entry_id: str, action: Action) -> str:
    """Add an agreed action to an entry and return its id."""
    with desk.store.unit_of_work() as uow:
        _entry(uow, entry_id)
        task = _add_task(uow, entry_id, action)
        uow.commit(Summary(N_("task added: %(text)s"), {"text": task.text}))
        return task.id


def finish_task(desk: Desk, task_id: str, note: str = "") -> Changes:
    """Mark an agreed action as done."""
    with desk.store.unit_of_work() as uow:
        task = uow.get(Task, task_id)
        if task is None:
            raise UserError("no-such-task")
        if task.done_on is not None:
            raise UserError("task-done")
        task.done_on, task.done_note = desk.today(), note.strip()
        return uow.commit(Summary(N_("task done: %(text)s"), {"text": task.text}))


def entries(
    desk: Desk,
    *,
    kinds: Sequence[EntryKind] = tuple(EntryKind),
    group: str | None = None,
    case_number: str | None = None,
    hearing: str | None = None,
) -> list[EntryRow]:
    """Return the entries of the dialogue track, newest first, of some kinds, one group, one case or one hearing."""
    with desk.store.reader() as uow:
        wanted = find_group(uow, group).id if group else None
        shown = _Shown(desk, uow)
        rows = [shown.row(entry) for entry in shown.entries]
    return sorted(
        (
            row
            for row in rows
            if row.kind in kinds
            and (wanted is None or wanted in row.group_ids)
            and case_number in (None, row.case_number)
            and hearing in (None, row.belongs_to)
        ),
        key=lambda row: (row.held_on or dt.date.min, row.title),
        reverse=True,
    )


class _Shown:
    """Puts entries into rows; each table is read once."""

    def __init__(self, desk: Desk, uow: UnitOfWork) -> None:
        self.desk = desk
        self.entries = uow.all(DialogueEntry)
        self.cases = {case.id: case.number for case in uow.all(Case)}
        self.answers = Counter(entry.belongs_to_id for entry in self.entries)
        self.parties, self.groups, self.tasks, self.titles, self.documents = (
            _by(records, field)
            for records, field in (
                (uow.all(DialogueParty), "entry_id"),
                (uow.all(DialogueGroup), "entry_id"),
                (uow.all(Task), "subject_id"),
                (uow.all(TargetGroupTitle), "group_id"),
                (uow.all(EntryDocument), "entry_id"),
            )
        )

    def row(self, entry: DialogueEntry) -> EntryRow:
        day = entry.held_on or self.desk.today()
        groups = [tie.group_id for tie in self.groups[entry.id]]
        return EntryRow(
            id=entry.id,
            kind=entry.kind,
            kind_name=self.desk.translator.text(KINDS[entry.kind]),
            held_on=entry.held_on,
            title=entry.title,
            text=entry.text,
            concern=entry.concern,
            reaction=entry.reaction,
            organisation=entry.organisation,
            documentation=entry.documentation,
            agenda=entry.agenda,
            offer=entry.offer,
            offer_id=entry.offer_id,
            belongs_to=entry.belongs_to_id,
            closes_on=entry.closes_on,
            case_number=self.cases.get(entry.case_id or "", ""),
            document_number=entry.document_number,
            parties=tuple(party.name for party in self.parties[entry.id]),
            groups=tuple(title_on(self.titles[key], day) for key in groups),
            group_ids=tuple(groups),
            tasks=tuple(
                TaskRow(
                    task.id, task.text, task.due_on, task.responsible_id, task.agreed_with, task.done_on, task.done_note
                )
                for task in self.tasks[entry.id]
            ),
            answers=self.answers[entry.id],
            documents=len(self.documents[entry.id]),
            entered_by=entry.entered_by,
        )


def _by(records: Iterable[Any], field: str) -> dict[str, list[Any]]:
    """Return records by the value of one of their fields; what nobody names has none."""
    found: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        found[getattr(record, field)].append(record)
    return found


def _add_task(uow: UnitOfWork, subject_id: str, action: Action) -> Task:
    if not action.text.strip():
        raise UserError("task-empty")
    task = Task(
        new_id(), subject_id, action.text.strip(), action.due_on, action.responsible_id, action.agreed_with.strip()
    )
    uow.add(task)
    return task


def _entry(uow: UnitOfWork, entry_id: str) -> DialogueEntry:
    entry = uow.get(DialogueEntry, entry_id)
    if entry is None:
        raise UserError("no-such-entry")
    return entry
