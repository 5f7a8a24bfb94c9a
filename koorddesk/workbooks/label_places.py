"""Finds the text that labels an answer box: to its left, above it, to its right or under it; with unit and section."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import islice

from koorddesk.workbooks import labels
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.learned import Learned
from koorddesk.workbooks.template import Side

_UNDER_LINE = re.compile(
    r"\(?(?:dato|sted|navn|underskrift|titel|stilling|for\s+\w+en|på\s+vegne\s+af)\b.{0,40}$", re.IGNORECASE
)
FARTHEST_RIGHT = 6  # columns between a label and its box
FARTHEST_ABOVE = 3  # rows between a label and the box below it


def label_of(learned: Learned, box: Place) -> tuple[Place, Side] | None:
    """Return the cell of the text that labels an answer box, and where the box stands seen from it."""
    layout = learned.layout
    area = layout.area(*box)
    left = text_left(learned, box)
    above = text_above(learned, box)
    right = text_right(learned, box)
    if left is not None and above is not None:
        number_only = bool(re.fullmatch(r"[\d.]+[.)]?|[a-z][.)]", layout.text(*left)))
        gap = area.left - layout.area(*left).right - 1
        large = area.bottom > area.top or area.right - area.left >= 3
        touching = layout.area(*above).bottom == area.top - 1 and above[1] == box[1]
        if number_only or (large and touching and gap > 0):
            return above, Side.BELOW
    under = layout.first(area.bottom + 1, area.left)
    signed = area.bottom == area.top and layout.area(*under).left == area.left and _names_line(layout, under)
    apart = above is not None and layout.area(*above).bottom < area.top - 1
    if left is None and signed and apart:
        return under, Side.ABOVE
    if left is not None:
        return left, Side.RIGHT
    if above is not None:
        return above, Side.BELOW
    if right is not None:
        return right, Side.LEFT
    if area.bottom == area.top and layout.text(*under) and layout.area(*under).left == area.left:
        return under, Side.ABOVE  # a line to sign on, with "Navn" and "Dato" under it
    return None


def _names_line(layout: Layout, at: Place) -> bool:
    """Tell whether a text names the line above it, as under a signature: "Dato", "Navn og titel", "Underskrift"."""
    text = layout.text(*at)
    return bool(_UNDER_LINE.match(text)) and not text.endswith(":")


def text_left(learned: Learned, box: Place) -> Place | None:
    """Return the nearest text to the left of a box that is its label, or None."""
    layout = learned.layout
    area = layout.area(*box)
    for row in range(area.top, area.bottom + 1):
        passed = False
        for place in layout.left_of(row, box[1]):
            if place in learned.inputs.empty and not passed:
                break
            text = layout.text(*place)
            before = next(layout.left_of(*place), None)
            if text and learned.is_guidance(place):
                continue
            if before in learned.inputs.empty and labels.is_unit_phrase(text) and phrase_behind(layout, box):
                passed = True
                continue
            if text and not (labels.UNIT.fullmatch(text) and before in learned.inputs.empty):
                return _question_left(learned, place) if _only_leads(text) else place
    return None


def _only_leads(text: str) -> bool:
    """Tell whether a text beside a box is no question of its own: "Svar:", or a unit in small letters ("kr.")."""
    return bool(labels.ANSWER_WORD.fullmatch(text) or (labels.UNIT.fullmatch(text) and text == text.lower()))


def _question_left(learned: Learned, place: Place) -> Place:
    """Return the question before a "Svar:" or a unit in the same row, or that text itself where there is none."""
    layout = learned.layout
    for before in layout.left_of(*place):
        text = layout.text(*before)
        if before in learned.inputs.empty:
            break
        if text:
            return before if len(text) > 3 and not re.fullmatch(r"[\d.]+[.)]?", text) else place
    return place


def unit_between(layout: Layout, at: Place, box: Place) -> str:
    """Return a unit that stands between a label and its box in one row, or an empty string."""
    between = (layout.text(*each) for each in layout.left_of(*box) if each[0] == at[0] and each[1] > at[1])
    return next((text for text in between if labels.UNIT.fullmatch(text)), "")


def text_above(learned: Learned, box: Place) -> Place | None:
    """Return the nearest text above a box, a few rows up at most, or None."""
    layout = learned.layout
    area = layout.area(*box)
    for row in range(area.top - 1, max(0, area.top - 1 - FARTHEST_ABOVE), -1):
        for column in range(area.left, area.right + 1):
            place = layout.first(row, column)
            if place in learned.inputs.empty:
                return None
            if layout.text(*place):
                return place
        reaching = [column for column, _ in layout.by_row.get(row, []) if column < area.left]
        if reaching and layout.by_row[row][-1][0] < area.left:
            return row, reaching[-1]
    return None


def text_right(learned: Learned, box: Place) -> Place | None:
    """Return the nearest text to the right of a box, or None where another box comes first."""
    layout = learned.layout
    for place in layout.right_of(*box):
        if place in learned.inputs.empty:
            return None
        if layout.text(*place):
            return place
    return None


def unit_beside(layout: Layout, box: Place) -> str:
    """Return a unit printed right behind the box, or an empty string."""
    after = next(layout.right_of(*box), None)
    text = layout.text(*after) if after is not None else ""
    return text if labels.UNIT.fullmatch(text) else ""


def phrase_behind(layout: Layout, box: Place) -> str:
    """Return the words that go on right behind a box ("borgere i 2023"), or an empty string."""
    after = next(layout.right_of(*box), None)
    text = layout.text(*after) if after is not None else ""
    return text if labels.is_unit_phrase(text) else ""


def question_above(learned: Learned, at: Place, *, unanswered: bool = False) -> str:
    """Return the question that a remark belongs to: the nearest text above that is no remark itself.

    With ``unanswered`` a text with an answer box beside it, which asks for that box alone, is passed over.
    """
    layout = learned.layout
    answered = learned.inputs.empty | learned.inputs.filled
    for row in range(at[0] - 1, 0, -1):
        for column, text in layout.by_row.get(row, []):
            if (row, column) in learned.inputs.filled or labels.is_remark(text):
                continue
            if unanswered and _leads_to(layout, (row, column), answered):
                continue
            if len(text) > 12 or labels.numbering(text):
                return text
    return ""


def _leads_to(layout: Layout, at: Place, boxes: Container[Place]) -> bool:
    """Tell whether the next thing to the right of a text in its row is one of the boxes, not another text."""
    for place in islice(layout.right_of(*at), FARTHEST_RIGHT):
        if place in boxes:
            return True
        if layout.text(*place):
            return False
    return False


def section_above(learned: Learned, at: Place) -> str:
    """Return the section a field stands in: the nearest bold text above that has no answer box beside it."""
    layout = learned.layout
    for row in range(at[0] - 1, 0, -1):
        texts = sorted(layout.by_row.get(row, []), key=lambda each: (each[0] > at[1], -each[0]))
        for column, text in texts:
            cell = layout.cell(row, column)
            answered = learned.inputs.empty | learned.inputs.filled
            boxed = any(place in answered for place in layout.right_of(row, column))
            if cell is not None and cell.bold and not boxed and len(text) <= 120:
                return text
    return ""
