"""A filled-in copy of a blank and what a careful human reads in it: the answer key."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import words
from .blank import Blank, Field, Table
from .model import Cell, Sheet, a1, day, rc
from .register import MUNICIPALITIES, Authority, in_region

UNSET = object()
DAY = dt.timedelta(days=1)


@dataclass(eq=False)
class Answer:
    """One value of the key; `cell` is the cell object in the copy, wherever it ends up."""

    field: Field
    sheet: Sheet
    cell: Cell
    accept: list[Any]
    row: "int | Row | None" = None
    must: bool = False
    may: bool = False
    category: str | None = None
    clean: Any = None
    touched: bool = False
    covered: bool = False
    box: int = 0


@dataclass(eq=False)
class Row:
    table: Table
    cells: dict[str, Cell]


@dataclass(eq=False)
class Copy:
    blank: Blank
    rng: random.Random
    name: str
    sender: Authority | None
    template: str | None = None
    categories: list[str] = field(default_factory=list)
    outcome: list[str] = field(default_factory=lambda: ["accepted"])
    answers: list[Answer] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    empty: list[Field] = field(default_factory=list)
    forbidden: list[dict[str, Any]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    #: turns the finished bytes into what was sent (a csv, a broken file)
    send: Callable[[bytes, "Copy"], bytes] | None = None
    without_at: bool = False
    #: whether openpyxl reads what was sent, so that the key can be checked against it
    readable: bool = True
    #: the cell objects of labels and headers by field, and of every place for an answer
    labels: dict[str, Cell] = field(default_factory=dict)
    headers: dict[str, Cell] = field(default_factory=dict)
    boxes: set[Cell] = field(default_factory=set)
    #: the lines of a scattered list that the sender uses
    lines: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for f in self.blank.fields:
            sheet = self.book[f.sheet]
            if f.label_cell:
                self.labels[f.id] = sheet.at(f.label_cell)
            if f.kind in ("table", "transposed"):
                self.headers[f.id] = sheet.at(f.cell)
        for title, position in self.blank.answer_cells():
            self.boxes.add(self.book[title].cells.setdefault(position, Cell()))

    @property
    def book(self) -> Any:
        return self.blank.book

    def note(self, category: str, *, outcome: list[str] | None = None) -> None:
        """Record an accident; without `outcome` the copy may be held as well."""
        if category not in self.categories:
            self.categories.append(category)
        wanted = outcome or ["accepted", "held"]
        if self.outcome == ["accepted"]:
            self.outcome = wanted

    def answer(self, field_id: str, row: int | None = None) -> Answer:
        """Return the answer of a field; in a list, of its row (from 1)."""
        for a in self.answers:
            if a.field.id == field_id and (row is None or self.row_number(a) == row):
                return a
        raise KeyError(field_id)

    def row_number(self, answer: Answer) -> int | None:
        if isinstance(answer.row, Row):
            return self.rows[answer.row.table.id].index(answer.row) + 1
        return answer.row

    def position(self, answer: Answer) -> tuple[int, int]:
        ref = answer.sheet.where(answer.cell)
        if ref is None:
            raise ValueError(f"{self.name}: the cell of {answer.field.id} is gone")
        return rc(ref)

    def drop(self, answers: list[Answer]) -> None:
        self.answers = [a for a in self.answers if a not in answers]

    def forbid(self, values: list[Any], at: Field | None = None) -> None:
        """These values are no answers: in that field, or without one in any."""
        entry: dict[str, Any] = {"values": values}
        if at is None:
            entry["any_field"] = True
        else:
            entry["template_at"] = at.template_at()
        self.forbidden.append(entry)

    def set_single(self, f: Field, raw: Any, accept: list[Any] | None = None) -> Answer:
        """Write an answer to a single field, cell of a grid or tick box."""
        sheet = self.book[f.sheet]
        cell = sheet.at(f.cell)
        cell.value = f"{f.prefix} {shown(raw)}" if f.prefix else raw
        made = Answer(f, sheet, cell, accept or accepted(f, raw), clean=raw)
        # a region in a municipality's field, a date as text behind its label: a finding is welcome
        made.may = (f.type == "municipality" and str(raw).startswith("Region ")) or bool(f.prefix)
        self.answers.append(made)
        return made

    def add_row(self, table: Table, values: dict[str, Any]) -> Row:
        """Write the next row of a list; fields without a value stay empty."""
        sheet = self.book[table.sheet]
        done, lines = len(self.rows[table.id]), self.lines.get(table.id) or table.lines()
        number = lines[done] if done < len(lines) else table.last + 1 + done - len(lines)
        row = Row(table, {})
        self.rows[table.id].append(row)
        for field_id, column in table.columns.items():
            cell = sheet.at(a1(number, column))
            row.cells[field_id] = cell
            raw = values.get(field_id)
            if raw is not None:
                f = self.blank.field_by_id(field_id)
                cell.value = raw
                self.answers.append(Answer(f, sheet, cell, accepted(f, raw), row=row, clean=raw))
        return row

    def key(self) -> dict[str, Any]:
        """Return the answer key, in the form of the samples' expected/*.json."""
        out: dict[str, Any] = {
            "file": self.name,
            "template": self.template,
            "sender": self.sender.sender if self.sender else None,
            "outcome": self.outcome,
            "categories": self.categories or ["clean"],
            "max_seconds": 20,
            **self.extra,
        }
        if self.words:
            out["must_have_codes_or_words"] = self.words
        if self.template is None:
            return {**out, "values": []}
        tables = []
        for table in self.blank.tables.values():
            columns = [self.blank.field_by_id(i).template_at() for i in table.columns]
            tables.append({"rows": len(self.rows.get(table.id, [])), "columns": columns})
        if tables:
            out["tables"] = tables
        answered = {a.field.id for a in self.answers}
        empty = [f.template_at() for f in self.empty if f.id not in answered]
        if empty:
            out["empty"] = empty
        if self.forbidden:
            out["forbidden"] = self.forbidden
        out["values"] = [self._value(a) for a in self.answers]
        return out

    def _counted(self, answer: Answer, position: Any) -> list[int]:
        """Return the number of a grid's row when only rows with an answer are counted, if that is another number."""
        if answer.field.table is None or not isinstance(position, int):
            return []
        used = {a.field.also[0]["row"] for a in self.answers if a.field.table == answer.field.table and a.field.also}
        number = len([row for row in used if isinstance(row, int) and row <= position])
        return [number] if number != position else []

    def _value(self, answer: Answer) -> dict[str, Any]:
        f, row = answer.field, self.row_number(answer)
        out: dict[str, Any] = {
            "template_at": f.template_at(),
            "row": row,
            "type": f.type,
            "accept": answer.accept,
            "must_flag": answer.must,
            "may_flag": answer.may or answer.must,
        }
        also = [{**a, "row": row} if a.get("row") == "row" else dict(a) for a in f.also]
        if f.kind == "transposed" and isinstance(row, int):
            also.append({"cell": f.row_cells[row - 1], "row": None})
        if f.upright:
            text, boxed = f.headings[answer.box], f.cells[answer.box]
            also.append({"cell": boxed, "row": None, "accept": [None if answer.must else True, *answer.accept]})
            also += [{"cell": c, "row": None, "contains": text} for c in (f.label_cell, f.cells[0])]
        if f.kind == "grid":
            also += [
                {"cell": a["cell"], "row": counted} for a in f.also[:-1] for counted in self._counted(answer, a["row"])
            ]
        if also:
            out["also_at"] = also
        if answer.category:
            out["category"] = answer.category
        at = answer.sheet.where(answer.cell)
        out["at"] = None if self.without_at or at is None else {"sheet": answer.sheet.title, "cell": at}
        return out


def shown(raw: Any) -> str:
    if isinstance(raw, dt.datetime):
        return f"{raw:%d-%m-%Y}"
    return str(raw).replace(".", ",") if isinstance(raw, float) else str(raw)


def accepted(f: Field, raw: Any) -> list[Any]:
    """Return what may be read from a clean answer."""
    match f.type:
        case "municipality" | "region":
            found = next((m for m in _authorities() if raw in (m.name, m.official, m.code)), None)
            return found.accept if found else [raw]
        case "date" | "datetime":
            return [f"{raw:%Y-%m-%d}"]
        case "yes-no":
            if raw in ("x", "X", "☒"):
                return [True, "x", "X", "Ja", f.label]
            return [str(raw).casefold() == "ja", raw]
        case "number" if "mio. kr." in f.label:
            return [raw, round(raw * 1_000_000)]
        case "percent":
            return [round(raw * 100, 6) if f.percent_format else raw]
        case "amount":
            return [raw, raw * 1000] if f.thousands else [raw]
        case "scale":
            return [raw, str(raw)]
        case "text" if f.hint in ("phone", "cvr", "pnummer"):
            return [str(raw), int(str(raw).replace(" ", ""))]
        case _:
            return [raw]


def _authorities() -> list[Authority]:
    from .register import AUTHORITIES

    return list(AUTHORITIES.values())


def clean_value(f: Field, rng: random.Random, copy: Copy) -> Any:
    """Return an honest answer to a field."""
    if f.make is not None:
        return f.make(rng, copy)
    match f.type:
        case "municipality" | "region":
            if copy.sender is None:
                return rng.choice(list(MUNICIPALITIES.values())).name
            if f.id == copy.blank.sender_field or f.type == "region":
                return copy.sender.name
            return rng.choice(in_region(copy.sender.region)).name
        case "count":
            return rng.choice([0, 1, 2, 3, 5, 8, 13, 21, 34]) if rng.random() < 0.4 else rng.randint(6, 60)
        case "number":
            return round(rng.uniform(1, 40), 1)
        case "percent":
            value = round(rng.uniform(61, 104), 1)
            return round(value / 100, 3) if f.percent_format else value
        case "amount":
            if f.thousands:
                return rng.randint(120, 9800)
            return rng.choice([rng.randint(1500, 6500), rng.randint(1500, 6500) + 0.5])
        case "date":
            return day(2025, 1, 6) + rng.randint(0, 180) * DAY
        case "year":
            return rng.randint(2015, 2025)
        case "scale":
            return rng.choice([h for h in f.headings if isinstance(h, int)] or [1, 2, 3, 4, 5])
        case "choice":
            return rng.choice(f.choices)
        case "yes-no":
            return rng.choice(["Ja", "Nej"])
        case "offer":
            return words.offer(rng)
        case _:
            return words.text(rng, f.hint)


def fill(
    blank: Blank,
    name: str,
    sender: Authority | None,
    seed: str,
    *,
    sender_cell: bool = True,
    rows: dict[str, int] | None = None,
    only: set[str] | None = None,
    blank_return: bool = False,
) -> Copy:
    """Return a clean copy of a fresh blank. `only` limits the single fields; `rows` sets the length of lists."""
    rng = random.Random(seed)
    copy = Copy(blank, rng, name, sender, template=blank.id)
    if blank.printed:
        copy.forbid(list(blank.printed))
    for f in blank.fields:
        if f.kind in ("table", "transposed"):
            continue
        skip = (only is not None and f.id not in only) or blank_return
        if f.id == blank.sender_field:
            skip = not sender_cell
        if skip or (f.fill_rate < 1 and rng.random() > f.fill_rate):
            copy.empty.append(f)
            continue
        if f.kind in ("glyph", "glyphs"):
            _cross_glyph(copy, f, rng)
        elif f.kind == "tick":
            copy.set_single(f, f.mark)
        elif f.kind == "scale-row":
            _tick_scale(copy, f, rng)
        elif f.kind == "grid" and f.type == "yes-no" and not f.choices:
            copy.set_single(f, "x")
        else:
            copy.set_single(f, clean_value(f, rng, copy))
    for table in blank.tables.values():
        copy.rows[table.id] = []
        capacity = len(table.lines())
        count = (rows or {}).get(table.id, 0 if blank_return else min(capacity, rng.randint(*blank.rows)))
        if table.scattered and count:
            copy.lines[table.id] = sorted(rng.sample(table.lines(), count))
        fields = [blank.field_by_id(i) for i in table.columns]
        offers = words.offers(rng, count) if any(f.type == "offer" for f in fields) else []
        for number in range(count):
            values = {}
            for f in fields:
                if f.type == "offer" and f.make is None:
                    values[f.id] = offers[number]
                elif f.fill_rate == 1 or rng.random() < f.fill_rate:
                    values[f.id] = clean_value(f, rng, copy)
            copy.add_row(table, values)
    _fill_transposed(copy, rng, rows or {}, blank_return=blank_return)
    return copy


def _cross_glyph(copy: Copy, f: Field, rng: random.Random) -> None:
    """Cross a sign that stands in the cell of its word, or one of several in a cell."""
    word = f.label if f.kind == "glyph" else rng.choice(f.choices)
    cell = copy.book[f.sheet].at(f.cell)
    cell.value = str(cell.value).replace(f"☐ {word}", f"☒ {word}")
    accept = [True, word, f"☒ {word}"] if f.kind == "glyph" else [word, *([word == "Ja"] if word != "Ved ikke" else [])]
    copy.answers.append(Answer(f, copy.book[f.sheet], cell, accept, clean=cell.value, touched=True))


def _tick_scale(copy: Copy, f: Field, rng: random.Random) -> None:
    """Put an x in one box of a scale."""
    chosen = rng.randrange(len(f.headings)) if rng.random() < 0.9 else len(f.headings) - 1
    sheet = copy.book[f.sheet]
    cell = sheet.at(f.cells[chosen])
    cell.value = "x"
    heading = f.headings[chosen]
    accept = [heading, str(heading)] if isinstance(heading, int) else [heading]
    copy.answers.append(Answer(f, sheet, cell, accept, clean="x", box=chosen))


def _fill_transposed(copy: Copy, rng: random.Random, rows: dict[str, int], *, blank_return: bool) -> None:
    groups: dict[str, list[Field]] = {}
    for f in copy.blank.fields:
        if f.kind == "transposed":
            groups.setdefault(f.table or "", []).append(f)
    for table_id, fields in groups.items():
        capacity = len(fields[0].row_cells)
        count = rows.get(table_id, 0 if blank_return else rng.randint(2, capacity))
        offers = words.offers(rng, count)
        sheet = copy.book[fields[0].sheet]
        for number in range(1, count + 1):
            for f in fields:
                if f.fill_rate < 1 and rng.random() > f.fill_rate:
                    continue
                raw = offers[number - 1] if f.type == "offer" else clean_value(f, rng, copy)
                cell = sheet.at(f.row_cells[number - 1])
                cell.value = raw
                copy.answers.append(Answer(f, sheet, cell, accepted(f, raw), row=number, clean=raw))
