"""One file from bytes to a reading: refused, held or accepted, with sender, answers and findings; never an exception."""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from koorddesk.workbooks.analyse import analyse
from koorddesk.workbooks.learn import learn
from koorddesk.workbooks.read import read_workbook
from tests.helpers.grids import RECEIVED, REGISTER, answer, blank, codes, filled, grid, read

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
BLANK = SAMPLES / "templates" / "T2_indberetningsskema_kommune.xlsx"
TEMPLATE = learn(read_workbook(BLANK.read_bytes(), BLANK.name), "indberetning")
FORM = grid(
    blank(
        {"A1": "Kommune", "A2": "Antal borgere i målgruppen", "A3": "Kontaktperson", "A4": "Beskriv behovet"},
        "B1 B2 B3 B4",
    )
)
SMALL = learn(FORM, "lille")


def file(name: str, **options: object):
    data = (SAMPLES / name).read_bytes()
    return analyse(data, name, "", [TEMPLATE], REGISTER, received_on=RECEIVED, **options)


@pytest.mark.parametrize("data", [b"", b"ikke en projektmappe", b"PK\x03\x04" + bytes(40), b"%PDF-1.7 x"])
def test_what_is_no_workbook_is_refused_with_a_reason(data):
    reading = analyse(data, "svar.xlsx", "", [TEMPLATE], REGISTER, received_on=RECEIVED)
    assert reading.outcome == "refused"
    assert (reading.size, len(reading.sha256)) == (len(data), 64)
    assert [finding.severity for finding in reading.findings] == ["error"]
    assert not reading.answers


def test_a_reading_crosses_processes_and_names_its_file():
    reading = file("Aalborg_indberetning.xlsx")
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert (reading.file_name, reading.outcome, reading.nil) == ("Aalborg_indberetning.xlsx", "accepted", False)
    assert (reading.template.code, reading.template.how) == ("indberetning", "fingerprint")
    assert (reading.sender.code, reading.sender.how, reading.sender.at.cell) == ("0851", "cell", "D18")


def test_every_field_has_an_answer_if_only_none():
    reading = file("Aalborg_indberetning.xlsx")
    assert {each.template_at for each in TEMPLATE.fields} == {each.template_at for each in reading.answers}


def test_a_nil_report():
    reading = file("Ærø_indberetning.xlsx")
    assert reading.nil
    assert "required-missing" not in codes(reading)


@pytest.mark.parametrize("words", ["Ingen", "Ingen tilbud i kommunen", "Vi har ingen egne tilbud."])
def test_none_in_place_of_an_offer_is_no_offer(words):
    form = grid(
        blank(
            {"A1": "Kommune", "A3": "Tilbuddets navn", "B3": "Antal pladser", "C3": "Bemærkninger"},
            "B1 A4:C9",
        )
    )
    reading = read(filled(form, {"B1": "Vejle", "A4": words}), learn(form, "t"))
    assert [each.raw for each in reading.answers if each.row is not None] == []
    assert [f.at.cell for f in reading.findings if f.code == "row-note"] == ["A4"]
    assert reading.nil


def test_a_table_on_a_sheet_of_its_own_is_read_there():
    heads = {"A5": "Tilbuddets navn", "B5": "Antal pladser", "C5": "Takst"}
    form = grid(
        blank(
            {"A1": "Kommune", "A2": "Kontaktperson", "A3": "Beskriv behovet", **heads}, "B1 B2 B3 A6:C9", name="Skema"
        )
    )
    moved = blank({"A1": "Tilbuddets navn", "B1": "Antal pladser", "C1": "Takst"}, "", name="Tabel")
    copy = filled(
        grid(blank({"A1": "Kommune", "A2": "Kontaktperson", "A3": "Beskriv behovet"}, "", name="Skema"), moved),
        {"Skema!B1": "Vejle", "Tabel!A2": "Huset", "Tabel!B2": 4, "Tabel!C2": 1200},
    )
    reading = read(copy, learn(form, "t"))
    assert [each.value for each in reading.answers if each.row == 1] == ["Huset", 4, 1200]
    assert {"table-moved"} == {f.code for f in reading.findings if f.code.startswith("table-")}


def test_the_caseworkers_choice_of_template_and_sender_goes_first():
    reading = file("Aalborg_indberetning.xlsx", template_code="indberetning", sender_code="0630")
    assert reading.template.how == "named"
    assert (reading.sender.code, reading.sender.how) == ("0630", "asked")


def test_a_template_that_was_chosen_but_does_not_fit_is_not_used():
    data = (SAMPLES / "Kapacitet Esbjerg.xlsx").read_bytes()
    reading = analyse(data, "x.xlsx", "", [TEMPLATE], REGISTER, template_code="indberetning", received_on=RECEIVED)
    assert reading.outcome == "held"
    assert reading.template is None


def test_only_who_answers_is_no_answer():
    reading = read(filled(FORM, {"B1": "Vejle", "B3": "Leder"}), SMALL)
    assert reading.outcome == "held"
    assert "no-answers" in codes(reading)
    assert "no-answers" not in codes(read(filled(FORM, {"B1": "Vejle", "B2": 0}), SMALL))


def test_a_civil_registration_number_holds_the_file_and_is_masked():
    number = "010180-1234"
    for changes in ({"B4": f"Borgeren {number} venter."}, {"D9": number}):
        reading = read(filled(FORM, {"B1": "Vejle", "B2": 3, **changes}), SMALL)
        assert reading.outcome == "held"
        assert "civil-registration-number" in codes(reading)
        shown = "".join(f"{each.raw} {each.value}" for each in reading.answers)
        shown += "".join(str(finding.params) for finding in reading.findings)
        assert number not in shown


def test_a_number_in_a_field_of_unknown_kind_is_a_number():
    form = grid(blank({"A1": "Kommune", "A2": "Dækning", "A3": "Omfang", "A4": "Senest"}, "B1 B2 B3 B4"))
    template = learn(form, "t")
    reading = read(filled(form, {"B1": "Vejle", "B2": 12, "B3": "ca. 12", "B4": dt.date(2025, 3, 1)}), template)
    assert answer(reading, "B2").value == 12
    assert answer(reading, "B3").value == "ca. 12"
    assert "kind-uncertain" in codes(reading)
    assert answer(reading, "B4").value == dt.date(2025, 3, 1)


def test_a_question_that_is_not_answered_with_yes_or_no_keeps_its_words():
    form = grid(blank({"A1": "Kommune", "A2": "Har kommunen en handleplan?"}, "B1 B2"))
    template = learn(form, "t")
    assert answer(read(filled(form, {"B1": "Vejle", "B2": "ja"}), template), "B2").value is True
    words = "Den er under udarbejdelse i forvaltningen."
    assert answer(read(filled(form, {"B1": "Vejle", "B2": words}), template), "B2").value == words


def test_the_offers_municipality_is_not_the_sender():
    form = grid(blank({"A1": "Beliggenhedskommune", "A2": "Kommune", "A3": "Antal pladser"}, "B1 B2 B3"))
    template = learn(form, "t")
    reading = read(filled(form, {"B1": "Kolding", "B2": "Vejle", "B3": 4}), template)
    assert reading.sender.code == "0630"
    assert "sender-cells-differ" not in codes(reading)


def test_figures_asked_for_in_thousands_are_kept_and_said_once():
    form = grid(blank({"A1": "Kommune", "A2": "Udgift (1.000 kr.)", "A3": "Antal borgere"}, "B1 B2 B3"))
    reading = read(filled(form, {"B1": "Vejle", "B2": 1234, "B3": 5}), learn(form, "t"))
    assert answer(reading, "B2").value == 1234
    notes = [each for each in reading.findings if each.code == "unit-in-heading"]
    assert [(each.severity, each.template_at.cell, each.params["unit"]) for each in notes] == [
        ("note", "B2", "1.000 kr")
    ]


def test_what_is_said_of_the_sender_is_not_said_again_of_its_cell():
    form = grid(blank({"A1": "Kommune", "A2": "Antal borgere"}, "B1 B2"))
    reading = read(filled(form, {"B1": "Vejler", "B2": 5}), learn(form, "t"))
    at_cell = [each.code for each in reading.findings if each.at is not None and each.at.cell == "B1"]
    assert at_cell == ["sender-unclear"]


def test_a_column_of_p_numbers_on_a_sheet_of_the_senders_own_does_not_hold_the_file():
    own = blank({"A1": "Tilbud", "B1": "P-nummer", "A2": "Birk", "B2": "1011423512"}, name="Egne noter")
    form = grid(blank({"A1": "Kommune", "A2": "Antal borgere"}, "B1 B2"))
    copy = filled(form, {"B1": "Vejle", "B2": 5})
    assert "civil-registration-number" not in codes(read(grid(copy.sheets[0], own), learn(form, "t")))
    own.cells[2, 2] = replace(own.cells[2, 2], value="Borger 101142-3512", text="Borger 101142-3512")
    assert "civil-registration-number" in codes(read(grid(copy.sheets[0], own), learn(form, "t")))
