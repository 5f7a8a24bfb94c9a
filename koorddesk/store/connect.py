"""Connections to the SQLite file: how they are set up, and what SQLite's own complaints mean for the user."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

from koorddesk.errors import KoorddeskError, UserError, register
from koorddesk.i18n import N_
from koorddesk.sorting import compare_danish

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import ExceptionContext
    from sqlalchemy.engine import Connection, Engine

register(
    {
        "store-locked": N_(
            "The store %(path)s is locked by another program. Nothing was changed. Close the other program and try "
            "again."
        ),
        "store-damaged": N_(
            "The store %(path)s is damaged or is not a koorddesk store. Nothing was changed. Restore the latest backup."
        ),
        "store-not-writable": N_(
            "The store %(path)s cannot be written to. Nothing was changed. Check your rights to the folder."
        ),
        "store-disk-full": N_(
            "The disk that holds %(path)s is full. Nothing was saved. Make room on the disk and try again."
        ),
        "store-disk-failed": N_(
            "The disk that holds %(path)s does not answer as it should. Nothing was saved. Try again, and tell your IT "
            "support if it happens again."
        ),
    }
)

APPLICATION_ID = 0x4B4F4F52  # "KOOR" in the file's header tells a store from any other SQLite file
BUSY_SECONDS = 5.0

_MEANING = {
    sqlite3.SQLITE_BUSY: "store-locked",
    sqlite3.SQLITE_LOCKED: "store-locked",
    sqlite3.SQLITE_CORRUPT: "store-damaged",
    sqlite3.SQLITE_NOTADB: "store-damaged",
    sqlite3.SQLITE_READONLY: "store-not-writable",
    sqlite3.SQLITE_PERM: "store-not-writable",
    sqlite3.SQLITE_CANTOPEN: "store-not-writable",
    sqlite3.SQLITE_FULL: "store-disk-full",
    sqlite3.SQLITE_IOERR: "store-disk-failed",
}


def meaning(error: BaseException, path: Path) -> UserError | None:
    """Return what an error of SQLite or the file system means for the user, None when it is the program's fault."""
    if isinstance(error, sqlite3.Error):
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code := _MEANING.get(primary):
            return UserError(code, path=str(path))
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return UserError("store-disk-full" if full else "store-not-writable", path=str(path))
    return None


def connect(path: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
    """Open the file as every part of the store needs it: no hidden transactions, foreign keys on, Danish sorting."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    with ExitStack() as on_failure:
        on_failure.callback(connection.close)
        connection.create_collation("danish", compare_danish)
        for pragma in (
            f"foreign_keys = {int(foreign_keys)}",
            "synchronous = FULL",
            "temp_store = MEMORY",
            "cache_size = -16000",  # 16 MB
        ):
            connection.execute(f"PRAGMA {pragma}")
        on_failure.pop_all()
    return connection


def engine(path: Path, *, writer: bool, foreign_keys: bool = True) -> Engine:
    """Return the engine for the one writer, or the one for readers beside it.

    SQLite's driver would begin transactions by itself and leave DDL outside them; here SQLAlchemy says when one
    begins, and a writer takes its lock at once instead of failing half way.
    """

    def creator() -> sqlite3.Connection:
        connection = connect(path, foreign_keys=foreign_keys)
        if not writer:
            connection.execute("PRAGMA query_only = ON")
        return connection

    made = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=creator,
        poolclass=QueuePool,
        pool_size=1 if writer else 4,
        max_overflow=0 if writer else 16,
    )

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    def explain(context: ExceptionContext) -> None:
        said = meaning(context.original_exception, path)
        if said is not None and not isinstance(context.original_exception, KoorddeskError):
            raise said from context.original_exception

    event.listen(made, "begin", begin)
    event.listen(made, "handle_error", explain)
    return made


def scalar(connection: sqlite3.Connection, query: str) -> Any:
    """Return the first value of the first row of a query, None without rows."""
    row = connection.execute(query).fetchone()
    return None if row is None else row[0]
