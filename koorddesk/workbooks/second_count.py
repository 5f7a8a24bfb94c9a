"""The filled cells of a workbook counted a second time, by a reader that shares no code with ours.

No single reader tells the whole truth about a workbook, so a difference between two is worth a warning. Cells that the
other reader is known to show as empty (errors, formulas never calculated, empty texts) are not counted by either.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook

from koorddesk.workbooks.grid import Grid, Sheet

Notice = tuple[str, dict[str, str | int | float]]

# The other reader lays a sheet out in full: 16 bytes and more for every cell up to the last one, filled or not.
_WIDEST = 1_000_000
# Formats down to the end of a sheet cost the other reader seconds.
_LONGEST = 16 << 20


def count_again(data: bytes, grid: Grid) -> tuple[Notice, ...]:
    """Return a notice for each sheet on which the two counts differ; none where the other reader cannot count."""
    if any(sheet.last_row * sheet.last_column > _WIDEST for sheet in grid.sheets):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist() if "/worksheets/" in part.filename) > _LONGEST:
                return ()
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_compared(book, grid.sheets))
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile):
        return ()
    except BaseException as fault:
        # A panic of the other reader says nothing about the file; its class is private and no Exception.
        if type(fault).__name__ == "PanicException":
            return ()
        raise


def _compared(book: CalamineWorkbook, sheets: list[Sheet]) -> Iterator[Notice]:
    listed = set(book.sheet_names)
    for sheet in sheets:
        if sheet.name not in listed:
            continue
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True)
        theirs = sum(len(row) - row.count("") for row in rows)
        ours = sum(cell.value is not None and cell.value != "" for cell in sheet.cells.values())
        if ours != theirs:
            yield "cell-counts-differ", {"sheet": sheet.name, "ours": ours, "theirs": theirs}
