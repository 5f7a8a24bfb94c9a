"""Rows of a list that someone keeps in a workbook: columns are known by their headings, wherever the table stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from koorddesk.domain.values import CellRef, FieldType
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding
from koorddesk.i18n import N_
from koorddesk.services.preview import file_bytes
from koorddesk.workbooks.grid import Cell, Sheet, address
from koorddesk.workbooks.parse import Expectation, parse_cell, raw_text
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.texts import plain, tidy
from koorddesk.workbooks.workers import in_worker

register(
    {
        "no-such-headings": N_(
            'No sheet in "%(file)s" has a row with the headings %(headings)s. Write them above the columns and try '
            "again."
        ),
    }
)

_HEADER_WITHIN = 30  # rows from the top of a sheet


@dataclass
class Row:
    """One row of the table: the columns of each field, and the findings about what stands there."""

    sheet: Sheet
    number: int
    columns: Mapping[str, Sequence[int]]
    date1904: bool
    findings: list[Finding] = field(default_factory=list)

    def texts(self, name: str) -> list[str]:
        """Return what stands in the field's columns, without empty ones."""
        return [text for cell in self._cells(name) if (text := tidy(raw_text(cell)))]

    def text(self, name: str) -> str:
        """Return the field's text, or an empty one."""
        return next(iter(self.texts(name)), "")

    def date(self, name: str) -> tuple[dt.date | None, bool]:
        """Return the field's date, and whether it could be read (an empty cell can)."""
        cell = next(iter(self._cells(name)), None)
        parsed = parse_cell(cell, FieldType.DATE, Expectation(date1904=self.date1904))
        for code, params in parsed.findings:
            self.say(code, name, **params)
        value = parsed.value if isinstance(parsed.value, dt.date) else None
        return value, value is not None or not self.text(name)

    def figure(self, name: str, kind: FieldType) -> float | None:
        """Return the field's plain figure of this kind, or None where there is none or it is not plain."""
        cell = next(iter(self._cells(name)), None)
        parsed = parse_cell(cell, kind, Expectation(date1904=self.date1904))
        if isinstance(parsed.value, bool) or not isinstance(parsed.value, (int, float)):
            return None
        return float(parsed.value)

    def yes_no(self, name: str) -> bool | None:
        """Return the field's yes or no, or None where it says neither."""
        cell = next(iter(self._cells(name)), None)
        value = parse_cell(cell, FieldType.YES_NO, Expectation()).value
        return value if isinstance(value, bool) else None

    def place(self, name: str = "") -> CellRef:
        """Return the field's cell, or the beginning of the row."""
        columns = self.columns.get(name) or [min(min(places) for places in self.columns.values())]
        return CellRef(self.sheet.name, address(self.number, columns[0]))

    def say(self, code: str, name: str = "", /, **params: str | float) -> None:
        """Add a finding at the field's cell, or at the beginning of the row."""
        self.findings.append(Finding(code, params, self.place(name)))

    def _cells(self, name: str) -> list[Cell | None]:
        return [self.sheet.cell(self.number, column) for column in self.columns.get(name, ())]


def read_rows(path: Path, headings: Mapping[str, str], needed: Sequence[frozenset[str]], shown: str) -> list[Row]:
    """Return the filled rows below the headings of the first sheet that has them.

    ``headings`` gives each field the pattern of its headings, in lower case; of ``needed`` one set of fields has to be
    there. Raises UserError, with ``shown`` as the headings to write, where no sheet has them.
    """
    grid = in_worker(read_workbook, file_bytes(path), path.name)
    for sheet in grid.sheets:
        for top, cells in sheet.rows():
            if top > _HEADER_WITHIN:
                break
            columns = _columns(cells, headings)
            if any(names <= columns.keys() for names in needed):
                rows = (Row(sheet, number, columns, grid.date1904) for number, _ in sheet.rows() if number > top)
                return [row for row in rows if any(row.texts(name) for name in columns)]
    raise UserError("no-such-headings", file=path.name, headings=shown)


def _columns(cells: Mapping[int, Cell], headings: Mapping[str, str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for column, cell in cells.items():
        heading = plain(raw_text(cell)).rstrip(" :*")
        for name, pattern in headings.items():
            if re.fullmatch(pattern, heading):
                columns.setdefault(name, []).append(column)
    return columns
