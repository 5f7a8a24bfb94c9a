import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from koorddesk.domain.authorities import Authority
from koorddesk.errors import MESSAGES, UserError
from koorddesk.store import connect, lock, migrate
from koorddesk.store.engine import Store
from koorddesk.store.tables import SCHEMA_VERSION
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR, SAVED, fill, structure

PROJECT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PROJECT)}


def refused(path: Path, code: str, **options) -> UserError:
    """Open, expect to be refused with this code, and see that nothing was touched."""
    before = everything_in(path.parent)
    with pytest.raises(UserError) as caught:
        Store.open(path, ACTOR, **options)
    assert caught.value.code == code
    assert everything_in(path.parent) == before
    assert code in MESSAGES
    return caught.value


def everything_in(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} if folder.is_dir() else {}


def made(path: Path) -> Path:
    store = Store.open(path, ACTOR)
    fill(store)
    store.close()
    return path


def change_file(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


# Refusals


def test_no_store_and_none_to_be_made(tmp_path):
    refused(tmp_path / "none.sqlite", "store-missing", create=False)


def test_a_network_path_is_refused(tmp_path):
    with pytest.raises(UserError) as caught:
        Store.open(Path(r"\\server\share\store.sqlite"), ACTOR)
    assert caught.value.code == "store-on-network"


@pytest.mark.parametrize(
    "folder", ["OneDrive", "OneDrive - Social- og Boligstyrelsen", "Dropbox", "Google Drive", "iCloudDrive"]
)
def test_a_synchronised_folder_is_refused(tmp_path, folder):
    path = tmp_path / folder / "Dokumenter" / "store.sqlite"
    refused(path, "store-synchronised")
    assert not path.parent.exists()


def test_a_store_of_a_newer_program_is_refused(tmp_path):
    path = made(tmp_path / "s.sqlite")
    change_file(path, "UPDATE alembic_version SET version_num = '9999'")
    error = refused(path, "store-newer")
    assert error.params["found"] == "9999"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a database", b"SQLite format 3\x00" + bytes(200)])
def test_what_is_no_store_is_refused(tmp_path, content):
    path = tmp_path / "s.sqlite"
    path.write_bytes(content)
    refused(path, "store-damaged")


def test_another_programs_database_is_refused(tmp_path):
    path = tmp_path / "s.sqlite"
    change_file(path, "CREATE TABLE notes (text)")
    refused(path, "store-damaged")


def test_a_store_cut_short_is_refused(tmp_path):
    path = made(tmp_path / "s.sqlite")
    path.write_bytes(path.read_bytes()[:8192])
    refused(path, "store-damaged")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way")
    refused(tmp_path / "file" / "s.sqlite", "store-not-writable")


def test_a_store_open_in_this_program_is_refused(tmp_path):
    store = Store.open(tmp_path / "s.sqlite", ACTOR)
    refused(tmp_path / "s.sqlite", "store-in-use")
    store.close()
    Store.open(tmp_path / "s.sqlite", ACTOR).close()


def test_a_store_open_in_another_program_is_refused_until_that_one_dies(tmp_path):
    path = made(tmp_path / "s.sqlite")
    script = (
        "import sys; from pathlib import Path; from koorddesk.store.engine import Store, Actor\n"
        "store = Store.open(Path(sys.argv[1]), Actor('b', 'B', 'PC-2')); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT
    )
    with other:
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(UserError) as caught:
            Store.open(path, ACTOR)
        assert caught.value.code == "store-in-use"
        other.kill()
    store = Store.open(path, ACTOR)  # a crash leaves no lock behind
    assert store.check() == []
    store.close()
    assert not (tmp_path / "s.sqlite.lock").exists()


def test_a_lock_file_that_goes_while_one_waits_for_it_is_not_taken(tmp_path, monkeypatch):
    """Before: the other program's file, just removed by it. After: a lock on the file that is really there."""
    store = tmp_path / "s.sqlite"
    other = lock.StoreLock(store)
    take = lock._lock
    calls = []

    def take_late(handle):
        calls.append(handle)
        if len(calls) == 1:
            other.release()  # between our opening the file and our locking it
        return take(handle)

    monkeypatch.setattr(lock, "_lock", take_late)
    mine = lock.StoreLock(store)
    assert (tmp_path / "s.sqlite.lock").exists()
    with pytest.raises(UserError) as caught:
        lock.StoreLock(store)
    assert caught.value.code == "store-in-use"
    mine.release()
    mine.release()
    assert list(tmp_path.iterdir()) == []


def test_a_store_locked_by_another_program_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.1)
    path = made(tmp_path / "s.sqlite")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as caught:
            Store.open(path, ACTOR)
        assert caught.value.code == "store-locked"
    Store.open(path, ACTOR).close()


def test_a_lock_taken_while_working_is_a_sentence_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.1)
    store = Store.open(tmp_path / "s.sqlite", ACTOR)
    with contextlib.closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as caught, store.unit_of_work() as uow:
            uow.keep_file(b"x", "x")
        assert caught.value.code == "store-locked"
    with store.unit_of_work() as uow:
        uow.keep_file(b"x", "x")
        uow.commit(Summary("kept"))
    assert store.check() == []
    store.close()


def test_a_full_disk_is_a_sentence_and_nothing_is_lost(tmp_path):
    store = Store.open(tmp_path / "s.sqlite", ACTOR)
    fill(store)
    with pytest.raises(UserError) as caught, store.unit_of_work() as uow:
        pages = uow.connection.exec_driver_sql("PRAGMA page_count").scalar()
        uow.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 10}")
        uow.keep_file(bytes(1_000_000), "large.xlsx")
        uow.commit(Summary("kept"))
    assert caught.value.code == "store-disk-full"
    assert store.check() == []
    store.close()


def test_a_full_disk_while_copying_is_a_sentence(tmp_path, monkeypatch):
    path = made(tmp_path / "s.sqlite")

    def no_room(*_args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfileobj", no_room)
    store = Store.open(path, ACTOR)
    with pytest.raises(UserError) as caught:
        store.backup(tmp_path / "copies" / "copy.sqlite")
    assert caught.value.code == "store-disk-full"
    assert list((tmp_path / "copies").iterdir()) == []
    store.close()


# What an open store is like


def test_a_new_store_is_made_whole_with_its_folder(tmp_path):
    path = tmp_path / "new" / "folder" / "s.sqlite"
    store = Store.open(path, ACTOR)
    with store.reader() as reader:
        pragma = {
            name: reader.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "query_only", "application_id")
        }
        assert reader.setting("copy_id")
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "query_only": 1,
        "application_id": connect.APPLICATION_ID,
    }
    store.close()
    assert [p.name for p in path.parent.iterdir()] == ["s.sqlite"]


def test_an_unfinished_new_store_is_begun_again(tmp_path):
    (tmp_path / "s.sqlite.new").write_bytes(b"half a store")
    store = Store.open(tmp_path / "s.sqlite", ACTOR)
    assert store.check() == []
    store.close()
    assert [p.name for p in tmp_path.iterdir()] == ["s.sqlite"]


def test_tables_are_made_inside_the_transaction(tmp_path):
    store = Store.open(tmp_path / "s.sqlite", ACTOR)
    with store.unit_of_work() as uow:
        uow.connection.exec_driver_sql("CREATE TABLE extra (x TEXT) STRICT")
    with store.reader() as reader:
        names = reader.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'extra'").all()
    assert names == []
    store.close()


def test_closing_leaves_one_file(tmp_path):
    made(tmp_path / "s.sqlite")
    assert [p.name for p in tmp_path.iterdir()] == ["s.sqlite"]


def test_a_closed_store_stays_closed(tmp_path):
    store = Store.open(tmp_path / "s.sqlite", ACTOR)
    store.close()
    other = Store.open(tmp_path / "s.sqlite", ACTOR)
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.reader()
    with pytest.raises(RuntimeError, match="closed"):
        store.unit_of_work()
    refused(tmp_path / "s.sqlite", "store-in-use")  # the second one still holds it
    other.close()


def test_opening_a_current_store_needs_no_alembic(tmp_path):
    made(tmp_path / "s.sqlite")
    script = (
        "import sys; from pathlib import Path; from koorddesk.store.engine import Store, Actor\n"
        "Store.open(Path(sys.argv[1]), Actor('b', 'B', 'PC-2')).close()\n"
        "print([name for name in sys.modules if name.startswith(('alembic', 'mako'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "s.sqlite")],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=True,
    )
    assert done.stdout.strip() == "[]"


# Migrations


def empty_engine(path: Path):
    return connect.engine(path, writer=True, foreign_keys=False)


def test_a_fresh_store_has_the_schema_that_the_migrations_lead_to(tmp_path):
    migrated = tmp_path / "migrated.sqlite"
    engine = empty_engine(migrated)
    with engine.begin() as connection:
        migrate.upgrade(connection)
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    engine.dispose()
    fresh = made(tmp_path / "fresh.sqlite")
    assert version == SCHEMA_VERSION
    advice = "a record or table changed: add a migration (docs/schema.md)"
    assert structure(migrated) == structure(fresh), advice


def test_the_newest_migration_is_the_programs_schema():
    steps = sorted((PROJECT / "koorddesk/store/migrations/versions").glob("v*.py"))
    assert steps[-1].name.startswith(f"v{SCHEMA_VERSION}_")
    assert [step.name[1:5] for step in steps] == [f"{number:04}" for number in range(1, len(steps) + 1)]


def saved_stores() -> list[Path]:
    return sorted(SAVED.glob("*.sqlite"))


def test_there_is_a_saved_store_for_every_schema():
    steps = sorted((PROJECT / "koorddesk/store/migrations/versions").glob("v*.py"))
    assert [path.stem for path in saved_stores()] == [step.name[1:5] for step in steps]


@pytest.mark.parametrize("saved", saved_stores(), ids=lambda path: path.stem)
def test_a_store_of_every_released_schema_opens(tmp_path, saved):
    path = tmp_path / "s.sqlite"
    shutil.copy(saved, path)
    store = Store.open(path, ACTOR)
    assert store.check() == []
    with store.reader() as reader:
        assert reader.one(Authority).name == "name æøå"
        assert [hit.kind for hit in reader.search("ærøskøb")] == ["Submission"]
        assert len(reader.answers("submission-1")) == 10
    store.redo()
    with store.reader() as reader:
        assert reader.one(Authority).name == "Ålborg"
    store.close()
    advice = "the saved store is of an earlier draft of its schema: python -m tests.helpers.stores save"
    assert structure(path) == structure(made(tmp_path / "fresh.sqlite")), advice


@pytest.fixture
def next_schema(tmp_path, monkeypatch):
    """A program that is one step ahead: its migrations are ours and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate._MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    ahead = f"{int(SCHEMA_VERSION) + 1:04}"
    step = folder / "versions" / f"v{ahead}_step.py"
    step.write_text(
        f"from alembic import op\nrevision = '{ahead}'\ndown_revision = '{SCHEMA_VERSION}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE added (x TEXT) STRICT')\n"
    )
    monkeypatch.setattr(migrate, "_MIGRATIONS", folder)
    for module in ("engine", "uow", "tables", "backup"):
        monkeypatch.setattr(f"koorddesk.store.{module}.SCHEMA_VERSION", ahead)
    return step


def test_an_older_store_is_copied_checked_and_then_brought_up(tmp_path, next_schema):
    path = tmp_path / "s.sqlite"
    shutil.copy(saved_stores()[-1], path)
    store = Store.open(path, ACTOR)
    assert store.check() == []
    with store.reader() as reader:
        assert reader.connection.exec_driver_sql("SELECT count(*) FROM added").scalar() == 0
        ahead = reader.connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    store.close()
    [copy] = tmp_path.glob("s-before-*.sqlite")
    assert copy.name.startswith(f"s-before-{ahead}-")
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA_VERSION,)


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("op.execute('CREATE TABLE nonsense'), op", "syntax error|incomplete input"),
        ('op.execute("DELETE FROM authority"), op', "as it was"),
    ],
    ids=["fails half way", "breaks references"],
)
def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path, next_schema, broken, expected):
    next_schema.write_text(next_schema.read_text() + f"    {broken}\n")
    path = tmp_path / "s.sqlite"
    shutil.copy(saved_stores()[-1], path)
    before = structure(path)
    with pytest.raises(Exception, match=expected):
        Store.open(path, ACTOR)
    assert structure(path) == before
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("SELECT count(*) FROM authority").fetchone() == (1,)
    assert len(list(tmp_path.glob("s-before-*.sqlite"))) == 1
    assert not (tmp_path / "s.sqlite.lock").exists()


def test_a_store_that_cannot_be_copied_is_not_migrated(tmp_path, next_schema):
    path = tmp_path / "s.sqlite"
    shutil.copy(saved_stores()[-1], path)
    change_file(path, "UPDATE change_set SET reason = 'tampered' WHERE number = 1")
    with pytest.raises(UserError) as caught:
        Store.open(path, ACTOR)
    assert caught.value.code == "backup-failed-check"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA_VERSION,)
    assert [p.name for p in tmp_path.glob("*.sqlite*")] == ["s.sqlite"]


def test_opening_is_quick(tmp_path):
    path = made(tmp_path / "s.sqlite")
    begun = time.process_time()
    Store.open(path, ACTOR).close()
    assert time.process_time() - begun < 0.2  # it takes some 0.02
