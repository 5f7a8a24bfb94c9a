"""Rows into pages: what is set from top to bottom, what must stay together, and where a page ends.

Lengths are points, downwards from the top of a row. No heading stands alone at the foot of a page, no paragraph
leaves one line behind, and a table that goes on carries its header with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koorddesk.letters.lines import Colour, Run
    from koorddesk.letters.tags import Element


@dataclass(eq=False)
class TextOp:
    """Runs of text on one baseline; ``element`` takes its place in the structure even where there is no text."""

    x: float
    baseline: float
    runs: Sequence[Run]
    element: Element | None = None


@dataclass(eq=False)
class BoxOp:
    """A filled rectangle (always an artifact): backgrounds, bars and rules."""

    x: float
    top: float
    width: float
    height: float
    fill: Colour


@dataclass(eq=False)
class Row:
    """A strip of the page that is never torn.

    ``before`` is the space above it, left out at the top of a page; ``keep`` holds it together with the next row.
    ``head`` is repeated above it where it begins a page. ``bookmark`` (level, title) and ``target`` name its place;
    ``entry`` marks the strip with which a row of a table begins.
    """

    height: float
    ops: list[TextOp | BoxOp] = field(default_factory=list)
    before: float = 0.0
    keep: bool = False
    head: Sequence[Row] = ()
    new_page: bool = False
    bookmark: tuple[int, str] | None = None
    target: str = ""
    entry: bool = False


@dataclass(frozen=True, eq=False)
class Placed:
    """A row on its page, ``top`` below the top of the text area."""

    row: Row
    top: float


def paginate(rows: Sequence[Row], first_room: float, room: float) -> list[list[Placed]]:
    """Return the rows by page: ``first_room`` is the height left on page 1, ``room`` that of the others."""
    pages: list[list[Placed]] = []
    start = 0
    while start < len(rows) or not pages:
        page, start = _fill(rows, start, room if pages else first_room)
        pages.append(page)
    return pages


def _fill(rows: Sequence[Row], start: int, room: float) -> tuple[list[Placed], int]:
    """Return one page from row ``start`` and the row the next page begins with."""
    page: list[Placed] = []
    y = 0.0
    if start < len(rows):
        for head in rows[start].head:
            page.append(Placed(head, y))
            y += head.height
    good: tuple[int, int] | None = None  # rows placed, next row, at the last place where a page may end
    index = start
    while index < len(rows):
        row = rows[index]
        begins = index == start
        if row.new_page and not begins:
            return page, index
        gap = 0.0 if begins else row.before
        if not begins and y + gap + row.height > room:
            if good is None:
                return page, index
            return page[: good[0]], good[1]
        page.append(Placed(row, y + gap))
        y += gap + row.height
        index += 1
        if not row.keep:
            good = len(page), index
    return page, index


def keep_together(rows: Sequence[Row]) -> None:
    """Let no page end inside these rows."""
    for row in rows[:-1]:
        row.keep = True


def no_widows(rows: Sequence[Row]) -> None:
    """Let at least two rows of these stand together at the end of a page and at the beginning of the next."""
    if len(rows) > 1:
        rows[0].keep = True
        rows[-2].keep = True
