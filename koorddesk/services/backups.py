"""Copies of the store that are made by themselves, found again, and offered where the store is damaged."""

from __future__ import annotations

import datetime as dt
import getpass
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.errors import UserError
from koorddesk.services.exporting import Export, allowed, require
from koorddesk.services.folders import For, chosen, own_store
from koorddesk.store import backup
from koorddesk.store.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.settings import Settings

KEPT = 14  # days' copies


@dataclass(frozen=True)
class KnownBackup:
    """A copy that can be put back: where it lies, when it was made, its size in bytes."""

    path: Path
    made_at: dt.datetime
    size: int


def backup_folder(settings: Settings, store: Path) -> Path:
    """Return where the day's copies of a store lie: in the folder that is set, by account, else beside the store.

    Several people may share one folder on a file server, and one must never be offered another's copy.
    """
    folder = chosen(settings, For.BACKUPS)
    return folder / getpass.getuser() if folder else store.parent / "Backups"


def copy_of_the_day(desk: Desk, now: dt.datetime | None = None) -> Path | None:
    """Make the day's copy of the user's own store and keep the last fourteen; None where there is one already.

    Raises UserError where the folder cannot be written or the copy does not pass its check.
    """
    store = desk.store.path
    if store != own_store(desk.settings).absolute():
        return None  # a demonstration, or a copy that is only looked at
    folder, now = backup_folder(desk.settings, store), now or dt.datetime.now(dt.UTC)
    copies = backup.copies_of(store, folder)
    if copies and _made_at(copies[-1]).astimezone().date() >= now.astimezone().date():
        return None
    return desk.store.rotate(folder, KEPT)


def copy_to(settings: Settings, store: Path, target: Path) -> None:
    """Make a verified copy where the user wants it, also while the store is open elsewhere.

    Raises UserError where the organisation allows copies only in the folder for backups, or there is a file already.
    """
    folder = chosen(settings, For.BACKUPS)
    if not (allowed(settings, Export.COPIES) or (folder and folder.absolute() in target.absolute().parents)):
        require(settings, Export.COPIES)
    backup.backup(store, target)


def known_backups(settings: Settings, store: Path) -> list[KnownBackup]:
    """Return the copies of a store that this program can put back, newest first; the store may be damaged or gone."""
    found: list[KnownBackup] = []
    for folder, pattern in (
        (backup_folder(settings, store), f"{store.stem}-*{store.suffix}"),
        (store.parent, f"{store.stem}-before-*{store.suffix}"),
    ):
        paths = folder.glob(pattern) if folder.is_dir() else ()
        found += [as_backup(path) for path in paths if _can_be_put_back(path)]
    return sorted(found, key=lambda known: known.made_at, reverse=True)


def as_backup(path: Path) -> KnownBackup:
    """Return what is to be said of a copy."""
    return KnownBackup(path, _made_at(path), path.stat().st_size)


def _can_be_put_back(path: Path) -> bool:
    try:
        return backup.stored_version(path) <= SCHEMA_VERSION
    except (UserError, OSError):
        return False


def _made_at(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
