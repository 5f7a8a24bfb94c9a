"""What a flush is about to write, noted for the change log before it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from koorddesk.domain.reports import Submission
from koorddesk.errors import Conflict, register
from koorddesk.i18n import N_
from koorddesk.store import guards
from koorddesk.store.changes import Pending, ReadingChange, RecordChange
from koorddesk.store.readings import Image, write_rows
from koorddesk.store.records import stored_rows
from koorddesk.store.tables import ENTITY_TABLES
from koorddesk.store.types import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

register(
    {
        "changed-meanwhile": N_(
            "Someone has changed this since you opened it. Nothing was saved. Look at it again and repeat your change."
        ),
    }
)


def note_flush(session: Session, pending: Pending) -> None:
    """Note every record that the session is about to insert, change or delete.

    What stood before is read from the database itself. Raises ``Conflict`` when it is not what the record said when
    it was read.
    """
    for entity in session.new:
        table = ENTITY_TABLES[type(entity)]
        after = {column.name: plain(getattr(entity, column.name)) for column in table.columns}
        pending.note(RecordChange(table.name, after.pop("id"), "insert", {}, after))
    if not session.dirty and not session.deleted:
        return
    connection = session.connection()
    for table, entities in _by_table(session.dirty):
        rows = stored_rows(connection, table, entities)
        for record_id, entity in entities.items():
            if (change := _update(entity, table, record_id, rows.get(record_id))) is not None:
                pending.note(change)
    for table, entities in _by_table(session.deleted):
        rows = stored_rows(connection, table, entities)
        if table is ENTITY_TABLES[Submission]:
            _drop_readings(connection, list(entities), pending)
        for record_id in entities:
            if record_id not in rows:
                raise Conflict("changed-meanwhile")
            pending.note(RecordChange(table.name, record_id, "delete", rows[record_id], {}))


def _by_table(entities: Iterable[object]) -> list[tuple[Table, dict[str, object]]]:
    grouped: dict[Table, dict[str, object]] = {}
    for entity in entities:
        record_id: str = entity.id  # type: ignore[attr-defined]  # every record has a key
        grouped.setdefault(ENTITY_TABLES[type(entity)], {})[record_id] = entity
    return list(grouped.items())


def _update(entity: object, table: Table, record_id: str, stored: Mapping[str, Any] | None) -> RecordChange | None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(entity)
    for column in table.columns:
        history = state.attrs[column.name].history
        if not history.has_changes():
            continue
        if column.name == "id":
            raise RuntimeError("a record's key never changes")
        if stored is None or (history.deleted and plain(history.deleted[0]) != stored[column.name]):
            raise Conflict("changed-meanwhile")
        value = plain(getattr(entity, column.name))
        if value != stored[column.name]:
            before[column.name], after[column.name] = stored[column.name], value
    return RecordChange(table.name, record_id, "update", before, after) if after else None


def _drop_readings(connection: Connection, submission_ids: list[str], pending: Pending) -> None:
    guards.check_not_pinned(connection, submission_ids)
    for submission_id in submission_ids:
        image = Image.stored(connection, submission_id)
        if image is not None:
            write_rows(connection, submission_id, image, None)
            pending.note_reading(ReadingChange(submission_id, image, None))
