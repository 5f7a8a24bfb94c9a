"""Central announcements (centrale udmeldinger), their deadlines per region and their recorded dates.

Source: facts 2.2 and 4. No calendar rule is proven: a deadline is a field of each announcement and each region.
Sources contradict each other about dates, so every recorded date keeps its kind and its source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from koorddesk.domain.authorities import Authority, Membership, Succession, answering_for, in_force


@dataclass(eq=False)
class Announcement:
    """A call on the councils to coordinate for a target group or an intervention (central udmelding).

    ``code`` is the short code ("CU-2022-PUNKTSKRIFT"). ``issued_on`` may be missing where history only knows a
    month; ``issued_text`` then says what is known. ``outcome`` is what history says became of it.
    """

    id: str
    code: str
    title: str
    group_id: str
    intervention_id: str | None = None
    issued_on: dt.date | None = None
    issued_text: str = ""
    template_id: str | None = None
    regional_template_id: str | None = None
    questions: str = ""
    outcome: str = ""
    historical: bool = False
    source: str = ""


@dataclass(eq=False)
class AnnouncementRegion:
    """One region asked by an announcement, with its deadline (frist) and what moved it.

    Three clocks are kept apart: ``due_on`` expected, late (received after ``due_on``), ``locked_on`` locked.
    """

    id: str
    announcement_id: str
    region_id: str
    due_on: dt.date
    extension_reason: str = ""
    original_due_on: dt.date | None = None
    locked_on: dt.date | None = None


@dataclass(eq=False)
class RecordedDate:
    """A date that a source gives for something; several may contradict each other and all are kept.

    ``subject_id`` is the record it is about, ``what`` for example "issued", "published", "due", "received".
    ``day`` is None where the source only knows ``text`` ("november 2019").
    """

    id: str
    subject_id: str
    what: str
    day: dt.date | None
    text: str
    source: str


def membership_day(asked: AnnouncementRegion, region_ends: dt.date | None) -> dt.date:
    """Return the day on which it is counted who belongs to a region asked: its first deadline, while the region lasts.

    A deadline that is moved asks nobody else, also where it is moved past the last day of the region.
    """
    return min(asked.original_due_on or asked.due_on, region_ends or dt.date.max)


def asked_of(
    sender_id: str,
    asked: Iterable[AnnouncementRegion],
    regions: Mapping[str, Authority],
    memberships: Iterable[Membership],
    successions: Iterable[Succession],
) -> list[AnnouncementRegion]:
    """Return the regions asked that a sender answers for: as the region, as its successor, or as one of its councils.

    Region Østdanmark can answer for two; ``regions`` are the authorities by id.
    """
    links, heirs = [link for link in memberships if link.member_id == sender_id], list(successions)
    found = []
    for one in asked:
        day = membership_day(one, regions[one.region_id].valid_to)
        if sender_id in answering_for(one.region_id, heirs) or any(
            link.group_id == one.region_id and in_force(link.valid_from, link.valid_to, day) for link in links
        ):
            found.append(one)
    return found


def is_late(received_on: dt.date, due_on: dt.date) -> bool:
    """Tell whether a report received on a day is late: the day of the deadline itself is in time."""
    return received_on > due_on
