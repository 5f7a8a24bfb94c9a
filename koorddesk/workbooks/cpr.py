"""Civil registration numbers (CPR-numre): finding them in a cell where they must not be, and masking them.

A number is found by its shape and by holding a real date of birth; the old check digit is not demanded, for newer
numbers need not have it. What is held back because of it is the caller's business.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from koorddesk.domain.values import FieldType
from koorddesk.workbooks.grid import Cell

_SHAPE = re.compile(
    r"(?<![\d.,/-])(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{2})(?P<gap> ?[-–—‐‑] ?| )?(?P<s>\d{4})(?![\d]|[.,/-]\d)"
)
# A field for a number of ten digits that is no person's: company, production unit, journal, case, document, telephone.
_OTHER_FIELD = re.compile(
    r"\b(?:cvr|se-?n(?:r|ummer)|p-?n(?:r|ummer)|produktionsenhed|journaln|sags?-?(?:n(?:r|ummer)|id)"
    r"|dok(?:ument)?\.? ?n|j\.? ?nr|telefon|tlf|mobil(?!itet)|fax|ean|konto|reg\.? ?nr|tilbudsid|portal-?id|matrikel)",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(_OTHER_FIELD.pattern + r"[\w.-]*[\s:#.]*(?:nr\.?|nummer)?[\s:#.]*$", re.IGNORECASE)
_DATE_DIGITS = re.compile(r"\d{6}")
_SHORTEST = 10  # characters of a civil registration number
_BARE_FORMAT = re.compile(r"General|Standard|@|[0#]*", re.IGNORECASE)
_LABEL_REACH = 80  # characters before a number in which its label is looked for
MASK = "xxxxxx-xxxx"


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """One number found: its place in the text."""

    start: int
    end: int


def may_hold_number(text: str) -> bool:
    """Tell quickly whether a text can hold a civil registration number at all: nearly none can."""
    return len(text) >= _SHORTEST and _DATE_DIGITS.search(text) is not None


def cell_may_hold_number(cell: Cell) -> bool:
    """Tell the same of a cell and its comment."""
    value = cell.value
    if cell.comment and may_hold_number(cell.comment):
        return True
    if isinstance(value, str):
        return may_hold_number(value)
    return isinstance(value, (int, float)) and value >= 10 ** (_SHORTEST - 2)


def registration_numbers(text: str, heading: str = "") -> tuple[RegistrationNumber, ...]:
    """Return the civil registration numbers in a text.

    None where the field's heading, or a label just before the number, says that it is another kind of number.
    """
    if not may_hold_number(text) or _OTHER_FIELD.search(heading):
        return ()
    return tuple(_found(text))


def registration_numbers_in(
    cell: Cell, kind: FieldType | None = None, heading: str = ""
) -> tuple[RegistrationNumber, ...]:
    """Return the civil registration numbers in a cell and in its comment (places count in the text they stand in).

    A real number loses its zero in front: nine digits count in a text field, or where no field is known. A figure with
    marks between thousands, decimals or a currency, and any figure in a field for amounts or numbers, is no person's.
    """
    found = registration_numbers(cell.comment or "", heading)
    if isinstance(cell.value, str):
        return found + registration_numbers(cell.value, heading)
    return found + _in_number(cell, kind, heading)


def shown_digits(cell: Cell) -> str:
    """Return what a cell of no field says, a whole number with the zero in front that it may have lost."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
        return f"{int(value):010d}"
    return str(value or "")


def _in_number(cell: Cell, kind: FieldType | None, heading: str) -> tuple[RegistrationNumber, ...]:
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not float(value).is_integer():
        return ()
    if "-" in cell.text and (shown := registration_numbers(cell.text, heading)):  # the format 000000-0000
        return shown
    if kind in (FieldType.AMOUNT, FieldType.NUMBER, FieldType.PERCENT) or not _BARE_FORMAT.fullmatch(
        cell.number_format
    ):
        return ()
    digits = str(int(value))
    if len(digits) == 9 and kind in (None, FieldType.TEXT, FieldType.OFFER):
        digits = f"0{digits}"
    return registration_numbers(digits, heading)


def _found(text: str) -> Iterator[RegistrationNumber]:
    for match in _SHAPE.finditer(text):
        if not _is_birthday(match["d"], match["m"], match["y"], match["s"]):
            continue
        if _LABEL_BEFORE.search(text, max(0, match.start() - _LABEL_REACH), match.start()):
            continue
        yield RegistrationNumber(match.start(), match.end())


def _is_birthday(day: str, month: str, year: str, serial: str) -> bool:
    """Tell whether the six digits are a date in the century that the seventh digit says."""
    short, seventh = int(year), int(serial[0])
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if short <= 36 else 1900
    else:
        century = 2000 if short <= 57 else 1800
    try:
        dt.date(century + short, int(month), int(day))
    except ValueError:
        return False
    return True


def masked(text: str, heading: str = "") -> str:
    """Return a text with every civil registration number replaced; nothing of the number stays."""
    pieces = []
    at = 0
    for number in registration_numbers(text, heading):
        pieces += [text[at : number.start], MASK]
        at = number.end
    return "".join((*pieces, text[at:]))


def masked_raw(cell: Cell, raw: str, kind: FieldType | None = None, heading: str = "") -> str:
    """Return what stood in a cell with its civil registration numbers replaced, also one stored as a number."""
    if not isinstance(cell.value, str) and _in_number(cell, kind, heading):
        return MASK
    return masked(raw, heading)
