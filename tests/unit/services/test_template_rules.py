"""A form's checks: listed as sentences, added, changed, taken away; kept with the version, also when learned anew."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.domain.reports import ReportingTemplate
from koorddesk.errors import UserError
from koorddesk.findings import Severity
from koorddesk.i18n import Translator
from koorddesk.services.desk import Desk
from koorddesk.services.template_rules import RULE_KINDS, add_rule, change_rule, list_rules, remove_rule
from koorddesk.services.templates import kept_rules
from koorddesk.settings import Settings
from koorddesk.store.uow import Summary
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.template import Template
from tests.helpers.grids import blank, codes, filled, grid, read

TODAY = dt.date(2026, 11, 22)
FORM = grid(
    blank(
        {
            "A1": "Gule felter skal udfyldes",
            "A2": "Kommune",
            "A3": "Antal borgere i alt",
            "A4": "Heraf under 18 år (antal)",
            "A5": "Heraf over 18 år (antal)",
            "A6": "Afsendt (dato)",
            "A8": "Tilbuddets navn",
            "B8": "Antal pladser",
            "C8": "Indskrevne borgere",
            "D8": "Belægning (%)",
        },
        "B2:B6 A9:D14",
        heads="A8:D8",
        fill="E2EFDA",
        fills={"B2:B3": "FFFF00"},
    )
)
LEARNED = learn(FORM, "form")
GOOD = {"B2": "Vejle", "B3": 10, "B4": 4, "B5": 6, "A9": "Birk", "B9": 8, "C9": 6, "D9": 75}


@pytest.fixture
def desk(loaded):
    made = Desk(loaded, Settings(), Translator("da"), lambda: TODAY)
    with loaded.unit_of_work() as uow:
        sha = uow.keep_file(b"blank", "blank.xlsx")
        uow.add(
            ReportingTemplate("t", "form", "1", "Skema", LEARNED.to_json(), LEARNED.fingerprint, sha, "b.xlsx", TODAY)
        )
        uow.commit(Summary("x"))
    return made


def field(label):
    return next(each.id for each in LEARNED.fields if each.label.startswith(label))


def latest(desk):
    with desk.store.reader() as uow:
        versions = uow.all(ReportingTemplate, code="form")
    return Template.from_json(max(versions, key=lambda v: int(v.version)).definition)


def said(desk, changes):
    return {f.code: f for f in read(filled(FORM, GOOD | changes), latest(desk)).findings}


def test_every_rule_is_a_danish_sentence(desk):
    rows = list_rules(desk, "form")
    assert {row.kind for row in rows} >= {"required", "part", "total", "occupied", "change", "offer-agrees"}
    assert next(row.sentence for row in rows if row.kind == "part") == (
        '"Heraf under 18 år (antal)" kan ikke være større end "Antal borgere i alt".'
    )
    english = Desk(desk.store, Settings(), Translator("en"), desk.today)
    assert not {row.sentence for row in rows} & {row.sentence for row in list_rules(english, "form")}
    assert len({row.id for row in rows}) == len(rows)


def test_what_is_only_likely_is_proposed_and_says_nothing_until_it_is_taken(desk):
    proposed = {row.kind: row for row in list_rules(desk, "form") if row.standing == "proposed"}
    assert set(proposed) == {"sum", "occupancy-share"}
    assert not {"sum-differs", "occupancy-differs"} & set(said(desk, {"B5": 5, "D9": 60}))
    change_rule(desk, "form", proposed["sum"].id, standing="in-force", severity="error")
    change_rule(desk, "form", proposed["occupancy-share"].id, standing="in-force")
    found = said(desk, {"B5": 5, "D9": 60})
    assert (found["sum-differs"].severity, found["sum-differs"].at.cell) == (Severity.ERROR, "B3")
    assert found["sum-differs"].params["sum"] == "9"
    assert (found["occupancy-differs"].severity, found["occupancy-differs"].at.cell) == (Severity.NOTE, "D9")
    assert found["occupancy-differs"].params["computed"] == "75"
    assert not {"sum-differs", "occupancy-differs"} & set(said(desk, {}))


def test_an_error_of_a_rule_stops_acceptance(desk):
    add_rule(desk, "form", "range", [field("Antal borgere")], ["1", "9,5"], "error")
    found = read(filled(FORM, GOOD), latest(desk))
    assert found.outcome == "held"
    assert "out-of-range" in codes(found)
    assert read(filled(FORM, GOOD | {"B3": 9, "B5": 5}), latest(desk)).outcome == "accepted"


@pytest.mark.parametrize(("value", "told"), [(1, False), (0, True), ("under 5", False), (9, False), (10, True)])
def test_a_range_holds_at_its_bounds_and_leaves_what_is_no_plain_figure(desk, value, told):
    add_rule(desk, "form", "range", [field("Antal pladser")], ["1", "9"])
    assert ("out-of-range" in said(desk, {"B9": value, "C9": 0})) is told


def test_one_bound_may_be_open(desk):
    rows = add_rule(desk, "form", "range", [field("Antal pladser")], ["", "9"])
    assert rows[-1].sentence == '"Antal pladser" skal ligge i ≤ 9.'
    assert "out-of-range" in said(desk, {"B9": 10})


def test_parts_add_up_row_by_row(desk):
    add_rule(desk, "form", "sum", [field("Antal pladser"), field("Indskrevne"), field("Belægning")])
    found = said(desk, {"B9": 37, "D9": 30})["sum-differs"]
    assert (found.row, found.at.cell, found.params["sum"]) == (1, "B9", "36")
    assert "sum-differs" not in said(desk, {"B9": 36, "D9": 30})


def test_one_answer_in_two_places(desk):
    add_rule(desk, "form", "same", [field("Heraf under"), field("Heraf over")])
    assert said(desk, {})["answers-differ"].at.cell == "B5"
    assert "answers-differ" not in said(desk, {"B4": 5, "B5": 5})
    assert "answers-differ" not in said(desk, {"B5": None})


def test_required_is_the_fields_own_mark_and_can_be_set_and_taken_away(desk):
    key = field("Afsendt")
    rows = add_rule(desk, "form", "required", [key])
    assert f"required:{key}" in [row.id for row in rows]
    assert said(desk, {})["required-missing"].at.cell == "B6"
    remove_rule(desk, "form", f"required:{key}")
    assert "required-missing" not in said(desk, {})


def test_a_learned_rule_taken_away_is_off_and_its_history_says_why(desk):
    part = next(row for row in list_rules(desk, "form") if row.kind == "part")
    assert "part-exceeds-whole" in said(desk, {"B4": 11})
    remove_rule(desk, "form", part.id, "Tallene opgøres forskelligt")
    assert "part-exceeds-whole" not in said(desk, {"B4": 11})
    row = next(row for row in list_rules(desk, "form") if row.id == part.id)
    assert (row.standing, row.origin) == ("off", "Fuldmægtig")
    assert desk.store.change_sets()[0].reason == "Tallene opgøres forskelligt"
    assert latest(desk).version == "2"
    desk.store.undo()
    assert "part-exceeds-whole" in said(desk, {"B4": 11})


def test_an_added_rule_taken_away_is_gone(desk):
    rows = add_rule(desk, "form", "range", [field("Antal pladser")], ["1", ""])
    assert rows[-1].id not in [row.id for row in remove_rule(desk, "form", rows[-1].id)]


@pytest.mark.parametrize(
    ("kind", "labels", "values", "message"),
    [
        ("range", ["Kommune"], ["1", "2"], "takes"),
        ("range", ["Antal pladser"], ["5", "1"], "cannot be used"),
        ("range", ["Antal pladser"], ["", ""], "cannot be used"),
        ("range", ["Antal pladser"], ["en", ""], "cannot be used"),
        ("part", ["Antal pladser"], [], "takes"),
        ("part", ["Antal pladser", "Antal borgere"], [], "takes"),
        ("part", ["Heraf under", "Antal borgere"], [], "already"),
        ("mark-needs-text", ["Antal pladser", "Kommune"], [""], "cannot be used|takes"),
        ("joint", ["Antal pladser"], [], "no such check"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(desk, kind, labels, values, message):
    with pytest.raises(UserError, match=message):
        add_rule(desk, "form", kind, [field(label) for label in labels], values)
    assert latest(desk).version == "1"


def test_a_check_across_forms_cannot_stop_one_of_them(desk):
    row = next(row for row in list_rules(desk, "form") if row.kind == "change")
    with pytest.raises(UserError, match="cannot stop"):
        change_rule(desk, "form", row.id, severity="error")
    change_rule(desk, "form", row.id, severity="warning")


def test_what_a_caseworker_wrote_stays_when_the_form_is_learned_anew(desk):
    add_rule(desk, "form", "range", [field("Antal pladser")], ["1", ""])
    part = next(row for row in list_rules(desk, "form") if row.kind == "part")
    remove_rule(desk, "form", part.id)
    kept = {rule.key: rule for rule in kept_rules(latest(desk), LEARNED)}
    assert kept[part.id].standing == "off"
    assert f"range:{field('Antal pladser')}" in kept
    assert set(kept) == {rule.key for rule in latest(desk).rules}


def test_a_field_that_is_none_leaves_rules_that_can_do_without_it():
    without = LEARNED.corrected(field("Indskrevne"), not_a_field=True)
    left = {rule.kind: rule for rule in without.rules}
    assert field("Indskrevne") not in left["total"].fields
    assert not {"occupied", "occupancy-share"} & set(left)
    assert left["sum"] == next(rule for rule in LEARNED.rules if rule.kind == "sum")


def test_every_kind_that_can_be_added_has_words_and_a_sentence():
    danish, english = Translator("da"), Translator("en")
    for kind in RULE_KINDS:
        for text in (kind.words, kind.takes, *kind.values):
            assert danish.text(text) != text
            assert english.text(text) == text
    assert Template.from_json(LEARNED.to_json()) == LEARNED
