"""Looking up what a step of a case stands on: its announcement's regions, submissions, assessments, legal basis."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.assessment import Assessment, PinnedAnswer
from koorddesk.domain.authorities import Authority, Succession, answering_for
from koorddesk.domain.chain import Case, Step, StepKind
from koorddesk.domain.ids import new_id
from koorddesk.domain.legal import LegalReference, acts_for, references_for
from koorddesk.domain.reports import Submission
from koorddesk.domain.target_groups import TargetGroup
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.announcements import asked_regions, current_submissions
from koorddesk.services.warnings import open_warnings_at
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register({"no-such-case": N_('There is no case with the number "%(number)s". Check the number in the list.')})


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


def asked_region(uow: UnitOfWork, announcement: Announcement, region_code: str) -> Authority:
    """Return the region of that code, name or id among those asked; raises UserError where it was not asked."""
    for region, _ in asked_regions(uow, announcement):
        if region_code in (region.code, region.name, region.id):
            return region
    raise UserError("region-not-asked")


def current_assessment(uow: UnitOfWork, announcement: Announcement, region: Authority | None) -> Assessment | None:
    """Return the assessment of a region, or of the country, that no later one has overtaken, or None."""
    region_id = region.id if region else None
    return uow.one(Assessment, announcement_id=announcement.id, region_id=region_id, overtaken_by=None)


def case_by_number(uow: UnitOfWork, number: str) -> Case:
    """Return the case of that number here; raises UserError where there is none."""
    case = uow.one(Case, number=number)
    if case is None:
        raise UserError("no-such-case", number=number)
    return case


def announcement_of(uow: UnitOfWork, case: Case) -> Announcement:
    """Return the announcement that a case is about."""
    announcement = uow.get(Announcement, case.announcement_id)
    assert announcement is not None
    return announcement


def case_of(desk: Desk, uow: UnitOfWork, announcement: Announcement) -> Case:
    """Return the case of an announcement, opened with its first step if there is none."""
    return uow.one(Case, announcement_id=announcement.id) or new_case(desk, uow, announcement)


def new_case(desk: Desk, uow: UnitOfWork, announcement: Announcement) -> Case:
    """Open a case; its first step is the announcement where that is issued already."""
    case = Case(
        id=new_id(),
        number=_free_number(desk, uow),
        title=announcement.title,
        announcement_id=announcement.id,
        opened_on=desk.today(),
    )
    uow.add(case)
    if announcement.issued_on or announcement.issued_text:
        uow.add(
            Step(
                id=new_id(),
                case_id=case.id,
                kind=StepKind.ANNOUNCEMENT,
                taken_on=announcement.issued_on,
                taken_text=announcement.issued_text,
                taken_by=desk.actor.name,
                source=announcement.source,
                position=1,
            )
        )
    return case


def _free_number(desk: Desk, uow: UnitOfWork) -> str:
    year = desk.today().year
    taken = [case.number for case in uow.all(Case) if case.number.startswith(f"{year}-")]
    number = 1 + max((int(number.rpartition("-")[2]) for number in taken), default=0)
    return f"{year}-{number:03d}"


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

    regional = answering_for(region.id, uow.all(Succession))
    senders = {*regional, *(member.id for member in members_asked(uow, announcement, region))}
    return [
        submission
        for submission in current_submissions(uow.all(Submission, announcement_id=announcement.id))
        if submission.sender_id in senders and submission.state.is_used
    ]


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
