"""Tries what was built under Debian's wine: install silently, work, look, upgrade, repair, remove.

    packaging/dev.py wine [--out DIR]

DIR is the folder that ``packaging/dev.py windows`` filled. It takes some minutes and says what it saw; the
picture of the window lies in ``DIR/trial``. Wine 8 lacks two libraries that Windows 10 has: stand-ins (``shims``) are
put into the trial's own prefix, never into the program. What wine cannot tell (SmartScreen, application control, group
policy as it comes from a domain, printing) only a real Windows can.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import installer
import stage
from tools import ROOT, Stop, program, run

OLDER = "0.0.1"
HERE = Path(__file__).resolve().parent
_DISPLAY = ":97"
_OVERRIDES = "mscoree,mshtml,wbemprox=;icuuc,bcryptprimitives=n"
_UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"


def trial(out: Path) -> None:
    """Go through the whole life of both installers; raises Stop at the first thing that is not as it should be."""
    version = stage.version_of_program()
    staged, work = out / "koorddesk", out / "trial"
    if not staged.is_dir():
        raise Stop(f"{out} holds no build. First: python3 packaging/dev.py windows --out {out}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with _step("a Windows of its own"):
        wine = Wine(work)
    older = work / f"koorddesk-{OLDER}-user.msi"
    with _step(f"an installer of version {OLDER} from the same files"):
        installer.build(staged, older, installer.USER, OLDER)
    with _screen():
        _for_a_user(wine, older, out / f"koorddesk-{version}-user.msi", version)
        _for_the_machine(wine, out / f"koorddesk-{version}-machine.msi")
    wine.run("wineboot", "-k")


def _for_a_user(wine: Wine, older: Path, newer: Path, version: str) -> None:
    place = wine.user / "AppData" / "Local" / "Programs" / "koorddesk"
    with _step(f"user: install {OLDER}"):
        wine.msiexec("/i", _copied(wine, older))
        _expect(
            (place / "koorddesk.exe").is_file() and len(wine.installed()) == 1,
            "installed once",
        )
    demo = wine.user / "Documents" / "Prøve æøå"
    cli = wine.windows_path(place / "koorddesk-cli.exe")
    with _step("user: the main job by the command line"):
        printed = wine.run(cli, "demo", "--no-window", "--out", wine.windows_path(demo))
        _expect(len(list((demo / "breve").glob("*.pdf"))) == 17 and "i orden" in printed, "17 letters, store in order")
    own = wine.user / "AppData" / "Local" / "koorddesk" / "koorddesk.sqlite"
    with _step("user: a store of one's own"):
        wine.run(cli, "announcement", "list")
        _expect(own.is_file(), "the store lies in the local folder")
    with _step("user: the window"):
        _picture(wine, place, demo / "demonstration.sqlite")
    before = own.read_bytes()
    with _step(f"user: upgrade to {version} over it"):
        wine.msiexec("/i", _copied(wine, newer))
        shown = wine.installed()
        _expect(len(shown) == 1 and version in shown[0], f"one program in the list, version {version}: {shown}")
        _expect(own.read_bytes() == before, "the store is untouched by the installer")
        wine.run(cli, "announcement", "list")
        wine.run(cli, "announcement", "list", "--store", wine.windows_path(demo / "demonstration.sqlite"))
    with _step("user: repair"):
        (place / "program" / "koorddesk" / "cli.py").unlink()
        (place / "runtime" / "python312.dll").unlink()
        # What /fa means, spelled out: under wine 8 /fa itself fails, by file and by identity.
        wine.msiexec("/i", _copied(wine, newer), "REINSTALL=ALL", "REINSTALLMODE=amus")
        wine.run(cli, "announcement", "list")
        _expect((place / "program" / "koorddesk" / "cli.py").is_file(), "what was missing is there again")
    with _step("user: remove"):
        wine.msiexec("/x", _copied(wine, newer))
        left = [path for path in place.rglob("*") if path.is_file()] if place.exists() else []
        _expect(not left, f"nothing of the program is left: {left[:5]}")
        _expect(own.is_file() and (demo / "demonstration.sqlite").is_file(), "the data is")
        _expect(not wine.installed(), "the list of programs no longer shows it")


def _for_the_machine(wine: Wine, package: Path) -> None:
    place = wine.drive / "Program Files" / "koorddesk"
    with _step("machine: install"):
        wine.msiexec("/i", _copied(wine, package))
        _expect((place / "koorddesk.exe").is_file(), "installed in Program Files")
    cli = wine.windows_path(place / "koorddesk-cli.exe")
    with _step("machine: group policy"):
        wine.run("reg", "add", r"HKLM\SOFTWARE\Policies\koorddesk", "/v", "Language", "/t", "REG_SZ", "/d", "fr", "/f")
        printed = wine.run(cli, "announcement", "list", allowed=(2,))
        _expect("Policies" in printed, f"a value that cannot be is named with its key: {printed}")
        wine.run("reg", "delete", r"HKLM\SOFTWARE\Policies\koorddesk", "/f")
    with _step("machine: use and what it wrote beside itself"):
        before = set(place.rglob("*"))
        wine.run(cli, "announcement", "list")
        written = set(place.rglob("*")) - before
        _expect(not written, f"nothing is written beside the program: {sorted(written)[:5]}")
    with _step("machine: remove"):
        wine.msiexec("/x", _copied(wine, package))
        _expect(not any(path.is_file() for path in place.rglob("*")), "nothing of the program is left")


def _picture(wine: Wine, place: Path, store: Path) -> None:
    """Open the window on a store, wait until it is drawn, and keep a picture of the screen."""
    window = wine.start(wine.windows_path(place / "koorddesk.exe"), "--store", wine.windows_path(store))
    picture = wine.folder / "window.png"
    try:
        for _ in range(60):
            time.sleep(4)
            run([program("import"), "-display", _DISPLAY, "-window", "root", picture])
            colours = int(run(["identify", "-format", "%k", picture]))
            if colours > 300:  # an empty screen has one, a drawn window many hundreds
                break
        else:
            raise Stop(f"No window was drawn: {picture}")
    finally:
        window.kill()
        window.wait()
        wine.run("wineboot", "-k")
    print(f"   {picture}: {colours} colours")


def _copied(wine: Wine, package: Path) -> str:
    target = wine.drive / package.name
    if not target.exists():
        shutil.copyfile(package, target)
    return wine.windows_path(target)


def _expect(true: bool, what: str) -> None:
    if not true:
        raise Stop(f"Not so: {what}")
    print(f"   {what.partition(':')[0]}")


@contextlib.contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"== {what}", flush=True)
    started = time.monotonic()
    yield
    print(f"   {time.monotonic() - started:.0f} s", flush=True)


@contextlib.contextmanager
def _screen() -> Iterator[None]:
    """Run a virtual screen of a usual laptop's size."""
    server = subprocess.Popen(
        [program("Xvfb"), _DISPLAY, "-screen", "0", "1366x768x24"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(1)
        yield
    finally:
        server.terminate()
        server.wait()


def main(arguments: list[str]) -> int:
    """Read the options and try."""
    parser = argparse.ArgumentParser(prog="packaging/dev.py wine")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "windows", metavar="DIR")
    try:
        trial(parser.parse_args(arguments).out.resolve())
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    print("The trial passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
