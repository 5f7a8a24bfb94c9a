"""Finds the answers of tables with printed rows: grids, scales, and tables on their side."""

from __future__ import annotations

from collections.abc import Sequence

from koorddesk.workbooks import labels
from koorddesk.workbooks.align import Pairing
from koorddesk.workbooks.columns import Columns
from koorddesk.workbooks.grid import column_letters, place
from koorddesk.workbooks.headers import running
from koorddesk.workbooks.layout import Place
from koorddesk.workbooks.scales import scale_spot
from koorddesk.workbooks.spots import Located, Remark, Spot
from koorddesk.workbooks.template import Kind, TableRow, TemplateField, TemplateTable

SAME_WORDS = 0.97  # similarity from which a label counts as unchanged


def fields_of(located: Located, table: TemplateTable) -> list[TemplateField]:
    """Return the fields of a table."""
    return [each for each in located.template.fields if each.table == table.id]


def end_of(pairing: Pairing, table: TemplateTable, after: int) -> int:
    """Return the last row of the copy that can belong to a table: up to the next text of the blank below it."""
    below = [
        here[0]
        for there, here in pairing.places.items()
        if there[0] > table.bottom
        and there[0] not in table.totals
        and here[0] > after
        and pairing.rows.get(there[0]) == here[0]
    ]
    sections = [row.row for row in table.rows]
    below = [row for row in below if row not in sections]
    return min(below) - 1 if below else pairing.layout.last_row


def locate_sideways(located: Located, pairing: Pairing, table: TemplateTable, columns: Columns) -> None:
    """Find the answers of a table on its side: its questions down, one column per thing across."""
    layout = pairing.layout
    questions = {}
    for row in table.rows:
        at = pairing.places.get(place(row.label_at))
        about = located.template.field(row.field) if row.field else None
        if about is not None and at is None:
            located.say("field-missing", layout, None, about, label=about.label, sheet=layout.sheet.name)
        elif about is not None and at is not None:
            questions[about.id] = at
            _say_reworded(located, pairing, place(row.label_at), row.path[-1], about)
    answers = sorted(h.column for h in table.columns if h.role == "answer")
    here = [columns.taken[column] for column in answers if column in columns.taken]
    if not here or not questions:
        return
    numbers = {column: number for number, column in enumerate(here, 1)}
    for column in _further_columns(pairing, table, questions, here):
        numbers[column] = len(numbers) + 1
    for field_id, at in questions.items():
        each = located.template.field(field_id)
        for column, number in numbers.items():
            box = layout.first(at[0], column)
            cell = layout.sheet.cells.get(box)
            if cell is None or cell.is_blank or box[1] != column:
                continue
            located.claim(layout, box)
            spot = Spot(each, number, layout, box)
            if column in layout.sheet.hidden_columns:
                spot.remarks.append(("hidden-column", {"column": column_letters(column)}))
            located.spots.append(spot)
        if not any(spot.field.id == field_id for spot in located.spots):
            located.spots.append(Spot(each, None, layout, None))


def _further_columns(
    pairing: Pairing, table: TemplateTable, questions: dict[str, Place], here: Sequence[int]
) -> list[int]:
    """Return columns that the sender added for further things: filled in, and named like the printed ones."""
    layout = pairing.layout
    answers = [h for h in table.columns if h.role == "answer"]
    names = [h.path[-1] for h in answers if h.path]
    found = []
    column = max(here) + 1
    while column <= layout.last_column:
        filled = sum(bool(layout.text(at[0], column)) for at in questions.values())
        if 2 * filled < len(questions):
            break
        heading = ""
        if table.header_bottom:
            bottom = pairing.row(table.header_bottom)
            heading = layout.text(bottom, column)
        if heading and names and not running([*names, heading]) and not labels.similarity(names[-1], heading) > 0.7:
            break
        found.append(column)
        column += 1
    return found


def locate_cells(located: Located, pairing: Pairing, table: TemplateTable, columns: Columns) -> None:
    """Find the cells of a grid and the boxes of scales by their row's label and their column's heading."""
    layout = pairing.layout
    rows = _grid_rows(located, pairing, table)
    for each in fields_of(located, table):
        boxes = [place(cell) for cell, _ in each.boxes] or [place(each.template_at.cell)]
        there = boxes[0][0]
        if there not in rows:
            continue
        row = rows[there]
        if each.kind is Kind.SCALE:
            scale_spot(
                located,
                layout,
                each,
                [
                    (layout.first(row, columns.taken[column]), heading)
                    for (_, column), (_, heading) in zip(boxes, each.boxes, strict=True)
                    if column in columns.taken
                ],
            )
            continue
        column = columns.taken.get(boxes[0][1])
        if column is None:
            continue
        box = layout.first(row, column)
        spot = Spot(each, None, layout, box)
        spot.remarks += _by_other_words(pairing, each, columns, boxes[0][1])
        cell = layout.cell(*box)
        if cell is not None and not cell.is_blank:
            located.claim(layout, box)
            if row in layout.sheet.hidden_rows:
                spot.remarks.append(("hidden-row", {"row": row}))
            if column in layout.sheet.hidden_columns:
                spot.remarks.append(("hidden-column", {"column": column_letters(column)}))
        located.spots.append(spot)


def _by_label(pairing: Pairing, table: TemplateTable, row: TableRow, used: set[int]) -> int | None:
    """Return the row below the headings that has this label in the label's column; for labels that are mere figures."""
    layout = pairing.layout
    wanted = labels.key(row.path[-1])
    column = pairing.column(place(row.label_at)[1])
    first = pairing.row(table.header_bottom) + 1 if table.header_bottom else pairing.row(table.top)
    last = end_of(pairing, table, first - 1)
    found = (
        at
        for at in sorted(layout.by_row)
        if first <= at <= last and at not in used and labels.key(layout.text(at, column)) == wanted
    )
    return next(found, None)


def _grid_rows(located: Located, pairing: Pairing, table: TemplateTable) -> dict[int, int]:
    """Return the row of the copy for each printed row of the blank, and say which are missing or reworded."""
    rows: dict[int, int] = {}
    layout = pairing.layout
    for row in table.rows:
        if not row.label_at:
            rows[row.row] = pairing.row(row.row)
            continue
        at = place(row.label_at)
        if at in pairing.places:
            rows[row.row] = pairing.places[at][0] + row.row - at[0]
            _say_reworded(located, pairing, at, row.path[-1])
        elif (found := _by_label(pairing, table, row, set(rows.values()))) is not None:
            rows[row.row] = found
        elif row.row in pairing.rows:
            rows[row.row] = pairing.row(row.row)
        else:
            located.say("row-missing", layout, None, label=" – ".join(row.path), sheet=layout.sheet.name)
            for each in fields_of(located, table):
                if place(each.template_at.cell)[0] == row.row:
                    located.say("field-missing", layout, None, each, label=each.label, sheet=layout.sheet.name)
    return rows


def _say_reworded(
    located: Located, pairing: Pairing, there: Place, expected: str, about: TemplateField | None = None
) -> None:
    """Say that a row's label reads otherwise than in the blank."""
    likeness = pairing.reworded.get(there, 1.0)
    if likeness < SAME_WORDS:
        here = pairing.places[there]
        code = "label-reworded" if likeness >= 0.5 else "label-guessed"
        found = pairing.layout.text(*here)[:120]
        located.say(code, pairing.layout, here, about, found=found, expected=expected[:120])


def _by_other_words(pairing: Pairing, each: TemplateField, columns: Columns, column: int) -> list[Remark]:
    """Return a remark for a cell whose row or column was found by other words than the blank's."""
    row_likeness = pairing.reworded.get(place(each.row_at), 1.0) if each.row_at else 1.0
    if min(row_likeness, columns.reworded.get(column, 1.0)) < SAME_WORDS:
        return [("found-by-other-words", {"label": each.label[:120]})]
    return []
