"""Signals: each rule speaks when it should and not otherwise, and says on which records it rests."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.authorities import Membership
from koorddesk.domain.offers import Attribute, Offer, OfferGroup, OfferUse, OfferValue, Origin
from koorddesk.domain.signals import SignalRule, Watched, signals
from koorddesk.domain.target_groups import Criterion, CriterionReason, Subject, TargetGroup

DAY = dt.date(2026, 11, 22)
GROUP = TargetGroup("g", 18, None, Subject.SOCIAL, active=True)
LINKS = [
    Membership("1", "vejle", "syd"),
    Membership("2", "roskilde", "sjælland"),
    Membership("3", "syd", "vest"),
    Membership("4", "sjælland", "øst"),
]
BIRK = Offer("birk", "Birk", cvr="13585628", location_id="vejle")
EG = Offer("eg", "Eg", cvr="87654321", location_id="roskilde")


def watched(**records):
    nothing = {field.name: () for field in dataclasses.fields(Watched)}
    return Watched(
        **{**nothing, "day": DAY, "groups": [GROUP], "memberships": LINKS, "parts": ("vest", "øst"), **records}
    )


def rules(**records):
    return [signal.rule for signal in signals(watched(**records))]


def for_group(*offers, **fields):
    return {
        "offers": list(offers),
        "offer_groups": [OfferGroup(f"og-{offer.id}", offer.id, "g", **fields) for offer in offers],
    }


def places(number, dated, *, origin=Origin.REPORTED, offer="birk", key=None):
    key = key or f"{number}-{dated}-{origin}"
    return OfferValue(key, offer, Attribute.PLACES, origin, dated, number, str(number))


Y23, Y24 = dt.date(2023, 12, 31), dt.date(2024, 12, 31)


def test_two_providers_in_both_parts_give_no_signal():
    assert rules(**for_group(BIRK, EG)) == []


def test_one_provider_is_told_with_the_group_and_its_offers():
    both = for_group(BIRK, dataclasses.replace(EG, cvr="13585628"))
    (signal,) = signals(watched(**both))
    assert signal.rule is SignalRule.ONE_PROVIDER
    assert signal.about == "g"
    assert signal.rests_on == (("TargetGroup", "g"), ("Offer", "birk"), ("Offer", "eg"))
    assert signal.figures["count"] == 2


def test_offers_whose_operator_is_not_known_are_not_taken_for_one_provider():
    assert rules(**for_group(dataclasses.replace(BIRK, cvr=""), dataclasses.replace(EG, cvr=""))) == []


def test_a_part_of_the_country_without_an_offer():
    records = for_group(BIRK, dataclasses.replace(EG, location_id="vejle"))
    (signal,) = signals(watched(**records))
    assert (signal.rule, signal.figures["part"]) == (SignalRule.NONE_IN_PART, "øst")
    assert ("Authority", "øst") in signal.rests_on


def test_nothing_is_said_of_a_part_while_an_offers_place_is_not_known():
    assert rules(**for_group(BIRK, dataclasses.replace(EG, location_id=None))) == []


def test_a_group_that_was_never_given_an_offer_is_not_told_and_one_that_lost_its_last_is():
    assert rules() == []
    closed = dataclasses.replace(BIRK, closed_on=Y24)
    assert rules(**for_group(closed)) == [SignalRule.NO_OFFER]


def test_an_inactive_group_gives_no_signal():
    group = dataclasses.replace(GROUP, active=False)
    assert rules(groups=[group], **for_group(BIRK)) == []


@pytest.mark.parametrize(("before", "now", "told"), [(12, 10, True), (12, 12, False), (10, 12, False)])
def test_places_down_since_the_last_count(before, now, told):
    records = {"offers": [BIRK], "values": [places(before, Y23), places(now, Y24)]}
    found = [signal for signal in signals(watched(**records)) if signal.rule is SignalRule.FEWER_PLACES]
    assert bool(found) is told
    if told:
        assert found[0].figures == {"before": 12, "now": 10, "was_on": Y23, "is_on": Y24}
        assert [kind for kind, _ in found[0].rests_on] == ["Offer", "OfferValue", "OfferValue"]


def test_the_portal_is_not_compared_with_a_form_and_disagreeing_senders_are_not_compared_at_all():
    apart = [places(12, Y23, origin=Origin.PORTAL), places(10, Y24)]
    assert rules(offers=[BIRK], values=apart) == []
    torn = [places(12, Y23), places(10, Y24), places(14, Y24)]
    assert rules(offers=[BIRK], values=torn) == []
    later = [places(12, Y23), places(10, DAY + dt.timedelta(days=1))]
    assert rules(offers=[BIRK], values=later) == []


def spans(*ages, text=""):
    """One record of whom the offer is for, per pair of ages, each ending when the next begins."""
    found = []
    for index, (low, high) in enumerate(ages):
        start = dt.date(2020 + index, 1, 1)
        end = dt.date(2020 + index, 12, 31) if index + 1 < len(ages) else None
        found.append(OfferGroup(f"{index}", "birk", None, text or "autisme", low, high, None, start, end))
    return found


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        (((18, 35), (18, 67)), True),
        (((18, 35), (16, 35)), True),
        (((18, 35), (18, 35)), False),
        (((18, 67), (18, 35)), False),
        (((18, 35), (30, 67)), False),
        (((18, 35), (18, None)), True),
        (((None, None), (18, 67)), False),
    ],
)
def test_a_wider_span_of_ages(ages, told):
    assert (SignalRule.BROADER_GROUP in rules(offers=[BIRK], offer_groups=spans(*ages))) is told


def test_a_further_group_is_broader_and_another_group_instead_is_not():
    first = OfferGroup("a", "birk", None, "autisme", 18, 67, None, dt.date(2020, 1, 1))
    second = OfferGroup("b", "birk", None, "hjerneskade", 18, 67, None, dt.date(2023, 1, 1))
    assert rules(offers=[BIRK], offer_groups=[first, second]) == [SignalRule.BROADER_GROUP]
    ended = dataclasses.replace(first, valid_to=dt.date(2022, 12, 31))
    assert rules(offers=[BIRK], offer_groups=[ended, second]) == []


def test_an_offer_that_was_used_and_is_not_any_more():
    used = OfferUse("1", "birk", "vejle", dt.date(2022, 12, 31), 3)
    none = OfferUse("2", "birk", "vejle", dt.date(2025, 12, 31), 0)
    assert rules(offers=[BIRK], uses=[used, none]) == [SignalRule.USED_BY_NOBODY]
    assert rules(offers=[BIRK], uses=[used]) == []
    assert rules(offers=[BIRK], uses=[used, dataclasses.replace(none, persons=1)]) == []
    assert rules(offers=[BIRK], uses=[used, dataclasses.replace(none, persons=None)]) == []
    assert rules(offers=[BIRK, EG], uses=[dataclasses.replace(none, offer_id="eg", persons=2)]) == []


def test_a_closing_is_told_until_the_offer_has_closed():
    told = dataclasses.replace(BIRK, closing_announced_on=Y24)
    assert rules(offers=[told]) == [SignalRule.CLOSING_ANNOUNCED]
    assert rules(offers=[dataclasses.replace(told, closed_on=DAY)]) == [SignalRule.CLOSING_ANNOUNCED]
    assert rules(offers=[dataclasses.replace(told, closed_on=DAY - dt.timedelta(days=1))]) == []


def test_a_review_is_overdue_until_it_is_reasoned_anew():
    old = CriterionReason("r1", "g", Criterion.SMALL, "få", dt.date(2020, 1, 1), "kilde", dt.date(2022, 1, 1))
    (signal,) = signals(watched(reasons=[old]))
    assert (signal.rule, signal.figures["was_on"]) == (SignalRule.REVIEW_OVERDUE, dt.date(2022, 1, 1))
    assert signal.rests_on == (("TargetGroup", "g"), ("CriterionReason", "r1"))
    new = CriterionReason("r2", "g", Criterion.SMALL, "få", dt.date(2026, 1, 1), "kilde", dt.date(2028, 1, 1))
    assert rules(reasons=[old, new]) == []
    assert rules(reasons=[dataclasses.replace(old, review_on=DAY)]) == []


OFFERS = st.builds(
    Offer,
    st.sampled_from(["birk", "eg", "fyr"]),
    st.just("x"),
    cvr=st.sampled_from(["", "1", "2"]),
    location_id=st.sampled_from([None, "vejle", "roskilde"]),
    closed_on=st.sampled_from([None, Y24, DAY]),
    closing_announced_on=st.sampled_from([None, Y23]),
)


@given(st.lists(OFFERS, unique_by=lambda offer: offer.id), st.lists(st.integers(0, 20), max_size=4))
def test_every_signal_rests_on_records_that_are_there(offers, counts):
    values = [places(n, dt.date(2020 + i, 1, 1), key=str(i)) for i, n in enumerate(counts)]
    records = {**for_group(*offers), "values": values}
    there = {("TargetGroup", "g"), ("Authority", "vest"), ("Authority", "øst")}
    there |= {("Offer", offer.id) for offer in offers} | {("OfferValue", value.id) for value in values}
    for signal in signals(watched(**records)):
        assert set(signal.rests_on) <= there
        assert any(key == signal.about for _, key in signal.rests_on)
