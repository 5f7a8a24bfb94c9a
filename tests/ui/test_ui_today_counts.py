"""Each count of the front page is the number of rows that wait in the list it opens."""

from __future__ import annotations

import datetime as dt

import pytest
from pytestqt.qtbot import QtBot
from ui_chain import go
from ui_doubles import ANNOUNCEMENT, settle

from koorddesk.domain.chain import StepKind
from koorddesk.domain.letters import LetterState
from koorddesk.services import announcements, cases, chain, demo_offers, letters
from koorddesk.services.chain import StepDraft
from koorddesk.services.late_reports import draft_reminders
from ui.main_window import MainWindow
from ui.widgets.table_view import TableView

_WAITING_LETTERS = (LetterState.DRAFT, LetterState.FROZEN)


@pytest.fixture
def busy(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window in which everything waits: held and late reports, drafts, a deadline, the journal, signals."""
    desk = window.place.desk
    draft_reminders(desk, ANNOUNCEMENT)
    demo_offers.add_offers(desk)
    number = next(row.case_number for row in letters_of(window))
    draft = StepDraft(
        StepKind.STATUS_REQUEST, desk.today(), text="at oplyse status", deadline=desk.today() + dt.timedelta(days=7)
    )
    chain.take_step(desk, number, draft, {row.code: "Aftalt" for row in chain.checklist(desk, number, draft)})
    window.place.use_settings(desk.settings)
    settle(qtbot, window)
    return window


def letters_of(window: MainWindow) -> list[letters.LetterRow]:
    from koorddesk.services.queries import letters as stored

    return stored(window.place.desk)


def opened_by(qtbot: QtBot, window: MainWindow, kind: str) -> tuple[int, str]:
    """Press a count, and return it with the page it opened."""
    today = go(qtbot, window, "today")
    today.refresh()
    settle(qtbot, window)
    button = today._counts[kind]
    assert button.isEnabled(), kind
    count = int(button.text().rpartition(": ")[2])
    button.click()
    settle(qtbot, window)
    return count, window.page_key


def shown(view: TableView) -> list:
    return list(view._rows.rows)


def test_every_count_is_that_of_the_list_it_opens(qtbot: QtBot, busy: MainWindow) -> None:
    count, page = opened_by(qtbot, busy, "held")
    assert (count, page) == (sum(row.state == "held" for row in shown(busy.page.view)), "intake")
    count, page = opened_by(qtbot, busy, "letter")
    assert (count, page) == (sum(row.state in _WAITING_LETTERS for row in shown(busy.page.view)), "letters")
    count, page = opened_by(qtbot, busy, "journal")
    assert (count, page) == (len(shown(busy.page.journal.view)), "deadlines")
    count, page = opened_by(qtbot, busy, "deadline")
    soon = busy.place.desk.today() + dt.timedelta(days=14)
    rows = [row for row in shown(busy.page.list.view) if row.kind != "report" and row.due_on and row.due_on <= soon]
    assert (count, page) == (len(rows), "deadlines")
    count, page = opened_by(qtbot, busy, "signal")
    assert (count, page) == (len(shown(busy.page.signals.view)), "offers")
    count, page = opened_by(qtbot, busy, "late")
    late = [row for row in announcements.status(busy.place.desk, ANNOUNCEMENT).rows if row.late]
    assert (count, page) == (len(late), "reports")


def test_a_region_whose_joint_answer_is_in_is_counted_nowhere_as_late(qtbot: QtBot, busy: MainWindow) -> None:
    from koorddesk.domain.announcements import AnnouncementRegion
    from koorddesk.domain.authorities import Authority
    from koorddesk.domain.reports import Submission, SubmissionState

    desk = busy.place.desk
    assert any(row.kind == "late" for row in go(qtbot, busy, "today")._model.all_rows)
    with desk.store.unit_of_work() as uow:
        asked = uow.all(AnnouncementRegion)[0]
        region = uow.get(Authority, asked.region_id)
        answer = uow.all(Submission, state=SubmissionState.ACCEPTED)[0]
        answer.sender_id = region.id
        uow.commit(cases.Summary("et svar fra regionen", {}))
    today = go(qtbot, busy, "today")
    today.refresh()
    settle(qtbot, busy)
    assert not any(row.kind == "late" for row in today._model.all_rows)
