"""Which cells of a blank wait for an answer, where colours, locks and lines tell little: white on grey, half-marked lists."""

from __future__ import annotations

from dataclasses import replace

from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.learn import learn
from tests.helpers.grids import blank, filled, grid, read, values

GREY = "D9D9D9"
HEADINGS = {"A1": "Navn", "B1": "Type", "C1": "Antal pladser", "D1": "Pris (kr.)"}


def named(form, code: str = "t") -> set[str]:
    return {each.template_at.cell for each in learn(form, code).fields}


def test_white_boxes_on_a_painted_sheet():
    sheet = blank({"A1": "Kommune", "A3": "Antal borgere", "A5": "Udgift (kr.)", "A7": "Bemærkninger"})
    for row in range(1, 12):
        for column in range(1, 5):
            sheet.cells[row, column] = replace(sheet.cells.get((row, column), Cell(None)), fill=GREY)
    for row in (1, 3, 5, 7):
        sheet.cells[row, 3] = Cell(None, fill="FFFFFF")
    assert named(grid(sheet)) == {"C1", "C3", "C5", "C7"}


def test_a_list_with_one_marked_column_has_boxes_under_its_other_headings():
    sheet = blank(HEADINGS, choices={"B2:B20": ("Døgn", "Dag")})
    for row in range(2, 21):
        sheet.cells[row, 2] = Cell(None)
    for column in range(1, 5):
        sheet.cells[1, column] = replace(sheet.cells[1, column], bold=True)
    assert named(grid(sheet)) == {"A1", "B1", "C1", "D1"}


def test_printed_columns_of_such_a_list_take_no_answers():
    sheet = blank(HEADINGS, choices={"B2:B6": ("Døgn", "Dag")})
    for row in range(2, 7):
        sheet.cells[row, 1] = Cell(f"Tilbud {row}", f"Tilbud {row}")
        sheet.cells[row, 2] = Cell(None)
    for column in range(1, 5):
        sheet.cells[1, column] = replace(sheet.cells[1, column], bold=True)
    columns = {cell.rstrip("0123456789") for cell in named(grid(sheet))}
    assert columns == {"B", "C", "D"}


def test_the_last_column_of_a_printed_table_takes_the_answers():
    form = grid(
        blank(
            {
                "A1": "Nr.", "B1": "Spørgsmål", "C1": "Besvarelse",
                "A2": "1", "B2": "Antal borgere", "A3": "1.a", "B3": "Heraf under 25 år", "A4": "2", "B4": "Udvikling",
            }
        )
    )  # fmt: skip
    assert named(form) == {"C2", "C3", "C4"}


def test_a_word_such_as_choose_in_a_row_of_units_is_no_box():
    texts = {"A3": "Navn", "B3": "Type", "C3": "Pladser", "A4": "tekst", "B4": "vælg", "C4": "antal"}
    sheet = blank(texts, "A5:C9", heads="A3:C3", fill=None)
    for column in (1, 2, 3):
        sheet.cells[4, column] = replace(sheet.cells[4, column], border=True)
    assert named(grid(sheet)) == {"A4", "B4", "C4"}


def test_an_outlined_box_behind_a_usual_label_is_answered_on_a_sheet_of_coloured_boxes():
    sheet = blank({"A1": "Region", "A3": "Tilbud", "B3": "Antal pladser"}, "A4:B9")
    sheet.cells[1, 2] = Cell(None, border=True)
    sheet.cells[2, 2] = Cell(None, border=True)
    assert named(grid(sheet)) == {"B1", "A3", "B3"}


def test_headings_that_stand_again_on_each_page_are_one_list():
    heads = {f"{letter}{row}": text for row in (1, 8) for letter, text in (("A", "Tilbud"), ("B", "Antal pladser"))}
    template = learn(grid(blank(heads, "A2:B7 A9:B14", heads="A1:B1 A8:B8")), "t")
    assert [each.template_at.cell for each in template.fields] == ["A1", "B1"]
    assert [(table.top, table.bottom) for table in template.tables] == [(2, 14)]


def test_two_lists_of_the_same_headings_under_titles_of_their_own_stay_two():
    heads = {f"{letter}{row}": text for row in (2, 9) for letter, text in (("A", "Tilbud"), ("B", "Antal pladser"))}
    form = grid(blank({**heads, "A1": "Køb", "A8": "Salg"}, "A3:B6 A10:B14", heads="A2:B2 A9:B9"))
    assert named(form) == {"A2", "B2", "A9", "B9"}


def test_headings_as_long_as_instructions():
    long = "Angiv kun forløb, der er bevilget i perioden, og medtag også forløb, der er påbegyndt tidligere. " * 4
    heads = {"A1": f"Leverandør. {long}", "B1": f"Antal forløb. {long}", "C1": f"Samlet pris (kr.). {long}"}
    assert named(grid(blank(heads, "A2:C9", heads="A1:C1"))) == {"A1", "B1", "C1"}


def test_two_lists_beside_each_other_with_the_same_headings_count_their_own_rows():
    heads = {f"{letter}3": text for letter, text in zip("ABDE", ("Kommune", "Antal", "Kommune", "Antal"), strict=True)}
    form = grid(blank({**heads, "A2": "Køb", "D2": "Salg"}, "A4:B9 D4:E9", heads="A3:B3 D3:E3", merged="A2:B2 D2:E2"))
    template = learn(form, "t")
    assert len(template.tables) == 2
    copy = filled(
        form, {"A4": "Vejle", "B4": 1, "A6": "Kolding", "B6": 2, "D4": "Odense", "E4": 3, "D5": "Assens", "E5": 4}
    )
    assert values(read(copy, template))["B3", 2] == 2


def test_groups_of_the_same_columns_behind_printed_labels_are_one_table():
    heads = {f"{letter}2": text for letter, text in zip("BCEF", ("Antal", "Pris (kr.)") * 2, strict=True)}
    labels = {f"A{row}": f"Indsats {letter}" for row, letter in zip((3, 4, 5), "abc", strict=True)}
    form = grid(
        blank({"B1": "2023", "E1": "2024", **heads, **labels}, "B3:C5 E3:F5", heads="B2:C2 E2:F2", merged="B1:C1 E1:F1")
    )
    assert len(learn(form, "t").fields) == 12
