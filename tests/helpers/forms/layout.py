"""What senders do to the sheet: rows, columns and sheets moved, added, removed, renamed; things beside the answers.

Like the accidents to answers, each is `name(copy, rng, …)` and returns whether it found something to do.
"""

import random
from typing import Any

from .blank import Field, Table
from .copy import Answer, Copy, Row, clean_value
from .model import PLAIN, Cell, Sheet, a1, rc, restyled

MISSING = ["version", "mangler", "missing", "skabelon", "template", "kolonne", "column", "række", "row", "felt", "field"]
TEXTUAL = ("text", "offer", "municipality", "choice", "region")


def tables_of(copy: Copy, least: int = 1) -> list[Table]:
    return [t for t in copy.blank.tables.values() if len(copy.rows[t.id]) >= least]


def row_of(copy: Copy, row: Row) -> int:
    sheet = copy.book[copy.blank.field_by_id(next(iter(row.cells))).sheet]
    cell = next(c for c in row.cells.values() if sheet.where(c))
    return rc(sheet.where(cell) or "A1")[0]


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
        rows = [r for r in rows if not any(m[0] < r <= m[2] for m in sheet.merges) and not any(a < r <= b for a, b in inside)]
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
            spans.append((top - (table.header[1] - table.header[0]), top + (table.total or table.last) - table.header[1]))
    groups: dict[str, list[int]] = {}
    for f in copy.blank.fields:
        cell = copy.labels.get(f.id) if f.kind in ("grid", "tick", "scale-row") else copy.headers.get(f.id)
        if cell is not None and f.kind != "table" and f.kind != "single" and sheet.where(cell):
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
        total = (table.total or 0) + shift

        def loose(column: int) -> bool:
            return not any(m[1] <= column <= m[3] and m[1] != m[3] and m[2] >= top and m[0] <= last for m in sheet.merges)

        def key(column: int) -> tuple[bool, int]:
            summed = sheet.cells.get((total, column))
            tall = sum(1 for m in sheet.merges if m[1] == m[3] == column and top <= m[0] <= last)
            return (summed is not None and summed.value is not None, tall)

        movable = sorted(c for c in columns if loose(c) and columns[c] is not fields[0])
        pairs = [(a, b) for a in movable for b in movable if a < b and key(a) == key(b)]
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
            copy.book.rename(sheet, names.get(sheet.title) or rng.choice([f"Ark{number}", f"{sheet.title[:20]} (2)", f"{number}. {sheet.title[:24]}"]))
    copy.note("sheet-renamed", outcome=["accepted"])
    return True


def sheets_reordered(copy: Copy, rng: random.Random) -> bool:
    if len([s for s in copy.book.sheets if s.state == "visible"]) < 2:
        return False
    copy.book.sheets.append(copy.book.sheets.pop(0))
    copy.note("sheets-reordered", outcome=["accepted"])
    return True


def sheet_added(copy: Copy, rng: random.Random, first: bool | None = None) -> bool:
    """Add the sender's own sheet with figures of its own."""
    sheet = copy.book.sheet(rng.choice(["Beregninger", "Ark1", "Noter til sagen", "Til internt brug"]))
    base = rng.randint(910, 990) * 100
    for number, text in enumerate(["Post", "Lønudgift", "Øvrig drift", "Husleje", "Kontrolsum"]):
        sheet.put(f"A{number + 2}", text)
        sheet.put(f"B{number + 2}", "Beløb" if number == 0 else base + number)
    if first if first is not None else rng.random() < 0.5:
        copy.book.sheets.insert(0, copy.book.sheets.pop())
    copy.forbid([base + n for n in range(1, 5)])
    copy.note("sheet-added")
    return True


def reworded(copy: Copy, rng: random.Random, count: int = 5) -> bool:
    """Reword headings and labels lightly, so that a reader still knows which is which."""
    done = 0
    cells = [(f, c) for f in copy.blank.fields for c in [copy.headers.get(f.id) or copy.labels.get(f.id)] if c is not None and isinstance(c.value, str)]
    known = [(f, c) for f, c in cells if c.value in copy.blank.rewordings]
    other = [(f, c) for f, c in cells if c.value not in copy.blank.rewordings and f.kind in ("single", "table") and len(c.value) > 4]
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
    forms = [text + ":", text.upper() if len(text) < 40 else text + " ", text.replace(" ", "\n", 1), f"{text} (udfyldes)", text.replace("Antal", "Ant.") if "Antal" in text else text + " ", " " + text.replace("(", " (")]
    return rng.choice(forms)


def blank_rows(copy: Copy, rng: random.Random, count: int = 2) -> bool:
    """Leave blank sheet rows between the rows of a list."""
    done = False
    for table in tables_of(copy, least=3):
        for _ in range(count):
            row = rng.choice(copy.rows[table.id][1:])
            table_sheet(copy, table).insert_rows(row_of(copy, row), rng.randint(1, 2))
            done = True
    if done:
        copy.note("blank-rows-inside")
    return done


def lines_skipped(copy: Copy, rng: random.Random) -> bool:
    """Skip a printed line of a list (its running number stays)."""
    done = False
    for table in tables_of(copy, least=2):
        rows = copy.rows[table.id]
        if len(rows) > table.last - table.first:
            continue
        sheet = table_sheet(copy, table)
        start = rng.randrange(0, len(rows))
        for row in reversed(rows[start:]):
            for field_id, cell in row.cells.items():
                r, c = rc(sheet.where(cell) or "A1")
                below = sheet.cells[r + 1, c]
                below.value, cell.value = cell.value, None
                below.style, cell.style = cell.style, below.style
                below.comment, cell.comment = cell.comment, None
                below.cached, cell.cached = cell.cached, below.cached
                below.as_text, cell.as_text = cell.as_text, False
                row.cells[field_id] = below
                for a in copy.answers:
                    if a.cell is cell:
                        a.cell = below
        done = True
    if done:
        copy.note("blank-rows-inside")
    return done


def subtotal(copy: Copy, rng: random.Random) -> bool:
    """Put a subtotal among the rows of a list."""
    for table in tables_of(copy, least=3):
        sheet = table_sheet(copy, table)
        rows = copy.rows[table.id]
        before = rng.randrange(2, len(rows))
        at = row_of(copy, rows[before])
        first = row_of(copy, rows[0])
        sheet.insert_rows(at)
        label = first_text_field(copy, table)
        word = rng.choice(["Delsum", "Subtotal", "I alt indtil nu", "Sum"])
        sheet.cells[at, column_of(copy, label)] = Cell(word)
        for field_id in table.columns:
            f = copy.blank.field_by_id(field_id)
            if f.type in ("count", "amount", "number"):
                column = column_of(copy, f)
                values = [c.value for r in range(first, at) if (c := sheet.cells.get((r, column))) and isinstance(c.value, int | float)]
                sheet.cells[at, column] = Cell(sum(values) if rng.random() < 0.5 else f"=SUM({a1(first, column)}:{a1(at - 1, column)})")
        copy.forbid([word], label)
        copy.note("total-row-among-data")
        return True
    return False


def own_total(copy: Copy, rng: random.Random) -> bool:
    """Put a total right under the last row of a list that has none."""
    for table in tables_of(copy, least=2):
        if table.total or len(copy.rows[table.id]) > table.last - table.first:
            continue
        sheet = table_sheet(copy, table)
        first, at = row_of(copy, copy.rows[table.id][0]), row_of(copy, copy.rows[table.id][-1]) + 1
        numeric = [f for f in map(copy.blank.field_by_id, table.columns) if f.type in ("count", "amount", "number")]
        if not numeric:
            continue
        label = first_text_field(copy, table)
        word = rng.choice(["I alt", "Total", "Samlet", "Ialt"])
        sheet.cells.setdefault((at, column_of(copy, label)), Cell()).value = word
        for f in numeric:
            column = column_of(copy, f)
            sheet.cells.setdefault((at, column), Cell()).value = f"=SUM({a1(first, column)}:{a1(at - 1, column)})"
        copy.forbid([word], label)
        copy.note("total-row-among-data")
        return True
    return False


def notes_below(copy: Copy, rng: random.Random) -> bool:
    """Write notes under the rows of a list, inside and below its printed end."""
    done = False
    for table in tables_of(copy):
        sheet, label = table_sheet(copy, table), first_text_field(copy, table)
        column, last = column_of(copy, label), row_of(copy, copy.rows[table.id][-1])
        printed = last + table.last - (table.first + len(copy.rows[table.id]) - 1)
        texts = ["NB: Tallene er foreløbige og opgjort af Fuldmægtig A.", "* Omfatter ikke ambulante forløb.", "Kilde: kommunens fagsystem, udtræk fra februar."]
        rng.shuffle(texts)
        spots = [last + 2 if last + 2 <= printed else None, None]
        below = (table.total - table.last + printed if table.total else printed) + 1
        if not any(r == below and c.value is not None for (r, _), c in sheet.cells.items()) and not any(m[0] <= below <= m[2] for m in sheet.merges):
            spots[1] = below
        for text, spot in zip(texts, spots, strict=False):
            if spot is None or any(c.value is not None for (r, col), c in sheet.cells.items() if r == spot and col >= column and c in copy.boxes):
                continue
            if (other := sheet.cells.get((spot, column))) is not None and other.value is not None:
                continue
            if any(c in copy.boxes for (r, _), c in sheet.cells.items() if r == spot) and spot > printed:
                continue
            sheet.cells.setdefault((spot, column), Cell()).value = text
            copy.forbid([text], label)
            done = True
    if done:
        copy.note("notes-below-table")
    return done


def own_table_below(copy: Copy, rng: random.Random) -> bool:
    """Add a table of the sender's own under everything else on a sheet with a list."""
    for table in tables_of(copy):
        sheet = table_sheet(copy, table)
        row = max(sheet.last_row(), max((m[2] for m in sheet.merges), default=1), max(r for r, _ in sheet.cells)) + 3
        column = column_of(copy, first_text_field(copy, table))
        base = rng.randint(810, 890) * 10
        sheet.cells[row, column] = Cell("Kommunens egen opgørelse")
        lines: list[tuple[Any, Any]] = [("Team", "Antal sager"), ("Team Nord", base + 1), ("Team Syd", base + 2), ("Ungeteamet", base + 3)]
        for number, (text, figure) in enumerate(lines, 1):
            sheet.cells[row + number, column] = Cell(text, copy.blank.look.column if number == 1 else PLAIN)
            sheet.cells[row + number, column + 1] = Cell(figure, copy.blank.look.column if number == 1 else PLAIN)
        copy.forbid([base + 1, base + 2, base + 3, "Team Nord", "Team Syd", "Ungeteamet"])
        copy.note("own-table-below")
        return True
    return False


def merged_data(copy: Copy, rng: random.Random) -> bool:
    """Merge the name of an offer over two rows: the second row has it too, which the reader has to say."""
    for table in tables_of(copy, least=3):
        f = first_text_field(copy, table)
        answers = [a for a in copy.answers if a.field is f]
        pairs = [(a, b) for a, b in zip(answers, answers[1:], strict=False) if not a.touched and not b.touched and row_of(copy, b.row) == row_of(copy, a.row) + 1]
        if not pairs:
            continue
        one, two = rng.choice(pairs)
        row, column = copy.position(one)
        two.cell.value, two.covered = None, True
        one.sheet.merges.append([row, column, row + 1, column])
        two.accept = one.accept
        one.may = two.may = two.must = one.touched = two.touched = True
        one.category = two.category = "merged-data"
        copy.note("merged-data")
        return True
    return False


def hidden_rows(copy: Copy, rng: random.Random) -> bool:
    """Hide rows that hold answers."""
    for table in tables_of(copy, least=3):
        sheet = table_sheet(copy, table)
        for row in rng.sample(copy.rows[table.id], 2):
            sheet.hidden_rows.add(row_of(copy, row))
            for a in copy.answers:
                if a.row is row and not a.category:
                    a.may, a.category = True, "hidden-rows"
        copy.note("hidden-rows")
        return True
    return False


def hidden_column(copy: Copy, rng: random.Random) -> bool:
    """Hide a column that holds answers."""
    for table in tables_of(copy):
        f = copy.blank.field_by_id(rng.choice(list(table.columns)[1:]))
        sheet_of(copy, f).hidden_columns.add(column_of(copy, f))
        for a in copy.answers:
            if a.field is f and not a.category:
                a.may, a.category = True, "hidden-column"
        copy.note("hidden-column")
        return True
    return False


def own_grid_row(copy: Copy, rng: random.Random) -> bool:
    """Add a line of the sender's own to a grid with printed rows."""
    grids = [f for f in copy.blank.fields if f.kind == "grid" and f.type in ("count", "amount", "number", "percent")]
    if not grids:
        return False
    last = [f for f in grids if f.table == grids[-1].table]
    sheet = sheet_of(copy, last[-1])
    row, column = rc(sheet.where(copy.labels[last[-1].id]) or "A1")
    above = copy.labels[last[-1].id]
    first_cells = [a for a in copy.answers if copy.labels.get(a.field.id) is above]
    sheet.insert_rows(row + 1)
    sheet.cells[row + 1, column] = Cell(rng.choice(["Andre (ikke fordelt)", "Uden for kategori"]), restyled(PLAIN, italic=True))
    base = rng.randint(610, 690) * 10
    for number, a in enumerate(first_cells):
        sheet.cells[row + 1, copy.position(a)[1]] = Cell(base + number)
    copy.forbid([base + n for n in range(len(first_cells))])
    copy.note("row-added-to-grid")
    return True


def grid_row_deleted(copy: Copy, rng: random.Random) -> bool:
    """Delete a printed row of a grid."""
    grids = [f for f in copy.blank.fields if f.kind == "grid"]
    if not grids:
        return False
    label = copy.labels[rng.choice(grids).id]
    sheet = next(s for s in copy.book.sheets if s.where(label))
    lost = [f for f in grids if copy.labels[f.id] is label]
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


def renumbered(copy: Copy) -> list[Answer]:
    """Return the answers of lists in the order of their rows (for tests)."""
    return sorted((a for a in copy.answers if isinstance(a.row, Row)), key=copy.position)


def stray_numbers(copy: Copy, rng: random.Random) -> bool:
    """Leave a reckoning beside the form, far to the right."""
    sheet = sheet_of(copy, copy.blank.fields[-1])
    column = max(c for _, c in sheet.cells) + 3
    base = rng.randint(510, 590) * 100
    for number in range(3):
        sheet.cells[4 + number, column] = Cell(base + number)
    sheet.cells[3, column] = Cell("Kladde")
    copy.forbid([base, base + 1, base + 2, "Kladde"])
    copy.note("stray-cells")
    return True


def header_repeated(copy: Copy, rng: random.Random) -> bool:
    """Repeat the headings in the middle of a list, as after a page break."""
    for table in tables_of(copy, least=4):
        sheet = table_sheet(copy, table)
        at = row_of(copy, copy.rows[table.id][2])
        sheet.insert_rows(at)
        for field_id in table.columns:
            f = copy.blank.field_by_id(field_id)
            text = copy.headers[f.id].value
            if text is not None:
                sheet.cells[at, column_of(copy, f)] = Cell(text, copy.blank.look.column)
                copy.forbid([text], f)
        copy.note("header-repeated")
        return True
    return False


def unused_lines_deleted(copy: Copy, rng: random.Random) -> bool:
    """Delete the printed lines of a list that were not needed."""
    for table in tables_of(copy):
        sheet = table_sheet(copy, table)
        last = row_of(copy, copy.rows[table.id][-1])
        unused = table.last - (table.first + len(copy.rows[table.id]) - 1)
        rows = range(last + 1, last + unused + 1)
        columns = {column_of(copy, copy.blank.field_by_id(i)) for i in table.columns}
        beside = any(c in copy.boxes and col not in columns for (r, col), c in sheet.cells.items() if r in rows)
        if unused < 2 or beside or any(m[0] <= r <= m[2] for m in sheet.merges for r in rows):
            continue
        for _ in range(unused - 1):
            sheet.delete_row(last + 1)
        copy.note("row-deleted", outcome=["accepted"])
        return True
    return False


def past_the_end(copy: Copy, rng: random.Random, table_id: str, beyond: int = 2) -> bool:
    """Fill a list to its last printed line and go on below it."""
    table = copy.blank.tables[table_id]
    while len(copy.rows[table_id]) < table.last - table.first + 1 + beyond:
        values = {}
        for field_id in table.columns:
            f = copy.blank.field_by_id(field_id)
            if f.fill_rate == 1:
                values[field_id] = clean_value(f, rng, copy)
        copy.add_row(table, values)
    copy.note("past-the-end", outcome=["accepted", "held"])
    return True


def huge_range(copy: Copy, rng: random.Random) -> bool:
    """Format thousands of rows that hold nothing, and leave a space in the very last row."""
    sheet = sheet_of(copy, copy.blank.fields[-1])
    style = restyled(PLAIN, border=True)
    for row in range(sheet.last_row() + 40, sheet.last_row() + 2040):
        for column in range(1, 21):
            sheet.cells[row, column] = Cell(None, style)
    sheet.cells[1048576, 3] = Cell(" ")
    copy.note("huge-range", outcome=["accepted"])
    return True


def mac_dates(copy: Copy, rng: random.Random) -> bool:
    """Save the workbook with the 1904 date system."""
    copy.book.epoch_1904 = True
    for a in copy.answers:
        if a.field.type in ("date", "year"):
            a.may = True
    copy.note("date-1904")
    return True
