"""The clocks of the desk: one list of all deadlines with their arithmetic, extensions, stops, reminders, calendar file.

No source says that a deadline moves when it falls on a day off, so none is moved: the day off is named, and the
caseworker moves the deadline with a reason where she finds it right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement, AnnouncementRegion
from koorddesk.domain.authorities import Authority, Person
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.deadlines import Deadline, DeadlineEvent, EventKind
from koorddesk.domain.dialogue import DialogueEntry, Task
from koorddesk.domain.documents import CaseRole
from koorddesk.domain.ids import new_id
from koorddesk.domain.target_groups import CriterionReason, TargetGroupTitle, title_on
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.calendar_file import CalendarEntry, calendar_text
from koorddesk.services.case_lookup import case_by_number
from koorddesk.services.chain_words import CLOCKS, STEPS
from koorddesk.services.holidays_da import day_off
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

SOON = dt.timedelta(days=14)
STATES = {
    "coming": N_("coming"),
    "soon": N_("soon"),
    "late": N_("exceeded"),
    "stopped": N_("stopped"),
    "met": N_("done"),
}
register(
    {
        "no-such-deadline": N_("That deadline is no longer in the store. Look at the list again."),
        "deadline-done": N_("That deadline is done already. Nothing was changed."),
        "deadline-reason": N_("Write why the deadline is moved or stopped; the reason is kept with it."),
        "deadline-stopped": N_("The deadline is stopped already. Let it run again first."),
        "deadline-runs": N_("The deadline is not stopped, so it cannot run again."),
        "follow-up-empty": N_("Write what is to be followed up."),
        "calendar-unwritable": N_('"%(path)s" could not be written: %(reason)s. Choose another folder.'),
    }
)


@dataclass(frozen=True)
class ClockRow:
    """One deadline of the desk.

    ``kind`` is "step", "report", "task" or "review"; ``page`` and ``key`` say where it opens. ``arithmetic`` shows
    in words how the day was found and what moved it. ``state`` is one of ``STATES``. ``subject`` is the id of the
    step whose clock it is, or the region whose report it waits for.
    """

    id: str
    kind: str
    what: str
    about: str
    case_number: str
    due_on: dt.date
    rule: str
    source: str
    arithmetic: str
    state: str
    original_due_on: dt.date | None
    stopped_on: dt.date | None
    done_on: dt.date | None
    done_note: str
    responsible: str
    responsible_id: str | None
    page: str
    key: str
    subject: str = ""


def clocks(
    desk: Desk,
    *,
    case_number: str | None = None,
    person_id: str | None = None,
    done: bool = False,
    on: dt.date | None = None,
) -> list[ClockRow]:
    """Return all deadlines, the nearest first: of steps, of reports, of agreed actions, of reviews.

    ``case_number`` and ``person_id`` narrow the list; ``done`` adds those that are done.
    """
    day = on or desk.today()
    with desk.store.reader() as uow:
        people = {person.id: person.name for person in uow.all(Person)}
        cases = {case.id: case for case in uow.all(Case)}
        rows = [
            *_step_clocks(desk, uow, cases, people, day),
            *_report_clocks(desk, uow, cases, day),
            *_task_clocks(desk, uow, cases, people, day),
            *_review_clocks(desk, uow, day),
        ]
    wanted = [
        row
        for row in rows
        if (done or row.done_on is None)
        and case_number in (None, row.case_number)
        and person_id in (None, row.responsible_id)
    ]
    return sorted(wanted, key=lambda row: (row.due_on, row.case_number, row.what))


def reminders(desk: Desk, on: dt.date | None = None, *, person_id: str = "") -> list[ClockRow]:
    """Return what to be reminded of at start: what is exceeded and what is due within two weeks, not what stands.

    With a person only what is hers: what she is responsible for, what stands on cases where she has a role, and what
    nobody is responsible for.
    """
    rows = [row for row in clocks(desk, on=on) if row.state in ("late", "soon")]
    if not person_id:
        return rows
    with desk.store.reader() as uow:
        keys = {role.case_id for role in uow.all(CaseRole, person_id=person_id, valid_to=None)}
        own = {case.number for case in uow.all(Case) if case.id in keys}
    return [row for row in rows if row.responsible_id in (None, person_id) or row.case_number in own]


def extend_clock(desk: Desk, deadline_id: str, due_on: dt.date, reason: str) -> Changes:
    """Move a deadline to another day with a reason; the days before stay on record."""
    with desk.store.unit_of_work() as uow:
        deadline = _running(uow, deadline_id, reason)
        _event(desk, uow, deadline, EventKind.EXTENDED, desk.today(), reason, due_on)
        deadline.due_on = due_on
        return uow.commit(Summary(N_("deadline moved to %(date)s"), {"date": desk.translator.date(due_on)}), reason)


def stop_clock(desk: Desk, deadline_id: str, reason: str, on: dt.date | None = None) -> Changes:
    """Stop a deadline with a reason; while it is stopped it is not exceeded."""
    with desk.store.unit_of_work() as uow:
        deadline = _running(uow, deadline_id, reason)
        if deadline.stopped_on is not None:
            raise UserError("deadline-stopped")
        deadline.stopped_on = on or desk.today()
        _event(desk, uow, deadline, EventKind.STOPPED, deadline.stopped_on, reason, deadline.due_on)
        return uow.commit(Summary(N_("deadline stopped"), {}), reason)


def resume_clock(desk: Desk, deadline_id: str, reason: str, on: dt.date | None = None) -> Changes:
    """Let a stopped deadline run again; it moves by the days it stood."""
    day = on or desk.today()
    with desk.store.unit_of_work() as uow:
        deadline = _running(uow, deadline_id, reason)
        if deadline.stopped_on is None:
            raise UserError("deadline-runs")
        due_on = deadline.due_on + max(day - deadline.stopped_on, dt.timedelta())
        _event(desk, uow, deadline, EventKind.RESUMED, day, reason, due_on)
        deadline.due_on, deadline.stopped_on = due_on, None
        return uow.commit(Summary(N_("deadline runs again"), {}), reason)


def finish_clock(desk: Desk, deadline_id: str, note: str = "", on: dt.date | None = None) -> Changes:
    """Mark a deadline as done."""
    with desk.store.unit_of_work() as uow:
        deadline = _open(uow, deadline_id)
        deadline.done_on, deadline.done_note = on or desk.today(), note.strip()
        return uow.commit(Summary(N_("deadline done"), {}))


def set_follow_up(desk: Desk, case_number: str, due_on: dt.date, text: str) -> Changes:
    """Set a day on which a case is looked at again, for what is written."""
    if not text.strip():
        raise UserError("follow-up-empty")
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        uow.add(
            Deadline(
                id=new_id(),
                subject_id=case.id,
                what=text.strip(),
                due_on=due_on,
                rule="follow-up",
                original_due_on=due_on,
                responsible_id=case.responsible_id,
            )
        )
        return uow.commit(Summary(N_("follow-up of case %(case)s set"), {"case": case.number}))


def write_calendar(
    desk: Desk,
    path: Path,
    *,
    case_number: str | None = None,
    person_id: str | None = None,
    now: dt.datetime | None = None,
) -> Path:
    """Write the open deadlines as a calendar file (.ics), one whole-day entry each; UserError where it cannot be."""
    moment = now or dt.datetime.now(dt.UTC)
    rows = clocks(desk, case_number=case_number, person_id=person_id)
    entries = [
        CalendarEntry(row.id, row.due_on, f"{row.what} ({row.case_number or row.about})", row.arithmetic or row.rule)
        for row in rows
    ]
    try:
        path.write_bytes(calendar_text(entries, moment).encode())
    except OSError as error:
        raise UserError("calendar-unwritable", path=str(path), reason=error.strerror or "") from error
    return path


def arithmetic(desk: Desk, deadline: Deadline, events: Iterable[DeadlineEvent]) -> str:
    """Return in words how a deadline's day was found, what moved it, and whether it falls on a day off."""
    say, date = desk.translator.text, desk.translator.long_date
    parts = []
    first = deadline.original_due_on or deadline.due_on
    if deadline.months and deadline.starts_on:
        parts.append(
            say(
                N_("%(start)s + %(months)d months = %(due)s"),
                start=date(deadline.starts_on),
                months=deadline.months,
                due=date(first),
            )
        )
        if first.day < deadline.starts_on.day:
            parts.append(say(N_("the month has no day %(day)d, so its last day counts"), day=deadline.starts_on.day))
    elif deadline.arithmetic:
        parts.append(deadline.arithmetic)
    parts += [_event_text(desk, event) for event in sorted(events, key=lambda event: event.on)]
    if off := day_off(desk.translator, deadline.due_on):
        parts.append(
            say(
                N_("%(due)s is a day off (%(what)s); the deadline is not moved for that"),
                due=date(deadline.due_on),
                what=off,
            )
        )
    return "; ".join(parts)


def _event_text(desk: Desk, event: DeadlineEvent) -> str:
    say, date = desk.translator.text, desk.translator.long_date
    if event.kind is EventKind.STOPPED:
        return say(N_("stopped on %(day)s: %(reason)s"), day=date(event.on), reason=event.reason)
    text = (
        N_("moved from %(before)s to %(after)s: %(reason)s")
        if event.kind is EventKind.EXTENDED
        else N_("runs again, moved from %(before)s to %(after)s by the days it stood: %(reason)s")
    )
    return say(text, before=date(event.due_before), after=date(event.due_after), reason=event.reason)


def _running(uow: UnitOfWork, deadline_id: str, reason: str) -> Deadline:
    if not reason.strip():
        raise UserError("deadline-reason")
    return _open(uow, deadline_id)


def _open(uow: UnitOfWork, deadline_id: str) -> Deadline:
    deadline = uow.get(Deadline, deadline_id)
    if deadline is None:
        raise UserError("no-such-deadline")
    if deadline.done_on is not None:
        raise UserError("deadline-done")
    return deadline


def _event(
    desk: Desk, uow: UnitOfWork, deadline: Deadline, kind: EventKind, on: dt.date, reason: str, after: dt.date
) -> None:
    if deadline.original_due_on is None:
        deadline.original_due_on = deadline.due_on
    uow.add(DeadlineEvent(new_id(), deadline.id, kind, on, reason.strip(), desk.actor.name, deadline.due_on, after))


def _state(due_on: dt.date, done_on: dt.date | None, stopped_on: dt.date | None, day: dt.date) -> str:
    if done_on is not None:
        return "met"
    if stopped_on is not None:
        return "stopped"
    if due_on < day:
        return "late"
    return "soon" if due_on <= day + SOON else "coming"


def _step_clocks(
    desk: Desk, uow: UnitOfWork, cases: dict[str, Case], people: dict[str, str], day: dt.date
) -> Iterable[ClockRow]:
    steps = {step.id: step for step in uow.all(Step)}
    events: dict[str, list[DeadlineEvent]] = {}
    for event in uow.all(DeadlineEvent):
        events.setdefault(event.deadline_id, []).append(event)
    say = desk.translator.text
    for deadline in uow.all(Deadline):
        step = steps.get(deadline.subject_id)
        case = cases.get(step.case_id if step else deadline.subject_id)
        if case is None:
            continue
        owner = deadline.responsible_id or case.responsible_id
        yield ClockRow(
            id=deadline.id,
            kind="step",
            what=say(deadline.what),
            about=say(STEPS[step.kind]) if step else case.title,
            case_number=case.number,
            due_on=deadline.due_on,
            rule=say(CLOCKS[deadline.rule]) if deadline.rule in CLOCKS else deadline.rule,
            source=deadline.source,
            arithmetic=arithmetic(desk, deadline, events.get(deadline.id, ())),
            state=_state(deadline.due_on, deadline.done_on, deadline.stopped_on, day),
            original_due_on=deadline.original_due_on,
            stopped_on=deadline.stopped_on,
            done_on=deadline.done_on,
            done_note=deadline.done_note,
            responsible=people.get(owner or "", ""),
            responsible_id=owner,
            page="cases",
            key=case.number,
            subject=deadline.subject_id,
        )


def _report_clocks(desk: Desk, uow: UnitOfWork, cases: dict[str, Case], day: dt.date) -> Iterable[ClockRow]:
    """Yield the deadline of each region asked whose joint report is not received."""
    from koorddesk.services.report_clocks import joint_received_on

    by_announcement = {case.announcement_id: case for case in cases.values()}
    say = desk.translator.text
    for announcement in uow.all(Announcement, historical=False):
        case = by_announcement.get(announcement.id)
        for asked in uow.all(AnnouncementRegion, announcement_id=announcement.id):
            received = joint_received_on(uow, announcement.id, asked.region_id)
            region = uow.get(Authority, asked.region_id)
            off = day_off(desk.translator, asked.due_on)
            moved = asked.original_due_on
            parts = [
                _moved(desk, moved, asked.due_on, asked.extension_reason) if moved else "",
                say(
                    N_("%(due)s is a day off (%(what)s); the deadline is not moved for that"),
                    due=desk.translator.long_date(asked.due_on),
                    what=off,
                )
                if off
                else "",
                say(N_("locked since %(day)s"), day=desk.translator.long_date(asked.locked_on))
                if asked.locked_on
                else "",
            ]
            yield ClockRow(
                id=asked.id,
                kind="report",
                what=say(N_("joint report from %(region)s"), region=region.name if region else ""),
                about=announcement.title,
                case_number=case.number if case else "",
                due_on=asked.due_on,
                rule=say(CLOCKS["set-in-announcement"]),
                source="",
                arithmetic="; ".join(filter(None, parts)),
                state=_state(asked.due_on, received, None, day),
                original_due_on=moved,
                stopped_on=None,
                done_on=received,
                done_note="",
                responsible="",
                responsible_id=case.responsible_id if case else None,
                page="announcements",
                key=announcement.code,
                subject=asked.region_id,
            )


def _moved(desk: Desk, before: dt.date, after: dt.date, reason: str) -> str:
    return desk.translator.text(
        N_("moved from %(before)s to %(after)s: %(reason)s"),
        before=desk.translator.long_date(before),
        after=desk.translator.long_date(after),
        reason=reason,
    )


def _task_clocks(
    desk: Desk, uow: UnitOfWork, cases: dict[str, Case], people: dict[str, str], day: dt.date
) -> Iterable[ClockRow]:
    entries = {entry.id: entry for entry in uow.all(DialogueEntry)}
    for task in uow.all(Task):
        entry = entries.get(task.subject_id)
        case = cases.get((entry.case_id if entry else task.subject_id) or "")
        if task.due_on is None:
            continue
        yield ClockRow(
            id=task.id,
            kind="task",
            what=task.text,
            about=entry.title if entry else "",
            case_number=case.number if case else "",
            due_on=task.due_on,
            rule=desk.translator.text(N_("agreed")),
            source="",
            arithmetic="",
            state=_state(task.due_on, task.done_on, None, day),
            original_due_on=None,
            stopped_on=None,
            done_on=task.done_on,
            done_note=task.done_note,
            responsible=people.get(task.responsible_id or "", ""),
            responsible_id=task.responsible_id,
            page="dialogue",
            key=task.subject_id,
        )


def _review_clocks(desk: Desk, uow: UnitOfWork, day: dt.date) -> Iterable[ClockRow]:
    for reason in uow.all(CriterionReason):
        if reason.review_on is None:
            continue
        title = title_on(uow.all(TargetGroupTitle, group_id=reason.group_id), day)
        yield ClockRow(
            id=reason.id,
            kind="review",
            what=desk.translator.text(N_("look at the target group's criterion again")),
            about=title,
            case_number="",
            due_on=reason.review_on,
            rule=desk.translator.text(N_("set with the criterion")),
            source="",
            arithmetic="",
            state=_state(reason.review_on, None, None, day),
            original_due_on=None,
            stopped_on=None,
            done_on=None,
            done_note="",
            responsible="",
            responsible_id=None,
            page="target-groups",
            key=reason.group_id,
        )
