"""Copies of a store: made by SQLite's backup interface, opened and checked, and only then given their name."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import shutil
import sqlite3
import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.store import check, connect
from koorddesk.store.lock import StoreLock
from koorddesk.store.place import check_place
from koorddesk.store.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

register(
    {
        "backup-exists": N_("There is a file at %(path)s already. Nothing was written. Choose another name."),
        "backup-failed-check": N_(
            "The copy of the store %(path)s did not pass its check and was thrown away. Run a check of the store."
        ),
        "restore-failed-check": N_(
            "The backup %(path)s did not pass its check and cannot be restored. Nothing was changed. Choose another "
            "one."
        ),
        "restore-newer": N_(
            "The backup %(path)s was made by a newer version of koorddesk. Nothing was changed. Install that version."
        ),
    }
)

_HEADER = b"SQLite format 3\x00"


def stored_version(path: Path) -> str:
    """Return the schema version of the store at ``path`` without changing anything there.

    Raises ``UserError`` "store-damaged" for a file that is no store.
    """
    with path.open("rb") as file:
        header = file.read(72)
    if header[:16] != _HEADER or int.from_bytes(header[68:72], "big") != connect.APPLICATION_ID:
        raise UserError("store-damaged", path=str(path))
    # Without a write-ahead log beside it the file can be read with no lock and no side file at all.
    log = path.with_name(path.name + "-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(f"{file_uri(path.absolute())}?{how}", uri=True)) as connection:
            version = connect.scalar(connection, "SELECT version_num FROM alembic_version")
    except sqlite3.OperationalError as error:
        raise (connect.meaning(error, path) or UserError("store-damaged", path=str(path))) from error
    if not isinstance(version, str):
        raise UserError("store-damaged", path=str(path))
    return version


def file_uri(path: PurePath) -> str:
    """Return a path as SQLite's URIs write it: a network path without the server as the authority."""
    posix = path.as_posix()
    return "file://" + ("" if posix.startswith("/") else "/") + quote(posix, safe="/:")


def backup(store: Path, target: Path) -> None:
    """Copy the store at ``store``, also while it is in use, and check the copy before it gets its name.

    The copy is made beside the store and only its finished bytes go to ``target``, which may be on a network drive.
    Raises ``UserError`` where there is a file already, the disk is full, or the copy does not pass.
    """
    if target.exists():
        raise UserError("backup-exists", path=str(target))
    with _named_errors(target), _checked_copy(store, "backup-failed-check") as copy:
        target.parent.mkdir(parents=True, exist_ok=True)
        _deliver(copy, target)


def rotate(store: Path, folder: Path, keep: int) -> Path:
    """Make a dated copy in ``folder`` and remove all but the latest ``keep`` of this store's; return the new copy."""
    if keep < 1:
        raise ValueError("at least the new backup is kept")
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = folder / f"{_beginning(store)}{stamp}.sqlite"
    backup(store, target)
    for old in copies_of(store, folder)[:-keep]:
        old.unlink()
    return target


def copies_of(store: Path, folder: Path) -> list[Path]:
    """Return the dated copies of this store in a folder, the latest last; none where there is no such folder."""
    ours = re.compile(re.escape(_beginning(store)) + r"\d{8}T\d{12}Z\.sqlite")
    return sorted(path for path in folder.iterdir() if ours.fullmatch(path.name)) if folder.is_dir() else []


def _beginning(store: Path) -> str:
    """Return how the names of this store's dated copies begin: its own name and whose copy it is."""
    with contextlib.closing(connect.connect(store)) as connection:
        mine = str(connect.scalar(connection, "SELECT value FROM meta WHERE key = 'copy_id'"))[:8]
    return f"{store.stem}-{mine}-"


def restore(source: Path, target: Path) -> Path | None:
    """Put the copy ``source`` in the place of the store ``target``, which must not be open.

    What was there is kept beside it as ``…-before-restore-…``; its path is returned, None where there was nothing.
    The restored store counts as a new copy, with its own chain, for the old one may have handed out sets since.
    """
    check_place(target)
    target = target.absolute()
    if stored_version(source) > SCHEMA_VERSION:
        raise UserError("restore-newer", path=str(source))
    with _named_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = StoreLock(target)
    try:
        with _named_errors(target), _checked_copy(source, "restore-failed-check", beside=target) as copy:
            with contextlib.closing(connect.connect(copy)) as connection:
                connection.execute("UPDATE meta SET value = ? WHERE key = 'copy_id'", (str(uuid.uuid4()),))
            before = _set_aside(target) if target.exists() else None
            copy.replace(target)
            return before
    finally:
        lock.release()


def _set_aside(store: Path) -> Path:
    """Copy a store, whole or damaged, to a name of its own beside it, and leave only its main file to be replaced."""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = store.with_name(f"{store.stem}-before-restore-{stamp}{store.suffix}")
    log, shared = (store.with_name(store.name + side) for side in ("-wal", "-shm"))
    shutil.copyfile(store, aside)  # not copy2, which wants a call of Windows' that wine, where this is tried, lacks
    shutil.copystat(store, aside)
    if log.exists():
        shutil.copyfile(log, aside.with_name(aside.name + "-wal"))
    # Write what the log holds into the main file, should we end before that is replaced; a damaged one cannot.
    with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(connect.connect(store)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log.unlink(missing_ok=True)  # beside the restored file it would be taken for its log
    shared.unlink(missing_ok=True)
    return aside


@contextlib.contextmanager
def _checked_copy(store: Path, code: str, *, beside: Path | None = None) -> Iterator[Path]:
    """Yield a checked copy in one file, beside the store or another file; it is removed if it is still there after."""
    home = beside or store
    copy = home.with_name(f"{home.name}.{uuid.uuid4().hex[:8]}.copy")
    try:
        with (
            contextlib.closing(connect.connect(store)) as source,
            contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as made,
        ):
            source.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")
        engine = connect.engine(copy, writer=False)
        try:
            with engine.connect() as connection:
                problems = check.check_copy(connection)
        finally:
            engine.dispose()
        if problems:
            raise UserError(code, path=str(store))
        yield copy
    finally:
        for side in ("", "-journal", "-wal", "-shm"):
            copy.with_name(copy.name + side).unlink(missing_ok=True)


def _deliver(copy: Path, target: Path) -> None:
    """Put the copy's bytes at ``target``, whole or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        with copy.open("rb") as source, part.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        if _sha256(part) != _sha256(copy):
            raise UserError("store-disk-failed", path=str(target))
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        named = connect.meaning(error, path)
        if named is None:
            raise
        raise named from error
