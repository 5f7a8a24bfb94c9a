"""Forms out: one workbook for each recipient of an announcement, filled in beforehand and with a page on its checks.

Nothing is stored. The blank's own bytes go out; docs/workbooks-out.md says what changes in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.announcements import Announcement
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.reports import ReportingTemplate, Submission, SubmissionState
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_, Translator
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.announcements import ExpectedRow, status, template_codes
from koorddesk.services.control_sheet import NAME, SOURCES, Facts, control_sheet, value_words
from koorddesk.services.corrections import standing_answers
from koorddesk.services.register_lookup import contact_on
from koorddesk.services.template_lookup import latest_version
from koorddesk.store.uow import UnitOfWork
from koorddesk.workbooks.analyse import expected_kind
from koorddesk.workbooks.annotate import can_annotate
from koorddesk.workbooks.fill import FillValue, fill_package
from koorddesk.workbooks.grid import address
from koorddesk.workbooks.insert_sheet import add_sheet, has_macros
from koorddesk.workbooks.own_sheet import OwnSheet
from koorddesk.workbooks.package_edit import Package
from koorddesk.workbooks.prefill import (
    USUAL,
    Carry,
    Filled,
    Recipient,
    Source,
    from_last_round,
    from_register,
    printed_deadline,
)
from koorddesk.workbooks.read import read_workbook
from koorddesk.workbooks.template import Template
from koorddesk.workbooks.workers import in_worker

__all__ = ["USUAL", "Carry", "FilledRow", "SentForm", "Source", "export_template"]

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.workbooks.grid import Grid

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

register(
    {
        "not-a-recipient": N_(
            'No recipient of this form in %(announcement)s has the code "%(code)s". Check the code, or whom the '
            "announcement asks."
        ),
        "nobody-to-send-to": N_(
            "The announcement %(announcement)s asks nobody who could answer this form. Choose another form or "
            "announcement."
        ),
        "form-unwritable": N_(
            '"%(path)s" could not be written: %(reason)s. Close it in Excel or choose another folder.'
        ),
        "sending-cancelled": N_("The work was cancelled. %(count)d forms had been written."),
    }
)
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


@dataclass(frozen=True)
class FilledRow:
    """One cell that was filled in beforehand: its question, where it stands, what was written, and from where.

    ``source_text`` says the source in words; ``origin`` of the last round, which answer: announcement, file, day.
    """

    label: str
    sheet: str
    cell: str
    text: str
    source: Source
    source_text: str
    origin: str


@dataclass(frozen=True)
class SentForm:
    """The form of one recipient as it was written: what was filled in, and what has to be known about it."""

    code: str
    name: str
    kind: AuthorityKind
    path: Path
    filled: tuple[FilledRow, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Form:
    """What goes into one recipient's form, and what is said about it (a sentence and its number)."""

    filled: tuple[Filled, ...]
    facts: Facts
    remarks: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class _Order:
    """What one export is about: the form with its blank, the announcement, what is carried over."""

    template: Template
    version: ReportingTemplate
    blank: bytes
    grid: Grid | None
    announcement: Announcement
    carry: frozenset[Carry]
    names: Mapping[str, str]


_UNTOUCHED = N_(
    "The form is not in one of Excel's newer formats (.xlsx); it goes out as it is, with nothing filled in."
)
_MACROS = N_("The form has macros; the page on how it is checked stands last in it.")
_FIRST_TIME = N_("No accepted answer of an earlier round was found.")
_OTHER_DEADLINE = N_(
    'The form itself says "%(printed)s" as its deadline; the announcement says %(due)s. Correct the blank and learn it '
    "again."
)
_NO_ROOM = N_("Answers of the last round that did not fit into the form: %(count)d.")
_CHOICES_GONE = N_("Answers of the last round that are no longer among the choices: %(count)d.")
_FIELDS_GONE = N_("Fields that were not in the form of the last round, or had another text there: %(count)d.")


def export_template(
    desk: Desk,
    template_code: str,
    announcement_code: str,
    folder: Path,
    recipients: Sequence[str] = (),
    carry: frozenset[Carry] = USUAL,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[SentForm]:
    """Write the form for each recipient (all that the announcement asks by default) and return what was written.

    ``recipients`` are codes of municipalities or regions, or their names. ``carry`` says what is taken over from the
    last round. A file that is there already is never overwritten.
    """
    made: list[SentForm] = []
    with desk.store.reader() as uow:
        version = latest_version(uow, template_code)
        blank = uow.file(version.file_sha256)
        order = _Order(
            Template.from_json(version.definition),
            version,
            blank,
            in_worker(read_workbook, blank, version.file_name) if in_worker(can_annotate, blank) else None,
            announcement_by_code(uow, announcement_code),
            carry,
            {authority.code or authority.name: authority.name for authority in uow.all(Authority)},
        )
        rows = _recipients(desk, uow, order, recipients)
        for number, row in enumerate(rows, start=1):
            if cancelled is not None and cancelled():
                raise UserError("sending-cancelled", count=len(made))
            made.append(_send(desk, uow, order, row, folder))
            if progress is not None:
                progress(number, len(rows), row.name)
    return made


def _recipients(desk: Desk, uow: UnitOfWork, order: _Order, wanted: Sequence[str]) -> list[ExpectedRow]:
    """Return whom the form goes to: the municipalities or the regions that the announcement asks."""
    asked = status(desk, order.announcement.code)
    municipal, regional = template_codes(uow, order.announcement)
    kind = expected_kind(order.template)
    if order.template.code == regional or (order.template.code != municipal and kind is AuthorityKind.REGION):
        rows = [region.joint for region in asked.regions]
    else:
        rows = list(asked.rows)
    if not rows:
        raise UserError("nobody-to-send-to", announcement=order.announcement.code)
    if not wanted:
        return rows
    everyone = [*asked.rows, *(region.joint for region in asked.regions)]
    by_name = {name: row for row in everyone for name in (row.name, row.code) if name}
    for code in wanted:
        if code not in by_name:
            raise UserError("not-a-recipient", announcement=order.announcement.code, code=code)
    return list(dict.fromkeys(by_name[code] for code in wanted))


def _send(desk: Desk, uow: UnitOfWork, order: _Order, row: ExpectedRow, folder: Path) -> SentForm:
    """Write one recipient's form."""
    say = desk.translator.text
    authority = uow.get(Authority, row.authority_id)
    assert authority is not None
    official = authority.official_name or authority.name
    name = _NOT_IN_FILE_NAMES.sub(" ", f"{official} - {order.template.code}").strip(" .")
    path = folder / f"{name}{Path(order.version.file_name).suffix.lower()}"
    if order.grid is None:
        path = _write(path, order.blank)
        return SentForm(row.code, row.name, row.kind, path, (), (say(_UNTOUCHED),))
    form = _form(desk, uow, order, row, authority)
    danish = Translator("da")
    page = control_sheet(order.template, form.facts, danish)
    values: dict[str, dict[tuple[int, int], FillValue]] = {}
    for each in form.filled:
        values.setdefault(each.sheet, {})[each.place] = each.value
    data, has_macros = in_worker(_outfitted, order.blank, values, danish.text(NAME), page)
    filled = tuple(
        FilledRow(
            each.field.label,
            each.sheet,
            address(*each.place),
            value_words(each, desk.translator),
            each.source,
            say(SOURCES[each.source]),
            form.facts.origin if each.source is Source.LAST_ROUND else "",
        )
        for each in form.filled
    )
    remarks = [say(words, count=count) if count else say(words) for words, count in form.remarks]
    remarks += [say(_MACROS)] if has_macros else []
    printed = printed_deadline(order.template)
    if printed and not any(day in printed for day in (danish.long_date(row.due_on), danish.date(row.due_on))):
        remarks.append(say(_OTHER_DEADLINE, printed=printed, due=desk.translator.date(row.due_on)))
    return SentForm(row.code, row.name, row.kind, _write(path, data), filled, tuple(remarks))


def _form(desk: Desk, uow: UnitOfWork, order: _Order, row: ExpectedRow, authority: Authority) -> _Form:
    """Return what goes into one recipient's form: the last round first, then the register, which knows better."""
    assert order.grid is not None
    contact = contact_on(uow, authority.id, desk.today())
    who = Recipient(
        kind=row.kind,
        code=row.code,
        name=row.name,
        region=row.region_name,
        announcement=order.announcement.code,
        title=order.announcement.title,
        due_on=row.due_on,
        address=contact.address_lines if contact is not None and not contact.example else "",
        email=contact.email if contact is not None and not contact.example else "",
    )
    cells = {(each.sheet, each.place): each for each in from_register(order.template, order.grid, who)}
    remarks: list[tuple[str, int]] = []
    origin = ""
    if order.carry:
        last = _last_round(uow, order, row)
        if last is None:
            remarks.append((_FIRST_TIME, 0))
        else:
            submission, earlier = last
            origin = _origin(uow, submission)
            answers = standing_answers(uow, submission.id)
            found = from_last_round(order.template, order.grid, earlier, answers, order.carry, order.names)
            cells = {(each.sheet, each.place): each for each in found.cells} | cells
            counts = (
                (_NO_ROOM, found.without_room),
                (_CHOICES_GONE, found.choices_gone),
                (_FIELDS_GONE, found.fields_gone),
            )
            remarks += [(words, count) for words, count in counts if count]
    sheets = {sheet.name: number for number, sheet in enumerate(order.grid.sheets)}
    filled = tuple(sorted(cells.values(), key=lambda each: (sheets[each.sheet], each.place)))
    return _Form(filled, Facts(who, filled, origin, _help(desk)), tuple(remarks))


def _last_round(uow: UnitOfWork, order: _Order, row: ExpectedRow) -> tuple[Submission, Template] | None:
    """Return the recipient's last accepted answer to this form in another announcement, and its version of the form."""
    versions = {version.id: version for version in uow.all(ReportingTemplate, code=order.template.code)}
    known = [
        submission
        for submission in uow.all(
            Submission, sender_id=row.authority_id, template_id=list(versions), state=SubmissionState.ACCEPTED
        )
        if submission.announcement_id != order.announcement.id and not submission.nil
    ]
    last = max(known, key=lambda submission: (submission.received_on, submission.id), default=None)
    if last is None or last.template_id is None:
        return None
    return last, Template.from_json(versions[last.template_id].definition)


def _origin(uow: UnitOfWork, submission: Submission) -> str:
    day = Translator("da").date(submission.received_on)
    announcement = uow.get(Announcement, submission.announcement_id) if submission.announcement_id else None
    return ", ".join(part for part in (announcement.code if announcement else "", submission.file_name, day) if part)


def _help(desk: Desk) -> str:
    """Return whom to ask; an address that nobody in the agency has confirmed is not printed."""
    sender, danish = desk.settings.sender, Translator("da")
    agency = desk.settings.agency_name(desk.today())
    if not sender.confirmed:
        return danish.text(
            N_("Questions: answer the mail that the form came with, or write to %(agency)s."), agency=agency
        )
    ways = ", ".join(way for way in (sender.unit, sender.telephone, sender.email) if way)
    return danish.text(N_("Questions: %(agency)s, %(ways)s."), agency=agency, ways=ways)


def _outfitted(
    blank: bytes, values: Mapping[str, Mapping[tuple[int, int], FillValue]], name: str, page: OwnSheet
) -> tuple[bytes, bool]:
    """Return the blank with its cells filled and the page added, and whether it has macros (in a worker).

    A macro may count sheets from the front, so in a workbook with macros the page stands last.
    """
    package = Package(blank)
    fill_package(package, values)
    with_macros = has_macros(package)
    add_sheet(package, name, page, first=not with_macros)
    return package.save(), with_macros


def _write(path: Path, data: bytes) -> Path:
    """Write a form and return where; another file of that name stays, and the same one is not written again."""
    free, number = path, 2
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        while free.exists() and free.read_bytes() != data:
            free = path.with_name(f"{path.stem} ({number}){path.suffix}")
            number += 1
        if not free.exists():
            partial = free.with_name(free.name + ".part")
            partial.write_bytes(data)
            partial.replace(free)
    except OSError as error:
        raise UserError("form-unwritable", path=str(free), reason=error.strerror or str(error)) from error
    return free
