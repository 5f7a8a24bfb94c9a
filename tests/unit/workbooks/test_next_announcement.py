"""What the next announcement's forms taught, and copies whose senders rearranged more than their answers."""

from __future__ import annotations

import pytest

from koorddesk.domain.values import FieldType
from koorddesk.workbooks.kinds import infer
from koorddesk.workbooks.learn import learn
from tests.helpers.grids import answer, blank, codes, filled, grid, read, values


def test_two_rows_of_headings_written_together_in_one_leave_the_first_answers_alone():
    texts = {"A1": "Kommune", "B1": "Antal borgere (personer)", "D1": "Bemærkninger", "B2": 2023, "C2": 2024}
    form = grid(blank(texts, "A3:D8", heads="A1:D2", merged="A1:A2 B1:C1 D1:D2"))
    template = learn(form, "form")
    one_row = {
        "A2": "Kommune",
        "B2": "2023 Antal borgere (personer)",
        "C2": "2024 Antal borgere (personer)",
        "D2": "Bemærkninger",
        "A1": None,
        "B1": None,
        "D1": None,
    }
    rows = {"A3": "Vejle", "B3": 20, "C3": 21, "A4": "Kolding", "B4": 4, "C4": 5}
    copy = filled(form, one_row | rows)
    copy.sheets[0].merged = ()
    assert values(read(copy, template)) == {
        ("A1", 1): "0630",
        ("B2", 1): 20,
        ("C2", 1): 21,
        ("A1", 2): "0621",
        ("B2", 2): 4,
        ("C2", 2): 5,
    }


def test_a_lower_heading_in_other_words_still_is_a_heading():
    texts = {"A1": "Kommune", "B1": "Antal borgere", "B2": 2023, "C2": 2024}
    form = grid(blank(texts, "A3:C8", heads="A1:C2", merged="A1:A2 B1:C1"))
    template = learn(form, "form")
    copy = filled(form, {"B2": "Året 2023", "C2": "Året 2024", "A3": "Vejle", "B3": 20, "C3": 21})
    assert values(read(copy, template)) == {("A1", 1): "0630", ("B2", 1): 20, ("C2", 1): 21}


def two_offers_side_by_side():
    texts = {"A1": "Tilbud 1", "D1": "Tilbud 2"}
    for left, right, label in (("A2", "D2", "Navn"), ("A3", "D3", "Antal pladser"), ("A4", "D4", "Takst (kr.)")):
        texts |= {left: label, right: label}
    return grid(blank(texts, "B2:B4 E2:E4", heads="A1 D1"))


def test_answers_behind_labels_that_stand_twice_stay_with_their_own():
    form = two_offers_side_by_side()
    template = learn(form, "form")
    answers = {"B2": "Solgården", "E2": "Østergaard", "A3": "Antal pladser: 12", "E3": 30, "B4": 1250}
    reading = read(filled(form, answers | {"D4": "Takst (kr.): 2.400"}), template)
    assert values(reading) == {
        ("B2", None): "Solgården",
        ("E2", None): "Østergaard",
        ("B3", None): 12,
        ("E3", None): 30,
        ("B4", None): 1250,
        ("E4", None): 2400,
    }
    assert "answer-in-label" in codes(reading)
    assert "label-reworded" not in codes(reading)


def test_a_name_in_a_block_about_one_offer_is_the_offers():
    form = two_offers_side_by_side()
    template = learn(form, "form")
    reading = read(filled(form, {"B2": "Solgården\nØstergaard", "B3": 12}), template)
    assert answer(reading, "B2").type is FieldType.OFFER
    assert "several-offers" in codes(reading)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Antal rådgivere", FieldType.NUMBER),
        ("Hvor mange medarbejdere arbejder med målgruppen?", FieldType.NUMBER),
        ("Antal borgere med rådgivning", FieldType.COUNT),
    ],
)
def test_staff_is_counted_in_parts_of_a_person_too(label, expected):
    assert infer([label], None, None).type is expected


def test_a_sentence_that_there_are_none_is_no_offer():
    form = grid(blank({"A1": "Tilbuddets navn", "B1": "Antal pladser", "C1": "Takst (kr.)"}, "A2:C9", heads="A1:C1"))
    template = learn(form, "form")
    reading = read(filled(form, {"A2": "Kommunen har ingen tilbud til målgruppen"}), template)
    assert codes(reading) & {"offer-no-name", "row-note"}
