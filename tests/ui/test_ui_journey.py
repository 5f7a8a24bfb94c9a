"""The caseworker's day (tests/journeys/hovedopgaven.feature), on the real window."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytest_bdd import given, parsers, scenario, then, when
from pytestqt.qtbot import QtBot
from ui_chain import day, done, fill, go, opened, turn_to
from ui_doubles import BLANK, settle, submission_file

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.chain import StepKind
from koorddesk.domain.letters import LetterKind, LetterState
from koorddesk.paths import resource
from koorddesk.services import announcements, keeping, letter_setting, letters, queries, submission_rows
from koorddesk.services.writing import ACT
from koorddesk.settings import Settings
from ui.dialogs.announcement import IssuedAnnouncementDialog
from ui.dialogs.import_files import ImportDialog
from ui.dialogs.learn import LearnDialog
from ui.dialogs.letter import ApproveDialog, DecideDialog, DispatchDialog
from ui.dialogs.register_import import import_contacts
from ui.dialogs.request import RequestDialog
from ui.dialogs.step import StepDialog
from ui.dialogs.write_councils import WriteDialog
from ui.main_window import MainWindow

CODE, REGION = "CU-2025-PRØVE", "1085"


@pytest.mark.fresh
@scenario("../journeys/hovedopgaven.feature", "En dag fra tom database til trykte breve")
def test_a_day_from_empty_store_to_printed_letters() -> None:
    pass


@pytest.mark.fresh
@scenario(
    "../journeys/hovedopgaven.feature",
    "Filerne først: hun får kun at vide, at hun skal indlæse dem og skrive til Region Sjælland",
)
def test_files_first_and_letters_to_a_region_without_the_manual() -> None:
    pass


@given("en tom database")
def empty_store(window: MainWindow) -> None:
    assert queries.submissions(window.place.desk) == []


@when(parsers.parse('hun lærer det tomme skema "{name}" som "{code}"'))
def learn_form(qtbot: QtBot, window: MainWindow, name: str, code: str) -> None:
    page = go(qtbot, window, "templates")
    page.learn(resource("samples", "templates", name), code)
    settle(qtbot, window)
    page.keep()
    settle(qtbot, window)


@when("hun indlæser kontakterne")
def contacts(qtbot: QtBot, window: MainWindow) -> None:
    import_contacts(window.place, window, resource("samples", "contacts.xlsx"))
    settle(qtbot, window)


@when(parsers.parse('hun opretter udmeldingen "{code}" til Region Sjælland med frist {due}'))
def announce(qtbot: QtBot, window: MainWindow, code: str, due: str) -> None:
    page = go(qtbot, window, "announcements")
    page.note_issued()
    dialog = opened(qtbot, window, IssuedAnnouncementDialog)
    dialog.issued.set_day(dt.date(2025, 3, 3))
    dialog.code.setText(code)
    dialog.name.setText("Central udmelding (PRØVE)")
    dialog.group.setCurrentText("Voksne med kompleks erhvervet hjerneskade")
    dialog.deadline.set_day(day(due))
    for row in range(dialog.regions.count()):
        item = dialog.regions.item(row)
        ours = item.data(Qt.ItemDataRole.UserRole) == REGION
        item.setCheckState(Qt.CheckState.Checked if ours else Qt.CheckState.Unchecked)
    dialog.template.setCurrentIndex(dialog.template.findData("kommune"))
    dialog.verb.click()
    settle(qtbot, window)


def drop(window: MainWindow) -> None:
    """Drop three answers on the window."""
    window.show_page("today")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(submission_file(name))) for name in ("Faxe", "Sorø", "Vordingborg")])
    where = QPointF(400, 300)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, buttons, keys))
    window.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))


@when(parsers.parse("hun slipper besvarelserne fra Faxe, Sorø og Vordingborg på vinduet som modtaget {received}"))
def drop_files(qtbot: QtBot, window: MainWindow, received: str) -> None:
    drop(window)
    dialog = opened(qtbot, window, ImportDialog)
    dialog.received.set_day(day(received))
    dialog.announcement.setCurrentIndex(dialog.announcement.findData(CODE))
    dialog.verb.click()
    settle(qtbot, window)


@then("er Faxe klar til godkendelse, og Vordingborg har en fejl")
def shown_before_storing(window: MainWindow) -> None:
    states = {row.file: row.state for row in window.page.view._rows.rows}
    assert states["Faxe_indberetning.xlsx"] == "ready"
    assert states["Vordingborg_indberetning.xlsx"] == "held"
    assert queries.submissions(window.place.desk) == []


@when("hun tager besvarelserne ind")
def take_in(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.page._bar.take_in, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


@then("har 2 af 17 kommuner svaret, og 1 holdes")
def who_has_answered(window: MainWindow) -> None:
    (region,) = announcements.status(window.place.desk, CODE).regions
    assert (region.answered, region.asked, region.held) == (2, 17, 1)


@when(parsers.parse('hun godkender advarslen om "{raw}" med begrundelsen "{reason}"'))
def accept_the_warning(qtbot: QtBot, window: MainWindow, raw: str, reason: str) -> None:
    desk = window.place.desk
    row = next(row for row in queries.submissions(desk, CODE) if row.sender_name == "Sorø")
    page = go(qtbot, window, "intake", row.id)
    finding = next(found for found in submission_rows.findings_of(desk, row.id) if found.raw == raw)
    assert page.review.sheet is not None
    from koorddesk.services.warnings import accept_warning

    window.place.change(
        page, lambda desk: accept_warning(desk, row.id, finding.number, reason), title="Godkender advarslen"
    )
    settle(qtbot, window)
    assert next(found for found in submission_rows.findings_of(desk, row.id) if found.raw == raw).accepted


@when(parsers.parse('hun fastholder svaret på "{question}" fra {name} i vurderingen af udbuddet'))
def pin(qtbot: QtBot, window: MainWindow, question: str, name: str) -> None:
    page = go(qtbot, window, "assessment", f"{CODE}/{REGION}")
    page._tabs.setCurrentWidget(page._answers_tab)
    settle(qtbot, window)
    page._sender.setCurrentText(
        next(page._sender.itemText(n) for n in range(page._sender.count()) if name in page._sender.itemText(n))
    )
    page._sender.activated.emit(page._sender.currentIndex())
    settle(qtbot, window)
    key = next(row.number for row in page.answers.view._rows.rows if row.label.startswith(question))
    assert page.answers.view.choose(str(key))
    page._pin_supply.click()
    settle(qtbot, window)


@when("hun vurderer, at Region Sjælland mangler både udbud og koordination")
def assess(qtbot: QtBot, window: MainWindow) -> None:
    page = go(qtbot, window, "assessment", f"{CODE}/{REGION}")
    for box, why in (
        (page._form.supply, page._form.supply_why),
        (page._form.coordination, page._form.coordination_why),
    ):
        box.setCurrentIndex(box.findData(TestResult.NOT_MET.value))
        why.setPlainText("Der er ventetid, og kapaciteten planlægges i hver kommune.")
    page._form.conclusion.setCurrentIndex(page._form.conclusion.findData(Conclusion.RENEWED_CONSIDERATION.value))
    page._form.conclusion_why.setPlainText("Der er behov for en samlet løsning.")
    page.save()
    settle(qtbot, window)
    window.place.notifier.answers = ["conclude"]
    page._form.conclude.click()
    settle(qtbot, window)


@when("hun noterer et dialogmøde på sagen")
def record_dialogue(qtbot: QtBot, window: MainWindow) -> None:
    case = next(row for row in queries.cases(window.place.desk) if row.announcement_code == CODE)
    page = go(qtbot, window, "cases", case.number)
    page.next.choose(StepKind.DIALOGUE.value)
    page.next.take.click()
    dialog = opened(qtbot, window, StepDialog)
    dialog.regions.tick_text("Region Sjælland")
    dialog.text.setPlainText("dialogmøde om kapacitet")
    qtbot.waitUntil(dialog.verb.isEnabled, timeout=10_000)
    dialog.verb.click()
    settle(qtbot, window)


@when("hun beder kommunalbestyrelserne om fornyet behandling")
def ask(qtbot: QtBot, window: MainWindow) -> None:
    page = go(qtbot, window, "assessment", f"{CODE}/{REGION}")
    page._form.request.click()
    dialog = opened(qtbot, window, RequestDialog)
    assert dialog.checklist.can_proceed
    dialog.asked.setPlainText("at præsentere en koordineret løsning")
    dialog.deadline.set_day(dt.date(2026, 6, 30))
    dialog.verb.click()
    qtbot.waitUntil(lambda: len(queries.letters(window.place.desk)) == 17, timeout=60_000)
    settle(qtbot, window)


def to_soro(window: MainWindow) -> queries.LetterRow:
    return next(row for row in queries.letters(window.place.desk) if row.recipient == "Sorø Kommune")


@then("er der 17 udkast, og brevet til Sorø fører tallet tilbage til sin celle")
def drafts(window: MainWindow) -> None:
    desk = window.place.desk
    assert [row.state for row in queries.letters(desk)] == [LetterState.DRAFT] * 17
    source = next(source for source in letters.letter_sources(desk, to_soro(window).id) if source.cell)
    sheet = openpyxl.load_workbook(submission_file("Sorø"))[source.sheet]
    assert (source.shown, sheet[source.cell].value) == ("7", "ca. 7")
    assert "UDKAST" in printed(letter_setting.letter_pdf(desk, to_soro(window).id))


@when("en jurist har taget stilling, og kontorchefen godkender brevet til Sorø")
def approve(qtbot: QtBot, window: MainWindow) -> None:
    page = go(qtbot, window, "letters", to_soro(window).id)
    page._decide.click()
    decision = opened(qtbot, window, DecideDialog)
    decision.name.setText("Jurist")
    decision.verb.click()
    settle(qtbot, window)
    page = go(qtbot, window, "letters", to_soro(window).id)
    assert page._approve.isEnabled()
    page._approve.click()
    dialog = opened(qtbot, window, ApproveDialog)
    dialog.name.setText("Kontorchef")
    dialog.job.setText("Kontorchef")
    dialog.verb.click()
    settle(qtbot, window)


@then("er brevet låst uden udkaststempel, og det kan trykkes fra en mappe")
def frozen(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    desk, row = window.place.desk, to_soro(window)
    assert row.state is LetterState.FROZEN
    stored = letter_setting.letter_pdf(desk, row.id)
    assert "UDKAST" not in printed(stored)
    window.page.write_to(tmp_path / "breve")
    settle(qtbot, window)
    (file,) = (tmp_path / "breve").glob("*Sorø*.pdf")
    assert file.read_bytes() == stored


@then("databasen er i orden")
def sound(window: MainWindow) -> None:
    assert keeping.check_store(window.place.desk) == []


@given("en tom database, hvor brevenes afsender ikke er udfyldt")
def empty_store_without_sender(window: MainWindow) -> None:
    window.place.use_settings(Settings())
    assert queries.submissions(window.place.desk) == []


@when("hun slipper besvarelserne på vinduet, før noget skema er lært")
def drop_before_the_form(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(BLANK), ""))
    window.place.notifier.answers = ["learn"]
    drop(window)


@when("hun viser programmet det tomme skema")
def show_the_blank(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, LearnDialog).verb.click()
    settle(qtbot, window)
    assert window.page_key == "templates"
    window.page.keep()
    settle(qtbot, window)


@then("venter filerne på hende, og hun noterer udmeldingen og læser dem")
def the_files_waited(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window, ImportDialog)
    assert dialog._uncounted.isVisibleTo(dialog)
    dialog.note.click()
    note = opened(qtbot, window, IssuedAnnouncementDialog)
    note.group.setCurrentText("Voksne med kompleks erhvervet hjerneskade")
    assert note.template.currentData(), "the one form known is the municipalities'"
    note.issued.set_day(day("03-03-2025"))
    note.deadline.set_day(day("15-10-2025"))
    for row in range(note.regions.count()):
        if note.regions.item(row).text() != "Region Sjælland":
            note.regions.item(row).setCheckState(Qt.CheckState.Unchecked)
    note.code.setText(CODE)
    note.verb.click()
    done(qtbot, window)
    assert dialog.announcement.currentData() == CODE
    dialog.received.set_day(day("14-10-2025"))
    dialog.verb.click()
    settle(qtbot, window)
    assert len(window.page.view._rows.rows) == 3


def written_to(qtbot: QtBot, window: MainWindow, words: str) -> WriteDialog:
    """Search, choose what can be done, and return the dialog with the letters shown."""
    window._search.setFocus()
    window._search.setText(words)
    qtbot.waitUntil(lambda: any(hit.kind == ACT for hit in window._search._hits.hits), timeout=20_000)
    number = next(n for n, row in enumerate(window._search._hits.rows) if row.hit is not None and row.hit.kind == ACT)
    window._search._choose(window._search._hits.index(number))
    dialog = opened(qtbot, window, WriteDialog)
    settle(qtbot, window)
    assert dialog.region.currentText() == "Region Sjælland"
    return dialog


@when(parsers.parse('hun søger "{words}" og vælger at skrive til kommunalbestyrelserne'))
def search_and_write(qtbot: QtBot, window: MainWindow, words: str) -> None:
    written_to(qtbot, window, words)


@then("får hun at vide, at vurderingen skal afsluttes først")
def assess_first(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window, WriteDialog)
    assert dialog.chosen is not None
    assert (dialog.chosen.kind, dialog.chosen.count) == (LetterKind.RENEWED_CONSIDERATION_REQUEST, 17)
    assert "Afslut først vurderingen" in dialog.chosen.missing
    dialog.verb.click()
    settle(qtbot, window)
    assert window.page_key == "assessment"
    form = window.page._form
    assert not form.conclude.isEnabled()
    form.conclusion.setCurrentIndex(form.conclusion.findData(Conclusion.RENEWED_CONSIDERATION.value))
    form.written.emit()
    assert "mindst ét svar" in form.problem.text(), "a request without grounds would be stopped later"


@when("hun vælger igen at skrive, og udfylder afsenderen den ene gang, der spørges")
def write_now(qtbot: QtBot, window: MainWindow) -> None:
    dialog = written_to(qtbot, window, "skriv sjæl")
    assert not dialog.chosen.missing
    dialog.verb.click()
    fill(qtbot, window, email="enhed@eksempel.dk")
    request = opened(qtbot, window, RequestDialog)
    assert request.deadline.day.weekday() < 5
    for line in request.checklist.findChildren(QLineEdit):
        line.setText("Drøftet med kommunerne")
    request.asked.setPlainText("at præsentere en koordineret løsning")
    request.verb.click()
    done(qtbot, window)


@then("er der 17 udkast, og alle mangler en adresse")
def drafts_without_addresses(qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert window.page_key == "letters"
    settle(qtbot, window)
    assert len(window.page.view._rows.rows) == 17
    assert "Adresserne i 17 breve" in window.page._open_points.text()
    path = tmp_path / "adresser.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path), ""))
    window.page._open_points.fill_in.click()
    done(qtbot, window)
    listed = {row[1] for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)}
    assert len(listed & {row.recipient for row in queries.letters(window.place.desk)}) == 17


@when("hun henter adresserne fra et regneark, og en jurist tager stilling")
def addresses(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts_file = str(resource("samples", "contacts.xlsx"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (contacts_file, ""))
    window.page._open_points.take_in.click()
    done(qtbot, window)
    assert "Adress" not in window.page._open_points.text()
    window.page._decide.click()
    decision = opened(qtbot, window, DecideDialog)
    decision.name.setText("Jurist")
    decision.verb.click()
    done(qtbot, window)
    # Days pass: the draft says its date, and one click sets them all anew.
    turn_to(window, dt.date(2026, 2, 9))
    window.page.refresh()
    settle(qtbot, window)
    assert "dateret 02-02-2026" in window.page._open_points.text()
    window.page._open_points.date.click()
    done(qtbot, window)


@when("hun godkender og afsender hele udsendelsen under ét")
def approve_and_send_all(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert page._approve.isEnabled()
    page._approve.click()
    approval = opened(qtbot, window, ApproveDialog)
    approval.name.setText("Kontorchef")
    approval.whole_run.setChecked(True)
    assert "17" in approval.verb.text()
    approval.verb.click()
    done(qtbot, window)
    today = go(qtbot, window, "today")
    assert "17 breve" in next(row.text for row in today._model.all_rows if row.kind == "letter")
    page = go(qtbot, window, "letters")
    page._dispatch.click()
    sending = opened(qtbot, window, DispatchDialog)
    sending.whole_run.setChecked(True)
    sending.verb.click()
    done(qtbot, window)


@then("er 17 breve sendt med dags dato, og I dag viser kun, hvad der er tilbage")
def all_sent(qtbot: QtBot, window: MainWindow) -> None:
    rows = queries.letters(window.place.desk)
    assert {(row.state, row.dated) for row in rows} == {(LetterState.DISPATCHED, dt.date(2026, 2, 9))}
    assert len(rows) == 17
    today = go(qtbot, window, "today")
    today.refresh()
    settle(qtbot, window)
    waiting = {row.kind: row.count for row in today._model.all_rows}
    assert "letter" not in waiting
    assert waiting["journal"] >= 17
    assert not today.next_step.isVisible()


def printed(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)
