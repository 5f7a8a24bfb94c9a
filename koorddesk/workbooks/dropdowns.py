"""The choices a validation list offers: written out, on this or another sheet, hidden or not, or behind a name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from koorddesk.workbooks.grid import Area, Sheet, Validation
from koorddesk.workbooks.places import Places
from koorddesk.workbooks.references import parse_areas, parse_reference

_MOST = 5_000
_TABLE_COLUMN = re.compile(r'INDIRECT\(\s*"(.+?)\[(.+?)\]"\s*\)|([^\[\]()]+)\[([^\[\]]+)\]', re.IGNORECASE)


class DropdownFinder:
    """Looks choices up in the sheets and names of one workbook."""

    def __init__(self, sheets: Sequence[Sheet], names: Mapping[str, str], local: Mapping[tuple[str, str], str]) -> None:
        """Take the sheets, and the workbook's names and each sheet's own names with what they refer to."""
        self._sheets = {sheet.name.casefold(): sheet for sheet in sheets}
        self._names = {name.casefold(): source for name, source in names.items()}
        self._local = {(sheet.casefold(), name.casefold()): source for (sheet, name), source in local.items()}
        self._tables = {name.casefold(): (sheet, area) for sheet in sheets for name, area in sheet.tables}
        self._places: dict[str, Places] = {}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def validation(
        self, sheet: Sheet, kind: str, source: str, areas: str, *, required: bool, prompt: str
    ) -> Validation | None:
        """Return the validation with its choices, or None for one that restricts and says nothing."""
        places = parse_areas(areas)
        if not places or (kind == "none" and not prompt):
            return None
        choices: tuple[str, ...] = ()
        if kind == "list":
            key = (sheet.name, source)
            if key not in self._known:
                self._known[key] = self._choices(source, sheet.name, depth=0)
            choices = self._known[key]
        return Validation(places, kind, choices, source, required, prompt)

    def _choices(self, source: str, sheet: str, *, depth: int) -> tuple[str, ...]:
        source = source.strip().removeprefix("=").strip()
        if source.startswith('"') and source.endswith('"') and len(source) > 1:
            words = source[1:-1].replace('""', '"').split(",")
            return tuple(word.strip() for word in words if word.strip())[:_MOST]
        found = parse_reference(source, sheet) or self._table_column(source)
        if found is not None:
            return self._texts(*found)
        name = source.rpartition("!")[2].casefold()
        meant = self._local.get((sheet.casefold(), name)) or self._names.get(name)
        # A name may stand for another name; a circle of names ends here.
        return self._choices(meant, sheet, depth=depth + 1) if meant and depth < 5 else ()

    def _texts(self, name: str, area: Area) -> tuple[str, ...]:
        sheet = self._sheets.get(name.casefold())
        if sheet is None:
            return ()
        if sheet.name not in self._places:
            self._places[sheet.name] = Places(place for place, cell in sheet.cells.items() if cell.text)
        texts = (sheet.cells[place].text.strip() for place in self._places[sheet.name].within(area))
        return tuple(text for text in itertools.islice(texts, _MOST) if text)

    def _table_column(self, source: str) -> tuple[str, Area] | None:
        """Return the data cells of a table's column (``Tabel1[Navn]``, also inside INDIRECT)."""
        match = _TABLE_COLUMN.fullmatch(source)
        if match is None:
            return None
        table, column = match[1] or match[3], match[2] or match[4]
        sheet, area = self._tables.get(table.casefold(), (None, None))
        if sheet is None or area is None or area.bottom == area.top:
            return None
        for number in range(area.left, area.right + 1):
            head = sheet.cell(area.top, number)
            if head is not None and head.text.strip().casefold() == column.strip().casefold():
                return sheet.name, Area(area.top + 1, number, area.bottom, number)
        return None
