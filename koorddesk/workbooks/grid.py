"""What a workbook holds once it is read: sheets of cells, free of any file format.

A ``Grid`` is plain data that crosses from the worker process to the program; rows and columns count from 1.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

CellValue = None | str | int | float | bool | dt.date | dt.datetime | dt.time


class CellError(enum.StrEnum):
    """An error value that stands in a cell instead of an answer."""

    DIV0 = "#DIV/0!"
    NA = "#N/A"
    NAME = "#NAME?"
    NULL = "#NULL!"
    NUM = "#NUM!"
    REF = "#REF!"
    VALUE = "#VALUE!"
    OTHER = "#ERROR!"


# Not frozen: a frozen one takes four times as long to make, and a form has thousands. Treat it as a value.
@dataclass(slots=True)
class Cell:
    """One stored cell.

    ``value`` is the stored (or cached) value; ``text`` what Excel would show; ``number_format`` the format code
    (``General`` where none). ``formula`` is the formula without ``=`` (an empty
    text where the file format does not give it), or None; ``uncalculated`` says that it has no
    cached value. ``error`` stands instead of a value. ``fill`` is the fill colour as ``RRGGBB``, or None.
    """

    value: CellValue
    text: str = ""
    number_format: str = "General"
    formula: str | None = None
    uncalculated: bool = False
    error: CellError | None = None
    bold: bool = False
    struck: bool = False
    fill: str | None = None
    locked: bool = True
    comment: str | None = None
    wrap: bool = False
    align: str = ""
    border: bool = False
    size: float = 11.0
    color: str | None = None

    @property
    def is_percent(self) -> bool:
        """Tell whether the number format shows a percentage (0.125 stands for 12,5 %)."""
        return "%" in self.number_format

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is to be read here: no value, or white space only, and no error or formula."""
        if self.error is not None or self.uncalculated:
            return False
        return self.value is None or (isinstance(self.value, str) and not self.value.strip(" \t\r\n\u00a0\u200b"))


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: tuple[int, int]) -> bool:
        """Tell whether (row, column) lies inside."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True, slots=True)
class Validation:
    """A data validation: its areas, its kind, and for a list the choices.

    ``kind`` is ``list``, ``whole``, ``decimal``, ``date``, ... as the workbook has it.
    ``required`` is True where Excel refuses a blank. ``choices`` are resolved from ranges and names where possible.
    """

    areas: tuple[Area, ...]
    kind: str
    choices: tuple[str, ...] = ()
    source: str = ""
    required: bool = False
    prompt: str = ""


class SheetVisibility(enum.StrEnum):
    """Whether a sheet is shown, hidden, or hidden so that Excel's menu does not offer it."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very-hidden"


@dataclass(slots=True)
class Sheet:
    """One worksheet; only stored cells are in ``cells``, keyed by (row, column)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    visibility: SheetVisibility = SheetVisibility.VISIBLE
    validations: tuple[Validation, ...] = ()
    protected: bool = False
    column_widths: Mapping[int, float] = field(default_factory=dict)
    row_heights: Mapping[int, float] = field(default_factory=dict)
    tables: tuple[tuple[str, Area], ...] = ()
    has_drawings: bool = False

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the stored cell, or None."""
        return self.cells.get((row, column))

    def merged_area(self, row: int, column: int) -> Area | None:
        """Return the merged area that covers the cell, or None."""
        return next((area for area in self.merged if (row, column) in area), None)

    @property
    def last_row(self) -> int:
        """Return the last row that holds a cell, 0 for an empty sheet."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """Return the last column that holds a cell, 0 for an empty sheet."""
        return max((column for _, column in self.cells), default=0)

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield each stored row with its cells by column, in order."""
        by_row: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.cells.items():
            by_row.setdefault(row, {})[column] = cell
        for row in sorted(by_row):
            yield row, dict(sorted(by_row[row].items()))


class Outside(enum.StrEnum):
    """Where a text stands that no cell shows."""

    CELL = "cell"  # under a merged area
    HEADER = "header"
    DRAWING = "drawing"
    PROPERTIES = "properties"
    COPY = "copy"  # what a workbook keeps of another one


@dataclass(frozen=True, slots=True)
class OutsideText:
    """A text outside the cells that are read; ``sheet`` and ``cell`` where it has them."""

    kind: Outside
    text: str
    sheet: str = ""
    cell: str = ""


@dataclass(slots=True)
class Grid:
    """A whole workbook: sheets in their order, defined names, and what kind of file it was.

    ``names`` maps a defined name to ``(sheet, area)``. ``notices`` are (code, params) of things the reader wants said
    about the file as a whole; they become findings (macros, external links, dropped parts, differing cell counts).
    ``outside`` are texts outside the cells in which a civil registration number may stand.
    """

    format: str
    sheets: list[Sheet]
    names: Mapping[str, tuple[str, Area]] = field(default_factory=dict)
    date1904: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[tuple[str, Mapping[str, str | int | float]], ...] = ()
    outside: tuple[OutsideText, ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """Return the sheet of this exact name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def column_letters(column: int) -> str:
    """Return Excel's letters for a column number (1 is A)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the A1 address of a cell."""
    return f"{column_letters(column)}{row}"


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@functools.lru_cache(1 << 15)
def place(a1: str) -> tuple[int, int]:
    """Return (row, column) of an A1 address; raises ValueError for anything else."""
    match = _ADDRESS.fullmatch(a1)
    if match is None:
        raise ValueError(f"not a cell address: {a1}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def area(a1: str) -> Area:
    """Return the rectangle of an A1 range (``B2`` or ``B2:D5``)."""
    first, _, last = a1.partition(":")
    top, left = place(first)
    bottom, right = place(last) if last else (top, left)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
