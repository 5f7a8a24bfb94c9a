"""Rows of a worksheet in the plain writing that nearly all programs use, taken apart without building an XML tree.

Twice as quick as a tree, which is what lets 98 forms be read while someone waits. It is exact, not a guess: a part
with comments, CDATA or declarations in it, where a ``<`` could be anything but a tag, does not come this way; a row is
plain only when cells of the known writing fill it from end to end; and what surrounds the rows is parsed as XML.
Everything else, a single row or a whole sheet, goes through the tree, and a test reads workbooks both ways.
"""

from __future__ import annotations

import codecs
import operator
import re
from collections.abc import Iterable, Iterator

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_PIECE = 1 << 20
_LONGEST_HEAD = 1 << 20
_LONGEST_ROW = 2 << 20  # a row full of cells is one megabyte

_OPENING = re.compile(
    r'(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?(?: standalone="\w+")?\?>)?\s*'
    r'(<worksheet(?:\s+[\w:.-]+\s*=\s*"[^"<>]*")+\s*>)'
)
_NAMESPACE = re.compile(r'\sxmlns\s*=\s*"([^"]*)"')
_FORBIDDEN = ("<!", "<?", "\r")
_DEFAULT_NAMESPACE = re.compile(r"xmlns\s*=")
_ATTRIBUTES = r'(?: [\w:.-]+="[^"<]*")*+'
_ROW = re.compile(rf"\s*+<row({_ATTRIBUTES}) ?+(/?)>")
_ROW_END = "</row>"
# A run of rows without content, all at once: someone formatted the sheet down to its end.
_EMPTY_ROWS = re.compile(r'(?:<row r="[0-9]++"[^<>]*+(?:(?<=/)>|(?<!/)>(?:<c [^<>]*+(?<=/)>)*+</row>))++')
# The last group takes whatever is no such cell, so a row is plain when that group stays empty.
_CELL = re.compile(
    r'\s*+<c r="([A-Z]{1,3}+)([1-9][0-9]*+)"(?: s="([0-9]++)")?+(?: t="(\w++)")?+ ?+'
    r"(?:/>|>(<f(?: [\w:.-]+=\"[^\"<>]*+\")*+(?:/>|>[^<]*+</f>))?+(?:(<v>[^<]*+)</v>"
    r"|<is><t(?: xml:space=\"preserve\")?+>([^<]++)</t></is>)?+</c>)\s*+"
    r"|(.+)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r' ([\w:.-]+)="([^"]*)"')
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
# In this order: what "&amp;lt;" stands for is "&lt;".
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}

# Column letters, row digits, format index, type, the formula's element, ``<v>`` with the value, text inside, nothing.
# What the cell does not have is an empty string.
PlainCell = tuple[str, str, str, str, str, str, str, str]
_stray = operator.itemgetter(7)


class NotPlainError(Exception):
    """The sheet is written in another way; what has been read of it so far does not count."""


class PlainSheet:
    """A sheet's XML as it streams by: first its rows, then in ``frame`` everything but them.

    Raises ``NotPlainError``, at any time, for a sheet that has to be read through the tree.
    """

    def __init__(self, chunks: Iterable[bytes], empty_from: int) -> None:
        """Take the part; rows after number ``empty_from`` are of no interest when they hold nothing."""
        self._chunks = self._decoded(chunks)
        self._empty_from = empty_from
        self._opening = ""
        self.frame = b""

    def rows(self) -> Iterator[tuple[dict[str, str], list[PlainCell] | None, bytes]]:
        """Yield each row: attributes, cells (None where it is not plain), and then the row as a sheet of its own."""
        head, text = self._head()
        _check_rows(text)
        at = number = 0
        skipped = False
        while True:
            if number >= self._empty_from and (run := _EMPTY_ROWS.match(text, at)):
                at = run.end()
                skipped = True
            if (found := _next_row(text, at)) is not None:
                written, inner, end = found
                attributes = dict(written)
                if skipped and "r" not in attributes:
                    raise NotPlainError
                skipped = False
                number = int(attributes["r"]) if attributes.get("r", "").isdecimal() else number + 1
                cells = plain_cells(inner) if len(attributes) == len(written) else None
                yield attributes, cells, b"" if cells is not None else self._alone(text[at:end])
                at = end
                continue
            text = text[at:].lstrip()
            at = 0
            if text.startswith("</sheetData>"):
                break
            more = next(self._chunks, None)
            if more is None or len(text) > _LONGEST_ROW:
                raise NotPlainError
            text += more
            _check_rows(text)
        rest = text.removeprefix("</sheetData>") + "".join(self._chunks)
        if "sheetData" in rest:
            raise NotPlainError
        self.frame = f"{head}<sheetData/>{rest}".encode()

    def _head(self) -> tuple[str, str]:
        """Return what stands before the rows, and the beginning of the rows."""
        text = ""
        while "<sheetData>" not in text:
            more = next(self._chunks, None)
            if more is None or len(text) > _LONGEST_HEAD:
                raise NotPlainError
            text += more
        head, _, rows = text.partition("<sheetData>")
        opening = _OPENING.match(head)
        namespace = _NAMESPACE.search(opening[1]) if opening is not None else None
        if opening is None or namespace is None or namespace[1] not in _NAMESPACES or "sheetData" in head:
            raise NotPlainError
        self._opening = opening[1]
        return head, rows.lstrip()

    def _decoded(self, chunks: Iterable[bytes]) -> Iterator[str]:
        """Yield the text in large pieces."""
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        try:
            for piece in _pieces(chunks):
                yield decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as fault:
            raise NotPlainError from fault

    def _alone(self, rows: str) -> bytes:
        return f"{self._opening}<sheetData>{rows}</sheetData></worksheet>".encode()


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _PIECE:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)


def _next_row(text: str, at: int) -> tuple[list[tuple[str, str]], str, int] | None:
    """Return the attributes and the inside of the row that begins here, and where it ends; None if it is not whole."""
    match = _ROW.match(text, at)
    if match is None:
        return None
    attributes = _ATTRIBUTE.findall(match[1])
    if match[2]:
        return attributes, "", match.end()
    end = text.find(_ROW_END, match.end())
    return (attributes, text[match.end() : end], end + len(_ROW_END)) if end >= 0 else None


def _check_rows(text: str) -> None:
    """Look for what forbids the quick way, in the part of the text that is rows."""
    end = text.find("</sheetData>")
    rows = text if end < 0 else text[:end]
    if any(mark in rows for mark in _FORBIDDEN) or ("xmlns" in rows and _DEFAULT_NAMESPACE.search(rows)):
        raise NotPlainError


def plain_cells(row: str) -> list[PlainCell] | None:
    """Return the cells of a row's inner text, or None when it holds anything else."""
    cells: list[PlainCell] = _CELL.findall(row)
    return None if any(map(_stray, cells)) else cells


def formula_parts(element: str) -> tuple[dict[str, str], str]:
    """Return the attributes and the text of a formula as it stands in a plain cell."""
    opening, _, text = element.partition(">")
    return dict(_ATTRIBUTE.findall(opening)), unescaped(text.removesuffix("</f>"))


def unescaped(text: str) -> str:
    """Return XML text with its character references replaced; only the five names every XML knows can occur."""
    if "&" not in text:
        return text
    if "&#" not in text:
        for name, sign in _NAMED.items():
            text = text.replace(f"&{name};", sign)
        return text
    return _REFERENCE.sub(lambda m: chr(int(m[1], 16)) if m[1] else chr(int(m[2])) if m[2] else _NAMED[m[3]], text)
