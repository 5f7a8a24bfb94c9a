"""One worksheet of an .xlsx, read as a stream: its cells and what the sheet says about them.

The stated extent (``<dimension>``) is not looked at: some writers get it wrong, and a reader that trusts it loses
cells. What is kept grows with the content, not with the area it is spread over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from koorddesk.workbooks.display import NumberFormat, error_of, general, number_format
from koorddesk.workbooks.grid import Cell, CellError, CellValue, Sheet, address
from koorddesk.workbooks.limits import refuse
from koorddesk.workbooks.merges import Merges
from koorddesk.workbooks.package import Package
from koorddesk.workbooks.plain_rows import NotPlainError, PlainCell, PlainSheet, formula_parts, unescaped
from koorddesk.workbooks.references import LAST_COLUMN, LAST_ROW, column_number, moved, parse_area
from koorddesk.workbooks.serials import EPOCH_1900, date_value
from koorddesk.workbooks.strings import MAIN, STRICT, Runs, SharedStrings, plain, rich_text
from koorddesk.workbooks.styles import Look, flag

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_INFINITY = float("inf")
_DIGITS = "0123456789"
# Empty formatted cells matter where a form has its answer boxes, not in a million rows that someone once coloured.
_EMPTY_ROWS = 2_000
_EMPTY_COLUMNS = 200
_EMPTY_CELLS = 50_000
_WIDE_COLUMNS = 500
_MOST_MOVED = 5_000_000  # characters of shared formulas written out in one workbook; the rest as above
_LONGEST_SHARED = 1_000  # a shared formula longer than this is known to be there, without its text


def _both(*names: str) -> frozenset[str]:
    return frozenset(ns + name for name in names for ns in (MAIN, STRICT))


_CELL, _VALUE, _FORMULA, _INLINE, _ROW = _both("c"), _both("v"), _both("f"), _both("is"), _both("row")
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_TAGS = tuple(
    _ROW
    | _both("col", "mergeCell", "dataValidation", "sheetProtection", "autoFilter", *_HEADERS)
    | {f"{_X14}dataValidation"}
)


@dataclass(frozen=True)
class RawValidation:
    """A data validation as written, before its choices are looked up."""

    kind: str
    source: str
    areas: str
    required: bool
    prompt: str


@dataclass
class SheetParts:
    """A sheet as read, with what only the rest of the workbook can complete."""

    sheet: Sheet
    validations: list[RawValidation] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    repeated: str = ""
    formulas: int = 0


class _Content(NamedTuple):
    """The inside of a cell element: type, stored value, formula, text inside the cell with its runs."""

    kind: str | None
    stored: str | None
    formula: str | None
    inside: tuple[str, Runs | None] | None


class SheetReader:
    """Reads the worksheets of one workbook with its looks and strings; counts filled cells over all of them."""

    def __init__(self, package: Package, looks: list[Look], strings: SharedStrings, *, date1904: bool) -> None:
        """Take what all sheets of the workbook share; ``looks`` are empty in a workbook without formats."""
        self._package = package
        self._has_formats = bool(looks)
        self._looks: dict[str | None, Look] = {str(index): look for index, look in enumerate(looks)}
        self._looks[None] = self._looks[""] = looks[0] if looks else Look(number_format("General"))
        self._plain_looks = {style: (look.format, look.format.code, look.rest) for style, look in self._looks.items()}
        self._strings = strings
        self._date1904 = date1904
        self._plain_strings = {str(i): text for i, text in enumerate(strings.texts) if i not in strings.runs}
        self._left = package.limits.cells
        self._columns: dict[str, int] = {}
        self._moved = 0

    def read(self, part: str, sheet: Sheet) -> SheetParts:
        """Fill in the sheet from its part."""
        self._begin(sheet)
        try:
            self._read_plain(part)
        except NotPlainError:
            sheet.cells.clear()
            self._begin(sheet)
            self._read_elements(self._package.elements(part, _TAGS))
        self._left -= len(sheet.cells) - self._empties
        sheet.merged = self._merged.areas()
        sheet.hidden_rows = frozenset(self._hidden_rows)
        sheet.hidden_columns = frozenset(self._hidden_columns)
        sheet.column_widths = self._widths
        sheet.row_heights = self._heights
        return self._found

    def _begin(self, sheet: Sheet) -> None:
        self._found = SheetParts(sheet)
        self._row = 0
        self._empties = 0
        self._shared: dict[str, tuple[int, int, str]] = {}
        self._merged = Merges()
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._spread = 0
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}

    def _read_plain(self, part: str) -> None:
        sheet = PlainSheet(self._package.stream(part), _EMPTY_ROWS)
        for attributes, cells, alone in sheet.rows():
            if cells is None:
                self._read_elements(self._package.elements_of(part, alone, _TAGS))
            else:
                self._take_plain(attributes, cells)
        self._read_elements(self._package.elements_of(part, sheet.frame, _TAGS))

    def _read_elements(self, elements: Iterable[etree._Element]) -> None:
        for element in elements:
            if element.tag in _ROW:
                self._read_row(element)
            else:
                self._read_other(element)

    def _take_plain(self, attributes: Mapping[str, str], found: list[PlainCell]) -> None:
        """Take in a row of plain cells, which are nearly all there are."""
        number = self._row_number(attributes.get("r"))
        row_text = str(number)
        cells, columns, looks = self._found.sheet.cells, self._columns, self._plain_looks
        strings, date1904 = self._plain_strings, self._date1904
        kept = False
        for letters, digits, style, kind, formula, stored, inside, _ in found:
            column = columns.get(letters) or self._column(letters)
            place = (number if digits == row_text else self._row_of(digits), column)
            value: CellValue = None
            text = ""
            if style in looks and not formula:
                format_, code, rest = looks[style]
                if inside and kind == "inlineStr":
                    value = text = plain(unescaped(inside))
                elif kind == "s":
                    value = text = strings.get(stored[3:], "")
                elif (not kind or kind == "n") and len(stored) > 3:
                    value, text = number_value(stored[3:], format_, date1904)
                if text and place not in cells:
                    cells[place] = Cell(value, text, code, None, False, None, *rest)
                    kept = True
                    continue
            look = self._looks.get(style) or self._look(style)
            content = _Content(
                kind or None,
                unescaped(stored[3:]) if stored else None,
                self._plain_formula(formula, place) if formula else None,
                (plain(unescaped(inside)), None) if inside else None,
            )
            cell = self._cell(content, look, place)
            if cell is None:
                kept = self._keep_empty(place, look) or kept
            else:
                self._keep(place, cell)
                kept = True
        self._end_row(number, attributes.get("hidden"), attributes.get("ht"), kept=kept)

    def _plain_formula(self, element: str, place: tuple[int, int]) -> str:
        attributes, text = formula_parts(element)
        return self._formula(attributes, plain(text), place)

    def _read_row(self, row: etree._Element) -> None:
        """Take in a row in any writing."""
        number = self._row_number(row.get("r"))
        if number > _EMPTY_ROWS and next(row.iter(*_VALUE, *_INLINE, *_FORMULA), None) is None:
            return
        column = 0
        kept = False
        for c in row:
            if c.tag not in _CELL:
                continue
            reference = c.get("r")
            if reference is None:
                column += 1
                place = (number, column)
            else:
                letters = reference.rstrip(_DIGITS)
                column = self._columns.get(letters) or self._column(letters)
                place = (self._row_of(reference[len(letters) :]), column)
            style = c.get("s")
            look = self._looks.get(style) or self._look(style)
            cell = self._cell(self._content(c, place), look, place) if len(c) else None
            if cell is None:
                kept = self._keep_empty(place, look) or kept
            else:
                self._keep(place, cell)
                kept = True
        if column > LAST_COLUMN:
            raise refuse("file-damaged", detail=f"{self._found.sheet.name}, {number}")
        self._end_row(number, row.get("hidden"), row.get("ht"), kept=kept)

    def _keep(self, place: tuple[int, int], cell: Cell) -> None:
        cells = self._found.sheet.cells
        if not self._found.repeated and place in cells and not cells[place].is_blank:
            self._found.repeated = address(*place)
        cells[place] = cell

    def _keep_empty(self, place: tuple[int, int], look: Look) -> bool:
        """Keep an empty cell that may be a place for an answer, unless there are too many of them to be a form."""
        if look.empty is None or place[0] > _EMPTY_ROWS or place[1] > _EMPTY_COLUMNS or self._empties >= _EMPTY_CELLS:
            return False
        self._empties += 1
        self._found.sheet.cells.setdefault(place, look.empty)
        return True

    def _end_row(self, number: int, hidden: str | None, height: str | None, *, kept: bool) -> None:
        if len(self._found.sheet.cells) - self._empties > self._left:
            raise refuse("file-too-many-cells", limit=self._package.limits.cells)
        if kept or number <= _EMPTY_ROWS:
            if hidden is not None and flag(hidden):
                self._hidden_rows.add(number)
            if height is not None and number <= _EMPTY_ROWS:
                self._heights[number] = _float(height)

    def _content(self, c: etree._Element, place: tuple[int, int]) -> _Content:
        """Return what the elements inside a cell say."""
        stored: str | None = None
        formula: str | None = None
        inside: tuple[str, Runs | None] | None = None
        for child in c:
            if child.tag in _VALUE:
                stored = child.text or ""
            elif child.tag in _FORMULA:
                attributes = {str(key): str(value) for key, value in child.items()}
                formula = self._formula(attributes, plain(child.text), place)
            elif child.tag in _INLINE:
                inside = rich_text(child)
        return _Content(c.get("t"), stored, formula, inside)

    def _cell(self, content: _Content, look: Look, place: tuple[int, int]) -> Cell | None:
        """Return a cell with content, or None where it has none."""
        kind, stored, formula, inside = content
        value: CellValue = None
        text = ""
        error: CellError | None = None
        runs: Runs | None = None
        if inside is not None and not stored:
            text, runs = inside
            value = text
        elif kind is None or kind == "n":
            if stored:
                value, text = number_value(stored, look.format, self._date1904)
        elif stored:
            if kind == "s":
                value = text = self._shared_text(stored, place)
                runs = self._strings.runs.get(int(stored))
            elif kind == "b":
                value, text = boolean_value(stored.strip())
            elif kind == "e":
                error = error_of(stored)
                text = stored.strip()
            elif kind == "d":
                value, text = iso_value(stored.strip(), look.format)
            else:
                value = text = plain(stored)
        elif kind == "str" and stored is not None:
            value = ""
        uncalculated = False
        if formula is not None:
            self._found.formulas += 1
            uncalculated = value is None and error is None
        elif value is None and error is None:
            return None
        cell = Cell(value, text, look.format.code, formula, uncalculated, error, *look.rest)
        if runs is not None:
            cell.struck = cell.struck or runs.struck
            cell.bold = runs.bold_in_bold if cell.bold else runs.bold
        return cell

    def _shared_text(self, stored: str, place: tuple[int, int]) -> str:
        texts = self._strings.texts
        index = int(stored) if stored.isascii() and stored.strip().isdigit() else len(texts)
        if index >= len(texts):
            raise refuse("file-damaged", detail=f"{self._found.sheet.name}!{address(*place)}")
        return texts[index]

    def _formula(self, attributes: Mapping[str, str], text: str, place: tuple[int, int]) -> str:
        """Return the formula of a cell; a shared one is written at its first cell only and moves with the others."""
        kind = attributes.get("t")
        if kind == "shared":
            index = attributes.get("si", "")
            if text:
                self._shared[index] = (*place, text)
            elif index in self._shared:
                row, column, first = self._shared[index]
                self._moved += len(first)
                if len(first) <= _LONGEST_SHARED and self._moved <= _MOST_MOVED:
                    text = moved(first, place[0] - row, place[1] - column)
        elif kind == "dataTable":
            text = f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
        return text

    def _read_other(self, element: etree._Element) -> None:
        """Take in what stands beside the rows."""
        sheet = self._found.sheet
        name = etree.QName(element).localname
        if name == "mergeCell":
            area = parse_area(element.get("ref", ""))
            if area is not None:
                self._merged.add(area)
        elif name == "col":
            self._read_column(element)
        elif name == "dataValidation":
            self._found.validations.append(_raw_validation(element))
        elif name == "sheetProtection":
            sheet.protected = flag(element.get("sheet"))
        elif name in _HEADERS:
            self._found.headers.append(plain(element.text))
        elif name == "autoFilter":
            sheet.filtered = sheet.filtered or len(element) > 0

    def _read_column(self, element: etree._Element) -> None:
        first, last = _int(element.get("min")), min(_int(element.get("max")), LAST_COLUMN)
        self._spread += max(0, last - first + 1)
        if first < 1 or self._spread > 4 * LAST_COLUMN:  # columns stated again and again are no sheet of Excel's
            return
        if flag(element.get("hidden")):
            self._hidden_columns.update(range(first, last + 1))
        if (width := element.get("width")) is not None:
            self._widths.update(dict.fromkeys(range(first, min(last, _WIDE_COLUMNS) + 1), _float(width)))

    def _row_number(self, written: str | None) -> int:
        self._row = self._row + 1 if written is None else self._row_of(written)
        return self._row

    def _row_of(self, written: str) -> int:
        number = int(written) if written.isascii() and written.isdigit() else 0
        if not 1 <= number <= LAST_ROW:
            raise refuse("file-damaged", detail=f"{self._found.sheet.name}, {written[:20]}")
        return number

    def _column(self, letters: str) -> int:
        number = column_number(letters) if letters.isascii() and letters.isalpha() and len(letters) <= 3 else 0
        if not 1 <= number <= LAST_COLUMN:
            raise refuse("file-damaged", detail=f"{self._found.sheet.name}, {letters[:20]}")
        self._columns[letters] = number
        return number

    def _look(self, written: str | None) -> Look:
        """Return the plain look for a format index in a workbook without formats; else such an index is damage."""
        if self._has_formats:
            raise refuse("file-damaged", detail=f"{self._found.sheet.name}, s={(written or '')[:20]}")
        self._looks[written] = self._looks[None]
        return self._looks[None]


def number_value(stored: str, format_: NumberFormat, date1904: bool) -> tuple[CellValue, str]:
    """Return the value and the displayed text of a stored number; text that is no number stays text."""
    number: int | float
    if len(stored) <= 15 and stored.isdigit() and stored.isascii():
        number = int(stored)
    else:
        try:
            number = float(stored)
        except ValueError:
            return stored, stored
        if not -_INFINITY < number < _INFINITY or "_" in stored:
            return stored, stored
        if number.is_integer() and abs(number) < 1e15:
            number = int(number)
        elif len(stored) > 16:
            # Excel keeps and shows 15 digits; the rest is the dust of binary arithmetic (90.59999999999999).
            number = float(f"{number:.15g}")
    if format_.is_general:
        return number, general(number)
    text = format_.show(number, date1904).strip()
    if format_.is_date:
        return date_value(number, date1904=date1904), text
    return number, text


def boolean_value(stored: str) -> tuple[CellValue, str]:
    """Return value and text of a stored truth value, as Danish Excel shows it; what is neither stays text."""
    match stored.lower():
        case "1" | "true":
            return True, "SAND"
        case "0" | "false":
            return False, "FALSK"
    return stored, stored


def iso_value(stored: str, format_: NumberFormat) -> tuple[CellValue, str]:
    """Return value and text of a date that is written as one (``t="d"``)."""
    try:
        moment = dt.datetime.fromisoformat(stored.removesuffix("Z"))
    except ValueError:
        return stored, stored
    moment = moment.replace(tzinfo=None)
    serial = (moment - EPOCH_1900) / dt.timedelta(days=1)
    value = moment if moment.time() != dt.time() else moment.date()
    text = format_.show(serial, False).strip() if format_.is_date else f"{moment:%d-%m-%Y}"
    return value, text


def _raw_validation(element: etree._Element) -> RawValidation:
    """Return a validation in either of its two writings: attributes and ``formula1``, or the x14 extension."""
    formula = next((child for child in element if _is(child, "formula1")), None)
    source = "".join(str(piece) for piece in formula.itertext()) if formula is not None else ""
    areas = element.get("sqref") or next((child.text or "" for child in element if _is(child, "sqref")), "")
    prompt = " ".join(part for part in (element.get("promptTitle"), element.get("prompt")) if part)
    return RawValidation(
        element.get("type", "none"), source.strip(), areas, not flag(element.get("allowBlank")), plain(prompt)
    )


def _is(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith(f"}}{name}")


def _int(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
