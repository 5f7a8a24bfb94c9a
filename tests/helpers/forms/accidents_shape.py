"""What senders do to the shape of a form: rows sorted or split, hints and numbers deleted, sheets copied or thrown away.

Like the accidents to answers, each is `name(copy, rng)` and returns whether it found something to do.
"""

import random
from dataclasses import replace
from typing import Any

from .copy import Copy
from .layout import MISSING, column_of, row_of, sheet_of, table_sheet, tables_of
from .model import Cell, Sheet, rc


def _taken(sheet: Sheet, row: int) -> bool:
    return any(area[0] <= row <= area[2] for area in sheet.merges)


def grid_sorted(copy: Copy, rng: random.Random) -> bool:
    """Put the printed rows of a grid in another order, with everything in them."""
    grids: dict[str, list[Any]] = {}
    for f in copy.blank.fields:
        if f.kind == "grid" and f.id in copy.labels:
            grids.setdefault(f.table or "", []).append(f)
    for fields in grids.values():
        sheet = sheet_of(copy, fields[0])
        rows = sorted({rc(sheet.where(copy.labels[f.id]) or "A1")[0] for f in fields})
        if len(rows) < 3 or rows != list(range(rows[0], rows[-1] + 1)) or any(_taken(sheet, row) for row in rows):
            continue
        columns = sorted({column for row, column in sheet.cells if row in rows})
        if any(str(c.value).startswith("=") for (row, _), c in sheet.cells.items() if row in rows):
            continue
        order = rows[:]
        rng.shuffle(order)
        old = {at: sheet.cells.pop(at, None) for at in [(row, column) for row in rows for column in columns]}
        for there, here in zip(rows, order, strict=True):
            for column in columns:
                if (cell := old[there, column]) is not None:
                    sheet.cells[here, column] = cell
        copy.note("rows-sorted", outcome=["accepted"])
        return True
    return False


def first_column_deleted(copy: Copy, rng: random.Random) -> bool:
    """Delete the column of running numbers in front, or an empty one."""
    for title in dict.fromkeys(f.sheet for f in copy.blank.fields):
        sheet = sheet_of(copy, next(f for f in copy.blank.fields if f.sheet == title))
        ours = {rc(ref)[1] for c in (*copy.labels.values(), *copy.headers.values()) if (ref := sheet.where(c))}
        inside = [c for (_, column), c in sheet.cells.items() if column == 1 and c.value is not None]
        small = all(len(str(c.value)) <= 6 for c in inside)
        if ours and min(ours) > 1 and small and not any(area[1] == 1 for area in sheet.merges):
            sheet.delete_column(1)
            copy.note("column-deleted", outcome=["accepted"])
            return True
    return False


def room_under_headings(copy: Copy, rng: random.Random) -> bool:
    """Leave an empty row between the headings of a list and its first row."""
    for table in tables_of(copy):
        sheet = table_sheet(copy, table)
        row = row_of(copy, copy.rows[table.id][0])
        if not any(area[0] < row <= area[2] for area in sheet.merges):
            sheet.insert_rows(row)
            copy.note("blank-rows-inside", outcome=["accepted"])
            return True
    return False


def total_typed_over(copy: Copy, rng: random.Random) -> bool:
    """Replace the form's SUM formulas of a total row by what they show."""
    done = False
    for sheet in copy.book.sheets:
        for cell in sheet.cells.values():
            if isinstance(cell.value, str) and cell.value.startswith("=SUM(") and cell not in copy.boxes:
                cell.value = rng.randint(5000, 9000)
                copy.forbid([cell.value])
                done = True
    if done:
        copy.note("total-typed-over")
    return done


def hints_deleted(copy: Copy, rng: random.Random) -> bool:
    """Delete the row of units or hints between a list's headings and its first row."""
    for table in tables_of(copy):
        sheet = table_sheet(copy, table)
        first = row_of(copy, copy.rows[table.id][0])
        heads = [rc(sheet.where(copy.headers[i]) or "A1")[0] for i in table.columns]
        between = set(range(max(heads) + 1, first))
        if len(between) == 1 and not _taken(sheet, min(between)):
            sheet.delete_row(min(between))
            for a in copy.answers:
                a.may = a.may or a.field.table == table.id
            copy.note("hints-deleted")
            return True
    return False


def sheets_thrown_away(copy: Copy, rng: random.Random) -> bool:
    """Delete sheets of the form on which nothing was filled in."""
    used = {a.sheet for a in copy.answers}
    asked = {sheet_of(copy, f) for f in copy.blank.fields}
    unused = [sheet for sheet in copy.book.sheets if sheet in asked and sheet not in used]
    for sheet in unused:
        copy.book.sheets.remove(sheet)
    copy.empty = [f for f in copy.empty if any(s.title == f.sheet for s in copy.book.sheets)]
    if unused:
        copy.note("sheet-deleted")
        copy.words = MISSING
    return bool(unused)


def sheet_copied_for_more(copy: Copy, rng: random.Random) -> bool:
    """Copy a filled-in sheet and change its figures, for one offer more: a reader has to say that it is there."""
    answers = [a for a in copy.answers if a.row is None and a.field.kind == "single" and a.field.type == "count"]
    if not answers or copy.rows:
        return False
    source = rng.choice(answers).sheet
    target = copy.book.sheet(f"{source.title[:24]} (2)")
    for at, cell in source.cells.items():
        target.cells[at] = Cell(cell.value, cell.style, cell.cached, None, cell.as_text)
    target.merges = [list(area) for area in source.merges]
    target.widths = dict(source.widths)
    secret = rng.randint(700_000, 900_000)
    for a in answers:
        if a.sheet is source:
            target.cells[rc(source.where(a.cell) or "A1")].value = secret
    copy.forbid([secret])
    copy.note("sheet-copied", outcome=["held", "accepted"])
    copy.words = ["ark", "sheet"]
    return True


def past_the_total(copy: Copy, rng: random.Random) -> bool:
    """Go on below the printed total row with one more line: a reader has to read it or to say that it did not."""
    for table in tables_of(copy):
        if table.total is None:
            continue
        sheet = table_sheet(copy, table)
        shift = row_of(copy, copy.rows[table.id][0]) - table.first
        row = table.total + shift + 1
        fields = [copy.blank.field_by_id(i) for i in table.columns]
        if any((row + n, column) in sheet.cells for n in range(3) for column in range(1, 30)) or _taken(sheet, row):
            continue
        sample = {a.field.id: a for a in copy.answers if a.row is copy.rows[table.id][-1] and not a.touched}
        if len(sample) < 2:
            continue
        new = type(copy.rows[table.id][-1])(table, {})
        copy.rows[table.id].append(new)
        for f in fields:
            if f.id in sample:
                cell = Cell(sample[f.id].cell.value, sample[f.id].cell.style)
                sheet.cells[row, column_of(copy, f)] = cell
                new.cells[f.id] = cell
                copy.answers.append(
                    replace(
                        sample[f.id],
                        cell=cell,
                        row=new,
                        may=True,
                        category="row-below-total",
                        accept=[*sample[f.id].accept, None],
                    )
                )
        copy.note("row-below-total")
        return True
    return False


def row_split(copy: Copy, rng: random.Random) -> bool:
    """Split a printed row of a grid in two: the sender's second line has no place in the form."""
    fields = [f for f in copy.blank.fields if f.kind == "grid" and f.type == "count" and f.id in copy.labels]
    answered = [a for a in copy.answers if a.field in fields and not a.touched]
    if not answered:
        return False
    a = rng.choice(answered)
    row, column = copy.position(a)
    label = rc(a.sheet.where(copy.labels[a.field.id]) or "A1")
    if _taken(a.sheet, row) or _taken(a.sheet, row + 1):
        return False
    a.sheet.insert_rows(row + 1)
    secret = rng.randint(41_000, 49_000)
    a.sheet.cells[row + 1, label[1]] = Cell("- heraf under omlægning", copy.labels[a.field.id].style)
    a.sheet.cells[row + 1, column] = Cell(secret, a.cell.style)
    copy.forbid([secret])
    copy.note("row-of-their-own")
    return True


def note_beside(copy: Copy, rng: random.Random) -> bool:
    """Write a remark in the free cell right of the last answer of a row."""
    singles = [a for a in copy.answers if a.row is None and a.field.kind in ("single", "grid") and not a.touched]
    rng.shuffle(singles)
    for a in singles:
        row, column = copy.position(a)
        right = max(
            (area[3] for area in a.sheet.merges if area[0] <= row <= area[2] and area[1] <= column), default=column
        )
        beyond = [other for other in a.sheet.cells if other[0] == row and other[1] > right]
        if beyond or _taken(a.sheet, row):
            continue
        a.sheet.cells[row, right + 1] = Cell("Se også vores følgebrev")
        a.may = True
        copy.forbid(["Se også vores følgebrev"])
        copy.note("stray-cells")
        return True
    return False


SHAPES = (
    grid_sorted,
    first_column_deleted,
    room_under_headings,
    total_typed_over,
    hints_deleted,
    sheets_thrown_away,
    sheet_copied_for_more,
    past_the_total,
    row_split,
    note_beside,
)
