"""Single fields learned from a blank: which text labels which box, what kind of answer it takes, what is demanded."""

from __future__ import annotations

import pytest

from koorddesk.domain.values import FieldType
from koorddesk.errors import UserError
from koorddesk.workbooks.grid import Cell, Validation, area
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.template import Kind, Side, Template, faults
from tests.helpers.grids import blank, grid


def fields(template: Template):
    return {each.template_at.cell: each for each in template.fields}


def test_label_left_above_and_far_to_the_left():
    sheet = blank(
        {"A1": "Kommune", "A3": "Beskriv udviklingen", "A9": "Er tallene afstemt? (ja/nej)"},
        "B1 A4:D7 F9",
        merged="A4:D7",
    )
    found = fields(learn(grid(sheet), "t"))
    assert {cell: (each.label, each.side) for cell, each in found.items()} == {
        "B1": ("Kommune", Side.RIGHT),
        "A4": ("Beskriv udviklingen", Side.BELOW),
        "F9": ("Er tallene afstemt? (ja/nej)", Side.RIGHT),
    }


def test_labels_above_boxes_that_stand_side_by_side():
    sheet = blank({"B3": "Kommune", "D3": "Telefon", "F3": "Dato", "B6": "E-mail"}, "B4 D4 F4 B7", fill=None)
    found = fields(learn(grid(sheet), "t"))
    assert {cell: each.label for cell, each in found.items()} == {
        "B4": "Kommune",
        "D4": "Telefon",
        "F4": "Dato",
        "B7": "E-mail",
    }


def test_two_labelled_boxes_in_each_row_are_single_fields():
    sheet = blank({"A1": "Kommune", "D1": "Dato", "A2": "Kontaktperson", "D2": "Telefon"}, "B1 E1 B2 E2")
    template = learn(grid(sheet), "t")
    assert not template.tables
    assert {cell: each.label for cell, each in fields(template).items()} == {
        "B1": "Kommune",
        "E1": "Dato",
        "B2": "Kontaktperson",
        "E2": "Telefon",
    }


def test_a_label_inside_its_own_box():
    sheet = blank({"A1": "Kommune:", "C1": "Telefon:", "A3": "Bemærkninger"}, "A1 C1 A4:D6", fill=None, merged="A4:D6")
    found = fields(learn(grid(sheet), "t"))
    assert found["A1"].side is Side.INSIDE
    assert found["A1"].type is FieldType.MUNICIPALITY
    assert found["C1"].label == "Telefon"
    assert found["A4"].side is Side.BELOW


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Kommune", FieldType.MUNICIPALITY),
        ("Besvarelsen er foretaget for (kommune)", FieldType.MUNICIPALITY),
        ("Region", FieldType.REGION),
        ("Antal borgere i målgruppen", FieldType.COUNT),
        ("1.2 Hvor mange borgere har kommunen haft i 2024? (antal personer)", FieldType.COUNT),
        ("Andel med indsats (%)", FieldType.PERCENT),
        ("Takst (kr./døgn)", FieldType.AMOUNT),
        ("Behandlet i KKR (dato)", FieldType.DATE),
        ("Senest anvendt (år)", FieldType.YEAR),
        ("Matrikelløs (ja/nej)", FieldType.YES_NO),
        ("Hvor store er udfordringerne? (1 = ingen, 5 = meget store)", FieldType.SCALE),
        ("Tilbuddets navn", FieldType.OFFER),
        ("CVR-nummer", FieldType.TEXT),
        ("Journalnummer", FieldType.TEXT),
        ("Direkte telefon", FieldType.TEXT),
        ("2.3 Beskriv de tilbud, som kommunen anvender", FieldType.TEXT),
        ("Antal årsværk", FieldType.NUMBER),
    ],
)
def test_the_kind_of_answer_follows_from_the_label(label, kind):
    found = fields(learn(grid(blank({"A1": label}, "B1")), "t"))["B1"]
    assert found.type is kind
    assert found.certain


def test_a_question_without_more_is_answered_with_yes_or_no_but_that_is_not_certain():
    found = fields(learn(grid(blank({"A1": "Har kommunen en handleplan?"}, "B1")), "t"))["B1"]
    assert (found.type, found.certain) == (FieldType.YES_NO, False)


def test_the_number_format_tells_where_the_label_does_not():
    sheet = blank({"A1": "Seneste opgørelse", "A2": "Dækning"}, "B1 B2", formats={"B1": "dd-mm-yyyy", "B2": "0.0%"})
    found = fields(learn(grid(sheet), "t"))
    assert (found["B1"].type, found["B2"].type) == (FieldType.DATE, FieldType.PERCENT)


def test_choices_come_from_the_validation_list_and_may_hold_commas():
    sheet = blank({"A1": "Tilstrækkeligt?", "A2": "Karakter"}, "B1 B2", choices={"B2": ("1", "2", "3")})
    split_by_excel = Validation(
        (area("B1"),), "list", ("Ja", "fuldt ud", "Delvist", "Nej"), '"Ja, fuldt ud,Delvist,Nej"'
    )
    sheet.validations = (*sheet.validations, split_by_excel)
    found = fields(learn(grid(sheet), "t"))
    assert found["B1"].choices == ("Ja, fuldt ud", "Delvist", "Nej")
    assert found["B1"].type is FieldType.CHOICE
    assert found["B2"].type is FieldType.SCALE


def test_what_is_required_follows_the_colour_legend_and_the_label():
    sheet = blank(
        {
            "A1": "Gule felter skal udfyldes, orange felter kan udfyldes.",
            "A3": "Kommune",
            "A4": "Telefon",
            "A5": "E-mail *",
            "A6": "Navn (påkrævet)",
        },
        "B3 B4 B5 B6",
        fill="FFC000",
        fills={"B3": "FFFF00"},
    )
    found = fields(learn(grid(sheet), "t"))
    assert {cell: each.required for cell, each in found.items()} == {"B3": True, "B4": False, "B5": True, "B6": True}


def test_cells_that_a_legend_closes_are_no_fields():
    sheet = blank(
        {"A1": "Grå felter skal ikke udfyldes", "A3": "Kommune", "A4": "Udfyldes af styrelsen"},
        "B3 B4",
        fills={"B4": "D9D9D9"},
    )
    assert list(fields(learn(grid(sheet), "t"))) == ["B3"]


def test_only_unlocked_cells_of_a_protected_sheet_take_answers():
    sheet = blank({"A1": "Kommune", "A2": "Antal borgere", "A3": "Beregnet"}, "B3", fill=None)
    sheet.protected = True
    sheet.cells[1, 2] = Cell(None, locked=False)
    sheet.cells[2, 2] = Cell(None, locked=False)
    assert list(fields(learn(grid(sheet), "t"))) == ["B1", "B2"]


def test_a_form_without_any_marks_is_learned_by_its_labels():
    sheet = blank(
        {
            "A1": "Oplysninger",
            "A3": "Kommune:",
            "A4": "Antal pladser:",
            "C4": "stk.",
            "A6": "Andre oplysninger, som har betydning for tilbuddet:",
        }
    )
    found = fields(learn(grid(sheet), "t"))
    assert set(found) == {"B3", "B4", "A7"}
    assert found["B4"].unit == "stk."


def test_boxes_to_tick_take_their_options_as_labels():
    sheet = blank(
        {"A1": "Hvilke udfordringer ser I? (sæt x – gerne flere)", "B2": "Ventetid", "B3": "Rekruttering"}, "A2 A3"
    )
    found = fields(learn(grid(sheet), "t"))
    assert {cell: (each.label, each.kind, each.type) for cell, each in found.items()} == {
        "A2": ("Ventetid", Kind.TICK, FieldType.YES_NO),
        "A3": ("Rekruttering", Kind.TICK, FieldType.YES_NO),
    }


def test_one_question_with_its_marks_beside_the_boxes_is_one_field():
    sheet = blank({"A1": "Er planen godkendt?", "B1": "Ja", "D1": "Nej", "F1": "Ved ikke"}, "C1 E1 G1")
    (only,) = learn(grid(sheet), "t").fields
    assert only.kind is Kind.SCALE
    assert only.template_at.cell == "C1"
    assert only.boxes == (("C1", "Ja"), ("E1", "Nej"), ("G1", "Ved ikke"))


def test_a_remark_belongs_to_the_question_above_it():
    sheet = blank(
        {
            "A1": "1.1 Antal borgere i 2023",
            "A2": "Bemærkninger",
            "A3": "1.2 Antal borgere i 2024",
            "A4": "Bemærkninger",
        },
        "B1 B2 B3 B4",
    )
    template = learn(grid(sheet), "t")
    found = fields(template)
    assert (found["B2"].question, found["B4"].question) == ("1.1 Antal borgere i 2023", "1.2 Antal borgere i 2024")
    assert not [each for each in faults(template) if each.code == "template-same-name"]


def test_two_fields_of_one_name_are_told_when_the_form_is_learned():
    template = learn(grid(blank({"A1": "Antal borgere", "A3": "Antal borgere"}, "B1 B3")), "t")
    (fault,) = faults(template)
    assert fault.code == "template-same-name"
    assert fault.params["second"] == "B3"


def test_a_workbook_that_asks_nothing_is_no_template():
    with pytest.raises(UserError, match="No cell to answer in"):
        learn(grid(blank({"A1": "Vejledning", "A3": "Skemaet sendes til sekretariatet."})), "t")


def test_instructions_are_no_fields():
    guide = blank({"A1": "Vejledning", "A3": "• Arket udfyldes med én linje pr. tilbud."}, name="Vejledning")
    template = learn(grid(guide, blank({"A1": "Kommune"}, "B1")), "t")
    assert [str(each.template_at) for each in template.fields] == ["Skema!B1"]


def test_a_line_to_write_on_behind_a_label():
    sheet = blank({"A1": "Blanket", "A3": "Kommune: ______________", "B3": "Ændringen sker den: ............"})
    found = fields(learn(grid(sheet), "t"))
    assert {cell: (each.label, each.type, each.side) for cell, each in found.items()} == {
        "A3": ("Kommune", FieldType.MUNICIPALITY, Side.INSIDE),
        "B3": ("Ændringen sker den", FieldType.DATE, Side.INSIDE),
    }


def test_options_of_which_one_is_ticked_are_one_field():
    sheet = blank(
        {"A1": "Hvordan har behovet udviklet sig? (sæt ét kryds)", "A2": "Steget", "A3": "Uændret", "A4": "Faldet"},
        "B2 B3 B4",
    )
    (only,) = learn(grid(sheet), "t").fields
    assert (only.kind, only.type) == (Kind.SCALE, FieldType.CHOICE)
    assert only.boxes == (("B2", "Steget"), ("B3", "Uændret"), ("B4", "Faldet"))


def test_boxes_drawn_as_signs_are_boxes():
    sheet = blank(
        {"A1": "Hvem samarbejder I med? (sæt gerne flere kryds)", "A2": "☐", "B2": "Regionen", "A3": "☐", "B3": "VISO"}
    )
    found = fields(learn(grid(sheet), "t"))
    assert {cell: (each.label, each.kind) for cell, each in found.items()} == {
        "A2": ("Regionen", Kind.TICK),
        "A3": ("VISO", Kind.TICK),
    }


def test_an_explanation_between_question_and_box_is_not_the_label():
    sheet = blank(
        {
            "A1": "Spørgsmål",
            "B1": "Vejledning",
            "C1": "Svar",
            "A2": "Udgift til indsatsen (kr.)",
            "B2": "Hele kroner",
            "A3": "Antal borgere",
            "B3": "Pr. 31. december",
        },
        "C2 C3",
        heads="A1:C1",
    )
    found = fields(learn(grid(sheet), "t"))
    assert {cell: each.label for cell, each in found.items()} == {
        "C2": "Udgift til indsatsen (kr.)",
        "C3": "Antal borgere",
    }


def test_an_example_in_the_box_is_no_answer_and_no_label():
    sheet = blank(
        {"A1": "Kommunens navn", "B1": "f.eks. Eksempel Kommune", "A2": "Antal borgere", "B2": "f.eks. 12"},
        "B1 B2",
        fill=None,
    )
    found = fields(learn(grid(sheet), "t"))
    assert {cell: each.label for cell, each in found.items()} == {"B1": "Kommunens navn", "B2": "Antal borgere"}


def test_a_unit_behind_the_box_tells_the_kind():
    sheet = blank(
        {"A1": "Hvornår begyndte indsatsen?", "A2": "årstal", "A3": "Hvad kostede den?", "C3": "kr."}, "B1 B3"
    )
    sheet.cells[1, 3] = sheet.cells.pop((2, 1))
    found = fields(learn(grid(sheet), "t"))
    assert (found["B1"].type, found["B3"].type) == (FieldType.YEAR, FieldType.AMOUNT)


def test_the_word_answer_and_a_unit_beside_the_box_are_not_the_question():
    texts = {
        "A1": "Hvor mange borgere?", "B1": "Svar:", "A2": "Takst pr. døgn", "B2": "kr.",
        "A4": "Hvornår blev planen vedtaget? (dato)", "A5": "Svar:", "A7": "1.", "B7": "Antal",
    }  # fmt: skip
    template = learn(grid(blank(texts, "C1 C2 C5 C7")), "t")
    assert {each.template_at.cell: (each.label, each.type) for each in template.fields} == {
        "C1": ("Hvor mange borgere?", "count"),
        "C2": ("Takst pr. døgn", "amount"),
        "C5": ("Hvornår blev planen vedtaget? (dato)", "date"),
        "C7": ("Antal", "count"),
    }


def test_numbered_lines_under_a_question_are_a_list():
    texts = {"B1": "Nævn de mest anvendte tilbud", "A2": "1.", "A3": "2.", "A4": "3."}
    (each,) = learn(grid(blank(texts, "B2 B3 B4")), "t").fields
    assert (each.template_at.cell, each.kind, each.type) == ("B1", "column", "offer")
