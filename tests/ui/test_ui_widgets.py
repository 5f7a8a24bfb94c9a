"""The reusable parts: the drawn form, the letter's pages, the checklist, dropped files, history in sentences."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from koorddesk.findings import Severity
from koorddesk.i18n import Translator
from koorddesk.services.preview import SheetCell, SheetPicture
from koorddesk.services.queries import HistoryRow
from ui.jobs import JobRunner
from ui.models.history import history_entries
from ui.models.sheet import CELL_ROLE, MARK_ROLE, SPILL_ROLE, CellMark, FieldReading, SheetModel, letters, place_of
from ui.widgets.checklist import CheckItem, Checklist
from ui.widgets.drop_area import dropped_files
from ui.widgets.pdf_view import PdfView
from ui.widgets.sheet_view import SheetView


def cell(row: int, column: int, text: str, **looks: object) -> SheetCell:
    base = {
        "bold": False, "fill": None, "color": None, "align": "", "wrap": False, "size": 11.0, "border": False,
        "struck": False, "comment": None, "formula": None, "hidden": False,
    }  # fmt: skip
    return SheetCell(row, column, text, **(base | looks))  # type: ignore[arg-type]


def picture(
    *cells: SheetCell, name: str = "Skema", merged: tuple[tuple[int, int, int, int], ...] = (), hidden: bool = False
) -> SheetPicture:
    return SheetPicture(
        name, cells, merged, {1: 30.0}, {2: 40.0}, max((c.row for c in cells), default=1),
        max((c.column for c in cells), default=1), hidden,
    )  # fmt: skip


FORM = picture(
    cell(1, 1, "En lang overskrift, der løber ud over sin kolonne og ind i den næste"),
    cell(3, 1, "Antal borgere"),
    cell(3, 3, "ca. 12", fill="FFFF00", border=True),
    cell(5, 1, "Samlet", bold=True),
    merged=((5, 1, 6, 2),),
)


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_excels_letters(number: int, name: str) -> None:
    assert letters(number) == name
    assert place_of(f"{name}7") == (7, number)


def test_sheet_model_keeps_qts_rules(qtmodeltester: ModelTester, translator: Translator) -> None:
    model = SheetModel(FORM, translator)
    qtmodeltester.check(model)
    model.set_marks({"C3": [CellMark(Severity.WARNING, "Læst som 12")]}, {})
    qtmodeltester.check(model)


def test_a_cell_says_address_field_value_and_finding(qapp: object, translator: Translator) -> None:
    model = SheetModel(FORM, translator)
    model.set_marks(
        {"C3": [CellMark(Severity.NOTE, "En note"), CellMark(Severity.ERROR, "En fejl")]},
        {"C3": FieldReading("Antal borgere", "ca. 12", "12")},
    )
    index = model.index(2, 2)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "C3, Antal borgere, ca. 12, fejl: En fejl, note: En note"
    assert index.data(MARK_ROLE)[0].severity is Severity.ERROR
    assert index.data(CELL_ROLE).fill == "FFFF00"


def test_long_text_runs_over_into_empty_cells_only(qtbot: QtBot, translator: Translator) -> None:
    view = SheetView(translator)
    qtbot.addWidget(view)
    view.show_sheets([FORM])
    model = view._models[0]
    source, column = model.index(0, 1).data(SPILL_ROLE)
    assert (source.text, column) == (FORM.cells[0].text, 1)
    assert model.index(2, 2).data(SPILL_ROLE) is None


def test_the_view_goes_to_a_cell_on_another_sheet_and_says_what_it_is(qtbot: QtBot, translator: Translator) -> None:
    view = SheetView(translator)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    other = picture(*(cell(row, 2, str(row)) for row in range(1, 200)), name="Andet")
    hidden = picture(cell(1, 1, "x"), name="Lister", hidden=True)
    view.show_sheets([hidden, FORM, other])
    assert view._tabs.currentIndex() == 1
    view.set_marks(
        {"Andet": {"B180": [CellMark(Severity.ERROR, "Ikke et tal")]}},
        {"Andet": {"B180": FieldReading("Pladser", "180", "180")}},
    )
    chosen: list[tuple[str, str]] = []
    view.cell_chosen.connect(lambda *where: chosen.append(where))
    assert view.go_to("Andet", "B180")
    assert chosen == [("Andet", "B180")]
    assert view.current == ("Andet", "B180")
    index = view._paper.currentIndex()
    assert view._paper.viewport().rect().contains(view._paper.visualRect(index))
    assert "Pladser" in view.strip_text
    assert "Ikke et tal" in view.strip_text
    assert not view.go_to("Findes ikke", "A1")
    assert view._tabs.tabText(0) == "Lister (skjult)"


def test_merged_cells_are_one(qtbot: QtBot, translator: Translator) -> None:
    view = SheetView(translator)
    qtbot.addWidget(view)
    view.show_sheets([FORM])
    assert (view._paper.rowSpan(4, 0), view._paper.columnSpan(4, 0)) == (2, 2)


def test_a_large_sheet_is_shown_and_painted_quickly(qtbot: QtBot, translator: Translator) -> None:
    cells = [cell(row, column, f"{row}.{column}", border=True) for row in range(1, 2001) for column in range(1, 31)]
    view = SheetView(translator)
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    start = time.process_time()
    view.show_sheets([picture(*cells)])
    view.grab()
    assert time.process_time() - start < 4


def test_sheets_can_be_replaced_and_cleared(qtbot: QtBot, translator: Translator) -> None:
    view = SheetView(translator)
    qtbot.addWidget(view)
    view.show()
    view.show_sheets([FORM])
    view.go_to("Skema", "C3")
    view.show_sheets([picture(cell(1, 1, "andet"), name="Nyt")])
    assert view.current is None
    view.clear()
    assert view._tabs.count() == 0
    view.grab()


def test_pages_of_a_letter_are_drawn_and_turned(
    qtbot: QtBot, translator: Translator, jobs: JobRunner, tmp_path: Path
) -> None:
    path = tmp_path / "brev.pdf"
    canvas = Canvas(str(path))
    for number in range(3):
        canvas.drawString(100, 700, f"Side med tal {number}")
        canvas.showPage()
    canvas.save()
    view = PdfView(translator, jobs)
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    with qtbot.waitSignal(view.shown, timeout=10_000):
        view.show_pdf(path.read_bytes())
    assert view.page_count == 3
    assert view._place.text() == "Side 1 af 3"
    assert "Side med tal 2" in view._pages.accessibleDescription()
    view._turn(1)
    assert view._place.text() == "Side 2 af 3"
    image = next(iter(view._images.values()))
    inked = any(
        image.pixelColor(x, y).value() < 128 for x in range(0, image.width(), 2) for y in range(image.height() // 4)
    )
    assert inked
    view.show_pdf(b"")
    assert view.page_count == 0
    qtbot.waitUntil(lambda: not jobs.running, timeout=10_000)


def items() -> list[CheckItem]:
    return [
        CheckItem("announced", "Udmeldt", "§ 13 b", met=True, blocks=False),
        CheckItem("dialogue", "Dialog først", "praksis", met=False, blocks=False),
    ]


def test_checklist_lets_practice_pass_with_a_reason(qtbot: QtBot, translator: Translator) -> None:
    checklist = Checklist(translator)
    qtbot.addWidget(checklist)
    checklist.show_items(items())
    assert not checklist.can_proceed
    with qtbot.waitSignal(checklist.changed):
        qtbot.keyClicks(checklist._reasons["dialogue"], "x")
    assert checklist.can_proceed
    assert checklist.reasons() == {"dialogue": "x"}
    checklist.show_items(items())
    assert checklist.reasons() == {"dialogue": "x"}


def test_checklist_is_stopped_by_the_law_whatever_is_written(qtbot: QtBot, translator: Translator) -> None:
    checklist = Checklist(translator)
    qtbot.addWidget(checklist)
    checklist.show_items([*items(), CheckItem("reports", "Modtaget", "§ 13 b", met=False, blocks=True)])
    checklist._reasons["dialogue"].setText("x")
    assert not checklist.can_proceed
    assert "reports" not in checklist._reasons


def test_dropped_folders_stand_for_their_workbooks(tmp_path: Path) -> None:
    folder = tmp_path / "drop" / "under"
    folder.mkdir(parents=True)
    for name in ("b.xlsx", "~$b.xlsx", "notes.txt"):
        (folder / name).write_bytes(b"x")
    (tmp_path / "drop" / "a.XLS").write_bytes(b"x")
    alone = tmp_path / "scan.pdf"
    alone.write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "drop")), QUrl.fromLocalFile(str(alone))])
    assert [path.name for path in dropped_files(data)] == ["a.XLS", "b.xlsx", "scan.pdf"]


def test_history_is_one_sentence_per_change(translator: Translator) -> None:
    when = dt.datetime(2026, 2, 2, 9, 5, tzinfo=dt.UTC)
    rows = [
        HistoryRow(when, "fuldmægtig", "frist flyttet", "aftalt", "due_on", "2025-10-15", "2025-11-01"),
        HistoryRow(when, "fuldmægtig", "frist flyttet", "aftalt", "state", "", "held"),
        HistoryRow(when, "fuldmægtig", "frist flyttet", "aftalt", "group_id", "", "8968"),
        HistoryRow(when + dt.timedelta(days=1), "fuldmægtig", "andet", "", "title", "A", ""),
    ]
    first, second = history_entries(rows, translator)
    assert first.changes == "frist: 15-10-2025 blev til 01-11-2025; status: holdt"
    assert first.reason == "aftalt"
    assert second.changes == "titel: A taget ud"
