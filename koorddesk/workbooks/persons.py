"""Civil registration numbers that stand outside the cells that were read, or in a name: told, and masked there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from koorddesk.domain.values import CellRef
from koorddesk.findings import Finding
from koorddesk.workbooks.cpr import masked, registration_numbers
from koorddesk.workbooks.grid import Grid, Outside

_SHOWN = 80  # characters that a finding repeats
_LOOKED_AT = 300
_MOST = 20  # findings for one file; each of them keeps it out of the store
_CODES = {
    Outside.CELL: "civil-registration-number",
    Outside.HEADER: "person-number-in-header",
    Outside.DRAWING: "person-number-in-drawing",
    Outside.PROPERTIES: "person-number-in-properties",
    Outside.COPY: "person-number-in-copy",
}
# With one of these a file is kept out of the store.
PERSON_NUMBERS = frozenset({*_CODES.values(), "person-number-in-name", "person-number-in-file-name"})


def numbers_outside(grid: Grid) -> Iterator[Finding]:
    """Yield a finding for each text outside the cells that holds a number, and mask the names that do.

    A sheet's name is part of every place that is told, so it is masked in the grid itself.
    """
    for sheet in grid.sheets:
        if registration_numbers(sheet.name):
            sheet.name = masked(sheet.name)
            yield Finding("person-number-in-name", {"masked": sheet.name}, CellRef(sheet.name, ""))
    for name in [name for name in grid.names if registration_numbers(name)]:
        yield Finding("person-number-in-name", {"masked": masked(name)})
    said = 0
    for outside in grid.outside:
        if said < _MOST and registration_numbers(outside.text):
            said += 1
            at = CellRef(masked(outside.sheet), outside.cell) if outside.sheet else None
            yield Finding(_CODES[outside.kind], {"masked": masked(outside.text[:_LOOKED_AT])[:_SHOWN]}, at)


def number_in_file_name(file_name: str) -> Iterator[Finding]:
    """Yield a finding for a file name that holds a number."""
    if registration_numbers(file_name):
        yield Finding("person-number-in-file-name", {"masked": masked(file_name)[:_SHOWN]})


def without_numbers(params: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
    """Return what fills in a finding's sentence, with every number masked."""
    return {name: masked(value) if isinstance(value, str) else value for name, value in params.items()}
