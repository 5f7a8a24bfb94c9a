"""Asking the councils of a region for renewed consideration: the checklist before the step, and the step itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Conclusion
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import (
    Case,
    Force,
    PassedPrecondition,
    RenewalGround,
    Step,
    StepKind,
    renewal_preconditions,
)
from koorddesk.domain.deadlines import Deadline
from koorddesk.domain.ids import new_id
from koorddesk.domain.legal import Standing
from koorddesk.domain.target_groups import Subject, TargetGroup
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.casework import (
    asked_region,
    case_of,
    current_assessment,
    legal_basis,
    next_position,
    pinned_rows,
    region_submissions,
)
from koorddesk.services.intake import announcement_by_code
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

CHECKS = {
    "announced": N_("The target group or intervention has been announced"),
    "reports-received": N_("Reports on the announcement have been received from the region (%(detail)s)"),
    "assessment-concluded": N_("The assessment is concluded with reasons, and a test is not met"),
    "grounds-pinned": N_("The answers that the assessment rests on are pinned (%(detail)s)"),
    "warnings-settled": N_("No pinned figure has a warning that nobody has given a reason for (%(detail)s open)"),
    "legal-basis-known": N_("The legal basis is read and confirmed: %(detail)s"),
    "dialogue-first": N_("Dialogue with the municipalities has been tried first and is on record"),
    "ministry-negotiated": N_("The Ministry of Children and Education has been negotiated with"),
}
register(
    {
        "step-blocked": N_("The request cannot be made yet: %(reason)s"),
        "step-needs-reason": N_("Write why the request is made although this does not hold: %(reason)s"),
        "asked-empty": N_("Write what the councils are asked to answer."),
        "deadline-past": N_("The deadline %(date)s has passed. Choose a later day."),
    }
)


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
class RequestMade:
    """A request that was made: its case, its step, and what was written."""

    case_number: str
    step_id: str
    changes: Changes


def request_checklist(desk: Desk, announcement_code: str, region_code: str) -> list[ChecklistRow]:
    """Return the preconditions of a request to one region's councils, each with its source."""
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        return _checklist(desk, uow, announcement, asked_region(uow, announcement, region_code))


def request_renewed_consideration(
    desk: Desk,
    announcement_code: str,
    region_code: str,
    *,
    what_is_asked: str,
    deadline: dt.date,
    passed: Mapping[str, str] | None = None,
) -> RequestMade:
    """Make the request to the councils of one region, on the region's concluded assessment.

    ``passed`` gives a written reason for each precondition of practice that does not hold. Raises UserError naming
    the first precondition that stops the request.
    """
    reasons = {code: reason.strip() for code, reason in (passed or {}).items()}
    if not what_is_asked.strip():
        raise UserError("asked-empty")
    if deadline <= desk.today():
        raise UserError("deadline-past", date=desk.translator.date(deadline))
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = asked_region(uow, announcement, region_code)
        rows = _checklist(desk, uow, announcement, region)
        for row in rows:
            if row.blocks:
                raise UserError("step-blocked", reason=row.text)
            if not row.met and not reasons.get(row.code):
                raise UserError("step-needs-reason", reason=row.text)
        assessment = current_assessment(uow, announcement, region)
        assert assessment is not None
        case = case_of(desk, uow, announcement)
        step = Step(
            id=new_id(),
            case_id=case.id,
            kind=StepKind.RENEWED_CONSIDERATION_REQUEST,
            taken_on=desk.today(),
            region_id=region.id,
            rests_on=assessment.id,
            deadline_on=deadline,
            what_is_asked=what_is_asked.strip(),
            taken_by=desk.actor.name,
            position=next_position(uow, case),
        )
        uow.add(step)
        uow.add(
            Deadline(
                id=new_id(),
                subject_id=step.id,
                what=N_("renewed answer from the councils"),
                due_on=deadline,
                rule="set-in-request",
                source="facts 2.2",
            )
        )
        for row in rows:
            if not row.met:
                uow.add(
                    PassedPrecondition(new_id(), step.id, row.code, reasons[row.code], desk.actor.name, desk.today())
                )
        changes = uow.commit(
            Summary(N_("renewed consideration asked of the councils of %(region)s"), {"region": region.name})
        )
        return RequestMade(case.number, step.id, changes)


def _checklist(desk: Desk, uow: UnitOfWork, announcement: Announcement, region: Authority) -> list[ChecklistRow]:
    group = uow.get(TargetGroup, announcement.group_id)
    assert group is not None
    current = current_assessment(uow, announcement, region)
    pinned = pinned_rows(uow, current.id) if current else []
    case = uow.one(Case, announcement_id=announcement.id)
    steps = uow.all(Step, case_id=case.id) if case else []
    here = [step for step in steps if step.region_id in (None, region.id)]
    references = legal_basis(uow, announcement, StepKind.RENEWED_CONSIDERATION_REQUEST, desk.today())
    ground = RenewalGround(
        announced=announcement.issued_on is not None and announcement.issued_on <= desk.today(),
        reports=len(region_submissions(uow, announcement, region)),
        assessment_final=current is not None and current.final,
        shortfall=current is not None and current.conclusion is Conclusion.RENEWED_CONSIDERATION,
        open_warnings=sum(row.open_warnings for row in pinned),
        pinned=len(pinned),
        dialogue_on_record=any(step.kind is StepKind.DIALOGUE for step in here),
        special_education=group.subject is not Subject.SOCIAL,
        negotiation_on_record=any(step.kind is StepKind.MINISTRY_NEGOTIATION for step in here),
        references_read=bool(references) and all(known.standing is Standing.READ for known in references),
        references=" og ".join(known.citation for known in references),
    )
    return [
        ChecklistRow(
            code=line.code,
            text=desk.translator.text(CHECKS[line.code], detail=line.detail or "-"),
            source=line.source,
            force=line.force,
            met=line.met,
            blocks=line.blocks,
        )
        for line in renewal_preconditions(ground)
    ]
