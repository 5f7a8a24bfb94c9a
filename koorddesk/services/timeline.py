"""One readable timeline of a case: its steps, documents, letters, notes, clocks and approvals, in order of the days.

What has no known day stands where the chain puts it: after the step before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import RecordedDate
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import PartyRole, PassedPrecondition, Step, StepOffer, StepParty
from koorddesk.domain.deadlines import Deadline, DeadlineEvent, EventKind
from koorddesk.domain.dialogue import DialogueEntry, EntryDocument
from koorddesk.domain.documents import Approval, CaseNote, Document
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.i18n import N_
from koorddesk.services.case_lookup import case_by_number
from koorddesk.services.chain_words import CHECKS, DIRECTIONS, DOCUMENTS, NOTES
from koorddesk.services.dialogue import KINDS
from koorddesk.services.grounds import grounds_of, led_to, step_day, step_title, step_words
from koorddesk.services.register_lookup import standing_in_for
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class TimelineRow:
    """One event of a case as a sentence; ``day`` None where only ``when`` is known.

    ``kind`` is "step", "document", "letter", "note", "clock", "approval" or "dialogue"; ``key`` is the record's id.
    """

    day: dt.date | None
    when: str
    kind: str
    title: str
    text: str
    who: str
    source: str
    key: str


@dataclass(frozen=True)
class StepDetail:
    """One step with everything about it: whom it addresses now and then, its offers, what was passed, its sources.

    ``grounds`` is what it rests on, ``led_to`` the steps of other cases that rest on it.
    """

    id: str
    kind: str
    title: str
    when: str
    text: str
    reason: str
    addressees: tuple[str, ...]
    offers: tuple[str, ...]
    passed: tuple[str, ...]
    dates: tuple[str, ...]
    follows: str
    grounds: tuple[str, ...]
    led_to: tuple[str, ...]
    ended: str
    overtaken: bool


def timeline(desk: Desk, case_number: str) -> list[TimelineRow]:
    """Return everything that happened on a case, oldest first."""
    with desk.store.reader() as uow:
        case = case_by_number(uow, case_number)
        steps = sorted(uow.all(Step, case_id=case.id), key=lambda step: step.position)
        placed: list[tuple[tuple[dt.date, int, int], TimelineRow]] = []
        last = dt.date.min
        for step in steps:
            last = max(last, step.taken_on or last)
            day = step.taken_on or last
            placed.append(((day, 0, step.position), _step_row(desk, uow, step)))
            placed += [((row.day or day, 1, step.position), row) for row in _of_step(desk, uow, step)]
        others = [*_documents(desk, uow.all(Document, case_id=case.id)), *_letters(desk, uow, case.id)]
        others += [*_notes(desk, uow, case.id), *_dialogue(desk, uow, case.id)]
        placed += [((row.day or last, 2, len(placed)), row) for row in others]
    return [row for _, row in sorted(placed, key=lambda item: item[0])]


def step_detail(desk: Desk, step_id: str, on: dt.date | None = None) -> StepDetail | None:
    """Return one step with everything about it, its addressees under the names they have on a day; None if gone."""
    day = on or desk.today()
    with desk.store.reader() as uow:
        step = uow.get(Step, step_id)
        if step is None:
            return None
        say = desk.translator.text
        passed = uow.all(PassedPrecondition, step_id=step.id)
        act = uow.get(Step, step.follows_id) if step.follows_id else None
        ended_by = uow.get(Step, step.ended_by) if step.ended_by else None
        return StepDetail(
            id=step.id,
            kind=step.kind.value,
            title=step_title(desk, step),
            when=step_day(desk, step),
            text=step.what_is_asked,
            reason=step.reason,
            addressees=tuple(_addressees(desk, uow, step, day)),
            offers=tuple(_offers(desk, uow, step)),
            passed=tuple(
                f"{say(CHECKS[known.code], detail='-') if known.code in CHECKS else known.code}: {known.reason}"
                for known in passed
            ),
            dates=tuple(
                f"{known.text} ({known.source})"
                for known in sorted(uow.all(RecordedDate, subject_id=step.id), key=lambda known: known.text)
            ),
            follows=step_words(desk, act) if act else "",
            grounds=tuple(grounds_of(desk, uow, step)),
            led_to=tuple(led_to(desk, uow, step)),
            ended=step_words(desk, ended_by) if ended_by else "",
            overtaken=step.overtaken_by is not None,
        )


def _step_row(desk: Desk, uow: UnitOfWork, step: Step) -> TimelineRow:
    say = desk.translator.text
    region = uow.get(Authority, step.region_id) if step.region_id else None
    parts = [
        region.name if region else "",
        ", ".join(_addressees(desk, uow, step, step.taken_on or desk.today())),
        ", ".join(_offers(desk, uow, step)),
        step.what_is_asked,
        step.reason,
        say(N_("put on record afterwards")) if step.recorded else "",
        say(N_("ended on %(day)s"), day=desk.translator.date(step.ended_on)) if step.ended_on else "",
        say(N_("overtaken by a later conclusion")) if step.overtaken_by else "",
    ]
    return TimelineRow(
        day=step.taken_on,
        when=step_day(desk, step),
        kind="step",
        title=step_title(desk, step),
        text=". ".join(part.rstrip(".") for part in parts if part),
        who=step.taken_by,
        source=step.source,
        key=step.id,
    )


def _addressees(desk: Desk, uow: UnitOfWork, step: Step, day: dt.date) -> Iterator[str]:
    """Yield whom a step concerns; an authority that is gone by the day is shown with its successor."""
    parties = sorted(uow.all(StepParty, step_id=step.id), key=lambda party: party.position)
    for party in parties:
        heir = standing_in_for(uow, party.authority_id, day) if party.authority_id else None
        if heir is not None and heir.id != party.authority_id:
            yield desk.translator.text(
                N_("%(name)s (now %(successor)s)"), name=party.name, successor=heir.official_name
            )
        elif party.role is PartyRole.REGION and heir is not None:
            yield heir.name
        else:
            yield party.name


def _offers(desk: Desk, uow: UnitOfWork, step: Step) -> Iterator[str]:
    for offer in sorted(uow.all(StepOffer, step_id=step.id), key=lambda offer: offer.position):
        parts = [offer.why, offer.operator]
        if offer.terminated_on:
            day = desk.translator.date(offer.terminated_on)
            parts.append(desk.translator.text(N_("agreement terminated on %(day)s"), day=day))
        more = "; ".join(filter(None, parts))
        yield f"{offer.name} ({more})" if more else offer.name


def _of_step(desk: Desk, uow: UnitOfWork, step: Step) -> Iterator[TimelineRow]:
    say, date = desk.translator.text, desk.translator.date
    for known in uow.all(PassedPrecondition, step_id=step.id):
        text = say(CHECKS[known.code], detail="-") if known.code in CHECKS else known.code
        title = say(N_("taken although this does not hold: %(text)s"), text=text)
        yield TimelineRow(
            step.taken_on, step_day(desk, step), "note", title, known.reason, known.passed_by, "", known.id
        )
    for approval in uow.all(Approval, subject_id=step.id):
        title = say(N_("%(step)s approved"), step=step_title(desk, step))
        number = say(N_("document %(number)s"), number=approval.document_number) if approval.document_number else ""
        yield TimelineRow(
            approval.approved_on,
            date(approval.approved_on),
            "approval",
            title,
            ". ".join(filter(None, (number, approval.note))),
            approval.approved_by,
            "",
            approval.id,
        )
    for deadline in uow.all(Deadline, subject_id=step.id):
        yield from _clock(desk, uow, deadline)


def _clock(desk: Desk, uow: UnitOfWork, deadline: Deadline) -> Iterator[TimelineRow]:
    say, date = desk.translator.text, desk.translator.date
    what = say(deadline.what)
    words = {
        EventKind.EXTENDED: N_("deadline moved to %(date)s: %(what)s"),
        EventKind.STOPPED: N_("deadline stopped (%(date)s): %(what)s"),
        EventKind.RESUMED: N_("deadline runs again, to %(date)s: %(what)s"),
    }
    for event in uow.all(DeadlineEvent, deadline_id=deadline.id):
        title = say(words[event.kind], date=date(event.due_after), what=what)
        yield TimelineRow(event.on, date(event.on), "clock", title, event.reason, event.by, "", event.id)
    if deadline.done_on is not None:
        title = say(N_("deadline done: %(what)s"), what=what)
        yield TimelineRow(
            deadline.done_on, date(deadline.done_on), "clock", title, deadline.done_note, "", "", deadline.id
        )
    else:
        title = say(N_("deadline: %(what)s"), what=what)
        yield TimelineRow(deadline.due_on, date(deadline.due_on), "clock", title, "", "", deadline.source, deadline.id)


def _dialogue(desk: Desk, uow: UnitOfWork, case_id: str) -> Iterable[TimelineRow]:
    for entry in uow.all(DialogueEntry, case_id=case_id):
        when = desk.translator.date(entry.held_on) if entry.held_on else ""
        title = desk.translator.text(KINDS[entry.kind])
        text = ". ".join(filter(None, (entry.title, entry.organisation, entry.concern)))
        yield TimelineRow(entry.held_on, when, "dialogue", title, text, entry.entered_by, entry.source, entry.id)
        yield from _documents(desk, uow.all(EntryDocument, entry_id=entry.id))


def _documents(desk: Desk, documents: Iterable[Document | EntryDocument]) -> Iterable[TimelineRow]:
    say = desk.translator.text
    for document in documents:
        title = f"{say(DOCUMENTS[document.kind])} ({say(DIRECTIONS[document.direction])})"
        number = say(N_("document %(number)s"), number=document.document_number) if document.document_number else ""
        text = ". ".join(filter(None, (document.theme, document.party, number)))
        when = desk.translator.date(document.dated) if document.dated else ""
        yield TimelineRow(
            document.dated,
            when,
            "document",
            title,
            text,
            document.registered_by,
            document.source if isinstance(document, Document) else "",
            document.id,
        )


def _letters(desk: Desk, uow: UnitOfWork, case_id: str) -> Iterable[TimelineRow]:
    for letter in uow.all(Letter, case_id=case_id):
        if letter.state in (LetterState.DISPATCHED, LetterState.JOURNALISED):
            day = letter.dispatched_on or letter.dated
            title = desk.translator.text(
                N_("letter %(number)d sent to %(recipient)s"), number=letter.number, recipient=letter.recipient_name
            )
            yield TimelineRow(
                day, desk.translator.date(day), "letter", title, letter.title, letter.approved_by, "", letter.id
            )


def _notes(desk: Desk, uow: UnitOfWork, case_id: str) -> Iterable[TimelineRow]:
    for note in sorted(uow.all(CaseNote, case_id=case_id), key=lambda note: note.written_at):
        day = note.written_at.date()
        title = desk.translator.text(NOTES[note.kind])
        title = f"{title}: {note.party}" if note.party else title
        yield TimelineRow(day, desk.translator.date(day), "note", title, note.text, note.written_by, "", note.id)
