"""The joint answer of a region: what the form itself says about its treatment is proposed for the report.

Facts 2.3: of each expected report the KKR's date, the councils' approvals and the journal number are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Report, Submission
from koorddesk.domain.values import Answer
from koorddesk.store.uow import UnitOfWork


def note_joint_report(uow: UnitOfWork, submission: Submission, answers: Iterable[Answer]) -> None:
    """Make an accepted regional submission the joint answer of its region's report, and take over what it says."""
    if submission.announcement_id is None or submission.sender_id is None:
        return
    sender = uow.get(Authority, submission.sender_id)
    if sender is None or sender.kind is not AuthorityKind.REGION:
        return
    report = report_of(uow, submission.announcement_id, sender.id)
    report.joint_submission_id = submission.id
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
