"""Boxes drawn as signs in a cell of words: learned from the blank, read from what the sender made of them."""

from __future__ import annotations

import pytest

from koorddesk.workbooks import labels
from koorddesk.workbooks.learn import learn
from tests.helpers.grids import answer, blank, codes, filled, grid, read

FORM = grid(
    blank(
        {
            "A1": "Kommune",
            "A3": "Hvilke tilbud har kommunen? (sæt gerne flere krydser)",
            "A4": "☐ Døgntilbud",
            "A5": "☐ Dagtilbud",
            "A7": "Er der en aftale med regionen?",
            "B7": "☐ Ja   ☐ Nej   ☐ Ved ikke",
            "A8": "Er planen behandlet?  Ja [ ]  Nej [ ]",
            "A10": "Antal borgere",
        },
        "B1 B10",
    )
)
TEMPLATE = learn(FORM, "tegn")


def said(cell: str, text: str):
    reading = read(filled(FORM, {"B1": "Vejle", "B10": 3, cell: text}), TEMPLATE)
    return answer(reading, cell).value, codes(reading)


def test_signs_are_fields_named_by_their_own_cell():
    found = {each.template_at.cell: each for each in TEMPLATE.fields}
    assert {cell: (f.label, f.type, f.choices) for cell, f in found.items() if cell not in {"B1", "B10"}} == {
        "A4": ("Døgntilbud", "yes-no", ()),
        "A5": ("Dagtilbud", "yes-no", ()),
        "B7": ("Er der en aftale med regionen?", "choice", ("Ja", "Nej", "Ved ikke")),
        "A8": ("Er planen behandlet?", "yes-no", ("Ja", "Nej")),
    }
    assert found["A4"].question.startswith("Hvilke tilbud")


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        ("A4", "☒ Døgntilbud", True),
        ("A4", "x Døgntilbud", True),
        ("A4", "☑Døgntilbud", True),
        ("B7", "☐ Ja   ☒ Nej   ☐ Ved ikke", "Nej"),
        ("B7", "☐ Ja   ☐ Nej   x Ved ikke", "Ved ikke"),
        ("B7", "Ja", "Ja"),
        ("A8", "Er planen behandlet?  Ja [ ]  Nej [x]", False),
        ("A8", "Er planen behandlet?  Ja [X]  Nej [ ]", True),
    ],
)
def test_a_crossed_sign_is_the_answer(cell, text, value):
    got, found = said(cell, text)
    assert got == value
    assert not found & {"several-ticks", "tick-unclear", "field-missing", "content-unread"}


def test_an_open_sign_is_no_answer_and_needs_no_word():
    reading = read(filled(FORM, {"B1": "Vejle", "B10": 3}), TEMPLATE)
    assert [answer(reading, cell).value for cell in ("A4", "B7", "A8")] == [None, None, None]
    assert not codes(reading) & {"several-ticks", "tick-unclear", "field-missing", "content-unread", "no-answers"}


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        ("B7", "☒ Ja   ☒ Nej   ☐ Ved ikke", "several-ticks"),
        ("B7", "efter aftale", "tick-unclear"),
        ("A4", "Døgntilbud (delvist)", "tick-unclear"),
    ],
)
def test_what_is_not_plain_is_asked_about(cell, text, code):
    got, found = said(cell, text)
    assert got is None
    assert code in found


def test_rows_inserted_do_no_harm():
    copy = filled(FORM, {"B1": "Vejle", "B10": 3, "B7": "☒ Ja   ☐ Nej   ☐ Ved ikke", "A5": "☒ Dagtilbud"})
    sheet = copy.sheets[0]
    sheet.cells = {(row + 2, column): cell for (row, column), cell in sheet.cells.items()}
    reading = read(copy, TEMPLATE)
    assert (answer(reading, "B7").value, answer(reading, "A5").value, answer(reading, "A4").value) == ("Ja", True, None)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("☐ Ja ☐ Nej", ("Ja", "Nej")),
        ("Ja ☐ Nej ☐", ("Ja", "Nej")),
        ("[ ] Ja, delvist [ ] Nej", ("Ja, delvist", "Nej")),
        ("☐", ()),
        ("Sæt kryds i ☐ eller lad stå tom", ()),
        ("Antal (heraf børn)", ()),
        ("☒ Ja", ()),
        ("☐ Ja ☐ Ja", ()),
    ],
)
def test_which_texts_offer_signs(text, options):
    assert labels.signed_options(text) == options
