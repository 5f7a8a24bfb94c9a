"""What the window's lists and views show: frozen rows, read in one go, already in the user's words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import (
    Announcement,
    AnnouncementRegion,
    RecordedDate,
    asked_of,
    is_late,
    membership_day,
)
from koorddesk.domain.authorities import Authority, Membership, Succession
from koorddesk.domain.chain import Case, Step
from koorddesk.domain.deadlines import Deadline
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState
from koorddesk.domain.target_groups import (
    TargetGroupTitle,
    title_on,
)
from koorddesk.errors import UserError
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.register_lookup import members_of
from koorddesk.services.warnings import open_errors, open_warnings
from koorddesk.sorting import danish_key
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


# The states of a file that may be held outside the store.
_MAY_LIE_OUTSIDE = (SubmissionState.HELD, SubmissionState.REFUSED, SubmissionState.RETURNED)


@dataclass(frozen=True)
class SubmissionRow:
    """One file as received, with who, which form, how it stands and what is open."""

    id: str
    file_name: str
    sender_name: str
    sender_code: str
    sender_kind: str
    how_sender: str
    template_code: str
    template_version: str
    received_on: dt.date
    late: bool | None
    state: SubmissionState
    nil: bool
    errors: int
    warnings: int
    notes: int
    open_warnings: int
    announcement_code: str
    successor_of: str | None
    how_template: str = ""
    mail_sender: str = ""
    received_from: str = ""
    outside: bool = False


@dataclass(frozen=True)
class AnnouncementRow:
    """One announcement with how far its answers are."""

    id: str
    code: str
    title: str
    group_title: str
    issued: str
    due: str
    historical: bool
    regions: int
    received: int
    template_code: str
    regional_template_code: str
    outcome: str
    dates: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class LetterRow:
    """One letter with its recipient and state; ``pdf_sha256`` names the bytes it was set to last, empty before."""

    id: str
    number: int
    case_number: str
    kind: str
    title: str
    recipient: str
    state: LetterState
    dated: dt.date
    pdf_sha256: str
    approved_by: str

    @property
    def has_pdf(self) -> bool:
        """Tell whether the letter has been set."""
        return bool(self.pdf_sha256)


@dataclass(frozen=True)
class CaseRow:
    """One case with how far its chain has come."""

    id: str
    number: str
    title: str
    announcement_code: str
    opened_on: dt.date | None
    steps: int
    last_step: str
    open: bool
    case_number: str


@dataclass(frozen=True)
class StepRow:
    """One step of a chain; ``when`` is as exact as its source."""

    id: str
    kind: str
    when: str
    region_name: str
    text: str
    deadline_on: dt.date | None
    taken_by: str
    source: str


@dataclass(frozen=True)
class DeadlineRow:
    """One deadline with the rule and the arithmetic behind it."""

    what: str
    due_on: dt.date
    rule: str
    arithmetic: str
    done_on: dt.date | None
    case_number: str


@dataclass(frozen=True)
class CaseView:
    """A case with its chain, its letters and its deadlines."""

    case: CaseRow
    steps: tuple[StepRow, ...]
    letters: tuple[LetterRow, ...]
    deadlines: tuple[DeadlineRow, ...]


@dataclass(frozen=True)
class HistoryRow:
    """One change of one field, in the order it happened."""

    when: dt.datetime
    who: str
    what: str
    reason: str
    field: str
    before: str
    after: str


def submissions(desk: Desk, announcement_code: str | None = None) -> list[SubmissionRow]:
    """Return the submissions of an announcement, or all, newest first."""
    with desk.store.reader() as uow:
        wanted = (
            uow.all(Submission, announcement_id=announcement_by_code(uow, announcement_code).id)
            if announcement_code
            else uow.all(Submission)
        )
        names = _Names(uow)
        rows = [names.submission(submission) for submission in wanted]
    return sorted(rows, key=lambda row: (-row.received_on.toordinal(), danish_key(row.sender_name), row.file_name))


def submission_row(desk: Desk, submission_id: str) -> SubmissionRow:
    """Return one submission's row; raises UserError where it is gone."""
    with desk.store.reader() as uow:
        found = uow.get(Submission, submission_id)
        if found is None:
            raise UserError("no-such-submission")
        return _Names(uow).submission(found)


def announcements(desk: Desk) -> list[AnnouncementRow]:
    """Return every announcement, the newest first; history says what is known of its dates."""
    with desk.store.reader() as uow:
        names = _Names(uow)
        known = sorted(names.announcements.values(), key=lambda one: one.code)
        known.sort(key=lambda one: one.issued_on or dt.date.min, reverse=True)
        known.sort(key=lambda one: one.historical)
        return [_announcement_row(desk, uow, names, one) for one in known]


def announcement_row(desk: Desk, code: str) -> AnnouncementRow:
    """Return one announcement's row."""
    with desk.store.reader() as uow:
        return _announcement_row(desk, uow, _Names(uow), announcement_by_code(uow, code))


def cases(desk: Desk) -> list[CaseRow]:
    """Return every case, the newest first."""
    with desk.store.reader() as uow:
        names = _Names(uow)
        rows = [_case_row(uow, names, case) for case in uow.all(Case)]
    return sorted(rows, key=lambda row: row.number, reverse=True)


def case_view(desk: Desk, number: str) -> CaseView:
    """Return a case with its chain, letters and deadlines; raises UserError where there is none."""
    with desk.store.reader() as uow:
        names = _Names(uow)
        case = uow.one(Case, number=number)
        if case is None:
            raise UserError("no-such-case", number=number)
        steps = _steps_in_order(uow.all(Step, case_id=case.id))
        return CaseView(
            case=_case_row(uow, names, case),
            steps=tuple(
                StepRow(
                    id=step.id,
                    kind=step.kind.value,
                    when=desk.translator.date(step.taken_on) if step.taken_on else step.taken_text,
                    region_name=names.authority(step.region_id),
                    text=step.what_is_asked,
                    deadline_on=step.deadline_on,
                    taken_by=step.taken_by,
                    source=step.source,
                )
                for step in steps
            ),
            letters=tuple(
                letter_row(letter, case)
                for letter in sorted(uow.all(Letter, case_id=case.id), key=lambda letter: letter.number)
            ),
            deadlines=tuple(
                deadline_row(desk, known, case) for step in steps for known in uow.all(Deadline, subject_id=step.id)
            ),
        )


def letters(desk: Desk, case_number: str | None = None) -> list[LetterRow]:
    """Return the letters of a case, or all, newest first."""
    with desk.store.reader() as uow:
        known_cases = {case.id: case for case in uow.all(Case)}
        rows = [
            letter_row(letter, known_cases[letter.case_id])
            for letter in uow.all(Letter)
            if case_number is None or known_cases[letter.case_id].number == case_number
        ]
    return sorted(rows, key=lambda row: (row.case_number, row.number), reverse=True)


def history(desk: Desk, record_id: str) -> list[HistoryRow]:
    """Return what happened to one record, oldest first."""
    return [
        HistoryRow(
            line.change.at,
            line.change.name,
            line.change.text(desk.translator),
            line.change.reason,
            line.field,
            _plain(line.before),
            _plain(line.after),
        )
        for line in desk.store.history(record_id)
    ]


def _plain(value: object) -> str:
    """Return a value of the change log as it is shown; nothing is an empty string."""
    return "" if value is None else str(value)


def members_asked(uow: UnitOfWork, announcement: Announcement, region: Authority) -> list[Authority]:
    """Return the municipalities a region had on its deadline for an announcement, in Danish order."""
    asked = uow.one(AnnouncementRegion, announcement_id=announcement.id, region_id=region.id)
    if asked is None:
        raise UserError("region-not-asked")
    return members_of(uow, region.id, membership_day(asked, region.valid_to))


def letter_row(letter: Letter, case: Case) -> LetterRow:
    """Return a letter as a row."""
    return LetterRow(
        id=letter.id,
        number=letter.number,
        case_number=case.number,
        kind=letter.kind.value,
        title=letter.title,
        recipient=letter.recipient_name,
        state=letter.state,
        dated=letter.dated,
        pdf_sha256=letter.pdf_sha256 or "",
        approved_by=letter.approved_by,
    )


def deadline_row(desk: Desk, known: Deadline, case: Case) -> DeadlineRow:
    """Return a deadline as a row."""
    return DeadlineRow(
        desk.translator.text(known.what), known.due_on, known.rule, known.arithmetic, known.done_on, case.number
    )


class _Names:
    """Looks up the names that rows show, each table read once."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self.authorities = {authority.id: authority for authority in uow.all(Authority)}
        self.templates = {template.id: template for template in uow.all(ReportingTemplate)}
        self.announcements = {announcement.id: announcement for announcement in uow.all(Announcement)}
        self.asked = uow.all(AnnouncementRegion)
        self.memberships, self.heirs = uow.all(Membership), uow.all(Succession)

    def authority(self, key: str | None) -> str:
        found = self.authorities.get(key or "")
        return found.name if found else ""

    def due_on(self, announcement_id: str, sender_id: str) -> dt.date | None:
        """Return the deadline that holds for a sender under an announcement."""
        here = [one for one in self.asked if one.announcement_id == announcement_id]
        found = asked_of(sender_id, here, self.authorities, self.memberships, self.heirs)
        return min((one.due_on for one in found), default=None)

    def submission(self, known: Submission) -> SubmissionRow:
        sender = self.authorities.get(known.sender_id or "")
        template = self.templates.get(known.template_id or "")
        announcement = self.announcements.get(known.announcement_id or "")
        due_on = self.due_on(announcement.id, sender.id) if announcement and sender else None
        return SubmissionRow(
            id=known.id,
            file_name=known.file_name,
            sender_name=sender.name if sender else "",
            sender_code=(sender.code or "") if sender else "",
            sender_kind=sender.kind.value if sender else "",
            how_sender=known.how_sender,
            template_code=template.code if template else "",
            template_version=template.version if template else "",
            received_on=known.received_on,
            late=is_late(known.received_on, due_on) if due_on else None,
            state=known.state,
            nil=known.nil,
            errors=len(open_errors(self.uow, known.id)) if known.errors else 0,
            warnings=known.warnings,
            notes=known.notes,
            open_warnings=len(open_warnings(self.uow, known.id)) if known.warnings else 0,
            announcement_code=announcement.code if announcement else "",
            successor_of=known.successor_of,
            how_template=known.how_template,
            mail_sender=known.mail_sender,
            received_from=known.received_from,
            outside=known.state in _MAY_LIE_OUTSIDE and not self.uow.has_file(known.file_sha256),
        )


def _announcement_row(desk: Desk, uow: UnitOfWork, names: _Names, known: Announcement) -> AnnouncementRow:
    asked = [region for region in names.asked if region.announcement_id == known.id]
    dues = sorted({region.due_on for region in asked})
    municipal = names.templates.get(known.template_id or "")
    regional = names.templates.get(known.regional_template_id or "")
    return AnnouncementRow(
        id=known.id,
        code=known.code,
        title=known.title,
        group_title=title_on(uow.all(TargetGroupTitle, group_id=known.group_id), known.issued_on or desk.today()),
        issued=desk.translator.date(known.issued_on) if known.issued_on else known.issued_text,
        due=" / ".join(desk.translator.date(due) for due in dues),
        historical=known.historical,
        regions=len(asked),
        received=len(uow.all(Submission, announcement_id=known.id)),
        template_code=municipal.code if municipal else "",
        regional_template_code=regional.code if regional else "",
        outcome=known.outcome,
        dates=tuple(
            f"{date.what}: {date.text or (desk.translator.date(date.day) if date.day else '')} ({date.source})"
            for date in uow.all(RecordedDate, subject_id=known.id)
        ),
        source=known.source,
    )


def _steps_in_order(steps: list[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.position)


def _case_row(uow: UnitOfWork, names: _Names, case: Case) -> CaseRow:
    steps = _steps_in_order(uow.all(Step, case_id=case.id))
    announcement = names.announcements.get(case.announcement_id)
    return CaseRow(
        id=case.id,
        number=case.number,
        title=case.title,
        announcement_code=announcement.code if announcement else "",
        opened_on=case.opened_on,
        steps=len(steps),
        last_step=steps[-1].kind.value if steps else "",
        open=case.closed_on is None,
        case_number=case.case_number,
    )
