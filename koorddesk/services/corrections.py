"""A caseworker's correction of one value, beside what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import Correction, ReportingTemplate, Submission
from koorddesk.domain.values import Answer, AnswerValue, value_from_json, value_to_json
from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.services.joint_report import refuse_locked
from koorddesk.services.register_lookup import register_for_matching
from koorddesk.services.used import returned_fields
from koorddesk.store.uow import Changes, Summary, UnitOfWork
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.parse import Expectation, parse_cell
from koorddesk.workbooks.template import Template

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "correction-unreadable": N_(
            '"%(text)s" cannot be read as an answer to "%(label)s". Write it as it would stand in the form.'
        ),
    }
)


def correct_value(desk: Desk, submission_id: str, answer_number: int, text: str, reason: str) -> Changes:
    """Correct one value; what was sent stays as it was, and the reason is kept with name and date.

    Raises UserError where the text is no answer to the field, or the reason is missing.
    """
    if not reason.strip():
        raise UserError("reason-needed")
    with desk.store.unit_of_work() as uow:
        answers = uow.answers(submission_id)
        if not 1 <= answer_number <= len(answers):
            raise UserError("no-such-answer")
        answer = answers[answer_number - 1]
        submission = uow.get(Submission, submission_id)
        if submission is not None and submission.state.is_used:
            refuse_locked(uow, desk.translator, submission)
        value = _parsed(desk, uow, submission_id, answer, text)
        correction = uow.one(
            Correction, submission_id=submission_id, template_cell=str(answer.template_at), row=answer.row
        )
        if correction is None:
            correction = Correction(
                id=new_id(),
                submission_id=submission_id,
                template_cell=str(answer.template_at),
                row=answer.row,
                raw=answer.raw,
                value="",
                reason="",
                corrected_by="",
                corrected_on=desk.today(),
            )
            uow.add(correction)
        correction.value = json.dumps(value_to_json(value), ensure_ascii=False)
        correction.reason = reason.strip()
        correction.corrected_by = desk.actor.name
        correction.corrected_on = desk.today()
        place = answer.at or answer.template_at
        return uow.commit(Summary(N_("value in %(cell)s corrected"), {"cell": str(place)}), reason)


def corrected_values(uow: UnitOfWork, submission_id: str) -> Mapping[tuple[str, int | None], str]:
    """Return the corrections of a submission as JSON, by template cell and row."""
    return {(known.template_cell, known.row): known.value for known in uow.all(Correction, submission_id=submission_id)}


def standing_answers(uow: UnitOfWork, submission_id: str) -> list[Answer]:
    """Return a submission's answers with the caseworker's corrections in the place of what was read.

    An answer in a part that went back to the sender has no value; what stood there is still told.
    """
    corrections = corrected_values(uow, submission_id)
    returned = returned_fields(uow, submission_id)

    def standing(answer: Answer) -> Answer:
        if answer.template_at in returned:
            return replace(answer, value=None)
        corrected = corrections.get((str(answer.template_at), answer.row))
        if corrected is None:
            return answer
        return replace(answer, value=value_from_json(json.loads(corrected), answer.type))

    return [standing(answer) for answer in uow.answers(submission_id)]


def _parsed(desk: Desk, uow: UnitOfWork, submission_id: str, answer: Answer, text: str) -> AnswerValue:
    """Read what the caseworker wrote by the rules that hold for the form itself."""
    submission = uow.get(Submission, submission_id)
    record = uow.get(ReportingTemplate, submission.template_id or "") if submission else None
    field = next(
        (
            known
            for known in (Template.from_json(record.definition).fields if record else ())
            if known.template_at == answer.template_at
        ),
        None,
    )
    expectation = Expectation(
        choices=field.choices if field else (),
        several=field.several if field else False,
        heading=answer.label,
        unit=field.unit if field else "",
        register=register_for_matching(uow),
        on=desk.today(),
    )
    parsed = parse_cell(Cell(text.strip(), text.strip()), answer.type, expectation)
    if parsed.value is None and text.strip():
        raise UserError("correction-unreadable", text=text.strip(), label=answer.label)
    return parsed.value
