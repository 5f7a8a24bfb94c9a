"""Municipalities and their regions around the latest merger that the register knows: the ground of map and matrix."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority, AuthorityKind, Membership, Succession, region_of
from koorddesk.i18n import N_
from koorddesk.sorting import danish_key

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.store.uow import UnitOfWork

HIDDEN = "–"  # stands for a figure that is not shown


class Geography(enum.StrEnum):
    """Which regions are shown: those before the merger that the register knows, or those after it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Land:
    """Municipalities of a day with their regions' names, by code, before and after the merger, and its day."""

    municipalities: tuple[Authority, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]
    changes_on: dt.date | None

    def region(self, code: str, geography: Geography) -> str:
        """Return the region of a municipality, by its code."""
        return (self.before if geography is Geography.BEFORE else self.after).get(code, "")

    def names(self, geography: Geography) -> list[str]:
        """Return the regions' names in Danish order."""
        found = {self.region(place.code or "", geography) for place in self.municipalities} - {""}
        return sorted(found, key=danish_key)


def read_land(uow: UnitOfWork, today: dt.date) -> Land:
    """Return the municipalities of today with their regions around the latest merger that the register knows."""
    memberships = uow.all(Membership)
    authorities = {authority.id: authority for authority in uow.all(Authority)}
    merged = [
        step.on
        for step in uow.all(Succession)
        if (new := authorities.get(step.successor_id)) is not None and new.kind is AuthorityKind.REGION
    ]
    changes_on = max(merged, default=None)
    eve = changes_on - dt.timedelta(days=1) if changes_on else today
    there = tuple(
        sorted(
            (a for a in authorities.values() if a.kind is AuthorityKind.MUNICIPALITY and a.code and a.valid_on(today)),
            key=lambda authority: danish_key(authority.name),
        )
    )

    def regions(day: dt.date) -> dict[str, str]:
        found = ((place.code or "", region_of(place.id, day, memberships)) for place in there)
        return {code: authorities[region].name if region else "" for code, region in found}

    return Land(there, regions(eve), regions(changes_on or today), changes_on)


def geography_words(desk: Desk, land: Land, geography: Geography) -> str:
    """Return in a sentence which regions are shown."""
    if land.changes_on is None:
        return desk.translator.text(N_("Regions as they are today."))
    words = N_("Regions before %(date)s.") if geography is Geography.BEFORE else N_("Regions from %(date)s.")
    return desk.translator.text(words, date=desk.translator.long_date(land.changes_on))
