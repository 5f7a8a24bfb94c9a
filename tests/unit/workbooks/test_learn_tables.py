"""Tables learned from a blank: headings of one to three rows, printed rows, scales, tables on their side."""

from __future__ import annotations

from koorddesk.domain.values import FieldType
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.template import Kind, Shape, Template
from tests.helpers.grids import blank, grid


def named(template: Template) -> dict[str, tuple[str, FieldType]]:
    return {each.template_at.cell: (each.label, each.type) for each in template.fields}


def test_a_list_is_named_by_its_headings():
    sheet = blank(
        {"A1": "Nr.", "B1": "Tilbuddets navn", "C1": "Antal pladser", "D1": "Bemærkninger", "A2": 1, "A3": 2, "A4": 3},
        "B2:D4",
        heads="A1:D1",
    )
    template = learn(grid(sheet), "t")
    assert named(template) == {
        "B1": ("Tilbuddets navn", FieldType.OFFER),
        "C1": ("Antal pladser", FieldType.COUNT),
        "D1": ("Bemærkninger", FieldType.TEXT),
    }
    (table,) = template.tables
    assert table.shape is Shape.LIST
    assert {h.column: h.role for h in table.columns} == {1: "number", 2: "answer", 3: "answer", 4: "answer"}


def test_headings_over_two_rows_name_the_lowest_cell():
    sheet = blank(
        {
            "A1": "Tilbud",
            "B1": 2023,
            "D1": 2024,
            "F1": "Bemærkninger",
            "B2": "Pladser",
            "C2": "Belægning (%)",
            "D2": "Pladser",
            "E2": "Belægning (%)",
        },
        "A3:F6",
        heads="A1:F2",
        merged="A1:A2 B1:C1 D1:E1 F1:F2",
    )
    assert named(learn(grid(sheet), "t")) == {
        "A1": ("Tilbud", FieldType.OFFER),
        "B2": ("2023 – Pladser", FieldType.COUNT),
        "C2": ("2023 – Belægning (%)", FieldType.PERCENT),
        "D2": ("2024 – Pladser", FieldType.COUNT),
        "E2": ("2024 – Belægning (%)", FieldType.PERCENT),
        "F1": ("Bemærkninger", FieldType.TEXT),
    }


def test_years_take_their_kind_from_the_heading_above_them():
    sheet = blank(
        {"A1": "Kommune", "B1": "Antal borgere (personer)", "B2": 2023, "C2": 2024},
        "A3:C6",
        heads="A1:C2",
        merged="A1:A2 B1:C1",
    )
    found = named(learn(grid(sheet), "t"))
    assert found["B2"] == ("Antal borgere (personer) – 2023", FieldType.COUNT)
    assert found["A1"][1] is FieldType.MUNICIPALITY


def test_upper_headings_reach_over_unmerged_empty_cells_but_not_into_another_group():
    sheet = blank(
        {
            "A1": "Tilbud",
            "B1": "Økonomi",
            "D1": "Bemærkninger",
            "B2": "Takst",
            "C2": "Udgift",
            "A3": "(navn)",
            "B3": "(kr./døgn)",
            "C3": "(1.000 kr.)",
            "D3": "(fritekst)",
        },
        "A4:D8",
        heads="A1:D3",
        merged="B1:C1",
    )
    found = named(learn(grid(sheet), "t"))
    assert found["C3"] == ("Økonomi – Udgift – (1.000 kr.)", FieldType.AMOUNT)
    assert found["D3"] == ("Bemærkninger – (fritekst)", FieldType.TEXT)


def test_an_example_row_is_no_heading():
    sheet = blank(
        {"A1": "Tilbud", "B1": "Antal pladser", "C1": "Dato", "A2": "Eksempel: Bostedet", "B2": 12, "C2": "1.2.2024"},
        "A3:C8",
        heads="A1:C1",
    )
    assert set(named(learn(grid(sheet), "t"))) == {"A1", "B1", "C1"}


def test_two_tables_side_by_side_stay_two():
    sheet = blank(
        {
            "A1": "Tabel 1. Aftaler",
            "E1": "Tabel 2. Køb",
            "A2": "Titel",
            "B2": "Parter",
            "C2": "Udløber (dato)",
            "E2": "Sælger",
            "F2": "Antal pladser",
        },
        "A3:C8 E3:F8",
        heads="A2:C2 E2:F2",
    )
    template = learn(grid(sheet), "t")
    assert [table.title for table in template.tables] == ["Tabel 1. Aftaler", "Tabel 2. Køb"]


def test_a_grid_has_a_field_for_each_box_except_closed_ones():
    sheet = blank(
        {
            "A1": "Grå felter skal ikke udfyldes",
            "A3": "Antal borgere fordelt på alder",
            "A4": "Indsats",
            "B4": "0-17 år",
            "C4": "18 år og over",
            "A5": "Døgntilbud",
            "A6": "Dagtilbud",
        },
        "B5:C6",
        heads="A4:C4",
        fills={"B6": "D9D9D9"},
    )
    template = learn(grid(sheet), "t")
    assert named(template) == {
        "B5": ("Døgntilbud – 0-17 år", FieldType.COUNT),
        "C5": ("Døgntilbud – 18 år og over", FieldType.COUNT),
        "C6": ("Dagtilbud – 18 år og over", FieldType.COUNT),
    }
    assert all(each.kind is Kind.CELL for each in template.fields)


def test_a_scale_is_one_field_a_row_and_its_remark_another():
    sheet = blank(
        {
            "A1": "Sæt ét kryds i hver linje",
            "A2": "Målgruppe",
            "B2": 1,
            "C2": 2,
            "D2": 3,
            "E2": "Ved ikke",
            "F2": "Uddybning (kræves ved 1)",
            "A3": "Døvblinde",
            "A4": "Udsatte gravide",
        },
        "B3:F4",
        heads="A2:F2",
    )
    template = learn(grid(sheet), "t")
    found = {each.template_at.cell: each for each in template.fields}
    assert set(found) == {"B3", "F3", "B4", "F4"}
    assert found["B3"].kind is Kind.SCALE
    assert found["B3"].boxes == (("B3", "1"), ("C3", "2"), ("D3", "3"), ("E3", "Ved ikke"))
    assert found["F3"].type is FieldType.TEXT
    assert [rule.values for rule in template.rules if rule.kind == "mark-needs-text"] == [("1",), ("1",)]


def test_boxes_under_several_headings_are_ticked_one_by_one():
    sheet = blank(
        {
            "A1": "Sæt x ved de former, kommunen bruger (gerne flere)",
            "A2": "Indsats",
            "B2": "Egen drift",
            "C2": "Køb hos anden kommune",
            "A3": "Rådgivning",
            "A4": "Bostøtte",
        },
        "B3:C4",
        heads="A2:C2",
    )
    template = learn(grid(sheet), "t")
    assert {each.kind for each in template.fields} == {Kind.TICK}
    assert {each.type for each in template.fields} == {FieldType.YES_NO}


def test_a_table_on_its_side_is_named_by_its_questions():
    sheet = blank(
        {"B1": "Tilbud 1", "C1": "Tilbud 2", "A2": "Tilbuddets navn", "A3": "Antal pladser", "A4": "Takst (kr./døgn)"},
        "B2:C4",
        heads="B1:C1",
    )
    template = learn(grid(sheet), "t")
    assert template.tables[0].shape is Shape.SIDEWAYS
    assert named(template) == {
        "A2": ("Tilbuddets navn", FieldType.OFFER),
        "A3": ("Antal pladser", FieldType.COUNT),
        "A4": ("Takst (kr./døgn)", FieldType.AMOUNT),
    }
    assert {each.kind for each in template.fields} == {Kind.QUESTION}


def test_headings_of_groups_between_printed_rows_join_the_labels():
    sheet = blank(
        {
            "A1": "Spørgsmål",
            "B1": "Svar",
            "C1": "Bemærkninger",
            "A2": "1. Organisering",
            "A3": "Er der en ansvarlig?",
            "A4": "2. Indsats",
            "A5": "Antal borgere",
        },
        "B3:C3 B5:C5",
        heads="A1:C1",
        merged="A2:C2 A4:C4",
    )
    found = named(learn(grid(sheet), "t"))
    assert found["B3"][0] == "1. Organisering – Er der en ansvarlig? – Svar"
    assert found["B5"][1] is FieldType.COUNT


def test_a_column_that_shall_not_be_filled_in_is_no_field():
    sheet = blank(
        {"A1": "Tilbud (påkrævet)", "B1": "Internt id (skal ikke udfyldes)", "C1": "Antal pladser"},
        "A2:C9",
        heads="A1:C1",
    )
    template = learn(grid(sheet), "t")
    assert {each.template_at.cell: each.required for each in template.fields} == {"A1": True, "C1": False}


def test_totals_are_known_and_become_a_rule():
    sheet = blank(
        {"A1": "Tilbud", "B1": "Antal pladser", "C1": "Heraf aflastning (stk.)", "A6": "I alt"},
        "A2:C5",
        heads="A1:C1",
        formulas={"B6": "SUM(B2:B5)", "C6": "SUM(C2:C5)"},
    )
    template = learn(grid(sheet), "t")
    assert template.tables[0].totals == (6,)
    assert {rule.kind: rule.fields for rule in template.rules} == {
        "total": ("Skema!B1", "Skema!C1"),
        "part": ("Skema!C1", "Skema!B1"),
        "offer-agrees": ("Skema!A1", "Skema!B1"),
    }


def test_a_table_without_marks_is_learned_under_bold_headings():
    sheet = blank({"A1": "Tilbud", "B1": "Antal pladser", "C1": "Takst (kr.)"})
    assert set(named(learn(grid(sheet), "t"))) == {"A1", "B1", "C1"}


def test_totals_and_group_headings_between_headings_and_rows():
    sheet = blank(
        {
            "A1": "Tilbud",
            "B1": "Antal borgere",
            "C1": "Udgift (kr.)",
            "A2": "I alt",
            "A3": "A. Døgntilbud",
            "A7": "B. Dagtilbud",
        },
        "A4:C6 A8:C10",
        heads="A1:C1",
        merged="A3:C3 A7:C7",
        formulas={"B2": "SUM(B4:B10)", "C2": "SUM(C4:C10)"},
    )
    template = learn(grid(sheet), "t")
    assert set(named(template)) == {"A1", "B1", "C1"}
    assert len(template.tables) == 1


def test_numbered_and_hinted_headings_name_the_lowest_row():
    sheet = blank(
        {
            "A1": "Tilbuddets navn",
            "B1": "Pladser",
            "C1": "Åbnet",
            "A2": "(1)",
            "B2": "(2)",
            "C2": "(3)",
            "A3": "Skriv navnet",
            "B3": "Antal",
            "C3": "dd-mm-åååå",
        },
        "A4:C9",
        fill=None,
        heads="A1:C1",
    )
    found = named(learn(grid(sheet), "t"))
    assert {cell: kind for cell, (_, kind) in found.items()} == {
        "A3": FieldType.OFFER,
        "B3": FieldType.COUNT,
        "C3": FieldType.DATE,
    }


def test_a_hidden_column_of_ids_and_a_guidance_text_beside_are_no_row_labels():
    guidance = (
        "Vejledning: udfyld kontaktoplysningerne øverst og skriv derefter én linje for hver enhed i kommunen. " * 2
    )
    sheet = blank(
        {
            "D1": "Enhed",
            "E1": "Telefon",
            "F1": "Antal pladser",
            "B1": guidance,
            **{f"A{row}": f"id_{row:03}" for row in range(1, 8)},
        },
        "D2:F7",
        heads="D1:F1",
        merged="B1:B7",
    )
    sheet.hidden_columns = frozenset({1})
    template = learn(grid(sheet), "t")
    assert set(named(template)) == {"D1", "E1", "F1"}
    assert template.tables[0].shape is Shape.LIST


def test_months_as_headings_take_their_kind_from_the_title():
    sheet = blank(
        {"A1": "Månedlig belægning 2025", "A3": "Tilbud", "B3": "jan-25", "C3": "feb-25"}, "A4:C9", heads="A3:C3"
    )
    sheet.cells[1, 1] = sheet.cells[1, 1].__class__("Månedlig belægning 2025", bold=True)
    assert named(learn(grid(sheet), "t"))["B3"][1] is FieldType.PERCENT


def test_the_row_says_what_a_cell_takes_where_the_heading_only_says_when():
    sheet = blank(
        {
            "A1": "Nøgletal",
            "B1": "Regnskab 2024",
            "C1": "Budget 2025",
            "A2": "Belægning (%)",
            "A3": "Antal pladser (stk.)",
            "A4": "Samlede udgifter (kr.)",
        },
        "B2:C4",
        heads="A1:C1",
    )
    found = named(learn(grid(sheet), "t"))
    assert [found[cell][1] for cell in ("B2", "C3", "B4")] == [FieldType.PERCENT, FieldType.COUNT, FieldType.AMOUNT]


def test_the_same_marks_under_one_another_are_one_scale():
    sheet = blank(
        {
            "B1": "Slet ikke opfyldt",
            "E1": "Fuldt opfyldt",
            **{f"{c}2": n for n, c in enumerate("BCDE", 1)},
            "F2": "Ved ikke",
            "A2": "Sæt kryds",
            "A3": "Udbud",
            "A4": "Samarbejde",
        },
        "B3:F4",
        fill=None,
    )
    template = learn(grid(sheet), "t")
    assert [len(each.boxes) for each in template.fields] == [5, 5]
