"""Coverage of the target groups by region: offers, places and users, as a matrix (dækningsoverblik)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.disclosure import CountTable, hidden_places
from koorddesk.domain.offers import OfferUse
from koorddesk.i18n import N_
from koorddesk.services.land import HIDDEN, Geography, geography_words, read_land
from koorddesk.services.offers import OfferRow, list_offers
from koorddesk.services.register_queries import target_groups
from koorddesk.services.sheets import Heading, Sheet, Value

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class CoverageCell:
    """One group in one region: its open offers, their places, and the persons the region's municipalities have placed.

    ``places`` and ``persons`` are None where nothing is known; ``hidden`` is a count of persons that is left out.
    """

    offers: int
    providers: int
    places: float | None
    persons: int | None
    hidden: bool = False


@dataclass(frozen=True)
class CoverageRow:
    """One target group with a cell for each column."""

    group_id: str
    title: str
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True)
class Coverage:
    """The matrix: its columns are the regions, and last the offers whose place is not known."""

    columns: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
    subtitle: str
    sheet: Sheet


def coverage(desk: Desk, geography: Geography, *, protect: bool = False) -> Coverage:
    """Return the matrix over the active target groups and those that an open offer is recorded for."""
    say = desk.translator.text
    open_offers = [row for row in list_offers(desk) if row.is_open]
    served = {group for row in open_offers for group in row.group_ids}
    groups = [group for group in target_groups(desk) if group.active or group.id in served]
    with desk.store.reader() as uow:
        land = read_land(uow, desk.today())
        uses = newest_uses(uow.all(OfferUse))
    names = land.names(geography)
    by_name = {place.name: land.region(place.code or "", geography) for place in land.municipalities}
    by_id = {place.id: land.region(place.code or "", geography) for place in land.municipalities}
    columns = (*names, say(N_("Place not known")))
    rows = []
    for group in groups:
        own = [row for row in open_offers if group.id in row.group_ids]
        ids = {row.id for row in own}
        cells = []
        for name in (*names, ""):
            here = [row for row in own if by_name.get(row.location, "") == name]
            used = [use.persons or 0 for use in uses if use.offer_id in ids and by_id.get(use.payer_id) == name]
            cells.append(_cell(here, sum(used) if used else None))
        rows.append(CoverageRow(group.id, group.title, tuple(cells)))
    if protect:
        rows = _protected(rows, desk.settings.threshold_publication)
    lines = [geography_words(desk, land, geography)]
    if protect:
        lines.append(
            say(
                N_("Counts below %(threshold)d are not shown (%(sign)s)."),
                threshold=desk.settings.threshold_publication,
                sign=HIDDEN,
            )
        )
    title = say(N_("Coverage of target groups by region"))
    return Coverage(columns, tuple(rows), " ".join(lines), _sheet(desk, title, columns, rows, lines))


def newest_uses(uses: Iterable[OfferUse]) -> list[OfferUse]:
    """Return of each offer (or department) and paying municipality the newest figure that is a number."""
    newest: dict[tuple[str, str | None, str], OfferUse] = {}
    for use in sorted(uses, key=lambda use: use.dated or dt.date.min):
        if use.persons is not None:
            newest[use.offer_id, use.department_id, use.payer_id] = use
    return list(newest.values())


def _cell(offers: Sequence[OfferRow], persons: int | None) -> CoverageCell:
    places = [row.places for row in offers if row.places is not None]
    providers = {row.cvr or row.operator_name.strip().casefold() or row.id for row in offers}
    return CoverageCell(len(offers), len(providers), sum(places) if places else None, persons)


def _protected(rows: list[CoverageRow], threshold: int) -> list[CoverageRow]:
    """Leave out persons under the threshold, and as many more that none can be computed from a map's totals."""
    if not rows:
        return rows
    counts = [[cell.persons or 0 for cell in row.cells] for row in rows]
    hidden = hidden_places(CountTable(counts), threshold)
    return [
        replace(
            row,
            cells=tuple(
                replace(cell, persons=None, hidden=True)
                if cell.persons is not None and (number, column) in hidden
                else cell
                for column, cell in enumerate(row.cells)
            ),
        )
        for number, row in enumerate(rows)
    ]


def _sheet(desk: Desk, title: str, columns: Sequence[str], rows: Sequence[CoverageRow], lines: Sequence[str]) -> Sheet:
    say = desk.translator.text
    headings = (
        Heading(say(N_("Target group")), 40),
        Heading(say(N_("Region")), 22),
        Heading(say(N_("Offers")), 9, figures=True),
        Heading(say(N_("Providers")), 11, figures=True),
        Heading(say(N_("Places")), 9, figures=True),
        Heading(say(N_("Persons")), 9, figures=True),
    )
    table: list[tuple[Value, ...]] = [
        (
            row.title,
            name,
            cell.offers,
            cell.providers,
            cell.places,
            HIDDEN if cell.hidden else cell.persons,
        )
        for row in rows
        for name, cell in zip(columns, row.cells, strict=True)
    ]
    return Sheet(title, headings, tuple(table), tuple(lines))
