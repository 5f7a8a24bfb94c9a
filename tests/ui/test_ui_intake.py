"""The intake from a drop to a decision, driven as a caseworker drives it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, dialog_of, settle, submission_file

from koorddesk.domain.reports import SubmissionState
from koorddesk.findings import Severity
from koorddesk.services import queries, returning
from koorddesk.services.desk import Desk
from koorddesk.services.intake import IntakeOptions
from ui.dialogs.correct import CorrectDialog
from ui.dialogs.import_files import ImportDialog
from ui.dialogs.reason import ReasonDialog
from ui.main_window import MainWindow
from ui.pages.intake import IntakePage

RECEIVED = dt.date(2025, 10, 14)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> IntakePage:
    shown = window.show_page("intake")
    assert isinstance(shown, IntakePage)
    settle(qtbot, window)
    return shown


def states(page: IntakePage) -> dict[str, str]:
    return {row.file: row.state for row in page.view._rows.rows}


def drop(window: MainWindow, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = QPointF(400, 300)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys))
    window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))


def test_shows_what_was_received_with_form_and_findings(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    assert states(page) == {
        "Faxe_indberetning.xlsx": "accepted",
        "Vordingborg_indberetning.xlsx": "held",
        "Stevns_indberetning.xlsx": "accepted",
    }
    held = page.view.current()
    assert held is not None
    assert held.file == "Vordingborg_indberetning.xlsx"  # what needs a hand stands first
    finding = page.review.findings.current()
    assert finding is not None
    assert finding.severity is Severity.ERROR
    assert page.review.sheet.current == (finding.sheet, finding.cell)
    assert finding.label in page.review.sheet.strip_text


def test_a_drop_is_asked_about_once_and_stores_nothing(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    window.show_page("today")
    drop(window, [submission_file("Lejre"), submission_file("Lolland")])
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))
    dialog = dialog_of(window, ImportDialog)
    assert window.page is page
    dialog.received.set_day(RECEIVED)
    assert dialog.options() == IntakeOptions(RECEIVED, ANNOUNCEMENT, None)
    dialog.accept()
    settle(qtbot, window)
    assert states(page)["Lejre_indberetning.xlsx"] == "ready"
    assert len(queries.submissions(window.place.desk)) == 3
    assert "2 " in page._bar.text


def test_taking_in_is_one_step_that_undo_takes_back(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    page.read_files([submission_file("Lejre"), submission_file("Lolland")], IntakeOptions(RECEIVED, ANNOUNCEMENT))
    settle(qtbot, window)
    qtbot.mouseClick(page._bar.take_in, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    stored = queries.submissions(window.place.desk)
    assert {row.received_on for row in stored if row.file_name.startswith("L")} == {RECEIVED}
    assert len(stored) == 5
    assert "2" in window.actions_table["undo"].text()
    window.actions_table["undo"].trigger()
    settle(qtbot, window)
    assert len(queries.submissions(window.place.desk)) == 3
    assert len(states(page)) == 3
    window.actions_table["redo"].trigger()
    settle(qtbot, window)
    assert len(states(page)) == 5


def test_a_file_is_held_before_it_is_taken_in(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    page.read_files([submission_file("Lejre")], IntakeOptions(RECEIVED, ANNOUNCEMENT))
    settle(qtbot, window)
    qtbot.mouseClick(page._bar.hold_one, Qt.MouseButton.LeftButton)
    assert states(page)["Lejre_indberetning.xlsx"] == "held"
    page.take_in()
    settle(qtbot, window)
    row = next(row for row in queries.submissions(window.place.desk) if row.file_name.startswith("Lejre"))
    assert row.state is SubmissionState.HELD


def test_leaving_what_was_read_stores_nothing(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    page.read_files([submission_file("Lejre")], IntakeOptions(RECEIVED, ANNOUNCEMENT))
    settle(qtbot, window)
    qtbot.mouseClick(page._bar.discard, Qt.MouseButton.LeftButton)
    assert len(states(page)) == 3
    assert len(queries.submissions(window.place.desk)) == 3


def test_an_unknown_sender_is_answered_and_the_file_read_anew(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(submission_file("Lejre"))
    book["Indberetningsskema"]["D18"] = None
    unnamed = tmp_path / "svar.xlsx"
    book.save(unnamed)
    page.read_files([unnamed], IntakeOptions(RECEIVED, ANNOUNCEMENT))
    settle(qtbot, window)
    row = page.view.current()
    assert row is not None
    assert row.sender == ""
    assert page._ask.isVisible()
    page._ask.answer_sender("0350")
    settle(qtbot, window)
    row = page.view.current()
    assert row is not None
    assert row.sender == "Lejre"
    page.take_in()
    settle(qtbot, window)
    stored = next(row for row in queries.submissions(window.place.desk) if row.file_name == "svar.xlsx")
    assert (stored.sender_code, stored.how_sender) == ("0350", "asked")


def test_a_protected_file_is_refused_and_says_why(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    page.read_files([submission_file("beskyttet")], IntakeOptions(RECEIVED, ANNOUNCEMENT))
    settle(qtbot, window)
    row = page.view.current()
    assert row is not None
    assert row.state == "refused"
    finding = page.review.findings.current()
    assert finding is not None
    assert finding.message
    assert not window.place.notifier.errors  # type: ignore[attr-defined]


def test_returning_needs_a_reason_and_keeps_it(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    qtbot.mouseClick(page._bar.send_back, Qt.MouseButton.LeftButton)
    dialog = dialog_of(window, ReasonDialog)
    assert not dialog.verb.isEnabled()
    qtbot.keyClicks(dialog.reason, "Afsender og filnavn passer ikke sammen")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    settle(qtbot, window)
    row = next(row for row in queries.submissions(window.place.desk) if row.file_name.startswith("Vording"))
    assert row.state is SubmissionState.RETURNED
    history = queries.history(window.place.desk, row.id)
    assert history[-1].reason == "Afsender og filnavn passer ikke sammen"
    assert window.place.memory.last_texts("reasons/returned") == ["Afsender og filnavn passer ikke sammen"]


def test_copies_with_findings_are_written(qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path) -> None:
    row = next(row for row in page.view._rows.rows if row.file.startswith("Vording"))
    page.write_copies([row.key], tmp_path)
    settle(qtbot, window)
    assert window.place.notifier.errors == []  # type: ignore[attr-defined]
    book = openpyxl.load_workbook(tmp_path / row.file)
    assert len(book.sheetnames) == 2
    told = " ".join(str(cell.value) for line in book[book.sheetnames[-1]].iter_rows() for cell in line if cell.value)
    assert "Vordingborg" in told


def test_stopping_the_copies_leaves_none_behind(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kopier"
    folder.mkdir()
    (folder / "andet.txt").write_text("står her i forvejen")
    written: list[list[Path]] = []
    real = returning.return_submission

    def write_and_stop(desk: Desk, submission_id: str, where: Path) -> list[Path]:
        written.append(real(desk, submission_id, where))
        for job in window.place.jobs.running:
            job.cancel()
        return written[-1]

    monkeypatch.setattr(returning, "return_submission", write_and_stop)
    page.write_copies([row.key for row in page.view.shown_rows], folder)
    settle(qtbot, window)
    assert len(written) == 1
    assert written[0]
    assert [path.name for path in folder.iterdir()] == ["andet.txt"]
    assert [job.outcome for job in window.place.jobs.past][-1] == "cancelled"


def test_f8_walks_the_findings_and_the_form_follows(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    page.read_files([submission_file("Herning")], IntakeOptions(RECEIVED, ANNOUNCEMENT))
    settle(qtbot, window)
    seen = []
    for _ in range(3):
        window.actions_table["next-finding"].trigger()
        finding = page.review.findings.current()
        assert finding is not None
        seen.append(finding.number)
        if finding.cell:
            assert page.review.sheet.current == (finding.sheet, finding.cell)
    assert len(set(seen)) == 3
    window.actions_table["previous-finding"].trigger()
    current = page.review.findings.current()
    assert current is not None
    assert current.number == seen[1]


def test_a_warning_is_accepted_with_a_reason(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    page.read_files([submission_file("Herning")], IntakeOptions(RECEIVED, ANNOUNCEMENT))
    settle(qtbot, window)
    page.take_in()
    settle(qtbot, window)
    row = next(row for row in queries.submissions(window.place.desk) if row.file_name.startswith("Herning"))
    assert row.open_warnings
    page.view.choose(row.id)
    settle(qtbot, window)
    panel = page.review.findings
    panel.view.choose_position(
        next(n for n, known in enumerate(panel._model.rows) if known.severity is Severity.WARNING)
    )
    window.actions_table["accept-warning"].trigger()
    dialog = dialog_of(window, ReasonDialog)
    qtbot.keyClicks(dialog.reason, "Bekræftet telefonisk")
    dialog.accept()
    settle(qtbot, window)
    after = next(known for known in queries.submissions(window.place.desk) if known.id == row.id)
    assert after.open_warnings == row.open_warnings - 1
    current = panel.current()
    assert current is not None
    assert (current.accepted, current.accepted_reason) == (True, "Bekræftet telefonisk")


def test_a_value_is_corrected_and_what_was_sent_stays(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    window.actions_table["correct"].trigger()
    dialog = dialog_of(window, CorrectDialog)
    assert not dialog.verb.isEnabled()
    finding = page.review.findings.current()
    assert finding is not None
    before = page.review.answer_at(finding.sheet, finding.cell)
    assert before is not None
    dialog.value.setText("Vordingborg Kommune")
    dialog.reason.setText("Oplyst af kommunen")
    assert dialog.verb.isEnabled()
    dialog.accept()
    settle(qtbot, window)
    assert not window.place.notifier.errors  # type: ignore[attr-defined]
    answer = page.review.answer_at(finding.sheet, finding.cell)
    assert answer is not None
    assert answer.raw == before.raw
    assert answer.corrected


def test_text_fields_leave_dropped_files_to_the_window(qtbot: QtBot, window: MainWindow) -> None:
    for key in ("intake", "assessment", "reports"):
        window.show_page(key)
    settle(qtbot, window)
    takers = [
        field
        for kind in (QLineEdit, QPlainTextEdit)
        for field in window.findChildren(kind)
        if field.acceptDrops()
        and not field.isReadOnly()
        and field.parent().metaObject().className() not in ("DateField", "QComboBox")
    ]
    assert takers == []
