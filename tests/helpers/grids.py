"""Blank forms and filled-in copies built in memory, for tests of learning and locating."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from koorddesk.domain.reports import Outcome
from koorddesk.domain.submissions import Reading
from koorddesk.domain.values import Answer
from koorddesk.workbooks.analyse import analyse_grid
from koorddesk.workbooks.grid import Area, Cell, CellValue, Grid, Sheet, Validation, area, place
from koorddesk.workbooks.register import Register
from koorddesk.workbooks.template import Template

REGISTERS = Path(__file__).parents[2] / "resources" / "registers"
REGISTER = Register.from_csv(REGISTERS)
RECEIVED = dt.date(2025, 12, 1)
INPUT = "FFF2CC"
HEAD = "BDD7EE"


def cell(value: CellValue, **look: object) -> Cell:
    text = "" if value is None else str(value)
    return Cell(value, text, **look)


def places(ranges: Iterable[str]) -> Iterable[tuple[int, int]]:
    for each in ranges:
        found = area(each)
        yield from ((r, c) for r in range(found.top, found.bottom + 1) for c in range(found.left, found.right + 1))


def blank(
    texts: Mapping[str, CellValue],
    boxes: str = "",
    *,
    name: str = "Skema",
    merged: str = "",
    heads: str = "",
    choices: Mapping[str, tuple[str, ...]] | None = None,
    formulas: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    fill: str | None = INPUT,
    fills: Mapping[str, str] | None = None,
) -> Sheet:
    """A sheet with printed texts and answer boxes (``"B3 B4:D6"``: each cell, or each merged area, is a box)."""
    cells: dict[tuple[int, int], Cell] = {}
    for at in places(boxes.split()):
        cells[at] = Cell(None, fill=fill, border=True)
    for a1, value in texts.items():
        old = cells.get(place(a1))
        cells[place(a1)] = cell(value, fill=old.fill if old else None, border=old is not None)
    for at in places(heads.split()):
        cells[at] = replace(cells.get(at, Cell(None)), bold=True, fill=HEAD, border=True)
    for a1, formula in (formulas or {}).items():
        cells[place(a1)] = Cell(0, "0", formula=formula)
    for ranges, code in (formats or {}).items():
        for at in places(ranges.split()):
            cells[at] = replace(cells[at], number_format=code)
    for ranges, colour in (fills or {}).items():
        for at in places(ranges.split()):
            cells[at] = replace(cells.get(at, Cell(None, border=True)), fill=colour)
    validations = tuple(
        Validation(tuple(area(each) for each in ranges.split()), "list", listed)
        for ranges, listed in (choices or {}).items()
    )
    return Sheet(name, cells, merged=tuple(area(each) for each in merged.split()), validations=validations)


def grid(*sheets: Sheet) -> Grid:
    return Grid("xlsx", list(sheets))


def filled(form: Grid, answers: Mapping[str, CellValue]) -> Grid:
    """A copy with answers typed in, by ``"B3"`` (first sheet) or ``"Skema!B3"``."""
    made = copy.deepcopy(form)
    for name, value in answers.items():
        sheet_name, _, a1 = name.rpartition("!")
        sheet = made.sheets[0] if not sheet_name else next(each for each in made.sheets if each.name == sheet_name)
        old = sheet.cells.get(place(a1), Cell(None))
        sheet.cells[place(a1)] = replace(old, value=value, text="" if value is None else str(value), formula=None)
    return made


def moved(form: Grid, number: int, where: Callable[[tuple[int, int]], tuple[int, int] | None]) -> Grid:
    """A copy in which each cell of one sheet has gone where the function says (None: deleted), merged areas with it."""
    made = copy.deepcopy(form)
    sheet = made.sheets[number]
    sheet.cells = {to: each for at, each in sheet.cells.items() if (to := where(at)) is not None}
    ends = [(where((a.top, a.left)), where((a.bottom, a.right))) for a in sheet.merged]
    sheet.merged = tuple(Area(*first, *last) for first, last in ends if first and last)
    sheet.validations = ()
    return made


def read(form: Grid, *templates: Template, file_name: str = "svar.xlsx") -> Reading:
    """What the program makes of a filled-in grid."""
    file = Reading(file_name, "", 0, Outcome.HELD, None, None, (), ())
    return analyse_grid(form, file, "", templates, REGISTER, received_on=RECEIVED)


def values(reading: Reading) -> dict[tuple[str, int | None], object]:
    """The values read, by the template's cell and the row; empty ones left out."""
    return {(a.template_at.cell, a.row): a.value for a in reading.answers if a.raw or a.value is not None}


def answer(reading: Reading, cell_name: str, row: int | None = None) -> Answer:
    return next(a for a in reading.answers if a.template_at.cell == cell_name and a.row == row)


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}
