"""The unit of work: reading records, changing them, and writing all changes with their change set in one go."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

from sqlalchemy import event, insert, literal_column, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from koorddesk.errors import Conflict, register
from koorddesk.i18n import N_
from koorddesk.store import file_index, guards, history, index, search
from koorddesk.store.capture import note_flush
from koorddesk.store.changes import FILE_KIND, Pending, ReadingChange, RecordChange
from koorddesk.store.history import Actor, Changes, Header, Summary
from koorddesk.store.readings import Image, answer_fields, finding_fields, read_answers, read_findings, write_rows
from koorddesk.store.search import SearchHit
from koorddesk.store.tables import ENTITY_TABLES, FILE, META, SCHEMA_VERSION
from koorddesk.store.types import utc_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.orm import ORMExecuteState, UOWTransaction

    from koorddesk.domain.values import Answer
    from koorddesk.findings import Finding

__all__ = ["Changes", "SearchHit", "Summary", "UnitOfWork"]

register(
    {
        "still-in-use": N_("It cannot be deleted, for something else refers to it. Nothing was changed."),
        "file-missing": N_("A file that should be in the store is not there. Run a check of the store."),
    }
)

T = TypeVar("T")


class UnitOfWork:
    """A view of the store from one moment, and, for the writer, all of its changes or none of them.

    Use it in a ``with`` block; leaving without ``commit`` takes everything back. Records stay readable afterwards.
    """

    def __init__(
        self,
        engine: Engine,
        actor: Actor,
        *,
        writer: bool,
        enter: Callable[[], None] = lambda: None,
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        """Take the engine; ``enter`` and ``leave`` hold the writer's turn."""
        self._engine = engine
        self._writer = writer
        self._enter, self._leave = enter, leave
        self.actor = actor
        self.pending = Pending()  # what is written so far, for the store's own modules
        self._broken = False
        self._open: Session | None = None

    def __enter__(self) -> Self:
        """Wait for the writer's turn and begin."""
        self._enter()
        session = Session(self._engine, autoflush=self._writer, expire_on_commit=False)
        event.listen(session, "before_flush", self._capture)
        event.listen(session, "after_rollback", self._rolled_back)
        event.listen(session, "do_orm_execute", _only_reading)
        self._open = session
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take back what was not committed, and let the next writer in."""
        session, self._open = self._session, None
        try:
            session.close()
        finally:
            self._leave()

    @property
    def _session(self) -> Session:
        if self._open is None:
            raise RuntimeError("a unit of work is used in a with block")
        return self._open

    @property
    def connection(self) -> Connection:
        """Return the connection, for the store's own modules."""
        return self._session.connection()

    # Reading

    def get(self, kind: type[T], key: str) -> T | None:
        """Return the record with that key, or None."""
        return self._session.get(kind, key)

    def all(self, kind: type[T], /, **equals: object) -> list[T]:
        """Return the records whose fields equal the values given, in the order in which they were added.

        A collection as a value means any of them, None means empty.
        """
        table = ENTITY_TABLES[kind]
        query = select(kind)
        for name, value in equals.items():
            column = table.c[name]
            if isinstance(value, Collection) and not isinstance(value, str):
                query = query.where(column.in_(list(value)))
            else:
                query = query.where(column.is_(None) if value is None else column == value)
        return list(self._session.scalars(query.order_by(literal_column(f'"{table.name}".rowid'))))

    def one(self, kind: type[T], /, **equals: object) -> T | None:
        """Return the first such record, or None."""
        found = self.all(kind, **equals)
        return found[0] if found else None

    def answers(self, submission_id: str) -> list[Answer]:
        """Return a submission's answers in the order of the form; an answer's number is its index + 1."""
        return read_answers(self.connection, submission_id)

    def findings(self, submission_id: str) -> list[Finding]:
        """Return a submission's findings in their order."""
        return read_findings(self.connection, submission_id)

    def has_file(self, sha256: str) -> bool:
        """Tell whether a file with these bytes is kept."""
        return self.connection.execute(select(FILE.c.size).where(FILE.c.sha256 == sha256)).first() is not None

    def file(self, sha256: str) -> bytes:
        """Return a kept file's bytes; raises ``Conflict`` "file-missing" where the store has lost it."""
        data = self.connection.execute(select(FILE.c.bytes).where(FILE.c.sha256 == sha256)).scalar()
        if data is None:
            raise Conflict("file-missing")
        return bytes(data)

    def search(self, text: str, limit: int = 50) -> list[SearchHit]:
        """Return what contains all words of ``text``, each as the beginning of a word; records first."""
        return search.find(self.connection, text, limit)

    def files_without_words(self) -> list[tuple[str, str]]:
        """Return (hash, name) of the documents' files that the search has not been given the text of."""
        return file_index.without_words(self.connection)

    def setting(self, key: str) -> str | None:
        """Return a value of the store itself, or None."""
        return self.connection.execute(select(META.c.value).where(META.c.key == key)).scalar()

    # Writing

    def add(self, entity: object) -> None:
        """Add a record, or take one up again that was read earlier and has been changed."""
        self._must_write()
        self._session.add(entity)

    def remove(self, entity: object) -> None:
        """Delete a record; a submission's answers and findings go with it."""
        self._must_write()
        self._session.delete(entity)

    def keep_file(self, data: bytes, name: str) -> str:
        """Keep a file's bytes, once, and return their SHA-256."""
        self._must_write()
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.has_file(sha256):
            row = {"sha256": sha256, "name": name, "size": len(data), "kept_at": utc_text(dt.datetime.now(dt.UTC))}
            self.connection.execute(insert(FILE), {**row, "bytes": data})
            self.pending.note(RecordChange(FILE_KIND, sha256, "insert", {}, {"name": name, "size": len(data)}))
        return sha256

    def put_reading(self, submission_id: str, answers: Sequence[Answer], findings: Sequence[Finding]) -> None:
        """Store a submission's answers and findings, in place of any it had; refused once one of them is pinned."""
        self._must_write()
        image = Image([answer_fields(a) for a in answers], [finding_fields(f) for f in findings])
        self._write_reading(submission_id, image if answers or findings else None)

    def put_words(self, sha256: str, pages: Sequence[str]) -> None:
        """Give the search the text of a kept file, page by page; like the whole index it is no part of the history."""
        self._must_write()
        file_index.put_pages(self.connection, sha256, pages)

    def put_setting(self, key: str, value: str) -> None:
        """Set a value of the store itself; such values are no part of the history."""
        self._must_write()
        self.connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def commit(self, summary: Summary, reason: str = "", *, undoable: bool = True) -> Changes:
        """Write everything since the last commit as one change set.

        ``undoable=False`` is for what a store begins with: undo stops there. Raises ``Conflict`` where a rule
        protects what was changed; nothing is written then.
        """
        return self.write(Header(self.actor, "change" if undoable else "base", summary, reason))

    def write(self, header: Header) -> Changes:
        """Write everything since the last commit under this header, for the store's own modules."""
        self._must_write()
        if self._broken:
            raise RuntimeError("the unit of work was taken back after an error; begin a new one")
        with self._broken_by_a_fault():
            return self._written(header)

    def _written(self, header: Header) -> Changes:
        session = self._session
        session.flush()
        pending, self.pending = self.pending, Pending()
        if not pending:
            self._commit_transaction()
            return Changes("", {})
        if not pending.readings and all(change.table == FILE_KIND for change in pending.records):
            header = dataclasses.replace(header, kind="file")  # files stay, so there is nothing to undo
        connection = session.connection()
        guards.check_frozen_letters(connection, pending.records)
        index.follow(connection, pending)
        changes = history.write(
            connection,
            header,
            pending,
            change_set_id=str(uuid.uuid4()),
            copy_id=self._required_setting("copy_id"),
            schema_version=SCHEMA_VERSION,
            at=dt.datetime.now(dt.UTC),
        )
        try:
            self._commit_transaction()
        except IntegrityError as error:
            if any(change.operation == "delete" for change in pending.records):
                raise Conflict("still-in-use") from error
            raise
        return changes

    def _commit_transaction(self) -> None:
        driver = self.connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        with ExitStack() as on_failure:
            # SQLAlchemy takes a failed COMMIT for the end of the transaction; SQLite keeps it open.
            on_failure.callback(driver.rollback)
            self._session.commit()
            on_failure.pop_all()

    def _write_reading(self, submission_id: str, after: Image | None) -> None:
        connection = self.connection
        before = Image.stored(connection, submission_id)
        if before is not None:
            guards.check_not_pinned(connection, [submission_id])
        with self._broken_by_a_fault():  # half of it may be in the transaction
            write_rows(connection, submission_id, before, after)
        self.pending.note_reading(ReadingChange(submission_id, before, after))

    def _must_write(self) -> None:
        if not self._writer:
            raise RuntimeError("a reader does not write")

    def _required_setting(self, key: str) -> str:
        value = self.setting(key)
        if value is None:
            raise RuntimeError(f"the store has no {key}")
        return value

    def _capture(self, session: Session, _context: UOWTransaction, _instances: object) -> None:
        self._must_write()
        with self._broken_by_a_fault():  # some of it is noted, none of it written
            note_flush(session, self.pending)

    def _rolled_back(self, _session: Session) -> None:
        self._broken = True

    @contextmanager
    def _broken_by_a_fault(self) -> Iterator[None]:
        """Let nothing more be written by this unit of work if what is done within fails, whatever the fault."""
        whole = False
        try:
            yield
            whole = True
        finally:
            self._broken |= not whole


def _only_reading(state: ORMExecuteState) -> None:
    """Stop statements that would change records past the change log."""
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("records are changed through the unit of work, never by a statement")
