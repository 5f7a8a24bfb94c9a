"""The overview's pictures: walked by arrows, spoken, turned into a table, saved as picture and workbook."""

from __future__ import annotations

import itertools
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, settle

from koorddesk.i18n import Translator
from koorddesk.services.over_time import Occupancy, Round, Rounds, YearOfPlaces
from koorddesk.services.sheets import Sheet
from ui.charts.bars import occupancy_bars, rounds_bars
from ui.charts.drawing import Look, classes, level_of, paper_look, screen_look
from ui.charts.tile_map import TileMap
from ui.main_window import MainWindow
from ui.pages.overview import OverviewPage
from ui.theme import contrast, dark_palette


def page_of(qtbot: QtBot, window: MainWindow) -> OverviewPage:
    page = window.show_page("overview")
    settle(qtbot, window)
    assert isinstance(page, OverviewPage)
    return page


def test_the_map_shows_who_has_answered_and_arrows_walk_it(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    drawing = page.map.chart.drawing
    assert isinstance(drawing, TileMap)
    names = [cell.name for cell in drawing.cells]
    assert len(names) == 98
    spoken = {cell.name: drawing.spoken(number) for number, cell in enumerate(drawing.cells)}
    assert spoken["Stevns"].startswith("Stevns, Region Sjælland, ")
    assert "ikke spurgt" in spoken["Aalborg"]
    canvas = page.map.chart.canvas
    page.map.chart.walk(names.index("Faxe"))
    for key, there in (
        (Qt.Key.Key_Right, "Stevns"),
        (Qt.Key.Key_Up, "Solrød"),
        (Qt.Key.Key_Left, "Køge"),
        (Qt.Key.Key_Down, "Faxe"),
    ):
        QTest.keyClick(canvas, key)
        assert names[page.map.chart.current] == there
        assert there in canvas.accessibleDescription()
    wanted: list[tuple[str, str]] = []
    window.place.page_wanted.connect(lambda place, key: wanted.append((place, key)))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert wanted[0][0] == "intake"


def test_the_page_fits_a_small_screen_whatever_the_map_shows(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    for number in range(page._what.count()):
        page._what.setCurrentIndex(number)
        settle(qtbot, window)
        assert window.width() == 1366, page._what.currentText()


def test_every_tile_can_be_reached_by_arrows(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    drawing = page.map.chart.drawing
    assert drawing is not None
    area, look = page.map.chart.canvas.area(), page.map.chart.canvas.look()
    reached, open_ends = {0}, [0]
    while open_ends:
        here = open_ends.pop()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            there = drawing.step(here, key, area, look)
            if there not in reached:
                reached.add(there)
                open_ends.append(there)
    assert len(reached) == 98


def test_f7_turns_the_picture_into_its_table(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    window.activateWindow()
    page.map.chart.canvas.setFocus()
    QTest.keyClick(page.map.chart.canvas, Qt.Key.Key_F7)
    panel = page.map.table.panel
    assert panel is not None
    assert panel.view.isVisible()
    assert panel.model.rowCount() == 98
    row = next(number for number in range(98) if panel.model.spoken(number, 2) == "Kommune, Faxe")
    assert panel.model.spoken(row, 0) == "Region, Region Sjælland"
    page.map.show_table(False)
    assert page.map.chart.isVisible()


def test_the_regions_change_with_the_merger(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    page._map_regions.setCurrentIndex(1)
    settle(qtbot, window)
    drawing = page.map.chart.drawing
    assert isinstance(drawing, TileMap)
    assert {cell.region for cell in drawing.cells} == {
        "Region Nordjylland",
        "Region Midtjylland",
        "Region Syddanmark",
        "Region Østdanmark",
    }


def test_counts_leave_protected_as_picture_drawing_and_workbook(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = page_of(qtbot, window)
    page._what.setCurrentIndex(page._what.findData("counts"))
    settle(qtbot, window)
    drawing = page.map.chart.drawing
    assert isinstance(drawing, TileMap)
    small = [cell.name for cell in drawing.cells if cell.number is not None and cell.number < 5]
    assert small
    page.map.save_picture(tmp_path / "kort.png", protect=True)
    page.map.save_picture(tmp_path / "kort.svg", protect=True)
    page.map.save_figures(tmp_path / "kort.xlsx", protect=True)
    page.map.save_figures(tmp_path / "inde.xlsx", protect=False)
    settle(qtbot, window)
    assert QImage(str(tmp_path / "kort.png")).width() == 2560
    svg = (tmp_path / "kort.svg").read_text(encoding="utf-8")
    assert "Region Sjælland" in svg
    assert "Kilde: styrelsens oplysninger i koorddesk" in svg.partition("</desc>")[2]
    sheet = openpyxl.load_workbook(tmp_path / "kort.xlsx").worksheets[0]
    values = {row[2]: row[3] for row in sheet.iter_rows(values_only=True) if row[2]}
    assert {values[name] for name in small} == {"–"}
    inside = openpyxl.load_workbook(tmp_path / "inde.xlsx").worksheets[0]
    kept = {row[2]: row[3] for row in inside.iter_rows(values_only=True) if row[2]}
    assert all(isinstance(kept[name], int) for name in small)


def test_every_picture_can_be_drawn_and_speaks(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    for panel in (page.map, page.matrix, page.rounds):
        page._tabs.setCurrentWidget(panel)
        settle(qtbot, window)
        drawing = panel.chart.drawing
        assert drawing is not None, panel.name
        places = drawing.places(QRectF(0, 0, 1200, 600), panel.chart.canvas.look())
        assert places
        assert all(drawing.spoken(number) for number in range(len(places)))
        assert drawing.title in drawing.summary()
        assert panel.chart.canvas.accessibleName().startswith(drawing.title)
        spoken = QAccessible.queryAccessibleInterface(panel.chart.canvas)
        assert spoken.role() is QAccessible.Role.Graphic
        assert spoken.text(QAccessible.Text.Name).startswith(drawing.title)
    rounds = page.rounds.chart.drawing
    assert rounds is not None
    assert ANNOUNCEMENT in rounds.summary()


def _drawn(look: Look, translator: Translator) -> QImage:
    rounds = Rounds(
        (
            Round("CU-2014", "t", "g", "2014", historical=True),
            Round("CU-2", "t", "g", "2020", historical=False, asked=9, in_time=3, late=2, held=1, missing=3),
        ),
        "Alle",
        Sheet("Runder", (), ()),
    )
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    rounds_bars(rounds, translator).paint(painter, QRectF(0, 0, 600, 400), look)
    painter.end()
    return image


def test_pictures_follow_the_colours_of_the_screen_but_files_are_white(
    qapp: QApplication, translator: Translator
) -> None:
    dark = _drawn(screen_look(dark_palette(QPalette()), qapp.font()), translator)
    paper = _drawn(paper_look(qapp.font()), translator)
    assert dark.pixelColor(2, 2).lightness() < 80
    assert paper.pixelColor(2, 2).lightness() == 255


@pytest.mark.parametrize("level", range(6))
def test_words_on_every_shade_can_be_read(qapp: QApplication, level: int) -> None:
    for look in (paper_look(qapp.font()), screen_look(dark_palette(QPalette()), qapp.font())):
        ground = look.shade(level)
        assert contrast(look.on(ground), ground) >= 4.5


def test_bars_say_their_figures(translator: Translator) -> None:
    years = Occupancy((YearOfPlaces(2025, 3, 40, 30),), "Alle", Sheet("Belægning", (), ()))
    said = occupancy_bars(years, translator).spoken(0)
    assert said == "2025, 75 % belagt, Belagte pladser 30, Ledige pladser 10, 3 tilbud"


def test_classes_never_part_equal_values() -> None:
    found = classes([1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 90, 0])
    assert len(found) <= 5
    assert found[0][0] == 1
    assert found[-1][1] == 90
    assert all(first[1] < second[0] for first, second in itertools.pairwise(found))
    assert [level_of(value, found) for value in (0, 1, 90, None)] == [0, 1, 5, 0]
