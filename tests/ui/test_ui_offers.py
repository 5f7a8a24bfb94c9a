"""The page of offers and the checks of a form, driven as a caseworker drives them, over a real store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, dialog_of, settle

from koorddesk.domain.offers import Attribute, OperatorKind, ScreeningResult
from koorddesk.domain.signals import SignalRule
from koorddesk.findings import Severity
from koorddesk.services import case_page, cross_checks, monitoring, offers, queries, register_queries, template_rules
from koorddesk.services.cross_checks import CrossRow, PlaceRow
from ui.dialogs.ask import AskDialog
from ui.dialogs.offer import (
    ClosingDialog,
    CriterionAddDialog,
    CriterionEndDialog,
    EnvironmentDialog,
    NewOfferDialog,
    OfferGroupDialog,
    ScreeningDialog,
)
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.register_import import import_offers
from ui.dialogs.rule import RuleDialog
from ui.main_window import MainWindow
from ui.pages.offers import OffersPage
from ui.pages.reports import ReportsPage
from ui.pages.templates import TemplatesPage


def page_of(qtbot: QtBot, window: MainWindow) -> OffersPage:
    page = window.show_page("offers")
    settle(qtbot, window)
    assert isinstance(page, OffersPage)
    return page


def errors(window: MainWindow) -> list[str]:
    return [str(error) for error in window.place.notifier.errors]  # type: ignore[attr-defined]


@pytest.mark.fresh
def test_an_empty_register_says_what_to_do_and_an_import_fills_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = page_of(qtbot, window)
    assert page.offers.empty.isVisible()
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("Tilbud", "Driftsherre", "Pladser"), ("Botilbuddet Birk", "Kommunal", 12)):
        sheet.append(row)
    path = tmp_path / "tilbud.xlsx"
    book.save(path)
    import_offers(window.place, page, path)
    settle(qtbot, window)
    assert [row.name for row in page.offers.model.rows] == ["Botilbuddet Birk"]
    assert [row.number for row in page.values.model.rows] == [12]
    out = tmp_path / "ud.xlsx"
    page.write(out)
    settle(qtbot, window)
    assert out.is_file()
    assert not errors(window)


@pytest.mark.fresh
def test_an_offer_is_added_closes_and_is_screened(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    qtbot.mouseClick(page._add, Qt.MouseButton.LeftButton)
    dialog = dialog_of(window, NewOfferDialog)
    assert not dialog.verb.isEnabled()
    dialog.name.setText("Egehuset")
    dialog.operator.setCurrentIndex(dialog.operator.findData("regional"))
    dialog.accept()
    settle(qtbot, window)
    row = page.offers.view.current()
    assert row is not None
    assert (row.name, row.operator_kind, row.portal_number) == ("Egehuset", OperatorKind.REGIONAL, "")
    qtbot.mouseClick(page._closing, Qt.MouseButton.LeftButton)
    closing = dialog_of(window, ClosingDialog)
    closing.source.setText("Brev fra regionen")
    closing.accept()
    settle(qtbot, window)
    assert [signal.rule for signal in page.signals.model.rows] == [SignalRule.CLOSING_ANNOUNCED]
    qtbot.mouseClick(page._group_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    group = dialog_of(window, OfferGroupDialog)
    group.lowest.setText("18")
    group.accept()
    settle(qtbot, window)
    (meant,) = offers.offer_view(window.place.desk, row.id).groups
    assert (meant.age_from, meant.age_to, meant.valid_from) == (18, None, None)
    monitoring.add_screening_criterion(window.place.desk, "Er viden samlet her?")
    qtbot.mouseClick(page._screen, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    screening = dialog_of(window, ScreeningDialog)
    screening.outcome.setCurrentIndex(screening.outcome.findData("highly-specialised"))
    assert not screening.verb.isEnabled()
    screening.reason.setPlainText("Eneste sted med denne viden")
    screening.accept()
    settle(qtbot, window)
    (kept,) = page.screenings.model.rows
    assert (kept.offer_name, kept.result) == ("Egehuset", ScreeningResult.HIGHLY_SPECIALISED)
    assert not errors(window)


@pytest.mark.fresh
def test_a_signal_says_its_rule_and_what_it_rests_on_and_opens_the_offer(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    offers.add_offer(desk, "Birk")
    (row,) = offers.list_offers(desk)
    for number, year in ((12, 2023), (9, 2024)):
        offers.add_value(desk, row.id, Attribute.PLACES, number, dt.date(year, 12, 31), "telefonnotat")
    page = page_of(qtbot, window)
    page._lists.setCurrentWidget(page.signals)
    settle(qtbot, window)
    assert "9" in page._title.text()
    assert "Regel:" in page._signal.text()
    assert "telefonnotat" in page._signal.text()
    assert not page._closing.isVisible()
    page._start.click()
    settle(qtbot, window)
    dialog = dialog_of(window, AskDialog)
    assert "Regel:" in dialog.text("text")
    assert "telefonnotat" in dialog.text("text")
    dialog.write("code", "CU-2026-9")
    dialog.write("title", "Lukning")
    dialog.verb.click()
    settle(qtbot, window)
    assert window.page_key == "cases"
    opened = next(row for row in queries.cases(window.place.desk) if row.announcement_code == "CU-2026-9")
    assert "Regel:" in case_page.case_page(window.place.desk, opened.number).steps[0].text
    page = window.show_page("offers")
    page._lists.setCurrentWidget(page.signals)
    page._open_signal(page.signals.model.rows[0])
    settle(qtbot, window)
    assert page._lists.currentWidget() is page.offers
    assert page._title.text() == "Birk"
    group = register_queries.target_groups(desk)[0]
    offers.set_offer_group(desk, row.id, group.id)
    page.refresh()
    settle(qtbot, window)
    assert group.title in page._facts.text


def templates_page(qtbot: QtBot, window: MainWindow) -> TemplatesPage:
    page = window.show_page("templates")
    settle(qtbot, window)
    assert isinstance(page, TemplatesPage)
    return page


def test_a_check_is_added_weighed_turned_off_and_taken_away(qtbot: QtBot, window: MainWindow) -> None:
    page = templates_page(qtbot, window)
    before = len(page.rules.model.rows)
    assert before > 3
    page.rules.add()
    dialog = dialog_of(window, RuleDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("range"))
    assert not dialog.verb.isEnabled()
    dialog.fields.item(0).setCheckState(Qt.CheckState.Checked)
    dialog._values[0].setText("0")
    dialog._values[1].setText("500")
    dialog.severity.setCurrentIndex(dialog.severity.findData("error"))
    dialog.accept()
    settle(qtbot, window)
    assert not errors(window)
    assert len(page.rules.model.rows) == before + 1
    row = next(row for row in page.rules.model.rows if row.kind == "range")
    assert (row.severity, row.values) == ("error", ("0", "500"))
    page.rules.view.choose(row.id)
    page.rules.turn()
    settle(qtbot, window)
    assert next(r.standing for r in page.rules.model.rows if r.id == row.id) == "off"
    page.rules.view.choose(row.id)
    page.rules.remove()
    reason = dialog_of(window, ReasonDialog)
    reason.reason.setText("Ikke relevant")
    reason.accept()
    settle(qtbot, window)
    assert len(page.rules.model.rows) == before
    assert len(template_rules.list_rules(window.place.desk, "kommuneskema")) == before


def test_fields_are_counted_in_the_order_in_which_they_are_ticked(qtbot: QtBot, window: MainWindow) -> None:
    page = templates_page(qtbot, window)
    page.rules.add()
    dialog = dialog_of(window, RuleDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("part"))
    second, first = dialog.fields.item(1), dialog.fields.item(0)
    second.setCheckState(Qt.CheckState.Checked)
    first.setCheckState(Qt.CheckState.Checked)
    keys = [item.data(Qt.ItemDataRole.UserRole) for item in (second, first)]
    assert list(dialog.written().fields) == keys
    second.setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.verb.isEnabled()
    dialog.reject()


def test_offers_named_in_forms_are_settled_added_and_their_figures_taken_over(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    page._lists.setCurrentWidget(page.names)
    settle(qtbot, window)
    row = page.names.view.current()
    assert row is not None
    assert row.named.offer_id is None
    qtbot.mouseClick(page.names._add, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not errors(window)
    (offer,) = offers.list_offers(window.place.desk)
    assert offer.name == row.named.part
    offers.add_offer(window.place.desk, "Et andet tilbud")
    page.refresh()
    settle(qtbot, window)
    other = next(each for each in offers.list_offers(window.place.desk) if each.id != offer.id)
    page.names.view.choose(row.id)
    page.names.choice.setCurrentIndex(page.names.choice.findData(f"{other.id}/"))
    qtbot.mouseClick(page.names._settle, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert next(r.named.offer_id for r in page.names.model.rows if r.id == row.id) == other.id
    qtbot.mouseClick(page.names._take_over, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not errors(window)
    assert offers.offer_view(window.place.desk, other.id).used_by
    page.names._open_only.setChecked(True)
    assert all(r.named.offer_id is None for r in page.names.model.rows)


def test_reports_show_what_the_forms_say_together(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = PlaceRow("s", "Faxe", "Skema", "C5", "8")
    found = CrossRow("x", "offer-told-differently", Severity.WARNING, "Uenighed", "Spørg", "Regel", (place,), "")
    asked: list[tuple[str, str]] = []

    def told(_desk: object, code: str, region: str) -> list[CrossRow]:
        asked.append((code, region))
        return [found]

    monkeypatch.setattr(cross_checks, "cross_findings", told)
    page = window.show_page("reports")
    settle(qtbot, window)
    assert isinstance(page, ReportsPage)
    page._below.setCurrentWidget(page.comparisons)
    assert [row.message for row in page.comparisons.model.rows] == ["Uenighed"]
    assert asked[0][0] == ANNOUNCEMENT
    assert "Faxe: 8 (Skema!C5)" in page.comparisons._details.text()
    page.comparisons.accept()
    dialog = dialog_of(window, ReasonDialog)
    dialog.reason.setText("Forskellig opgørelsesdag")
    given: list[str] = []
    monkeypatch.setattr(
        cross_checks, "accept_cross_finding", lambda _desk, _code, row, reason: given.extend([row, reason])
    )
    dialog.accept()
    settle(qtbot, window)
    assert given == ["x", "Forskellig opgørelsesdag"]


@pytest.mark.fresh
def test_questions_of_the_screening_and_knowledge_environments_are_written_here(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(qtbot, window)
    page._lists.setCurrentWidget(page.screenings)
    page.focus_filter()
    qtbot.mouseClick(page.screenings._add, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    asked = dialog_of(window, CriterionAddDialog)
    asked.question.setPlainText("Er der et fagligt miljø?")
    asked.accept()
    settle(qtbot, window)
    desk = window.place.desk
    assert [row.text for row in monitoring.every_criterion(desk)] == ["Er der et fagligt miljø?"]
    qtbot.mouseClick(page.screenings._end, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    ended = dialog_of(window, CriterionEndDialog)
    ended.reason.setText("Erstattet")
    ended.accept()
    settle(qtbot, window)
    assert monitoring.every_criterion(desk) == []
    offers.add_offer(desk, "Birk")
    page._lists.setCurrentWidget(page.environments)
    qtbot.mouseClick(page.environments._add, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    dialog = dialog_of(window, EnvironmentDialog)
    dialog.name.setText("Netværk om døvblindhed")
    dialog.offer.setCurrentIndex(1)
    dialog.accept()
    settle(qtbot, window)
    (row,) = page.environments.model.rows
    assert (row.name, row.offers, row.groups) == ("Netværk om døvblindhed", ("Birk",), ())
    assert not errors(window)
