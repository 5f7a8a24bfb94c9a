"""Tells the rows of a filled-in table apart: answers, totals, notes, repeated headings, examples, a foreign table."""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field

from koorddesk.domain.values import FieldType
from koorddesk.workbooks import labels
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.kinds import NUMERIC
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.template import TemplateField

_FIGURES = NUMERIC | {FieldType.DATE, FieldType.YEAR, FieldType.SCALE}
_SIGNED = re.compile(
    r"(?:udfyldt|indberettet|opgjort|kontrolleret|godkendt|dato|underskrift|oplysningerne|tallene|tabellen|skemaet|opgørelsen|kilde)\b",
    re.IGNORECASE,
)
_HAS_DIGIT = re.compile(r"\d")
_DASHED = re.compile(r"[-–—/.…_]{1,5}")
LONG_NOTE = 45  # characters from which a text alone in its row is a remark, not a name


class RowKind(enum.StrEnum):
    """What a row of a filled-in table is."""

    EMPTY = "empty"
    DATA = "data"
    TOTAL = "total"
    NOTE = "note"
    HEADINGS = "headings"
    EXAMPLE = "example"
    FOREIGN = "foreign"
    DOUBTFUL = "doubtful"


_ALONE = frozenset({RowKind.NOTE, RowKind.DOUBTFUL})


@dataclass
class Row:
    """One row: its number in the copy, the answer cells with content by field id, and the label of a total.

    ``printed`` are fields in which the blank's own example still stands, ``gap`` counts empty rows above, ``strange``
    says that something stands between the answer columns, in no column of the form, ``beside`` that something stands in
    a column of the sender's own.
    """

    number: int
    cells: dict[str, Place] = field(default_factory=dict)
    kind: RowKind = RowKind.EMPTY
    label: str = ""
    printed: set[str] = field(default_factory=set)
    gap: int = 0
    strange: bool = False
    beside: bool = False


@dataclass
class Body:
    """What is known when the rows of one table are judged.

    ``columns`` maps field ids to columns of the copy, ``label_columns`` are others that may name a total, ``headings``
    the keys of the heading texts by field id, ``printed`` the blank's own rows by field id, ``fixed`` cells of the copy
    that hold texts of the blank (headings of groups), ``own`` the sender's own columns, ``end`` the last row that the
    blank provides.
    """

    layout: Layout
    fields: Mapping[str, TemplateField]
    columns: Mapping[str, int]
    label_columns: Sequence[int]
    headings: Mapping[str, Container[str]]
    printed: Sequence[Mapping[str, str]]
    fixed: Container[Place] = ()
    own: Collection[int] = ()
    end: int = 0

    @functools.cached_property
    def within(self) -> range:
        """Return the columns of the copy from the first to the last answer column."""
        return range(min(self.columns.values()), max(self.columns.values()) + 1)

    @functools.cached_property
    def known(self) -> frozenset[int]:
        """Return the columns of the copy that belong to the form's table."""
        return frozenset({*self.columns.values(), *self.label_columns})


def judge(body: Body, first: int, last: int) -> list[Row]:
    """Return the rows between two rows of the copy that hold anything, each with what it is."""
    rows: list[Row] = []
    sums: dict[str, list[float]] = {}
    before = first - 1
    for number in sorted(row for row in body.layout.by_row if first <= row <= last):
        row = _contents(body, number)
        row.gap = number - before - 1
        row.kind = _kind(body, row, rows, sums)
        if row.kind is RowKind.EMPTY:
            continue
        before = number
        rows.append(row)
        if row.kind is RowKind.FOREIGN:
            break
        if row.kind is RowKind.DATA:
            _add(body, row, sums)
        elif row.kind is RowKind.TOTAL:
            sums = {}
    _settle_last(body, rows)
    return rows


def _contents(body: Body, number: int) -> Row:
    layout = body.layout
    row = Row(number)
    for field_id, column in body.columns.items():
        place = layout.first(number, column)
        cell = layout.sheet.cells.get(place)
        if cell is None or cell.is_blank or place[1] != column or place in body.fixed:
            continue
        row.cells[field_id] = place
    texts = {field_id: labels.key(layout.text(*place)) for field_id, place in row.cells.items()} if body.printed else {}
    for printed in body.printed:
        same = {field_id for field_id, text in texts.items() if printed.get(field_id) == text}
        if same and len(same) >= 0.6 * len(printed):
            row.printed = same
    within, known = body.within, body.known
    row.strange = any(
        column in within
        and column not in known
        and column not in body.own
        and layout.first(number, column) == (number, column)
        for column, _ in layout.by_row.get(number, ())
    )
    row.beside = any(layout.text(number, column) for column in body.own)
    return row


def _kind(body: Body, row: Row, before: Sequence[Row], sums: Mapping[str, list[float]]) -> RowKind:
    layout = body.layout
    labelled = [text for column in body.label_columns if (text := layout.text(row.number, column))]
    total = next((text for text in labelled if labels.is_total(text)), "")
    own = {field_id: place for field_id, place in row.cells.items() if place[0] == row.number}
    if not own:
        row.label = total
        return RowKind.TOTAL if total else RowKind.EMPTY
    texts = [(field_id, layout.text(*place)) for field_id, place in own.items()]
    words = [(field_id, text) for field_id, text in texts if isinstance(_cell(layout, own[field_id]).value, str)]
    if row.printed and len(row.printed) == len(own):
        return RowKind.EXAMPLE
    if any(labels.EXAMPLE.match(text) for text in [*labelled, *(text for _, text in words[:1])]):
        return RowKind.EXAMPLE
    same = sum(labels.key(text) in body.headings[field_id] for field_id, text in texts if field_id in body.headings)
    if same >= 2 and 2 * same >= len(texts):
        return RowKind.HEADINGS
    total = total or next((text for _, text in words if labels.is_total(text)), "")
    if total and not _is_plain_answer(body, words, total):
        row.label = total
        return RowKind.TOTAL
    if _is_summed(body, own, words, sums):
        row.label = words[0][1] if words else ""
        return RowKind.TOTAL
    beyond = row.beside and row.number > body.end
    if (row.strange or beyond) and len(own) == 1 and len(words) == 1 and _follows_title(row, before):
        return RowKind.FOREIGN
    if len(body.columns) == 1 and row.number > body.end and (row.gap or (before and before[-1].kind is RowKind.NOTE)):
        return RowKind.NOTE  # a list of one column ends with its lines: what stands further down is something else
    if len(words) == len(texts) and all(_DASHED.fullmatch(text) for _, text in words):
        return RowKind.NOTE  # nothing but dashes says that there is nothing to tell
    if len(own) == 1 and len(words) == 1:
        return _alone(body, words[0][1], words[0][0], own[words[0][0]], row.gap)
    if _is_foreign_heading(body, own, words, before):
        return RowKind.FOREIGN
    return RowKind.DATA


def _cell(layout: Layout, place: Place) -> Cell:
    return layout.sheet.cells[place]


def _is_plain_answer(body: Body, words: Sequence[tuple[str, str]], total: str) -> bool:
    """Tell whether a text that reads like a total stands in a column for remarks or choices, beside a real name."""
    holder = next((field_id for field_id, text in words if text == total), "")
    if not holder:
        return False
    kind = body.fields[holder]
    first = next(iter(body.columns))
    named = [field_id for field_id, _ in words if field_id != holder]
    return holder != first and bool(named) and (labels.is_remark(kind.label) or bool(kind.choices) or first in named)


def _is_summed(
    body: Body, own: Mapping[str, Place], words: Sequence[tuple[str, str]], sums: Mapping[str, list[float]]
) -> bool:
    """Tell whether a row without a name adds up the rows above, by its formulas or by its figures."""
    figures = [
        field_id for field_id in own if body.fields[field_id].type in NUMERIC or not body.fields[field_id].certain
    ]
    cells = {field_id: _cell(body.layout, own[field_id]) for field_id in figures}
    summing = [field_id for field_id, cell in cells.items() if cell.formula and _over_rows(cell.formula, own[field_id])]
    if summing and 2 * len(summing) >= len(
        [c for c in cells.values() if isinstance(c.value, (int, float)) or c.formula]
    ):
        return True
    if words:
        return False
    values = {field_id: cell.value for field_id, cell in cells.items() if isinstance(cell.value, (int, float))}
    adding = [
        field_id
        for field_id, value in values.items()
        if len(sums.get(field_id, ())) >= 2 and abs(sum(sums[field_id]) - value) < 1e-6 and value
    ]
    return bool(values) and len(adding) == len(values) and (len(values) > 1 or len(sums.get(adding[0], ())) >= 3)


def _over_rows(formula: str, place: Place) -> bool:
    """Tell whether a formula adds up cells of its own column above it (a sum along the row is no total)."""
    match = re.search(
        r"(?:SUM|SUBTOTAL|AVERAGE|AGGREGATE)\s*\(\s*(?:\d+\s*[,;]\s*)?\$?([A-Z]{1,3})\$?(\d+)\s*:\s*\$?([A-Z]{1,3})\$?(\d+)",
        formula,
        re.IGNORECASE,
    )
    return (
        match is not None
        and match[1].upper() == match[3].upper()
        and int(match[2]) < place[0]
        and int(match[4]) <= place[0]
    )


def _alone(body: Body, text: str, field_id: str, at: Place, gap: int) -> RowKind:
    """Judge a row whose only content is one text: a note, or an answer of which the rest is missing."""
    kind = body.fields[field_id]
    if labels.NOTE.match(text) or labels.DRAFT.search(text):
        return RowKind.NOTE
    if len(body.columns) > 2 and field_id == next(iter(body.columns)) and labels.NOTHING.fullmatch(text):
        return RowKind.NOTE  # "Ingen tilbud" names no offer
    if len(body.columns) > 2 and (text.rstrip().endswith(":") or _heads_group(body, at)):
        return RowKind.NOTE
    sentence = len(text) >= LONG_NOTE and len(text.split()) >= 6
    if sentence and (len(body.columns) > 1 or gap):
        return RowKind.NOTE
    if _SIGNED.match(text) and len(text.split()) >= 2:
        return RowKind.NOTE
    if text.rstrip().endswith((":", ".")) and len(text.split()) >= 4 and len(body.columns) > 2:
        return RowKind.NOTE
    if kind.type in _FIGURES and not _HAS_DIGIT.search(text) and gap and len(text.split()) > 2:
        return RowKind.NOTE
    return RowKind.DOUBTFUL if len(body.columns) > 2 and (gap or field_id != next(iter(body.columns))) else RowKind.DATA


def _heads_group(body: Body, at: Place) -> bool:
    """Tell whether a text alone in its row is a heading over rows: bold, or over several columns, as no other."""
    layout = body.layout
    wide = layout.first(at[0], at[1] + 2) == at
    if not wide and not _cell(layout, at).bold:
        return False
    others = [
        (row, at[1])
        for row, here in layout.by_row.items()
        if at[0] < row <= max(body.end, at[0] + 3) and len(here) > 2 and layout.text(row, at[1])
    ]
    alike = (
        layout.first(row, column + 2) == (row, column) if wide else _cell(layout, (row, column)).bold
        for row, column in others
        if (row, column) in layout.sheet.cells
    )
    return bool(others) and not any(alike)


def _follows_title(row: Row, before: Sequence[Row]) -> bool:
    """Tell whether a row stands after an empty one, or right under a text alone that does."""
    last = before[-1] if before else None
    titled = last is not None and last.kind in _ALONE and last.number == row.number - 1 and last.gap > 0
    return row.gap > 0 or titled


def _is_foreign_heading(
    body: Body, own: Mapping[str, Place], words: Sequence[tuple[str, str]], before: Sequence[Row]
) -> bool:
    """Tell whether a row heads another table: words only, after an empty row or a title, and further signs of it.

    Signs are words where figures or choices belong, another look than the rows above, a title, few columns, none of
    them the first, and a place beyond the form's own rows.
    """
    number = next(iter(own.values()))[0]
    last = before[-1] if before else None
    titled = last is not None and last.kind in _ALONE and last.number == number - 1 and last.gap > 0
    gap = number - (last.number if last is not None else number) > 1
    if not (gap or titled) or len(words) < max(2, len(own)) or any(_HAS_DIGIT.search(text) for _, text in words):
        return False
    misplaced = sum(_is_misplaced(body.fields[field_id], text) for field_id, text in words)
    signs = [
        titled,
        _looks_apart(body, own, before),
        len(own) <= max(3, len(body.columns) // 2),
        next(iter(body.columns)) not in own,
        number > body.end,
    ]
    return misplaced >= 2 or 2 * bool(misplaced) + sum(signs) >= 3


def _is_misplaced(kind: TemplateField, text: str) -> bool:
    """Tell whether a word stands where a figure, a date or one of the choices belongs."""
    known = {labels.key(choice) for choice in kind.choices}
    return (kind.type in _FIGURES or bool(kind.choices)) and labels.key(text) not in known and len(text) > 3


def _looks_apart(body: Body, own: Mapping[str, Place], before: Sequence[Row]) -> bool:
    """Tell whether every cell of a row is bold or filled otherwise than the answers above it."""
    rows = [row for row in before if row.kind is RowKind.DATA]
    usual = {_cell(body.layout, place).fill for row in rows[-3:] for place in row.cells.values()} or {None}
    cells = [_cell(body.layout, place) for place in own.values()]
    return all(cell.bold or (cell.fill is not None and cell.fill not in usual) for cell in cells)


def _add(body: Body, row: Row, sums: dict[str, list[float]]) -> None:
    for field_id, place in row.cells.items():
        value = _cell(body.layout, place).value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            sums.setdefault(field_id, []).append(float(value))


def _settle_last(body: Body, rows: list[Row]) -> None:
    """Settle rows of one text alone: with answers after them they are answers too, else notes below the data."""
    for number, row in enumerate(rows):
        if row.kind is RowKind.DOUBTFUL:
            later = any(each.kind is RowKind.DATA and len(each.cells) > 1 for each in rows[number + 1 :])
            row.kind = (
                RowKind.DATA if later or len(body.layout.text(*next(iter(row.cells.values())))) < 4 else RowKind.NOTE
            )
