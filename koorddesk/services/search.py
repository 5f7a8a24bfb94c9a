"""One search over everything the store knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class HitRow:
    """One hit: what kind of record, its title, the place that matched, and the record's id."""

    kind: str
    title: str
    snippet: str
    record_id: str


def search(desk: Desk, text: str, limit: int = 50) -> list[HitRow]:
    """Return the records in which every word of ``text`` begins a word; å/aa, æ/ae and ø/oe count as equal."""
    with desk.store.reader() as uow:
        return [HitRow(hit.kind, hit.title, hit.snippet, hit.record_id) for hit in uow.search(text, limit)]
