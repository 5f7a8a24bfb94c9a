"""Sets up the development environment and runs koorddesk, its demonstration, its tests and its checks.

    python3 packaging/dev.py demo [--no-window] [--out DIR]
    python3 packaging/dev.py test [pytest arguments]
    python3 packaging/dev.py run [koorddesk arguments]
    python3 packaging/dev.py check [--full]
    python3 packaging/dev.py lock [--upgrade]
    python3 packaging/dev.py windows [--out DIR] [--runtime FILE --runtime-sha256 HASH]
    python3 packaging/dev.py wine [--out DIR]

Each command makes or reuses ``.venv`` beside pyproject.toml and installs what the lock file names, by hash; the
second run installs nothing. On a Debian-like machine the system libraries that Qt needs are installed too, after
saying which. Standard library only; on Windows: ``py packaging\\dev.py ...``.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "koorddesk-lock.json"  # which lock file's content is installed
LOCKS = {
    "run": ROOT / "packaging" / "requirements.lock",
    "dev": ROOT / "packaging" / "requirements-dev.lock",
}
JUDGES_LOCK = ROOT / "packaging" / "requirements-judges.lock"
UV = "uv==0.13.9"  # resolves the lock files; only `lock` needs it
OLDEST_PYTHON = (3, 11)

# Library file -> Debian package. What Qt's offscreen platform needs on a bare Debian 12, and, where there is a
# display, what its xcb platform needs besides.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
}
XCB_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Stop(Exception):
    """Something is missing that the script cannot bring about; the text says what to do."""


def say(text: str) -> None:
    """Print one line at once, so that it stands before what the started programs print."""
    print(text, flush=True)


def missing_libraries(wanted: dict[str, str]) -> dict[str, str]:
    """Return the library files that cannot be loaded, with the Debian package of each."""
    if not sys.platform.startswith("linux"):
        return {}
    missing = {}
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def ensure_system(wanted: dict[str, str]) -> None:
    """Install the system packages that are missing, after saying which; without root say the command instead."""
    libraries = missing_libraries(wanted)
    packages = sorted(set(libraries.values()))
    if importlib.util.find_spec("ensurepip") is None and not environment_works():
        packages.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if not packages:
        return
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        raise Stop(f"Missing on this system: {', '.join(libraries) or 'the Python module ensurepip'}. Install them.")
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        raise Stop(f"System packages are missing. Run this, then try again:\n  sudo {' '.join(install)}")
    say(f"Installing missing system packages with apt-get: {' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], [*install, "-q"]):
        with tempfile.TemporaryFile() as log:
            if subprocess.run(command, env=environment, stdout=log, stderr=subprocess.STDOUT, check=False).returncode:
                log.seek(0)
                raise Stop(f"{' '.join(command)} failed:\n{log.read().decode(errors='replace')[-2000:]}")


def environment_works() -> bool:
    """Tell whether ``.venv`` holds an interpreter with pip."""
    if not PYTHON.exists():
        return False
    probe = (
        "import sys; sys.exit(sys.version_info < (3, 11) or __import__('importlib.util').util.find_spec('pip') is None)"
    )
    return subprocess.run([str(PYTHON), "-c", probe], check=False).returncode == 0


def ensure_environment() -> None:
    """Make ``.venv`` where none works."""
    if not environment_works():
        say(f"Making {VENV}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def ensure_packages(kind: str) -> None:
    """Bring ``.venv`` to what the lock file of this kind names; the development lock contains the other one."""
    digests = {name: hashlib.sha256(lock.read_bytes()).hexdigest() for name, lock in LOCKS.items()}
    try:
        installed = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        installed = {}
    if PYTHON.exists() and installed.get(kind) == digests[kind]:
        return
    ensure_environment()
    say(f"Installing the pinned packages of {LOCKS[kind].relative_to(ROOT)}")
    options = ["--require-hashes", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check", "--quiet"]
    command = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(LOCKS[kind])]
    if subprocess.run(command, env=os.environ | {"PIP_USER": "0"}, check=False).returncode:
        raise Stop("The packages could not be installed; pip says why above. What was there before still is.")
    installed = digests if kind == "dev" else {"run": digests["run"]}
    STAMP.write_text(json.dumps(installed), encoding="utf-8")


def environment_variables(*, windowless: bool) -> dict[str, str]:
    """Return the variables that the started programs see: UTF-8, this checkout's packages, no window if so wanted."""
    variables = os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    if windowless:
        variables["QT_QPA_PLATFORM"] = "offscreen"
    if not WINDOWS and (windowless or not sys.getfilesystemencoding().startswith("utf")):
        variables["LC_ALL"] = "C.UTF-8"
    return variables


def python(arguments: list[str], *, windowless: bool = False, here: bool = False) -> int:
    """Run the environment's interpreter in the caller's folder, or ``here`` in the checkout; return its exit status."""
    variables = environment_variables(windowless=windowless)
    return subprocess.run([str(PYTHON), *arguments], env=variables, cwd=ROOT if here else None, check=False).returncode


def demo(arguments: list[str]) -> int:
    """Run the demonstration; it prints where every result lies and opens the window where there is a display."""
    return python(["-P", "-m", "koorddesk", "demo", *arguments])


def run(arguments: list[str]) -> int:
    """Open the window on the user's own store, or run a command of koorddesk."""
    return python(["-P", "-m", "koorddesk", *arguments])


def test(arguments: list[str]) -> int:
    """Run the tests without a window, on all cores; a test that hangs prints where after two minutes."""
    return python(
        ["-m", "pytest", "-n", "auto", "-o", "faulthandler_timeout=120", *arguments], windowless=True, here=True
    )


def check(*, full: bool) -> int:
    """Run formatter, linter, type checker and import contracts, with ``full`` also the slow judges."""
    lint_imports = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    checks = {
        "ruff format --check": ["-m", "ruff", "format", "--check", "."],
        "ruff check": ["-m", "ruff", "check", "."],
        "mypy": ["-m", "mypy"],
        "mypy packaging": ["-m", "mypy", "packaging/dev.py", "packaging/judges.py", "packaging/windows"],
        "lint-imports": ["-c", lint_imports],
    }
    if full:
        checks["judges"] = ["packaging/judges.py"]
    failed = []
    for name, arguments in checks.items():
        say(f"== {name}")
        started = time.monotonic()
        if python(arguments, windowless=True, here=True):
            failed.append(name)
        say(f"   {'FAILED' if failed[-1:] == [name] else 'ok'} ({time.monotonic() - started:.1f} s)")
    say(f"check: failed: {', '.join(failed)}" if failed else f"check: all {len(checks)} passed")
    return 1 if failed else 0


def windows(arguments: list[str]) -> int:
    """Build the staged folder, both installers and the portable archive for Windows."""
    return python([str(ROOT / "packaging" / "windows" / "build.py"), *arguments], windowless=True)


def wine(arguments: list[str]) -> int:
    """Install, use, upgrade, repair and remove what ``windows`` built, under Debian's wine."""
    return python([str(ROOT / "packaging" / "windows" / "trial.py"), *arguments])


def lock(*, upgrade: bool) -> int:
    """Resolve pyproject.toml into the lock files; without ``upgrade`` pins that still fit stay as they are."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV]
    if subprocess.run(pip, check=False).returncode:
        raise Stop("uv could not be installed; pip says why above.")
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    options += ["--no-emit-index-url", "--no-emit-find-links", "--quiet", *(["--upgrade"] if upgrade else [])]
    sources = {
        LOCKS["run"]: ["pyproject.toml"],
        # The development lock repeats the pins of the other one, so that tests run on what users get.
        LOCKS["dev"]: ["pyproject.toml", "--group", "dev", "--constraint", str(LOCKS["run"])],
        JUDGES_LOCK: ["--group", "pyproject.toml:judges"],
    }
    for target, source in sources.items():
        command = [str(PYTHON), "-m", "uv", "pip", "compile", *options, *source, "-o", str(target)]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            raise Stop(f"{target.name} could not be resolved; uv says why above.")
        say(f"{target.relative_to(ROOT)} is up to date")
    return 0


def main(arguments: list[str]) -> int:
    """Read the command, prepare what it needs and run it; return the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        raise Stop(f"koorddesk needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer.")
    parser = argparse.ArgumentParser(prog="packaging/dev.py", description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="run the main job on the bundled sample submissions", add_help=False)
    commands.add_parser("test", help="run the tests", add_help=False)
    commands.add_parser("run", help="open the window on your own store", add_help=False)
    commands.add_parser("check", help="linters, types, contracts").add_argument("--full", action="store_true")
    commands.add_parser("lock", help="renew the lock files").add_argument("--upgrade", action="store_true")
    commands.add_parser("windows", help="build the installers for Windows", add_help=False)
    commands.add_parser("wine", help="try the installers under wine", add_help=False)
    known, rest = parser.parse_known_args(arguments)
    passes_on = {"demo": demo, "test": test, "run": run, "windows": windows, "wine": wine}
    if rest and known.command not in passes_on:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")

    opens_window = known.command in {"demo", "run"} and "--no-window" not in rest and bool(os.environ.get("DISPLAY"))
    qt = QT_LIBRARIES if known.command in passes_on else {}
    ensure_system(qt | (XCB_LIBRARIES if opens_window else {}))
    if known.command == "lock":
        ensure_environment()
        return lock(upgrade=known.upgrade)
    ensure_packages("run" if known.command in {"demo", "run"} else "dev")
    return check(full=known.full) if known.command == "check" else passes_on[known.command](rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
