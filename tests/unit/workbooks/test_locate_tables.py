"""Tables found again in copies: columns by their headings, rows of answers apart from everything else in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from koorddesk.workbooks.grid import Area, Cell
from koorddesk.workbooks.learn import learn
from tests.helpers.grids import answer, blank, cell, codes, filled, grid, moved, read, values

LIST = grid(
    blank(
        {
            "A1": "Kommune",
            "A3": "Tabel 1. Tilbud",
            "A4": "Nr.",
            "B4": "Tilbuddets navn",
            "C4": "Driftsherre",
            "D4": "Antal pladser (stk.)",
            "E4": "Belægning (%)",
            "F4": "Bemærkninger",
            **{f"A{row}": row - 4 for row in range(5, 15)},
            "B15": "I alt",
            "A17": "Øvrige oplysninger",
        },
        "B1 B5:F14 A18:F20",
        heads="A4:F4",
        merged="A18:F20",
        choices={"C5:C14": ("Kommunal", "Regional", "Privat")},
        formulas={"D15": "SUM(D5:D14)"},
    )
)
TEMPLATE = learn(LIST, "liste")
ROWS = {
    "B1": "Vejle",
    "B5": "Bostedet Birk",
    "C5": "Kommunal",
    "D5": 12,
    "E5": 95.5,
    "B6": "Centret Eg",
    "C6": "Privat",
    "D6": 8,
    "E6": 88,
    "F6": "Foreløbigt i drift.",
    "B7": "Huset Bøg",
    "C7": "Regional",
    "D7": 20,
    "E7": 101,
    "D15": 40,
    "A18": "Intet yderligere.",
}
COPY = filled(LIST, ROWS)
EXPECTED = {
    ("B1", None): "0630",
    ("B4", 1): "Bostedet Birk", ("C4", 1): "Kommunal", ("D4", 1): 12, ("E4", 1): 95.5,
    ("B4", 2): "Centret Eg", ("C4", 2): "Privat", ("D4", 2): 8, ("E4", 2): 88, ("F4", 2): "Foreløbigt i drift.",
    ("B4", 3): "Huset Bøg", ("C4", 3): "Regional", ("D4", 3): 20, ("E4", 3): 101,
    ("A18", None): "Intet yderligere.",
}  # fmt: skip


def test_a_plain_copy():
    reading = read(COPY, TEMPLATE)
    assert values(reading) == EXPECTED
    assert not codes(reading) & {"content-unread", "row-note", "row-total", "columns-moved", "total-differs"}


@pytest.mark.parametrize("at", range(1, 18))
def test_rows_inserted_anywhere(at):
    copy = moved(COPY, 0, lambda place: (place[0] + 1, place[1]) if place[0] >= at else place)
    assert values(read(copy, TEMPLATE)) == EXPECTED


def test_columns_in_another_order_with_one_of_the_senders_own():
    order = {2: 2, 3: 6, 4: 3, 5: 4, 6: 7}
    copy = moved(COPY, 0, lambda place: (place[0], order.get(place[1], place[1])) if 4 <= place[0] <= 15 else place)
    for row, value in {4: "Internt nr.", 5: 700, 6: 701, 7: 702}.items():
        copy.sheets[0].cells[row, 5] = cell(value)
    reading = read(copy, TEMPLATE)
    assert values(reading) == EXPECTED
    assert {"columns-moved", "column-added"} <= codes(reading)
    assert not {700, 701, 702} & set(values(reading).values())


def test_reworded_headings_are_taken_and_said():
    reading = read(filled(COPY, {"B4": "Tilbud", "D4": "Antal pladser pr. 1/1", "E4": "Belægningsprocent"}), TEMPLATE)
    assert values(reading) == EXPECTED
    said = {f.template_at.cell for f in reading.findings if f.code == "heading-reworded"}
    assert said == {"B4", "D4", "E4"}


def test_a_missing_column_is_said_and_the_others_are_read():
    copy = moved(
        COPY,
        0,
        lambda place: (
            None
            if place[1] == 5 and 4 <= place[0] <= 15
            else (place[0], place[1] - (place[1] == 6 and 4 <= place[0] <= 15))
        ),
    )
    reading = read(copy, TEMPLATE)
    assert values(reading) == {name: value for name, value in EXPECTED.items() if name[0] != "E4"}
    (said,) = [f for f in reading.findings if f.code == "column-missing"]
    assert said.template_at.cell == "E4"


def test_a_heading_that_stands_twice_is_doubtful():
    reading = read(filled(COPY, {"G4": "Bemærkninger", "G5": "Vores egne"}), TEMPLATE)
    assert values(reading) == EXPECTED
    assert "heading-twice" in codes(reading)


def test_blank_rows_subtotals_and_notes_are_no_rows_of_answers():
    copy = moved(COPY, 0, lambda place: (place[0] + 2, place[1]) if place[0] >= 7 else place)
    sheet = copy.sheets[0]
    sheet.cells[8, 2], sheet.cells[8, 4] = cell("Delsum"), cell(20)
    sheet.cells[11, 2] = cell("NB: Tallene er foreløbige og opgjort manuelt.")
    reading = read(copy, TEMPLATE)
    assert values(reading) == EXPECTED
    assert {f.code: f.at.cell for f in reading.findings if f.code.startswith("row-")} == {
        "row-total": "B8",
        "row-note": "B11",
    }


def test_an_unnamed_sum_of_the_rows_above_is_a_total():
    reading = read(filled(COPY, {"D9": 40, "E9": 284.5}), TEMPLATE)
    assert values(reading) == EXPECTED


def test_a_name_alone_among_the_rows_is_an_answer():
    reading = read(filled(COPY, {"B8": "Gården Pil"}), TEMPLATE)
    assert answer(reading, "B4", 4).value == "Gården Pil"


def test_a_second_table_beneath_is_not_read():
    copy = filled(COPY, {})
    for number, (name, count) in enumerate(
        [("Vores egen opgørelse", None), ("Team", "Antal sager"), ("Nord", 8261), ("Syd", 8262)]
    ):
        copy.sheets[0].cells[10 + number, 2] = cell(name)
        if count is not None:
            copy.sheets[0].cells[10 + number, 3] = cell(count)
    reading = read(copy, TEMPLATE)
    assert values(reading) == EXPECTED
    assert "table-below" in codes(reading)


def test_repeated_headings_are_skipped():
    copy = filled(
        COPY, {"B8": "Tilbuddets navn", "C8": "Driftsherre", "D8": "Antal pladser (stk.)", "B9": "Gården Pil", "D9": 3}
    )
    reading = read(copy, TEMPLATE)
    assert answer(reading, "B4", 4).value == "Gården Pil"
    assert "row-headings" in codes(reading)


def test_a_name_merged_over_several_rows_counts_for_each():
    copy = filled(COPY, {"B6": None})
    copy.sheets[0].merged = (*copy.sheets[0].merged, Area(5, 2, 6, 2))
    reading = read(copy, TEMPLATE)
    assert [answer(reading, "B4", row).value for row in (1, 2)] == ["Bostedet Birk", "Bostedet Birk"]
    assert [f.row for f in reading.findings if f.code == "merged-down"] == [2]


def test_rows_past_the_end_of_the_form():
    more = {f"B{row}": f"Hus {row}" for row in range(8, 15)} | {f"D{row}": row for row in range(8, 15)}
    copy = filled(
        moved(filled(COPY, more), 0, lambda place: (place[0] + 3, place[1]) if place[0] >= 15 else place),
        {"B15": "Hus 15", "D15": 9, "B16": "Hus 16"},
    )
    reading = read(copy, TEMPLATE)
    assert [answer(reading, "B4", row).value for row in (11, 12)] == ["Hus 15", "Hus 16"]


def test_the_forms_own_example_is_no_answer():
    form = grid(
        blank(
            {"A1": "Tilbud", "B1": "Antal", "A2": "Eksempel: Bostedet", "B2": 12, "A20": "Kommune"},
            "A3:B12 B20",
            heads="A1:B1",
        )
    )
    template = learn(form, "form")
    reading = read(filled(form, {"A3": "Birk", "B3": 4, "B20": "Vejle"}), template)
    assert values(reading) == {("A1", 1): "Birk", ("B1", 1): 4, ("B20", None): "0630"}
    over = read(filled(form, {"A2": "Birk", "B2": 4, "B20": "Vejle"}), template)
    assert values(over) == {("A1", 1): "Birk", ("B1", 1): 4, ("B20", None): "0630"}


def test_hidden_rows_and_columns_are_read_and_marked():
    copy = filled(COPY, {})
    copy.sheets[0].hidden_rows = frozenset({6})
    copy.sheets[0].hidden_columns = frozenset({5})
    reading = read(copy, TEMPLATE)
    assert values(reading) == EXPECTED
    assert {"hidden-row", "hidden-column"} <= codes(reading)


def test_a_sheet_used_to_its_last_row_costs_no_more():
    copy = filled(COPY, {})
    copy.sheets[0].cells[1_048_576, 30] = Cell(None, border=True)
    assert values(read(copy, TEMPLATE)) == EXPECTED


GRID = grid(
    blank(
        {
            "A1": "Kommune",
            "A3": "Antal borgere fordelt på boform",
            "A4": "År",
            "B4": "Egen bolig",
            "C4": "Botilbud",
            "A5": 2023,
            "A6": 2024,
            "A7": "I alt",
        },
        "B1 B5:C6",
        heads="A4:C4",
        formulas={"B7": "SUM(B5:B6)"},
    )
)


@pytest.mark.parametrize("at", [1, 3, 5, 6])
def test_a_grid_is_found_by_row_label_and_heading(at):
    template = learn(GRID, "grid")
    copy = filled(GRID, {"B1": "Vejle", "B5": 1, "C5": 2, "B6": 3, "C6": 4})
    copy = moved(copy, 0, lambda place: (place[0] + 1, place[1]) if place[0] >= at else place)
    order = {2: 3, 3: 2}
    copy = moved(copy, 0, lambda place: (place[0], order.get(place[1], place[1])) if place[0] >= 4 else place)
    wanted = {("B1", None): "0630", ("B5", None): 1, ("C5", None): 2, ("B6", None): 3, ("C6", None): 4}
    assert values(read(copy, template)) == wanted


def test_scales_in_a_table():
    form = grid(
        blank(
            {
                "A1": "Kommune",
                "A3": "Sæt ét kryds i hver linje",
                "A4": "Målgruppe",
                "B4": 1,
                "C4": 2,
                "D4": 3,
                "E4": "Ved ikke",
                "F4": "Uddybning",
                "A5": "Døvblinde",
                "A6": "Udsatte gravide",
            },
            "B1 B5:F6",
            heads="A4:F4",
        )
    )
    template = learn(form, "scale")
    reading = read(filled(form, {"B1": "Vejle", "C5": "x", "F5": "Lang ventetid.", "E6": "X"}), template)
    assert answer(reading, "B5").value == 2
    assert answer(reading, "F5").value == "Lang ventetid."
    assert answer(reading, "B6").value == "Ved ikke"
    odd = read(filled(form, {"B1": "Vejle", "C5": "måske", "B6": "x", "C6": "x"}), template)
    assert answer(odd, "B5").value is None
    assert answer(odd, "B6").value is None
    assert {"tick-unclear", "several-ticks"} <= codes(odd)


def test_a_table_on_its_side_with_a_further_column():
    form = grid(
        blank(
            {"A1": "Kommune", "B3": "Tilbud 1", "C3": "Tilbud 2", "A4": "Tilbuddets navn", "A5": "Antal pladser"},
            "B1 B4:C5",
            heads="B3:C3",
        )
    )
    template = learn(form, "side")
    reading = read(
        filled(form, {"B1": "Vejle", "B4": "Birk", "B5": 4, "C4": "Eg", "D3": "Tilbud 3", "D4": "Bøg", "D5": 6}),
        template,
    )
    assert values(reading) == {
        ("B1", None): "0630", ("A4", 1): "Birk", ("A5", 1): 4, ("A4", 2): "Eg", ("A4", 3): "Bøg", ("A5", 3): 6,
    }  # fmt: skip


def test_a_kind_that_the_form_does_not_tell_is_settled_by_the_column():
    form = grid(blank({"A1": "Kommune", "A3": "Netværk", "B3": "Omfang"}, "B1 A4:B12", heads="A3:B3"))
    template = learn(form, "form")
    rows = {"A4": "Nord", "B4": 4, "A5": "Syd", "B5": 7, "A6": "Øst", "B6": "ca. 12"}
    reading = read(filled(form, {"B1": "Vejle", **rows}), template)
    assert answer(reading, "B3", 3).value == 12
    assert "approximate-number" in codes(reading)


def test_formulas_and_numbers_filled_to_the_bottom_are_no_answers():
    form = filled(LIST, {})
    sheet = form.sheets[0]
    for row in range(5, 15):
        sheet.cells[row, 8] = Cell(0, "0", formula=f"D{row}*E{row}")
    sheet.cells[4, 8] = replace(cell("Beregnet"), bold=True, fill="BDD7EE", border=True)
    template = learn(form, "form")
    assert values(read(filled(form, ROWS), template)) == EXPECTED


def test_group_headings_of_the_form_are_no_rows():
    form = grid(
        blank(
            {
                "A1": "Kommune",
                "A3": "Tilbud",
                "B3": "Antal borgere",
                "C3": "Udgift (kr.)",
                "A4": "I alt",
                "A5": "A. Døgntilbud",
                "A9": "B. Dagtilbud",
            },
            "B1 A6:C8 A10:C12",
            heads="A3:C3",
            merged="A5:C5 A9:C9",
            formulas={"B4": "SUM(B6:B12)", "C4": "SUM(C6:C12)"},
        )
    )
    template = learn(form, "form")
    reading = read(filled(form, {"B1": "Vejle", "A6": "Birk", "B6": 1, "A10": "Eg", "B10": 2}), template)
    assert values(reading) == {("B1", None): "0630", ("A3", 1): "Birk", ("B3", 1): 1, ("A3", 2): "Eg", ("B3", 2): 2}


def test_reworded_columns_that_resemble_each_other_are_told_apart():
    form = grid(
        blank({"A1": "Kommune", "A3": "Tilbud", "B3": "Tilbudstype", "C3": "Pladser (stk.)"}, "B1 A4:C9", heads="A3:C3")
    )
    template = learn(form, "form")
    copy = filled(
        form,
        {
            "A3": "Navn på tilbud",
            "B3": "Tilbudstype (udfyldes)",
            "C3": "Antal pladser (stk.)",
            "B1": "Vejle",
            "A4": "Birk",
            "B4": "Bo",
            "C4": 4,
        },
    )
    reading = read(copy, template)
    assert values(reading) == {("B1", None): "0630", ("A3", 1): "Birk", ("B3", 1): "Bo", ("C3", 1): 4}
    assert {f.template_at.cell for f in reading.findings if f.code == "heading-reworded"} == {"A3", "C3"}


def test_a_question_of_a_sideways_table_in_other_words_is_found_by_its_place():
    form = grid(
        blank(
            {
                "A1": "Kommune",
                "B3": "Tilbud 1",
                "C3": "Tilbud 2",
                "A4": "Tilbuddets navn",
                "A5": "Ibrugtaget (år)",
                "A6": "Takst (kr.)",
            },
            "B1 B4:C6",
            heads="B3:C3",
        )
    )
    template = learn(form, "form")
    copy = filled(form, {"A5": "Taget i brug (år)", "B1": "Vejle", "B4": "Birk", "B5": 2020, "B6": 2345})
    reading = read(copy, template)
    assert answer(reading, "A5", 1).value == 2020
    assert {"label-guessed", "label-reworded"} & {
        f.code for f in reading.findings if f.template_at and f.template_at.cell == "A5"
    }


def test_a_grid_column_in_other_words_is_said_at_each_of_its_cells():
    template = learn(GRID, "grid")
    copy = filled(GRID, {"B4": "I egen bolig", "B1": "Vejle", "B5": 1, "C5": 2})
    reading = read(copy, template)
    assert answer(reading, "B5").value == 1
    assert {f.template_at.cell for f in reading.findings if f.code == "found-by-other-words"} >= {"B5"}


def test_a_figure_typed_as_a_tick():
    form = grid(
        blank(
            {"A1": "Kommune", "A3": "Udsagn", "B3": 1, "C3": 2, "D3": 3, "A4": "Alt er godt", "A5": "Intet mangler"},
            "B1 B4:D5",
            heads="A3:D3",
        )
    )
    template = learn(form, "form")
    reading = read(filled(form, {"B1": "Vejle", "C4": 1, "D5": 3}), template)
    assert (answer(reading, "B4").value, answer(reading, "B5").value) == (2, 3)
    assert [f.at.cell for f in reading.findings if f.code == "tick-figure"] == ["C4"]


def test_several_names_in_a_column_of_unknown_kind_are_noted():
    form = grid(blank({"A1": "Kommune", "A3": "Leverandør", "B3": "Antal forløb"}, "B1 A4:B9", heads="A3:B3"))
    template = learn(form, "form")
    reading = read(filled(form, {"B1": "Vejle", "A4": "Huset Birk; Centret Eg", "B4": 2}), template)
    assert [f.at.cell for f in reading.findings if f.code == "several-names"] == ["A4"]


def test_headings_merged_over_two_columns():
    form = grid(
        blank(
            {"A1": "Kommune", "A3": "Tilbuddets navn", "C3": "Antal borgere"},
            "B1 A4:C8",
            heads="A3:C3",
            merged=" ".join(f"A{r}:B{r}" for r in range(3, 9)),
        )
    )
    template = learn(form, "form")
    reading = read(filled(form, {"B1": "Vejle", "A4": "Birk", "C4": 3}), template)
    assert values(reading) == {("B1", None): "0630", ("A3", 1): "Birk", ("C3", 1): 3}


def test_a_required_column_left_empty_in_a_filled_row_is_a_warning():
    form = grid(
        blank({"A1": "Kommune", "A3": "Tilbud (påkrævet)", "B3": "Antal pladser (påkrævet)"}, "B1 A4:B9", heads="A3:B3")
    )
    template = learn(form, "form")
    reading = read(filled(form, {"B1": "Vejle", "A4": "Birk", "A5": "Eg", "B5": 2}), template)
    assert [(f.at.cell, f.row, str(f.severity)) for f in reading.findings if f.code == "required-missing"] == [
        ("B4", 1, "warning")
    ]
