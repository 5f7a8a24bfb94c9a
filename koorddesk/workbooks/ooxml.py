"""A whole .xlsx, .xlsm or .xltx: its sheets in order, names, choices, comments, and what is worth saying of it.

Both dialects of OOXML are read (also ISO Strict, in which common readers find no sheets at all), and parts are found
by their relations, never by their usual names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml import etree

from koorddesk.workbooks.comments import read_comments
from koorddesk.workbooks.cpr import may_hold_number
from koorddesk.workbooks.drawings import DrawingNotes, read_drawing
from koorddesk.workbooks.dropdowns import DropdownFinder
from koorddesk.workbooks.grid import Area, Cell, Grid, Outside, OutsideText, Sheet, SheetVisibility
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.outside import texts_outside
from koorddesk.workbooks.package import Package
from koorddesk.workbooks.references import parse_area, parse_reference
from koorddesk.workbooks.sheet_xml import SheetParts, SheetReader
from koorddesk.workbooks.strings import STRICT, read_strings
from koorddesk.workbooks.styles import flag, read_looks

Notice = tuple[str, dict[str, str | int | float]]

_MOST_SHEETS = 1_000
_MOST_PARTS = 1_000  # that one sheet points to, and texts that the workbook has about itself
_VISIBILITY = {"hidden": SheetVisibility.HIDDEN, "veryHidden": SheetVisibility.VERY_HIDDEN}


def read_ooxml(data: bytes, limits: Limits) -> Grid:
    """Return the workbook; raises ``FileProblem`` for a damaged or hostile one and for one without a sheet."""
    package = Package(data, limits)
    main = workbook_part(package)
    if main is None:
        raise refuse("file-damaged", detail="workbook.xml")
    return _Workbook(package, main).read()


def workbook_part(package: Package) -> str | None:
    """Return the part that is the workbook, or None in a package that is something else."""
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and relation.target in package:
            return relation.target
    return next((name for name in ("xl/workbook.xml", "xl/workbook.bin") if name in package), None)


def relation_id(element: etree._Element) -> str:
    """Return the relation that an element names (``r:id``, in either dialect), or an empty string."""
    return next((str(value) for key, value in element.items() if str(key).endswith("}id")), "")


class _Workbook:
    """The reading of one workbook; keeps what its sheets share."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._relations = package.relations(main)
        self._root = package.tree(main)
        self._notices: list[Notice] = []
        self._formulas = 0

    def read(self) -> Grid:
        properties = self._child("workbookPr")
        date1904 = properties is not None and flag(properties.get("date1904"))
        looks = read_looks(self._package, self._target("styles"), self._target("theme"))
        strings = read_strings(self._package, self._target("sharedStrings"))
        reader = SheetReader(self._package, looks, strings, date1904=date1904)
        people = self._target("person")
        found: list[SheetParts] = []
        listed: list[str] = []
        read: set[str] = set()
        for element in self._root.iterfind("{*}sheets/{*}sheet"):
            name = element.get("name", "")
            listed.append(name)
            relation = self._relations.get(relation_id(element))
            if relation is None or relation.external or relation.target not in self._package:
                raise refuse("file-damaged", detail=name)
            if relation.kind != "worksheet":
                self._notices.append(("chart-sheet", {"sheet": name}))
                continue
            if relation.target in read:
                raise refuse("file-damaged", detail=name)
            if len(read) >= _MOST_SHEETS:
                raise refuse("file-too-many-parts", limit=_MOST_SHEETS)
            read.add(relation.target)
            visibility = _VISIBILITY.get(element.get("state", ""), SheetVisibility.VISIBLE)
            found.append(self._sheet(reader, relation.target, Sheet(name, visibility=visibility), people))
        if not found:
            raise refuse("no-sheets")
        sheets = [parts.sheet for parts in found]
        sources, local = self._defined_names(listed)
        finder = DropdownFinder(sheets, sources, local)
        for parts in found:
            validations = (
                finder.validation(
                    parts.sheet, raw.kind, raw.source, raw.areas, required=raw.required, prompt=raw.prompt
                )
                for raw in parts.validations
            )
            parts.sheet.validations = tuple(validation for validation in validations if validation is not None)
        names = {name: place for name, source in sources.items() if (place := parse_reference(source, "")) and place[0]}
        for (sheet, name), source in local.items():
            if name not in names and (place := parse_reference(source, sheet)):
                names[name] = place
        if date1904 and any(isinstance(cell.value, dt.date) for sheet in sheets for cell in sheet.cells.values()):
            self._notices.append(("calendar-1904", {}))
        self._say_about_package()
        self._package.check_rest()
        outside = tuple(self._outside(found))
        return Grid("xlsx", sheets, names, date1904, self._custom_properties(), tuple(self._notices), outside)

    def _outside(self, found: list[SheetParts]) -> Iterator[OutsideText]:
        """Yield the texts outside the cells in which a civil registration number may stand."""
        for parts in found:
            prompts = (text for raw in parts.validations for text in (raw.prompt, raw.source))
            for text in (*parts.headers, *prompts):
                if may_hold_number(text):
                    yield OutsideText(Outside.HEADER, text, parts.sheet.name)
        for kind, text in texts_outside(self._package):
            yield OutsideText(kind, text)

    def _sheet(self, reader: SheetReader, part: str, sheet: Sheet, people: str | None) -> SheetParts:
        """Read one worksheet and the parts it points to."""
        parts = reader.read(part, sheet)
        relations = self._package.relations(part)
        if sum(not relation.external for relation in relations.values()) > _MOST_PARTS:
            raise refuse("file-too-many-parts", limit=_MOST_PARTS)
        self._formulas += parts.formulas
        if parts.repeated:
            self._notices.append(("cell-twice", {"sheet": sheet.name, "cell": parts.repeated}))
        tables = []
        drawn = DrawingNotes()
        for relation in relations.values():
            if relation.external or relation.target not in self._package:
                continue
            if relation.kind == "table":
                tables.append(relation.target)
            elif relation.kind == "drawing":
                drawn = drawn + read_drawing(self._package, relation.target)
            elif relation.kind == "ctrlProp":
                drawn = drawn + _control(self._package, relation.target)
            elif relation.kind in {"oleObject", "package"}:
                drawn = replace(drawn, embedded=drawn.embedded + 1)
        sheet.tables = tuple(table for target in tables if (table := self._table(target, sheet)) is not None)
        sheet.has_drawings = drawn.any
        self._notices += drawn.notices(sheet.name)
        for place, comment in read_comments(self._package, relations, people).items():
            cell = sheet.cells.get(place)
            sheet.cells[place] = replace(cell, comment=comment) if cell is not None else Cell(None, comment=comment)
        return parts

    def _table(self, part: str, sheet: Sheet) -> tuple[str, Area] | None:
        root = self._package.tree(part)
        area = parse_area(root.get("ref", ""))
        if root.find("{*}autoFilter/{*}filterColumn") is not None:
            sheet.filtered = True
        return (root.get("displayName") or root.get("name") or "", area) if area is not None else None

    def _defined_names(self, listed: list[str]) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
        """Return the workbook's names and each sheet's own, with what they refer to; Excel's internal ones left out."""
        everywhere: dict[str, str] = {}
        local: dict[tuple[str, str], str] = {}
        for element in self._root.iterfind("{*}definedNames/{*}definedName"):
            name = element.get("name", "")
            source = (element.text or "").strip()
            if not name or not source or name.startswith("_xlnm."):
                continue
            scope = element.get("localSheetId")
            if scope is None:
                everywhere[name] = source
            elif scope.isdigit() and int(scope) < len(listed):
                local[listed[int(scope)], name] = source
        return everywhere, local

    def _custom_properties(self) -> dict[str, str]:
        part = next((r.target for r in self._package.relations("").values() if r.kind == "custom-properties"), None)
        if part is None or part not in self._package:
            return {}
        found = {}
        for element in islice(self._package.tree(part), _MOST_PARTS):
            if isinstance(element.tag, str) and element.get("name"):
                found[element.get("name", "")] = "".join(str(piece) for piece in element.itertext()).strip()
        return found

    def _say_about_package(self) -> None:
        """Note what the file carries besides cells, and what was not done with it."""
        kinds = {relation.kind for relation in self._relations.values()}
        names = [name.lower() for name in self._package.names]
        if "vbaProject" in kinds or "xlMacrosheet" in kinds or any(name.endswith("vbaproject.bin") for name in names):
            self._notices.append(("contains-macros", {}))
        if self._root.tag.startswith(STRICT):
            self._notices.append(("strict-format", {}))
        if kinds & {"externalLink", "connections"} or any("/querytables/" in name for name in names):
            self._notices.append(("external-links", {}))
        calculation = self._child("calcPr")
        if self._formulas and calculation is not None and flag(calculation.get("fullCalcOnLoad")):
            self._notices.append(("recalculate-on-open", {"count": self._formulas}))

    def _target(self, kind: str) -> str | None:
        """Return the part of a kind that the workbook points to; without it what the cells say is not to be had."""
        target = next((r.target for r in self._relations.values() if r.kind == kind and not r.external), None)
        if target is not None and target not in self._package and kind in {"styles", "sharedStrings"}:
            raise refuse("file-damaged", detail=target)
        return target

    def _child(self, name: str) -> etree._Element | None:
        return self._root.find(f"{{*}}{name}")


def _control(package: Package, part: str) -> DrawingNotes:
    """Return what a form control is: only ticks and choices matter, and only those that no cell holds."""
    root = package.tree(part)
    if root.get("objectType") not in {"CheckBox", "Radio", "Drop", "List", "EditBox"} or root.get("fmlaLink"):
        return DrawingNotes()
    return DrawingNotes(controls=1, ticked=int(root.get("checked") == "Checked"))
