"""The dialogue track: meetings, the yearly hearing with its answers, enquiries, council statements, agreed actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.chain import Case
from koorddesk.domain.dialogue import DialogueEntry, DialogueGroup, DialogueParty, EntryKind, Task
from koorddesk.domain.ids import new_id
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
    """One entry of the dialogue track; ``answers`` counts the answers to a hearing."""

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
    tasks: tuple[TaskRow, ...]
    answers: int
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
    if not draft.title.strip():
        raise UserError("entry-title-empty")
    if draft.kind in (EntryKind.HEARING_ANSWER, EntryKind.ENQUIRY) and not draft.organisation.strip():
        raise UserError("organisation-empty")
    hearing = uow.get(DialogueEntry, draft.belongs_to) if draft.belongs_to else None
    if draft.kind is EntryKind.HEARING_ANSWER and (hearing is None or hearing.kind is not EntryKind.HEARING):
        raise UserError("no-such-hearing")
    case = case_by_number(uow, draft.case_number) if draft.case_number else None
    entry = DialogueEntry(
        id=new_id(),
        kind=draft.kind,
        held_on=draft.held_on,
        title=draft.title.strip(),
        text=draft.text.strip(),
        concern=draft.concern.strip(),
        reaction=draft.reaction.strip(),
        organisation=draft.organisation.strip(),
        documentation=draft.documentation.strip(),
        agenda=draft.agenda.strip(),
        offer=draft.offer.strip(),
        offer_id=draft.offer_id,
        belongs_to_id=draft.belongs_to,
        case_id=case.id if case else None,
        closes_on=draft.closes_on,
        document_number=draft.document_number.strip(),
        entered_by=desk.actor.name,
        source=draft.source.strip(),
    )
    uow.add(entry)
    for name in filter(str.strip, draft.parties):
        uow.add(DialogueParty(new_id(), entry.id, None, name.strip()))
    for group in dict.fromkeys(find_group(uow, wanted).id for wanted in draft.groups):
        uow.add(DialogueGroup(new_id(), entry.id, group))
    for action in draft.actions:
        _add_task(uow, entry.id, action)
    return entry


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
        cases = {case.id: case.number for case in uow.all(Case)}
        rows = []
        every = uow.all(DialogueEntry)
        for entry in every:
            groups = [tie.group_id for tie in uow.all(DialogueGroup, entry_id=entry.id)]
            number = cases.get(entry.case_id or "", "")
            if (
                entry.kind in kinds
                and (wanted is None or wanted in groups)
                and case_number in (None, number)
                and hearing in (None, entry.belongs_to_id)
            ):
                answers = sum(1 for other in every if other.belongs_to_id == entry.id)
                rows.append(replace(_row(desk, uow, entry, groups), case_number=number, answers=answers))
    return sorted(rows, key=lambda row: (row.held_on or dt.date.min, row.title), reverse=True)


def _row(desk: Desk, uow: UnitOfWork, entry: DialogueEntry, groups: Sequence[str]) -> EntryRow:
    day = entry.held_on or desk.today()
    return EntryRow(
        id=entry.id,
        kind=entry.kind,
        kind_name=desk.translator.text(KINDS[entry.kind]),
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
        case_number="",
        document_number=entry.document_number,
        parties=tuple(party.name for party in uow.all(DialogueParty, entry_id=entry.id)),
        groups=tuple(title_on(uow.all(TargetGroupTitle, group_id=key), day) for key in groups),
        tasks=tuple(
            TaskRow(
                task.id, task.text, task.due_on, task.responsible_id, task.agreed_with, task.done_on, task.done_note
            )
            for task in uow.all(Task, subject_id=entry.id)
        ),
        answers=0,
        entered_by=entry.entered_by,
    )


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
