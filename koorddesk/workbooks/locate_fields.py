"""Finds the answer of each single field in a filled-in copy, from its label; first where it belongs, then beside it."""

from __future__ import annotations

from collections.abc import Sequence

from koorddesk.domain.values import FieldType
from koorddesk.workbooks import labels
from koorddesk.workbooks.align import Pairing
from koorddesk.workbooks.grid import place
from koorddesk.workbooks.kinds import NUMERIC
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.scales import scale_spot
from koorddesk.workbooks.signs import locate_signs
from koorddesk.workbooks.spots import Located, Spot
from koorddesk.workbooks.template import Kind, Printed, Side, TemplateField

FARTHEST_BELOW = 3  # rows below a label in which a misplaced answer is looked for
FARTHEST_RIGHT = 6  # columns


def locate_fields(located: Located, pairing: Pairing) -> None:
    """Add a spot for each single field and box to tick of one sheet, where its answer belongs."""
    printed = {(each.row, each.column): each for each in pairing.sheet.printed}
    fields = [
        each
        for each in located.template.fields
        if each.template_at.sheet == pairing.sheet.name
        and each.kind in (Kind.SINGLE, Kind.TICK, Kind.SCALE)
        and not each.table
    ]
    for each in fields:
        label = printed.get(place(each.label_at)) if each.label_at else None
        if label is None or _by_signs(located, pairing, each, label):
            continue
        if each.kind is Kind.SCALE:
            _inline_scale(located, pairing, each, label)
        elif each.side is Side.INSIDE:
            _inside(located, pairing, each, label)
        else:
            _beside(located, pairing, each, label)


def _by_signs(located: Located, pairing: Pairing, each: TemplateField, label: Printed) -> bool:
    """Locate a field that is answered by crossing a sign in its cell; return False for any other field."""
    if each.kind is Kind.SCALE:
        return False
    there = place(each.template_at.cell)
    at = pairing.places.get((label.row, label.column))
    if (label.row, label.column) == there or at is None:
        expected = pairing.layout.first(pairing.row(there[0]), pairing.column(there[1])) if at is None else at
    else:
        expected = _expected(pairing, each, label, at) or at
    return locate_signs(located, pairing, each, expected)


def _label_here(located: Located, pairing: Pairing, each: TemplateField, label: Printed) -> Place | None:
    """Return where the label stands in the copy, and say if it was reworded or is not there."""
    at = pairing.places.get((label.row, label.column))
    if at is None:
        located.say(
            "field-missing", pairing.layout, None, each, label=each.label[:120], sheet=pairing.layout.sheet.name
        )
        return None
    likeness = pairing.reworded.get((label.row, label.column), 1.0)
    if likeness < 0.97:
        code = "label-reworded" if likeness >= 0.5 else "label-guessed"
        located.say(code, pairing.layout, at, each, found=pairing.layout.text(*at)[:120], expected=each.label[:120])
    return at


def _beside(located: Located, pairing: Pairing, each: TemplateField, label: Printed) -> None:
    layout = pairing.layout
    at = _label_here(located, pairing, each, label)
    if at is None:
        return
    box = _expected(pairing, each, label, at)
    spot = Spot(each, None, layout, box)
    if (label.row, label.column) in pairing.behind:
        spot.text = pairing.behind[label.row, label.column]
        spot.place = at
        spot.remarks.append(("answer-in-label", {"label": each.label[:80]}))
        beyond = layout.cell(*box) if box is not None else None
        if beyond is not None and not beyond.is_blank and not pairing.is_printed(box or at):
            spot.remarks.append(("answer-twice", {"label": each.label[:80]}))
        located.claim(layout, at)
    elif box is not None:
        cell = layout.cell(*box)
        if cell is not None and not cell.is_blank and not pairing.is_printed(box):
            located.claim(layout, box)
            _mark_hidden(spot, layout, box)
        elif pairing.is_printed(box):
            spot.printed = labels.is_stand_in(layout.text(*box)) or not _is_default(pairing, each)
            if not spot.printed:
                located.claim(layout, box)
    located.spots.append(spot)


def _is_default(pairing: Pairing, each: TemplateField) -> bool:
    """Tell whether the blank itself has written an answer into the box (a year, a choice) that may be left as it is."""
    at = place(each.template_at.cell)
    own = next((text for text in pairing.sheet.printed if (text.row, text.column) == at), None)
    return own is not None and not labels.is_stand_in(own.text)


def _mark_hidden(spot: Spot, layout: Layout, box: Place) -> None:
    if box[0] in layout.sheet.hidden_rows:
        spot.remarks.append(("hidden-row", {"row": box[0]}))
    if box[1] in layout.sheet.hidden_columns:
        spot.remarks.append(("hidden-column", {"column": box[1]}))


def _expected(pairing: Pairing, each: TemplateField, label: Printed, at: Place) -> Place | None:
    """Return the box where the answer belongs in the copy, seen from its label."""
    layout = pairing.layout
    row, column = place(each.template_at.cell)
    area = layout.area(*at)
    if each.side is Side.RIGHT:
        return _in_row(pairing, area.top + row - label.row, area.right, column, label.right)
    if each.side is Side.LEFT:
        shift = column - label.column
        return layout.first(area.top + row - label.row, max(1, area.left + shift))
    return _below(pairing, (row, column), label, at)


def _in_row(pairing: Pairing, row: int, after: int, column: int, label_right: int) -> Place:
    """Return the answer's box in a row: where the columns moved to, or as far from the label as before."""
    layout = pairing.layout
    mapped = layout.first(row, pairing.column(column))
    plain = layout.first(row, after + column - label_right)
    if mapped == plain or mapped[1] <= after or _beyond_label(pairing, row, after, mapped, column - label_right):
        return plain
    for box in (mapped, plain) if pairing.keeps_order() else (plain, mapped):
        cell = layout.cell(*box)
        if cell is not None and not cell.is_blank and not pairing.is_printed(box):
            return box
    return plain if _looks_like_box(layout, plain) and not _looks_like_box(layout, mapped) else mapped


def _beyond_label(pairing: Pairing, row: int, after: int, box: Place, distance: int) -> bool:
    """Tell whether a box farther from its label than in the blank lies beyond another printed text, whose it is."""
    texts = range(after + 1, box[1])
    return len(texts) >= distance and any(pairing.is_printed((row, column)) for column in texts)


def _looks_like_box(layout: Layout, box: Place) -> bool:
    cell = layout.cell(*box)
    return layout.validation(*box) is not None or (cell is not None and (cell.border or cell.fill is not None))


def _below(pairing: Pairing, there: Place, label: Printed, at: Place) -> Place:
    """Return the answer's box below its label, as far down and across as in the blank."""
    layout = pairing.layout
    area = layout.area(*at)
    column = max(1, area.left + there[1] - label.column)
    first = area.bottom + there[0] - label.bottom
    return layout.first(first, column)


def _inside(located: Located, pairing: Pairing, each: TemplateField, label: Printed) -> None:
    """Find the answer in the label's own box: behind the label, under it, or instead of it."""
    layout = pairing.layout
    key = (label.row, label.column)
    at = pairing.places.get(key)
    if at is not None:
        spot = Spot(each, None, layout, at)
        if key in pairing.behind:
            spot.text = pairing.behind[key]
        elif key in pairing.reworded:
            spot.text = layout.text(*at)
            spot.remarks.append(("answer-in-label", {"label": each.label[:80]}))
        else:
            spot.printed = True
            spot.place = at
        located.claim(layout, at)
        located.spots.append(spot)
        return
    box = layout.first(pairing.row(label.row), pairing.column(label.column))
    cell = layout.cell(*box)
    spot = Spot(each, None, layout, box)
    if cell is not None and not cell.is_blank and not pairing.is_printed(box) and not located.is_claimed(layout, box):
        located.claim(layout, box)
        spot.remarks.append(("label-overwritten", {"label": each.label[:80]}))
        located.spots.append(spot)
        return
    located.say("field-missing", layout, None, each, label=each.label[:120], sheet=layout.sheet.name)


def _inline_scale(located: Located, pairing: Pairing, each: TemplateField, label: Printed) -> None:
    at = _label_here(located, pairing, each, label)
    if at is None:
        return
    boxes = []
    for cell, heading in each.boxes:
        row, column = place(cell)
        option = next(
            (here for there, here in pairing.places.items() if there[0] == row and pairing.text(there) == heading), None
        )
        here_row = option[0] if option is not None else at[0] + row - label.row
        boxes.append((pairing.layout.first(here_row, pairing.column(column)), heading))
    scale_spot(located, pairing.layout, each, boxes)


def find_misplaced(located: Located, pairing: Pairing) -> None:
    """Give empty single fields the text that stands near their label and belongs to nothing else, and say so."""
    layout = pairing.layout
    empty = [
        spot
        for spot in located.spots
        if spot.layout is layout and spot.field.kind is Kind.SINGLE and spot.text is None and _is_empty(spot, pairing)
    ]
    wanted: list[tuple[int, Place, Spot]] = []
    for spot in empty:
        label = pairing.places.get(place(spot.field.label_at))
        if label is None:
            continue
        for distance, at in enumerate(_near(located, pairing, label, spot)):
            wanted.append((distance, at, spot))
    for _, at, spot in sorted(wanted, key=lambda claim: claim[:2]):
        if not _is_empty(spot, pairing) or located.is_claimed(layout, at) or not _could_answer(layout, at, spot.field):
            continue
        located.claim(layout, at)
        lower = _moved_down(spot, at)
        spot.place = at
        spot.printed = False
        named = {"label": spot.field.label[:80]}
        if lower:
            spot.remarks.append(("answer-moved-down", named))
        else:
            spot.remarks.append(("answer-displaced", {**named, "raw": layout.text(*at)[:80]}))


def _moved_down(spot: Spot, at: Place) -> bool:
    """Tell whether an answer stands in the column of its box, below it, so that only empty rows came between."""
    return spot.field.side is Side.BELOW and spot.place is not None and at[1] == spot.place[1] and at[0] > spot.place[0]


def join_lines(located: Located, pairing: Pairing) -> None:
    """Add to a text answer the lines that the sender went on with in the rows right below its cell."""
    layout = pairing.layout
    for spot in list(located.spots):
        each = spot.field
        if spot.layout is not layout or each.kind is not Kind.SINGLE or each.type is not FieldType.TEXT:
            continue
        if spot.place is None or spot.text is not None or each.side is not Side.BELOW or _is_empty(spot, pairing):
            continue
        lines = _lines_below(located, pairing, spot.place)
        if lines:
            for at in lines:
                located.claim(layout, at)
                located.say("answer-continued", layout, at, each, label=each.label[:80])
            spot.text = "\n".join(layout.raw(*at) for at in [spot.place, *lines])


def _lines_below(located: Located, pairing: Pairing, place_: Place) -> list[Place]:
    """Return the cells under an answer that hold further lines: one text a row, up to the next printed text."""
    layout = pairing.layout
    lines: list[Place] = []
    row = layout.area(*place_).bottom + 1
    while row in layout.by_row and row <= layout.last_row:
        here = [(row, column) for column, _ in layout.by_row[row]]
        free = [at for at in here if not pairing.is_printed(at) and not located.is_claimed(layout, at)]
        cell = layout.cell(*free[0]) if free else None
        if (
            len(here) != 1
            or len(free) != 1
            or free[0][1] != place_[1]
            or cell is None
            or not isinstance(cell.value, str)
        ):
            break
        lines.append(free[0])
        row += 1
    return lines


def _is_empty(spot: Spot, pairing: Pairing) -> bool:
    cell = spot.cell
    return spot.printed or cell is None or cell.is_blank or (spot.place is not None and pairing.is_printed(spot.place))


def _near(located: Located, pairing: Pairing, label: Place, spot: Spot) -> Sequence[Place]:
    """Return unclaimed texts near a label, the likeliest first: to its right, below it, below its box."""
    layout = pairing.layout
    area = layout.area(*label)
    found: list[Place] = []
    farther: list[Place] = []
    beside = layout.area(*spot.place).right + 1 if spot.place is not None else area.right + 1
    for number, at in enumerate(layout.right_of(*label)):
        if number >= FARTHEST_RIGHT or pairing.is_printed(at):
            break
        (found if at[1] <= beside else farther).append(at)
    if spot.field.side is Side.BELOW and spot.place is not None:
        for number, at in enumerate(layout.right_of(*spot.place)):  # as where a wide box was taken apart
            if number >= FARTHEST_RIGHT or pairing.is_printed(at):
                break
            found.append(at)
    starts = [area.left]
    if spot.place is not None:
        starts += [spot.place[1], *range(area.left + 1, layout.area(*spot.place).right + 1)]
    for row in range(area.bottom + 1, area.bottom + 1 + FARTHEST_BELOW + _height(spot, layout)):
        if any(pairing.is_printed((row, column)) for column, _ in layout.by_row.get(row, [])):
            break
        found += [layout.first(row, column) for column in dict.fromkeys(starts)]
    found += farther
    if area.left > 1 and not found:
        found.append(layout.first(label[0], area.left - 1))
    return [
        at
        for at in dict.fromkeys(found)
        if layout.text(*at) and not located.is_claimed(layout, at) and not pairing.is_printed(at)
    ]


def _height(spot: Spot, layout: Layout) -> int:
    if spot.place is None:
        return 0
    area = layout.area(*spot.place)
    return area.bottom - area.top


def _could_answer(layout: Layout, at: Place, each: TemplateField) -> bool:
    """Tell whether a text can be the answer to a field: figures want a digit, and a further label is none."""
    text = layout.text(*at)
    if text.rstrip().endswith((":", "?")):
        return False
    if each.type in NUMERIC:
        return any(sign.isdigit() for sign in text) or len(text.split()) <= 3
    return not labels.DRAFT.search(text) or each.kind is Kind.SINGLE
