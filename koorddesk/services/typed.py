"""Answers that came as Word, PDF or on paper, typed in beside the document by a caseworker.

What is typed is read and checked by the code that reads a workbook's cells; each value names the document and the
page it was typed from, who typed it and when. The document itself is the submission's file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import (
    AttachmentKind,
    Outcome,
    ReportingTemplate,
    Submission,
    SubmissionState,
    TypedValue,
)
from koorddesk.domain.submissions import Reading, SenderMatch, TemplateMatch
from koorddesk.domain.values import CellRef, FieldType
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.announcement_lookup import announcement_by_code
from koorddesk.services.intake import Decision
from koorddesk.services.offer_lookup import offer_register
from koorddesk.services.preview import file_bytes
from koorddesk.services.register_lookup import register_for_matching
from koorddesk.services.taking_in import OF_ARRIVAL, TakingIn
from koorddesk.services.template_lookup import latest_version
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.analyse import is_nil
from koorddesk.workbooks.answers import Reader, read_spots
from koorddesk.workbooks.check import check
from koorddesk.workbooks.document_text import registration_numbers_of
from koorddesk.workbooks.grid import Cell, Sheet, place
from koorddesk.workbooks.layout import Layout
from koorddesk.workbooks.offer_names import offer_findings
from koorddesk.workbooks.plausible import unlikely
from koorddesk.workbooks.spots import Located, Spot
from koorddesk.workbooks.template import Kind, Template
from koorddesk.workbooks.workers import in_worker

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

TYPED = "typed"
_ROWS = frozenset({Kind.COLUMN, Kind.QUESTION})

register(
    {
        "typed-nothing": N_("Nothing has been typed in yet. Type at least one value."),
        "typed-page-missing": N_('Say on which page "%(label)s" stands in the document.'),
        "typed-already": N_('"%(file)s" was read as a form. Correct its values one by one instead.'),
        "typed-registration-number": N_(
            "One of the values looks like a civil registration number. Nothing was saved. Leave it out, or write what "
            "stands there without the number."
        ),
        "typed-no-document": N_("Choose the document the values stand in, or write what the paper is called."),
    }
)


@dataclass(frozen=True)
class FieldToType:
    """One field of a form to be typed in; ``table`` groups the columns of one table, empty for a single field."""

    label: str
    type: FieldType
    sheet: str
    cell: str
    table: str
    table_title: str
    required: bool
    choices: tuple[str, ...]
    question: str = ""


@dataclass(frozen=True)
class TypedEntry:
    """One value as it was typed: its field in the blank, its row in a table (from 1), the text, and the page."""

    sheet: str
    cell: str
    row: int | None
    text: str
    page: str


@dataclass(frozen=True)
class TypedSource:
    """What the values are typed from: a return in the store that could not be read, a file, or paper.

    ``submission_id`` for the first; ``path`` for the second; ``paper`` is what the paper is called ("brev af 14.
    oktober"). A file and paper need the day of receipt, and may answer an announcement.
    """

    submission_id: str = ""
    path: Path | None = None
    paper: str = ""
    received_on: dt.date | None = None
    announcement_code: str | None = None


@dataclass(frozen=True)
class TypedIn:
    """What typing in made: the submission, and how it was read."""

    changes: Changes
    submission_id: str
    reading: Reading


def fields_to_type(desk: Desk, template_code: str) -> list[FieldToType]:
    """Return the fields of the latest version of a form, in its order."""
    with desk.store.reader() as uow:
        template = Template.from_json(latest_version(uow, template_code).definition)
    titles = {table.id: table.title for table in template.tables}
    return [
        FieldToType(
            label=each.label,
            type=each.type,
            sheet=each.template_at.sheet,
            cell=each.template_at.cell,
            table=each.table if each.kind in _ROWS else "",
            table_title=titles.get(each.table, "") if each.kind in _ROWS else "",
            required=each.required,
            choices=each.choices or tuple(heading for _, heading in each.boxes),
            question=each.question if each.question != each.label else "",
        )
        for each in template.fields
    ]


def read_typed(
    desk: Desk, template_code: str, sender_code: str, entries: Sequence[TypedEntry], received_on: dt.date
) -> Reading:
    """Return what the typed values say, with the findings that a workbook with them would have; stores nothing."""
    with desk.store.reader() as uow:
        return _read(uow, latest_version(uow, template_code), sender_code, entries, received_on)


def type_in(
    desk: Desk, source: TypedSource, template_code: str, sender_code: str, entries: Sequence[TypedEntry]
) -> TypedIn:
    """Keep the typed values as the answers of a submission, with the document they were typed from.

    Raises UserError where nothing was typed, a page is missing, or the document is not at hand.
    """
    filled = [entry for entry in entries if entry.text.strip()]
    if not filled:
        raise UserError("typed-nothing")
    with desk.store.unit_of_work() as uow:
        record = latest_version(uow, template_code)
        labels = {(each.sheet, each.cell): each.label for each in fields_to_type(desk, template_code)}
        if source.path is not None or source.submission_id:
            unplaced = next((entry for entry in filled if not entry.page.strip()), None)
            if unplaced is not None:
                raise UserError("typed-page-missing", label=labels.get((unplaced.sheet, unplaced.cell), ""))
        submission = _submission(desk, uow, source, filled)
        announcement = (
            announcement_by_code(uow, source.announcement_code) if source.announcement_code is not None else None
        )
        reading = _read(uow, record, sender_code, filled, submission.received_on)
        if any(finding.code == "civil-registration-number" for finding in reading.findings):
            raise UserError("typed-registration-number")
        told = [finding for finding in uow.findings(submission.id) if finding.code in OF_ARRIVAL]
        reading = replace(reading, file_name=submission.file_name, findings=(*reading.findings, *told))
        intake = TakingIn(desk, uow, announcement)
        if announcement is not None:
            submission.announcement_id = announcement.id
        intake.describe(submission, reading)
        reading = intake.store(submission, reading, Decision())
        for entry in filled:
            uow.add(
                TypedValue(
                    id=new_id(),
                    submission_id=submission.id,
                    template_cell=str(CellRef(entry.sheet, entry.cell)),
                    row=entry.row,
                    document_sha256=submission.file_sha256,
                    document_name=submission.file_name,
                    page=entry.page.strip(),
                    typed_by=desk.actor.name,
                    typed_on=desk.today(),
                )
            )
        changes = uow.commit(
            Summary(N_("%(count)d values typed in from %(file)s"), {"count": len(filled), "file": submission.file_name})
        )
    return TypedIn(changes, submission.id, reading)


def _submission(desk: Desk, uow: UnitOfWork, source: TypedSource, entries: Sequence[TypedEntry]) -> Submission:
    """Return the submission that gets the values; a new one keeps the document they were typed from."""
    if source.submission_id:
        known = uow.get(Submission, source.submission_id)
        if known is None:
            raise UserError("no-such-submission")
        if known.template_id is not None and known.how_template != TYPED:
            raise UserError("typed-already", file=known.file_name)
        for old in uow.all(TypedValue, submission_id=known.id):
            uow.remove(old)
        return known
    received_on = source.received_on or desk.today()
    if source.path is not None:
        data, name = file_bytes(source.path), source.path.name
        outside = in_worker(registration_numbers_of, data, name) > 0
    elif source.paper.strip():
        # Paper has no bytes of its own: what was typed is kept in their place, so that the store can vouch for it.
        typed = [[entry.sheet, entry.cell, entry.row, entry.text, entry.page] for entry in entries]
        data, name = json.dumps(typed, ensure_ascii=False).encode(), source.paper.strip()
        outside = False
    else:
        raise UserError("typed-no-document")
    made = Submission(
        id=new_id(),
        announcement_id=None,
        file_sha256=hashlib.sha256(data).hexdigest(),
        file_name=name,
        file_size=len(data),
        received_on=received_on,
        state=SubmissionState.RECEIVED,
        received_by=desk.actor.account,
    )
    uow.add(made)
    TakingIn(desk, uow, None).attach(made.id, AttachmentKind.SOURCE, data, name, outside=outside)
    return made


def _read(
    uow: UnitOfWork,
    record: ReportingTemplate,
    sender_code: str,
    entries: Sequence[TypedEntry],
    received_on: dt.date,
) -> Reading:
    template = Template.from_json(record.definition)
    located = Located(template, _spots(template, entries))
    register_ = register_for_matching(uow)
    answers, findings = read_spots(located.spots, Reader(register_, received_on))
    nil = is_nil(answers)
    findings += offer_findings(template, answers, offer_register(uow), received_on)
    findings += unlikely(template, answers, received_on)
    findings += check(template, located, answers, nil=nil)
    if nil:
        findings.append(Finding("nil-report"))
    respondent = next((known for known in register_.names.values() if known.code == sender_code), None)
    if respondent is None:
        raise UserError("no-such-authority", code=sender_code)
    stopped = any(finding.severity is Severity.ERROR for finding in findings)
    return Reading(
        record.file_name,
        "",
        0,
        Outcome.HELD if stopped else Outcome.ACCEPTED,
        TemplateMatch(template.code, template.version, TYPED),
        SenderMatch(respondent.kind.value, respondent.code, respondent.name, "asked"),
        # The cells are those of the blank, not of what was received: such a value has none.
        tuple(replace(answer, at=None) for answer in answers),
        tuple(replace(finding, at=None) for finding in findings),
        nil,
    )


def _spots(template: Template, entries: Sequence[TypedEntry]) -> list[Spot]:
    """Return a spot for every field and typed row, laid out on sheets like those of the blank."""
    typed = {(entry.sheet, entry.cell, entry.row): entry.text.strip() for entry in entries}
    rows: dict[str, int] = {}
    tables = {(each.template_at.sheet, each.template_at.cell): each.table for each in template.fields}
    for sheet, cell, row in typed:
        table = tables.get((sheet, cell), "")
        rows[table] = max(rows.get(table, 0), row or 0)
    sheets = {each.template_at.sheet: Sheet(each.template_at.sheet) for each in template.fields}
    waiting: list[tuple[int, int | None, tuple[int, int], str]] = []
    for number, each in enumerate(template.fields):
        at = place(each.template_at.cell)
        wanted: list[int | None] = list(range(1, rows.get(each.table, 0) + 1)) if each.kind in _ROWS else [None]
        for row in wanted:
            text = typed.get((each.template_at.sheet, each.template_at.cell, row), "")
            spot_at = (at[0] + (row or 0), at[1])
            if text:
                sheets[each.template_at.sheet].cells[spot_at] = Cell(text, text)
            waiting.append((number, row, spot_at, text))
    layouts = {name: Layout(sheet) for name, sheet in sheets.items()}
    return [
        Spot(
            each := template.fields[number],
            row,
            layouts[each.template_at.sheet],
            spot_at if text else None,
            text=text if text and each.kind is Kind.SCALE else None,
        )
        for number, row, spot_at, text in waiting
    ]
