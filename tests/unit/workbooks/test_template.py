"""The learned template as data: kept as JSON, corrected by the caseworker, versioned, sent to worker processes."""

from __future__ import annotations

import json
import pickle

import pytest

from koorddesk.domain.values import FieldType
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.template import Template, faults
from tests.helpers.grids import blank, filled, grid, read

FORM = grid(
    blank(
        {
            "A1": "Kommune",
            "A2": "Emne",
            "A4": "Tilbud",
            "B4": "Antal pladser",
            "A12": "Sæt ét kryds",
            "A13": "Udsagn",
            "B13": 1,
            "C13": 2,
            "D13": "Ved ikke",
            "A14": "Alt er godt",
            "A15": "Intet mangler",
        },
        "B1 B2 A5:B10 B14:D15",
        heads="A4:B4 A13:D13",
        choices={"B2": ("Handicap", "Psykiatri")},
    )
)


def test_json_keeps_everything():
    template = learn(FORM, "emne")
    text = template.to_json()
    assert Template.from_json(text) == template
    assert Template.from_json(text).to_json() == text
    assert json.loads(text)["code"] == "emne"
    assert pickle.loads(pickle.dumps(template)) == template


def test_fields_tables_and_sheets_are_found_by_their_id():
    template = learn(FORM, "emne")
    assert template.field("Skema!B2").choices == ("Handicap", "Psykiatri")
    assert template.table(template.field("Skema!A4").table).sheet == "Skema"
    assert template.sheet("Skema").inputs
    for missing in (template.field, template.table, template.sheet):
        with pytest.raises(KeyError):
            missing("findes ikke")


def test_fields_stand_in_reading_order():
    assert [each.template_at.cell for each in learn(FORM, "emne").fields] == ["B1", "B2", "A4", "B4", "B14", "B15"]


def test_a_correction_changes_one_field_and_leaves_the_template_as_it_was():
    template = learn(FORM, "emne")
    changed = template.corrected("Skema!B2", type_=FieldType.TEXT, required=True, label="Område")
    assert (changed.field("Skema!B2").type, changed.field("Skema!B2").required) == (FieldType.TEXT, True)
    assert changed.field("Skema!B2").label == "Område"
    assert template.field("Skema!B2").type is FieldType.CHOICE
    without = template.corrected("Skema!B2", not_a_field=True)
    assert "Skema!B2" not in {each.id for each in without.fields}
    with pytest.raises(KeyError):
        template.corrected("Skema!Z9", required=True)


def test_a_field_taken_out_of_a_table_is_no_longer_read_but_its_content_is_spoken_of():
    template = learn(FORM, "emne").corrected("Skema!B4", not_a_field=True)
    reading = read(filled(FORM, {"B1": "Vejle", "A5": "Birk", "B5": 12}), template)
    assert {each.template_at.cell for each in reading.answers if each.raw} == {"B1", "A4"}
    assert any(f.at is not None and f.at.cell == "B5" for f in reading.findings)


def test_a_version_is_only_a_name():
    template = learn(FORM, "emne")
    assert template.with_version("2025").version == "2025"
    assert template.with_version("2025").fingerprint == template.fingerprint


def test_uncertain_kinds_are_told():
    template = learn(grid(blank({"A1": "Emne"}, "B1")), "t")
    assert [(fault.code, fault.template_at.cell) for fault in faults(template)] == [("template-kind-uncertain", "B1")]
    assert not faults(template.corrected("Skema!B1", type_=FieldType.TEXT))
