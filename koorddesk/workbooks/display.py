"""What Excel shows for a stored number: number formats, with Danish marks.

Format codes are stored in the American way (point for decimals, comma for thousands) whatever the language; shown
they follow the reader's own settings, and for the senders of these forms those are Danish. Error values keep their
English names, for that is how they are stored.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from koorddesk.workbooks.grid import CellError
from koorddesk.workbooks.serials import EPOCH_1904, from_serial

# ECMA-376 part 1, 18.8.30; 14 to 22 and 37 to 49 follow the reader's language, here Danish.
BUILTIN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '#,##0 "kr.";-#,##0 "kr."', 6: '#,##0 "kr.";[Red]-#,##0 "kr."',
    7: '#,##0.00 "kr.";-#,##0.00 "kr."', 8: '#,##0.00 "kr.";[Red]-#,##0.00 "kr."',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd-mm-yyyy", 15: "dd-mmm-yy", 16: "dd-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "hh:mm", 21: "hh:mm:ss", 22: "dd-mm-yyyy hh:mm",
    37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    41: "#,##0;-#,##0;-;@", 42: '#,##0 "kr.";-#,##0 "kr.";- "kr.";@', 43: "#,##0.00;-#,##0.00;-;@",
    44: '#,##0.00 "kr.";-#,##0.00 "kr.";- "kr.";@',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip

# Errors are stored under their English names; a program that localises what it writes uses the Danish ones.
_ERRORS = {error.value: error for error in CellError} | {
    "#DIVISION/0!": CellError.DIV0,
    "#I/T": CellError.NA,
    "#NAVN?": CellError.NAME,
    "#NUL!": CellError.NULL,
    "#REFERENCE!": CellError.REF,
    "#VÆRDI!": CellError.VALUE,
}

_MONTHS = {
    "da": (
        "januar", "februar", "marts", "april", "maj", "juni",
        "juli", "august", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_DAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_TOKEN = re.compile(
    r"""
    (?P<quoted>"[^"]*"?) | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<filled>.)
    | \[(?P<elapsed>h+|m+|s+)\] | \[\$(?P<currency>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]
    | \[(?P<condition>[<>=]+-?[\d.]+)\] | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|Standard) | (?P<half>AM/PM|A/P)
    | (?P<date>y+|m+|d+|h+|s+|(?<=s)\.0+) | (?P<exponent>E[+-]) | (?P<text>@)
    | (?P<digit>[0#?]) | (?P<mark>[.,%/]) | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

_LONGEST_CODE = 1_000  # Excel takes 255 characters
_PLAIN = re.compile(r"(#,##)?0(?:\.(0+))?(%)?")


@dataclass(frozen=True)
class NumberFormat:
    """A number format ready for use: ``show`` gives the displayed text of a stored number.

    ``is_date`` says that the number stands for a day or a time of day (a duration such as ``[h]:mm`` stays a number),
    ``is_general`` that nothing is asked for.
    """

    code: str
    is_date: bool
    is_general: bool
    show: Callable[[float, bool], str]


@dataclass(frozen=True)
class _Section:
    """One of the up to four parts of a format; ``condition`` tells which numbers it is for, where that is written."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, float] | None
    english: bool

    @property
    def is_date(self) -> bool:
        return any(kind in {"date", "half"} for kind, _ in self.tokens)

    @property
    def is_duration(self) -> bool:
        return any(kind == "elapsed" for kind, _ in self.tokens)


@functools.lru_cache(maxsize=2000)
def number_format(code: str) -> NumberFormat:
    """Return the format of this code; a code that makes no sense shows numbers as ``General`` does."""
    # Some programs escape what needs no escape; the same format is to have the same code.
    code = code.replace("\\-", "-").replace("\\ ", " ")
    if len(code) > _LONGEST_CODE:
        return NumberFormat("General", is_date=False, is_general=True, show=_show_general)
    if code in {"General", "", "@", "Standard"}:
        return NumberFormat(code or "General", is_date=False, is_general=True, show=_show_general)
    plain = _PLAIN.fullmatch(code)
    if plain is not None:
        show_plain = _plain(len(plain[2] or ""), thousands=bool(plain[1]), percent=bool(plain[3]))
        return NumberFormat(code, is_date=False, is_general=False, show=show_plain)
    sections = [_section(part) for part in _split(code)]
    first = sections[0]
    is_date = first.is_date and not first.is_duration and not any(kind == "digit" for kind, _ in first.tokens)

    def show(value: float, date1904: bool) -> str:
        section, negative = _choose(sections, value)
        if section is None:
            return "#" * 8
        if section.is_duration or section.is_date:
            return _show_date(section, value, date1904=date1904)
        return _show_number(section, value, keep_sign=negative)

    return NumberFormat(code, is_date=is_date, is_general=False, show=show)


def error_of(text: str) -> CellError:
    """Return which error a stored error text stands for."""
    return _ERRORS.get(text.strip().upper(), CellError.OTHER)


def general(value: float) -> str:
    """Return a number as a cell without a number format shows it: at most 11 characters wide, decimal comma."""
    size = abs(value)
    if isinstance(value, int) and size < 10**11:
        return str(value)
    if 1e-4 <= size < 1e11:
        decimals = 9 if size < 10 else 10 - len(str(int(size)))
        shown = f"{value:.{max(0, decimals)}f}"
        return shown.rstrip("0").rstrip(".").replace(".", ",") if "." in shown else shown
    if not size:
        return "0"
    digits, _, power = f"{value:.5E}".partition("E")
    return f"{digits.rstrip('0').rstrip('.')}E{power}".replace(".", ",")


def _plain(decimals: int, *, thousands: bool, percent: bool) -> Callable[[float, bool], str]:
    """Return the quick way for the formats nearly all number cells have (``0``, ``0.0``, ``#,##0.00``, ``0%``)."""
    places = Decimal(1).scaleb(-decimals)
    pattern = ",f" if thousands else "f"
    marks = str.maketrans(",.", ".,")
    end = "%" if percent else ""

    def show(value: float, date1904: bool) -> str:  # noqa: ARG001 - all formats are called alike
        exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
        if percent:
            exact = exact * 100
        with contextlib.suppress(ArithmeticError):  # more digits than Decimal keeps: nothing to round
            exact = exact.quantize(places, ROUND_HALF_UP)
        return format(exact or abs(exact), pattern).translate(marks) + end

    return show


def _show_general(value: float, date1904: bool) -> str:  # noqa: ARG001 - all formats are called alike
    return general(value)


def _split(code: str) -> list[str]:
    """Return the sections of a format code; ``;`` inside quotes or after a backslash does not divide."""
    parts = [""]
    for match in re.finditer(r'"[^"]*"?|\\.|\[[^\]]*\]|.', code, re.DOTALL):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts[:4]


def _section(part: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition = None
    english = False
    for match in _TOKEN.finditer(part):
        kind = match.lastgroup or "other"
        found = match[kind]
        if kind == "quoted":
            tokens.append(("literal", found.strip('"')))
        elif kind in {"escaped", "other"}:
            tokens.append(("literal", found))
        elif kind == "space":
            tokens.append(("literal", " "))
        elif kind in {"currency", "locale"}:
            if match["currency"]:
                tokens.append(("literal", match["currency"]))
            english = english or (match["locale"] or "").upper().endswith(("409", "809"))
        elif kind == "condition":
            sign = re.match("[<>=]+", found)
            assert sign is not None
            number = found[sign.end() :]
            if re.fullmatch(r"-?\d+(\.\d*)?", number):
                condition = (sign[0], float(number))
        elif kind not in {"filled", "bracket"}:
            tokens.append((kind, found.lower() if kind in {"date", "elapsed"} else found))
    return _Section(_minutes(tokens), condition, english)


def _minutes(tokens: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Tell minutes from months: ``m`` after hours or before seconds is minutes."""
    timed = [index for index, (kind, _) in enumerate(tokens) if kind in {"date", "elapsed"}]
    for position, index in enumerate(timed):
        kind, found = tokens[index]
        if kind == "date" and found in {"m", "mm"}:
            before = tokens[timed[position - 1]][1] if position else ""
            after = tokens[timed[position + 1]][1] if position + 1 < len(timed) else ""
            if before.startswith("h") or after.startswith("s"):
                tokens[index] = ("date", "n" * len(found))
    return tuple(tokens)


def _choose(sections: list[_Section], value: float) -> tuple[_Section | None, bool]:
    """Return the section that shows this number, and whether the sign is written before it."""
    if any(section.condition for section in sections):
        for section in sections[:3]:
            if section.condition is None or _meets(value, *section.condition):
                return section, value < 0
        return None, False
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], value < 0


def _meets(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit, ">": value > limit, "=": value == limit,
        "<=": value <= limit, ">=": value >= limit, "<>": value != limit,
    }.get(sign, True)  # fmt: skip


def _rounded(value: float, decimals: int) -> Decimal:
    """Round as Excel does: on the 15 digits it keeps, half away from zero."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if exact.adjusted() + decimals < 27 else exact


def _show_number(section: _Section, value: float, *, keep_sign: bool) -> str:
    tokens = section.tokens
    if not any(kind in {"digit", "general", "text"} for kind, _ in tokens):
        shown = "".join(found for kind, found in tokens if kind == "literal" or found == "%")
        return f"-{shown}" if keep_sign and shown else shown
    if any(kind in {"general", "text"} for kind, _ in tokens):
        number = general(value if keep_sign else abs(value))
        return "".join(number if kind in {"general", "text"} else found for kind, found in tokens)
    size = abs(value)
    if any(kind == "exponent" for kind, _ in tokens):
        shown = _show_exponent(tokens, size)
    elif any(token == ("mark", "/") for token in tokens):
        shown = _show_fraction(tokens, size)
    else:
        shown = _show_places(tokens, size)
    return f"-{shown}" if keep_sign and re.search("[1-9]", shown) else shown


def _show_places(tokens: tuple[tuple[str, str], ...], size: float) -> str:
    """Fill the digits of a number into the places of its format, right to left before the comma, then the decimals."""
    percent = sum(token == ("mark", "%") for token in tokens)
    point = next((i for i, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    digits = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    before = [i for i in digits if i < point]
    after = [i for i in digits if i > point]
    last = before[-1] if before else -1
    commas = [i for i, token in enumerate(tokens) if token == ("mark", ",") and i < point]
    # A comma between two places asks for thousands marks; after the last one each divides by a thousand.
    thousands = any(before and before[0] < i < last for i in commas)
    scaled = Decimal(size) if isinstance(size, int) else Decimal(f"{size:.15g}")
    scaled = scaled * 100**percent / Decimal(1000) ** sum(i > last for i in commas)
    with contextlib.suppress(ArithmeticError):  # more digits than Decimal keeps: nothing to round
        scaled = scaled.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    whole, _, decimals = f"{scaled:f}".partition(".")
    whole = whole.lstrip("0")
    shown: list[str] = []
    written = 0
    for index in range(point - 1, -1, -1):
        kind, found = tokens[index]
        if kind == "digit":
            rest = len(whole) if index == before[0] else 1
            for _ in range(max(rest, 1)):
                digit = whole[-1:] or {"0": "0", "?": " "}.get(found, "")
                whole = whole[:-1]
                if digit.isdigit() and thousands and written and written % 3 == 0:
                    shown.append(".")
                shown.append(digit)
                written += digit.isdigit()
        elif kind == "literal" or found == "%":
            shown.append(found)
    text = "".join(reversed(shown)) if before or not whole else "".join(reversed(shown)) + whole
    tail: list[str] = []
    kept = decimals.rstrip("0")
    place = 0
    for kind, found in tokens[point + 1 :]:
        if kind == "digit":
            digit = decimals[place : place + 1] or "0"
            if found == "0" or place < len(kept):
                tail.append(digit)
            elif found == "?":
                tail.append(" ")
            place += 1
        elif kind == "literal" or found == "%":
            tail.append(found)
    return text + ("," if point < len(tokens) else "") + "".join(tail)


def _show_exponent(tokens: tuple[tuple[str, str], ...], size: float) -> str:
    """Show mantissa and power (``1,23E+05``); the power goes in steps of as many places as stand before the comma."""
    mark = next(i for i, (kind, _) in enumerate(tokens) if kind == "exponent")
    mantissa, power_places = tokens[:mark], sum(kind == "digit" for kind, _ in tokens[mark:])
    point = next((i for i, token in enumerate(mantissa) if token == ("mark", ".")), len(mantissa))
    step = max(1, sum(kind == "digit" for kind, _ in mantissa[:point]))
    decimals = sum(kind == "digit" for kind, _ in mantissa[point:])
    power = 0
    if size:
        power = Decimal(f"{size:.15g}").adjusted() // step * step
    number = _rounded(float(Decimal(f"{size:.15g}").scaleb(-power)), decimals)
    if number >= 10**step:
        power += step
        number = _rounded(float(Decimal(f"{size:.15g}").scaleb(-power)), decimals)
    sign = "-" if power < 0 else "+" if tokens[mark][1].endswith("+") else ""
    tail = "".join(found for kind, found in tokens[mark:] if kind == "literal" or found == "%")
    return f"{number:f}".replace(".", ",") + "E" + sign + str(abs(power)).rjust(power_places, "0") + tail


def _show_fraction(tokens: tuple[tuple[str, str], ...], size: float) -> str:
    """Show a whole number and a fraction (``2 1/3``)."""
    slash = next(i for i, token in enumerate(tokens) if token == ("mark", "/"))
    below = [found for kind, found in tokens[slash + 1 :] if kind == "digit"]
    fixed = "".join(found for kind, found in tokens[slash + 1 :] if kind == "literal" and found.isdigit())
    mixed = any(token == ("literal", " ") for token in tokens[:slash])
    whole = int(size) if mixed else 0
    rest = Fraction(size) - whole
    if fixed:
        denominator = int(fixed)
        numerator = round(rest * denominator)
    else:
        near = rest.limit_denominator(10 ** max(1, min(len(below), 4)) - 1)
        numerator, denominator = near.numerator, near.denominator
    if numerator == denominator and mixed:
        return str(whole + 1)
    if numerator == 0:
        return str(whole)
    return f"{whole} {numerator}/{denominator}" if whole else f"{numerator}/{denominator}"


def _show_date(section: _Section, value: float, *, date1904: bool) -> str:
    """Show a day, a time or a duration; ``########`` for a number that stands for none, as in a negative date."""
    if section.is_duration:
        if abs(value) > 1e9:
            return "#" * 8
        seconds = round(abs(value) * 86400)
        moment = EPOCH_1904
    else:
        known = from_serial(value, date1904=date1904)
        if isinstance(known, dt.datetime):
            moment = known
        elif isinstance(known, dt.time):
            moment = dt.datetime.combine(dt.date(1899, 12, 31), known)
        elif known is not None:
            moment = dt.datetime.combine(known, dt.time())
        elif value == 0:
            moment = dt.datetime.combine(dt.date(1899, 12, 31), dt.time())
        else:
            return "#" * 8
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    half = any(kind == "half" for kind, _ in section.tokens)
    day_zero = not section.is_duration and moment.date() == dt.date(1899, 12, 31) and not date1904 and value < 1
    language = "en" if section.english else "da"
    shown = []
    for kind, found in section.tokens:
        if kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[found[0]]
            shown.append(str(seconds // unit).rjust(len(found), "0"))
        elif kind == "half":
            shown.append("AM" if seconds % 86400 < 43200 else "PM")
        elif kind == "date":
            shown.append(_date_part(found, moment, seconds, language, half=half, day_zero=day_zero))
        elif found == "/":
            shown.append("-")
        elif kind in {"literal", "mark"}:
            # The time mark of Danish Windows is a colon in Excel's own formats and a point in the system's.
            shown.append(found)
    sign = "-" if section.is_duration and value < 0 else ""
    return sign + "".join(shown)


def _date_part(found: str, moment: dt.datetime, seconds: int, language: str, *, half: bool, day_zero: bool) -> str:
    letter, width = found[0], len(found)
    if letter == "y":
        year = 1900 if day_zero else moment.year
        return f"{year % 100:02d}" if width <= 2 else f"{year:04d}"
    if letter == "m":
        month = 1 if day_zero else moment.month
        if width <= 2:
            return f"{month:0{width}d}"
        name = _MONTHS[language][month - 1]
        return {3: name[:3], 5: name[:1].upper()}.get(width, name)
    if letter == "d":
        if width <= 2:
            return f"{0 if day_zero else moment.day:0{width}d}"
        name = _DAYS[language][moment.weekday()]
        return name[: 2 if language == "da" else 3] if width == 3 else name
    if letter == ".":
        return "," + "0" * (width - 1)
    hour = seconds // 3600 % 24
    part = {"h": (hour % 12 or 12) if half else hour, "n": seconds // 60 % 60, "s": seconds % 60}[letter]
    return f"{part:0{min(width, 2)}d}"
