"""Each kind of order walked through the services to its end: what it takes, what it brings, how it ends."""

import dataclasses
import datetime as dt

import pytest

from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.chain import Answered, OrderKind, PartyRole, Step, StepKind, StepParty
from koorddesk.errors import UserError
from koorddesk.services.announcements import create_announcement
from koorddesk.services.cases import close_case, open_case
from koorddesk.services.chain import OfferNamed, StepDraft, checklist, take_step, what_next
from koorddesk.services.clocks import clocks
from koorddesk.services.keeping import check_store
from koorddesk.services.timeline import step_detail, timeline

ADULTS = "Voksne med kompleks erhvervet hjerneskade"
CHILDREN = "Børn og unge med alvorlig synsnedsættelse"
DAY = dt.date(2026, 3, 31)
PASSED = {
    "party-heard": "Parterne er hørt skriftligt uden for programmet.",
    "assessed-anew": "De fornyede svar forelå ikke ved fristen.",
    "legal-basis-known": "Juristen har bekræftet hjemlen.",
    "temporary-order-with-order": "Juristen har bekræftet, at det kan hvile på pålægget.",
    "duration-known": "Juristen har bekræftet, at det kan forlænges.",
    "lifting-known": "Juristen har bekræftet, at det kan ophæves.",
}
PRIVATE = {OrderKind.CONTINUE_AGREEMENT, OrderKind.RENEW_AGREEMENT, OrderKind.MAKE_AGREEMENT}


def on(desk, day):
    return dataclasses.replace(desk, today=lambda: day)


@pytest.fixture
def walk(desk):
    """A case in which renewed consideration has been asked for; returns the desk on the day of the orders."""
    create_announcement(desk, "CU-P", "Prøve", ADULTS, dt.date(2026, 1, 15), issued_on=dt.date(2025, 3, 3))
    case = open_case(desk, "CU-P").case_number
    asked = None
    for kind, day, more in (
        (StepKind.REPORT, dt.date(2025, 9, 1), {}),
        (StepKind.ASSESSMENT, dt.date(2025, 10, 1), {"outcome": Conclusion.RENEWED_CONSIDERATION}),
        (StepKind.DIALOGUE, dt.date(2025, 11, 1), {"text": "Dialogmøde"}),
        (StepKind.RENEWED_CONSIDERATION_REQUEST, dt.date(2025, 12, 1), {"text": "En fælles løsning"}),
    ):
        asked = take_step(desk, case, StepDraft(kind, day, recorded=True, **more)).step_id
    return on(desk, DAY), case, asked


def order_of(kind, **changes):
    offer = OfferNamed(
        "Bosted A",
        operator="Fonden Bosted A" if kind in PRIVATE else "",
        terminated_on=dt.date(2026, 2, 1) if kind is OrderKind.MAKE_AGREEMENT else None,
    )
    draft = StepDraft(
        StepKind.OPERATING_ORDER, DAY, order_kind=kind, addressees=("0851",), offers=(offer,), financing_area="1081",
        reason="Undtagelsesvis: forsyningen kan ikke sikres på anden måde.",
    )  # fmt: skip
    return dataclasses.replace(draft, **changes)


def blocking(desk, case, draft):
    return {row.code for row in checklist(desk, case, draft) if row.blocks}


def step_of(desk, key):
    with desk.store.reader() as uow:
        return uow.get(Step, key)


def refused(desk, case, draft):
    with pytest.raises(UserError) as caught:
        take_step(desk, case, draft, PASSED)
    return caught.value.message(desk.translator)


@pytest.mark.parametrize("kind", OrderKind)
def test_an_operating_order_of_each_kind_brings_its_financing_and_ends_by_being_lifted(walk, kind):
    desk, case, _ = walk
    whole = order_of(kind)
    assert blocking(desk, case, whole) == set()
    lacking = {
        "order-kind-given": {"order_kind": None},
        "one-council": {"addressees": ("0851", "1081")},
        "one-offer": {"offers": ()},
        "exceptional-reasoned": {"reason": " "},
        "financing-area-named": {"financing_area": "0851"},
    }
    for code, change in lacking.items():
        assert code in blocking(desk, case, dataclasses.replace(whole, **change))
    nameless = dataclasses.replace(whole, offers=(OfferNamed("Bosted A"),))
    assert blocking(desk, case, nameless) == {
        code
        for code, wanted in (
            ("private-operator-named", kind in PRIVATE),
            ("agreement-terminated", kind is OrderKind.MAKE_AGREEMENT),
        )
        if wanted
    }
    order = take_step(desk, case, whole, PASSED)
    with desk.store.reader() as uow:
        (party,) = uow.all(StepParty, step_id=order.financing_step_id, role=PartyRole.ADDRESSEE)
    assert party.name == "Region Nordjylland"
    (clock,) = [row for row in clocks(desk, case_number=case) if row.kind == "step"]
    assert (clock.subject, clock.due_on) == (order.financing_step_id, dt.date(2026, 7, 31))
    assert "serviceloven" in clock.source
    assert "§ 13 c, stk. 3" in clock.source

    decision = StepDraft(
        StepKind.FINANCING_DECISION, dt.date(2026, 7, 31), follows=order.financing_step_id, text="Fordeling efter brug",
        addressees=("1081",), reason="Der er ikke aftalt en model.",
    )  # fmt: skip
    assert "fire måneder" in refused(on(desk, dt.date(2026, 7, 31)), case, decision)
    desk = on(desk, dt.date(2026, 8, 1))
    take_step(desk, case, dataclasses.replace(decision, on=desk.today()), PASSED)
    assert [row for row in clocks(desk, case_number=case) if row.kind == "step"] == []
    assert "ikke afgjort" in refused(desk, case, dataclasses.replace(decision, on=desk.today()))

    lifted = StepDraft(StepKind.LIFTING, desk.today(), follows=order.step_id, reason="Behovet er dækket.")
    take_step(desk, case, lifted, PASSED)
    assert step_of(desk, order.step_id).ended_on == step_of(desk, order.financing_step_id).ended_on == desk.today()
    assert "ophævelse" in step_detail(desk, order.step_id).ended
    assert blocking(desk, case, lifted) == {"follows-order"}
    follow_up = StepDraft(StepKind.FOLLOW_UP, desk.today(), text="Følg op", deadline=dt.date(2027, 8, 1))
    take_step(desk, case, follow_up)
    assert check_store(desk) == []


def temporary(desk, follows, name="Bosted A", council="0851"):
    return StepDraft(
        StepKind.TEMPORARY_ORDER, desk.today(), follows=follows, addressees=(council,), offers=(OfferNamed(name),),
        reason="Tilbuddet lukker.",
    )  # fmt: skip


def test_a_temporary_order_rests_on_a_request_or_with_a_reason_on_an_order(walk):
    desk, case, request = walk
    assert "rests-on-request-or-order" in blocking(desk, case, temporary(desk, None))
    on_request = {row.code: row for row in checklist(desk, case, temporary(desk, request))}
    assert "temporary-order-with-order" not in on_request
    order = take_step(desk, case, order_of(OrderKind.CONTINUE), PASSED)
    on_order = {row.code: row for row in checklist(desk, case, temporary(desk, order.step_id, "Bosted B"))}
    row = on_order["temporary-order-with-order"]
    assert (row.met, row.blocks) == (False, False)
    assert "§ 13 c, stk. 4" in row.source
    only_this = {code: reason for code, reason in PASSED.items() if code != "temporary-order-with-order"}
    with pytest.raises(UserError) as caught:
        take_step(desk, case, temporary(desk, order.step_id, "Bosted B"), only_this)
    assert caught.value.code == "step-needs-reason"
    held = take_step(desk, case, temporary(desk, order.step_id, "Bosted B"), PASSED)
    passed = step_detail(desk, held.step_id).passed
    assert any("Juristen har bekræftet, at det kan hvile på pålægget." in line for line in passed)


def test_a_temporary_order_lasts_until_it_is_lifted_or_replaced_by_an_order_about_the_same_offer(walk):
    desk, case, request = walk
    first = take_step(desk, case, temporary(desk, request), PASSED)
    second = take_step(desk, case, temporary(desk, request, "Bosted B"), PASSED)
    assert blocking(desk, case, temporary(desk, request, " BOSTED a ")) == {"one-temporary-order"}  # the same offer
    with pytest.raises(UserError) as caught:
        close_case(desk, case, "Forsøg")
    assert caught.value.code == "case-order-lasts"
    prolonged = StepDraft(StepKind.PROLONGATION, desk.today(), follows=first.step_id, reason="Fortsat behov.")
    take_step(desk, case, prolonged, PASSED)
    order = take_step(desk, case, order_of(OrderKind.CONTINUE), PASSED)
    assert step_of(desk, first.step_id).ended_by == order.step_id
    assert step_of(desk, second.step_id).ended_by is None  # of another offer
    assert blocking(desk, case, prolonged) == {"follows-order"}
    lifted = StepDraft(StepKind.LIFTING, desk.today(), follows=second.step_id, reason="Tilbuddet lukker ikke.")
    assert "lifting-known" not in {row.code for row in checklist(desk, case, lifted)}  # § 13 b, stk. 4 is read
    taken = take_step(desk, case, lifted, PASSED)
    assert step_of(desk, second.step_id).ended_by == taken.step_id
    assert check_store(desk) == []


def test_a_consolidation_is_settled_by_agreements_in_time_and_approves_what_is_new_and_taken_over(walk):
    desk, case, _ = walk
    small = (OfferNamed("Bosted A", why="Seks pladser."), OfferNamed("Bosted B", why="Belægningen bærer ikke driften."))
    draft = StepDraft(
        StepKind.CONSOLIDATION_ORDER, desk.today(), addressees=("0851", "0813"), offers=small, financing_area="1081",
        reason="Undtagelsesvis.",
    )  # fmt: skip
    unreasoned = dataclasses.replace(draft, offers=(small[0], OfferNamed("Bosted B")))
    assert blocking(desk, case, unreasoned) == {"not-sustainable-reasoned"}
    same = dataclasses.replace(draft, offers=(small[0], dataclasses.replace(small[0], name="bosted a")))
    assert blocking(desk, case, same) == {"two-offers"}
    new_offer = StepDraft(
        StepKind.NEW_OFFER_APPROVAL, desk.today(), addressees=("0840",), offers=(OfferNamed("Nyt bosted"),),
        outcome=Answered.GRANTED, reason="Der er behov.",
    )  # fmt: skip
    assert "follows-consolidation" in blocking(desk, case, new_offer)
    order = take_step(desk, case, draft, PASSED)
    running = {row.subject: row for row in clocks(desk, case_number=case) if row.kind == "step"}
    assert {row.due_on for row in running.values()} == {dt.date(2026, 7, 31)}
    assert set(running) == {order.step_id, order.financing_step_id}

    desk = on(desk, dt.date(2026, 6, 1))
    for kind, act in (
        (StepKind.OPERATOR_AGREEMENT, order.step_id),
        (StepKind.FINANCING_AGREEMENT, order.financing_step_id),
    ):
        take_step(desk, case, StepDraft(kind, desk.today(), follows=act))
    assert [row for row in clocks(desk, case_number=case) if row.kind == "step"] == []
    desk = on(desk, dt.date(2026, 9, 1))
    decision = StepDraft(
        StepKind.OPERATOR_DECISION, desk.today(), follows=order.step_id, addressees=("0851",), reason="Ingen aftale."
    )
    assert "aftale om driftsansvar" in refused(desk, case, decision)

    taken_over = StepDraft(
        StepKind.TAKEOVER_APPROVAL, desk.today(), addressees=("0851",), offers=(OfferNamed("Bosted B"),),
        outcome=Answered.GRANTED, reason="Kommunen driver det samlede tilbud.",
    )  # fmt: skip
    assert blocking(desk, case, dataclasses.replace(taken_over, outcome="")) == {"outcome-given"}
    basis = {}
    for council in ("0851", "1081"):
        rows = checklist(desk, case, dataclasses.replace(taken_over, addressees=(council,)))
        basis[council] = next(row.text for row in rows if row.code == "legal-basis-known")
    assert "§ 186 a, stk. 1" in basis["0851"]
    assert "§ 186 a, stk. 2" in basis["1081"]
    take_step(desk, case, taken_over, PASSED)
    take_step(desk, case, dataclasses.replace(new_offer, on=desk.today(), follows=order.step_id), PASSED)
    denied = dataclasses.replace(
        new_offer, on=desk.today(), follows=order.step_id, outcome=Answered.REFUSED, offers=(OfferNamed("Endnu et"),)
    )
    take_step(desk, case, denied, PASSED)
    told = [row.title for row in timeline(desk, case) if row.kind == "step"]
    assert told[-3:] == [
        "afgørelse om godkendelse af overtagelse",
        "afgørelse om godkendelse af nyt tilbud",
        "afgørelse om godkendelse af nyt tilbud",
    ]
    take_step(
        desk,
        case,
        StepDraft(StepKind.LIFTING, desk.today(), follows=order.step_id, reason="Samlingen er sket."),
        PASSED,
    )
    assert blocking(desk, case, dataclasses.replace(denied, offers=(OfferNamed("Et fjerde"),))) == {
        "follows-consolidation"
    }
    assert check_store(desk) == []


def test_a_group_in_special_education_is_negotiated_about_before_it_is_announced_or_asked_about(desk):
    create_announcement(desk, "CU-B", "Børn", CHILDREN, dt.date(2026, 1, 15), issued_on=dt.date(2025, 3, 3))
    case = open_case(desk, "CU-B").case_number
    desk = on(desk, DAY)
    take_step(desk, case, StepDraft(StepKind.REPORT, dt.date(2025, 9, 1), recorded=True))
    renewed = StepDraft(StepKind.ASSESSMENT, dt.date(2025, 10, 1), outcome=Conclusion.RENEWED_CONSIDERATION)
    take_step(desk, case, dataclasses.replace(renewed, recorded=True))
    request = StepDraft(StepKind.RENEWED_CONSIDERATION_REQUEST, DAY, text="x", recorded=True)
    assert blocking(desk, case, request) == {"ministry-negotiated"}
    take_step(desk, case, StepDraft(StepKind.MINISTRY_NEGOTIATION, DAY, text="Ministeriet er enigt."))
    assert blocking(desk, case, request) == set()
    named = {row.kind: row for row in what_next(desk, case)}[StepKind.MINISTRY_NEGOTIATION]
    assert "ministeriets svar" in " ".join(named.incoming)
    assert named.outgoing
