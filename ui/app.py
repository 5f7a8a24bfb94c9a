"""Start of the window: the application, its language, its last line of defence, and the one main window."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from koorddesk import __version__
from koorddesk.errors import KoorddeskError
from koorddesk.i18n import Translator
from koorddesk.paths import config_folder, log_folder
from koorddesk.services.desk import Desk, open_desk
from ui import icons, theme
from ui.collector import Collector
from ui.dialogs.window_dialogs import ShownDialogs
from ui.jobs import JobRunner
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.notify import FaultHandler, Notifier
from ui.pages import all_pages
from ui.workplace import Workplace

_LOG_BYTES = 1_000_000


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the application object with name, style, fonts and the user's scale; made once."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(["koorddesk", *arguments])
    app.setApplicationName("koorddesk")
    app.setApplicationVersion(__version__)
    app.setOrganizationName("koorddesk")
    theme.apply(app)
    app.setWindowIcon(QIcon(icons.pixmap("route", 64, app.palette().highlight().color())))
    return app


def speak(app: QApplication, language: str) -> None:
    """Let Qt's own buttons, dates and numbers speak the user's language."""
    QLocale.setDefault(QLocale("da_DK" if language == "da" else "en_GB"))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    catalogue = QTranslator(app)
    if catalogue.load(f"qtbase_{language}", folder):
        app.installTranslator(catalogue)


def make_window(desk: Desk, memory: Memory) -> MainWindow:
    """Return the main window over an open desk; it is not shown yet."""
    jobs, notifier = JobRunner(), Notifier(desk.translator)
    place = Workplace(desk, jobs, notifier, memory)
    window = MainWindow(place, all_pages(), ShownDialogs(place))
    for part in (jobs, notifier, place):
        part.setParent(window)
    return window


def run(store: Path | None = None) -> int:
    """Open the window on a store (the user's own by default) and return when it is closed."""
    _keep_log()
    app = make_application()
    try:
        desk = open_desk(store)
    except KoorddeskError as error:
        language = Translator()
        speak(app, language.language)
        Notifier(language).show_error(error)
        return 2
    speak(app, desk.translator.language)
    window = make_window(desk, Memory(config_folder() / "window.ini"))
    sys.excepthook = FaultHandler(window.place.notifier)
    collector = Collector(window)
    window.show()
    status = app.exec()
    collector.stop()
    sys.excepthook = sys.__excepthook__
    desk.close()
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window (``koorddesk-window [--store PATH]``)."""
    parser = argparse.ArgumentParser(prog="koorddesk-window")
    parser.add_argument("--store", type=Path)
    return run(parser.parse_args(argv).store)


def _keep_log() -> None:
    """Write the log to the user's log folder, a few files of a limited size."""
    folder = log_folder()
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "koorddesk.log", maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
