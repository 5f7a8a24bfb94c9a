"""A sheet as a reader sees it: merged cells as one box, and what stands beside, above and below.

Everything is addressed by the first cell (row, column) of a box.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from koorddesk.workbooks.grid import Area, Cell, Sheet, Validation
from koorddesk.workbooks.labels import clean

Place = tuple[int, int]

LARGEST_AREA = 5_000  # cells of a validated area that are listed one by one
MOST_CELLS = 200_000
WIDEST_MERGE = 400  # a merged area is followed no further than this many rows or columns


class Layout:
    """One sheet with its boxes; built once and only read."""

    def __init__(self, sheet: Sheet) -> None:
        """Index the merged areas and the texts of the sheet."""
        self.sheet = sheet
        self.last_row = sheet.last_row
        self.last_column = sheet.last_column
        self._first: dict[Place, Place] = {}
        self._areas: dict[Place, Area] = {}
        for merged in sheet.merged:
            bottom = min(merged.bottom, merged.top + WIDEST_MERGE)
            right = min(merged.right, merged.left + WIDEST_MERGE)
            self._areas[merged.top, merged.left] = Area(merged.top, merged.left, bottom, right)
            for row in range(merged.top, bottom + 1):
                for column in range(merged.left, right + 1):
                    self._first[row, column] = merged.top, merged.left
        self._texts: dict[Place, str] = {}
        self.by_row: dict[int, list[tuple[int, str]]] = {}
        for place, cell in sheet.cells.items():
            if self._first.get(place, place) != place:
                continue
            text = shown(cell)
            if text:
                self._texts[place] = text
                self.by_row.setdefault(place[0], []).append((place[1], text))
        for texts in self.by_row.values():
            texts.sort()

    def first(self, row: int, column: int) -> Place:
        """Return the first cell of the box that covers a cell (the cell itself outside merged areas)."""
        return self._first.get((row, column), (row, column))

    def area(self, row: int, column: int) -> Area:
        """Return the rectangle of the box that covers a cell."""
        first = self.first(row, column)
        return self._areas.get(first) or Area(*first, *first)

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the stored cell that holds the content of the box over a cell."""
        return self.sheet.cells.get(self.first(row, column))

    def text(self, row: int, column: int) -> str:
        """Return the text of the box that covers a cell, on one line; empty where there is none."""
        return self._texts.get(self.first(row, column), "")

    def raw(self, row: int, column: int) -> str:
        """Return a text as it was typed, with its line breaks; anything else as it is shown."""
        cell = self.cell(row, column)
        return cell.value.strip() if cell is not None and isinstance(cell.value, str) else self.text(row, column)

    def is_merged(self, row: int, column: int) -> bool:
        """Tell whether a cell belongs to a merged area."""
        return (row, column) in self._first

    def texts(self) -> Iterator[tuple[Place, str]]:
        """Yield every box with a text, row by row."""
        for row in sorted(self.by_row):
            for column, text in self.by_row[row]:
                yield (row, column), text

    def validation(self, row: int, column: int) -> Validation | None:
        """Return the validation of a cell, or None; a list of choices goes before another kind."""
        near, wide = self._validations
        found = near.get((row, column))
        for area, each in wide:
            if (row, column) in area and (found is None or (each.choices and not found.choices)):
                found = each
        return found

    def left_of(self, row: int, column: int) -> Iterator[Place]:
        """Yield the boxes to the left in this row, nearest first."""
        column = self.area(row, column).left - 1
        while column >= 1:
            area = self.area(row, column)
            yield area.top, area.left
            column = area.left - 1

    def right_of(self, row: int, column: int) -> Iterator[Place]:
        """Yield the boxes to the right in this row, nearest first, as far as the sheet goes."""
        column = self.area(row, column).right + 1
        while column <= self.last_column + 1:
            area = self.area(row, column)
            yield area.top, area.left
            column = area.right + 1

    @functools.cached_property
    def _validations(self) -> tuple[dict[Place, Validation], list[tuple[Area, Validation]]]:
        """The validations cell by cell, and those of areas too large for that."""
        near: dict[Place, Validation] = {}
        wide: list[tuple[Area, Validation]] = []
        for each in self.sheet.validations:
            for area in each.areas:
                size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
                if size > LARGEST_AREA or len(near) + size > MOST_CELLS:
                    wide.append((area, each))
                    continue
                for row in range(area.top, area.bottom + 1):
                    for column in range(area.left, area.right + 1):
                        before = near.get((row, column))
                        if before is None or (each.choices and not before.choices):
                            near[row, column] = each
        return near, wide

    @functools.cached_property
    def boxes(self) -> tuple[Place, ...]:
        """Every box that is stored, row by row: merged areas once, by their first cell."""
        places = {self._first.get(place, place) for place in self.sheet.cells} | set(self._areas)
        return tuple(sorted(places))


def shown(cell: Cell | None) -> str:
    """Return what a cell shows, on one line: its value as a label would be written, an error as its sign."""
    if cell is None:
        return ""
    if cell.error is not None:
        return str(cell.error)
    if cell.value is None:
        return ""
    if isinstance(cell.value, (int, float, str)):
        return clean(cell.value)
    return clean(cell.text or cell.value)
