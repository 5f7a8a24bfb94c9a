"""Counts, numbers, percentages and amounts: what a cell means in a field of that type.

A real number is never reinterpreted; a text is read by Danish rules, and every step beyond plain digits is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from koorddesk.domain.values import AnswerValue, Below, FieldType, Range
from koorddesk.workbooks.expectations import ColumnHint, Expectation, Parsed, Remark, read_as, unread
from koorddesk.workbooks.figures import COUNTED, UNITS, Aside, Figure, Number, Shape, read_figure
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.texts import absence, plain, trimmed

_FRACTION_LIMIT = 1.5  # a percentage up to here may as well be a part of one (excel-forms 2.3, row 40)
_SHARE_LIMIT = 100.0
_PERCENT_LIMIT = 150.0  # occupancy above 100 % is common, above this it is a question
_OUT_OF_SCALE = 50  # times the column's largest other figure: then "1.234" is not taken for thousands
_ROUNDED = 0.51  # how far a figure may be from what is shown of it, in whole numbers
_PLAINLY = frozenset({"number-as-text", "number-in-words", "amount-negative", "percent-unlikely"})
_FRACTION_CELLS = 3  # so many cells have to agree before a column counts as written in parts of one

_NONE = re.compile(
    r"(?:ingen|intet|nul|slet ingen|ikke nogen)(?: (?:borgere?|personer|person|pladser|unge|børn|voksne|brugere|beboere"
    r"|tilbud|sager|elever|udgift(?:er)?|henvisninger|aktuelle|stk\.?|i målgruppen|i (?:år|kommunen|perioden)|p\.?t\.?"
    r"|kendte|\(0\)))*"
    r"[.!]?"
)
# A format that may say more than the figure: words or signs of its own, a currency, hours, thousands left out, nothing.
_SPEAKING = re.compile(r"[\"\\<>~]|\[\$|\[[hms]|[0#?],+(?![0#?])|^;")
_DIGITS = re.compile(r"0|[1-9][0-9]{0,14}")
_VAGUE = re.compile(
    r"(?:få|enkelte|nogle|flere|mange|adskillige|et par|en del|en håndfuld|ganske få|meget få|et mindre antal"
    r"|begrænset.*|varierende|varierer|et større antal|op til flere)(?: .*)?[.!]?"
)
_SHARE = re.compile(r"andel|procentdel|hvor stor en del|hvor mange procent")


def shown(value: Number) -> str:
    """Return a number as a Dane reads it, without marks between thousands: 1234,5."""
    if isinstance(value, int) or float(value).is_integer():
        return str(int(value))
    return format(round(value, 10), ".12g").replace(".", ",")


def read_quantity(cell: Cell, kind: FieldType, expected: Expectation) -> Parsed:
    """Read a count, number, percentage or amount from a cell that is not blank."""
    value = cell.value
    if isinstance(value, bool):
        return unread("not-a-number")
    if isinstance(value, (dt.date, dt.time)):
        return _turned_date(value, cell.number_format)
    if isinstance(value, (int, float)):
        parsed = _number(value, cell, kind, expected)
        if _shows_otherwise(cell, parsed, kind, expected):
            told = ("shown-otherwise", {"shown": trimmed(cell.text), "value": shown(value)})
            return replace(parsed, findings=(*parsed.findings, told))
        return parsed
    return _text(value or "", kind, expected)


def _shows_otherwise(cell: Cell, parsed: Parsed, kind: FieldType, expected: Expectation) -> bool:
    """Tell whether a format makes Excel show something else than the number: "<5", "ca. 12", "37:30", thousands."""
    if cell.number_format == "General" or not _SPEAKING.search(cell.number_format) or parsed.value is None:
        return False
    text = trimmed(cell.text)
    if parsed.value == 0 and not any(map(str.isalnum, text)):  # a dash for 0
        return False
    if not text:
        return cell.number_format.startswith(";")  # made to show nothing
    told = _text(text, kind, expected)
    if not isinstance(told.value, (int, float)) or not isinstance(parsed.value, (int, float)):
        return True
    rounded = abs(told.value - parsed.value) <= _ROUNDED
    return not rounded or any(code not in _PLAINLY for code, _ in told.findings)


def _turned_date(value: dt.date | dt.time, number_format: str) -> Parsed:
    """Excel makes a date of "5-10" and of "3/4"; which of the two readings was meant is the sender's to say."""
    if isinstance(value, dt.time):
        return unread("not-a-number")
    if "d" not in number_format.casefold() and "y" in number_format.casefold():  # "10-25" became October 2025
        return unread("number-turned-date", first=value.month, second=value.year % 100)
    return unread("number-turned-date", first=value.day, second=value.month)


def _number(value: float, cell: Cell, kind: FieldType, expected: Expectation) -> Parsed:
    clean: Number = _whole(round(value, 9)) if kind is FieldType.COUNT else _whole(value)
    if kind is FieldType.PERCENT:
        if cell.is_percent:
            return _percent(_whole(round(value * 100, 10)), expected, certain=True)
        return _percent(clean, expected, certain=False)
    if cell.is_percent:
        return unread("unit-unexpected", unit="%")
    return _bounded_by_kind(clean, kind)


def _bounded_by_kind(value: Number, kind: FieldType, *remarks: Remark) -> Parsed:
    if kind is FieldType.COUNT:
        if value < 0:
            return unread("count-negative")
        if not isinstance(value, int):
            return unread("count-not-whole", value=shown(value))
    if kind is FieldType.AMOUNT and value < 0:
        return read_as(value, ("amount-negative", {}), *remarks)
    return read_as(value, *remarks)


def _percent(value: Number, expected: Expectation, *remarks: Remark, certain: bool) -> Parsed:
    if 0 < value <= _FRACTION_LIMIT and not certain:
        hundredfold = _whole(round(value * 100, 10))
        if expected.column_hint.fractions:
            return read_as(hundredfold, ("percent-from-fraction", {"value": shown(hundredfold)}), *remarks)
        return unread("percent-ambiguous", first=shown(value), second=shown(hundredfold))
    limit = _SHARE_LIMIT if _SHARE.search(expected.says) else _PERCENT_LIMIT
    if certain and value > limit and _FRACTION_LIMIT < value / 100 <= limit:
        return unread("percent-ambiguous", first=shown(value), second=shown(_whole(round(value / 100, 10))))
    if value < 0 or value > limit:
        return read_as(value, ("percent-unlikely", {"value": shown(value)}), *remarks)
    return read_as(value, *remarks)


def _text(text: str, kind: FieldType, expected: Expectation) -> Parsed:
    if _DIGITS.fullmatch(text) and kind is not FieldType.PERCENT:  # nearly all of them
        return read_as(int(text))
    figure = read_figure(text)
    if figure is None:
        return _wordy(text)
    if figure.shape is Shape.SEVERAL:
        return unread("several-numbers")
    settled = _settled(figure, kind, expected.column_hint)
    if isinstance(settled, Parsed):
        return settled
    misfit = _unit_misfit(settled, kind, expected)
    if misfit is not None and misfit[0] == "unit-unexpected":
        return unread(*misfit[:1], unit=settled.unit_text)
    return _stated(settled, kind, expected, () if misfit is None else (misfit,))


def _wordy(text: str) -> Parsed:
    words = plain(text)
    code = absence(text, figures=True)
    if code is not None:
        return unread(code)
    if _NONE.fullmatch(words):
        return read_as(0, ("none-as-zero", {}))
    return unread("number-vague" if _VAGUE.fullmatch(words) else "not-a-number")


def _settled(figure: Figure, kind: FieldType, hint: ColumnHint) -> Figure | Parsed:
    """Settle what "1.234" or "1,234" is, by the field's type and the column's other cells, or ask."""
    if figure.other is None:
        return figure
    thousands_read = abs(figure.low) > abs(figure.other)  # "1.234"; with a comma the first reading has decimals
    ask = unread("number-ambiguous", first=shown(figure.low), second=shown(figure.other))
    if figure.high is not None:
        return replace(figure, other=None) if kind is FieldType.COUNT and thousands_read else ask
    whole = kind is FieldType.COUNT or (kind is FieldType.AMOUNT and hint.decimal_mark != ".")
    if thousands_read and whole:
        far = hint.largest is not None and figure.low > _OUT_OF_SCALE * max(hint.largest, 1)
        return ask if far else replace(figure, other=None)
    if kind in (FieldType.COUNT, FieldType.AMOUNT) or not hint.decimal_mark:
        return ask
    danish = hint.decimal_mark == ","
    return replace(figure, low=figure.low if danish else figure.other, other=None, mark=hint.decimal_mark, plain=False)


def _unit_misfit(figure: Figure, kind: FieldType, expected: Expectation) -> Remark | None:
    """Return the finding about a unit that is not the field's: unexpected (not read) or merely different."""
    unit = figure.unit
    if not unit:
        return None
    unexpected: Remark = ("unit-unexpected", {"unit": figure.unit_text})
    differs: Remark = ("unit-differs", {"unit": figure.unit_text})
    heading = _heading_units(expected.says)
    if unit.startswith("money"):
        if kind not in (FieldType.AMOUNT, FieldType.NUMBER):
            return unexpected
        per_cell, per_heading = unit.partition("/")[2], _money_per(expected.says)
        asked_in = _money_factor(expected.says)
        if figure.factor > 1 and asked_in > 1 and figure.factor != asked_in:
            return unexpected
        if per_cell and per_heading and per_cell != per_heading:
            return unexpected
        return differs if per_cell and not per_heading else None
    if kind is FieldType.PERCENT:
        return None if unit == "percent" else unexpected
    if kind is FieldType.AMOUNT:
        return unexpected
    if kind is FieldType.COUNT and unit not in COUNTED:
        return None if unit in heading else unexpected
    if unit in heading or unit == "pieces":
        return None
    if unit in ("percent", "permille"):
        return unexpected
    if not heading:
        return None
    return differs if unit in COUNTED and kind is FieldType.COUNT else unexpected


def _money_factor(says: str) -> int:
    """Return what a heading counts money in: 1.000 for "(1.000 kr.)", a million for "mio. kr.", else 1."""
    match = _LARGE_MONEY.search(says)
    if match is None:
        return 1
    return 1000 if match[1] is None else 10**9 if match[1] in ("mia", "milliarder") else 10**6


def _heading_units(says: str) -> set[str]:
    found = set()
    for group, words in UNITS.items():
        if group != "pieces" and re.search(rf"(?<!\w)(?:{words})(?!\w)", says):
            found.add(group)
    return found


def _money_per(says: str) -> str:
    match = re.search(r"(?:/|\bpr\.?|\bper) ?(døgn|dg|dag|måned|md|mdr|år|time|uge|plads|borger|person)", says)
    return {"dg": "døgn", "dag": "døgn", "md": "måned", "mdr": "måned"}.get(match[1], match[1]) if match else ""


def _stated(figure: Figure, kind: FieldType, expected: Expectation, remarks: Sequence[Remark]) -> Parsed:
    if figure.factor > 1 and figure.factor == _money_factor(expected.says):
        figure = replace(figure, factor=1)  # "850 t.kr." under "(1.000 kr.)" is the heading's unit said again
    low, high = _times(figure.low, figure.factor), _times(figure.high, figure.factor)
    assert low is not None
    said = [*remarks, *_dress(figure, low)]
    own_unit = "percent" if kind is FieldType.PERCENT else ""
    decimals = kind is FieldType.COUNT and figure.mark  # "12,0"
    if not said and (not figure.plain or decimals or figure.unit not in ("", own_unit)):
        said.append(("number-in-words" if figure.words else "number-as-text", {"value": shown(low)}))
    if figure.shape in (Shape.POINT, Shape.SUM):
        if kind is FieldType.PERCENT:
            return _percent(low, expected, *said, certain=figure.unit == "percent")
        return _bounded_by_kind(low, kind, *said)
    bounds = [bound for bound in (low, high) if bound is not None]
    if kind is FieldType.COUNT and any(bound < 0 for bound in bounds):
        return unread("count-negative")
    if kind is FieldType.COUNT and not all(isinstance(bound, int) for bound in bounds):
        return unread("count-not-whole", value=shown(low))
    if kind is FieldType.PERCENT and figure.unit != "percent" and any(0 < b <= _FRACTION_LIMIT for b in bounds):
        return unread("percent-ambiguous", first=shown(low), second=shown(low * 100))
    return read_as(_bound(figure.shape, low, high, whole=kind is FieldType.COUNT), *said)


def _bound(shape: Shape, low: Number, high: Number | None, *, whole: bool) -> AnswerValue:
    """Return the statement as a value; among whole numbers "over 20" begins at 21 and "højst 4" ends below 5."""
    step = 1 if whole else 0
    if shape is Shape.BELOW:
        return Below(low)
    if shape is Shape.AT_MOST:
        return Below(low + 1) if whole else Range(0, low)
    if shape is Shape.ABOVE:
        return Range(low + step, None)
    if shape is Shape.AT_LEAST:
        return Range(low, None)
    return Range(low, high)


_SHAPE_CODES = {
    Shape.BELOW: "number-below",
    Shape.AT_MOST: "number-at-most",
    Shape.ABOVE: "number-above",
    Shape.AT_LEAST: "number-at-least",
    Shape.RANGE: "number-range",
    Shape.SUM: "number-sum",
}


def _dress(figure: Figure, low: Number) -> list[Remark]:
    """Return what has to be said about how the figure was written, the weightiest only where one covers another."""
    value = {"value": shown(low)}
    said: list[Remark] = []
    if figure.shape in _SHAPE_CODES:
        high = {} if figure.high is None else {"high": shown(figure.high * figure.factor)}
        said.append((_SHAPE_CODES[figure.shape], {**value, **high}))
    elif figure.approximate:
        said.append(("approximate-number", value))
    if figure.doubtful:
        said.append(("number-doubtful", value))
    if figure.footnote:
        said.append(("number-footnote", value))
    if figure.aside is Aside.OTHER:
        said.append(("number-with-remark", value))
    elif figure.aside is Aside.PART:
        said.append(("number-with-part", value))
    if figure.english:
        said.append(("number-english", value))
    if figure.factor > 1:
        said.append(("number-multiplied", value))
    return said


def _whole(value: float) -> Number:
    return int(value) if float(value).is_integer() else value


def _times(value: Number | None, factor: int) -> Number | None:
    return None if value is None else _whole(round(value * factor, 6)) if factor > 1 else value


_LARGE_MONEY = re.compile(r"\b(mio|mill(?:ioner)?|mia|milliarder)\b|\bt\.? ?kr|\btdkk|\b1[. ]?000 (?:kr|dkk)|\btusind")


def quantity_hint(cells: Sequence[Cell], kind: FieldType) -> ColumnHint:
    """Tell how a column of figures is written as a whole (decimal mark, size, percentages as parts of one)."""
    marks: set[str] = set()
    sizes: list[float] = []
    undecided: list[float] = []
    for cell in cells:
        value = cell.value
        if isinstance(value, bool) or cell.error is not None:
            continue
        if isinstance(value, (int, float)):
            sizes.append(abs(value))
            if not cell.is_percent:
                undecided.append(value)
        elif isinstance(value, str) and (figure := read_figure(value)) is not None:
            if figure.mark:
                marks.add(figure.mark)
            if figure.other is None:
                sizes.append(abs(figure.low))
                if figure.unit != "percent" and figure.shape is Shape.POINT:
                    undecided.append(figure.low)
    small = [value for value in undecided if 0 <= value <= _FRACTION_LIMIT]
    fractions = (
        kind is FieldType.PERCENT
        and len(small) == len(undecided) >= _FRACTION_CELLS
        and any(not float(value).is_integer() for value in small)
    )
    return ColumnHint(marks.pop() if len(marks) == 1 else "", max(sizes, default=None), fractions)
