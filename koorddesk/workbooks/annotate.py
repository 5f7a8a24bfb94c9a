"""The annotated copy: the sender's own workbook with its findings as comments and on a sheet of their own.

Everything in the workbook is kept. The sheet of findings is added last and opened first; each line links to its
cell. A cell that has a comment already keeps it: the finding is added below. What changes is listed in
docs/workbooks-out.md; every other part stays as it was, byte for byte.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from koorddesk.workbooks.grid import address, place
from koorddesk.workbooks.package_edit import RELATIONSHIPS, Package, sheet_parts, workbook_part, xml_text

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AUTHOR = "koorddesk"
_CELL_LIMIT = 32_767  # characters that a cell holds


@dataclass(frozen=True)
class Line:
    """One line of the sheet of findings: how severe in words, where, what stands there, what is said, what to do."""

    severity: str
    sheet: str
    cell: str
    raw: str
    message: str
    suggestion: str


@dataclass(frozen=True)
class Headings:
    """The words of the sheet of findings: its name, what stands on top, and its columns' headings (six)."""

    sheet: str
    title: str
    introduction: str
    columns: tuple[str, str, str, str, str, str]


def annotate(data: bytes, lines: Sequence[Line], headings: Headings) -> bytes:
    """Return the workbook (.xlsx, .xlsm) with these findings added."""
    package = Package(data)
    parts = sheet_parts(package)
    by_sheet: dict[str, dict[tuple[int, int], list[str]]] = {}
    for line in lines:
        if line.sheet in parts and re.fullmatch(r"[A-Z]{1,3}\d{1,7}", line.cell):
            text = f"{line.severity}: {line.message}" + (f" {line.suggestion}" if line.suggestion else "")
            by_sheet.setdefault(line.sheet, {}).setdefault(place(line.cell), []).append(text)
    for sheet, comments in by_sheet.items():
        _comment(package, parts[sheet], comments)
    _findings_sheet(package, lines, headings, parts)
    return package.save()


def _comment(package: Package, part: str, comments: Mapping[tuple[int, int], Sequence[str]]) -> None:
    """Add comments to one sheet: to the part and drawing it has, or to new ones."""
    related = dict(package.relationships(part).values())
    if "comments" in related and "vmlDrawing" in related:
        notes, drawing = related["comments"], related["vmlDrawing"]
    else:
        notes, drawing = _new_comment_parts(package, part, related.get("vmlDrawing"))
    root = package.tree(notes)
    space = f"{{{etree.QName(root).namespace}}}"
    authors = root.find(f"{space}authors")
    listed = root.find(f"{space}commentList")
    assert authors is not None
    assert listed is not None
    author = len(authors)
    etree.SubElement(authors, f"{space}author").text = _AUTHOR
    present = {str(item.get("ref")): item for item in listed}
    shapes: list[str] = []
    for (row, column), texts in sorted(comments.items()):
        cell = address(row, column)
        item = present.get(cell)
        if item is None:
            item = etree.SubElement(listed, f"{space}comment")
            item.set("ref", cell)
            item.set("authorId", str(author))
            etree.SubElement(item, f"{space}text")
            shapes.append(_shape(row, column, len(shapes) + 1))
        body = item.find(f"{space}text")
        assert body is not None
        run = etree.SubElement(etree.SubElement(body, f"{space}r"), f"{space}t")
        run.set(_SPACE, "preserve")
        run.text = ("\n" if len(body) > 1 else "") + xml_text("\n".join(texts))
    package.write_tree(notes, root)
    if shapes:
        _draw(package, drawing, shapes)


def _new_comment_parts(package: Package, part: str, drawing: str | None) -> tuple[str, str]:
    """Make an empty comments part, and a drawing where the sheet has none."""
    notes = package.free_name("xl/comments%d.xml")
    package.write(notes, f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'.encode())
    package.declare(notes, "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")
    package.add_relationship(part, f"{_OFFICE}/comments", notes)
    if drawing is not None:
        return notes, drawing
    drawing = package.free_name("xl/drawings/vmlDrawing%d.vml")
    package.write(drawing, _EMPTY_DRAWING.encode())
    package.declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    key = package.add_relationship(part, f"{_OFFICE}/vmlDrawing", drawing)
    _refer_to_drawing(package, part, key)
    return notes, drawing


# The order in which a worksheet's last elements have to stand (ECMA-376 part 1, 18.3.1.99).
_AFTER_LEGACY_DRAWING = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}  # fmt: skip


def _refer_to_drawing(package: Package, part: str, key: str) -> None:
    root = package.tree(part)
    space = etree.QName(root).namespace
    item = etree.Element(f"{{{space}}}legacyDrawing", nsmap={"r": _OFFICE})
    item.set(f"{{{_OFFICE}}}id", key)
    index = next(
        (
            number
            for number, child in enumerate(root)
            if isinstance(child.tag, str)
            and (
                etree.QName(child).localname in _AFTER_LEGACY_DRAWING
                or (
                    etree.QName(child).localname == "AlternateContent"
                    and any(child.iter("{*}controls", "{*}oleObjects", "{*}picture"))
                )
            )
        ),
        len(root),
    )
    root.insert(index, item)
    package.write_tree(part, root)


_EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def _shape(row: int, column: int, number: int) -> str:
    """Return the hidden box of one comment, as Excel draws it."""
    return (
        f'<v:shape id="_x0000_s{90_000 + number}" type="#_x0000_t202" style="position:absolute;visibility:hidden;'
        'width:260pt;height:110pt" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 15, {row + 5}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )


def _draw(package: Package, drawing: str, shapes: Sequence[str]) -> None:
    """Put shapes before the drawing's end; VML is seldom good XML, so it is treated as text."""
    text = package.read(drawing).decode("utf-8", "surrogateescape")
    end = text.rindex("</xml>") if "</xml>" in text else len(text)
    if "_x0000_t202" not in text:
        start = _EMPTY_DRAWING.index("<v:shapetype")
        shapes = [_EMPTY_DRAWING[start : _EMPTY_DRAWING.index("</xml>")], *shapes]
    package.write(drawing, (text[:end] + "".join(shapes) + text[end:]).encode("utf-8", "surrogateescape"))


def _findings_sheet(package: Package, lines: Sequence[Line], headings: Headings, parts: Mapping[str, str]) -> None:
    """Add the sheet of findings last and let the workbook open on it."""
    book = workbook_part(package)
    root = package.tree(book)
    space = f"{{{etree.QName(root).namespace}}}"
    name = _free_sheet_name(headings.sheet, parts)
    part = package.free_name("xl/worksheets/koorddesk%d.xml")
    package.write(part, _sheet_xml(lines, headings, parts).encode())
    package.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
    key = package.add_relationship(book, f"{_OFFICE}/worksheet", part)
    sheets = root.find(f"{space}sheets")
    assert sheets is not None
    number = 1 + max(int(item.get("sheetId", "0")) for item in sheets)
    item = etree.SubElement(sheets, f"{space}sheet")
    item.set("name", name)
    item.set("sheetId", str(number))
    strict = "purl.oclc.org" in str(etree.QName(root).namespace)
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else _OFFICE
    item.set(f"{{{office}}}id", key)
    views = root.find(f"{space}bookViews")
    if views is None:
        views = etree.Element(f"{space}bookViews")
        root.insert(list(root).index(sheets), views)
    if not len(views):
        etree.SubElement(views, f"{space}workbookView")
    views[0].set("activeTab", str(len(sheets) - 1))
    if "firstSheet" in views[0].attrib:
        del views[0].attrib["firstSheet"]
    package.write_tree(book, root)
    for other in parts.values():
        _deselect(package, other)


def _deselect(package: Package, part: str) -> None:
    """Let only the sheet of findings be selected: two selected sheets would both take what is typed."""
    content = package.read(part)
    changed = re.sub(rb'\stabSelected="(?:1|true)"', b"", content, count=1)
    if changed != content:
        package.write(part, changed)


def _free_sheet_name(wanted: str, parts: Mapping[str, str]) -> str:
    taken = {name.casefold() for name in parts}
    name, number = wanted, 2
    while name.casefold() in taken:
        name = f"{wanted} ({number})"
        number += 1
    return name


def _sheet_xml(lines: Sequence[Line], headings: Headings, parts: Mapping[str, str]) -> str:
    rows = [
        _row(1, [headings.title], bold=True),
        _row(2, [headings.introduction]),
        _row(4, headings.columns, bold=True),
    ]
    links = []
    for number, line in enumerate(lines, start=5):
        rows.append(_row(number, [line.severity, line.sheet, line.cell, line.raw, line.message, line.suggestion]))
        if line.sheet in parts and line.cell:
            target = "'" + line.sheet.replace("'", "''") + "'!" + line.cell
            links.append(
                f'<hyperlink ref="C{number}" location="{html.escape(target)}" display="{html.escape(line.cell)}"/>'
            )
    widths = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in enumerate((11, 24, 8, 30, 70, 60), start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="4" topLeftCell="A5"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, texts: Sequence[str], *, bold: bool = False) -> str:
    cells = "".join(
        f'<c r="{address(number, column)}" t="inlineStr"><is>{_run(text, bold=bold)}</is></c>'
        for column, text in enumerate(texts, start=1)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


def _run(text: str, *, bold: bool) -> str:
    safe = html.escape(xml_text(text)[:_CELL_LIMIT], quote=False)
    plain = f'<t xml:space="preserve">{safe}</t>'
    return f"<r><rPr><b/></rPr>{plain}</r>" if bold else plain


_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def findings_book(lines: Sequence[Line], headings: Headings) -> bytes:
    """Return a workbook that holds only the sheet of findings, to go beside a file that cannot be annotated."""
    name = html.escape(headings.sheet)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet_xml(lines, headings, {}),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )
