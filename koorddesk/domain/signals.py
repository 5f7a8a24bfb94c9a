"""Signals of the monitoring track: what the register of offers says by itself, each with its rule and its records.

A signal is a pure reading of records; it decides nothing. Each names the rule it follows and the records it rests on,
so that a caseworker can check it. What is not known gives no signal: an offer without a known place is in no part of
the country, and a group for which no offer is recorded at all is told once, not once for each part.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from koorddesk.domain.authorities import Membership, in_force
from koorddesk.domain.offers import Attribute, Offer, OfferGroup, OfferUse, OfferValue
from koorddesk.domain.target_groups import CriterionReason, TargetGroup

Figures = Mapping[str, str | int | float | dt.date | None]
USE_LOOKED_AT = 2  # whole years back in which somebody should have used an offer


class SignalRule(enum.StrEnum):
    """The rules, one each."""

    NO_OFFER = "no-offer"
    ONE_PROVIDER = "one-provider"
    NONE_IN_PART = "none-in-part"
    FEWER_PLACES = "fewer-places"
    BROADER_GROUP = "broader-group"
    USED_BY_NOBODY = "used-by-nobody"
    CLOSING_ANNOUNCED = "closing-announced"
    REVIEW_OVERDUE = "review-overdue"


@dataclass(frozen=True)
class Signal:
    """One signal: its rule, what it is about, the figures in it, and the keys of the records it rests on.

    ``about`` is the key of the target group or offer it is shown at. ``figures`` fill in the rule's sentence.
    """

    rule: SignalRule
    about: str
    rests_on: tuple[tuple[str, str], ...]
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True)
class Watched:
    """The records that signals are read from, on a day. ``parts`` are the keys of the parts of the country."""

    day: dt.date
    groups: Sequence[TargetGroup]
    reasons: Sequence[CriterionReason]
    offers: Sequence[Offer]
    offer_groups: Sequence[OfferGroup]
    values: Sequence[OfferValue]
    uses: Sequence[OfferUse]
    memberships: Sequence[Membership]
    parts: Sequence[str]


def signals(watched: Watched) -> list[Signal]:
    """Return every signal on a day, by rule."""
    return [
        *_closing(watched),
        *_few_providers(watched),
        *_none_in_part(watched),
        *_fewer_places(watched),
        *_broader(watched),
        *_unused(watched),
        *_overdue(watched),
    ]


def offers_for(watched: Watched, group_id: str, day: dt.date | None = None) -> list[Offer]:
    """Return the offers that are open and for a target group on a day, as a caseworker has recorded it."""
    on = day or watched.day
    meant = {
        each.offer_id
        for each in watched.offer_groups
        if each.group_id == group_id and in_force(each.valid_from, each.valid_to, on)
    }
    return [offer for offer in watched.offers if offer.id in meant and offer.open_on(on)]


def _active(watched: Watched) -> Iterator[TargetGroup]:
    return (group for group in watched.groups if group.active)


def _rest(offers: Iterable[Offer]) -> tuple[tuple[str, str], ...]:
    return tuple(("Offer", offer.id) for offer in offers)


def _few_providers(watched: Watched) -> Iterator[Signal]:
    """Yield active groups that ever had an offer on record and now have none, or have a single provider.

    A provider is who runs offers: the same CVR number, the same authority, or else the same name; an offer whose
    operator is not known counts as a provider of its own.
    """
    for group in _active(watched):
        offers = offers_for(watched, group.id)
        ever = any(each.group_id == group.id for each in watched.offer_groups)
        if not offers and ever:
            yield Signal(SignalRule.NO_OFFER, group.id, (("TargetGroup", group.id),))
        providers = {
            offer.cvr or offer.operator_id or offer.operator_name.strip().casefold() or offer.id for offer in offers
        }
        if offers and len(providers) == 1:
            rests_on = (("TargetGroup", group.id), *_rest(offers))
            yield Signal(SignalRule.ONE_PROVIDER, group.id, rests_on, {"count": len(offers), "offer": offers[0].name})


def _none_in_part(watched: Watched) -> Iterator[Signal]:
    """Yield active groups with offers in one part of the country and none in another.

    Nothing is said while the place of one of the group's offers is not known, for it may lie there.
    """
    for group in _active(watched):
        offers = offers_for(watched, group.id)
        placed = {offer.id: part_of(offer.location_id, watched) for offer in offers if not offer.without_premises}
        if not placed or None in placed.values():
            continue
        for part in watched.parts:
            if part not in placed.values():
                rests_on = (("TargetGroup", group.id), ("Authority", part), *_rest(offers))
                yield Signal(SignalRule.NONE_IN_PART, group.id, rests_on, {"part": part, "count": len(placed)})


def part_of(municipality_id: str | None, watched: Watched) -> str | None:
    """Return the part of the country a municipality lies in on the day, through its region, or None."""
    above = {
        link.member_id: link.group_id
        for link in watched.memberships
        if in_force(link.valid_from, link.valid_to, watched.day)
    }
    current = municipality_id
    while current is not None and current not in watched.parts:
        current = above.get(current)
    return current


def _fewer_places(watched: Watched) -> Iterator[Signal]:
    """Yield open offers and departments whose latest count of places is below the one before it.

    Only counts of one origin, one level and one provision are compared: the portal is not compared with a form.
    """
    series: dict[tuple[str, str | None, str | None, str, str], list[OfferValue]] = {}
    for value in watched.values:
        if value.attribute is Attribute.PLACES and value.number is not None and value.dated is not None:
            place = (value.offer_id, value.department_id, value.service_id, value.legal_basis, value.origin.value)
            series.setdefault(place, []).append(value)
    open_now = {offer.id for offer in watched.offers if offer.open_on(watched.day)}
    for (offer_id, *_), values in series.items():
        by_day: dict[dt.date, list[OfferValue]] = {}
        for value in values:
            if value.dated is not None and value.dated <= watched.day:
                by_day.setdefault(value.dated, []).append(value)
        if len(by_day) < 2 or offer_id not in open_now:
            continue
        before, now = sorted(by_day)[-2:]
        if any(len({value.number for value in by_day[day]}) > 1 for day in (before, now)):
            continue  # senders disagree about one of the days; that is told elsewhere
        old, new = by_day[before][0], by_day[now][0]
        if old.number is not None and new.number is not None and new.number < old.number:
            figures: Figures = {"before": old.number, "now": new.number, "was_on": before, "is_on": now}
            yield Signal(
                SignalRule.FEWER_PLACES,
                offer_id,
                (("Offer", offer_id), ("OfferValue", old.id), ("OfferValue", new.id)),
                figures,
            )


def _broader(watched: Watched) -> Iterator[Signal]:
    """Yield offers whose target group has become wider: more ages for one group, or more groups than before."""
    by_offer: dict[str, list[OfferGroup]] = {}
    for each in watched.offer_groups:
        by_offer.setdefault(each.offer_id, []).append(each)
    for offer in watched.offers:
        own = [each for each in by_offer.get(offer.id, []) if each.valid_from is not None]
        starts = sorted({each.valid_from for each in own if each.valid_from and each.valid_from <= watched.day})
        if not offer.open_on(watched.day) or len(starts) < 2:
            continue
        now = [each for each in by_offer[offer.id] if in_force(each.valid_from, each.valid_to, starts[-1])]
        eve = starts[-1] - dt.timedelta(days=1)
        before = [each for each in by_offer[offer.id] if in_force(each.valid_from, each.valid_to, eve)]
        added = {_called(each) for each in now} - {_called(each) for each in before}
        wider = [
            new
            for new in now
            for old in before
            if _called(new) == _called(old) and new.id != old.id and _wider(old, new)
        ]
        if before and (wider or (added and {_called(each) for each in before} <= {_called(each) for each in now})):
            rests_on = (("Offer", offer.id), *(("OfferGroup", each.id) for each in (*before, *now)))
            figures: Figures = {
                "is_on": starts[-1],
                "count": len(added),
                "groups": len({_called(each) for each in now}),
            }
            yield Signal(SignalRule.BROADER_GROUP, offer.id, tuple(dict.fromkeys(rests_on)), figures)


def _called(each: OfferGroup) -> str:
    return each.group_id or " ".join(each.text.casefold().split())


def _wider(old: OfferGroup, new: OfferGroup) -> bool:
    """Tell whether the new ages hold all the old ones and more; an open end that was never stated is not wider."""
    if None in (old.age_from, old.age_to):
        return False
    lowest, highest = new.age_from if new.age_from is not None else 0, new.age_to if new.age_to is not None else 200
    assert old.age_from is not None
    assert old.age_to is not None
    holds = lowest <= old.age_from and highest >= old.age_to
    return holds and (lowest, highest) != (old.age_from, old.age_to)


def _unused(watched: Watched) -> Iterator[Signal]:
    """Yield open offers whose use was reported earlier, and of which the newest reports name no user.

    An offer that no report ever spoke of gives no signal: nothing is known of its use.
    """
    since = dt.date(watched.day.year - USE_LOOKED_AT, 1, 1)
    by_offer: dict[str, list[OfferUse]] = {}
    for use in watched.uses:
        if use.dated is not None:
            by_offer.setdefault(use.offer_id, []).append(use)
    newest = max((use.dated for use in watched.uses if use.dated is not None), default=None)
    for offer in watched.offers:
        uses = by_offer.get(offer.id, [])
        if not uses or newest is None or newest < since or not offer.open_on(watched.day):
            continue
        recent = [use for use in uses if use.dated is not None and use.dated >= since]
        if not any(use.persons is None or use.persons > 0 for use in recent):
            last = max(
                (use.dated for use in uses if use.dated and (use.persons is None or use.persons > 0)), default=None
            )
            rests_on = (("Offer", offer.id), *(("OfferUse", use.id) for use in uses))
            yield Signal(SignalRule.USED_BY_NOBODY, offer.id, rests_on, {"was_on": last, "since": since})


def _closing(watched: Watched) -> Iterator[Signal]:
    """Yield offers of which it is told that they close, until the day they have closed."""
    for offer in watched.offers:
        if offer.closing_announced_on is not None and offer.open_on(watched.day):
            figures: Figures = {"was_on": offer.closing_announced_on, "is_on": offer.closed_on}
            yield Signal(SignalRule.CLOSING_ANNOUNCED, offer.id, (("Offer", offer.id),), figures)


def _overdue(watched: Watched) -> Iterator[Signal]:
    """Yield active groups with a criterion whose day of review has passed without a newer reason."""
    for group in _active(watched):
        own = [reason for reason in watched.reasons if reason.group_id == group.id]
        for reason in own:
            newer = any(
                other.criterion is reason.criterion
                and other is not reason
                and (other.dated or dt.date.min) > (reason.dated or dt.date.min)
                for other in own
            )
            if reason.review_on is not None and reason.review_on < watched.day and not newer:
                rests_on = (("TargetGroup", group.id), ("CriterionReason", reason.id))
                figures: Figures = {"was_on": reason.review_on, "criterion": reason.criterion.value}
                yield Signal(SignalRule.REVIEW_OVERDUE, group.id, rests_on, figures)
