"""Mails, virtual files, documents and typed answers at the intake, driven as a caseworker drives them."""

from __future__ import annotations

import datetime as dt
import struct
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QTableWidgetItem
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, dialog_of, settle, submission_file

from koorddesk.domain.reports import SubmissionState
from koorddesk.services import queries, submission_rows
from koorddesk.services.intake import IntakeOptions
from tests.helpers.mails import eml, zipped
from ui.dialogs.documents import DocumentsDialog
from ui.dialogs.import_files import ImportDialog
from ui.dialogs.note import NoteDialog
from ui.dialogs.parts import PartsDialog
from ui.dialogs.type_in import TypeInDialog
from ui.main_window import MainWindow
from ui.pages.intake import IntakePage
from ui.widgets.virtual_files import CONTENTS, NAMES

RECEIVED = dt.date(2025, 10, 16)
OPTIONS = IntakeOptions(RECEIVED, ANNOUNCEMENT)
SHEET = "Indberetningsskema"


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> IntakePage:
    shown = window.show_page("intake")
    assert isinstance(shown, IntakePage)
    settle(qtbot, window)
    return shown


def form(name: str) -> bytes:
    return submission_file(name).read_bytes()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def outlook_drag(files: list[tuple[str, bytes]]) -> QMimeData:
    """What Qt hands on of a drag out of Outlook on Windows."""
    descriptor = struct.pack("<I", len(files))
    data = QMimeData()
    for index, (name, content) in enumerate(files):
        descriptor += bytes(72) + name.encode("utf-16-le").ljust(520, b"\0")
        if content:
            data.setData(f"{CONTENTS};index={index}", content)
    data.setData(NAMES, descriptor)
    return data


def drop(window: MainWindow, data: QMimeData) -> bool:
    where, buttons, keys = QPointF(400, 300), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys)
    entered.ignore()
    window.dragEnterEvent(entered)
    window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))
    return entered.isAccepted()


def test_files_dragged_out_of_outlook_are_read(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    files = [("Lejre.xlsx", form("Lejre")), ("..\\Lejre.xlsx", form("Køge")), ("svar.msg", b"")]
    assert drop(window, outlook_drag(files))
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))
    dialog = dialog_of(window, ImportDialog)
    told = window.place.notifier.notices  # type: ignore[attr-defined]
    assert "svar.msg" in told[-1]
    dialog.accept()
    settle(qtbot, window)
    assert [arrival.name for arrival in page.waiting.arrivals] == ["Lejre.xlsx", "Lejre (2).xlsx"]
    folder = page.waiting.arrivals[0].path.parent
    assert folder.is_dir()
    page.take_in()
    settle(qtbot, window)
    assert len(queries.submissions(window.place.desk)) == 5
    window.close()
    assert not folder.exists()


def test_each_form_in_a_mail_is_a_row_with_the_mails_day(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    raw = eml([("a.xlsx", form("Lejre")), ("b.zip", zipped({"c.xlsx": form("Køge")}))]).as_bytes()
    page.read_files([put(tmp_path, "svar.eml", raw)], OPTIONS)
    settle(qtbot, window)
    rows = {row.file: row for row in page.view._rows.rows if row.waits}
    assert set(rows) == {"svar.eml/a.xlsx", "svar.eml/b.zip/c.xlsx"}
    assert {row.received_on for row in rows.values()} == {dt.date(2025, 10, 14)}
    assert page.review.sheet.isVisible()
    page.take_in()
    settle(qtbot, window)
    stored = next(row for row in queries.submissions(window.place.desk) if row.file_name == "svar.eml/a.xlsx")
    page.show_key(stored.id)
    settle(qtbot, window)
    window.actions_table["documents"].trigger()
    settle(qtbot, window)
    dialog = dialog_of(window, DocumentsDialog)
    assert [row.name for row in dialog.view._rows.rows] == ["svar.eml/a.xlsx", "svar.eml"]
    dialog.add_files([put(tmp_path, "bilag 2.txt", b"Borger 010180-1234")])
    settle(qtbot, window)
    assert dialog.warning.isVisible()
    assert not dialog.remove.isEnabled()
    dialog.view.choose_position(2)
    assert dialog.remove.isEnabled()
    dialog.save_to(tmp_path / "ud.txt")
    settle(qtbot, window)
    assert (tmp_path / "ud.txt").read_bytes() == b"Borger 010180-1234"
    dialog.reject()


def test_rows_stand_there_while_they_are_read_and_go_when_it_is_stopped(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    archive = zipped({f"{number}.xlsx": form("Lejre") + bytes(number) for number in range(6)})
    page.read_files([put(tmp_path, "mange.zip", archive)], OPTIONS)
    qtbot.waitUntil(lambda: page.waiting.count == 6, timeout=30_000)
    assert "reading" in {row.state for row in page.view._rows.rows}
    assert not page._bar.take_in.isEnabled()
    for job in window.place.jobs.running:
        if job.title:
            job.cancel()
    settle(qtbot, window)
    assert page.waiting.count == 0
    assert [row for row in page.view._rows.rows if row.waits] == []


def test_likely_senders_are_buttons_and_answer_for_stored_files_too(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(submission_file("Lejre"))
    book[SHEET]["D18"] = None
    book.save(tmp_path / "skema.xlsx")
    raw = eml([("skema.xlsx", (tmp_path / "skema.xlsx").read_bytes())], sender="x@lejre.dk").as_bytes()
    page.read_files([put(tmp_path, "svar.eml", raw)], OPTIONS)
    settle(qtbot, window)
    assert [button.text() for button in page._ask.proposals] == ["Lejre"]
    page.take_in()
    settle(qtbot, window)
    stored = next(row for row in queries.submissions(window.place.desk) if row.file_name.startswith("svar.eml"))
    assert (stored.sender_code, stored.state) == ("", SubmissionState.HELD)
    page.show_key(stored.id)
    settle(qtbot, window)
    assert page._ask.isVisible()
    qtbot.mouseClick(page._ask.proposals[0], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    row = next(row for row in queries.submissions(window.place.desk) if row.id == stored.id)
    assert (row.sender_name, row.how_sender) == ("Lejre", "asked")
    assert not page._ask.isVisible()


def test_answers_of_a_document_are_typed_in_beside_it(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    path = put(tmp_path, "Lejre svar.eml", eml(body="Vi har 12 borgere.").as_bytes())
    page.read_files([path], OPTIONS)
    settle(qtbot, window)
    page.take_in()
    settle(qtbot, window)
    assert page.review._empty.button.isVisible()
    qtbot.mouseClick(page.review._empty.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    dialog = dialog_of(window, TypeInDialog)
    assert "12 borgere" in dialog.pages._text.toPlainText()
    dialog.fields.type_value("F29", "tolv")
    dialog.keep_typed()
    settle(qtbot, window)
    assert dialog.isVisible()
    assert "side" in dialog.told.text()  # the page is missing, and nothing is lost
    dialog.fields.use_page("1")
    dialog.fields.type_value("F29", "12")
    dialog.fields.table().setItem(0, 0, QTableWidgetItem("Tilbuddet Fyrgården"))
    dialog.check_typed()
    settle(qtbot, window)
    assert "fejl" in dialog.told.text()
    dialog.keep_typed()
    settle(qtbot, window)
    row = next(row for row in queries.submissions(window.place.desk) if row.file_name == "Lejre svar.eml")
    assert (row.sender_name, row.how_template) == ("Lejre", "typed")
    answer = next(a for a in submission_rows.answers_of(window.place.desk, row.id) if a.cell == "F29")
    assert (answer.raw, answer.typed_from) == ("12", "indtastet fra side 1 af Lejre svar.eml")
    offer = next(a for a in submission_rows.answers_of(window.place.desk, row.id) if a.raw == "Tilbuddet Fyrgården")
    assert (offer.row, offer.typed_from) == (1, "indtastet fra side 1 af Lejre svar.eml")


def test_good_parts_are_accepted_and_the_rest_returned(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(submission_file("Lejre"))
    book[SHEET]["F38"] = "=1/0"
    book.save(tmp_path / "Lejre.xlsx")
    page.read_files([tmp_path / "Lejre.xlsx"], OPTIONS)
    settle(qtbot, window)
    page.take_in()
    settle(qtbot, window)
    qtbot.mouseClick(page._bar.in_part, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    dialog = dialog_of(window, PartsDialog)
    assert [key.template_cell for key in dialog.chosen] == ["F38"]
    assert not dialog.verb.isEnabled()
    dialog.reason.setText("Andelen mangler")
    assert dialog.verb.isEnabled()
    dialog.accept()
    settle(qtbot, window)
    row = next(row for row in queries.submissions(window.place.desk) if row.file_name == "Lejre.xlsx")
    assert row.state is SubmissionState.RETURNED_IN_PART


def test_a_note_on_a_value_and_findings_put_together(qtbot: QtBot, window: MainWindow, page: IntakePage) -> None:
    page.read_files([submission_file("Herning")], OPTIONS)
    settle(qtbot, window)
    page.take_in()
    settle(qtbot, window)
    panel = page.review.findings
    panel.how.setCurrentIndex(1)
    group = next(row for row in panel.together.group_rows if row.count > 1)
    panel.together.group_wanted.emit(group.numbers)
    assert panel.how.currentIndex() == 0
    assert {row.number for row in panel._model.rows} == set(group.numbers)
    assert panel.all.isVisible()
    qtbot.mouseClick(panel.all, Qt.MouseButton.LeftButton)
    assert len(panel._model.rows) > group.count
    panel.how.setCurrentIndex(2)
    assert next(row for row in panel.together.column_rows if row.label == "Driftsherre").filled == 6
    panel.how.setCurrentIndex(0)
    window.actions_table["note"].trigger()
    dialog = dialog_of(window, NoteDialog)
    dialog.note.setPlainText("Ring til Herning")
    dialog.accept()
    settle(qtbot, window)
    current = panel.current()
    assert current is not None
    assert current.note == "Ring til Herning"


def test_a_file_with_a_registration_number_becomes_a_copy_without_it(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(submission_file("Lejre"))
    book[SHEET]["C30"] = "Borger 010180-1234"
    book.save(tmp_path / "Lejre.xlsx")
    page.read_files([tmp_path / "Lejre.xlsx"], OPTIONS)
    settle(qtbot, window)
    page.take_in()
    settle(qtbot, window)
    finding = page.review.findings.current()
    assert finding is not None
    assert (finding.code, finding.cell) == ("civil-registration-number", "C30")
    assert page.review._held.isVisible()
    qtbot.mouseClick(page.review._held.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not window.place.notifier.errors  # type: ignore[attr-defined]
    row = next(row for row in queries.submissions(window.place.desk) if row.file_name == "Lejre.xlsx")
    assert (row.state, row.outside) == (SubmissionState.ACCEPTED, False)
    assert page.review.sheet.isVisible()


def test_a_watched_folder_tells_of_new_files_and_reads_none_by_itself(
    qtbot: QtBot, window: MainWindow, page: IntakePage, tmp_path: Path
) -> None:
    now = [0.0]
    put(tmp_path, "Lejre.xlsx", form("Lejre"))
    page.watch.begin(tmp_path)
    assert page.watch._watch is not None
    page.watch._watch.clock = lambda: now[0]
    settle(qtbot, window)
    for _ in range(2):
        now[0] += 5
        page.watch.look()
        settle(qtbot, window)
    assert page.watch.read.isVisible()
    assert page.waiting.count == 0
    qtbot.mouseClick(page.watch.read, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))
    dialog_of(window, ImportDialog).accept()
    settle(qtbot, window)
    assert page.waiting.count == 1
    page.discard()
    assert not page.watch.read.isVisible()
    assert (tmp_path / "Lejre.xlsx").exists()
    qtbot.mouseClick(page.watch.stop, Qt.MouseButton.LeftButton)
    assert not page.watch.isVisible()
