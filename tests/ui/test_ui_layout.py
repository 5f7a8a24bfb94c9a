"""How lists and rows of buttons use their room, and what a page says while it is being read."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from koorddesk.i18n import Translator
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.pages.page import Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.rail import Rail
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


@dataclass(frozen=True)
class Row:
    """A line of a list in these tests."""

    day: str
    short: str
    long: str


def make_view(qtbot: QtBot, place: Workplace, width: int) -> tuple[TableView[Row], TableModel[Row]]:
    columns = (
        Column[Row]("day", "Day", 4, lambda row: row.day, state=lambda _row: "late"),
        Column[Row]("short", "What", 30, lambda row: row.short),
        Column[Row]("long", "About", 20, lambda row: row.long),
    )
    model = TableModel(columns, lambda row: row.day, Translator("da"))
    view = TableView(model, "layout", "Liste", place.memory, Translator("da"))
    qtbot.addWidget(view)
    view.resize(width, 200)
    view.show()
    return view, model


def test_a_date_is_never_shortened_and_the_room_is_used(qtbot: QtBot, place: Workplace) -> None:
    view, model = make_view(qtbot, place, 700)
    model.set_rows([Row("15-10-2025", "kort", "en lang titel på en udmelding " * 3)])
    widths = [view.columnWidth(number) for number in range(3)]
    assert sum(widths) == view.viewport().width()
    assert widths[0] >= view.fontMetrics().horizontalAdvance("15-10-2025") + 16
    assert widths[2] > widths[1], "a column of short texts keeps room that a long text needs"


def test_in_a_narrow_place_the_long_texts_give_way(qtbot: QtBot, place: Workplace) -> None:
    view, model = make_view(qtbot, place, 360)
    model.set_rows([Row("15-10-2025", "kort", "en lang titel på en udmelding " * 3)])
    metrics = view.fontMetrics()
    assert view.columnWidth(0) >= metrics.horizontalAdvance("15-10-2025") + 16
    assert view.columnWidth(1) >= metrics.horizontalAdvance("kort") + 16
    assert view.columnWidth(2) < metrics.horizontalAdvance("en lang titel på en udmelding " * 2)


def test_widths_that_the_user_drew_stay(qtbot: QtBot, place: Workplace) -> None:
    view, model = make_view(qtbot, place, 700)
    view.setColumnWidth(1, 333)
    model.set_rows([Row("15-10-2025", "kort", "lang")])
    view.resize(500, 200)
    assert view.columnWidth(1) == 333


def test_a_flow_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(8)
    column = QVBoxLayout(holder)
    column.addLayout(flow)
    column.addStretch()
    buttons = [QPushButton(f"Holdte indsendelser: {number}", holder) for number in range(6)]
    for button in buttons:
        flow.addWidget(button)
    holder.resize(400, 400)
    holder.show()
    assert len({button.y() for button in buttons}) > 1
    assert all(QRect(0, 0, 400, 400).contains(button.geometry()) for button in buttons)
    holder.resize(2000, 400)
    qtbot.waitUntil(lambda: len({button.y() for button in buttons}) == 1)


class ReadingPage(Page):
    """A page whose read can be held up."""

    def _build(self) -> None:
        self.may_go_on = threading.Event()
        self.empty = EmptyState("inbox", "Ingen rækker", "Her kommer rækker.", "Opret", self)

    def refresh(self) -> None:
        """Read, when the test lets it."""
        self.place.read(self, lambda _desk: self.may_go_on.wait(10), lambda _done: None)


def test_a_page_says_that_it_is_read_before_it_says_that_nothing_is_there(qtbot: QtBot, place: Workplace) -> None:
    page = ReadingPage(place)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.text == "Læser …"
    assert page.empty.accessibleName() == "Læser …"
    assert not page.empty.button.isVisible()
    page.may_go_on.set()
    qtbot.waitUntil(lambda: page.empty.text == "Ingen rækker Her kommer rækker.")
    assert page.empty.button.isVisible()


def test_the_keyboard_goes_along_with_the_page_in_the_rail(qtbot: QtBot) -> None:
    rail = Rail([("sun", "I dag"), ("mail", "Breve")], "Sider")
    qtbot.addWidget(rail)
    rail.show()
    first, second = rail.findChildren(QWidget)[:2]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    rail.choose(1)
    assert second.hasFocus()
