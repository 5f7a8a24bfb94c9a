"""Assigns the columns of a filled-in table to those of the blank, by their headings, one to one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from koorddesk.workbooks import labels

LIKE_ENOUGH = 0.55  # similarity from which a reworded heading can be taken
CLEARLY = 0.08  # by how much it has to beat every other pair of its row or column
_TRIES = 4000  # pairs tried for the best assignment; the first ones tried are the most alike
_BETWEEN = 0.12  # what standing between the same neighbours adds
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Path = tuple[str, ...]


@dataclass
class Columns:
    """Which column of the copy is which column of the blank.

    ``taken`` maps blank to copy; ``reworded`` keeps how like a heading is that was taken although it differs (0 where
    only its place told); ``twice`` are columns whose heading stands several times in the copy, ``missing`` columns of
    the blank not found, ``added`` columns of the copy left over.
    """

    taken: dict[int, int] = field(default_factory=dict)
    reworded: dict[int, float] = field(default_factory=dict)
    twice: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


def assign(there: Mapping[int, Path], here: Mapping[int, Path]) -> Columns:
    """Return the assignment of the copy's columns (``here``) to the blank's (``there``), each by its heading path."""
    found = Columns()
    _exact(found, there, here, _whole)
    _exact(found, there, here, _lowest)
    _exact(found, there, here, _words_together)
    _alike(found, there, here)
    _by_place(found, there, here)
    found.missing = [column for column in there if column not in found.taken]
    used = set(found.taken.values())
    found.added = [column for column in here if column not in used]
    return found


def _whole(path: Path) -> Path:
    return tuple(labels.key(text) for text in path)


def _lowest(path: Path) -> Path:
    return (labels.key(path[-1]),)


def _words_together(path: Path) -> Path:
    """Return every word of a heading with its upper ones: "1. kvartal" over "Antal" written as "Antal 1. kvartal"."""
    return tuple(sorted(_WORD.findall(" ".join(map(labels.key, path)))))


def _exact(found: Columns, there: Mapping[int, Path], here: Mapping[int, Path], key: Callable[[Path], Path]) -> None:
    """Take equal headings; equal ones that occur several times only where both sides have as many, in order."""
    left: dict[Path, list[int]] = defaultdict(list)
    right: dict[Path, list[int]] = defaultdict(list)
    used = set(found.taken.values())
    for column, path in there.items():
        if column not in found.taken:
            left[key(path)].append(column)
    for column, path in here.items():
        if column not in used:
            right[key(path)].append(column)
    for text, columns in left.items():
        others = right.get(text, [])
        if not others:
            continue
        if len(columns) == len(others) and (len(columns) == 1 or key is _whole):
            pairs = list(zip(sorted(columns), sorted(others), strict=True))
        elif len(columns) == 1:
            pairs = [(columns[0], _nearest(found, there, here, columns[0], others))]
            found.twice += columns if len(others) > 1 else []
        else:
            pairs = []
        for column, other in pairs:
            if key is _lowest and _years(there[column]) - _years(here[other]) and _years(here[other]):
                continue
            found.taken[column] = other


def _nearest(
    found: Columns, there: Mapping[int, Path], here: Mapping[int, Path], column: int, others: Sequence[int]
) -> int:
    """Return the one of several equal headings that stands between the same neighbours, or the first."""
    between = [other for other in others if _is_between(found, there, here, column, other)]
    return between[0] if between else others[0]


def _years(path: Path) -> set[str]:
    return set(_YEAR.findall(" ".join(path)))


def _likeness(one: Path, other: Path) -> float:
    """Return how alike two heading paths are; years that contradict rule it out."""
    if _years(one) and _years(other) and _years(one) != _years(other):
        return 0.0
    lowest = labels.similarity(one[-1], other[-1])
    if len(one) > 1 and len(other) > 1:
        upper = labels.similarity(" ".join(one[:-1]), " ".join(other[:-1]))
        return 0.7 * lowest + 0.3 * upper
    if len(one) != len(other):
        return max(lowest * 0.95, labels.similarity(" ".join(one), " ".join(other)))
    return lowest


def _alike(found: Columns, there: Mapping[int, Path], here: Mapping[int, Path]) -> None:
    """Take reworded headings where the best assignment of all that are left is clearly better without alternative."""
    used = set(found.taken.values())
    right = [column for column in here if column not in used]
    scores: dict[tuple[int, int], float] = {}
    for column in there:
        if column in found.taken:
            continue
        for other in right:
            score = _likeness(there[column], here[other])
            if score >= LIKE_ENOUGH - _BETWEEN and _is_between(found, there, here, column, other):
                score += _BETWEEN
            if score >= LIKE_ENOUGH:
                scores[column, other] = score
    best, pairs = _assignment(scores)
    for pair in pairs:
        without, _ = _assignment({other: score for other, score in scores.items() if other != pair})
        if best - without >= CLEARLY:
            found.taken[pair[0]] = pair[1]
            found.reworded[pair[0]] = _likeness(there[pair[0]], here[pair[1]])


def _assignment(scores: Mapping[tuple[int, int], float]) -> tuple[float, list[tuple[int, int]]]:
    """Return the pairs, no column twice, that score most together, and their sum; few pairs are tried exactly."""
    ordered = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    best: tuple[float, list[tuple[int, int]]] = (0.0, [])
    budget = _TRIES

    def extend(start: int, total: float, pairs: list[tuple[int, int]]) -> None:
        nonlocal best, budget
        if total > best[0] + 1e-9:
            best = total, pairs
        for number in range(start, len(ordered)):
            pair, score = ordered[number]
            budget -= 1
            if budget < 0 or total + score * (len(ordered) - number) <= best[0]:
                return
            if all(pair[0] != column and pair[1] != other for column, other in pairs):
                extend(number + 1, total + score, [*pairs, pair])

    extend(0, 0.0, [])
    return best


def _is_between(found: Columns, there: Mapping[int, Path], here: Mapping[int, Path], column: int, other: int) -> bool:
    """Tell whether a column of the copy has the same taken neighbours as a column of the blank."""
    before = [found.taken[each] for each in there if each < column and each in found.taken]
    after = [found.taken[each] for each in there if each > column and each in found.taken]
    left = before[-1] if before else 0
    right = after[0] if after else max(here, default=0) + 1
    return left < other < right


def _by_place(found: Columns, there: Mapping[int, Path], here: Mapping[int, Path]) -> None:
    """Take a heading that differs altogether if it is the only one left between the same two neighbours."""
    used = set(found.taken.values())
    left = [column for column in there if column not in found.taken]
    right = [column for column in here if column not in used]
    fits = {column: [other for other in right if _is_between(found, there, here, column, other)] for column in left}
    wanted = Counter(other for others in fits.values() for other in others)
    for column, others in fits.items():
        if len(others) == 1 and wanted[others[0]] == 1 and _could_be(there[column], here[others[0]]):
            found.taken[column] = others[0]
            found.reworded[column] = 0.0


def _could_be(one: Path, other: Path) -> bool:
    """Tell whether nothing speaks against two headings meaning the same: no other year, some likeness at least."""
    return _likeness(one, other) >= 0.3
