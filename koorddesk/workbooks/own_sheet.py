"""A sheet of our own in someone else's workbook: its texts, its links, and the mark by which it is known again.

The last cell holds the mark: a digest of all texts on the sheet. A sheet whose mark is right holds nothing but what the
program wrote, and is neither learned nor read; anything typed into it makes the mark wrong, and the sheet is spoken of.
"""

from __future__ import annotations

import hashlib
import html
import itertools
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.workbooks.grid import address
from koorddesk.workbooks.package_edit import without_controls, xml_text
from koorddesk.workbooks.sheet_looks import Looks

if TYPE_CHECKING:
    from koorddesk.workbooks.grid import Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CELL_LIMIT = 32_767  # characters that a cell holds
_WIDTH_OF_FONT = 12  # points: text of this size runs as wide as a column's width says, figures being wider than letters
_MARKED = "koorddesk:"


@dataclass(frozen=True)
class Part:
    """One cell: its text, how it looks, where it leads.

    Looks: ``text``, ``bold`` and ``head`` fit their column; ``line``, ``section``, ``title`` run over the next ones.
    ``target`` is the sheet and cell it links to, empty for none.
    """

    text: str
    look: str = "text"
    target: tuple[str, str] | None = None


Row = Sequence[Part | None]


@dataclass(frozen=True)
class OwnSheet:
    """A sheet to write: rows of parts (empty rows stay empty), column widths in characters, rows that stay in view."""

    rows: Sequence[Row]
    widths: Sequence[int]
    frozen: int = 0
    locked: bool = False


def sheet_xml(sheet: OwnSheet, looks: Looks, *, space: str = MAIN) -> bytes:
    """Return the worksheet's XML in the workbook's namespace, its mark in the last row."""
    rows = [row for each in sheet.rows for row in _broken(each, sheet.widths, looks)]
    texts = [part.text for row in rows for part in row if part]
    lines, links = [], []
    for number, row in enumerate([*rows, (), (Part(mark_of(texts), "mark"),)], start=1):
        cells = []
        for column, part in enumerate(row, start=1):
            if part is None or not part.text:
                continue
            at = address(number, column)
            cells.append(f'<c r="{at}"{_format(part, looks)} t="inlineStr"><is>{_text(part, looks)}</is></c>')
            if part.target is not None:
                place = "'" + part.target[0].replace("'", "''") + "'!" + part.target[1]
                links.append(
                    f'<hyperlink ref="{at}" location="{html.escape(place)}" display="{html.escape(part.text)}"/>'
                )
        if cells:
            height = 15 * _height(row, sheet.widths, looks)
            lines.append(f'<row r="{number}" ht="{height}">{"".join(cells)}</row>')
    widths = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in enumerate(sheet.widths, start=1)
    )
    pane = (
        f'<pane ySplit="{sheet.frozen}" topLeftCell="A{sheet.frozen + 1}" activePane="bottomLeft" state="frozen"/>'
        if sheet.frozen
        else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{space}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(lines)}</sheetData>"
        + ('<sheetProtection sheet="1" formatColumns="0" formatRows="0"/>' if sheet.locked else "")
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def mark_of(texts: Iterable[str]) -> str:
    """Return the mark of a sheet with these texts, wherever on the sheet they stand."""
    plain = sorted(" ".join(text.split()) for text in texts if text.split())
    return _MARKED + hashlib.sha256("\n".join(plain).encode()).hexdigest()[:16]


def is_own(sheet: Sheet) -> bool:
    """Tell whether a sheet was written by the program and holds nothing else."""
    cells = sheet.cells.values()
    if not any(isinstance(cell.value, str) and cell.value.startswith(_MARKED) for cell in cells):
        return False
    texts = [str(cell.value) for cell in cells if not cell.is_blank]
    marks = [text for text in texts if text.startswith(_MARKED)]
    return len(marks) == 1 and marks[0].strip() == mark_of(text for text in texts if text not in marks)


def _broken(row: Row, widths: Sequence[int], looks: Looks) -> list[Row]:
    """Return a row as it is, or as several where no format breaks its lines."""
    parts = [Part(without_controls(part.text)[:_CELL_LIMIT], part.look, part.target) if part else None for part in row]
    if looks.wraps:
        return [parts]
    columns = [_lines(part, width) for part, width in zip(parts, widths, strict=False)]
    return list(itertools.zip_longest(*columns)) or [()]


def _height(row: Row, widths: Sequence[int], looks: Looks) -> float:
    """Return how many lines a row needs; it is stated, for not every program finds it out."""
    parts = list(zip(row, widths, strict=False))
    large = {"title": 1.6, "section": 1.3}
    for part, _ in parts:
        if part and part.look in large:
            return large[part.look]
    smaller = _WIDTH_OF_FONT / float(looks.size) if looks.size else 1.0
    return max([1, *(len(_lines(part, int(width * smaller))) for part, width in parts)])


def _lines(part: Part | None, width: int) -> list[Part]:
    """Return a part as the lines that fit into its column; only the first one is a link."""
    if part is None or part.look in ("line", "section", "title", "mark"):
        return [part] if part else []
    lines = [line for text in part.text.splitlines() for line in textwrap.wrap(text, max(8, width - 1))]
    return [Part(line, part.look, None if number else part.target) for number, line in enumerate(lines)]


def _format(part: Part, looks: Looks) -> str:
    if part.look == "head" and looks.head is not None:
        return f' s="{looks.head}"'
    return f' s="{looks.text}"' if part.look in ("text", "bold", "head") and looks.text else ""


def _text(part: Part, looks: Looks) -> str:
    """Return a cell's text; a look of its own is written in the text itself, with the workbook's own font."""
    plain = f'<t xml:space="preserve">{html.escape(xml_text(part.text), quote=False)}</t>'
    if part.target is not None:
        return _run(plain, looks, before="<u/>", color="FF0563C1")
    if part.look == "title":
        return _run(plain, looks, before="<b/>", size="16")
    if part.look == "section":
        return _run(plain, looks, before="<b/>", size="13")
    if part.look == "bold" or (part.look == "head" and looks.head is None):
        return _run(plain, looks, before="<b/>")
    if part.look == "mark":
        return _run(plain, looks, size="8", color="FFA6A6A6")
    return plain


def _run(plain: str, looks: Looks, *, before: str = "", size: str = "", color: str = "") -> str:
    size = size or looks.size
    look = (
        before
        + (f'<sz val="{size}"/>' if size else "")
        + (f'<color rgb="{color}"/>' if color else "")
        + (f'<rFont val="{html.escape(looks.font)}"/>' if looks.font else "")
    )
    return f"<r><rPr>{look}</rPr>{plain}</r>"
