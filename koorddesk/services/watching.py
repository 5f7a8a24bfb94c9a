"""A folder watched on demand: which new files in it are whole and can be read. Files stay where they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from koorddesk.workbooks.envelopes import ENVELOPES, WORKBOOKS

DOCUMENTS = (".pdf", ".docx", ".doc", ".odt", ".rtf")
_QUIET = 2.0  # seconds a file must not have grown or changed before it counts as whole
_MOST = 2_000  # files of a folder that are looked at

register(
    {
        "folder-gone": N_('The folder "%(folder)s" cannot be read (%(reason)s). It is not watched any more.'),
        "folder-too-full": N_(
            'There are more than %(limit)d files in "%(folder)s". Watch a folder that holds the returns only.'
        ),
    }
)


@dataclass(frozen=True)
class Look:
    """What one look at the folder found: files that can be read, and how many are still being written or open."""

    ready: tuple[Path, ...]
    waiting: int


@dataclass
class FolderWatch:
    """Remembers what a folder held; ``look`` tells what is new since, and ``settle`` that it has been shown.

    What lies in the folder already when the watch begins counts as new: the caseworker chose the folder for it.
    A file that changes after it was shown is new again.
    """

    folder: Path
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, tuple[int, int, float]] = field(default_factory=dict)
    _shown: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def look(self) -> Look:
        """Return the new files that have not changed for a moment; raises UserError where the folder is gone."""
        now = self.clock()
        ready: list[Path] = []
        waiting = 0
        present: dict[Path, tuple[int, int, float]] = {}
        found = self._files()
        names = {path.name.casefold() for path, _, _ in found}
        for path, size, changed in found:
            if path.suffix.casefold() not in (*WORKBOOKS, *ENVELOPES, *DOCUMENTS) or path.name.startswith(("~$", ".")):
                continue
            before = self._seen.get(path)
            since = before[2] if before is not None and before[:2] == (size, changed) else now
            present[path] = (size, changed, since)
            if self._shown.get(path) == (size, changed):
                continue
            if size == 0 or now - since < _QUIET or _is_open(path.name.casefold(), names) or _is_locked(path):
                waiting += 1
            else:
                ready.append(path)
        self._seen = present
        return Look(tuple(sorted(ready, key=lambda path: path.name.casefold())), waiting)

    def settle(self, paths: Iterable[Path]) -> None:
        """Take files as shown: they are not new any more unless they change."""
        for path in paths:
            if path in self._seen:
                self._shown[path] = self._seen[path][:2]

    def _files(self) -> list[tuple[Path, int, int]]:
        found: list[tuple[Path, int, int]] = []
        try:
            for path in self.folder.iterdir():
                try:
                    status = path.stat()
                except OSError:
                    continue  # gone between the listing and the look
                if not path.is_file():
                    continue
                found.append((path, status.st_size, status.st_mtime_ns))
                if len(found) > _MOST:
                    raise UserError("folder-too-full", folder=str(self.folder), limit=_MOST)
        except OSError as error:
            raise UserError("folder-gone", folder=str(self.folder), reason=error.strerror or str(error)) from error
        return found


def _is_open(name: str, names: set[str]) -> bool:
    """Tell whether Excel or LibreOffice has the file open: its lock file lies beside it.

    Excel leaves out the first two letters of a long name.
    """
    return bool(names & {f"~${name}", f"~${name[2:]}", f".~lock.{name}#"})


def _is_locked(path: Path) -> bool:
    """Tell whether another program still writes the file and lets nobody else read it."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return True
    return False
