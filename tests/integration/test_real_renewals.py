"""The two renewals that the sources know, an order to consolidate through its clocks, and an order that changes hands.

The first two are built through the services alone, with every date the sources name and every unknown left empty.
"""

import contextlib
import dataclasses
import datetime as dt

import pytest

from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.chain import Answered, OrderKind, Step, StepKind
from koorddesk.domain.documents import Direction, DocumentKind
from koorddesk.domain.ids import register_id
from koorddesk.errors import UserError
from koorddesk.services.announcements import create_announcement
from koorddesk.services.cases import (
    DateRecorded,
    close_case,
    open_case,
    record_dates,
    register_past_announcement,
    start_case,
)
from koorddesk.services.chain import OfferNamed, StepDraft, checklist, take_step, what_next
from koorddesk.services.clocks import clocks
from koorddesk.services.filing import file_document, journal
from koorddesk.services.keeping import check_store, undo
from koorddesk.services.queries import case_view
from koorddesk.services.timeline import step_detail, timeline

REGIONS = ("1081", "1082", "1083", "1084", "1085")
SBST_DOM = (
    "https://www.sbst.dk/nyheder/2023/fornyet-behandling-af-central-udmelding-for-borgere-med-udviklingshaemning-og-dom"
)
SBST_DOM_2023 = "https://www.sbst.dk/udgivelser/2023/borgere-med-udviklingshaemning-og-dom-med-behov-for-anbringelse-i-sikret-afdeling"
FT_DOM = "https://ft.dk/samling/20191/almdel/SOU/bilag/96/2124326/index.htm"
GRAVIDE = "https://www.sbst.dk/tvaergaende-omrader/national-koordination/central-udmelding/udsatte-gravide-kvinder-med-et-skadeligt-rusmiddelbrug"
GRAVIDE_2024 = "https://www.sbst.dk/udgivelser/2024/anmodning-om-fornyet-behandling-af-central-udmelding-doegnbehandlingsindsats-til-udsatte-gravide-med-et-skadeligt-rusmiddelbrug"
SYD_2023 = "https://socialsekretariatet.dk/dagsorden-referater/moede-i-socialdirektoerforum-den-20-januar-2023/"
GROUP_DOM = "Borgere med udviklingshæmning og dom med behov for anbringelse i sikret afdeling"
GROUP_ADULTS = "Voksne med kompleks erhvervet hjerneskade"


def on(desk, year, month, day):
    return dataclasses.replace(desk, today=lambda: dt.date(year, month, day))


def past(kind, **fields):
    return StepDraft(kind, fields.pop("on", None), recorded=True, **fields)


def test_the_renewal_of_2023_about_learning_disability_and_sentence(desk):
    register_past_announcement(
        desk, code="CU-2019-A", title="Borgere med udviklingshæmning og dom", group=GROUP_DOM, source=FT_DOM,
        issued_text="november 2019", dates=[DateRecorded("issued", None, "november 2019", FT_DOM)],
    )  # fmt: skip
    case = open_case(desk, "CU-2019-A").case_number
    request = past(
        StepKind.RENEWED_CONSIDERATION_REQUEST, on=dt.date(2023, 11, 23), on_text="23. november 2023 (offentliggjort)",
        regions=REGIONS, source=SBST_DOM,
        text="En koordineret løsning for etablering af et tilbud eller en afdeling i Vestdanmark, der kan modtage og "
        "yde en højt specialiseret indsats.",
    )  # fmt: skip
    assert {row.code for row in checklist(desk, case, request) if row.blocks} == {
        "reports-received",
        "assessment-concluded",
    }
    take_step(desk, case, past(StepKind.REPORT, on_text="efterår 2020", source=SBST_DOM_2023))
    take_step(
        desk, case, past(StepKind.DIALOGUE, text="Opfølgende dialog med kommunerne", source=SBST_DOM)
    )  # fmt: skip
    status = past(StepKind.STATUS_REQUEST, on_text="januar 2023", text="Opdateret status", source=SBST_DOM)
    take_step(desk, case, status)
    take_step(
        desk, case,
        past(StepKind.ASSESSMENT, outcome=Conclusion.RENEWED_CONSIDERATION, source=SBST_DOM,
             text="Fortsat bekymring for, om der er det fornødne udbud; behov for et tilbud i Vestdanmark."),
    )  # fmt: skip
    shown = checklist(desk, case, request)
    assert all(row.met for row in shown)
    basis = next(row for row in shown if row.code == "legal-basis-known")
    assert "§ 13 b, stk. 3" in basis.text
    assert "barnets" not in basis.text  # the act for children was not in force yet
    made = take_step(desk, case, request)
    record_dates(
        desk, made.step_id,
        [DateRecorded("published", dt.date(2023, 11, 23), "nyhed 23. november 2023", SBST_DOM),
         DateRecorded("published", None, "2023 (udgivelsen)", SBST_DOM_2023)],
    )  # fmt: skip
    file_document(desk, case, Direction.OUTGOING, DocumentKind.RENEWED_CONSIDERATION_REQUEST,
                  "Anmodning om fornyet behandling", None, step_id=made.step_id, source=SBST_DOM_2023)  # fmt: skip
    rows = [row for row in timeline(desk, case) if row.kind == "step"]
    assert [row.title for row in rows] == [
        "central udmelding", "afrapportering", "dialog", "anmodning om opdateret status", "faglig vurdering",
        "anmodning om fornyet behandling",
    ]  # fmt: skip
    assert [row.when for row in rows] == ["november 2019", "efterår 2020", "", "januar 2023", "", "23-11-2023"]
    assert "Region Nordjylland" in rows[-1].text
    detail = step_detail(desk, made.step_id)
    assert len(detail.dates) == 2
    assert detail.passed == ()
    view = case_view(desk, case)
    assert view.deadlines == ()  # the letter's own deadline is not known, so no clock runs
    assert [line.dated for line in journal(desk, case)] == [None]
    in_register = [step.kind for step in case_view(desk, "2019-001").steps]
    assert [step.kind for step in view.steps] == [*in_register[:4], "assessment", in_register[4]]
    assert check_store(desk) == []


def test_the_renewal_of_2024_about_vulnerable_pregnant_women(desk):
    register_past_announcement(
        desk, code="CU-2019-B", title="Udsatte gravide", group=register_id("target-group", "gravide"), source=GRAVIDE,
        issued_text="november 2019 (en anden side: december 2019)",
        dates=[DateRecorded("issued", None, "november 2019", GRAVIDE),
               DateRecorded("issued", None, "december 2019", GRAVIDE)],
    )  # fmt: skip
    case = open_case(desk, "CU-2019-B").case_number
    take_step(desk, case, past(StepKind.REPORT, on_text="efterår 2020", source=GRAVIDE))
    take_step(
        desk, case,
        past(StepKind.STATUS_REQUEST, on_text="januar 2023 (besvaret), opdateret status februar 2023", source=SYD_2023,
             text="Beskrivelse af aktuelle indsatser og forslag til fremadrettede indsatsmodeller."),
    )  # fmt: skip
    take_step(desk, case, past(StepKind.ASSESSMENT, outcome=Conclusion.RENEWED_CONSIDERATION, source=GRAVIDE_2024))
    request = past(
        StepKind.RENEWED_CONSIDERATION_REQUEST, on_text="maj 2024", law_on=dt.date(2024, 5, 31), source=GRAVIDE_2024,
        text="Redegørelse for indsatsen og stillingtagen til at etablere ét døgnbehandlingstilbud pr. region.",
    )  # fmt: skip
    open_rows = [row for row in checklist(desk, case, request) if not row.met]
    assert [row.code for row in open_rows] == ["dialogue-first"]  # the sources name no dialogue before it
    basis = next(row for row in checklist(desk, case, request) if row.code == "legal-basis-known")
    assert "§ 13 b, stk. 3" in basis.text
    with refused(desk, "Dialog"):
        take_step(desk, case, request)
    made = take_step(desk, case, request, {"dialogue-first": "Kilderne nævner ingen dialog før anmodningen."})
    step = step_of(desk, made.step_id)
    assert (step.taken_on, step.deadline_on) == (None, None)
    passed = [row for row in timeline(desk, case) if row.text.startswith("Kilderne")]
    assert len(passed) == 1
    assert [row.kind for row in case_view(desk, case).steps] == [
        "announcement", "report", "status-request", "assessment", "renewed-consideration-request",
    ]  # fmt: skip
    assert clocks(desk, case_number=case) == []
    assert check_store(desk) == []


@contextlib.contextmanager
def refused(desk, words):
    """The step is refused with a Danish sentence that says so."""
    with pytest.raises(UserError) as caught:
        yield
    assert words in caught.value.message(desk.translator)


def step_of(desk, key):
    with desk.store.reader() as uow:
        return uow.get(Step, key)


OFFERS = (
    OfferNamed("Bosted A", why="Seks pladser; ét fagligt miljø kan ikke holdes."),
    OfferNamed("Bosted B", why="Belægningen dækker ikke driften."),
)
PASSED = {
    "party-heard": "Parterne er hørt skriftligt uden for programmet.",
    "assessed-anew": "De fornyede svar forelå ikke ved fristen.",
    "request-first": "Anmodningen er sendt før sagen blev oprettet her.",
    "legal-basis-known": "Juristen har bekræftet hjemlen.",
    "duration-known": "Juristen har bekræftet, at pålægget kan forlænges.",
    "lifting-known": "Juristen har bekræftet, at pålægget kan ophæves.",
    "temporary-order-with-order": "Juristen har bekræftet, at det kan hvile på pålægget.",
}


@pytest.fixture
def announced(desk):
    """A made-up announcement about adults in all regions, with a request on record."""
    create_announcement(desk, "CU-PRØVE", "Prøve", GROUP_ADULTS, dt.date(2026, 6, 30), issued_on=dt.date(2025, 3, 3))
    case = open_case(desk, "CU-PRØVE").case_number
    take_step(desk, case, past(StepKind.REPORT, on=dt.date(2025, 9, 1)))
    take_step(desk, case, past(StepKind.ASSESSMENT, on=dt.date(2025, 10, 1), outcome=Conclusion.RENEWED_CONSIDERATION))
    take_step(desk, case, past(StepKind.DIALOGUE, on=dt.date(2025, 11, 1), text="Dialogmøde"))
    request = past(StepKind.RENEWED_CONSIDERATION_REQUEST, on=dt.date(2025, 12, 1), text="En fælles løsning")
    return case, take_step(desk, case, request).step_id


def consolidation(day, **fields):
    return StepDraft(
        StepKind.CONSOLIDATION_ORDER, day, addressees=("0851", "1081"), offers=fields.pop("offers", OFFERS),
        financing_area=fields.pop("area", "1081"), reason="Undtagelsesvis: ingen af tilbuddene kan bæres alene.",
        **fields,
    )  # fmt: skip


def test_an_order_to_consolidate_through_all_its_clocks(desk, announced):
    case, _ = announced
    desk = on(desk, 2026, 10, 31)
    assert {
        row.code for row in checklist(desk, case, consolidation(desk.today(), offers=OFFERS[:1])) if row.blocks
    } == {"two-offers"}
    assert {row.code for row in checklist(desk, case, consolidation(desk.today(), area=None)) if row.blocks} == {
        "financing-area-named"
    }
    order = take_step(desk, case, consolidation(desk.today()), PASSED)
    running = clocks(desk, case_number=case)
    rules = {row.rule: row for row in running if row.kind == "step"}
    assert {row.due_on for row in rules.values()} == {dt.date(2027, 2, 28)}
    assert len(rules) == 2
    shown = next(row for row in running if "driftsansvar" in row.what)
    assert "31. oktober 2026 + 4 måneder = 28. februar 2027" in shown.arithmetic
    assert "31" in shown.arithmetic.split(";")[1]
    assert "søndag" in shown.arithmetic
    assert shown.source == "servicelovens § 13 c, stk. 2"

    decision = StepDraft(
        StepKind.OPERATOR_DECISION,
        dt.date(2027, 2, 28),
        follows=order.step_id,
        addressees=("0851",),
        reason="Ingen aftale.",
    )
    desk = on(desk, 2027, 2, 28)
    with refused(desk, "fire måneder"):
        take_step(desk, case, decision, PASSED)
    with refused(desk, "løber endnu"):
        close_case(desk, case, "Forsøg")
    desk = on(desk, 2027, 3, 1)
    decided = take_step(desk, case, dataclasses.replace(decision, on=desk.today()), PASSED)
    with refused(desk, "ikke afgjort"):
        take_step(desk, case, dataclasses.replace(decision, on=desk.today()), PASSED)
    left = [row for row in clocks(desk, case_number=case) if row.kind == "step"]
    assert ["finansiering" in row.what for row in left] == [True]
    agreed = StepDraft(StepKind.FINANCING_AGREEMENT, desk.today(), follows=order.financing_step_id, recorded=True)
    take_step(desk, case, agreed)
    with refused(desk, "aftale om finansiering"):
        settled = StepDraft(
            StepKind.FINANCING_DECISION, desk.today(), follows=order.financing_step_id, text="Model", reason="x"
        )
        take_step(desk, case, settled, PASSED)
    assert [row for row in clocks(desk, case_number=case) if row.kind == "step"] == []

    application = StepDraft(
        StepKind.NEW_OFFER_APPROVAL, desk.today(), follows=order.step_id, addressees=("0840",), reason="Der er behov.",
        offers=(OfferNamed("Nyt bosted"),), outcome=Answered.REFUSED,
    )  # fmt: skip
    take_step(desk, case, application, PASSED)
    desk = on(desk, 2027, 9, 1)
    prolonged = StepDraft(StepKind.PROLONGATION, desk.today(), follows=order.step_id, reason="Fortsat behov.")
    assert "duration-known" in {row.code for row in checklist(desk, case, prolonged) if not row.met}
    take_step(desk, case, prolonged, PASSED)
    desk = on(desk, 2028, 9, 1)
    lifted = StepDraft(StepKind.LIFTING, desk.today(), follows=order.step_id, reason="Behovet er væk.")
    take_step(desk, case, lifted, PASSED)
    assert step_of(desk, order.step_id).ended_on == step_of(desk, order.financing_step_id).ended_on == desk.today()
    with refused(desk, "samling af tilbud"):
        take_step(desk, case, dataclasses.replace(application, on=desk.today()), PASSED)
    follow_up = StepDraft(StepKind.FOLLOW_UP, desk.today(), text="Følg op på pladser", deadline=dt.date(2029, 9, 1))
    take_step(desk, case, follow_up)
    assert [row.due_on for row in clocks(desk, case_number=case) if row.kind == "step"] == [dt.date(2029, 9, 1)]
    close_case(desk, case, "Opfølgningen er sat.")
    assert not case_view(desk, case).case.open
    assert decided.step_id in {row.key for row in timeline(desk, case)}
    assert check_store(desk) == []


def test_an_order_of_2026_to_region_sjaelland_passes_to_region_oestdanmark(desk, announced):
    case, request = announced
    desk = on(desk, 2026, 5, 4)
    temporary = StepDraft(
        StepKind.TEMPORARY_ORDER, desk.today(), follows=request, addressees=("1085",), reason="Tilbuddet lukker.",
        offers=(OfferNamed("Kofoedsminde"),),
    )  # fmt: skip
    held = take_step(desk, case, temporary, PASSED)
    order = take_step(
        desk, case,
        StepDraft(StepKind.OPERATING_ORDER, desk.today(), order_kind=OrderKind.CONTINUE, addressees=("1085",),
                  offers=(OfferNamed("kofoedsminde "),), financing_area="Østdanmark", reason="Undtagelsesvis."),
        PASSED,
    )  # fmt: skip
    ended = step_of(desk, held.step_id)
    assert (ended.ended_by, ended.ended_on) == (order.step_id, desk.today())
    assert step_detail(desk, order.step_id, dt.date(2026, 12, 31)).addressees == ("Region Sjælland",)
    assert step_detail(desk, order.step_id, dt.date(2027, 1, 1)).addressees == (
        "Region Sjælland (nu Region Østdanmark)",
    )
    later = on(desk, 2027, 1, 4)
    with refused(desk, "efterfølgeren"):
        take_step(
            later, case,
            StepDraft(StepKind.TEMPORARY_ORDER, later.today(), follows=request, addressees=("1085",), reason="x",
                      offers=(OfferNamed("Et andet tilbud"),)),
            PASSED,
        )  # fmt: skip
    undo(desk)
    assert step_of(desk, held.step_id).ended_by is None
    assert check_store(desk) == []


def test_a_case_begins_with_a_signal_and_is_announced_by_its_own_step(desk):
    case = start_case(
        desk, code="CU-2026-NY", title="Ny gruppe", group=GROUP_ADULTS, text="To tilbud lukker."
    ).case_number
    offered = {row.kind: row for row in what_next(desk, case)}
    assert offered[StepKind.RENEWED_CONSIDERATION_REQUEST].blocked
    assert not offered[StepKind.ANNOUNCEMENT].blocked
    assert offered[StepKind.ANNOUNCEMENT].natural
    assert StepKind.FINANCING_ORDER not in offered
    issued = StepDraft(StepKind.ANNOUNCEMENT, desk.today(), regions=REGIONS, deadline=dt.date(2026, 12, 1))
    with refused(desk, "Børne- og Undervisningsministeriet"):
        take_step(desk, case, issued)
    take_step(desk, case, StepDraft(StepKind.MINISTRY_NEGOTIATION, desk.today(), text="Brev af i dag"))
    take_step(desk, case, issued)
    assert [row.due_on for row in clocks(desk, case_number=case) if row.kind == "report"] == [dt.date(2026, 12, 1)] * 5
    with refused(desk, "følger med"):
        take_step(desk, case, StepDraft(StepKind.FINANCING_ORDER, desk.today()))


def test_children_stand_on_an_act_whose_paragraphs_are_not_filled_in(desk):
    create_announcement(
        desk, "CU-BØRN", "Børn", "Børn og unge med alvorlig synsnedsættelse", dt.date(2026, 6, 30),
        issued_on=dt.date(2025, 3, 3),
    )  # fmt: skip
    case = open_case(desk, "CU-BØRN").case_number
    order = StepDraft(
        StepKind.CONSOLIDATION_ORDER,
        desk.today(),
        addressees=("0851",),
        offers=OFFERS,
        financing_area="1081",
        reason="x",
    )
    rows = {row.code: row for row in checklist(desk, case, order)}
    assert not rows["legal-basis-known"].met
    assert "barnets lov" in rows["legal-basis-known"].text
    assert not rows["legal-basis-known"].blocks
    decision = StepDraft(StepKind.OPERATOR_DECISION, desk.today(), addressees=("0851",), reason="x")
    basis = next(row for row in checklist(desk, case, decision) if row.code == "legal-basis-known")
    assert "jurist" in basis.text
    request = StepDraft(StepKind.RENEWED_CONSIDERATION_REQUEST, desk.today(), text="x")
    negotiated = next(row for row in checklist(desk, case, request) if row.code == "ministry-negotiated")
    assert negotiated.blocks
