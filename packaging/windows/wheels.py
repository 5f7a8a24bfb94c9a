"""The libraries for Windows: which the lock file names, fetched and checked by hash."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import parts
from tools import Stop, digest, run

_MARKER = re.compile(r"^(?P<pin>[^\s;]+==[^\s;]+)\s*;\s*(?P<marker>[^\\]+?)\s*(?P<end>\\?)$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def for_windows(lock: str) -> str:
    """Return a lock file's text as it reads on Windows.

    pip asks the machine it runs on about conditions such as ``sys_platform``; here they are answered beforehand.
    Raises Stop for a condition that this does not know.
    """
    lines, dropping = [], False
    for line in lock.splitlines():
        if not line.startswith(" "):
            dropping = False
        found = _MARKER.match(line)
        if found:
            if found["marker"] not in {"sys_platform == 'win32'", "sys_platform != 'win32'"}:
                raise Stop(f"{found['pin']}: the condition {found['marker']!r} of the lock file is not known.")
            dropping = "!=" in found["marker"]
        if not dropping:
            lines.append(f"{found['pin']} {found['end']}".rstrip() if found else line)
    return "\n".join(lines) + "\n"


def fetch(lock: Path, folder: Path, python: str) -> list[Path]:
    """Return the wheels of a lock file for 64-bit Windows and a Python such as ``3.12``, fetched into a folder.

    What lies there already is used again when its hash stands in the lock file; what does not belong is removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = for_windows(lock.read_text(encoding="utf-8"))
    pinned = set(_HASH.findall(text))
    for old in folder.glob("*.whl"):
        if digest(old) not in pinned:
            old.unlink()
    wanted = len(re.findall(r"^[^\s#]+==", text, re.MULTILINE))
    if len(list(folder.glob("*.whl"))) != wanted:
        requirements = folder / "requirements.txt"
        requirements.write_text(text, encoding="utf-8")
        options = ["--platform", "win_amd64", "--python-version", python, "--implementation", "cp"]
        options += ["--only-binary", ":all:", "--no-deps", "--require-hashes", "--no-input", "--quiet"]
        run([sys.executable, "-m", "pip", "download", *options, "-d", folder, "-r", requirements])
    wheels = sorted(folder.glob("*.whl"), key=lambda path: path.name.lower())
    strange = [path.name for path in wheels if digest(path) not in pinned]
    if strange or len(wheels) != wanted:
        raise Stop(f"{len(wheels)} wheels where {wanted} are pinned; not in the lock file: {strange}. Empty {folder}.")
    return wheels


def unpack(wheels: Iterable[Path], folder: Path, modules: frozenset[str]) -> None:
    """Unpack what is used of the wheels into one folder of libraries."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                inner = PurePosixPath(entry.filename)
                if inner.is_absolute() or ".." in inner.parts:
                    raise Stop(f"{wheel.name}: the path {entry.filename} leads outside.")
                if parts.keep_of_wheel(entry.filename, modules):
                    target = folder / inner
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(b"" if entry.filename in parts.EMPTIED else archive.read(entry))
