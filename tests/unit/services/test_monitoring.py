"""Monitoring: figures out of accepted forms, screening, knowledge environments, signals in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.offers import Attribute, Mark, Offer, OfferUse, OfferValue, ScreeningMark, ScreeningResult
from koorddesk.domain.reports import Submission, SubmissionState
from koorddesk.domain.signals import SignalRule
from koorddesk.domain.target_groups import TargetGroup
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services.capacity import take_over_capacity
from koorddesk.services.desk import Desk
from koorddesk.services.monitoring import (
    RULES,
    add_environment,
    add_screening_criterion,
    end_screening_criterion,
    environments,
    list_signals,
    screen_offer,
    screening_criteria,
)
from koorddesk.services.offer_matching import named_offers, settle_offer
from koorddesk.services.offers import (
    add_offer,
    add_value,
    announce_closing,
    list_offers,
    offer_view,
    set_offer_group,
)
from koorddesk.services.register_data import authority_id
from koorddesk.services.register_queries import target_groups
from koorddesk.services.templates import learn_template
from koorddesk.settings import Settings
from koorddesk.store.uow import Summary
from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.template import Template
from tests.helpers.grids import REGISTER

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TODAY = dt.date(2026, 11, 22)
VEJLE, ROSKILDE, ESBJERG = (authority_id(AuthorityKind.MUNICIPALITY, c) for c in ("0630", "0265", "0561"))


@pytest.fixture
def desk(loaded):
    return Desk(loaded, Settings(), Translator("da"), lambda: TODAY)


def all_of(desk, entity, **equals):
    with desk.store.reader() as uow:
        return uow.all(entity, **equals)


def offer(desk, name, **fields):
    add_offer(desk, name, **fields)
    return next(row.id for row in list_offers(desk) if row.name == name)


def accepted(desk, blank, name, sender_id, *, key="s", successor_of=None):
    """Learn a sample's blank, read the sample and store it as an accepted submission."""
    learned = learn_template(desk, SAMPLES / "templates" / blank, "form")
    with desk.store.unit_of_work() as uow:
        from koorddesk.domain.reports import ReportingTemplate

        record = uow.get(ReportingTemplate, learned.row.id)
        form = Template.from_json(record.definition)
        reading = analyse((SAMPLES / name).read_bytes(), name, "", [form], REGISTER, received_on=TODAY)
        uow.add(
            Submission(
                key,
                None,
                key,
                name,
                1,
                TODAY,
                SubmissionState.ACCEPTED,
                record.id,
                sender_id,
                successor_of=successor_of,
            )
        )
        uow.put_reading(key, reading.answers, reading.findings)
        uow.commit(Summary("x"))
    return key


@pytest.fixture
def capacity(desk):
    return accepted(desk, "T3_kapacitet_belaegning.xlsx", "Kapacitet Esbjerg.xlsx", ESBJERG)


def test_places_and_occupancy_come_into_the_register_by_year_with_their_cells(desk, capacity):
    named = named_offers(desk, capacity)
    first = named[0]
    birk = offer(desk, first.part)
    taken = take_over_capacity(desk, capacity)
    assert taken.offers == 1
    assert {left.why for left in taken.left_out} == {"Det er ikke afgjort, hvilket tilbud der er ment."}
    assert len(taken.left_out) == len(named) - 1
    values = all_of(desk, OfferValue, offer_id=birk)
    by_year = {(v.attribute, v.dated): v.number for v in values}
    with desk.store.reader() as uow:
        row = [a for a in uow.answers(capacity) if a.row == first.row]
    wanted = next(a for a in row if a.label.startswith("2024") and "pladser" in a.label)
    assert by_year[Attribute.PLACES, dt.date(2024, 12, 31)] == wanted.value
    share = next(a for a in row if a.label.startswith("2023") and "Belægning" in a.label)
    assert by_year[Attribute.OCCUPANCY, dt.date(2023, 12, 31)] == share.value
    assert Attribute.EXPECTED_PLACES in {v.attribute for v in values}
    assert next(v.cell for v in values if v.number == wanted.value and v.attribute is Attribute.PLACES)
    assert {v.submission_id for v in values} == {capacity}


def test_taking_over_again_changes_nothing_and_more_once_more_is_settled(desk, capacity):
    first, second = named_offers(desk, capacity)[:2]
    birk = offer(desk, first.part)
    before = take_over_capacity(desk, capacity)
    again = take_over_capacity(desk, capacity)
    assert (again.changes, again.values) == (None, before.values)
    settle_offer(desk, capacity, second.answer_number, second.part, birk)
    assert take_over_capacity(desk, capacity).values > before.values


def test_a_later_submissions_figures_take_the_place_of_the_earlier_ones(desk, capacity):
    birk = offer(desk, named_offers(desk, capacity)[0].part)
    take_over_capacity(desk, capacity)
    later = accepted(
        desk, "T3_kapacitet_belaegning.xlsx", "Kapacitet Esbjerg.xlsx", ESBJERG, key="s2", successor_of=capacity
    )
    take_over_capacity(desk, later)
    assert {v.submission_id for v in all_of(desk, OfferValue, offer_id=birk)} == {"s2"}


def test_only_an_accepted_submission_is_taken_over(desk, capacity):
    with desk.store.unit_of_work() as uow:
        uow.get(Submission, capacity).state = SubmissionState.HELD
        uow.commit(Summary("x"))
    with pytest.raises(UserError, match="accepted"):
        take_over_capacity(desk, capacity)


def test_the_persons_an_authority_has_in_an_offer_are_its_use(desk):
    submission = accepted(
        desk,
        "T2_indberetningsskema_kommune.xlsx",
        "Aalborg_indberetning.xlsx",
        authority_id(AuthorityKind.MUNICIPALITY, "0851"),
    )
    first = named_offers(desk, submission)[0]
    birk = offer(desk, first.part)
    take_over_capacity(desk, submission)
    (use,) = all_of(desk, OfferUse)
    with desk.store.reader() as uow:
        row = {a.label: a.value for a in uow.answers(submission) if a.row == first.row}
    assert (use.offer_id, use.persons) == (birk, row["Antal borgere"])
    assert use.dated == dt.date(row["Senest anvendt (år)"], 12, 31)
    assert offer_view(desk, birk).used_by[0].startswith("Aalborg")


def test_a_screening_keeps_the_wording_of_its_criteria_and_who_made_it(desk):
    birk = offer(desk, "Birk")
    group = target_groups(desk)[0].id
    add_screening_criterion(desk, "Er der særlig viden om målgruppen?")
    add_screening_criterion(desk, "Kun for en anden gruppe", group_id=target_groups(desk)[1].id)
    (criterion,) = screening_criteria(desk, group)
    marks = {criterion.id: (Mark.MET, "to specialister")}
    screen_offer(desk, birk, group, ScreeningResult.HIGHLY_SPECIALISED, "Dokumenteret praksis", marks)
    end_screening_criterion(desk, criterion.id)
    assert screening_criteria(desk, group) == []
    (mark,) = all_of(desk, ScreeningMark)
    assert (mark.wording, mark.mark) == ("Er der særlig viden om målgruppen?", Mark.MET)
    (row,) = offer_view(desk, birk).screenings
    assert (row.made_by, row.made_on, row.result) == ("Fuldmægtig", TODAY, ScreeningResult.HIGHLY_SPECIALISED)
    assert list_offers(desk)[0].screened is ScreeningResult.HIGHLY_SPECIALISED
    for wrong, fields in (
        ("Write why", (birk, group, ScreeningResult.UNDECIDED, " ")),
        ("not in force", (birk, group, ScreeningResult.UNDECIDED, "x", marks)),
    ):
        with pytest.raises(UserError, match=wrong):
            screen_offer(desk, *fields)
    assert len(offer_view(desk, birk).screenings) == 1


def test_a_knowledge_environment_is_tied_to_offers_and_groups(desk):
    birk = offer(desk, "Birk")
    group = target_groups(desk)[0]
    add_environment(desk, "Netværk om døvblindhed", offer_ids=[birk], group_ids=[group.id])
    (row,) = environments(desk)
    assert (row.name, row.offers, row.groups, row.valid_to) == (
        "Netværk om døvblindhed",
        ("Birk",),
        (group.title,),
        None,
    )
    assert offer_view(desk, birk).environments == ("Netværk om døvblindhed",)


def test_signals_say_in_danish_what_they_follow_and_rest_on(desk):
    with desk.store.unit_of_work() as uow:
        group = uow.all(TargetGroup)[0]
        group.active = True
        uow.commit(Summary("x"))
    birk = offer(desk, "Birk", location_id=VEJLE, cvr="13585628")
    set_offer_group(desk, birk, group.id, age_from=18, age_to=35, valid_from=dt.date(2020, 1, 1))
    set_offer_group(desk, birk, group.id, age_from=18, age_to=67, valid_from=dt.date(2024, 1, 1))
    for number, year in ((12, 2023), (10, 2024)):
        add_value(desk, birk, Attribute.PLACES, number, dt.date(year, 12, 31), "telefonsamtale")
    announce_closing(desk, birk, announced_on=dt.date(2026, 10, 1), closes_on=dt.date(2027, 3, 31), source="brev")
    rows = {row.rule: row for row in list_signals(desk)}
    assert rows.keys() >= {
        SignalRule.ONE_PROVIDER,
        SignalRule.NONE_IN_PART,
        SignalRule.FEWER_PLACES,
        SignalRule.BROADER_GROUP,
        SignalRule.CLOSING_ANNOUNCED,
    }
    fewer = rows[SignalRule.FEWER_PLACES]
    assert fewer.message == "Birk er gået fra 12 pladser (31-12-2023) til 10 (31-12-2024)."
    assert [rest.kind for rest in fewer.rests_on] == ["Offer", "OfferValue", "OfferValue"]
    assert "telefonsamtale" in fewer.rests_on[1].shown
    assert rows[SignalRule.CLOSING_ANNOUNCED].message == "Birk lukker (31-03-2027); oplyst 01-10-2026."
    assert "Østdanmark" in rows[SignalRule.NONE_IN_PART].message
    offer(desk, "Eg", location_id=ROSKILDE, cvr="87654321")
    eg = next(row.id for row in list_offers(desk) if row.name == "Eg")
    set_offer_group(desk, eg, group.id)
    assert not {SignalRule.ONE_PROVIDER, SignalRule.NONE_IN_PART} & {row.rule for row in list_signals(desk)}


def test_every_rule_is_explained_in_danish():
    danish = Translator("da")
    assert set(RULES) == set(SignalRule)
    assert all(danish.text(text) != text for text in RULES.values())


def test_a_register_without_offers_gives_no_signal_about_offers(desk):
    assert not all_of(desk, Offer)
    assert {row.rule for row in list_signals(desk)} <= {SignalRule.REVIEW_OVERDUE}
