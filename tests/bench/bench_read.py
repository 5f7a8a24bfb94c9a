"""Measure reading a form of about 6,000 used cells against ``openpyxl.load_workbook`` of the same bytes.

Run it by hand: ``python tests/bench/bench_read.py``. Both are timed in turn within one run, in processor time, and the
best of the rounds counts, so the ratio holds on a busy machine where the milliseconds do not.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable

import openpyxl
from openpyxl.styles import Border, PatternFill, Side

from koorddesk.workbooks.read import read_workbook


def form(rows: int = 200, columns: int = 30) -> bytes:
    """Return a filled-in form: text, counts, decimals, choices and percentages in boxes with borders."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    fill = PatternFill("solid", fgColor="FFFF99")
    border = Border(*(Side("thin") for _ in range(4)))
    for column in range(1, columns + 1):
        sheet.cell(1, column, f"Overskrift {column}")
    for row in range(2, rows + 1):
        for column in range(1, columns + 1):
            kind = column % 5
            cell = sheet.cell(row, column)
            cell.value = (f"Tilbud {row}-{column}", row * column, row / 8, "Ja", 1 / (row + column))[kind]
            if kind == 4:
                cell.number_format = "0.0%"
            cell.fill, cell.border = fill, border
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ratio(data: bytes, rounds: int = 25) -> tuple[float, float]:
    """Return the best processor time in seconds of reading and of openpyxl's loading."""
    ways: tuple[Callable[[], object], ...] = (
        lambda: read_workbook(data, "form.xlsx"),
        lambda: openpyxl.load_workbook(io.BytesIO(data)),
    )
    best = [float("inf")] * len(ways)
    for _ in range(rounds):
        for index, way in enumerate(ways):
            started = time.process_time()
            way()
            best[index] = min(best[index], time.process_time() - started)
    return best[0], best[1]


if __name__ == "__main__":
    ours, theirs = ratio(form())
    print(f"read_workbook {ours * 1000:.1f} ms, openpyxl {theirs * 1000:.1f} ms, ratio {theirs / ours:.2f}")
    sys.exit(0 if theirs >= 2 * ours else 1)
