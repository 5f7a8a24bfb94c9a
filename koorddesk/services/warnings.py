"""Warnings and what has been said about them: open, accepted with a reason, or settled by a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Correction, ReturnedPart, Submission, SubmissionState, WarningAcceptance
from koorddesk.domain.values import Answer
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.joint_report import note_joint_report, refuse_locked
from koorddesk.services.used import returned_fields, supersede
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

SET_STATES = {
    SubmissionState.ACCEPTED: N_("%(file)s accepted"),
    SubmissionState.HELD: N_("%(file)s held"),
    SubmissionState.RETURNED: N_("%(file)s returned to the sender"),
    SubmissionState.RETURNED_IN_PART: N_("%(file)s accepted in part"),
}
register(
    {
        "no-such-finding": N_("The submission has no such finding any more. Open it again."),
        "not-a-warning": N_("Only a warning is accepted with a reason; an error has to be corrected."),
    }
)


def answer_at(finding: Finding, answers: list[Answer]) -> tuple[int, Answer] | None:
    """Return the number and the answer a finding speaks of, by its field and row or by its cell, or None."""
    for number, answer in enumerate(answers, start=1):
        if finding.template_at is None:
            same = finding.at is not None and finding.at == answer.at
        elif finding.row is None and finding.at is not None:
            same = finding.template_at == answer.template_at and finding.at == answer.at
        else:
            same = finding.template_at == answer.template_at and finding.row in (None, answer.row)
        if same:
            return number, answer
    return None


def accepted_reasons(uow: UnitOfWork, submission_id: str) -> dict[tuple[str, str, int | None], WarningAcceptance]:
    """Return the accepted warnings of a submission by code, template cell and row."""
    return {
        (accepted.code, accepted.template_cell, accepted.row): accepted
        for accepted in uow.all(WarningAcceptance, submission_id=submission_id)
    }


def warning_key(finding: Finding) -> tuple[str, str, int | None]:
    """Return what names a warning within its submission, so that it is found again in a resubmission."""
    place = finding.template_at or finding.at
    return finding.code, str(place) if place else "", finding.row


def open_warnings(uow: UnitOfWork, submission_id: str) -> list[int]:
    """Return the numbers of the findings that are warnings nobody has given a reason for.

    What a correction settles, and what went back to the sender, is not open.
    """
    accepted = accepted_reasons(uow, submission_id)
    return [
        number
        for number, finding in _unsettled(uow, submission_id, Severity.WARNING)
        if warning_key(finding) not in accepted
    ]


def open_errors(uow: UnitOfWork, submission_id: str) -> list[int]:
    """Return the numbers of the findings that are errors which no correction settles and that did not go back."""
    return [number for number, _ in _unsettled(uow, submission_id, Severity.ERROR)]


def _unsettled(uow: UnitOfWork, submission_id: str, severity: Severity) -> list[tuple[int, Finding]]:
    findings = [
        (number, finding)
        for number, finding in enumerate(uow.findings(submission_id), start=1)
        if finding.severity is severity
    ]
    if not findings:
        return []
    corrected = {(known.template_cell, known.row) for known in uow.all(Correction, submission_id=submission_id)}
    returned = returned_fields(uow, submission_id)
    return [
        (number, finding)
        for number, finding in findings
        if warning_key(finding)[1:] not in corrected and finding.template_at not in returned
    ]


def open_warnings_at(uow: UnitOfWork, submission_id: str, answer_number: int) -> int:
    """Return how many open warnings speak of one answer."""
    answers = uow.answers(submission_id)
    findings = uow.findings(submission_id)
    return sum(
        1
        for number in open_warnings(uow, submission_id)
        if (found := answer_at(findings[number - 1], answers)) is not None and found[0] == answer_number
    )


def accept_warning(desk: Desk, submission_id: str, finding_number: int, reason: str) -> Changes:
    """Accept one warning with a written reason; the reason follows the value while it does not change."""
    return accept_warnings(desk, submission_id, [finding_number], reason)


def accept_warnings(desk: Desk, submission_id: str, finding_numbers: list[int], reason: str) -> Changes:
    """Accept several warnings of one submission with one written reason, as one step."""
    if not reason.strip():
        raise UserError("reason-needed")
    with desk.store.unit_of_work() as uow:
        findings = uow.findings(submission_id)
        answers = uow.answers(submission_id)
        for number in finding_numbers:
            if not 1 <= number <= len(findings):
                raise UserError("no-such-finding")
            finding = findings[number - 1]
            if finding.severity is not Severity.WARNING:
                raise UserError("not-a-warning")
            code, cell, row = warning_key(finding)
            spoken_of = answer_at(finding, answers)
            uow.add(
                WarningAcceptance(
                    id=new_id(),
                    submission_id=submission_id,
                    code=code,
                    template_cell=cell,
                    row=row,
                    raw=spoken_of[1].raw if spoken_of else "",
                    reason=reason.strip(),
                    accepted_by=desk.actor.name,
                    accepted_on=desk.today(),
                )
            )
        return uow.commit(
            Summary(
                N_("a warning accepted with a reason")
                if len(finding_numbers) == 1
                else N_("%(count)d warnings accepted with a reason"),
                {"count": len(finding_numbers)},
            ),
            reason,
        )


def set_state(desk: Desk, submission_id: str, state: SubmissionState, reason: str) -> Changes:
    """Hold, return or accept a submission by the caseworker's decision.

    Acceptance is refused while errors stand; holding and returning take a written reason.
    """
    with desk.store.unit_of_work() as uow:
        submission = uow.get(Submission, submission_id)
        if submission is None:
            raise UserError("no-such-submission")
        if submission.state.is_used or state.is_used:
            refuse_locked(uow, desk.translator, submission)
        if state is SubmissionState.ACCEPTED:
            errors = len(open_errors(uow, submission_id))
            if errors or submission.template_id is None:
                raise UserError("acceptance-stopped", file=submission.file_name, count=max(errors, 1))
            for part in uow.all(ReturnedPart, submission_id=submission_id):
                uow.remove(part)
        if state is not SubmissionState.ACCEPTED and not reason.strip():
            raise UserError("reason-needed")
        submission.state = state
        if state is SubmissionState.ACCEPTED:
            supersede(uow, submission)
            note_joint_report(uow, submission, uow.answers(submission_id))
        return uow.commit(Summary(SET_STATES[state], {"file": submission.file_name}), reason)
