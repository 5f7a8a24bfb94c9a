"""Offers from a list: who is who, nothing invented, nothing overwritten, the same list again changes nothing."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.offers import (
    Attribute,
    Department,
    Offer,
    OfferAlias,
    OfferGroup,
    OfferLegalBasis,
    OfferValue,
    OperatorKind,
    Origin,
    Service,
)
from koorddesk.i18n import Translator
from koorddesk.services.desk import Desk
from koorddesk.services.offer_export import write_offers
from koorddesk.services.offer_imports import import_offers
from koorddesk.services.offers import add_offer, list_offers, offer_view
from koorddesk.services.register_data import authority_id
from koorddesk.settings import Settings

TODAY = dt.date(2026, 11, 22)
HEADINGS = (
    *("TilbudsID", "Tilbud", "Afdeling", "CVR", "P-nummer", "Driftsherre", "Beliggenhedskommune", "Lovgrundlag"),
    *("Målgruppe", "Alder", "Pladser", "Belægning (%)", "Takst (kr./døgn)", "Opgørelsesdato", "Matrikelløs"),
)


@pytest.fixture
def desk(loaded):
    return Desk(loaded, Settings(), Translator("da"), lambda: TODAY)


@pytest.fixture
def listed(tmp_path):
    def write(*rows, headings=HEADINGS):
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(list(headings))
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
        path = tmp_path / "tilbud.xlsx"
        book.save(path)
        return path

    return write


def all_of(desk, entity, **equals):
    with desk.store.reader() as uow:
        return uow.all(entity, **equals)


BIRK = {
    "TilbudsID": "4711",
    "Tilbud": "Botilbuddet Birk",
    "CVR": "13585628",
    "Driftsherre": "Kommunal",
    "Beliggenhedskommune": "Århus Kommune",
    "Lovgrundlag": "§ 107/108",
    "Målgruppe": "udviklingshæmning",
    "Alder": "18-67 år",
    "Pladser": 12,
    "Belægning (%)": "97,5 %",
    "Takst (kr./døgn)": "2.450,50",
    "Opgørelsesdato": dt.date(2024, 12, 31),
}


def test_a_row_becomes_an_offer_with_what_it_says_and_no_more(desk, listed):
    imported = import_offers(desk.store, listed(BIRK))
    assert (imported.added, imported.changed) == (1, 0)
    assert [finding.code for finding in imported.findings] == ["offer-basis-assumed"]
    (offer,) = all_of(desk, Offer)
    assert (offer.name, offer.portal_number, offer.cvr) == ("Botilbuddet Birk", "4711", "13585628")
    assert offer.operator_kind is OperatorKind.MUNICIPAL
    assert offer.location_id == authority_id(AuthorityKind.MUNICIPALITY, "0751")
    assert (offer.operator_id, offer.operator_name, offer.address, offer.p_number) == (None, "", "", "")
    assert (offer.without_premises, offer.closed_on, offer.opened_on) == (None, None, None)
    assert [basis.code for basis in all_of(desk, OfferLegalBasis)] == ["SEL-107", "SEL-108"]
    (group,) = all_of(desk, OfferGroup)
    assert (group.text, group.age_from, group.age_to, group.group_id) == ("udviklingshæmning", 18, 67, None)
    values = {value.attribute: value for value in all_of(desk, OfferValue)}
    assert {key: value.number for key, value in values.items()} == {
        Attribute.PLACES: 12,
        Attribute.OCCUPANCY: 97.5,
        Attribute.RATE: 2450.5,
    }
    assert {value.dated for value in values.values()} == {dt.date(2024, 12, 31)}
    assert values[Attribute.PLACES].cell == "Sheet!K2"


def test_the_same_list_again_changes_nothing(desk, listed):
    path = listed(BIRK, {"TilbudsID": "4712", "Tilbud": "Eg", "Afdeling": "Nord", "Pladser": 4})
    import_offers(desk.store, path)
    again = import_offers(desk.store, path)
    assert (again.changes, again.added, again.changed) == (None, 0, 0)


def test_what_differs_stands_beside_and_never_overwrites(desk, listed):
    import_offers(desk.store, listed(BIRK))
    other = BIRK | {"Driftsherre": "Privat", "Beliggenhedskommune": "Vejle", "Pladser": 10}
    imported = import_offers(desk.store, listed(other), origin=Origin.REPORTED)
    assert [f.code for f in imported.findings if f.code == "offer-differs"] == ["offer-differs"] * 2
    (offer,) = all_of(desk, Offer)
    assert offer.operator_kind is OperatorKind.MUNICIPAL
    assert offer.location_id == authority_id(AuthorityKind.MUNICIPALITY, "0751")
    places = {value.origin: value.number for value in all_of(desk, OfferValue, attribute=Attribute.PLACES)}
    assert places == {Origin.PORTAL: 12, Origin.REPORTED: 10}
    assert [v.text for v in all_of(desk, OfferValue, attribute=Attribute.LOCATION)] == ["Vejle"]
    assert [v.text for v in all_of(desk, OfferValue, attribute=Attribute.OPERATOR)] == ["Privat"]


def test_the_number_at_the_portal_counts_for_more_than_the_name(desk, listed):
    import_offers(desk.store, listed(BIRK))
    import_offers(desk.store, listed({"TilbudsID": "4711", "Tilbud": "Birkelund", "P-nummer": "1003456789"}))
    (offer,) = all_of(desk, Offer)
    assert (offer.name, offer.p_number) == ("Botilbuddet Birk", "1003456789")
    assert [alias.text for alias in all_of(desk, OfferAlias)] == ["Birkelund"]
    import_offers(desk.store, listed({"Tilbud": "Birkelund", "Pladser": 3}))
    assert len(all_of(desk, Offer)) == 1


def test_one_name_with_two_numbers_is_two_offers_and_then_has_to_be_asked_about(desk, listed):
    import_offers(desk.store, listed(BIRK, BIRK | {"TilbudsID": "4799", "CVR": None}))
    assert len(all_of(desk, Offer)) == 2
    imported = import_offers(desk.store, listed({"Tilbud": "botilbuddet  BIRK", "Pladser": 3}))
    assert [finding.code for finding in imported.findings] == ["offer-several", "row-left-out"]
    assert imported.changes is None
    known = import_offers(desk.store, listed({"Tilbud": "Botilbuddet Birk", "CVR": "13585628", "Pladser": 3}))
    assert known.changed == 1


def test_departments_have_their_own_places_and_services_theirs(desk, listed):
    headings = ("TilbudsID", "Tilbud", "Afdeling", "AfdelingsID", "Ydelse", "P-nummer", "Pladser", "Opgørelsesdato")
    day = dt.date(2024, 12, 31)
    rows = [
        {"TilbudsID": "1", "Tilbud": "Eg", "Afdeling": name, "AfdelingsID": n, "Pladser": p, "Opgørelsesdato": day}
        for name, n, p in (("Nord", "11", 6), ("Syd", "12", 8))
    ]
    rows.append({"TilbudsID": "1", "Tilbud": "Eg", "Ydelse": "Aflastning", "Pladser": 2, "Opgørelsesdato": day})
    import_offers(desk.store, listed(*rows, headings=headings))
    assert [(p.name, p.portal_number) for p in all_of(desk, Department)] == [("Nord", "11"), ("Syd", "12")]
    assert [service.name for service in all_of(desk, Service)] == ["Aflastning"]
    (row,) = list_offers(desk)
    assert (row.departments, row.places, row.places_on) == (2, 14, day)


def test_wrong_numbers_and_unclear_words_are_told_and_left_out(desk, listed):
    row = {"Tilbud": "Eg", "CVR": "123", "P-nummer": "ukendt", "Driftsherre": "blandet", "Pladser": "ca. ti eller så"}
    imported = import_offers(desk.store, listed(row | {"Lovgrundlag": "§ 52", "Beliggenhedskommune": "Vejlen"}))
    assert {finding.code for finding in imported.findings} == {
        "offer-number-wrong",
        "offer-operator-unclear",
        "offer-figure-unread",
        "offer-basis-unclear",
        "authority-unknown",
    }
    (offer,) = all_of(desk, Offer)
    assert (offer.cvr, offer.p_number, offer.operator_kind, offer.location_id) == ("", "", None, None)
    assert not all_of(desk, OfferValue)
    for finding in imported.findings:
        assert finding.message(Translator("da")) != finding.message(Translator("en"))


def test_a_row_without_a_name_is_left_out(desk, listed):
    imported = import_offers(desk.store, listed({"Pladser": 3}))
    assert [finding.code for finding in imported.findings] == ["offer-without-name", "row-left-out"]


def test_the_written_list_comes_in_again_without_a_change_and_fills_an_empty_register(desk, listed, tmp_path):
    rows = [
        BIRK | {"Afdeling": "Nord", "Matrikelløs": "Nej"},
        BIRK,
    ]
    import_offers(desk.store, listed(*rows))
    add_offer(desk, "=Eg", portal_number="2")
    path = tmp_path / "ud.xlsx"
    assert write_offers(desk, path) == 3
    again = import_offers(desk.store, path)
    assert again.changes is None
    assert not [f for f in again.findings if f.code != "offer-basis-assumed"]
    before = list_offers(desk)
    desk.store.undo()
    desk.store.undo()
    assert not list_offers(desk)
    import_offers(desk.store, path)
    assert [(r.name, r.portal_number, r.bases, r.places, r.occupancy) for r in list_offers(desk)] == [
        (r.name, r.portal_number, r.bases, r.places, r.occupancy) for r in before
    ]


def test_the_view_shows_every_value_with_its_day_and_origin(desk, listed):
    import_offers(desk.store, listed(BIRK))
    import_offers(desk.store, listed(BIRK | {"Pladser": 10}), origin=Origin.REPORTED)
    (row,) = list_offers(desk)
    view = offer_view(desk, row.id)
    assert [(v.origin, v.number) for v in view.values if v.attribute is Attribute.PLACES] == [
        (Origin.PORTAL, 12),
        (Origin.REPORTED, 10),
    ]
    assert view.groups[0].age_to == 67
    assert row.region == "Region Midtjylland"
