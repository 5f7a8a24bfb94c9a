"""References as formulas write them: areas with or without a sheet, whole columns, and how a shared formula moves."""

from __future__ import annotations

import re

from koorddesk.workbooks.grid import Area, column_letters

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_AREA = re.compile(
    r"\$?(?P<left>[A-Z]{1,3})\$?(?P<top>\d{1,7})(?::\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>\d{1,7}))?"
    r"|\$?(?P<first>[A-Z]{1,3}):\$?(?P<last>[A-Z]{1,3})|\$?(?P<upper>\d{1,7}):\$?(?P<lower>\d{1,7})",
    re.IGNORECASE,
)
_ON_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\s]+))!(.+)", re.DOTALL)
# What may move in a formula: a relative address that is not part of a string, a name, a function or a quoted sheet.
_PIECES = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|(?<![A-Za-z0-9_.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![A-Za-z0-9_.(!])"""
)


def column_number(letters: str) -> int:
    """Return the number of a column by its letters (A is 1)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_area(text: str) -> Area | None:
    """Return the rectangle of ``B2``, ``$B$2:$D$5``, ``B:D`` or ``2:5``; None for anything else or beyond Excel."""
    match = _AREA.fullmatch(text.strip())
    if match is None:
        return None
    if match["left"]:
        left, top = column_number(match["left"]), int(match["top"])
        right = column_number(match["right"]) if match["right"] else left
        bottom = int(match["bottom"]) if match["bottom"] else top
    elif match["first"]:
        left, right, top, bottom = column_number(match["first"]), column_number(match["last"]), 1, LAST_ROW
    else:
        left, right, top, bottom = 1, LAST_COLUMN, int(match["upper"]), int(match["lower"])
    found = Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    return found if found.top >= 1 and found.bottom <= LAST_ROW and found.right <= LAST_COLUMN else None


def parse_areas(text: str | None) -> tuple[Area, ...]:
    """Return the rectangles of a list that is divided by blanks (``sqref``)."""
    return tuple(found for word in (text or "").split() if (found := parse_area(word)) is not None)


def parse_reference(text: str, sheet: str) -> tuple[str, Area] | None:
    """Return sheet and rectangle of ``Lister!$A$1:$A$5``; a reference without a sheet is to ``sheet``."""
    match = _ON_SHEET.fullmatch(text.strip().removeprefix("="))
    if match is None:
        area = parse_area(text.strip().removeprefix("="))
        return (sheet, area) if area is not None else None
    area = parse_area(match[3])
    return (match[1].replace("''", "'") if match[1] else match[2], area) if area is not None else None


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a shared formula as it reads so many rows and columns away from where it was written."""

    def shifted(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        column = column_number(match[3])
        if not match[2]:
            column = (column - 1 + columns) % LAST_COLUMN + 1
        row = int(match[5]) if match[4] else (int(match[5]) - 1 + rows) % LAST_ROW + 1
        return f"{match[2]}{column_letters(column)}{match[4]}{row}"

    return _PIECES.sub(shifted, formula)
