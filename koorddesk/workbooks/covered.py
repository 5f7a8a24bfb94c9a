"""Cells that lie under a merged area: Excel shows only the area's first cell, and so the others answer nothing."""

from __future__ import annotations

from dataclasses import replace

from koorddesk.workbooks.grid import Area, Grid, Sheet, address

_MANY = 2_000


def uncover(grid: Grid) -> None:
    """Blank what lies under merged areas, and note it: nobody who sent the form has seen it there."""
    notices: list[tuple[str, dict[str, str | int | float]]] = []
    for sheet in grid.sheets:
        hidden = [place for area in sheet.merged for place in _covered(sheet, area)]
        for place in hidden:
            cell = sheet.cells[place]
            sheet.cells[place] = replace(cell, value=None, text="", formula=None, uncalculated=False, error=None)
        if hidden:
            notices.append(("under-merged", {"sheet": sheet.name, "cell": address(*hidden[0]), "count": len(hidden)}))
    grid.notices += tuple(notices)


def _covered(sheet: Sheet, area: Area) -> list[tuple[int, int]]:
    """Return the places of an area, its first one apart, that hold something."""
    if (area.bottom - area.top + 1) * (area.right - area.left + 1) <= _MANY:
        rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
        places = [(row, column) for row in rows for column in columns if (row, column) in sheet.cells]
    else:
        places = sorted(place for place in sheet.cells if place in area)
    first = (area.top, area.left)
    return [place for place in places if place != first and not sheet.cells[place].is_blank]
