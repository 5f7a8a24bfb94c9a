"""What one cell says, read by the type of its field: exactly what stood there, or a finding says what was done.

A value that cannot be read is None with a finding. An empty cell is None without one; 0, "ikke relevant" and
"uoplyst" are kept apart from it and from each other (docs/values.md).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from koorddesk.domain.authorities import AuthorityKind
from koorddesk.domain.values import FieldType
from koorddesk.workbooks.choices import read_choice, read_scale, read_yes_no
from koorddesk.workbooks.cpr import masked
from koorddesk.workbooks.dates import date_hint, read_date, read_year
from koorddesk.workbooks.expectations import ColumnHint, Expectation, Parsed, Remark, read_as, unread
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.identifiers import identifier_remarks
from koorddesk.workbooks.quantities import quantity_hint, read_quantity, shown
from koorddesk.workbooks.register import match_authority, match_where_regions_answer
from koorddesk.workbooks.texts import (
    EXCEL_TEXT_LIMIT,
    FORM_TEXT_LIMIT,
    absence,
    draft_words,
    is_garbled,
    names_no_offer,
    repaired,
    several_names,
    tidy,
    trimmed,
)

__all__ = ["ColumnHint", "Expectation", "Parsed", "Remark", "column_hint", "parse_cell", "raw_text"]

_QUANTITIES = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.PERCENT, FieldType.AMOUNT})
# Error values as Danish and English Excel show them; typed as text they are errors all the same.
_TYPED_ERROR = re.compile(
    r"#(?:DIVISION/0!|DIV/0!|I/T|N/A|NAVN\?|NAME\?|NUL!|NULL!|NUM!|NUMMER!|REFERENCE!|REF!|VÆRDI!|VALUE!|SPILD!|SPILL!"
    r"|BEREGN!|CALC!|OVERLØB!|UKENDT!|BLOKERET!|FELT!|FORBIND!)"
)
_TOO_NARROW = re.compile(r"#{3,}")
_MASKED = 300  # characters that are looked through for what a finding may repeat of them
_LEFT_OUT = 80  # characters of a comment or a remark that a finding repeats


def raw_text(cell: Cell | None) -> str:
    """Return what stood in a cell, as text, before any reading.

    A text is whole, with its white space; a number has a decimal comma, no marks between thousands and every digit
    that is stored; a date is as Excel shows it; a formula without a result stands as the formula.
    """
    if cell is None:
        return ""
    if cell.error is not None:
        return str(cell.error)
    if cell.uncalculated:
        return f"={cell.formula or ''}"
    value = cell.value
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, (int, float)):
        if cell.is_percent:
            return f"{shown(round(value * 100, 10))} %"
        return shown(value)
    if isinstance(value, (dt.date, dt.time)):
        return cell.text or _shown_date(value)
    return value or ""


def _shown_date(value: dt.date | dt.time) -> str:
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%d-%m-%Y %H:%M")
    return value.strftime("%d-%m-%Y")


def parse_cell(cell: Cell | None, kind: FieldType, expectation: Expectation) -> Parsed:
    """Read one cell for a field of a type; every finding's parameters include ``raw``, what stood there."""
    if cell is None or (cell.is_blank and not cell.comment):
        return Parsed(None)
    parsed = Parsed(None) if cell.is_blank else _read(cell, kind, expectation)
    findings = [*parsed.findings, *_about_cell(cell, expectation)]
    if not findings:
        return parsed
    raw = raw_text(cell)
    return Parsed(parsed.value, tuple((code, _shown_params(raw, params, expectation)) for code, params in findings))


def _shown_params(
    raw: str, params: Mapping[str, str | int | float], expectation: Expectation
) -> dict[str, str | int | float]:
    """Return what fills in a finding's sentence: short, and without any civil registration number."""
    shown_raw = {"raw": raw, **params}
    return {
        name: _short(masked(value[:_MASKED], expectation.heading)) if isinstance(value, str) else value
        for name, value in shown_raw.items()
    }


def _read(cell: Cell, kind: FieldType, expectation: Expectation) -> Parsed:
    if cell.error is not None:
        return unread("error-value")
    if cell.uncalculated:
        return unread("formula-uncalculated")
    if isinstance(cell.value, str):
        text = trimmed(cell.value)
        if text.startswith("#") and (_TYPED_ERROR.fullmatch(text.upper()) or _TOO_NARROW.fullmatch(text)):
            return unread("error-value")
        if not any(map(str.isalnum, text)) and not tidy(text):  # nothing but invisible characters
            return Parsed(None)
    if kind in _QUANTITIES:
        return read_quantity(cell, kind, expectation)
    return _READERS[kind](cell, expectation)


def _about_cell(cell: Cell, expectation: Expectation) -> Iterable[Remark]:
    """Yield what has to be said about the cell itself, whatever its field takes."""
    if cell.struck and not cell.is_blank:
        yield "struck-through", {}
    if cell.comment and tidy(cell.comment) != tidy(expectation.comment):
        yield "cell-comment", {"comment": tidy(cell.comment)}
    if cell.formula and not cell.uncalculated and cell.error is None:
        yield _about_formula(cell.formula)


def _about_formula(formula: str) -> Remark:
    if re.search(r"\[[^\]]*\][^!]*!|https?://|\\\\", formula):
        return "formula-external", {}
    if re.search(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT)\(", formula.upper()):
        return "formula-changing", {}
    return "formula-value", {}


def _short(text: str) -> str:
    return text if len(text) <= _LEFT_OUT else f"{text[: _LEFT_OUT - 1]}…"


def _text(cell: Cell, expectation: Expectation) -> Parsed:
    """Read a text whole: only the white space around it is left out."""
    if not isinstance(cell.value, str):
        text = _written(cell)
        turned = isinstance(cell.value, (dt.date, dt.time)) and "dato" not in expectation.says
        if turned:
            return read_as(text, ("text-turned-date", {}))
        return read_as(text, *identifier_remarks(text, expectation.heading))
    text = trimmed(cell.value)
    said: list[Remark] = []
    if len(cell.value) in (FORM_TEXT_LIMIT, EXCEL_TEXT_LIMIT):
        said.append(("text-cut", {"length": len(cell.value)}))
    if is_garbled(text):
        said.append(("text-garbled", {"repaired": repaired(text) or "?"}))
    if words := draft_words(text):
        said.append(("draft-words", {"words": words}))
    elif absence(text) == "placeholder":
        said.append(("placeholder", {}))
    return read_as(text, *said, *identifier_remarks(text, expectation.heading))


def _written(cell: Cell) -> str:
    """Return a number, date or truth value in a text field as Excel shows it, with every stored digit."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        digits = re.sub(r"\D", "", cell.text)
        if digits and digits == re.sub(r"\D", "", shown(value)):
            return tidy(cell.text)  # "12 34 56 78" is a number with a format; "1,2E+07" is not
        if cell.text and digits.lstrip("0") == re.sub(r"\D", "", shown(value)):
            return tidy(cell.text)  # leading zeros by format
    return raw_text(cell)


def _offer(cell: Cell, _expectation: Expectation) -> Parsed:
    """Read an offer's name; several names in one cell are kept as one text and flagged."""
    text = tidy(cell.value) if isinstance(cell.value, str) else _written(cell)
    if isinstance(cell.value, (dt.date, dt.time)):
        return read_as(text, ("text-turned-date", {}))
    code = absence(text)
    if code is not None:
        return unread(code)
    names = several_names(cell.value) if isinstance(cell.value, str) else []
    said: list[Remark] = [("offer-no-name", {})] if names_no_offer(text) else []
    if names:
        text = trimmed(str(cell.value))
        said.append(("several-offers", {"count": len(names), "names": "; ".join(names)}))
    if is_garbled(text):
        said.append(("text-garbled", {"repaired": repaired(text) or "?"}))
    return read_as(text, *said)


def _municipality(cell: Cell, expectation: Expectation) -> Parsed:
    """Read a municipality; a region is taken where the heading asks for either."""
    return _authority(cell, expectation, AuthorityKind.MUNICIPALITY, "region")


def _region(cell: Cell, expectation: Expectation) -> Parsed:
    return _authority(cell, expectation, AuthorityKind.REGION, "kommune")


def _authority(cell: Cell, expectation: Expectation, kind: AuthorityKind, other_word: str) -> Parsed:
    text = _written(cell)
    if expectation.register is None:
        return read_as(tidy(text))
    if code := absence(text):
        return unread(code)
    matching = match_where_regions_answer if kind is AuthorityKind.REGION else match_authority
    match = matching(text, expectation.register, expectation.on)
    if match.respondent is None:
        proposals = ", ".join(proposal.name for proposal in match.proposals)
        return unread(match.code, proposals=proposals) if proposals else unread(match.code)
    respondent = match.respondent
    said: list[Remark] = []
    if respondent.kind is not kind and other_word not in expectation.says:
        said.append(("authority-other-kind", {"value": respondent.name}))
    if text.rstrip().endswith("?"):
        said.append(("answer-doubtful", {"value": respondent.name}))
    if match.code:
        said.append((match.code, {"value": respondent.name, "successor": respondent.successor or "-"}))
    return read_as(respondent.value, *said)


_READERS: Mapping[FieldType, Callable[[Cell, Expectation], Parsed]] = {
    FieldType.TEXT: _text,
    FieldType.DATE: read_date,
    FieldType.YEAR: read_year,
    FieldType.CHOICE: read_choice,
    FieldType.SCALE: read_scale,
    FieldType.YES_NO: read_yes_no,
    FieldType.MUNICIPALITY: _municipality,
    FieldType.REGION: _region,
    FieldType.OFFER: _offer,
}


def column_hint(cells: Iterable[Cell | None], kind: FieldType) -> ColumnHint:
    """Tell how a column is written as a whole, from its filled cells (not its headings and totals)."""
    filled: Sequence[Cell] = [cell for cell in cells if cell is not None and not cell.is_blank]
    if kind in _QUANTITIES:
        return quantity_hint(filled, kind)
    return date_hint(filled) if kind in (FieldType.DATE, FieldType.YEAR) else ColumnHint()
