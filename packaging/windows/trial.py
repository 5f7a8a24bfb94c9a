"""Tries what was built under Debian's wine: install silently, work, look, upgrade, repair, remove; both installers.

    packaging/dev.py wine [--out DIR] [--only user|machine|archive]

DIR is the folder that ``packaging/dev.py windows`` filled. It takes a quarter of an hour and says what it saw; the
pictures lie in ``DIR/trial``. What wine cannot tell (SmartScreen, application control, group policy as it comes from a
domain, a real printer) only a real Windows can.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import installer
import launcher
import stage
from tools import INTERPRETER, ROOT, Stop, program, run
from wine import DISPLAY, Wine

from koorddesk.policies import KEY, POLICIES, Kind
from koorddesk.store.tables import SCHEMA_VERSION

OLDER = "0.0.1"
STORES = ROOT / "tests" / "data" / "stores"
_POLICY_KEY = rf"HKLM\{KEY}"
_PAGE = "1000x400+250+200"  # where on the screen the page shows what it has read, and nothing before
_DRAWN = 50  # colours there
_AT_REST = 3  # pictures that look alike, one after another
# What is pictured by the installed program: PDF, drawings and dates, what the organisation has set.
_PICTURED = ("--page", "letters", "--page", "overview", "--dialog", "settings")
_DARK = 0.4  # of white, over the whole screen
_WINDOWS_PROGRAM = 2  # IMAGE_SUBSYSTEM_WINDOWS_GUI: no console window


@dataclass(frozen=True)
class Place:
    """A program in a prefix: its folder, and how its commands are called."""

    wine: Wine
    folder: Path

    def cli(self, *arguments: str | Path, allowed: tuple[int, ...] = (0,)) -> str:
        """Run a command of koorddesk; paths of the prefix are given as Windows names them."""
        words = [self.wine.windows_path(word) if isinstance(word, Path) else word for word in arguments]
        return self.wine.run(self.wine.windows_path(self.folder / launcher.COMMAND_LINE), *words, allowed=allowed)

    def python(self, *arguments: str) -> str:
        """Run Python code on the installed program, by a copy of its runtime to which the interpreter is added."""
        own = self.wine.drive / "python"
        shutil.rmtree(own, ignore_errors=True)
        shutil.copytree(self.folder / "runtime", own)
        shutil.copyfile(self.wine.folder.parent / INTERPRETER, own / "python.exe")
        (places,) = own.glob("python*._pth")
        lines = [
            f"{places.stem}.zip",
            ".",
            *(self.wine.windows_path(self.folder / name) for name in ("lib", "program")),
        ]
        places.write_text("\n".join(lines), encoding="utf-8")
        return self.wine.run(self.wine.windows_path(own / "python.exe"), "-B", *arguments)

    def open(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Open the window."""
        words = [self.wine.windows_path(word) if isinstance(word, Path) else word for word in arguments]
        return self.wine.start(self.wine.windows_path(self.folder / launcher.WINDOW), *words)


def trial(out: Path, only: str | None = None) -> None:
    """Go through the whole life of both installers and of the archive; raises Stop at the first thing that is wrong."""
    version = stage.version_of_program()
    staged, work = out / "koorddesk", out / "trial"
    if not staged.is_dir():
        raise Stop(f"{out} holds no build. First: python3 packaging/dev.py windows --out {out}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with _step("a Windows of its own"):
        wine = Wine(work)
        wine.add_shims()
    with _screen():
        for scope, saved in ((installer.USER, "0001"), (installer.MACHINE, "0002")):
            if only not in {None, scope.name}:
                continue
            older = work / f"koorddesk-{OLDER}-{scope.name}.msi"
            with _step(f"an installer of version {OLDER} from the same files"):
                installer.build(staged, older, scope, OLDER)
            newer = out / f"koorddesk-{version}-{scope.name}.msi"
            _life(wine, scope, (_copied(wine, older), _copied(wine, newer)), version, STORES / f"{saved}.sqlite")
        if only in {None, "archive"}:
            _portable(wine, out / f"koorddesk-{version}-portable.zip")
    wine.close()


def _life(wine: Wine, scope: installer.Scope, packages: tuple[str, str], version: str, saved: Path) -> None:
    """Install, use, upgrade, repair and remove one of the installers."""
    name, (older, newer) = scope.name, packages
    local = wine.user / "AppData" / "Local"
    place = Place(wine, (local / "Programs" if name == "user" else wine.drive / "Program Files") / "koorddesk")
    own, demo = local / "koorddesk" / "koorddesk.sqlite", wine.user / "Documents" / f"Prøve æøå {name}"
    with _step(f"{name}: install {OLDER}"):
        wine.msiexec("/i", older)
        _expect((place.folder / launcher.WINDOW).is_file() and len(wine.installed()) == 1, "installed once")
    with _step(f"{name}: what Windows says of it"):
        _manners(place, scope, OLDER)
    before = _files(place.folder)
    with _step(f"{name}: the main job by the command line"):
        printed = place.cli("demo", "--no-window", "--out", demo)
        _expect(len(list((demo / "breve").glob("*.pdf"))) == 17 and "i orden" in printed, "17 letters, store in order")
    with _step(f"{name}: the window, a second start, log-off"):
        _window(place, demo / "demonstration.sqlite", f"window-{name}.png")
    with _step(f"{name}: what it wrote beside itself"):
        written = _files(place.folder) ^ before
        _expect(not written, f"nothing is written beside the program: {sorted(written)[:5]}")
    own.parent.mkdir(parents=True, exist_ok=True)
    own.unlink(missing_ok=True)
    shutil.copyfile(saved, own)
    content = own.read_bytes()
    with _step(f"{name}: upgrade to {version} over it, with a store of schema {saved.stem}"):
        wine.msiexec("/i", newer)
        shown = wine.installed()
        _expect(len(shown) == 1 and version in shown[0], f"one program in the list, version {version}: {shown}")
        said = installer.DATA_STAYS.partition("og bliver")[0]  # beyond this, reg prints in a code page of its own
        _expect(said in shown[0], f"the list says where the data lies: {shown[0]}")
        _expect(own.read_bytes() == content, "the store is untouched by the installer")
        wine.msiexec("/i", older, allowed=tuple(range(1, 256)))
        _expect(version in wine.installed()[0], "an older version is refused")
    with _step(f"{name}: first start of the new version"):
        _first_start(place, own, saved)
        place.cli("check", "--store", demo / "demonstration.sqlite")
    with _step(f"{name}: what is shipped in part"):
        days = "from koorddesk.services.holidays_da import holiday_name; import datetime as dt; "
        said = place.python("-c", days + "print(ascii([holiday_name(dt.date(year, 5, 5)) for year in (2023, 2024)]))")
        _expect("['Store bededag', None]" in said, f"Danish holidays: {said}")
    with _step(f"{name}: group policy"):
        _policies(place)
    if name == "machine":
        with _step(f"{name}: the window in the dark, at 150 %"):
            _appearance(place, demo / "demonstration.sqlite")
        with _step(f"{name}: pages that need most"):
            _pages(place, demo / "demonstration.sqlite")
    with _step(f"{name}: repair"):
        (place.folder / "program" / "koorddesk" / "cli.py").unlink()
        (place.folder / "runtime" / "python312.dll").unlink()
        # What /fa means, spelled out: under wine 8 /fa itself fails, by file and by identity.
        wine.msiexec("/i", newer, "REINSTALL=ALL", "REINSTALLMODE=amus")
        place.cli("announcement", "list")
        _expect((place.folder / "program" / "koorddesk" / "cli.py").is_file(), "what was missing is there again")
    with _step(f"{name}: remove"):
        wine.msiexec("/x", newer)
        _expect(not _files(place.folder), f"nothing of the program is left: {sorted(_files(place.folder))[:5]}")
        _expect(own.is_file() and (demo / "demonstration.sqlite").is_file(), "the data is")
        _expect(not wine.installed(), "the list of programs no longer shows it")
        _expect(not wine.registry(rf"{scope.root}\Software\Classes\koorddesk.Store"), "nor do the file types")
    if name == "machine":
        with _step(f"{name}: install elsewhere, without start menu and file types"):
            _with_properties(wine, newer, own)


def _with_properties(wine: Wine, package: str, own: Path) -> None:
    """Install with the properties that administrators may set, use, and remove."""
    place = Place(wine, wine.drive / "Egne programmer" / "koorddesk")
    where = f"INSTALLDIR={wine.windows_path(place.folder)}"
    wine.msiexec("/i", package, where, "ADDLOCAL=Main")
    _expect((place.folder / launcher.WINDOW).is_file(), "installed in the folder that was named")
    _expect(not list((wine.drive / "ProgramData").rglob("koorddesk.lnk")), "no entry in the start menu")
    _expect(not wine.registry(r"HKLM\Software\Classes\koorddesk.Store"), "no file types")
    place.cli("announcement", "list")
    wine.msiexec("/x", package, where)
    _expect(not _files(place.folder) and own.is_file(), "removed, and the data left")


def _portable(wine: Wine, archive: Path) -> None:
    """Unpack the archive and use it."""
    with _step("archive: unpack and use"):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(wine.drive / "Bærbar")
        place = Place(wine, wine.drive / "Bærbar" / "koorddesk")
        before = _files(place.folder)
        # As deep as a path may be that is not announced as a long one; with the file's name it is longer than that.
        deep = wine.user / "Documents" / ("dyb" * 20) / ("mappe" * 12) / ("med" * 20) / ("navne" * 12)
        deep.mkdir(parents=True)
        store = deep / "lang.sqlite"
        _expect(len(wine.windows_path(store)) > 260, "a path of more than 260 signs")
        place.cli("announcement", "list", "--store", store)
        _expect(store.is_file(), "is used")
        _expect(_files(place.folder) == before, "nothing is written beside the program")
        shutil.rmtree(wine.drive / "Bærbar")


def _manners(place: Place, scope: installer.Scope, version: str) -> None:
    """Ask Windows what it knows of the installed program."""
    wine = place.wine
    printed = place.python(
        wine.windows_path(Path(__file__).with_name("probe.py")), wine.windows_path(place.folder / launcher.WINDOW)
    )
    found: dict[str, Any] = json.loads(printed.partition("PROBE ")[2])
    shown = found["properties"]
    _expect(
        (shown["CompanyName"], shown["FileVersion"], shown["ProductName"])
        == (launcher.PUBLISHER, stage.version_of_program(), "koorddesk"),
        f"publisher and version: {shown}",
    )
    _expect(found["icons"] >= 1 and found["subsystem"] == _WINDOWS_PROGRAM, "an icon, and no console window")
    for sign in ("PerMonitorV2", "<longPathAware", "asInvoker"):
        _expect(sign in found["manifest"], f"the manifest says {sign.strip('<')}")
    for name, ending, _, option in installer.FILE_TYPES:
        # Wine 8 does not look below HKCU for what opens a file, as Windows does.
        classes = rf"{scope.root}\Software\Classes"
        noted = wine.registry(rf"{classes}\{ending}") + wine.registry(rf"{classes}\koorddesk.{name}")
        command = noted if scope is installer.USER else found["opened by"][ending]
        _expect(launcher.WINDOW in command and f'{option} "%1"' in command, f"a double click on {ending}: {command}")
    _expect(found["documents"][0] == found["documents"][1], f"the documents are where Windows says: {found}")
    _expect(found["local"][0] == found["local"][1], "and so is the data")
    menus = (wine.user / "AppData" / "Roaming", wine.drive / "ProgramData")
    links = [path for menu in menus for path in menu.rglob("koorddesk.lnk")]
    _expect(len(links) == 1 and "Start Menu" in str(links[0]), f"one entry in the start menu: {links}")
    _expect(version in wine.installed()[0] and launcher.PUBLISHER in wine.installed()[0], "listed with its publisher")
    _expect(bool(wine.registry(rf"{scope.root}\Software\koorddesk")), f"noted below {scope.root}")


def _window(place: Place, store: Path, picture: str) -> None:
    """Open the window, keep a picture, start it a second time, and log off."""
    wine = place.wine
    window = place.open("--store", store)
    try:
        _wait_until_drawn(wine.folder / picture)
        second = place.open("--store", store)
        _expect(second.wait(timeout=120) == 0, "a second start ends at once")
        _expect(window.poll() is None, "and the first window stays")
        wine.run("wineboot", "--end-session", allowed=(0, 1))
        window.wait(timeout=120)
    except subprocess.TimeoutExpired as late:
        raise Stop(f"{late.cmd} does not end.") from late
    finally:
        window.kill()
        window.wait()
        wine.close()
    left = [
        path.name
        for path in store.parent.iterdir()
        if path.name.startswith(f"{store.name}-") or path.name.endswith((".show", ".lock"))
    ]
    _expect(not left, f"log-off closes the store properly: {left}")


def _first_start(place: Place, own: Path, saved: Path) -> None:
    """Open a store of an older schema, then one of a newer program, then a damaged one."""
    place.cli("announcement", "list")
    copies = list(own.parent.glob(f"{own.stem}-before-{SCHEMA_VERSION}-*"))
    _expect(len(copies) == 1, "the store was copied and migrated")
    _expect('"ok": true' in place.cli("check", "--json"), "it is sound")
    newer = own.with_name("nyere.sqlite")
    newer.write_bytes(saved.read_bytes().replace(saved.stem.encode(), b"9999"))
    said = place.cli("announcement", "list", "--store", newer, allowed=(2,))
    _expect("nyere version" in said, f"a store of a newer program is refused with a sentence: {said}")
    newer.unlink()
    good = own.read_bytes()
    own.write_bytes(b"x" * 8192)
    said = place.cli("announcement", "list", allowed=(2,))
    _expect(copies[0].name in said and "beskadiget" in said, f"a damaged store names its copies: {said}")
    place.cli("restore", copies[0])
    place.cli("announcement", "list")
    kept = own.parent.glob(f"{own.stem}-before-restore-*")
    _expect(any(path.read_bytes()[:4] == b"xxxx" for path in kept), "a copy is put back, the damaged store is kept")
    for path in own.parent.glob(f"{own.stem}-before-*"):
        path.unlink()
    own.write_bytes(good)


def _policies(place: Place) -> None:
    """Set every policy of the template and ask the program what is in force."""
    wine = place.wine
    values = {
        Kind.TEXT: ("REG_SZ", "Prøve"),
        Kind.FOLDER: ("REG_EXPAND_SZ", r"%SystemDrive%\Prøve"),
        Kind.CHOICE: ("REG_SZ", "en"),
    }
    values |= {
        Kind.NUMBER: ("REG_DWORD", "7"),
        Kind.SWITCH: ("REG_DWORD", "1"),
        Kind.LINES: ("REG_MULTI_SZ", r"Gade 1\0By"),
    }
    try:
        for policy in POLICIES:
            kind, value = values[policy.kind]
            wine.run("reg", "add", rf"HKLM\{policy.key}", "/v", policy.value, "/t", kind, "/d", value, "/f")
        listed = json.loads(place.cli("policies", "--json"))["policies"]
        _expect(
            all(row["managed"] and KEY in row["source"] for row in listed) and len(listed) == len(POLICIES),
            f"all {len(POLICIES)} policies are in force: {[row['name'] for row in listed if not row['managed']]}",
        )
        folder = next(row for row in listed if row["name"] == "BackupFolder")
        _expect(folder["value"] == r"C:\Prøve", f"with variables filled in: {folder}")
        wine.run("reg", "add", _POLICY_KEY, "/v", "Language", "/t", "REG_SZ", "/d", "fr", "/f")
        said = place.cli("announcement", "list", allowed=(2,))
        _expect("Policies" in said, f"a value that cannot be is named with its key: {said}")
    finally:
        wine.run("reg", "delete", _POLICY_KEY, "/f")


def _appearance(place: Place, store: Path) -> None:
    """Open the window where the system is set to dark and to large, and keep a picture."""
    wine, picture = place.wine, place.wine.folder / "window-dark-150.png"
    set_ = {
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize": ("AppsUseLightTheme", "0", "1"),
        r"HKCU\Control Panel\Desktop": ("LogPixels", "144", "96"),
    }
    for key, (value, wanted, _) in set_.items():
        wine.run("reg", "add", key, "/v", value, "/t", "REG_DWORD", "/d", wanted, "/f")
    wine.close()
    window = place.open("--store", store)
    try:
        _wait_until_drawn(picture)
        mean = float(run(["identify", "-format", "%[fx:mean]", picture]))
        _expect(mean < _DARK, f"it is dark: {mean:.2f}")
    finally:
        window.kill()
        window.wait()
        wine.close()
        for key, (value, _, usual) in set_.items():
            wine.run("reg", "add", key, "/v", value, "/t", "REG_DWORD", "/d", usual, "/f")


def _pages(place: Place, store: Path) -> None:
    """Let the installed program take a picture of pages that need most: nothing that they need is missing."""
    folder, named = place.wine.folder / "pages", place.wine.windows_path
    # What takes pictures is not shipped; it comes from the checkout, everything that it pictures from the program.
    start = "runpy.run_module('ui.pictures', {}, '__main__')"
    take = (
        f"import os, runpy, ui; os.environ['QT_QPA_PLATFORM'] = 'windows'; ui.__path__.append({named(ROOT / 'ui')!r})"
    )
    place.python("-c", f"{take}; {start}", "--out", named(folder), "--store", named(store), *_PICTURED)
    pictures = sorted(folder.rglob("*.png"))
    plain = [path.name for path in pictures if int(run(["identify", "-format", "%k", path])) < 50]
    _expect(2 * len(pictures) == len(_PICTURED) and not plain, f"{len(pictures)} pictures of pages: {plain}")


def _wait_until_drawn(picture: Path) -> None:
    """Keep a picture of the screen once a window is drawn and has come to rest."""
    seen: list[int] = []
    for _ in range(90):
        time.sleep(4)
        run([program("import"), "-display", DISPLAY, "-window", "root", picture])
        seen.append(int(run(["convert", picture, "-crop", _PAGE, "+repage", "-format", "%k", "info:"])))
        if seen[-1] > _DRAWN and len(seen) >= _AT_REST and len(set(seen[-_AT_REST:])) == 1:
            print(f"   {picture}: {seen[-1]} colours in the page")
            return
    raise Stop(f"No window was drawn: {picture}")


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def _copied(wine: Wine, package: Path) -> str:
    target = wine.drive / package.name
    shutil.copyfile(package, target)
    return wine.windows_path(target)


def _expect(true: bool, what: str) -> None:
    if not true:
        raise Stop(f"Not so: {what}")
    print(f"   {what.partition(':')[0]}", flush=True)


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
        [program("Xvfb"), DISPLAY, "-screen", "0", "1366x768x24"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
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
    parser.add_argument("--only", choices=("user", "machine", "archive"), help="try only this")
    given = parser.parse_args(arguments)
    try:
        trial(given.out.resolve(), given.only)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    print("The trial passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
