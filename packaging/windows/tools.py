"""The programs of other hands that the build calls, and how they are called."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "windows"  # what was fetched, kept for the next time
INTERPRETER = "python-for-trial.exe"  # beside the artefacts: no interpreter is shipped, but the trial needs one
PACKAGES = {
    "wixl": ("wixl",),
    "msibuild": ("msitools",),
    "x86_64-w64-mingw32-gcc": ("gcc-mingw-w64-x86-64-win32",),
    "x86_64-w64-mingw32-windres": ("binutils-mingw-w64-x86-64",),
    "wine64": ("wine64", "wine"),
    "Xvfb": ("xvfb", "xauth"),
    "import": ("imagemagick",),
    "strace": ("strace",),
}


class Stop(Exception):
    """Something is missing or wrong that the build cannot bring about; the text says what to do."""


def program(name: str) -> str:
    """Return where a program lies; as root on a Debian-like machine it is installed first."""
    if _where(name) is None and shutil.which("apt-get") and os.geteuid() == 0:
        packages = PACKAGES[name]
        print(f"Installing {' '.join(packages)} with apt-get", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-q"], environment=quiet)
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], environment=quiet)
    path = _where(name)
    if path is None:
        raise Stop(f"{name} is not installed (Debian: apt-get install {' '.join(PACKAGES[name])}).")
    return path


def _where(name: str) -> str | None:
    """Return where a program lies; Debian keeps the 64-bit wine outside the path."""
    return shutil.which(name) or shutil.which(f"/usr/lib/wine/{name}")


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: int = 1800,
) -> str:
    """Run a program and return what it printed; raises Stop with that when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | (environment or {}),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        printed = (done.stdout + done.stderr)[-3000:]
        raise Stop(f"{Path(command[0]).name} ended with {done.returncode}:\n{printed}")
    return done.stdout


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
