"""Several forms together: the last round, the joint answer, one offer told twice; each with its rule and its cells."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState
from koorddesk.errors import UserError
from koorddesk.findings import Severity
from koorddesk.i18n import Translator
from koorddesk.services.announcements import create_announcement
from koorddesk.services.casework import assessment_of, conclude, save_assessment
from koorddesk.services.cross_checks import accept_cross_finding, adopt_pair, cross_findings, proposed_pairs
from koorddesk.services.desk import Desk
from koorddesk.services.offers import add_offer
from koorddesk.services.register_data import authority_id
from koorddesk.services.register_queries import target_groups
from koorddesk.services.template_rules import change_rule, list_rules
from koorddesk.settings import Settings
from koorddesk.store.uow import Summary
from koorddesk.workbooks.learn import learn
from tests.helpers.grids import blank, filled, grid, read

TODAY = dt.date(2026, 11, 22)
MUNICIPAL = grid(
    blank(
        {
            "A1": "Kommune",
            "A2": "Hvor mange borgere i målgruppen har kommunen haft i 2024? (antal personer)",
            "A4": "Tilbuddets navn",
            "B4": "Driftsherre",
            "C4": "Antal pladser (stk.)",
        },
        "B1:B2 A5:C9",
        heads="A4:C4",
    )
)
REGIONAL = grid(
    blank(
        {
            "A1": "Region",
            "A3": "Kommune",
            "B3": "Antal borgere i målgruppen (personer) 2024",
            "A10": "Samlet vurdering af udbuddet",
        },
        "B1 A4:B8 B10",
        heads="A3:B3",
    )
)
FORMS = {"kommune": (MUNICIPAL, learn(MUNICIPAL, "kommune")), "region": (REGIONAL, learn(REGIONAL, "region"))}
VEJLE, KOLDING = (authority_id(AuthorityKind.MUNICIPALITY, code) for code in ("0630", "0621"))
SYD = authority_id(AuthorityKind.REGION, "1083")


@pytest.fixture
def desk(loaded):
    made = Desk(loaded, Settings(), Translator("da"), lambda: TODAY)
    with loaded.unit_of_work() as uow:
        sha = uow.keep_file(b"blank", "blank.xlsx")
        for code, (_, form) in FORMS.items():
            uow.add(
                ReportingTemplate(code, code, "1", code, form.to_json(), form.fingerprint, sha, "blank.xlsx", TODAY)
            )
        uow.commit(Summary("x"))
    group = target_groups(made)[0].id
    for code in ("CU-1", "CU-2"):
        create_announcement(made, code, "Prøve", group, dt.date(2026, 12, 1), None, "kommune", "region")
    return made


def sent(desk, announcement, form, sender_id, values, key, on=TODAY):
    from koorddesk.services.announcement_lookup import announcement_by_code

    shape, template = FORMS[form]
    reading = read(filled(shape, values), template)
    with desk.store.unit_of_work() as uow:
        record = announcement_by_code(uow, announcement)
        uow.add(Submission(key, record.id, key, f"{key}.xlsx", 1, on, SubmissionState.ACCEPTED, form, sender_id))
        uow.put_reading(key, reading.answers, reading.findings)
        uow.commit(Summary("x"))


def municipal(count=None, **rows):
    return {"B2": count, **rows}


def told(desk, **wanted):
    return [(row.code, row.severity.value) for row in cross_findings(desk, "CU-2", **wanted)]


@pytest.fixture
def joint(desk):
    sent(desk, "CU-2", "kommune", VEJLE, municipal(12), "vejle")
    sent(desk, "CU-2", "kommune", KOLDING, municipal(7), "kolding")
    sent(desk, "CU-2", "region", SYD, {"A4": "Vejle", "B4": 10}, "syd")
    return desk


def test_what_the_joint_answer_says_is_compared_with_each_municipalitys_own_form(joint):
    rows = cross_findings(joint, "CU-2")
    assert [row.code for row in rows] == ["joint-differs", "joint-lacks"]
    differs, lacks = rows
    assert differs.severity is Severity.NOTE
    assert (differs.places[0].submission_id, differs.places[0].cell, differs.places[0].raw) == ("syd", "B4", "10")
    assert (differs.places[1].submission_id, differs.places[1].cell, differs.places[1].raw) == ("vejle", "B2", "12")
    assert "siger 10" in differs.message
    assert "Vejle" in differs.message
    assert "Kolding" in lacks.message
    assert differs.rule.startswith('"Antal borgere i målgruppen')


def test_a_joint_answer_that_agrees_says_nothing(desk):
    sent(desk, "CU-2", "kommune", VEJLE, municipal(12), "vejle")
    sent(desk, "CU-2", "region", SYD, {"A4": "Vejle", "B4": 12}, "syd")
    assert not cross_findings(desk, "CU-2")


def test_a_pair_that_was_taken_is_a_warning_that_wants_a_reason_and_reopens_when_an_answer_changes(joint):
    (pair,) = proposed_pairs(joint, "CU-2")
    rules = adopt_pair(joint, "CU-2", pair.regional_field, pair.municipal_field)
    assert [row.severity for row in rules if row.kind == "joint"] == ["warning"]
    assert not proposed_pairs(joint, "CU-2")
    row = cross_findings(joint, "CU-2")[0]
    assert (row.code, row.severity, row.accepted_reason) == ("joint-differs", Severity.WARNING, "")
    with pytest.raises(UserError):
        accept_cross_finding(joint, "CU-2", row.id, " ")
    accept_cross_finding(joint, "CU-2", row.id, "To er flyttet")
    assert cross_findings(joint, "CU-2")[0].accepted_reason == "To er flyttet"
    with joint.store.unit_of_work() as uow:
        uow.get(Submission, "vejle").state = SubmissionState.SUPERSEDED
        uow.commit(Summary("x"))
    sent(joint, "CU-2", "kommune", VEJLE, municipal(13), "vejle2")
    again = next(row for row in cross_findings(joint, "CU-2") if row.code == "joint-differs")
    assert again.accepted_reason == ""


def test_a_pair_that_is_off_is_not_compared(joint):
    (pair,) = proposed_pairs(joint, "CU-2")
    rules = adopt_pair(joint, "CU-2", pair.regional_field, pair.municipal_field)
    change_rule(joint, "region", next(row.id for row in rules if row.kind == "joint"), standing="off")
    assert not cross_findings(joint, "CU-2")


def test_a_note_is_not_accepted_and_what_is_gone_is_said(joint):
    row = cross_findings(joint, "CU-2")[0]
    with pytest.raises(UserError):
        accept_cross_finding(joint, "CU-2", row.id, "fordi")
    with pytest.raises(UserError):
        accept_cross_finding(joint, "CU-2", "borte", "fordi")


def test_only_what_concerns_a_region_or_a_submission_is_shown(joint):
    assert told(joint, region_code="1083") == [("joint-differs", "note"), ("joint-lacks", "note")]
    assert told(joint, region_code="1082") == []
    assert told(joint, submission_id="kolding") == [("joint-lacks", "note")]


@pytest.mark.parametrize(("before", "now", "told_"), [(10, 16, True), (10, 15, False), (4, 8, False), (0, 5, True)])
def test_a_change_beyond_the_threshold_since_the_last_round_is_told(desk, before, now, told_):
    sent(desk, "CU-1", "kommune", VEJLE, municipal(before), "before", dt.date(2025, 3, 1))
    sent(desk, "CU-2", "kommune", VEJLE, municipal(now), "now")
    assert told(desk) == ([("changed-since-last-round", "note")] if told_ else [])


def test_the_threshold_is_the_forms_rule(desk):
    sent(desk, "CU-1", "kommune", VEJLE, municipal(10), "before", dt.date(2025, 3, 1))
    sent(desk, "CU-2", "kommune", VEJLE, municipal(12), "now")
    assert told(desk) == []
    rule = next(row for row in list_rules(desk, "kommune") if row.kind == "change")
    change_rule(desk, "kommune", rule.id, values=["10", "0"], severity="warning")
    assert told(desk) == [("changed-since-last-round", "warning")]


def test_two_senders_who_describe_one_offer_differently(desk):
    sent(desk, "CU-2", "kommune", VEJLE, municipal(A5="Birk", B5="Kommune", C5=8), "vejle")
    sent(desk, "CU-2", "kommune", KOLDING, municipal(A5="BIRK", B5="Kommunal", C5=10), "kolding")
    (row,) = cross_findings(desk, "CU-2")
    assert (row.code, {place.cell for place in row.places}) == ("offer-told-differently", {"C5"})
    assert "Vejle: 8; Kolding: 10" in row.message


def test_an_offer_known_by_two_names_is_one_offer(desk):
    sent(desk, "CU-2", "kommune", VEJLE, municipal(A5="Birk", C5=8), "vejle")
    sent(desk, "CU-2", "kommune", KOLDING, municipal(A5="Birkelund", C5=10), "kolding")
    assert told(desk) == []
    add_offer(desk, "Birk")
    with desk.store.unit_of_work() as uow:
        from koorddesk.domain.offers import Offer
        from koorddesk.services.offers import learn_offer_name

        learn_offer_name(uow, uow.one(Offer, name="Birk").id, None, "Birkelund", "Fuldmægtig", TODAY)
        uow.commit(Summary("x"))
    assert told(desk) == [("offer-told-differently", "note")]


def test_one_sender_who_names_an_offer_twice_contradicts_nobody(desk):
    sent(desk, "CU-2", "kommune", VEJLE, municipal(A5="Birk", C5=8, A6="Birk", C6=10), "vejle")
    assert told(desk) == []


def test_an_assessment_is_concluded_over_unsettled_differences_only_with_a_reason(joint):
    pair = proposed_pairs(joint, "CU-2")[0]
    adopt_pair(joint, "CU-2", pair.regional_field, pair.municipal_field)
    save_assessment(
        joint,
        "CU-2",
        "1083",
        necessary_supply=TestResult.MET,
        necessary_supply_reason="Der er pladser.",
        coordination=TestResult.MET,
        coordination_reason="Der planlægges sammen.",
        conclusion=Conclusion.MUNICIPAL_IMPLEMENTATION,
    )
    open_before = [row for row in cross_findings(joint, "CU-2", "1083") if row.severity is Severity.WARNING]
    assert open_before
    with pytest.raises(UserError) as refused:
        conclude(joint, "CU-2", "1083", " ")
    assert refused.value.code == "comparisons-open"
    assert not assessment_of(joint, "CU-2", "1083").final
    conclude(joint, "CU-2", "1083", "regionen har rettet tallet mundtligt")
    assert assessment_of(joint, "CU-2", "1083").final
    reasons = {row.accepted_reason for row in cross_findings(joint, "CU-2", "1083") if row.severity is Severity.WARNING}
    assert reasons == {"regionen har rettet tallet mundtligt"}
