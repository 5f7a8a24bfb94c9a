"""The evidence of a letter as a workbook that rides along in its file (PDF/A-3a): the annex's two tables, in full.

It holds what the annex shows and nothing more, with the whole of each hash. The same letter gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from koorddesk.letters import evidence
from koorddesk.letters.content import Column, LetterContent, plain
from koorddesk.letters.fonts import clean

NAME = "Kilder.xlsx"
DESCRIPTION = "Kilderne til brevets oplysninger: filer, ark og celler, med hele kontrolsummen"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60  # characters of a column
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True)
class Attachment:
    """A file inside a letter's file: its name, what it is, its kind and its bytes."""

    name: str
    description: str
    media_type: str
    data: bytes


def evidence_workbook(letter: LetterContent, made_at: dt.datetime) -> Attachment:
    """Return the evidence annex of a letter as a workbook; ``made_at`` is the only time in it."""
    book = openpyxl.Workbook()
    files = [[plain(cell) for cell in row] for row in evidence.file_table(letter).rows]
    hashes = [source.sha256 for _, source in evidence.files(letter).values()]
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Filer"
    full = [[*row[:-1], sha256] for row, sha256 in zip(files, hashes, strict=True)]
    _fill(first, evidence.FILE_COLUMNS, full)
    sources = [[plain(cell) for cell in row] for row in evidence.source_table(letter).rows]
    _fill(book.create_sheet("Oplysninger"), evidence.COLUMNS, sources)
    book.properties.title = clean(letter.evidence_title)
    book.properties.creator = letter.sender.agency
    book.properties.language = "da-DK"
    out = io.BytesIO()
    book.save(out)
    return Attachment(NAME, DESCRIPTION, MEDIA_TYPE, _still(out.getvalue(), made_at))


def _fill(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    texts = [[column.title for column in columns], *([clean(text) for text in row] for row in rows)]
    for number, row in enumerate(texts, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            cell.data_type = "s"  # a text that begins with "=" is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column in range(1, len(columns) + 1):
        widest = max(len(row[column - 1]) for row in texts)
        sheet.column_dimensions[get_column_letter(column)].width = min(widest + 2, WIDEST)
    sheet.freeze_panes = "A2"


def _still(data: bytes, made_at: dt.datetime) -> bytes:
    """Return a workbook whose only time is the given one."""
    stamp = made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>" + stamp, part)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
