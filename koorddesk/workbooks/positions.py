"""Answer boxes of a blank that nothing marks: the empty cell beside a label, and the rows under a row of headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from koorddesk.workbooks import labels
from koorddesk.workbooks.grid import Area
from koorddesk.workbooks.inputs import Inputs
from koorddesk.workbooks.layout import Layout, Place

_LABEL_WORDS = re.compile(
    r"(?:kommune\w*|region\w*|navn\w*|telefon\w*|tlf\.?|e-?mail|mail|dato|adresse|kontaktperson|stilling|titel|cvr\S*|p-n\S*|antal\b.*"
    r"|udfyldt\s+(?:af|den|dato)|journal\S*|sagsnummer|år|årstal|takst\b.*|tilbud\w*(?:\s+navn)?|hvor\s+mange\b.*"
    r"|(?:(?:eventuelle|evt\.?|øvrige|andre|supplerende|generelle)\s+)?(?:bemærkninger|kommentarer)(?:\s+i\s+øvrigt)?)",
    re.IGNORECASE,
)
OPEN_ROWS = 12  # rows given to a table of which nothing shows the end
STEADY = 3  # labels answered in the same column, so that the next one is answered there too
WIDEST_LABEL = 34  # characters; a longer label with room below takes its answer below


def add_unmarked(layouts: Sequence[Layout], inputs: dict[str, Inputs]) -> None:
    """Add the boxes that only their place tells, on sheets of which no box is marked."""
    marked = any(inputs[layout.sheet.name].empty for layout in layouts)
    for layout in layouts:
        found = inputs[layout.sheet.name]
        if found.empty:
            if found.complete:
                found.empty |= {box for box in found.outlined if _is_beside_usual_label(layout, box)}
                if not found.explained:
                    found.empty |= _outlined_tables(layout, found)
                if not layout.sheet.protected:
                    found.empty |= _under_remark_headings(layout, found)
            else:
                found.empty |= _beside_marked_columns(layout, found)
            if not found.explained and not layout.sheet.protected:
                found.empty |= _bare_lists(layout, found)
            continue
        asking = [text for _, text in layout.texts() if text.rstrip().endswith((":", "?"))]
        if marked and len(asking) < 2:
            continue
        boxes = _under_headings(layout)
        boxes |= _beside_labels(layout, boxes)
        found.empty |= {box for box in boxes if box not in found.closed}
    for layout in layouts:
        found = inputs[layout.sheet.name]
        found.empty |= _to_cross_out(layout, found)


def _bare_lists(layout: Layout, inputs: Inputs) -> set[Place]:
    """Return the rows of lists of which nothing but a row of headings is drawn, on a sheet with marked boxes above.

    The headings adjoin and look alike (bold or filled), and nothing stands under them.
    """
    for row in sorted(layout.by_row, reverse=True):
        columns = [column for column, _ in layout.by_row[row]]
        cells = [layout.cell(row, column) for column in columns]
        looks = {(cell.bold, cell.fill) for cell in cells if cell is not None}
        adjoin = columns == list(range(columns[0], columns[0] + len(columns)))
        if len(columns) < 3 or not adjoin or looks == {(False, None)} or len(looks) > 1:
            return set()
        if any(box[0] >= row and columns[0] <= box[1] <= columns[-1] for box in inputs.empty | inputs.closed):
            return set()
        short = all(len(text) <= 80 and not text.endswith(":") for _, text in layout.by_row[row])
        return {(line, c) for line in range(row + 1, row + 1 + OPEN_ROWS) for c in columns} if short else set()
    return set()


def _to_cross_out(layout: Layout, inputs: Inputs) -> set[Place]:
    """Return the cells in which "Ja / Nej" stands to be crossed out or written over, behind their question.

    Where an empty box for the answer stands beside it, it only says how to answer.
    """
    found: set[Place] = set()
    for at, text in layout.texts():
        if not labels.YES_OR_NO.fullmatch(text):
            continue
        question = next((before for each in layout.left_of(*at) if (before := layout.text(*each))), "")
        among_units = layout.first(layout.area(*at).bottom + 1, at[1]) in inputs.empty and len(layout.by_row[at[0]]) > 3
        asked = len(question) > 8 and not among_units
        boxes = [box for box in (*layout.left_of(*at), *layout.right_of(*at)) if box in inputs.empty]
        if asked and all(labels.is_remark(_heading_over(layout, box)) for box in boxes):
            found.add(at)
    return found


def _heading_over(layout: Layout, box: Place) -> str:
    """Return the nearest text above a box in its column."""
    return next((text for row in range(box[0] - 1, 0, -1) if (text := layout.text(row, box[1]))), "")


def _under_remark_headings(layout: Layout, inputs: Inputs) -> set[Place]:
    """Return the unmarked cells under "Uddyb" or "Bemærkninger" beside the marked ones of the same rows."""
    found: set[Place] = set()
    for (row, column), text in list(layout.texts()):
        beside = [each for each, _ in layout.by_row[row] if each < column]
        if not labels.is_remark(text) or len(beside) < 2 or layout.text(row, column - 1) == "":
            continue
        cells = []
        for line in range(row + 1, layout.last_row + 1):
            marked = layout.first(line, column - 1) in inputs.empty
            at = layout.first(line, column)
            if at == (line, column) and layout.text(*at):
                break
            if marked and at == (line, column) and at not in inputs.closed:
                cells.append(at)
        if len(cells) >= 2 and not any(at in inputs.empty for at in cells):
            found.update(cells)
    return found


def _outlined_tables(layout: Layout, inputs: Inputs) -> set[Place]:
    """Return the boxes of tables that only borders show, on a sheet where colour marks boxes outside of tables.

    Each has a row of headings, and no box of it is coloured.
    """
    found: set[Place] = set()
    for row in sorted(layout.by_row):
        columns = [column for column, text in layout.by_row[row] if len(text) <= 80]
        under = [column for column in columns if (row + 1, column) in inputs.outlined]
        if len(under) < 2 or under[-1] - under[0] >= 2 * len(under):
            continue
        bottom = row + 1
        while all((bottom + 1, column) in inputs.outlined for column in under):
            bottom += 1
        cells = {(line, column) for line in range(row + 1, bottom + 1) for column in under}
        whole = [
            layout.first(line, c) for line in range(row + 1, bottom + 1) for c in range(columns[0], columns[-1] + 1)
        ]
        if bottom > row + 1 and not any(at in inputs.empty and layout.validation(*at) is None for at in whole):
            found |= cells
    return found


def _is_beside_usual_label(layout: Layout, box: Place) -> bool:
    """Tell whether a box stands right behind a label that every form has (Kommune, Telefon): it is to be answered."""
    before = next(layout.left_of(*box), None)
    return before is not None and is_usual_label(layout.text(*before)) and not _is_heading(layout, before)


def _beside_marked_columns(layout: Layout, inputs: Inputs) -> set[Place]:
    """Return the empty cells of a list of which only some columns are marked (by their choices, say).

    They stand beside the marked ones, under headings that look like theirs.
    """
    boxes: set[Place] = set()
    for row, column in inputs.empty:
        heading = row - 1
        if (heading, column) in inputs.empty or not layout.text(heading, column) or layout.is_merged(heading, column):
            continue
        bottom = row
        while (bottom + 1, column) in inputs.empty:
            bottom += 1
        columns = _like_headings(layout, heading, column)
        if bottom - row < 2 or len(columns) < 3:
            continue
        for each in columns:
            cells = [(line, each) for line in range(row, bottom + 1)]
            if not any(layout.text(*at) or layout.is_merged(*at) or at in inputs.closed for at in cells):
                boxes.update(cells)
    return boxes


def _like_headings(layout: Layout, row: int, column: int) -> list[int]:
    """Return the columns around one whose headings adjoin its heading and look the same."""
    own = layout.cell(row, column)
    found = [column]
    for step in (-1, 1):
        each = column + step
        while each >= 1 and (cell := layout.cell(row, each)) is not None and own is not None and layout.text(row, each):
            if (cell.bold, cell.fill) != (own.bold, own.fill) or layout.is_merged(row, each):
                break
            found.append(each)
            each += step
    return sorted(found)


def _under_headings(layout: Layout) -> set[Place]:
    """Return the empty cells under rows of headings, down to the next text."""
    boxes: set[Place] = set()
    for row in sorted(layout.by_row):
        texts = layout.by_row[row]
        columns = [column for column, text in texts if len(text) <= 80 and not text.endswith(":")]
        joined = len(columns) >= 3 and columns[-1] - columns[0] <= 2 * len(columns)
        if not joined or len(columns) < len(texts) or any((row, column) in boxes for column in columns):
            continue
        lines = _printed_lines(layout, row, columns)
        if lines:
            printed = {column for line in lines for column, _ in layout.by_row[line]}
            boxes.update((line, column) for line in lines for column in columns if column not in printed)
            continue
        below = [each for each in sorted(layout.by_row) if each > row]
        free = [r for r in below if any(c in columns[1:] for c, _ in layout.by_row[r])]
        if free and free[0] == row + 1:
            continue
        labelled = [r for r in below if layout.by_row[r][0][0] == columns[0] and (not free or r < free[0])]
        steady = [r for i, r in enumerate(labelled) if r == row + 1 + i]
        if len(steady) >= 2:
            boxes.update((r, column) for r in steady for column in columns[1:])
            continue
        end = (below[0] - 1) if below else row + OPEN_ROWS
        boxes.update((r, column) for r in range(row + 1, min(end, row + 200) + 1) for column in columns)
    return boxes


def _printed_lines(layout: Layout, row: int, columns: Sequence[int]) -> list[int]:
    """Return the rows right under headings whose first columns are printed and at least one other is free in all."""
    lines: list[int] = []
    line = row + 1
    while line in layout.by_row and columns[-1] not in (here := [column for column, _ in layout.by_row[line]]):
        if not set(here) <= set(columns) or here[0] != columns[0]:
            break
        lines.append(line)
        line += 1
    return lines if len(lines) >= 2 else []


def _beside_labels(layout: Layout, taken: set[Place]) -> set[Place]:
    boxes: set[Place] = set()
    for place, text in layout.texts():
        area = layout.area(*place)
        if not is_label(layout, place, text) or (area.bottom + 2, area.left) in taken:
            continue  # a heading over headings
        right = layout.first(area.top, area.right + 1)
        below = layout.first(area.bottom + 1, area.left)
        roomy = not layout.by_row.get(area.bottom + 1) and not layout.by_row.get(area.bottom + 2)
        free_right = not layout.text(*right) and right not in taken
        free_below = not layout.text(*below) and below not in taken
        cell = layout.cell(*place)
        beside = sum(box[1] == right[1] for box in boxes)
        in_line = free_right and beside >= STEADY and cell is not None and not cell.bold and len(text) <= WIDEST_LABEL
        if in_line:
            boxes.add(right)
        elif free_below and roomy and (len(text) > WIDEST_LABEL or labels.is_remark(text) or not free_right):
            boxes.add(below)
        elif free_right:
            boxes.add(right)
    return boxes


def is_label(layout: Layout, place: Place, text: str) -> bool:
    """Tell whether a text asks for an answer: it ends in a colon or question mark, or is a usual label."""
    cell = layout.cell(*place)
    if cell is None or not isinstance(cell.value, str) or len(text) > 300:
        return False
    if re.sub(r"\s*\([^()]*\)\s*$", "", text).endswith((":", "?")):
        return True
    large = cell.bold and cell.size > 12
    return is_usual_label(text) and not large and not _is_heading(layout, place)


def is_usual_label(text: str) -> bool:
    """Tell whether a text is one of the labels that every form has: Kommune, Telefon, Dato, Antal ..."""
    bare = labels.without_numbering(re.sub(r"\s*[(\[].*?[)\]]\s*", " ", text)).strip(" *:")
    return len(text) <= 80 and bool(_LABEL_WORDS.fullmatch(bare))


def _is_heading(layout: Layout, place: Place) -> bool:
    """Tell whether a text stands in a row of several texts beside each other, as headings do."""
    area: Area = layout.area(*place)
    return bool(layout.text(area.top, area.right + 1)) or bool(place[1] > 1 and layout.text(area.top, place[1] - 1))
