"""The change log: what each commit changed, field by field, in a chain of hashes.

One change set per commit, written in the same transaction. History, undo, the audit trail and, later, merging with
colleagues all read it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from koorddesk.i18n import N_, Translator
from koorddesk.store.changes import FILE_KIND, Operation, Pending, ReadingChange, RecordChange
from koorddesk.store.mapping import KIND_OF
from koorddesk.store.readings import Image
from koorddesk.store.tables import CHANGE_ENTRY, CHANGE_READING, CHANGE_SET
from koorddesk.store.types import json_text, utc_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

# An ordinary change; one that undo stops at; one that only keeps files; one that takes back or brings back another.
SetKind = Literal["change", "base", "file", "undo", "redo"]


@dataclass(frozen=True)
class Actor:
    """Who is at the desk: the account logged in with, the person's name, the machine."""

    account: str
    name: str
    machine: str


@dataclass(frozen=True)
class Summary:
    """What a change set does, as an English msgid with its parameters; undo shows it."""

    msgid: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def text(self, translator: Translator) -> str:
        """Return the summary in the user's language."""
        return translator.text(self.msgid, **self.params)


@dataclass(frozen=True)
class Changes:
    """What a commit touched: the change set's id (empty when nothing changed) and, by entity class name, ids."""

    change_set_id: str
    kinds: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ChangeSummary:
    """One line of the list of change sets; ``refers_to`` is the set that it takes or brings back."""

    change_set_id: str
    number: int
    at: dt.datetime
    account: str
    name: str
    machine: str
    kind: SetKind
    refers_to: str | None
    summary: Summary
    reason: str

    def text(self, translator: Translator) -> str:
        """Return what was done, undone or redone in the user's language."""
        what = self.summary.text(translator)
        if self.kind == "undo":
            return translator.text(N_("Undone: %(what)s"), what=what)
        if self.kind == "redo":
            return translator.text(N_("Redone: %(what)s"), what=what)
        return what


@dataclass(frozen=True)
class HistoryLine:
    """One field of one record changed once. ``before`` and ``after`` are plain JSON values.

    A submission's reading is one line with the field ``answers`` and the number of answers before and after.
    """

    change: ChangeSummary
    operation: Operation
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Header:
    """What a change set says about itself."""

    actor: Actor
    kind: SetKind
    summary: Summary
    reason: str
    refers_to: str | None = None


def write(
    connection: Connection,
    header: Header,
    pending: Pending,
    *,
    change_set_id: str,
    copy_id: str,
    schema_version: str,
    at: dt.datetime,
) -> Changes:
    """Add one change set to this copy's chain and return what it touched."""
    last = connection.execute(
        select(CHANGE_SET.c.number, CHANGE_SET.c.hash)
        .where(CHANGE_SET.c.copy_id == copy_id)
        .order_by(CHANGE_SET.c.number.desc())
        .limit(1)
    ).first()
    # A copy's first set hangs on the last one of the copy it was made from, where there was one.
    previous = last.hash if last else _last_hash(connection)
    row: dict[str, Any] = {
        "id": change_set_id,
        "copy_id": copy_id,
        "number": last.number + 1 if last else 1,
        "at": utc_text(at),
        "account": header.actor.account,
        "name": header.actor.name,
        "machine": header.actor.machine,
        "kind": header.kind,
        "refers_to": header.refers_to,
        "msgid": header.summary.msgid,
        "params_json": json_text(dict(header.summary.params)),
        "reason": header.reason,
        "schema_version": schema_version,
        "seen_json": "{}",
        "previous_hash": previous,
    }
    entries = [
        (change_set_id, position, *entry)
        for position, entry in enumerate(
            (entry for change in pending.records for entry in _entries(change)),
            start=1,
        )
    ]
    readings = pending.readings
    images = [(r.submission_id, _hash_of(r.before), _hash_of(r.after)) for r in readings]
    row["hash"] = set_hash(row, [entry[2:] for entry in entries], images)
    connection.execute(CHANGE_SET.insert(), row)
    if entries:
        connection.exec_driver_sql("INSERT INTO change_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", entries)
    if readings:
        packed = [
            (change_set_id, r.submission_id, r.before.pack() if r.before else None, r.after.pack() if r.after else None)
            for r in readings
        ]
        connection.exec_driver_sql("INSERT INTO change_reading VALUES (?, ?, ?, ?)", packed)
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('head', ?)", (row["hash"],))
    return Changes(change_set_id, _kinds(pending))


def set_hash(
    row: Mapping[str, Any],
    entries: Sequence[tuple[Any, ...]],
    images: Sequence[tuple[str, str | None, str | None]],
) -> str:
    """Return the hash of a change set: SHA-256 over everything it says, and the hash of the one before.

    ``row`` is its row without sequence and hash; ``entries`` are (kind, record, operation, field, before, after) in
    their order, ``images`` (submission, hash before, hash after).
    """
    head = {name: value for name, value in row.items() if name not in ("sequence", "hash")}
    content = json_text({"set": head, "entries": list(entries), "readings": sorted(images, key=lambda i: i[0])})
    return hashlib.sha256(content.encode()).hexdigest()


def _hash_of(image: Image | None) -> str | None:
    return image.sha256 if image else None


def _last_hash(connection: Connection) -> str:
    query = select(CHANGE_SET.c.hash).order_by(CHANGE_SET.c.sequence.desc()).limit(1)
    return connection.execute(query).scalar() or ""


def _entries(change: RecordChange) -> Iterator[tuple[str, str, str, str, str | None, str | None]]:
    """Yield one (kind, record, operation, field, before, after) per field, before and after as JSON."""
    for name in change.after or change.before:
        before = json_text(change.before[name]) if change.operation != "insert" else None
        after = json_text(change.after[name]) if change.operation != "delete" else None
        yield change.table, change.record_id, change.operation, name, before, after


def _kinds(pending: Pending) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, dict[str, None]] = {}
    for change in pending.records:
        if change.table != FILE_KIND:
            kinds.setdefault(KIND_OF[change.table].__name__, {})[change.record_id] = None
    for reading in pending.readings:
        kinds.setdefault("Submission", {})[reading.submission_id] = None
    return {kind: tuple(ids) for kind, ids in kinds.items()}


def read_changes(connection: Connection, change_set_id: str) -> tuple[list[RecordChange], list[ReadingChange]]:
    """Return what a change set did, record by record in its order."""
    entries = connection.execute(
        select(CHANGE_ENTRY).where(CHANGE_ENTRY.c.change_set_id == change_set_id).order_by(CHANGE_ENTRY.c.position)
    )
    readings = connection.execute(select(CHANGE_READING).where(CHANGE_READING.c.change_set_id == change_set_id))
    return group_entries(entries), [
        ReadingChange(
            row.submission_id,
            Image.unpack(row.before) if row.before is not None else None,
            Image.unpack(row.after) if row.after is not None else None,
        )
        for row in readings
    ]


def group_entries(entries: Iterable[Row[Any]]) -> list[RecordChange]:
    """Return the record changes that rows of ``change_entry`` of one set describe."""
    records: dict[tuple[str, str], tuple[Operation, dict[str, Any], dict[str, Any]]] = {}
    for row in entries:
        _, before, after = records.setdefault((row.kind, row.record_id), (row.operation, {}, {}))
        if row.before is not None:
            before[row.field] = json.loads(row.before)
        if row.after is not None:
            after[row.field] = json.loads(row.after)
    return [
        RecordChange(table, record_id, operation, before, after)
        for (table, record_id), (operation, before, after) in records.items()
    ]


def change_summary(row: Row[Any]) -> ChangeSummary:
    """Return the line for a row of ``change_set``."""
    return ChangeSummary(
        change_set_id=row.id,
        number=row.number,
        at=dt.datetime.fromisoformat(row.at),
        account=row.account,
        name=row.name,
        machine=row.machine,
        kind=row.kind,
        refers_to=row.refers_to,
        summary=Summary(row.msgid, json.loads(row.params_json)),
        reason=row.reason,
    )


def change_sets(connection: Connection, limit: int) -> list[ChangeSummary]:
    """Return the latest change sets, newest first."""
    rows = connection.execute(select(CHANGE_SET).order_by(CHANGE_SET.c.sequence.desc()).limit(limit))
    return [change_summary(row) for row in rows]


def record_history(connection: Connection, record_id: str) -> list[HistoryLine]:
    """Return what happened to one record, oldest first."""
    fields = connection.execute(
        select(CHANGE_SET, CHANGE_ENTRY.c.operation, CHANGE_ENTRY.c.field, CHANGE_ENTRY.c.before, CHANGE_ENTRY.c.after)
        .join(CHANGE_ENTRY, CHANGE_ENTRY.c.change_set_id == CHANGE_SET.c.id)
        .where(CHANGE_ENTRY.c.record_id == record_id)
        .order_by(CHANGE_SET.c.sequence, CHANGE_ENTRY.c.position)
    )
    lines = [
        (
            row.sequence,
            HistoryLine(change_summary(row), row.operation, row.field, _loaded(row.before), _loaded(row.after)),
        )
        for row in fields
    ]
    readings = connection.execute(
        select(CHANGE_SET, CHANGE_READING.c.before, CHANGE_READING.c.after)
        .join(CHANGE_READING, CHANGE_READING.c.change_set_id == CHANGE_SET.c.id)
        .where(CHANGE_READING.c.submission_id == record_id)
    )
    for row in readings:
        before, after = (len(Image.unpack(data).answers) if data else 0 for data in (row.before, row.after))
        operation: Operation = "insert" if not row.before else "delete" if not row.after else "update"
        lines.append((row.sequence, HistoryLine(change_summary(row), operation, "answers", before, after)))
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _loaded(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def count_change_sets(connection: Connection) -> int:
    """Return how many change sets the store holds."""
    return connection.execute(select(func.count()).select_from(CHANGE_SET)).scalar_one()
