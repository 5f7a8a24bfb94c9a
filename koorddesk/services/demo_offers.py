"""The offers of the demonstration: invented ones, marked as such, with places, occupancy and use over three years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import (
    Attribute,
    Offer,
    OfferGroup,
    OfferLegalBasis,
    OfferUse,
    OfferValue,
    OperatorKind,
    Origin,
)
from koorddesk.i18n import N_
from koorddesk.services.announcements import find_group
from koorddesk.store.uow import Changes, Summary

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

_BRAIN = "Voksne med kompleks erhvervet hjerneskade"
_EATING = "Borgere med svære spiseforstyrrelser"
_PREGNANT = "Udsatte gravide kvinder med et skadeligt rusmiddelbrug"
_SECURED = "Borgere med udviklingshæmning og dom med behov for anbringelse i sikret afdeling"
_YEARS = (2023, 2024, 2025)
_BASES = {"SEL-107": "§ 107", "SEL-108": "§ 108", "SEL-108-7": "§ 108, stk. 7"}
_SOURCE = "Opdigtet til eksemplet"


@dataclass(frozen=True)
class _Made:
    """One invented offer: who runs it and where, for whom, its places and occupancy by year, who has persons there."""

    name: str
    kind: OperatorKind
    operator: str
    located: str
    group: str
    ages: tuple[int, int | None]
    basis: str
    places: tuple[int, int, int]
    occupied: tuple[float, float, float]
    uses: tuple[tuple[str, int], ...]
    closes: dt.date | None = None


_OFFERS = (
    _Made(
        *("Neurocenter Fjordbakken (EKSEMPEL)", OperatorKind.MUNICIPAL, "Holbæk Kommune", "0316", _BRAIN, (18, 65)),
        *("SEL-107", (24, 22, 18), (93.5, 96.0, 99.0)),
        (("0316", 6), ("0320", 3), ("0340", 4), ("0376", 2), ("0390", 3)),
    ),
    _Made(
        *(
            "Rehabiliteringshuset Åsen (EKSEMPEL)",
            OperatorKind.REGIONAL,
            "Region Syddanmark",
            "0461",
            _BRAIN,
            (18, None),
        ),
        *("SEL-108", (40, 40, 42), (88.0, 91.5, 90.0)),
        (("0461", 11), ("0607", 5), ("0621", 6), ("0573", 4), ("0370", 1)),
    ),
    _Made(
        *("Hjerneskadecenter Ådalen (EKSEMPEL)", OperatorKind.REGIONAL, "Region Midtjylland", "0791", _BRAIN, (18, 65)),
        *("SEL-107", (30, 30, 30), (92.0, 94.5, 95.0)),
        (("0791", 7), ("0751", 9), ("0657", 5), ("0851", 3)),
    ),
    _Made(
        *("Bostedet Strandengen (EKSEMPEL)", OperatorKind.SELF_GOVERNING, "Strandengen", "0851", _BRAIN, (18, None)),
        *("SEL-108", (16, 16, 14), (97.0, 98.0, 100.0)),
        (("0851", 8), ("0813", 2), ("0860", 3)),
        dt.date(2026, 8, 31),
    ),
    _Made(
        *("Klinikken Lindebo (EKSEMPEL)", OperatorKind.PRIVATE, "Lindebo ApS", "0101", _EATING, (18, None)),
        *("SEL-107", (12, 14, 16), (84.0, 88.0, 91.0)),
        (("0101", 8), ("0147", 2), ("0173", 3), ("0265", 1)),
    ),
    _Made(
        *(
            "Spiseforstyrrelsesteamet Vest (EKSEMPEL)",
            OperatorKind.MUNICIPAL,
            "Aarhus Kommune",
            "0751",
            _EATING,
            (15, 30),
        ),
        *("SEL-107", (10, 10, 8), (90.0, 96.0, 100.0)),
        (("0751", 6), ("0740", 2), ("0707", 1)),
    ),
    _Made(
        *("Familiehuset Morgenlys (EKSEMPEL)", OperatorKind.MUNICIPAL, "Odense Kommune", "0461", _PREGNANT, (15, 50)),
        *("SEL-107", (8, 8, 8), (75.0, 81.5, 87.5)),
        (("0461", 3), ("0479", 1), ("0430", 1)),
    ),
    _Made(
        *(
            "Den sikrede afdeling Egelund (EKSEMPEL)",
            OperatorKind.REGIONAL,
            "Region Sjælland",
            "0360",
            _SECURED,
            (18, None),
        ),
        *("SEL-108-7", (34, 36, 38), (104.0, 106.0, 107.5)),
        (("0360", 4), ("0101", 9), ("0751", 6), ("0851", 5), ("0461", 5)),
    ),
)


def add_offers(desk: Desk) -> Changes:
    """Add the invented offers with their target groups, figures of three years, and who uses them."""
    with desk.store.unit_of_work() as uow:
        authorities = uow.all(Authority)
        by_code = {known.code: known.id for known in authorities if known.code}
        by_name = {known.official_name: known.id for known in authorities}
        for made in _OFFERS:
            offer = Offer(
                new_id(),
                made.name,
                operator_kind=made.kind,
                operator_name=made.operator,
                operator_id=by_name.get(made.operator),
                location_id=by_code[made.located],
                without_premises=False,
                opened_on=dt.date(2016, 1, 1),
                closing_announced_on=dt.date(2026, 1, 12) if made.closes else None,
                closed_on=made.closes,
                closing_source="Driftsherrens brev af 12. januar 2026 (EKSEMPEL)" if made.closes else "",
                source=_SOURCE,
            )
            uow.add(offer)
            group = find_group(uow, made.group)
            uow.add(OfferGroup(new_id(), offer.id, group.id, "", *made.ages))
            uow.add(OfferLegalBasis(new_id(), offer.id, made.basis, _BASES[made.basis], primary=True))
            for year, places, occupied in zip(_YEARS, made.places, made.occupied, strict=True):
                day = dt.date(year, 12, 31)
                for attribute, number in ((Attribute.PLACES, float(places)), (Attribute.OCCUPANCY, occupied)):
                    uow.add(
                        OfferValue(*(new_id(), offer.id, attribute, Origin.REPORTED, day, number, ""), source=_SOURCE)
                    )
            for payer, persons in made.uses:
                uow.add(OfferUse(new_id(), offer.id, by_code[payer], dt.date(2025, 12, 31), persons, source=_SOURCE))
        return uow.commit(Summary(N_("%(count)d made-up offers added"), {"count": len(_OFFERS)}))
