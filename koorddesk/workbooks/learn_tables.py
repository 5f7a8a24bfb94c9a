"""Learns what shape a block of several answer columns has, and the fields in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from koorddesk.domain.values import FieldType
from koorddesk.workbooks import kinds, labels
from koorddesk.workbooks.blocks import Block
from koorddesk.workbooks.grid import address, place
from koorddesk.workbooks.headers import Header, header_above, is_sum, printed_columns, running
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.learn_fields import learn_text_area
from koorddesk.workbooks.learned import Learned, is_marked_required, table_id
from koorddesk.workbooks.template import Kind, Shape, Side, TableRow, TemplateField

_TICKED_ANYWAY = frozenset(
    {FieldType.TEXT, FieldType.YES_NO, FieldType.MUNICIPALITY, FieldType.REGION, FieldType.OFFER}
)
_DATE_PARTS = frozenset({"dag", "måned", "år"})  # a date asked for in three boxes
_COUNTED = re.compile(r"\bantal\b|\bhvor\s+mange\b", re.IGNORECASE)


def learn_table(learned: Learned, block: Block) -> bool:
    """Learn a block of several columns as a table; return False where its boxes are single fields."""
    layout = learned.layout
    _leave_margin(layout, block)
    if len(block.columns) < 2 or labelled_each(layout, block):
        return False
    beside = printed_columns(layout, block.rows, block.left, block.boxes)
    texts = {column: [layout.text(top, column) for top, _ in block.rows] for column in beside}
    numbers = [column for column in beside if running([text for text in texts[column] if text])]
    printed = [column for column in beside if column not in numbers]
    left = min([block.left, *beside])
    header = header_above(layout, learned.inputs, block.columns, left, block.top)
    title = learned.title_above(header.rows[0] if header.rows else block.top, left, block.right)
    if printed or (len(block.rows) == 1 and mark_groups(header, block.columns)):
        return _printed_rows(learned, block, header, printed, title)
    if not header.rows and len(block.rows) > 1 and learn_text_area(learned, block):
        return True
    if len(block.rows) == 1 or not header.rows:
        return False
    _list(learned, block, header, numbers, title)
    return True


def _leave_margin(layout: Layout, block: Block) -> None:
    """Take an empty column off a block's left if its heading runs on over the printed labels beside it.

    ``A. Koordination | (nothing) | 1 | 2 | 3`` heads the statements in the second column, and nobody answers in the
    first.
    """
    if len(block.columns) < 3:
        return
    (start, end), (beside, _) = block.columns[:2]
    labels_ = [layout.text(top, end + 1) for top, _ in block.rows]
    above = block.top - 1
    headed = above >= 1 and layout.text(above, start) and not labels.TICK.search(layout.text(above, start))
    if end + 1 < beside and all(labels_) and headed and not layout.text(above, end + 1):
        block.columns = block.columns[1:]
        block.boxes = {box for box in block.boxes if box[1] != start}


def labelled_each(layout: Layout, block: Block) -> bool:
    """Tell whether the boxes of most rows have a printed text between each other, so that each has its own label."""
    rows = 0
    headed = all(layout.text(block.top - 1, start) for start, _ in block.columns)
    for top, _ in block.rows:
        pairs = zip(block.columns, block.columns[1:], strict=False)
        rows += all(
            any(_labels(layout.text(top, column), headed) for column in range(a[1] + 1, b[0])) for a, b in pairs
        )
    return 2 * rows > len(block.rows)


def _labels(text: str, headed: bool) -> bool:
    """Tell whether a text between two boxes labels the second one; under headings a unit belongs to the first."""
    return bool(text) and not (headed and labels.UNIT.fullmatch(text))


def mark_groups(header: Header, columns: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the columns that are the marks of one scale each: neighbours, or those under one upper heading."""
    whole = [start for start, _ in columns if header.path(start)]
    known = [start for start in whole if kinds.is_mark(header.path(start)[-1])]
    across = [start for start in whole if known and known[0] <= start <= known[-1]]
    if kinds.are_marks([header.path(start)[-1] for start in across]):
        return [across]
    groups: dict[tuple[str, ...], list[int]] = {}
    for start, _ in columns:
        if path := header.path(start):
            groups.setdefault(path[:-1], []).append(start)
    found = []
    for starts in groups.values():
        known = [start for start in starts if kinds.is_mark(header.path(start)[-1])]
        scale = [start for start in starts if known and known[0] <= start <= known[-1]]
        if kinds.are_marks([header.path(start)[-1] for start in scale]):
            found.append(scale)
    return found


def _printed_rows(learned: Learned, block: Block, header: Header, printed: list[int], title: str) -> bool:
    """Learn a table whose rows are printed: scales, a table on its side, boxes to tick, or a grid."""
    lowest = [path[-1] if (path := header.path(start)) else "" for start, _ in block.columns]
    units = _unit_columns(learned.layout, block, printed, header)
    rows = _row_labels(learned, block, [column for column in printed if column not in units], header)
    learned.units = _units(learned.layout, block, units)
    asked = " ".join([title, *(" ".join(header.path(start)) for start, _ in block.columns)])
    scales = mark_groups(header, block.columns) or _one_of_columns(header, block.columns, asked)
    counted = bool(_COUNTED.search(title)) and not labels.TICK.search(asked)
    if scales and (not counted or len(scales[0]) > 3):
        _scales(learned, block, header, rows, scales, title)
        return True
    named = [text for text in lowest if text]
    if not named and len(rows) == 1:
        return False
    if not named or running(named) or len({header.path(start) for start, _ in block.columns}) == 1:
        _sideways(learned, block, header, rows, title)
        return True
    if not header.rows:
        return False
    _grid(learned, block, header, rows, title)
    return True


def _one_of_columns(header: Header, columns: Sequence[tuple[int, int]], asked: str) -> list[list[int]]:
    """Return the columns of which one is to be ticked in each row because the question says so, as one scale."""
    if not labels.ONE_TICK.search(asked) or labels.MANY_TICKS.search(asked):
        return []
    marks = [start for start, _ in columns if (path := header.path(start)) and not kinds.strength(path[-1])]
    return [marks] if len(marks) > 1 else []


def _unit_columns(layout: Layout, block: Block, printed: Sequence[int], header: Header) -> list[int]:
    """Return the printed columns that hold units rather than labels; the first printed column is always a label."""
    found = []
    for column in printed[1:]:
        texts = [text for top, _ in block.rows if (text := layout.text(top, column))]
        headed = bool(header.path(column)) and labels.key(header.path(column)[-1]) in ("enhed", "måleenhed", "enheder")
        if headed or (texts and all(labels.UNIT.fullmatch(text) for text in texts)):
            found.append(column)
    return found


def _units(layout: Layout, block: Block, columns: Sequence[int]) -> dict[Place, str]:
    """Return the unit of each box: the one printed right behind it, else the one before all boxes of its row."""
    found: dict[Place, str] = {}
    for top, _ in block.rows:
        rows = [text for column in columns if labels.UNIT.fullmatch(text := layout.text(top, column))]
        for start, end in block.columns:
            behind = layout.text(top, end + 1)
            unit = behind if labels.UNIT.fullmatch(behind) else rows[0] if rows else ""
            if unit:
                found[top, start] = unit
    return found


def _row_labels(learned: Learned, block: Block, printed: Sequence[int], header: Header) -> tuple[TableRow, ...]:
    """Return each row of the block with its label path: the heading of its group, then its printed columns."""
    layout = learned.layout
    rows = []
    section: tuple[str, ...] = ()
    before = header.rows[-1] if header.rows else block.top - 1
    for top, bottom in block.rows:
        between = [
            text
            for row in range(before + 1, top)
            for _, text in layout.by_row.get(row, [])
            if not is_sum(layout, row) and not text.casefold().endswith("i alt")
        ]
        if between:
            section = (between[0],) if len(between) == 1 else ()
        before = bottom
        places: list[Place] = []
        for column in printed:
            place = layout.first(top, column)
            known = place in places or place in block.boxes or learned.is_guidance(place)
            if layout.text(*place) and not known:
                places.append(place)
        path = (*section, *(layout.text(*place) for place in places))
        rows.append(TableRow(top, path, address(*places[-1]) if places else ""))
    return tuple(rows)


def _boxes_of_row(block: Block, row: TableRow) -> list[Place]:
    return [(row.row, start) for start, _ in block.columns if (row.row, start) in block.boxes]


def _row_text(row: TableRow) -> str:
    return " – ".join(part for part in row.path if not re.fullmatch(r"[\d.]+", part)) or " ".join(row.path)


def _list(learned: Learned, block: Block, header: Header, numbers: list[int], title: str) -> None:
    """Learn a list: headings above, one row per thing that the sender adds."""
    answers: dict[int, str] = {}
    for start, _ in block.columns:
        if any(labels.NOT_ANSWERED.search(text) for text in header.path(start)):
            continue
        plain = [(top, start) for top, _ in block.rows if (top, start) in learned.inputs.empty]
        path = header.path(start)
        at = header.cells.get(start, (header.rows[-1], start))
        own = plain[0] if plain else (block.top, start)
        asked = [title, learned.sheet_title()] if not path or kinds.says_only_when(path[-1]) else []
        found = learned.kind([*reversed(path), *asked], own)
        if found.type is FieldType.TEXT and not found.certain and any(map(labels.TICK.search, path)):
            found = kinds.Found(FieldType.YES_NO)
        if found.type is FieldType.TEXT and kinds.heads_names(path):
            found = kinds.Found(FieldType.OFFER)
        label = " – ".join(path) or title
        if path and answers:
            found = kinds.as_part(path[-1], found, learned.fields[-1].type)
        answers[start] = learned.id(at)
        learned.fields.append(
            TemplateField(
                id=answers[start],
                label=label,
                type=found.type,
                template_at=learned.ref(at),
                kind=Kind.COLUMN,
                required=is_marked_required(label),
                choices=found.choices,
                unit=found.unit,
                group=title,
                label_at=address(*at),
                side=Side.BELOW,
                table=table_id(learned, block),
                certain=found.certain,
                several=bool(labels.MANY_TICKS.search(label)),
            )
        )
    learned.add_table(block, header, Shape.LIST, title, answers, dict.fromkeys(numbers, "number"))


def _scales(
    learned: Learned, block: Block, header: Header, rows: tuple[TableRow, ...], scales: list[list[int]], title: str
) -> None:
    """Learn statements with one box to tick in each row; other columns (remarks) are cells of a grid."""
    layout = learned.layout
    answers: dict[int, str] = {}
    for row in rows:
        boxes = _boxes_of_row(block, row)
        for scale in scales:
            marks = [box for box in boxes if box[1] in scale]
            if len(marks) < 2:
                continue
            headings = [header.path(column)[-1] for _, column in marks]
            uppers = {header.path(column)[:-1] for _, column in marks}
            upper = uppers.pop() if len(uppers) == 1 else ()
            figures = sum(heading[:1].isdigit() for heading in headings)
            learned.fields.append(
                TemplateField(
                    id=learned.id(marks[0]),
                    label=" – ".join(part for part in (_row_text(row) or title, *upper) if part),
                    type=FieldType.SCALE if 2 * figures >= len(headings) else FieldType.CHOICE,
                    template_at=learned.ref(marks[0]),
                    kind=Kind.SCALE,
                    required=learned.required(marks[0], _row_text(row)),
                    choices=tuple(headings),
                    question=title,
                    group=title,
                    label_at=row.label_at,
                    table=table_id(learned, block),
                    row_at=row.label_at,
                    boxes=tuple((address(*box), heading) for box, heading in zip(marks, headings, strict=True)),
                )
            )
            answers.update((box[1], learned.fields[-1].id) for box in marks)
    marked = {column for scale in scales for column in scale}
    rest = [start for start, _ in block.columns if start not in marked]
    for row in rows:
        for box in _boxes_of_row(block, row):
            if box[1] in rest:
                _cell(learned, block, header, row, box, title, ticks=False)
                answers[box[1]] = learned.fields[-1].id
    printed = dict.fromkeys(printed_columns(layout, block.rows, block.left, block.boxes), "label")
    learned.add_table(block, header, Shape.SCALES, title, answers, printed, rows)


def _grid(learned: Learned, block: Block, header: Header, rows: tuple[TableRow, ...], title: str) -> None:
    """Learn a grid: every box is a field of its own, named by its row and its column."""
    corner = [text for column in header.paths if column < block.left for text in header.path(column)]
    answers: dict[int, str] = {}
    for row in rows:
        for box in _boxes_of_row(block, row):
            asked = " ".join([title, *corner, *header.path(box[1])])
            _cell(learned, block, header, row, box, title, ticks=bool(labels.TICK.search(asked)))
            answers[box[1]] = learned.fields[-1].id
    printed = dict.fromkeys(printed_columns(learned.layout, block.rows, block.left, block.boxes), "label")
    learned.add_table(block, header, Shape.GRID, title, answers, printed, rows)


def _cell(
    learned: Learned, block: Block, header: Header, row: TableRow, box: Place, title: str, *, ticks: bool
) -> None:
    path = header.path(box[1])
    heading = " – ".join(path)
    texts = [*reversed(path), *reversed(row.path)]
    strongest = max(map(kinds.strength, texts), default=0)
    texts.sort(key=lambda text: kinds.strength(text) < strongest)
    corner = [text for column in header.paths if column < block.left for text in header.path(column)]
    counted = [text for text in corner if kinds.counts(text)]
    if counted and not any(map(kinds.strength, path)):
        texts = [*counted, *texts] if strongest < 2 else texts
    unit = learned.units.get(box, "")
    around = [text for text in (title, learned.sheet_title()) if kinds.tells_value(text)]
    found = learned.kind([*texts, *counted, *around], box, unit)
    worded = bool(path) and found.type is FieldType.TEXT and kinds.strength(path[-1]) > 0
    if found.type in (FieldType.TEXT, FieldType.OFFER) and not worded:
        found = _by_row(learned, row, path, box, title, found)
    named = worded and found.type is FieldType.TEXT
    if (
        {labels.key(each[-1]) for each in header.paths.values()} >= _DATE_PARTS
        and path
        and labels.key(path[-1]) in _DATE_PARTS
    ):
        found = kinds.Found(FieldType.YEAR if labels.key(path[-1]) == "år" else FieldType.COUNT)
    plain = found.type in _TICKED_ANYWAY and not found.choices and not _is_words(path) and not named
    crossed = bool(path) and labels.TICK.search(path[-1]) is not None
    ticked = (crossed or (ticks and plain)) and not found.choices and learned.layout.validation(*box) is None
    learned.fields.append(
        TemplateField(
            id=learned.id(box),
            label=" – ".join(part for part in (_row_text(row), heading) if part),
            type=FieldType.YES_NO if ticked else found.type,
            template_at=learned.ref(box),
            kind=Kind.TICK if ticked else Kind.CELL,
            required=learned.required(box, heading),
            choices=() if ticked else found.choices,
            unit=found.unit,
            question=title,
            group=title,
            label_at=row.label_at,
            table=table_id(learned, block),
            row_at=row.label_at,
            column_at=address(*header.cells[box[1]]) if box[1] in header.cells else "",
            certain=found.certain or ticked,
        )
    )


def _by_row(
    learned: Learned, row: TableRow, path: tuple[str, ...], box: Place, title: str, found: kinds.Found
) -> kinds.Found:
    """Judge a cell by its row's label first: headings that are years or names say nothing about the kind."""
    other = learned.kind([*reversed(row.path), *reversed(path), title], box)
    if found.type is FieldType.OFFER and other.type in (FieldType.TEXT, FieldType.OFFER):
        other = learned.kind([title], box)
        return other if other.type in kinds.NUMERIC else found
    return other if other.type is not FieldType.TEXT else found


def _is_words(path: tuple[str, ...]) -> bool:
    return bool(path) and (
        labels.is_remark(path[-1]) or bool(re.search(r"\bandet\b|\bhvilke", path[-1], re.IGNORECASE))
    )


def _sideways(learned: Learned, block: Block, header: Header, rows: tuple[TableRow, ...], title: str) -> None:
    """Learn a table on its side: each printed row is a question, each column one thing the sender adds."""
    kept = []
    for row in rows:
        boxes = _boxes_of_row(block, row)
        if not row.path or not boxes:
            continue
        found = learned.kind([*reversed(row.path), title], boxes[0], learned.units.get(boxes[0], ""))
        at = place(row.label_at)
        label = _row_text(row)
        learned.fields.append(
            TemplateField(
                id=learned.id(at),
                label=label,
                type=found.type,
                template_at=learned.ref(at),
                kind=Kind.QUESTION,
                required=is_marked_required(label),
                choices=found.choices,
                unit=found.unit,
                group=title,
                label_at=row.label_at,
                table=table_id(learned, block),
                row_at=row.label_at,
                certain=found.certain,
            )
        )
        kept.append(TableRow(row.row, row.path, row.label_at, learned.fields[-1].id))
    printed = dict.fromkeys(printed_columns(learned.layout, block.rows, block.left, block.boxes), "label")
    answers = {start: "" for start, _ in block.columns}
    learned.add_table(block, header, Shape.SIDEWAYS, title, answers, printed, tuple(kept))
