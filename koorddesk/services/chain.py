"""Taking the steps of a case: what may come next, the checklist before a step, and the step with all it brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement, AnnouncementRegion
from koorddesk.domain.assessment import Assessment
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import (
    Case,
    GroundKind,
    PartyRole,
    PassedPrecondition,
    Step,
    StepGround,
    StepKind,
    StepOffer,
    StepParty,
)
from koorddesk.domain.dialogue import DialogueEntry
from koorddesk.domain.documents import Document
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Submission
from koorddesk.domain.step_checks import Force, Precondition, Proposed, preconditions
from koorddesk.domain.step_rules import COMMON, RULES, consequences
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.case_lookup import announcement_of, case_by_number, next_position
from koorddesk.services.chain_situation import OfferNamed, Resolved, StepDraft, resolve, situation_of
from koorddesk.services.chain_words import ADDRESSING, CHECKS, CLOCKS, DOCUMENTS, STEPS
from koorddesk.services.clock_rules import close_clocks, start_clock
from koorddesk.services.grounds import step_words
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

__all__ = ["ChecklistRow", "NextStep", "OfferNamed", "StepDraft", "StepTaken", "checklist", "take_step", "what_next"]

register(
    {
        "step-blocked": N_("The step cannot be taken yet. This does not hold: %(reason)s"),
        "step-needs-reason": N_("Write why the step is taken although this does not hold: %(reason)s"),
        "step-only-with": N_("The step %(step)s is not taken by itself; it comes with the order it belongs to."),
        "deadline-past": N_("The deadline %(date)s has passed. Choose a later day."),
        "deadline-missing": N_("Give the day by which an answer is wanted."),
        "no-such-ground": N_("Something the step is to rest on is no longer in the store. Choose it again."),
    }
)
_ANSWERED_BY = {"set-in-announcement", "set-in-request", "set-in-hearing"}
_QUIET = {need.code for need in COMMON}
_GROUND_KINDS: Mapping[type, GroundKind] = {
    Submission: GroundKind.SUBMISSION,
    Assessment: GroundKind.ASSESSMENT,
    DialogueEntry: GroundKind.DIALOGUE,
    Document: GroundKind.DOCUMENT,
    Step: GroundKind.STEP,
}


@dataclass(frozen=True)
class ChecklistRow:
    """One precondition of a step as a sentence, with its source and whether it holds."""

    code: str
    text: str
    source: str
    force: Force
    met: bool
    blocks: bool


@dataclass(frozen=True)
class Choice:
    """One thing to choose from: its id, and how it reads."""

    id: str
    text: str


@dataclass(frozen=True)
class NextStep:
    """A step that may come next: whether it is stopped, what its checklist says, and what it takes and brings.

    ``natural`` marks those that the last steps lead to. ``follows`` are the acts it can hang on. ``orders`` is true
    for those that name offers.
    """

    kind: StepKind
    name: str
    natural: bool
    blocked: bool
    needs_reason: bool
    checklist: tuple[ChecklistRow, ...]
    follows: tuple[Choice, ...]
    addressing: str
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    internal: tuple[str, ...]
    clocks: tuple[str, ...]
    names_offers: bool
    asks_deadline: bool


@dataclass(frozen=True)
class StepTaken:
    """A step that was taken: its case, its id, the financing order that came with it, and what was written."""

    case_number: str
    step_id: str
    financing_step_id: str | None
    changes: Changes


def what_next(desk: Desk, case_number: str) -> list[NextStep]:
    """Return every step that may come next, those that the last steps lead to and that nothing stops first."""
    with desk.store.reader() as uow:
        case = case_by_number(uow, case_number)
        announcement = announcement_of(uow, case)
        steps = sorted(uow.all(Step, case_id=case.id), key=lambda step: step.position)
        leading = {kind for step in steps[-3:] for kind in RULES[step.kind].leads_to}
        if any(step.kind is StepKind.ANNOUNCEMENT for step in steps):
            leading.discard(StepKind.ANNOUNCEMENT)
        rows = [
            _next_step(desk, uow, case, announcement, kind, steps, natural=kind in leading)
            for kind, rule in RULES.items()
            if not rule.only_with
        ]
    return sorted(rows, key=lambda row: (row.blocked, not row.natural))


def checklist(desk: Desk, case_number: str, draft: StepDraft, *, written: bool = True) -> list[ChecklistRow]:
    """Return the preconditions of a step as it is written; without ``written`` only what the chain itself answers."""
    with desk.store.reader() as uow:
        case = case_by_number(uow, case_number)
        announcement = announcement_of(uow, case)
        resolved = resolve(desk, uow, announcement, draft)
        return checklist_rows(desk, uow, announcement, case, draft, resolved.proposed, written=written)


def take_step(desk: Desk, case_number: str, draft: StepDraft, passed: Mapping[str, str] | None = None) -> StepTaken:
    """Take a step of a case with all it brings, as one change set.

    ``passed`` gives a written reason for each precondition of practice, or unconfirmed, that does not hold. Raises
    UserError naming the first precondition that stops the step.
    """
    with desk.store.unit_of_work() as uow:
        case = case_by_number(uow, case_number)
        step, financing = apply_step(desk, uow, case, draft, passed)
        name = desk.translator.text(STEPS[draft.kind])
        changes = uow.commit(Summary(N_("step of case %(case)s: %(step)s"), {"case": case.number, "step": name}))
        return StepTaken(case.number, step.id, financing.id if financing else None, changes)


def apply_step(
    desk: Desk, uow: UnitOfWork, case: Case, draft: StepDraft, passed: Mapping[str, str] | None = None
) -> tuple[Step, Step | None]:
    """Do what ``take_step`` does as part of a larger change; return the step and its financing order, if any."""
    rule = RULES[draft.kind]
    if rule.only_with:
        raise UserError("step-only-with", step=desk.translator.text(STEPS[draft.kind]))
    announcement = announcement_of(uow, case)
    resolved = resolve(desk, uow, announcement, draft)
    reasons = {code: reason.strip() for code, reason in (passed or {}).items()}
    rows = checklist_rows(desk, uow, announcement, case, draft, resolved.proposed)
    for row in rows:
        if row.blocks:
            raise UserError("step-blocked", reason=row.text)
    for row in rows:
        if not row.met and not reasons.get(row.code):
            raise UserError("step-needs-reason", reason=row.text)
    _check_deadline(desk, draft)
    step = _add_step(desk, uow, case, draft, resolved)
    for row in rows:
        if not row.met:
            uow.add(PassedPrecondition(new_id(), step.id, row.code, reasons[row.code], desk.actor.name, desk.today()))
    law_on = draft.on or draft.law_on or desk.today()
    situation = situation_of(desk, uow, announcement, case, resolved.proposed, law_on)
    brought = consequences(situation, resolved.proposed)
    for key in brought.ends:
        _end(desk, uow, key, step)
    for key in brought.overtakes:
        overtaken = uow.get(Step, key)
        if overtaken is not None and overtaken.id != step.id and overtaken.overtaken_by is None:
            overtaken.overtaken_by = step.id
    for rule_name in brought.clocks:
        start_clock(uow, case, step, rule_name)
    financing = _financing_order(desk, uow, case, step, resolved.area) if brought.financing else None
    _close_agreed_clocks(desk, uow, step)
    if draft.kind is StepKind.ANNOUNCEMENT:
        _issue(uow, announcement, draft, resolved.regions)
    return step, financing


def checklist_rows(
    desk: Desk,
    uow: UnitOfWork,
    announcement: Announcement,
    case: Case | None,
    draft: StepDraft,
    proposed: Proposed,
    *,
    written: bool = True,
) -> list[ChecklistRow]:
    """Return the checklist of a proposed step; what every step takes is named only where it fails."""
    law_on = draft.on or draft.law_on or desk.today()
    situation = situation_of(desk, uow, announcement, case, proposed, law_on)
    lines = preconditions((*COMMON, *RULES[draft.kind].needs), situation, proposed, written=written)
    return [_row(desk, line) for line in lines if not line.met or line.code not in _QUIET]


def _row(desk: Desk, line: Precondition) -> ChecklistRow:
    detail = line.detail
    if line.code == "four-months-passed" and detail:
        detail = desk.translator.long_date(dt.date.fromisoformat(detail))
    return ChecklistRow(
        code=line.code,
        text=desk.translator.text(CHECKS[line.code], detail=detail or "-"),
        source=line.source,
        force=line.force,
        met=line.met,
        blocks=line.blocks,
    )


def _next_step(
    desk: Desk,
    uow: UnitOfWork,
    case: Case,
    announcement: Announcement,
    kind: StepKind,
    steps: Sequence[Step],
    *,
    natural: bool,
) -> NextStep:
    rule, say = RULES[kind], desk.translator.text
    acts = [step for step in steps if step.kind in rule.follows and step.ended_on is None]
    best: list[ChecklistRow] | None = None
    for act in [*reversed(acts), None]:
        draft = StepDraft(kind, desk.today(), follows=act.id if act else None)
        proposed = resolve(desk, uow, announcement, draft).proposed
        rows = checklist_rows(desk, uow, announcement, case, draft, proposed, written=False)
        if best is None or sum(row.blocks for row in rows) < sum(row.blocks for row in best):
            best = rows
    assert best is not None
    return NextStep(
        kind=kind,
        name=say(STEPS[kind]),
        natural=natural,
        blocked=any(row.blocks for row in best),
        needs_reason=any(not row.met and not row.blocks for row in best),
        checklist=tuple(best),
        follows=tuple(Choice(act.id, step_words(desk, act)) for act in acts),
        addressing=say(ADDRESSING[rule.addressing]),
        incoming=tuple(say(DOCUMENTS[document]) for document in rule.incoming),
        outgoing=tuple(say(DOCUMENTS[document]) for document in rule.outgoing),
        internal=tuple(say(DOCUMENTS[document]) for document in rule.internal),
        clocks=tuple(say(CLOCKS[clock]) for clock in rule.clocks),
        names_offers=any(need.code in ("one-offer", "two-offers") for need in rule.needs),
        asks_deadline=bool(_ANSWERED_BY.intersection(rule.clocks)),
    )


def _check_deadline(desk: Desk, draft: StepDraft) -> None:
    """Refuse a step that waits for an answer without a day for it; what is put on record may not know its day."""
    if draft.recorded:
        return
    if draft.deadline is None and _ANSWERED_BY.intersection(RULES[draft.kind].clocks):
        raise UserError("deadline-missing")
    if draft.deadline is not None and draft.deadline <= desk.today():
        raise UserError("deadline-past", date=desk.translator.date(draft.deadline))


def _add_step(desk: Desk, uow: UnitOfWork, case: Case, draft: StepDraft, resolved: Resolved) -> Step:
    step = Step(
        id=new_id(),
        case_id=case.id,
        kind=draft.kind,
        taken_on=draft.on,
        taken_text=draft.on_text.strip(),
        region_id=resolved.regions[0].id if len(resolved.regions) == 1 else None,
        rests_on=draft.assessment_id,
        deadline_on=draft.deadline,
        what_is_asked=draft.text.strip(),
        taken_by=desk.actor.name,
        source=draft.source.strip(),
        position=next_position(uow, case),
        order_kind=draft.order_kind,
        follows_id=draft.follows,
        outcome=draft.outcome,
        reason=draft.reason.strip(),
        recorded=draft.recorded,
    )
    uow.add(step)
    if len(resolved.regions) > 1:
        _add_parties(uow, step, PartyRole.REGION, resolved.regions)
    role = PartyRole.HEARD if draft.kind is StepKind.PARTY_HEARING else PartyRole.ADDRESSEE
    _add_parties(uow, step, role, resolved.addressees)
    for number, offer in enumerate(draft.offers, start=1):
        uow.add(
            StepOffer(
                id=new_id(),
                step_id=step.id,
                name=offer.name.strip(),
                offer_id=offer.offer_id,
                why=offer.why.strip(),
                operator=offer.operator.strip(),
                terminated_on=offer.terminated_on,
                position=number,
            )
        )
    for key in draft.rests_on:
        kind = next((kind for record, kind in _GROUND_KINDS.items() if uow.get(record, key) is not None), None)
        if kind is None:
            raise UserError("no-such-ground")
        uow.add(StepGround(new_id(), step.id, kind, key))
    return step


def _add_parties(uow: UnitOfWork, step: Step, role: PartyRole, authorities: Sequence[Authority]) -> None:
    for number, authority in enumerate(authorities, start=1):
        uow.add(StepParty(new_id(), step.id, role, authority.id, authority.official_name, number))


def _end(desk: Desk, uow: UnitOfWork, key: str, by: Step) -> None:
    """End an order; its clocks stop being waited for."""
    ended = uow.get(Step, key)
    assert ended is not None
    ended.ended_on, ended.ended_by = by.taken_on or desk.today(), by.id
    close_clocks(uow, ended, ended.ended_on, desk.translator.text(N_("the order has ended")))


def _financing_order(desk: Desk, uow: UnitOfWork, case: Case, order: Step, area: Authority | None) -> Step:
    """Add the order to agree on financing, which an order under § 13 c always brings."""
    assert area is not None
    step = Step(
        id=new_id(),
        case_id=case.id,
        kind=StepKind.FINANCING_ORDER,
        taken_on=order.taken_on,
        taken_by=desk.actor.name,
        position=order.position + 1,
        follows_id=order.id,
        recorded=order.recorded,
    )
    uow.add(step)
    _add_parties(uow, step, PartyRole.ADDRESSEE, [area])
    for rule_name in RULES[StepKind.FINANCING_ORDER].clocks:
        start_clock(uow, case, step, rule_name)
    return step


def _close_agreed_clocks(desk: Desk, uow: UnitOfWork, step: Step) -> None:
    """Close the clock of the act that an agreement or a decision settles."""
    settles = {
        StepKind.OPERATOR_AGREEMENT: "four-months-operator",
        StepKind.OPERATOR_DECISION: "four-months-operator",
        StepKind.FINANCING_AGREEMENT: "four-months-financing",
        StepKind.FINANCING_DECISION: "four-months-financing",
    }
    act = uow.get(Step, step.follows_id) if step.follows_id else None
    if act is not None and step.kind in settles:
        note = desk.translator.text(STEPS[step.kind])
        close_clocks(uow, act, step.taken_on or desk.today(), note, rule=settles[step.kind])


def _issue(uow: UnitOfWork, announcement: Announcement, draft: StepDraft, regions: Sequence[Authority]) -> None:
    """Let the announcement itself say that it is issued, to whom, and by when it is answered."""
    if announcement.issued_on is None:
        announcement.issued_on, announcement.issued_text = draft.on, draft.on_text.strip()
    known = {asked.region_id for asked in uow.all(AnnouncementRegion, announcement_id=announcement.id)}
    for region in regions:
        if region.id not in known and draft.deadline is not None:
            uow.add(AnnouncementRegion(new_id(), announcement.id, region.id, draft.deadline))
