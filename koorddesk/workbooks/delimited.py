"""Delimited text (.csv): how it is written, and what its cells hold.

Nothing in such a file says what a text means: "1.234" is a text here, and reading it as a number is for the rules that
know which field it answers.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from koorddesk.workbooks.grid import Cell, Grid, Sheet
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.references import LAST_COLUMN

_DELIMITERS = ";\t,|"
_SAMPLE = 1 << 18
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Dialect:
    """How a text file is written: its encoding and what divides its columns."""

    encoding: str
    delimiter: str


def guess_dialect(data: bytes, *, trust_name: bool) -> Dialect | None:
    """Return how a delimited text is written, or None when it is other text or no text.

    With ``trust_name`` (the file calls itself .csv) a text with a single column counts too.
    """
    encoding = _encoding(data)
    if encoding is None:
        return None
    text = data[:_SAMPLE].decode(encoding, "ignore")
    if _CONTROL.search(text):
        return None
    named = re.match(r"\ufeff?sep=(.)\r?\n", text)
    if named is not None:
        return Dialect(encoding, named[1])
    best, most = "", 0
    for delimiter in _DELIMITERS:
        rows = [row for row in _rows(text, delimiter) if any(value.strip() for value in row)]
        counts = Counter(len(row) for row in rows)
        columns, lines = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        # Prose has commas too, but not the same number of them in line after line.
        if columns > 1 and lines >= max(2, 0.6 * len(rows)) and lines * columns > most:
            best, most = delimiter, lines * columns
    if best:
        return Dialect(encoding, best)
    return Dialect(encoding, ";") if trust_name and text.strip() else None


def read_delimited(data: bytes, name: str, limits: Limits) -> Grid:
    """Return a workbook of one sheet whose cells are all text; raises ``FileProblem`` for what is no such text."""
    dialect = guess_dialect(data, trust_name=True)
    if dialect is None:
        raise refuse("not-workbook-text")
    try:
        text = data.decode(dialect.encoding)
    except UnicodeDecodeError as fault:
        raise refuse("file-damaged", detail=dialect.encoding) from fault
    text = re.sub(r"\A\ufeff?(?:sep=.\r?\n)?", "", text)
    sheet = Sheet(re.sub(r"\.[A-Za-z]{3}$", "", re.split(r"[/\\]", name)[-1]) or "CSV")
    try:
        for number, row in enumerate(_lines(text, dialect.delimiter), start=1):
            if len(row) > LAST_COLUMN:
                raise refuse("file-too-many-cells", limit=limits.cells)
            for column, value in enumerate(row, start=1):
                if value:
                    shown = value.replace("\r\n", "\n").replace("\r", "\n")
                    sheet.cells[number, column] = Cell(shown, shown)
            if len(sheet.cells) > limits.cells:
                raise refuse("file-too-many-cells", limit=limits.cells)
    except csv.Error as fault:
        raise refuse("file-damaged", detail="csv") from fault
    return Grid("csv", [sheet])


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return list(_lines(text, delimiter))


def _lines(text: str, delimiter: str) -> Iterator[list[str]]:
    # No field limit of the library's own: a cell of Excel holds at most 32,767 characters, the file at most 50 MB.
    csv.field_size_limit(50 << 20)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _encoding(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None if b"\0" in data[:_SAMPLE] else "cp1252"
    return "utf-8"
