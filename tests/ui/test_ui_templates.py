"""The page of forms: fields joined, divided, renamed, before and after a form is kept; and forms written out."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, BLANK, dialog_of, settle

from koorddesk.services import templates
from koorddesk.services.sending import USUAL, SentForm
from ui.dialogs.divide import DivideDialog
from ui.dialogs.learn import LearnDialog
from ui.dialogs.send_forms import Order, SendFormsDialog, SentFormsDialog, write_forms
from ui.main_window import MainWindow
from ui.pages.announcements import AnnouncementsPage
from ui.pages.templates import TemplatesPage

SHEET = "Indberetningsskema"


def shown(qtbot: QtBot, window: MainWindow, key: str) -> object:
    page = window.show_page(key)
    settle(qtbot, window)
    return page


def errors(window: MainWindow) -> list[str]:
    return [str(error) for error in window.place.notifier.errors]  # type: ignore[attr-defined]


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> TemplatesPage:
    found = shown(qtbot, window, "templates")
    assert isinstance(found, TemplatesPage)
    return found


def kept(window: MainWindow, cell: str):
    fields = templates.show_template(window.place.desk, "kommuneskema").fields
    return next((row for row in fields if row.cell == cell), None)


def choose(page: TemplatesPage, *cells: str) -> None:
    """Choose fields in the list as with Ctrl."""
    page.fields_view.choose(f"{SHEET}!{cells[0]}")
    rows = [row.cell for row in page._field_model.rows]
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for cell in cells[1:]:
        page.fields_view.selectionModel().select(page._field_model.index(rows.index(cell), 0), flags)


def test_two_fields_are_joined_and_taken_apart(qtbot: QtBot, window: MainWindow, page: TemplatesPage) -> None:
    choose(page, "D21")
    assert not page.editor.join.isEnabled()
    choose(page, "D21", "D22")
    assert not page.editor.divide.isEnabled()
    qtbot.mouseClick(page.editor.join, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert (kept(window, "D21").also, kept(window, "D22")) == (("D22",), None)
    choose(page, "D21")
    assert "D21, D22" in page.editor.told.text()
    page.sheet.go_to(SHEET, "D22")
    assert page.fields_view.current().cell == "D21"
    qtbot.mouseClick(page.editor.separate, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert kept(window, "D22") is not None
    assert errors(window) == []


def test_a_field_is_divided_at_the_cell_chosen_on_the_sheet(
    qtbot: QtBot, window: MainWindow, page: TemplatesPage
) -> None:
    choose(page, "D20")
    page.sheet.go_to(SHEET, "G20")
    assert page.fields_view.current().cell == "D20"
    qtbot.mouseClick(page.editor.divide, Qt.MouseButton.LeftButton)
    dialog = dialog_of(window, DivideDialog)
    assert dialog.cell.text() == "G20"
    dialog.label.setText("Stilling")
    dialog.accept()
    settle(qtbot, window)
    assert kept(window, "G20").label == "Stilling"
    choose(page, "G20")
    assert page.sheet.current == (SHEET, "G20")


def test_what_cannot_be_divided_is_told_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, page: TemplatesPage
) -> None:
    version = templates.show_template(window.place.desk, "kommuneskema").row.version
    page.correct(templates.Correction(f"{SHEET}!D20", second_cell="F20", second_label="x"))
    settle(qtbot, window)
    assert "merged with" in errors(window)[0]
    assert templates.show_template(window.place.desk, "kommuneskema").row.version == version


def test_a_field_is_renamed_where_its_name_stands(qtbot: QtBot, window: MainWindow, page: TemplatesPage) -> None:
    choose(page, "D21")
    page.editor.label.setText("Direkte telefon")
    page.editor.label.editingFinished.emit()
    settle(qtbot, window)
    assert kept(window, "D21").label == "Direkte telefon"


def test_corrections_before_keeping_go_into_the_first_version(
    qtbot: QtBot, window: MainWindow, page: TemplatesPage
) -> None:
    page.take_files([BLANK])
    dialog = dialog_of(window, LearnDialog)
    dialog.code.setText("nyt")
    dialog.accept()
    settle(qtbot, window)
    choose(page, "D21", "D22")
    page.editor.join.click()
    settle(qtbot, window)
    choose(page, "F35")
    page.editor.required.click()
    settle(qtbot, window)
    assert "nyt" not in [row.code for row in templates.list_templates(window.place.desk)]
    page.keep()
    settle(qtbot, window)
    fields = {row.cell: row for row in templates.show_template(window.place.desk, "nyt").fields}
    assert fields["D21"].also == ("D22",)
    assert fields["F35"].required
    assert templates.show_template(window.place.desk, "nyt").row.version == "1"
    assert errors(window) == []


def test_forms_are_written_from_an_announcement(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = shown(qtbot, window, "announcements")
    assert isinstance(page, AnnouncementsPage)
    page.show_key(ANNOUNCEMENT)
    settle(qtbot, window)
    qtbot.mouseClick(page._send, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    dialog = dialog_of(window, SendFormsDialog)
    assert dialog.template.currentData() == "kommuneskema"
    dialog.recipients.setText("0316, Sorø")
    order = dialog.written()
    assert order == Order("kommuneskema", ("0316", "Sorø"), USUAL)
    dialog.reject()
    made: list[SentForm] = []
    write_forms(window.place, page, ANNOUNCEMENT, order, tmp_path / "ud", made.extend)
    settle(qtbot, window)
    assert [form.name for form in made] == ["Holbæk", "Sorø"]
    assert openpyxl.load_workbook(made[0].path)[SHEET]["D18"].value == "Holbæk"
    result = SentFormsDialog(window.place, made, window)
    qtbot.addWidget(result)
    assert [row.name for row in result.list.model.rows] == ["Holbæk", "Sorø"]
    result.list.view.choose(str(made[1].path))
    assert ("D18", "Sorø") in [(row.cell, row.text) for row in result.filled.model.rows]


def test_two_fields_of_one_name_are_told_with_what_to_do(
    qtbot: QtBot, window: MainWindow, page: TemplatesPage, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row, label in ((1, "Skema om tilbud"), (3, "Kommune"), (4, "Antal borgere"), (5, "Antal borgere")):
        book.active.cell(row, 1, label)
        if row > 1:
            book.active.cell(row, 2).fill = PatternFill("solid", fgColor="FFF2CC")
    book.save(tmp_path / "tvetydigt.xlsx")
    page.learn(tmp_path / "tvetydigt.xlsx", "tvetydigt")
    settle(qtbot, window)
    assert errors(window) == []
    assert page._told.isVisibleTo(page)
    assert "Antal borgere" in page._told.text()
    choose_cell = next(row for row in page._field_model.rows if row.cell == "B5")
    page.fields_view.choose(choose_cell.id)
    assert page.editor.told.text() in page._told.text()
    assert page.editor.told.text()
