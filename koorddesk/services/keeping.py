"""Looking after the store: undo and redo in words, integrity, backup, and what waits today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.chain import Case
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.domain.reports import Submission, SubmissionState
from koorddesk.i18n import N_
from koorddesk.services.announcements import status
from koorddesk.services.backups import copy_to
from koorddesk.services.clocks import reminders
from koorddesk.services.filing import not_journalised
from koorddesk.services.monitoring import list_signals
from koorddesk.services.people import own_id
from koorddesk.store.engine import Changes, Store

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.store.history import ChangeSummary


_MOST_SIGNALS = 12  # more would bury what has a date


@dataclass(frozen=True)
class TodayRow:
    """One thing that waits for the caseworker; ``page`` and ``key`` say where it opens.

    ``count`` is how many things of its kind the line stands for.
    """

    kind: str
    text: str
    when: dt.date | None
    page: str
    key: str
    count: int = 1


def undo(desk: Desk) -> Changes:
    """Take back the last change set; raises Conflict with a sentence where that is not allowed."""
    return desk.store.undo()


def undo_steps(desk: Desk, limit: int = 12) -> list[str]:
    """Return in words what undo would take back step by step, the next one first."""
    return [change.summary.text(desk.translator) for change in desk.store.undo_list(limit)]


def undo_many(desk: Desk, steps: int) -> Changes:
    """Take back the last change sets one by one; what is taken back before a conflict stays taken back."""
    kinds: dict[str, tuple[str, ...]] = {}
    last = ""
    for _ in range(steps):
        changes = desk.store.undo()
        last = changes.change_set_id
        for kind, ids in changes.kinds.items():
            kinds[kind] = tuple(dict.fromkeys((*kinds.get(kind, ()), *ids)))
    return Changes(last, kinds)


def redo(desk: Desk) -> Changes:
    """Bring back what was taken back last."""
    return desk.store.redo()


def next_undo(desk: Desk) -> str | None:
    """Return what undo would take back, in words, or None."""
    return _words(desk, desk.store.next_undo())


def next_redo(desk: Desk) -> str | None:
    """Return what redo would bring back, in words, or None."""
    return _words(desk, desk.store.next_redo())


def check_store(desk: Desk) -> list[str]:
    """Return what is wrong with the store, its history and its documents, a sentence each; empty when all is well."""
    return [problem.message(desk.translator) for problem in desk.store.check()]


def backup(desk: Desk, target: Path) -> None:
    """Write a verified copy of the store, where the organisation allows that."""
    copy_to(desk.settings, desk.store.path, target)


def restore(source: Path, target: Path) -> None:
    """Put a verified copy in the place of a store; the store that was there is kept beside it."""
    Store.restore(source, target)


_LETTERS_WAIT = {
    LetterState.DRAFT: (
        N_("One letter of case %(case)s waits for approval"),
        N_("%(count)d letters of case %(case)s wait for approval"),
    ),
    LetterState.FROZEN: (
        N_("One letter of case %(case)s is approved and not sent"),
        N_("%(count)d letters of case %(case)s are approved and not sent"),
    ),
}
_ANSWERED = (SubmissionState.ACCEPTED.value, SubmissionState.RECEIVED.value, SubmissionState.RETURNED_IN_PART.value)


def today_items(desk: Desk) -> list[TodayRow]:
    """Return what waits: late reports, held submissions, letters to approve, deadlines, what is not journalised."""
    say = desk.translator.text
    rows: list[TodayRow] = []
    with desk.store.reader() as uow:
        held = uow.all(Submission, state=SubmissionState.HELD)
        rows += [
            TodayRow(
                "held",
                say(N_("%(file)s is held, errors: %(errors)d"), file=known.file_name, errors=known.errors),
                known.received_on,
                "intake",
                known.id,
            )
            for known in held
        ]
        cases = {case.id: case for case in uow.all(Case)}
        waiting: dict[tuple[LetterState, str], list[Letter]] = {}
        for letter in uow.all(Letter, state=list(_LETTERS_WAIT)):
            waiting.setdefault((letter.state, letter.case_id), []).append(letter)
        rows += [
            TodayRow(
                "letter",
                desk.translator.plural(*_LETTERS_WAIT[state], len(letters), case=cases[case_id].number),
                letters[0].dated,
                "letters",
                letters[0].id,
                len(letters),
            )
            for (state, case_id), letters in waiting.items()
        ]
        codes = [known.code for known in uow.all(Announcement, historical=False)]
    rows += [
        TodayRow(
            "deadline",
            say(N_("%(what)s, case %(case)s"), what=row.what, case=row.case_number)
            if row.case_number
            else f"{row.what}: {row.about}",
            row.due_on,
            row.page,
            row.key,
        )
        for row in reminders(desk, person_id=own_id(desk))
        if row.kind != "report"
    ]
    waiting_for_journal = not_journalised(desk)
    if waiting_for_journal:
        rows.append(
            TodayRow(
                "journal",
                desk.translator.plural(
                    "One document is not journalised",
                    "%(count)d documents are not journalised",
                    len(waiting_for_journal),
                ),
                waiting_for_journal[0].dated,
                "deadlines",
                "journal",
                len(waiting_for_journal),
            )
        )
    for code in codes:
        for region in status(desk, code).regions:
            # The joint answer is the region's own: with it nobody in the region is reminded any more.
            if region.late and region.joint.state not in _ANSWERED:
                rows.append(
                    TodayRow(
                        "late",
                        say(
                            N_("%(code)s: late reports from %(region)s: %(count)d"),
                            code=code,
                            count=region.late,
                            region=region.name,
                        ),
                        region.due_on,
                        "reports",
                        code,
                        region.late,
                    )
                )
    rows += _signals(desk)
    return sorted(rows, key=lambda row: (row.when or dt.date.max, row.text))


def _signals(desk: Desk) -> list[TodayRow]:
    """Return a line for each signal of the monitoring track, or one for all of them where they are many."""
    found = list_signals(desk)
    if len(found) > _MOST_SIGNALS:
        sentence = desk.translator.text(N_("%(count)d signals about target groups and offers"), count=len(found))
        return [TodayRow("signal", sentence, None, "offers", "signals", len(found))]
    return [TodayRow("signal", signal.message, None, "offers", f"signals/{signal.id}") for signal in found]


def _words(desk: Desk, change: ChangeSummary | None) -> str | None:
    return change.summary.text(desk.translator) if change is not None else None
