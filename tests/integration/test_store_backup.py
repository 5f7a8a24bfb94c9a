import contextlib
import shutil
import sqlite3
import threading
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.errors import UserError
from koorddesk.store import backup
from koorddesk.store.engine import Store
from koorddesk.store.tables import SCHEMA_VERSION
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR, ANSWERS, fill


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "s.sqlite", ACTOR)
    fill(opened)
    yield opened
    opened.close()


def rename(store, name):
    with store.unit_of_work() as uow:
        uow.get(Authority, "authority-1").name = name
        uow.commit(Summary("renamed"))


def name_in(path) -> str:
    opened = Store.open(path, ACTOR, create=False)
    try:
        assert opened.check() == []
        with opened.reader() as reader:
            return reader.one(Authority, id="authority-1").name
    finally:
        opened.close()


def test_a_copy_of_an_open_store_is_one_whole_file(store, tmp_path):
    rename(store, "before")
    target = tmp_path / "H" / "copy.sqlite"
    store.backup(target)
    rename(store, "after")
    assert [p.name for p in target.parent.iterdir()] == ["copy.sqlite"]
    assert name_in(target) == "before"
    assert not list(tmp_path.glob("*.copy*"))


def test_a_copy_never_takes_the_place_of_a_file(store, tmp_path):
    target = tmp_path / "copy.sqlite"
    target.write_bytes(b"mine")
    with pytest.raises(UserError) as caught:
        store.backup(target)
    assert caught.value.code == "backup-exists"
    assert target.read_bytes() == b"mine"


def test_a_copy_of_a_tampered_store_is_thrown_away(store, tmp_path):
    with contextlib.closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE change_entry SET after = '\"x\"' WHERE field = 'official_name'")
        connection.commit()
    with pytest.raises(UserError) as caught:
        store.backup(tmp_path / "copies" / "copy.sqlite")
    assert caught.value.code == "backup-failed-check"
    assert not list(tmp_path.glob("copies/*"))
    assert not list(tmp_path.glob("*.copy*"))


def test_a_copy_can_be_made_while_someone_writes(store, tmp_path):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            with store.unit_of_work() as uow:
                uow.add(Authority(f"x{number}", AuthorityKind.REGION, None, str(number), ""))
                uow.commit(Summary("one more"))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(3):
            store.backup(tmp_path / f"copy{number}.sqlite")
    finally:
        stop.set()
        thread.join()
    for number in range(3):
        name_in(tmp_path / f"copy{number}.sqlite")


def test_automatic_copies_rotate_and_leave_other_files_alone(store, tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    other = folder / "s-00000000-20260101T000000000000Z.sqlite"  # another copy's, on the same drive
    other.write_bytes(b"")
    (folder / "notes.txt").write_text("mine")
    made = [store.rotate(folder, keep=2) for _ in range(4)]
    assert len(set(made)) == 4
    assert sorted(folder.iterdir()) == sorted([*made[2:], other, folder / "notes.txt"])
    assert name_in(made[-1]) == "name æøå"


def test_restoring_brings_the_copy_back_and_keeps_what_was_there(store, tmp_path):
    copy = tmp_path / "copy.sqlite"
    rename(store, "then")
    store.backup(copy)
    rename(store, "now")
    with store.reader() as reader:
        old_id = reader.setting("copy_id")
    store.close()
    before = Store.restore(copy, store.path)
    assert before.name.startswith("s-before-restore-")
    assert name_in(store.path) == "then"
    assert name_in(before) == "now"
    assert name_in(copy) == "then"
    again = Store.open(store.path, ACTOR)
    with again.reader() as reader:
        assert reader.setting("copy_id") != old_id
        assert reader.answers("submission-1") == ANSWERS
    again.close()


def test_a_restored_store_begins_a_chain_of_its_own(tmp_path):
    first = Store.open(tmp_path / "s.sqlite", ACTOR)
    fill(first)
    first.backup(tmp_path / "copy.sqlite")
    first.close()
    Store.restore(tmp_path / "copy.sqlite", tmp_path / "s.sqlite")
    again = Store.open(tmp_path / "s.sqlite", ACTOR)
    assert again.next_undo() is None  # what the old copy did may have been handed out since
    rename(again, "new")
    [latest, *older] = again.change_sets()
    assert latest.number == 1
    assert [line.number for line in older] == [3, 2, 1]
    assert again.check() == []
    again.undo()
    assert again.check() == []
    again.close()


def test_restoring_where_there_is_no_store(store, tmp_path):
    store.backup(tmp_path / "copy.sqlite")
    target = tmp_path / "elsewhere" / "s.sqlite"
    assert Store.restore(tmp_path / "copy.sqlite", target) is None
    assert name_in(target) == "name æøå"


def test_an_open_store_is_not_restored_over(store, tmp_path):
    store.backup(tmp_path / "copy.sqlite")
    with pytest.raises(UserError) as caught:
        Store.restore(tmp_path / "copy.sqlite", store.path)
    assert caught.value.code == "store-in-use"
    assert store.check() == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE change_set SET reason = 'x' WHERE number = 2", "restore-failed-check"),
        ("UPDATE alembic_version SET version_num = '9999'", "restore-newer"),
        ("PRAGMA application_id = 1", "store-damaged"),
    ],
)
def test_a_bad_copy_is_not_restored(store, tmp_path, statement, code):
    copy = tmp_path / "copy.sqlite"
    store.backup(copy)
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        connection.execute(statement)
        connection.commit()
    target = tmp_path / "target" / "s.sqlite"
    target.parent.mkdir()
    target.write_bytes(b"damaged, but mine")
    with pytest.raises(UserError) as caught:
        Store.restore(copy, target)
    assert caught.value.code == code
    assert [p.name for p in target.parent.iterdir()] == ["s.sqlite"]
    assert target.read_bytes() == b"damaged, but mine"


def test_a_damaged_store_is_set_aside_whole_when_a_copy_is_restored(store, tmp_path):
    copy = tmp_path / "copy.sqlite"
    store.backup(copy)
    target = tmp_path / "target" / "s.sqlite"
    target.parent.mkdir()
    target.write_bytes(b"damaged, but mine")
    target.with_name("s.sqlite-wal").write_bytes(b"its log")
    before = Store.restore(copy, target)
    assert before.read_bytes() == b"damaged, but mine"
    assert before.with_name(before.name + "-wal").read_bytes() == b"its log"
    assert name_in(target) == "name æøå"


def test_what_a_crash_left_in_the_log_is_set_aside_too(store, tmp_path):
    copy = tmp_path / "copy.sqlite"
    store.backup(copy)
    rename(store, "only in the log")
    target = tmp_path / "crashed" / "s.sqlite"
    target.parent.mkdir()
    for side in ("", "-wal"):
        shutil.copy(f"{store.path}{side}", f"{target}{side}")
    before = Store.restore(copy, target)
    assert name_in(target) == "name æøå"
    assert name_in(before) == "only in the log"


def test_reading_a_version_touches_nothing(store, tmp_path):
    copy = tmp_path / "folder" / "copy.sqlite"
    store.backup(copy)
    assert backup.stored_version(copy) == SCHEMA_VERSION
    assert [p.name for p in copy.parent.iterdir()] == ["copy.sqlite"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/tmp/en mappe/ø?.sqlite"), "file:///tmp/en%20mappe/%C3%B8%3F.sqlite"),
        (PureWindowsPath(r"C:\Sager\s.sqlite"), "file:///C:/Sager/s.sqlite"),
        (PureWindowsPath(r"\\server\kopier\s.sqlite"), "file:////server/kopier/s.sqlite"),
    ],
)
def test_paths_as_sqlite_writes_them(path, uri):
    assert backup.file_uri(path) == uri


def test_a_store_in_a_folder_with_signs_of_its_own(tmp_path):
    path = tmp_path / "Sager #1 100% ?æøå" / "s.sqlite"
    store = Store.open(path, ACTOR)
    fill(store)
    store.backup(path.with_name("kopi.sqlite"))
    store.close()
    assert name_in(path) == name_in(path.with_name("kopi.sqlite")) == "name æøå"
