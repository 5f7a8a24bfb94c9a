"""Rows of records as the change log writes them, and back."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from koorddesk.store.mapping import DEFAULTS, TABLE_OF
from koorddesk.store.types import plain, revive

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

    from koorddesk.store.changes import RecordChange


def stored_rows(connection: Connection, table: Table, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what the database holds for these keys: fields without the key, as plain JSON values."""
    keys, rows = list(ids), {}
    for start in range(0, len(keys), 500):
        for row in connection.execute(select(table).where(table.c.id.in_(keys[start : start + 500]))).mappings():
            fields = {name: plain(value) for name, value in row.items()}
            rows[str(fields.pop("id"))] = fields
    return rows


def as_now(change: RecordChange) -> RecordChange:
    """Return a change that an older schema wrote in the fields of today: gone ones left out, new ones at default."""
    names = TABLE_OF[change.table].columns.keys()
    new = DEFAULTS[change.table]

    def fields(logged: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
        return {name: value for name, value in ({**new, **logged} if whole else logged).items() if name in names}

    before = fields(change.before, whole=change.operation == "delete")
    after = fields(change.after, whole=change.operation == "insert")
    return replace(change, before=before, after=after)


def write_records(connection: Connection, table: Table, changes: Sequence[RecordChange]) -> None:
    """Make these changes in the table."""
    for operation, group in groupby(changes, key=lambda change: change.operation):
        if operation == "insert":
            connection.execute(table.insert(), [{"id": c.record_id, **_values(table, c.after)} for c in group])
        elif operation == "delete":
            for change in group:
                connection.execute(table.delete().where(table.c.id == change.record_id))
        else:
            for change in group:
                values = _values(table, change.after)
                connection.execute(table.update().where(table.c.id == change.record_id).values(values))


def _values(table: Table, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: revive(table.c[name].type, value) for name, value in fields.items()}
