"""Tables: column widths from what stands in them, numbers on the comma, rows that break, the header repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.letters.content import Align, Text
from koorddesk.letters.flow import BoxOp, Row, TextOp, no_widows
from koorddesk.letters.lines import Colour, Look, Span, break_lines, natural_width
from koorddesk.letters.tags import Element

if TYPE_CHECKING:
    from collections.abc import Callable

    from koorddesk.letters.content import Column, Line, Table
    from koorddesk.letters.lines import SetLine

HEAD_FILL: Colour = (0.93, 0.94, 0.95)
RULE: Colour = (0.72, 0.74, 0.76)
HAIR = 0.5  # points
PADDING = 3.0  # points, left and right of a cell's text, and above and below it
STEPS = 40  # in which the width to spare is given away
SAMPLE = 60  # rows that decide where it goes
MOST_LINES = 30  # a row with more lines may be torn between pages

Spans = list[Span]


@dataclass(frozen=True)
class TableLook:
    """The looks and the leading of a table's cells and header."""

    cell: Look
    head: Look
    leading: float


def set_table(
    table: Table,
    look: TableLook,
    x: float,
    measure: float,
    root: Element,
    spans: Callable[[Line, Look, Element | None], Spans],
) -> list[Row]:
    """Return the rows of a table that is ``measure`` wide; ``spans`` turns a cell's line into spans.

    ``root`` is the table's structure element; it gets TR, TH and TD below it.
    """
    columns = table.columns
    cells = [_cells(row, look, root, columns, spans) for row in table.rows]
    head_row = root.child("TR")
    heads = [_head(column, look, head_row, spans) for column in columns]
    commas = [
        _comma([row[i][1] for row in cells]) if column.align is Align.NUMBER else None
        for i, column in enumerate(columns)
    ]
    widths = column_widths(
        [[natural_width(head[1]), *(natural_width(row[i][1]) for row in cells)] for i, head in enumerate(heads)],
        [sum(comma) if comma else 0.0 for comma in commas],
        measure,
    )
    aligns = [column.align for column in columns]
    header = _row(heads, widths, aligns, [None] * len(columns), look, x, fill=HEAD_FILL)
    repeated = _row(
        [(None, [replace(span, element=None) for span in head]) for _, head in heads],
        widths, aligns, [None] * len(columns), look, x, fill=HEAD_FILL,
    )  # fmt: skip
    for row in header:
        row.keep = True
    body: list[Row] = []
    for row_cells in cells:
        body += _row(row_cells, widths, aligns, commas, look, x)
    for row in body:
        row.head = repeated
    no_widows(body)
    return [*header, *body]


Cell = tuple[Element | None, Spans]


def _head(column: Column, look: TableLook, row: Element, spans: Callable[[Line, Look, Element | None], Spans]) -> Cell:
    element = row.child("TH", {"Table": {"Scope": "/Column"}})
    return element, spans((Text(column.title),), look.head, element)


def _cells(
    row: Sequence[Line],
    look: TableLook,
    root: Element,
    columns: Sequence[Column],
    spans: Callable[[Line, Look, Element | None], Spans],
) -> list[Cell]:
    parent = root.child("TR")
    found: list[Cell] = []
    for line, column in zip(row, columns, strict=True):
        element = parent.child("TH", {"Table": {"Scope": "/Row"}}) if column.row_header else parent.child("TD")
        found.append((element, spans(line, look.cell, element)))
    return found


def column_widths(
    naturals: Sequence[Sequence[tuple[float, float]]], least: Sequence[float], measure: float
) -> list[float]:
    """Share the measure among the columns so that the table becomes as low as it can.

    ``naturals`` holds, by column, each cell's width on one line and that of its widest word. Each column gets room
    for its widest word if it can; what is left goes step by step to where it saves most lines.
    """
    pad = 2 * PADDING
    wanted = [max(low, *(n[0] for n in column)) + pad for column, low in zip(naturals, least, strict=True)]
    widths = [max(low, *(n[1] for n in column)) + pad for column, low in zip(naturals, least, strict=True)]
    if sum(widths) > measure:
        floor = [min(need, measure / len(widths)) for need in widths]
        over = [need - low for need, low in zip(widths, floor, strict=True)]
        spare = measure - sum(floor)
        return [low + (spare * extra / sum(over) if sum(over) else 0) for low, extra in zip(floor, over, strict=True)]
    if sum(wanted) <= measure:
        # All fit on one line: what is over goes to the widest column of words, so that a column of short numbers or
        # names stays short and figures stand at the right edge.
        widest = max(range(len(wanted)), key=lambda i: (not least[i], wanted[i]))
        return [width + (measure - sum(wanted) if i == widest else 0) for i, width in enumerate(wanted)]
    every = max(1, len(naturals[0]) // SAMPLE)
    rows = [[cell[0] + pad for cell in row] for row in list(zip(*naturals, strict=True))[::every]]
    step = (measure - sum(widths)) / STEPS
    for _ in range(STEPS):
        wider = [[*widths[:i], width + step, *widths[i + 1 :]] for i, width in enumerate(widths)]
        widths = min(wider, key=lambda tried: _lines_taken(rows, tried))
    return widths


def _lines_taken(rows: Sequence[Sequence[float]], widths: Sequence[float]) -> float:
    """Estimate the height of rows in lines; a little is added for every line, to settle what is otherwise equal."""
    taken = 0.0
    for row in rows:
        lines = [max(1.0, natural / width) for natural, width in zip(row, widths, strict=True)]
        taken += max(lines) + 0.05 * sum(lines)
    return taken


def _comma(cells: Sequence[Spans]) -> tuple[float, float]:
    """Return the widest part before the comma and the widest from the comma on."""
    parts = [_split(cell) for cell in cells]
    return max((a for a, _ in parts), default=0.0), max((b for _, b in parts), default=0.0)


def _split(cell: Spans) -> tuple[float, float]:
    whole = natural_width(cell)[0]
    if not cell:
        return 0.0, 0.0
    number = cell[0]
    before = natural_width([replace(number, text=number.text.partition(",")[0])])[0]
    return before, whole - before


def _row(
    cells: Sequence[Cell],
    widths: Sequence[float],
    aligns: Sequence[Align],
    commas: Sequence[tuple[float, float] | None],
    look: TableLook,
    x: float,
    fill: Colour | None = None,
) -> list[Row]:
    """Return one table row, as several strips where it is taller than a page could hold."""
    lines = [break_lines(spans, width - 2 * PADDING) for (_, spans), width in zip(cells, widths, strict=True)]
    tallest = max((len(found) for found in lines), default=1) or 1
    strips: list[Row] = []
    for start in range(0, tallest, MOST_LINES):
        end = min(start + MOST_LINES, tallest)
        first, last = start == 0, end == tallest
        top = PADDING if first else 0.0
        height = top + (end - start) * look.leading + (PADDING if last else 0.0)
        strip = Row(height, entry=first and fill is None)
        if fill is not None:
            strip.ops.append(BoxOp(x, 0, sum(widths), height, fill))
        left = x
        for (element, spans), width, align, comma, found in zip(cells, widths, aligns, commas, lines, strict=True):
            if not found and element is not None and first:
                strip.ops.append(TextOp(left, 0, (), element))
            for index, line in enumerate(found[start:end]):
                baseline = top + index * look.leading + look.leading * 0.5 + look.cell.size * 0.35
                strip.ops.append(TextOp(left + _indent(line, spans, width, align, comma), baseline, line.runs, element))
            left += width
        if last:
            strip.ops.append(BoxOp(x, height - HAIR, sum(widths), HAIR, RULE))
        strips.append(strip)
    return strips


def _indent(line: SetLine, spans: Spans, width: float, align: Align, comma: tuple[float, float] | None) -> float:
    if align is Align.LEFT:
        return PADDING
    if comma is None:
        return width - PADDING - line.width
    return max(PADDING, width - PADDING - comma[1] - _split(spans)[0])
