"""Speaks of everything in a copy that is neither the blank's nor read as an answer: nothing is dropped unseen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from koorddesk.workbooks import labels
from koorddesk.workbooks.align import Pairing
from koorddesk.workbooks.grid import SheetVisibility, address, column_letters, place
from koorddesk.workbooks.layout import Layout, Place, shown
from koorddesk.workbooks.recognise import Recognised, SheetMatch, is_filled, name_rank
from koorddesk.workbooks.spots import Located
from koorddesk.workbooks.template import TemplateField

MANY = 40  # unread cells of one sheet that are named one by one


def speak_of_leftovers(located: Located, recognised: Recognised, layouts: Sequence[Layout]) -> None:
    """Add findings for unread cells, for columns and sheets of the sender's own, and for sheets that are missing."""
    for pairing in located.pairings:
        _unread(located, pairing)
        name = pairing.layout.sheet.name
        if name != pairing.sheet.name:
            located.say("sheet-renamed", pairing.layout, None, found=name, expected=pairing.sheet.name)
        if pairing.layout.sheet.visibility is not SheetVisibility.VISIBLE:
            located.say("sheet-hidden", pairing.layout, None, sheet=name)
        if labels.DRAFT.search(name):
            located.say("draft", pairing.layout, None, text=name)
    for twin in recognised.twins:
        code = "sheet-twice" if is_filled(twin) else "sheet-twice-empty"
        other = _other(located, twin.sheet.name)
        located.say(code, twin.layout, None, sheet=twin.layout.sheet.name, other=other)
        if code == "sheet-twice" and name_rank(twin) >= 0:
            _differences(located, twin)
    for sheet in recognised.missing:
        if sheet.inputs:
            located.say("sheet-missing", None, None, sheet=sheet.name)
            for each in located.template.fields:
                if each.template_at.sheet == sheet.name:
                    located.say("asked-on-missing-sheet", None, None, each, label=each.label[:120], sheet=sheet.name)
    used = {id(pairing.layout) for pairing in located.pairings} | {id(twin.layout) for twin in recognised.twins}
    known = {labels.key(sheet.name) for sheet in recognised.template.sheets if sheet.hidden or not sheet.inputs}
    for layout in layouts:
        if id(layout) in used or not layout.by_row:
            continue
        own = labels.key(layout.sheet.name) not in known
        if own:
            located.say(
                "sheet-added", layout, None, sheet=layout.sheet.name, count=sum(map(len, layout.by_row.values()))
            )


def _other(located: Located, sheet: str) -> str:
    return next((p.layout.sheet.name for p in located.pairings if p.sheet.name == sheet), sheet)


def _differences(located: Located, twin: SheetMatch) -> None:
    """Speak of each answer that a second filled-in copy gives otherwise; a draft's own answers need no telling."""
    for spot in located.spots:
        here = spot.layout
        if spot.field.template_at.sheet != twin.sheet.name or spot.place is None:
            continue
        there, text = twin.layout.text(*spot.place), here.text(*spot.place)
        if there != text:
            other = twin.layout.sheet.name
            located.say(
                "sheet-twice-differs",
                here,
                spot.place,
                spot.field,
                spot.row,
                other=other,
                there=there[:80],
                here=text[:80],
            )


def _unread(located: Located, pairing: Pairing) -> None:
    layout = pairing.layout
    left = list(_left_over(located, pairing))
    _altered(located, pairing)
    own_columns = _own_columns(located, layout)
    inside = [at for at in left if at[1] in own_columns]
    counted = Counter(at[1] for at in inside)
    for column, count in counted.items():
        first = next(at for at in inside if at[1] == column)
        located.say("column-unread", layout, first, column=column_letters(column), count=count)
    rest = [at for at in left if at[1] not in own_columns]
    rows = _fields_of_rows(located, pairing)
    for at in rest[:MANY]:
        text = shown(layout.sheet.cells.get(at))
        if labels.DRAFT.search(text):
            located.say("draft", layout, at, text=text[:120])
        else:
            located.say("content-unread", layout, at, rows.get(at[0]), text=text[:120])
    by_row: dict[int, list[Place]] = defaultdict(list)
    for at in rest[MANY:]:
        by_row[at[0]].append(at)
    if by_row:
        first = rest[MANY]
        located.say("content-unread-many", layout, first, count=len(rest) - MANY, rows=len(by_row))


def _fields_of_rows(located: Located, pairing: Pairing) -> dict[int, TemplateField]:
    """Return the field of each row of the copy that asks for one only: what else stands there concerns it."""
    found: dict[int, list[TemplateField]] = defaultdict(list)
    for spot in located.spots:
        label = pairing.places.get(place(spot.field.label_at)) if spot.field.label_at else None
        if spot.row is None and label is not None and spot.field.template_at.sheet == pairing.sheet.name:
            found[label[0]].append(spot.field)
    return {row: fields[0] for row, fields in found.items() if len(fields) == 1}


def _altered(located: Located, pairing: Pairing) -> None:
    """Speak of printed texts that read otherwise in the copy: something may have been typed into them."""
    spoken = {finding.at.cell for finding in located.findings if finding.at is not None}
    for there, here in pairing.places.items():
        if there not in pairing.reworded or address(*here) in spoken:
            continue
        expected = next((each.text for each in pairing.sheet.printed if (each.row, each.column) == there), "")
        text = pairing.layout.text(*here)
        if labels.words(text) != labels.words(expected):
            located.say("text-altered", pairing.layout, here, found=text[:120], expected=expected[:120])


def _own_columns(located: Located, layout: Layout) -> set[int]:
    """Return the columns of the sender's own that were spoken of already."""
    name = layout.sheet.name
    columns = set()
    for finding in located.findings:
        if finding.code == "column-added" and finding.at is not None and finding.at.sheet == name:
            letters = str(finding.params["column"])
            columns.add(sum((ord(letter) - 64) * 26**i for i, letter in enumerate(reversed(letters))))
    return columns


def _left_over(located: Located, pairing: Pairing) -> Iterable[Place]:
    """Yield the cells with content that is neither the blank's, nor read, nor spoken of."""
    layout = pairing.layout
    claimed = located.claimed.get(layout.sheet.name, set())
    left = [(at, text) for at, text in layout.texts() if not pairing.is_printed(at) and at not in claimed]
    printed = Counter(labels.key(each.text) for each in pairing.sheet.printed) if left else Counter[str]()
    seen = Counter(labels.key(layout.text(*at)) for at in pairing.taken) if left else Counter[str]()
    formulas = _formulas_of_blank(pairing)
    for at, text in left:
        key = labels.key(text)
        cell = layout.cell(*at)
        if cell is not None and cell.formula is not None and any(at[0] in rows for rows in formulas[at[1]]):
            continue
        if seen[key] < printed[key]:
            seen[key] += 1
            continue
        yield at
    for at, cell in layout.sheet.cells.items():
        if layout.first(*at) != at and not cell.is_blank:
            yield at


def _formulas_of_blank(pairing: Pairing) -> dict[int, list[range]]:
    """Return the rows of the copy, by column, where the blank has formulas; rows added inside a run count too."""
    found: dict[int, list[range]] = defaultdict(list)
    for column, top, bottom in pairing.sheet.formulas:
        rows = range(pairing.row(top), max(pairing.row(top), pairing.row(bottom)) + 1)
        found[pairing.column(column)].append(rows)
    return found
