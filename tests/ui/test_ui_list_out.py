"""Lists on their way out: typed cells, headings, the clipboard as text and HTML, paper; and undo step by step."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from ui_doubles import settle

from koorddesk.i18n import Translator
from koorddesk.services import keeping, queries
from koorddesk.services.sheets import Heading, Sheet, Value
from ui.main_window import MainWindow
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.widgets import list_out
from ui.widgets.table_view import TableView
from ui.widgets.undo_button import UndoList
from ui.workplace import Workplace


@dataclass(frozen=True)
class Row:
    code: str
    count: int
    day: dt.date
    share: int


ROWS = [Row("0101", 1204, dt.date(2026, 3, 24), 12), Row("<0217>", 3, dt.date(2026, 1, 2), 1)]


def a_list(qtbot: QtBot, place: Workplace) -> TableView[Row]:
    date, number = place.translator.date, place.translator.number
    columns = (
        Column[Row]("code", "Code", 8, lambda row: row.code),
        Column[Row]("count", "Count", 8, lambda row: number(row.count), lambda row: row.count, align=RIGHT),
        Column[Row]("day", "Deadline", 12, lambda row: date(row.day), lambda row: row.day),
        Column[Row]("share", "Answered", 9, lambda row: f"{row.share} af 17", lambda row: row.share),
    )
    model = TableModel(columns, lambda row: row.code, place.translator)
    view = TableView(model, "prøve", "Prøve", place.memory, place.translator)
    model.setParent(view)
    model.set_rows(ROWS)
    qtbot.addWidget(view)
    return view


def test_cells_are_typed_only_where_they_show_exactly_that(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    sheet = list_out.sheet_of(a_list(qtbot, place))
    assert sheet.rows[0] == ("0101", 1204, dt.date(2026, 3, 24), "12 af 17")
    assert [heading.text for heading in sheet.headings] == ["Kode", "Antal", "Frist", "Svaret"]
    owner = a_list(qtbot, place)
    list_out.save_list(place, lambda: sheet, tmp_path / "liste.xlsx", owner)
    qtbot.waitUntil(lambda: (tmp_path / "liste.xlsx").exists(), timeout=20_000)
    qtbot.waitUntil(lambda: not place.jobs.running)
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "liste.xlsx").active.iter_rows() for cell in row]
    assert {(cell.value, cell.data_type) for cell in cells} >= {("0101", "s"), (1204, "n"), ("12 af 17", "s")}


def test_a_selection_is_copied_with_headings_as_text_and_html(qtbot: QtBot, place: Workplace) -> None:
    view = a_list(qtbot, place)
    view.choose("<0217>")
    view.copy_rows()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Kode\tAntal\tFrist\tSvaret\n<0217>\t3\t02-01-2026\t1 af 17\n"
    assert "&lt;0217&gt;" in data.html()
    assert "mso-number-format" in data.html()
    view.clearSelection()
    view.copy_rows()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_what_is_pasted_keeps_its_kind_and_begins_no_formula(translator: Translator) -> None:
    headings = tuple(Heading(text, 9) for text in ("Kode", "Antal", "Dag", "Svar"))
    rows: tuple[tuple[Value, ...], ...] = (
        ("0101", 1204.5, dt.date(2026, 3, 24), "=1+1"),
        ("=2", -3, None, "+45 12"),
        ("-", 0, None, "-3"),
    )
    data = list_out.clipboard_data(Sheet("Liste", headings, rows), translator)
    cells = re.findall(r"<td([^>]*)>([^<]*)</td>", data.html())
    assert len(cells) == 12
    for marks, text in (cells[0], cells[3], cells[4], cells[7]):
        assert "mso-number-format:'\\@'" in marks, text
        assert "x:num" not in marks
    assert 'x:num="1204.5"' in cells[1][0]
    assert cells[1][1] == "1.204,5"
    assert 'x:num="46105"' in cells[2][0]
    assert cells[2][1] == "24-03-2026"
    lines = [line.split("\t") for line in data.text().splitlines()]
    assert lines[1:] == [
        ["0101", "1.204,5", "24-03-2026", "'=1+1"],
        ["'=2", "-3", "", "'+45 12"],
        ["-", "0", "", "-3"],
    ]


def test_a_list_is_printed_over_as_many_pages_as_it_needs(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    sheet = list_out.sheet_of(a_list(qtbot, place))
    long = type(sheet)(sheet.title, sheet.headings, sheet.rows * 120, ("Lavet i dag",))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "liste.pdf"))
    list_out.print_sheet(long, place.translator, printer)
    pages = (tmp_path / "liste.pdf").read_bytes().count(b"/Type /Page\n")
    assert pages > 1


def test_undo_takes_back_several_steps_in_words(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    steps = keeping.undo_steps(desk)
    assert len(steps) >= 2
    before = len(queries.submissions(desk))
    undo = window.findChild(UndoList)
    assert undo is not None
    qtbot.waitUntil(lambda: bool(undo.menu.actions()), timeout=10_000)
    texts = [action.text() for action in undo.menu.actions()]
    assert texts[0].startswith("Fortryd: indlæsning af 3 filer")
    assert texts[1].startswith("Fortryd til og med: ")
    undo.take_back(2)
    settle(qtbot, window)
    assert len(queries.submissions(desk)) == before - 3
    assert keeping.undo_steps(desk) == steps[2:]
    assert keeping.next_redo(desk) == steps[1]
