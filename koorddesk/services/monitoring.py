"""The monitoring track: screening of offers, knowledge environments, and the signals with their rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority, AuthorityKind, Membership, in_force
from koorddesk.domain.ids import new_id
from koorddesk.domain.offers import (
    KnowledgeEnvironment,
    KnowledgeTie,
    Mark,
    Offer,
    OfferGroup,
    OfferScreening,
    OfferUse,
    OfferValue,
    ScreeningCriterion,
    ScreeningMark,
    ScreeningResult,
)
from koorddesk.domain.signals import Signal, SignalRule, Watched, signals
from koorddesk.domain.target_groups import CriterionReason, TargetGroup, TargetGroupTitle, title_on
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.offers import required_offer
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "screening-unreasoned": N_("Write why the screening came to this."),
        "screening-criterion-empty": N_("Write the question that the screening asks."),
        "screening-criterion-gone": N_("The criterion is not in force any more. Open the screening again."),
        "environment-nameless": N_("Write the knowledge environment's name."),
    }
)

# The rule behind each signal, as a caseworker reads it.
RULES = {
    SignalRule.NO_OFFER: N_("An active target group that had offers in the register has none that is open."),
    SignalRule.ONE_PROVIDER: N_(
        "All open offers for an active target group are run by the same operator (CVR number, authority or name)."
    ),
    SignalRule.NONE_IN_PART: N_(
        "An active target group has open offers in one part of the country and none in another; all their places are "
        "known."
    ),
    SignalRule.FEWER_PLACES: N_(
        "The latest count of an open offer's places is lower than the one before it, of the same origin and level."
    ),
    SignalRule.BROADER_GROUP: N_(
        "The latest record of whom an offer is for has wider ages for the same group, or more groups than before."
    ),
    SignalRule.USED_BY_NOBODY: N_(
        "An offer that was reported as used has no reported user since 1 January two years ago."
    ),
    SignalRule.CLOSING_ANNOUNCED: N_("It is noted that the offer closes, and it has not closed yet."),
    SignalRule.REVIEW_OVERDUE: N_("The day on which an active group's criterion is to be looked at again has passed."),
}
_SENTENCES = {
    SignalRule.NO_OFFER: N_("%(about)s has no open offer any more."),
    SignalRule.ONE_PROVIDER: N_("%(about)s has only one provider (%(offer)s)."),
    SignalRule.NONE_IN_PART: N_("%(about)s has no offer in %(part)s."),
    SignalRule.FEWER_PLACES: N_("%(about)s went from %(before)s places (%(was_on)s) to %(now)s (%(is_on)s)."),
    SignalRule.BROADER_GROUP: N_("%(about)s has had a broader target group since %(is_on)s."),
    SignalRule.USED_BY_NOBODY: N_("%(about)s is used by nobody according to the reports since %(since)s."),
    SignalRule.CLOSING_ANNOUNCED: N_("%(about)s closes (%(is_on)s); told on %(was_on)s."),
    SignalRule.REVIEW_OVERDUE: N_("A criterion of %(about)s was to be looked at again on %(was_on)s."),
}


@dataclass(frozen=True)
class RestRow:
    """One record that a signal rests on."""

    kind: str
    id: str
    shown: str


@dataclass(frozen=True)
class SignalRow:
    """One signal: what it says, about what, by which rule, and on which records it rests."""

    id: str
    rule: SignalRule
    message: str
    explanation: str
    about_kind: str
    about_id: str
    about: str
    rests_on: tuple[RestRow, ...]


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of the screening as it is asked on a day."""

    id: str
    text: str
    group_id: str | None


@dataclass(frozen=True)
class EnvironmentRow:
    """One knowledge environment with what it is tied to."""

    id: str
    name: str
    description: str
    organisation: str
    offers: tuple[str, ...]
    groups: tuple[str, ...]
    valid_to: dt.date | None


def list_signals(desk: Desk, on: dt.date | None = None) -> list[SignalRow]:
    """Return every signal of a day (today by default), by rule and name."""
    day = on or desk.today()
    with desk.store.reader() as uow:
        watched = Watched(
            day=day,
            groups=uow.all(TargetGroup),
            reasons=uow.all(CriterionReason),
            offers=uow.all(Offer),
            offer_groups=uow.all(OfferGroup),
            values=uow.all(OfferValue),
            uses=uow.all(OfferUse),
            memberships=uow.all(Membership),
            parts=[authority.id for authority in uow.all(Authority, kind=AuthorityKind.PART_OF_COUNTRY)],
        )
        shown = _Shown(desk, uow, watched)
        rows = [shown.row(signal) for signal in signals(watched)]
    return sorted(rows, key=lambda row: (list(SignalRule).index(row.rule), danish_key(row.about), row.id))


class _Shown:
    """Puts signals into words; each table of names is read once."""

    def __init__(self, desk: Desk, uow: UnitOfWork, watched: Watched) -> None:
        self.say = desk.translator
        titles = uow.all(TargetGroupTitle)
        self.names = {("Offer", offer.id): offer.name for offer in watched.offers}
        self.names |= {("Authority", authority.id): authority.name for authority in uow.all(Authority)}
        for group in watched.groups:
            own = [title for title in titles if title.group_id == group.id]
            self.names["TargetGroup", group.id] = title_on(own, watched.day)
        for value in watched.values:
            dated = self.say.date(value.dated) if value.dated else ""
            self.names["OfferValue", value.id] = " · ".join(filter(None, (value.text, dated, value.source, value.cell)))
        for use in watched.uses:
            dated = self.say.date(use.dated) if use.dated else ""
            payer = self.names.get(("Authority", use.payer_id), "")
            persons = "" if use.persons is None else str(use.persons)
            self.names["OfferUse", use.id] = " · ".join(filter(None, (payer, persons, dated, use.source, use.cell)))
        for each in watched.offer_groups:
            span = (
                f"{each.age_from if each.age_from is not None else ''}–{each.age_to if each.age_to is not None else ''}"
            )
            called = each.text or self.names.get(("TargetGroup", each.group_id or ""), "")
            start = self.say.date(each.valid_from) if each.valid_from else ""
            self.names["OfferGroup", each.id] = " · ".join(filter(None, (called, span.strip("–") and span, start)))
        for reason in watched.reasons:
            self.names["CriterionReason", reason.id] = reason.reason

    def row(self, signal: Signal) -> SignalRow:
        kind = next(kind for kind, key in signal.rests_on if key == signal.about)
        about = self.names[kind, signal.about]
        figures: dict[str, object] = {name: self._figure(value) for name, value in signal.figures.items()}
        if "part" in figures:
            figures["part"] = self.names["Authority", str(signal.figures["part"])]
        return SignalRow(
            id="|".join([signal.rule.value, *(key for _, key in signal.rests_on)]),
            rule=signal.rule,
            message=self.say.text(_SENTENCES[signal.rule], **{**figures, "about": about}),
            explanation=self.say.text(RULES[signal.rule]),
            about_kind=kind,
            about_id=signal.about,
            about=about,
            rests_on=tuple(RestRow(kind, key, self.names[kind, key]) for kind, key in signal.rests_on),
        )

    def _figure(self, value: object) -> str:
        if isinstance(value, dt.date):
            return self.say.date(value)
        if value is None:
            return self.say.text(N_("no day given"))
        return self.say.number(value) if isinstance(value, (int, float)) else str(value)


# Screening


def screening_criteria(desk: Desk, group_id: str | None = None, on: dt.date | None = None) -> list[CriterionRow]:
    """Return the criteria of the screening in force on a day: the common ones, and those of a group."""
    day = on or desk.today()
    with desk.store.reader() as uow:
        found = [
            criterion
            for criterion in uow.all(ScreeningCriterion)
            if criterion.group_id in (None, group_id) and in_force(criterion.valid_from, criterion.valid_to, day)
        ]
    return [CriterionRow(each.id, each.text, each.group_id) for each in sorted(found, key=lambda each: each.position)]


def every_criterion(desk: Desk) -> list[CriterionRow]:
    """Return the criteria of the screening in force today, the common ones and those of every group."""
    today = desk.today()
    with desk.store.reader() as uow:
        found = [each for each in uow.all(ScreeningCriterion) if in_force(each.valid_from, each.valid_to, today)]
    return [CriterionRow(each.id, each.text, each.group_id) for each in sorted(found, key=lambda each: each.position)]


def add_screening_criterion(desk: Desk, text: str, *, group_id: str | None = None, source: str = "") -> Changes:
    """Add a criterion at the end of the list, in force from today."""
    if not text.strip():
        raise UserError("screening-criterion-empty")
    with desk.store.unit_of_work() as uow:
        last = max((each.position for each in uow.all(ScreeningCriterion)), default=0)
        uow.add(ScreeningCriterion(new_id(), text.strip(), last + 1, group_id, desk.today(), None, source.strip()))
        return uow.commit(Summary(N_("criterion of the screening added")))


def end_screening_criterion(desk: Desk, criterion_id: str, reason: str = "") -> Changes:
    """Take a criterion out of use from today; screenings that used it keep its wording."""
    with desk.store.unit_of_work() as uow:
        criterion = uow.get(ScreeningCriterion, criterion_id)
        if criterion is None:
            raise UserError("screening-criterion-gone")
        criterion.valid_to = desk.today() - dt.timedelta(days=1)
        return uow.commit(Summary(N_("criterion of the screening ended")), reason)


def screen_offer(
    desk: Desk,
    offer_id: str,
    group_id: str,
    result: ScreeningResult,
    reason: str,
    marks: Mapping[str, tuple[Mark, str]] | None = None,
    *,
    made_on: dt.date | None = None,
) -> Changes:
    """Keep a screening of an offer for a group: what it came to and why, and how the offer stands to each criterion.

    ``marks`` gives each criterion's key its mark and remark. The assessor is the person at the desk. An earlier
    screening stays; the latest holds.
    """
    if not reason.strip():
        raise UserError("screening-unreasoned")
    day = made_on or desk.today()
    with desk.store.unit_of_work() as uow:
        offer = required_offer(uow, offer_id)
        if uow.get(TargetGroup, group_id) is None:
            raise UserError("record-gone")
        screening = OfferScreening(new_id(), offer.id, group_id, day, desk.actor.name, result, reason.strip())
        uow.add(screening)
        for criterion_id, (mark, remark) in (marks or {}).items():
            criterion = uow.get(ScreeningCriterion, criterion_id)
            if criterion is None or not in_force(criterion.valid_from, criterion.valid_to, day):
                raise UserError("screening-criterion-gone")
            uow.add(ScreeningMark(new_id(), screening.id, criterion.id, criterion.text, mark, remark.strip()))
        return uow.commit(Summary(N_("screening of %(name)s"), {"name": offer.name}), reason.strip())


# Knowledge environments


def environments(desk: Desk) -> list[EnvironmentRow]:
    """Return the knowledge environments with the offers and target groups they belong to, in Danish order."""
    with desk.store.reader() as uow:
        ties = uow.all(KnowledgeTie)
        names = {offer.id: offer.name for offer in uow.all(Offer)}
        titles = uow.all(TargetGroupTitle)
        rows = [
            EnvironmentRow(
                known.id,
                known.name,
                known.description,
                known.organisation,
                tuple(names[t.offer_id] for t in ties if t.environment_id == known.id and t.offer_id),
                tuple(
                    title_on([title for title in titles if title.group_id == t.group_id], desk.today())
                    for t in ties
                    if t.environment_id == known.id and t.group_id
                ),
                known.valid_to,
            )
            for known in uow.all(KnowledgeEnvironment)
        ]
    return sorted(rows, key=lambda row: danish_key(row.name))


def add_environment(
    desk: Desk,
    name: str,
    *,
    description: str = "",
    organisation: str = "",
    offer_ids: Sequence[str] = (),
    group_ids: Sequence[str] = (),
    source: str = "",
) -> Changes:
    """Add a knowledge environment and tie it to offers and target groups."""
    if not name.strip():
        raise UserError("environment-nameless")
    with desk.store.unit_of_work() as uow:
        made = KnowledgeEnvironment(new_id(), name.strip(), description, organisation, source=source)
        uow.add(made)
        for offer_id in offer_ids:
            uow.add(KnowledgeTie(new_id(), made.id, required_offer(uow, offer_id).id))
        for group_id in group_ids:
            if uow.get(TargetGroup, group_id) is None:
                raise UserError("record-gone")
            uow.add(KnowledgeTie(new_id(), made.id, None, group_id))
        return uow.commit(Summary(N_("knowledge environment %(name)s added"), {"name": made.name}))
