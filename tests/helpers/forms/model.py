"""A workbook that can be pushed about before it is written.

Cells are objects that keep their identity while rows and columns move, so the answer key can ask at the end where each
answer came to stand. Written with openpyxl; cached formula values and extended validations go into the XML afterwards.
"""

import ast
import datetime as dt
import io
import operator
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.datavalidation import DataValidation

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STRINGS_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
STRINGS_RELATION = (
    b'<Relationship Id="rIdStrings" Target="sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)
STAMP = (2025, 1, 1, 8, 0, 0)
MADE = dt.datetime(2025, 1, 1, 8, 0, 0)  # noqa: DTZ001 - workbook properties carry no zone
REFERENCE = re.compile(r"((?:'[^']+'|[\w]+)!)?(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])")
NO_CACHE = object()
AUTO = object()


def rc(ref: str) -> tuple[int, int]:
    """Return (row, column) of an A1 reference, from 1."""
    match = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", ref)
    if match is None:
        raise ValueError(ref)
    return int(match[2]), column_index_from_string(match[1])


def a1(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def box(ref: str) -> list[int]:
    """Return [first row, first column, last row, last column] of "A1:C3" or "A1"."""
    first, _, last = ref.partition(":")
    return [*rc(first), *rc(last or first)]


@dataclass(frozen=True)
class Style:
    fill: str | None = None
    bold: bool = False
    italic: bool = False
    color: str | None = None
    size: float = 10
    font: str = "Calibri"
    border: bool = False
    number_format: str = "General"
    wrap: bool = True
    align: str | None = None
    strike: bool = False
    unlocked: bool = False


PLAIN = Style()


@dataclass(eq=False)
class Cell:
    value: Any = None
    style: Style = PLAIN
    cached: Any = AUTO
    comment: str | None = None
    as_text: bool = False


@dataclass(eq=False)
class Validation:
    areas: list[list[int]]
    formula: str
    kind: str = "list"
    extended: bool = False
    operator: str | None = None


@dataclass(eq=False)
class Sheet:
    title: str
    book: "Book"
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[list[int]] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    state: str = "visible"
    protected: bool = False
    freeze: str | None = None
    autofilter: str | None = None
    gridlines: bool = True

    def at(self, ref: str) -> Cell:
        """Return the cell, made if it is not there."""
        return self.cells.setdefault(rc(ref), Cell())

    def put(self, ref: str, value: Any, style: Style = PLAIN, *, merge: str | None = None) -> Cell:
        cell = self.at(ref)
        cell.value, cell.style = value, style
        if merge:
            self.merge(merge)
            for position in spread(box(merge)):
                self.cells.setdefault(position, Cell()).style = style
        return cell

    def merge(self, ref: str) -> None:
        self.merges.append(box(ref))

    def paint(self, ref: str, style: Style) -> None:
        for position in spread(box(ref)):
            self.cells.setdefault(position, Cell()).style = style

    def list_choices(self, ref: str, formula: str, *, extended: bool = False) -> None:
        self.validations.append(Validation([box(part) for part in ref.split()], formula, extended=extended))

    def where(self, cell: Cell) -> str | None:
        for position, other in self.cells.items():
            if other is cell:
                return a1(*position)
        return None

    def last_row(self) -> int:
        return max((row for (row, _), cell in self.cells.items() if cell.value is not None), default=1)

    def last_column(self) -> int:
        return max((column for (_, column), cell in self.cells.items() if cell.value is not None), default=1)

    def insert_rows(self, row: int, count: int = 1) -> None:
        self._move(row, count, axis=0)

    def insert_columns(self, column: int, count: int = 1) -> None:
        self._move(column, count, axis=1)

    def delete_row(self, row: int) -> None:
        self._move(row, -1, axis=0)

    def delete_column(self, column: int) -> None:
        self._move(column, -1, axis=1)

    def swap_columns(self, one: int, other: int, first: int, last: int) -> None:
        """Exchange two columns between two rows (validations and unmerged formats move with them)."""
        for row in range(first, last + 1):
            a, b = self.cells.pop((row, one), None), self.cells.pop((row, other), None)
            if a is not None:
                self.cells[row, other] = a
            if b is not None:
                self.cells[row, one] = b
        exchange = {one: other, other: one}
        for area in [*self.merges, *(area for v in self.validations for area in v.areas)]:
            if area[1] == area[3] and first <= area[0] and area[2] <= last:
                area[1] = area[3] = exchange.get(area[1], area[1])
        self.widths[one], self.widths[other] = self.widths.get(other, 12), self.widths.get(one, 12)

    def _move(self, start: int, count: int, axis: int) -> None:
        def moved(n: int) -> int:
            if count < 0:
                return n - 1 if n > start else n
            return n + count if n >= start else n

        gone = start if count < 0 else None
        cells = {}
        for position, cell in self.cells.items():
            if position[axis] == gone:
                continue
            new = list(position)
            new[axis] = moved(new[axis])
            cells[new[0], new[1]] = cell
        self.cells = cells
        self.merges = [area for area in (self._area(m, moved, gone, axis) for m in self.merges) if area]
        self.merges = [m for m in self.merges if m[0] != m[2] or m[1] != m[3]]
        for validation in self.validations:
            validation.areas = [a for a in (self._area(m, moved, gone, axis) for m in validation.areas) if a]
        self.validations = [v for v in self.validations if v.areas]
        if axis == 0:
            self.hidden_rows = {moved(n) for n in self.hidden_rows if n != gone}
        else:
            self.widths = {moved(n): w for n, w in self.widths.items() if n != gone}
            self.hidden_columns = {moved(n) for n in self.hidden_columns if n != gone}
        self.book.shift_formulas(self, moved, axis)
        if self.autofilter:
            area = self._area(box(self.autofilter), moved, gone, axis)
            self.autofilter = f"{a1(*area[:2])}:{a1(*area[2:])}" if area else None
        if self.freeze:
            place = list(rc(self.freeze))
            place[axis] = moved(place[axis])
            self.freeze = a1(*place)

    @staticmethod
    def _area(area: list[int], moved: Any, gone: int | None, axis: int) -> list[int] | None:
        area = list(area)
        low, high = area[axis], area[axis + 2]
        if gone is not None and low == high == gone:
            return None
        area[axis] = moved(low)
        area[axis + 2] = moved(high) if gone is None or high != gone else high - 1
        return area


@dataclass(eq=False)
class Book:
    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    locked_structure: bool = False
    epoch_1904: bool = False

    def sheet(self, title: str) -> Sheet:
        made = Sheet(title, self)
        self.sheets.append(made)
        return made

    def __getitem__(self, title: str) -> Sheet:
        return next(s for s in self.sheets if s.title == title)

    def rename(self, sheet: Sheet, title: str) -> None:
        """Rename a sheet, and its name in formulas, validations and named ranges."""
        old, new = quoted(sheet.title), quoted(title)
        for other in self.sheets:
            for cell in other.cells.values():
                if isinstance(cell.value, str) and cell.value.startswith("=") and not cell.as_text:
                    cell.value = cell.value.replace(old + "!", new + "!")
            for validation in other.validations:
                validation.formula = validation.formula.replace(old + "!", new + "!")
        self.names = {name: target.replace(old + "!", new + "!") for name, target in self.names.items()}
        sheet.title = title

    def shift_formulas(self, moved_sheet: Sheet, moved: Any, axis: int) -> None:
        def fix(formula: str, own: bool) -> str:
            def one(match: re.Match[str]) -> str:
                sheet = match[1]
                title = sheet[:-1].strip("'") if sheet else None
                if (title is None and not own) or (title is not None and title != moved_sheet.title):
                    return match[0]
                row, column = int(match[5]), column_index_from_string(match[3])
                if axis == 0:
                    row = moved(row)
                else:
                    column = moved(column)
                return f"{sheet or ''}{match[2]}{get_column_letter(column)}{match[4]}{row}"

            # the second half of "Ark!A1:A5" belongs to the same sheet as the first
            out, last_sheet, at = [], None, 0
            for match in REFERENCE.finditer(formula):
                between = formula[at : match.start()]
                if match[1] is None and between == ":" and last_sheet is not None:
                    probe = REFERENCE.fullmatch(last_sheet + match[0])
                    out.append(between + (one(probe)[len(last_sheet) :] if probe else match[0]))
                else:
                    out.append(between + one(match))
                    last_sheet = match[1]
                at = match.end()
            return "".join(out) + formula[at:]

        for sheet in self.sheets:
            for cell in sheet.cells.values():
                if isinstance(cell.value, str) and cell.value.startswith("=") and not cell.as_text:
                    cell.value = "=" + fix(cell.value[1:], sheet is moved_sheet)
            for validation in sheet.validations:
                if not validation.formula.startswith('"'):
                    validation.formula = fix(validation.formula, sheet is moved_sheet)
        self.names = {name: fix(target, own=False) for name, target in self.names.items()}

    def to_bytes(self) -> bytes:
        """Return the workbook as .xlsx, the same bytes for the same book."""
        wb = openpyxl.Workbook()
        wb.remove(wb.active)
        wb.properties.creator = "Sekretariatet"
        wb.properties.created = MADE
        for name, target in self.names.items():
            wb.defined_names[name] = DefinedName(name, attr_text=target)
        wb.security.lockStructure = self.locked_structure
        wb.calculation = CalcProperties(calcId=191029, fullCalcOnLoad=False)
        if self.epoch_1904:
            wb.epoch = CALENDAR_MAC_1904
        for sheet in self.sheets:
            _write(wb.create_sheet(sheet.title), sheet)
        out = io.BytesIO()
        wb.save(out)
        return _finish(out.getvalue(), self)

    def evaluate(self, sheet: Sheet, formula: str) -> Any:
        """Return what Excel would show for the few formulas used here; None if it is none of them."""
        return _Evaluator(self).formula(sheet, formula)


def quoted(title: str) -> str:
    return title if re.fullmatch(r"[A-Za-zÆØÅæøå_][\wÆØÅæøå]*", title) else f"'{title}'"


def spread(area: list[int]) -> Iterator[tuple[int, int]]:
    for row in range(area[0], area[2] + 1):
        for column in range(area[1], area[3] + 1):
            yield row, column


SIDE = Side(style="thin", color="FF808080")


def _write(ws: Any, sheet: Sheet) -> None:
    ws.sheet_state = sheet.state
    ws.sheet_view.showGridLines = sheet.gridlines
    covered = {p for area in sheet.merges for p in spread(area) if p != (area[0], area[1])}
    for (row, column), cell in sorted(sheet.cells.items(), key=lambda item: item[0]):
        c = ws.cell(row, column)
        if (row, column) not in covered and cell.value is not None:
            c.value = cell.value
            if cell.as_text:
                c.data_type = "s"
        style = cell.style
        if style != PLAIN:
            c.font = Font(
                name=style.font,
                size=style.size,
                bold=style.bold,
                italic=style.italic,
                strike=style.strike,
                color=style.color,
            )
            if style.fill:
                c.fill = PatternFill("solid", fgColor=style.fill)
            if style.border:
                c.border = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)
            c.alignment = Alignment(wrap_text=style.wrap, vertical="top", horizontal=style.align)
            c.number_format = style.number_format
            if style.unlocked:
                c.protection = Protection(locked=False)
        elif isinstance(cell.value, dt.datetime):
            c.number_format = "dd-mm-yyyy"
        if cell.comment:
            c.comment = Comment(cell.comment, "Kollega")
    for area in sheet.merges:
        ws.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
    for validation in sheet.validations:
        if not validation.extended:
            dv = DataValidation(
                type=validation.kind, formula1=validation.formula, allow_blank=True, operator=validation.operator
            )
            dv.sqref = openpyxl.worksheet.cell_range.MultiCellRange([_span(area) for area in validation.areas])
            ws.add_data_validation(dv)
    for column, width in sheet.widths.items():
        ws.column_dimensions[get_column_letter(column)].width = width
    for column in sheet.hidden_columns:
        ws.column_dimensions[get_column_letter(column)].hidden = True
    for row in sheet.hidden_rows:
        ws.row_dimensions[row].hidden = True
    if sheet.freeze:
        ws.freeze_panes = sheet.freeze
    if sheet.autofilter:
        ws.auto_filter.ref = sheet.autofilter
    if sheet.protected:
        ws.protection.sheet = True


def _span(area: list[int]) -> str:
    return a1(area[0], area[1]) if area[:2] == area[2:] else f"{a1(*area[:2])}:{a1(*area[2:])}"


def _finish(data: bytes, book: Book) -> bytes:
    """Make of openpyxl's file what Excel writes: shared strings, cached values, extended validations; fixed times."""
    source = zipfile.ZipFile(io.BytesIO(data))
    strings: dict[str, int] = {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:

        def add(name: str, part: bytes) -> None:
            target.writestr(zipfile.ZipInfo(name, STAMP), part, zipfile.ZIP_DEFLATED)

        for name in source.namelist():
            part = source.read(name)
            match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            if match:
                part = _finish_sheet(part, book, book.sheets[int(match[1]) - 1], strings)
            elif name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-01-01T08:00:00Z", part)
            elif name == "[Content_Types].xml":
                part = part.replace(b"</Types>", STRINGS_TYPE + b"</Types>")
            elif name == "xl/_rels/workbook.xml.rels":
                part = part.replace(b"</Relationships>", STRINGS_RELATION + b"</Relationships>")
            add(name, part)
        root = etree.Element(f"{{{MAIN}}}sst", nsmap={None: MAIN})
        for text in strings:
            t = etree.SubElement(etree.SubElement(root, f"{{{MAIN}}}si"), f"{{{MAIN}}}t")
            t.text = text
            t.set(SPACE, "preserve")
        add("xl/sharedStrings.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return out.getvalue()


def _finish_sheet(part: bytes, book: Book, sheet: Sheet, strings: dict[str, int]) -> bytes:
    root = etree.fromstring(part)
    for c in root.iter(f"{{{MAIN}}}c"):
        if c.get("t") == "inlineStr":
            text = "".join(c.itertext())
            for child in list(c):
                c.remove(child)
            c.set("t", "s")
            etree.SubElement(c, f"{{{MAIN}}}v").text = str(strings.setdefault(text, len(strings)))
            continue
        f = c.find(f"{{{MAIN}}}f")
        if f is None:
            continue
        v = c.find(f"{{{MAIN}}}v")
        cell = sheet.cells[rc(c.get("r"))]
        cached = book.evaluate(sheet, cell.value) if cell.cached is AUTO else cell.cached
        if cached is NO_CACHE or cached is None:
            if v is not None:
                c.remove(v)
            c.attrib.pop("t", None)
            continue
        if v is None:
            v = etree.SubElement(c, f"{{{MAIN}}}v")
        if isinstance(cached, str):
            c.set("t", "e" if cached.startswith("#") else "str")
            v.text = cached
        else:
            c.attrib.pop("t", None)
            v.text = repr(cached)
    extended = [v for v in sheet.validations if v.extended]
    if extended:
        _add_extended(root, extended)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_extended(root: Any, validations: list[Validation]) -> None:
    ext_list = etree.SubElement(root, f"{{{MAIN}}}extLst")
    ext = etree.SubElement(
        ext_list, f"{{{MAIN}}}ext", {"uri": "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"}, nsmap={"x14": X14, "xm": XM}
    )
    group = etree.SubElement(ext, f"{{{X14}}}dataValidations", {"count": str(len(validations))})
    for validation in validations:
        dv = etree.SubElement(
            group, f"{{{X14}}}dataValidation", {"type": "list", "allowBlank": "1", "showErrorMessage": "1"}
        )
        formula = etree.SubElement(etree.SubElement(dv, f"{{{X14}}}formula1"), f"{{{XM}}}f")
        formula.text = validation.formula
        etree.SubElement(dv, f"{{{XM}}}sqref").text = " ".join(_span(a) for a in validation.areas)


OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class _Evaluator:
    def __init__(self, book: Book) -> None:
        self.book = book

    def formula(self, sheet: Sheet, text: str) -> Any:
        body = text[1:]
        wrapped = re.fullmatch(r"IFERROR\((.*),(\"[^\"]*\"|\d+)\)", body)
        if wrapped:
            value = self.formula(sheet, "=" + wrapped[1])
            return wrapped[2].strip('"') if value is None or isinstance(value, str) else value
        total = re.fullmatch(r"(SUM|AVERAGE|COUNT)\(([^()]*)\)", body)
        if total:
            numbers: list[float] = []
            for part in total[2].split(","):
                found = self._numbers(sheet, part.strip())
                if isinstance(found, str):
                    return found
                numbers += found
            if total[1] == "COUNT":
                return len(numbers)
            if total[1] == "AVERAGE":
                return tidy(sum(numbers) / len(numbers)) if numbers else "#DIV/0!"
            return tidy(sum(numbers))
        if re.fullmatch(r"[A-Z0-9$+\-*/. ()]+", body):
            return self._arithmetic(sheet, body)
        return None

    def _arithmetic(self, sheet: Sheet, body: str) -> Any:
        def value(match: re.Match[str]) -> str:
            found = self._numbers(sheet, match[0])
            return repr(found[0]) if isinstance(found, list) and found else "0"

        try:
            return tidy(calculate(ast.parse(REFERENCE.sub(value, body), mode="eval").body))
        except ZeroDivisionError:
            return "#DIV/0!"

    def _numbers(self, sheet: Sheet, part: str) -> list[float] | str:
        if re.fullmatch(r"-?\d+(\.\d+)?", part):
            return [float(part)]
        name, _, area = part.rpartition("!")
        other = self.book[name.strip("'")] if name else sheet
        out: list[float] = []
        for position in spread(box(area.replace("$", ""))):
            cell = other.cells.get(position)
            value = cell.value if cell else None
            if isinstance(value, str) and value.startswith("=") and cell is not None and not cell.as_text:
                value = self.formula(other, value) if cell.cached is AUTO else cell.cached
            if isinstance(value, str) and value.startswith("#"):
                return value
            if isinstance(value, int | float) and not isinstance(value, bool):
                out.append(value)
        return out


def calculate(node: Any) -> float:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](calculate(node.left), calculate(node.right))
    if isinstance(node, ast.UnaryOp):
        return -calculate(node.operand)
    return node.value


def tidy(number: float) -> float | int:
    number = round(number, 6)
    return int(number) if number == int(number) else number


def restyled(style: Style, **changes: Any) -> Style:
    return replace(style, **changes)
