"""Tells which template a workbook was made on, by the texts of its sheets; their names are only a hint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from koorddesk.workbooks import labels
from koorddesk.workbooks.align import LEAST_SHARE, common_texts, keys_of, sheet_share
from koorddesk.workbooks.grid import Grid, SheetVisibility
from koorddesk.workbooks.layout import Layout
from koorddesk.workbooks.own_sheet import is_own
from koorddesk.workbooks.template import Template, TemplateSheet

SURE = 0.5  # of a template's texts that a workbook has to hold
_AS_LIKE = 0.15  # how much less of the texts a second sheet may hold and still be a copy of the same
_LEAST_OF_NAME = 0.4  # of a sheet's texts that a sheet of its name has to hold to be the form, beside one more alike
_SAME_NAME = 0.08  # what an equal sheet name adds where texts alone do not decide


@dataclass(frozen=True)
class SheetMatch:
    """A sheet of the blank, the sheet of the copy that answers it, and the share of its texts found there."""

    sheet: TemplateSheet
    layout: Layout
    share: float


@dataclass(frozen=True)
class Recognised:
    """How well a workbook fits one template: the share of its texts found, and the sheets that carry them.

    ``twins`` are further sheets that fit a sheet of the blank as well; ``missing`` sheets of the blank not found.
    """

    template: Template
    share: float
    sheets: tuple[SheetMatch, ...]
    twins: tuple[SheetMatch, ...] = ()
    missing: tuple[TemplateSheet, ...] = ()


def layouts_of(grid: Grid) -> list[Layout]:
    """Return the sheets of a workbook as layouts, in their order, without sheets that the program itself added."""
    return [Layout(sheet) for sheet in grid.sheets if not is_own(sheet)]


def recognise(layouts: Sequence[Layout], templates: Sequence[Template]) -> list[Recognised]:
    """Return how well each template fits, the best first; of equal ones the later version first."""
    keys = [keys_of(layout) for layout in layouts]
    found = [fit(template, layouts, keys) for template in templates]
    order = {id(each): number for number, each in enumerate(found)}
    return sorted(found, key=lambda each: (-round(each.share, 4), -order[id(each)]))


def fit(template: Template, layouts: Sequence[Layout], keys: Sequence[set[str]] | None = None) -> Recognised:
    """Return how well a workbook fits a template, each sheet of the blank assigned to at most one sheet."""
    keys = keys or [keys_of(layout) for layout in layouts]
    common = common_texts(template)
    blanks = [sheet for sheet in template.sheets if not sheet.hidden and sheet.printed]
    scored: list[tuple[float, float, int, int]] = []
    for s, sheet in enumerate(blanks):
        for n, layout in enumerate(layouts):
            share = sheet_share(sheet, keys[n], common)
            if share >= LEAST_SHARE:
                scored.append((share + _hint(sheet, layout), share, s, n))
    scored.sort(key=lambda each: (-each[0], each[2], each[3]))
    taken: dict[int, SheetMatch] = {}
    used: set[int] = set()
    sheets: dict[int, int] = {}
    twins: list[SheetMatch] = []
    for _, share, s, n in scored:
        match = SheetMatch(blanks[s], layouts[n], share)
        if s not in taken and n not in used:
            taken[s] = match
            sheets[s] = n
            used.add(n)
    for _, share, s, n in scored:
        if n in used:
            continue
        twin = SheetMatch(blanks[s], layouts[n], share)
        if not _hold_the_same(blanks[s], keys[sheets[s]], keys[n]):
            if name_rank(twin) == 2 > name_rank(taken[s]):  # what kept the name is the form, the other was torn off it
                taken[s] = replace(twin, share=min(1.0, share + taken[s].share))
                used ^= {n, sheets[s]}
                sheets[s] = n
            continue
        named = name_rank(twin) > max(1, name_rank(taken[s]))
        if share >= (_LEAST_OF_NAME if named else max(SURE, taken[s].share - _AS_LIKE)):
            if _own_texts(twin) and (not _own_texts(taken[s]) or name_rank(twin) > name_rank(taken[s])):
                taken[s], twin = twin, taken[s]
            twins.append(twin)
            used.add(n)
    weights = [_weight(sheet) for sheet in blanks]
    whole = sum(weights)
    share = sum(taken[s].share * weights[s] for s in taken) / whole if whole else 0.0
    missing = tuple(sheet for s, sheet in enumerate(blanks) if s not in taken)
    return Recognised(template, share, tuple(taken[s] for s in sorted(taken)), tuple(twins), missing)


def _hold_the_same(sheet: TemplateSheet, one: set[str], other: set[str]) -> bool:
    """Tell whether two sheets hold the same texts of a blank; two parts of a sheet that was torn apart do not."""
    wanted = {labels.key(each.text) for each in sheet.printed}
    first, second = wanted & one, wanted & other
    return 2 * len(first & second) >= min(len(first), len(second))


def name_rank(match: SheetMatch) -> int:
    """Return how well a sheet's name says that it is the form: 2 its own name, 1 much of it, 0 another, -1 a draft."""
    name, wanted = labels.key(match.layout.sheet.name), labels.key(match.sheet.name)
    if labels.DRAFT.search(name):
        return -1
    return 2 if name == wanted else int(wanted in name)


def _own_texts(match: SheetMatch) -> int:
    """Return how many texts of a sheet are not the blank's: 0 for a sheet that nobody has filled in."""
    printed = {labels.key(each.text) for each in match.sheet.printed}
    return sum(labels.key(text) not in printed for _, text in match.layout.texts())


def is_filled(match: SheetMatch) -> bool:
    """Tell whether a sheet holds more than what the blank has printed on it."""
    return _own_texts(match) > 0


def _hint(sheet: TemplateSheet, layout: Layout) -> float:
    """Return what a sheet's name and visibility add to its likeness."""
    same = _SAME_NAME if labels.key(sheet.name) == labels.key(layout.sheet.name) else 0.0
    return same - (_SAME_NAME if layout.sheet.visibility is not SheetVisibility.VISIBLE else 0.0)


def _weight(sheet: TemplateSheet) -> float:
    """Return what a sheet counts in the whole: its texts, more where it asks something."""
    return len({labels.key(each.text) for each in sheet.printed}) * (3.0 if sheet.inputs else 1.0)
