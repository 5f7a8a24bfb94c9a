"""Offers (tilbud) with their departments and services, what is known of them by date, and knowledge environments.

Source: the agency's description of Tilbudsportalen and facts 5.3. An offer is named by its number at Tilbudsportalen,
a department by its own; CVR and P-numbers help. Who runs an offer, where it lies and who pays are three things.
Places, target group and rate may belong to the offer, a department or a service; approval belongs to the offer.
What no source says is empty; nothing is derived from another field.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from koorddesk.domain.authorities import in_force

_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_COMPANY = re.compile(r"\b(?:aps|a/s|i/s|s/i|f\.?m\.?b\.?a|fonden)\b\.?")
_SPELLINGS = str.maketrans({"å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "é": "e", "ü": "y"})
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


class OperatorKind(enum.StrEnum):
    """Who runs an offer (driftsherre)."""

    MUNICIPAL = "municipal"
    REGIONAL = "regional"
    SELF_GOVERNING = "self-governing"  # selvejende
    PRIVATE = "private"


class Level(enum.StrEnum):
    """What a row of a form or a figure speaks of: the whole offer, a department of it, or a service."""

    OFFER = "offer"
    DEPARTMENT = "department"
    SERVICE = "service"


class Origin(enum.StrEnum):
    """Where a value comes from; values of different origin stand side by side and never overwrite one another."""

    PORTAL = "portal"  # Tilbudsportalen
    REPORTED = "reported"  # an authority's form
    AGENCY = "agency"  # written by a caseworker, from dialogue or inspection


class Attribute(enum.StrEnum):
    """What a dated value is about."""

    PLACES = "places"  # pladser, a number
    EXPECTED_PLACES = "expected-places"
    OCCUPIED = "occupied"  # occupied places, a number
    OCCUPANCY = "occupancy"  # belægning, percent
    ASSUMED_OCCUPANCY = "assumed-occupancy"  # the percent the rate is computed with, not the real one
    VACANT = "vacant"  # ledige pladser, a number
    RATE = "rate"  # takst, kroner a day
    NAME = "name"
    ADDRESS = "address"
    OPERATOR = "operator"
    LOCATION = "location"
    LEGAL_BASIS = "legal-basis"
    TARGET_GROUP = "target-group"
    WITHOUT_PREMISES = "without-premises"


class ScreeningResult(enum.StrEnum):
    """What a screening came to, asked whether an offer is highly specialised for a group."""

    HIGHLY_SPECIALISED = "highly-specialised"
    NOT_HIGHLY_SPECIALISED = "not-highly-specialised"
    UNDECIDED = "undecided"


class Mark(enum.StrEnum):
    """How an offer stands to one criterion of a screening."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    NOT_KNOWN = "not-known"


@dataclass(eq=False)
class Offer:
    """A place or service that helps a target group (tilbud).

    ``portal_number`` is its number at Tilbudsportalen, as text. ``operator_id`` and ``location_id`` name authorities
    where they are known as such. ``without_premises`` is None while it is not known. ``closing_announced_on`` is the
    day on which it was told that the offer closes, ``closed_on`` its last day, which may lie ahead.
    """

    id: str
    name: str
    portal_number: str = ""
    cvr: str = ""
    p_number: str = ""
    operator_kind: OperatorKind | None = None
    operator_name: str = ""
    operator_id: str | None = None
    location_id: str | None = None
    address: str = ""
    without_premises: bool | None = None
    supervised_by: str = ""
    opened_on: dt.date | None = None
    closing_announced_on: dt.date | None = None
    closed_on: dt.date | None = None
    closing_source: str = ""
    note: str = ""
    source: str = ""

    def open_on(self, day: dt.date) -> bool:
        """Tell whether the offer is there on a day, as far as is known."""
        return in_force(self.opened_on, self.closed_on, day)


@dataclass(eq=False)
class Department:
    """A part of an offer with its own places (afdeling)."""

    id: str
    offer_id: str
    name: str
    portal_number: str = ""
    p_number: str = ""
    location_id: str | None = None
    address: str = ""
    without_premises: bool | None = None
    closed_on: dt.date | None = None
    note: str = ""


@dataclass(eq=False)
class Service:
    """What an offer or a department of it provides (ydelse)."""

    id: str
    offer_id: str
    name: str
    department_id: str | None = None
    note: str = ""


@dataclass(eq=False)
class OfferValue:
    """One value about an offer, a department or a service on a day, with where it comes from.

    ``number`` is None where the value is a text or no plain figure; ``text`` is what stood in the source.
    ``legal_basis`` limits places to those of one provision. ``submission_id`` and ``cell`` name the answer it was
    taken from, where there is one. ``dated`` is the day the value holds for, None where the source does not say.
    """

    id: str
    offer_id: str
    attribute: Attribute
    origin: Origin
    dated: dt.date | None
    number: float | None
    text: str
    department_id: str | None = None
    service_id: str | None = None
    legal_basis: str = ""
    submission_id: str | None = None
    cell: str = ""
    source: str = ""


@dataclass(eq=False)
class OfferLegalBasis:
    """A provision an offer or a department stands on in a period (lovgrundlag); there are often several.

    ``code`` is that of the list of legal bases, empty where the text was not understood. ``text`` is as written.
    """

    id: str
    offer_id: str
    code: str
    text: str
    department_id: str | None = None
    primary: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    origin: Origin = Origin.AGENCY
    source: str = ""


@dataclass(eq=False)
class OfferGroup:
    """Whom an offer or a department is for in a period: ages, and a target group or a text.

    ``group_id`` names a target group of the structure where a caseworker has said so; a text alone decides nothing.
    """

    id: str
    offer_id: str
    group_id: str | None = None
    text: str = ""
    age_from: int | None = None
    age_to: int | None = None
    department_id: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    origin: Origin = Origin.AGENCY
    source: str = ""


@dataclass(eq=False)
class OfferUse:
    """How many persons an authority had in an offer on a day or in a year, as the paying authority reported it.

    ``persons`` is None where it only said that it uses the offer.
    """

    id: str
    offer_id: str
    payer_id: str
    dated: dt.date | None
    persons: int | None
    department_id: str | None = None
    submission_id: str | None = None
    cell: str = ""
    source: str = ""


@dataclass(eq=False)
class OfferAlias:
    """A spelling that means an offer or a department of it; learned from a caseworker's answer or a former name."""

    id: str
    offer_id: str
    text: str
    key: str
    department_id: str | None = None
    learned_by: str = ""
    learned_on: dt.date | None = None


@dataclass(eq=False)
class OfferMention:
    """Which offer one name in one answer means, as a caseworker settled it; ``level`` says what the row speaks of."""

    id: str
    submission_id: str
    template_cell: str
    row: int | None
    part: str
    offer_id: str
    level: Level
    department_id: str | None = None
    settled_by: str = ""
    settled_on: dt.date | None = None


@dataclass(eq=False)
class ScreeningCriterion:
    """One question a screening asks of an offer; the list is the agency's own and is edited by date.

    ``group_id`` limits it to one target group.
    """

    id: str
    text: str
    position: int
    group_id: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: str = ""


@dataclass(eq=False)
class OfferScreening:
    """A screening of an offer for a group (tilbudsscreening): when, by whom, what it came to and why."""

    id: str
    offer_id: str
    group_id: str
    made_on: dt.date
    made_by: str
    result: ScreeningResult
    reason: str
    department_id: str | None = None


@dataclass(eq=False)
class ScreeningMark:
    """How the offer stood to one criterion, whose wording then is kept."""

    id: str
    screening_id: str
    criterion_id: str
    wording: str
    mark: Mark
    remark: str = ""


@dataclass(eq=False)
class KnowledgeEnvironment:
    """Where specialised knowledge is kept alive (vidensmiljø)."""

    id: str
    name: str
    description: str = ""
    organisation: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: str = ""


@dataclass(eq=False)
class KnowledgeTie:
    """A knowledge environment belongs to an offer or serves a target group."""

    id: str
    environment_id: str
    offer_id: str | None = None
    group_id: str | None = None
    note: str = ""


def offer_key(name: str) -> str:
    """Return the key under which two spellings of an offer's name are the same.

    Case folded, signs to single spaces, å=aa, æ=ae, ø=oe, without forms of company (ApS, A/S, Fonden, S/I). Numbers
    and words such as "Botilbuddet" stay: they tell two offers of one place apart.
    """
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).casefold().translate(_SPELLINGS)
    for text in (_COMPANY.sub(" ", folded), folded):
        if words := " ".join("".join(sign if sign.isalnum() else " " for sign in text).split()):
            return words
    return ""


def digits_of(text: str, length: int) -> str:
    """Return the digits of a number that names something, or an empty string where it has another length.

    Excel drops leading zeros of a P-number; no digit is invented for it.
    """
    digits = re.sub(r"[\s.\u00a0-]", "", text)
    return digits if digits.isascii() and digits.isdigit() and len(digits) == length else ""


def cvr_holds(cvr: str) -> bool:
    """Tell whether a CVR number's check digit (modulus 11) holds."""
    return len(cvr) == 8 and not sum(w * int(d) for w, d in zip(_CVR_WEIGHTS, cvr, strict=True)) % 11


def level_of(department_id: str | None, service_id: str | None = None) -> Level:
    """Return what a record with these keys speaks of."""
    if service_id is not None:
        return Level.SERVICE
    return Level.OFFER if department_id is None else Level.DEPARTMENT


def latest(values: Iterable[OfferValue], attribute: Attribute, origin: Origin | None = None) -> OfferValue | None:
    """Return the latest dated value of an attribute; one without a date only where no other is known."""
    wanted = [v for v in values if v.attribute is attribute and (origin is None or v.origin is origin)]
    return max(wanted, key=lambda value: value.dated or dt.date.min, default=None)
