"""A watched folder: what is new, what is whole, what waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from koorddesk.errors import UserError
from koorddesk.services.watching import FolderWatch, Look


class Clock:
    """A clock that is moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def names(look: Look) -> list[str]:
    return [path.name for path in look.ready]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(tmp_path: Path, clock: Clock) -> FolderWatch:
    return FolderWatch(tmp_path, clock)


def later(watch: FolderWatch, clock: Clock) -> Look:
    clock.now += 3
    return watch.look()


def test_a_file_counts_once_it_has_kept_still(tmp_path: Path, watch: FolderWatch, clock: Clock) -> None:
    file = tmp_path / "Faxe.xlsx"
    file.write_bytes(b"half")
    assert watch.look() == Look((), 1)
    file.write_bytes(b"half and more")
    assert later(watch, clock) == Look((), 1)
    assert later(watch, clock) == Look((file,), 0)
    watch.settle([file])
    assert later(watch, clock) == Look((), 0)
    file.write_bytes(b"sent again, longer")
    assert later(watch, clock) == Look((), 1)
    assert names(later(watch, clock)) == ["Faxe.xlsx"]
    assert file.exists()


def test_a_file_that_is_open_or_empty_waits(tmp_path: Path, watch: FolderWatch, clock: Clock) -> None:
    for name in ("Faxe.xlsx", "Indberetning.xlsx", "Lejre.ods"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "tom.xlsx").touch()
    locks = [tmp_path / name for name in ("~$Faxe.xlsx", "~$dberetning.xlsx", ".~lock.Lejre.ods#")]
    for lock in locks:
        lock.write_bytes(b"x")
    watch.look()
    assert later(watch, clock) == Look((), 4)
    for lock in locks:
        lock.unlink()
    assert names(later(watch, clock)) == ["Faxe.xlsx", "Indberetning.xlsx", "Lejre.ods"]


def test_mails_zip_files_and_documents_count_and_nothing_else(tmp_path: Path, watch: FolderWatch, clock: Clock) -> None:
    for name in ("a.msg", "b.EML", "c.zip", "d.pdf", "e.docx", "Thumbs.db", "f.exe", ".skjult.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "mappe.xlsx").mkdir()
    watch.look()
    assert names(later(watch, clock)) == ["a.msg", "b.EML", "c.zip", "d.pdf", "e.docx"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        FolderWatch(tmp_path / "væk").look()
    assert told.value.code == "folder-gone"
