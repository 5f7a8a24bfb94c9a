"""Says which row of a copy is which row of the blank: the rows in order that share most text.

Both the rows and their order are kept: of all ways to go down both sheets at once, the one is taken whose pairs of rows
share most, rare texts counting more. Inserted and deleted rows are simply passed over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SAME_DISTANCE = 0.02  # what it is worth that two pairs that follow one another are equally far apart on both sides
_MANY_PAIRS = 2500  # a text that could pair more rows than this says little about any of them


@dataclass(frozen=True)
class RowText:
    """A text in comparable form and the row of the blank that it stands in."""

    row: int
    text: str


def match_rows(texts: Sequence[RowText], here: Mapping[str, Iterable[int]]) -> dict[int, int]:
    """Return the row of the copy for each row of the blank that has one, rising on both sides.

    ``here`` says in which rows of the copy each text stands.
    """
    return dict(_best_chain(_scores(texts, here)))


def _scores(texts: Sequence[RowText], here: Mapping[str, Iterable[int]]) -> dict[tuple[int, int], float]:
    """Return how much each row of the blank has in common with each row of the copy, where they share anything."""
    often = Counter(each.text for each in texts)
    rows = {text: sorted(set(here.get(text, ()))) for text in often}
    scores: dict[tuple[int, int], float] = defaultdict(float)
    common: list[RowText] = []
    for each in texts:
        if often[each.text] * len(rows[each.text]) > _MANY_PAIRS:
            common.append(each)
            continue
        worth = _worth(each.text, often, rows)
        for row in rows[each.text]:
            scores[each.row, row] += worth
    met: Counter[str] = Counter()
    paired: dict[int, list[int]] = defaultdict(list)
    for there, row in scores:
        paired[there].append(row)
    standing = {text: set(rows[text]) for text in {each.text for each in common}}
    for each in common:
        # Too many pairs to weigh: only those that rarer texts speak for, and, where nothing was added or taken away,
        # the one of the same number.
        found = rows[each.text]
        candidates = standing[each.text].intersection(paired.get(each.row, ()))
        if len(found) == often[each.text]:
            candidates.add(found[met[each.text]])
        for row in candidates:
            scores[each.row, row] += _worth(each.text, often, rows)
        met[each.text] += 1
    return scores


def _worth(text: str, often: Mapping[str, int], rows: Mapping[str, Sequence[int]]) -> float:
    return (1 + min(len(text), 40) / 40) / often[text] / max(1, len(rows[text]) - often[text] + 1)


def _best_chain(scores: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return the pairs of rows, rising on both sides, that score most together; pairs at one distance are preferred."""
    pairs = sorted(scores)
    place = {row: number for number, row in enumerate(sorted({here for _, here in pairs}), 1)}
    best: list[float] = []
    link: list[int] = []
    below = _BestBelow(len(place))
    at_distance: dict[int, int] = {}
    waiting: list[int] = []
    for number, (there, here) in enumerate(pairs):
        if waiting and pairs[waiting[0]][0] < there:
            for each in waiting:
                below.put(place[pairs[each][1]], best[each], each)
            waiting.clear()
        top, from_ = below.best(place[here] - 1)
        before = at_distance.get(here - there)
        if before is not None and best[before] + SAME_DISTANCE > top:
            top, from_ = best[before] + SAME_DISTANCE, before
        best.append(top + scores[there, here])
        link.append(from_)
        waiting.append(number)
        if before is None or best[number] > best[before]:
            at_distance[here - there] = number
    chain: list[tuple[int, int]] = []
    at = max(range(len(pairs)), key=best.__getitem__, default=-1)
    while at >= 0:
        chain.append(pairs[at])
        at = link[at]
    return chain[::-1]


class _BestBelow:
    """The best value put in at any place up to a given one: a Fenwick tree of maxima, places counted from 1."""

    def __init__(self, places: int) -> None:
        self._tree: list[tuple[float, int]] = [(0.0, -1)] * (places + 1)

    def put(self, place: int, value: float, what: int) -> None:
        while place < len(self._tree):
            if value > self._tree[place][0]:
                self._tree[place] = (value, what)
            place += place & -place

    def best(self, place: int) -> tuple[float, int]:
        found = (0.0, -1)
        while place > 0:
            found = max(found, self._tree[place], key=lambda each: each[0])
            place -= place & -place
        return found
