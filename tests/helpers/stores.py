"""Stores for tests, and the tool that freezes the schema.

``python -m tests.helpers.stores step`` writes the migration from the last released schema to the tables as they are
now, and tests/data/stores/<schema>.sqlite, the saved store of the schema that is about to be released. Once a schema
is released, its migration and its saved store are never written again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
import sqlite3
import textwrap
import types
import typing
from pathlib import Path

from sqlalchemy import Column
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from koorddesk.domain.values import Answer, Below, CellRef, FieldType, Range
from koorddesk.findings import Finding, Severity
from koorddesk.store.engine import Actor, Store
from koorddesk.store.tables import ENTITY_TABLES, REFERENCES, SCHEMA_VERSION, VERSION, metadata, table_name
from koorddesk.store.types import as_stored, plain
from koorddesk.store.uow import Summary

ACTOR = Actor("prøve", "Fuldmægtig", "PC-1")
SAVED = Path(__file__).parents[1] / "data" / "stores"
MIGRATIONS = Path(__file__).parents[2] / "koorddesk" / "store" / "migrations" / "versions"
RELEASED = "0002"
# What each schema after the first is about: the name of its migration, and its first line.
SUBJECTS = {
    "0002": ("tracks", "Offers, checks of forms, how returns arrive, the whole chain, dialogue and monitoring."),
    "0003": ("desk", "What the letters, the chain and the window of a full desk need besides."),
}
DAY = dt.date(2026, 3, 24)

ANSWERS = [
    Answer(CellRef("Skema", "C9"), None, "Kommune", FieldType.MUNICIPALITY, "Århus Kommune", "0751", CellRef("Skema", "C10")),
    Answer(CellRef("Skema", "C14"), None, "Antal borgere", FieldType.COUNT, "ca. 12", 12, CellRef("Skema", "C15")),
    Answer(CellRef("Skema", "C15"), None, "Heraf børn", FieldType.COUNT, "under 5", Below(5), CellRef("Skema", "C16")),
    Answer(CellRef("Skema", "C16"), None, "Heraf voksne", FieldType.COUNT, "mindst 8", Range(8, None), CellRef("Skema", "C17")),
    Answer(CellRef("Skema", "C17"), None, "Belægning", FieldType.PERCENT, "97,5 %", 97.5, CellRef("Skema", "C18")),
    Answer(CellRef("Skema", "C18"), None, "Opgjort den", FieldType.DATE, "1. marts 2026", dt.date(2026, 3, 1), None),
    Answer(CellRef("Skema", "C19"), None, "Aftale", FieldType.YES_NO, "ja", True, CellRef("Skema", "C20")),
    Answer(CellRef("Tilbud", "B3"), 1, "Navn", FieldType.TEXT, "Botilbuddet Ærøskøbing", "Botilbuddet Ærøskøbing", CellRef("Tilbud", "B4")),
    Answer(CellRef("Tilbud", "C3"), 1, "Indsatser", FieldType.CHOICE, "støtte; rådgivning", ("støtte", "rådgivning"), CellRef("Tilbud", "C4")),
    Answer(CellRef("Tilbud", "B3"), 2, "Navn", FieldType.TEXT, "", None, CellRef("Tilbud", "B5")),
]  # fmt: skip
FINDINGS = [
    Finding("approximate-number", {"raw": "ca. 12", "value": 12}, CellRef("Skema", "C15"), CellRef("Skema", "C14")),
    Finding("approximate-number", {"raw": "5,5", "value": 5.5}, row=2, override=Severity.NOTE),
]


def sample(entity: type, **fields: object) -> typing.Any:
    """Return a record with every field filled in with something of its type; references are left empty or made up."""
    hints = typing.get_type_hints(entity)
    values = {f.name: fields.get(f.name, _value(f.name, hints[f.name])) for f in dataclasses.fields(entity)}
    for name in REFERENCES.get(entity, {}):
        if name not in fields and types.NoneType in typing.get_args(hints[name]):
            values[name] = None
    return entity(**values)


def _value(name: str, kind: typing.Any) -> object:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return None if name.endswith("_id") else _value(name, typing.get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, enum.StrEnum):
        return next(iter(kind))
    if kind is dt.datetime:
        return dt.datetime(2026, 3, 24, 9, 5, tzinfo=dt.UTC)
    made: dict[object, object] = {str: f"{name} æøå", int: 7, float: 7.5, bool: True, dt.date: DAY}
    return made.get(kind, (f"{name} 1", f"{name} 2"))


def fill(store: Store) -> dict[type, typing.Any]:
    """Put one record of every kind, a reading and files into a store, change one and undo that; return the records."""
    records: dict[type, typing.Any] = {}
    with store.unit_of_work() as uow:
        file = uow.keep_file(b"a filled-in form", "Aarhus.xlsx")
        for entity, references in REFERENCES.items():
            known = {f: file if t == "file" else f"{table_name(t)}-1" for f, t in references.items()}
            # One that refers to its own kind, or the first of its kind, would refer to itself.
            known = {f: None if v == f"{table_name(entity)}-1" else v for f, v in known.items()}
            records[entity] = sample(entity, id=f"{table_name(entity)}-1", **known)
            uow.add(records[entity])
        uow.put_reading("submission-1", ANSWERS, FINDINGS)
        uow.commit(Summary("import of %(count)d files", {"count": 1}), "prøve")
    authority = next(record for entity, record in records.items() if entity.__name__ == "Authority")
    with store.unit_of_work() as uow:
        authority.name = "Ålborg"
        uow.add(authority)
        uow.commit(Summary("name changed"))
    store.undo()
    return records


def structure(path: Path) -> dict[str, object]:
    """Return what a store's tables, columns, keys and indexes are, however they were made; defaults do not count."""
    connection = sqlite3.connect(path)
    found: dict[str, object] = {}
    tables = connection.execute("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    for name, kind, without_rowid, strict in tables:
        if name.startswith("sqlite_") or name == VERSION.name:
            continue
        columns = connection.execute(f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}')").fetchall()
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
        keys = connection.execute(
            f'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(\'{name}\')'
        ).fetchall()
        indexes = {}
        for index, unique in connection.execute(f"SELECT name, \"unique\" FROM pragma_index_list('{name}')").fetchall():
            parts = connection.execute(f"SELECT name FROM pragma_index_info('{index}')").fetchall()
            indexes[index] = (unique, parts)
        virtual = " ".join(sql.split()) if kind == "virtual" else ""
        deferred = len(re.findall(r"DEFERRABLE\s+INITIALLY\s+DEFERRED", sql))
        found[name] = (kind, without_rowid, strict, sorted(columns), sorted(keys), deferred, indexes, virtual)
    connection.close()
    return found


def migration_step() -> str:
    """Return the module that leads from the last released schema to the tables as they are now.

    It adds tables, columns and indexes. What else changes is written by hand; the test that compares a migrated
    store with a fresh one says so.
    """
    connection = sqlite3.connect(SAVED / f"{RELEASED}.sqlite")
    before = {
        name: {row[1] for row in connection.execute(f"PRAGMA table_info('{name}')")}
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    indexes = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    connection.close()
    entities = {table.name: entity for entity, table in ENTITY_TABLES.items()}
    statements = []
    for table in metadata.sorted_tables:
        if table is VERSION:
            continue
        if table.name not in before:
            statements.append(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        else:
            added = [column for column in table.columns if column.name not in before[table.name]]
            statements += [_added_column(entities[table.name], column) for column in added]
        made = sorted(
            (index for index in table.indexes if index.name not in indexes), key=lambda index: str(index.name)
        )
        statements += [str(CreateIndex(index).compile(dialect=sqlite.dialect())) for index in made]
    lines = []
    for statement in statements:
        flat = " ".join(statement.split()).replace("( ", "(").replace(" )", ")")
        wrapped = textwrap.wrap(flat, 108, break_long_words=False, break_on_hyphens=False)
        lines += ['    """', *(f"    {line}" for line in wrapped), '    """,']
    return "\n".join(
        [
            f'"""{SUBJECTS[SCHEMA_VERSION][1]}"""',
            "",
            "from __future__ import annotations",
            "",
            "from alembic import op",
            "",
            f'revision = "{SCHEMA_VERSION}"',
            f'down_revision = "{RELEASED}"',
            "",
            "_STATEMENTS: tuple[str, ...] = (",
            *lines,
            ")",
            "",
            "",
            "def upgrade() -> None:",
            "    for statement in _STATEMENTS:",
            "        op.execute(statement)",
        ]
    )


def _added_column(entity: type, column: Column[typing.Any]) -> str:
    """Return the statement that adds a column; what older records hold there is the dataclass's default."""
    kind = column.type.compile(dialect=sqlite.dialect())
    text = f"ALTER TABLE {column.table.name} ADD COLUMN {column.name} {kind}"
    field = next(field for field in dataclasses.fields(entity) if field.name == column.name)
    if not column.nullable:
        if field.default is dataclasses.MISSING:
            raise SystemExit(f"{entity.__name__}.{column.name} needs a default, for the records of older stores")
        stored = as_stored(column.type, plain(field.default))
        literal = str(stored) if isinstance(stored, int | float) else "'" + stored.replace("'", "''") + "'"
        text += f" DEFAULT {literal} NOT NULL"
    for key in column.foreign_keys:
        text += f" REFERENCES {key.column.table.name} ({key.column.name}) DEFERRABLE INITIALLY DEFERRED"
    return text


def save() -> Path:
    """Write the saved store of the newest schema and return its path."""
    SAVED.mkdir(parents=True, exist_ok=True)
    path = SAVED / f"{SCHEMA_VERSION}.sqlite"
    path.unlink(missing_ok=True)
    store = Store.open(path, ACTOR)
    fill(store)
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA page_size = 512")  # a fifth of the size, and nothing else different
    connection.execute("VACUUM")
    connection.close()
    return path


def write_step() -> Path:
    """Write the migration to the newest schema, if it is not yet released, and its saved store; return the latter."""
    if SCHEMA_VERSION == RELEASED:
        raise SystemExit("raise SCHEMA_VERSION first: the schema of this number is released")
    for old in MIGRATIONS.glob(f"v{SCHEMA_VERSION}_*.py"):
        old.unlink()
    (MIGRATIONS / f"v{SCHEMA_VERSION}_{SUBJECTS[SCHEMA_VERSION][0]}.py").write_text(
        migration_step() + "\n", encoding="utf-8"
    )
    return save()


if __name__ == "__main__":
    print(write_step())
