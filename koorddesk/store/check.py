"""Is the store whole? Its file, its chain of change sets, its kept files, and every record against its history."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from koorddesk.errors import UserError
from koorddesk.i18n import N_, Translator
from koorddesk.store import index
from koorddesk.store.changes import FILE_KIND
from koorddesk.store.history import group_entries, set_hash
from koorddesk.store.mapping import DEFAULTS
from koorddesk.store.readings import Image, image_hash
from koorddesk.store.tables import (
    ANSWER,
    CHANGE_ENTRY,
    CHANGE_READING,
    CHANGE_SET,
    ENTITY_TABLES,
    FILE,
    FINDING,
    META,
)
from koorddesk.store.types import as_stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select, Table
    from sqlalchemy.engine import Connection

    from koorddesk.store.changes import RecordChange

MESSAGES = {
    "file-damaged": N_("The database file is damaged: %(detail)s."),
    "reference-broken": N_("A record in %(table)s refers to one in %(target)s that is not there."),
    "set-changed": N_("Change set %(number)d of %(at)s is not what was written then."),
    "chain-broken": N_("Change set %(number)d of %(at)s does not follow the one before."),
    "chain-cut": N_("The last change sets are missing from the history."),
    "kept-file-changed": N_("The kept file %(name)s is not what was received."),
    "kept-file-missing": N_("A kept file is missing: %(name)s."),
    "kept-file-unknown": N_("A kept file has no place in the history: %(name)s."),
    "record-changed": N_("A record in %(table)s is not what its history says (%(field)s, key %(record)s)."),
    "record-missing": N_("A record in %(table)s is missing, though its history has it (key %(record)s)."),
    "record-unknown": N_("A record in %(table)s has no history (key %(record)s)."),
    "reading-changed": N_("The answers or findings of a submission are not what was read then (key %(record)s)."),
    "search-damaged": N_("The search index is damaged. Nothing else is lost; it can be built anew."),
}


@dataclass(frozen=True)
class StoreProblem:
    """One thing that is wrong with a store."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def message(self, translator: Translator) -> str:
        """Return what is wrong, in the user's language."""
        return translator.text(MESSAGES[self.code], **self.params)


@dataclass
class _Told:
    """What the history says there should be: records by table and key, readings and files by key and hash."""

    records: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def check_all(connection: Connection) -> list[StoreProblem]:
    """Return everything that is wrong. Where the file itself is damaged, that is all that can be said."""
    return _unless_damaged(connection, _check_content)


def check_copy(connection: Connection) -> list[StoreProblem]:
    """Return what is wrong with a copy that was just made: the file and the chain of change sets."""
    return _unless_damaged(connection, lambda c: _check_chain(c, _Told()))


def _unless_damaged(connection: Connection, look: Callable[[Connection], Iterator[StoreProblem]]) -> list[StoreProblem]:
    """Return what SQLite itself finds wrong, and, where it can read the file, what ``look`` finds."""
    problems: list[StoreProblem] = []
    try:
        problems += _check_database(connection)
        if all(problem.code != "file-damaged" for problem in problems):
            problems += look(connection)
    except UserError as error:
        if error.code != "store-damaged":
            raise
        problems.append(StoreProblem("file-damaged", {"detail": str(error.__cause__)}))
    return problems


def _check_content(connection: Connection) -> Iterator[StoreProblem]:
    told = _Told()
    yield from _check_chain(connection, told)
    yield from _check_files(connection, told)
    for table in ENTITY_TABLES.values():
        yield from _check_records(connection, table, told)
    for table_name, record_id in told.records:
        yield StoreProblem("record-missing", {"table": table_name, "record": record_id})
    yield from _check_readings(connection, told)
    if not index.is_current(connection):
        yield StoreProblem("search-damaged")


def _check_database(connection: Connection) -> Iterator[StoreProblem]:
    found = [row[0] for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    for detail in found:
        if detail != "ok":
            yield StoreProblem("file-damaged", {"detail": detail})
    broken = {(row[0], row[2]) for row in connection.execute(text("PRAGMA foreign_key_check"))}
    for table, target in sorted(broken):
        yield StoreProblem("reference-broken", {"table": table, "target": target})


def _check_chain(connection: Connection, told: _Told) -> Iterator[StoreProblem]:
    """Follow the chain from the first set, and put what the sets say into ``told``."""
    heads: dict[str, tuple[int, str]] = {}
    hashes = {""}
    last = ""
    for row in connection.execute(select(CHANGE_SET).order_by(CHANGE_SET.c.sequence)).mappings():
        place = {"number": row["number"], "at": row["at"][:10]}
        entries = connection.execute(_entries_of(row["id"])).all()
        readings = connection.execute(select(CHANGE_READING).where(CHANGE_READING.c.change_set_id == row["id"])).all()
        try:
            images = [(r.submission_id, image_hash(r.before), image_hash(r.after)) for r in readings]
            changes = group_entries(entries)
        except (zlib.error, ValueError):
            yield StoreProblem("set-changed", place)
            continue
        content = [(e.kind, e.record_id, e.operation, e.field, e.before, e.after) for e in entries]
        if set_hash(dict(row), content, images) != row["hash"]:
            yield StoreProblem("set-changed", place)
        number, previous = heads.get(row["copy_id"], (0, None))
        follows = row["previous_hash"] == previous if previous is not None else row["previous_hash"] in hashes
        if row["number"] != number + 1 or not follows:
            yield StoreProblem("chain-broken", place)
        heads[row["copy_id"]] = row["number"], row["hash"]
        hashes.add(row["hash"])
        last = row["hash"]
        for change in changes:
            _fold(told, change)
        for submission_id, _, after in images:
            told.readings.pop(submission_id, None)
            if after is not None:
                told.readings[submission_id] = after
    if (connection.execute(select(META.c.value).where(META.c.key == "head")).scalar() or "") != last:
        yield StoreProblem("chain-cut")


def _entries_of(change_set_id: str) -> Select[Any]:
    query = select(CHANGE_ENTRY).where(CHANGE_ENTRY.c.change_set_id == change_set_id)
    return query.order_by(CHANGE_ENTRY.c.position)


def _fold(told: _Told, change: RecordChange) -> None:
    """Bring what there should be up to this change."""
    if change.table == FILE_KIND:
        told.files[change.record_id] = str(change.after.get("name"))
    elif change.operation == "delete":
        told.records.pop((change.table, change.record_id), None)
    else:
        told.records.setdefault((change.table, change.record_id), {}).update(change.after)


def _check_files(connection: Connection, told: _Told) -> Iterator[StoreProblem]:
    kept = set()
    for sha256, name, size, data in connection.execute(select(FILE.c.sha256, FILE.c.name, FILE.c.size, FILE.c.bytes)):
        kept.add(sha256)
        if hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
            yield StoreProblem("kept-file-changed", {"name": name})
        if sha256 not in told.files:
            yield StoreProblem("kept-file-unknown", {"name": name})
    for sha256, name in told.files.items():
        if sha256 not in kept:
            yield StoreProblem("kept-file-missing", {"name": name})


def _check_records(connection: Connection, table: Table, told: _Told) -> Iterator[StoreProblem]:
    """Compare each record with what its history makes of it, and take it off ``told``."""
    # Read as it lies there, for a tampered value may be one that its type cannot read.
    for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings():  # noqa: S608 - own names
        place: dict[str, str | int] = {"table": table.name, "record": row["id"]}
        expected = told.records.pop((table.name, row["id"]), None)
        if expected is None:
            yield StoreProblem("record-unknown", place)
            continue
        expected = {**DEFAULTS[table.name], **expected}
        for column in table.columns:
            if column.name != "id" and row[column.name] != as_stored(column.type, expected.get(column.name)):
                yield StoreProblem("record-changed", {**place, "field": column.name})


def _check_readings(connection: Connection, told: _Told) -> Iterator[StoreProblem]:
    present: set[str] = set()
    for table in (ANSWER, FINDING):
        present.update(connection.execute(select(table.c.submission_id).distinct()).scalars())
    for submission_id in sorted(present | told.readings.keys()):
        image = Image.stored(connection, submission_id)
        if (image and image.sha256) != told.readings.get(submission_id):
            yield StoreProblem("reading-changed", {"record": submission_id})
