"""Cells that lie under a merged area: Excel shows only the area's first cell, and so the others answer nothing."""

from __future__ import annotations

from dataclasses import replace

from koorddesk.workbooks.cpr import cell_may_hold_number, shown_digits
from koorddesk.workbooks.grid import Grid, Outside, OutsideText, Sheet, address
from koorddesk.workbooks.places import Places


def uncover(grid: Grid) -> None:
    """Blank what lies under merged areas, and note it: nobody who sent the form has seen it there."""
    notices: list[tuple[str, dict[str, str | int | float]]] = []
    outside: list[OutsideText] = []
    for sheet in grid.sheets:
        hidden = _covered(sheet)
        for place in hidden:
            cell = sheet.cells[place]
            if cell_may_hold_number(cell):
                outside.append(OutsideText(Outside.CELL, shown_digits(cell), sheet.name, address(*place)))
            sheet.cells[place] = replace(cell, value=None, text="", formula=None, uncalculated=False, error=None)
        if hidden:
            notices.append(("under-merged", {"sheet": sheet.name, "cell": address(*hidden[0]), "count": len(hidden)}))
    grid.notices += tuple(notices)
    grid.outside += tuple(outside)


def _covered(sheet: Sheet) -> list[tuple[int, int]]:
    """Return the places that hold something and lie in a merged area, but not first in it."""
    if not sheet.merged:
        return []
    filled = Places(place for place, cell in sheet.cells.items() if not cell.is_blank)
    found = {place for area in sheet.merged for place in filled.within(area) if place != (area.top, area.left)}
    return sorted(found)
