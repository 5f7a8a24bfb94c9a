"""Cases: open them, also from a signal or a follow-up, close and reopen them, note what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement, RecordedDate
from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.deadlines import Deadline
from koorddesk.domain.dialogue import DialogueEntry
from koorddesk.domain.documents import CaseNote, NoteKind
from koorddesk.domain.ids import new_id
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.announcements import find_group
from koorddesk.services.case_lookup import case_by_number, new_case
from koorddesk.services.chain import StepDraft, apply_step
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "case-exists": N_("The announcement %(code)s has a case already: %(number)s. Open that one."),
        "case-closed": N_("The case is closed already."),
        "case-is-open": N_("The case is open."),
        "case-reason": N_("Write why the case is closed or reopened; the reason is kept with it."),
        "case-order-lasts": N_(
            "The case has a temporary order that lasts. It ends by being lifted or replaced by an order; do that first."
        ),
        "case-clock-runs": N_('The clock "%(what)s" still runs. Settle it, or mark it as done, before closing.'),
        "note-empty": N_("Write the note first."),
        "announcement-code-taken": N_('There is already an announcement with the code "%(code)s". Choose another.'),
    }
)


@dataclass(frozen=True)
class CaseOpened:
    """A case that was opened, and what was written."""

    case_number: str
    changes: Changes


@dataclass(frozen=True)
class DateRecorded:
    """A date as a source gives it; ``day`` None where the source only knows ``text``."""

    what: str
    day: dt.date | None
    text: str
    source: str


def open_case(desk: Desk, announcement_code: str) -> CaseOpened:
    """Open the case of an announcement; raises UserError where it has one."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        known = uow.one(Case, announcement_id=announcement.id)
        if known is not None:
            raise UserError("case-exists", code=announcement.code, number=known.number)
        case = new_case(desk, uow, announcement)
        return CaseOpened(case.number, uow.commit(Summary(N_("case %(case)s opened"), {"case": case.number})))


def start_case(
    desk: Desk,
    *,
    code: str,
    title: str,
    group: str,
    text: str,
    on: dt.date | None = None,
    entry_id: str | None = None,
    step_id: str | None = None,
) -> CaseOpened:
    """Start a case from a signal, before anything is announced.

    ``entry_id`` is the dialogue entry it was found in, ``step_id`` the step of an earlier case that gave rise to it,
    such as a follow-up. ``group`` is a target group's id or title. The announcement is prepared with it and is issued
    by its own step.
    """
    with desk.store.unit_of_work() as uow:
        announcement = _prepared(uow, code, title, group)
        case = new_case(desk, uow, announcement)
        grounds = tuple(key for key in (entry_id, step_id) if key)
        apply_step(desk, uow, case, StepDraft(StepKind.SIGNAL, on or desk.today(), text=text, rests_on=grounds))
        entry = uow.get(DialogueEntry, entry_id) if entry_id else None
        if entry is not None and entry.case_id is None:
            entry.case_id = case.id
        changes = uow.commit(Summary(N_("case %(case)s started from a signal"), {"case": case.number}))
        return CaseOpened(case.number, changes)


def register_past_announcement(
    desk: Desk,
    *,
    code: str,
    title: str,
    group: str,
    source: str,
    issued_on: dt.date | None = None,
    issued_text: str = "",
    outcome: str = "",
    dates: Sequence[DateRecorded] = (),
) -> Changes:
    """Register an announcement of the past with what the sources know of its dates; the unknown stays empty."""
    with desk.store.unit_of_work() as uow:
        announcement = _prepared(uow, code, title, group)
        announcement.issued_on, announcement.issued_text = issued_on, issued_text
        announcement.outcome, announcement.source, announcement.historical = outcome, source, True
        _record_dates(uow, announcement.id, dates)
        return uow.commit(Summary(N_("announcement %(code)s registered from its sources"), {"code": code}))


def record_dates(desk: Desk, step_id: str, dates: Sequence[DateRecorded]) -> Changes:
    """Keep the dates that sources give for a step, also where they contradict each other."""
    with desk.store.unit_of_work() as uow:
        if uow.get(Step, step_id) is None:
            raise UserError("no-such-step")
        _record_dates(uow, step_id, dates)
        return uow.commit(Summary(N_("dates of a step put on record"), {}))


def close_case(desk: Desk, case_number: str, reason: str) -> Changes:
    """Close a case with a reason; a temporary order that lasts, or a statutory clock that runs, stops it."""
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        if case.closed_on is not None:
            raise UserError("case-closed")
        if not reason.strip():
            raise UserError("case-reason")
        steps = uow.all(Step, case_id=case.id)
        if any(step.kind is StepKind.TEMPORARY_ORDER and step.ended_by is None for step in steps):
            raise UserError("case-order-lasts")
        for deadline in uow.all(Deadline, subject_id=[step.id for step in steps], done_on=None):
            if deadline.months:
                raise UserError("case-clock-runs", what=desk.translator.text(deadline.what))
        case.closed_on = desk.today()
        add_case_note(desk, uow, case, NoteKind.CLOSED, reason)
        return uow.commit(Summary(N_("case %(case)s closed"), {"case": case.number}), reason.strip())


def reopen_case(desk: Desk, case_number: str, reason: str) -> Changes:
    """Open a closed case again, with a reason."""
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        if case.closed_on is None:
            raise UserError("case-is-open")
        if not reason.strip():
            raise UserError("case-reason")
        case.closed_on = None
        add_case_note(desk, uow, case, NoteKind.REOPENED, reason)
        return uow.commit(Summary(N_("case %(case)s reopened"), {"case": case.number}), reason.strip())


def set_case_number(desk: Desk, case_number: str, record_number: str) -> Changes:
    """Keep the number that the record system gave a case."""
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        case.case_number = record_number.strip()
        return uow.commit(Summary(N_("number of case %(case)s in the record system kept"), {"case": case.number}))


def telephone_note(desk: Desk, case_number: str, party: str, text: str, now: dt.datetime | None = None) -> Changes:
    """Note what was said on the telephone, and with whom, as of now."""
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        add_case_note(desk, uow, case, NoteKind.TELEPHONE, text, party=party, now=now)
        return uow.commit(Summary(N_("telephone note in case %(case)s"), {"case": case.number}))


def add_note(desk: Desk, case_number: str, text: str, *, step_id: str | None = None) -> Changes:
    """Write a note on a case, or on one of its steps."""
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        add_case_note(desk, uow, case, NoteKind.NOTE, text, step_id=step_id)
        return uow.commit(Summary(N_("note in case %(case)s"), {"case": case.number}))


def _prepared(uow: UnitOfWork, code: str, title: str, group: str) -> Announcement:
    if not code.strip():
        raise UserError("code-empty")
    if not title.strip():
        raise UserError("title-empty")
    if uow.one(Announcement, code=code.strip()) is not None:
        raise UserError("announcement-code-taken", code=code.strip())
    announcement = Announcement(new_id(), code.strip(), title.strip(), find_group(uow, group).id)
    uow.add(announcement)
    return announcement


def _record_dates(uow: UnitOfWork, subject_id: str, dates: Sequence[DateRecorded]) -> None:
    for known in dates:
        uow.add(RecordedDate(new_id(), subject_id, known.what, known.day, known.text, known.source))


def add_case_note(
    desk: Desk,
    uow: UnitOfWork,
    case: Case,
    kind: NoteKind,
    text: str,
    *,
    party: str = "",
    step_id: str | None = None,
    now: dt.datetime | None = None,
) -> None:
    """Add a note to a case as part of a larger change; raises UserError for an empty one."""
    if not text.strip():
        raise UserError("note-empty")
    uow.add(
        CaseNote(
            id=new_id(),
            case_id=case.id,
            kind=kind,
            text=text.strip(),
            written_by=desk.actor.name,
            written_at=now or dt.datetime.combine(desk.today(), dt.datetime.now(dt.UTC).timetz()),
            party=party.strip(),
            step_id=step_id,
            case_number=case.case_number,
        )
    )
