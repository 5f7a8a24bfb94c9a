"""A caseworker's notes on single values; a note follows its value into a resubmission that does not change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koorddesk.domain.ids import new_id
from koorddesk.domain.reports import ValueNote
from koorddesk.errors import UserError
from koorddesk.i18n import N_
from koorddesk.store.uow import Changes, Summary, UnitOfWork

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


def write_note(desk: Desk, submission_id: str, answer_number: int, text: str) -> Changes:
    """Write a note on one value, or take the note away where the text is empty."""
    with desk.store.unit_of_work() as uow:
        answers = uow.answers(submission_id)
        if not 1 <= answer_number <= len(answers):
            raise UserError("no-such-answer")
        answer = answers[answer_number - 1]
        cell = str(answer.template_at)
        note = uow.one(ValueNote, submission_id=submission_id, template_cell=cell, row=answer.row)
        place = str(answer.at or answer.template_at)
        if not text.strip():
            if note is not None:
                uow.remove(note)
            return uow.commit(Summary(N_("note on %(cell)s taken away"), {"cell": place}))
        if note is None:
            note = ValueNote(new_id(), submission_id, cell, answer.row, answer.raw, "", "", desk.today())
            uow.add(note)
        note.text, note.written_by, note.written_on = text.strip(), desk.actor.name, desk.today()
        return uow.commit(Summary(N_("note on %(cell)s"), {"cell": place}))


def notes_of(uow: UnitOfWork, submission_id: str) -> dict[tuple[str, int | None], ValueNote]:
    """Return the notes of a submission by template cell and row."""
    return {(note.template_cell, note.row): note for note in uow.all(ValueNote, submission_id=submission_id)}
