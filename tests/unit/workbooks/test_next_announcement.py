"""What the next announcement's forms taught, and copies whose senders rearranged more than their answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from koorddesk.domain.values import Below, FieldType
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
        ("→ Heraf sager med politianmeldelse", FieldType.COUNT),
        ("Periode, som tallene dækker: fra", FieldType.DATE),
        ("Heraf i botilbud", FieldType.COUNT),
        ("Redegørelsen afgives af (kommunens navn)", FieldType.MUNICIPALITY),
        ("Telefon", FieldType.TEXT),
    ],
)
def test_what_labels_ask_for(label, expected):
    assert infer([label], None, None).type is expected


def test_a_sentence_that_there_are_none_is_no_offer():
    form = grid(blank({"A1": "Tilbuddets navn", "B1": "Antal pladser", "C1": "Takst (kr.)"}, "A2:C9", heads="A1:C1"))
    template = learn(form, "form")
    reading = read(filled(form, {"A2": "Kommunen har ingen tilbud til målgruppen"}), template)
    assert codes(reading) & {"offer-no-name", "row-note"}


def test_three_rows_of_headings_written_together_are_matched_by_their_words():
    texts = {"A1": "Tilbud", "B1": "Udgifter", "B2": "2023", "D2": "2024"}
    texts |= {"B3": "Løn (kr.)", "C3": "Drift (kr.)", "D3": "Løn (kr.)", "E3": "Drift (kr.)"}
    form = grid(blank(texts, "A4:E9", heads="A1:E3", merged="A1:A3 B1:E1 B2:C2 D2:E2"))
    template = learn(form, "form")
    below = {"A3": "Tilbud", "A1": None, "B1": None, "B2": None, "D2": None}
    below |= {"B3": "Løn (kr.) 2023 Udgifter", "C3": "Drift (kr.) 2023 Udgifter"}
    below |= {"D3": "Løn (kr.) 2024 Udgifter", "E3": "Drift (kr.) 2024 Udgifter"}
    copy = filled(form, below | {"A4": "Solgården", "B4": 1, "C4": 2, "D4": 3, "E4": 4, "A5": "Østergaard", "B5": 5})
    copy.sheets[0].merged = ()
    reading = read(copy, template)
    assert values(reading) == {
        ("A1", 1): "Solgården",
        ("B3", 1): 1,
        ("C3", 1): 2,
        ("D3", 1): 3,
        ("E3", 1): 4,
        ("A1", 2): "Østergaard",
        ("B3", 2): 5,
    }


def test_a_row_of_dashes_is_no_row_of_answers():
    form = grid(blank({"A1": "Projekt", "B1": "Ansvarlig", "C1": "Status"}, "A2:C9", heads="A1:C1"))
    template = learn(form, "form")
    reading = read(filled(form, {"A2": "-", "B2": "-", "C2": "–"}), template)
    assert values(reading) == {}
    assert "row-note" in codes(reading)


def test_an_answer_beside_its_own_box_below_the_label_is_read_and_told():
    form = grid(blank({"A1": "Kommune", "A3": "Beskriv indsatsen"}, "B1 A4:D4", merged="A4:D4"))
    template = learn(form, "form")
    copy = filled(form, {"A4": None, "B4": "Den er samlet i et team."})
    copy.sheets[0].merged = ()
    reading = read(copy, template)
    assert answer(reading, "A4").value == "Den er samlet i et team."
    assert "answer-displaced" in codes(reading)


def test_a_region_may_leave_out_the_word_where_only_regions_answer():
    form = grid(blank({"A1": "Region", "A2": "Antal borgere"}, "B1 B2"))
    template = learn(form, "form")
    told = read(filled(form, {"B1": "Sjælland", "B2": 3}), template)
    named = read(filled(form, {"B2": 3}), template, file_name="Sjælland svar.xlsx")
    other = read(filled(form, {"B1": "Region Hovedstaden", "B2": 3}), template, file_name="Sjælland svar.xlsx")
    assert [each.sender.code for each in (told, named) if each.sender] == ["1085", "1085"]
    assert "sender-by-file-name" in codes(named)
    assert "sender-contradictory" in codes(other)


def test_an_island_is_no_region_where_municipalities_answer():
    form = grid(blank({"A1": "Kommune", "A2": "Antal borgere"}, "B1 B2"))
    reading = read(filled(form, {"B1": "Sjælland", "B2": 3}), learn(form, "form"))
    assert reading.sender is None
    assert "sender-unclear" in codes(reading)


def test_lettered_parts_take_what_their_question_asks_for():
    texts = {
        "B1": "1. Hvor mange unge er anbragt? (antal personer)",
        "C2": "a) på opholdssted",
        "C3": "b) i plejefamilie",
    }
    form = grid(blank(texts, "E2 E3"))
    template = learn(form, "form")
    assert [each.type for each in template.fields] == [FieldType.COUNT, FieldType.COUNT]
    reading = read(filled(form, {"E2": "ca. 12", "E3": 4}), template)
    assert values(reading) == {("E2", None): 12, ("E3", None): 4}


def test_until_takes_what_from_takes():
    form = grid(blank({"A1": "Kommune", "A2": "Periode: fra", "C2": "til"}, "B1 B2 D2"))
    template = learn(form, "form")
    reading = read(filled(form, {"B2": "1. januar 2024", "D2": "31.12.2024"}), template)
    assert values(reading) == {("B2", None): dt.date(2024, 1, 1), ("D2", None): dt.date(2024, 12, 31)}


def test_a_day_without_its_year_makes_no_dates_of_a_field_of_unknown_kind():
    form = grid(blank({"A1": "Kommune", "A2": "Drøftet i udvalget"}, "B1 B2"))
    template = learn(form, "form")
    copy = filled(form, {"B2": dt.datetime.fromisoformat("2025-10-05")})
    copy.sheets[0].cells[2, 2] = replace(copy.sheets[0].cells[2, 2], number_format="d-mmm", text="5-okt")
    reading = read(copy, template)
    assert answer(reading, "B2").value == "5-okt"
    assert "text-turned-date" in codes(reading)


def test_rows_of_a_grid_under_years_take_figures_whatever_their_words_name():
    rows = ["Telefonisk rådgivning", "Mobile teams", "Egen kommune", "Botilbud", "Øvrige"]
    texts = {"B1": 2023, "C1": 2024} | {f"A{number}": text for number, text in enumerate(rows, 2)}
    form = grid(blank(texts, "B2:C6", heads="A1:C1"))
    template = learn(form, "form")
    counts = {f"{column}{row}": 100 * row + len(column) for column in "BC" for row in range(2, 7)}
    assert values(read(filled(form, counts), template)) == {(cell, None): count for cell, count in counts.items()}
    told = read(filled(form, counts | {"B2": "ca. 12", "C4": "<5"}), template)
    assert values(told) | {("B2", None): 12, ("C4", None): Below(5)} == values(told)
    assert "approximate-number" in codes(told)
    assert "number-below" in codes(told)
