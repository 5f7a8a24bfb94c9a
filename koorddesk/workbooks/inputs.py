"""Which cells of a blank wait for an answer: told by lock, colour legend, fill, validation, border, or place alone."""

from __future__ import annotations

import colorsys
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from koorddesk.workbooks import labels
from koorddesk.workbooks.grid import Area, Cell
from koorddesk.workbooks.layout import Layout, Place

_CLAUSE = re.compile(r"[.;,\n]|\s+(?:og|mens)\s+(?=(?:de\s+)?\w+\s+(?:felter|celler))", re.IGNORECASE)
_WHITE = {None, "FFFFFF"}
MOST_BARE_ROWS = 40  # rows of a validated area beyond the last text that are taken for boxes
MOST_BARE_COLUMNS = 30


@dataclass
class Inputs:
    """The answer boxes of one sheet, by first cell.

    ``empty`` wait for an answer; ``filled`` carry the mark of an answer box but hold a text (an example, a
    placeholder, a label inside its box); ``framed`` are other texts in a border or a merged area, ``outlined`` empty
    boxes with a border and no other mark. ``required`` is True or False where a colour legend says so. ``complete``
    says that the marks of this sheet tell every answer box (lock or fill), so that an unmarked one is none, and
    ``explained`` that a legend or the protection of the sheet says so.
    """

    empty: set[Place] = field(default_factory=set)
    filled: set[Place] = field(default_factory=set)
    required: dict[Place, bool] = field(default_factory=dict)
    closed: set[Place] = field(default_factory=set)
    framed: set[Place] = field(default_factory=set)
    outlined: set[Place] = field(default_factory=set)
    complete: bool = False
    explained: bool = False


@dataclass
class _Palette:
    """What each fill colour of the workbook means."""

    rules: dict[str, str] = field(default_factory=dict)
    swatches: set[tuple[str, Place]] = field(default_factory=set)
    background: set[str] = field(default_factory=set)
    open_fills: set[str] = field(default_factory=set)
    closed_fills: set[str] = field(default_factory=set)
    bars: dict[str, set[Place]] = field(default_factory=dict)  # by sheet


def find_inputs(layouts: Sequence[Layout]) -> dict[str, Inputs]:
    """Return the answer boxes of each sheet of a blank, by the sheet's name."""
    palette = _palette(layouts)
    return {layout.sheet.name: _of_sheet(layout, palette) for layout in layouts}


def _of_sheet(layout: Layout, palette: _Palette) -> Inputs:
    sheet = layout.sheet
    found = Inputs()
    unlocked = {place for place in layout.boxes if (cell := layout.cell(*place)) is not None and not cell.locked}
    by_lock = bool(unlocked) and (sheet.protected or len(unlocked) < len(layout.boxes))
    bars = palette.bars[sheet.name]
    marked: set[Place] = set()
    framed: set[Place] = set()
    by_fill = False
    ground = _ground(layout)
    for place in (*layout.boxes, *_validated(layout)):
        cell = layout.cell(*place)
        if labels.EMPTY_BOX.fullmatch(layout.text(*place)):
            found.empty.add(place)
            continue
        if (sheet.name, place) in palette.swatches:
            found.closed.add(place)
            continue
        fill = cell.fill if cell is not None else None
        validation = layout.validation(*place)
        strong = validation is not None
        if ground is not None and ground[0] == fill:
            continue
        if ground is not None and fill in _WHITE and place in ground[1]:
            strong = by_fill = True
        if fill in palette.closed_fills and not strong:
            found.closed.add(place)
            continue
        if fill in palette.open_fills and place not in bars:
            strong = by_fill = True
            found.required.update(_demand(place, palette.rules.get(fill or "")))
        if by_lock and place in unlocked:
            strong = True
        if by_lock and sheet.protected and place not in unlocked:
            continue
        if strong:
            marked.add(place)
        elif place not in bars and ((cell is not None and cell.border) or layout.is_merged(*place)):
            framed.add(place)
    looks = {place for place in marked if _looks_marked(layout, place, palette)}
    texts = {place for place in layout.boxes if layout.text(*place)}
    told = sheet.protected and len(texts & unlocked) <= len(texts) / 10 and len(unlocked) < 4 * len(texts)
    if by_lock and not told and 3 <= len(looks) < len(unlocked) / 3:
        marked, by_lock = looks, False  # nearly everything is unlocked, so that the lock tells nothing
    optional_unmarked = "required" in palette.rules.values() and "optional" not in palette.rules.values()
    if not by_fill and not (by_lock and sheet.protected):
        marked |= {place for place in framed if _empty(layout.cell(*place))}
    elif optional_unmarked and by_fill:
        marked |= {place for place in framed if _empty(layout.cell(*place)) and _bordered(layout.cell(*place))}
    found.framed = {place for place in framed if not _empty(layout.cell(*place))}
    if not by_fill and not (by_lock and sheet.protected):
        marked |= {
            place
            for place in found.framed
            if labels.is_stand_in(layout.text(*place)) and not _among_headings(layout, place)
        }
    found.outlined = {place for place in framed - marked if _empty(layout.cell(*place)) and place not in found.closed}
    for place in marked:
        cell = layout.cell(*place)
        if _empty(cell):
            found.empty.add(place)
        elif cell is not None and cell.formula is None and labels.legend_rule(layout.text(*place)) is None:
            found.filled.add(place)
    found.explained = bool(palette.rules) or (by_lock and sheet.protected)
    found.complete = by_fill or (by_lock and sheet.protected)
    return found


def _validated(layout: Layout) -> Iterator[Place]:
    """Yield the validated places of which the file keeps no cell, since nothing but their validation is set."""
    known = set(layout.boxes)
    for validation in layout.sheet.validations:
        for area in validation.areas:
            bottom = min(area.bottom, max(layout.last_row, area.top + MOST_BARE_ROWS))
            for row in range(area.top, bottom + 1):
                for column in range(area.left, min(area.right, area.left + MOST_BARE_COLUMNS) + 1):
                    if layout.first(row, column) == (row, column) and (row, column) not in known:
                        known.add((row, column))
                        yield row, column


def _ground(layout: Layout) -> tuple[str, Area] | None:
    """Return the colour that a whole sheet is painted in, and how far, if white boxes are left out of it; else None."""
    painted: dict[str, list[Place]] = {}
    texts = 0
    for place in layout.boxes:
        fill = _fill(layout, place)
        texts += not _empty(layout.cell(*place))
        if fill is not None and fill not in _WHITE:
            painted.setdefault(fill, []).append(place)
    for fill, places in painted.items():
        written = sum(not _empty(layout.cell(*place)) for place in places)
        if 5 * written < 3 * texts or written < 3 or len(places) < 3 * written:
            continue
        rows, columns = [row for row, _ in places], [column for _, column in places]
        area = Area(min(rows), min(columns), max(rows), max(columns))
        white = [p for p in layout.boxes if _fill(layout, p) in _WHITE and p in area]
        if 2 <= len(white) < len(places) and 2 * sum(_empty(layout.cell(*p)) for p in white) > len(white):
            return fill, area
    return None


def _among_headings(layout: Layout, place: Place) -> bool:
    """Tell whether a text such as "vælg" stands in a row of units or hints under headings, and so is no box."""
    texts = [text for _, text in layout.by_row.get(place[0], [])]
    stand_ins = sum(map(labels.is_stand_in, texts))
    return place[0] > 1 and bool(layout.text(place[0] - 1, place[1])) and len(texts) - stand_ins >= 2 * stand_ins


def _demand(place: Place, rule: str | None) -> Iterator[tuple[Place, bool]]:
    if rule in ("required", "optional"):
        yield place, rule == "required"


def _empty(cell: Cell | None) -> bool:
    return cell is None or (cell.is_blank and cell.formula is None)


def _bordered(cell: Cell | None) -> bool:
    return cell is not None and cell.border


def _looks_marked(layout: Layout, place: Place, palette: _Palette) -> bool:
    """Tell whether an unlocked box also looks like one, for sheets where nearly everything is unlocked."""
    cell = layout.cell(*place)
    framed = cell is not None and (cell.border or cell.fill in palette.open_fills)
    return framed or layout.validation(*place) is not None


def _bars(layout: Layout) -> Iterator[Place]:
    """Yield empty boxes that only continue the coloured bar of a heading beside them."""
    rows: dict[int, list[Place]] = {}
    for place in layout.boxes:
        rows.setdefault(place[0], []).append(place)
    for places in rows.values():
        run: list[Place] = []
        for place in sorted(places):
            if run and _continues(layout, run[-1], place):
                run.append(place)
                continue
            yield from _unwritten(layout, run)
            run = [place] if _fill(layout, place) not in _WHITE else []
        yield from _unwritten(layout, run)


def _unwritten(layout: Layout, run: Sequence[Place]) -> Iterator[Place]:
    """Yield the empty boxes of a coloured run in which a text stands."""
    if any(layout.text(*each) for each in run):
        yield from (each for each in run if not layout.text(*each))


def _continues(layout: Layout, before: Place, place: Place) -> bool:
    same = _fill(layout, before) == _fill(layout, place)
    return same and layout.area(*before).right + 1 == place[1]


def _fill(layout: Layout, place: Place) -> str | None:
    cell = layout.cell(*place)
    return cell.fill if cell is not None else None


def _palette(layouts: Iterable[Layout]) -> _Palette:
    """Work out what each colour of the workbook means, from its legend and from where it is used."""
    palette = _Palette()
    empty: Counter[str] = Counter()
    written: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    texts = 0
    spoken: list[tuple[set[str], str]] = []
    for layout in layouts:
        legend = set()
        for place, text in layout.texts():
            if labels.legend_rule(text) is not None:
                legend.add(place)
                _read_legend(layout, place, text, palette, spoken)
        bars = palette.bars[layout.sheet.name] = set(_bars(layout))
        for place in layout.boxes:
            cell = layout.cell(*place)
            fill = cell.fill if cell is not None else None
            if cell is None or place in legend:
                continue
            filled = not _empty(cell) and not labels.is_stand_in(layout.text(*place))
            texts += filled
            if fill in _WHITE or fill is None:
                continue
            unlocked = layout.sheet.protected and not cell.locked
            if layout.validation(*place) is not None or unlocked:
                sure[fill] += 1
            if filled:
                written[fill] += cell.formula is None
            elif place not in bars and (layout.sheet.name, place) not in palette.swatches:
                empty[fill] += 1
    for colours, rule in spoken:
        for fill in empty:
            if fill not in palette.rules and empty[fill] >= 2 * written[fill] and _named(fill, colours):
                palette.rules[fill] = rule
    _sort_fills(palette, empty, written, sure, texts)
    return palette


def _sort_fills(palette: _Palette, empty: Counter[str], written: Counter[str], sure: Counter[str], texts: int) -> None:
    coloured = {fill for fill in empty if not _is_grey(fill) and (sure[fill] or empty[fill] >= 2 * written[fill])}
    for fill in set(empty) | set(palette.rules):
        rule = palette.rules.get(fill)
        if rule == "closed":
            palette.closed_fills.add(fill)
        elif rule is not None or sure[fill]:
            palette.open_fills.add(fill)
        elif written[fill] > max(3, texts // 2):
            palette.background.add(fill)
        elif _lightness(fill) < 0.35 or (_is_grey(fill) and (coloured - {fill} or palette.open_fills)):
            palette.closed_fills.add(fill)
        elif empty[fill] >= max(1, 2 * written[fill]):
            palette.open_fills.add(fill)


def _read_legend(
    layout: Layout, place: Place, text: str, palette: _Palette, spoken: list[tuple[set[str], str]]
) -> None:
    """Note what a legend text says: of its own fill, of the swatch beside it, or of the colours it names."""
    clauses = [(labels.colour_words(part), labels.demand(part)) for part in _CLAUSE.split(text)]
    named = [(colours, rule) for colours, rule in clauses if colours]
    whole = "open" if "*" in text else labels.legend_rule(text) or "open"  # what is demanded of starred fields
    own = _fill(layout, place)
    if len(named) <= 1 and own not in _WHITE and own is not None:
        palette.rules[own] = whole
        return
    if len(named) <= 1:
        beside = [next(layout.left_of(*place), None), next(layout.right_of(*place), None)]
        for swatch in beside:
            if swatch is None or (layout.text(*swatch) and not labels.colour_words(layout.text(*swatch))):
                continue
            fill = _fill(layout, swatch)
            if fill not in _WHITE and fill is not None and layout.validation(*swatch) is None:
                palette.rules[fill] = whole
                palette.swatches.add((layout.sheet.name, swatch))
                return
    last = whole
    for colours, rule in named:
        last = rule or last
        spoken.append((colours, last))


def _named(fill: str, colours: set[str]) -> bool:
    """Tell whether a legend's colour words mean this fill."""
    if "any" in colours or ("light" in colours and _lightness(fill) >= 0.85):
        return True
    return hue_name(fill) in colours


def hue_name(fill: str) -> str:
    """Return the everyday name of a fill colour, as a legend would call it."""
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (0, 2, 4)) if _is_hex(fill) else (1.0, 1.0, 1.0)
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.985:
        return "white"
    if saturation < 0.12 or max(red, green, blue) - min(red, green, blue) < 0.03:
        return "grey"
    degrees = hue * 360
    if degrees < 14 or degrees >= 340:
        return "red"
    if degrees < 40:
        return "orange"
    if degrees < 52:
        return "yellow" if light >= 0.78 else "orange"
    for limit, name in ((70, "yellow"), (170, "green"), (260, "blue")):
        if degrees < limit:
            return name
    return "purple"


def _is_hex(fill: str) -> bool:
    return len(fill) == 6 and all(sign in "0123456789ABCDEFabcdef" for sign in fill)


def _is_grey(fill: str) -> bool:
    return hue_name(fill) == "grey"


def _lightness(fill: str) -> float:
    if not _is_hex(fill):
        return 1.0
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)[1]
