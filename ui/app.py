"""Start of the window: the application, its language, its last line of defence, and the one main window."""

from __future__ import annotations

import argparse
import gc
import logging
import logging.handlers
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from koorddesk import __version__
from koorddesk.errors import KoorddeskError
from koorddesk.i18n import Translator
from koorddesk.paths import config_folder, log_folder
from koorddesk.settings import load_settings
from ui import icons, theme
from ui.caretaker import Caretaker
from ui.collector import Collector
from ui.help import HelpKeys
from ui.jobs import JobRunner
from ui.main_window import MainWindow, Reopening, WindowDialogs
from ui.memory import Memory
from ui.notify import FaultHandler, Notifier
from ui.one_window import doorbell
from ui.opening import Opening
from ui.pages import all_pages
from ui.preload import Preloader
from ui.workplace import Workplace

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

_LOG_BYTES = 1_000_000
_TITLE_BAR = 40  # pixels, roughly


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
    """Let Qt's own buttons, dates and numbers speak the user's language, from now on."""
    QLocale.setDefault(QLocale("da_DK" if language == "da" else "en_GB"))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    catalogue = QTranslator(app)
    if catalogue.load(f"qtbase_{language}", folder):
        app.installTranslator(catalogue)


def make_window(desk: Desk | Opening, memory: Memory) -> MainWindow:
    """Return the main window over a desk that is open or on its way; it is not shown yet."""
    jobs, notifier = JobRunner(), Notifier(desk.translator)
    place = Workplace(desk, jobs, notifier, memory)
    window = MainWindow(place, all_pages(), _LateDialogs(place))
    for part in (jobs, notifier, place):
        part.setParent(window)
    return window


def run(store: Path | None = None, handed_over: Path | None = None, app: QApplication | None = None) -> int:
    """Open the window on a store (the user's own by default) and return when it is closed for good.

    ``handed_over`` is a copy that the user is offered first, in the place of her own store. The window may ask to be
    opened again: on the example, back on the user's own store, or in another language.
    """
    _keep_log()
    app = app or make_application()
    follower = theme.Follower(app)
    memory = Memory(config_folder() / "window.ini")
    own, wanted = store, Reopening(store)
    if handed_over is not None:
        translator = Translator()
        speak(app, translator.language)
        from ui import troubles

        if not troubles.take_over(handed_over, translator):
            return 0
    while True:
        theme.scale_text(app, memory.value("text-size", 100))
        if wanted.put_back and wanted.store is not None:
            from ui import troubles

            troubles.put_back(wanted.store, Translator(load_settings().language))
        status, after = _sit(app, wanted.store or own, memory)
        if after is None:
            break
        wanted = after
        gc.collect()  # what is left of the window before
    follower.deleteLater()
    return status


def _sit(app: QApplication, store: Path | None, memory: Memory) -> tuple[int, Reopening | None]:
    """Show one window until it is closed; return the status, and what it asked to be opened next.

    The window is up before its store is open: reading the library of the store takes longer than all else.
    """
    collector = Collector(app)
    try:
        opening = Opening(store, app)
    except KoorddeskError as unreadable:  # the settings
        collector.stop()
        return _met(app, unreadable, store)
    status, wanted = 0, None
    # Where another window seems to have the store, that is found out before this one is shown.
    if not doorbell(opening.path).exists() or opening.is_open_at_last():
        status, wanted = _shown(app, opening, memory, collector)
    error = opening.end()
    opening.deleteLater()
    collector.stop()
    if isinstance(error, KoorddeskError):
        return _met(app, error, store)
    if error is not None:
        raise error
    return status, wanted


def _shown(app: QApplication, opening: Opening, memory: Memory, collector: Collector) -> tuple[int, Reopening | None]:
    """Show a window while its store is opened, until it is closed; return as ``_sit`` does."""
    speak(app, opening.translator.language)
    window = make_window(opening, memory)
    HelpKeys(window.place, window)
    sys.excepthook = FaultHandler(window.place.notifier)
    preloader = Preloader(window.place.jobs, window, window.shelf.build_ahead)
    window.place.when_open(collector.settle)
    preloader.ended.connect(collector.settle)
    opening.failed.connect(window.close)
    carers: list[Caretaker] = []
    window.place.when_open(lambda: carers.append(Caretaker(window)))
    room = window.screen().availableSize()
    if room.width() < window.width() or room.height() < window.height() + _TITLE_BAR:
        window.showMaximized()  # as on a low screen at 150 %, where the first size has no room
    else:
        window.show()
    QTimer.singleShot(0, opening, opening.begin)  # the window is drawn first
    status = app.exec()
    preloader.stop()
    for caretaker in carers:
        caretaker.stop()
    sys.excepthook = sys.__excepthook__
    wanted = window.wanted
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return status, wanted


def _met(app: QApplication, error: KoorddeskError, store: Path | None) -> tuple[int, Reopening | None]:
    """Do what can be done about a store that cannot be opened; return as ``_sit`` does."""
    from ui import troubles

    language = Translator()
    speak(app, language.language)
    outcome = troubles.meet(error, store, language)
    if outcome is troubles.Outcome.TRY_AGAIN:
        return 0, Reopening(store)
    return (0 if outcome is troubles.Outcome.SHOWN_ELSEWHERE else 2), None


class _LateDialogs(WindowDialogs):
    """The dialogs of the menus, read with the first one that is opened."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def open(self, key: str, window: MainWindow) -> None:
        """Open the dialog of an action."""
        from ui.dialogs.window_dialogs import ShownDialogs

        ShownDialogs(self._place).open(key, window)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window (``koorddesk-window [--store PATH] [--take-over COPY]``)."""
    parser = argparse.ArgumentParser(prog="koorddesk-window")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--take-over", type=Path, metavar="COPY")
    given = parser.parse_args(argv)
    return run(given.store, given.take_over)


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
