"""Offers named in submissions: proposed, settled, remembered; an ambiguous name holds for one answer alone."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.offers import Department, Level, Offer, OfferAlias, OfferMention
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services.desk import Desk
from koorddesk.services.offer_lookup import offer_register
from koorddesk.services.offer_matching import add_named_offer, named_offers, settle_offer
from koorddesk.services.offers import add_offer, edit_offer, learn_offer_name, list_offers
from koorddesk.services.warnings import open_warnings
from koorddesk.settings import Settings
from koorddesk.store.uow import Summary
from koorddesk.workbooks.analyse import analyse_grid
from koorddesk.workbooks.learn import learn
from tests.helpers.grids import REGISTER, blank, filled, grid, read

TODAY = dt.date(2026, 11, 22)
FORM = grid(
    blank(
        {"A1": "Kommune", "A3": "Tilbuddets navn", "B3": "CVR-nummer", "C3": "Antal pladser"}, "B1 A4:C9", heads="A3:C3"
    )
)
TEMPLATE = learn(FORM, "form")


@pytest.fixture
def desk(loaded):
    return Desk(loaded, Settings(), Translator("da"), lambda: TODAY)


def sent(desk, values, name="s"):
    """Store a filled-in form as a submission and return its key."""
    with desk.store.unit_of_work() as uow:
        if uow.one(ReportingTemplate, code="form") is None:
            sha = uow.keep_file(b"blank", "blank.xlsx")
            uow.add(
                ReportingTemplate("t", "form", "1", "Skema", TEMPLATE.to_json(), TEMPLATE.fingerprint, sha, "b", TODAY)
            )
        copy = filled(FORM, {"B1": "Vejle"} | values)
        plain = read(copy, TEMPLATE)
        reading = analyse_grid(copy, plain, "", [TEMPLATE], REGISTER, received_on=TODAY, offers=offer_register(uow))
        warnings = sum(1 for f in reading.findings if f.severity == "warning")
        uow.add(
            Submission(name, None, name, f"{name}.xlsx", 1, TODAY, SubmissionState.ACCEPTED, "t", warnings=warnings)
        )
        uow.put_reading(name, reading.answers, reading.findings)
        uow.commit(Summary("x"))
    return name


def all_of(desk, entity, **equals):
    with desk.store.reader() as uow:
        return uow.all(entity, **equals)


def offer(desk, name, **fields):
    add_offer(desk, name, **fields)
    return next(o for o in all_of(desk, Offer) if o.name == name and all(getattr(o, k) == v for k, v in fields.items()))


def test_a_confirmed_spelling_is_known_the_next_time(desk):
    birk = offer(desk, "Botilbuddet Birk")
    first = sent(desk, {"A4": "Botilbudet Birk"})
    (row,) = named_offers(desk, first)
    assert (row.offer_id, row.cell, row.part) == (None, "A4", "Botilbudet Birk")
    assert row.proposals[0].offer_id == birk.id
    assert "af 100" in row.proposals[0].reason
    settle_offer(desk, first, row.answer_number, row.part, birk.id)
    (row,) = named_offers(desk, first)
    assert (row.offer_id, row.level, row.how) == (birk.id, Level.OFFER, "som en sagsbehandler har angivet")
    (row,) = named_offers(desk, sent(desk, {"A4": "BOTILBUDET BIRK"}, "next"))
    assert (row.offer_id, row.how) == (birk.id, "på en kendt stavemåde")


def test_an_ambiguous_name_is_settled_for_one_answer_and_answers_its_warning(desk):
    north = offer(desk, "Egehuset", cvr="13585628")
    offer(desk, "Egehuset", cvr="87654321")
    submission = sent(desk, {"A4": "Egehuset", "A5": "Egehuset"})
    one, two = named_offers(desk, submission)
    assert {proposal.reason for proposal in one.proposals} == {"har samme navn"}
    with desk.store.reader() as uow:
        assert len(open_warnings(uow, submission)) == 2
    settle_offer(desk, submission, one.answer_number, one.part, north.id)
    with desk.store.reader() as uow:
        assert len(open_warnings(uow, submission)) == 1
    assert [row.offer_id for row in named_offers(desk, submission)] == [north.id, None]
    assert not all_of(desk, OfferAlias)
    assert two.offer_id is None


def test_a_row_may_mean_a_department(desk):
    birk = offer(desk, "Birk")
    with desk.store.unit_of_work() as uow:
        uow.add(Department("nord", birk.id, "Nord"))
        uow.commit(Summary("x"))
    submission = sent(desk, {"A4": "Nordafdelingen"})
    (row,) = named_offers(desk, submission)
    settle_offer(desk, submission, row.answer_number, row.part, birk.id, "nord")
    (mention,) = all_of(desk, OfferMention)
    assert (mention.level, mention.department_id, mention.settled_by) == (Level.DEPARTMENT, "nord", "Fuldmægtig")
    with pytest.raises(UserError, match="no such department"):
        settle_offer(desk, submission, row.answer_number, row.part, birk.id, "syd")


def test_an_unknown_offer_goes_into_the_register_with_what_the_row_says_and_no_more(desk):
    submission = sent(desk, {"A4": "Rugmarken", "B4": "13585628", "C4": 12})
    (row,) = named_offers(desk, submission)
    assert row.proposals == ()
    add_named_offer(desk, submission, row.answer_number, row.part)
    (made,) = all_of(desk, Offer)
    assert (made.name, made.cvr, made.portal_number, made.address, made.operator_kind) == (
        "Rugmarken",
        "13585628",
        "",
        "",
        None,
    )
    assert made.source == "s.xlsx"
    (row,) = named_offers(desk, submission)
    assert row.offer_id == made.id


def test_an_offers_former_name_still_means_it_and_a_spelling_is_never_given_twice(desk):
    birk, eg = offer(desk, "Birk"), offer(desk, "Eg")
    edit_offer(desk, birk.id, "nyt navn", name="Birkelund")
    assert [row.name for row in list_offers(desk)] == ["Birkelund", "Eg"]
    assert [alias.text for alias in all_of(desk, OfferAlias)] == ["Birk"]
    with desk.store.unit_of_work() as uow, pytest.raises(UserError, match="already means"):
        learn_offer_name(uow, eg.id, None, "birk", "Fuldmægtig", TODAY)
    with pytest.raises(UserError, match="no field called"):
        edit_offer(desk, eg.id, id="x")


def test_settling_is_one_step_to_undo(desk):
    birk = offer(desk, "Birk")
    submission = sent(desk, {"A4": "Birken"})
    (row,) = named_offers(desk, submission)
    settle_offer(desk, submission, row.answer_number, row.part, birk.id)
    desk.store.undo()
    assert not all_of(desk, OfferMention)
    assert not all_of(desk, OfferAlias)
    with pytest.raises(UserError, match="names no such offer"):
        settle_offer(desk, submission, row.answer_number, "noget andet", birk.id)
