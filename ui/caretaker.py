"""What the window sees to by itself: the day's backup, what an upgrade did, typing kept at the last log-off."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from koorddesk.i18n import N_
from koorddesk.paths import data_folder
from ui.jobs import Lane
from ui.leaving import KEPT, Leaving, kept
from ui.main_window import MainWindow
from ui.one_window import Doorbell

if TYPE_CHECKING:
    from collections.abc import Callable

    from koorddesk.services.desk import Desk

_WITH_FILES = {"Document", "EntryDocument", "Attachment"}
_AT_ONCE = 3  # documents; what the user wants to write waits no longer
_QUIET = 5_000  # milliseconds before documents are looked into
_SETTLED = 60_000  # milliseconds after the start, when the window has shown what was waited for


class Caretaker(QObject):
    """Looks after one window while it is open."""

    def __init__(self, window: MainWindow, typing: Path | None = None) -> None:
        """Begin; ``typing`` is where unsaved typing is kept, in the user's data folder by default."""
        super().__init__(window)
        from PySide6.QtWidgets import QApplication

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._window, self._place = window, window.place
        self._typing = typing or data_folder() / KEPT
        self._ended = False
        self._bell = Doorbell(window.place.desk.store.path, window)
        self._leaving = Leaving(app, window, self._typing)
        app.aboutToQuit.connect(self.end_with_the_session)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED)
        self._timer.timeout.connect(self.back_up)
        self._timer.start()
        self._documents = QTimer(self, singleShot=True, interval=_QUIET)
        self._documents.timeout.connect(self.look_into_documents)
        self._documents.start()
        self._place.changed.connect(self._documents_changed)
        self._tell()

    def stop(self) -> None:
        """End before the store is closed; a second time does nothing."""
        if self._ended:
            return
        self._ended = True
        self._timer.stop()
        self._documents.stop()
        self._place.changed.disconnect(self._documents_changed)
        self._bell.take_down()

    def end_with_the_session(self) -> None:
        """Close the store here and now when the user logs off: Windows ends the program when this returns."""
        if self._leaving.session_ends:
            self._window.close()  # keeps what pages hold, and lets jobs that write come to their end
            self.stop()
            self._place.desk.close()

    def back_up(self) -> None:
        """Make the day's copy of the store, if there is none yet."""
        say, desk = self._place.text, self._place.desk
        self._place.jobs.start(
            self._window,
            lambda _progress, _cancelled: _copied_today(desk),
            then=self._copied,
            failed=lambda error: self._place.notifier.inform(
                say(N_("Today's backup was not made. %(why)s"), why=self._place.notifier.sentence(error))
            ),
            title=say(N_("Making today's backup")),
        )

    def look_into_documents(self) -> None:
        """Give the search the text of documents that it does not have yet, a few at a time, so that no work waits."""
        desk = self._place.desk
        self._place.jobs.start(
            self,
            lambda _progress, cancelled: _looked_into(desk, cancelled),
            then=lambda left: self._documents.start() if left else None,
            lane=Lane.WRITE,
        )

    def _documents_changed(self, kinds: frozenset[str]) -> None:
        if kinds & _WITH_FILES:
            self._documents.start()

    def _copied(self, path: Path | None) -> None:
        if path is not None:
            now = dt.datetime.now().astimezone()
            self._place.memory.keep("last-backup", f"{self._place.translator.date(now.date())} {now:%H:%M}")
            self._window.tell_store()

    def _tell(self) -> None:
        say, store = self._place.text, self._place.desk.store
        if kept(self._typing):
            self._place.notifier.inform(
                say(
                    N_("When the computer was shut down, there was something you had typed and not saved. It is kept.")
                ),
                say(N_("Show it")),
                self._show_typing,
            )
        elif store.copy_before_upgrade is not None:
            self._place.notifier.inform(
                say(
                    N_("The database is brought up to this version of koorddesk. A copy from before lies in %(path)s."),
                    path=store.copy_before_upgrade,
                )
            )

    def _show_typing(self) -> None:
        from ui.dialogs.unsaved import UnsavedDialog

        UnsavedDialog(self._place.translator, kept(self._typing), self._typing, self._window).open()


def _copied_today(desk: Desk) -> Path | None:
    from koorddesk.services.backups import copy_of_the_day  # late: the window is up before the store's library

    return copy_of_the_day(desk)


def _looked_into(desk: Desk, cancelled: Callable[[], bool]) -> int:
    from koorddesk.services.file_words import look_into_documents

    return look_into_documents(desk, _AT_ONCE, cancelled)
