"""What parse.py does around the tables of docs/values.md: raw text, comments, formulas, columns, masked numbers."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from koorddesk.domain.values import Below, FieldType, Range
from koorddesk.workbooks.figures import number_in_words, read_number
from koorddesk.workbooks.grid import Cell, CellError
from koorddesk.workbooks.parse import ColumnHint, Expectation, Parsed, column_hint, parse_cell, raw_text
from koorddesk.workbooks.texts import absence, repaired, several_names

PLAIN = Expectation()


def codes(parsed: Parsed) -> list[str]:
    return [code for code, _ in parsed.findings]


@pytest.mark.parametrize(
    ("cell", "raw"),
    [
        (None, ""),
        (Cell(None), ""),
        (Cell("  ca. 12\u00a0"), "  ca. 12\u00a0"),
        (Cell(12, "12"), "12"),
        (Cell(12.0), "12"),
        (Cell(2345.5, "2.346", "#,##0"), "2345,5"),
        (Cell(0.1 + 0.2), "0,3"),
        (Cell(1234567890123), "1234567890123"),
        (Cell(0.125, "12,5%", "0.0%"), "12,5 %"),
        (Cell(True), "SAND"),
        (Cell(dt.datetime.fromisoformat("2025-10-05"), "5. okt", "d-mmm"), "5. okt"),
        (Cell(dt.datetime.fromisoformat("2025-10-05")), "05-10-2025"),
        (Cell(dt.datetime.fromisoformat("2025-10-05T09:30")), "05-10-2025 09:30"),
        (Cell(dt.time(9, 30)), "09:30"),
        (Cell(None, error=CellError.DIV0), "#DIV/0!"),
        (Cell(None, formula="A1+A2", uncalculated=True), "=A1+A2"),
    ],
)
def test_raw_text_is_what_stood_there(cell, raw):
    assert raw_text(cell) == raw


@pytest.mark.parametrize("kind", list(FieldType))
def test_empty_cell_is_no_answer_and_no_finding(kind):
    for cell in (None, Cell(None), Cell(""), Cell(" \u00a0\n"), Cell("\u200b\u00ad")):
        assert parse_cell(cell, kind, PLAIN) == Parsed(None)


@pytest.mark.parametrize("kind", list(FieldType))
def test_error_and_uncalculated_formula_are_findings_in_every_field(kind):
    assert codes(parse_cell(Cell(None, error=CellError.REF), kind, PLAIN)) == ["error-value"]
    uncalculated = Cell(None, formula="SUM(A1:A9)", uncalculated=True)
    assert codes(parse_cell(uncalculated, kind, PLAIN)) == ["formula-uncalculated"]
    assert codes(parse_cell(Cell("#VÆRDI!"), kind, PLAIN)) == ["error-value"]


def test_every_finding_repeats_what_stood_there():
    parsed = parse_cell(Cell("ca. 12"), FieldType.COUNT, PLAIN)
    assert parsed.findings == (("approximate-number", {"raw": "ca. 12", "value": "12"}),)


def test_long_texts_are_shortened_in_findings_but_not_in_the_value():
    text = "Udkast: " + "tekst " * 100
    parsed = parse_cell(Cell(text), FieldType.TEXT, PLAIN)
    assert parsed.value == text.strip()
    assert len(dict(parsed.findings)["draft-words"]["raw"]) == 80


def test_comment_is_shown_unless_it_is_the_templates_own():
    cell = Cell(12, comment="Husk: kun 2024")
    assert parse_cell(cell, FieldType.COUNT, PLAIN).findings == (
        ("cell-comment", {"raw": "12", "comment": "Husk: kun 2024"}),
    )
    assert parse_cell(cell, FieldType.COUNT, Expectation(comment="Husk:  kun 2024")).findings == ()


def test_comment_on_an_empty_cell_is_not_lost():
    parsed = parse_cell(Cell(None, comment="12, men ikke endeligt"), FieldType.COUNT, PLAIN)
    assert parsed.value is None
    assert codes(parsed) == ["cell-comment"]


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("SUM(A1:A9)", "formula-value"),
        ("'[Budget 2024.xlsx]Ark1'!$A$1", "formula-external"),
        ("[1]Ark1!A1", "formula-external"),
        ("Tabel1[Pladser]", "formula-value"),
        ("SUM(Tabel1[Pladser])", "formula-value"),
        ("TODAY()", "formula-changing"),
        ('INDIRECT("A"&ROW())', "formula-changing"),
    ],
)
def test_formulas_say_where_the_value_comes_from(formula, code):
    parsed = parse_cell(Cell(12, "12", formula=formula), FieldType.COUNT, PLAIN)
    assert parsed.value == 12
    assert codes(parsed) == [code]


def test_civil_registration_number_is_masked_in_every_parameter():
    cell = Cell("Udkast, borger 010180-1234", comment="også 020281-1234")
    parsed = parse_cell(cell, FieldType.TEXT, PLAIN)
    said = str(parsed.findings)
    assert "xxxxxx-xxxx" in said
    assert "1234" not in said
    journal = parse_cell(cell, FieldType.TEXT, Expectation(heading="Journalnummer"))
    assert "1234" in str(journal.findings)


def test_synonym_of_a_choice_is_read_with_a_note():
    expected = Expectation(choices=("Kommunal", "Privat"), synonyms={"kommune": "Kommunal"})
    parsed = parse_cell(Cell("Kommune"), FieldType.CHOICE, expected)
    assert (parsed.value, codes(parsed)) == ("Kommunal", ["choice-synonym"])


def test_choice_without_choices_is_its_text():
    assert parse_cell(Cell(" Privat  fond"), FieldType.CHOICE, PLAIN) == Parsed("Privat fond")


def test_neighbouring_choices_are_never_taken_for_a_slip():
    expected = Expectation(choices=("Niveau A", "Niveau B"))
    assert parse_cell(Cell("Niveau C"), FieldType.CHOICE, expected).value is None


def test_authority_without_register_is_its_text():
    assert parse_cell(Cell("Aalborg"), FieldType.MUNICIPALITY, PLAIN).value == "Aalborg"


def test_number_field_that_holds_a_float_with_noise_is_whole():
    assert parse_cell(Cell(12.0000000001), FieldType.COUNT, PLAIN) == Parsed(12)
    assert parse_cell(Cell(0.944, "", "0.0%"), FieldType.PERCENT, PLAIN) == Parsed(94.4)


def test_hint_needs_one_mark_only():
    texts = [Cell("2,5"), Cell("1.100,75"), Cell(12)]
    assert column_hint(texts, FieldType.NUMBER) == ColumnHint(",", 1100.75)
    assert column_hint([*texts, Cell("2.5")], FieldType.NUMBER).decimal_mark == ""


def test_hint_of_parts_of_one_needs_three_cells_and_no_other_size():
    parts = [Cell(0.95), Cell(0.875), Cell(1)]
    assert column_hint(parts, FieldType.PERCENT).fractions
    assert not column_hint(parts[:2], FieldType.PERCENT).fractions
    assert not column_hint([*parts, Cell(87.5)], FieldType.PERCENT).fractions
    assert not column_hint([Cell(1), Cell(1), Cell(0)], FieldType.PERCENT).fractions
    assert not column_hint(parts, FieldType.NUMBER).fractions


def test_hint_passes_over_what_is_no_figure():
    cells = [None, Cell(None), Cell(True), Cell("uoplyst"), Cell(None, error=CellError.NA), Cell("12 stk.")]
    assert column_hint(cells, FieldType.COUNT) == ColumnHint(largest=12)
    assert column_hint(cells, FieldType.TEXT) == ColumnHint()


@pytest.mark.parametrize(
    ("text", "low", "other"),
    [
        ("1.234", 1234, 1.234),
        ("1,234", 1.234, 1234),
        ("0.125", 0.125, None),
        ("0,125", 0.125, None),
        ("1234.567", 1234.567, None),
        ("12.345.678", 12345678, None),
        ("1.234.567,8", 1234567.8, None),
        ("−5", -5, None),
        ("- 5", -5, None),
        ("007", 7, None),
        ("3¼", 3.25, None),
    ],
)
def test_numbers_with_marks(text, low, other):
    figure = read_number(text)
    assert figure is not None
    assert (figure.low, figure.other) == (low, other)


@pytest.mark.parametrize(
    "text", ["", "1.23.4", "1,2,3", "12.34,5", "1 23", "1.234.56", "²", "१२", "1e3", "12a", ".", ","]
)
def test_what_is_no_number(text):
    assert read_number(text) is None


def test_number_words_are_each_others_inverse():
    ones = ["nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"]
    tens = {
        20: "tyve",
        30: "tredive",
        40: "fyrre",
        50: "halvtreds",
        60: "tres",
        70: "halvfjerds",
        80: "firs",
        90: "halvfems",
    }
    for ten, word in tens.items():
        assert number_in_words(word) == ten
        for one in range(1, 10):
            assert number_in_words(f"{ones[one]}og{word}") == ten + one
    assert [number_in_words(word) for word in ones] == list(range(10))
    assert number_in_words("tre hundrede og femogtyve") == 325
    assert number_in_words("et tusind to hundrede") == 1200
    assert number_in_words("hundrede tusind") is None
    assert number_in_words("enhver") is None


def test_below_and_range_survive_units_and_factors():
    amount = Expectation(heading="Udgift (kr.)")
    assert parse_cell(Cell("2-3 mio. kr."), FieldType.AMOUNT, amount).value == Range(2_000_000, 3_000_000)
    assert parse_cell(Cell("under 1 mio. kr."), FieldType.AMOUNT, amount).value == Below(1_000_000)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vi har ikke opgjort dette", None),
        ("se ovenfor", "answer-elsewhere"),
        ("jf. bilag 3, side 2", "answer-elsewhere"),
        ("do.", "answer-elsewhere"),
        ("i.r.", "not-relevant"),
        ("Ikke aktuelt for kommunen", "not-relevant"),
        ("Ikke relevant for kommunen", "not-relevant"),
        ("ikke registreret på individniveau", "answer-unknown"),
        ("TBD", "placeholder"),
        ("--", "dash"),
        ("Bilag", "answer-elsewhere"),
        ("Sekretariatet", None),
    ],
)
def test_words_that_give_no_answer(text, code):
    assert absence(text) == code


def test_marks_for_withheld_figures_count_among_figures_only():
    assert absence("*") is None
    assert absence("*", figures=True) == "figure-withheld"


def test_wrong_character_sets_are_repaired_where_they_can_be():
    assert repaired("KÃ¸benhavn") == "København"
    assert repaired("Ærø Å") is None
    assert repaired("Ã¸ og \u0416") is None


def test_names_are_set_apart_by_lines_semicolons_and_numbers_only():
    assert several_names("Hus A\r\nHus B") == ["Hus A", "Hus B"]
    assert several_names("1) Hus A\n2) Hus B;") == ["Hus A", "Hus B"]
    assert several_names("Hus A, Hus B og C") == []
    assert several_names("Hus A\n") == []


def test_expectation_and_result_cross_to_worker_processes():
    expected = Expectation(choices=("Ja", "Nej"), column_hint=ColumnHint(",", 12.5))
    assert pickle.loads(pickle.dumps(expected)) == expected
    parsed = parse_cell(Cell("12-15"), FieldType.COUNT, expected)
    assert pickle.loads(pickle.dumps(parsed)) == parsed
