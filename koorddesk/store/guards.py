"""What no commit may change: letters that are fixed, and submissions that something rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from koorddesk.domain.assessment import PinnedAnswer
from koorddesk.domain.chain import Step, StepGround
from koorddesk.domain.documents import Document
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.domain.reports import Submission
from koorddesk.errors import Conflict, register
from koorddesk.i18n import N_
from koorddesk.store.records import stored_rows
from koorddesk.store.tables import ENTITY_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from koorddesk.store.changes import RecordChange

register(
    {
        "letter-fixed": N_(
            'The letter "%(title)s" is frozen or dispatched and cannot be changed any more. Nothing was saved. Make a '
            "new letter instead."
        ),
        "submission-pinned": N_(
            'An assessment or a letter rests on answers in "%(file)s". Nothing was changed. Take those answers out of '
            "it first, or record a new submission as the successor."
        ),
    }
)

_LETTER = ENTITY_TABLES[Letter]
_PIN = ENTITY_TABLES[PinnedAnswer]
_SUBMISSION = ENTITY_TABLES[Submission]
# Which field names the step that a record rests on.
_RESTS_ON_STEP = (
    (ENTITY_TABLES[Step], "follows_id"),
    (ENTITY_TABLES[StepGround], "ground_id"),
    (ENTITY_TABLES[Document], "step_id"),
    (_LETTER, "step_id"),
)

_ORDER = list(LetterState)
FIXED = {LetterState.FROZEN, LetterState.DISPATCHED, LetterState.JOURNALISED}
# What still happens to a fixed letter: it goes out, and the record system gives it its numbers.
_MAY_CHANGE = {"state", "dispatched_on", "channel", "sent_to", "case_number", "document_number"}


def check_frozen_letters(connection: Connection, changes: Iterable[RecordChange]) -> None:
    """Raise ``Conflict`` where a change touches what a frozen, dispatched or journalised letter says."""
    for change in changes:
        if change.table != _LETTER.name or change.operation == "insert":
            continue
        now = stored_rows(connection, _LETTER, [change.record_id]).get(change.record_id, {})
        was = {**now, **change.before}
        state = LetterState(was["state"])
        if state not in FIXED:
            continue
        onwards = change.operation == "update" and _ORDER.index(LetterState(now["state"])) >= _ORDER.index(state)
        if not onwards or not _MAY_CHANGE.issuperset(change.after):
            raise Conflict("letter-fixed", title=was["title"])


def fixed_letter(connection: Connection, letter_ids: Sequence[str]) -> str | None:
    """Return the title of the first of these letters that is fixed, or None."""
    fixed = (state.value for state in FIXED)
    query = select(_LETTER.c.title).where(_LETTER.c.id.in_(letter_ids), _LETTER.c.state.in_(fixed))
    title: str | None = connection.execute(query).scalar()
    return title


def check_not_pinned(connection: Connection, submission_ids: Sequence[str]) -> None:
    """Raise ``Conflict`` where an assessment or a letter rests on an answer of one of these submissions."""
    name = pinned_file(connection, submission_ids)
    if name is not None:
        raise Conflict("submission-pinned", file=name)


def pinned_file(connection: Connection, submission_ids: Sequence[str], without_pins: Sequence[str] = ()) -> str | None:
    """Return the file name of the first of these submissions with a pinned answer, not counting some pins."""
    for start in range(0, len(submission_ids), 500):
        query = (
            select(_SUBMISSION.c.file_name)
            .join(_PIN, _PIN.c.submission_id == _SUBMISSION.c.id)
            .where(_SUBMISSION.c.id.in_(submission_ids[start : start + 500]), _PIN.c.id.not_in(without_pins))
            .limit(1)
        )
        name: str | None = connection.execute(query).scalar()
        if name is not None:
            return name
    return None


def rested_on_step(connection: Connection, step_ids: Sequence[str], gone: Sequence[str]) -> bool:
    """Tell whether a step, a document or a letter that is not gone itself rests on one of these steps."""
    for table, field in _RESTS_ON_STEP:
        query = select(table.c.id).where(table.c[field].in_(step_ids), table.c.id.not_in(gone)).limit(1)
        if step_ids and connection.execute(query).scalar() is not None:
            return True
    return False
