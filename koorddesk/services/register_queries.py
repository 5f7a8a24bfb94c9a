"""What the registers' lists show: authorities, target groups, legal references, pathway descriptions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority, AuthorityKind, Contact, Membership, in_force
from koorddesk.domain.legal import LegalReference, Standing
from koorddesk.domain.pathways import Edition, PathwayDescription, PathwayGroup
from koorddesk.domain.target_groups import (
    Criterion,
    CriterionReason,
    Subject,
    TargetGroup,
    TargetGroupTitle,
    title_on,
)
from koorddesk.services.legal import topic_words
from koorddesk.sorting import danish_key
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class AuthorityRow:
    """One authority with its region on a day and where letters to it go."""

    id: str
    code: str
    name: str
    official_name: str
    kind: AuthorityKind
    region_name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    contact: str
    confirmed: bool


@dataclass(frozen=True)
class TargetGroupRow:
    """One target group with its current title, ages and criteria."""

    id: str
    title: str
    age_from: int | None
    age_to: int | None
    subject: Subject
    active: bool
    criteria: tuple[Criterion, ...]
    review_on: dt.date | None
    proof: str


@dataclass(frozen=True)
class LegalRow:
    """One legal reference with its standing: read, unconfirmed, or not known; ``topic`` is what it is the basis of.

    ``citation`` is the act alone where the paragraph is not known.
    """

    id: str
    topic: str
    act: str
    paragraph: str
    section: str
    citation: str
    standing: Standing
    wording: str
    source: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    confirmed_by: str
    confirmed_on: dt.date | None


@dataclass(frozen=True)
class PathwayRow:
    """One pathway description with its editions."""

    id: str
    title: str
    group_title: str
    editions: tuple[str, ...]


def authorities(desk: Desk, kind: AuthorityKind | None = None, on: dt.date | None = None) -> list[AuthorityRow]:
    """Return the authorities of a kind that exist on a day (today by default), in Danish order."""
    day = on or desk.today()
    with desk.store.reader() as uow:
        known = {authority.id: authority for authority in uow.all(Authority)}
        memberships = {
            membership.member_id: membership.group_id
            for membership in uow.all(Membership)
            if in_force(membership.valid_from, membership.valid_to, day)
        }
        contacts = {
            contact.party_id: contact
            for contact in uow.all(Contact)
            if in_force(contact.valid_from, contact.valid_to, day)
        }
        rows = []
        for authority in known.values():
            if (kind is not None and authority.kind is not kind) or not authority.valid_on(day):
                continue
            group = known.get(memberships.get(authority.id, ""))
            contact = contacts.get(authority.id)
            rows.append(
                AuthorityRow(
                    id=authority.id,
                    code=authority.code or "",
                    name=authority.name,
                    official_name=authority.official_name,
                    kind=authority.kind,
                    region_name=group.name if group else "",
                    valid_from=authority.valid_from,
                    valid_to=authority.valid_to,
                    contact=", ".join([contact.addressee, *contact.address_lines.splitlines()]) if contact else "",
                    confirmed=authority.confirmed,
                )
            )
    return sorted(rows, key=lambda row: (row.kind.value, danish_key(row.name)))


def target_groups(desk: Desk) -> list[TargetGroupRow]:
    """Return the known target groups with their criteria, in Danish order; the list is not complete."""
    with desk.store.reader() as uow:
        reasons = uow.all(CriterionReason)
        titles = uow.all(TargetGroupTitle)
        rows = []
        for group in uow.all(TargetGroup):
            own = [reason for reason in reasons if reason.group_id == group.id and reason.reason.strip()]
            reviews = [reason.review_on for reason in own if reason.review_on]
            rows.append(
                TargetGroupRow(
                    id=group.id,
                    title=title_on([title for title in titles if title.group_id == group.id], desk.today()),
                    age_from=group.age_from,
                    age_to=group.age_to,
                    subject=group.subject,
                    active=group.active,
                    criteria=tuple(sorted({reason.criterion for reason in own})),
                    review_on=min(reviews, default=None),
                    proof=group.proof,
                )
            )
    return sorted(rows, key=lambda row: danish_key(row.title))


def legal_references(desk: Desk) -> list[LegalRow]:
    """Return the legal references with their standing, by citation."""
    with desk.store.reader() as uow:
        rows = [
            LegalRow(
                id=known.id,
                topic=topic_words(desk, known.topic),
                act=known.act.value,
                paragraph=known.paragraph,
                section=known.section,
                citation=known.citation if known.paragraph else known.act.value,
                standing=known.standing,
                wording=known.wording,
                source=known.source,
                valid_from=known.in_force_from,
                valid_to=known.in_force_to,
                confirmed_by=known.confirmed_by,
                confirmed_on=known.confirmed_on,
            )
            for known in uow.all(LegalReference)
        ]
    return sorted(rows, key=lambda row: (row.citation, row.topic))


def pathway_groups(uow: UnitOfWork, pathway: PathwayDescription) -> list[str]:
    """Return the ids of the target groups that a pathway description is about, the main one first."""
    ties = [tie.group_id for tie in uow.all(PathwayGroup, pathway_id=pathway.id)]
    return [*([pathway.group_id] if pathway.group_id else []), *sorted(ties)]


def pathways(desk: Desk) -> list[PathwayRow]:
    """Return the pathway descriptions with their editions, in Danish order."""
    with desk.store.reader() as uow:
        editions = uow.all(Edition)
        titles = uow.all(TargetGroupTitle)
        rows = [
            PathwayRow(
                known.id,
                known.title,
                "; ".join(
                    title_on([title for title in titles if title.group_id == key], desk.today())
                    for key in pathway_groups(uow, known)
                ),
                tuple(
                    f"{edition.number}. udgave, {edition.published}"
                    for edition in sorted(editions, key=lambda edition: edition.number)
                    if edition.pathway_id == known.id
                ),
            )
            for known in uow.all(PathwayDescription)
        ]
    return sorted(rows, key=lambda row: danish_key(row.title))
