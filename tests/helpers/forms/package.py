"""Writes a book as .xlsx the way Excel does: shared strings, cached values, extended validations; the same bytes each time."""

import datetime as dt
import io
import re
import zipfile
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

from .model import AUTO, MAIN, NO_CACHE, PLAIN, Book, Sheet, Validation, a1, day, rc, spread
from .reckon import shown_value

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
MADE = day(2025, 1, 1)
SIDE = Side(style="thin", color="FF808080")


def to_bytes(book: Book) -> bytes:
    """Return the workbook as .xlsx, the same bytes for the same book."""
    wb = openpyxl.Workbook()
    wb.remove(wb.active)
    wb.properties.creator = "Sekretariatet"
    wb.properties.created = MADE
    for name, target in book.names.items():
        wb.defined_names[name] = DefinedName(name, attr_text=target)
    wb.security.lockStructure = book.locked_structure
    wb.calculation = CalcProperties(calcId=191029, fullCalcOnLoad=False)
    if book.epoch_1904:
        wb.epoch = CALENDAR_MAC_1904
    for sheet in book.sheets:
        _write(wb.create_sheet(sheet.title), sheet)
    out = io.BytesIO()
    wb.save(out)
    return _finish(out.getvalue(), book)


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
            # a day typed into a cell without a format gets one
            typed = isinstance(cell.value, dt.datetime) and style.number_format == "General"
            c.number_format = "dd-mm-yyyy" if typed else style.number_format
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
    for name, ref in sheet.listed.items():
        ws.add_table(Table(displayName=name, ref=ref, tableStyleInfo=TableStyleInfo(name="TableStyleMedium2")))
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
        cached = shown_value(book, sheet, cell.value) if cell.cached is AUTO else cell.cached
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
