"""The list of legal bases, the register of offers for matching, and finding an offer by what names it."""

from __future__ import annotations

import csv
import datetime as dt
import functools
from dataclasses import dataclass, field

from koorddesk.domain.authorities import Authority
from koorddesk.domain.offer_bases import LegalBasis
from koorddesk.domain.offers import Department, Offer, OfferAlias, offer_key
from koorddesk.paths import resource
from koorddesk.store.uow import UnitOfWork
from koorddesk.workbooks.offer_register import OfferRegister


@functools.lru_cache(maxsize=1)
def legal_bases() -> tuple[LegalBasis, ...]:
    """Return the list of legal bases that comes with the program."""
    with resource("registers", "offer-legal-bases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            LegalBasis(
                row["code"],
                row["law"],
                row["paragraph"],
                row["label_da"],
                row["group"],
                row["approved_by"],
                _day(row["valid_from"]),
                _day(row["valid_to"]),
            )
            for row in csv.DictReader(file)
        )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def offer_register(uow: UnitOfWork) -> OfferRegister:
    """Return all offers with their spellings, as the reader of forms needs them."""
    offers = uow.all(Offer)
    if not offers:
        return OfferRegister()
    places = {authority.id: authority.name for authority in uow.all(Authority)}
    return OfferRegister.from_records(offers, uow.all(Department), uow.all(OfferAlias), places)


@dataclass(frozen=True)
class Names:
    """What a source says to name an offer and a department of it; empty where it says nothing."""

    name: str = ""
    portal_number: str = ""
    cvr: str = ""
    p_number: str = ""
    department: str = ""
    department_number: str = ""


@dataclass
class KnownOffers:
    """The register's offers and departments under everything that may name them; grows while an import runs."""

    offers: dict[str, Offer] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    by_name: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, uow: UnitOfWork) -> KnownOffers:
        """Read the register."""
        known = cls()
        for offer in uow.all(Offer):
            known.add(offer)
        for department in uow.all(Department):
            known.departments[department.id] = department
        for alias in uow.all(OfferAlias):
            known.by_name.setdefault(alias.key, set()).add(alias.offer_id)
        return known

    def add(self, offer: Offer) -> None:
        """Take in an offer under its own name."""
        self.offers[offer.id] = offer
        self.by_name.setdefault(offer_key(offer.name), set()).add(offer.id)

    def found(self, names: Names) -> list[Offer]:
        """Return the offers these names mean: one, none, or several that a person has to choose between.

        In the order of certainty: number at Tilbudsportalen, P-number, CVR with name, name. A name alone does not
        mean an offer whose numbers say that it is another one.
        """
        offers = self.offers.values()
        if names.portal_number and (
            numbered := [offer for offer in offers if offer.portal_number == names.portal_number]
        ):
            return numbered
        if names.p_number and (placed := self._by_p_number(names.p_number)):
            return [offer for offer in placed if _may_be(offer, names)]
        named = [self.offers[key] for key in sorted(self.by_name.get(offer_key(names.name), ()))]
        named = [offer for offer in named if _may_be(offer, names)]
        owned = [offer for offer in named if names.cvr and offer.cvr == names.cvr]
        return owned or named

    def _by_p_number(self, number: str) -> list[Offer]:
        own = {offer.id for offer in self.offers.values() if offer.p_number == number}
        own |= {part.offer_id for part in self.departments.values() if part.p_number == number}
        return [self.offers[key] for key in sorted(own)]

    def department(self, offer_id: str, names: Names) -> list[Department]:
        """Return the departments of an offer that these names mean."""
        own = [part for part in self.departments.values() if part.offer_id == offer_id]
        if names.department_number and (
            numbered := [part for part in own if part.portal_number == names.department_number]
        ):
            return numbered
        key = offer_key(names.department)
        return [
            part
            for part in own
            if key and offer_key(part.name) == key and not (names.department_number and part.portal_number)
        ]


def _may_be(offer: Offer, names: Names) -> bool:
    """Tell whether nothing that is known on both sides speaks against it."""
    pairs = ((offer.portal_number, names.portal_number), (offer.cvr, names.cvr))
    return all(not (own and given) or own == given for own, given in pairs)
