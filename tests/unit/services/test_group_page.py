"""A target group with what is known around it: titles by date, criteria, offers, announcements, pathways, signals."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.signals import SignalRule
from koorddesk.domain.target_groups import Criterion, Subject
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services import group_page, registers
from koorddesk.services.desk import Desk
from koorddesk.services.offers import add_offer, list_offers, set_offer_group
from koorddesk.services.register_queries import target_groups
from koorddesk.settings import Settings

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def desk(loaded):
    return Desk(loaded, Settings(), Translator("da"), lambda: TODAY)


def group_of(desk, part):
    return next(row.id for row in target_groups(desk) if part in row.title)


def test_a_group_shows_what_is_known_around_it(desk):
    group = group_of(desk, "hjerneskade")
    add_offer(desk, "Egehuset")
    set_offer_group(desk, list_offers(desk)[0].id, group, age_from=18)
    add_offer(desk, "Birk")
    view = group_page.group_view(desk, group)
    assert [row.name for row in view.offers] == ["Egehuset"]
    assert [title.title for title in view.titles] == ["Voksne med kompleks erhvervet hjerneskade"]
    assert [reason.criterion for reason in view.reasons] == [Criterion.COMPLEX]
    assert len(view.announcements) == 1
    assert view.announcements[0].historical
    assert "2014" in view.announcements[0].issued
    assert [len(row.editions) for row in view.pathways] == [2]


def test_signals_about_the_group_and_its_offers_stand_with_it(desk):
    group = group_of(desk, "hjerneskade")
    registers.add_criterion(
        desk.store, group, Criterion.SMALL, "få", source="data", dated=TODAY, review_on=dt.date(2026, 1, 1)
    )
    view = group_page.group_view(desk, group)
    assert [signal.rule for signal in view.signals] == [SignalRule.REVIEW_OVERDUE]
    assert [(reason.criterion, reason.overdue) for reason in view.reasons] == [
        (Criterion.COMPLEX, False),
        (Criterion.SMALL, True),
    ]
    assert group_page.group_view(desk, group_of(desk, "cerebral")).signals == ()


def test_a_title_holds_from_its_day_and_the_one_before_is_kept(desk):
    group = group_of(desk, "hjerneskade")
    group_page.set_group_title(desk, group, "Voksne med svær hjerneskade", dt.date(2024, 1, 1), "oversigt")
    titles = group_page.group_view(desk, group).titles
    assert [(title.title, title.valid_from, title.valid_to) for title in titles] == [
        ("Voksne med kompleks erhvervet hjerneskade", None, dt.date(2023, 12, 31)),
        ("Voksne med svær hjerneskade", dt.date(2024, 1, 1), None),
    ]
    assert group_of(desk, "svær hjerneskade") == group
    for title, day, code in (
        ("Voksne med svær hjerneskade", TODAY, "group-title-known"),
        ("Andet", dt.date(2023, 1, 1), "group-title-earlier"),
        (" ", TODAY, "group-title-empty"),
    ):
        with pytest.raises(UserError) as refused:
            group_page.set_group_title(desk, group, title, day)
        assert refused.value.code == code
    assert {row.field for row in group_page.group_history(desk, group)} >= {"title", "valid_to", "reason"}


def test_a_new_group_is_not_active_before_a_criterion_has_a_reason(desk):
    made = group_page.add_group(desk, "Unge med X", Subject.BOTH, age_from=15, age_to=17, proof="Udmelding")
    row = next(row for row in target_groups(desk) if row.id == made)
    assert (row.title, row.active, row.subject, row.age_from, row.proof) == (
        "Unge med X",
        False,
        Subject.BOTH,
        15,
        "Udmelding",
    )
    with pytest.raises(UserError, match="at least one criterion"):
        registers.set_group_active(desk.store, made, active=True)


def test_ages_and_subject_are_corrected_with_a_reason(desk):
    group = group_of(desk, "hjerneskade")
    group_page.edit_group(desk, group, "oversigt 2024", subject=Subject.BOTH, age_from=18, age_to=66, note="ny")
    row = next(row for row in target_groups(desk) if row.id == group)
    assert (row.subject, row.age_from, row.age_to) == (Subject.BOTH, 18, 66)
    assert group_page.group_view(desk, group).note == "ny"
    for reason, low, code in ((" ", 18, "reason-needed"), ("x", 70, "group-ages")):
        with pytest.raises(UserError) as refused:
            group_page.edit_group(desk, group, reason, subject=Subject.BOTH, age_from=low, age_to=66)
        assert refused.value.code == code
    with pytest.raises(UserError, match="no longer in the register"):
        group_page.group_view(desk, "findes-ikke")
