"""The staged folder: the program as it stands when it is installed, file by file.

koorddesk.exe, -cli.exe, -reader.exe   start the program
runtime/                           CPython for Windows
lib/                               the libraries
program/                           koorddesk, ui, resources
licences/, bill-of-materials.json  what came from whom, under which licence
policies/                          ADMX and ADML for administrators
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import launcher
import linking
import materials
import parts
import policies
import runtime
import wheels
import wine
from tools import ROOT, WORK, Stop, run

# The moment that every file of a build carries: noon of the year's first day, so that no clock enters the result.
MOMENT = 1_767_268_800  # 2026-01-01 12:00 UTC
_PROGRAM = ("koorddesk", "ui", "resources")


def build(folder: Path, taken: runtime.Runtime, version: str, compiler: Path | None) -> None:
    """Fill an empty folder with the program; raises Stop where something it needs is missing."""
    modules = parts.qt_modules(ROOT / "ui")
    fetched = wheels.fetch(ROOT / "packaging" / "requirements.lock", WORK / "wheels", taken.python)
    runtime.unpack(taken, folder / "runtime")
    wheels.unpack(fetched, folder / "lib", modules)
    copy_program(folder / "program")
    compile_modules(folder, compiler, taken)
    launcher.build(folder, version, taken.tag)
    policies.write(folder / "policies")
    materials.write(folder, fetched, taken, version)
    wanting = linking.missing(files(folder))
    if wanting:
        raise Stop(f"Libraries that shipped files need and that are not shipped: {wanting}")


def even_out(folder: Path) -> None:
    """Give all files and folders the same time and permissions, so that neither enters what is packed of them."""
    for path in [*files(folder), *(path for path in folder.rglob("*") if path.is_dir())]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (MOMENT, MOMENT))


def version_of_program() -> str:
    """Return the version as the program states it."""
    text = (ROOT / "koorddesk" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)
    if found is None:
        raise Stop("koorddesk/__init__.py states no version of the form 1.2.3, which Windows installers need.")
    return found[1]


def files(folder: Path) -> Iterator[Path]:
    """Yield the files of a staged folder in an order that no file system changes."""
    return iter(sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix()))


def fingerprint(folder: Path) -> str:
    """Return a SHA-256 of the names and contents of all files."""
    whole = hashlib.sha256()
    for path in files(folder):
        whole.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """Return part -> (files, bytes): each library by its own, everything else by its folder."""
    found: dict[str, tuple[int, int]] = {}
    for path in files(folder):
        inner = path.relative_to(folder).parts
        part = "/".join(inner[: 2 if inner[0] in {"lib", "program"} else 1]) if len(inner) > 1 else "launchers"
        count, size = found.get(part, (0, 0))
        found[part] = (count + 1, size + path.stat().st_size)
    return dict(sorted(found.items(), key=lambda item: -item[1][1]))


def copy_program(target: Path) -> None:
    """Copy what a user runs: modules, and the resources as they are; nothing that only lies in the checkout."""
    for name in _PROGRAM:
        for path in files(ROOT / name):
            inner = path.relative_to(ROOT)
            if not parts.keep_of_program(inner.as_posix()):
                continue
            place = target / inner
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def find_compiler(python: str) -> Path | None:
    """Return an interpreter of the runtime's release line on this machine, None where there is none."""
    known = [shutil.which(f"python{python}"), *Path.home().glob(f".pyenv/versions/{python}.*/bin/python{python}")]
    for path in known:
        probe = f"import sys; sys.exit(sys.version_info[:2] != ({python.replace('.', ', ')}))"
        if path and subprocess.run([str(path), "-c", probe], check=False, capture_output=True).returncode == 0:
            return Path(path)
    return None


def compile_modules(folder: Path, compiler: Path | None, taken: runtime.Runtime) -> None:
    """Compile all modules in place, so that the program starts quickly where it may not write.

    Only an interpreter of the runtime's own release line can; where there is none here, the runtime does it itself.
    """
    if compiler is None:
        print("Compiling the modules with the runtime itself, under wine", flush=True)
        wine.compile_modules(folder, taken, WORK / "compiling")
        return
    # Relative paths: what tracebacks show does not depend on the folder that this was built in.
    options = ["-q", "-j", "1", "--invalidation-mode", "unchecked-hash", "lib", "program"]
    run([compiler, "-m", "compileall", *options], folder=folder, environment={"PYTHONHASHSEED": "0"})
