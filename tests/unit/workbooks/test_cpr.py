"""Civil registration numbers are found where they must not be, and nowhere else, and nothing of them is shown."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.values import FieldType
from koorddesk.findings import Finding
from koorddesk.i18n import Translator
from koorddesk.workbooks.cpr import MASK, masked, masked_raw, registration_numbers, registration_numbers_in
from koorddesk.workbooks.grid import Cell


@pytest.mark.parametrize(
    "text",
    [
        "010180-1234",
        "0101801234",
        "010180 1234",
        "010180 - 1234",
        "010180–1234",
        "Borgeren (010180-1234) flyttede",
        "cpr:0101801234.",
        "290200-4123",  # 29 February 2000
        "311299-3999",
        "Cpr-nr. 010180-1234 og 020281-2345",
    ],
)
def test_found(text):
    assert registration_numbers(text)
    assert MASK in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320180-1234",
        "011380-1234",
        "290201-1234",  # 1901 was no leap year
        "12345678",
        "+45 12 34 56 78",
        "01018012345",
        "10101801234",
        "2024-010180-1234",
        "1.010.180.123",
        "0101.80.1234",
        "01-01-1980",
        "P-nr. 0101801234",
        "P-nummer: 0101801234",
        "CVR-nr 0101801234",
        "journalnr. 010180-1234",
        "Sagsnr.: 010180-1234",
        "tlf. 0101801234",
        "EAN 0101801234",
    ],
)
def test_not_found(text):
    assert registration_numbers(text) == ()
    assert masked(text) == text


@pytest.mark.parametrize(
    "heading",
    [
        "CVR-nr.",
        "P-nummer",
        "Journalnummer",
        "Sagsnr.",
        "Dok.nr.",
        "Telefon",
        "Tlf.",
        "EAN-nummer",
        "Produktionsenhed (P-nr.)",
    ],
)
def test_fields_for_other_numbers(heading):
    assert registration_numbers("0101801234", heading) == ()


@pytest.mark.parametrize(
    "heading", ["Bemærkninger", "Kontaktperson", "Antal sager", "Beskriv sagsgangen", "Opsamling", ""]
)
def test_headings_that_say_nothing_of_other_numbers(heading):
    assert registration_numbers("010180-1234", heading)


def test_several_numbers_are_each_masked_and_the_rest_kept():
    text = "A 010180-1234, B 0202812345 og C."
    assert masked(text) == f"A {MASK}, B {MASK} og C."
    first, second = registration_numbers(text)
    assert (first.start, first.end) == (2, 13)
    assert text[second.start : second.end] == "0202812345"


def test_the_check_digit_is_not_asked_for():
    # 4*0+3*7+2*0+7*7+6*6+5*1+4*4+3*2+2*8+1*5 = 154 = 14 * 11: the first holds, newer numbers need not.
    assert registration_numbers("070761-4285")
    assert registration_numbers("070761-4286")


@pytest.mark.parametrize(
    ("value", "kind", "found"),
    [
        (3112801234, FieldType.COUNT, True),
        (101801234, FieldType.TEXT, True),  # 010180-1234 without its first zero
        (101801234, None, True),
        (101801234, FieldType.COUNT, False),
        (3112801234, FieldType.AMOUNT, False),
        (3112801234, FieldType.NUMBER, False),
        (3112801234.5, FieldType.TEXT, False),
        (12, FieldType.TEXT, False),
        (True, FieldType.TEXT, False),
        (None, FieldType.TEXT, False),
        ("010180-1234", FieldType.AMOUNT, True),
        (dt.date(1980, 1, 1), FieldType.TEXT, False),
    ],
)
def test_cells(value, kind, found):
    assert bool(registration_numbers_in(Cell(value), kind)) is found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (Cell(101801234, "010180-1234", "000000-0000"), True),
        (Cell(3112801234, "3112801234", "0"), True),
        (Cell(3112801234, "3.112.801.234", "#,##0"), False),
        (Cell(3112801234, "3112801234,00", "0.00"), False),
        (Cell(3112801234, "kr. 3112801234", '"kr." 0'), False),
    ],
)
def test_formats_of_real_numbers(cell, found):
    assert bool(registration_numbers_in(cell)) is found


def test_a_number_stored_without_its_zero_is_masked_whole():
    assert masked_raw(Cell(101801234), "101801234", FieldType.TEXT) == MASK
    assert masked_raw(Cell("Se 010180-1234"), "Se 010180-1234", FieldType.TEXT) == f"Se {MASK}"
    assert masked_raw(Cell(12), "12", FieldType.COUNT) == "12"
    assert masked_raw(Cell(101801234), "101801234", FieldType.TEXT, "P-nummer") == "101801234"


def test_comment_is_looked_at_too():
    assert registration_numbers_in(Cell(12, comment="Gælder 010180-1234"), FieldType.COUNT)
    assert not registration_numbers_in(Cell("3112801234", comment="ok"), FieldType.TEXT, "P-nummer")


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)),
    st.integers(0, 3999),
    st.sampled_from(["{}-{}", "{}{}", "{} {}", "({}-{})", "Se {}-{}.", "{}–{}\n"]),
)
def test_any_number_of_the_last_century_is_found_and_gone_when_masked(day, serial, written):
    text = written.format(day.strftime("%d%m%y"), f"{serial:04}")
    assert len(registration_numbers(text)) == 1
    shown = masked(text)
    assert day.strftime("%d%m%y") not in shown
    assert not any(sign.isdigit() for sign in shown)
    assert registration_numbers(shown) == ()


@given(st.text("0123456789-–. xCcprPnr", max_size=30))
def test_masking_leaves_nothing_to_find(text):
    assert registration_numbers(masked(text)) == ()


def test_the_finding_says_where_without_saying_the_number():
    finding = Finding("civil-registration-number", {"masked": masked("Borger 010180-1234")})
    message = finding.message(Translator("da"))
    assert "CPR" in message
    assert "1234" not in message
    assert finding.severity == "error"
