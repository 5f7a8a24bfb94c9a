"""Files dragged out of Outlook: they lie nowhere on disk, the drag itself carries their names and their bytes.

Windows calls them FileGroupDescriptorW (names) and FileContents (bytes, one by one); Qt hands both on under mime
types of its own. Outlook gives attachments so; a whole mail of classic Outlook it gives as an open storage that Qt
does not hand on: then there is a name without bytes, and the user is told what to do instead.
"""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

NAMES = 'application/x-qt-windows-mime;value="FileGroupDescriptorW"'
CONTENTS = 'application/x-qt-windows-mime;value="FileContents"'
_ENTRY = 592  # bytes of one FILEDESCRIPTORW, whose last 520 are the name
_BEFORE_NAME = 72
_MOST = 500
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*/\\]+')


@dataclass(frozen=True)
class VirtualFiles:
    """What a drag carried: files with their bytes, and the names of those whose bytes could not be had."""

    files: tuple[tuple[str, bytes], ...]
    missing: tuple[str, ...]


def has_virtual_files(data: QMimeData) -> bool:
    """Tell whether files are dragged that lie nowhere on disk."""
    return data.hasFormat(NAMES)


def virtual_files(data: QMimeData) -> VirtualFiles:
    """Return the files of a drag; to be called while it is being dropped, for afterwards the bytes are gone."""
    files: list[tuple[str, bytes]] = []
    missing: list[str] = []
    for index, name in enumerate(_names(bytes(data.data(NAMES).data()))):
        content = bytes(data.data(f"{CONTENTS};index={index}").data())
        if not content and index == 0:
            content = bytes(data.data(CONTENTS).data())
        if content:
            files.append((name, content))
        else:
            missing.append(name)
    return VirtualFiles(tuple(files), tuple(missing))


class DropFolder:
    """Keeps dropped files on disk until they are stored or the window closes; only this user can read them."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._folders: list[tempfile.TemporaryDirectory[str]] = []

    def keep(self, files: Sequence[tuple[str, bytes]]) -> list[Path]:
        """Write files into a folder of their own and return where they lie."""
        folder = tempfile.TemporaryDirectory(prefix="koorddesk-", ignore_cleanup_errors=True)
        self._folders.append(folder)
        paths: list[Path] = []
        taken: set[str] = set()
        for name, content in files:
            path = Path(folder.name, name)
            number = 1
            while path.name.casefold() in taken:
                number += 1
                path = Path(folder.name, f"{Path(name).stem} ({number}){Path(name).suffix}")
            taken.add(path.name.casefold())
            path.write_bytes(content)
            paths.append(path)
        return paths

    def clear(self) -> None:
        """Delete what was kept."""
        while self._folders:
            self._folders.pop().cleanup()


def _names(descriptor: bytes) -> list[str]:
    """Return the names a FILEGROUPDESCRIPTORW lists; folders in them are left out."""
    if len(descriptor) < 4:
        return []
    (count,) = struct.unpack_from("<I", descriptor)
    found = []
    for number in range(min(count, _MOST)):
        raw = descriptor[4 + number * _ENTRY + _BEFORE_NAME : 4 + (number + 1) * _ENTRY]
        name = raw[: len(raw) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
        plain = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
        found.append(plain[:150] if len(plain) <= 150 else f"{Path(plain).stem[:130]}{Path(plain).suffix[:20]}")
    return [name or f"fil {number}" for number, name in enumerate(found, start=1)]
