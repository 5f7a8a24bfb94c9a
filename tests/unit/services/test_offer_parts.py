"""Departments and services of an offer, their figures by day, and one history of all of it."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.offers import Attribute, Level, OfferValue, OperatorKind, Origin
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services import offer_parts
from koorddesk.services.desk import Desk
from koorddesk.services.offers import add_offer, edit_offer, list_offers, offer_view
from koorddesk.services.register_data import authority_id
from koorddesk.settings import Settings

TODAY = dt.date(2026, 11, 22)
VEJLE = authority_id(AuthorityKind.MUNICIPALITY, "0630")


@pytest.fixture
def desk(loaded):
    return Desk(loaded, Settings(), Translator("da"), lambda: TODAY)


@pytest.fixture
def offer(desk):
    add_offer(desk, "Egehuset")
    return list_offers(desk)[0].id


def part(desk, offer, name):
    return next(row for row in offer_parts.offer_parts(desk, offer) if row.name == name)


def test_departments_come_each_with_its_services_and_their_latest_figures(desk, offer):
    offer_parts.add_department(desk, offer, "Nord", portal_number="12", without_premises=False)
    offer_parts.add_department(desk, offer, " Ådal ")
    nord = part(desk, offer, "Nord").id
    offer_parts.add_service(desk, offer, "Rådgivning")
    offer_parts.add_service(desk, offer, "Døgnophold", nord, "ny i år")
    figures = {Attribute.PLACES: "8", Attribute.OCCUPANCY: "87,5 %", Attribute.RATE: ""}
    offer_parts.note_figures(desk, offer, figures, dt.date(2025, 1, 1), "dialogmøde", part_id=nord)
    offer_parts.note_figures(desk, offer, {Attribute.PLACES: "6"}, dt.date(2026, 1, 1), "dialogmøde", part_id=nord)
    rows = offer_parts.offer_parts(desk, offer)
    assert [(row.name, row.level, row.department) for row in rows] == [
        ("Nord", Level.DEPARTMENT, ""),
        ("Døgnophold", Level.SERVICE, "Nord"),
        ("Ådal", Level.DEPARTMENT, ""),
        ("Rådgivning", Level.SERVICE, ""),
    ]
    assert (rows[0].places, rows[0].places_on, rows[0].occupancy) == (6, dt.date(2026, 1, 1), 87.5)
    assert (rows[1].places, rows[1].note, rows[0].without_premises) == (None, "ny i år", False)


def test_figures_of_a_service_are_not_taken_for_those_of_its_department(desk, offer):
    offer_parts.add_department(desk, offer, "Nord")
    offer_parts.add_service(desk, offer, "Døgnophold", part(desk, offer, "Nord").id)
    service = part(desk, offer, "Døgnophold").id
    offer_parts.note_figures(desk, offer, {Attribute.PLACES: "3"}, TODAY, "brev", part_id=service)
    assert part(desk, offer, "Døgnophold").places == 3
    assert part(desk, offer, "Nord").places is None
    with desk.store.reader() as uow:
        value = uow.one(OfferValue, offer_id=offer)
        assert (value.service_id, value.origin, value.text) == (service, Origin.AGENCY, "3")


def test_figures_of_one_day_are_one_change_and_can_be_of_the_whole_offer(desk, offer):
    figures = {Attribute.PLACES: "12", Attribute.RATE: "2345,50"}
    changes = offer_parts.note_figures(desk, offer, figures, TODAY, "prisliste", origin=Origin.REPORTED)
    assert set(changes.kinds) == {"OfferValue"}
    assert [(row.attribute, row.number, row.origin) for row in offer_view(desk, offer).values] == [
        (Attribute.PLACES, 12, Origin.REPORTED),
        (Attribute.RATE, 2345.5, Origin.REPORTED),
    ]
    desk.store.undo()
    assert offer_view(desk, offer).values == ()


@pytest.mark.parametrize(
    ("figures", "source", "code"),
    [
        ({Attribute.PLACES: " "}, "brev", "figures-empty"),
        ({Attribute.PLACES: "4"}, " ", "figures-source"),
        ({Attribute.PLACES: "ca. 4"}, "brev", "figure-unread"),
        ({Attribute.RATE: "1.234"}, "brev", "figure-unread"),
        ({Attribute.PLACES: "-1"}, "brev", "figure-below-zero"),
        ({Attribute.VACANT: "2,5"}, "brev", "places-not-whole"),
    ],
)
def test_a_figure_that_is_none_is_refused_and_nothing_is_noted(desk, offer, figures, source, code):
    with pytest.raises(UserError) as refused:
        offer_parts.note_figures(
            desk, offer, {Attribute.OCCUPIED: "1"} | figures if code != "figures-empty" else figures, TODAY, source
        )
    assert refused.value.code == code
    assert refused.value.message(desk.translator)
    assert offer_view(desk, offer).values == ()


def test_a_part_is_corrected_moved_and_closed(desk, offer):
    offer_parts.add_department(desk, offer, "Nord")
    offer_parts.add_service(desk, offer, "Ophold")
    nord, service = part(desk, offer, "Nord").id, part(desk, offer, "Ophold").id
    offer_parts.edit_part(desk, service, name="Døgnophold", department_id=nord)
    offer_parts.edit_part(desk, nord, "brev fra driftsherren", closed_on=dt.date(2026, 12, 31))
    assert part(desk, offer, "Døgnophold").department == "Nord"
    assert part(desk, offer, "Nord").closed_on == dt.date(2026, 12, 31)
    for wrong, code in (({"name": " "}, "part-nameless"), ({"offer_id": "x"}, "part-field-unknown")):
        with pytest.raises(UserError) as refused:
            offer_parts.edit_part(desk, nord, **wrong)
        assert refused.value.code == code
    with pytest.raises(UserError, match="no longer in the register"):
        offer_parts.edit_part(desk, "findes-ikke", name="x")


def test_a_service_cannot_belong_to_another_offers_department(desk, offer):
    add_offer(desk, "Birk")
    other = next(row.id for row in list_offers(desk) if row.name == "Birk")
    offer_parts.add_department(desk, other, "Syd")
    with pytest.raises(UserError, match="no longer in the register"):
        offer_parts.add_service(desk, offer, "Ophold", part(desk, other, "Syd").id)
    with pytest.raises(UserError, match="no longer in the register"):
        offer_parts.note_figures(desk, offer, {Attribute.PLACES: "1"}, TODAY, "x", part_id=part(desk, other, "Syd").id)


def test_the_history_holds_the_offer_and_all_its_parts_with_names(desk, offer):
    edit_offer(desk, offer, "brev", location_id=VEJLE, operator_kind=OperatorKind.REGIONAL)
    offer_parts.add_department(desk, offer, "Nord")
    offer_parts.note_figures(
        desk, offer, {Attribute.PLACES: "8"}, TODAY, "dialogmøde", part_id=part(desk, offer, "Nord").id
    )
    rows = offer_parts.offer_history(desk, offer)
    assert [row.when for row in rows] == sorted(row.when for row in rows)
    told = {(row.field, row.after) for row in rows}
    assert {("location", "Vejle"), ("operator_kind", "regional"), ("department", "Nord"), ("figure", "8")} <= told
    assert {row.reason for row in rows if row.after == "Vejle"} == {"brev"}
    assert offer_parts.offer_fields(desk, offer)["location_id"] == VEJLE
