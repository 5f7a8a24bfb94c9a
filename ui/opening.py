"""Opening the store beside the window: the window is up at once, and what it asks waits until the store is open."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from koorddesk.i18n import Translator
from koorddesk.paths import EXAMPLE_STORE
from koorddesk.services.folders import own_store
from koorddesk.settings import load_settings

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk


class Opening(QObject):
    """A store on its way to being open; its path and the user's language are known from the start.

    Signals:
        opened(): the desk is there.
        failed(): there will be none; ``end`` says why.
    """

    opened = Signal()
    failed = Signal()
    _ended = Signal()

    def __init__(self, store: Path | None, parent: QObject | None = None) -> None:
        """Take a store, the user's own by default; raises ``UserError`` for settings that cannot be read."""
        super().__init__(parent)
        settings = load_settings()
        self.path = (store or own_store(settings)).absolute()
        self.translator = Translator(settings.language)
        self.is_over = False  # as the window's thread knows it: ``opened`` or ``failed`` was told
        self._desk: Future[Desk] | None = None
        self._there = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="koorddesk-opening")
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Open the store in a thread of its own; a second time does nothing."""
        if self._desk is None:
            self._desk = self._thread.submit(self._opened)
            self._desk.add_done_callback(self._end)

    def desk(self) -> Desk:
        """Return the desk, waiting for it; raises what stood in the way of it."""
        self._there.wait()
        assert self._desk is not None
        return self._desk.result()

    def is_open_at_last(self) -> bool:
        """Open the store and wait; tell whether it is open."""
        self.begin()
        return self._error() is None

    def end(self) -> BaseException | None:
        """Wait for the thread and close the store; where it never came to be open return what stood in the way."""
        error = self._error()
        self._thread.shutdown()
        if error is None:
            self.desk().close()
        return error

    def _error(self) -> BaseException | None:
        self._there.wait()
        assert self._desk is not None
        return self._desk.exception()

    def _end(self, _desk: Future[Desk]) -> None:
        self._ended.emit()  # first, so that the window hears of an error before the jobs that wait for the desk end
        self._there.set()

    def _tell(self) -> None:
        self.is_over = True
        (self.opened if self._error() is None else self.failed).emit()

    def _opened(self) -> Desk:
        # The library of the store is the largest part of a start, and nothing of it is needed to show the window.
        self.translator.long_date(dt.date.today())  # brings the library for dates, which the first page needs
        if self.path.name == EXAMPLE_STORE:
            from koorddesk.services.demo import open_demonstration

            return open_demonstration(self.path, self.translator.language)
        from koorddesk.services.desk import open_desk

        return open_desk(self.path)
