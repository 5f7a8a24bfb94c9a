"""What senders do to the sheet: rows, columns and sheets moved, removed and renamed, headings reworded.

Like the accidents to answers, each is `name(copy, rng, …)` and returns whether it found something to do.
"""

import random

from .blank import Field, Table
from .copy import Copy, Row
from .model import Cell, Sheet, rc

MISSING = [
    "version",
    "mangler",
    "missing",
    "skabelon",
    "template",
    "kolonne",
    "column",
    "række",
    "row",
    "felt",
    "field",
]


TEXTUAL = ("text", "offer", "municipality", "choice", "region")


def tables_of(copy: Copy, least: int = 1) -> list[Table]:
    return [t for t in copy.blank.tables.values() if len(copy.rows[t.id]) >= least]


def row_of(copy: Copy, row: Row) -> int:
    return next(rc(ref)[0] for s in copy.book.sheets for c in row.cells.values() if (ref := s.where(c)))


def sheet_of(copy: Copy, field_: Field) -> Sheet:
    """Return the sheet of a field, whatever it is called by now."""
    cell = copy.labels.get(field_.id) or copy.headers.get(field_.id)
    for sheet in copy.book.sheets:
        if cell is not None and sheet.where(cell):
            return sheet
    return next(a.sheet for a in copy.answers if a.field is field_)


def table_sheet(copy: Copy, table: Table) -> Sheet:
    return sheet_of(copy, copy.blank.field_by_id(next(iter(table.columns))))


def first_text_field(copy: Copy, table: Table) -> Field:
    fields = [copy.blank.field_by_id(i) for i in table.columns]
    return next((f for f in fields if f.type in TEXTUAL and f.hint not in ("cvr", "pnummer")), fields[0])


def column_of(copy: Copy, field_: Field) -> int:
    return rc(sheet_of(copy, field_).where(copy.headers[field_.id]) or "A1")[1]


def rows_above(copy: Copy, rng: random.Random) -> bool:
    """Insert rows at the top of every form sheet, one of them with the sender's own line."""
    for title in dict.fromkeys(f.sheet for f in copy.blank.fields):
        sheet = sheet_of(copy, next(f for f in copy.blank.fields if f.sheet == title))
        count = rng.randint(1, 3)
        sheet.insert_rows(1, count)
        if rng.random() < 0.5:
            sheet.cells[1, 1] = Cell("Til brug for behandling i fagudvalget")
    copy.note("row-inserted-above", outcome=["accepted"])
    return True


def rows_between(copy: Copy, rng: random.Random, count: int = 2) -> bool:
    """Insert blank rows between the questions of a sheet."""
    done = 0
    for sheet in copy.book.sheets:
        rows = sorted({rc(sheet.where(label) or "A1")[0] for f, label in _labels(copy) if sheet.where(label)})
        inside = _table_spans(copy, sheet)
        rows = [
            r
            for r in rows
            if not any(m[0] < r <= m[2] for m in sheet.merges) and not any(a < r <= b for a, b in inside)
        ]
        for row in sorted(rng.sample(rows, min(count, len(rows))), reverse=True):
            sheet.insert_rows(row, rng.randint(1, 2))
            done += 1
    if done:
        copy.note("row-inserted", outcome=["accepted"])
    return bool(done)


def _labels(copy: Copy) -> list[tuple[Field, Cell]]:
    return [(f, copy.labels[f.id]) for f in copy.blank.fields if f.kind == "single" and f.id in copy.labels]


def _table_spans(copy: Copy, sheet: Sheet) -> list[tuple[int, int]]:
    """Return first and last row of every table and grid on the sheet."""
    spans = []
    for table in copy.blank.tables.values():
        if table_sheet(copy, table) is sheet:
            top = rc(sheet.where(copy.headers[next(iter(table.columns))]) or "A1")[0]
            spans.append(
                (top - (table.header[1] - table.header[0]), top + (table.total or table.last) - table.header[1])
            )
    groups: dict[str, list[int]] = {}
    for f in copy.blank.fields:
        cell = copy.labels.get(f.id) if f.kind in ("grid", "tick", "scale-row") else copy.headers.get(f.id)
        if cell is not None and f.kind not in {"table", "single"} and sheet.where(cell):
            groups.setdefault(f.table or f.kind, []).append(rc(sheet.where(cell) or "A1")[0])
    return [*spans, *((min(rows) - 3, max(rows)) for rows in groups.values())]


def spacer_deleted(copy: Copy, rng: random.Random) -> bool:
    """Delete an empty row between the questions."""
    for sheet in copy.book.sheets:
        used = {r for (r, _), c in sheet.cells.items() if c.value is not None or c in copy.boxes}
        used |= {r for m in sheet.merges for r in range(m[0], m[2] + 1)}
        free = [r for r in range(2, sheet.last_row()) if r not in used]
        if free:
            sheet.delete_row(rng.choice(free))
            copy.note("row-deleted", outcome=["accepted"])
            return True
    return False


def column_in_front(copy: Copy, rng: random.Random) -> bool:
    """Insert an empty column before the form."""
    for title in dict.fromkeys(f.sheet for f in copy.blank.fields):
        sheet_of(copy, next(f for f in copy.blank.fields if f.sheet == title)).insert_columns(1, 1)
    copy.note("column-inserted", outcome=["accepted"])
    return True


def own_column(copy: Copy, rng: random.Random, table_id: str | None = None) -> bool:
    """Insert a column of the sender's own in a list."""
    for table in tables_of(copy):
        if table_id not in (None, table.id):
            continue
        sheet = table_sheet(copy, table)
        columns = sorted(column_of(copy, copy.blank.field_by_id(i)) for i in table.columns)
        top = rc(sheet.where(copy.headers[next(iter(table.columns))]) or "A1")[0]
        places = [c for c in columns[1:] if c - 1 in columns and not _crosses(sheet, c, top)]
        if not places:
            continue
        column = rng.choice(places)
        sheet.insert_columns(column)
        sheet.cells[top, column] = Cell("Internt nr.", copy.blank.look.column)
        base = rng.randint(710, 790) * 10
        for number, row in enumerate(copy.rows[table.id]):
            sheet.cells[row_of(copy, row), column] = Cell(base + number)
        copy.forbid([base + n for n in range(len(copy.rows[table.id]))])
        copy.note("column-inserted", outcome=["accepted"])
        return True
    return False


def _crosses(sheet: Sheet, column: int, top: int) -> bool:
    """Whether a merged heading lies across the left edge of the column."""
    return any(m[1] < column <= m[3] and top - 2 <= m[0] <= top + 2 for m in sheet.merges)


def columns_swapped(copy: Copy, rng: random.Random, times: int = 2) -> bool:
    """Exchange columns of a list with everything in them."""
    done = False
    for table in tables_of(copy):
        sheet = table_sheet(copy, table)
        fields = [copy.blank.field_by_id(i) for i in table.columns]
        columns = {column_of(copy, f): f for f in fields}
        shift = row_of(copy, copy.rows[table.id][0]) - table.first
        top, last = table.header[0] + shift, table.last + shift
        movable: dict[int, tuple[bool, int]] = {}
        for column in sorted(columns):
            areas = [m for m in sheet.merges if m[1] <= column <= m[3] and m[2] >= top and m[0] <= last]
            if columns[column] is fields[0] or any(m[1] != m[3] for m in areas):
                continue
            # only columns of one kind change places: both summed or neither, headings equally tall
            summed = sheet.cells.get(((table.total or 0) + shift, column), Cell())
            movable[column] = (summed.value is not None, len(areas))
        pairs = [(one, two) for one in movable for two in movable if one < two and movable[one] == movable[two]]
        for _ in range(times):
            if pairs:
                sheet.swap_columns(*rng.choice(pairs), top, last)
                done = True
    if done:
        copy.note("columns-swapped", outcome=["accepted"])
    return done


def column_deleted(copy: Copy, rng: random.Random, field_id: str) -> bool:
    """Delete a column of a list: what stood there is lost and the reader has to say so."""
    f = copy.blank.field_by_id(field_id)
    sheet, column = sheet_of(copy, f), column_of(copy, f)
    table = copy.blank.tables[f.table or ""]
    copy.drop([a for a in copy.answers if a.field is f])
    for row in copy.rows[table.id]:
        row.cells.pop(f.id, None)
    sheet.delete_column(column)
    copy.note("column-deleted", outcome=["held", "accepted"])
    copy.words = [*MISSING, f.label]
    return True


def field_deleted(copy: Copy, rng: random.Random, field_id: str) -> bool:
    """Delete the row of a single question."""
    f = copy.blank.field_by_id(field_id)
    sheet = sheet_of(copy, f)
    row = rc(sheet.where(copy.labels[f.id]) or "A1")[0]
    copy.drop([a for a in copy.answers if a.field is f])
    copy.empty = [e for e in copy.empty if e is not f]
    sheet.delete_row(row)
    copy.note("field-deleted", outcome=["held", "accepted"])
    copy.words = [*MISSING, f.label]
    return True


def sheets_renamed(copy: Copy, rng: random.Random) -> bool:
    names = {"Forside": "Stamdata", "Skema": "Skema - udfyldt"}
    for number, sheet in enumerate(copy.book.sheets, 1):
        if sheet.state == "visible":
            copy.book.rename(
                sheet,
                names.get(sheet.title)
                or rng.choice([f"Ark{number}", f"{sheet.title[:20]} (2)", f"{number}. {sheet.title[:24]}"]),
            )
    copy.note("sheet-renamed", outcome=["accepted"])
    return True


def sheets_reordered(copy: Copy, rng: random.Random) -> bool:
    if len([s for s in copy.book.sheets if s.state == "visible"]) < 2:
        return False
    copy.book.sheets.append(copy.book.sheets.pop(0))
    copy.note("sheets-reordered", outcome=["accepted"])
    return True


def reworded(copy: Copy, rng: random.Random, count: int = 5) -> bool:
    """Reword headings and labels lightly, so that a reader still knows which is which."""
    done = 0
    cells = [
        (f, c)
        for f in copy.blank.fields
        for c in [copy.headers.get(f.id) or copy.labels.get(f.id)]
        if c is not None and isinstance(c.value, str) and not c.value.startswith("=")
    ]
    known = [(f, c) for f, c in cells if c.value in copy.blank.rewordings]
    other = [
        (f, c)
        for f, c in cells
        if c.value not in copy.blank.rewordings and f.kind in ("single", "table") and len(c.value) > 4
    ]
    rng.shuffle(known)
    rng.shuffle(other)
    seen: set[Cell] = set()
    for f, cell in [*known, *other]:
        if done == count or cell in seen or f.prefix:
            continue
        seen.add(cell)
        cell.value = copy.blank.rewordings.get(cell.value) or _light(cell.value, rng)
        for a in copy.answers:
            if a.field is f and not a.category:
                a.may, a.category = True, "header-altered"
        done += 1
    if done:
        copy.note("header-altered")
    return bool(done)


def _light(text: str, rng: random.Random) -> str:
    forms = [
        text + ":",
        text.upper() if len(text) < 40 else text + " ",
        text.replace(" ", "\n", 1),
        f"{text} (udfyldes)",
        text.replace("Antal", "Ant.") if "Antal" in text else text + " ",
        " " + text.replace("(", " ("),
    ]
    return rng.choice(forms)


def grid_row_deleted(copy: Copy, rng: random.Random) -> bool:
    """Delete a printed row of a grid."""
    grids = [f for f in copy.blank.fields if f.kind == "grid"]
    if not grids:
        return False
    label = copy.labels[rng.choice(grids).id]
    sheet = next(s for s in copy.book.sheets if s.where(label))
    lost = [f for f in copy.blank.fields if copy.labels.get(f.id) is label]
    row = rc(sheet.where(label) or "A1")[0]
    if any(m[0] <= row <= m[2] for m in sheet.merges):
        return False
    copy.drop([a for a in copy.answers if a.field in lost])
    copy.empty = [f for f in copy.empty if f not in lost]
    text = str(label.value)
    sheet.delete_row(row)
    copy.note("row-deleted", outcome=["held", "accepted"])
    copy.words = [*MISSING, text]
    return True


def unused_lines_deleted(copy: Copy, rng: random.Random) -> bool:
    """Delete the printed lines of a list that were not needed."""
    for table in tables_of(copy):
        sheet = table_sheet(copy, table)
        last = row_of(copy, copy.rows[table.id][-1])
        unused = table.last - (table.first + len(copy.rows[table.id]) - 1)
        rows = range(last + 1, last + unused + 1)
        columns = {column_of(copy, copy.blank.field_by_id(i)) for i in table.columns}
        beside = any(c in copy.boxes and col not in columns for (r, col), c in sheet.cells.items() if r in rows)
        if unused < 2 or beside or table.gaps or any(m[0] <= r <= m[2] for m in sheet.merges for r in rows):
            continue
        for _ in range(unused - 1):
            sheet.delete_row(last + 1)
        copy.note("row-deleted", outcome=["accepted"])
        return True
    return False


def unit_changed(copy: Copy, rng: random.Random) -> bool:
    """Change the unit in a heading from kroner to thousands: nobody can know what the figures below it are."""
    fields = [f for f in copy.blank.fields if f.kind == "table" and f.type == "amount" and not f.thousands]
    for f in fields:
        cell = copy.headers[f.id]
        answers = [a for a in copy.answers if a.field is f and not a.touched]
        if answers and isinstance(cell.value, str) and "(kr.)" in cell.value:
            cell.value = cell.value.replace("(kr.)", "(1.000 kr.)")
            for a in answers:
                a.accept = [*a.accept, a.clean * 1000, None]
                a.must = a.may = a.touched = True
                a.category = "unit-changed"
            copy.note("unit-changed")
            return True
    return False


def years_moved_on(copy: Copy, rng: random.Random) -> bool:
    """Raise every year in the headings of a list by one: a reader has to say so, by place or by year."""
    for table in tables_of(copy):
        years = {
            f.id: cell
            for f in map(copy.blank.field_by_id, table.columns)
            if isinstance((cell := copy.headers[f.id]).value, int)
        }
        if len(years) < 2 or any(a.touched for a in copy.answers if a.field.id in years):
            continue
        answers = {(a.field.id, a.row): a for a in copy.answers if a.field.id in years}
        order = sorted(years, key=lambda i: rc(sheet_of(copy, copy.blank.field_by_id(i)).where(years[i]) or "A1"))
        before = dict(zip(order[1:], order, strict=False))
        for (field_id, row), a in answers.items():
            other = answers.get((before.get(field_id, ""), row))
            a.accept = [*a.accept, None, *([other.clean] if other is not None else [])]
        for a in answers.values():
            a.must = a.may = a.touched = True
            a.category = "years-moved-on"
        for cell in years.values():
            cell.value += 1
        copy.note("years-moved-on")
        return True
    return False
