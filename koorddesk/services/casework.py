"""Assessing regions on the two tests, concluding, and asking the councils for renewed consideration."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment, Conclusion, PinnedAnswer, TestResult, conclusion_problem
from koorddesk.domain.authorities import Authority
from koorddesk.domain.chain import (
    Case,
    Step,
    StepKind,
)
from koorddesk.domain.ids import new_id
from koorddesk.domain.legal import LegalReference, acts_for, references_for
from koorddesk.domain.reports import Submission, SubmissionState
from koorddesk.domain.target_groups import TargetGroup
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcements import asked_regions, current_submissions
from koorddesk.services.corrections import standing_answers
from koorddesk.services.intake import announcement_by_code
from koorddesk.services.shown import shown_value
from koorddesk.services.warnings import open_warnings_at
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

PROBLEMS = {
    "test-open": N_("Answer both tests before you conclude: is each met or not met?"),
    "reason-missing": N_("Write the reason for each of the two tests before you conclude."),
    "conclusion-open": N_("Choose what the assessment leads to."),
    "implementation-needs-both": N_("Municipal implementation takes both tests to be met."),
    "renewal-needs-shortfall": N_("A request for renewed consideration takes a test that is not met."),
}
RECORDED = {
    StepKind.DIALOGUE: N_("dialogue put on record in case %(case)s"),
    StepKind.MINISTRY_NEGOTIATION: N_("negotiation with the ministry put on record in case %(case)s"),
    StepKind.STATUS_REQUEST: N_("request for updated status put on record in case %(case)s"),
}
register(
    {
        "assessment-problem": N_("The assessment cannot be concluded: %(reason)s"),
        "assessment-missing": N_("There is no assessment of that region yet. Write it first."),
        "assessment-final": N_("The assessment is concluded. A new one overtakes it; it is not edited."),
        "pin-gone": N_("That answer is not pinned any more."),
        "no-such-answer": N_("The submission has no such answer."),
        "no-such-case": N_('There is no case with the number "%(number)s". Check the number in the list.'),
    }
)


@dataclass(frozen=True)
class PinnedRow:
    """One answer an assessment rests on, with the way back to its cell."""

    id: str
    label: str
    shown: str
    sender_name: str
    file_name: str
    sheet: str
    cell: str
    test: str
    submission_id: str
    open_warnings: int


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


def assessment_of(desk: Desk, announcement_code: str, region_code: str) -> AssessmentView:
    """Return the current assessment of one region."""
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        return _view(desk, uow, announcement, asked_region(uow, announcement, region_code))


def save_assessment(
    desk: Desk,
    announcement_code: str,
    region_code: str,
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
        region = asked_region(uow, announcement, region_code)
        current = _draft(desk, uow, announcement, region)
        current.necessary_supply = necessary_supply
        current.necessary_supply_reason = necessary_supply_reason.strip()
        current.coordination = coordination
        current.coordination_reason = coordination_reason.strip()
        current.conclusion = conclusion
        current.conclusion_reason = conclusion_reason.strip()
        current.made_on = desk.today()
        current.made_by = desk.actor.name
        return uow.commit(Summary(N_("assessment of %(region)s written"), {"region": region.name}))


def pin_answer(
    desk: Desk, announcement_code: str, region_code: str, submission_id: str, answer_number: int, test: str
) -> Changes:
    """Pin one answer to a region's assessment, as it stands now; ``test`` names which test it speaks to."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = asked_region(uow, announcement, region_code)
        current = _draft(desk, uow, announcement, region)
        answers = standing_answers(uow, submission_id)
        if not 1 <= answer_number <= len(answers):
            raise UserError("no-such-answer")
        answer = answers[answer_number - 1]
        place = answer.at or answer.template_at
        uow.add(
            PinnedAnswer(
                id=new_id(),
                owner_id=current.id,
                submission_id=submission_id,
                number=answer_number,
                sheet=place.sheet,
                cell=place.cell,
                label=answer.label,
                shown=shown_value(answer, desk.translator),
                test=test,
                position=len(uow.all(PinnedAnswer, owner_id=current.id)) + 1,
            )
        )
        return uow.commit(Summary(N_("answer %(cell)s pinned to the assessment"), {"cell": str(place)}))


def unpin(desk: Desk, pinned_id: str) -> Changes:
    """Take a pinned answer out of an assessment that is not concluded."""
    with desk.store.unit_of_work() as uow:
        pinned = uow.get(PinnedAnswer, pinned_id)
        if pinned is None:
            raise UserError("pin-gone")
        owner = uow.get(Assessment, pinned.owner_id)
        if owner is None or owner.final:
            raise UserError("assessment-final")
        uow.remove(pinned)
        return uow.commit(Summary(N_("pinned answer taken out"), {}))


def conclude(desk: Desk, announcement_code: str, region_code: str) -> Changes:
    """Conclude a region's assessment; from then on it can only be overtaken."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = asked_region(uow, announcement, region_code)
        current = current_assessment(uow, announcement, region)
        if current is None:
            raise UserError("assessment-missing")
        if current.final:
            raise UserError("assessment-final")
        if problem := conclusion_problem(current):
            raise UserError("assessment-problem", reason=desk.translator.text(PROBLEMS[problem]))
        current.final = True
        case = case_of(desk, uow, announcement)
        uow.add(
            Step(
                id=new_id(),
                case_id=case.id,
                kind=StepKind.ASSESSMENT,
                taken_on=desk.today(),
                region_id=region.id,
                rests_on=current.id,
                taken_by=desk.actor.name,
                position=next_position(uow, case),
            )
        )
        return uow.commit(Summary(N_("assessment of %(region)s concluded"), {"region": region.name}))


def record_step(
    desk: Desk, announcement_code: str, region_code: str | None, kind: StepKind, on: dt.date, text: str
) -> Changes:
    """Put a step on record that happened outside the program (dialogue, negotiation with the ministry)."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        region = asked_region(uow, announcement, region_code) if region_code else None
        case = case_of(desk, uow, announcement)
        uow.add(
            Step(
                id=new_id(),
                case_id=case.id,
                kind=kind,
                taken_on=on,
                region_id=region.id if region else None,
                what_is_asked=text.strip(),
                taken_by=desk.actor.name,
                position=next_position(uow, case),
            )
        )
        return uow.commit(Summary(RECORDED[kind], {"case": case.number}))


def asked_region(uow: UnitOfWork, announcement: Announcement, region_code: str) -> Authority:
    """Return the region of that code, name or id among those asked; raises UserError where it was not asked."""
    for region, _ in asked_regions(uow, announcement):
        if region_code in (region.code, region.name, region.id):
            return region
    raise UserError("region-not-asked")


def current_assessment(uow: UnitOfWork, announcement: Announcement, region: Authority) -> Assessment | None:
    """Return the assessment of a region that no later one has overtaken, or None."""
    return uow.one(Assessment, announcement_id=announcement.id, region_id=region.id, overtaken_by=None)


def case_of(desk: Desk, uow: UnitOfWork, announcement: Announcement) -> Case:
    """Return the case of an announcement, opened with its first step if there is none."""
    found = uow.one(Case, announcement_id=announcement.id)
    if found is not None:
        return found
    year = desk.today().year
    taken = [case.number for case in uow.all(Case) if case.number.startswith(f"{year}-")]
    number = 1 + max((int(number.rpartition("-")[2]) for number in taken), default=0)
    case = Case(
        id=new_id(),
        number=f"{year}-{number:03d}",
        title=announcement.title,
        announcement_id=announcement.id,
        opened_on=desk.today(),
    )
    uow.add(case)
    uow.add(
        Step(
            id=new_id(),
            case_id=case.id,
            kind=StepKind.ANNOUNCEMENT,
            taken_on=announcement.issued_on,
            taken_text=announcement.issued_text,
            taken_by=desk.actor.name,
            position=1,
        )
    )
    return case


def next_position(uow: UnitOfWork, case: Case) -> int:
    """Return the place of the next step in a case's chain."""
    return 1 + max((step.position for step in uow.all(Step, case_id=case.id)), default=0)


def legal_basis(uow: UnitOfWork, announcement: Announcement, topic: str, on: dt.date) -> list[LegalReference]:
    """Return the references a step about this announcement stands on, from the group's ages and the day."""
    group = uow.get(TargetGroup, announcement.group_id)
    assert group is not None
    acts = acts_for(group.age_from, group.age_to, on)
    return references_for(topic, acts, on, uow.all(LegalReference))


def region_submissions(uow: UnitOfWork, announcement: Announcement, region: Authority) -> list[Submission]:
    """Return the accepted submissions that stand, of the region and of the municipalities it had on its deadline."""
    from koorddesk.services.queries import members_asked

    senders = {region.id, *(member.id for member in members_asked(uow, announcement, region))}
    return [
        submission
        for submission in current_submissions(uow.all(Submission, announcement_id=announcement.id))
        if submission.sender_id in senders and submission.state is SubmissionState.ACCEPTED
    ]


def _draft(desk: Desk, uow: UnitOfWork, announcement: Announcement, region: Authority) -> Assessment:
    """Return the assessment to write on: the open one, or a new one that overtakes the concluded one."""
    current = current_assessment(uow, announcement, region)
    if current is not None and not current.final:
        return current
    fresh = Assessment(
        id=new_id(),
        announcement_id=announcement.id,
        region_id=region.id,
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


def _view(desk: Desk, uow: UnitOfWork, announcement: Announcement, region: Authority) -> AssessmentView:
    current = current_assessment(uow, announcement, region)
    problem = conclusion_problem(current) if current is not None and not current.final else None
    return AssessmentView(
        id=current.id if current else None,
        announcement_code=announcement.code,
        region_code=region.code or region.name,
        region_name=region.name,
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


def pinned_rows(uow: UnitOfWork, owner_id: str) -> list[PinnedRow]:
    """Return the answers an assessment or letter rests on, in their order."""
    rows = []
    for pinned in sorted(uow.all(PinnedAnswer, owner_id=owner_id), key=lambda pin: pin.position):
        submission = uow.get(Submission, pinned.submission_id)
        assert submission is not None
        sender = uow.get(Authority, submission.sender_id) if submission.sender_id else None
        rows.append(
            PinnedRow(
                id=pinned.id,
                label=pinned.label,
                shown=pinned.shown,
                sender_name=sender.name if sender else "",
                file_name=submission.file_name,
                sheet=pinned.sheet,
                cell=pinned.cell,
                test=pinned.test,
                submission_id=submission.id,
                open_warnings=open_warnings_at(uow, submission.id, pinned.number),
            )
        )
    return rows
