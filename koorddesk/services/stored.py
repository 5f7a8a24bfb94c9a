"""Answers about a submission that is in the store already: who sent it, which form it is; a held file made usable.

The kept file is read again by the code of the intake, with what the caseworker has answered; nothing is imported anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState
from koorddesk.domain.submissions import Reading
from koorddesk.domain.values import CellRef
from koorddesk.errors import UserError, register
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.services.held import held_bytes
from koorddesk.services.intake import Decision, read_again
from koorddesk.services.register_lookup import register_for_matching
from koorddesk.services.taking_in import OF_ARRIVAL, OUTSIDE, TakingIn
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.blanking import blank_cells
from koorddesk.workbooks.register import match_authority
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "submission-settled": N_('"%(file)s" is settled already. Undo that first, or correct its values one by one.'),
        "not-held-outside": N_('"%(file)s" is not held outside the store; there is nothing to blank in it.'),
        "blanked-still-numbers": N_(
            'A civil registration number would still stand in the copy of "%(file)s". Nothing was kept. '
            "Return the file to the sender."
        ),
    }
)
CATALOGUE.update(
    {
        "cell-blanked": Kind(
            Severity.NOTE,
            N_("A civil registration number stood here. The cell was blanked by %(who)s on %(date)s."),
        ),
    }
)
_OPEN = (SubmissionState.RECEIVED, SubmissionState.HELD, SubmissionState.REFUSED, SubmissionState.RETURNED)


def answer_stored(
    desk: Desk, submission_id: str, *, sender_code: str | None = None, template_code: str | None = None
) -> Changes:
    """Read the kept file of a submission again with the sender or the form that the caseworker named.

    A spelling that could not be told is learned. A file that cannot be read only gets its sender. Raises UserError for
    a submission that is accepted or replaced, Conflict where something rests on it.
    """
    with desk.store.reader() as uow:
        submission = _open_submission(uow, submission_id)
        known = uow.get(Authority, submission.sender_id) if submission.sender_id else None
        form = uow.get(ReportingTemplate, submission.template_id) if submission.template_id else None
        data = _data(desk, uow, submission)
    sender = sender_code or (
        (known.code or known.name) if known is not None and submission.how_sender == "asked" else None
    )
    code = template_code or (form.code if form is not None and submission.how_template == "named" else None)
    reading = read_again(desk, submission, data, sender, code)
    with desk.store.unit_of_work() as uow:
        submission = _open_submission(uow, submission_id)
        intake = TakingIn(desk, uow, None)
        if sender_code is not None:
            intake.learn(uow.findings(submission_id), sender_code)
        _store_again(uow, intake, submission, reading, sender)
        return uow.commit(Summary(N_("%(file)s read again"), {"file": submission.file_name}))


def proposed_senders(desk: Desk, findings: Sequence[Finding], mail_sender: str = "") -> list[tuple[str, str]]:
    """Return who may have sent a file, as (code, name): what reading proposed, then what the mail's address says."""
    with desk.store.reader() as uow:
        register_ = register_for_matching(uow)
        by_name = {known.name: known for known in register_.names.values()}
        names = [
            name.strip()
            for finding in findings
            if finding.code == "sender-unclear"
            for name in str(finding.params.get("proposals", "")).split(",")
        ]
        found = [by_name[name] for name in names if name in by_name]
        host = mail_sender.rpartition("@")[2].rpartition(".")[0].rpartition(".")[2]
        if host:
            match = match_authority(host, register_, desk.today())
            found += [match.respondent] if match.respondent is not None else []
    return list(dict.fromkeys((known.value, known.name) for known in found))


def proposals_for(desk: Desk, submission_id: str, mail_sender: str = "") -> list[tuple[str, str]]:
    """Return who may have sent a submission that is in the store, as ``proposed_senders`` does."""
    with desk.store.reader() as uow:
        findings = uow.findings(submission_id)
    return proposed_senders(desk, findings, mail_sender)


def keep_blanked(desk: Desk, submission_id: str) -> Changes:
    """Keep a copy of a file that is held outside the store, in which the cells with registration numbers are blanked.

    The copy takes the place of the file in the store and is read again; a note at each cell says that it was blanked.
    The file as received stays in the folder of held files. Raises UserError where a number would still stand in it.
    """
    with desk.store.reader() as uow:
        submission = _open_submission(uow, submission_id)
        findings = uow.findings(submission_id)
        cells = [finding.at for finding in findings if finding.code in OUTSIDE and finding.at and finding.at.cell]
        if uow.has_file(submission.file_sha256):
            raise UserError("not-held-outside", file=submission.file_name)
        if not any(at.cell for at in cells):  # it stands in a header, a drawing or a name, which are not blanked
            raise UserError("blanked-still-numbers", file=submission.file_name)
        data = held_bytes(desk, submission.file_sha256, submission.file_name)
    copy = in_worker(blank_cells, data, [(at.sheet, at.cell) for at in cells if at.cell])
    reading = read_again(desk, submission, copy, None, None)
    if any(finding.code in OUTSIDE for finding in reading.findings):
        raise UserError("blanked-still-numbers", file=submission.file_name)
    notes = [_blanked(desk, at) for at in dict.fromkeys(cells)]
    with desk.store.unit_of_work() as uow:
        submission = _open_submission(uow, submission_id)
        submission.file_sha256 = hashlib.sha256(copy).hexdigest()
        submission.file_size = len(copy)
        uow.keep_file(copy, submission.file_name)
        intake = TakingIn(desk, uow, None)
        _store_again(uow, intake, submission, replace(reading, findings=(*reading.findings, *notes)), None)
        return uow.commit(Summary(N_("copy of %(file)s kept with cells blanked"), {"file": submission.file_name}))


def _blanked(desk: Desk, at: CellRef) -> Finding:
    return Finding("cell-blanked", {"who": desk.actor.name, "date": desk.translator.date(desk.today())}, at)


def _store_again(
    uow: UnitOfWork, intake: TakingIn, submission: Submission, reading: Reading, sender_code: str | None
) -> None:
    told = [finding for finding in uow.findings(submission.id) if finding.code in OF_ARRIVAL]
    reading = replace(reading, findings=(*reading.findings, *told))
    intake.describe(submission, reading)
    if sender_code is not None and submission.sender_id is None:
        submission.sender_id, submission.how_sender = intake.authority(sender_code).id, "asked"
    intake.store(submission, reading, Decision())


def _open_submission(uow: UnitOfWork, submission_id: str) -> Submission:
    found = uow.get(Submission, submission_id)
    if found is None:
        raise UserError("no-such-submission")
    if found.state not in _OPEN:
        raise UserError("submission-settled", file=found.file_name)
    return found


def _data(desk: Desk, uow: UnitOfWork, submission: Submission) -> bytes:
    if uow.has_file(submission.file_sha256):
        return uow.file(submission.file_sha256)
    return held_bytes(desk, submission.file_sha256, submission.file_name)
