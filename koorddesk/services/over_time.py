"""What the pictures over time show: the rounds of announcements, occupancy by year, a case on its calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.deadlines import Deadline
from koorddesk.domain.offers import Attribute, Offer, OfferGroup, OfferValue
from koorddesk.errors import UserError
from koorddesk.i18n import N_
from koorddesk.services.announcements import group_title, status
from koorddesk.services.chain_words import STEPS
from koorddesk.services.clocks import STATES, clocks
from koorddesk.services.sheets import Heading, Sheet, Value

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class Round:
    """One announcement: how many were asked, answered in time, answered late, are held, and are missing.

    ``historical`` rounds are known by name and date only; their counts are 0.
    """

    code: str
    title: str
    group: str
    when: str
    historical: bool
    asked: int = 0
    in_time: int = 0
    late: int = 0
    held: int = 0
    missing: int = 0


@dataclass(frozen=True)
class Rounds:
    """The rounds from the oldest to the newest."""

    rows: tuple[Round, ...]
    subtitle: str
    sheet: Sheet


@dataclass(frozen=True)
class YearOfPlaces:
    """Places and occupied places of one year, over the offers for which both are known in it."""

    year: int
    offers: int
    places: float
    occupied: float

    @property
    def share(self) -> float:
        """Return the occupancy in percent."""
        return 100 * self.occupied / self.places if self.places else 0.0


@dataclass(frozen=True)
class Occupancy:
    """Occupancy year by year."""

    rows: tuple[YearOfPlaces, ...]
    subtitle: str
    sheet: Sheet


@dataclass(frozen=True)
class ChainMark:
    """One step on a case's calendar; ``when`` is how its day is written, ``on`` the day where it is known."""

    word: str
    region: str
    when: str
    on: dt.date | None


@dataclass(frozen=True)
class ChainClock:
    """One clock on a case's calendar, from the day it starts (None: not known) to its last day."""

    what: str
    starts_on: dt.date | None
    due_on: dt.date
    original_due_on: dt.date | None
    done_on: dt.date | None
    state: str
    state_word: str


@dataclass(frozen=True)
class ChainCalendar:
    """The chain of a case with its clocks, as of a day."""

    number: str
    title: str
    today: dt.date
    marks: tuple[ChainMark, ...]
    clocks: tuple[ChainClock, ...]
    subtitle: str
    sheet: Sheet


def rounds(desk: Desk, group_id: str | None = None) -> Rounds:
    """Return the rounds of one target group, or of all."""
    say = desk.translator.text
    with desk.store.reader() as uow:
        known = uow.all(Announcement) if group_id is None else uow.all(Announcement, group_id=group_id)
        titles = {one.group_id: group_title(uow, one.group_id, desk.today()) for one in known}
    rows = []
    for one in sorted(known, key=_issued):
        when = desk.translator.date(one.issued_on) if one.issued_on else one.issued_text
        asked = () if one.historical else status(desk, one.code).rows
        answered = [row for row in asked if row.state in ("accepted", "received")]
        missing = sum(1 for row in asked if row.state == "missing")
        rows.append(
            Round(
                one.code,
                one.title,
                titles[one.group_id],
                when,
                one.historical,
                asked=len(asked),
                in_time=sum(1 for row in answered if not row.late),
                late=sum(1 for row in answered if row.late),
                held=len(asked) - len(answered) - missing,
                missing=missing,
            )
        )
    headings = (
        Heading(say(N_("Code")), 24),
        Heading(say(N_("Title")), 50),
        Heading(say(N_("Issued")), 16),
        Heading(say(N_("Asked")), 9, figures=True),
        Heading(say(N_("Answered in time")), 10, figures=True),
        Heading(say(N_("Answered late")), 10, figures=True),
        Heading(say(N_("Held or returned")), 10, figures=True),
        Heading(say(N_("Missing")), 9, figures=True),
    )
    table: list[tuple[Value, ...]] = [
        (row.code, row.title, row.when, *((None,) * 5))
        if row.historical
        else (row.code, row.title, row.when, row.asked, row.in_time, row.late, row.held, row.missing)
        for row in rows
    ]
    title = say(N_("Rounds over time"))
    subtitle = titles[known[0].group_id] if group_id and known else say(N_("All target groups"))
    return Rounds(tuple(rows), subtitle, Sheet(title, headings, tuple(table), (subtitle,)))


def occupancy(desk: Desk, group_id: str | None = None) -> Occupancy:
    """Return places and occupied places year by year, for the offers of one target group or all.

    Only offers for which both are known in a year count in it, each with its latest figures of that year. Occupied
    places are the number told, else the percentage of the places.
    """
    say = desk.translator.text
    with desk.store.reader() as uow:
        meant = {each.offer_id for each in uow.all(OfferGroup, group_id=group_id)} if group_id else None
        names = {offer.id: offer.name for offer in uow.all(Offer)}
        values = [value for value in uow.all(OfferValue) if meant is None or value.offer_id in meant]
        about = group_title(uow, group_id, desk.today()) if group_id else say(N_("All target groups"))
    figures: dict[tuple[int, str], dict[Attribute, float]] = {}
    for value in sorted(values, key=lambda value: value.dated.isoformat() if value.dated else ""):
        whole = value.department_id is None and value.service_id is None and not value.legal_basis
        if whole and value.dated is not None and value.number is not None and value.offer_id in names:
            figures.setdefault((value.dated.year, value.offer_id), {})[value.attribute] = value.number
    years: dict[int, list[tuple[float, float]]] = {}
    for (year, _), known in figures.items():
        places = known.get(Attribute.PLACES)
        occupied = known.get(Attribute.OCCUPIED)
        if occupied is None and places is not None and Attribute.OCCUPANCY in known:
            occupied = places * known[Attribute.OCCUPANCY] / 100
        if places and occupied is not None:
            years.setdefault(year, []).append((places, occupied))
    rows = tuple(
        YearOfPlaces(year, len(pairs), sum(places for places, _ in pairs), sum(taken for _, taken in pairs))
        for year, pairs in sorted(years.items())
    )
    headings = (
        Heading(say(N_("Year")), 8, figures=True),
        Heading(say(N_("Offers with both figures")), 14, figures=True),
        Heading(say(N_("Places")), 10, figures=True),
        Heading(say(N_("Occupied places")), 12, figures=True),
        Heading(say(N_("Occupancy in percent")), 12, figures=True),
    )
    table: list[tuple[Value, ...]] = [
        (row.year, row.offers, row.places, round(row.occupied, 1), round(row.share, 1)) for row in rows
    ]
    note = say(N_("Only offers for which both places and occupancy are known in the year."))
    title = say(N_("Occupancy over time"))
    return Occupancy(rows, f"{about} · {note}", Sheet(title, headings, tuple(table), (about, note)))


def chain_calendar(desk: Desk, number: str) -> ChainCalendar:
    """Return a case with its steps and clocks by date; raises UserError where there is no such case."""
    say, date = desk.translator.text, desk.translator.date
    with desk.store.reader() as uow:
        case = uow.one(Case, number=number)
        if case is None:
            raise UserError("no-such-case", number=number)
        steps = sorted(uow.all(Step, case_id=case.id), key=lambda step: step.position)
        starts = {deadline.id: deadline.starts_on for deadline in uow.all(Deadline)}
        wanted = {step.region_id for step in steps if step.region_id}
        regions = {known.id: known.name for known in uow.all(Authority, id=wanted)} if wanted else {}
    taken = {step.id: step.taken_on for step in steps}
    marks = tuple(
        ChainMark(
            say(STEPS[step.kind]),
            regions.get(step.region_id or "", ""),
            date(step.taken_on) if step.taken_on else step.taken_text,
            step.taken_on,
        )
        for step in steps
    )
    announced = next((step.taken_on for step in steps if step.kind is StepKind.ANNOUNCEMENT), None)
    running = tuple(
        ChainClock(
            clock.what,
            starts.get(clock.id) or taken.get(clock.subject) or (announced if clock.kind == "report" else None),
            clock.due_on,
            clock.original_due_on,
            clock.done_on,
            clock.state,
            say(STATES[clock.state]),
        )
        for clock in sorted(clocks(desk, case_number=number, done=True), key=lambda clock: clock.due_on)
    )
    headings = (
        Heading(say(N_("What")), 50),
        Heading(say(N_("Region")), 20),
        Heading(say(N_("From")), 14),
        Heading(say(N_("Until")), 12),
        Heading(say(N_("State")), 14),
    )
    table: list[tuple[Value, ...]] = [(mark.word, mark.region, mark.on or mark.when, None, "") for mark in marks]
    table += [(clock.what, "", clock.starts_on, clock.due_on, clock.state_word) for clock in running]
    title = say(N_("The chain of case %(case)s"), case=case.number)
    return ChainCalendar(
        case.number,
        case.title,
        desk.today(),
        marks,
        running,
        case.title,
        Sheet(title, headings, tuple(table), (case.title,)),
    )


def _issued(known: Announcement) -> tuple[str, str]:
    """Return what announcements are put in order by: the day, else the year that the code names."""
    if known.issued_on is not None:
        return known.issued_on.isoformat(), known.code
    year = next((part for part in known.code.split("-") if part.isdigit() and len(part) == 4), "9999")
    return f"{year}-06", known.code
