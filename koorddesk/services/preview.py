"""The form as the sender sees it: plain pictures of sheets, for the window to draw.

The workbook is opened in a worker process like every foreign file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.reports import ReportingTemplate, Submission
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.template_lookup import NO_TEMPLATE
from koorddesk.workbooks.grid import Grid, Sheet, SheetVisibility
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-submission": N_("The submission is no longer in the store. Refresh the list and choose it again."),
        "file-unreadable": N_('The file "%(file)s" could not be opened: %(reason)s. Close it in Excel and try again.'),
        "file-gone": N_('The file "%(file)s" is not there any more. Choose it again.'),
    }
)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One drawn cell; ``size`` in points, colours as ``RRGGBB``."""

    row: int
    column: int
    text: str
    bold: bool
    fill: str | None
    color: str | None
    align: str
    wrap: bool
    size: float
    border: bool
    struck: bool
    comment: str | None
    formula: str | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """One sheet to draw; column widths in Excel's character units, row heights in points, cells by row and column."""

    name: str
    cells: tuple[SheetCell, ...]
    merged: tuple[tuple[int, int, int, int], ...]
    column_widths: Mapping[int, float]
    row_heights: Mapping[int, float]
    last_row: int
    last_column: int
    hidden: bool


def sheets_of_submission(desk: Desk, submission_id: str) -> tuple[SheetPicture, ...]:
    """Return the sheets of a submission's file exactly as it was received."""
    with desk.store.reader() as uow:
        submission = uow.get(Submission, submission_id)
        if submission is None:
            raise UserError("no-such-submission")
        return sheets_of_bytes(uow.file(submission.file_sha256), submission.file_name)


def sheets_of_template(desk: Desk, template_code: str) -> tuple[SheetPicture, ...]:
    """Return the sheets of the blank that the latest version of a template was learned from."""
    with desk.store.reader() as uow:
        versions = uow.all(ReportingTemplate, code=template_code)
        if not versions:
            raise UserError(NO_TEMPLATE, code=template_code)
        latest = max(versions, key=lambda version: int(version.version))
        return sheets_of_bytes(uow.file(latest.file_sha256), latest.file_name)


def sheets_of_file(path: Path) -> tuple[SheetPicture, ...]:
    """Return the sheets of a file on disk."""
    return sheets_of_bytes(file_bytes(path), path.name)


def file_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises UserError with what to do when it cannot be opened."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserError("file-gone", file=path.name) from error
    except OSError as error:
        raise UserError("file-unreadable", file=path.name, reason=error.strerror or str(error)) from error


def sheets_of_bytes(data: bytes, name: str) -> tuple[SheetPicture, ...]:
    """Return the sheets of a workbook given as bytes."""
    return in_worker(_pictures, data, name)


def _pictures(data: bytes, name: str) -> tuple[SheetPicture, ...]:
    grid: Grid = read_workbook(data, name)
    return tuple(_picture(sheet) for sheet in grid.sheets)


def _picture(sheet: Sheet) -> SheetPicture:
    cells = tuple(
        SheetCell(
            row=row,
            column=column,
            text=cell.text,
            bold=cell.bold,
            fill=cell.fill,
            color=cell.color,
            align=cell.align,
            wrap=cell.wrap,
            size=cell.size,
            border=cell.border,
            struck=cell.struck,
            comment=cell.comment,
            formula=cell.formula,
            hidden=row in sheet.hidden_rows or column in sheet.hidden_columns,
        )
        for (row, column), cell in sorted(sheet.cells.items())
    )
    return SheetPicture(
        name=sheet.name,
        cells=cells,
        merged=tuple((area.top, area.left, area.bottom, area.right) for area in sheet.merged),
        column_widths=dict(sheet.column_widths),
        row_heights=dict(sheet.row_heights),
        last_row=sheet.last_row,
        last_column=sheet.last_column,
        hidden=sheet.visibility is not SheetVisibility.VISIBLE,
    )
