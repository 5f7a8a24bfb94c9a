"""One sheet of a sender's workbook as an item model: what stands in each cell, how it looks, what is marked there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from koorddesk.findings import Severity
from koorddesk.i18n import N_, Translator
from koorddesk.services.preview import SheetCell, SheetPicture
from ui.models.table import Index
from ui.states import STATES

CELL_ROLE = Qt.ItemDataRole.UserRole
MARK_ROLE = Qt.ItemDataRole.UserRole + 1
SPILL_ROLE = Qt.ItemDataRole.UserRole + 2

# Excel's own measures at 100 %: a column of width 8.43 is 64 pixels, a row of 15 points 20 (96 dots per inch).
DEFAULT_WIDTH, DEFAULT_HEIGHT = 8.43, 15.0
_PIXELS_PER_CHARACTER, _WIDTH_PADDING, _PIXELS_PER_POINT = 7, 5, 96 / 72
_TYPE_SHARE = 0.88  # the window's type runs wider than Excel's
_SPARE_ROWS, _SPARE_COLUMNS = 3, 1
_FITTED_ROWS = 2000  # rows whose height is fitted to wrapped text; below them nobody compares looks
_SPILL_REACH = 20
_NUMBER_LIKE = re.compile(r"[-+]?[\d.,\s]+(?:%|kr\.?)?")
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ROOT = QModelIndex()


@dataclass(frozen=True)
class FieldReading:
    """What is known about one cell of a form: the field's name, what stood there, what it was read as."""

    label: str
    raw: str
    read_as: str
    expected: str = ""


@dataclass(frozen=True)
class CellMark:
    """A finding on a cell: how severe and what it says."""

    severity: Severity
    message: str


def letters(column: int) -> str:
    """Return Excel's letters of a column (1 is A)."""
    result = ""
    while column:
        column, rest = divmod(column - 1, 26)
        result = chr(65 + rest) + result
    return result


def place_of(cell: str) -> tuple[int, int] | None:
    """Return (row, column) of an address such as ``C14``, from 1; None for anything else."""
    match = _ADDRESS.fullmatch(cell)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def is_number_like(text: str) -> bool:
    """Tell whether a cell's text stands to the right by itself, as numbers do in Excel."""
    return bool(text.strip()) and _NUMBER_LIKE.fullmatch(text.strip()) is not None


class SheetModel(QAbstractTableModel):
    """Draws one ``SheetPicture``; marks and field names are laid over it by cell address."""

    def __init__(self, picture: SheetPicture, translator: Translator, parent: QObject | None = None) -> None:
        """Take the sheet as the service pictured it."""
        super().__init__(parent)
        self.picture = picture
        self._translator = translator
        self.cells: dict[tuple[int, int], SheetCell] = {(cell.row, cell.column): cell for cell in picture.cells}
        self._merged = {(top, left): (bottom, right) for top, left, bottom, right in picture.merged}
        self._covered = _covered(picture)
        self._marks: dict[tuple[int, int], list[CellMark]] = {}
        self._fields: dict[tuple[int, int], FieldReading] = {}
        self._spill: dict[tuple[int, int], tuple[int, int]] = {}

    def set_marks(self, marks: Mapping[str, Sequence[CellMark]], fields: Mapping[str, FieldReading]) -> None:
        """Lay findings and field names over the sheet, by cell address."""
        self._marks = {place: list(found) for cell, found in marks.items() if (place := place_of(cell))}
        self._fields = {place: field for cell, field in fields.items() if (place := place_of(cell))}
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def field_at(self, row: int, column: int) -> FieldReading | None:
        """Return what is known about the field in a cell (from 1), or None."""
        return self._fields.get((row, column))

    def marks_at(self, row: int, column: int) -> list[CellMark]:
        """Return the findings on a cell (from 1), the worst first."""
        order = list(Severity)
        return sorted(self._marks.get((row, column), []), key=lambda mark: order.index(mark.severity))

    def column_pixels(self, column: int, zoom: float) -> int:
        """Return a column's width on screen (column from 1)."""
        width = self.picture.column_widths.get(column, DEFAULT_WIDTH)
        return max(round((width * _PIXELS_PER_CHARACTER + _WIDTH_PADDING) * zoom), 1)

    def row_pixels(self, zoom: float, family: QFont) -> dict[int, int]:
        """Return the heights on screen of the rows that are not of the usual height (rows from 1)."""
        heights = {
            row: max(round(height * _PIXELS_PER_POINT * zoom), 1) for row, height in self.picture.row_heights.items()
        }
        for (row, column), cell in self.cells.items():
            if row in self.picture.row_heights or row > _FITTED_ROWS:
                continue
            bottom, right = self._merged.get((row, column), (row, column))
            if bottom > row:  # Excel fits no row to text that runs over several
                continue
            if not cell.wrap and "\n" not in cell.text and cell.size <= 12:
                continue
            width = sum(self.column_pixels(part, zoom) for part in range(column, right + 1)) - 4
            metrics = QFontMetricsF(font_of(cell, family, zoom))
            flags = int(Qt.TextFlag.TextWordWrap) if cell.wrap else 0
            needed = metrics.boundingRect(QRectF(0, 0, width, 100_000), flags, cell.text).height() + 4 * zoom
            usual = DEFAULT_HEIGHT * _PIXELS_PER_POINT * zoom
            heights[row] = max(heights.get(row, 0), round(max(needed, usual)))
        return heights

    def spans(self) -> list[tuple[int, int, int, int]]:
        """Return the merged areas as (row, column, rows, columns), from 0."""
        return [
            (top - 1, left - 1, bottom - top + 1, right - left + 1)
            for (top, left), (bottom, right) in self._merged.items()
        ]

    def measure_spill(self, zoom: float, family: QFont) -> None:
        """Find which empty cells show the end of a long text to their left, as Excel lets it run over."""
        self._spill = {}
        for (row, column), cell in self.cells.items():
            long = cell.text and not cell.wrap and cell.align in ("", "left", "general")
            if not long or (row, column) in self._covered or is_number_like(cell.text):
                continue
            reach = QFontMetricsF(font_of(cell, family, zoom)).horizontalAdvance(cell.text.split("\n")[0]) + 4
            reach -= self.column_pixels(column, zoom)
            for beside in range(column + 1, column + _SPILL_REACH):
                neighbour = self.cells.get((row, beside))
                if reach <= 0 or (neighbour and neighbour.text) or (row, beside) in self._covered:
                    break
                self._spill[row, beside] = (row, column)
                reach -= self.column_pixels(beside, zoom)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the rows to show: those with cells and a few spare ones."""
        return 0 if parent.isValid() else self.picture.last_row + _SPARE_ROWS

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the columns to show."""
        return 0 if parent.isValid() else self.picture.last_column + _SPARE_COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the letters of columns and the numbers of rows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, its look, its marks, or what a screen reader says of it."""
        if not index.isValid():
            return None
        place = (index.row() + 1, index.column() + 1)
        cell = self.cells.get(place)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text if cell else ""
        if role == CELL_ROLE:
            return cell
        if role == MARK_ROLE:
            return self.marks_at(*place)
        if role == SPILL_ROLE:
            source = self._spill.get(place)
            return (self.cells[source], source[1]) if source else None
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [mark.message for mark in self.marks_at(*place)]
            lines += [cell.comment] if cell and cell.comment else []
            return "\n".join(lines) or None
        return self._spoken(*place) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _spoken(self, row: int, column: int) -> str:
        cell, field = self.cells.get((row, column)), self._fields.get((row, column))
        parts = [f"{letters(column)}{row}"]
        parts += [field.label] if field else []
        parts.append(cell.text if cell and cell.text else self._translator.text(N_("empty")))
        for mark in self.marks_at(row, column):
            parts.append(f"{self._translator.text(STATES[mark.severity.value].word)}: {mark.message}")
        return ", ".join(parts)


def font_of(cell: SheetCell, family: QFont, zoom: float) -> QFont:
    """Return the type a cell is drawn in."""
    font = QFont(family)
    font.setPixelSize(max(round(cell.size * _PIXELS_PER_POINT * zoom * _TYPE_SHARE), 4))
    font.setWeight(QFont.Weight.DemiBold if cell.bold else QFont.Weight.Normal)
    font.setStrikeOut(cell.struck)
    return font


def _covered(picture: SheetPicture) -> frozenset[tuple[int, int]]:
    """Return the cells of merged areas within the sheet's used part."""
    return frozenset(
        (row, column)
        for top, left, bottom, right in picture.merged
        for row in range(top, min(bottom, picture.last_row) + 1)
        for column in range(left, min(right, picture.last_column) + 1)
    )
