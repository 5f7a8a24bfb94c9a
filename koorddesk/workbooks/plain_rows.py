"""Rows of a worksheet in the plain writing that nearly all programs use, taken apart without building an XML tree.

Twice as quick as a tree, which is what lets 98 forms be read while someone waits. It is exact, not a guess: a part
with comments, CDATA or declarations in it, where a ``<`` could be anything but a tag, does not come this way; a row is
plain only when cells of the known writing fill it from end to end; and what surrounds the rows is parsed as XML.
Everything else, a single row or a whole sheet, goes through the tree, and a test reads workbooks both ways.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
LARGEST = 16 << 20

_OPENING = re.compile(
    r'(?:\ufeff)?(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?(?: standalone="\w+")?\?>)?\s*(<worksheet\s[^<>]*>)'
)
_NAMESPACE = re.compile(r'\sxmlns\s*=\s*"([^"]*)"')
_ATTRIBUTES = r'(?: [\w:.-]+="[^"<]*")*'
_ROW = re.compile(rf"<row({_ATTRIBUTES}) ?(?:/>|>(.*?)</row>)\s*", re.DOTALL)
# The last group takes whatever is no such cell, so a row is plain when that group stays empty.
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([1-9][0-9]*+)"(?: s="([0-9]++)")?+(?: t="(\w++)")?+ ?+'
    r"(?:/>|>(?:(?:<f>([^<]++)</f>)?+(<v>[^<]*+)</v>|<is><t(?: xml:space=\"preserve\")?+>([^<]++)</t></is>)?+</c>)\s*+"
    r"|(.)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r' ([\w:.-]+)="([^"]*)"')
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

# Column letters, row digits, format index, type, formula, ``<v>`` with the stored value, text inside, nothing.
# What the cell does not have is an empty string.
PlainCell = tuple[str, str, str, str, str, str, str, str]
_stray = operator.itemgetter(7)


@dataclass(frozen=True)
class PlainSheet:
    """A sheet's XML, divided: the tag that opens it, everything but its rows, and the rows' own text."""

    opening: str
    frame: bytes
    rows: str

    def each_row(self) -> Iterator[tuple[dict[str, str], list[PlainCell] | None, bytes]]:
        """Yield each row: attributes, cells (None where it is not plain), and then the row as a sheet of its own."""
        at = 0
        for match in _ROW.finditer(self.rows):
            if match.start() != at:
                break
            at = match.end()
            attributes = _ATTRIBUTE.findall(match[1])
            cells = plain_cells(match[2] or "") if len(dict(attributes)) == len(attributes) else None
            yield dict(attributes), cells, b"" if cells is not None else self._alone(match[0])
        if at != len(self.rows):
            yield {}, None, self._alone(self.rows[at:])

    def _alone(self, rows: str) -> bytes:
        return f"{self.opening}<sheetData>{rows}</sheetData></worksheet>".encode()


def plain_cells(row: str) -> list[PlainCell] | None:
    """Return the cells of a row's inner text, or None when it holds anything else."""
    cells: list[PlainCell] = _CELL.findall(row)
    return None if any(map(_stray, cells)) else cells


def plain_sheet(data: bytes) -> PlainSheet | None:
    """Return a worksheet part divided into frame and rows, or None for one that must go through the tree."""
    if len(data) > LARGEST or b"<!" in data or b"\r" in data or b"<?" in data[5:]:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    opening = _OPENING.match(text)
    if opening is None:
        return None
    namespace = _NAMESPACE.search(opening[1])
    start, end = text.find("<sheetData>"), text.find("</sheetData>")
    if namespace is None or namespace[1] not in _NAMESPACES or start < 0 or end < start:
        return None
    rest = text[end + len("</sheetData>") :]
    first = start + len("<sheetData>")
    if "sheetData" in text[:start] or "sheetData" in rest or re.search(r"xmlns\s*=", text[opening.end() :]):
        return None
    frame = f"{text[:start].removeprefix(chr(0xFEFF))}<sheetData/>{rest}".encode()
    return PlainSheet(opening[1], frame, text[first:end].lstrip())


def unescaped(text: str) -> str:
    """Return XML text with its character references replaced; only the five names every XML knows can occur."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda m: chr(int(m[1], 16)) if m[1] else chr(int(m[2])) if m[2] else _NAMED[m[3]], text)
