"""Groups the answer boxes of a blank: boxes that stand in rows under each other belong together as a block.

A block of several columns is a table of some shape; one of a single column is a stack of fields, a list, or boxes to
tick. What it is, is decided in ``learn_tables`` and ``learn_fields``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from koorddesk.workbooks import labels
from koorddesk.workbooks.grid import Area
from koorddesk.workbooks.inputs import Inputs
from koorddesk.workbooks.layout import WIDEST_MERGE, Layout, Place


@dataclass
class Block:
    """Answer boxes in rows and columns: ``rows`` are (top, bottom), ``columns`` (left, right); gaps are possible."""

    rows: list[tuple[int, int]]
    columns: list[tuple[int, int]]
    boxes: set[Place] = field(default_factory=set)

    @property
    def top(self) -> int:
        """Return the first row."""
        return self.rows[0][0]

    @property
    def bottom(self) -> int:
        """Return the last row."""
        return self.rows[-1][1]

    @property
    def left(self) -> int:
        """Return the first column."""
        return self.columns[0][0]

    @property
    def right(self) -> int:
        """Return the last column."""
        return self.columns[-1][1]


@dataclass
class _Run:
    """Boxes of the same width directly under each other; ``reach`` are its rows with closed boxes at its ends."""

    left: int
    right: int
    areas: list[Area]
    reach: tuple[int, int] = (0, 0)

    @property
    def top(self) -> int:
        return self.areas[0].top

    @property
    def bottom(self) -> int:
        return self.areas[-1].bottom


def find_blocks(layout: Layout, inputs: Inputs) -> list[Block]:
    """Return the blocks of a sheet, from the top; every answer box lies in exactly one."""
    places = _with_gaps_filled(layout, inputs)
    runs = _runs(layout, places, inputs)
    blocks: list[Block] = []
    for group in _groups(layout, runs):
        rows = sorted({(area.top, area.bottom) for run in group for area in run.areas})
        columns = sorted({(run.left, run.right) for run in group})
        boxes = {(area.top, area.left) for run in group for area in run.areas} - inputs.closed
        blocks.append(Block(_outer(rows), columns, boxes))
    blocks.sort(key=lambda block: (block.top, block.left))
    return _joined(layout, blocks)


def _outer(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return row spans without those that cover smaller ones (a merged name over three lines leaves the three)."""
    small = {top for top, bottom in rows if top == bottom}
    tall = [span for span in rows if span[0] < span[1]]
    covering = {
        span
        for span in tall
        if any(row in small for row in range(span[0], span[1] + 1))
        or any(other != span and span[0] <= other[0] and other[1] <= span[1] for other in tall[:WIDEST_MERGE])
    }
    return [span for span in rows if span not in covering] or rows


def _with_gaps_filled(layout: Layout, inputs: Inputs) -> set[Place]:
    """Return the answer boxes, with the unmarked rows of a striped table put back between marked ones."""
    marked = frozenset(inputs.empty)
    places = set(marked)
    for row, column in marked:
        for step in (1, -1):
            beside = (row + step, column)
            cell = layout.cell(*beside)
            if beside in marked or beside in inputs.closed or cell is None or layout.first(*beside) != beside:
                continue
            before = (row - 2 * step, column) in marked and (row - step, column) not in marked
            beyond = (row + 2 * step, column) in marked
            on = beyond and (row + 4 * step, column) in marked and (row + 3 * step, column) not in marked
            ends = before and (row - 4 * step, column) in marked and (row - 3 * step, column) not in marked
            striped = on or (before and beyond) or (ends and cell.border and _bordered(layout, row, column))
            if striped and not layout.text(*beside):
                places.add(beside)
    return places


def _bordered(layout: Layout, row: int, column: int) -> bool:
    cell = layout.cell(row, column)
    return cell is not None and cell.border


def _runs(layout: Layout, places: set[Place], inputs: Inputs) -> list[_Run]:
    columns: dict[tuple[int, int], list[Area]] = {}
    for row, column in places | inputs.filled | {box for box in inputs.closed if not layout.text(*box)}:
        area = layout.area(row, column)
        columns.setdefault((area.left, area.right), []).append(area)
    runs: list[_Run] = []
    for (left, right), areas in columns.items():
        areas.sort(key=lambda area: area.top)
        run: list[Area] = []
        for area in areas:
            if run and area.top != run[-1].bottom + 1:
                runs.append(_Run(left, right, run))
                run = []
            run.append(area)
        runs.append(_Run(left, right, run))
    found: list[_Run] = []
    for each in runs:
        trimmed = _trimmed(each, places, inputs.closed)
        if trimmed is not None:
            found.append(trimmed)
        elif any(labels.is_stand_in(layout.text(area.top, area.left)) for area in each.areas):
            empty = [area for area in each.areas if (area.top, area.left) in places]
            found += [_Run(each.left, each.right, [area], (area.top, area.bottom)) for area in empty]
    return found


def _trimmed(run: _Run, places: set[Place], closed: set[Place]) -> _Run | None:
    """Return a run whose boxes are mostly empty, else None: a column of printed texts takes no answers.

    Closed boxes (grey ones in a grid) bridge a gap, but begin and end no run.
    """
    run.reach = run.top, run.bottom
    while run.areas and (run.areas[-1].top, run.areas[-1].left) in closed:
        run.areas.pop()
    while run.areas and (run.areas[0].top, run.areas[0].left) in closed:
        run.areas.pop(0)
    empty = sum((area.top, area.left) in places for area in run.areas)
    return run if empty and 3 * empty >= len(run.areas) else None


def _groups(layout: Layout, runs: list[_Run]) -> list[list[_Run]]:
    """Return runs that stand side by side over (nearly) the same rows; two tables beside each other stay two."""
    alone = [run for run in runs if _is_apart(layout, run, runs)]
    groups: list[list[_Run]] = []
    runs = [run for run in runs if run not in alone]
    for run in sorted(runs, key=lambda run: (run.top, -run.bottom, run.left)):
        for group in groups:
            if _side_by_side(group[0], run) and all(
                run.right < other.left or other.right < run.left for other in group
            ):
                group.append(run)
                break
        else:
            groups.append([run])
    apart = [part for group in groups for part in _apart(layout, sorted(group, key=lambda run: run.left))]
    return [*apart, *([run] for run in alone)]


def _is_apart(layout: Layout, run: _Run, runs: list[_Run]) -> bool:
    """Tell whether a run is one tall box with its own text above, set apart from a stack of boxes to its left."""
    if len(run.areas) > 1 or run.bottom - run.top < 2 or not layout.text(run.top - 1, run.left):
        return False
    beside = [
        other
        for other in runs
        if other.right < run.left and other.top <= run.bottom and run.top <= other.bottom and len(other.areas) >= 3
    ]
    nearest = max((other.right for other in beside), default=0)
    gap = range(nearest + 1, run.left) if nearest else ()
    rows = range(run.top - 1, run.bottom + 1)
    return bool(gap) and not any(layout.text(row, column) for row in rows for column in gap)


def _apart(layout: Layout, group: list[_Run]) -> list[list[_Run]]:
    """Split runs where an empty column sets them apart and each side has a title of its own, or the same headings.

    Behind printed labels, merged titles and repeated headings are the groups of one table.
    """
    parts = [[group[0]]]
    top = group[0].top
    for before, run in pairwise(group):
        gap = range(before.right + 1, run.left)
        empty = bool(gap) and not any(layout.text(row, column) for row in range(top - 1, top + 1) for column in gap)
        left = parts[-1][0].left
        labelled = any(layout.text(top, column) for column in range(1, left))
        titled = empty and _has_title(layout, left, gap[0], top) and _has_title(layout, run.left, 0, top)
        again = empty and not labelled and _same_headings(layout, top - 1, left, before.right, run.left)
        anew = empty and not labelled and bool(first := layout.text(top - 1, left)) and len(parts[-1]) > 1
        anew = anew and first == layout.text(top - 1, run.left) and run is not group[-1]
        grouped = labelled and any(layout.is_merged(row, run.left) for row in range(max(1, top - 5), top - 1))
        if again or anew or (titled and not grouped):
            parts.append([run])
        else:
            parts[-1].append(run)
    return parts


def _same_headings(layout: Layout, row: int, left: int, right: int, start: int) -> bool:
    """Tell whether the headings of several columns stand again right behind a gap: a second list beside the first."""
    texts = [layout.text(row, column) for column in range(left, right + 1)]
    again = [layout.text(row, start + number) for number in range(len(texts))]
    return len(texts) > 1 and all(texts) and len(set(texts)) > 1 and texts == again


def _has_title(layout: Layout, left: int, right: int, top: int) -> bool:
    """Tell whether a text of its own begins over this column, at least one row above the headings."""
    for row in range(top - 2, max(0, top - 6), -1):
        texts = layout.by_row.get(row, [])
        if any(column == left and (not right or layout.area(row, column).right <= right) for column, _ in texts):
            next_box = (row, layout.area(row, left).right + 1)
            return len(texts) > 1 and not layout.text(*next_box)
    return False


def _side_by_side(one: _Run, other: _Run) -> bool:
    spans = ((one.top, one.bottom), (other.top, other.bottom))
    return _overlap(*spans) or _overlap(one.reach, spans[1]) or _overlap(spans[0], other.reach)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0]) + 1
    longest = max(one[1] - one[0], other[1] - other[0]) + 1
    return shared >= 0.7 * longest


def _joined(layout: Layout, blocks: list[Block]) -> list[Block]:
    """Return the blocks with those joined that only a subtotal or a group's heading sets apart."""
    joined: list[Block] = []
    for block in blocks:
        last = next((each for each in reversed(joined) if each.columns == block.columns), None)
        if last is not None and len(block.columns) > 1 and _goes_on(layout, last, block):
            last.rows += block.rows
            last.boxes |= block.boxes
        else:
            joined.append(block)
    return joined


def _goes_on(layout: Layout, above: Block, below: Block) -> bool:
    return _only_labels_between(layout, above, below) or _headings_again_between(layout, above, below)


def _headings_again_between(layout: Layout, above: Block, below: Block) -> bool:
    """Tell whether the headings only stand again, as on a new page, after an empty row or a total at most."""
    headings = layout.by_row.get(above.top - 1, [])
    between = range(above.bottom + 1, below.top)
    if len(headings) < 2 or len(between) > 3 or layout.by_row.get(below.top - 1) != headings:
        return False
    rows = [layout.by_row.get(row, []) for row in between[:-1]]
    return all(not row or labels.is_total(row[0][1]) for row in rows)


def _only_labels_between(layout: Layout, above: Block, below: Block) -> bool:
    """Tell whether at most two rows lie between, each with one heading or a total, and so no headings of columns."""
    between = range(above.bottom + 1, below.top)
    if not 1 <= len(between) <= 2:
        return False
    for row in between:
        printed = [layout.cell(row, column) for column, _ in layout.by_row.get(row, [])]
        if sum(1 for cell in printed if cell is not None and cell.formula is None) > 1:
            return False
    return True
