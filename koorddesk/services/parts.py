"""Accept the good parts of a submission and return the rest: sheets, tables or single fields.

What is returned is not used anywhere (assessment, overview, letters); what stands outside it is accepted, and must be
without errors. Source: users' wishes 2.2, the practice of reports that are corrected in rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import ReturnedPart, Submission, SubmissionState
from koorddesk.domain.values import Answer, CellRef
from koorddesk.errors import UserError, register
from koorddesk.findings import Finding, Severity
from koorddesk.i18n import N_
from koorddesk.services.joint_report import refuse_locked
from koorddesk.services.used import holds, supersede, template_of
from koorddesk.services.warnings import SET_STATES, answer_at, open_errors
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.template import Template

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "part-none": N_("Choose at least one sheet, table or field that goes back to the sender."),
        "part-all": N_("Everything would go back. Return the whole submission instead."),
        "part-no-form": N_('"%(file)s" was not read as a form; it can only be returned whole.'),
        "part-errors-left": N_(
            "%(count)d errors stand outside what goes back, the first in %(place)s. "
            "Let that part go back too, or correct it."
        ),
    }
)


@dataclass(frozen=True)
class PartKey:
    """A part of a form: a sheet of the blank, one table on it, or one field; the narrower ones empty."""

    sheet: str
    table: str = ""
    template_cell: str = ""


@dataclass(frozen=True)
class PartRow:
    """A part that can go back, with what stands in it; ``returned`` once it has been."""

    key: PartKey
    label: str
    answers: int
    errors: int
    warnings: int
    returned: bool


def parts_of(desk: Desk, submission_id: str) -> list[PartRow]:
    """Return every sheet, table and single field of a submission's form, in its order, wider parts first."""
    with desk.store.reader() as uow:
        submission = _submission(uow, submission_id)
        template = template_of(uow, submission)
        if template is None:
            return []
        answers, findings = uow.answers(submission_id), uow.findings(submission_id)
        returned = {_key(part) for part in uow.all(ReturnedPart, submission_id=submission_id)}
        return [
            _row(key, label, template, answers, findings, returned=key in returned) for key, label in _parts(template)
        ]


def return_in_part(desk: Desk, submission_id: str, parts: Sequence[PartKey], reason: str) -> Changes:
    """Accept a submission but for these parts, which go back to the sender with a written reason.

    Raises UserError where errors stand outside them, nothing or everything would go back, or the reason is missing.
    """
    if not reason.strip():
        raise UserError("reason-needed")
    if not parts:
        raise UserError("part-none")
    with desk.store.unit_of_work() as uow:
        submission = _submission(uow, submission_id)
        refuse_locked(uow, desk.translator, submission)
        template = template_of(uow, submission)
        if template is None:
            raise UserError("part-no-form", file=submission.file_name)
        answers, findings = uow.answers(submission_id), uow.findings(submission_id)
        inside = [answer for answer in answers if any(_holds(part, answer.template_at, template) for part in parts)]
        if len(inside) == len(answers):
            raise UserError("part-all")
        left = [
            findings[number - 1]
            for number in open_errors(uow, submission_id)
            if not _speaks_of(parts, findings[number - 1], answers, template)
        ]
        if left:
            place = str(left[0].at) if left[0].at else submission.file_name
            raise UserError("part-errors-left", count=len(left), place=place)
        for old in uow.all(ReturnedPart, submission_id=submission_id):
            uow.remove(old)
        labels = dict(_parts(template))
        for part in dict.fromkeys(parts):
            uow.add(
                ReturnedPart(
                    id=new_id(),
                    submission_id=submission_id,
                    sheet=part.sheet,
                    table=part.table,
                    template_cell=part.template_cell,
                    label=labels.get(part, part.sheet),
                    reason=reason.strip(),
                    returned_by=desk.actor.name,
                    returned_on=desk.today(),
                )
            )
        submission.state = SubmissionState.RETURNED_IN_PART
        supersede(uow, submission)
        return uow.commit(Summary(SET_STATES[submission.state], {"file": submission.file_name}), reason)


def returned_labels(uow: UnitOfWork, submission_id: str) -> list[str]:
    """Return what went back of a submission, in the caseworker's words."""
    return [part.label for part in uow.all(ReturnedPart, submission_id=submission_id)]


def _key(part: ReturnedPart) -> PartKey:
    return PartKey(part.sheet, part.table, part.template_cell)


def _submission(uow: UnitOfWork, submission_id: str) -> Submission:
    found = uow.get(Submission, submission_id)
    if found is None:
        raise UserError("no-such-submission")
    return found


def _parts(template: Template) -> list[tuple[PartKey, str]]:
    """Return the parts of a form with what they are called, in its order: sheets, in them tables and fields."""
    titles = {table.id: table.title for table in template.tables}
    found: dict[PartKey, str] = {}
    sheets = list(dict.fromkeys(each.template_at.sheet for each in template.fields))
    for each in sorted(template.fields, key=lambda one: sheets.index(one.template_at.sheet)):
        sheet = each.template_at.sheet
        found.setdefault(PartKey(sheet), sheet)
        if each.table:
            found.setdefault(PartKey(sheet, each.table), titles.get(each.table) or sheet)
        words = f"{each.label} · {each.question}" if each.question and each.question != each.label else each.label
        found[PartKey(sheet, each.table, each.template_at.cell)] = words
    return list(found.items())


def _holds(part: PartKey, at: CellRef, template: Template) -> bool:
    return holds(part.sheet, part.table, part.template_cell, at, template)


def _speaks_of(parts: Iterable[PartKey], finding: Finding, answers: list[Answer], template: Template) -> bool:
    """Tell whether a finding is about one of these parts: one of its fields, or the sheet itself where that goes."""
    at = finding.template_at
    if at is None:
        spoken_of = answer_at(finding, answers)
        at = spoken_of[1].template_at if spoken_of else None
    if at is not None:
        return any(_holds(part, at, template) for part in parts)
    sheets = {
        answer.template_at.sheet
        for answer in answers
        if answer.at and finding.at and answer.at.sheet == finding.at.sheet
    }
    return any(not part.table and not part.template_cell and part.sheet in sheets for part in parts)


def _row(
    key: PartKey,
    label: str,
    template: Template,
    answers: list[Answer],
    findings: Sequence[Finding],
    *,
    returned: bool,
) -> PartRow:
    spoken = [finding for finding in findings if _speaks_of((key,), finding, answers, template)]
    return PartRow(
        key=key,
        label=label,
        answers=sum(1 for answer in answers if answer.raw and _holds(key, answer.template_at, template)),
        errors=sum(1 for finding in spoken if finding.severity is Severity.ERROR),
        warnings=sum(1 for finding in spoken if finding.severity is Severity.WARNING),
        returned=returned,
    )
