"""Undo and redo: new change sets that take back, or bring back, what an earlier one did.

Both stand in the change log like any other change, so they survive a restart and nothing is ever lost. They go back
one set at a time; an ordinary change ends what could be redone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from koorddesk.domain.assessment import PinnedAnswer
from koorddesk.domain.chain import Step
from koorddesk.domain.letters import Letter
from koorddesk.domain.reports import Submission
from koorddesk.errors import Conflict, register
from koorddesk.i18n import N_
from koorddesk.store import guards
from koorddesk.store.changes import FILE_KIND
from koorddesk.store.history import Header, change_summary, read_changes
from koorddesk.store.mapping import TABLE_OF
from koorddesk.store.readings import Image, write_rows
from koorddesk.store.records import as_now, stored_rows, write_records
from koorddesk.store.tables import CHANGE_SET, ENTITY_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

    from koorddesk.store.changes import ReadingChange, RecordChange
    from koorddesk.store.history import Changes, ChangeSummary
    from koorddesk.store.uow import UnitOfWork

register(
    {
        "nothing-to-undo": N_("There is nothing to undo."),
        "nothing-to-redo": N_("There is nothing to redo."),
        "undo-letter-fixed": N_(
            'This cannot be undone or redone, for the letter "%(title)s" is frozen or dispatched. Nothing was changed. '
            "Make a new letter instead."
        ),
        "undo-submission-pinned": N_(
            'This cannot be undone or redone, for an assessment or a letter rests on answers in "%(file)s". Nothing '
            "was changed. Take those answers out of it first."
        ),
        "undo-step-rested-on": N_(
            "This cannot be undone or redone, for a later step, a document or a letter rests on that step of the case. "
            "Nothing was changed. Take what rests on it back first, or take a new step that overtakes it."
        ),
        "undo-changed-since": N_(
            "This cannot be undone or redone, for what it changed has been changed again since. Nothing was changed. "
            "Change it by hand instead; the history shows what it was."
        ),
    }
)

_LETTER, _PIN, _STEP, _SUBMISSION = (ENTITY_TABLES[kind].name for kind in (Letter, PinnedAnswer, Step, Submission))


def next_steps(uow: UnitOfWork) -> tuple[ChangeSummary | None, ChangeSummary | None]:
    """Return the change sets that undo and redo would act on, None where there is none."""
    done, undone = _stacks(uow)
    connection = uow.connection
    return _summary(connection, done[-1]) if done else None, _summary(connection, undone[-1]) if undone else None


def standing(uow: UnitOfWork, limit: int) -> list[ChangeSummary]:
    """Return the latest change sets that stand and can be gone back over one by one, the newest first."""
    done, _ = _stacks(uow)
    return [_summary(uow.connection, change_set_id) for change_set_id in reversed(done[-limit:])]


def undo(uow: UnitOfWork) -> Changes:
    """Take back the last change set that is not taken back yet."""
    done, _ = _stacks(uow)
    if not done:
        raise Conflict("nothing-to-undo")
    records, readings = read_changes(uow.connection, done[-1])
    inverse = [change.inverse() for change in reversed(records)]
    return _apply(uow, "undo", done[-1], inverse, [change.inverse() for change in readings])


def redo(uow: UnitOfWork) -> Changes:
    """Bring back the change set that was taken back last."""
    _, undone = _stacks(uow)
    if not undone:
        raise Conflict("nothing-to-redo")
    records, readings = read_changes(uow.connection, undone[-1])
    return _apply(uow, "redo", undone[-1], records, readings)


def _stacks(uow: UnitOfWork) -> tuple[list[str], list[str]]:
    """Return the ids of this copy's change sets that stand, and of those that are undone, the next one last."""
    done: list[str] = []
    undone: list[str] = []
    query = (
        select(CHANGE_SET.c.id, CHANGE_SET.c.kind, CHANGE_SET.c.refers_to)
        .where(CHANGE_SET.c.copy_id == uow.setting("copy_id"))
        .order_by(CHANGE_SET.c.sequence)
    )
    for change_set_id, kind, refers_to in uow.connection.execute(query):
        if kind == "undo":
            undone.append(done.pop())
        elif kind == "redo":
            done.append(undone.pop())
        elif kind == "change":
            done.append(change_set_id)
            undone.clear()
        elif kind == "base":
            done.clear()
            undone.clear()
        assert kind not in ("undo", "redo") or refers_to == (undone if kind == "undo" else done)[-1]
    return done, undone


def _summary(connection: Connection, change_set_id: str) -> ChangeSummary:
    return change_summary(connection.execute(select(CHANGE_SET).where(CHANGE_SET.c.id == change_set_id)).one())


def _apply(
    uow: UnitOfWork,
    kind: Literal["undo", "redo"],
    change_set_id: str,
    changes: Sequence[RecordChange],
    readings: Sequence[ReadingChange],
) -> Changes:
    """Make these changes, each only from the state it starts from, and write them as a set about another."""
    connection = uow.connection
    records = [as_now(change) for change in changes if change.table != FILE_KIND]  # files stay
    _check_protected(connection, records, readings)
    for table, group in _by_table(records):
        stored = stored_rows(connection, table, [change.record_id for change in group])
        if not all(_starts_from(change, stored.get(change.record_id)) for change in group):
            raise Conflict("undo-changed-since")
        write_records(connection, table, group)
    for reading in readings:
        now = Image.stored(connection, reading.submission_id)
        if (now and now.sha256) != (reading.before and reading.before.sha256):
            raise Conflict("undo-changed-since")
        write_rows(connection, reading.submission_id, reading.before, reading.after)
    for change in records:
        uow.pending.note(change)
    for reading in readings:
        uow.pending.note_reading(reading)
    return uow.write(Header(uow.actor, kind, _summary(connection, change_set_id).summary, "", change_set_id))


def _by_table(records: Sequence[RecordChange]) -> list[tuple[Table, list[RecordChange]]]:
    grouped: dict[str, list[RecordChange]] = {}
    for change in records:
        grouped.setdefault(change.table, []).append(change)
    return [(TABLE_OF[name], changes) for name, changes in grouped.items()]


def _check_protected(
    connection: Connection, records: Sequence[RecordChange], readings: Sequence[ReadingChange]
) -> None:
    letters = [change.record_id for change in records if change.table == _LETTER]
    title = guards.fixed_letter(connection, letters)
    if title is not None:
        raise Conflict("undo-letter-fixed", title=title)
    gone = [change.record_id for change in records if change.operation == "delete"]
    steps = [change.record_id for change in records if change.operation == "delete" and change.table == _STEP]
    if guards.rested_on_step(connection, steps, gone):
        raise Conflict("undo-step-rested-on")
    submissions = {change.record_id for change in records if change.table == _SUBMISSION}
    submissions.update(reading.submission_id for reading in readings)
    own_pins = [change.record_id for change in records if change.table == _PIN and change.operation == "delete"]
    file = guards.pinned_file(connection, sorted(submissions), own_pins)
    if file is not None:
        raise Conflict("undo-submission-pinned", file=file)


def _starts_from(change: RecordChange, stored: Mapping[str, Any] | None) -> bool:
    """Tell whether the record is what this change starts from."""
    if change.operation == "insert":
        return stored is None
    return stored is not None and all(stored[name] == value for name, value in change.before.items())
