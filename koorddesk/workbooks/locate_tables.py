"""Finds the tables of a template in a filled-in copy: their headings, their columns, their rows of answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from koorddesk.workbooks import labels
from koorddesk.workbooks.align import Pairing
from koorddesk.workbooks.columns import Columns, Path, assign
from koorddesk.workbooks.grid import address, column_letters, place
from koorddesk.workbooks.headers import headings_at, running
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.rows import Body, Row, RowKind, judge
from koorddesk.workbooks.scales import scale_spot
from koorddesk.workbooks.spots import Located, Spot, TotalRow
from koorddesk.workbooks.template import Kind, Printed, Shape, TableRow, TemplateField, TemplateTable


def locate_table(located: Located, pairing: Pairing, table: TemplateTable) -> None:
    """Find one table in the sheet that answers its own, and add a spot for each answer in it."""
    rows = header_rows(pairing, table)
    if table.header_bottom and not rows:
        for each in _fields(located, table):
            if each.kind is Kind.COLUMN:
                located.say("table-missing", pairing.layout, None, each, label=each.label, title=table.title[:80])
        return
    columns = _columns(located, pairing, table, rows)
    if table.shape is Shape.LIST:
        _list(located, pairing, table, rows, columns)
    elif table.shape is Shape.SIDEWAYS:
        _sideways(located, pairing, table, columns)
    else:
        _cells(located, pairing, table, columns)


def _fields(located: Located, table: TemplateTable) -> list[TemplateField]:
    return [each for each in located.template.fields if each.table == table.id]


def _heading_texts(pairing: Pairing, table: TemplateTable) -> list[Printed]:
    first, last = min(h.column for h in table.columns), max(h.column for h in table.columns)
    return [
        each
        for each in pairing.sheet.printed
        if table.header_top <= each.row <= table.header_bottom and first <= each.column <= last and not each.formula
    ]


def header_rows(pairing: Pairing, table: TemplateTable) -> list[int]:
    """Return the rows of the copy that hold the headings of a table, or nothing."""
    if not table.header_bottom:
        return []
    texts = _heading_texts(pairing, table)
    shifts = Counter(
        pairing.places[at][0] - at[0] for each in texts if (at := (each.row, each.column)) in pairing.places
    )
    if shifts and (len(texts) <= 3 or shifts.most_common(1)[0][1] >= 2 or len(shifts) == 1):
        shift = shifts.most_common(1)[0][0]
        return [row + shift for row in range(table.header_top, table.header_bottom + 1)]
    return _most_alike_rows(pairing, table, texts)


def _most_alike_rows(pairing: Pairing, table: TemplateTable, texts: Sequence[Printed]) -> list[int]:
    """Return the rows whose texts are most like the headings, where none or few of them stand as they were."""
    lowest = [each.text for each in texts if each.bottom >= table.header_bottom]
    best, best_row = 0.0, 0
    for row, here in pairing.layout.by_row.items():
        if len(here) < 2:
            continue
        score = sum(max(labels.similarity(text, other) for _, other in here[:60]) for text in lowest) / max(
            1, len(lowest)
        )
        if score > best:
            best, best_row = score, row
    if best < 0.5:
        return []
    height = table.header_bottom - table.header_top
    return list(range(max(1, best_row - height), best_row + 1))


def _columns(located: Located, pairing: Pairing, table: TemplateTable, rows: Sequence[int]) -> Columns:
    """Return which column of the copy is which of the table, and say what was reworded, missing, added or moved."""
    if not rows:
        return Columns({heading.column: pairing.column(heading.column) for heading in table.columns})
    layout = pairing.layout
    there: dict[int, Path] = {heading.column: heading.path for heading in table.columns if heading.path}
    expected = [pairing.column(column) for column in there]
    header = headings_at(layout, rows, min(expected), max([*expected, _last_text(layout, rows[-1], max(expected))]))
    here = {column: path for column, path in header.paths.items() if header.cells.get(column, (0, column))[1] == column}
    found = assign(there, here)
    _match_unnamed(pairing, table, found)
    pairing.set_columns(found.taken)
    for row in rows:
        for column in header.paths:
            if layout.text(row, column):
                located.claim(layout, (row, column))
    _say_columns(located, pairing, table, found, header.cells, rows)
    return found


def _last_text(layout: Layout, row: int, from_column: int) -> int:
    """Return the last column whose heading adjoins the table to the right, with at most one empty one between."""
    last = from_column
    while layout.text(row, last + 1) or layout.text(row, last + 2):
        last += 1
    return last


def _match_unnamed(pairing: Pairing, table: TemplateTable, found: Columns) -> None:
    """Place columns without a heading (row labels, running numbers) by the texts matched around them."""
    for heading in table.columns:
        if heading.column not in found.taken and not heading.path:
            found.taken[heading.column] = pairing.column(heading.column)


def _by_column(located: Located, table: TemplateTable) -> dict[int, TemplateField]:
    """Return a field of each answer column, to name the column in a finding."""
    return {h.column: located.template.field(h.field) for h in table.columns if h.field}


def _say_columns(
    located: Located,
    pairing: Pairing,
    table: TemplateTable,
    found: Columns,
    cells: dict[int, Place],
    rows: Sequence[int],
) -> None:
    layout = pairing.layout
    fields = _by_column(located, table)
    paths = {heading.column: " – ".join(heading.path) for heading in table.columns}
    for column, likeness in found.reworded.items():
        about = fields.get(column)
        at = cells.get(found.taken[column], (rows[-1], found.taken[column]))
        code = "heading-reworded" if likeness >= 0.5 else "heading-guessed"
        located.say(
            code,
            layout,
            at,
            about if about and about.kind is Kind.COLUMN else None,
            found=layout.text(*at),
            expected=paths[column],
        )
    for column in found.twice:
        about = fields.get(column)
        at = cells.get(found.taken[column], (rows[-1], found.taken[column]))
        single = about if about and about.kind is Kind.COLUMN else None
        located.say("heading-twice", layout, at, single, label=paths[column], column=column_letters(at[1]))
    for column in found.missing:
        about = fields.get(column)
        if about is not None:
            shape = table.shape is Shape.LIST
            located.say(
                "column-missing", layout, None, about if shape else None, label=paths[column], sheet=layout.sheet.name
            )
    for column in found.added:
        at = cells.get(column, (rows[-1], column))
        located.say(
            "column-added", layout, at, label=layout.text(*at) or address(*at), column=address(*at).rstrip("0123456789")
        )
    answered = [found.taken[h.column] for h in table.columns if h.field and h.column in found.taken]
    if answered != sorted(answered):
        located.say("columns-moved", layout, (rows[-1], answered[0]), title=table.title[:80] or layout.sheet.name)


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


def _list(located: Located, pairing: Pairing, table: TemplateTable, header: Sequence[int], columns: Columns) -> None:
    layout = pairing.layout
    fields = {h.field: located.template.field(h.field) for h in table.columns if h.field}
    places = {h.field: columns.taken[h.column] for h in table.columns if h.field and h.column in columns.taken}
    if not places:
        return
    others = [columns.taken[h.column] for h in table.columns if not h.field and h.column in columns.taken]
    numbers = {columns.taken[h.column] for h in table.columns if h.role == "number" and h.column in columns.taken}
    body = Body(
        layout=layout,
        fields=fields,
        columns=places,
        label_columns=[*others, *(column for column in columns.added if column < min(places.values()))],
        headings={h.field: h.path for h in table.columns if h.field},
        printed=_printed_rows(pairing, table),
        fixed=_group_headings(pairing, table),
    )
    first = max(header) + 1
    last = end_of(pairing, table, max(header))
    rows = judge(body, first, last)
    number = 0
    data: list[int] = []
    for row in rows:
        if row.kind is RowKind.FOREIGN:
            below = [p for p, _ in layout.texts() if row.number <= p[0] <= last]
            for at in below:
                located.claim(layout, at)
            located.say(
                "table-below",
                layout,
                (row.number, min(p[1] for p in row.cells.values())),
                title=table.title[:80],
                rows=last - row.number + 1,
            )
            break
        if row.kind is RowKind.DATA:
            number += 1
            data.append(row.number)
            _data_row(located, pairing, fields, places, row, number)
            _claim_others(located, layout, others, numbers, row.number)
        else:
            _skipped_row(located, pairing, table, row, data, others)
    judged = {row.number for row in rows}
    for empty in layout.by_row:
        if first <= empty <= last and empty not in judged:
            _claim_others(located, layout, others, numbers, empty)
    if not number:
        for each in fields.values():
            located.spots.append(Spot(each, None, layout, None))


def _group_headings(pairing: Pairing, table: TemplateTable) -> set[Place]:
    """Return the cells of the copy that hold the blank's headings of groups: texts alone in a row of the table."""
    per_row = Counter(each.row for each in pairing.sheet.printed)
    return {
        pairing.places[at]
        for each in pairing.sheet.printed
        if table.header_bottom < each.row <= table.bottom
        and per_row[each.row] == 1
        and (at := (each.row, each.column)) in pairing.places
    }


def _printed_rows(pairing: Pairing, table: TemplateTable) -> list[dict[str, str]]:
    """Return what the blank itself has written into the answer columns, row by row."""
    by_column = {h.column: h.field for h in table.columns if h.field}
    rows: dict[int, dict[str, str]] = {}
    for each in pairing.sheet.printed:
        if table.header_bottom < each.row <= table.bottom and each.column in by_column and not each.formula:
            rows.setdefault(each.row, {})[by_column[each.column]] = labels.key(each.text)
    return list(rows.values())


def _data_row(
    located: Located,
    pairing: Pairing,
    fields: dict[str, TemplateField],
    places: dict[str, int],
    row: Row,
    number: int,
) -> None:
    layout = pairing.layout
    hidden = row.number in layout.sheet.hidden_rows
    for field_id, each in fields.items():
        if field_id not in places:
            continue
        at = row.cells.get(field_id)
        spot = Spot(each, number, layout, at if at is not None else (row.number, places[field_id]))
        if at is not None:
            located.claim(layout, at)
            if at[0] != row.number:
                spot.remarks.append(("merged-down", {"cell": address(*at)}))
            if hidden:
                spot.remarks.append(("hidden-row", {"row": row.number}))
            if places[field_id] in layout.sheet.hidden_columns:
                spot.remarks.append(("hidden-column", {"column": address(1, places[field_id]).rstrip("1")}))
            spot.printed = field_id in row.printed and each.kind is Kind.COLUMN and len(row.printed) == len(row.cells)
        located.spots.append(spot)


def _skipped_row(
    located: Located,
    pairing: Pairing,
    table: TemplateTable,
    row: Row,
    data: Sequence[int],
    others: Sequence[int],
) -> None:
    """Speak of a row that is no answer, and keep a total for the checks."""
    layout = pairing.layout
    own = [at for at in row.cells.values() if at[0] == row.number]
    for at in own:
        located.claim(layout, at)
    for column in others:
        located.claim(layout, (row.number, column))
    where = own[0] if own else (row.number, others[0] if others else 1)
    if row.kind is RowKind.TOTAL:
        located.totals.append(TotalRow(table.id, layout, row.number, row.label, dict(row.cells), tuple(data)))
        if row.number not in {pairing.rows.get(total) for total in table.totals}:
            located.say("row-total", layout, where, label=row.label or "–")
    elif row.kind is RowKind.NOTE:
        located.say("row-note", layout, where, text=layout.text(*where)[:120])
    elif row.kind is RowKind.EXAMPLE:
        located.say("row-example", layout, where, text=layout.text(*where)[:80])
    elif row.kind is RowKind.HEADINGS:
        located.say("row-headings", layout, where, text=layout.text(*where)[:80])


def _claim_others(located: Located, layout: Layout, others: Sequence[int], numbers: set[int], row: int) -> None:
    """Account for the running number and the formulas of a row."""
    for column in others:
        cell = layout.cell(row, column)
        numbered = column in numbers and re.fullmatch(r"\d{1,4}[.)]?", layout.text(row, column)) is not None
        if cell is not None and (cell.formula is not None or numbered):
            located.claim(layout, (row, column))


def _sideways(located: Located, pairing: Pairing, table: TemplateTable, columns: Columns) -> None:
    """Find the answers of a table on its side: its questions down, one column per thing across."""
    layout = pairing.layout
    questions = {}
    for row in table.rows:
        at = pairing.places.get(place(row.label_at))
        if row.field and at is None:
            about = located.template.field(row.field)
            located.say("field-missing", layout, None, about, label=about.label, sheet=layout.sheet.name)
        elif row.field and at is not None:
            questions[row.field] = at
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
                spot.remarks.append(("hidden-column", {"column": address(1, column).rstrip("1")}))
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


def _cells(located: Located, pairing: Pairing, table: TemplateTable, columns: Columns) -> None:
    """Find the cells of a grid and the boxes of scales by their row's label and their column's heading."""
    layout = pairing.layout
    rows = _grid_rows(located, pairing, table)
    for each in _fields(located, table):
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
        cell = layout.cell(*box)
        if cell is not None and not cell.is_blank:
            located.claim(layout, box)
            if row in layout.sheet.hidden_rows:
                spot.remarks.append(("hidden-row", {"row": row}))
            if column in layout.sheet.hidden_columns:
                spot.remarks.append(("hidden-column", {"column": address(1, column).rstrip("1")}))
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
            if at in pairing.reworded:
                located.say(
                    "label-reworded",
                    layout,
                    pairing.places[at],
                    found=layout.text(*pairing.places[at]),
                    expected=row.path[-1],
                )
        elif (found := _by_label(pairing, table, row, set(rows.values()))) is not None:
            rows[row.row] = found
        elif row.row in pairing.rows:
            rows[row.row] = pairing.row(row.row)
        else:
            located.say("row-missing", layout, None, label=" – ".join(row.path), sheet=layout.sheet.name)
            for each in _fields(located, table):
                if place(each.template_at.cell)[0] == row.row:
                    located.say("field-missing", layout, None, each, label=each.label, sheet=layout.sheet.name)
    return rows
