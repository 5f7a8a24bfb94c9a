"""The store: one SQLite file, one writer, readers beside it."""

from __future__ import annotations

import threading
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from koorddesk.store import connect, history
from koorddesk.store.history import Actor, Changes, ChangeSummary, HistoryLine
from koorddesk.store.tables import SCHEMA_VERSION, metadata
from koorddesk.store.uow import UnitOfWork

__all__ = ["Actor", "ChangeSummary", "Changes", "HistoryLine", "Store"]


class Store:
    def __init__(self, path: Path, actor: Actor) -> None:
        self.path = path
        self.actor = actor
        self._turn = threading.Lock()
        self._owner: int | None = None
        self._writer = connect.engine(path, writer=True)
        self._readers = connect.engine(path, writer=False)

    @classmethod
    def open(cls, path: Path, actor: Actor, *, create: bool = True) -> Self:
        path = path.absolute()
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = create_engine("sqlite://", creator=lambda: connect.connect(path), poolclass=NullPool)
            with made.begin() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                metadata.create_all(connection)
                connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))")
                connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (SCHEMA_VERSION,))
                connection.exec_driver_sql("INSERT INTO meta VALUES ('copy_id', ?)", (str(uuid.uuid4()),))
        return cls(path, actor)

    def unit_of_work(self) -> UnitOfWork:
        return UnitOfWork(self._writer, self.actor, writer=True, enter=self._take_turn, leave=self._give_turn)

    def reader(self) -> UnitOfWork:
        return UnitOfWork(self._readers, self.actor, writer=False)

    def history(self, record_id: str) -> list[HistoryLine]:
        with self.reader() as reader:
            return history.record_history(reader.connection, record_id)

    def change_sets(self, limit: int = 200) -> list[ChangeSummary]:
        with self.reader() as reader:
            return history.change_sets(reader.connection, limit)

    def close(self) -> None:
        self._readers.dispose()
        raw = self._writer.raw_connection()
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        self._writer.dispose()

    def _take_turn(self) -> None:
        if self._owner == threading.get_ident():
            raise RuntimeError("a unit of work is already open in this thread")
        self._turn.acquire()
        self._owner = threading.get_ident()

    def _give_turn(self) -> None:
        self._owner = None
        self._turn.release()
