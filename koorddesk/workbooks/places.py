"""Cells by their places, in order, so that an area costs what it holds and not what it spans."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator

from koorddesk.workbooks.grid import Area

# What a form asks for is far below; a file that asks for more is built to cost time.
_MOST_LOOKS = 5_000_000


class Places:
    """Some cells of a sheet, row by row; answers which of them lie in an area."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        """Take the places in any order."""
        self._places = sorted(places)
        self._looks = 0

    def within(self, area: Area) -> Iterator[tuple[int, int]]:
        """Yield the places inside an area in order; nothing any more once far too much has been asked for."""
        first = bisect.bisect_left(self._places, (area.top, 0))
        last = bisect.bisect_right(self._places, (area.bottom, area.right))
        self._looks += last - first
        if self._looks <= _MOST_LOOKS:
            for number in range(first, last):
                place = self._places[number]
                if area.left <= place[1] <= area.right:
                    yield place
