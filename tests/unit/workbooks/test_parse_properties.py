"""No value is another than what stood there without a finding that says so, whatever stands there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from koorddesk.domain.values import Below, FieldType, Range
from koorddesk.findings import CATALOGUE, Finding, Severity
from koorddesk.i18n import Translator
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.parse import ColumnHint, Expectation, Parsed, parse_cell
from koorddesk.workbooks.sender import Register
from koorddesk.workbooks.texts import plain, tidy

REGISTER = Register.from_csv(Path(__file__).parents[3] / "resources" / "registers")
MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
CHOICES = ("Kommunal", "Regional", "Privat", "Selvejende", "Ja, delvist")
EXPECTED = Expectation(choices=CHOICES, heading="Belægning (%)", register=REGISTER)
DANISH = Translator("da")

words = st.sampled_from(
    [
        "ca.",
        "omkring",
        "under",
        "over",
        "mindst",
        "højst",
        "færre",
        "end",
        "mellem",
        "og",
        "til",
        "eller",
        "heraf",
        "ingen",
        "nul",
        "tolv",
        "kr.",
        "mio.",
        "pct.",
        "%",
        "stk.",
        "personer",
        "ja",
        "nej",
        "delvist",
        "ved",
        "ikke",
        "se",
        "bilag",
        "x",
        "marts",
        "uge",
        "primo",
        "2024",
        "24",
        "1/3",
        "Aalborg",
        "Kommune",
        "Region",
    ]
)
signs = st.text("0123456789.,-–+/%<>()*?' \u00a0½¹kræxj", max_size=12)
shaped = st.from_regex(r"[-+<~(]?[0-9]{1,4}([.,' ][0-9]{1,3}){0,3}( ?(kr|%|stk|mio|t)\.?)?[*?)]?", fullmatch=True)
hints = st.sampled_from(
    [ColumnHint(), ColumnHint(",", 95), ColumnHint(".", 3), ColumnHint(fractions=True), ColumnHint(month_first=True)]
)
texts = st.one_of(shaped, signs, st.lists(st.one_of(words, signs), max_size=4).map(" ".join), st.text(max_size=20))


def severities(parsed: Parsed) -> set[Severity]:
    return {CATALOGUE[code].severity for code, _ in parsed.findings}


def given_back(parsed: Parsed, value: object) -> bool:
    """The value itself, or nothing with a finding; never another value."""
    return parsed.value == value or (parsed.value is None and bool(parsed.findings))


SILENT = {
    FieldType.COUNT: lambda text, value: str(value) == text,
    FieldType.NUMBER: lambda text, value: (
        f"{value:g}".replace(".", ",") == text or float(text.replace(",", ".")) == value
    ),
    FieldType.AMOUNT: lambda text, value: float(text.replace(",", ".")) == value,
    FieldType.PERCENT: lambda text, value: float(re.sub(r" ?(%|pct|procent)\.?$", "", text).replace(",", ".")) == value,
    FieldType.YEAR: lambda text, value: re.sub(r"[.,]0+$", "", text) == str(value),
    FieldType.YES_NO: lambda text, value: (
        text.strip(" .!,:;\"'") in ({"ja", "yes"} if value else {"nej", "no"}) or (value and text in "x✓✔☑√")
    ),
    FieldType.CHOICE: lambda text, value: text == plain(value),
    FieldType.SCALE: lambda text, value: text == plain(str(value)),
    FieldType.TEXT: lambda text, value: text == plain(value),
    FieldType.OFFER: lambda text, value: text == plain(value),
    FieldType.DATE: lambda _text, _value: False,
}


@pytest.mark.parametrize("kind", sorted(SILENT))
@given(text=texts, hint=hints)
@example("1.234", ColumnHint())
@example("5,000", ColumnHint(","))
@example("१२", ColumnHint())
@example("12¹", ColumnHint())
@example("٣", ColumnHint())
def test_any_text_is_what_stood_there_or_has_a_finding(kind, text, hint):
    parsed = parse_cell(Cell(text), kind, replace(EXPECTED, column_hint=hint))
    if not tidy(text):
        assert parsed == Parsed(None)
    elif parsed.value is None:
        assert parsed.findings
    elif not parsed.findings:
        assert SILENT[kind](plain(text), parsed.value), parsed
    for code, params in parsed.findings:
        finding = Finding(code, params)
        said = finding.message(DANISH) + finding.suggestion(DANISH)
        assert not re.search(r"%\(\w+\)[sd]", said.replace(str(params.get("raw", "")), ""))


@pytest.mark.parametrize("kind", [FieldType.MUNICIPALITY, FieldType.REGION])
@given(
    text=st.one_of(texts, st.sampled_from([r.name for r in REGISTER.respondents]), st.text("Vejlnørs æ", max_size=8))
)
def test_an_authority_is_taken_by_its_exact_name_only(kind, text):
    parsed = parse_cell(Cell(text), kind, EXPECTED)
    if parsed.value is not None and not parsed.findings:
        names = {
            n for r in REGISTER.respondents for n in (r.code, r.name, r.official_name, r.name.removeprefix("Region "))
        }
        bare = {re.sub(r"[\W_]+", " ", plain(name)).removesuffix(" kommune").strip() for name in names}
        stood = re.sub(r"[\W_]+", " ", plain(text)).strip()
        stood = re.sub(r"^0\d{3} |^\d{3} | \d{3,4}$", "", stood)
        assert stood.removesuffix(" kommune").removeprefix("kommune ").strip() in bare


@pytest.mark.parametrize("kind", sorted(FieldType))
@given(
    value=st.one_of(
        st.integers(-(10**12), 10**12),
        st.floats(allow_nan=False, allow_infinity=False, width=32),
        st.booleans(),
        st.datetimes(dt.datetime.fromisoformat("1900-03-01"), dt.datetime.fromisoformat("2200-01-01")),
        st.times(),
    ),
    number_format=st.sampled_from(["General", "0%", "0.0%", "#,##0", "dd-mm-yyyy"]),
)
def test_any_stored_value_is_read_or_has_a_finding(kind, value, number_format):
    parsed = parse_cell(Cell(value, str(value), number_format), kind, EXPECTED)
    assert parsed.value is not None or parsed.findings
    if kind in (FieldType.COUNT, FieldType.NUMBER, FieldType.AMOUNT) and not parsed.findings:
        assert parsed.value == pytest.approx(value, abs=1e-9)
    if kind is FieldType.COUNT and parsed.value is not None:
        assert isinstance(parsed.value, int)
        assert parsed.value >= 0


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


dresses = st.sampled_from(
    [
        (lambda n: str(n), set()),
        (lambda n: f"  {n}\u00a0", set()),
        (dotted, {Severity.NOTE}),
        (lambda n: f"{n:,}".replace(",", " "), {Severity.NOTE}),
        (lambda n: f"{n} stk.", {Severity.NOTE}),
        (lambda n: f"{dotted(n)} personer", {Severity.NOTE}),
        (lambda n: f"{n} (heraf 1 udenbys)", {Severity.NOTE}),
        (lambda n: f"ca. {n}", {Severity.WARNING}),
        (lambda n: f"omkring {dotted(n)}", {Severity.WARNING}),
        (lambda n: f"{n}*", {Severity.WARNING}),
        (lambda n: f"{n}¹", {Severity.WARNING}),
        (lambda n: f"{n}?", {Severity.WARNING}),
        (lambda n: f"ca {n} borgere", {Severity.WARNING}),
    ]
)


@given(st.integers(0, 999_999), dresses)
def test_a_count_in_any_dress_is_the_count(number, dress):
    write, severity = dress
    parsed = parse_cell(Cell(write(number)), FieldType.COUNT, Expectation())
    assert parsed.value == number
    assert severities(parsed) <= severity | ({Severity.NOTE} if severity else set())
    if Severity.WARNING in severity:
        assert Severity.WARNING in severities(parsed)


@given(
    st.integers(0, 9_998),
    st.integers(1, 500),
    st.sampled_from(["{}-{}", "{} - {}", "{}–{}", "{} til {}", "mellem {} og {}", "ca. {}-{}"]),
)
def test_a_range_keeps_both_its_ends(low, width, written):
    parsed = parse_cell(Cell(written.format(low, low + width)), FieldType.COUNT, Expectation())
    assert parsed.value == Range(low, low + width)
    assert severities(parsed) == {Severity.WARNING}


@given(st.integers(1, 9_999), st.sampled_from(["<{}", "< {}", "under {}", "færre end {}", "mindre end {} borgere"]))
def test_a_limit_is_not_a_number(limit, written):
    parsed = parse_cell(Cell(written.format(limit)), FieldType.COUNT, Expectation())
    assert parsed.value == Below(limit)
    assert severities(parsed) == {Severity.WARNING}


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([FieldType.COUNT, FieldType.AMOUNT, FieldType.NUMBER]))
def test_a_comma_before_three_digits_is_asked_about(whole, rest, kind):
    parsed = parse_cell(Cell(f"{whole},{rest:03}"), kind, Expectation())
    assert parsed.value is None
    assert severities(parsed) == {Severity.WARNING}


amounts = st.decimals(0, 99_999_999, allow_nan=False, allow_infinity=False, places=2)


@given(
    amounts,
    st.sampled_from(
        ["{}", "kr. {}", "{} kr.", "{} kr", "{} kr./døgn", "{} DKK", "kr. {} pr. døgn", "{},-/døgn", "{},- kr."]
    ),
)
def test_an_amount_in_danish_dress_is_the_amount(amount, written):
    danish = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    parsed = parse_cell(Cell(written.format(danish)), FieldType.AMOUNT, Expectation(heading="Takst (kr./døgn)"))
    assert parsed.value == pytest.approx(float(amount))
    assert severities(parsed) <= {Severity.NOTE}


@given(amounts)
def test_an_english_amount_is_never_read_as_another_in_silence(amount):
    parsed = parse_cell(Cell(f"{amount:,.2f}"), FieldType.AMOUNT, Expectation())
    assert given_back(parsed, pytest.approx(float(amount)))


@given(st.integers(0, 1500), st.sampled_from(["{} %", "{}%", "{} pct.", "{} procent"]))
def test_a_percentage_with_its_sign_is_the_percentage(tenths, written):
    text = written.format(f"{tenths / 10:g}".replace(".", ","))
    parsed = parse_cell(Cell(text), FieldType.PERCENT, Expectation(heading="Belægning (%)"))
    assert parsed.value == pytest.approx(tenths / 10)
    stored = parse_cell(Cell(tenths / 1000, "", "0.0%"), FieldType.PERCENT, Expectation(heading="Belægning (%)"))
    assert stored == Parsed(tenths / 10)


@given(st.floats(0.001, 1.5))
def test_a_small_percentage_without_a_sign_is_asked_about(value):
    parsed = parse_cell(Cell(value), FieldType.PERCENT, Expectation(column_hint=ColumnHint(largest=95)))
    assert parsed.value is None
    assert severities(parsed) == {Severity.WARNING}


day_dresses = st.sampled_from(
    [
        lambda d: f"{d.day}. {MONTHS[d.month - 1]} {d.year}",
        lambda d: f"d. {d.day}. {MONTHS[d.month - 1][:3]}. {d.year}",
        lambda d: f"{d.day} {MONTHS[d.month - 1].upper()} {d.year}",
        lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
        lambda d: f"{d.day}/{d.month} {d.year}",
        lambda d: f"{d.day}/{d.month}-{d.year % 100:02}",
        lambda d: f"{d.day:02}.{d.month:02}.{d.year % 100:02}",
        lambda d: f"{d.day}.{d.month}.{d.year}",
        lambda d: d.isoformat(),
        lambda d: f"{d.isoformat()} 00:00:00",
        lambda d: f"{d.year}/{d.month}/{d.day}",
    ]
)


@given(st.dates(dt.date(1970, 1, 1), dt.date(2060, 12, 31)), day_dresses)
def test_a_date_in_any_dress_is_the_date_or_asked_about(day, dress):
    parsed = parse_cell(Cell(dress(day)), FieldType.DATE, Expectation())
    assert parsed.findings
    assert given_back(parsed, day)


@given(st.dates(dt.date(2010, 1, 1), dt.date(2040, 12, 31)), day_dresses)
def test_a_date_of_our_time_is_read_with_a_note(day, dress):
    parsed = parse_cell(Cell(dress(day)), FieldType.DATE, Expectation())
    assert parsed.value == day
    assert severities(parsed) == {Severity.NOTE}


@given(st.dates(dt.date(1970, 1, 1), dt.date(2060, 12, 31)), st.booleans())
def test_a_serial_number_is_the_date_with_a_warning(day, date1904):
    serial = (day - (dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30))).days
    parsed = parse_cell(Cell(serial), FieldType.DATE, Expectation(date1904=date1904))
    assert given_back(parsed, day)
    assert severities(parsed) == {Severity.WARNING}


@given(st.integers(1950, 2060), st.booleans())
def test_a_year_shown_as_a_date_is_the_year(year, date1904):
    shown = (dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30)) + dt.timedelta(days=year)
    parsed = parse_cell(Cell(dt.datetime.combine(shown, dt.time())), FieldType.YEAR, Expectation(date1904=date1904))
    assert parsed.value == year
    assert severities(parsed) == {Severity.WARNING}
    assert parse_cell(Cell(float(year)), FieldType.YEAR, Expectation()) == Parsed(year)


@given(st.sampled_from(CHOICES), st.data())
def test_a_slip_of_the_hand_never_becomes_another_choice(choice, data):
    place = data.draw(st.integers(0, len(choice) - 1))
    letter = data.draw(st.sampled_from("aeiortn"))
    kind = data.draw(st.sampled_from(["drop", "put", "swap"]))
    text = {
        "drop": choice[:place] + choice[place + 1 :],
        "put": choice[:place] + letter + choice[place:],
        "swap": choice[:place] + letter + choice[place + 1 :],
    }[kind]
    parsed = parse_cell(Cell(text), FieldType.CHOICE, EXPECTED)
    if parsed.value is not None:
        assert parsed.value == choice
        assert parsed.findings or tidy(text) == choice
    elif tidy(text):
        assert parsed.findings
