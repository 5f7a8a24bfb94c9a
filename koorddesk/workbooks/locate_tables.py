"""Finds the tables of a template in a filled-in copy: their headings, their columns, their rows of answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from koorddesk.workbooks import labels
from koorddesk.workbooks.align import Pairing
from koorddesk.workbooks.columns import Columns, Path, assign
from koorddesk.workbooks.grid import address, column_letters
from koorddesk.workbooks.headers import headings_at
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.locate_grids import end_of, fields_of, locate_cells, locate_sideways
from koorddesk.workbooks.rows import Body, Row, RowKind, judge
from koorddesk.workbooks.spots import Located, Spot, TotalRow
from koorddesk.workbooks.template import Kind, Printed, Shape, TemplateField, TemplateTable

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def locate_table(located: Located, pairing: Pairing, table: TemplateTable) -> None:
    """Find one table in the sheet that answers its own, and add a spot for each answer in it."""
    rows = header_rows(pairing, table)
    if table.header_bottom and not rows:
        for each in fields_of(located, table):
            if each.kind is Kind.COLUMN:
                located.say("table-missing", pairing.layout, None, each, label=each.label, title=table.title[:80])
        return
    columns = _columns(located, pairing, table, rows)
    if table.shape is Shape.LIST:
        _list(located, pairing, table, rows, columns)
    elif table.shape is Shape.SIDEWAYS:
        locate_sideways(located, pairing, table, columns)
    else:
        locate_cells(located, pairing, table, columns)


def _heading_texts(pairing: Pairing, table: TemplateTable) -> list[Printed]:
    first, last = min(h.column for h in table.columns), max(h.column for h in table.columns)
    return [
        each
        for each in pairing.sheet.printed
        if table.header_top <= each.row <= table.header_bottom and first <= each.column <= last
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
        rows = [row + shift for row in range(table.header_top, table.header_bottom + 1)]
        return _without_answers(pairing.layout, rows, [each for each in texts if each.row == table.header_bottom])
    return _most_alike_rows(pairing, table, texts)


def _without_answers(layout: Layout, rows: list[int], lowest: Sequence[Printed]) -> list[int]:
    """Return the heading rows without those below where the sender has written several rows of headings in one.

    Then the lowest headings stand among the words of that row, and what follows it already are answers.
    """
    words = [set(labels.words(each.text)) for each in lowest]
    for number, row in enumerate(rows[:-1], 1):
        here = [set(labels.words(text)) for _, text in layout.by_row.get(row, ())]
        below = [set(labels.words(text)) for other in rows[number:] for _, text in layout.by_row.get(other, ())]
        joined = sum(any(own <= other for other in here) for own in words)
        if 2 * joined > len(words) and not any(own <= other for own in words for other in below):
            return rows[:number]
    return rows


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
    folded = _folded(there, here)
    found = assign({column: path for column, path in there.items() if column not in folded}, here)
    found.taken.update(
        {each: found.taken[first] + each - first for each, first in folded.items() if first in found.taken}
    )
    _match_unnamed(pairing, table, found)
    pairing.set_columns(found.taken)
    for row in rows:
        for column in header.paths:
            if layout.text(row, column):
                located.claim(layout, (row, column))
    _say_columns(located, pairing, table, found, header.cells, rows)
    return found


def _folded(there: dict[int, Path], here: dict[int, Path]) -> dict[int, int]:
    """Return the columns of the blank that share one heading merged over them with a column before, and that column."""
    once = Counter(here.values())
    return {
        column: first
        for column, path in there.items()
        for first in (column - 1,)
        if there.get(first) == path and once[path] == 1
    }


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
    dated = {column for column in found.taken if _YEAR.search(paths.get(column, ""))}
    if any(_YEAR.search(paths[column]) for column in found.missing) and any(
        _YEAR.search(layout.text(*cells.get(column, (rows[-1], column)))) for column in found.added
    ):
        for column in sorted(dated & fields.keys()):
            single = fields[column] if fields[column].kind is Kind.COLUMN else None
            at = cells.get(found.taken[column], (rows[-1], found.taken[column]))
            located.say("years-moved", layout, at, single, label=paths[column])
    answered = [found.taken[h.column] for h in table.columns if h.field and h.column in found.taken]
    if answered != sorted(answered):
        located.say("columns-moved", layout, (rows[-1], answered[0]), title=table.title[:80] or layout.sheet.name)


def _list(located: Located, pairing: Pairing, table: TemplateTable, header: Sequence[int], columns: Columns) -> None:
    layout = pairing.layout
    fields = {h.field: located.template.field(h.field) for h in table.columns if h.field}
    places = {h.field: columns.taken[h.column] for h in table.columns if h.field and h.column in columns.taken}
    if not places:
        return
    ends = max(places.values())
    taken = ((h, columns.taken.get(h.column, ends)) for h in table.columns)
    others = [column for h, column in taken if not h.field and column < ends]
    numbers = {columns.taken[h.column] for h in table.columns if h.role == "number" and h.column in columns.taken}
    body = Body(
        layout=layout,
        fields=fields,
        columns=places,
        label_columns=[*others, *(column for column in columns.added if column < min(places.values()))],
        headings={h.field: frozenset(map(labels.key, h.path)) for h in table.columns if h.field},
        printed=_printed_rows(pairing, table),
        fixed=_group_headings(pairing, table),
        own=columns.added,
        end=pairing.row(table.bottom),
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
    _say_only_names(located, layout, [row for row in rows if row.kind is RowKind.DATA], places)
    judged = {row.number for row in rows}
    for empty in layout.by_row:
        if first <= empty <= last and empty not in judged:
            _claim_others(located, layout, others, numbers, empty)
    if not number:
        for each in fields.values():
            located.spots.append(Spot(each, None, layout, None))


def _say_only_names(located: Located, layout: Layout, rows: Sequence[Row], places: Mapping[str, int]) -> None:
    """Say which rows of a wider list hold nothing but a name and stand over fuller ones: they may head a group."""
    if len(places) < 3:
        return
    first = min(places.values())
    for row, below in pairwise(rows):
        at = next(iter(row.cells.values()))
        if len(row.cells) == 1 and at[1] == first and len(below.cells) > 1:
            located.say("row-only-name", layout, at, text=layout.text(*at)[:80])


def _group_headings(pairing: Pairing, table: TemplateTable) -> set[Place]:
    """Return the cells of the copy that hold the blank's headings of groups: texts alone in a row of the table."""
    per_row = Counter(each.row for each in pairing.sheet.printed)
    return {
        pairing.places[at]
        for each in pairing.sheet.printed
        if table.header_bottom < each.row <= table.bottom
        and per_row[each.row] == 1
        and not labels.is_total(each.text)
        and (at := (each.row, each.column)) in pairing.places
    }


def _printed_rows(pairing: Pairing, table: TemplateTable) -> list[dict[str, str]]:
    """Return what the blank itself has written into the answer columns, row by row."""
    by_column = {h.column: h.field for h in table.columns if h.field}
    rows: dict[int, dict[str, str]] = {}
    for each in pairing.sheet.printed:
        inside = table.header_bottom < each.row <= table.bottom and each.column in by_column
        if inside and not labels.is_total(each.text):
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
        numbered = column in numbers and re.fullmatch(r"\d{1,6}[.)]?", layout.text(row, column)) is not None
        if cell is not None and (cell.formula is not None or numbered):
            located.claim(layout, (row, column))
