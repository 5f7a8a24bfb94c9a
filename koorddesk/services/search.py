"""One search over everything the store knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment
from koorddesk.domain.pathways import Edition, Recommendation
from koorddesk.domain.reports import Report
from koorddesk.i18n import N_

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.store.uow import SearchHit, UnitOfWork


# What opens at a record that belongs to it, and as what its documents are known.
_DOCUMENT_OF = {"Case": "Document", "DialogueEntry": "EntryDocument", "Submission": "Attachment"}


@dataclass(frozen=True)
class HitRow:
    """One hit: what kind of record, its title, the place that matched, and the record's id.

    ``found_in`` is what was searched: the same kind, that of a record belonging to it, ``Answer``, or ``File`` for
    the text inside a document. ``opens`` is what leads
    to the very place, as the page of that kind wants it; ``marks`` are (start, length) of the words found in
    ``snippet``.
    """

    kind: str
    title: str
    snippet: str
    record_id: str
    found_in: str = ""
    opens: str = ""
    marks: tuple[tuple[int, int], ...] = ()


def search(desk: Desk, text: str, limit: int = 50) -> list[HitRow]:
    """Return the records in which every word of ``text`` begins a word; å/aa, æ/ae and ø/oe count as equal."""
    from koorddesk.store.index import words

    terms = words(text)
    with desk.store.reader() as uow:
        found = uow.search(text, limit)
        places = _places(uow, found)
    return [
        HitRow(
            hit.kind,
            _title(desk, hit),
            hit.snippet,
            hit.record_id,
            hit.found_in,
            _opens(hit, places),
            marks(hit.snippet, terms),
        )
        for hit in found
    ]


def marks(snippet: str, terms: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where in a text the words stand that begin with one of the folded terms, as (start, length)."""
    from koorddesk.store.index import WORD, fold

    wanted = tuple(terms)
    return tuple(
        (match.start(), len(match[0]))
        for match in WORD.finditer(snippet)
        if wanted and fold(match[0]).startswith(wanted)
    )


def _title(desk: Desk, hit: SearchHit) -> str:
    """Return what a hit is known by; a page of a document with its number, where the file has pages."""
    if hit.found_in != "File" or not hit.title.lower().endswith(".pdf"):
        return hit.title
    return f"{hit.title} · {desk.translator.text(N_('page %(page)d'), page=hit.number)}"


def _opens(hit: SearchHit, places: dict[str, str]) -> str:
    if hit.found_in == "Answer" and hit.place:
        return f"{hit.record_id}#{hit.place}"
    opened = places.get(hit.record_id, hit.record_id)
    inside = _DOCUMENT_OF.get(hit.kind, "") if hit.found_in == "File" else hit.found_in
    return f"{opened}#{inside}:{hit.place}" if hit.place and hit.kind in _DOCUMENT_OF else opened


def _places(uow: UnitOfWork, found: Iterable[SearchHit]) -> dict[str, str]:
    """Return what opens the records that no page shows by their own id: through their announcement or pathway."""
    hits = list(found)
    places: dict[str, str] = {}

    def ids(kind: str) -> list[str]:
        return [hit.record_id for hit in hits if hit.kind == kind]

    reports = uow.all(Report, id=ids("Report")) if ids("Report") else []
    assessed = uow.all(Assessment, id=ids("Assessment")) if ids("Assessment") else []
    wanted = {known.announcement_id for known in reports} | {known.announcement_id for known in assessed}
    codes = {known.id: known.code for known in uow.all(Announcement, id=wanted)} if wanted else {}
    places |= {known.id: codes[known.announcement_id] for known in reports}
    places |= {known.id: f"{codes[known.announcement_id]}/{known.region_id or ''}" for known in assessed}
    advice = uow.all(Recommendation, id=ids("Recommendation")) if ids("Recommendation") else []
    editions = {known.id: known.pathway_id for known in uow.all(Edition)} if advice else {}
    places |= {known.id: editions[known.edition_id] for known in advice}
    return places
