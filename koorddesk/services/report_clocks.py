"""The three clocks of a report, kept apart: when it is expected, whether it is late, and whether it is locked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement, AnnouncementRegion, is_late
from koorddesk.domain.authorities import Succession, answering_for
from koorddesk.domain.reports import Report, Submission
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.announcements import asked_regions
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "lock-reason": N_("Write why the report is locked or opened again; the reason is kept."),
        "report-locked": N_("The report is locked already."),
        "report-not-locked": N_("The report is not locked."),
    }
)


@dataclass(frozen=True)
class ReportClocks:
    """One region's report: expected by, received on, late, locked since."""

    region_id: str
    region_code: str
    region_name: str
    expected_by: dt.date
    first_expected_by: dt.date | None
    extension_reason: str
    received_on: dt.date | None
    late: bool
    locked_on: dt.date | None


def report_clocks(desk: Desk, announcement_code: str, on: dt.date | None = None) -> list[ReportClocks]:
    """Return the three clocks of every region that an announcement asks."""
    day = on or desk.today()
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, announcement_code)
        rows = []
        for region, asked in asked_regions(uow, announcement):
            received = joint_received_on(uow, announcement.id, region.id)
            rows.append(
                ReportClocks(
                    region_id=region.id,
                    region_code=region.code or "",
                    region_name=region.name,
                    expected_by=asked.due_on,
                    first_expected_by=asked.original_due_on,
                    extension_reason=asked.extension_reason,
                    received_on=received,
                    late=is_late(received or day, asked.due_on),
                    locked_on=asked.locked_on,
                )
            )
        return rows


def lock_report(desk: Desk, announcement_code: str, region_code: str, reason: str) -> Changes:
    """Lock a region's report: from then on a new version is noted, not taken for the one assessed."""
    with desk.store.unit_of_work() as uow:
        asked = _asked(uow, announcement_by_code(uow, announcement_code), region_code, reason)
        if asked.locked_on is not None:
            raise UserError("report-locked")
        asked.locked_on = desk.today()
        return uow.commit(Summary(N_("report locked"), {}), reason.strip())


def unlock_report(desk: Desk, announcement_code: str, region_code: str, reason: str) -> Changes:
    """Open a locked report again, with a reason."""
    with desk.store.unit_of_work() as uow:
        asked = _asked(uow, announcement_by_code(uow, announcement_code), region_code, reason)
        if asked.locked_on is None:
            raise UserError("report-not-locked")
        asked.locked_on = None
        return uow.commit(Summary(N_("report opened again"), {}), reason.strip())


def joint_received_on(uow: UnitOfWork, announcement_id: str, region_id: str) -> dt.date | None:
    """Return when a region's joint report was first received, or None."""
    report = uow.one(Report, announcement_id=announcement_id, region_id=region_id)
    senders = sorted(answering_for(region_id, uow.all(Succession)))
    received = [known.received_on for known in uow.all(Submission, announcement_id=announcement_id, sender_id=senders)]
    joint = uow.get(Submission, report.joint_submission_id) if report and report.joint_submission_id else None
    return min([*received, joint.received_on] if joint else received, default=None)


def _asked(uow: UnitOfWork, announcement: Announcement, region_code: str, reason: str) -> AnnouncementRegion:
    if not reason.strip():
        raise UserError("lock-reason")
    for region, asked in asked_regions(uow, announcement):
        if region_code in (region.code, region.name, region.id):
            return asked
    raise UserError("region-not-asked")
