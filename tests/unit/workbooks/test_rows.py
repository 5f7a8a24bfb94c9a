"""The rows of a filled-in table told apart: answers, totals, notes, headings again, a foreign table."""

from __future__ import annotations

from collections.abc import Sequence

from koorddesk.domain.values import CellRef, FieldType
from koorddesk.workbooks.grid import Cell, Sheet, place
from koorddesk.workbooks.layout import Layout
from koorddesk.workbooks.rows import Body, RowKind, judge
from koorddesk.workbooks.template import Kind, TemplateField

FIELDS = {
    "navn": TemplateField("navn", "Tilbud", FieldType.OFFER, CellRef("S", "A1"), Kind.COLUMN),
    "antal": TemplateField("antal", "Antal pladser", FieldType.COUNT, CellRef("S", "B1"), Kind.COLUMN),
    "pris": TemplateField("pris", "Takst (kr.)", FieldType.AMOUNT, CellRef("S", "C1"), Kind.COLUMN),
}


def kinds(
    cells: dict[str, object], *, formulas: dict[str, str] | None = None, own: Sequence[int] = (), bold: str = ""
) -> dict[int, RowKind]:
    stored = {place(at): Cell(value, str(value), bold=at == bold) for at, value in cells.items()}
    for at, formula in (formulas or {}).items():
        stored[place(at)] = Cell(stored[place(at)].value, "", formula=formula)
    body = Body(
        layout=Layout(Sheet("S", stored)),
        fields=FIELDS,
        columns={"navn": 1, "antal": 2, "pris": 3},
        label_columns=[],
        headings={"navn": {"tilbud"}, "antal": {"antal pladser"}, "pris": {"takst (kr.)"}},
        printed=[],
        own=own,
        end=20,
    )
    return {row.number: row.kind for row in judge(body, 2, 40)}


def test_answers_and_a_total_by_its_word():
    found = kinds({"A2": "Birk", "B2": 4, "A3": "Eg", "B3": 6, "A4": "I alt", "B4": 10})
    assert found == {2: RowKind.DATA, 3: RowKind.DATA, 4: RowKind.TOTAL}


def test_an_offer_whose_name_begins_like_a_total_is_an_answer():
    assert kinds({"A2": "Totalcentret Birk", "B2": 4})[2] is RowKind.DATA


def test_a_row_of_sums_without_a_name_is_a_total():
    cells = {"A2": "Birk", "B2": 4, "C2": 10, "A3": "Eg", "B3": 6, "C3": 20, "B4": 10, "C4": 30}
    assert kinds(cells)[4] is RowKind.TOTAL
    assert kinds(cells, formulas={"B4": "SUM(B2:B3)", "C4": "SUM(C2:C3)"})[4] is RowKind.TOTAL


def test_a_sum_along_the_row_is_an_answer():
    cells = {"A2": "Birk", "B2": 4, "C2": 10}
    assert kinds(cells, formulas={"C2": "SUM(D2:F2)"})[2] is RowKind.DATA


def test_headings_again_and_an_example():
    found = kinds({"A2": "Eksempel: Solsiden", "B2": 9, "A3": "Tilbud", "B3": "Antal pladser", "A4": "Birk", "B4": 4})
    assert found == {2: RowKind.EXAMPLE, 3: RowKind.HEADINGS, 4: RowKind.DATA}


def test_a_note_below_and_a_name_alone_among_the_rows():
    note = "Bemærk, at tallene er opgjort pr. 1. januar og ikke er endeligt godkendt af udvalget."
    found = kinds({"A2": "Birk", "B2": 4, "A3": "Eg", "A4": "Bøg", "B4": 2, "A7": note})
    assert found == {2: RowKind.DATA, 3: RowKind.DATA, 4: RowKind.DATA, 7: RowKind.NOTE}


def test_a_heading_over_a_group_of_rows_is_no_answer():
    cells = {"A2": "Egne tilbud", "A3": "Birk", "B3": 4, "C3": 10, "A4": "Eg", "B4": 6, "C4": 20}
    assert kinds(cells, bold="A2") == {2: RowKind.NOTE, 3: RowKind.DATA, 4: RowKind.DATA}
    assert kinds({**cells, "A2": "Egne tilbud:"})[2] is RowKind.NOTE
    assert kinds(cells)[2] is RowKind.DATA


def test_a_table_of_the_senders_own_ends_the_reading():
    found = kinds(
        {
            "A2": "Birk",
            "B2": 4,
            "C2": 7,
            "A24": "Personale i afdelingen",
            "A25": "Stilling",
            "B25": "Timer",
            "A26": "Leder",
        }
    )
    assert found[2] is RowKind.DATA
    assert RowKind.FOREIGN in found.values()
    assert 26 not in found


def test_names_alone_far_below_beside_figures_in_a_column_of_the_senders_own_are_no_rows():
    cells = {
        "A2": "Birk",
        "B2": 4,
        "C2": 7,
        "A24": "Egen opgørelse",
        "A25": "Team",
        "D25": "Sager",
        "A26": "Team Nord",
        "D26": 9,
    }
    assert kinds(cells, own=[4]) == {2: RowKind.DATA, 24: RowKind.NOTE, 25: RowKind.FOREIGN}
