"""A caseworker's whole cycle (tests/journeys/sagskaeden.feature), on the real window."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytest_bdd import given, parsers, scenario, then, when
from pytestqt.qtbot import QtBot
from ui_chain import (
    CODE,
    FIRST,
    GROUP,
    NUMBER,
    REGION,
    SECOND,
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
)
from ui_doubles import settle

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.chain import OrderKind, StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.services import clocks, dialogue, filing, keeping, people, queries, submission_rows
from ui.dialogs.ask import AskDialog
from ui.dialogs.deadline import DeadlineDialog
from ui.dialogs.reason import ReasonDialog
from ui.main_window import MainWindow
from ui.pages import case_acts
from ui.pages.case_lists import line_key

OUT, IN = Direction.OUTGOING, Direction.INCOMING
K = DocumentKind
# The exceptional rows of a caseworker's cycle, with every document out, in and internal.
ROWS = {
    "Dialog": ((OUT, K.MINUTES),),
    "Opdateret status": ((OUT, K.STATUS_REQUEST), (IN, K.STATUS)),
    "Fornyet behandling": ((OUT, K.RENEWED_CONSIDERATION_REQUEST), (IN, K.REPORT)),
    "Midlertidigt pålæg": (
        *((OUT, K.PARTY_HEARING), (IN, K.PARTY_HEARING_ANSWER), (OUT, K.TEMPORARY_ORDER), (OUT, K.PROLONGATION)),
    ),
    "Overtagelse": ((IN, K.TAKEOVER_APPLICATION), (OUT, K.TAKEOVER_APPROVAL)),
    "Driftspålæg": (
        *(
            (OUT, K.NEGOTIATION_LETTER),
            (IN, K.NEGOTIATION_ANSWER),
            (OUT, K.OPERATING_ORDER),
            (OUT, K.CONSOLIDATION_ORDER),
        ),
        (OUT, K.FINANCING_ORDER),
    ),
    "Fire måneder": ((IN, K.AGREEMENT), (OUT, K.OPERATOR_DECISION), (OUT, K.FINANCING_DECISION)),
    "Mens pålægget gælder": ((IN, K.NEW_OFFER_APPLICATION), (OUT, K.NEW_OFFER_APPROVAL), (OUT, K.LIFTING)),
}


@pytest.mark.fresh
@scenario("../journeys/sagskaeden.feature", "Fra et høringssvar til opfølgningen på et ophævet pålæg")
def test_a_cycle_from_a_hearing_answer_to_the_follow_up() -> None:
    pass


@given("en database med registrene")
def with_registers(window: MainWindow) -> None:
    assert queries.cases(window.place.desk) != []
    assert NUMBER not in {row.number for row in queries.cases(window.place.desk)}


@when("hun opretter årets høring og indlæser 2 høringssvar fra et regneark")
def hearing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = enter(qtbot, window, EntryKind.HEARING, "Årlig høring 2026", parties="Brugerforening; Fagforening")
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
    page = enter(
        qtbot,
        window,
        EntryKind.ENQUIRY,
        "Truet tilbud",
        organisation="Sorø Kommune",
        offer="Bostedet Åsen",
        concern="Tilbuddet kan lukke inden for et år",
    )
    page._start.click()
    settle(qtbot, window)
    dialog = opened(qtbot, window, AskDialog)
    dialog.parts["group"].setCurrentText(GROUP)
    fill(qtbot, window, code=CODE, title="Central udmelding (PRØVE)")
    assert window.page_key == "cases"
    assert [step.kind for step in case(window).steps] == [StepKind.SIGNAL]


@when("hun gør sig selv ansvarlig og giver sagen dens nummer")
def responsible(qtbot: QtBot, window: MainWindow) -> None:
    take_over(qtbot, window)
    page = window.page
    assert "Fuldmægtig" in page._about.text()
    assert "2026-4711" in page._about.text()


def _me(window: MainWindow) -> str:
    return next(person.id for person in people.people(window.place.desk) if person.name == "Fuldmægtig")


@when(parsers.parse("hun noterer et dialogmøde med en aftalt handling til {due}"))
def meeting(qtbot: QtBot, window: MainWindow, due: str) -> None:
    page = enter(
        qtbot,
        window,
        EntryKind.DIALOGUE_MEETING,
        "Halvårligt dialogmøde",
        parties="Sorø Kommune; Næstved Kommune",
        text="Kapacitet og ventetid",
        case=NUMBER,
    )
    page._task.click()
    fill(
        qtbot,
        window,
        text="Kommunerne sender tal for ventetid",
        due=day(due),
        who=_me(window),
        **{"with": "Sorø Kommune"},
    )
    put_entry(qtbot, window, OUT, K.MINUTES, "Referat til kommunerne")
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
def reports_come_in(qtbot: QtBot, window: MainWindow, on: str) -> None:
    learn(qtbot, window, "T2_indberetningsskema_kommune.xlsx", "kommune")
    take_in(qtbot, window, ("Faxe", "Stevns", "Næstved"), day(on))
    take(qtbot, window, StepKind.REPORT, day(on), regions=["Region Sjælland"])
    put(qtbot, window, Direction.OUTGOING, DocumentKind.RECEIPT, "Kvittering")


@when(parsers.parse("hun vurderer regionen og konkluderer den {on}"))
def assess_region(qtbot: QtBot, window: MainWindow, on: str) -> None:
    turn_to(window, day(on))
    go(qtbot, window, "assessment")
    assess(qtbot, window, REGION, TestResult.NOT_MET, Conclusion.RENEWED_CONSIDERATION)
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


@when(parsers.parse("hun forlænger det midlertidige pålæg den {on}"))
def prolong(qtbot: QtBot, window: MainWindow, on: str) -> None:
    order = next(step for step in case(window).steps if step.kind == StepKind.TEMPORARY_ORDER)
    take(qtbot, window, StepKind.PROLONGATION, day(on), follows=order.id, reason="Svarene er ikke vurderet endnu")


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


@when(
    parsers.parse(
        "hun pålægger et råd at videreføre et tilbud den {on}, og kommunerne aftaler finansieringen den {agreed}"
    )
)
def operate(qtbot: QtBot, window: MainWindow, on: str, agreed: str) -> None:
    take(
        qtbot,
        window,
        StepKind.OPERATING_ORDER,
        day(on),
        order_kind=OrderKind.CONTINUE.value,
        addressees=[SECOND],
        offers=[("Bostedet Donau", "")],
        financing_area="Region Sjælland",
        reason="Tilbuddet er det eneste med døgndækning",
    )
    brought = next(step for step in reversed(case(window).steps) if step.kind == StepKind.FINANCING_ORDER)
    put(qtbot, window, IN, K.AGREEMENT, "Aftale om finansiering")
    take(qtbot, window, StepKind.FINANCING_AGREEMENT, day(agreed), follows=brought.id)
    waiting = [row for row in clocks.clocks(window.place.desk, case_number=NUMBER) if "4 måneder" in row.arithmetic]
    assert len(waiting) == 2, "the agreement stops its own clock only"


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
    first = next(step for step in case(window).steps if step.kind == StepKind.FINANCING_ORDER)
    take(
        qtbot,
        window,
        StepKind.FINANCING_DECISION,
        day(on),
        follows=first.id,
        text="takstfinansiering",
        reason="Der er ikke indgået aftale inden fristen",
    )


@when(parsers.parse("hun godkender et nyt tilbud og en overtagelse den {on}"))
def approve(qtbot: QtBot, window: MainWindow, on: str) -> None:
    for kind, application in (
        (StepKind.NEW_OFFER_APPROVAL, K.NEW_OFFER_APPLICATION),
        (StepKind.TAKEOVER_APPROVAL, K.TAKEOVER_APPLICATION),
    ):
        put(qtbot, window, IN, application, "Ansøgning fra Sorø Kommune")
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
    lines = filing.not_journalised(window.place.desk)
    # The workbook of the hearing belongs to no case; ten documents of the case, the minutes, the enquiry, three forms
    # and a telephone note belong to this one.
    assert [line.case for line in lines if line.case != NUMBER] == [""]
    assert len(lines) == 17
    loose = next(line for line in lines if not line.case)
    assert page.journal.view.choose(line_key(loose))
    page.journalise()
    fill(qtbot, window, case="2026-4001", document="1")
    page.journal.view.selectAll()
    page.journalise()
    fill(qtbot, window, case="2026-4711", numbers="\n".join(str(100 + number) for number in range(16)))
    assert filing.not_journalised(window.place.desk) == []


@then("viser tidslinjen det hele, og intet mangler at blive journaliseret")
def whole(qtbot: QtBot, window: MainWindow) -> None:
    assert filing.not_journalised(window.place.desk, NUMBER) == []
    assert missing(window, ROWS) == []
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
