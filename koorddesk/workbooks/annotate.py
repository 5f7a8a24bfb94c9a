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
from dataclasses import dataclass, field
from io import BytesIO

from koorddesk.workbooks.grid import place
from koorddesk.workbooks.insert_sheet import add_sheet
from koorddesk.workbooks.notes_out import add_comments
from koorddesk.workbooks.own_sheet import MAIN, OFFICE, OwnSheet, Part, Row, sheet_xml
from koorddesk.workbooks.package_edit import RELATIONSHIPS, Package, sheet_parts, workbook_part
from koorddesk.workbooks.sheet_looks import Looks

SIGNED_MACROS, SIGNED_FILE, LOCKED_STRUCTURE, THREADS = "signed-macros", "signed-file", "locked-structure", "threads"
_WIDTHS = (10, 20, 8, 24, 50, 44)


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
    """The words of the sheet of findings: its name, what stands on top, and its columns' headings (six).

    ``remarks`` are sentences about the workbook itself, by the codes of ``peculiarities`` and ``THREADS``.
    """

    sheet: str
    title: str
    introduction: str
    columns: tuple[str, str, str, str, str, str]
    remarks: Mapping[str, str] = field(default_factory=dict)


def can_annotate(data: bytes) -> bool:
    """Tell whether a file is a workbook whose parts are XML (.xlsx, .xlsm, .xltx, .xltm, whatever its name says)."""
    try:
        package = Package(data)
        return workbook_part(package).lower().endswith(".xml") and bool(sheet_parts(package))
    except (zipfile.BadZipFile, KeyError, StopIteration):
        return False


def annotate(data: bytes, lines: Sequence[Line], headings: Headings) -> bytes:
    """Return the workbook with these findings added."""
    package = Package(data)
    parts = sheet_parts(package)
    by_sheet: dict[str, dict[tuple[int, int], list[str]]] = {}
    for line in lines:
        if line.sheet in parts and re.fullmatch(r"[A-Z]{1,3}\d{1,7}", line.cell):
            text = f"{line.severity}: {line.message}" + (f" {line.suggestion}" if line.suggestion else "")
            by_sheet.setdefault(line.sheet, {}).setdefault(place(line.cell), []).append(text)
    peculiar = peculiarities(package)
    for sheet, comments in by_sheet.items():
        if add_comments(package, parts[sheet], comments):
            peculiar = (*peculiar, THREADS)
    remarks = [headings.remarks[code] for code in dict.fromkeys(peculiar) if code in headings.remarks]
    add_sheet(package, headings.sheet, _findings(lines, headings, set(parts), remarks))
    return package.save()


def peculiarities(package: Package) -> tuple[str, ...]:
    """Return what the sender has to know of a copy that was changed: signatures, and a structure that is locked."""
    book = workbook_part(package)
    found = []
    for kind, target in package.relationships(book).values():
        if kind == "vbaProject" and any(
            related.startswith("vbaProjectSignature") for related, _ in package.relationships(target).values()
        ):
            found.append(SIGNED_MACROS)
    if any(kind == "origin" for kind, _ in package.relationships("").values()):
        found.append(SIGNED_FILE)
    protection = next(package.tree(book).iterchildren("{*}workbookProtection"), None)
    if protection is not None and protection.get("lockStructure") in ("1", "true"):
        found.append(LOCKED_STRUCTURE)
    return tuple(found)


def _findings(lines: Sequence[Line], headings: Headings, sheets: set[str], remarks: Sequence[str]) -> OwnSheet:
    rows: list[Row] = [
        (Part(headings.title, "title"),),
        (Part(headings.introduction, "line"),),
        (),
        tuple(Part(text, "head") for text in headings.columns),
    ]
    for line in lines:
        target = (line.sheet, line.cell) if line.sheet in sheets and line.cell else None
        rows.append(
            (
                Part(line.severity, "bold"),
                Part(line.sheet),
                Part(line.cell, "text", target),
                Part(line.raw),
                Part(line.message),
                Part(line.suggestion),
            )
        )
    rows += [(), *((Part(text, "line"),) for text in remarks)] if remarks else []
    return OwnSheet(rows, _WIDTHS, frozen=4)


_BOOK_LOOKS = Looks(text=1, head=2, wraps=True, font="Calibri", size="11")
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill'
    ' patternType="solid"><fgColor rgb="FFDDE6EE"/></patternFill></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf><xf xfId="0" fontId="1" fillId="2" applyFont="1" applyFill="1"'
    ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
)


def findings_book(lines: Sequence[Line], headings: Headings) -> bytes:
    """Return a workbook that holds only the sheet of findings, to go beside a file that cannot be annotated."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{html.escape(headings.sheet)}"'
            ' sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet_xml(_findings(lines, headings, set(), ()), _BOOK_LOOKS),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relations(*entries: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries, start=1)
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{lines}</Relationships>'
