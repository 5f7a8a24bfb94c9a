"""Checks across fields: what is required, parts of a whole, totals, dates in order, marks that ask for a text."""

from __future__ import annotations

import pytest

from koorddesk.findings import Severity
from koorddesk.workbooks.learn import learn
from tests.helpers.grids import blank, codes, filled, grid, read

FORM = grid(
    blank(
        {
            "A1": "Gule felter skal udfyldes",
            "A2": "Kommune",
            "A3": "Antal borgere",
            "A4": "Heraf under 18 år (antal)",
            "A6": "Aftale",
            "B6": "Gælder fra (dato)",
            "C6": "Gælder til (dato)",
            "D6": "Antal pladser",
            "A12": "I alt",
        },
        "B2 B3 B4 A7:D11",
        heads="A6:D6",
        fill="E2EFDA",
        fills={"B2:B3": "FFFF00"},
        formulas={"D12": "SUM(D7:D11)"},
    )
)
TEMPLATE = learn(FORM, "form")
GOOD = {
    "B2": "Vejle",
    "B3": 12,
    "B4": 4,
    "A7": "Nord",
    "B7": "01-02-2024",
    "C7": "01-02-2026",
    "D7": 3,
    "A8": "Syd",
    "D8": 4,
    "D12": 7,
}


def said(changes):
    return {f.code: f for f in read(filled(FORM, GOOD | changes), TEMPLATE).findings}


def test_a_consistent_form_passes():
    reading = read(filled(FORM, GOOD), TEMPLATE)
    assert reading.outcome == "accepted"
    assert not codes(reading) & {"required-missing", "part-exceeds-whole", "dates-out-of-order", "total-differs"}


def test_a_required_field_left_empty_is_an_error_at_its_cell():
    found = said({"B3": None})["required-missing"]
    assert found.severity is Severity.ERROR
    assert (found.at.cell, found.template_at.cell) == ("B3", "B3")
    assert read(filled(FORM, GOOD | {"B3": None}), TEMPLATE).outcome == "held"


def test_a_nil_report_need_not_answer_what_is_required():
    empty = dict.fromkeys(("B4", "A7", "B7", "C7", "D7", "A8", "D8", "D12"))
    reading = read(filled(FORM, GOOD | empty | {"B3": "Ingen borgere i målgruppen"}), TEMPLATE)
    assert reading.nil
    assert reading.outcome == "accepted"
    assert "required-missing" not in codes(reading)


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"B4": 13}, "part-exceeds-whole", "B4"),
        ({"C7": "01-02-2023"}, "dates-out-of-order", "C7"),
        ({"D12": 9}, "total-differs", "D12"),
        ({"B4": -3}, "count-negative", "B4"),
    ],
)
def test_what_does_not_agree_is_a_finding_at_the_cell(changes, code, cell):
    assert said(changes)[code].at.cell == cell


def test_a_total_is_not_judged_where_a_row_has_no_plain_figure():
    assert "total-differs" not in said({"D8": "4-6", "D12": 8})


def test_a_subtotal_may_count_from_the_last_one_or_from_the_top():
    rows = {"A9": "Delsum", "D9": 7, "A10": "Øst", "D10": 5, "D12": 12}
    assert "total-differs" not in said(rows)
    assert "total-differs" in said(rows | {"D9": 8})


def test_a_low_mark_asks_for_a_text():
    form = grid(
        blank(
            {
                "A1": "Kommune",
                "A3": "Målgruppe",
                "B3": 1,
                "C3": 2,
                "D3": 3,
                "E3": "Ved ikke",
                "F3": "Uddybning (kræves ved 1 og 2)",
                "A4": "Døvblinde",
                "A5": "Udsatte gravide",
            },
            "B1 B4:F5",
            heads="A3:F3",
        )
    )
    template = learn(form, "form")
    reading = read(filled(form, {"B1": "Vejle", "B4": "x", "D5": "x"}), template)
    assert [f.at.cell for f in reading.findings if f.code == "text-demanded"] == ["F4"]
    reading = read(filled(form, {"B1": "Vejle", "B4": "x", "F4": "Lang ventetid."}), template)
    assert "text-demanded" not in codes(reading)


def test_more_taken_in_than_there_are_places():
    form = grid(
        blank(
            {"A1": "Kommune", "A3": "Tilbud", "B3": "Normerede pladser", "C3": "Indskrevne borgere"},
            "B1 A4:C9",
            heads="A3:C3",
        )
    )
    template = learn(form, "form")
    reading = read(
        filled(form, {"B1": "Vejle", "A4": "Birk", "B4": 4, "C4": 6, "A5": "Eg", "B5": 4, "C5": 4}), template
    )
    assert [(f.at.cell, f.row) for f in reading.findings if f.code == "occupied-exceeds-places"] == [("C4", 1)]
