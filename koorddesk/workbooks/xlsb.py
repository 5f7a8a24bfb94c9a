"""The binary workbook (.xlsb): the same package as an .xlsx with records instead of XML in its parts.

Read by an own reader because the usual one shows error cells as empty. Source of the records: Microsoft's [MS-XLSB],
section 2.4. Choices of validation lists are not read; that is said.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from koorddesk.workbooks.display import BUILTIN_FORMATS, general, number_format
from koorddesk.workbooks.grid import Area, Cell, CellError, CellValue, Grid, OutsideText, Sheet, SheetVisibility
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.merges import Merges
from koorddesk.workbooks.ooxml import workbook_part
from koorddesk.workbooks.outside import texts_outside
from koorddesk.workbooks.package import Package
from koorddesk.workbooks.references import LAST_COLUMN, LAST_ROW
from koorddesk.workbooks.serials import date_value
from koorddesk.workbooks.styles import Look

_ROW, _BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = range(8)
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_BOOL, _FORMULA_ERROR = range(8, 12)
_SHARED_ITEM, _FONT, _FORMAT, _FILL, _XF, _COLUMN, _RICH_TEXT = 19, 43, 44, 45, 47, 60, 62
_WORKBOOK, _SHEET, _MERGED, _PROTECTION = 153, 156, 176, 535
_BEGIN_COMMENT, _COMMENT_TEXT = 635, 637
_BEGIN_CELL_FORMATS, _END_CELL_FORMATS = 617, 618

_ERRORS = {
    0x00: CellError.NULL, 0x07: CellError.DIV0, 0x0F: CellError.VALUE, 0x17: CellError.REF,
    0x1D: CellError.NAME, 0x24: CellError.NUM, 0x2A: CellError.NA,
}  # fmt: skip
_VISIBILITY = {1: SheetVisibility.HIDDEN, 2: SheetVisibility.VERY_HIDDEN}
_ALIGNMENT = {1: "left", 2: "center", 3: "right"}
_EMPTY_ROWS, _EMPTY_COLUMNS, _EMPTY_CELLS = 2_000, 200, 50_000


def read_xlsb(data: bytes, limits: Limits) -> Grid:
    """Return the workbook; raises ``FileProblem`` for a damaged or hostile one and for one without a sheet."""
    package = Package(data, limits)
    main = workbook_part(package)
    if main is None:
        raise refuse("file-damaged", detail="workbook.bin")
    try:
        return _read(package, main)
    except (struct.error, IndexError, UnicodeDecodeError) as fault:
        raise refuse("file-damaged", detail="xlsb") from fault


def _read(package: Package, main: str) -> Grid:
    relations = package.relations(main)
    targets = {relation.kind: relation.target for relation in relations.values() if not relation.external}
    looks = _looks(package, targets.get("styles"))
    strings = _strings(package, targets.get("sharedStrings"))
    date1904 = False
    listed: list[tuple[Sheet, str]] = []
    for kind, body in _records(package, main):
        if kind == _WORKBOOK:
            date1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            relation_id, after = _wide(body, 8)
            relation = relations.get(relation_id)
            if relation is not None and relation.kind == "worksheet":
                visibility = _VISIBILITY.get(struct.unpack_from("<I", body)[0], SheetVisibility.VISIBLE)
                listed.append((Sheet(_wide(body, after)[0], visibility=visibility), relation.target))
    if not listed:
        raise refuse("no-sheets")
    left = package.limits.cells
    for sheet, part in listed:
        comments = (r.target for r in package.relations(part).values() if r.kind == "comments" and not r.external)
        noted = {place: text for target in comments for place, text in _comments(package, target)}
        left = _read_sheet(
            _records(package, part), sheet, looks, strings, date1904=date1904, left=left, most=package.limits.cells
        )
        for place, text in noted.items():
            sheet.cells[place] = replace(sheet.cells.get(place) or Cell(None), comment=text)
    notices: list[tuple[str, dict[str, str | int | float]]] = [("limited-format", {"format": ".xlsb"})]
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        notices.append(("contains-macros", {}))
    if "externalLink" in targets:
        notices.append(("external-links", {}))
    package.check_rest()
    outside = tuple(OutsideText(kind, text) for kind, text in texts_outside(package))
    sheets = [sheet for sheet, _ in listed]
    return Grid("xlsb", sheets, date1904=date1904, notices=tuple(notices), outside=outside)


def _strings(package: Package, part: str | None) -> list[str]:
    """Return the shared strings; no form has more of them than it may have cells."""
    found = []
    for kind, body in _records(package, part):
        if kind == _SHARED_ITEM:
            found.append(_wide(body, 1)[0])
            if len(found) > 2 * package.limits.cells:
                raise refuse("file-too-many-cells", limit=package.limits.cells)
    return found


def _records(package: Package, part: str | None) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part: their number and content."""
    if part is None or part not in package:
        return
    data = package.read(part)
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80 or shift == 28:
                break
        if at + size > len(data):
            raise refuse("file-damaged", detail=part)
        yield kind, data[at : at + size]
        at += size


def _comments(package: Package, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the comments of a sheet with their cells."""
    place = (0, 0)
    for kind, body in _records(package, part):
        if kind == _BEGIN_COMMENT:
            row, _, column = struct.unpack_from("<III", body, 4)
            place = (row + 1, column + 1)
        elif kind == _COMMENT_TEXT and (text := _wide(body, 1)[0].strip()):
            yield place, text


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """Return a counted UTF-16 text and where it ends."""
    (count,) = struct.unpack_from("<I", body, at)
    if count == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + count * 2
    if end > len(body):
        raise IndexError(end)
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _read_sheet(
    records: Iterator[tuple[int, bytes]],
    sheet: Sheet,
    looks: list[Look],
    strings: list[str],
    *,
    date1904: bool,
    left: int,
    most: int,
) -> int:
    """Fill in a sheet; return how many of the ``most`` filled cells a workbook may have are then left."""
    merged = Merges()
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    widths: dict[int, float] = {}
    heights: dict[int, float] = {}
    row = empties = spread = 0
    for kind, body in records:
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0] + 1
            if row > LAST_ROW:
                raise refuse("file-damaged", detail=sheet.name)
            if body[11] & 0x10:
                hidden_rows.add(row)
            if row <= _EMPTY_ROWS:
                heights[row] = struct.unpack_from("<H", body, 8)[0] / 20
        elif kind <= _FORMULA_ERROR or kind == _RICH_TEXT:
            column, style = struct.unpack_from("<II", body)
            column, style = column + 1, style & 0xFFFFFF
            if column > LAST_COLUMN or not row:
                raise refuse("file-damaged", detail=sheet.name)
            look = looks[style] if style < len(looks) else looks[0]
            if kind == _BLANK:
                kept = row <= _EMPTY_ROWS and column <= _EMPTY_COLUMNS and empties < _EMPTY_CELLS
                if look.empty is not None and kept:
                    empties += 1
                    sheet.cells[row, column] = look.empty
                continue
            sheet.cells[row, column] = _cell(kind, body, look, strings, date1904=date1904)
            left -= 1
            if left < 0:
                raise refuse("file-too-many-cells", limit=most)
        elif kind == _MERGED:
            top, bottom, first, last = struct.unpack_from("<IIII", body)
            merged.add(Area(top + 1, first + 1, bottom + 1, last + 1))
        elif kind == _COLUMN:
            first, last, width = struct.unpack_from("<III", body)
            columns = range(first + 1, min(last + 1, LAST_COLUMN) + 1)
            spread += len(columns)
            if spread > 4 * LAST_COLUMN:  # columns stated again and again are no sheet of Excel's
                continue
            if struct.unpack_from("<H", body, 16)[0] & 1:
                hidden_columns.update(columns)
            widths.update(dict.fromkeys(columns[:_EMPTY_COLUMNS], width / 256))
        elif kind == _PROTECTION:
            sheet.protected = struct.unpack_from("<I", body, 2)[0] != 0
    sheet.merged = merged.areas()
    sheet.hidden_rows, sheet.hidden_columns = frozenset(hidden_rows), frozenset(hidden_columns)
    sheet.column_widths, sheet.row_heights = widths, heights
    return left


def _cell(kind: int, body: bytes, look: Look, strings: list[str], *, date1904: bool) -> Cell:
    value: CellValue
    error: CellError | None = None
    if kind in {_TEXT, _FORMULA_TEXT}:
        value = text = _wide(body, 8)[0].replace("\r\n", "\n")
    elif kind == _RICH_TEXT:
        value = text = _wide(body, 9)[0].replace("\r\n", "\n")
    elif kind == _SHARED:
        value = text = strings[struct.unpack_from("<I", body, 8)[0]].replace("\r\n", "\n")
    elif kind in {_BOOL, _FORMULA_BOOL}:
        value = body[8] != 0
        text = "SAND" if value else "FALSK"
    elif kind in {_ERROR, _FORMULA_ERROR}:
        value, error = None, _ERRORS.get(body[8], CellError.OTHER)
        text = error.value
    else:
        number = _rk(struct.unpack_from("<I", body, 8)[0]) if kind == _RK else struct.unpack_from("<d", body, 8)[0]
        value = int(number) if number.is_integer() and abs(number) < 1e15 else float(f"{number:.15g}")
        text = general(value) if look.format.is_general else look.format.show(value, date1904).strip()
        if look.format.is_date:
            value = date_value(value, date1904=date1904)
    # The text of a formula is not decoded; that there is one is kept.
    formula = "" if _FORMULA_TEXT <= kind <= _FORMULA_ERROR else None
    return Cell(value, text, look.format.code, formula, False, error, *look.rest)


def _rk(stored: int) -> float:
    """Return a number stored in 30 bits: whole or the upper half of a double, perhaps times 100."""
    if stored & 2:
        number = float(struct.unpack("<i", struct.pack("<I", stored & 0xFFFFFFFC))[0] >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<II", 0, stored & 0xFFFFFFFC))
    return number / 100 if stored & 1 else number


def _looks(package: Package, part: str | None) -> list[Look]:
    codes = dict(BUILTIN_FORMATS)
    fonts: list[tuple[bool, bool, float]] = []
    fills: list[str | None] = []
    looks: list[Look] = []
    in_cell_formats = False
    for kind, body in _records(package, part):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _wide(body, 2)[0]
        elif kind == _FONT:
            height, flags, weight = struct.unpack_from("<HHH", body)
            fonts.append((weight > 600, bool(flags & 8), height / 20))
        elif kind == _FILL:
            pattern = struct.unpack_from("<I", body)[0]
            fills.append(body[8:11].hex().upper() if pattern == 1 and body[4] >> 1 == 2 else None)
        elif kind in {_BEGIN_CELL_FORMATS, _END_CELL_FORMATS}:
            in_cell_formats = kind == _BEGIN_CELL_FORMATS
        elif kind == _XF and in_cell_formats:
            _, format_, font, fill, _ = struct.unpack_from("<HHHHH", body)
            bold, struck, size = fonts[font] if font < len(fonts) else (False, False, 11.0)
            looks.append(
                Look(
                    number_format(codes.get(format_, "General")),
                    bold,
                    struck,
                    fills[fill] if fill < len(fills) else None,
                    locked=bool(body[13] & 0x10),
                    wrap=bool(body[12] & 0x40),
                    align=_ALIGNMENT.get(body[12] & 7, ""),
                    size=size,
                )
            )
    return looks or [Look(number_format("General"))]
