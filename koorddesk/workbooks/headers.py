"""Finds the headings over a table: one to three rows, merged across or downwards, and the printed rows beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from koorddesk.workbooks import labels
from koorddesk.workbooks.inputs import Inputs
from koorddesk.workbooks.kinds import are_marks
from koorddesk.workbooks.layout import Layout, Place

MOST_HEADER_ROWS = 3
MOST_SKIPPED = 2  # rows between headings and body that head a group or hold totals
LONGEST_HEADING = 90  # characters; a longer text over a table is its question or an instruction
LONGEST_INSTRUCTION = 2_000  # characters of a heading where every column has one of its own
_RUNNING = re.compile(r"(?:(?P<stem>\D*?)\s*(?:nr\.?|nummer|#)?\s*)(?P<number>\d{1,6}|[A-ZÆØÅ])[.):]?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass
class Header:
    """The headings of a table; ``rows`` is empty where none were found.

    ``paths`` gives each column's texts from top to bottom, ``cells`` the lowest heading cell that is its own.
    ``examples`` are rows between headings and body that show how to answer.
    """

    rows: list[int] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)
    cells: dict[int, Place] = field(default_factory=dict)

    def path(self, column: int) -> tuple[str, ...]:
        """Return the headings over a column, or an empty tuple."""
        return self.paths.get(column, ())


def header_above(layout: Layout, inputs: Inputs, columns: Sequence[tuple[int, int]], left: int, top: int) -> Header:
    """Return the headings over the answer ``columns`` of a table whose labels begin at ``left`` and body at ``top``."""
    header = Header()
    row = top - 1
    skipped = 0
    while row >= 1 and len(header.rows) < MOST_HEADER_ROWS:
        over = [column for column in columns if _text_over(layout, row, column)]
        if any(layout.first(row, column[0]) in inputs.empty for column in columns):
            break
        if not over or (not header.rows and (_is_section(layout, row) or is_sum(layout, row))):
            if header.rows or skipped >= MOST_SKIPPED:
                break
            above = [each for each in range(row - 1, max(0, row - 1 - MOST_SKIPPED), -1) if not is_sum(layout, each)]
            led = any(_is_heading_row(layout, each, columns) for each in above[:1])
            if layout.by_row.get(row) and not led:
                break
            skipped += 1 if layout.by_row.get(row) else MOST_SKIPPED
        elif not header.rows:
            if is_example(layout, row, columns):
                header.examples.append(row)
            elif not _can_be_lowest(layout, row, columns, over):
                break
            else:
                header.rows.append(row)
        elif _is_upper(layout, row, columns, left, header.rows):
            header.rows.append(row)
        else:
            break
        row -= 1
    header.rows.sort()
    if header.rows:
        fill_paths(layout, header, left, max(right for _, right in columns), columns)
    return header


def headings_at(layout: Layout, rows: Sequence[int], left: int, right: int) -> Header:
    """Return the headings that stand in known rows of a filled-in copy, between two columns and what adjoins them."""
    header = Header(rows=sorted(rows))
    bottom = header.rows[-1]
    columns: list[tuple[int, int]] = []
    column = max(1, left)
    while column <= right:
        area = layout.area(bottom, column)
        columns.append((area.left, area.right))
        column = area.right + 1
    fill_paths(layout, header, max(1, left), right, columns)
    return header


def _text_over(layout: Layout, row: int, column: tuple[int, int]) -> str:
    return next((text for each in range(column[0], column[1] + 1) if (text := layout.text(row, each))), "")


def is_sum(layout: Layout, row: int) -> bool:
    """Tell whether a row holds totals, by its label or its formulas."""
    texts = layout.by_row.get(row, [])
    cells = [layout.cell(row, column) for column, _ in texts]
    formulas = sum(cell is not None and cell.formula is not None for cell in cells)
    return bool(texts) and (2 * formulas > len(texts) or (formulas > 0 and labels.is_total(texts[0][1])))


def _is_section(layout: Layout, row: int) -> bool:
    """Tell whether a row holds one text alone, as the heading of a group of rows does."""
    return len(layout.by_row.get(row, [])) == 1


def _is_heading_row(layout: Layout, row: int, columns: Sequence[tuple[int, int]]) -> bool:
    over = [column for column in columns if _text_over(layout, row, column)]
    return len(columns) > 1 and bool(over) and _can_be_lowest(layout, row, columns, over)


def _can_be_lowest(
    layout: Layout, row: int, columns: Sequence[tuple[int, int]], over: Sequence[tuple[int, int]]
) -> bool:
    """Tell whether a row can be the lowest heading row: most columns have a text of their own there."""
    boxes = {
        layout.first(row, column) for start, end in over for column in range(start, end + 1) if layout.text(row, column)
    }
    if len(columns) == 1:
        text = layout.text(*next(iter(boxes)))
        return len(text) <= LONGEST_HEADING
    if len(boxes) == 1 and len(columns) > 1:
        return False
    if 2 * len(over) < len(columns):
        return False
    longest = max(len(layout.text(*box)) for box in boxes)
    return longest <= 3 * LONGEST_HEADING or (len(boxes) >= max(3, len(columns)) and longest <= LONGEST_INSTRUCTION)


def _is_upper(layout: Layout, row: int, columns: Sequence[tuple[int, int]], left: int, below: Sequence[int]) -> bool:
    """Tell whether a row carries headings over the heading rows found so far, rather than a title."""
    right = max(end for _, end in columns)
    boxes = {layout.first(row, column) for column in range(left, right + 1) if layout.text(row, column)}
    known = {layout.first(each, column) for each in below for column in range(left, right + 1)}
    new = boxes - known
    if not new:
        return bool(boxes)
    if any(len(layout.text(*box)) > LONGEST_HEADING for box in new):
        return False
    wide = [box for box in new if _columns_under(layout, box, columns) >= 2]
    over_all = [
        box
        for box in wide
        if layout.area(*box).left <= left and layout.area(*box).right >= right and left <= columns[0][0]
    ]
    if len(new) == 1:
        whole = left == columns[0][0] and bool(over_all)
        return bool(wide) and not whole and not (over_all and left < columns[0][0])
    return len([box for box in new if box[1] >= columns[0][0]]) >= 1


def _columns_under(layout: Layout, box: Place, columns: Sequence[tuple[int, int]]) -> int:
    area = layout.area(*box)
    return sum(area.left <= start and end <= area.right for start, end in columns)


def fill_paths(layout: Layout, header: Header, left: int, right: int, columns: Sequence[tuple[int, int]]) -> None:
    """Work out each column's headings; an upper heading that is not merged reaches as far as nothing follows it."""
    bottom = header.rows[-1]
    start = left
    while start > 1 and layout.text(bottom, start - 1):
        start -= 1
    end = right
    while end <= layout.last_column and (layout.text(bottom, end + 1) or layout.text(bottom, end + 2)):
        end += 1
    own = {
        column: place for column in range(start, end + 1) if (place := _lowest(layout, header.rows, column, columns))
    }
    for column in range(start, end + 1):
        texts: list[str] = []
        seen: set[Place] = set()
        for row in header.rows:
            place = layout.first(row, column)
            text = layout.text(*place)
            if not text and row != bottom and column in own and own[column][0] > row:
                place = _borrowed(layout, row, column, start, own)
                text = layout.text(*place)
            if text and place not in seen:
                seen.add(place)
                texts.append(text)
        if texts:
            header.paths[column] = tuple(texts)
            header.cells[column] = own.get(column, (bottom, column))


def _lowest(layout: Layout, rows: Sequence[int], column: int, columns: Sequence[tuple[int, int]]) -> Place | None:
    """Return the lowest heading cell that belongs to this column alone."""
    for row in reversed(rows):
        place = layout.first(row, column)
        if layout.text(*place):
            return place if _columns_under(layout, place, columns) <= 1 else None
    return None


def _borrowed(layout: Layout, row: int, column: int, start: int, own: dict[int, Place]) -> Place:
    """Return the heading to the left that an empty heading cell continues, or the empty cell itself."""
    for before in range(column - 1, start - 1, -1):
        place = layout.first(row, before)
        if _other_group(layout, row - 1, before, column):
            break
        if layout.text(*place):
            stands_alone = before in own and own[before] == place
            return (row, column) if stands_alone or layout.area(*place).right > place[1] else place
        if before in own and own[before][0] < row:
            break
    return row, column


def _other_group(layout: Layout, row: int, before: int, column: int) -> bool:
    """Tell whether the heading one row further up begins anew between two columns."""
    return bool(row >= 1 and layout.text(row, column)) and layout.first(row, column) != layout.first(row, before)


def is_example(layout: Layout, row: int, columns: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a row shows how to answer: it says so, or it holds answers and the headings stand above it."""
    texts = [text for _, text in layout.by_row.get(row, [])]
    if any(labels.EXAMPLE.match(text) for text in texts):
        return True
    above = [column for column in columns if _text_over(layout, row - 1, column)]
    if 2 * len(above) < len(columns) or len({layout.first(row - 1, column[0]) for column in above}) < 2:
        return False
    over = [_text_over(layout, row, column) for column in columns]
    if are_marks([text for text in over if text]) or running([text for text in over if text]):
        return False
    return any(_is_answer(layout, row, column) for column in columns)


def _is_answer(layout: Layout, row: int, column: tuple[int, int]) -> bool:
    cell = layout.cell(row, column[0])
    if cell is None or cell.is_blank or cell.formula is not None or layout.first(row, column[0])[0] != row:
        return False
    if isinstance(cell.value, str):
        validation = layout.validation(row, column[0])
        choices = validation.choices if validation is not None else ()
        return "@" in cell.value or labels.key(cell.value) in {labels.key(choice) for choice in choices}
    return not _YEAR.fullmatch(layout.text(row, column[0]))


def running(texts: Sequence[str]) -> bool:
    """Tell whether texts only number their rows or columns: 1, 2, 3 or Tilbud 1, Tilbud 2 or A, B, C."""
    found = [_RUNNING.fullmatch(labels.clean(text)) for text in texts]
    if len(texts) < 2 or any(match is None for match in found):
        return False
    stems = {match["stem"].strip().casefold() for match in found if match is not None}
    marks = [match["number"] for match in found if match is not None]
    if len(stems) > 1:
        return False
    if all(mark.isdigit() for mark in marks):
        numbers = [int(mark) for mark in marks]
        if all(_YEAR.fullmatch(mark) for mark in marks):
            return False
        steady = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        return steady and (numbers[0] <= 1 or bool(stems - {""}))
    return marks == [chr(ord("A") + i) for i in range(len(marks))]


def _is_guidance(layout: Layout, rows: Sequence[tuple[int, int]], column: int) -> bool:
    """Tell whether one long text, merged downwards, fills a column beside a table."""
    places = {layout.first(top, column) for top, _ in rows}
    return len(places) == 1 and len(rows) > 1 and len(layout.text(*next(iter(places)))) > LONGEST_HEADING


def printed_columns(layout: Layout, rows: Sequence[tuple[int, int]], left: int, boxes: set[Place]) -> list[int]:
    """Return the columns left of a block in which most rows hold a printed text, from left to right.

    A gap of more than two empty columns ends the search.
    """
    found: list[int] = []
    gap = 0
    column = left - 1
    while column >= 1 and gap <= 2:
        if column in layout.sheet.hidden_columns or _is_guidance(layout, rows, column):
            column -= 1
            continue
        texts = [layout.text(top, column) for top, _ in rows if layout.first(top, column) not in boxes]
        texts = [text for text in texts if len(labels.signed_options(text)) < 2]
        starts = sum(layout.area(top, column).left == column for top, _ in rows if layout.text(top, column))
        if sum(map(bool, texts)) >= max(1, 0.6 * len(rows)):
            if starts:
                found.append(column)
            gap = 0
        else:
            gap += 1
        column -= 1
    return sorted(found)
