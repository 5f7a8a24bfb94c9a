"""Which values of which submissions count: those of the version that stands, but for the parts that went back."""

from __future__ import annotations

from koorddesk.domain.reports import ReportingTemplate, ReturnedPart, Submission, SubmissionState
from koorddesk.domain.values import CellRef
from koorddesk.store.uow import UnitOfWork
from koorddesk.workbooks.template import Template

# The states in which a version is still in hand or in use; a later one takes its place.
CURRENT = (
    SubmissionState.ACCEPTED,
    SubmissionState.HELD,
    SubmissionState.RETURNED,
    SubmissionState.RETURNED_IN_PART,
)


def template_of(uow: UnitOfWork, submission: Submission) -> Template | None:
    """Return the form a submission was read as, or None."""
    record = uow.get(ReportingTemplate, submission.template_id) if submission.template_id else None
    return Template.from_json(record.definition) if record is not None else None


def returned_fields(uow: UnitOfWork, submission_id: str) -> frozenset[CellRef]:
    """Return the fields (their cells in the blank) of a submission whose answers went back to the sender."""
    parts = uow.all(ReturnedPart, submission_id=submission_id)
    submission = uow.get(Submission, submission_id) if parts else None
    template = template_of(uow, submission) if submission is not None else None
    if template is None:
        return frozenset()
    return frozenset(
        each.template_at
        for each in template.fields
        if any(holds(part.sheet, part.table, part.template_cell, each.template_at, template) for part in parts)
    )


def holds(sheet: str, table: str, template_cell: str, at: CellRef, template: Template) -> bool:
    """Tell whether a field lies in a part of a form: a sheet, or one table or field where those are named."""
    if at.sheet != sheet:
        return False
    if template_cell:
        return at.cell == template_cell
    return not table or any(each.template_at == at and each.table == table for each in template.fields)


def supersede(uow: UnitOfWork, submission: Submission) -> None:
    """Mark every version before this one as replaced, also those before a version that was never accepted."""
    earlier = uow.get(Submission, submission.successor_of) if submission.successor_of else None
    while earlier is not None:
        if earlier.state in CURRENT:
            earlier.state = SubmissionState.SUPERSEDED
        earlier = uow.get(Submission, earlier.successor_of) if earlier.successor_of else None
