"""The usual cycle (tests/journeys/sagskaeden.feature): nothing of it is kept outside the window."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from pytest_bdd import given, parsers, scenario, then, when
from pytestqt.qtbot import QtBot
from ui_chain import (
    CODE,
    GROUP,
    NUMBER,
    REGION,
    assess,
    case,
    day,
    done,
    enter,
    fill,
    go,
    learn,
    missing,
    opened,
    put,
    put_entry,
    take,
    take_in,
    take_over,
    turn_to,
    write_entry,
)
from ui_doubles import settle

from koorddesk.domain.assessment import Chapter, Conclusion, TestResult
from koorddesk.domain.chain import StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.domain.offers import Origin
from koorddesk.domain.signals import SignalRule
from koorddesk.services import assessment_depth, casework, clocks, filing, keeping, monitoring, search
from ui.dialogs.ask import AskDialog
from ui.dialogs.offer import CriterionAddDialog, ScreeningDialog
from ui.dialogs.offer_edit import ask_list
from ui.dialogs.report import ReportDialog
from ui.main_window import MainWindow

OUT, IN, INT = Direction.OUTGOING, Direction.INCOMING, Direction.INTERNAL
K = DocumentKind
# The rows of a caseworker's usual cycle, with every document out, in and internal.
ROWS = {
    "Årlig høring": ((OUT, K.HEARING_LETTER), (IN, K.HEARING_ANSWER), (INT, K.HEARING_SUMMARY)),
    "Overvågning": (*((IN, K.CAPACITY_REPORT), (IN, K.ENQUIRY), (INT, K.GROUP_ANALYSIS), (INT, K.OFFER_SCREENING)),),
    "Møder": ((OUT, K.INVITATION), (INT, K.MINUTES), (OUT, K.MINUTES), (IN, K.COUNCIL_REMARKS)),
    "Udkast og forhandling": (
        *((OUT, K.NEGOTIATION_LETTER), (IN, K.NEGOTIATION_ANSWER), (INT, K.REASONS_NOTE)),
        (INT, K.MANAGEMENT_APPROVAL),
    ),
    "Udmelding": (
        *((OUT, K.PRIOR_NOTICE), (OUT, K.ANNOUNCEMENT), (OUT, K.GUIDANCE), (OUT, K.QUESTIONS), (OUT, K.ORIENTATION)),
    ),
    "Spørgsmål": ((IN, K.QUESTION), (OUT, K.ANSWER)),
    "Afrapportering": ((IN, K.REPORT), (IN, K.ANNEX), (OUT, K.RECEIPT), (OUT, K.REMINDER)),
    "Vurdering": ((OUT, K.SUPPLEMENTARY_QUESTIONS), (IN, K.ANSWER), (INT, K.ASSESSMENT), (IN, K.COUNCIL_REMARKS)),
    "Offentliggørelse": ((OUT, K.TREATMENT_OF_REPORTS), (OUT, K.CLOSING_LETTER), (INT, K.FOLLOW_UP)),
}


@pytest.mark.fresh
@scenario("../journeys/sagskaeden.feature", "Den sædvanlige cyklus, fra årets høring til opfølgningen på en afslutning")
def test_the_usual_cycle_from_the_hearing_to_the_follow_up() -> None:
    pass


def book(path: Path, *rows: list[object]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


@given("en database med registrene")
def with_registers(window: MainWindow) -> None:
    assert not monitoring.list_signals(window.place.desk)


@when("hun udsender årets høring, indlæser svarene og lægger sin opsamling ved")
def hearing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = enter(qtbot, window, EntryKind.HEARING, "Årlig høring 2026", parties="Brugerforening; Fagforening")
    letter = tmp_path / "Høringsbrev.pdf"
    letter.write_bytes(b"%PDF-1.7 brev")
    put_entry(qtbot, window, OUT, K.HEARING_LETTER, "Høringsbrev med link til skemaet", letter)
    page._tabs.setCurrentWidget(page.answers)
    headings = ["Organisation", "Målgruppe", "Bekymring"]
    answers = [["Brugerforening", GROUP, "Ventelisten vokser"], ["Fagforening", GROUP, "Kystvejen har få pladser"]]
    window.take_files([book(tmp_path / "svar.xlsx", headings, *answers)])
    done(qtbot, window)
    assert len(page.answers.model.rows) == 2
    put_entry(qtbot, window, INT, K.HEARING_SUMMARY, "Opsamling på høringen")
    assert [row.theme for row in page.documents.list.model.rows if row.has_file] == [
        "Høringsbrev med link til skemaet",
        "Svar på høringen: svar.xlsx",
    ]


@when("hun indlæser to opgørelser over pladser og screener tilbuddet for målgruppen")
def capacity(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = go(qtbot, window, "offers")
    for year, places in ((2024, 14), (2025, 11)):
        path = book(tmp_path / f"Pladser {year}.xlsx", ["Tilbud", "Pladser"], ["Bostedet Åsen", places])
        ask_list(window.place, page, path)
        fill(qtbot, window, origin=Origin.REPORTED.value, dated=dt.date(year, 12, 31))
    (row,) = page.offers.model.rows
    assert row.places == 11
    page.screenings._add.click()
    settle(qtbot, window)
    question = opened(qtbot, window, CriterionAddDialog)
    question.question.setPlainText("Er viden om målgruppen samlet her?")
    question.accept()
    done(qtbot, window)
    page._screen.click()
    settle(qtbot, window)
    screening = opened(qtbot, window, ScreeningDialog)
    screening.group.setCurrentIndex(screening.group.findText(GROUP))
    screening.outcome.setCurrentIndex(screening.outcome.findData("highly-specialised"))
    screening.reason.setPlainText("Eneste sted med denne viden")
    screening.accept()
    done(qtbot, window)
    assert [kept.group_title for kept in page.screenings.list.model.rows] == [GROUP]


@when("hun opretter en sag ud fra det signal, som opgørelserne giver")
def signal(qtbot: QtBot, window: MainWindow) -> None:
    page = go(qtbot, window, "offers")
    page._lists.setCurrentWidget(page.signals)
    settle(qtbot, window)
    row = page.signals.view.current()
    assert row.rule is SignalRule.FEWER_PLACES
    page._start.click()
    settle(qtbot, window)
    dialog = opened(qtbot, window, AskDialog)
    dialog.parts["group"].setCurrentText(GROUP)
    fill(qtbot, window, code=CODE, title="Central udmelding (PRØVE)")
    assert "14" in case(window).steps[0].text
    take_over(qtbot, window)


@when("hun lægger opgørelsen, en henvendelse og sin målgruppeanalyse på sagen")
def papers(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    put(qtbot, window, IN, K.CAPACITY_REPORT, "Opgørelse 2025", tmp_path / "Pladser 2025.xlsx")
    put(qtbot, window, INT, K.GROUP_ANALYSIS, "Analyse af målgruppen")
    put(qtbot, window, INT, K.OFFER_SCREENING, "Screening af Bostedet Åsen")
    enter(
        qtbot,
        window,
        EntryKind.ENQUIRY,
        "Bekymring for Bostedet Åsen",
        organisation="Pårørendeforening",
        offer="Bostedet Åsen",
        concern="Der nedlægges pladser",
        case=NUMBER,
    )
    assert window.page.list.view.current().offer_id


@when("hun indkalder til dialogmøde og til møde i Det Faglige Råd og skriver referaterne bagefter")
def meetings(qtbot: QtBot, window: MainWindow) -> None:
    for kind, title in (
        (EntryKind.DIALOGUE_MEETING, "Halvårligt dialogmøde"),
        (EntryKind.EXPERT_COUNCIL_MEETING, "Møde i Det Faglige Råd"),
    ):
        page = enter(qtbot, window, kind, title, parties="Sorø Kommune", agenda="1. Kapacitet", case=NUMBER)
        put_entry(qtbot, window, OUT, K.INVITATION, f"Indkaldelse: {title}")
        page._edit.click()
        write_entry(qtbot, window, text="Kommunerne ser det samme.")
        assert page.list.view.current().text == "Kommunerne ser det samme."
        assert page.list.view.current().agenda == "1. Kapacitet"
        put_entry(qtbot, window, INT, K.MINUTES, f"Referat: {title}")
    put_entry(qtbot, window, OUT, K.MINUTES, "Referat til Rådet")
    enter(qtbot, window, EntryKind.COUNCIL_STATEMENT, "Rådets indstilling", text="En udmelding anbefales.", case=NUMBER)
    take(qtbot, window, StepKind.DIALOGUE, dt.date(2026, 2, 20), text="Der er enighed om billedet")


@when("hun forhandler med ministeriet, og ledelsen godkender")
def negotiate(qtbot: QtBot, window: MainWindow) -> None:
    take(qtbot, window, StepKind.MINISTRY_NEGOTIATION, dt.date(2026, 2, 25), text="forhandlet om udmeldingen")
    put(qtbot, window, OUT, K.NEGOTIATION_LETTER, "Brev til ministeriet")
    put(qtbot, window, IN, K.NEGOTIATION_ANSWER, "Svar fra ministeriet")
    put(qtbot, window, INT, K.REASONS_NOTE, "Begrundelsesnotat")
    put(qtbot, window, INT, K.MANAGEMENT_APPROVAL, "Ledelsens godkendelse")


@when(parsers.parse("hun udsender udmeldingen den {on} med frist {due} og orienterer om den"))
def announce(qtbot: QtBot, window: MainWindow, on: str, due: str) -> None:
    put(qtbot, window, OUT, K.PRIOR_NOTICE, "Forhåndsorientering")
    take(qtbot, window, StepKind.ANNOUNCEMENT, day(on), regions=["Region Sjælland"], deadline=day(due))
    assert {K.ANNOUNCEMENT, K.GUIDANCE, K.QUESTIONS} <= {letter.kind for letter in case(window).letters}
    put(qtbot, window, OUT, K.ORIENTATION, "Orientering af ministeriet")


@when("hun besvarer et spørgsmål fra et sekretariat")
def questions(qtbot: QtBot, window: MainWindow) -> None:
    put(qtbot, window, IN, K.QUESTION, "Skal unge på 17 år tælles med?")
    put(qtbot, window, OUT, K.ANSWER, "Kun voksne tælles med")


@when(
    parsers.parse("hun tager regionens fælles svar og kommunernes skemaer ind den {on} og noterer behandlingen i KKR")
)
def reports_come_in(qtbot: QtBot, window: MainWindow, on: str) -> None:
    learn(qtbot, window, "T2_indberetningsskema_kommune.xlsx", "kommune")
    learn(qtbot, window, "T1_regional_afrapportering.xlsx", "region")
    take_in(qtbot, window, ("Faxe", "Stevns", "Næstved", "Region Sjælland"), day(on))
    put(qtbot, window, IN, K.ANNEX, "Bilag til det fælles svar")
    take(qtbot, window, StepKind.REPORT, day(on), regions=["Region Sjælland"])
    page = go(qtbot, window, "reports")
    page.chooser.choose(CODE)
    settle(qtbot, window)
    page.record_treatment()
    dialog = opened(qtbot, window, ReportDialog)
    dialog.treated.setChecked(True)
    dialog.kkr_on.set_day(dt.date(2026, 6, 12))
    dialog.councils.setPlainText("Alle 17 kommunalbestyrelser")
    dialog.verb.click()
    done(qtbot, window)
    assert page.regions.current().kkr_on == dt.date(2026, 6, 12)


@when("hun kvitterer, rykker og stiller supplerende spørgsmål")
def supplementary(qtbot: QtBot, window: MainWindow) -> None:
    put(qtbot, window, OUT, K.RECEIPT, "Kvittering")
    put(qtbot, window, OUT, K.REMINDER, "Rykker til kommuner, der mangler")
    take(
        qtbot,
        window,
        StepKind.SUPPLEMENTARY_QUESTIONS,
        dt.date(2026, 7, 20),
        regions=["Region Sjælland"],
        text="at uddybe ventetiden",
        deadline=dt.date(2026, 8, 17),
    )
    put(qtbot, window, IN, K.ANSWER, "Svar om ventetiden")


@when("hun vurderer regionen og hele landet med kapitel, Rådets bemærkninger og en godkendelse")
def assessment(qtbot: QtBot, window: MainWindow) -> None:
    turn_to(window, dt.date(2026, 9, 1))
    page = go(qtbot, window, "assessment", f"{CODE}/{REGION}")
    page._middle.setCurrentWidget(page.passages)
    page.passages.choice.setCurrentIndex(page.passages.choice.findData(Chapter.COOPERATION.value))
    page.passages.choice.activated.emit(page.passages.choice.currentIndex())
    qtbot.keyClicks(page.passages.text, "Kommunerne mødes hvert kvartal.")
    page.passages.save_button.click()
    done(qtbot, window)
    for scope in (REGION, "hele landet"):
        page = assess(qtbot, window, scope, TestResult.MET, Conclusion.MUNICIPAL_IMPLEMENTATION)
    page._middle.setCurrentWidget(page.council)
    page.council.add_remark()
    fill(qtbot, window, text="Rådet er enigt", document="77")
    page.council.approve_outside()
    fill(qtbot, window, by="Kontorchef", document="78")
    assert [row.approved_by for row in page.council.approvals.model.rows] == ["Kontorchef"]
    put(qtbot, window, INT, K.ASSESSMENT, "Faglig vurdering")
    key = casework.assessment_of(window.place.desk, CODE, REGION).id
    texts = {row.about: row.text for row in assessment_depth.passages(window.place.desk, key)}
    assert texts[Chapter.COOPERATION.value] == "Kommunerne mødes hvert kvartal."


@when(parsers.parse("hun afslutter med kommunal implementering den {on} og offentliggør behandlingen"))
def close(qtbot: QtBot, window: MainWindow, on: str) -> None:
    take(
        qtbot,
        window,
        StepKind.CLOSING,
        day(on),
        regions=["Region Sjælland"],
        text="Kommunerne har det fornødne udbud",
        deadline=dt.date(2027, 10, 1),
    )
    kinds = {letter.kind for letter in case(window).letters}
    assert {K.CLOSING_LETTER, K.TREATMENT_OF_REPORTS} <= kinds


@then(parsers.parse("står opfølgningen blandt fristerne til {due}"))
def follow_up_is_due(window: MainWindow, due: str) -> None:
    rows = clocks.clocks(window.place.desk, case_number=NUMBER)
    assert day(due) in {row.due_on for row in rows if row.kind == "step"}


@when(parsers.parse("hun følger op den {on} og journaliserer det hele"))
def follow_up(qtbot: QtBot, window: MainWindow, on: str) -> None:
    take(qtbot, window, StepKind.FOLLOW_UP, day(on), text="Kommunerne har fulgt planen")
    put(qtbot, window, INT, K.FOLLOW_UP, "Notat om opfølgningen")
    page = go(qtbot, window, "deadlines", "journal")
    count = len(filing.not_journalised(window.place.desk))
    page.journal.view.selectAll()
    page.journalise()
    fill(qtbot, window, case="2026-4711", numbers="\n".join(str(100 + number) for number in range(count)))


@then("er hvert dokument i cyklussens rækker ført, og dialogen findes ved søgning")
def whole(window: MainWindow) -> None:
    desk = window.place.desk
    assert missing(window, ROWS) == []
    assert filing.not_journalised(desk) == []
    assert {hit.kind for hit in search.search(desk, "kystvejen")} == {"DialogueEntry"}
    assert keeping.check_store(desk) == []
