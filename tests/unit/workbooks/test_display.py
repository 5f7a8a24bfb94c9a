"""Number formats shown as Danish Excel shows them."""

import datetime as dt

import pytest

from koorddesk.workbooks.display import BUILTIN_FORMATS, general, number_format
from koorddesk.workbooks.serials import from_serial


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"), (12, "12"), (-3, "-3"), (12.5, "12,5"), (-0.25, "-0,25"), (1 / 3, "0,333333333"), (2 / 3, "0,666666667"),
        (1234.5, "1234,5"), (1234567890, "1234567890"), (99999999999, "99999999999"), (100000000000, "1E+11"),
        (123456789012, "1,23457E+11"), (1234567.123456, "1234567,123"), (0.0001, "0,0001"), (0.00001, "1E-05"),
        (12345678901.5, "12345678902"), (-1e300, "-1E+300"), (0.1 + 0.2, "0,3"), (100.0, "100"),
    ],
)  # fmt: skip
def test_a_plain_number(value, shown):
    assert general(value) == shown


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("0", 2.5, "3"), ("0", -2.5, "-3"), ("0", 0.4, "0"), ("0", -0.4, "0"), ("0.00", 2.675, "2,68"), ("0.0", 1.25, "1,3"),
        ("#,##0", 1234567, "1.234.567"), ("#,##0.00", -1234.565, "-1.234,57"), ("#,##0", 12, "12"),
        ("0%", 0.955, "96%"), ("0.0%", 0.125, "12,5%"), ("0.00%", 1, "100,00%"), ("0 %", 0.5, "50 %"),
        ("#", 0, ""), ("0.##", 3, "3,"), ("0.0#", 3.1, "3,1"), (".00", 0.5, ",50"), ("000", 7, "007"), ("0000000000", 1234, "0000001234"),
        ("000000-0000", 101701234, "010170-1234"), ("00 00 00 00", 12345678, "12 34 56 78"), ("#,##0,", 1234567, "1.235"),
        ('0" pladser"', 12, "12 pladser"), ('#,##0.00 "kr."', 1234.5, "1.234,50 kr."), ("[$kr-406] #,##0", 1200, "kr 1.200"),
        ('0;(0);"nul"', -5, "(5)"), ('0;(0);"nul"', 0, "nul"), ("0;-0;;@", 0, ""), ("[Red]0", 5, "5"), ('[<5]"<5";0', 3, "<5"),
        ('[<5]"<5";0', 7, "7"), ("[>=100]0.0;[<100]0.00", 50, "50,00"), ("0\\-0", 12, "1-2"), ("_-* #,##0_-", 1200, " 1.200 "),
        ("0.00E+00", 123456, "1,23E+05"), ("0.00E+00", 0, "0,00E+00"), ("##0.0E+0", 123456, "123,5E+3"), ("0E-0", 0.00012, "1E-4"),
        ("# ?/?", 2.3333, "2 1/3"), ("# ?/?", 0.5, "1/2"), ("?/?", 1.5, "3/2"), ("# ?/8", 1.25, "1 2/8"), ("# ?/?", 3, "3"),
        ("General", 12.5, "12,5"), ("@", 12.5, "12,5"), ('General" stk"', 12, "12 stk"), ('"kun tekst"', 5, "kun tekst"),
        ("0.000", 1e20, "100000000000000000000,000"), ("0" * 2000, 5, "5"), ("[", 5, "["), ('"', 5, ""),
    ],
)  # fmt: skip
def test_numbers(code, value, shown):
    assert number_format(code).show(value, False) == shown
    assert not number_format(code).is_date


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("dd-mm-yyyy", 45000, "15-03-2023"), ("d-m-yy", 45000, "15-3-23"), ("d. mmmm yyyy", 45000, "15. marts 2023"),
        ("ddd d. mmm", 45000, "on 15. mar"), ("dddd", 45002, "fredag"), ("mmmmm", 45000, "M"), ("yyyy", 45000, "2023"),
        ("[$-409]d-mmm-yy", 45017, "1-Apr-23"), ("[$-409]dddd", 45000, "Wednesday"), ("d-mmm", 45570, "5-okt"),
        ("m/d/yyyy", 45000, "3-15-2023"), ("dd.mm.yyyy", 45000, "15.03.2023"), ("hh:mm", 0.75, "18:00"), ("h:mm AM/PM", 0.75, "6:00 PM"),
        ("h:mm AM/PM", 0, "12:00 AM"), ("hh:mm:ss", 0.000011574, "00:00:01"), ("mm:ss", 0.0010416667, "01:30"),
        ("dd-mm-yyyy hh:mm", 45000.5, "15-03-2023 12:00"), ("dd\\-mm\\-yyyy", 45000, "15-03-2023"), ("dd-mm-yyyy", -1, "########"),
        ("dd-mm-yyyy", 0, "00-01-1900"), ("dd-mm-yyyy", 2958466, "########"),
    ],
)  # fmt: skip
def test_dates(code, value, shown):
    found = number_format(code)
    assert found.show(value, False) == shown
    assert found.is_date


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("[h]:mm", 1.5, "36:00"),
        ("[h]:mm", -0.5, "-12:00"),
        ("[mm]:ss", 0.0416667, "60:00"),
        ("[ss]", 1, "86400"),
        ("[h]", 1e12, "########"),
    ],
)
def test_durations_stay_numbers(code, value, shown):
    found = number_format(code)
    assert found.show(value, False) == shown
    assert not found.is_date


def test_the_same_format_has_the_same_code_however_it_is_escaped():
    assert number_format("d\\-mmm").code == number_format("d-mmm").code == "d-mmm"


def test_all_built_in_formats_show_all_numbers():
    for code in BUILTIN_FORMATS.values():
        for value in (0, 1, -1, 0.5, 45000.75, 1e10, -1e-7, 1e15):
            assert isinstance(number_format(code).show(value, False), str)


@pytest.mark.parametrize(
    ("serial", "date1904", "expected"),
    [
        (1, False, dt.date(1900, 1, 1)), (59, False, dt.date(1900, 2, 28)), (60, False, None), (61, False, dt.date(1900, 3, 1)),
        (45000, False, dt.date(2023, 3, 15)), (43538, True, dt.date(2023, 3, 15)), (1, True, dt.date(1904, 1, 2)),
        (0, False, None), (0, True, None), (0.25, False, dt.time(6)), (0.25, True, dt.time(6)), (-1, False, None),
        (2958465, False, dt.date(9999, 12, 31)), (2958466, False, None), (2958465, True, None),
        (45000.99999999, False, dt.date(2023, 3, 16)),
    ],
)  # fmt: skip
def test_serial_numbers(serial, date1904, expected):
    assert from_serial(serial, date1904=date1904) == expected
