"""Files written all or not at all: into a folder that is there, or as a new folder."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from pathlib import Path

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_

register(
    {
        "folder-unusable": N_('The folder "%(path)s" cannot be written to: %(reason)s. Choose another folder.'),
        "files-disk-full": N_(
            'The disk that holds "%(path)s" is full. Nothing was written. Make room, or choose another folder.'
        ),
        "file-in-use": N_('"%(name)s" is open in another program. Nothing was written. Close it there and try again.'),
    }
)


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, over older ones of their names, and return where they lie.

    All of them or none: a full disk or a file that is open elsewhere is found before the first one is in its place.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            path = folder / name
            _check_free(path)
            part = path.with_name(path.name + ".part")
            parts.append((part, path))
            part.write_bytes(data)
        for part, path in parts:
            part.replace(path)
    except OSError as error:
        raise _meaning(error, folder) from error
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
    return [path for _, path in parts]


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files (names may hold folders) as a new folder and return it; one of that name stays beside it."""
    free, number = folder, 2
    while free.exists():
        free = folder.with_name(f"{folder.name} ({number})")
        number += 1
    part = free.with_name(free.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, data in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        part.rename(free)
    except OSError as error:
        raise _meaning(error, folder.parent) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return free


def _check_free(path: Path) -> None:
    """Raise UserError for a file that another program holds; Windows lets nobody write to it."""
    if not path.exists():
        return
    try:
        with path.open("r+b"):
            pass
    except PermissionError as error:
        raise UserError("file-in-use", name=path.name) from error


def _meaning(error: OSError, folder: Path) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("files-disk-full", path=str(folder))
    return UserError("folder-unusable", path=str(folder), reason=error.strerror or str(error))
