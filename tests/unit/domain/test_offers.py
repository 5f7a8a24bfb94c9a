"""Offers: spellings of names, numbers that name them, dated values of two origins."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.offers import (
    Attribute,
    Level,
    Offer,
    OfferValue,
    Origin,
    cvr_holds,
    digits_of,
    latest,
    level_of,
    offer_key,
)

DAY = dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Botilbuddet Åhuset", "BOTILBUDDET  AAHUSET"),
        ("Fjordhuset A/S", "Fjordhuset"),
        ("Fonden Birk", "birk"),
        ("Center for Døvblindhed", "Center for Doevblindhed"),
        ("Skov-gården", "Skov gården"),
    ],
)
def test_spellings_that_are_the_same_name(one, other):
    assert offer_key(one) == offer_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Botilbuddet Birk", "Dagtilbuddet Birk"), ("Birk 1", "Birk 2"), ("Nordlys", "Nordly"), ("Team 107", "Team 108")],
)
def test_names_that_are_not_the_same(one, other):
    assert offer_key(one) != offer_key(other)


@given(st.text("aAåÅæøé 1-/.'", min_size=1))
def test_a_key_is_stable_under_being_taken_again(name):
    assert offer_key(offer_key(name)) == offer_key(name)


def test_numbers_that_name_something_are_never_filled_up():
    assert digits_of("1003 456 789", 10) == "1003456789"
    assert digits_of("3456789", 10) == ""
    assert digits_of("ukendt", 8) == ""


def test_the_check_digit_of_a_cvr_number():
    assert cvr_holds("13585628")
    assert not cvr_holds("13585629")
    assert not cvr_holds("1358562")


def test_an_offer_is_open_until_its_last_day():
    offer = Offer("o", "Birk", closed_on=DAY)
    assert offer.open_on(DAY)
    assert not offer.open_on(DAY + dt.timedelta(days=1))


def test_what_a_record_speaks_of():
    assert level_of(None) is Level.OFFER
    assert level_of("d") is Level.DEPARTMENT
    assert level_of("d", "s") is Level.SERVICE


def test_the_latest_value_of_each_origin_stands_by_itself():
    def value(origin, dated, number):
        return OfferValue(f"{origin}{dated}", "o", Attribute.PLACES, origin, dated, number, "")

    values = [
        value(Origin.PORTAL, dt.date(2023, 12, 31), 12),
        value(Origin.REPORTED, DAY, 10),
        value(Origin.REPORTED, None, 99),
    ]
    assert latest(values, Attribute.PLACES).number == 10
    assert latest(values, Attribute.PLACES, Origin.PORTAL).number == 12
    assert latest(values, Attribute.RATE) is None
