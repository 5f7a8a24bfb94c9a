"""A case as the rules of the chain see it, read from the store, and a step as it is proposed for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment
from koorddesk.domain.authorities import Authority, Succession, successor_on
from koorddesk.domain.chain import Case, OrderKind, PartyRole, Step, StepKind, StepOffer, StepParty
from koorddesk.domain.legal import Act, LegalReference, Standing, acts_for, references_for
from koorddesk.domain.offers import offer_key
from koorddesk.domain.reports import Submission
from koorddesk.domain.step_checks import NamedOffer, Party, Proposed, Situation, Taken
from koorddesk.domain.step_rules import topic_of
from koorddesk.domain.target_groups import Subject, TargetGroup
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcements import asked_regions, current_submissions
from koorddesk.services.case_lookup import current_assessment, pinned_rows, region_submissions
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "authority-unknown": N_(
            'No municipality, region or part of the country is called "%(name)s". Choose it from the register.'
        ),
        "no-such-step": N_("That step is no longer in the case. Look at the case again."),
    }
)
UNREAD = N_("%(act)s (the words are not filled in; legal staff have to)")
UNSURE = N_("%(citation)s (not confirmed)")


@dataclass(frozen=True)
class OfferNamed:
    """An offer as it is written for a step; ``offer_id`` where it is matched to the register of offers."""

    name: str
    offer_id: str | None = None
    why: str = ""
    operator: str = ""
    terminated_on: dt.date | None = None

    @property
    def keys(self) -> frozenset[str]:
        """Return what two mentions of the same offer have in common."""
        return offer_keys(self.name, self.offer_id)


@dataclass(frozen=True)
class StepDraft:
    """A step as it is written before it is taken; authorities and regions by code, name or id.

    ``on`` None is a day no source knows; ``on_text`` then says what is known and ``law_on`` names a day on which the
    same act was in force. ``recorded``: it happened outside the program. ``deadline`` is the day set for an answer.
    ``rests_on`` names submissions, assessments, dialogue entries, documents or steps by their ids.
    """

    kind: StepKind
    on: dt.date | None
    on_text: str = ""
    law_on: dt.date | None = None
    order_kind: OrderKind | None = None
    regions: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    offers: tuple[OfferNamed, ...] = ()
    follows: str | None = None
    financing_area: str | None = None
    outcome: str = ""
    text: str = ""
    reason: str = ""
    deadline: dt.date | None = None
    source: str = ""
    recorded: bool = False
    rests_on: tuple[str, ...] = ()
    assessment_id: str | None = None


@dataclass(frozen=True)
class Resolved:
    """A draft with its authorities found: the regions as named, the addressees, the area of the financing order."""

    regions: tuple[Authority, ...]
    addressees: tuple[Authority, ...]
    area: Authority | None
    proposed: Proposed


def offer_keys(name: str, offer_id: str | None) -> frozenset[str]:
    """Return the keys under which an offer is known: its id and its folded name."""
    folded = offer_key(name)
    return frozenset(filter(None, (offer_id, f"name:{folded}" if folded else "")))


def resolve(desk: Desk, uow: UnitOfWork, announcement: Announcement, draft: StepDraft) -> Resolved:
    """Find the authorities that a draft names; raises UserError for one that nobody knows or that was not asked."""
    day = draft.on or draft.law_on or desk.today()
    heirs = uow.all(Succession)
    regions = [authority_named(uow, name, day) for name in draft.regions]
    if draft.kind is not StepKind.ANNOUNCEMENT and draft.regions:
        asked = {region.id for region, _ in asked_regions(uow, announcement)}
        asked |= {successor_on(key, dt.date.max, heirs) for key in asked}
        if asked and not {region.id for region in regions} <= asked:
            raise UserError("region-not-asked")
    addressees = [authority_named(uow, name, day) for name in draft.addressees]
    area = authority_named(uow, draft.financing_area, day) if draft.financing_area else None
    return Resolved(
        regions=tuple(regions),
        addressees=tuple(addressees),
        area=area,
        proposed=Proposed(
            kind=draft.kind,
            on=draft.on,
            order_kind=draft.order_kind,
            regions=frozenset(successor_on(region.id, day, heirs) for region in regions),
            addressees=tuple(Party(found.id, found.kind, found.valid_on(day)) for found in addressees),
            offers=tuple(
                NamedOffer(offer.keys, offer.why, offer.operator, offer.terminated_on) for offer in draft.offers
            ),
            follows=draft.follows,
            financing_area=Party(area.id, area.kind, area.valid_on(day)) if area else None,
            outcome=draft.outcome,
            text=draft.text,
            reason=draft.reason,
            recorded=draft.recorded,
        ),
    )


def authority_named(uow: UnitOfWork, name: str, day: dt.date) -> Authority:
    """Return the authority of that id, code or name, one that exists on the day before one that does not."""
    known = [
        authority
        for authority in uow.all(Authority)
        if name in (authority.id, authority.code, authority.name, authority.official_name)
    ]
    if not known:
        raise UserError("authority-unknown", name=name)
    return next((authority for authority in known if authority.valid_on(day)), known[0])


def situation_of(
    desk: Desk, uow: UnitOfWork, announcement: Announcement, case: Case | None, proposed: Proposed, law_on: dt.date
) -> Situation:
    """Return the case as it stands for a proposed step; ``case`` None is one that is not opened yet."""
    heirs = uow.all(Succession)
    asked = {region.id: region for region, _ in asked_regions(uow, announcement)}
    now = {key: successor_on(key, law_on, heirs) for key in asked}
    here = [region for key, region in asked.items() if not proposed.regions or now[key] in proposed.regions]
    pinned = _pinned(uow, announcement, here, national=not proposed.regions)
    group = _group(uow, announcement)
    situation = Situation(
        steps=_taken(uow, announcement, case, law_on, heirs),
        open=case is None or case.closed_on is None,
        special_education=group.subject is not Subject.SOCIAL,
        group_active=group.active,
        asked=frozenset(now.values()),
        reports=_reports(uow, announcement, here, national=not proposed.regions),
        pinned=len(pinned),
        open_warnings=sum(pinned),
        duration_known=_read(legal_records(uow, announcement, "order-duration", law_on)),
        today=desk.today(),
    )
    topic = topic_of(situation, proposed)
    if not topic:
        return situation
    records = legal_records(uow, announcement, topic, law_on)
    return replace(situation, references_read=_read(records), references=cited(desk, records))


def legal_records(
    uow: UnitOfWork, announcement: Announcement, topic: str, on: dt.date
) -> list[tuple[Act, LegalReference | None]]:
    """Return each act that the group stands under on a day, with its record for a topic; None where there is none."""
    group = _group(uow, announcement)
    records = uow.all(LegalReference, topic=topic)
    return [
        (act, next(iter(references_for(topic, [act], on, records)), None))
        for act in acts_for(group.age_from, group.age_to, on)
    ]


def cited(desk: Desk, records: Sequence[tuple[Act, LegalReference | None]]) -> str:
    """Return the legal basis as a sentence names it; what is not filled in, or not confirmed, says so."""
    say, parts = desk.translator.text, []
    for act, record in records:
        if record is None or not record.paragraph:
            parts.append(say(UNREAD, act=act.value))
        elif record.standing is Standing.READ:
            parts.append(record.citation)
        else:
            parts.append(say(UNSURE, citation=record.citation))
    return " og ".join(parts)


def _read(records: Sequence[tuple[Act, LegalReference | None]]) -> bool:
    return bool(records) and all(record is not None and record.standing is Standing.READ for _, record in records)


def _group(uow: UnitOfWork, announcement: Announcement) -> TargetGroup:
    group = uow.get(TargetGroup, announcement.group_id)
    assert group is not None
    return group


def _taken(
    uow: UnitOfWork, announcement: Announcement, case: Case | None, day: dt.date, heirs: Sequence[Succession]
) -> tuple[Taken, ...]:
    if case is None:
        # The case is opened with its first step; until then the announcement itself stands for it.
        issued = announcement.issued_on or announcement.issued_text
        return (Taken("", StepKind.ANNOUNCEMENT, announcement.issued_on, 1),) if issued else ()
    steps = sorted(uow.all(Step, case_id=case.id), key=lambda step: step.position)
    keys = [step.id for step in steps]
    parties = uow.all(StepParty, step_id=keys, role=PartyRole.REGION)
    offers = uow.all(StepOffer, step_id=keys)
    assessments = {known.id: known for known in uow.all(Assessment, announcement_id=announcement.id)}
    taken = []
    for step in steps:
        regions = {party.authority_id for party in parties if party.step_id == step.id} | {step.region_id}
        assessment = assessments.get(step.rests_on or "") if step.kind is StepKind.ASSESSMENT else None
        mentions = [offer_keys(offer.name, offer.offer_id) for offer in offers if offer.step_id == step.id]
        taken.append(
            Taken(
                id=step.id,
                kind=step.kind,
                on=step.taken_on,
                position=step.position,
                regions=frozenset(successor_on(key, day, heirs) for key in regions if key),
                follows=step.follows_id,
                outcome=step.outcome or (assessment.conclusion.value if assessment else ""),
                offers=frozenset().union(*mentions),
                ended=step.ended_on is not None or step.ended_by is not None,
                overtaken=step.overtaken_by is not None
                or (assessment is not None and assessment.overtaken_by is not None),
            )
        )
    return tuple(taken)


def _reports(uow: UnitOfWork, announcement: Announcement, here: Sequence[Authority], *, national: bool) -> int:
    if not national:
        return sum(len(region_submissions(uow, announcement, region)) for region in here)
    known = current_submissions(uow.all(Submission, announcement_id=announcement.id))
    return sum(1 for submission in known if submission.state.is_used)


def _pinned(uow: UnitOfWork, announcement: Announcement, here: Sequence[Authority], *, national: bool) -> list[int]:
    """Return the open warnings of every answer that the assessments concerned are pinned to."""
    scopes: list[Authority | None] = [*here, None] if national else list(here)
    assessments = filter(None, (current_assessment(uow, announcement, scope) for scope in scopes))
    return [row.open_warnings for assessment in assessments for row in pinned_rows(uow, assessment.id)]
