"""A blank template: its workbook together with the list of its fields, as in the samples' *.fields.json."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .model import Book, Cell, Sheet, Style, a1, box, rc, spread

Maker = Callable[[random.Random, "Any"], Any]


HEAD, LABEL, ITALIC = Style(bold=True, size=14), Style(bold=True), Style(italic=True)
BOX, COLUMN = Style(fill="FFFFF2CC", border=True, unlocked=True), Style(bold=True, fill="FFD9E1F2", border=True)
SECTION, TOTAL = Style(bold=True, fill="FFD9D9D9"), Style(bold=True, fill="FFEDEDED", border=True)


@dataclass(frozen=True)
class Look:
    """How one secretariat's form looks."""

    head: Style = HEAD
    label: Style = LABEL
    text: Style = ITALIC
    box: Style = BOX
    optional: Style | None = None
    column: Style = COLUMN
    section: Style = SECTION
    total: Style = TOTAL

    def answer(self, kind: str, number_format: str | None = None, *, required: bool = True) -> Style:
        style = self.box if required or self.optional is None else self.optional
        formats = {"date": "dd-mm-yyyy", "amount": "#,##0", "percent": "0.0"}
        wanted = number_format or formats.get(kind, "General")
        return Style(**{**style.__dict__, "number_format": wanted})


def shown_heading(cell: Cell) -> Any:
    """Return what a heading shows: of a formula its value."""
    return cell.cached if isinstance(cell.value, str) and cell.value.startswith("=") else cell.value


@dataclass(eq=False)
class Field:
    """One question or one column. Cells are those of the blank; `also` are other names that count."""

    id: str
    sheet: str
    cell: str
    label: str
    type: str
    kind: str = "single"
    table: str | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    label_cell: str | None = None
    hint: str = "long"
    make: Maker | None = None
    also: tuple[dict[str, Any], ...] = ()
    prefix: str = ""
    percent_format: bool = False
    thousands: bool = False
    fill_rate: float = 1.0
    mark: str = "x"
    cells: tuple[str, ...] = ()
    headings: tuple[Any, ...] = ()
    row_cells: tuple[str, ...] = ()
    #: one cross among boxes below each other
    upright: bool = False

    def template_at(self) -> dict[str, str]:
        return {"sheet": self.sheet, "cell": self.cell}

    def to_json(self) -> dict[str, Any]:
        kind = "table" if self.kind in ("table", "transposed") else "single"
        out: dict[str, Any] = {
            "id": self.id,
            "template_at": self.template_at(),
            "label": self.label,
            "type": self.type,
            "row_kind": kind,
        }
        if self.choices:
            out["choices"] = list(self.choices)
        if self.required:
            out["required"] = True
        if self.label_cell:
            out["label_cell"] = self.label_cell
        if self.table:
            out["table"] = self.table
        if self.also:
            out["also_at"] = [{"sheet": self.sheet, **a} for a in self.also]
        return out


@dataclass(eq=False)
class Table:
    """An open list: rows of data between `first` and `last`, a column per field."""

    id: str
    sheet: str
    first: int
    last: int
    columns: dict[str, int]
    header: tuple[int, int]
    total: int | None = None
    total_word: str = "I alt"
    #: lines that hold printed text, not answers
    gaps: tuple[int, ...] = ()
    #: whether senders use lines here and there (one under each printed section)
    scattered: bool = False

    def lines(self) -> list[int]:
        return [row for row in range(self.first, self.last + 1) if row not in self.gaps]


@dataclass(eq=False)
class Blank:
    id: str
    file: str
    title: str
    look: Look = field(default_factory=Look)
    book: Book = field(default_factory=Book)
    fields: list[Field] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    #: words for the light rewording of headings: the blank's text -> what a sender made of it
    rewordings: dict[str, str] = field(default_factory=dict)
    #: what a sender without anything to report writes in which field
    nil: tuple[str, str] | None = None
    sender_field: str | None = None
    #: printed prompts and examples: never an answer
    printed: tuple[str, ...] = ()
    rows: tuple[int, int] = (3, 8)

    def sheet(self, title: str, widths: dict[str, float] | None = None) -> Sheet:
        made = self.book.sheet(title)
        for letters, width in (widths or {}).items():
            for letter in letters.split(","):
                made.widths[rc(letter + "1")[1]] = width
        return made

    def field_by_id(self, field_id: str) -> Field:
        return next(f for f in self.fields if f.id == field_id)

    def single(
        self,
        field_id: str,
        sheet: Sheet,
        cell: str,
        kind: str,
        label: tuple[str, str] | None = None,
        *,
        merge: str | None = None,
        label_merge: str | None = None,
        style: Style | None = None,
        label_style: Style | None = None,
        number_format: str | None = None,
        choices: tuple[str, ...] = (),
        formula: str | None = None,
        extended: bool = False,
        mark: str = "",
        **more: Any,
    ) -> Field:
        """Place a label and its answer cell. `mark` is added to the label's text ("*", " (påkrævet)")."""
        text = ""
        if label:
            text = label[1]
            sheet.put(label[0], text + mark, label_style or self.look.label, merge=label_merge)
        required = bool(more.get("required"))
        if more.get("prefix"):
            sheet.put(cell, more["prefix"], style or self.look.answer(kind, number_format), merge=merge)
        else:
            sheet.put(cell, None, style or self.look.answer(kind, number_format, required=required), merge=merge)
        if choices and formula != "":
            sheet.list_choices(cell, formula or '"' + ",".join(choices) + '"', extended=extended)
        made = Field(
            field_id,
            sheet.title,
            cell,
            more.pop("name", text),
            kind,
            choices=choices,
            label_cell=label[0] if label else None,
            percent_format=bool(number_format and "%" in number_format),
            **more,
        )
        self.fields.append(made)
        return made

    def table(
        self, table_id: str, sheet: Sheet, first: int, last: int, columns: list[dict[str, Any]], **more: Any
    ) -> Table:
        """Register an open list whose header cells stand already.

        A column is {"id", "at" (its lowest header cell), "type", …}; "also" lists other header cells that count.
        """
        placed = {}
        for column in columns:
            spec = dict(column)
            ref, kind = spec.pop("at"), spec.pop("type")
            also = tuple({"cell": c, "row": "row"} for c in spec.pop("also", ()))
            number_format, formula = spec.pop("format", None), spec.pop("formula", None)
            extended = spec.pop("extended", False)
            index = rc(ref)[1]
            label = spec.pop("label", None) or str(sheet.at(ref).value or sheet.at(spec.get("top", ref)).value)
            spec.pop("top", None)
            choices = tuple(spec.pop("choices", ()))
            made = Field(
                spec.pop("id"),
                sheet.title,
                ref,
                label,
                kind,
                kind="table",
                table=table_id,
                also=also,
                choices=choices,
                percent_format=bool(number_format and "%" in number_format),
                **spec,
            )
            self.fields.append(made)
            placed[made.id] = index
            area = f"{a1(first, index)}:{a1(last, index)}"
            sheet.paint(area, self.look.answer(kind, number_format))
            if choices and formula != "":
                sheet.list_choices(area, formula or '"' + ",".join(choices) + '"', extended=extended)
        rows = [rc(c["at"])[0] for c in columns]
        top = more.pop("header_top", min(rows))
        made_table = Table(table_id, sheet.title, first, last, placed, (top, max(rows)), **more)
        self.tables[table_id] = made_table
        return made_table

    def grid(
        self,
        grid_id: str,
        sheet: Sheet,
        rows: list[str],
        columns: list[dict[str, Any]],
        *,
        skip: tuple[str, ...] = (),
    ) -> None:
        """Register a grid: `rows` are the cells of the printed row labels, columns as in `table`.

        Every answer cell is a field of its own; the header with the row's number, and the row's label with the
        column's number, name it too.
        """
        for number, label in enumerate(rows, 1):
            row, label_column = rc(label)
            for position, column in enumerate(columns, 1):
                spec = dict(column)
                head = spec.pop("at")
                kind, key = spec.pop("type"), spec.pop("id")
                others = spec.pop("also", ())
                number_format = spec.pop("format", None)
                cell = a1(row, rc(head)[1])
                if cell in skip:
                    continue
                choices = tuple(spec.pop("choices", ()))
                sheet.put(cell, None, self.look.answer(kind, number_format))
                if choices:
                    sheet.list_choices(cell, '"' + ",".join(choices) + '"')
                also = [{"cell": h, "row": number} for h in (head, *others)]
                also.append({"cell": a1(row, label_column), "row": position})
                self.fields.append(
                    Field(
                        f"{grid_id}_{number}_{key}",
                        sheet.title,
                        cell,
                        f"{sheet.at(label).value} · {shown_heading(sheet.at(head))}",
                        kind,
                        kind="grid",
                        table=grid_id,
                        also=tuple(also),
                        label_cell=label,
                        choices=choices,
                        percent_format=bool(number_format and "%" in number_format),
                        **spec,
                    )
                )

    def ticks(self, tick_id: str, sheet: Sheet, question: str, boxes: list[tuple[str, str, str]]) -> None:
        """Register a list to tick, several allowed: (box, label cell, text) each."""
        first = boxes[0][0]
        for number, (cell, label_cell, text) in enumerate(boxes, 1):
            sheet.put(cell, None, self.look.answer("text"))
            sheet.put(label_cell, text, Style())
            also = (
                {"cell": question, "row": None, "contains": text},
                {"cell": first, "row": None, "contains": text},
                {"cell": label_cell, "row": None},
            )
            self.fields.append(
                Field(
                    f"{tick_id}{number}",
                    sheet.title,
                    cell,
                    text,
                    "yes-no",
                    kind="tick",
                    table=tick_id,
                    label_cell=label_cell,
                    also=also,
                    fill_rate=0.5,
                )
            )

    def scale(
        self,
        scale_id: str,
        sheet: Sheet,
        label: tuple[str, str],
        cells: list[str],
        headings: list[Any],
        **more: Any,
    ) -> None:
        """Register a scale to tick in one row of boxes; the value is the heading of the ticked one."""
        sheet.put(label[0], label[1], more.pop("label_style", Style(border=True)))
        for cell in cells:
            sheet.put(cell, None, self.look.answer("text"))
        kind = "scale" if any(isinstance(h, int) for h in headings) else "choice"
        self.fields.append(
            Field(
                scale_id,
                sheet.title,
                cells[0],
                label[1],
                kind,
                kind="scale-row",
                label_cell=label[0],
                also=tuple({"cell": c, "row": None} for c in cells[1:]),
                cells=tuple(cells),
                headings=tuple(headings),
                choices=tuple(str(h) for h in headings),
                **more,
            )
        )

    def transposed(self, table_id: str, sheet: Sheet, questions: list[dict[str, Any]], columns: list[str]) -> None:
        """Register a table on its side: each question a cell of its own row, one answer column per offer."""
        for question in questions:
            spec = dict(question)
            ref, kind = spec.pop("at"), spec.pop("type")
            number_format = spec.pop("format", None)
            formula = spec.pop("formula", None)
            row = rc(ref)[0]
            cells = tuple(f"{letter}{row}" for letter in columns)
            choices = tuple(spec.pop("choices", ()))
            for cell in cells:
                sheet.put(cell, None, self.look.answer(kind, number_format))
            if choices:
                sheet.list_choices(f"{cells[0]}:{cells[-1]}", formula or '"' + ",".join(choices) + '"')
            self.fields.append(
                Field(
                    spec.pop("id"),
                    sheet.title,
                    ref,
                    str(sheet.at(ref).value),
                    kind,
                    kind="transposed",
                    table=table_id,
                    choices=choices,
                    row_cells=cells,
                    percent_format=bool(number_format and "%" in number_format),
                    **spec,
                )
            )

    def total_row(
        self, sheet: Sheet, row: int, word: tuple[str, str], columns: list[str], first: int, last: int
    ) -> None:
        """Print a total row with SUM formulas."""
        sheet.put(word[0], word[1], self.look.total)
        for letter in columns:
            sheet.put(f"{letter}{row}", f"=SUM({letter}{first}:{letter}{last})", self.look.total)

    def headers(self, sheet: Sheet, cells: dict[str, Any]) -> None:
        """Write header cells; a key "A9:A10" is merged."""
        for ref, text in cells.items():
            first = ref.split(":")[0]
            sheet.put(first, text, self.look.column, merge=ref if ":" in ref else None)

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "id": self.id,
            "title": self.title,
            "fields": [f.to_json() for f in self.fields],
        }

    def answer_cells(self) -> set[tuple[str, tuple[int, int]]]:
        """Every cell of the blank where an answer may stand."""
        cells = set()
        for f in self.fields:
            if f.kind == "table":
                table = self.tables[f.table or ""]
                column = table.columns[f.id]
                cells |= {(f.sheet, (row, column)) for row in range(table.first, table.last + 1)}
            else:
                cells |= {(f.sheet, p) for ref in (f.cell, *f.cells, *f.row_cells) for p in spread(box(ref))}
        return cells
