"""The rows of one submission: its findings and its answers, with what the caseworker has said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.domain.authorities import Authority
from koorddesk.domain.reports import Correction
from koorddesk.domain.values import FieldType
from koorddesk.findings import Severity
from koorddesk.services.corrections import standing_answers
from koorddesk.services.shown import shown_value
from koorddesk.services.typed_places import typed_place, typed_values
from koorddesk.services.used import returned_fields
from koorddesk.services.value_notes import notes_of
from koorddesk.services.warnings import accepted_reasons, answer_at, open_errors, open_warnings, warning_key
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


@dataclass(frozen=True)
class FindingRow:
    """One finding in the user's words: where, what stands there, what it was read as, what to do."""

    number: int
    severity: Severity
    code: str
    message: str
    suggestion: str
    sheet: str
    cell: str
    label: str
    raw: str
    read_as: str
    accepted: bool
    accepted_reason: str
    note: str = ""
    settled: bool = False
    answer: int | None = None


@dataclass(frozen=True)
class AnswerRow:
    """One answer with its cell; ``corrected`` is the caseworker's value beside what was sent, or empty."""

    number: int
    label: str
    type: FieldType
    sheet: str
    cell: str
    row: int | None
    raw: str
    value: str
    corrected: str
    correction_reason: str = ""
    note: str = ""
    note_by: str = ""
    returned: bool = False
    typed_from: str = ""


def findings_of(desk: Desk, submission_id: str) -> list[FindingRow]:
    """Return the findings of a submission in its reading order, errors first."""
    with desk.store.reader() as uow:
        answers = uow.answers(submission_id)
        names = authority_names(uow)
        accepted = accepted_reasons(uow, submission_id)
        notes = notes_of(uow, submission_id)
        unsettled = {*open_errors(uow, submission_id), *open_warnings(uow, submission_id)}
        rows = []
        for number, finding in enumerate(uow.findings(submission_id), start=1):
            spoken_of = answer_at(finding, answers)
            answer = spoken_of[1] if spoken_of else None
            reason = accepted.get(warning_key(finding))
            place = finding.at or (answer.at if answer else None)
            rows.append(
                FindingRow(
                    number=number,
                    severity=finding.severity,
                    code=finding.code,
                    message=finding.message(desk.translator),
                    suggestion=finding.suggestion(desk.translator),
                    sheet=place.sheet if place else "",
                    cell=place.cell if place else "",
                    label=answer.label if answer else "",
                    raw=answer.raw if answer else "",
                    read_as=shown_value(answer, desk.translator, names) if answer else "",
                    accepted=reason is not None,
                    accepted_reason=reason.reason if reason else "",
                    answer=spoken_of[0] if spoken_of else None,
                    note=notes[key].text if answer and (key := (str(answer.template_at), answer.row)) in notes else "",
                    settled=finding.severity is not Severity.NOTE and reason is None and number not in unsettled,
                )
            )
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return sorted(rows, key=lambda row: (order[row.severity], row.number))


def answers_of(desk: Desk, submission_id: str) -> list[AnswerRow]:
    """Return every answer of a submission in reading order, with what the caseworker said of it beside it."""
    with desk.store.reader() as uow:
        names = authority_names(uow)
        corrections = {
            (known.template_cell, known.row): known for known in uow.all(Correction, submission_id=submission_id)
        }
        notes, typed = notes_of(uow, submission_id), typed_values(uow, submission_id)
        returned = returned_fields(uow, submission_id)
        standing = standing_answers(uow, submission_id)
        rows = []
        for number, answer in enumerate(uow.answers(submission_id), start=1):
            key = (str(answer.template_at), answer.row)
            correction, note, source = corrections.get(key), notes.get(key), typed.get(key)
            rows.append(
                AnswerRow(
                    number=number,
                    label=answer.label,
                    type=answer.type,
                    sheet=(answer.at or answer.template_at).sheet,
                    cell=(answer.at or answer.template_at).cell,
                    row=answer.row,
                    raw=answer.raw,
                    value=shown_value(answer, desk.translator, names),
                    corrected=shown_value(standing[number - 1], desk.translator, names) if correction else "",
                    correction_reason=correction.reason if correction else "",
                    note=note.text if note else "",
                    note_by=f"{note.written_by} {desk.translator.date(note.written_on)}" if note else "",
                    returned=answer.template_at in returned,
                    typed_from=typed_place(desk.translator, source) if source else "",
                )
            )
    return rows


def authority_names(uow: UnitOfWork) -> dict[str, str]:
    """Return the names of municipalities and regions by their codes."""
    return {authority.code: authority.name for authority in uow.all(Authority) if authority.code}
