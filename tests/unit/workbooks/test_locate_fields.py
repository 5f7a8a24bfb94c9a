"""Single fields found again in copies: rows and columns moved, labels reworded, answers beside, below or in the label."""

from __future__ import annotations

import pytest

from koorddesk.workbooks.learn import learn
from tests.helpers.grids import answer, blank, codes, filled, grid, moved, read, values

FORM = grid(
    blank(
        {
            "A1": "Indberetning om målgruppen",
            "A3": "Kommune",
            "A4": "Telefon",
            "A5": "Dato for besvarelsen",
            "A7": "1.1 Antal borgere i 2024",
            "A8": "Bemærkninger",
            "A10": "1.2 Antal borgere i 2025",
            "A11": "Bemærkninger",
            "A13": "Beskriv udviklingen",
        },
        "C3 C4 C5 C7 B8 C10 B11 A14:D17",
        merged="A14:D17",
        formats={"C5": "dd-mm-yyyy"},
    )
)
TEMPLATE = learn(FORM, "form")
ANSWERS = {
    "C3": "Vejle",
    "C4": "12 34 56 78",
    "C7": 12,
    "B8": "Ingen ændring.",
    "C10": 14,
    "B11": "Se ovenfor det nye år.",
    "A14": "Stigende behov.",
}
EXPECTED = {
    ("C3", None): "0630",
    ("C4", None): "12 34 56 78",
    ("C7", None): 12,
    ("B8", None): "Ingen ændring.",
    ("C10", None): 14,
    ("B11", None): "Se ovenfor det nye år.",
    ("A14", None): "Stigende behov.",
}
COPY = filled(FORM, ANSWERS)


def test_a_plain_copy_is_read_without_a_word_about_its_layout():
    reading = read(COPY, TEMPLATE)
    assert values(reading) == EXPECTED
    assert not codes(reading) & {"label-reworded", "content-unread", "field-missing", "answer-displaced"}
    assert reading.outcome == "accepted"


@pytest.mark.parametrize("at", range(1, 15))
def test_rows_inserted_anywhere_do_no_harm(at):
    copy = moved(COPY, 0, lambda place: (place[0] + 2, place[1]) if place[0] >= at else place)
    assert values(read(copy, TEMPLATE)) == EXPECTED


@pytest.mark.parametrize("at", [1, 2, 3])
def test_columns_inserted_do_no_harm(at):
    copy = moved(COPY, 0, lambda place: (place[0], place[1] + 1) if place[1] >= at else place)
    assert values(read(copy, TEMPLATE)) == EXPECTED


def test_empty_rows_deleted_do_no_harm():
    gone = {2, 6, 9, 12}
    copy = moved(
        COPY, 0, lambda place: None if place[0] in gone else (place[0] - sum(r < place[0] for r in gone), place[1])
    )
    assert values(read(copy, TEMPLATE)) == EXPECTED


def test_blocks_in_another_order_keep_their_remarks():
    swap = {7: 10, 8: 11, 10: 7, 11: 8}
    copy = moved(COPY, 0, lambda place: (swap.get(place[0], place[0]), place[1]))
    assert values(read(copy, TEMPLATE)) == EXPECTED


def test_a_renamed_sheet_and_one_of_the_senders_own():
    copy = filled(COPY, {})
    copy.sheets[0].name = "Ark1 (2)"
    copy.sheets.append(blank({"A1": "Egne beregninger", "B1": 812}, name="Noter"))
    reading = read(copy, TEMPLATE)
    assert values(reading) == EXPECTED
    assert {"sheet-renamed", "sheet-added"} <= codes(reading)
    assert reading.outcome == "accepted"


def test_without_any_formatting():
    copy = filled(COPY, {})
    sheet = copy.sheets[0]
    sheet.merged = ()
    sheet.cells = {at: type(cell)(cell.value, cell.text) for at, cell in sheet.cells.items() if cell.value is not None}
    assert values(read(copy, TEMPLATE)) == EXPECTED


@pytest.mark.parametrize(
    ("changes", "field", "value", "code"),
    [
        ({"C4": None, "A4": "Telefon: 12 34 56 78"}, "C4", "12 34 56 78", "answer-in-label"),
        ({"C7": None, "D7": 12}, "C7", 12, "answer-displaced"),
        ({"C5": None, "A6": "24-03-2025"}, "C5", None, "answer-displaced"),
        ({"A7": "1.1 Antal borgere i målgruppen i 2024"}, "C7", 12, "label-reworded"),
        ({"A4": "Tlf."}, "C4", "12 34 56 78", "label-guessed"),
    ],
)
def test_answers_and_labels_that_are_not_as_they_were_are_taken_and_said(changes, field, value, code):
    reading = read(filled(COPY, changes), TEMPLATE)
    found = answer(reading, field)
    assert found.value == value or (value is None and str(found.value) == "2025-03-24")
    assert code in {f.code for f in reading.findings if f.template_at is not None and f.template_at.cell == field}


def test_a_label_with_an_explanation_added_is_still_a_label():
    reading = read(filled(COPY, {"A3": "Kommune (udfyldes)"}), TEMPLATE)
    assert answer(reading, "C3").value == "0630"
    assert "answer-in-label" not in codes(reading)


def test_a_field_that_is_gone_is_said_and_empty():
    copy = moved(COPY, 0, lambda place: None if place[0] == 4 else (place[0] - (place[0] > 4), place[1]))
    reading = read(copy, TEMPLATE)
    assert answer(reading, "C4").value is None
    (said,) = [f for f in reading.findings if f.code == "field-missing"]
    assert said.template_at.cell == "C4"


def test_whatever_else_is_typed_is_spoken_of():
    reading = read(filled(COPY, {"F9": "Ring til os", "D13": 77}), TEMPLATE)
    unread = {f.at.cell for f in reading.findings if f.code == "content-unread"}
    assert unread == {"F9", "D13"}
    assert values(reading) == EXPECTED


def test_a_draft_mark_is_a_warning_of_its_own():
    reading = read(filled(COPY, {"F1": "UDKAST – ikke politisk behandlet"}), TEMPLATE)
    assert [f.at.cell for f in reading.findings if f.code == "draft"] == ["F1"]


def test_lines_that_go_on_below_a_text_are_put_together():
    form = grid(blank({"A1": "Beskriv udviklingen", "A9": "Telefon"}, "A2:D6 B9"))
    template = learn(form, "form")
    reading = read(filled(form, {"A2": "Første linje.", "A3": "Anden linje.", "B9": "12 34 56 78"}), template)
    assert answer(reading, "A2").value == "Første linje.\nAnden linje."
    assert [f.at.cell for f in reading.findings if f.code == "answer-continued"] == ["A3"]


def test_an_answer_in_the_box_of_its_label():
    form = grid(blank({"A1": "Kommune:", "C1": "Telefon:", "A3": "Antal borgere"}, "A1 C1 B3", fill=None))
    template = learn(form, "form")
    reading = read(filled(form, {"A1": "Kommune: Vejle", "C1": "12 34 56 78", "B3": 4}), template)
    assert answer(reading, "A1").value == "0630"
    assert answer(reading, "C1").value == "12 34 56 78"
    assert "label-overwritten" in codes(reading)


def test_a_placeholder_left_in_place_is_no_answer():
    form = grid(blank({"A1": "Stilling", "B1": "Skriv her", "A2": "Kommune"}, "B1 B2"))
    template = learn(form, "form")
    assert answer(read(filled(form, {"B2": "Vejle"}), template), "B1").value is None
    assert answer(read(filled(form, {"B2": "Vejle", "B1": "Leder"}), template), "B1").value == "Leder"


def test_hidden_answers_are_read_and_marked():
    copy = filled(COPY, {})
    copy.sheets[0].hidden_rows = frozenset({7})
    reading = read(copy, TEMPLATE)
    assert answer(reading, "C7").value == 12
    assert [f.at.cell for f in reading.findings if f.code == "hidden-row"] == ["C7"]


def test_boxes_to_tick_and_marks_beside_boxes():
    form = grid(
        blank(
            {
                "A1": "Hvilke udfordringer? (sæt x)",
                "B2": "Ventetid",
                "B3": "Rekruttering",
                "A5": "Er planen godkendt?",
                "B5": "Ja",
                "D5": "Nej",
                "A7": "Kommune",
            },
            "A2 A3 C5 E5 B7",
        )
    )
    template = learn(form, "form")
    reading = read(filled(form, {"A3": "X", "E5": "x", "B7": "Vejle"}), template)
    assert answer(reading, "A3").value is True
    assert not answer(reading, "A2").value
    assert answer(reading, "C5").value == "Nej"
    both = read(filled(form, {"C5": "x", "E5": "x", "B7": "Vejle"}), template)
    assert answer(both, "C5").value is None
    assert "several-ticks" in codes(both)


def test_a_text_of_the_form_that_was_written_into_is_spoken_of():
    form = grid(blank({"A1": "Skemaet udfyldes af forvaltningen.", "A2": "Kommune", "A3": "Antal borgere"}, "B2 B3"))
    template = learn(form, "form")
    changed = {"A1": "Skemaet udfyldes af forvaltningen i samråd.", "B2": "Vejle", "B3": 3}
    reading = read(filled(form, changed), template)
    assert [f.at.cell for f in reading.findings if f.code == "text-altered"] == ["A1"]


def test_one_of_several_options_under_each_other():
    form = grid(
        blank(
            {
                "A1": "Kommune",
                "A3": "Hvordan er behovet? (sæt ét kryds)",
                "A4": "Steget",
                "A5": "Uændret",
                "A6": "Faldet",
            },
            "B1 B4 B5 B6",
        )
    )
    template = learn(form, "form")
    for copy in (
        filled(form, {"B1": "Vejle", "B5": "x"}),
        moved(filled(form, {"B1": "Vejle", "B5": "x"}), 0, lambda at: (at[0] + 2, at[1]) if at[0] >= 5 else at),
    ):
        assert answer(read(copy, template), "B4").value == "Uændret"


def test_a_mark_typed_over_its_heading_is_told_at_the_question():
    form = grid(
        blank({"A1": "Er planen godkendt?", "B1": "Ja", "D1": "Nej", "F1": "Ved ikke", "A3": "Kommune"}, "C1 E1 G1 B3")
    )
    template = learn(form, "form")
    reading = read(filled(form, {"C1": "x", "D1": "x", "B3": "Vejle"}), template)
    assert any(f.at.cell == "D1" and f.template_at.cell == "C1" for f in reading.findings if f.at and f.template_at)


def test_a_line_that_was_written_on():
    form = grid(blank({"A1": "Blanket", "A3": "Kommune: ____________", "B3": "Antal pladser: ____________"}))
    template = learn(form, "form")
    reading = read(filled(form, {"A3": "Kommune: Vejle", "B3": "Antal pladser: 12 ____"}), template)
    assert (answer(reading, "A3").value, answer(reading, "B3").value) == ("0630", 12)


def test_what_hides_under_a_merged_cell_is_spoken_of():
    copy = filled(COPY, {"B15": "skjult"})
    assert "B15" in {f.at.cell for f in read(copy, TEMPLATE).findings if f.code == "content-unread"}
