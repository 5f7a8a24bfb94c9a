"""Pictures of every page in light and dark, to be looked at: ``python -m ui.pictures --out DIR [--store PATH]``.

Without a store the demonstration is made and pictured. The pictures are taken offscreen in the bundled typeface,
which stands in for the system's.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from koorddesk.services.demo import TODAY, run_demo
from koorddesk.services.desk import Desk, open_desk
from koorddesk.settings import Settings
from ui import theme
from ui.app import make_application, make_window, speak
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.pages import all_pages

_PATIENCE = 60.0  # seconds for a page to read what it shows
_QUIET = 0.25  # seconds without a job before a page counts as drawn


def settle(app: QApplication, window: MainWindow, patience: float = _PATIENCE) -> None:
    """Let the window work until no job has run for a moment."""
    end, quiet = time.monotonic() + patience, time.monotonic()
    while time.monotonic() < end and time.monotonic() - quiet < _QUIET:
        app.processEvents()
        time.sleep(0.005)
        if window.place.jobs.running:
            quiet = time.monotonic()


def take(app: QApplication, desk: Desk, folder: Path, size: QSize, *, dark: bool, pages: Sequence[str]) -> list[Path]:
    """Grab the pages of a window on ``desk`` and return the files."""
    light = QPalette(app.palette())
    if dark:
        app.setPalette(theme.dark_palette(light))
    with tempfile.TemporaryDirectory() as memory:
        window = make_window(desk, Memory(Path(memory) / "window.ini"))
        window.resize(size)
        window.show()
        written = []
        for number, key in enumerate(pages, start=1):
            window.show_page(key)
            settle(app, window)
            path = folder / f"{number:02d}-{key}-{'dark' if dark else 'light'}.png"
            window.grab().save(str(path))
            written.append(path)
        window.close()
        window.deleteLater()
        app.processEvents()
    app.setPalette(light)
    return written


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures and print where they lie."""
    parser = argparse.ArgumentParser(prog="python -m ui.pictures")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--store", type=Path, help="the store to picture; the demonstration where none is named")
    parser.add_argument("--size", default="1366x768", help="of the window, in device-independent pixels")
    parser.add_argument("--page", action="append", choices=[spec.key for spec in all_pages()])
    chosen = parser.parse_args(argv)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    width, _, height = chosen.size.partition("x")
    chosen.out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    app.setFont(QFont("IBM Plex Sans", 9))
    with tempfile.TemporaryDirectory() as folder:
        store = chosen.store or run_demo(Path(folder) / "demo").store
        desk = open_desk(store, settings=Settings(), account="eksempel", today=lambda: TODAY)
        speak(app, desk.translator.language)
        pages = chosen.page or [spec.key for spec in all_pages()]
        for dark in (False, True):
            size = QSize(int(width), int(height))
            for path in take(app, desk, chosen.out, size, dark=dark, pages=pages):
                print(path)
        desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
