"""Copies that are made by themselves, and what a damaged store offers."""

from __future__ import annotations

import datetime as dt
import getpass
import os

import pytest

from koorddesk import cli
from koorddesk.services import folders
from koorddesk.services.backups import KEPT, backup_folder, copy_of_the_day, known_backups
from koorddesk.services.desk import open_desk
from koorddesk.services.keeping import restore
from koorddesk.settings import Settings
from koorddesk.store.tables import SCHEMA_VERSION


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The user's own store, open."""
    monkeypatch.setattr(folders, "default_store", lambda: tmp_path / "koorddesk.sqlite")
    desk = open_desk(settings=Settings(), account="prøve")
    yield desk
    desk.close()


def test_a_copy_a_day_beside_the_store_where_no_folder_is_set(own, tmp_path):
    made = copy_of_the_day(own)
    assert made is not None
    assert made.parent == tmp_path / "Backups"
    assert copy_of_the_day(own) is None, "one a day"
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert copy_of_the_day(own, tomorrow) is not None


def test_the_last_fourteen_are_kept(own):
    today = dt.datetime.now(dt.UTC)
    made = [copy_of_the_day(own, today + dt.timedelta(days=number)) for number in range(KEPT + 2)]
    left = sorted(made[0].parent.iterdir())
    assert left == made[2:]


def test_a_folder_that_is_set_holds_a_folder_for_each_user(own, tmp_path):
    settings = Settings(backup_folder=str(tmp_path / "server"))
    assert backup_folder(settings, own.store.path) == tmp_path / "server" / getpass.getuser()


def test_only_the_own_store_is_copied(own, tmp_path):
    other = open_desk(tmp_path / "demonstration.sqlite", settings=Settings(), account="prøve")
    assert copy_of_the_day(other) is None
    other.close()


def test_known_backups_are_the_newest_first_and_only_those_that_can_be_put_back(own, tmp_path):
    first = copy_of_the_day(own)
    second = copy_of_the_day(own, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    os.utime(first, (1, 1))
    (first.parent / "koorddesk-tom-20260101T000000000000Z.sqlite").write_bytes(b"not a store")
    newer = first.parent / "koorddesk-ny-20260101T000000000000Z.sqlite"
    newer.write_bytes(first.read_bytes().replace(SCHEMA_VERSION.encode(), b"9999"))
    known = known_backups(Settings(), own.store.path)
    assert [one.path for one in known] == [second, first]
    assert known[0].size == second.stat().st_size


def test_the_command_line_offers_the_copies_of_a_damaged_store(own, tmp_path, capsys):
    made = copy_of_the_day(own)
    path = own.store.path
    own.close()
    path.write_bytes(b"x" * 4096)
    assert cli.run(["announcement", "list", "--store", str(path)], lambda _store: 0) == 2
    said = capsys.readouterr().err
    assert "er beskadiget" in said
    assert str(made) in said
    assert cli.run(["restore", str(made), "--store", str(path)], lambda _store: 0) == 0
    assert cli.run(["announcement", "list", "--store", str(path)], lambda _store: 0) == 0
    assert len(list(tmp_path.glob("koorddesk-before-restore-*"))) == 1, "the damaged one is kept"


def test_a_backup_can_be_taken_and_listed_while_the_program_is_open(own, tmp_path, capsys):
    path = own.store.path
    assert cli.run(["backup", "--out", str(tmp_path / "k.sqlite"), "--store", str(path)], lambda _store: 0) == 0
    restore(tmp_path / "k.sqlite", tmp_path / "igen.sqlite")
    open_desk(tmp_path / "igen.sqlite", settings=Settings(), account="prøve").close()
    capsys.readouterr()
    copy = copy_of_the_day(own)
    assert cli.run(["backups", "--json", "--store", str(path)], lambda _store: 0) == 0
    assert str(copy) in capsys.readouterr().out
