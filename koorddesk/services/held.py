"""Files held outside the store: those that carry a civil registration number where none belongs.

Only name, hash, sender and place are kept in the store; the file itself waits in a folder of its own beside it until
the caseworker returns it or keeps a copy in which the cell is blanked.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

register(
    {
        "held-file-gone": N_(
            '"%(file)s" is held outside the store and is not in the folder of held files any more. '
            "Ask the sender to send it again."
        ),
    }
)


def held_folder(desk: Desk) -> Path:
    """Return the folder of held files that belongs to this store."""
    return desk.store.path.with_name(desk.store.path.stem + "-held")


def hold_outside(desk: Desk, data: bytes, sha256: str) -> Path:
    """Write a held file under its hash, readable by this user only, and return where it lies."""
    folder = held_folder(desk)
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / sha256
    if not target.exists():
        partial = folder / f"{sha256}.part"
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    return target


def held_bytes(desk: Desk, sha256: str, name: str) -> bytes:
    """Return the bytes of a held file; raises UserError where it is not there any more."""
    try:
        return (held_folder(desk) / sha256).read_bytes()
    except OSError as error:
        raise UserError("held-file-gone", file=name) from error
