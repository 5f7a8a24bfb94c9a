"""The joint answer of a region: what the form itself says about its treatment is proposed for the report.

Facts 2.3: of each expected report the KKR's date, the councils' approvals and the journal number are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from koorddesk.domain.announcements import AnnouncementRegion, asked_of
from koorddesk.domain.authorities import Authority, AuthorityKind, Membership, Succession
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Outcome, Report, Submission
from koorddesk.domain.submissions import Reading
from koorddesk.domain.values import Answer
from koorddesk.errors import UserError, register
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_, Translator
from koorddesk.store.uow import UnitOfWork

LOCKED = "arrived-for-locked-report"
register(
    {
        "report-is-locked": N_(
            "The report of %(region)s has been locked since %(date)s. Open it again with a reason under Reports first."
        ),
    }
)
CATALOGUE.update(
    {
        LOCKED: Kind(
            Severity.NOTE,
            N_("The report of %(region)s has been locked since %(date)s. The file is received and kept, but held."),
            N_("Open the report again with a reason under Reports, and accept the file then, if it is to count."),
        ),
    }
)


def note_joint_report(uow: UnitOfWork, submission: Submission, answers: Iterable[Answer]) -> None:
    """Make an accepted regional submission the joint answer of its region's report, and take over what it says.

    A region that has taken over from those asked gives the joint answer of each of them.
    """
    if submission.announcement_id is None or submission.sender_id is None:
        return
    sender = uow.get(Authority, submission.sender_id)
    if sender is None or sender.kind is not AuthorityKind.REGION:
        return
    known = list(answers)
    asked = regions_answered(uow, submission.announcement_id, sender.id)
    for region_id in [one.region_id for one in asked] or [sender.id]:
        report = report_of(uow, submission.announcement_id, region_id)
        report.joint_submission_id = submission.id
        _take_over(report, known)


def regions_answered(uow: UnitOfWork, announcement_id: str, sender_id: str) -> list[AnnouncementRegion]:
    """Return the regions asked by an announcement that a sender answers for."""
    asked = uow.all(AnnouncementRegion, announcement_id=announcement_id)
    regions = {one.id: one for one in uow.all(Authority, id=[known.region_id for known in asked])}
    return asked_of(sender_id, asked, regions, uow.all(Membership, member_id=sender_id), uow.all(Succession))


def lock_of(uow: UnitOfWork, announcement_id: str | None, sender_id: str | None) -> tuple[str, dt.date] | None:
    """Return the region whose report is locked for a sender, and since when; None where it is open."""
    if announcement_id is None or sender_id is None:
        return None
    for asked in regions_answered(uow, announcement_id, sender_id):
        region = uow.get(Authority, asked.region_id)
        if asked.locked_on is not None and region is not None:
            return region.name, asked.locked_on
    return None


def locked_note(uow: UnitOfWork, translator: Translator, announcement_id: str, sender_id: str) -> Finding | None:
    """Return what is said of a file that arrives for a locked report, None for an open one."""
    lock = lock_of(uow, announcement_id, sender_id)
    return Finding(LOCKED, {"region": lock[0], "date": translator.date(lock[1])}) if lock else None


def held_by_lock(reading: Reading, note: Finding | None) -> Reading:
    """Return a reading as it stands where its report is locked: held, with the note that says so."""
    if note is None:
        return reading
    findings = (*(finding for finding in reading.findings if finding.code != LOCKED), note)
    outcome = Outcome.HELD if reading.outcome is Outcome.ACCEPTED else reading.outcome
    return replace(reading, findings=findings, outcome=outcome)


def refuse_locked(uow: UnitOfWork, translator: Translator, submission: Submission) -> None:
    """Raise UserError where what counts of a report would change although the report is locked."""
    if lock := lock_of(uow, submission.announcement_id, submission.sender_id):
        raise UserError("report-is-locked", region=lock[0], date=translator.date(lock[1]))


def _take_over(report: Report, answers: Iterable[Answer]) -> None:
    for answer in answers:
        if answer.row is not None:
            continue
        words = answer.label.casefold()
        if isinstance(answer.value, dt.date) and "kkr" in words:
            report.kkr_on = answer.value
        elif isinstance(answer.value, bool) and "godkendt" in words and "kommunalbestyrelse" in words:
            report.councils_approved = "ja" if answer.value else "nej"
        elif isinstance(answer.value, str) and words.startswith("journalnummer"):
            report.journal_number = answer.value


def report_of(uow: UnitOfWork, announcement_id: str, region_id: str) -> Report:
    """Return the report of one region to one announcement, made if it is not there."""
    found = uow.one(Report, announcement_id=announcement_id, region_id=region_id)
    if found is None:
        found = Report(id=new_id(), announcement_id=announcement_id, region_id=region_id)
        uow.add(found)
    return found
