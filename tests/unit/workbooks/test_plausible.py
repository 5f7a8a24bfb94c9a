"""Figures far from all others of their kind, and dates out of their time, are told; what is merely large is not."""

from __future__ import annotations

import datetime as dt

import pytest

from koorddesk.workbooks.learn import learn
from tests.helpers.grids import RECEIVED, blank, filled, grid, read

HEADS = {"A4": "Tilbuddets navn", "B4": "Antal pladser 2023", "C4": "Antal pladser 2024", "D4": "Takst (kr./døgn) 2024"}
FORM = grid(
    blank({"A1": "Kommune", "A2": "Dato for besvarelsen", "A3": "Senest revideret (dato)", **HEADS}, "B1 B2 B3 A5:D12")
)
TEMPLATE = learn(FORM, "pladser")


def told(**changes: object) -> list[tuple[str, str]]:
    answers: dict[str, object] = {"B1": "Vejle"}
    for row in range(5, 12):
        answers |= {f"A{row}": f"Hus {row}", f"B{row}": row + 3, f"C{row}": row + 4, f"D{row}": 2000 + 40 * row}
    codes = {"figure-unlike-others", "date-out-of-time", "date-to-come"}
    findings = read(filled(FORM, answers | changes), TEMPLATE).findings
    return [(each.code, each.at.cell) for each in findings if each.code in codes]


def test_figures_of_one_kind_are_told_by_no_finding():
    assert told(C7=150, D8=9000) == []


@pytest.mark.parametrize(("cell", "value"), [("C7", 2345), ("D8", 18)])
def test_a_figure_in_the_wrong_column_is_told(cell, value):
    assert told(**{cell: value}) == [("figure-unlike-others", cell)]


def test_the_years_of_one_figure_are_compared_with_each_other():
    many = {f"C{row}": 400 * row for row in range(5, 12)}
    assert told(**many) == []


def test_a_date_of_years_ago_and_one_to_come_are_told():
    assert told(B2=dt.date(2020, 3, 1)) == [("date-out-of-time", "B2")]
    later = RECEIVED + dt.timedelta(days=400)
    assert told(B3=later) == [("date-to-come", "B3")]
    assert told(B2=dt.date(2024, 3, 1), B3=dt.date(2019, 3, 1)) == []
