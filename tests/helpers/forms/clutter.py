"""What senders leave in and beside a form: totals, notes, tables and sheets of their own, blank lines, hidden rows.

Like the accidents to answers, each is `name(copy, rng, …)` and returns whether it found something to do.
"""

import datetime as dt
import itertools
import random
from typing import Any

from .copy import Answer, Copy, clean_value
from .layout import column_of, first_text_field, row_of, sheet_of, table_sheet, tables_of
from .model import PLAIN, Cell, a1, day, rc, restyled


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
                values = [
                    c.value
                    for r in range(first, at)
                    if (c := sheet.cells.get((r, column))) and isinstance(c.value, int | float)
                ]
                sheet.cells[at, column] = Cell(
                    sum(values) if rng.random() < 0.5 else f"=SUM({a1(first, column)}:{a1(at - 1, column)})"
                )
        copy.forbid([word], label)
        copy.note("total-row-among-data")
        return True
    return False


def own_total(copy: Copy, rng: random.Random) -> bool:
    """Put a total right under the last row of a list that has none."""
    for table in tables_of(copy, least=2):
        if table.total or table.gaps or len(copy.rows[table.id]) > table.last - table.first:
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
        texts = [
            "NB: Tallene er foreløbige og opgjort af Fuldmægtig A.",
            "* Omfatter ikke ambulante forløb.",
            "Kilde: kommunens fagsystem, udtræk fra februar.",
        ]
        rng.shuffle(texts)
        spots = [last + 2 if last + 2 <= printed else None, None]
        below = (table.total - table.last + printed if table.total else printed) + 1
        if not any(r == below and c.value is not None for (r, _), c in sheet.cells.items()) and not any(
            m[0] <= below <= m[2] for m in sheet.merges
        ):
            spots[1] = below
        for text, spot in zip(texts, spots, strict=False):
            if spot is None or any(
                c.value is not None
                for (r, col), c in sheet.cells.items()
                if r == spot and col >= column and c in copy.boxes
            ):
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
        row = max(sheet.last_row(), max((m[2] for m in sheet.merges), default=1), *(r for r, _ in sheet.cells)) + 3
        column = column_of(copy, first_text_field(copy, table))
        base = rng.randint(810, 890) * 10
        sheet.cells[row, column] = Cell("Kommunens egen opgørelse")
        lines: list[tuple[Any, Any]] = [
            ("Team", "Antal sager"),
            ("Team Nord", base + 1),
            ("Team Syd", base + 2),
            ("Ungeteamet", base + 3),
        ]
        for number, (text, figure) in enumerate(lines, 1):
            sheet.cells[row + number, column] = Cell(text, copy.blank.look.column if number == 1 else PLAIN)
            sheet.cells[row + number, column + 1] = Cell(figure, copy.blank.look.column if number == 1 else PLAIN)
        copy.forbid([base + 1, base + 2, base + 3, "Team Nord", "Team Syd", "Ungeteamet"])
        copy.note("own-table-below")
        return True
    return False


def _merged(answer: Answer) -> bool:
    row, column = rc(answer.sheet.where(answer.cell) or "A1")
    return any(m[0] <= row <= m[2] and m[1] <= column <= m[3] for m in answer.sheet.merges)


def merged_data(copy: Copy, rng: random.Random) -> bool:
    """Merge the name of an offer over two rows: the second row has it too, which the reader has to say."""
    for table in tables_of(copy, least=3):
        f = first_text_field(copy, table)
        answers = [a for a in copy.answers if a.field is f]
        pairs = [
            (a, b)
            for a, b in itertools.pairwise(answers)
            if not a.touched
            and not b.touched
            and row_of(copy, b.row) == row_of(copy, a.row) + 1
            and not _merged(a)
            and not _merged(b)
        ]
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
    sheet.cells[row + 1, column] = Cell(
        rng.choice(["Andre (ikke fordelt)", "Uden for kategori"]), restyled(PLAIN, italic=True)
    )
    base = rng.randint(610, 690) * 10
    for number, a in enumerate(first_cells):
        sheet.cells[row + 1, copy.position(a)[1]] = Cell(base + number)
    copy.forbid([base + n for n in range(len(first_cells))])
    copy.note("row-added-to-grid")
    return True


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
        if a.field.type == "date" and isinstance(a.cell.value, int):
            a.accept.append(f"{day(1904, 1, 1) + dt.timedelta(days=a.cell.value):%Y-%m-%d}")
    copy.note("date-1904")
    return True


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
        if len(rows) > table.last - table.first or table.gaps:
            continue
        sheet = table_sheet(copy, table)
        span = range(row_of(copy, rows[0]), row_of(copy, rows[-1]) + 2)
        if any(m[0] in span or m[2] in span for m in sheet.merges):
            continue
        start = rng.randrange(0, len(rows))
        for row in reversed(rows[start:]):
            for field_id, cell in row.cells.items():
                r, c = rc(sheet.where(cell) or "A1")
                below = sheet.cells.setdefault((r + 1, c), Cell())
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


def sheet_added(copy: Copy, rng: random.Random, first: bool | None = None) -> bool:
    """Add the sender's own sheet with figures of its own."""
    titles = ["Beregninger", "Ark9", "Noter til sagen", "Til internt brug"]
    used = {s.title for s in copy.book.sheets}
    sheet = copy.book.sheet(rng.choice([t for t in titles if t not in used]))
    base = rng.randint(910, 990) * 100
    for number, text in enumerate(["Post", "Lønudgift", "Øvrig drift", "Husleje", "Kontrolsum"]):
        sheet.put(f"A{number + 2}", text)
        sheet.put(f"B{number + 2}", "Beløb" if number == 0 else base + number)
    if first if first is not None else rng.random() < 0.5:
        copy.book.sheets.insert(0, copy.book.sheets.pop())
    copy.forbid([base + n for n in range(1, 5)])
    copy.note("sheet-added")
    return True


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


def draft_sheet(copy: Copy, rng: random.Random) -> bool:
    """Leave an earlier draft of a form sheet in the workbook, with other figures in it."""
    source = sheet_of(copy, copy.blank.fields[-1])
    title = f"Kladde {source.title}"[:31]
    if any(s.title == title for s in copy.book.sheets):
        return False
    draft = copy.book.sheet(title)
    base = rng.randint(310, 390) * 100
    answered = {a.cell for a in copy.answers}
    for number, (position, cell) in enumerate(sorted(source.cells.items(), key=lambda item: item[0])):
        value = cell.value
        if cell in answered and isinstance(value, int | float) and not isinstance(value, bool):
            value = base + number
            draft.cells[position] = Cell(value, cell.style)
            copy.forbid([value])
        else:
            draft.cells[position] = Cell(value, cell.style, cell.cached, None, cell.as_text)
    draft.merges = [list(m) for m in source.merges]
    draft.widths = dict(source.widths)
    copy.note("draft-sheet")
    return True
