"""Central announcements: make one, move a deadline with a reason, and see who was asked, has answered, is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement, AnnouncementRegion, is_late, membership_day
from koorddesk.domain.authorities import (
    Authority,
    AuthorityKind,
    Membership,
    Succession,
    answering_for,
    in_force,
)
from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Report, ReportingTemplate, Submission, SubmissionState
from koorddesk.domain.target_groups import TargetGroup, TargetGroupTitle, title_on
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.joint_report import report_of
from koorddesk.services.template_lookup import latest_version
from koorddesk.sorting import danish_key
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "announcement-exists": N_(
            'There is already an announcement with the code "%(code)s". Choose another code, or open that one.'
        ),
        "code-empty": N_("Give the announcement a short code, for example CU-2026-EMNE."),
        "title-empty": N_("Give the announcement its title, as it stands on the document."),
        "no-such-group": N_(
            'No target group is called "%(group)s". Write its title as in the register, or add the group first.'
        ),
        "group-not-active": N_(
            'The target group "%(group)s" is not active. Make it active under Target groups, or write why it is '
            "announced all the same."
        ),
        "no-such-region": N_('No region has the code "%(code)s" on the day of the deadline. Check the code.'),
        "region-not-asked": N_("That region was not asked by this announcement."),
        "reason-for-extension": N_("Write why the deadline is moved; the reason is kept with the announcement."),
    }
)

_WORST = (
    SubmissionState.REFUSED,
    SubmissionState.RETURNED,
    SubmissionState.HELD,
    SubmissionState.RETURNED_IN_PART,
    SubmissionState.RECEIVED,
    SubmissionState.ACCEPTED,
)


@dataclass(frozen=True)
class ExpectedRow:
    """One authority that was asked: what came, when, and how it stands. ``state`` is "missing" where nothing came."""

    authority_id: str
    code: str
    name: str
    region_name: str
    kind: AuthorityKind
    due_on: dt.date
    received_on: dt.date | None
    state: str
    late: bool
    nil: bool
    submission_id: str | None
    submissions: int
    errors: int
    warnings: int


@dataclass(frozen=True)
class RegionStatus:
    """One region asked: how many of its municipalities answered, and its joint answer.

    ``answered_by`` names who gave the joint answer where the region itself is gone. ``locked_on``: from then on a new
    version does not count by itself.
    """

    region_id: str
    code: str
    name: str
    due_on: dt.date
    extension_reason: str
    asked: int
    answered: int
    nil: int
    late: int
    missing: int
    held: int
    joint: ExpectedRow
    kkr_on: dt.date | None
    councils_approved: str
    reservations: str
    journal_number: str
    unreadable: int = 0
    locked_on: dt.date | None = None
    answered_by: str = ""


@dataclass(frozen=True)
class Status:
    """Who was asked by one announcement and how far the answers are, on a day."""

    code: str
    title: str
    on: dt.date
    rows: tuple[ExpectedRow, ...]
    regions: tuple[RegionStatus, ...]


def create_announcement(
    desk: Desk,
    code: str,
    title: str,
    group: str,
    deadline: dt.date,
    region_codes: Sequence[str] | None = None,
    template_code: str | None = None,
    regional_template_code: str | None = None,
    issued_on: dt.date | None = None,
    reason: str = "",
) -> Changes:
    """Make an announcement to the councils of these regions (all that exist on the deadline by default).

    ``group`` is a target group's id or a title of it; one that is not active takes a written reason. Raises UserError
    for an unknown group, region or form and for a code that is taken.
    """
    with desk.store.unit_of_work() as uow:
        if not code.strip():
            raise UserError("code-empty")
        if not title.strip():
            raise UserError("title-empty")
        if uow.one(Announcement, code=code) is not None:
            raise UserError("announcement-exists", code=code)
        about = find_group(uow, group)
        if not about.active and not reason.strip():
            raise UserError("group-not-active", group=group_title(uow, about.id, desk.today()))
        announcement = Announcement(
            id=new_id(),
            code=code.strip(),
            title=title.strip(),
            group_id=about.id,
            issued_on=issued_on or desk.today(),
            template_id=latest_version(uow, template_code).id if template_code else None,
            regional_template_id=latest_version(uow, regional_template_code).id if regional_template_code else None,
        )
        uow.add(announcement)
        for region in _regions(uow, region_codes, deadline):
            uow.add(AnnouncementRegion(new_id(), announcement.id, region.id, deadline))
        return uow.commit(Summary(N_("announcement %(code)s created"), {"code": announcement.code}), reason.strip())


def set_templates(desk: Desk, code: str, template_code: str | None, regional_template_code: str | None) -> Changes:
    """Say which registered forms the municipalities and the regions answer in."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, code)
        announcement.template_id = latest_version(uow, template_code).id if template_code else None
        announcement.regional_template_id = (
            latest_version(uow, regional_template_code).id if regional_template_code else None
        )
        return uow.commit(Summary(N_("forms chosen for announcement %(code)s"), {"code": code}))


def extend_deadline(desk: Desk, code: str, region_code: str, due_on: dt.date, reason: str) -> Changes:
    """Move one region's deadline, with a reason; the first deadline stays on record."""
    if not reason.strip():
        raise UserError("reason-for-extension")
    with desk.store.unit_of_work() as uow:
        asked = _asked_region(uow, announcement_by_code(uow, code), region_code)
        asked.original_due_on = asked.original_due_on or asked.due_on
        asked.due_on = due_on
        asked.extension_reason = reason.strip()
        return uow.commit(
            Summary(
                N_("deadline of announcement %(code)s moved for %(region)s"),
                {"code": code, "region": _name_of(uow, asked)},
            ),
            reason,
        )


def set_report(
    desk: Desk,
    code: str,
    region_code: str,
    *,
    kkr_on: dt.date | None,
    councils_approved: str,
    reservations: str,
    journal_number: str,
) -> Changes:
    """Record how the joint answer of a region was treated: KKR, councils' approvals, reservations, journal number."""
    with desk.store.unit_of_work() as uow:
        announcement = announcement_by_code(uow, code)
        asked = _asked_region(uow, announcement, region_code)
        report = report_of(uow, announcement.id, asked.region_id)
        report.kkr_on = kkr_on
        report.councils_approved = councils_approved.strip()
        report.reservations = reservations.strip()
        report.journal_number = journal_number.strip()
        words = N_("treatment of the joint answer of %(region)s recorded")
        return uow.commit(Summary(words, {"region": _name_of(uow, asked)}))


def _name_of(uow: UnitOfWork, asked: AnnouncementRegion) -> str:
    region = uow.get(Authority, asked.region_id)
    return region.name if region else ""


def status(desk: Desk, code: str, on: dt.date | None = None) -> Status:
    """Return who was asked by an announcement and how far each is, on a day (today by default)."""
    day = on or desk.today()
    with desk.store.reader() as uow:
        announcement = announcement_by_code(uow, code)
        authorities = {authority.id: authority for authority in uow.all(Authority)}
        memberships, heirs = uow.all(Membership), uow.all(Succession)
        submissions = _by_sender(uow.all(Submission, announcement_id=announcement.id))
        reports = {report.region_id: report for report in uow.all(Report, announcement_id=announcement.id)}
        rows: list[ExpectedRow] = []
        regions: list[RegionStatus] = []
        for asked in uow.all(AnnouncementRegion, announcement_id=announcement.id):
            region = authorities[asked.region_id]
            day_of = membership_day(asked, region.valid_to)
            members = sorted(
                (
                    authorities[membership.member_id]
                    for membership in memberships
                    if membership.group_id == region.id and in_force(membership.valid_from, membership.valid_to, day_of)
                ),
                key=lambda authority: danish_key(authority.name),
            )
            own = [_expected(member, region, asked, submissions.get(member.id, []), day) for member in members]
            joint_answers = [known for key in answering_for(region.id, heirs) for known in submissions.get(key, [])]
            joint = _expected(region, region, asked, joint_answers, day)
            rows += own
            report = reports.get(region.id)
            standing = (
                uow.get(Submission, report.joint_submission_id) if report and report.joint_submission_id else None
            )
            by = authorities[standing.sender_id].name if standing and standing.sender_id else region.name
            regions.append(_region_status(region, asked, own, joint, report, "" if by == region.name else by))
        regions.sort(key=lambda region: danish_key(region.name))
        return Status(announcement.code, announcement.title, day, tuple(rows), tuple(regions))


def asked_regions(uow: UnitOfWork, announcement: Announcement) -> list[tuple[Authority, AnnouncementRegion]]:
    """Return the regions an announcement asks, in Danish order."""
    pairs = [
        (region, asked)
        for asked in uow.all(AnnouncementRegion, announcement_id=announcement.id)
        if (region := uow.get(Authority, asked.region_id)) is not None
    ]
    return sorted(pairs, key=lambda pair: danish_key(pair[0].name))


def current_submissions(submissions: Sequence[Submission]) -> list[Submission]:
    """Return the submissions that stand: no successor, not superseded."""
    replaced = {known.successor_of for known in submissions if known.state.is_used}
    return [
        known for known in submissions if known.id not in replaced and known.state is not SubmissionState.SUPERSEDED
    ]


def _asked_region(uow: UnitOfWork, announcement: Announcement, region_code: str) -> AnnouncementRegion:
    for region, asked in asked_regions(uow, announcement):
        if region_code in (region.code, region.name, region.id):
            return asked
    raise UserError("region-not-asked")


def find_group(uow: UnitOfWork, wanted: str) -> TargetGroup:
    """Return the target group of that id or title; raises UserError where there is none."""
    found = uow.get(TargetGroup, wanted)
    if found is not None:
        return found
    key = danish_key(" ".join(wanted.split()))
    for title in uow.all(TargetGroupTitle):
        if danish_key(title.title) == key:
            group = uow.get(TargetGroup, title.group_id)
            assert group is not None
            return group
    raise UserError("no-such-group", group=wanted)


def _regions(uow: UnitOfWork, codes: Sequence[str] | None, day: dt.date) -> list[Authority]:
    valid = [region for region in uow.all(Authority, kind=AuthorityKind.REGION) if region.valid_on(day)]
    if not codes:
        return valid
    by_name: dict[str, Authority] = {}
    for region in valid:
        by_name |= {region.code or region.name: region, region.name: region}
    missing = [code for code in codes if code not in by_name]
    if missing:
        raise UserError("no-such-region", code=missing[0])
    return list(dict.fromkeys(by_name[code] for code in codes))


def _by_sender(submissions: Sequence[Submission]) -> Mapping[str, list[Submission]]:
    senders: dict[str, list[Submission]] = {}
    for submission in current_submissions(submissions):
        if submission.sender_id is not None:
            senders.setdefault(submission.sender_id, []).append(submission)
    return senders


def _expected(
    authority: Authority, region: Authority, asked: AnnouncementRegion, received: Sequence[Submission], day: dt.date
) -> ExpectedRow:
    """Return how one authority stands; late counts from the first receipt, or from today while nothing came.

    What came and could not be read counts for being in time, and for the state only as long as nothing else came.
    """
    first = min((submission.received_on for submission in received), default=None)
    received = [known for known in received if known.state is not SubmissionState.REFUSED] or received
    newest = max(received, key=lambda submission: submission.received_on, default=None)
    state = next((state for state in _WORST if any(submission.state is state for submission in received)), None)
    return ExpectedRow(
        authority_id=authority.id,
        code=authority.code or "",
        name=authority.name,
        region_name=region.name,
        kind=authority.kind,
        due_on=asked.due_on,
        received_on=first,
        state=state.value if state else "missing",
        late=is_late(first or day, asked.due_on),
        nil=bool(received) and all(submission.nil for submission in received),
        submission_id=newest.id if newest else None,
        submissions=len(received),
        errors=sum(submission.errors for submission in received),
        warnings=sum(submission.warnings for submission in received),
    )


def _region_status(
    region: Authority,
    asked: AnnouncementRegion,
    rows: Sequence[ExpectedRow],
    joint: ExpectedRow,
    report: Report | None,
    answered_by: str,
) -> RegionStatus:
    return RegionStatus(
        region_id=region.id,
        code=region.code or "",
        name=region.name,
        due_on=asked.due_on,
        extension_reason=asked.extension_reason,
        asked=len(rows),
        answered=sum(1 for row in rows if row.state in ("accepted", "received")),
        nil=sum(1 for row in rows if row.nil),
        late=sum(1 for row in rows if row.late),
        missing=sum(1 for row in rows if row.state == "missing"),
        held=sum(1 for row in rows if row.state in ("held", "returned", "returned-in-part", "refused")),
        unreadable=sum(1 for row in rows if row.state == "refused"),
        locked_on=asked.locked_on,
        answered_by=answered_by,
        joint=joint,
        kkr_on=report.kkr_on if report else None,
        councils_approved=report.councils_approved if report else "",
        reservations=report.reservations if report else "",
        journal_number=report.journal_number if report else "",
    )


def template_codes(uow: UnitOfWork, announcement: Announcement) -> tuple[str | None, str | None]:
    """Return the codes of the municipal and the regional form of an announcement."""
    codes = []
    for key in (announcement.template_id, announcement.regional_template_id):
        version = uow.get(ReportingTemplate, key) if key else None
        codes.append(version.code if version else None)
    return codes[0], codes[1]


def group_title(uow: UnitOfWork, group_id: str, day: dt.date) -> str:
    """Return what a target group is called on a day."""
    return title_on(uow.all(TargetGroupTitle, group_id=group_id), day)
