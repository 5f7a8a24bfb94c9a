"""Joining two fields into one answer and dividing one into two, and how copies are read afterwards."""

import pytest

from koorddesk.domain.values import FieldType
from koorddesk.errors import UserError
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.template import Template
from koorddesk.workbooks.template_edit import divide, join, separate
from tests.helpers.grids import answer, blank, codes, filled, grid, moved, read, values

FORM = grid(
    blank(
        {
            "A1": "Indberetning 2026",
            "A3": "Kommune",
            "A4": "Kontaktperson",
            "A5": "Telefon",
            "A6": "Antal borgere i målgruppen",
            "A7": "Antal borgere med plads",
            "A10": "Tilbuddets navn",
            "B10": "Driftsherre",
            "C10": "Bemærkninger",
            "D10": "Flere bemærkninger",
        },
        "B3 B4 B5 B6 B7 A11:D14",
        heads="A10:D10",
    )
)
ANSWERS = {"B3": "Aalborg", "B4": "Fuldmægtig", "B6": 12, "A11": "Solgården", "B11": "Aalborg", "A12": "Skovly"}


@pytest.fixture(scope="module")
def form() -> Template:
    return learn(FORM, "f")


def named(template: Template, cell: str) -> str:
    return next(each.id for each in template.fields if each.template_at.cell == cell)


def test_a_joined_answer_is_read_from_whichever_cell_is_filled(form: Template) -> None:
    joined = join(form, named(form, "B4"), named(form, "B5"))
    assert named(form, "B5") not in [each.id for each in joined.fields]
    one = read(filled(FORM, ANSWERS), joined)
    assert answer(one, "B4").value == "Fuldmægtig"
    other = read(filled(FORM, ANSWERS | {"B4": None, "B5": "12 34 56 78"}), joined)
    assert (answer(other, "B4").value, answer(other, "B4").at.cell) == ("12 34 56 78", "B5")
    both = read(filled(FORM, ANSWERS | {"B5": "12 34 56 78"}), joined)
    assert (answer(both, "B4").value, answer(both, "B4").raw) == ("Fuldmægtig 12 34 56 78",) * 2
    assert not [each for each in both.answers if each.template_at.cell == "B5"]


def test_two_figures_for_one_answer_are_told_and_neither_is_taken(form: Template) -> None:
    joined = join(form, named(form, "B6"), named(form, "B7"))
    reading = read(filled(FORM, ANSWERS | {"B7": 15}), joined)
    assert answer(reading, "B6").value is None
    finding = next(finding for finding in reading.findings if finding.code == "joined-cells-differ")
    assert (finding.template_at.cell, finding.params["one"], finding.params["other"]) == ("B6", "12", "15")
    same = read(filled(FORM, ANSWERS | {"B7": 12}), joined)
    assert answer(same, "B6").value == 12
    assert "joined-cells-differ" not in codes(same)


def test_findings_about_the_second_cell_speak_of_the_field(form: Template) -> None:
    joined = join(form, named(form, "B6"), named(form, "B7"))
    reading = read(filled(FORM, ANSWERS | {"B6": None, "B7": "ca. 15"}), joined)
    assert answer(reading, "B6").value == 15
    told = next(finding for finding in reading.findings if finding.code == "approximate-number")
    assert (told.template_at.cell, told.at.cell) == ("B6", "B7")


def test_joined_columns_are_read_row_by_row_and_wherever_they_went(form: Template) -> None:
    joined = join(form, named(form, "C10"), named(form, "D10"))
    copy = filled(FORM, ANSWERS | {"C11": "Fuldt", "D11": "Venteliste", "D12": "Lukker"})
    down = moved(copy, 0, lambda at: (at[0] + 2, at[1]) if at[0] > 8 else at)
    for each in (copy, down):
        found = values(read(each, joined))
        assert (found["C10", 1], found["C10", 2]) == ("Fuldt Venteliste", "Lukker")
        assert not [key for key in found if key[0] == "D10"]


def test_separating_gives_back_what_was_joined(form: Template) -> None:
    joined = join(form, named(form, "B4"), named(form, "B5"))
    again = separate(joined, named(form, "B4"))
    assert again.fields == form.fields
    assert again.parts == ()
    assert Template.from_json(joined.to_json()) == joined


def test_a_field_that_goes_takes_its_parts_along(form: Template) -> None:
    gone = join(form, named(form, "C10"), named(form, "D10")).corrected(named(form, "C10"), not_a_field=True)
    assert gone.parts == ()
    assert not [heading.field for heading in gone.tables[0].columns if heading.column in (3, 4) and heading.field]
    assert "Solgården" in values(read(filled(FORM, ANSWERS), gone)).values()


@pytest.mark.parametrize(("one", "other"), [("B4", "B4"), ("B4", "A10")])
def test_what_is_answered_in_different_ways_is_not_joined(form: Template, one: str, other: str) -> None:
    with pytest.raises(UserError) as refused:
        join(form, named(form, one), named(form, other))
    assert refused.value.code == "join-unlike"


def test_a_divided_field_has_a_second_answer_of_its_own(form: Template) -> None:
    divided = divide(form, named(form, "B4"), "C4", "Stilling", FieldType.TEXT, FORM.sheets[0])
    reading = read(filled(FORM, ANSWERS | {"C4": "Konsulent"}), divided)
    assert (answer(reading, "B4").value, answer(reading, "C4").value) == ("Fuldmægtig", "Konsulent")
    assert answer(reading, "C4").label == "Stilling"
    lower = moved(filled(FORM, ANSWERS | {"C4": "Konsulent"}), 0, lambda at: (at[0] + 1, at[1]) if at[0] > 2 else at)
    assert answer(read(lower, divided), "C4").value == "Konsulent"


def test_a_column_is_divided_into_a_new_one_beside_the_table(form: Template) -> None:
    divided = divide(form, named(form, "D10"), "E11", "Antal pladser", FieldType.COUNT, FORM.sheets[0])
    reading = read(filled(FORM, ANSWERS | {"D11": "Fuldt", "E11": 8, "E12": 3}), divided)
    found = values(reading)
    assert (found["E10", 1], found["E10", 2], found["D10", 1]) == (8, 3, "Fuldt")


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("B4", "A5", "divide-taken"),
        ("B4", "B5", "divide-taken"),
        ("B4", "hvor?", "divide-cell"),
        ("D10", "B11", "divide-taken"),
        ("D10", "J11", "divide-outside"),
    ],
)
def test_where_nothing_can_be_answered_is_told(form: Template, field: str, cell: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        divide(form, named(form, field), cell, "x", FieldType.TEXT, FORM.sheets[0])
    assert refused.value.code == code


def test_a_merged_box_cannot_hold_two_answers() -> None:
    merged = grid(blank({"A1": "Skema", "A3": "Navn og telefon", "A4": "Antal"}, "B3:C3 B4", merged="B3:C3"))
    form = learn(merged, "f")
    with pytest.raises(UserError) as refused:
        divide(form, named(form, "B3"), "C3", "Telefon", FieldType.TEXT, merged.sheets[0])
    assert refused.value.code == "divide-merged"
