"""Learns single fields: which text belongs to an answer box, and boxes to tick that stand in a list."""

from __future__ import annotations

import re

from koorddesk.domain.values import FieldType
from koorddesk.workbooks import kinds, labels
from koorddesk.workbooks.blocks import Block
from koorddesk.workbooks.grid import address, place
from koorddesk.workbooks.headers import Header, header_above, running
from koorddesk.workbooks.label_places import (
    FARTHEST_ABOVE,
    label_of,
    phrase_behind,
    question_above,
    section_above,
    text_above,
    text_left,
    text_right,
    unit_beside,
    unit_between,
)
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.learned import Learned, is_marked_required, table_id
from koorddesk.workbooks.positions import is_usual_label
from koorddesk.workbooks.template import Kind, Shape, Side, TemplateField

_WRITTEN = re.compile(
    r"\b(?:beskriv\w*|redegør\w*|uddyb\w*|begrund\w*|bemærkning\w*|kommentar\w*|forklar\w*|skitser\w*|hvorfor|hvordan)\b",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"[a-zæøå][.)]\s", re.IGNORECASE)
_UNTIL = re.compile(r"\W*(?:til|til\s+og\s+med|t\.?\s?o\.?\s?m\.?)\W*", re.IGNORECASE)
LONGEST_LABEL = 400  # characters


def learn_single_column(learned: Learned, block: Block) -> None:
    """Learn a block of one column: boxes to tick, a list under one heading, or single fields."""
    boxes = sorted(block.boxes)
    if len(boxes) >= 2 and _is_tick_list(learned, boxes):
        question = _tick_question(learned, boxes)
        if not labels.ONE_TICK.search(question) or labels.MANY_TICKS.search(question) or not _one_of(learned, boxes):
            for box in boxes:
                _tick(learned, box, boxes)
        return
    if len(boxes) >= 2 and learn_text_area(learned, block):
        return
    if len(boxes) >= 3 and _is_list(learned, block):
        return
    heading = heading_over(learned, boxes)
    for box in boxes:
        learn_single(learned, box, heading)


def heading_over(learned: Learned, boxes: list[Place]) -> str:
    """Return the heading over a column of labelled boxes that says what they take, or an empty string.

    It stands right above the first box, in a row that heads the labels too.
    """
    layout = learned.layout
    row = boxes[0][0] - 1
    at = layout.first(row, boxes[0][1]) if row else boxes[0]
    lefts = {place[1] for box in boxes if (place := text_left(learned, box)) is not None}
    if len(boxes) < 2 or len(lefts) != 1 or at[1] != boxes[0][1] or not layout.text(row, lefts.pop()):
        return ""
    text = layout.text(*at)
    return text if kinds.strength(text) and not labels.is_remark(text) and len(text) <= 60 else ""


def _asked_inside(layout: Layout, box: Place) -> str:
    """Return the unit that a placeholder in a box asks for: "dd-mm-åååå", "kr.", "antal"; else an empty string."""
    text = layout.text(*box).strip("[]()<> …._")
    if re.match(r"dd[-./ ]?mm", text, re.IGNORECASE):
        return "dato"
    return text if labels.UNIT.fullmatch(text) else ""


def learn_text_area(learned: Learned, block: Block) -> bool:
    """Learn boxes under each other as one room for a text, if the question above asks for one; else return False."""
    layout = learned.layout
    boxes = sorted(block.boxes)
    if any(text_left(learned, box) for box in boxes if box[1] == block.left):
        return False
    above = text_above(learned, boxes[0])
    if above is None or (len(block.columns) == 1 and not _WRITTEN.search(layout.text(*above))):
        return False
    learn_single(learned, boxes[0])
    return True


def learn_single(learned: Learned, box: Place, heading: str = "") -> None:
    """Learn one answer box with the label that belongs to it; a box without a label stays unlearned.

    ``heading`` stands over a column of such boxes and may tell what they take.
    """
    layout = learned.layout
    found = label_of(learned, box)
    if found is None:
        return
    at, side = found
    text = layout.text(*at)
    phrase = phrase_behind(layout, box)
    unit = unit_beside(layout, box) or unit_between(layout, at, box) or phrase
    question = question_above(learned, at)
    if labels.ANSWER_WORD.fullmatch(text) and question:
        text = question
    unit = unit or _asked_inside(layout, box)
    if unit.casefold() == "år" and unit_beside(layout, box):
        unit = "antal år"  # a year has no "år" behind it; an age and a span of years have
    texts = [text]
    if (len(text) < 12 or _LETTERED.match(text)) and not labels.is_remark(text):
        texts += [asked] if (asked := question_above(learned, at, unanswered=True)) else []
    if heading:
        texts = [heading, *texts] if kinds.strength(heading) > kinds.strength(text) else [*texts, heading]
    kind = learned.kind(texts, box, unit)
    before = learned.fields[-1] if learned.fields else None
    if before is not None and before.kind is Kind.SINGLE:
        kind = kinds.as_part(text, kind, before.type)
        if _UNTIL.fullmatch(text) and place(before.template_at.cell)[0] == box[0]:
            kind = kinds.Found(before.type, unit=kind.unit, certain=before.certain)  # "fra" and "til" take the same
    group = section_above(learned, at)
    if kind.type is FieldType.TEXT and kinds.names_one_offer(text, group):
        kind = kinds.Found(FieldType.OFFER)
    learned.fields.append(
        TemplateField(
            id=learned.id(box),
            label=" – ".join(part for part in (text, phrase, heading) if part),
            type=kind.type,
            template_at=learned.ref(box),
            kind=Kind.SINGLE,
            required=learned.required(box, text),
            choices=kind.choices,
            unit=kind.unit,
            question=question if labels.is_remark(text) else "",
            group=group,
            label_at=address(*at),
            side=side,
            certain=kind.certain,
            several=bool(kind.choices) and bool(labels.MANY_TICKS.search(text)),
        )
    )


def learn_filled(learned: Learned, box: Place) -> None:
    """Learn an answer box that holds a text: a placeholder, a label with room behind it, or a printed default."""
    layout = learned.layout
    text = layout.text(*box)
    cell = layout.cell(*box)
    found = label_of(learned, box)
    validation = layout.validation(*box)
    offered = {labels.key(choice) for choice in validation.choices} if validation is not None else set()
    if labels.is_stand_in(text) or labels.key(text) in offered:
        if found is not None:
            learn_single(learned, box)
        return
    if cell is not None and not isinstance(cell.value, str):
        if found is not None and found[1] is Side.RIGHT:
            learn_single(learned, box)
        return
    if is_label_inside(layout, box):
        learn_inside(learned, box)


def is_label_inside(layout: Layout, box: Place) -> bool:
    """Tell whether a text is a label with its answer to be written behind or under it, in the same box."""
    text = layout.text(*box)
    return len(text) <= LONGEST_LABEL and (
        text.rstrip().endswith((":", "?")) or labels.is_remark(text) or bool(labels.numbering(text))
    )


def is_labelled_box(learned: Learned, box: Place) -> bool:
    """Tell whether a framed text is a box with its label in it: a colon with room behind, or a tall labelled box."""
    layout = learned.layout
    text = layout.text(*box)
    area = layout.area(*box)
    beside = next(layout.right_of(*box), None)
    below = layout.first(area.bottom + 1, area.left)
    if beside in learned.inputs.empty or below in learned.inputs.empty:
        return False
    tall = area.bottom - area.top >= 2
    return text.rstrip().endswith(":") or (tall and is_label_inside(layout, box))


def learn_inside(learned: Learned, box: Place) -> None:
    """Learn a box that holds its own label."""
    text = learned.layout.text(*box)
    line = labels.BLANK_LINE.fullmatch(text)
    text = line["label"] if line is not None else text
    question = question_above(learned, box)
    kind = learned.kind([text.rstrip(": ")], box)
    learned.fields.append(
        TemplateField(
            id=learned.id(box),
            label=text.rstrip(": "),
            type=kind.type,
            template_at=learned.ref(box),
            kind=Kind.SINGLE,
            required=learned.required(box, text),
            choices=kind.choices,
            unit=kind.unit,
            question=question if labels.is_remark(text) else "",
            group=section_above(learned, box),
            label_at=address(*box),
            side=Side.INSIDE,
            certain=kind.certain,
        )
    )


def _is_tick_list(learned: Learned, boxes: list[Place]) -> bool:
    """Tell whether boxes under each other are to be ticked: their options stand beside them, and something says so."""
    layout = learned.layout
    right = [
        text
        for box in boxes
        if (at := text_right(learned, box)) and (text := layout.text(*at)) and not labels.UNIT.fullmatch(text)
    ]
    left = [at for box in boxes if (at := text_left(learned, box)) is not None]
    question = _tick_question(learned, boxes)
    said = bool(labels.TICK.search(question)) or any(_only_x(layout, box) for box in boxes)
    if len(left) < len(boxes):
        numbers = running([layout.text(*at) for at in left]) if len(left) > 1 else True
        return 2 * len(right) > len(boxes) and (said or (numbers and not left))
    plain = not any(_choices(layout, box) and not _only_x(layout, box) for box in boxes)
    usual = sum(is_usual_label(layout.text(*at)) for at in left)
    return said and plain and 3 * usual < len(left)


def _only_x(layout: Layout, box: Place) -> bool:
    return bool(_choices(layout, box)) and {choice.casefold() for choice in _choices(layout, box)} <= {"x", "✓"}


def _choices(layout: Layout, box: Place) -> tuple[str, ...]:
    validation = layout.validation(*box)
    return validation.choices if validation is not None else ()


def _tick_question(learned: Learned, boxes: list[Place]) -> str:
    """Return what is asked over a list of boxes: the texts above it and the heading of the boxes' own column."""
    layout = learned.layout
    top = boxes[0][0]
    texts = [text for row in range(max(1, top - 2), top) for _, text in layout.by_row.get(row, [])]
    return " ".join(texts[-3:])


def _option(learned: Learned, box: Place, boxes: list[Place]) -> tuple[Place, bool] | None:
    """Return the text beside a box to tick, and whether it stands to its left."""
    layout = learned.layout
    right, left = text_right(learned, box), text_left(learned, box)
    lefts = [layout.text(*at) for each in boxes if (at := text_left(learned, each)) is not None]
    use_left = left is not None and (right is None or (len(lefts) == len(boxes) and not running(lefts)))
    at = left if use_left else right
    return (at, use_left) if at is not None else None


def _one_of(learned: Learned, boxes: list[Place]) -> bool:
    """Learn boxes under each other of which one is to be ticked as one field; its answer is the ticked option."""
    layout = learned.layout
    options = [_option(learned, box, boxes) for box in boxes]
    question = text_above(learned, boxes[0]) or _question_place(learned, boxes[0])
    if question is None or any(option is None for option in options):
        return False
    texts = tuple(layout.text(*option[0]) for option in options if option is not None)
    learned.fields.append(
        TemplateField(
            id=learned.id(boxes[0]),
            label=layout.text(*question),
            type=FieldType.CHOICE,
            template_at=learned.ref(boxes[0]),
            kind=Kind.SCALE,
            required=learned.required(boxes[0], layout.text(*question)),
            choices=texts,
            group=section_above(learned, question),
            label_at=address(*question),
            side=Side.BELOW,
            boxes=tuple((address(*box), text) for box, text in zip(boxes, texts, strict=True)),
        )
    )
    return True


def _question_place(learned: Learned, box: Place) -> Place | None:
    """Return the cell of the nearest text above a box, wherever in its row it begins."""
    for row in range(box[0] - 1, max(0, box[0] - 1 - FARTHEST_ABOVE), -1):
        texts = learned.layout.by_row.get(row)
        if texts:
            return row, texts[0][0]
    return None


def _tick(learned: Learned, box: Place, boxes: list[Place]) -> None:
    layout = learned.layout
    option = _option(learned, box, boxes)
    if option is None:
        learn_single(learned, box)
        return
    at, use_left = option
    question = question_above(learned, boxes[0]) or _tick_question(learned, boxes)
    learned.fields.append(
        TemplateField(
            id=learned.id(box),
            label=layout.text(*at),
            type=FieldType.YES_NO,
            template_at=learned.ref(box),
            kind=Kind.TICK,
            question=question,
            group=question,
            label_at=address(*at),
            side=Side.RIGHT if use_left else Side.LEFT,
        )
    )


def _is_list(learned: Learned, block: Block) -> bool:
    """Learn a list of one column and return True, if the boxes have a heading above and no labels of their own."""
    layout = learned.layout
    boxes = sorted(block.boxes)
    lefts = [layout.text(*at) for box in boxes if (at := text_left(learned, box)) is not None]
    if lefts and not running(lefts):
        return False
    numbered = [layout.left_of(*boxes[0]).__next__()[1]] if lefts else []
    left = min([block.left, *numbered])
    header = header_above(layout, learned.inputs, block.columns, left, block.top)
    start = block.left
    if not header.rows and lefts and (above := layout.first(block.top - 1, start)) and layout.text(*above):
        header = Header(rows=[above[0]], paths={start: (layout.text(*above),)}, cells={start: (above[0], start)})
    if not header.rows:
        return False
    at = header.cells.get(start, (header.rows[-1], start))
    title = learned.title_above(header.rows[0], left, block.right)
    path = header.path(start)
    kind = learned.kind([*reversed(path), title], boxes[0])
    if kind.type is FieldType.TEXT and re.search(r"\btilbud(?:dene)?$", labels.key(path[-1])):
        kind = kinds.Found(FieldType.OFFER)  # "Nævn de mest anvendte tilbud": one on each line
    learned.fields.append(
        TemplateField(
            id=learned.id(at),
            label=" – ".join(path),
            type=kind.type,
            template_at=learned.ref(at),
            kind=Kind.COLUMN,
            required=is_marked_required(path[-1]),
            choices=kind.choices,
            unit=kind.unit,
            group=title,
            label_at=address(*at),
            side=Side.BELOW,
            table=table_id(learned, block),
            certain=kind.certain,
        )
    )
    others = dict.fromkeys(numbered, "number")
    learned.add_table(block, header, Shape.LIST, title, {start: learned.fields[-1].id}, others)
    return True


def inline_scale(learned: Learned, block: Block) -> bool:
    """Learn rows of boxes with the mark printed beside each ("Ja [ ] Nej [ ]"); return False for anything else."""
    rows: dict[int, list[Place]] = {}
    for box in sorted(block.boxes):
        rows.setdefault(box[0], []).append(box)
    if len(block.columns) < 2 or not all(_marks_beside(learned.layout, boxes) for boxes in rows.values()):
        return False
    for boxes in rows.values():
        _learn_inline(learned, boxes)
    return True


def _marks_beside(layout: Layout, boxes: list[Place]) -> bool:
    behind = [layout.text(*at) if (at := _nearest_text(layout, box, left=False)) else "" for box in boxes]
    before = [layout.text(*at) if (at := _nearest_text(layout, box, left=True)) else "" for box in boxes]
    return kinds.are_marks(behind) or kinds.are_marks(before)


def _learn_inline(learned: Learned, boxes: list[Place]) -> None:
    layout = learned.layout
    before = [layout.text(*at) if (at := _nearest_text(layout, box, left=True)) else "" for box in boxes]
    behind = [layout.text(*at) if (at := _nearest_text(layout, box, left=False)) else "" for box in boxes]
    for marks, question_box in ((behind, boxes[0]), (before, None)):
        if not kinds.are_marks(marks):
            continue
        label = text_left(learned, boxes[0]) if question_box else _before(layout, text_left(learned, boxes[0]))
        label = label or text_above(learned, boxes[0])
        if label is None:
            continue
        figures = sum(mark.isdigit() for mark in marks)
        learned.fields.append(
            TemplateField(
                id=learned.id(boxes[0]),
                label=layout.text(*label),
                type=FieldType.SCALE if 2 * figures >= len(marks) else FieldType.CHOICE,
                template_at=learned.ref(boxes[0]),
                kind=Kind.SCALE,
                required=learned.required(boxes[0], layout.text(*label)),
                choices=tuple(marks),
                group=section_above(learned, label),
                label_at=address(*label),
                boxes=tuple((address(*box), mark) for box, mark in zip(boxes, marks, strict=True)),
            )
        )
        return


def _nearest_text(layout: Layout, box: Place, *, left: bool) -> Place | None:
    """Return the text directly beside a box, with nothing between."""
    beside = next(layout.left_of(*box) if left else layout.right_of(*box), None)
    return beside if beside is not None and layout.text(*beside) else None


def _before(layout: Layout, at: Place | None) -> Place | None:
    if at is None:
        return None
    return next((place for place in layout.left_of(*at) if layout.text(*place)), None)
