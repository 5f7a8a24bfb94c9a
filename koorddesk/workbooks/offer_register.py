"""The register of offers as matching needs it, and which offer a name in a form means.

A number at Tilbudsportalen, a P-number, or an equal name (also with an equal CVR number) is a match; whatever else
resembles is a proposal with its reason, for a person to take. Names of offers repeat and change.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from koorddesk.domain.offers import Department, Level, Offer, OfferAlias, offer_key
from koorddesk.workbooks.texts import tidy

_PROPOSALS = 3
_NEAR_ENOUGH = 78  # of 100; below this a proposal would only be noise
_PARTS = (",", ";", " - ", " – ", "(", "/", ":")


class How(enum.StrEnum):
    """By what a name was matched."""

    PORTAL_NUMBER = "portal-number"
    P_NUMBER = "p-number"
    CVR_AND_NAME = "cvr-and-name"
    NAME = "name"
    ALIAS = "alias"
    SETTLED = "settled"  # a caseworker has said so


class Why(enum.StrEnum):
    """Why an offer is proposed."""

    SAME_NAME = "same-name"
    NUMBER = "number"
    SPELLING = "spelling"
    SAME_WORDS = "same-words"
    SAME_CVR = "same-cvr"
    SAME_BEGINNING = "same-beginning"


@dataclass(frozen=True, slots=True)
class Known:
    """One offer, or one department of it, with what names it."""

    offer_id: str
    name: str
    department_id: str | None = None
    department: str = ""
    portal_number: str = ""
    department_number: str = ""
    cvr: str = ""
    p_number: str = ""
    place: str = ""
    closed_on: dt.date | None = None

    @property
    def level(self) -> Level:
        """Return what it is."""
        return Level.OFFER if self.department_id is None else Level.DEPARTMENT

    @property
    def shown(self) -> str:
        """Return its name so that it can be told from others of the same name."""
        name = f"{self.name}, {self.department}" if self.department else self.name
        apart = ", ".join(part for part in (self.place, self.department_number or self.portal_number) if part)
        return f"{name} ({apart})" if apart else name


@dataclass(frozen=True)
class OfferRegister:
    """All offers and departments, and the keys of their names; crosses to worker processes."""

    entries: tuple[Known, ...] = ()
    keys: Mapping[str, tuple[tuple[int, How], ...]] = field(default_factory=dict)

    @classmethod
    def from_records(
        cls,
        offers: Iterable[Offer],
        departments: Iterable[Department],
        aliases: Iterable[OfferAlias],
        places: Mapping[str, str],
    ) -> OfferRegister:
        """Build the register from the store's records; ``places`` gives the names of authorities by their keys."""
        known = {offer.id: offer for offer in offers}
        entries = [_offer(offer, places) for offer in known.values()]
        entries += [_department(known[part.offer_id], part, places) for part in departments]
        number = {(entry.offer_id, entry.department_id): index for index, entry in enumerate(entries)}
        keys: dict[str, dict[int, How]] = {}
        for index, entry in enumerate(entries):
            if entry.department_id is None:
                keys.setdefault(offer_key(entry.name), {})[index] = How.NAME
            else:
                keys.setdefault(offer_key(f"{entry.name} {entry.department}"), {})[index] = How.NAME
        for alias in aliases:
            if (place := number.get((alias.offer_id, alias.department_id))) is not None:
                keys.setdefault(alias.key, {}).setdefault(place, How.ALIAS)
        return cls(tuple(entries), {key: tuple(found.items()) for key, found in keys.items() if key})

    def __bool__(self) -> bool:
        """Tell whether any offer is known at all."""
        return bool(self.entries)

    @functools.cached_property
    def by_id(self) -> Mapping[tuple[str, str | None], Known]:
        """Return the entries by the keys of their records."""
        return {(entry.offer_id, entry.department_id): entry for entry in self.entries}

    @functools.cached_property
    def numbered(self) -> Mapping[tuple[str, str], tuple[Known, ...]]:
        """Return the entries by a number that names them: (what kind of number, number)."""
        found: dict[tuple[str, str], tuple[Known, ...]] = {}
        for entry in self.entries:
            own = (
                ("portal", entry.portal_number if entry.department_id is None else ""),
                ("department", entry.department_number),
                ("p", entry.p_number),
                ("cvr", entry.cvr if entry.department_id is None else ""),
            )
            for kind, number in own:
                if number:
                    found[kind, number] = (*found.get((kind, number), ()), entry)
        return found

    def called(self, text: str) -> tuple[tuple[Known, How], ...]:
        """Return whom exactly this name means, offers before departments."""
        return tuple((self.entries[index], how) for index, how in self.keys.get(offer_key(text), ()))


def _offer(offer: Offer, places: Mapping[str, str]) -> Known:
    place = places.get(offer.location_id or "", "")
    return Known(
        offer.id,
        offer.name,
        portal_number=offer.portal_number,
        cvr=offer.cvr,
        p_number=offer.p_number,
        place=place,
        closed_on=offer.closed_on,
    )


def _department(offer: Offer, part: Department, places: Mapping[str, str]) -> Known:
    return Known(
        offer.id,
        offer.name,
        part.id,
        part.name,
        offer.portal_number,
        part.portal_number,
        offer.cvr,
        part.p_number,
        places.get(part.location_id or offer.location_id or "", ""),
        part.closed_on or offer.closed_on,
    )


@dataclass(frozen=True)
class Given:
    """What a form says to name one offer: its name, and the numbers beside it."""

    name: str
    portal_number: str = ""
    department_number: str = ""
    p_number: str = ""
    cvr: str = ""


@dataclass(frozen=True)
class Proposal:
    """An offer that may be meant, and why; ``score`` of 100 where the spelling was compared."""

    known: Known
    why: Why
    score: int = 100


@dataclass(frozen=True)
class OfferMatch:
    """Which offer is meant. ``known`` is None where nothing may be taken; ``code`` then is the finding's code.

    With a match, ``code`` is empty or that of a finding about it, and ``other`` the offer that speaks against it.
    """

    known: Known | None
    how: How | None = None
    code: str = ""
    proposals: tuple[Proposal, ...] = ()


def match_offer(given: Given, register: OfferRegister, on: dt.date | None = None) -> OfferMatch:
    """Tell which offer a form means; an offer that had closed by the day ``on`` is still that offer, with a finding."""
    named = register.called(given.name)
    for kind, number, how in (
        ("department", given.department_number, How.PORTAL_NUMBER),
        ("portal", given.portal_number, How.PORTAL_NUMBER),
        ("p", given.p_number, How.P_NUMBER),
    ):
        found = register.numbered.get((kind, number), ()) if number else ()
        if len({entry.offer_id for entry in found}) == 1:
            others = {entry.offer_id for entry, _ in named}
            if others and found[0].offer_id not in others:
                against = tuple(Proposal(entry, Why.SAME_NAME) for entry, _ in named)
                return OfferMatch(None, None, "offer-numbers-differ", (Proposal(found[0], Why.NUMBER), *against))
            return _matched(found[0], how, on)
    fitting = [(entry, how) for entry, how in named if not _contradicts(entry, given)]
    owned = [entry for entry, _ in fitting if given.cvr and entry.cvr == given.cvr]
    if len(owned) == 1:
        return _matched(owned[0], How.CVR_AND_NAME, on)
    if len({entry.offer_id for entry, _ in fitting}) == 1:
        return _matched(*fitting[0], on)
    if fitting:
        return OfferMatch(None, None, "offer-ambiguous", tuple(Proposal(entry, Why.SAME_NAME) for entry, _ in fitting))
    proposals = _near(given, register)
    return OfferMatch(None, None, "offer-suggested" if proposals else "offer-unknown", proposals)


def _matched(entry: Known, how: How, on: dt.date | None) -> OfferMatch:
    closed = on is not None and entry.closed_on is not None and entry.closed_on < on
    return OfferMatch(entry, how, "offer-closed" if closed else "")


def _contradicts(entry: Known, given: Given) -> bool:
    """Tell whether the form's numbers say that another offer of this name is meant."""
    pairs = ((entry.cvr, given.cvr), (entry.portal_number, given.portal_number))
    return any(own and told and own != told for own, told in pairs)


def _near(given: Given, register: OfferRegister) -> tuple[Proposal, ...]:
    """Return what may be meant, the surest reason first."""
    found: dict[tuple[str, str | None], Proposal] = {}

    def propose(entry: Known, why: Why, score: int = 100) -> None:
        found.setdefault((entry.offer_id, entry.department_id), Proposal(entry, why, score))

    head = next((given.name.split(mark)[0] for mark in _PARTS if mark in given.name), "")
    for entry, _ in register.called(head) if tidy(head) else ():
        propose(entry, Why.SAME_BEGINNING)
    for entry, _ in register.called(given.name):
        propose(entry, Why.SAME_NAME)
    key = offer_key(given.name)
    near = process.extract(key, register.keys.keys(), scorer=fuzz.token_sort_ratio, limit=6, score_cutoff=_NEAR_ENOUGH)
    for other, score, _ in sorted(near, key=lambda hit: (-hit[1], hit[0])):
        why = Why.SAME_WORDS if sorted(other.split()) == sorted(key.split()) else Why.SPELLING
        for index, _ in register.keys[other]:
            propose(register.entries[index], why, round(score))
    for entry in register.numbered.get(("cvr", given.cvr), ()) if given.cvr else ():
        propose(entry, Why.SAME_CVR)
    return tuple(found.values())[:_PROPOSALS]
