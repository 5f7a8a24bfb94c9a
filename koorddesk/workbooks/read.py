"""Bytes in, a ``Grid`` out: what a file is, is told by its content, never by its name.

Call it in a worker process (``workers.WorkerPool``): a foreign file can hang, crash or exhaust a reader.
"""

from __future__ import annotations

from koorddesk.errors import FileProblem
from koorddesk.workbooks.covered import uncover
from koorddesk.workbooks.grid import Grid
from koorddesk.workbooks.limits import HOSTILE, REFUSALS, Limits, refuse
from koorddesk.workbooks.ooxml import read_ooxml
from koorddesk.workbooks.second_count import count_again
from koorddesk.workbooks.sniff import FileFormat, sniff

__all__ = ["HOSTILE", "REFUSALS", "Limits", "read_workbook"]


def read_workbook(data: bytes, name: str, limits: Limits = Limits()) -> Grid:  # noqa: B008 - a frozen value
    """Return what the workbook holds; ``name`` is used to say more exactly why it cannot be read.

    Raises ``FileProblem`` with one of ``REFUSALS``; with one of ``HOSTILE`` the file itself is not to be kept.
    """
    if len(data) > limits.file_mb << 20:
        raise refuse("file-too-large", size=len(data) >> 20, limit=limits.file_mb)
    try:
        format_ = sniff(data, name, limits)
        grid = _read(format_, data, name, limits)
        _check_names(grid)
        if format_ in {FileFormat.XLSX, FileFormat.XLSB}:
            grid.notices += count_again(data, grid)
        uncover(grid)
    except (FileProblem, MemoryError):
        raise
    except Exception as fault:
        raise refuse("file-damaged", detail=type(fault).__name__) from fault
    return grid


def _check_names(grid: Grid) -> None:
    """Refuse two sheets of one name, which Excel never writes: a place would no longer say which cell is meant."""
    names: set[str] = set()
    for sheet in grid.sheets:
        if sheet.name.casefold() in names:
            raise refuse("file-damaged", detail=sheet.name)
        names.add(sheet.name.casefold())


def _read(format_: FileFormat, data: bytes, name: str, limits: Limits) -> Grid:
    """Call the reader of a format; the rarer ones are imported when such a file comes."""
    match format_:
        case FileFormat.XLSX:
            return read_ooxml(data, limits)
        case FileFormat.XLSB:
            from koorddesk.workbooks.xlsb import read_xlsb

            return read_xlsb(data, limits)
        case FileFormat.XLS:
            from koorddesk.workbooks.xls import read_xls

            return read_xls(data, limits)
        case FileFormat.ODS:
            from koorddesk.workbooks.ods import read_ods

            return read_ods(data, limits)
        case FileFormat.CSV:
            from koorddesk.workbooks.delimited import read_delimited

            return read_delimited(data, name, limits)
