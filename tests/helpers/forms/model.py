"""A workbook that can be pushed about before it is written.

Cells are objects that keep their identity while rows and columns move, so the answer key can ask at the end where each
answer came to stand.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


REFERENCE = re.compile(r"((?:'[^']+'|[\w]+)!)?(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])")


NO_CACHE = object()


AUTO = object()


def day(year: int, month: int, number: int) -> dt.datetime:
    """Return a day as a cell holds it: a moment without a zone."""
    return dt.datetime.combine(dt.date(year, month, number), dt.time())


def rc(ref: str) -> tuple[int, int]:
    """Return (row, column) of an A1 reference, from 1."""
    match = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", ref)
    if match is None:
        raise ValueError(ref)
    return int(match[2]), column_index_from_string(match[1])


def a1(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def box(ref: str) -> list[int]:
    """Return [first row, first column, last row, last column] of "A1:C3" or "A1"."""
    first, _, last = ref.partition(":")
    return [*rc(first), *rc(last or first)]


@dataclass(frozen=True)
class Style:
    fill: str | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None
    size: float = 10
    font: str = "Calibri"
    border: bool = False
    number_format: str = "General"
    wrap: bool = True
    align: str | None = None
    strike: bool = False
    unlocked: bool = False


PLAIN = Style()


@dataclass(eq=False)
class Cell:
    value: Any = None
    style: Style = PLAIN
    cached: Any = AUTO
    comment: str | None = None
    as_text: bool = False


@dataclass(eq=False)
class Validation:
    areas: list[list[int]]
    formula: str
    kind: str = "list"
    extended: bool = False
    operator: str | None = None


@dataclass(eq=False)
class Sheet:
    title: str
    book: "Book"
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[list[int]] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    state: str = "visible"
    protected: bool = False
    freeze: str | None = None
    autofilter: str | None = None
    gridlines: bool = True
    #: Excel tables on the sheet: name -> range
    listed: dict[str, str] = field(default_factory=dict)

    def at(self, ref: str) -> Cell:
        """Return the cell, made if it is not there."""
        return self.cells.setdefault(rc(ref), Cell())

    def put(self, ref: str, value: Any, style: Style = PLAIN, *, merge: str | None = None) -> Cell:
        cell = self.at(ref)
        cell.value, cell.style = value, style
        if merge:
            self.merge(merge)
            for position in spread(box(merge)):
                self.cells.setdefault(position, Cell()).style = style
        return cell

    def merge(self, ref: str) -> None:
        self.merges.append(box(ref))

    def paint(self, ref: str, style: Style) -> None:
        for position in spread(box(ref)):
            self.cells.setdefault(position, Cell()).style = style

    def list_choices(self, ref: str, formula: str, *, extended: bool = False) -> None:
        self.validations.append(Validation([box(part) for part in ref.split()], formula, extended=extended))

    def where(self, cell: Cell) -> str | None:
        for position, other in self.cells.items():
            if other is cell:
                return a1(*position)
        return None

    def last_row(self) -> int:
        return max((row for (row, _), cell in self.cells.items() if cell.value is not None), default=1)

    def last_column(self) -> int:
        return max((column for (_, column), cell in self.cells.items() if cell.value is not None), default=1)

    def insert_rows(self, row: int, count: int = 1) -> None:
        self._move(row, count, axis=0)

    def insert_columns(self, column: int, count: int = 1) -> None:
        self._move(column, count, axis=1)

    def delete_row(self, row: int) -> None:
        self._move(row, -1, axis=0)

    def delete_column(self, column: int) -> None:
        self._move(column, -1, axis=1)

    def swap_columns(self, one: int, other: int, first: int, last: int) -> None:
        """Exchange two columns between two rows (validations and unmerged formats move with them)."""
        for row in range(first, last + 1):
            a, b = self.cells.pop((row, one), None), self.cells.pop((row, other), None)
            if a is not None:
                self.cells[row, other] = a
            if b is not None:
                self.cells[row, one] = b
        exchange = {one: other, other: one}
        for area in [*self.merges, *(area for v in self.validations for area in v.areas)]:
            if area[1] == area[3] and first <= area[0] and area[2] <= last:
                area[1] = area[3] = exchange.get(area[1], area[1])
        self.widths[one], self.widths[other] = self.widths.get(other, 12), self.widths.get(one, 12)

    def _move(self, start: int, count: int, axis: int) -> None:
        def moved(n: int) -> int:
            if count < 0:
                return n - 1 if n > start else n
            return n + count if n >= start else n

        gone = start if count < 0 else None
        cells = {}
        for position, cell in self.cells.items():
            if position[axis] == gone:
                continue
            new = list(position)
            new[axis] = moved(new[axis])
            cells[new[0], new[1]] = cell
        self.cells = cells
        self.merges = [area for area in (self._area(m, moved, gone, axis) for m in self.merges) if area]
        self.merges = [m for m in self.merges if m[0] != m[2] or m[1] != m[3]]
        for validation in self.validations:
            validation.areas = [a for a in (self._area(m, moved, gone, axis) for m in validation.areas) if a]
        self.validations = [v for v in self.validations if v.areas]
        if axis == 0:
            self.hidden_rows = {moved(n) for n in self.hidden_rows if n != gone}
        else:
            self.widths = {moved(n): w for n, w in self.widths.items() if n != gone}
            self.hidden_columns = {moved(n) for n in self.hidden_columns if n != gone}
        self.book.shift_formulas(self, moved, axis)
        if self.autofilter:
            area = self._area(box(self.autofilter), moved, gone, axis)
            self.autofilter = f"{a1(*area[:2])}:{a1(*area[2:])}" if area else None
        self.listed = {
            name: f"{a1(*new[:2])}:{a1(*new[2:])}"
            for name, ref in self.listed.items()
            if (new := self._area(box(ref), moved, gone, axis))
        }
        if self.freeze:
            place = list(rc(self.freeze))
            place[axis] = moved(place[axis])
            self.freeze = a1(*place)

    @staticmethod
    def _area(area: list[int], moved: Any, gone: int | None, axis: int) -> list[int] | None:
        area = list(area)
        low, high = area[axis], area[axis + 2]
        if gone is not None and low == high == gone:
            return None
        area[axis] = moved(low)
        area[axis + 2] = moved(high) if gone is None or high != gone else high - 1
        return area


@dataclass(eq=False)
class Book:
    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    locked_structure: bool = False
    epoch_1904: bool = False

    def sheet(self, title: str) -> Sheet:
        made = Sheet(title, self)
        self.sheets.append(made)
        return made

    def __getitem__(self, title: str) -> Sheet:
        return next(s for s in self.sheets if s.title == title)

    def rename(self, sheet: Sheet, title: str) -> None:
        """Rename a sheet, and its name in formulas, validations and named ranges."""
        old, new = quoted(sheet.title), quoted(title)
        for other in self.sheets:
            for cell in other.cells.values():
                if isinstance(cell.value, str) and cell.value.startswith("=") and not cell.as_text:
                    cell.value = cell.value.replace(old + "!", new + "!")
            for validation in other.validations:
                validation.formula = validation.formula.replace(old + "!", new + "!")
        self.names = {name: target.replace(old + "!", new + "!") for name, target in self.names.items()}
        sheet.title = title

    def shift_formulas(self, moved_sheet: Sheet, moved: Any, axis: int) -> None:
        def fix(formula: str, own: bool) -> str:
            def one(match: re.Match[str]) -> str:
                sheet = match[1]
                title = sheet[:-1].strip("'") if sheet else None
                if (title is None and not own) or (title is not None and title != moved_sheet.title):
                    return match[0]
                row, column = int(match[5]), column_index_from_string(match[3])
                if axis == 0:
                    row = moved(row)
                else:
                    column = moved(column)
                return f"{sheet or ''}{match[2]}{get_column_letter(column)}{match[4]}{row}"

            # the second half of "Ark!A1:A5" belongs to the same sheet as the first
            out, last_sheet, at = [], None, 0
            for match in REFERENCE.finditer(formula):
                between = formula[at : match.start()]
                if match[1] is None and between == ":" and last_sheet is not None:
                    probe = REFERENCE.fullmatch(last_sheet + match[0])
                    out.append(between + (one(probe)[len(last_sheet) :] if probe else match[0]))
                else:
                    out.append(between + one(match))
                    last_sheet = match[1]
                at = match.end()
            return "".join(out) + formula[at:]

        for sheet in self.sheets:
            for cell in sheet.cells.values():
                if isinstance(cell.value, str) and cell.value.startswith("=") and not cell.as_text:
                    cell.value = "=" + fix(cell.value[1:], sheet is moved_sheet)
            for validation in sheet.validations:
                if not validation.formula.startswith('"'):
                    validation.formula = fix(validation.formula, sheet is moved_sheet)
        self.names = {name: fix(target, own=False) for name, target in self.names.items()}


def quoted(title: str) -> str:
    return title if re.fullmatch(r"[A-Za-zÆØÅæøå_][\wÆØÅæøå]*", title) else f"'{title}'"


def spread(area: list[int]) -> Iterator[tuple[int, int]]:
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            yield row, column


def restyled(style: Style, **changes: Any) -> Style:
    return replace(style, **changes)
