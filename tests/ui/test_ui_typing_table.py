"""Cells that are typed into answer the keys of Excel: blocks, filling down, clearing, undo, and the way Enter and Tab go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QTableWidgetSelectionRange
from pytestqt.qtbot import QtBot

from koorddesk.i18n import Translator
from ui.widgets.typing_table import TypingTable

_CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sheet(qtbot: QtBot, translator: Translator) -> TypingTable:
    made = TypingTable(3, ["Tilbud", "Pladser"], translator)
    qtbot.addWidget(made)
    made.show()
    made.setCurrentCell(0, 0)
    return made


def values(sheet: TypingTable) -> list[list[str]]:
    return [[sheet.text(row, column) for column in range(sheet.columnCount())] for row in range(sheet.rowCount())]


def choose(sheet: TypingTable, top: int, left: int, bottom: int, right: int) -> None:
    sheet.setCurrentCell(top, left)
    sheet.setRangeSelected(QTableWidgetSelectionRange(top, left, bottom, right), True)


def paste(qtbot: QtBot, sheet: TypingTable, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(sheet, Qt.Key.Key_V, _CONTROL)


def test_a_cell_of_several_lines_stays_one_cell_and_quotation_marks_stay(qtbot: QtBot, sheet: TypingTable) -> None:
    paste(qtbot, sheet, '"Fyrgården\n(tidl. ""Fyret"")"\t12\r\n"Solsikken" Faxe\t0101\r\n')
    assert values(sheet)[:2] == [['Fyrgården (tidl. "Fyret")', "12"], ['"Solsikken" Faxe', "0101"]]
    assert sheet.rowCount() == 3


def test_one_value_fills_all_that_is_chosen(qtbot: QtBot, sheet: TypingTable) -> None:
    choose(sheet, 0, 0, 2, 0)
    paste(qtbot, sheet, "Fyrgården")
    assert values(sheet) == [["Fyrgården", ""]] * 3


def test_filling_down_as_in_excel(qtbot: QtBot, sheet: TypingTable) -> None:
    paste(qtbot, sheet, "Fyrgården\t12")
    choose(sheet, 0, 0, 2, 1)
    qtbot.keyClick(sheet, Qt.Key.Key_D, _CONTROL)
    assert values(sheet) == [["Fyrgården", "12"]] * 3
    sheet.clearSelection()
    sheet.write(1, 0, "Tranemosen")
    sheet.setCurrentCell(2, 0)
    qtbot.keyClick(sheet, Qt.Key.Key_D, _CONTROL)
    assert sheet.text(2, 0) == "Tranemosen"


def test_cutting_and_clearing_come_back_with_undo_a_block_at_a_time(qtbot: QtBot, sheet: TypingTable) -> None:
    paste(qtbot, sheet, "Fyrgården\t12\nTranemosen\t8")
    before = values(sheet)
    choose(sheet, 0, 0, 1, 1)
    qtbot.keyClick(sheet, Qt.Key.Key_X, _CONTROL)
    assert QGuiApplication.clipboard().text() == "Fyrgården\t12\nTranemosen\t8\n"
    empty = [["", ""]] * 3
    assert values(sheet) == empty
    qtbot.keyClick(sheet, Qt.Key.Key_Z, _CONTROL)
    assert values(sheet) == before
    qtbot.keyClick(sheet, Qt.Key.Key_Z, _CONTROL)
    assert values(sheet) == empty
    qtbot.keyClick(sheet, Qt.Key.Key_Y, _CONTROL)
    assert values(sheet) == before
    qtbot.keyClick(sheet, Qt.Key.Key_Y, _CONTROL)
    assert values(sheet) == empty


def test_enter_in_the_last_row_adds_one_where_something_is_written(qtbot: QtBot, sheet: TypingTable) -> None:
    sheet.setCurrentCell(2, 1)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert (sheet.rowCount(), sheet.currentRow()) == (3, 2)
    sheet.write(2, 1, "4")
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert (sheet.rowCount(), sheet.currentRow(), sheet.currentColumn()) == (4, 3, 1)
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.currentRow() == 2


def test_tab_in_a_cell_that_is_written_goes_to_the_one_beside_it(qtbot: QtBot, sheet: TypingTable) -> None:
    qtbot.keyClick(sheet, "F")
    editor = sheet.findChild(QLineEdit)
    qtbot.keyClicks(editor, "yr")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert sheet.text(0, 0) == "Fyr"
    assert (sheet.currentRow(), sheet.currentColumn()) == (0, 1)


def test_empty_cells_speak_too(sheet: TypingTable) -> None:
    item = sheet.item(2, 1)
    assert item is not None
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Pladser, tom"
