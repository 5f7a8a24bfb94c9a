"""The other pages, driven as a caseworker drives them, over a real store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, BLANK, REGION, TODAY, dialog_of, settle

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.letters import LetterState
from koorddesk.domain.target_groups import Criterion
from koorddesk.services import announcements, casework, queries, register_queries, templates
from ui.dialogs.announcement import IssuedAnnouncementDialog
from ui.dialogs.ask import AskDialog
from ui.dialogs.criterion import CriterionDialog
from ui.dialogs.deadline import DeadlineDialog
from ui.dialogs.learn import LearnDialog
from ui.dialogs.report import ReportDialog
from ui.dialogs.request import RequestDialog
from ui.main_window import MainWindow
from ui.pages.announcements import AnnouncementsPage
from ui.pages.assessment import AssessmentPage
from ui.pages.cases import CasesPage
from ui.pages.intake import IntakePage
from ui.pages.letters import LettersPage
from ui.pages.registers import RegistersPage
from ui.pages.reports import ReportsPage
from ui.pages.target_groups import TargetGroupsPage
from ui.pages.templates import TemplatesPage
from ui.pages.today import TodayPage


def shown(qtbot: QtBot, window: MainWindow, key: str) -> object:
    page = window.show_page(key)
    settle(qtbot, window)
    return page


def errors(window: MainWindow) -> list[str]:
    return [str(error) for error in window.place.notifier.errors]  # type: ignore[attr-defined]


def test_today_lists_what_waits_and_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    kinds = {row.kind for row in page._model.rows}
    assert {"held", "late"} <= kinds
    late = sum(row.count for row in page._model.rows if row.kind == "late")
    assert page._counts["late"].text() == f"Forsinkede afrapporteringer: {late}"
    assert not page._counts["letter"].isEnabled()
    held = next(number for number, row in enumerate(page._model.rows) if row.kind == "held")
    page.view.choose_position(held)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    settle(qtbot, window)
    intake = window.page
    assert isinstance(intake, IntakePage)
    row = intake.view.current()
    assert row is not None
    assert row.file == "Vordingborg_indberetning.xlsx"


def test_a_count_of_today_opens_the_list_it_counts(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    qtbot.mouseClick(page._counts["late"], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.page_key == "reports"


@pytest.mark.fresh
def test_an_empty_store_leads_through_the_first_steps(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    assert page.welcome.isVisible()
    shown_buttons = {step for step, button in page.welcome.buttons.items() if button.isVisible()}
    assert shown_buttons == {"form", "answers"}
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda _parent, title, *_rest: asked.append(title) or ("", ""))
    qtbot.mouseClick(page.welcome.buttons["form"], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert isinstance(window.page, TemplatesPage)
    assert asked == ["Lær et tomt skema"]


def test_what_comes_next_stands_above_the_day_until_letters_are_written(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, TodayPage)
    assert page.next_step.isVisible()
    qtbot.mouseClick(page.next_step.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.page_key == "assessment"


def test_an_issued_announcement_is_noted_from_the_dialog(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "announcements")
    assert isinstance(page, AnnouncementsPage)
    page._new.menu().actions()[1].trigger()
    settle(qtbot, window)
    dialog = dialog_of(window, IssuedAnnouncementDialog)
    assert (dialog.code.text()[:8], dialog.verb.isEnabled()) == ("CU-2026-", False), "proposed, but for the days"
    dialog.code.setText("CU-2026-NY")
    dialog.name.setText("En ny udmelding")
    dialog.issued.set_day(dt.date(2026, 1, 15))
    dialog.deadline.set_day(dt.date(2026, 9, 1))
    for row in range(1, dialog.regions.count()):
        dialog.regions.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    settle(qtbot, window)
    assert errors(window) == []
    row = page.view.current()
    assert row is not None
    assert (row.code, row.regions) == ("CU-2026-NY", 1)
    status = announcements.status(window.place.desk, "CU-2026-NY")
    assert [region.due_on for region in status.regions] == [dt.date(2026, 9, 1)]


def test_a_code_that_is_taken_is_said_and_nothing_is_made(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "announcements")
    assert isinstance(page, AnnouncementsPage)
    page.note_issued()
    settle(qtbot, window)
    dialog = dialog_of(window, IssuedAnnouncementDialog)
    dialog.deadline.set_day(dt.date(2026, 9, 1))
    assert dialog.verb.isEnabled()
    dialog.code.setText(ANNOUNCEMENT)
    assert not dialog.verb.isEnabled()
    assert "denne kode" in dialog.missing.text()


def test_the_regions_asked_are_those_of_the_day_of_the_deadline(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "announcements")
    assert isinstance(page, AnnouncementsPage)
    page.note_issued()
    settle(qtbot, window)
    dialog = dialog_of(window, IssuedAnnouncementDialog)

    def names() -> set[str]:
        return {dialog.regions.item(row).text() for row in range(dialog.regions.count())}

    dialog.deadline.set_day(dt.date(2026, 12, 31))
    assert {"Region Sjælland", "Region Hovedstaden"} <= names()
    next(
        dialog.regions.item(row) for row in range(dialog.regions.count()) if "Nord" in dialog.regions.item(row).text()
    ).setCheckState(Qt.CheckState.Unchecked)
    dialog.deadline.set_day(dt.date(2027, 1, 1))
    assert "Region Østdanmark" in names()
    assert "Region Sjælland" not in names()
    assert "1081" not in dialog.written().regions, "what was taken out stays out"
    dialog.verb.click()
    settle(qtbot, window)
    assert errors(window) == []


def test_a_new_announcement_begins_with_the_case_that_walks_its_checklist(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "announcements")
    assert isinstance(page, AnnouncementsPage)
    page._new.menu().actions()[0].trigger()
    settle(qtbot, window)
    dialog = dialog_of(window, AskDialog)
    for key, words in (("code", "CU-2026-NY"), ("title", "Ny"), ("text", "Ventelisten vokser")):
        dialog.write(key, words)
    dialog.verb.click()
    settle(qtbot, window)
    assert window.page_key == "cases"
    row = next(row for row in queries.announcements(window.place.desk) if row.code == "CU-2026-NY")
    assert row.regions == 0, "nobody is asked before the announcement's own step is taken"


def test_a_deadline_is_moved_with_a_reason(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "announcements")
    assert isinstance(page, AnnouncementsPage)
    page.show_key(ANNOUNCEMENT)
    settle(qtbot, window)
    page.move_deadline()
    dialog = dialog_of(window, DeadlineDialog)
    dialog.due_on.set_day(dt.date(2025, 11, 1))
    assert not dialog.verb.isEnabled()
    dialog.reason.setText("Efter aftale med sekretariatet")
    dialog.accept()
    settle(qtbot, window)
    region = announcements.status(window.place.desk, ANNOUNCEMENT).regions[0]
    assert (region.due_on, region.extension_reason) == (dt.date(2025, 11, 1), "Efter aftale med sekretariatet")
    assert page._regions.model.rows[0].due_on == dt.date(2025, 11, 1)


def test_reports_show_two_layers_and_open_the_form(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "reports")
    assert isinstance(page, ReportsPage)
    assert "2 af 17" in page._total.text()
    states = {row.name: row.state for row in page.members.model.rows}
    assert (states["Faxe"], states["Vordingborg"], states["Greve"]) == ("accepted", "held", "missing")
    assert page.members.view.choose(next(row.authority_id for row in page.members.model.rows if row.name == "Faxe"))
    qtbot.keyClick(page.members.view, Qt.Key.Key_Return)
    settle(qtbot, window)
    intake = window.page
    assert isinstance(intake, IntakePage)
    row = intake.view.current()
    assert row is not None
    assert row.sender == "Faxe"


def test_the_treatment_of_a_joint_answer_is_recorded(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "reports")
    assert isinstance(page, ReportsPage)
    page.record_treatment()
    dialog = dialog_of(window, ReportDialog)
    dialog.treated.setChecked(True)
    dialog.kkr_on.set_day(dt.date(2025, 10, 1))
    dialog.reservations.setPlainText("Ét forbehold")
    dialog.accept()
    settle(qtbot, window)
    region = announcements.status(window.place.desk, ANNOUNCEMENT).regions[0]
    assert (region.kkr_on, region.reservations) == (dt.date(2025, 10, 1), "Ét forbehold")
    assert "01-10-2025" in page._facts.text


def test_what_is_written_in_an_assessment_is_stored_when_the_page_is_left(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "assessment")
    assert isinstance(page, AssessmentPage)
    qtbot.keyClicks(page._form.supply_why, "Der mangler pladser")
    assert page._form.state.text == "ikke gemt endnu"
    window.show_page("cases")
    settle(qtbot, window)
    view = casework.assessment_of(window.place.desk, ANNOUNCEMENT, REGION)
    assert view.necessary_supply_reason == "Der mangler pladser"


def assess(qtbot: QtBot, window: MainWindow) -> AssessmentPage:
    """Judge, pin and conclude through the page."""
    page = shown(qtbot, window, "assessment")
    assert isinstance(page, AssessmentPage)
    page._form.supply.setCurrentIndex(page._form.supply.findData(TestResult.NOT_MET.value))
    page._form.coordination.setCurrentIndex(page._form.coordination.findData(TestResult.MET.value))
    page._form.conclusion.setCurrentIndex(page._form.conclusion.findData(Conclusion.RENEWED_CONSIDERATION.value))
    page._form.supply_why.setPlainText("Der er ikke det fornødne udbud.")
    page._form.coordination_why.setPlainText("Kommunerne planlægger sammen.")
    page._form.conclusion_why.setPlainText("Der skal findes flere pladser.")
    page.save()
    settle(qtbot, window)
    page._sender.setCurrentIndex(page._sender.findText("Faxe"))
    page._read_answers()
    settle(qtbot, window)
    answer = next(row for row in page.answers.model.rows if row.label.startswith("1.1"))
    page.answers.view.choose(str(answer.number))
    page._pin("supply")
    settle(qtbot, window)
    window.place.notifier.answers = ["conclude"]  # type: ignore[attr-defined]
    page.conclude()
    settle(qtbot, window)
    return page


def test_assessment_pins_and_concludes(qtbot: QtBot, window: MainWindow) -> None:
    page = assess(qtbot, window)
    view = casework.assessment_of(window.place.desk, ANNOUNCEMENT, REGION)
    assert errors(window) == []
    assert view.final
    assert [(row.test, row.sender_name) for row in view.pinned] == [("supply", "Faxe")]
    assert page._form.supply_why.isReadOnly()
    assert page._form.request.isVisible()


def test_a_request_shows_its_checklist_and_its_letters_are_drafted_and_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = assess(qtbot, window)
    page._ask_for_renewal()
    settle(qtbot, window)
    dialog = dialog_of(window, RequestDialog)
    dialog.asked.setPlainText("at finde en samlet løsning")
    for line in dialog.checklist._reasons.values():
        assert not dialog.verb.isEnabled()
        qtbot.keyClicks(line, "Aftalt med kontorchefen")
    assert dialog.verb.isEnabled()
    dialog.accept()
    settle(qtbot, window)
    settle(qtbot, window)
    assert errors(window) == []
    letters = window.page
    assert isinstance(letters, LettersPage)
    rows = queries.letters(window.place.desk)
    assert len(rows) == 17
    assert {row.state for row in rows} == {LetterState.DRAFT}
    qtbot.waitUntil(lambda: letters.pdf.drawn > 0, timeout=30_000)
    assert letters.pdf.page_count >= 1
    sources = [row for row in letters.sources.model.rows if row.cell]
    assert sources
    assert sources[0].sheet == "Indberetningsskema"
    letters.write_to(tmp_path / "breve")
    settle(qtbot, window)
    assert len(list((tmp_path / "breve").glob("*-UDKAST.pdf"))) == 17
    cases = shown(qtbot, window, "cases")
    assert isinstance(cases, CasesPage)
    assert "Anmodning om fornyet behandling" in cases._chain.accessibleDescription()


def test_a_group_gets_a_criterion_and_becomes_active(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "target-groups")
    assert isinstance(page, TargetGroupsPage)
    row = next(row for row in page._model.rows if not row.criteria)
    page.view.choose(row.id)
    settle(qtbot, window)
    assert not page._activate.isEnabled()
    page.add_criterion()
    dialog = dialog_of(window, CriterionDialog)
    dialog.reason.setPlainText("Få borgere i hver kommune")
    dialog.source.setText("Fagligt råd")
    dialog.accept()
    settle(qtbot, window)
    qtbot.mouseClick(page._activate, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    after = next(known for known in register_queries.target_groups(window.place.desk) if known.id == row.id)
    assert after.active
    assert after.criteria == (Criterion.SMALL,)


def test_registers_show_the_day_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "registers")
    assert isinstance(page, RegistersPage)
    names = {row.name for row in page.authorities.model.rows}
    assert "Region Sjælland" in names
    page._on.set_day(dt.date(2027, 1, 1))
    settle(qtbot, window)
    names = {row.name for row in page.authorities.model.rows}
    assert "Region Østdanmark" in names
    assert "Region Sjælland" not in names
    page._kind.setCurrentIndex(page._kind.findData("region"))
    page._narrow()
    assert {row.kind.value for row in page.authorities.model.rows} == {"region"}


def test_a_blank_is_looked_at_before_it_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "templates")
    assert isinstance(page, TemplatesPage)
    assert page.take_files([BLANK])
    dialog = dialog_of(window, LearnDialog)
    dialog.code.setText("nyt-skema")
    dialog.accept()
    settle(qtbot, window)
    assert page._bar.isVisible()
    assert [row.code for row in templates.list_templates(window.place.desk)] == ["kommuneskema"]
    fields = page._field_model.rows
    assert len(fields) > 30
    page.fields_view.choose(fields[5].id)
    assert page.sheet.current == (fields[5].sheet, fields[5].cell)
    qtbot.mouseClick(page._keep, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert errors(window) == []
    assert "nyt-skema" in [row.code for row in templates.list_templates(window.place.desk)]
    assert not page._bar.isVisible()


def test_a_field_of_a_form_is_corrected(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window, "templates")
    assert isinstance(page, TemplatesPage)
    field = next(row for row in page._field_model.rows if row.required)
    page.fields_view.choose(field.id)
    page.editor.required.click()
    settle(qtbot, window)
    again = next(
        row for row in templates.show_template(window.place.desk, "kommuneskema").fields if row.cell == field.cell
    )
    assert not again.required
    assert window.place.desk.today() == TODAY
