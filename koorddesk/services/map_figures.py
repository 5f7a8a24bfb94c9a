"""What the tile map shows: for every municipality a state or a figure, and its region's, before and after a merger.

Inside the desk the figures are real. ``protect`` makes them fit to leave it: counts of persons under the threshold
for publication are left out, and as many more as it takes (DESIGN section 8). The regions after the merger are then
put together from the regions before it, so that the two views never tell more than one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.offers import OfferGroup, OfferUse
from koorddesk.i18n import N_
from koorddesk.services.announcements import ExpectedRow, group_title, status
from koorddesk.services.coverage import newest_uses
from koorddesk.services.documents import STATES
from koorddesk.services.land import HIDDEN, Geography, Land, geography_words, read_land
from koorddesk.services.offers import OfferRow, list_offers
from koorddesk.services.overview import Asked, counted, protected
from koorddesk.services.sheets import Heading, Sheet, Value
from koorddesk.services.tile_layout import Tile, tiles
from koorddesk.sorting import danish_key

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

NOT_ASKED = "not-asked"
Figure = float | int | None


@dataclass(frozen=True)
class MapCell:
    """One municipality: its tile, its region, and its state or figure; ``hidden`` is a figure that is left out.

    ``opens`` is the page and the key of what is behind it.
    """

    tile: Tile
    name: str
    region: str
    state: str = ""
    number: Figure = None
    hidden: bool = False
    words: str = ""
    opens: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class MapRegion:
    """One region with its figure in words ("12 af 17", "1.204", "–")."""

    name: str
    words: str


@dataclass(frozen=True)
class MapPicture:
    """What one map shows; ``states`` lists the states in it, in order, and is empty for a map of figures."""

    title: str
    subtitle: str
    cells: tuple[MapCell, ...]
    regions: tuple[MapRegion, ...]
    country: str
    states: tuple[str, ...]
    protected: bool
    sheet: Sheet


def merger_day(desk: Desk) -> dt.date | None:
    """Return the day from which the map's other regions hold, or None where the register knows of none."""
    with desk.store.reader() as uow:
        return read_land(uow, desk.today()).changes_on


def questions_counted(desk: Desk, code: str) -> list[str]:
    """Return the questions of an announcement that municipalities answer with one whole number, in the form's order."""
    shown = status(desk, code)
    with desk.store.reader() as uow:
        return counted(uow, code, shown)[0]


def map_of_answers(desk: Desk, code: str, geography: Geography) -> MapPicture:
    """Return how far each municipality is with an announcement; a region says how many of those asked answered."""
    shown = status(desk, code)
    say = desk.translator.text
    rows = {row.code: row for row in shown.rows}
    with desk.store.reader() as uow:
        land = read_land(uow, desk.today())
    cells = []
    for place, tile in _placed(land):
        row = rows.get(tile.code)
        state = _state(row) if row else NOT_ASKED
        words = say(_STATE_WORDS[state])
        opens = ("intake", row.submission_id) if row and row.submission_id else ("reports", code)
        region = land.region(tile.code, geography)
        cells.append(MapCell(tile, place.name, region, state, words=words, opens=opens))
    regions = []
    for name in land.names(geography):
        own = [cell for cell in cells if cell.region == name and cell.state != NOT_ASKED]
        done = sum(1 for cell in own if cell.state in _ANSWERED)
        words = say(N_("%(done)d of %(total)d answered"), done=done, total=len(own)) if own else say(N_("not asked"))
        regions.append(MapRegion(name, words))
    asked = [cell for cell in cells if cell.state != NOT_ASKED]
    country = say(
        N_("%(done)d of %(total)d answered"),
        done=sum(1 for cell in asked if cell.state in _ANSWERED),
        total=len(asked),
    )
    present = {cell.state for cell in cells}
    headings = (
        Heading(say(N_("Region")), 22),
        Heading(say(N_("Code")), 8),
        Heading(say(N_("Municipality")), 24),
        Heading(say(N_("State")), 22),
        Heading(say(N_("Deadline")), 12),
        Heading(say(N_("Received")), 12),
        Heading(say(N_("Errors")), 8, figures=True),
    )
    table: list[tuple[Value, ...]] = []
    for cell in _by_region(cells):
        row = rows.get(cell.tile.code)
        known: tuple[Value, ...] = (row.due_on, row.received_on, row.errors or None) if row else (None, None, None)
        table.append((cell.region, cell.tile.code, cell.name, cell.words, *known))
    title = say(N_("Answers to %(code)s"), code=code)
    subtitle = " · ".join((shown.title, _as_of(desk, shown.on)))
    return MapPicture(
        title,
        subtitle,
        tuple(cells),
        tuple(regions),
        country,
        tuple(state for state in _STATE_WORDS if state in present),
        protected=False,
        sheet=Sheet(title, headings, tuple(table), (subtitle, geography_words(desk, land, geography))),
    )


def map_of_counts(desk: Desk, code: str, question: str, geography: Geography, *, protect: bool = False) -> MapPicture:
    """Return what each municipality answered a counting question of an announcement."""
    shown = status(desk, code)
    with desk.store.reader() as uow:
        land = read_land(uow, desk.today())
        _, answered = counted(uow, code, shown)
    codes = {row.name: row.code for row in shown.rows}
    figures = {codes[row.name]: row.counts[question] for row in answered if question in row.counts}
    return _numbers(
        desk, land, geography, figures, (question, f"{code} · {shown.title}"), persons=True, protect=protect
    )


def map_of_use(desk: Desk, group_id: str | None, geography: Geography, *, protect: bool = False) -> MapPicture:
    """Return how many persons each municipality has in offers, by the newest report of each offer.

    A target group narrows it to the offers recorded for it.
    """
    say = desk.translator.text
    with desk.store.reader() as uow:
        land = read_land(uow, desk.today())
        meant = {each.offer_id for each in uow.all(OfferGroup, group_id=group_id)} if group_id else None
        uses = [use for use in newest_uses(uow.all(OfferUse)) if meant is None or use.offer_id in meant]
        by_id = {authority.id: authority.code or "" for authority in land.municipalities}
        about = group_title(uow, group_id, desk.today()) if group_id else say(N_("All target groups"))
    figures: dict[str, int | None] = {}
    for use in uses:
        payer = by_id.get(use.payer_id)
        if payer is not None and use.persons is not None:
            figures[payer] = (figures.get(payer) or 0) + use.persons
    words = say(N_("Persons in offers, by the municipality that pays")), about
    return _numbers(desk, land, geography, figures, words, persons=True, protect=protect)


def map_of_places(desk: Desk, group_id: str | None, geography: Geography) -> MapPicture:
    """Return how many places the open offers in each municipality have, by the newest figure of each."""
    return _of_offers(
        desk, group_id, geography, N_("Places, by the municipality the offer lies in"), lambda row: row.places
    )


def map_of_offers(desk: Desk, group_id: str | None, geography: Geography) -> MapPicture:
    """Return how many open offers lie in each municipality."""
    return _of_offers(desk, group_id, geography, N_("Open offers, by the municipality they lie in"), lambda _row: 1)


def _of_offers(
    desk: Desk, group_id: str | None, geography: Geography, words: str, figure: Callable[[OfferRow], float | None]
) -> MapPicture:
    say = desk.translator.text
    rows = [row for row in list_offers(desk) if row.is_open and (group_id is None or group_id in row.group_ids)]
    with desk.store.reader() as uow:
        land = read_land(uow, desk.today())
        about = group_title(uow, group_id, desk.today()) if group_id else say(N_("All target groups"))
    codes = {authority.name: authority.code or "" for authority in land.municipalities}
    figures: dict[str, float | None] = {}
    unplaced = 0
    for row in rows:
        value, code = figure(row), codes.get(row.location)
        if code is None:
            unplaced += 1
        elif value is not None:
            figures[code] = (figures.get(code) or 0) + value
    if unplaced:
        left = desk.translator.plural(
            "%(count)d offer without a known municipality is not on the map",
            "%(count)d offers without a known municipality are not on the map",
            unplaced,
        )
        about = f"{about} · {left}"
    return _numbers(desk, land, geography, figures, (say(words), about), persons=False, protect=False)


def _numbers(
    desk: Desk,
    land: Land,
    geography: Geography,
    figures: Mapping[str, Figure],
    words: tuple[str, str],
    *,
    persons: bool,
    protect: bool,
) -> MapPicture:
    """Return a map of figures by municipality code; None is an answer that is no whole number."""
    say, number = desk.translator.text, desk.translator.number
    hide = protect and persons
    covered = _covered(desk, land, figures) if hide else {}
    cells = []
    for place, tile in _placed(land):
        known = tile.code in figures
        hidden = hide and known and covered.get((land.before[tile.code], place.name)) == HIDDEN
        value = None if hidden else figures.get(tile.code)
        text = HIDDEN if hidden else "" if value is None else number(value)
        spoken = say(N_("not shown")) if hidden else text or say(N_("no figure"))
        region = land.region(tile.code, geography)
        opens = ("registers", place.id)
        cells.append(MapCell(tile, place.name, region, number=value, hidden=hidden, words=spoken, opens=opens))
    totals = _totals(land, figures, covered if hide else None, geography)
    regions = [
        MapRegion(name, HIDDEN if total == HIDDEN else number(total) if isinstance(total, int | float) else "")
        for name, total in totals.items()
        if name
    ]
    whole = totals[""]
    rows: list[tuple[Value, ...]] = [
        (cell.region, cell.tile.code, cell.name, HIDDEN if cell.hidden else cell.number) for cell in _by_region(cells)
    ]
    rows += [(name, "", say(N_("In all")), total) for name, total in totals.items() if name]
    rows.append((say(N_("The country")), "", say(N_("In all")), whole))
    title, about = words
    lines = [about, geography_words(desk, land, geography)]
    if hide:
        lines.append(
            say(
                N_("Counts below %(threshold)d are not shown (%(sign)s)."),
                threshold=desk.settings.threshold_publication,
                sign=HIDDEN,
            )
        )
    elif persons:
        lines.append(say(N_("Real figures, for use inside the agency only.")))
    headings = (
        Heading(say(N_("Region")), 22),
        Heading(say(N_("Code")), 8),
        Heading(say(N_("Municipality")), 24),
        Heading(say(N_("Figure")), 12, figures=True),
    )
    return MapPicture(
        title,
        " · ".join((about, _as_of(desk, desk.today()))),
        tuple(cells),
        tuple(regions),
        HIDDEN if whole == HIDDEN else number(whole) if isinstance(whole, int | float) else "",
        (),
        protected=hide,
        sheet=Sheet(title, headings, tuple(rows), tuple(lines)),
    )


def _covered(desk: Desk, land: Land, figures: Mapping[str, Figure]) -> dict[tuple[str, str], int | str]:
    """Return what of the figures may leave the desk, by region before the merger and municipality."""
    rows = [
        Asked(place.name, land.before[place.code or ""], {"": None if value is None else int(value)})
        for place in land.municipalities
        for value in [figures.get(place.code or "")]
        if place.code in figures
    ]
    names = land.names(Geography.BEFORE)
    return protected("", names, rows, desk.settings.threshold_publication)


def _totals(
    land: Land,
    figures: Mapping[str, Figure],
    covered: Mapping[tuple[str, str], int | str] | None,
    geography: Geography,
) -> dict[str, Value]:
    """Return the figure of each region and, under "", of the country; regions after the merger add up those before."""

    def before(name: str) -> Value:
        if covered is not None:
            return covered.get((name, ""))
        own = [figures[code] for code, region in land.before.items() if region == name and code in figures]
        known = [value for value in own if value is not None]
        return sum(known) if known else None

    totals: dict[str, Value] = {}
    for name in land.names(geography):
        if geography is Geography.BEFORE:
            totals[name] = before(name)
            continue
        parts = [before(part) for part in dict.fromkeys(land.before[c] for c, r in land.after.items() if r == name)]
        plain = [part for part in parts if isinstance(part, int | float)]
        totals[name] = HIDDEN if HIDDEN in parts else sum(plain) if plain else None
    if covered is not None:
        totals[""] = covered.get(("", ""))
    else:
        known = [value for value in figures.values() if value is not None]
        totals[""] = sum(known) if known else None
    return totals


def _placed(land: Land) -> Iterable[tuple[Authority, Tile]]:
    by_code = {tile.code: tile for tile in tiles()}
    return ((place, by_code[place.code]) for place in land.municipalities if place.code in by_code)


def _by_region(cells: Sequence[MapCell]) -> list[MapCell]:
    return sorted(cells, key=lambda cell: (danish_key(cell.region), danish_key(cell.name)))


def _as_of(desk: Desk, day: dt.date) -> str:
    return desk.translator.text(N_("as of %(date)s"), date=desk.translator.date(day))


def _state(row: ExpectedRow) -> str:
    if row.state == "missing":
        return "late" if row.late else "missing"
    if row.nil and row.state in ("accepted", "received"):
        return "nil"
    return row.state


# In the order of the legend: answered first, then what needs a hand, then what is missing.
_STATE_WORDS = {
    "accepted": STATES["accepted"],
    "nil": N_("nil report"),
    "received": STATES["received"],
    "held": STATES["held"],
    "returned": STATES["returned"],
    "returned-in-part": STATES["returned-in-part"],
    "refused": STATES["refused"],
    "superseded": STATES["superseded"],
    "missing": STATES["missing"],
    "late": N_("missing, too late"),
    NOT_ASKED: N_("not asked"),
}
_ANSWERED = ("accepted", "nil", "received")
