"""Protection of small counts (diskretionering): thresholds and secondary suppression.

Source: DESIGN section 8; facts 9, "Small numbers". To other authorities a threshold of 3, for publication of 5, both
settings. A cell under the threshold is hidden, and so are further cells until no hidden one can be computed from
the totals of its row or column.

What a reader can compute is decided exactly: every row and every column whose total is formed is an equation, every
cell (totals too) stands in one row and one column, so the hidden cells form a network of flows. A hidden count is
fixed just when no circular shift of one person through hidden cells changes it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence

TO_AUTHORITIES = 3  # default of the setting
FOR_PUBLICATION = 5  # default of the setting

Place = tuple[int, int]  # row, column; the index after the last one is the total


class CountTable:
    """Counts by row and column with their totals.

    ``rows`` holds whole numbers of 0 or more, one sequence a row, all of one length. ``row_totals`` and
    ``column_totals`` say which totals are formed; the grand total belongs to both. A total's place is the index
    after the last row or column.
    """

    def __init__(self, rows: Sequence[Sequence[int]], *, row_totals: bool = True, column_totals: bool = True) -> None:
        """Add up the totals; ValueError for a ragged table or a negative count."""
        self.height = len(rows)
        self.width = len(rows[0]) if rows else 0
        row_totals, column_totals = row_totals and self.width > 0, column_totals and self.width > 0
        if any(len(row) != self.width for row in rows) or any(count < 0 for row in rows for count in row):
            raise ValueError("a table of counts has rows of one length and no negative count")
        self.row_totals = row_totals
        self.column_totals = column_totals
        self.counts: dict[Place, int] = {(r, c): count for r, row in enumerate(rows) for c, count in enumerate(row)}
        if row_totals:
            self.counts.update({(r, self.width): sum(row) for r, row in enumerate(rows)})
        if column_totals:
            self.counts.update({(self.height, c): sum(row[c] for row in rows) for c in range(self.width)})
        if row_totals and column_totals:
            self.counts[self.height, self.width] = sum(map(sum, rows))

    def is_total(self, place: Place) -> bool:
        """Tell whether a place is a total of its row or column."""
        return place[0] == self.height or place[1] == self.width

    def lines(self) -> list[list[Place]]:
        """Return each equation as its places: the parts, then the total."""
        found: list[list[Place]] = []
        if self.row_totals:
            found += [
                [(r, c) for c in range(self.width + 1)] for r in range(self.height + (1 if self.column_totals else 0))
            ]
        if self.column_totals:
            found += [
                [(r, c) for r in range(self.height + 1)] for c in range(self.width + (1 if self.row_totals else 0))
            ]
        return found

    def _arc(self, place: Place) -> tuple[str, str]:
        # One person more in an inner cell flows from its row to its column, in a total of one the other way, in the
        # grand total forward again. Rows or columns without a total constrain nothing and are one free node.
        row = f"r{place[0]}" if self.row_totals else "free"
        column = f"c{place[1]}" if self.column_totals else "free"
        backwards = (place[0] == self.height) != (place[1] == self.width)
        return (column, row) if backwards else (row, column)

    def computable(self, hidden: Collection[Place]) -> set[Place]:
        """Return the hidden places whose count a reader can compute from everything that is shown.

        The reader knows that counts are whole and not negative, which cells are hidden and every equation.
        """
        edges: dict[str, list[tuple[str, Place]]] = {}
        for place in hidden:
            start, end = self._arc(place)
            edges.setdefault(start, []).append((end, place))
            if self.counts[place] > 0:
                edges.setdefault(end, []).append((start, place))
        return {place for place in hidden if not self._can_change(place, edges)}

    def _can_change(self, place: Place, edges: dict[str, list[tuple[str, Place]]]) -> bool:
        start, end = self._arc(place)
        if start == end or _reaches(end, start, edges, place):
            return True
        return self.counts[place] > 0 and _reaches(start, end, edges, place)


def _reaches(start: str, goal: str, edges: dict[str, list[tuple[str, Place]]], without: Place) -> bool:
    seen, queue = {start}, deque([start])
    while queue:
        node = queue.popleft()
        if node == goal:
            return True
        for after, place in edges.get(node, ()):
            if place != without and after not in seen:
                seen.add(after)
                queue.append(after)
    return False


def hidden_places(
    table: CountTable, threshold: int = TO_AUTHORITIES, readers: Iterable[Collection[Place]] = ((),)
) -> frozenset[Place]:
    """Return the places of a table that have to be hidden from its readers.

    Hidden are all counts under ``threshold`` (0 too) and as many more as it takes that no reader can compute a
    hidden count and that no group of cells hidden from her is left with a sum under the threshold. ``readers`` are
    the places that each reader knows anyway, her own return or an earlier publication: what follows from them alone
    cannot be hidden from her and does not protect. What all readers know is never hidden.
    """
    told = [set(known) | table.computable(table.counts.keys() - set(known)) for known in readers]
    open_to_all = set.intersection(*told) if told else set()
    primary = {place for place, count in table.counts.items() if count < threshold} - open_to_all
    hidden = set(primary)
    lines = table.lines()
    while exposed := _exposed_to_any(table, hidden, threshold, told):
        near = {place for line in lines if exposed.intersection(line) for place in line}
        free = near - hidden - open_to_all or table.counts.keys() - hidden - open_to_all
        if not free:
            break
        hidden.add(min(free, key=lambda place: _cost(table, lines, hidden, place)))
    for place in sorted(hidden - primary, key=lambda place: (-table.is_total(place), -table.counts[place], place)):
        if not _exposed_to_any(table, hidden - {place}, threshold, told):
            hidden.discard(place)
    return frozenset(hidden)


def _exposed_to_any(table: CountTable, hidden: set[Place], threshold: int, told: Iterable[set[Place]]) -> set[Place]:
    return set().union(*(_exposed(table, hidden - known, threshold) for known in told))


def _cost(table: CountTable, lines: list[list[Place]], hidden: set[Place], place: Place) -> tuple[int, ...]:
    """Rank a companion: no total, one that pairs up lonely hidden cells, then the smallest count."""
    counts = [len(hidden.intersection(line)) for line in lines if place in line]
    paired, begun = counts.count(1), counts.count(0)
    return (table.is_total(place), begun - paired, table.counts[place] == 0, table.counts[place], *place)


def _exposed(table: CountTable, hidden: Collection[Place], threshold: int) -> set[Place]:
    """Return the hidden places that are computable, or that belong to a group known to be under the threshold."""
    found = table.computable(hidden)
    for line in table.lines():
        *parts, total = line
        covered = [place for place in parts if place in hidden]
        if covered and total not in hidden and sum(table.counts[place] for place in covered) < threshold:
            found.update(covered)
    return found


def hidden_in_list(
    counts: Sequence[int],
    total: int | None,
    threshold: int = TO_AUTHORITIES,
    known: Iterable[int] = (),
    *,
    read_by_all: bool = False,
) -> tuple[frozenset[int], bool]:
    """Return which counts of a list have to be hidden, and whether its total may be shown.

    ``total`` is what is to be shown beside the counts, None for nothing. ``known`` are the counts the reader knows
    anyway; ``read_by_all`` says that everyone who gave one of the counts reads the list, each knowing her own, and
    others besides.
    A total that is not the sum of the counts (another report says so) is shown only where two or more counts stay
    hidden behind it and it leaves at least the threshold for them.
    """
    readers = [set[int](), *({i} for i in range(len(counts)))] if read_by_all else [set(known)]
    if total is None:
        common = set.intersection(*readers)
        return frozenset(i for i, n in enumerate(counts) if n < threshold and i not in common), False
    table = CountTable([[n] for n in counts], row_totals=False)
    places = hidden_places(table, threshold, [{(i, 0) for i in known_rows} for known_rows in readers])
    hidden = frozenset(row for row, _ in places if row < len(counts))
    shown = (len(counts), 0) not in places and total >= threshold
    if total != sum(counts) and hidden:
        for known_rows in readers:
            unknown = hidden - known_rows
            rest = total - sum(n for i, n in enumerate(counts) if i not in unknown)
            shown = shown and (not unknown or (len(unknown) > 1 and rest >= threshold))
    return hidden, shown


def total_beside_own(total: int, own: int | None, others: int, threshold: int = TO_AUTHORITIES) -> bool:
    """Tell whether a total may be shown to a reader who knows her own count, while all others stay hidden.

    ``own`` is None for a reader who is not part of the total; ``others`` is how many counts share the rest, 0 where
    that is not known. The rest has to be at least the threshold, and to be shared by two or more.
    """
    rest = total - (own or 0)
    return total >= threshold and rest >= threshold and others != 1
