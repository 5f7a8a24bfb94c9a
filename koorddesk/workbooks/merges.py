"""The merged areas of one sheet, as many as a form can have: what follows costs time for every cell they cover."""

from __future__ import annotations

from koorddesk.workbooks.grid import Area
from koorddesk.workbooks.limits import refuse

_MOST = 20_000
_MOST_CELLS = 5_000_000  # that the areas cover, counted to _WIDEST rows and columns of each
_WIDEST = 400


class Merges:
    """Collects merged areas; raises ``FileProblem`` for more of them than any form has."""

    def __init__(self) -> None:
        """Begin a sheet."""
        self._areas: list[Area] = []
        self._covered = 0

    def add(self, area: Area) -> None:
        """Take in one area; a single cell is none."""
        rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
        if rows * columns <= 1:
            return
        self._areas.append(area)
        self._covered += min(rows, _WIDEST) * min(columns, _WIDEST)
        if len(self._areas) > _MOST or self._covered > _MOST_CELLS:
            raise refuse("file-too-many-parts", limit=_MOST)

    def areas(self) -> tuple[Area, ...]:
        """Return the areas in the order in which they came."""
        return tuple(self._areas)
