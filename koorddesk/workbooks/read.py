"""Bytes in, a ``Grid`` out: what a file is, is told by its content, never by its name.

Call it in a worker process (``workers.WorkerPool``): a foreign file can hang, crash or exhaust a reader.
"""

from __future__ import annotations

from koorddesk.errors import FileProblem
from koorddesk.workbooks.covered import uncover
from koorddesk.workbooks.delimited import read_delimited
from koorddesk.workbooks.grid import Grid
from koorddesk.workbooks.limits import HOSTILE, REFUSALS, Limits, refuse
from koorddesk.workbooks.ods import read_ods
from koorddesk.workbooks.ooxml import read_ooxml
from koorddesk.workbooks.second_count import count_again
from koorddesk.workbooks.sniff import FileFormat, sniff
from koorddesk.workbooks.xls import read_xls
from koorddesk.workbooks.xlsb import read_xlsb

__all__ = ["HOSTILE", "REFUSALS", "Limits", "read_workbook"]


def read_workbook(data: bytes, name: str, limits: Limits = Limits()) -> Grid:  # noqa: B008 - a frozen value
    """Return what the workbook holds; ``name`` is used to say more exactly why it cannot be read.

    Raises ``FileProblem`` with one of ``REFUSALS``; with one of ``HOSTILE`` the file itself is not to be kept.
    """
    if len(data) > limits.file_mb << 20:
        raise refuse("file-too-large", size=len(data) >> 20, limit=limits.file_mb)
    try:
        format_ = sniff(data, name, limits)
        grid = _READERS[format_](data, name, limits)
        if format_ in _COUNTED_TWICE:
            grid.notices += count_again(data, grid)
        uncover(grid)
    except (FileProblem, MemoryError):
        raise
    except Exception as fault:
        raise refuse("file-damaged", detail=type(fault).__name__) from fault
    return grid


_READERS = {
    FileFormat.XLSX: lambda data, _, limits: read_ooxml(data, limits),
    FileFormat.XLS: lambda data, _, limits: read_xls(data, limits),
    FileFormat.ODS: lambda data, _, limits: read_ods(data, limits),
    FileFormat.XLSB: lambda data, _, limits: read_xlsb(data, limits),
    FileFormat.CSV: read_delimited,
}
_COUNTED_TWICE = frozenset({FileFormat.XLSX, FileFormat.XLSB})
