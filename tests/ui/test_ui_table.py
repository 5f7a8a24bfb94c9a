"""Lists: Danish order, two levels, filter, selection that stays, words for the screen reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from koorddesk.i18n import Translator
from ui.memory import Memory
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.widgets.table_view import TableView


@dataclass(frozen=True)
class Row:
    name: str
    number: int | None
    day: dt.date | None = None
    state: str = "accepted"


COLUMNS = (
    Column[Row]("name", "Navn", 20, lambda row: row.name),
    Column[Row](
        "number",
        "Tal",
        6,
        lambda row: "" if row.number is None else str(row.number),
        lambda row: row.number,
        align=RIGHT,
    ),
    Column[Row]("day", "Dag", 11, lambda row: row.day.isoformat() if row.day else "", lambda row: row.day),
    Column[Row]("state", "Tilstand", 10, lambda row: row.state, state=lambda row: row.state, shown=False),
)
ROWS = [
    Row("Aarhus", 3, dt.date(2026, 3, 2)),
    Row("Zealand", 10),
    Row("Ærø", 3, dt.date(2025, 3, 2)),
    Row("Øster", None),
    Row("Aalborg", 2),
    Row("Vejle", 3),
]


@pytest.fixture
def model(qapp: object, translator: Translator) -> TableModel[Row]:
    made = TableModel(COLUMNS, lambda row: row.name, translator)
    made.set_rows(ROWS)
    return made


def names(model: TableModel[Row]) -> list[str]:
    return [row.name for row in model.rows]


def test_keeps_the_rules_of_qt_through_every_change(model: TableModel[Row], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.sort_by(0, descending=False)
    model.set_filter("a")
    model.set_rows([*ROWS[2:], Row("Billund", 1)])
    model.set_filter("")
    qtmodeltester.check(model)


def test_sorts_danish_with_aa_last(model: TableModel[Row]) -> None:
    model.sort_by(0, descending=False)
    assert names(model) == ["Vejle", "Zealand", "Ærø", "Øster", "Aalborg", "Aarhus"]


def test_sorts_numbers_by_value_and_unknown_last_either_way(model: TableModel[Row]) -> None:
    model.sort_by(1, descending=True)
    assert [row.number for row in model.rows] == [10, 3, 3, 3, 2, None]
    model.sort_by(1, descending=False)
    assert [row.number for row in model.rows] == [2, 3, 3, 3, 10, None]


def test_second_level_orders_within_the_first(model: TableModel[Row]) -> None:
    model.sort_by(1, descending=False)
    model.sort_by(0, descending=True, second=True)
    assert names(model) == ["Aalborg", "Aarhus", "Ærø", "Vejle", "Zealand", "Øster"]
    assert model.order == [(1, False), (0, True)]
    assert "₂" in model.headerData(0, Qt.Orientation.Horizontal)


@pytest.mark.parametrize(
    ("text", "found"), [("å", ["Aarhus", "Aalborg"]), ("ære", []), ("aer", ["Ærø"]), ("3 aa", ["Aarhus"])]
)
def test_filter_folds_danish_letters_and_takes_every_word(model: TableModel[Row], text: str, found: list[str]) -> None:
    model.set_filter(text)
    assert names(model) == found


def test_says_heading_value_and_state(model: TableModel[Row]) -> None:
    spoken = model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Tilstand, accepted, godkendt"
    assert model.index(3, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Tal, tom"
    assert model.index(0, 3).data(Qt.ItemDataRole.DecorationRole) is not None


def test_selection_and_current_row_follow_their_record(
    qtbot: QtBot, model: TableModel[Row], memory: Memory, translator: Translator
) -> None:
    view = TableView(model, "rows", "Rows", memory, translator)
    qtbot.addWidget(view)
    assert view.choose("Ærø")
    model.sort_by(0, descending=True)
    assert view.current() == ROWS[2]
    model.set_rows([Row("Assens", 1), *[row for row in ROWS if row.name != "Vejle"]])
    assert view.current() == ROWS[2]
    model.set_rows([replace(row, number=7) for row in ROWS])
    assert view.current() == replace(ROWS[2], number=7)


def test_selection_survives_a_change_of_very_many_rows(qtbot: QtBot, translator: Translator, memory: Memory) -> None:
    model = TableModel(COLUMNS, lambda row: row.name, translator)
    many = [Row(f"K{number:05d}", number % 7) for number in range(3000)]
    model.set_rows(many)
    view = TableView(model, "many", "Many", memory, translator)
    qtbot.addWidget(view)
    view.choose("K01400")
    model.set_wanted(lambda row: row.number == 0)
    assert view.current() == Row("K01400", 0)


def test_copies_selected_rows_with_headings(
    qtbot: QtBot, model: TableModel[Row], memory: Memory, translator: Translator
) -> None:
    view = TableView(model, "rows", "Rows", memory, translator)
    qtbot.addWidget(view)
    view.choose("Ærø")
    view.copy_rows()
    assert QGuiApplication.clipboard().text() == "Navn\tTal\tDag\nÆrø\t3\t2025-03-02\n"


def test_header_click_sorts_and_shift_adds_a_level(
    qtbot: QtBot, model: TableModel[Row], memory: Memory, translator: Translator
) -> None:
    view = TableView(model, "rows", "Rows", memory, translator)
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    header = view.horizontalHeader()

    def click(column: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = QPoint(header.sectionViewportPosition(column) + 30, 8)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    click(1)
    assert model.order == [(1, False)]
    click(0, Qt.KeyboardModifier.ShiftModifier)
    assert model.order == [(1, False), (0, False)]
    click(1)
    assert model.order == [(1, True)]


def test_remembers_columns_widths_and_order(
    qtbot: QtBot, model: TableModel[Row], memory: Memory, translator: Translator
) -> None:
    view = TableView(model, "rows", "Rows", memory, translator)
    qtbot.addWidget(view)
    assert view.isColumnHidden(3)
    actions = view.column_menu().actions()
    actions[3].setChecked(True)
    actions[2].setChecked(False)
    view.setColumnWidth(0, 222)
    model.sort_by(0, descending=True)
    view._sort(0, False)
    again = TableModel(COLUMNS, lambda row: row.name, translator)
    again.set_rows(ROWS)
    other = TableView(again, "rows", "Rows", memory, translator)
    qtbot.addWidget(other)
    assert not other.isColumnHidden(3)
    assert other.isColumnHidden(2)
    assert other.columnWidth(0) == 222
    assert again.order == [(0, False)]


def test_the_last_column_cannot_be_hidden(
    qtbot: QtBot, model: TableModel[Row], memory: Memory, translator: Translator
) -> None:
    view = TableView(model, "rows", "Rows", memory, translator)
    qtbot.addWidget(view)
    for number in (1, 2):
        view.column_menu().actions()[number].setChecked(False)
    assert not view.column_menu().actions()[0].isEnabled()


def test_typing_finds_aa_under_both_spellings(
    qtbot: QtBot, model: TableModel[Row], memory: Memory, translator: Translator
) -> None:
    view = TableView(model, "rows", "Rows", memory, translator)
    qtbot.addWidget(view)
    view.choose("Vejle")
    view.keyboardSearch("ålb")
    assert view.current() == ROWS[4]
    view.keyboardSearch("aar")
    assert view.current() == ROWS[0]
