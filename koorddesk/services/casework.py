"""Assessing regions, and the country, on the two tests; concluding; putting on record what happened outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import (
    Assessment,
    AssessmentText,
    Conclusion,
    PinnedAnswer,
    TestResult,
    conclusion_problem,
    conclusion_problems,
)
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import Case, StepKind
from koorddesk.domain.ids import new_id
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.announcements import asked_regions
from koorddesk.services.case_lookup import (
    PinnedRow,
    asked_region,
    case_of,
    current_assessment,
    legal_basis,
    pinned_rows,
)
from koorddesk.services.chain import StepDraft, apply_step
from koorddesk.services.chain_words import STEPS
from koorddesk.services.corrections import standing_answers
from koorddesk.services.cross_checks import accept_comparisons, open_comparisons
from koorddesk.services.shown import shown_value
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

__all__ = [
    "AssessmentView",
    "PinnedRow",
    "asked_region",
    "assessment_of",
    "assessments",
    "conclude",
    "legal_basis",
    "pin_answer",
    "pinned_rows",
    "record_step",
    "save_assessment",
    "unpin",
]

PROBLEMS = {
    "test-open": N_("Answer both tests before you conclude: is each met or not met?"),
    "reason-missing": N_("Write the reason for each of the two tests before you conclude."),
    "conclusion-open": N_("Choose what the assessment leads to."),
    "implementation-needs-both": N_("Municipal implementation takes both tests to be met."),
    "renewal-needs-shortfall": N_("A request for renewed consideration takes a test that is not met."),
}
NO_GROUNDS = N_(
    "Choose at least one answer that the assessment rests on, at the right: without it no request can be made."
)
register(
    {
        "assessment-problem": N_("The assessment cannot be concluded: %(reason)s"),
        "assessment-missing": N_("There is no assessment of that region yet. Write it first."),
        "assessment-final": N_("The assessment is concluded. A new one overtakes it; it is not edited."),
        "comparisons-open": N_(
            "%(count)d differences between the forms have been settled by nobody. Accept each with a reason, or write "
            "one reason for concluding all the same."
        ),
        "pin-gone": N_("That answer is not pinned any more."),
        "no-such-answer": N_("The submission has no such answer."),
    }
)


@dataclass(frozen=True)
class AssessmentView:
    """The assessment of one region asked, or the empty start of one; ``problem`` is what stops its conclusion."""

    id: str | None
    announcement_code: str
    region_code: str
    region_name: str
    necessary_supply: TestResult
    necessary_supply_reason: str
    coordination: TestResult
    coordination_reason: str
    conclusion: Conclusion
    conclusion_reason: str
    final: bool
    made_by: str
    made_on: dt.date | None
    pinned: tuple[PinnedRow, ...]
    problem: str | None


def assessments(desk: Desk, announcement_code: str) -> list[AssessmentView]:
    """Return the current assessment of every region that an announcement asks."""
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        return [_view(desk, uow, announcement, region) for region, _ in asked_regions(uow, announcement)]


def assessment_of(desk: Desk, announcement_code: str, region_code: str | None) -> AssessmentView:
    """Return the current assessment of one region, or of the whole country where no region is named."""
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        return _view(desk, uow, announcement, scope_of(uow, announcement, region_code))


def assessment_place(desk: Desk, assessment_id: str) -> tuple[str, str]:
    """Return the announcement's code and the region of an assessment, or two empty texts where there is none."""
    with desk.store.reader() as uow:
        found = uow.get(Assessment, assessment_id)
        announcement = uow.get(Announcement, found.announcement_id) if found else None
        if found is None or announcement is None:
            return "", ""
        return announcement.code, scope_name(desk, uow.get(Authority, found.region_id) if found.region_id else None)


def case_number_of(desk: Desk, announcement_code: str) -> str:
    """Return the number of an announcement's case; empty where it has none yet."""
    with desk.store.reader() as uow:
        case = uow.one(Case, announcement_id=announcement_by_code(uow, announcement_code).id)
        return case.number if case else ""


def save_assessment(
    desk: Desk,
    announcement_code: str,
    region_code: str | None,
    *,
    necessary_supply: TestResult,
    necessary_supply_reason: str,
    coordination: TestResult,
    coordination_reason: str,
    conclusion: Conclusion = Conclusion.OPEN,
    conclusion_reason: str = "",
) -> Changes:
    """Save what is written about one region; a concluded assessment is overtaken by a new one, never edited."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = scope_of(uow, announcement, region_code)
        current = _draft(desk, uow, announcement, region)
        current.necessary_supply = necessary_supply
        current.necessary_supply_reason = necessary_supply_reason.strip()
        current.coordination = coordination
        current.coordination_reason = coordination_reason.strip()
        current.conclusion = conclusion
        current.conclusion_reason = conclusion_reason.strip()
        current.made_on = desk.today()
        current.made_by = desk.actor.name
        return uow.commit(Summary(N_("assessment of %(region)s written"), {"region": scope_name(desk, region)}))


def begin_assessment(desk: Desk, announcement_code: str, region_code: str | None) -> str:
    """Return the id of the assessment to write on: the one that stands, or a new draft where there is none."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = scope_of(uow, announcement, region_code)
        current = current_assessment(uow, announcement, region)
        if current is not None:
            return current.id
        draft = _draft(desk, uow, announcement, region)
        uow.commit(Summary(N_("assessment of %(region)s begun"), {"region": scope_name(desk, region)}))
        return draft.id


def assess_anew(desk: Desk, announcement_code: str, region_code: str | None) -> Changes:
    """Begin the assessment that overtakes a concluded one, with its words and the answers it rests on."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = scope_of(uow, announcement, region_code)
        old = current_assessment(uow, announcement, region)
        if old is None or not old.final:
            raise UserError("assessment-missing")
        fresh = _draft(desk, uow, announcement, region)
        fresh.necessary_supply, fresh.necessary_supply_reason = old.necessary_supply, old.necessary_supply_reason
        fresh.coordination, fresh.coordination_reason = old.coordination, old.coordination_reason
        fresh.conclusion, fresh.conclusion_reason = old.conclusion, old.conclusion_reason
        for pinned in uow.all(PinnedAnswer, owner_id=old.id):
            uow.add(replace(pinned, id=new_id(), owner_id=fresh.id))
        return uow.commit(Summary(N_("assessment of %(region)s begun"), {"region": scope_name(desk, region)}))


def missing_before(
    desk: Desk,
    necessary_supply: TestResult,
    necessary_supply_reason: str,
    coordination: TestResult,
    coordination_reason: str,
    conclusion: Conclusion,
    conclusion_reason: str,
    *,
    pinned: int,
) -> list[str]:
    """Return in sentences what still stops an assessment of these words from being concluded, or its request."""
    written = Assessment(
        id="",
        announcement_id="",
        region_id=None,
        necessary_supply=necessary_supply,
        necessary_supply_reason=necessary_supply_reason,
        coordination=coordination,
        coordination_reason=coordination_reason,
        conclusion=conclusion,
        conclusion_reason=conclusion_reason,
        made_on=desk.today(),
        made_by="",
    )
    sentences = [PROBLEMS[code] for code in conclusion_problems(written)]
    if conclusion is Conclusion.RENEWED_CONSIDERATION and not pinned:
        sentences.append(NO_GROUNDS)
    return [desk.translator.text(sentence) for sentence in sentences]


def pin_answer(
    desk: Desk, announcement_code: str, region_code: str | None, submission_id: str, answer_number: int, test: str
) -> Changes:
    """Pin one answer to a region's assessment, as it stands now; ``test`` names which test it speaks to."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = scope_of(uow, announcement, region_code)
        current = _draft(desk, uow, announcement, region)
        pinned = pin_to(desk, uow, current.id, submission_id, answer_number, test)
        return uow.commit(Summary(N_("answer %(cell)s pinned to the assessment"), {"cell": pinned.place}))


def pin_to(
    desk: Desk, uow: UnitOfWork, owner_id: str, submission_id: str, answer_number: int, test: str = ""
) -> PinnedAnswer:
    """Add one answer, as it stands now, after those that a record rests on; raises UserError where there is none."""
    answers = standing_answers(uow, submission_id)
    if not 1 <= answer_number <= len(answers):
        raise UserError("no-such-answer")
    answer = answers[answer_number - 1]
    place = answer.at or answer.template_at
    pinned = PinnedAnswer(
        id=new_id(),
        owner_id=owner_id,
        submission_id=submission_id,
        number=answer_number,
        sheet=place.sheet,
        cell=place.cell,
        label=answer.label,
        shown=shown_value(answer, desk.translator),
        test=test,
        position=len(uow.all(PinnedAnswer, owner_id=owner_id)) + 1,
    )
    uow.add(pinned)
    return pinned


def unpin(desk: Desk, pinned_id: str) -> Changes:
    """Take a pinned answer out of an assessment that is not concluded."""
    with desk.store.unit_of_work() as uow:
        pinned = uow.get(PinnedAnswer, pinned_id)
        if pinned is None:
            raise UserError("pin-gone")
        passage = uow.get(AssessmentText, pinned.owner_id)
        owner = uow.get(Assessment, passage.assessment_id if passage else pinned.owner_id)
        if owner is None or owner.final:
            raise UserError("assessment-final")
        uow.remove(pinned)
        return uow.commit(Summary(N_("pinned answer taken out"), {}))


def conclude(desk: Desk, announcement_code: str, region_code: str | None, reason: str = "") -> Changes:
    """Conclude a region's assessment; from then on it can only be overtaken.

    Warnings about several forms that nobody has accepted stop it, unless a written ``reason`` accepts them.
    """
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = scope_of(uow, announcement, region_code)
        current = current_assessment(uow, announcement, region)
        if current is None:
            raise UserError("assessment-missing")
        if current.final:
            raise UserError("assessment-final")
        if problem := conclusion_problem(current):
            raise UserError("assessment-problem", reason=desk.translator.text(PROBLEMS[problem]))
        if warned := open_comparisons(uow, announcement, region.id if region else None):
            if not reason.strip():
                raise UserError("comparisons-open", count=len(warned))
            accept_comparisons(desk, uow, warned, reason)
        current.final = True
        draft = StepDraft(
            StepKind.ASSESSMENT,
            desk.today(),
            regions=(region.id,) if region else (),
            outcome=current.conclusion.value,
            assessment_id=current.id,
        )
        apply_step(desk, uow, case_of(desk, uow, announcement), draft)
        summary = Summary(N_("assessment of %(region)s concluded"), {"region": scope_name(desk, region)})
        return uow.commit(summary, reason.strip())


def record_step(
    desk: Desk,
    announcement_code: str,
    region_code: str | None,
    kind: StepKind,
    on: dt.date,
    text: str,
    passed: Mapping[str, str] | None = None,
) -> Changes:
    """Put a step on record that happened outside the program (dialogue, negotiation with the ministry)."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        case = case_of(desk, uow, announcement)
        regions = (asked_region(uow, announcement, region_code).id,) if region_code else ()
        apply_step(desk, uow, case, StepDraft(kind, on, regions=regions, text=text, recorded=True), passed)
        name = desk.translator.text(STEPS[kind])
        return uow.commit(Summary(N_("put on record in case %(case)s: %(step)s"), {"case": case.number, "step": name}))


def scope_of(uow: UnitOfWork, announcement: Announcement, region_code: str | None) -> Authority | None:
    """Return the region asked, or None for the whole country."""
    return asked_region(uow, announcement, region_code) if region_code else None


def scope_name(desk: Desk, region: Authority | None) -> str:
    """Return how a region, or the whole country, is called."""
    return region.name if region else desk.translator.text(N_("the whole country"))


def _draft(desk: Desk, uow: UnitOfWork, announcement: Announcement, region: Authority | None) -> Assessment:
    """Return the assessment to write on: the open one, or a new one that overtakes the concluded one."""
    current = current_assessment(uow, announcement, region)
    if current is not None and not current.final:
        return current
    fresh = Assessment(
        id=new_id(),
        announcement_id=announcement.id,
        region_id=region.id if region else None,
        necessary_supply=TestResult.OPEN,
        necessary_supply_reason="",
        coordination=TestResult.OPEN,
        coordination_reason="",
        conclusion=Conclusion.OPEN,
        conclusion_reason="",
        made_on=desk.today(),
        made_by=desk.actor.name,
    )
    uow.add(fresh)
    if current is not None:
        current.overtaken_by = fresh.id
    return fresh


def _view(desk: Desk, uow: UnitOfWork, announcement: Announcement, region: Authority | None) -> AssessmentView:
    current = current_assessment(uow, announcement, region)
    problem = conclusion_problem(current) if current is not None and not current.final else None
    return AssessmentView(
        id=current.id if current else None,
        announcement_code=announcement.code,
        region_code=(region.code or region.name) if region else "",
        region_name=scope_name(desk, region),
        necessary_supply=current.necessary_supply if current else TestResult.OPEN,
        necessary_supply_reason=current.necessary_supply_reason if current else "",
        coordination=current.coordination if current else TestResult.OPEN,
        coordination_reason=current.coordination_reason if current else "",
        conclusion=current.conclusion if current else Conclusion.OPEN,
        conclusion_reason=current.conclusion_reason if current else "",
        final=current.final if current else False,
        made_by=current.made_by if current else "",
        made_on=current.made_on if current else None,
        pinned=tuple(pinned_rows(uow, current.id)) if current else (),
        problem=desk.translator.text(PROBLEMS[problem]) if problem else None,
    )
