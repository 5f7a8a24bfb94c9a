"""OpenDocument spreadsheets (.ods): repeated cells and rows are spelt out only where they hold something."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Collection, Iterator

from lxml import etree

from koorddesk.workbooks.display import error_of, general
from koorddesk.workbooks.grid import Area, Cell, CellValue, Grid, OutsideText, Sheet, SheetVisibility, Validation
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.merges import Merges
from koorddesk.workbooks.ods_styles import OFFICE, STYLE_TAGS, TABLE, TEXT, OdsStyles
from koorddesk.workbooks.outside import texts_outside
from koorddesk.workbooks.package import Package
from koorddesk.workbooks.references import LAST_COLUMN, LAST_ROW, parse_area
from koorddesk.workbooks.serials import EPOCH_1900
from koorddesk.workbooks.strings import raised
from koorddesk.workbooks.styles import Look

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_ROW, _COLUMN, _TABLE = f"{TABLE}table-row", f"{TABLE}table-column", f"{TABLE}table"
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_TAGS = (*STYLE_TAGS, _ROW, _COLUMN, _TABLE, f"{TABLE}content-validation", f"{TABLE}named-range")
_EMPTY_ROWS, _EMPTY_COLUMNS, _EMPTY_CELLS = 2_000, 200, 50_000
_POINTS_PER_CHARACTER = 7.0  # a width is a length here and a number of characters in Excel; as LibreOffice has it
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T(\d+)H(\d+)M(\d+)(?:[.,](\d+))?S")
_IN_LIST = re.compile(r"cell-content-is-in-list\((.*)\)\s*$", re.DOTALL)
_KINDS = (
    ("is-whole-number", "whole"),
    ("is-decimal-number", "decimal"),
    ("is-date", "date"),
    ("is-time", "time"),
    ("text-length", "textLength"),
)
_ON_SHEET = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^.'\[\]:]*))\.(\$?[A-Z]{1,3}\$?\d+)")


def read_ods(data: bytes, limits: Limits) -> Grid:
    """Return the workbook; raises ``FileProblem`` for a damaged or hostile one and for one without a sheet."""
    package = Package(data, limits)
    styles = OdsStyles()
    if "styles.xml" in package:
        styles.add(package.elements("styles.xml", STYLE_TAGS))
    reader = _Reader(styles, limits)
    for element in package.elements("content.xml", _TAGS):
        reader.take(element)
    package.check_rest()
    grid = reader.grid(macros=any(name.startswith(("Basic/", "Scripts/")) for name in package.names))
    grid.outside = tuple(OutsideText(kind, text) for kind, text in texts_outside(package))
    return grid


class _Reader:
    """Takes the elements of the content in their order; a sheet's rows come before the sheet itself ends."""

    def __init__(self, styles: OdsStyles, limits: Limits) -> None:
        self._styles = styles
        self._limits = limits
        self._filled = 0
        self._sheets: list[Sheet] = []
        self._names: dict[str, tuple[str, Area]] = {}
        self._conditions: dict[str, tuple[str, bool, str]] = {}
        self._places: list[tuple[Sheet, str, list[Area]]] = []
        self._notices: list[tuple[str, dict[str, str | int | float]]] = []
        self._begin()

    def _begin(self) -> None:
        self._sheet = Sheet("")
        self._row, self._column = 1, 1
        self._merged = Merges()
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}
        self._default_styles: list[tuple[int, str]] = []
        self._validated: dict[str, list[Area]] = {}
        self._texts: list[str] = []
        self._empties = 0

    def take(self, element: etree._Element) -> None:
        """Take in one finished element."""
        tag = element.tag
        if tag == _ROW:
            self._take_row(element)
        elif tag == _COLUMN:
            self._take_column(element)
        elif tag == _TABLE:
            self._end_sheet(element)
        elif tag == f"{TABLE}content-validation":
            help_ = element.find(f"{TABLE}help-message")
            prompt = [help_.get(f"{TABLE}title", ""), *(_text(p) for p in help_)] if help_ is not None else []
            self._conditions[element.get(f"{TABLE}name", "")] = (
                element.get(f"{TABLE}condition", ""),
                element.get(f"{TABLE}allow-empty-cell", "true") == "false",
                " ".join(part for part in prompt if part),
            )
        elif tag == f"{TABLE}named-range":
            place = _place(element.get(f"{TABLE}cell-range-address", ""), "")
            if place is not None:
                self._names[element.get(f"{TABLE}name", "")] = place
        else:
            self._styles.take(element)

    def grid(self, *, macros: bool) -> Grid:
        """Return the workbook once everything has been taken in."""
        if not self._sheets:
            raise refuse("no-sheets")
        for sheet, name, areas in self._places:
            condition, required, prompt = self._conditions[name]
            listed = _IN_LIST.search(condition)
            choices = self._choices(listed[1], sheet.name) if listed else ()
            kind = "list" if listed else next((kind for word, kind in _KINDS if word in condition), "custom")
            sheet.validations += (Validation(tuple(areas), kind, choices, condition, required, prompt),)
        if macros:
            self._notices.append(("contains-macros", {}))
        return Grid("ods", self._sheets, self._names, notices=tuple(self._notices))

    def _take_column(self, element: etree._Element) -> None:
        count = _count(element, "number-columns-repeated")
        last = min(self._column + count - 1, LAST_COLUMN)
        if element.get(f"{TABLE}visibility", "visible") != "visible":
            self._hidden_columns.update(range(self._column, last + 1))
        width = self._styles.sizes.get(element.get(f"{TABLE}style-name", ""))
        if width:
            shown = range(self._column, min(last, _EMPTY_COLUMNS) + 1)
            self._widths.update(dict.fromkeys(shown, width / _POINTS_PER_CHARACTER))
        self._default_styles.append((last, element.get(f"{TABLE}default-cell-style-name", "")))
        self._column += count

    def _take_row(self, element: etree._Element) -> None:
        count = _count(element, "number-rows-repeated")
        first, last = self._row, min(self._row + count - 1, LAST_ROW)
        self._row += count
        hidden = element.get(f"{TABLE}visibility", "visible")
        if hidden != "visible":
            self._hidden_rows.update(range(first, min(last, first + _EMPTY_ROWS) + 1))
            self._sheet.filtered = self._sheet.filtered or hidden == "filter"
        height = self._styles.sizes.get(element.get(f"{TABLE}style-name", ""))
        if height:
            self._heights.update(dict.fromkeys(range(first, min(last, _EMPTY_ROWS) + 1), height))
        column = 1
        for child in element:
            if child.tag in _CELLS:
                repeated = _count(child, "number-columns-repeated")
                self._take_cell(
                    child, range(first, last + 1), range(column, min(column + repeated - 1, LAST_COLUMN) + 1)
                )
                column += repeated

    def _take_cell(self, element: etree._Element, rows: range, columns: range) -> None:
        style = element.get(f"{TABLE}style-name") or self._default_style(columns.start)
        look = self._styles.look(style)
        cell = self._cell(element, look)
        across, down = _count(element, "number-columns-spanned"), _count(element, "number-rows-spanned")
        if across * down > 1:
            self._merged.add(Area(rows.start, columns.start, rows.start + down - 1, columns.start + across - 1))
        condition = element.get(f"{TABLE}content-validation-name")
        if condition:
            _add_below(self._validated.setdefault(condition, []), rows, columns)
        if cell is None:
            cell = look.empty
            if cell is None:
                return
            rows, columns = (
                rows[: max(0, _EMPTY_ROWS - rows.start + 1)],
                columns[: max(0, _EMPTY_COLUMNS - columns.start + 1)],
            )
            self._empties += len(rows) * len(columns)
            if self._empties > _EMPTY_CELLS:
                return
        else:
            self._filled += len(rows) * len(columns)
            if self._filled > self._limits.cells:
                raise refuse("file-too-many-cells", limit=self._limits.cells)
        for row in rows:
            for column in columns:
                self._sheet.cells[row, column] = cell

    def _default_style(self, column: int) -> str:
        return next((name for last, name in self._default_styles if column <= last), "")

    def _cell(self, element: etree._Element, look: Look) -> Cell | None:
        """Return a cell with content, or None where it has none."""
        kind = element.get(f"{OFFICE}value-type") or ""
        formula = element.get(f"{TABLE}formula")
        shown = "\n".join(_text(paragraph, self._styles.raised_texts) for paragraph in element.iterfind(f"{TEXT}p"))
        comment = "\n".join(_text(p) for p in element.iterfind(f"{OFFICE}annotation/{TEXT}p")).strip() or None
        self._texts += [
            text
            for box in element.iter(f"{_DRAW}text-box")
            if (text := "\n".join(_text(p) for p in box.iter(f"{TEXT}p")).strip())
        ]
        value: CellValue = None
        text = shown
        error = None
        if element.get(f"{_CALC}value-type") == "error" or (formula and shown.startswith(("Err:", "#"))):
            error = error_of(shown)
        elif kind in {"float", "percentage", "currency"}:
            value = _number(element.get(f"{OFFICE}value", ""))
            if isinstance(value, (int, float)):
                text = general(value) if look.format.is_general else look.format.show(value, False).strip()
        elif kind == "date":
            value, text = _date(element.get(f"{OFFICE}date-value", ""), look, shown)
        elif kind == "time":
            value, text = _time(element.get(f"{OFFICE}time-value", ""), shown)
        elif kind == "boolean":
            value = element.get(f"{OFFICE}boolean-value") == "true"
            text = "SAND" if value else "FALSK"
        elif kind == "string" or shown:
            value = text = shown or element.get(f"{OFFICE}string-value", "")
        uncalculated = False
        if formula is not None and value is None and error is None:
            # An empty text as a result has no type, but a paragraph.
            uncalculated = element.find(f"{TEXT}p") is None
            value = None if uncalculated else ""
        elif value is None and error is None and comment is None:
            return None
        cell = Cell(value, text, look.format.code, _formula(formula), uncalculated, error, *look.rest)
        cell.comment = comment
        spans = element.iter(f"{TEXT}span")
        cell.struck = cell.struck or any(
            self._styles.is_struck_text(span.get(f"{TEXT}style-name", "")) for span in spans
        )
        return cell

    def _end_sheet(self, element: etree._Element) -> None:
        sheet = self._sheet
        sheet.name = element.get(f"{TABLE}name", "")
        sheet.merged = self._merged.areas()
        sheet.hidden_rows = frozenset(self._hidden_rows)
        sheet.hidden_columns = frozenset(self._hidden_columns)
        sheet.column_widths, sheet.row_heights = self._widths, self._heights
        sheet.protected = element.get(f"{TABLE}protected") == "true"
        if self._styles.is_hidden_table(element.get(f"{TABLE}style-name", "")):
            sheet.visibility = SheetVisibility.HIDDEN
        for box in element.iterfind(f"{TABLE}shapes/*"):
            text = "\n".join(_text(p) for p in box.iter(f"{TEXT}p")).strip()
            if text:
                self._texts.append(text)
        sheet.has_drawings = bool(self._texts) or element.find(f"{TABLE}shapes") is not None
        self._notices += [("text-box", {"sheet": sheet.name, "text": text[:200]}) for text in self._texts]
        self._places += [(sheet, name, areas) for name, areas in self._validated.items() if name in self._conditions]
        self._sheets.append(sheet)
        self._begin()

    def _choices(self, listed: str, here: str) -> tuple[str, ...]:
        """Return the choices of a list: quoted texts, or the texts of a range of cells, perhaps behind a name."""
        if listed.lstrip().startswith('"'):
            return tuple(text.replace('""', '"') for text in re.findall(r'"((?:[^"]|"")*)"', listed) if text.strip())
        place = _place(listed.strip().strip("[]"), here) or self._names.get(listed.strip().strip("$"))
        sheet = next((sheet for sheet in self._sheets if place is not None and sheet.name == place[0]), None)
        if sheet is None or place is None:
            return ()
        found = sorted((where, cell) for where, cell in sheet.cells.items() if where in place[1])
        return tuple(cell.text.strip() for _, cell in found if cell.text.strip())


def _add_below(areas: list[Area], rows: range, columns: range) -> None:
    """Add a rectangle to a list; one that goes on below the last is joined with it."""
    area = Area(rows.start, columns.start, rows.stop - 1, columns.stop - 1)
    for index in range(len(areas) - 1, max(-1, len(areas) - 20), -1):
        above = areas[index]
        if (above.left, above.right, above.bottom + 1) == (area.left, area.right, area.top):
            areas[index] = Area(above.top, above.left, area.bottom, area.right)
            return
    areas.append(area)


def _text(paragraph: etree._Element, raised_styles: Collection[str] = ()) -> str:
    """Return a paragraph's text: runs of blanks, tabs and line breaks are elements; comments inside are left out.

    Figures in one of the raised styles are written as such, see ``strings.raised``.
    """
    text = ""
    for piece, style in _pieces(paragraph):
        text += raised(text, piece) if style and style in raised_styles else piece
    return text


def _pieces(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text with the style that each of them stands in."""
    style = element.get(f"{TEXT}style-name", "") if element.tag == f"{TEXT}span" else ""
    yield element.text or "", style
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(_count(child, "c", TEXT), 1000), style
        elif child.tag == f"{TEXT}tab":
            yield "\t", style
        elif child.tag == f"{TEXT}line-break":
            yield "\n", style
        elif child.tag not in {f"{OFFICE}annotation", f"{TEXT}ruby-text"} and isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or "", style


def _count(element: etree._Element, name: str, namespace: str = TABLE) -> int:
    text = element.get(f"{namespace}{name}", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _number(text: str) -> int | float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() and abs(number) < 1e15 else float(f"{number:.15g}")


def _date(stored: str, look: Look, shown: str) -> tuple[CellValue, str]:
    try:
        moment = dt.datetime.fromisoformat(stored).replace(tzinfo=None)
    except ValueError:
        return shown or stored, shown or stored
    serial = (moment - EPOCH_1900) / dt.timedelta(days=1)
    text = look.format.show(serial, False).strip() if look.format.is_date else shown
    return moment if moment.time() != dt.time() else moment.date(), text


def _time(stored: str, shown: str) -> tuple[CellValue, str]:
    """Return a time of day, or for a duration of a day or more the number of days, as Excel stores it."""
    match = _DURATION.fullmatch(stored)
    if match is None:
        return shown or stored, shown or stored
    days, hours, minutes, seconds = (int(part or 0) for part in match.group(2, 3, 4, 5))
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if match[1] or total >= 86_400:
        return float(f"{(-total if match[1] else total) / 86_400:.15g}"), shown
    return (EPOCH_1900 + dt.timedelta(seconds=total)).time(), shown


def _formula(formula: str | None) -> str | None:
    """Return a formula in Excel's writing as far as references go (``of:=SUM([.E11:.E28])`` is ``SUM(E11:E28)``)."""
    if formula is None:
        return None
    pieces = re.split(r'("(?:[^"]|"")*")', re.sub(r"^\w+:", "", formula).removeprefix("="))
    return "".join(piece if piece.startswith('"') else _excel_references(piece) for piece in pieces)


def _excel_references(piece: str) -> str:
    def reference(match: re.Match[str]) -> str:
        return re.sub(r"\.(\$?[A-Z])", r"!\1", match[1]).replace(":!", ":").removeprefix("!")

    return re.sub(r"\[([^\]]*)\]", reference, piece).replace(";", ",")


def _place(reference: str, sheet: str) -> tuple[str, Area] | None:
    """Return sheet and rectangle of ``$Lister.$A$1:.$A$5``; one without a sheet's name is on ``sheet``."""
    first, _, last = reference.partition(":")
    start, end = _ON_SHEET.fullmatch(first.strip()), _ON_SHEET.fullmatch(last.strip()) if last else None
    if start is None:
        return None
    area = parse_area(f"{start[3]}:{end[3]}" if end else start[3])
    name = start[1].replace("''", "'") if start[1] else start[2] or sheet
    return (name, area) if area is not None and name else None
