"""Pictures of every page and dialog, to be looked at: ``python -m ui.pictures --out DIR [--store PATH] [--all]``.

Without more, the pages and dialogs at 100 %, light. ``--all`` takes them light, dark and in high contrast, and at 100,
125, 150 and 200 %, each at the size of a usual screen of that scale. Without a store the demonstration is made and
pictured. The pictures are taken offscreen in the bundled typeface, which stands in for the system's.
``--help-pictures`` takes the pictures of the help in both languages instead.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from koorddesk.i18n import LANGUAGES, Translator
from koorddesk.paths import resource
from koorddesk.services.demo import TODAY, run_demo
from koorddesk.services.desk import Desk, open_desk
from koorddesk.settings import Settings
from ui import theme
from ui.app import make_application, make_window, speak
from ui.gallery import DIALOGS
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.pages import all_pages

LOOKS = ("light", "dark", "contrast")
# per cent -> a usual screen of that scale, in device-independent pixels: 1366x768, 1920x1080 (twice), 2880x1800
SCREENS = {100: (1366, 768), 125: (1536, 864), 150: (1280, 720), 200: (1440, 900)}
_PATIENCE = 60.0  # seconds for a page to read what it shows
_QUIET = 0.25  # seconds without a job before a page counts as drawn
_POINTS = 9.0
_VIVID, _GREYISH = 128, 40  # colours of a small picture kept for what is not grey, and how far from grey that is


def settle(app: QApplication, window: MainWindow, patience: float = _PATIENCE) -> None:
    """Let the window work until no job has run for a moment."""
    end, quiet = time.monotonic() + patience, time.monotonic()
    while time.monotonic() < end and time.monotonic() - quiet < _QUIET:
        before = time.monotonic()
        app.processEvents()
        time.sleep(0.005)
        # What took long has brought something, which is laid out in the next round.
        if window.place.jobs.running or time.monotonic() - before > _QUIET / 5:
            quiet = time.monotonic()


def palette_of(look: str, light: QPalette) -> QPalette:
    """Return the palette of a look, as a system in that look would give it."""
    if look == "dark":
        return theme.dark_palette(light)
    return theme.contrast_palette(light) if look == "contrast" else QPalette(light)


def take(
    app: QApplication,
    desk: Desk,
    folder: Path,
    size: QSize,
    names: tuple[Sequence[str], Sequence[str]],
    mark: str,
    *,
    plain: bool = False,
) -> list[Path]:
    """Grab pages and dialogs (``names``) of a window on ``desk``; return the files, whose names end in ``mark``.

    A ``plain`` picture leaves out the status bar, which names a file of this machine.
    """
    pages, dialogs = names
    written = []
    with tempfile.TemporaryDirectory() as memory:
        window = make_window(desk, Memory(Path(memory) / "window.ini"))
        window.statusBar().setVisible(not plain)
        window.resize(size)
        window.show()
        for number, key in enumerate(pages, start=1):
            window.show_page(key)
            settle(app, window)
            written.append(_keep(window, folder / f"{number:02d}-{key}-{mark}.png"))
        for name in dialogs:
            dialog = DIALOGS[name](window.place, window)
            dialog.show()
            settle(app, window)
            written.append(_keep(dialog, folder / f"dialog-{name.replace(' ', '-')}-{mark}.png"))
            dialog.close()
            dialog.deleteLater()
        window.close()
        window.deleteLater()
        app.processEvents()
    return written


def take_help(app: QApplication, store: Path) -> list[Path]:
    """Take the pictures of the help anew: each page of the window, and the dialogs that a task shows."""
    written = []
    for language in LANGUAGES:
        folder = resource("help", "pictures", language)
        folder.mkdir(parents=True, exist_ok=True)
        desk = _open(store, language)
        speak(app, language)
        with tempfile.TemporaryDirectory() as place:
            names = [spec.key for spec in all_pages()], ["import", "settings", "step renewed-consideration-request"]
            for path in take(app, desk, Path(place), QSize(*SCREENS[100]), names, language, plain=True):
                name = path.stem.removesuffix(f"-{language}").removeprefix("dialog-").lstrip("0123456789").lstrip("-")
                written.append(_keep_small(path, folder / f"{name}.png"))
        with tempfile.TemporaryDirectory() as place:
            empty = open_desk(
                Path(place) / "koorddesk.sqlite", settings=Settings(language=language), account="x", today=lambda: TODAY
            )
            (path,) = take(app, empty, Path(place), QSize(*SCREENS[100]), (["today"], []), language, plain=True)
            written.append(_keep_small(path, folder / "begin.png"))
            empty.close()
        desk.close()
    return written


def _keep_small(source: Path, target: Path) -> Path:
    """Keep a picture with few colours, which is all a window needs, in a quarter of the room."""
    whole = QImage(str(source)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(whole.constBits()).cast("I")
    common = [colour for colour, _ in Counter(pixels).most_common()]
    vivid = [colour for colour in common if _is_vivid(colour)][:_VIVID]  # few points, but a state is told by them
    table = [*vivid, *(colour for colour in common if colour not in vivid)][:256]
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    picture = whole.convertToFormat(QImage.Format.Format_Indexed8, table, plain)
    picture.save(str(target), quality=0)  # 0: pressed as far as it goes
    return target


def _is_vivid(colour: int) -> bool:
    parts = [colour >> shift & 0xFF for shift in (16, 8, 0)]
    return max(parts) - min(parts) > _GREYISH


def _keep(widget: QWidget, path: Path) -> Path:
    widget.grab().save(str(path))
    return path


def _open(store: Path, language: str) -> Desk:
    desk = open_desk(store, settings=Settings(language=language), account="eksempel", today=lambda: TODAY)
    return replace(desk, translator=Translator(language))


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures and print where they lie."""
    parser = argparse.ArgumentParser(prog="python -m ui.pictures")
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--store", type=Path, help="the store to picture; the demonstration where none is named")
    parser.add_argument("--all", action="store_true", help="every look and every scale")
    parser.add_argument("--look", action="append", choices=LOOKS)
    parser.add_argument("--scale", action="append", type=int, choices=list(SCREENS))
    parser.add_argument("--size", help="of the window, as 1366x768, in device-independent pixels")
    parser.add_argument("--language", choices=LANGUAGES, default="da")
    parser.add_argument("--page", action="append", choices=[spec.key for spec in all_pages()])
    parser.add_argument("--dialog", action="append", choices=sorted(DIALOGS))
    parser.add_argument("--help-pictures", action="store_true", help="take the pictures of the help anew")
    chosen = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "koorddesk.sqlite"  # under its own name it would say that it is the example
        shutil.copy(chosen.store or run_demo(Path(folder) / "demo").store, store)
        scales = chosen.scale or (list(SCREENS) if chosen.all else [100])
        for scale in scales[1:]:  # the scale of a program is fixed when it starts
            _take_in_another(argv or sys.argv[1:], scale, store)
        _take_here(chosen, scales[0], store)
    return 0


def _take_in_another(arguments: Sequence[str], scale: int, store: Path) -> None:
    kept = [word for word in arguments if word != "--all"]
    while "--scale" in kept:
        place = kept.index("--scale")
        del kept[place : place + 2]
    looks = [word for look in LOOKS for word in ("--look", look)] if "--all" in arguments else []
    before = os.environ.get("QT_SCALE_FACTOR")
    os.environ["QT_SCALE_FACTOR"] = str(scale / 100)
    process = multiprocessing.get_context("spawn").Process(
        target=main, args=([*kept, *looks, "--scale", str(scale), "--store", str(store)],)
    )
    process.start()
    process.join()
    os.environ.pop("QT_SCALE_FACTOR")
    if before is not None:
        os.environ["QT_SCALE_FACTOR"] = before


def _take_here(chosen: argparse.Namespace, scale: int, store: Path) -> None:
    os.environ.setdefault("QT_SCALE_FACTOR", str(scale / 100))
    app = make_application()
    app.setFont(QFont("IBM Plex Sans", round(_POINTS)))
    if chosen.help_pictures:
        for path in take_help(app, store):
            print(path)
        return
    size = QSize(*(int(part) for part in chosen.size.split("x"))) if chosen.size else QSize(*SCREENS[scale])
    only = chosen.page or chosen.dialog
    names = (
        chosen.page or ([] if only else [spec.key for spec in all_pages()]),
        chosen.dialog or ([] if only else sorted(DIALOGS)),
    )
    light = QPalette(app.palette())
    desk = _open(store, chosen.language)
    speak(app, chosen.language)
    for look in chosen.look or (LOOKS if chosen.all else LOOKS[:1]):
        app.setPalette(palette_of(look, light))
        theme.adjust_palette(app)
        for path in take(app, desk, chosen.out, size, names, f"{look}-{scale}"):
            print(path)
    desk.close()


if __name__ == "__main__":
    sys.exit(main())
