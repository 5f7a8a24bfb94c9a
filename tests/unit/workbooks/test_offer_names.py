"""Offers named in forms: matched by number or equal name only, otherwise proposed, never taken in silence."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.offers import Department, Offer, OfferAlias, offer_key
from koorddesk.workbooks.analyse import analyse_grid
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.offer_names import offers_named
from koorddesk.workbooks.offer_register import Given, How, OfferRegister, Why, match_offer
from tests.helpers.grids import REGISTER, blank, codes, filled, grid, read

OFFERS = [
    Offer("birk", "Botilbuddet Birk", portal_number="4711", cvr="13585628", location_id="vejle"),
    Offer("eg", "Egehuset", p_number="1003456789"),
    Offer("eg2", "Egehuset", cvr="87654321", location_id="kolding"),
    Offer("lukket", "Fyrren", closed_on=dt.date(2020, 6, 30)),
]
PARTS = [Department("nord", "birk", "Nord", "47112")]
ALIASES = [OfferAlias("a", "birk", "Birkelunden", offer_key("Birkelunden"))]
KNOWN = OfferRegister.from_records(OFFERS, PARTS, ALIASES, {"vejle": "Vejle", "kolding": "Kolding"})
ON = dt.date(2024, 6, 1)


@pytest.mark.parametrize(
    ("given_", "offer", "how"),
    [
        (Given("noget andet", portal_number="4711"), "birk", How.PORTAL_NUMBER),
        (Given("botilbuddet  BIRK"), "birk", How.NAME),
        (Given("Birkelunden"), "birk", How.ALIAS),
        (Given("Egehuset", p_number="1003456789"), "eg", How.P_NUMBER),
        (Given("Egehuset", cvr="87654321"), "eg2", How.CVR_AND_NAME),
        (Given("Nord", department_number="47112"), "birk", How.PORTAL_NUMBER),
    ],
)
def test_what_is_certain_is_taken(given_, offer, how):
    match = match_offer(given_, KNOWN, ON)
    assert (match.known.offer_id, match.how, match.code) == (offer, how, "")


def test_a_department_named_with_its_offer_is_the_department():
    match = match_offer(Given("Botilbuddet Birk, Nord"), KNOWN, ON)
    assert (match.known.offer_id, match.known.department_id) == ("birk", "nord")


def test_a_name_that_two_offers_have_is_asked_about():
    match = match_offer(Given("Egehuset"), KNOWN, ON)
    assert (match.known, match.code) == (None, "offer-ambiguous")
    assert [p.known.shown for p in match.proposals] == ["Egehuset", "Egehuset (Kolding)"]


def test_a_name_with_another_offers_number_is_asked_about():
    match = match_offer(Given("Egehuset", portal_number="4711"), KNOWN, ON)
    assert (match.known, match.code) == (None, "offer-numbers-differ")
    assert [p.known.offer_id for p in match.proposals] == ["birk", "eg", "eg2"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Botilbudet Birk", Why.SPELLING),
        ("Birk Botilbuddet", Why.SAME_WORDS),
        ("Botilbuddet Birk (Horsens)", Why.SAME_BEGINNING),
    ],
)
def test_what_resembles_is_only_proposed_with_its_reason(text, why):
    match = match_offer(Given(text), KNOWN, ON)
    assert (match.known, match.code) == (None, "offer-suggested")
    assert (match.proposals[0].known.offer_id, match.proposals[0].why) == ("birk", why)


def test_an_unknown_offer_is_said_to_be_unknown():
    assert match_offer(Given("Rugmarken"), KNOWN, ON).code == "offer-unknown"


def test_a_closed_offer_is_still_that_offer():
    match = match_offer(Given("Fyrren"), KNOWN, ON)
    assert (match.known.offer_id, match.code) == ("lukket", "offer-closed")
    assert match_offer(Given("Fyrren"), KNOWN, dt.date(2020, 6, 30)).code == ""


@given(st.text(string.ascii_letters + "æøåÆØÅ 1-,()", min_size=1, max_size=40))
def test_nothing_is_taken_whose_name_is_not_equal(text):
    match = match_offer(Given(text), KNOWN, ON)
    if match.known is not None:
        own = {offer_key(match.known.name), offer_key(f"{match.known.name} {match.known.department}"), "birkelunden"}
        assert offer_key(text) in own


FORM = grid(
    blank(
        {"A1": "Kommune", "A3": "Tilbuddets navn", "B3": "CVR-nummer", "C3": "Antal pladser"}, "B1 A4:C9", heads="A3:C3"
    )
)
TEMPLATE = learn(FORM, "form")
ROWS = {
    "B1": "Vejle",
    "A4": "Birkelunden",
    "C4": 4,
    "A5": "Egehuset",
    "B5": "87654321",
    "A6": "Egehuset",
    "A7": "Ege huset",
}


def read_with(values, register):
    copy = filled(FORM, values)
    plain = read(copy, TEMPLATE)
    return analyse_grid(copy, plain, "", [TEMPLATE], REGISTER, received_on=ON, offers=register)


def test_the_reader_speaks_of_offers_it_cannot_tell_at_their_cells():
    said = [(f.code, f.at.cell, f.row) for f in read_with(ROWS, KNOWN).findings if f.code.startswith("offer-")]
    assert said == [("offer-ambiguous", "A6", 3), ("offer-suggested", "A7", 4)]


def test_an_empty_register_says_nothing():
    assert read_with(ROWS, OfferRegister()).findings == read_with(ROWS, None).findings
    assert not {code for code in codes(read_with(ROWS, OfferRegister())) if code.startswith("offer-")}


def test_several_offers_in_one_cell_are_split_and_each_is_matched():
    reading = read_with({"B1": "Vejle", "A4": "Birkelunden; Fyrren\nUkendt", "B4": "13585628"}, KNOWN)
    named = list(offers_named(TEMPLATE, reading.answers))
    assert [each.part for each in named] == ["Birkelunden", "Fyrren", "Ukendt"]
    assert not any(each.given.cvr for each in named)
    assert [f.code for f in reading.findings if f.code.startswith("offer-")] == ["offer-closed", "offer-unknown"]
    assert "several-offers" in codes(reading)


def test_the_name_column_of_a_table_about_offers_counts_as_one():
    form = grid(blank({"A1": "Kommune", "A3": "Navn", "B3": "Driftsherre"}, "B1 A4:B9", heads="A3:B3"))
    template = learn(form, "f")
    reading = read(filled(form, {"B1": "Vejle", "A4": "Egehuset", "B4": "Vejle"}), template)
    assert [each.part for each in offers_named(template, reading.answers)] == ["Egehuset"]
    people = grid(blank({"A1": "Kommune", "A3": "Navn", "B3": "Telefon"}, "B1 A4:B9", heads="A3:B3"))
    other = learn(people, "g")
    reading = read(filled(people, {"B1": "Vejle", "A4": "Fuldmægtig", "B4": "12345678"}), other)
    assert not list(offers_named(other, reading.answers))
