"""The old Excel format (.xls), read with xlrd: values, formats, errors, merged and hidden cells, comments.

Formulas, validation lists, protection, text boxes and headers come from the records themselves (``biff``).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import olefile
import xlrd

from koorddesk.workbooks.biff import OldValidation, SheetRecords, sheet_records
from koorddesk.workbooks.cpr import may_hold_number
from koorddesk.workbooks.display import BUILTIN_FORMATS, general, number_format
from koorddesk.workbooks.grid import (
    Area,
    Cell,
    CellError,
    CellValue,
    Grid,
    Outside,
    OutsideText,
    Sheet,
    SheetVisibility,
    Validation,
)
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.merges import Merges
from koorddesk.workbooks.serials import date_value
from koorddesk.workbooks.strings import raised
from koorddesk.workbooks.styles import Look

_VISIBILITY = {1: SheetVisibility.HIDDEN, 2: SheetVisibility.VERY_HIDDEN}
_ALIGNMENT = {1: "left", 2: "center", 3: "right", 4: "fill", 5: "justify", 6: "centerContinuous"}
_WIDTH_UNITS = 256
_EMPTY_CELLS = 20_000


def read_xls(data: bytes, limits: Limits) -> Grid:
    """Return the workbook; raises ``FileProblem`` for an encrypted, damaged or empty one."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=False
        )
    except xlrd.XLRDError as fault:
        raise refuse("file-encrypted" if "encrypt" in str(fault).lower() else "file-damaged", detail="xls") from fault
    looks = [_look(book, xf) for xf in book.xf_list] or [Look(number_format("General"))]
    records = _records(data) if book.biff_version >= 80 else {}
    left = limits.cells
    sheets = []
    for source in book.sheets():
        said = records.get(source.name, SheetRecords())
        sheet = _sheet(book, source, looks, said.formulas, left, limits)
        sheet.protected, sheet.filtered = said.protected, said.filtered
        left -= len(sheet.cells)
        sheets.append(sheet)
    if not sheets:
        raise refuse("no-sheets")
    names = _names(book)
    for sheet in sheets:
        said = records.get(sheet.name, SheetRecords())
        sheet.validations = tuple(_validation(book, old, sheet, sheets, names) for old in said.validations)
    notices: list[tuple[str, dict[str, str | int | float]]] = [("limited-format", {"format": ".xls"})]
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        notices.append(("contains-macros", {}))
    outside = []
    for sheet in sheets:
        said = records.get(sheet.name, SheetRecords())
        notices += [("text-box", {"sheet": sheet.name, "text": text[:200]}) for text in said.boxes]
        outside += [OutsideText(Outside.DRAWING, text, sheet.name) for text in said.boxes if may_hold_number(text)]
        outside += [OutsideText(Outside.HEADER, text, sheet.name) for text in said.headers if may_hold_number(text)]
        sheet.has_drawings = bool(said.boxes)
    return Grid("xls", sheets, names, bool(book.datemode), notices=tuple(notices), outside=tuple(outside))


def _records(data: bytes) -> dict[str, SheetRecords]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return sheet_records(ole.openstream("Workbook").read())
    except (OSError, ValueError, IndexError, struct.error) as fault:
        raise refuse("file-damaged", detail="xls") from fault


def _validation(
    book: Any, old: OldValidation, sheet: Sheet, sheets: list[Sheet], names: Mapping[str, tuple[str, Area]]
) -> Validation:
    """Return a validation with its choices looked up."""
    place: tuple[str, Area] | None = None
    if old.place is not None:
        index, area = old.place
        place = (sheet.name if index is None else _sheet_name(book, index), area)
    elif old.name is not None and 0 < old.name <= len(book.name_obj_list):
        place = names.get(book.name_obj_list[old.name - 1].name)
    choices = old.listed
    source = next((other for other in sheets if place is not None and other.name == place[0]), None)
    if place is not None and source is not None:
        found = sorted((where, cell.text.strip()) for where, cell in source.cells.items() if where in place[1])
        choices = tuple(text for _, text in found if text)
    return Validation(old.areas, old.kind, choices, "", old.required, old.prompt)


def _sheet_name(book: Any, index: int) -> str:
    """Return the sheet that a reference to another sheet means."""
    listed = book._externsheet_info  # noqa: SLF001 - the library resolves such references in names only
    number = listed[index][1] if index < len(listed) else -1
    return str(book.sheet_names()[number]) if 0 <= number < book.nsheets else ""


def _sheet(
    book: Any, source: Any, looks: list[Look], formulas: set[tuple[int, int]], left: int, limits: Limits
) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    empties = 0
    for row in range(source.nrows):
        kinds, values, formats = source.row_types(row), source.row_values(row), source._cell_xf_indexes[row]  # noqa: SLF001
        for column, (kind, value, index) in enumerate(zip(kinds, values, formats, strict=True)):
            look = looks[index] if 0 <= index < len(looks) else looks[0]
            if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
                if look.empty is not None and empties < _EMPTY_CELLS:
                    empties += 1
                    cells[row + 1, column + 1] = look.empty
                continue
            cells[row + 1, column + 1] = cell = _cell(kind, value, look, date1904=bool(book.datemode))
            if (row + 1, column + 1) in formulas:
                cell.formula = ""  # its text is not decoded; that there is one is kept
            runs = source.rich_text_runlist_map.get((row, column), ()) if kind == xlrd.XL_CELL_TEXT else ()
            if runs:
                cell.struck = cell.struck or _is_struck(book, runs)
                cell.value = cell.text = _with_raised(book, str(cell.value), runs)
        if len(cells) - empties > left:
            raise refuse("file-too-many-cells", limit=limits.cells)
    for (row, column), note in source.cell_note_map.items():
        place = (row + 1, column + 1)
        # An empty cell's look is shared between cells, the comment is not.
        cells[place] = replace(cells.get(place) or Cell(None), comment=note.text.strip())
    merged = Merges()
    for top, bottom, first, last in source.merged_cells:
        merged.add(Area(top + 1, first + 1, bottom, last))
    return Sheet(
        source.name,
        cells,
        merged.areas(),
        frozenset(row + 1 for row, info in source.rowinfo_map.items() if info.hidden),
        frozenset(column + 1 for column, info in source.colinfo_map.items() if info.hidden),
        visibility=_VISIBILITY.get(source.visibility, SheetVisibility.VISIBLE),
        column_widths={column + 1: info.width / _WIDTH_UNITS for column, info in source.colinfo_map.items()},
        row_heights={row + 1: info.height / 20 for row, info in source.rowinfo_map.items() if info.height},
    )


def _cell(kind: int, stored: Any, look: Look, *, date1904: bool) -> Cell:
    value: CellValue
    error: CellError | None = None
    if kind == xlrd.XL_CELL_TEXT:
        value = text = str(stored).replace("\r\n", "\n").replace("\r", "\n")
    elif kind == xlrd.XL_CELL_BOOLEAN:
        value = bool(stored)
        text = "SAND" if value else "FALSK"
    elif kind == xlrd.XL_CELL_ERROR:
        value, text = None, str(xlrd.error_text_from_code.get(stored, CellError.OTHER.value))
        error = CellError(text) if text in set(CellError) else CellError.OTHER
    else:
        number = float(stored)
        value = int(number) if number.is_integer() and abs(number) < 1e15 else float(f"{number:.15g}")
        text = general(value) if look.format.is_general else look.format.show(value, date1904).strip()
        if look.format.is_date:
            value = date_value(value, date1904=date1904)
    return Cell(value, text, look.format.code, None, False, error, *look.rest)


def _look(book: Any, xf: Any) -> Look:
    font = book.font_list[xf.font_index] if xf.font_index < len(book.font_list) else xlrd.formatting.Font()
    listed = book.format_map.get(xf.format_key)
    code = BUILTIN_FORMATS.get(xf.format_key) if xf.format_key < 50 else None
    border = xf.border
    sides = (border.top_line_style, border.bottom_line_style, border.left_line_style, border.right_line_style)
    return Look(
        number_format(code or (listed.format_str if listed is not None else "General")),
        bold=bool(font.bold) or font.weight > 600,
        struck=bool(font.struck_out),
        fill=_colour(book, xf.background.pattern_colour_index) if xf.background.fill_pattern else None,
        locked=bool(xf.protection.cell_locked),
        wrap=bool(xf.alignment.text_wrapped),
        align=_ALIGNMENT.get(xf.alignment.hor_align, ""),
        border=any(sides),
        size=font.height / 20,
        color=_colour(book, font.colour_index),
    )


def _colour(book: Any, index: int) -> str | None:
    colour = book.colour_map.get(index)
    return None if colour is None else "{:02X}{:02X}{:02X}".format(*colour)


def _is_struck(book: Any, runs: Any) -> bool:
    return any(book.font_list[font].struck_out for _, font in runs if font < len(book.font_list))


def _with_raised(book: Any, text: str, runs: Any) -> str:
    """Return a text with the raised figures in it as such, see ``strings.raised``."""
    pieces = [text[: runs[0][0]]]
    for number, (start, font) in enumerate(runs):
        end = runs[number + 1][0] if number + 1 < len(runs) else len(text)
        is_raised = font < len(book.font_list) and book.font_list[font].escapement == 1
        run = text[start:end]
        pieces.append(raised("".join(pieces), run) if is_raised else run)
    return "".join(pieces)


def _names(book: Any) -> dict[str, tuple[str, Area]]:
    """Return the names that stand for one rectangle."""
    found = {}
    for name in book.name_obj_list:
        if (
            name.hidden
            or name.macro
            or name.builtin
            or name.name.startswith("_xlnm")
            or name.result is None
            or name.result.kind != xlrd.formula.oREF
        ):
            continue
        areas = name.result.value
        if len(areas) == 1:
            first, last, top, bottom, left, right = areas[0].coords
            if last == first + 1 and 0 <= first < book.nsheets:
                found[name.name] = (book.sheet_names()[first], Area(top + 1, left + 1, bottom, right))
    return found
