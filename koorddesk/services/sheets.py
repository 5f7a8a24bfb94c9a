"""Tables as they leave the program: typed rows under headings, written as a workbook.

The window shows the same ``Sheet`` as a list, copies it, prints it and saves it, so a picture, its figures on screen
and its workbook never differ.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.exporting import Export, require

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

    from koorddesk.services.desk import Desk

register(
    {
        "sheet-unwritable": N_(
            'The workbook "%(path)s" could not be written: %(reason)s. Close it in Excel or choose another name.'
        ),
    }
)

Value = str | int | float | dt.date | dt.datetime | None
_FORMATS = {dt.datetime: "dd-mm-yyyy hh:mm", dt.date: "dd-mm-yyyy"}
_TITLE_LENGTH = 31  # characters Excel takes in the name of a sheet
_WIDEST = 70  # characters; longer texts wrap


@dataclass(frozen=True)
class Heading:
    """One column: its heading, its usual width in characters, and whether it holds figures."""

    text: str
    width: int = 16
    figures: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table with its title and the lines that belong above it; ``rows`` have one value per heading."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    lines: tuple[str, ...] = ()


def save_sheets(desk: Desk, path: Path, sheets: Sequence[Sheet]) -> Path:
    """Write tables as a workbook, where the organisation allows lists to leave the program as files."""
    require(desk.settings, Export.LISTS)
    return write_workbook(path, sheets, desk.today())


def write_workbook(path: Path, sheets: Sequence[Sheet], made_on: dt.date) -> Path:
    """Write tables as a workbook, one sheet each: numbers as numbers, dates as dates, text as text.

    Raises UserError where the file cannot be written; what was there before is then untouched.
    """
    partial = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(workbook_bytes(sheets, made_on))
        partial.replace(path)
    except OSError as error:
        raise UserError("sheet-unwritable", path=str(path), reason=error.strerror or str(error)) from error
    return path


def workbook_bytes(sheets: Sequence[Sheet], made_on: dt.date) -> bytes:
    """Return tables as a workbook, one sheet each."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book, sheet)
    # The workbook carries no clock of its own, so that the same table is the same file.
    book.properties.created = book.properties.modified = dt.datetime.combine(made_on, dt.time())
    book.properties.creator = "koorddesk"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """Return a sheet name Excel takes: 31 characters, none of its signs, not used yet."""
    cleaned = "".join("-" if sign in "[]:*?/\\" else sign for sign in wanted).strip("' ")[:_TITLE_LENGTH] or "Ark"
    name, number = cleaned, 2
    while name.casefold() in {other.casefold() for other in taken}:
        name = f"{cleaned[: _TITLE_LENGTH - 4]} ({number})"
        number += 1
    return name


def _write_text(cell: Cell, text: str) -> None:
    """Write text as text: "=2" from a sender is no formula, and signs that a workbook cannot hold are left out."""
    cell.value = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    cell.data_type = "s"


def _fill(book: Workbook, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    page = book.create_sheet(sheet_name(sheet.title, book.sheetnames))
    top = 1
    for number, line in enumerate((sheet.title, *sheet.lines)):
        cell = page.cell(top, 1)
        _write_text(cell, line)
        cell.font = Font(name="Calibri", size=14 if number == 0 else 11, bold=number == 0)
        top += 1
    top += 1
    for column, heading in enumerate(sheet.headings, start=1):
        cell = page.cell(top, column)
        _write_text(cell, heading.text)
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="E4EAF1")
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if heading.figures else None)
        page.column_dimensions[get_column_letter(column)].width = min(heading.width, _WIDEST) + 2
    for row, values in enumerate(sheet.rows, start=top + 1):
        for column, (value, heading) in enumerate(zip(values, sheet.headings, strict=True), start=1):
            if value is None or value == "":
                continue
            cell = page.cell(row, column)
            if isinstance(value, str):
                _write_text(cell, value)
                cell.alignment = Alignment(
                    vertical="top",
                    wrap_text=len(value) > heading.width,
                    horizontal="right" if heading.figures else None,
                )
            else:
                cell.value = value
                cell.alignment = Alignment(vertical="top")
                form = next((form for kind, form in _FORMATS.items() if type(value) is kind), None)
                if form is not None:
                    cell.number_format = form
    page.freeze_panes = page.cell(top + 1, 1)
    if sheet.headings:
        last = get_column_letter(len(sheet.headings))
        page.auto_filter.ref = f"A{top}:{last}{top + max(len(sheet.rows), 1)}"
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
