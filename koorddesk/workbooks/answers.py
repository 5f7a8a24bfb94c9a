"""Turns spots into answers: settles the type that only the answers can show, reads each cell, places its findings."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from koorddesk.domain.values import Answer, AnswerValue, CellRef, FieldType
from koorddesk.findings import Finding
from koorddesk.workbooks.cpr import cell_may_hold_number, masked, registration_numbers_in
from koorddesk.workbooks.expectations import Expectation
from koorddesk.workbooks.figures import read_figure
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.kinds import says_only_when
from koorddesk.workbooks.parse import column_hint, parse_cell, raw_text
from koorddesk.workbooks.register import Register
from koorddesk.workbooks.spots import Remark, Spot
from koorddesk.workbooks.template import Kind, TemplateField
from koorddesk.workbooks.texts import absence, several_names

_YES_OR_NO = re.compile(
    r"\W*(?:(?:ja|nej|j|n|x|yes|no)\b.{0,20}|delvist?\b.{0,20}|måske|både\s+og|til\s+dels|i\s+nogen\s+grad|ikke\s+endnu)\W*",
    re.IGNORECASE | re.DOTALL,
)
_TICKED = re.compile(r"\s*[xX✓✔☒☑]\s*")
_DAY = re.compile(
    r"\s*(?:den\s+)?\d{1,2}(?:[-./]\s?\d{1,2}[-./]\s?|\.?\s*[a-zæøå]{3,9}\.?\s+)(?:19|20)\d\d\s*", re.IGNORECASE
)
_SIGNED = re.compile(
    r"ændring|udvikling|differen|afvigelse|regulering|resultat|saldo|vækst|forskel|balance", re.IGNORECASE
)
_SERIALS = range(36_526, 54_789)  # the numbers of the days from 2000 to 2049
_NAMED = re.compile(
    r"telefon\b|telefonn|\btlf|\bmobil(?:telefon|nr|nummer)?\b|\bcvr|\bp-?n|\bean\b|journal|sags?n|\bnr\b|nummer|konto|\bpost|kode\b|e-?mail|dato\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\s*(?:ingen|nul|0)\b.{0,20}", re.IGNORECASE)
_PLACES = (FieldType.MUNICIPALITY, FieldType.REGION)
_LEAST_FIGURES = 3  # plain figures in a column from which they tell what the others mean
_MOSTLY = 0.6
_MARK = re.compile(r"\s*(\d{1,2})(?:\s*[=.)–-].*|\s+\D.*)?")


@dataclass(frozen=True)
class Reader:
    """What every cell of one workbook is read with."""

    register: Register
    received_on: dt.date
    date1904: bool = False


def read_spots(spots: Sequence[Spot], reader: Reader) -> tuple[list[Answer], list[Finding]]:
    """Return the answers in the order of the spots, and the findings about their cells."""
    cells = [spot.cell for spot in spots]
    by_field: dict[str, list[Cell]] = {}
    fields: dict[str, TemplateField] = {}
    for spot, cell in zip(spots, cells, strict=True):
        filled = by_field.setdefault(spot.field.id, [])
        fields[spot.field.id] = spot.field
        if cell is not None and not spot.printed and not cell.is_blank:
            filled.append(cell)
    beside = _figures_beside(fields, by_field)
    expected = {
        field_id: _expectation(fields[field_id], filled, reader, figures=beside.get(_column_of(fields[field_id]), 0.0))
        for field_id, filled in by_field.items()
    }
    answers: list[Answer] = []
    findings: list[Finding] = []
    for spot, cell in zip(spots, cells, strict=True):
        kind, expectation = expected[spot.field.id]
        answer, remarks = _read(spot, cell, kind, expectation)
        answers.append(answer)
        if answer.value is True and kind is not spot.field.type and _TICKED.fullmatch(answer.raw):
            remarks = [*remarks, ("tick-as-yes", {"raw": answer.raw[:20]})]
        findings += [_finding(code, params, spot) for code, params in remarks]
    return answers, findings


def _column_of(field: TemplateField) -> tuple[str, str]:
    """Return the table and column of a grid's cell; columns that only name a time (2024, marts) count as one."""
    return field.table, "" if _only_times(field.label) else field.column_at


@functools.lru_cache(1 << 14)
def _only_times(label: str) -> bool:
    return says_only_when(label.rpartition(" – ")[2])


@functools.lru_cache(1 << 14)
def _is_named(label: str) -> bool:
    return _NAMED.search(label) is not None


def _figures_beside(
    fields: Mapping[str, TemplateField], by_field: Mapping[str, Sequence[Cell]]
) -> dict[tuple[str, str], float]:
    """Return what share of the filled cells of unknown kind are plain figures, by column of a grid; from three on."""
    counted: dict[tuple[str, str], list[bool]] = {}
    for field_id, field in fields.items():
        if _is_open(field):
            figures = [_is_figure(cell) for cell in by_field[field_id]]
            counted.setdefault(_column_of(field), []).extend(figures)
    return {column: sum(found) / len(found) for column, found in counted.items() if sum(found) >= _LEAST_FIGURES}


def _is_open(field: TemplateField) -> bool:
    """Tell whether a grid's cell may take figures although no word of the blank says so.

    A row "Egen kommune" or "Botilbud" under years asks for no name.
    """
    if field.kind is not Kind.CELL or field.choices or _is_named(field.label):
        return False
    return field.type in (FieldType.TEXT, FieldType.OFFER) or (field.type in _PLACES and _only_times(field.label))


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)


def _expectation(
    field: TemplateField, cells: Sequence[Cell], reader: Reader, *, figures: float = 0.0
) -> tuple[FieldType, Expectation]:
    kind = settled_type(field, cells)
    if (
        kind in (FieldType.TEXT, FieldType.OFFER, *_PLACES)
        and cells
        and _is_open(field)
        and _stands_for_figure(cells, figures)
    ):
        kind = FieldType.NUMBER
    return kind, Expectation(
        choices=field.choices,
        several=field.several,
        heading=field.label,
        unit=field.unit,
        date1904=reader.date1904,
        column_hint=column_hint(cells, kind),
        register=reader.register,
        on=reader.received_on,
    )


def _stands_for_figure(cells: Sequence[Cell], figures: float) -> bool:
    """Tell whether cells hold figures, or, in a column that is mostly figures, words that stand for one."""
    if all(_is_figure(cell) for cell in cells):
        return True
    return figures >= _MOSTLY and all(
        _is_figure(cell)
        or _may_be_figure(cell)
        or absence(str(cell.value), figures=True) is not None
        or _NOTHING.fullmatch(str(cell.value)) is not None
        for cell in cells
    )


def _shows_year(cell: Cell) -> bool:
    """Tell whether a cell holds a day and shows its year; without it Excel may have made the day of "5-10"."""
    shown = cell.number_format.casefold()
    return isinstance(cell.value, dt.date) and ("y" in shown or "d" not in shown)


def settled_type(field: TemplateField, cells: Sequence[Cell]) -> FieldType:
    """Return a field's type; where the blank does not tell it, what its answers are told by most of them."""
    plain = not field.certain or field.kind is Kind.CELL
    unsure = field.type is FieldType.OFFER or (field.type is FieldType.TEXT and plain)
    if unsure and cells and all(_TICKED.fullmatch(str(cell.value)) for cell in cells):
        return FieldType.YES_NO  # nothing but crosses
    if field.certain or not cells:
        return field.type
    if field.type is FieldType.YES_NO:
        plain = all(
            isinstance(cell.value, bool)
            or _YES_OR_NO.fullmatch(str(cell.value))
            or absence(str(cell.value)) is not None
            for cell in cells
        )
        return FieldType.YES_NO if plain else FieldType.TEXT
    dates = sum(map(_shows_year, cells))
    figures = sum(isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool) for cell in cells)
    if 2 * dates > len(cells) or (dates and not figures and 2 * dates == len(cells)):
        return FieldType.DATE
    if all(isinstance(cell.value, str) and _DAY.fullmatch(cell.value) for cell in cells):
        return FieldType.DATE
    days = sum(isinstance(cell.value, (int, float)) and cell.value in _SERIALS for cell in cells)
    if dates and days == figures and 2 * (dates + days) > len(cells):
        return FieldType.DATE  # some days have lost their format and show as their number
    if figures and 2 * figures >= len(cells):
        shares = sum(cell.is_percent for cell in cells)
        return FieldType.PERCENT if shares and 2 * shares >= figures else FieldType.NUMBER
    return field.type


def _read(spot: Spot, cell: Cell | None, kind: FieldType, expectation: Expectation) -> tuple[Answer, Sequence[Remark]]:
    field = spot.field
    remarks: Sequence[Remark] = spot.remarks
    raw = "" if cell is None or (spot.printed and spot.text is None) else raw_text(cell)
    value: AnswerValue = None
    if field.kind is Kind.SCALE:
        value = _mark(spot.text) if spot.text is not None else None
    elif spot.text is not None:
        raw = spot.text
        old = cell if cell is not None else Cell(None)
        parsed = parse_cell(replace(old, value=spot.text, text=spot.text, formula=None), kind, expectation)
        value, remarks = parsed.value, [*remarks, *parsed.findings]
    elif cell is not None and not spot.printed and (raw or cell.comment):
        parsed = parse_cell(cell, kind, expectation)
        value = parsed.value
        if parsed.findings:
            remarks = [*remarks, *parsed.findings]
        if kind is FieldType.TEXT and not field.certain:
            remarks = [*remarks, *_doubts(cell, raw)]
    if kind is FieldType.NUMBER and isinstance(value, (int, float)) and value < 0 and not _SIGNED.search(field.label):
        remarks = [*remarks, ("number-negative", {"raw": raw[:80]})]
    if cell is not None and cell_may_hold_number(cell) and registration_numbers_in(cell, kind, expectation.heading):
        shown = masked(raw, expectation.heading)
        remarks = [*remarks, ("civil-registration-number", {"masked": shown[:80]})]
        raw = shown
        value = masked(value, expectation.heading) if isinstance(value, str) else None
    return Answer(field.template_at, spot.row, field.label, kind, raw, value, spot.at), remarks


def _mark(heading: str) -> int | str:
    """Return the mark that a heading stands for: 4 for "4" or "4 = stor", else the heading itself."""
    match = _MARK.fullmatch(heading)
    return int(match[1]) if match else heading


def _doubts(cell: Cell, raw: str) -> list[Remark]:
    """Return what may be meant otherwise by a text in a field of unknown kind: a figure, or several names."""
    if _may_be_figure(cell):
        return [("kind-uncertain", {"raw": raw[:80]})]
    names = several_names(raw)
    if 1 < len(names) <= 6 and all(len(name) <= 60 for name in names):
        return [("several-names", {"count": len(names), "names": "; ".join(names)[:200]})]
    return []


def _may_be_figure(cell: Cell) -> bool:
    """Tell whether a text in a field of unknown kind is a figure in disguise ("ca. 12", "under 5")."""
    digits = isinstance(cell.value, str) and any(sign.isdigit() for sign in cell.value)
    return digits and len(str(cell.value)) < 30 and read_figure(str(cell.value)) is not None


def _finding(code: str, params: Mapping[str, str | int | float], spot: Spot) -> Finding:
    at: CellRef | None = spot.at
    return Finding(code, params, at, spot.field.template_at, spot.row)
