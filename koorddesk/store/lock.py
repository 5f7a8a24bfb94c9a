"""One running program per store: a lock of the operating system on a file beside it.

The system lets go of it when the program ends, however it ends, so a crash leaves nothing to clear up.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

register(
    {
        "store-in-use": N_(
            "The store %(path)s is already open in another window or program. Nothing was changed. Close it there "
            "first."
        ),
    }
)


class StoreLock:
    """Holds a store for this program until released."""

    def __init__(self, store: Path) -> None:
        """Take the lock; raises ``UserError`` "store-in-use", or ``OSError`` where no lock file can be made."""
        self._path = store.with_name(store.name + ".lock")
        while True:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if not _lock(handle):
                os.close(handle)
                raise UserError("store-in-use", path=str(store))
            if _is_at(handle, self._path):
                break
            os.close(handle)  # the file went with the program that held it; take the one that is there now
        self._handle: int | None = handle

    def release(self) -> None:
        """Let go of the store and leave no file behind; a second time does nothing."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        if sys.platform == "win32":
            os.close(handle)  # an open file cannot be removed there
            self._remove()
        else:
            self._remove()
            _unlock(handle)  # a worker process may still hold a copy of the handle
            os.close(handle)

    def _remove(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except PermissionError:
            return  # someone else has it open already, and so it is theirs


def _is_at(handle: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(handle)
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
