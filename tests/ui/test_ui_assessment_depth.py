"""Chapters, lenses, the council's remarks and approvals of an assessment, and the way from an answer to its cell."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, REGION, dialog_of, settle

from koorddesk.domain.assessment import Chapter, Conclusion, Lens, TestResult
from koorddesk.domain.chain import StepKind
from koorddesk.services import assessment_depth, case_page, casework, queries
from koorddesk.services.cross_checks import PlaceRow
from koorddesk.services.rounds import ChangeRow
from ui.dialogs.ask import AskDialog
from ui.dialogs.request import RequestDialog
from ui.main_window import MainWindow
from ui.pages.assessment import AssessmentPage
from ui.pages.intake import IntakePage


def shown(qtbot: QtBot, window: MainWindow) -> AssessmentPage:
    page = window.show_page("assessment")
    settle(qtbot, window)
    assert isinstance(page, AssessmentPage)
    page._middle.setCurrentWidget(page.passages)
    return page


def choose(page: AssessmentPage, about: Chapter | Lens) -> None:
    choice = page.passages.choice
    choice.setCurrentIndex(choice.findData(about.value))
    choice.activated.emit(choice.currentIndex())


def test_a_chapter_and_a_lens_are_written_and_kept_when_another_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window)
    assert page.passages.choice.count() == len(Chapter) + len(Lens)
    qtbot.keyClicks(page.passages.text, "Der er tre tilbud.")
    choose(page, Lens.REFERRAL)
    settle(qtbot, window)
    assert page.passages.text.toPlainText() == ""
    qtbot.keyClicks(page.passages.text, "Henvisningen er ens.")
    window.show_page("cases")
    settle(qtbot, window)
    view = casework.assessment_of(window.place.desk, ANNOUNCEMENT, REGION)
    assert view.id is not None
    written = {row.about: row.text for row in assessment_depth.passages(window.place.desk, view.id) if row.text}
    assert written == {"existing-offers": "Der er tre tilbud.", "referral": "Henvisningen er ens."}


def test_an_answer_pinned_to_a_chapter_leads_to_its_cell(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window)
    page._sender.setCurrentIndex(page._sender.findText("Faxe"))
    page._read_answers()
    settle(qtbot, window)
    answer = next(row for row in page.answers.model.rows if row.label.startswith("1.1"))
    page.answers.view.choose(str(answer.number))
    page._pin_passage.click()
    settle(qtbot, window)
    (row,) = page.passages.pinned.model.rows
    assert (row.sender_name, row.sheet, row.cell) == ("Faxe", answer.sheet, answer.cell)
    page.passages.to_cell.click()
    settle(qtbot, window)
    assert isinstance(window.page, IntakePage)
    assert window.page.review.submission == row.submission_id
    assert window.page.review.sheet.current == (row.sheet, row.cell)


def test_the_whole_country_is_assessed_beside_the_regions(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window)
    country = next(row for row in page.region_list.model.rows if not row.region_code)
    page.regions.choose(country.region_name)
    settle(qtbot, window)
    assert page._sender.count() == 3
    page._form.supply_why.setPlainText("Der er pladser i begge landsdele.")
    page.save()
    settle(qtbot, window)
    assert casework.assessment_of(window.place.desk, ANNOUNCEMENT, None).necessary_supply_reason.startswith("Der er")
    assert casework.assessment_of(window.place.desk, ANNOUNCEMENT, REGION).id is None


def test_a_remark_of_the_council_is_kept_with_the_assessment(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window)
    assert not page.council.add.isEnabled()
    casework.begin_assessment(window.place.desk, ANNOUNCEMENT, REGION)
    page.refresh()
    settle(qtbot, window)
    page._middle.setCurrentWidget(page.council)
    page.council.add.click()
    dialog = dialog_of(window, AskDialog)
    dialog.write("text", "Rådet savner tal for ventetid.")
    dialog.write("document", "77")
    dialog.accept()
    settle(qtbot, window)
    assert [(row.text, row.document_number) for row in page.council.remarks.model.rows] == [
        ("Rådet savner tal for ventetid.", "77")
    ]
    assert not page.council.approve.isEnabled()


def test_a_change_since_the_last_round_leads_to_both_its_cells(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(qtbot, window)
    then, now = (PlaceRow(key, "Faxe", "Skema", "C14", raw) for key, raw in (("før", "10"), ("nu", "12")))
    day = dt.date(2025, 3, 1)
    changed = ChangeRow("1", "Faxe", "Antal borgere", 10.0, 12.0, 2.0, 20.0, day, 1, then, now)
    gone = ChangeRow("2", "Faxe", "Antal pladser", 4.0, None, None, None, day, None, then, None)
    page.changes._show([changed, gone])
    assert page._tabs.tabText(page._tabs.indexOf(page.changes)) == "Ændringer (2)"
    model = page.changes.list.model
    shown_texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert {"10", "12", "+2", "+20 %"} <= set(shown_texts)
    asked: list[tuple[str, str]] = []
    window.place.page_wanted.connect(lambda page, key: asked.append((page, key)))
    page.changes.list.view.choose("1")
    page.changes.cell_then.click()
    page.changes.list.view.choose("2")
    assert page.changes.cell_then.isEnabled()
    assert not page.changes.cell.isEnabled()
    settle(qtbot, window)
    assert asked == [("intake", "før#Skema!C14")]


def test_the_whole_country_is_concluded_and_asked_for_renewed_consideration(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    tests = {"necessary_supply": TestResult.NOT_MET, "necessary_supply_reason": "Ét tilbud er for lidt.",
             "coordination": TestResult.MET, "coordination_reason": "Kommunerne mødes."}  # fmt: skip
    casework.save_assessment(
        desk,
        ANNOUNCEMENT,
        None,
        **tests,
        conclusion=Conclusion.RENEWED_CONSIDERATION,
        conclusion_reason="Samlet løsning.",
    )
    answered = next(row for row in queries.submissions(desk, ANNOUNCEMENT) if row.state.is_used)
    casework.pin_answer(desk, ANNOUNCEMENT, None, answered.id, 1, "supply")
    casework.conclude(desk, ANNOUNCEMENT, None, "Gennemgået")
    page = shown(qtbot, window)
    page.regions.choose("hele landet")
    settle(qtbot, window)
    page._form.request.click()
    settle(qtbot, window)
    dialog = dialog_of(window, RequestDialog)
    assert "hele landet" in dialog.windowTitle()
    for line in dialog.checklist.findChildren(QLineEdit):
        line.setText("Aftalt med kontorchefen")
    dialog.asked.setPlainText("at præsentere en samlet løsning")
    assert dialog.checklist.can_proceed, [(item.text, item.met) for item in dialog.checklist._items]
    dialog.verb.click()
    settle(qtbot, window)
    step = case_page.case_page(desk, casework.case_number_of(desk, ANNOUNCEMENT)).steps[-1]
    assert step.kind == StepKind.RENEWED_CONSIDERATION_REQUEST
    letters = case_page.case_page(desk, casework.case_number_of(desk, ANNOUNCEMENT)).letters
    assert len(letters) == 17
    page = window.show_page("assessment")
    page.regions.choose("hele landet")
    settle(qtbot, window)
    page._form.to_case.click()
    settle(qtbot, window)
    assert window.page_key == "cases"
