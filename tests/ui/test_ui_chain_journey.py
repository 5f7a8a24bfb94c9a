"""A caseworker's whole cycle (tests/journeys/sagskaeden.feature), on the real window."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytest_bdd import given, parsers, scenario, then, when
from pytestqt.qtbot import QtBot
from ui_doubles import RecordingNotifier, dialog_of, settle, submission_file

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.chain import StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import CaseRoleKind, Direction, DocumentKind
from koorddesk.paths import resource
from koorddesk.services import case_page, clocks, dialogue, filing, keeping, queries, submission_rows
from koorddesk.services.case_page import CasePage
from ui.dialogs.ask import AskDialog
from ui.dialogs.deadline import DeadlineDialog
from ui.dialogs.entry import EntryDialog
from ui.dialogs.import_files import ImportDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.step import StepDialog
from ui.main_window import MainWindow
from ui.pages import case_acts

CODE, REGION, GROUP = "CU-2026-PRØVE", "1085", "Voksne med kompleks erhvervet hjerneskade"
NUMBER = "2026-001"
FIRST, SECOND = "Sorø Kommune", "Næstved Kommune"


@pytest.mark.fresh
@scenario("../journeys/sagskaeden.feature", "Fra et høringssvar til opfølgningen på et ophævet pålæg")
def test_a_cycle_from_a_hearing_answer_to_the_follow_up() -> None:
    pass


def opened(qtbot: QtBot, window: MainWindow, kind):
    """Wait for a dialog of a kind and return it."""
    qtbot.waitUntil(lambda: any(found.isVisible() for found in window.findChildren(kind)), timeout=30_000)
    return dialog_of(window, kind)


def go(qtbot: QtBot, window: MainWindow, page: str, key: str = ""):
    shown = window.show_page(page, key)
    settle(qtbot, window)
    return shown


def done(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for what was begun, and see that nothing was refused."""
    settle(qtbot, window)
    notifier = window.place.notifier
    assert isinstance(notifier, RecordingNotifier)
    assert not notifier.errors, [error.message(window.place.translator) for error in notifier.errors]


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007 - a calendar day


def turn_to(window: MainWindow, today: dt.date) -> None:
    """Let another day be today."""
    window.place.desk = dataclasses.replace(window.place.desk, today=lambda: today)


def case(window: MainWindow) -> CasePage:
    return case_page.case_page(window.place.desk, NUMBER)


def fill(qtbot: QtBot, window: MainWindow, **words: object) -> None:
    """Fill the small dialog that is open, and press its button."""
    dialog = opened(qtbot, window, AskDialog)
    for key, value in words.items():
        dialog.write(key, value)
    assert dialog.verb.isEnabled()
    dialog.verb.click()
    done(qtbot, window)


def take(qtbot: QtBot, window: MainWindow, kind: StepKind, on: dt.date, **words) -> None:
    """Take a step through its dialog; every gap that may be passed gets a reason."""
    turn_to(window, on)
    page = go(qtbot, window, "cases", NUMBER)
    page.refresh()
    settle(qtbot, window)
    page.next.choose(kind.value)
    page.next.take.click()
    dialog = opened(qtbot, window, StepDialog)
    assert dialog.step.kind is kind
    for name in words.pop("regions", ()):
        dialog.regions.tick_text(name)
    for name in words.pop("addressees", ()):
        dialog.addressees.tick_text(name)
    for number, (name, why) in enumerate(words.pop("offers", ())):
        dialog.offers.name(number, name, why=why)
    if "deadline" in words:
        dialog.deadline.set_day(words.pop("deadline"))
    for name, value in words.items():
        part = getattr(dialog, name)
        if name in ("text", "reason"):
            part.setPlainText(value)
        else:
            part.setCurrentIndex(part.findData(value) if part.findData(value) >= 0 else part.findText(value))
    qtbot.waitUntil(lambda: dialog._rows is not None, timeout=20_000)
    stopped = [row.text for row in dialog._rows if row.blocks]
    assert not stopped, stopped
    for line in dialog.checklist.findChildren(QLineEdit):
        line.setText("Aftalt med kontorchefen")
    qtbot.waitUntil(dialog.verb.isEnabled, timeout=20_000)
    dialog.verb.click()
    done(qtbot, window)
    assert kind in {step.kind for step in case(window).steps}


def put(qtbot: QtBot, window: MainWindow, direction: Direction, kind: DocumentKind, theme: str, path=None) -> None:
    """Put a document on the case."""
    page = go(qtbot, window, "cases", NUMBER)
    page.file_document(path)
    fill(qtbot, window, direction=direction.value, kind=kind.value, theme=theme, party="Modpart")


@given("en database med registrene")
def with_registers(window: MainWindow) -> None:
    assert queries.cases(window.place.desk) != []
    assert NUMBER not in {row.number for row in queries.cases(window.place.desk)}


@when("hun opretter årets høring og indlæser 2 høringssvar fra et regneark")
def hearing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = go(qtbot, window, "dialogue")
    page.add(EntryKind.HEARING)
    dialog = opened(qtbot, window, EntryDialog)
    dialog.title.setText("Årlig høring 2026")
    dialog.closes.set_day(dt.date(2026, 2, 20))
    dialog.verb.click()
    done(qtbot, window)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Organisation", "Målgruppe", "Bekymring", "Dokumentation", "Dato"])
    sheet.append(["Brugerforening", GROUP, "Ventelisten vokser", "Eget overblik", dt.date(2026, 1, 30)])
    sheet.append(["Fagforening", GROUP, "Få pladser", "", dt.date(2026, 1, 31)])
    book.save(tmp_path / "svar.xlsx")
    page._tabs.setCurrentWidget(page.answers)
    window.take_files([tmp_path / "svar.xlsx"])
    done(qtbot, window)
    assert {row.organisation for row in page.answers.model.rows} == {"Brugerforening", "Fagforening"}


@when("hun skriver ved et høringssvar, hvad styrelsen foretog sig")
def react(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    page.answers.view.opened.emit(page.answers.model.rows[0])
    fill(qtbot, window, reaction="Taget op på dialogmøde")
    answers = dialogue.entries(window.place.desk, kinds=(EntryKind.HEARING_ANSWER,))
    assert sorted(row.reaction for row in answers) == ["", "Taget op på dialogmøde"]


@when("hun opretter en sag ud fra en henvendelse om et tilbud")
def enquiry(qtbot: QtBot, window: MainWindow) -> None:
    page = go(qtbot, window, "dialogue")
    page.add(EntryKind.ENQUIRY)
    dialog = opened(qtbot, window, EntryDialog)
    dialog.title.setText("Truet tilbud")
    dialog.organisation.setText("Sorø Kommune")
    dialog.offer.setText("Bostedet Åsen")
    dialog.concern.setPlainText("Tilbuddet kan lukke inden for et år")
    dialog.verb.click()
    done(qtbot, window)
    assert page.list.view.current().title == "Truet tilbud"
    page._start.click()
    settle(qtbot, window)
    dialog = opened(qtbot, window, AskDialog)
    dialog.parts["group"].setCurrentText(GROUP)
    fill(qtbot, window, code=CODE, title="Central udmelding (PRØVE)")
    assert window.page_key == "cases"
    assert [step.kind for step in case(window).steps] == [StepKind.SIGNAL]


@when("hun gør sig selv ansvarlig og giver sagen dens nummer")
def responsible(qtbot: QtBot, window: MainWindow) -> None:
    page = go(qtbot, window, "cases", NUMBER)
    page._role.click()
    settle(qtbot, window)
    fill(qtbot, window, person="", name="Fuldmægtig", account="fuldmægtig", role=CaseRoleKind.RESPONSIBLE.value)
    page._number.trigger()
    fill(qtbot, window, number="2026-4711")
    assert "Fuldmægtig" in page._about.text()
    assert "2026-4711" in page._about.text()


@when(parsers.parse("hun noterer et dialogmøde med en aftalt handling til {due}"))
def meeting(qtbot: QtBot, window: MainWindow, due: str) -> None:
    page = go(qtbot, window, "dialogue")
    page.add(EntryKind.DIALOGUE_MEETING)
    dialog = opened(qtbot, window, EntryDialog)
    dialog.title.setText("Halvårligt dialogmøde")
    dialog.parties.setText("Sorø Kommune; Næstved Kommune")
    dialog.text.setPlainText("Kapacitet og ventetid")
    dialog.case.setCurrentIndex(dialog.case.findData(NUMBER))
    dialog.verb.click()
    done(qtbot, window)
    page._task.click()
    fill(qtbot, window, text="Kommunerne sender tal for ventetid", due=day(due), **{"with": "Sorø Kommune"})
    take(qtbot, window, StepKind.DIALOGUE, dt.date(2026, 2, 5), text="dialogmøde om kapacitet")


@then("står handlingen blandt fristerne og på forsiden")
def action_is_due(qtbot: QtBot, window: MainWindow) -> None:
    turn_to(window, dt.date(2026, 2, 20))
    page = go(qtbot, window, "deadlines")
    page.refresh()
    settle(qtbot, window)
    assert "Kommunerne sender tal for ventetid" in {row.what for row in page.list.model.rows}
    today = go(qtbot, window, "today")
    today.refresh()
    settle(qtbot, window)
    assert any("Kommunerne sender tal" in row.text for row in today._model.rows)


@when("hun forhandler med ministeriet, og ledelsen godkender uden for programmet")
def negotiate(qtbot: QtBot, window: MainWindow) -> None:
    take(qtbot, window, StepKind.MINISTRY_NEGOTIATION, dt.date(2026, 2, 25), text="forhandlet om udmeldingen")
    put(qtbot, window, Direction.OUTGOING, DocumentKind.NEGOTIATION_LETTER, "Brev til ministeriet")
    put(qtbot, window, Direction.INCOMING, DocumentKind.NEGOTIATION_ANSWER, "Svar fra ministeriet")
    page = window.page
    page.step.outside.click()
    fill(qtbot, window, by="Kontorchef", document="2026-55")
    assert "Kontorchef" in page.step.facts.text


@when(parsers.parse("hun udsender udmeldingen den {on} med frist {due}"))
def announce(qtbot: QtBot, window: MainWindow, on: str, due: str) -> None:
    take(qtbot, window, StepKind.ANNOUNCEMENT, day(on), regions=["Region Sjælland"], deadline=day(due))
    put(qtbot, window, Direction.OUTGOING, DocumentKind.ANNOUNCEMENT, "Central udmelding")


@when(parsers.parse("hun flytter Region Sjællands frist til {due} med en begrundelse"))
def extend(qtbot: QtBot, window: MainWindow, due: str) -> None:
    page = go(qtbot, window, "deadlines")
    row = next(row for row in page.list.model.rows if row.kind == "report")
    page.list.view.choose(row.id)
    page._extend.click()
    dialog = opened(qtbot, window, DeadlineDialog)
    dialog.due_on.set_day(day(due))
    dialog.reason.setText("Sommerferie")
    dialog.verb.click()
    done(qtbot, window)
    moved = next(row for row in page.list.model.rows if row.kind == "report")
    assert (moved.due_on, moved.original_due_on) == (day(due), dt.date(2026, 6, 30))
    assert "Sommerferie" in moved.arithmetic


@when(parsers.parse("hun tager svarene ind den {on}"))
def take_in(qtbot: QtBot, window: MainWindow, on: str) -> None:
    turn_to(window, day(on))
    page = go(qtbot, window, "templates")
    page.learn(resource("samples", "templates", "T2_indberetningsskema_kommune.xlsx"), "kommune")
    settle(qtbot, window)
    page.keep()
    settle(qtbot, window)
    window.show_page("today")
    window.take_files([submission_file(name) for name in ("Faxe", "Stevns", "Næstved")])
    dialog = opened(qtbot, window, ImportDialog)
    dialog.announcement.setCurrentIndex(dialog.announcement.findData(CODE))
    dialog.received.set_day(day(on))
    dialog.verb.click()
    settle(qtbot, window)
    qtbot.mouseClick(window.page._bar.take_in, Qt.MouseButton.LeftButton)
    done(qtbot, window)
    take(qtbot, window, StepKind.REPORT, day(on), regions=["Region Sjælland"])
    put(qtbot, window, Direction.OUTGOING, DocumentKind.RECEIPT, "Kvittering")


@when(parsers.parse("hun vurderer regionen og konkluderer den {on}"))
def assess(qtbot: QtBot, window: MainWindow, on: str) -> None:
    turn_to(window, day(on))
    go(qtbot, window, "assessment")
    page = go(qtbot, window, "assessment", f"{CODE}/{REGION}")
    page._tabs.setCurrentWidget(page._answers_tab)
    settle(qtbot, window)
    names = [page._sender.itemText(number) for number in range(page._sender.count())]
    page._sender.setCurrentText(next(name for name in names if "Faxe" in name))
    settle(qtbot, window)
    key = next(row.number for row in page.answers.view._rows.rows if row.label.startswith("1.2 "))
    assert page.answers.view.choose(str(key))
    page._pin_supply.click()
    settle(qtbot, window)
    form = page._form
    for box, why in ((form.supply, form.supply_why), (form.coordination, form.coordination_why)):
        box.setCurrentIndex(box.findData(TestResult.NOT_MET.value))
        why.setPlainText("Der er ventetid, og kapaciteten planlægges i hver kommune.")
    form.conclusion.setCurrentIndex(form.conclusion.findData(Conclusion.RENEWED_CONSIDERATION.value))
    form.conclusion_why.setPlainText("Der er behov for en samlet løsning.")
    page.save()
    settle(qtbot, window)
    window.place.notifier.answers = ["conclude"]
    form.conclude.click()
    done(qtbot, window)
    last = case(window).steps[-1]
    assert (last.kind, last.region_name) == (StepKind.ASSESSMENT, "Region Sjælland")
    assert submission_rows.answers_of(window.place.desk, queries.submissions(window.place.desk, CODE)[0].id)


@when(parsers.parse("hun beder om opdateret status den {on}, standser fristen og lader den løbe igen"))
def status(qtbot: QtBot, window: MainWindow, on: str) -> None:
    put(qtbot, window, Direction.OUTGOING, DocumentKind.STATUS_REQUEST, "Anmodning om status")
    take(
        qtbot,
        window,
        StepKind.STATUS_REQUEST,
        day(on),
        regions=["Region Sjælland"],
        text="at oplyse, hvor langt kommunerne er",
        deadline=dt.date(2026, 8, 17),
    )
    for today in (dt.date(2026, 8, 1), dt.date(2026, 8, 6)):
        turn_to(window, today)
        page = go(qtbot, window, "deadlines")
        row = next(row for row in page.list.model.rows if row.kind == "step" and row.what == "opdateret status")
        page.list.view.choose(row.id)
        page._stop.click()
        dialog = opened(qtbot, window, ReasonDialog)
        dialog.reason.setText("Kommunen venter på tal")
        dialog.verb.click()
        done(qtbot, window)
    row = next(row for row in page.list.model.rows if row.what == "opdateret status")
    assert row.due_on == dt.date(2026, 8, 22)
    page.list.view.choose(row.id)
    page._finish.click()
    fill(qtbot, window, note="Modtaget")
    put(qtbot, window, Direction.INCOMING, DocumentKind.STATUS, "Opdateret status")


@when(parsers.parse("hun beder om fornyet behandling den {on}"))
def request(qtbot: QtBot, window: MainWindow, on: str) -> None:
    take(
        qtbot,
        window,
        StepKind.RENEWED_CONSIDERATION_REQUEST,
        day(on),
        regions=["Region Sjælland"],
        text="at præsentere en koordineret løsning",
        deadline=dt.date(2026, 10, 1),
    )


@then("ligger der 17 udkast til breve")
def drafts(window: MainWindow) -> None:
    requests = [row for row in case(window).letters if row.kind == "renewed-consideration-request"]
    assert len(requests) == 17


@when(parsers.parse("hun hører parterne og giver et midlertidigt pålæg den {on}"))
def temporary(qtbot: QtBot, window: MainWindow, on: str) -> None:
    take(
        qtbot,
        window,
        StepKind.PARTY_HEARING,
        dt.date(2026, 9, 5),
        addressees=[FIRST],
        text="udkast til midlertidigt pålæg",
        deadline=dt.date(2026, 9, 12),
    )
    put(qtbot, window, Direction.INCOMING, DocumentKind.PARTY_HEARING_ANSWER, "Svar på partshøring")
    take(
        qtbot,
        window,
        StepKind.TEMPORARY_ORDER,
        day(on),
        addressees=[FIRST],
        offers=[("Bostedet Åsen", "")],
        reason="Tilbuddet er det eneste i regionen",
    )


@when(parsers.parse("hun vurderer de fornyede svar den {on}"))
def assess_anew(qtbot: QtBot, window: MainWindow, on: str) -> None:
    take(
        qtbot,
        window,
        StepKind.ASSESSMENT,
        day(on),
        regions=["Region Sjælland"],
        outcome=Conclusion.RENEWED_CONSIDERATION.value,
        text="De fornyede svar løser det ikke",
    )
    states = [(step.word, step.state) for step in window.page._chain.line.steps]
    assert states.count(("Faglig vurdering", "overtaken")) == 1, states


@when(parsers.parse("hun pålægger to råd at samle deres tilbud den {on}"))
def consolidate(qtbot: QtBot, window: MainWindow, on: str) -> None:
    take(
        qtbot,
        window,
        StepKind.CONSOLIDATION_ORDER,
        day(on),
        addressees=[FIRST, SECOND],
        offers=[("Bostedet Åsen", "For få pladser"), ("Bostedet Bakken", "For få pladser")],
        financing_area="Region Sjælland",
        reason="Ingen anden vej er farbar",
    )


@then(parsers.parse("er det midlertidige pålæg ophørt, og fristerne på fire måneder er {due}"))
def four_months(window: MainWindow, due: str) -> None:
    states = {step.word: step.state for step in window.page._chain.line.steps}
    assert states["Midlertidigt pålæg"] == "ended"
    rows = [row for row in clocks.clocks(window.place.desk, case_number=NUMBER) if "4 måneder" in row.arithmetic]
    assert [row.due_on for row in rows] == [day(due)] * 2
    assert all("sidste dag" in row.arithmetic for row in rows)


@when(parsers.parse("der ikke er aftalt noget, afgør hun driftsansvar og finansiering den {on}"))
def decide(qtbot: QtBot, window: MainWindow, on: str) -> None:
    take(
        qtbot,
        window,
        StepKind.OPERATOR_DECISION,
        day(on),
        addressees=[FIRST],
        reason="Der er ikke indgået aftale inden fristen",
    )
    take(
        qtbot,
        window,
        StepKind.FINANCING_DECISION,
        day(on),
        text="takstfinansiering",
        reason="Der er ikke indgået aftale inden fristen",
    )


@when(parsers.parse("hun godkender et nyt tilbud og en overtagelse den {on}"))
def approve(qtbot: QtBot, window: MainWindow, on: str) -> None:
    for kind in (StepKind.NEW_OFFER_APPROVAL, StepKind.TAKEOVER_APPROVAL):
        take(
            qtbot,
            window,
            kind,
            day(on),
            addressees=[FIRST],
            offers=[("Bostedet Cedertræet", "")],
            outcome="granted",
            reason="Det styrker udbuddet",
        )


@when(parsers.parse("hun ophæver pålægget den {on} og følger op den {later}"))
def lift(qtbot: QtBot, window: MainWindow, on: str, later: str) -> None:
    order = next(step for step in case(window).steps if step.kind == StepKind.CONSOLIDATION_ORDER)
    take(qtbot, window, StepKind.LIFTING, day(on), follows=order.id, reason="Samlingen er gennemført")
    take(qtbot, window, StepKind.FOLLOW_UP, day(later), text="Tilbuddet drives, og ventelisten er væk")


@when("hun skriver et telefonnotat på ti sekunder")
def telephone(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("today")
    window.actions_table["telephone-note"].trigger()
    settle(qtbot, window)
    dialog = opened(qtbot, window, AskDialog)
    qtbot.keyClicks(dialog.parts["said"], "Sorø Kommune: takker for forløbet")
    qtbot.keyClick(dialog.parts["said"], Qt.Key.Key_Return)
    done(qtbot, window)
    assert any(row.title.endswith("Sorø Kommune") and row.kind == "note" for row in case(window).timeline)


@when("hun journaliserer alt, hvad der mangler")
def journalise(qtbot: QtBot, window: MainWindow) -> None:
    page = go(qtbot, window, "deadlines", "journal")
    lines = [line for line in filing.not_journalised(window.place.desk) if line.case == NUMBER]
    assert len(lines) == 12  # seven documents put on the case, the enquiry, three forms, one telephone note
    for number, line in enumerate(lines, start=1):
        page.journalise(line)
        dialog = opened(qtbot, window, AskDialog)
        assert dialog.text("case") == "2026-4711"
        fill(qtbot, window, case="2026-4711", document=f"{100 + number}")


@then("viser tidslinjen det hele, og intet mangler at blive journaliseret")
def whole(qtbot: QtBot, window: MainWindow) -> None:
    assert filing.not_journalised(window.place.desk, NUMBER) == []
    page = go(qtbot, window, "cases", NUMBER)
    page._tabs.setCurrentWidget(page.timeline)
    shown = [row for row in page.timeline.model.rows if row.kind == "step"]
    assert [row.key for row in shown] == [step.id for step in case(window).steps]
    kinds = {step.kind for step in case(window).steps}
    assert {StepKind.FINANCING_ORDER, StepKind.OPERATOR_DECISION, StepKind.LIFTING, StepKind.FOLLOW_UP} <= kinds


@when("hun gemmer fristerne til kalenderen og lukker sagen")
def close(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = go(qtbot, window, "deadlines")
    case_acts.write_calendar(window.place, page, tmp_path / "frister.ics")
    done(qtbot, window)
    assert (tmp_path / "frister.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    for row in clocks.clocks(window.place.desk, case_number=NUMBER):
        if row.kind in ("step", "task"):
            page.list.view.choose(row.id)
            page._finish.click()
            fill(qtbot, window, note="Afsluttet")
    page = go(qtbot, window, "cases", NUMBER)
    page._close.trigger()
    dialog = opened(qtbot, window, ReasonDialog)
    dialog.reason.setText("Forløbet er slut")
    dialog.verb.click()
    done(qtbot, window)


@then("er sagen lukket, og databasen er i orden")
def sound(window: MainWindow) -> None:
    assert not case(window).case.open
    assert window.page.next.list.model.rows == []
    assert keeping.check_store(window.place.desk) == []
