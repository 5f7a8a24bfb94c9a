"""Undo and redo: new change sets that take back, or bring back, what an earlier one did.

Both stand in the change log like any other change, so they survive a restart and nothing is ever lost. They go back
one set at a time; an ordinary change ends what could be redone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from koorddesk.domain.assessment import PinnedAnswer
from koorddesk.domain.letters import Letter
from koorddesk.domain.reports import Submission
from koorddesk.errors import Conflict, register
from koorddesk.i18n import N_
from koorddesk.store import guards
from koorddesk.store.capture import stored_rows
from koorddesk.store.history import (
    FILE_KIND,
    ChangeSummary,
    Header,
    ReadingChange,
    RecordChange,
    change_summary,
    read_changes,
)
from koorddesk.store.mapping import TABLE_OF
from koorddesk.store.readings import Image, write_rows
from koorddesk.store.tables import CHANGE_SET, ENTITY_TABLES
from koorddesk.store.types import revive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

    from koorddesk.store.history import Changes
    from koorddesk.store.uow import UnitOfWork

register({
    "nothing-to-undo": N_("There is nothing to undo."),
    "nothing-to-redo": N_("There is nothing to redo."),
    "undo-letter-fixed": N_(
        'This cannot be undone, for the letter "%(title)s" is frozen or dispatched. Nothing was changed. Make a new '
        "letter instead."
    ),
    "undo-submission-pinned": N_(
        'This cannot be undone, for an assessment or a letter rests on answers in "%(file)s". Nothing was changed. '
        "Take those answers out of it first."
    ),
    "undo-changed-since": N_(
        "This cannot be undone, for what it changed has been changed again since. Nothing was changed. Change it by "
        "hand instead; the history shows what it was."
    ),
})

_LETTER, _PIN, _SUBMISSION = (ENTITY_TABLES[kind].name for kind in (Letter, PinnedAnswer, Submission))


def next_steps(uow: UnitOfWork) -> tuple[ChangeSummary | None, ChangeSummary | None]:
    """Return the change sets that undo and redo would act on, None where there is none."""
    done, undone = _stacks(uow)
    return tuple(_summary(uow.connection, stack[-1]) if stack else None for stack in (done, undone))  # type: ignore[return-value]


def undo(uow: UnitOfWork) -> Changes:
    """Take back the last change set that is not taken back yet."""
    done, _ = _stacks(uow)
    if not done:
        raise Conflict("nothing-to-undo")
    records, readings = read_changes(uow.connection, done[-1])
    records = [change.inverse() for change in reversed(records)]
    readings = [change.inverse() for change in readings]
    return _apply(uow, "undo", done[-1], records, readings)


def redo(uow: UnitOfWork) -> Changes:
    """Bring back the change set that was taken back last."""
    _, undone = _stacks(uow)
    if not undone:
        raise Conflict("nothing-to-redo")
    return _apply(uow, "redo", undone[-1], *read_changes(uow.connection, undone[-1]))
