"""Learns what shape a block of several answer columns has, and the fields in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from koorddesk.domain.values import CellRef, FieldType
from koorddesk.workbooks import kinds, labels
from koorddesk.workbooks.blocks import Block
from koorddesk.workbooks.grid import Cell, Validation, address
from koorddesk.workbooks.headers import Header, header_above, printed_columns, running
from koorddesk.workbooks.inputs import Inputs
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.template import Heading, Kind, Shape, TableRow, TemplateField, TemplateTable

_PLAIN_HEADING = re.compile(r"(?:svar|besvarelse|udfyldes|angiv|oplysning(?:er)?)?\s*(?:her)?", re.IGNORECASE)


@dataclass
class Learned:
    """What one sheet has taught so far: fields in reading order come later, claimed boxes at once."""

    layout: Layout
    inputs: Inputs
    fields: list[TemplateField] = field(default_factory=list)
    tables: list[TemplateTable] = field(default_factory=list)
    headings: set[Place] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Return the sheet's name."""
        return self.layout.sheet.name

    def ref(self, place: Place) -> CellRef:
        """Return the name of a cell of this sheet."""
        return CellRef(self.name, address(*place))

    def required(self, place: Place, label: str) -> bool:
        """Tell whether the colour legend or the label's own words demand an answer here."""
        if labels.REQUIRED.search(label) or re.search(r"\w\s*\*+\s*:?\s*$", label):
            return True
        validation = self.layout.validation(*place)
        return self.inputs.required.get(place, False) or (validation is not None and validation.required and False)

    def source(self, place: Place) -> tuple[Cell | None, Validation | None]:
        """Return the answer cell and its validation, to tell the type from."""
        return self.layout.cell(*place), self.layout.validation(*place)


def learn_table(learned: Learned, block: Block) -> bool:
    """Learn a block of several columns as a table; return False where its boxes are single fields."""
    layout = learned.layout
    if len(block.columns) < 2 or _labelled_each(learned, block):
        return False
    beside = printed_columns(layout, block.rows, block.left, block.boxes)
    texts = {column: [layout.text(top, column) for top, _ in block.rows] for column in beside}
    numbers = [column for column in beside if running([text for text in texts[column] if text])]
    printed = [column for column in beside if column not in numbers]
    left = min([block.left, *beside])
    header = header_above(layout, learned.inputs, block.columns, left, block.top)
    title = title_above(learned, header.rows[0] if header.rows else block.top, left, block.right)
    asked = " ".join([title, *(text for start, _ in block.columns for text in header.path(start))])
    if printed or (len(block.rows) == 1 and _is_scale(header, block.columns)):
        return _printed_rows(learned, block, header, printed, title, asked)
    if len(block.rows) == 1 or not header.rows:
        return False
    _list(learned, block, header, numbers, title)
    return True


def _labelled_each(learned: Learned, block: Block) -> bool:
    """Tell whether the boxes of most rows have a printed text of their own right before or behind each."""
    layout = learned.layout
    rows = 0
    for top, _ in block.rows:
        spans = [(layout.area(top, start).left, layout.area(top, start).right) for start, _ in block.columns]
        between = [
            any(layout.text(top, column) for column in range(before[1] + 1, after[0]))
            for before, after in zip(spans, spans[1:], strict=False)
        ]
        rows += bool(between) and all(between)
    return 2 * rows > len(block.rows) and (len(block.rows) > 1 or rows == 1)


def title_above(learned: Learned, top: int, left: int, right: int) -> str:
    """Return the question or title over a table: the nearest texts above it, at most three rows up."""
    layout = learned.layout
    parts: list[str] = []
    for row in range(top - 1, max(0, top - 5), -1):
        texts = [text for column, text in layout.by_row.get(row, []) if left - 1 <= column <= right]
        boxed = any(place in learned.inputs.empty for place in ((row, column) for column in range(left, right + 1)))
        if boxed or (not texts and parts):
            break
        parts = [*texts, *parts]
    return " ".join(parts)


def _is_scale(header: Header, columns: Sequence[tuple[int, int]]) -> bool:
    return bool(_mark_groups(header, columns))


def _mark_groups(header: Header, columns: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the columns that are the marks of one scale each: neighbours under one upper heading."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for start, _ in columns:
        if path := header.path(start):
            groups.setdefault(path[:-1], []).append(start)
    found = []
    for starts in groups.values():
        known = [start for start in starts if kinds.are_marks([header.path(start)[-1], "ja" if _plain(header, start) != "ja" else "nej"])]
        if len(known) < 2:
            continue
        scale = [start for start in starts if known[0] <= start <= known[-1]]
        if kinds.are_marks([header.path(start)[-1] for start in scale]):
            found.append(scale)
    return found


def _plain(header: Header, column: int) -> str:
    return labels.key(header.path(column)[-1])


def _printed_rows(
    learned: Learned, block: Block, header: Header, printed: list[int], title: str, asked: str
) -> bool:
    """Learn a table whose rows are printed: a grid, scales, boxes to tick, or a table on its side."""
    layout = learned.layout
    headings = [header.path(start) for start, _ in block.columns]
    lowest = [path[-1] if path else "" for path in headings]
    rows = _row_labels(layout, block, printed)
    scales = _mark_groups(header, block.columns)
    counted = bool(re.search(r"\bantal\b|\bhvor\s+mange\b", title, re.IGNORECASE)) and not labels.TICK.search(asked)
    figures = bool(scales) and all(text.isdigit() for start in scales[0] for text in header.path(start)[-1:])
    if scales and (not counted or figures or len(scales[0]) > 3):
        _scales(learned, block, header, rows, scales, title)
        return True
    named = [text for text in lowest if text]
    if not named or running(named) or (len(set(named)) == 1 and len(named) > 1):
        _sideways(learned, block, header, rows, title)
        return True
    if not header.rows:
        return False
    _grid(learned, block, header, rows, title, ticks=bool(labels.TICK.search(asked)))
    return True


def _row_labels(layout: Layout, block: Block, printed: Sequence[int]) -> list[TableRow]:
    """Return the label path of each row of the block, from its printed columns."""
    rows = []
    for top, _ in block.rows:
        places: list[Place] = []
        for column in printed:
            place = layout.first(top, column)
            if layout.text(*place) and place not in places and place not in block.boxes:
                places.append(place)
        path = tuple(layout.text(*place) for place in places)
        rows.append(TableRow(top, path, address(*places[-1]) if places else ""))
    return rows


def _headings(block: Block, header: Header, answers: dict[int, str], others: dict[int, str]) -> tuple[Heading, ...]:
    """Return every column under a heading, with its field or the role of one that takes no answers."""
    columns = sorted({*header.paths, *answers, *others})
    return tuple(
        Heading(column, header.path(column), answers.get(column, ""), "answer" if column in answers else others.get(column, "printed"))
        for column in columns
        if column in answers or header.path(column) or column in others
    )


def _table_id(learned: Learned, block: Block) -> str:
    return f"{learned.name}!{address(block.top, block.left)}:{address(block.bottom, block.right)}"


def _add_table(
    learned: Learned,
    block: Block,
    header: Header,
    shape: Shape,
    title: str,
    columns: tuple[Heading, ...],
    rows: Sequence[TableRow] = (),
    label_columns: Sequence[int] = (),
) -> None:
    layout = learned.layout
    learned.headings.update(header.cells.values())
    below = range(block.top, min(block.bottom + 3, layout.last_row) + 1)
    first = min([block.left, *label_columns])
    totals = tuple(
        row
        for row in below
        if any(labels.is_total(layout.text(row, column)) for column in range(first, block.columns[0][1] + 2))
        or (row > block.bottom and _sums(layout, row, block))
    )
    learned.tables.append(
        TemplateTable(
            id=_table_id(learned, block),
            sheet=learned.name,
            shape=shape,
            title=title,
            header_top=header.rows[0] if header.rows else 0,
            header_bottom=header.rows[-1] if header.rows else 0,
            top=min([block.top, *header.examples]),
            bottom=block.bottom,
            columns=columns,
            rows=tuple(rows),
            totals=totals,
            label_columns=tuple(label_columns),
        )
    )


def _sums(layout: Layout, row: int, block: Block) -> bool:
    cells = [layout.cell(row, start) for start, _ in block.columns]
    formulas = [cell.formula for cell in cells if cell is not None and cell.formula]
    return any("SUM(" in formula.upper() or "AVERAGE(" in formula.upper() for formula in formulas)


def _list(learned: Learned, block: Block, header: Header, numbers: list[int], title: str) -> None:
    """Learn a list: headings above, one row per thing that the sender adds."""
    table = _table_id(learned, block)
    answers: dict[int, str] = {}
    for start, _ in block.columns:
        first = next((top, start) for top, _ in block.rows if (top, start) in block.boxes or layout_is_plain(learned, top, start))
        path = header.path(start)
        place = header.cells.get(start, (header.rows[-1], start))
        label = " – ".join(path)
        found = kinds.infer([*reversed(path), title] if path else [title], *learned.source(first))
        answers[start] = f"{learned.name}!{address(*place)}"
        learned.fields.append(
            TemplateField(
                id=answers[start],
                label=label or title,
                type=found.type,
                template_at=learned.ref(place),
                kind=Kind.COLUMN,
                required=bool(labels.REQUIRED.search(label)),
                choices=found.choices,
                unit=found.unit,
                group=title,
                label_at=address(*place),
                side=_below(),
                table=table,
                certain=found.certain,
                several=_several(label),
            )
        )
    others = dict.fromkeys(numbers, "number")
    columns = _headings(block, header, answers, others)
    _add_table(learned, block, header, Shape.LIST, title, columns, label_columns=numbers)


def layout_is_plain(learned: Learned, row: int, column: int) -> bool:
    """Tell whether a cell of a table's body holds nothing printed."""
    return not learned.layout.text(row, column)


def _below():  # type: ignore[no-untyped-def]
    from koorddesk.workbooks.template import Side

    return Side.BELOW


def _several(label: str) -> bool:
    return bool(labels.MANY_TICKS.search(label))
