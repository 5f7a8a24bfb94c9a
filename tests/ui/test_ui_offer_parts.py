"""An offer's own fields, its departments and services with their figures, where a list comes from, its history."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from test_ui_accessible import nameless
from ui_doubles import dialog_of, settle

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.offers import Attribute, Level, OperatorKind, Origin
from koorddesk.services import offer_parts, offers
from koorddesk.services.register_data import authority_id
from ui.dialogs.ask import AskDialog
from ui.dialogs.offer_edit import ask_list
from ui.main_window import MainWindow
from ui.pages.offers import OffersPage

VEJLE = authority_id(AuthorityKind.MUNICIPALITY, "0630")

pytestmark = pytest.mark.fresh


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> OffersPage:
    desk = window.place.desk
    offers.add_offer(desk, "Egehuset", operator_kind=OperatorKind.REGIONAL, location_id=VEJLE, note="ny leder")
    made = window.show_page("offers")
    settle(qtbot, window)
    assert isinstance(made, OffersPage)
    return made


def give(qtbot: QtBot, window: MainWindow, **written: object) -> None:
    """Fill in the open dialog and press its button."""
    dialog = dialog_of(window, AskDialog)
    assert nameless(dialog) == []
    for key, value in written.items():
        dialog.write(key, value)
    assert dialog.verb.isEnabled()
    dialog.accept()
    settle(qtbot, window)
    assert not window.place.notifier.errors  # type: ignore[attr-defined]


def test_correcting_one_field_leaves_the_others_as_they_were(
    qtbot: QtBot, window: MainWindow, page: OffersPage
) -> None:
    row = page.offers.view.current()
    assert row is not None
    before = offer_parts.offer_fields(window.place.desk, row.id)
    qtbot.mouseClick(page._edit, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    give(qtbot, window, cvr="12345678", reason="brev")
    after = offer_parts.offer_fields(window.place.desk, row.id)
    assert after == before | {"cvr": "12345678"}
    texts = [entry.changes for entry in page._history.panel.model.rows]
    assert any("CVR-nummer: 12345678" in text for text in texts)
    assert any("ligger i: Vejle" in text and "driftsherre: regional" in text for text in texts)


def test_departments_services_and_their_figures_are_kept_from_the_page(
    qtbot: QtBot, window: MainWindow, page: OffersPage
) -> None:
    page._about.setCurrentWidget(page.parts)
    qtbot.mouseClick(page.parts.department, Qt.MouseButton.LeftButton)
    give(qtbot, window, name="Nord", without_premises="no")
    qtbot.mouseClick(page.parts.service, Qt.MouseButton.LeftButton)
    nord = page.parts.model.all_rows[0].id
    give(qtbot, window, name="Døgnophold", department_id=nord)
    assert [(row.name, row.level, row.department) for row in page.parts.model.all_rows] == [
        ("Nord", Level.DEPARTMENT, ""),
        ("Døgnophold", Level.SERVICE, "Nord"),
    ]
    page.parts.view.choose(nord)
    qtbot.mouseClick(page.parts.figures, Qt.MouseButton.LeftButton)
    figures = {"places": "8", "occupancy": "87,5", "dated": dt.date(2026, 1, 1), "source": "dialogmøde"}
    give(qtbot, window, **figures, origin=Origin.REPORTED.value)
    row = page.parts.model.all_rows[0]
    assert (row.places, row.occupancy, row.places_on) == (8, 87.5, dt.date(2026, 1, 1))
    assert [(value.attribute, value.part, value.origin) for value in page.values.model.all_rows] == [
        (Attribute.OCCUPANCY, "Nord", Origin.REPORTED),
        (Attribute.PLACES, "Nord", Origin.REPORTED),
    ]
    page.parts.view.choose(nord)
    qtbot.mouseClick(page.parts.edit, Qt.MouseButton.LeftButton)
    give(qtbot, window, name="Nordfløjen", closed_on=dt.date(2026, 6, 30))
    row = page.parts.model.all_rows[0]
    assert (row.name, row.closed_on, row.without_premises) == ("Nordfløjen", dt.date(2026, 6, 30), False)
    page.parts.view.choose(page.parts.model.all_rows[1].id)
    qtbot.mouseClick(page.parts.edit, Qt.MouseButton.LeftButton)
    give(qtbot, window, department_id="")
    assert page.parts.model.all_rows[1].department == ""
    page._about.setCurrentWidget(page._history)
    told = " ".join(entry.changes for entry in page._history.panel.model.all_rows)
    assert "oplysning: Pladser" in told
    assert "tal: 8" in told


def test_a_figure_that_is_none_is_refused_in_words(qtbot: QtBot, window: MainWindow, page: OffersPage) -> None:
    page._about.setCurrentWidget(page.values)
    qtbot.mouseClick(page._figures, Qt.MouseButton.LeftButton)
    dialog = dialog_of(window, AskDialog)
    dialog.write("places", "ca. 8")
    assert not dialog.verb.isEnabled()
    dialog.write("source", "brev")
    dialog.accept()
    settle(qtbot, window)
    errors = window.place.notifier.errors  # type: ignore[attr-defined]
    assert [error.code for error in errors] == ["figure-unread"]
    assert not page.values.model.all_rows


def test_an_imported_list_says_where_it_comes_from_and_which_day_it_holds_for(
    qtbot: QtBot, window: MainWindow, page: OffersPage, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (("Tilbud", "Pladser"), ("Egehuset", 11)):
        book.worksheets[0].append(row)
    path = tmp_path / "kommunens liste.xlsx"
    book.save(path)
    ask_list(window.place, page, path)
    give(qtbot, window, origin=Origin.REPORTED.value, dated=dt.date(2025, 12, 31))
    assert [(row.number, row.origin, row.dated) for row in page.values.model.all_rows] == [
        (11, Origin.REPORTED, dt.date(2025, 12, 31))
    ]
