"""Lays a filled-in sheet over the sheet of the blank: which text here is which text there.

Rows are matched in order by the texts they share, so that inserted and deleted rows do no harm; what has been moved is
found by its text alone, a label with its answer typed behind it by its beginning, a reworded one by likeness between
its neighbours. Nothing here looks at positions as such.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from koorddesk.workbooks import labels
from koorddesk.workbooks.layout import Layout, Place
from koorddesk.workbooks.row_chain import RowText, match_rows
from koorddesk.workbooks.template import Printed, Template, TemplateSheet

LEAST_SHARE = 0.25  # of a blank sheet's texts that have to be found for a sheet to count as its copy
LIKE_ENOUGH = 0.6  # similarity from which a reworded text can be taken
CLEARLY = 0.08  # by how much the best has to beat the next
WIDEST_GAP = 80  # rows of a copy that are searched for one reworded text
_TECHNICAL = re.compile(r"[a-zæøå]{1,12}_\d{1,6}", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*%?")
_LABEL_AND_ANSWER = re.compile(r"(.{3,}?)\s*[:?]\s*(?=\S)", re.DOTALL)


@dataclass
class Pairing:
    """A sheet of the blank and the sheet of the copy that answers it.

    ``places`` maps the first cell of each printed text to its place in the copy; ``behind`` keeps what was typed
    behind a label in its own cell, ``reworded`` how like a text is that was taken although it differs.
    """

    sheet: TemplateSheet
    layout: Layout
    share: float
    places: dict[Place, Place] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    behind: dict[Place, str] = field(default_factory=dict)
    reworded: dict[Place, float] = field(default_factory=dict)
    taken: set[Place] = field(default_factory=set)
    _known: list[int] = field(default_factory=list)
    _columns: dict[int, int] | None = None
    _printed: dict[Place, str] | None = None

    def row(self, row: int) -> int:
        """Return the row of the copy that corresponds to a row of the blank, by its nearest matched row above."""
        if row in self.rows:
            return self.rows[row]
        if len(self._known) != len(self.rows):
            self._known = sorted(self.rows)
        before = bisect_left(self._known, row)
        if before:
            return self.rows[self._known[before - 1]] + row - self._known[before - 1]
        return max(1, self.rows[self._known[0]] - (self._known[0] - row)) if self._known else row

    def column(self, column: int) -> int:
        """Return the column of the copy that corresponds to a column of the blank, by the texts matched around it."""
        if self._columns is None:
            votes: dict[int, Counter[int]] = defaultdict(Counter)
            for (_, there), (_, here) in self.places.items():
                votes[there][here] += 1
            self._columns = {there: found.most_common(1)[0][0] for there, found in votes.items()}
        if column in self._columns:
            return self._columns[column]
        before = [there for there in self._columns if there < column]
        after = [there for there in self._columns if there > column]
        shift = self._columns[max(before)] - max(before) if before else 0
        if after and not before:
            shift = self._columns[min(after)] - min(after)
        return max(1, column + shift)

    def set_columns(self, columns: Mapping[int, int]) -> None:
        """Trust a table's own headings over the votes of single texts."""
        self.column(1)
        assert self._columns is not None
        self._columns.update(columns)

    def keeps_order(self) -> bool:
        """Tell whether the copy's columns stand in the blank's order, as after inserting or deleting some."""
        self.column(1)
        assert self._columns is not None
        here = [self._columns[there] for there in sorted(self._columns)]
        return here == sorted(here)

    def text(self, there: Place) -> str:
        """Return what the blank has printed in a cell."""
        if self._printed is None:
            self._printed = {(each.row, each.column): each.text for each in self.sheet.printed}
        return self._printed.get(there, "")

    def is_printed(self, place: Place) -> bool:
        """Tell whether a cell of the copy holds a text of the blank."""
        return place in self.taken


def sheet_share(sheet: TemplateSheet, keys: set[str], common: Counter[str]) -> float:
    """Return how much of a blank sheet's texts a sheet of the copy holds, rare texts counting more."""
    weights = {labels.key(each.text): 1 / common[labels.key(each.text)] for each in sheet.printed if _tells(each)}
    whole = sum(weights.values())
    ordered = sorted(keys)
    return sum(weight for text, weight in weights.items() if _begins(ordered, text)) / whole if whole else 0.0


def _begins(ordered: Sequence[str], text: str) -> bool:
    """Tell whether a text, or one that begins with it (an answer typed behind its label), is among sorted ones."""
    at = bisect_left(ordered, text)
    if at == len(ordered):
        return False
    found = ordered[at]
    return found == text or (len(text) > 3 and found.startswith(text) and not found[len(text)].isalnum())


def _tells(printed: Printed) -> bool:
    """Tell whether a text says which form it is: words of the form, no figure and no technical name (``id_012``)."""
    return is_text(printed) and not _is_technical(printed.text)


def is_text(printed: Printed) -> bool:
    """Tell whether a printed text can serve to find its place again: no bare figure."""
    return bool(printed.text) and not _is_figure(printed.text)


@functools.lru_cache(1 << 14)
def _is_technical(text: str) -> bool:
    return _TECHNICAL.fullmatch(text) is not None


@functools.lru_cache(1 << 14)
def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def common_texts(template: Template) -> Counter[str]:
    """Count on how many sheets of the blank each text stands."""
    return Counter(
        text for sheet in template.sheets for text in {labels.key(each.text) for each in sheet.printed if is_text(each)}
    )


def keys_of(layout: Layout) -> set[str]:
    """Return every text of a sheet in comparable form."""
    return {labels.key(text) for _, text in layout.texts()}


def pair(
    sheet: TemplateSheet,
    layout: Layout,
    share: float,
    field_labels: Sequence[Place],
    headings: Sequence[Place] = (),
    row_labels: Sequence[Place] = (),
) -> Pairing:
    """Match the texts of a blank sheet with those of a sheet of the copy.

    ``field_labels`` and ``row_labels`` of tables are worth a closer look; ``headings`` of tables are compared column
    by column elsewhere.
    """
    pairing = Pairing(sheet, layout, share)
    printed = sheet.printed
    if all(layout.text(each.row, each.column) == each.text for each in printed):  # as nearly all come back
        _take_all(pairing, printed)
        return pairing
    here: dict[str, list[Place]] = defaultdict(list)
    wanted = {labels.key(each.text) for each in printed}
    asking = _only_labels(printed, set(field_labels))
    answered: dict[Place, str] = {}
    for place, text in layout.texts():
        if (found := labels.key(text)) in wanted:
            here[found].append(place)
        elif (begun := _LABEL_AND_ANSWER.match(text)) and (found := labels.key(begun[1])) in asking:
            answered[place] = found
    # Labels that stand several times, with answers typed behind some of them ("Takst: 1.250"), keep their order.
    for text in set(answered.values()):
        behind = [place for place, found in answered.items() if found == text]
        if len(here.get(text, ())) + len(behind) == asking[text] > 1:
            here[text] = sorted([*here.get(text, ()), *behind])
    _match_rows(pairing, printed, here)
    _match_moved(pairing, printed, here)
    for there, place in pairing.places.items():
        if place in answered:
            text = layout.text(*place)
            begun = _LABEL_AND_ANSWER.match(text)
            _keep_behind(pairing, there, text[len(begun[1]) if begun else 0 :].strip())
    _match_behind(pairing, printed, set(field_labels))
    heads = set(headings)
    _match_reworded(pairing, [each for each in printed if (each.row, each.column) not in heads])
    _match_by_place(pairing, printed, (set(field_labels) | set(row_labels)) - heads)
    return pairing


def _only_labels(printed: Sequence[Printed], field_labels: set[Place]) -> Counter[str]:
    """Count how often each text stands that labels a field wherever it stands."""
    often = Counter(labels.key(each.text) for each in printed)
    asking = Counter(labels.key(each.text) for each in printed if (each.row, each.column) in field_labels)
    return Counter({text: number for text, number in asking.items() if often[text] == number})


def _take(pairing: Pairing, there: Place, here: Place) -> None:
    pairing.places[there] = here
    pairing.taken.add(here)


def _take_all(pairing: Pairing, printed: Sequence[Printed]) -> None:
    """Take every text where the blank has it."""
    for each in printed:
        _take(pairing, (each.row, each.column), (each.row, each.column))
        if is_text(each):
            pairing.rows[each.row] = each.row


def _match_rows(pairing: Pairing, printed: Sequence[Printed], here: Mapping[str, list[Place]]) -> None:
    """Match rows in order by the texts they share, then the texts within matched rows from left to right."""
    texts = [RowText(each.row, labels.key(each.text)) for each in printed if is_text(each)]
    pairing.rows.update(match_rows(texts, {text: [row for row, _ in places] for text, places in here.items()}))
    by_row: dict[int, list[Printed]] = defaultdict(list)
    for each in printed:
        by_row[each.row].append(each)
    in_row: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for text, places in here.items():
        for place in places:
            in_row[text, place[0]].append(place)
    for there, row in pairing.rows.items():
        for each in sorted(by_row[there], key=lambda each: each.column):
            free = [place for place in in_row.get((labels.key(each.text), row), ()) if place not in pairing.taken]
            if free:
                _take(pairing, (each.row, each.column), free[0])


def _match_moved(pairing: Pairing, printed: Sequence[Printed], here: Mapping[str, list[Place]]) -> None:
    """Match what stands elsewhere: a text that is left once on both sides, or stands as before to its neighbour."""
    matched = _Matched(pairing.places)
    for _ in range(2):
        left = [each for each in printed if (each.row, each.column) not in pairing.places and is_text(each)]
        missing = Counter(labels.key(each.text) for each in left)
        free = {text: {place for place in here.get(text, ()) if place not in pairing.taken} for text in missing}
        for each in left:
            text = labels.key(each.text)
            found = next(iter(free[text])) if len(free[text]) == 1 and missing[text] == 1 else None
            if found is None and (above := matched.nearest_above(each)) is not None:
                row, column = pairing.places[above]
                beside = (row + each.row - above[0], column + each.column - above[1])
                found = beside if beside in free[text] else None
            if found is not None:
                _take(pairing, (each.row, each.column), found)
                free[text].discard(found)
                matched.add((each.row, each.column))


class _Matched:
    """The matched texts of the blank by their rows."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._columns: dict[int, list[int]] = {}
        self._rows: list[int] = []
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        row, column = place
        if row not in self._columns:
            insort(self._rows, row)
            self._columns[row] = []
        self._columns[row].append(column)

    def nearest_above(self, each: Printed) -> Place | None:
        """Return the matched text in the nearest row above, or in its own, that stands closest to a text's column."""
        before = bisect_right(self._rows, each.row)
        if not before:
            return None
        row = self._rows[before - 1]
        return row, min(self._columns[row], key=lambda column: abs(column - each.column))


def _match_behind(pairing: Pairing, printed: Sequence[Printed], field_labels: set[Place]) -> None:
    """Match labels behind which, in their own cell, something was typed ("Telefon: 12 34 56 78")."""
    left = [
        each
        for each in printed
        if (each.row, each.column) in field_labels and (each.row, each.column) not in pairing.places
    ]
    if not left:
        return
    texts = [(place, text) for place, text in pairing.layout.texts() if place not in pairing.taken]
    for each in left:
        start = labels.clean(each.text).rstrip(" :*.?_…").casefold()
        if len(start) < 3:
            continue
        found = [
            (place, text[len(start) :].strip())
            for place, text in texts
            if text.casefold().startswith(start)
            and not text[len(start) : len(start) + 1].isalnum()
            and place not in pairing.taken
        ]
        if len(found) != 1:
            continue
        place, rest = found[0]
        _take(pairing, (each.row, each.column), place)
        _keep_behind(pairing, (each.row, each.column), rest)


def _keep_behind(pairing: Pairing, there: Place, rest: str) -> None:
    """Keep what follows a label in its own cell, as an answer or as other words for the label."""
    typed = rest.lstrip(" :?.*–-").strip(" _…")
    if typed and not _is_wording(rest, typed):
        pairing.behind[there] = typed
    else:
        pairing.reworded[there] = 0.96


def _is_wording(rest: str, typed: str) -> bool:
    """Tell whether what follows a label only words it otherwise: a parenthesis, or plain words without a colon."""
    if typed.startswith("(") and typed.endswith(")"):
        return True
    plain = typed.islower() and not any(sign.isdigit() for sign in typed) and "@" not in typed
    return plain and not rest.startswith((":", "?", "-", "–")) and len(typed.split()) <= 6


def _match_reworded(pairing: Pairing, printed: Sequence[Printed]) -> None:
    """Match texts that were worded differently, between the same neighbours, where one is clearly the most alike."""
    left = [
        each
        for each in printed
        if (each.row, each.column) not in pairing.places
        and is_text(each)
        and len(each.text) > 3
        and not labels.is_stand_in(each.text)
    ]
    if not left:
        return
    texts = [
        (place, text)
        for place, text in pairing.layout.texts()
        if place not in pairing.taken and not _FIGURE.fullmatch(text)
    ]
    candidates: list[tuple[float, Place, Place]] = []
    for each in left:
        low, high = _gap(pairing, each.row)
        for place, text in texts:
            if low <= place[0] <= high and min(len(text), len(each.text)) > 0.2 * max(len(text), len(each.text)):
                score = labels.similarity(each.text, text)
                if score >= LIKE_ENOUGH:
                    candidates.append((score, (each.row, each.column), place))
    candidates.sort(reverse=True)
    for score, there, here in candidates:
        if there in pairing.places or here in pairing.taken:
            continue
        rivals = [
            other
            for other, t, h in candidates
            if (t == there) != (h == here) and t not in pairing.places and h not in pairing.taken
        ]
        if not rivals or score - max(rivals) >= CLEARLY or score > 0.95:
            _take(pairing, there, here)
            pairing.reworded[there] = score
            pairing.rows.setdefault(there[0], here[0])


def _match_by_place(pairing: Pairing, printed: Sequence[Printed], field_labels: set[Place]) -> None:
    """Match a label that reads quite differently if its neighbours above and below have kept their distance to it."""
    known = sorted(pairing.rows)
    for each in printed:
        at = (each.row, each.column)
        if at in pairing.places or at not in field_labels:
            continue
        before, after = bisect_left(known, each.row), bisect_right(known, each.row)
        above = [pairing.rows[there] - there for there in known[max(0, before - 1) : before]]
        below = [pairing.rows[there] - there for there in known[after : after + 1]]
        here = (pairing.row(each.row), pairing.column(each.column))
        if each.row not in pairing.rows and not (above and (not below or above == below)):
            alone = _only_one_between(pairing, printed, each)
            if alone is None:
                continue
            here = alone
        text = pairing.layout.text(*here)
        if not text or here in pairing.taken or pairing.layout.first(*here) != here:
            continue
        if len(text) <= 120 and not _FIGURE.fullmatch(text):
            _take(pairing, at, here)
            pairing.reworded[at] = 0.0


def _only_one_between(pairing: Pairing, printed: Sequence[Printed], each: Printed) -> Place | None:
    """Return the one text left between the same neighbours as a label, if the label too is the only one left there."""
    before = max((row for row in pairing.rows if row < each.row), default=None)
    after = min((row for row in pairing.rows if row > each.row), default=None)
    if before is None or after is None:
        return None
    missing = [
        other
        for other in printed
        if before < other.row < after and (other.row, other.column) not in pairing.places and is_text(other)
    ]
    column = pairing.column(each.column)
    texts = [
        place
        for place, _ in pairing.layout.texts()
        if pairing.rows[before] < place[0] < pairing.rows[after] and place[1] == column and place not in pairing.taken
    ]
    return texts[0] if missing == [each] and len(texts) == 1 else None


def _gap(pairing: Pairing, row: int) -> tuple[int, int]:
    """Return the rows of the copy between the nearest matched rows above and below a row of the blank."""
    if row in pairing.rows:
        return pairing.rows[row], pairing.rows[row]
    low = max((here for there, here in pairing.rows.items() if there < row), default=0)
    high = min((here for there, here in pairing.rows.items() if there > row), default=pairing.layout.last_row + 1)
    if high - low > WIDEST_GAP:
        expected = pairing.row(row)
        return max(low, expected - WIDEST_GAP // 2), min(high, expected + WIDEST_GAP // 2)
    return low, max(high, low)
