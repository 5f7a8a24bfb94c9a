"""Where each municipality stands on the tile map: a layout of our own, every municipality once.

The tiles lie so that Denmark is recognised at a glance: Jutland, Funen, Zealand with the capital to the north-east,
Bornholm. A tile's place says nothing of area or distance.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass

from koorddesk.paths import resource


@dataclass(frozen=True)
class Tile:
    """One municipality's tile: its code ("0101"), a name short enough for the tile, and its place from the top left."""

    code: str
    short: str
    row: int
    column: int


@functools.lru_cache(maxsize=1)
def tiles() -> tuple[Tile, ...]:
    """Return the tiles of all municipalities, by code."""
    with resource("maps", "municipality-tiles.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Tile(line["kommunekode"], line["short"], int(line["row"]), int(line["column"]))
            for line in csv.DictReader(file)
        )
