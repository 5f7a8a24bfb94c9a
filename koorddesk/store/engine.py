"""The store: one SQLite file on this computer, one writer, readers beside it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
import uuid
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Self

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.store import backup, check, connect, history, index, undo
from koorddesk.store.check import StoreProblem
from koorddesk.store.history import Actor, Changes, ChangeSummary, HistoryLine, Summary
from koorddesk.store.lock import StoreLock
from koorddesk.store.place import check_place
from koorddesk.store.tables import SCHEMA_VERSION, VERSION, metadata
from koorddesk.store.uow import UnitOfWork

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["Actor", "ChangeSummary", "Changes", "HistoryLine", "Store", "StoreProblem"]

register(
    {
        "store-missing": N_("There is no store at %(path)s."),
        "store-newer": N_(
            "The store %(path)s was written by a newer version of koorddesk (schema %(found)s; this version knows "
            "%(known)s). Nothing was changed. Install the newer version."
        ),
    }
)


class Store:
    """An open store. ``unit_of_work`` writes, one at a time; ``reader`` reads, from any thread.

    ``copy_before_upgrade`` is the copy made before this opening brought an older store up to date, else None.
    """

    def __init__(self, path: Path, actor: Actor, lock: StoreLock) -> None:
        """Take a store that ``open`` has looked at and locked."""
        self.path = path
        self.actor = actor
        self.copy_before_upgrade: Path | None = None
        self._lock = lock
        self._closed = False
        self._turn = threading.Lock()
        self._writing_thread: int | None = None
        self._writer = connect.engine(path, writer=True)
        self._readers = connect.engine(path, writer=False)

    @classmethod
    def open(cls, path: Path, actor: Actor, *, create: bool = True) -> Self:
        """Open the store at ``path``, made if it is not there and ``create`` says so.

        An older one is copied and then brought up to date. Raises ``UserError``, with nothing touched, for a place
        where no store may lie, a store that is newer, damaged, in use or locked, and a folder that cannot be written.
        """
        check_place(path)
        path = path.absolute()
        if not path.exists() and not create:
            raise UserError("store-missing", path=str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = StoreLock(path)
        except OSError as error:
            raise _named(error, path) from error
        with ExitStack() as on_failure:
            on_failure.callback(lock.release)
            copy = None
            try:
                if path.exists():
                    copy = _make_current(path)
                else:
                    _create(path)
            except (sqlite3.Error, OSError) as error:
                raise _named(error, path) from error
            store = cls(path, actor, lock)
            on_failure.callback(store.close)
            store.copy_before_upgrade = copy
            store._renew_index()
            on_failure.pop_all()
        return store

    def close(self) -> None:
        """Write everything back into the one file and let go of it; a second time does nothing."""
        if self._closed:
            return
        self._take_turn()
        try:
            self._closed = True
            self._readers.dispose()
            with closing(self._writer.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise _named(error, self.path) from error
        finally:
            self._writer.dispose()
            self._lock.release()
            self._give_turn()

    def unit_of_work(self) -> UnitOfWork:
        """Return the writer's unit of work; a second thread waits in ``with`` until the first is done."""
        self._must_be_open()
        return UnitOfWork(self._writer, self.actor, writer=True, enter=self._take_turn, leave=self._give_turn)

    def reader(self) -> UnitOfWork:
        """Return a unit of work that only reads, and sees the store as it was when it first looked."""
        self._must_be_open()
        return UnitOfWork(self._readers, self.actor, writer=False)

    def next_undo(self) -> ChangeSummary | None:
        """Return the change set that ``undo`` would take back, or None."""
        with self.reader() as reader:
            return undo.next_steps(reader)[0]

    def next_redo(self) -> ChangeSummary | None:
        """Return the change set that ``redo`` would bring back, or None."""
        with self.reader() as reader:
            return undo.next_steps(reader)[1]

    def undo_list(self, limit: int) -> list[ChangeSummary]:
        """Return the change sets that ``undo`` would take back one after another, the next one first."""
        with self.reader() as reader:
            return undo.standing(reader, limit)

    def undo(self) -> Changes:
        """Take the last change set back by a new, inverse one; raises ``Conflict`` where a rule forbids it."""
        with self.unit_of_work() as uow:
            return undo.undo(uow)

    def redo(self) -> Changes:
        """Bring back what was undone last; raises ``Conflict`` where a rule forbids it."""
        with self.unit_of_work() as uow:
            return undo.redo(uow)

    def history(self, record_id: str) -> list[HistoryLine]:
        """Return what happened to a record, oldest first."""
        with self.reader() as reader:
            return history.record_history(reader.connection, record_id)

    def change_sets(self, limit: int = 200) -> list[ChangeSummary]:
        """Return the latest change sets, newest first."""
        with self.reader() as reader:
            return history.change_sets(reader.connection, limit)

    def check(self) -> list[StoreProblem]:
        """Return everything that is wrong with the store: the file, its history, its files, its records."""
        with self.reader() as reader:
            problems = check.check_all(reader.connection)
        if not any(problem.code in ("file-damaged", "search-damaged") for problem in problems):
            with self.unit_of_work() as uow:
                if not index.is_whole(uow.connection):
                    problems.append(StoreProblem("search-damaged"))
        return problems

    def backup(self, target: Path) -> None:
        """Make a copy at ``target`` and check it; raises ``UserError`` where a file is there already."""
        backup.backup(self.path, target)

    def rotate(self, folder: Path, keep: int) -> Path:
        """Make a dated copy in ``folder`` and keep only the latest ``keep`` of this store's; return the new one."""
        return backup.rotate(self.path, folder, keep)

    @staticmethod
    def restore(source: Path, target: Path) -> Path | None:
        """Put the copy ``source`` in the place of the store ``target``; see ``backup.restore``."""
        return backup.restore(source, target)

    def _renew_index(self) -> None:
        """Build the search index anew where an earlier version of the program made it by other rules."""
        rules = index.rules()
        with self.reader() as reader:
            if reader.setting("index_rules") == rules:
                return
        with self.unit_of_work() as uow:
            index.rebuild(uow.connection)
            uow.put_setting("index_rules", rules)
            uow.commit(Summary(""))

    def _must_be_open(self) -> None:
        if self._closed:
            raise RuntimeError("the store is closed")

    def _take_turn(self) -> None:
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("this thread has a unit of work open already")
        self._turn.acquire()
        if self._closed:  # while this thread waited
            self._turn.release()
            self._must_be_open()
        self._writing_thread = threading.get_ident()

    def _give_turn(self) -> None:
        self._writing_thread = None
        self._turn.release()


def _create(path: Path) -> None:
    """Make an empty store; it gets its name when it is whole, so that no half store is ever found."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    engine = create_engine("sqlite://", creator=lambda: connect.connect(unfinished), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql(f"PRAGMA application_id = {connect.APPLICATION_ID}")
        metadata.create_all(connection)
        connection.execute(VERSION.insert(), {"version_num": SCHEMA_VERSION})
        connection.exec_driver_sql("INSERT INTO meta VALUES ('copy_id', ?)", (str(uuid.uuid4()),))
        connection.commit()
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    unfinished.replace(path)


def _make_current(path: Path) -> Path | None:
    """Refuse what cannot be opened, and bring an older store up to this program's schema; return the copy of before."""
    version = backup.stored_version(path)
    if version > SCHEMA_VERSION:
        raise UserError("store-newer", path=str(path), found=version, known=SCHEMA_VERSION)
    with_lock = connect.connect(path)
    try:
        with_lock.execute("BEGIN IMMEDIATE")  # another program may hold SQLite's own lock
        with_lock.execute("ROLLBACK")
        with_lock.execute("PRAGMA journal_mode = WAL")  # a restored copy is not in that mode
    finally:
        with_lock.close()
    if version == SCHEMA_VERSION:
        return None
    from koorddesk.store.migrate import migrate

    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S")
    copy = path.with_name(f"{path.stem}-before-{SCHEMA_VERSION}-{stamp}{path.suffix}")
    backup.backup(path, copy)
    migrate(path, copy)
    return copy


def _named(error: sqlite3.Error | OSError, path: Path) -> BaseException:
    return connect.meaning(error, path) or error
