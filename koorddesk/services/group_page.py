"""One target group with all that is known around it: titles by date, criteria, offers, announcements, signals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.ids import new_id
from koorddesk.domain.pathways import PathwayDescription
from koorddesk.domain.target_groups import (
    Criterion,
    CriterionReason,
    Intervention,
    Subject,
    TargetGroup,
    TargetGroupTitle,
)
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.monitoring import SignalRow, list_signals
from koorddesk.services.offer_parts import merged_history
from koorddesk.services.offers import OfferRow, list_offers
from koorddesk.services.queries import HistoryRow
from koorddesk.services.register_queries import PathwayRow, pathway_groups, pathways
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "no-such-target-group": N_("The target group is no longer in the register. Look at the list again."),
        "group-title-empty": N_("Write the title of the target group."),
        "group-title-known": N_("The target group is called that already on that day."),
        "group-title-earlier": N_(
            "The title held from %(day)s already. Give a later first day, or correct the record from that day."
        ),
        "group-ages": N_("The lowest age is above the highest. Correct one of them."),
        "group-proof-empty": N_("Write what proves that the group is covered."),
    }
)


@dataclass(frozen=True)
class TitleRow:
    """What a group was called in a period."""

    id: str
    title: str
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(frozen=True)
class ReasonRow:
    """Why a group meets a criterion, judged when, on what source, looked at again when; ``overdue`` as of today."""

    id: str
    criterion: Criterion
    reason: str
    dated: dt.date | None
    source: str
    review_on: dt.date | None
    overdue: bool


@dataclass(frozen=True)
class GroupAnnouncement:
    """A central announcement that was about the group."""

    code: str
    title: str
    issued: str
    outcome: str
    historical: bool


@dataclass(frozen=True)
class GroupView:
    """A target group with all that is known around it."""

    id: str
    note: str
    titles: tuple[TitleRow, ...]
    reasons: tuple[ReasonRow, ...]
    interventions: tuple[str, ...]
    offers: tuple[OfferRow, ...]
    announcements: tuple[GroupAnnouncement, ...]
    pathways: tuple[PathwayRow, ...]
    signals: tuple[SignalRow, ...]


def group_view(desk: Desk, group_id: str) -> GroupView:
    """Return one target group with what is known around it; raises UserError where it is gone."""
    today = desk.today()
    offers = tuple(row for row in list_offers(desk) if group_id in row.group_ids)
    about = {group_id, *(row.id for row in offers)}
    with desk.store.reader() as uow:
        group = _group(uow, group_id)
        titles = sorted(uow.all(TargetGroupTitle, group_id=group_id), key=lambda title: title.valid_from or dt.date.min)
        reasons = sorted(uow.all(CriterionReason, group_id=group_id), key=lambda reason: reason.criterion.value)
        announcements = sorted(
            uow.all(Announcement, group_id=group_id), key=lambda one: one.issued_on or dt.date.min, reverse=True
        )
        known_pathways = {known.id for known in uow.all(PathwayDescription) if group_id in pathway_groups(uow, known)}
        interventions = [known.title for known in uow.all(Intervention, group_id=group_id)]
    return GroupView(
        id=group.id,
        note=group.note,
        titles=tuple(TitleRow(title.id, title.title, title.valid_from, title.valid_to) for title in titles),
        reasons=tuple(
            ReasonRow(
                reason.id,
                reason.criterion,
                reason.reason,
                reason.dated,
                reason.source,
                reason.review_on,
                reason.review_on is not None and reason.review_on < today,
            )
            for reason in reasons
        ),
        interventions=tuple(sorted(interventions, key=danish_key)),
        offers=offers,
        announcements=tuple(
            GroupAnnouncement(
                one.code,
                one.title,
                desk.translator.date(one.issued_on) if one.issued_on else one.issued_text,
                one.outcome,
                one.historical,
            )
            for one in announcements
        ),
        pathways=tuple(row for row in pathways(desk) if row.id in known_pathways),
        signals=tuple(signal for signal in list_signals(desk) if signal.about_id in about),
    )


def group_history(desk: Desk, group_id: str) -> list[HistoryRow]:
    """Return what happened to a target group, its titles, criteria and interventions, oldest first."""
    with desk.store.reader() as uow:
        records = [group_id, *(title.id for title in uow.all(TargetGroupTitle, group_id=group_id))]
        records += [reason.id for reason in uow.all(CriterionReason, group_id=group_id)]
        records += [known.id for known in uow.all(Intervention, group_id=group_id)]
    return merged_history(desk, records, {})


def add_group(
    desk: Desk,
    title: str,
    subject: Subject,
    *,
    age_from: int | None = None,
    age_to: int | None = None,
    proof: str,
    valid_from: dt.date | None = None,
) -> str:
    """Add a target group that is not active yet, and return its id; it needs a reasoned criterion to be active."""
    if not title.strip():
        raise UserError("group-title-empty")
    if not proof.strip():
        raise UserError("group-proof-empty")
    _check_ages(age_from, age_to)
    with desk.store.unit_of_work() as uow:
        group = TargetGroup(new_id(), age_from, age_to, subject, proof=proof.strip())
        uow.add(group)
        uow.add(TargetGroupTitle(new_id(), group.id, title.strip(), valid_from))
        uow.commit(Summary(N_("target group %(title)s added"), {"title": title.strip()}), proof.strip())
        return group.id


def edit_group(
    desk: Desk,
    group_id: str,
    reason: str,
    *,
    subject: Subject,
    age_from: int | None,
    age_to: int | None,
    note: str = "",
) -> Changes:
    """Correct ages, subject and note of a target group; the reason stands in its history."""
    _check_ages(age_from, age_to)
    if not reason.strip():
        raise UserError("reason-needed")
    with desk.store.unit_of_work() as uow:
        group = _group(uow, group_id)
        group.subject, group.age_from, group.age_to, group.note = subject, age_from, age_to, note.strip()
        return uow.commit(Summary(N_("target group corrected"), {}), reason.strip())


def set_group_title(desk: Desk, group_id: str, title: str, valid_from: dt.date, source: str = "") -> Changes:
    """Give a target group a title from a day on; the title before it ends the day before and is kept."""
    if not title.strip():
        raise UserError("group-title-empty")
    with desk.store.unit_of_work() as uow:
        _group(uow, group_id)
        for known in uow.all(TargetGroupTitle, group_id=group_id, valid_to=None):
            if known.title == title.strip():
                raise UserError("group-title-known")
            if known.valid_from is not None and known.valid_from >= valid_from:
                raise UserError("group-title-earlier", day=desk.translator.date(known.valid_from))
            known.valid_to = valid_from - dt.timedelta(days=1)
        uow.add(TargetGroupTitle(new_id(), group_id, title.strip(), valid_from))
        return uow.commit(Summary(N_("target group is called %(title)s"), {"title": title.strip()}), source.strip())


def _group(uow: UnitOfWork, group_id: str) -> TargetGroup:
    group = uow.get(TargetGroup, group_id)
    if group is None:
        raise UserError("no-such-target-group")
    return group


def _check_ages(age_from: int | None, age_to: int | None) -> None:
    if age_from is not None and age_to is not None and age_from > age_to:
        raise UserError("group-ages")
