"""Opening the store beside the window: the window is up at once, and what it asks waits until the store is open."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

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
        failed(): there will be none; ``error`` says why.
    """

    opened = Signal()
    failed = Signal()

    def __init__(self, store: Path | None, parent: QObject | None = None) -> None:
        """Take a store, the user's own by default; raises ``UserError`` for settings that cannot be read."""
        super().__init__(parent)
        settings = load_settings()
        self.path = (store or own_store(settings)).absolute()
        self.translator = Translator(settings.language)
        self._desk: Future[Desk] = Future()
        self._thread = threading.Thread(target=self._open, name="koorddesk-opening")

    def begin(self) -> None:
        """Open the store in a thread of its own; a second time does nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def desk(self) -> Desk:
        """Return the desk, waiting for it; raises what stood in the way of it."""
        return self._desk.result()

    def is_open_at_last(self) -> bool:
        """Open the store and wait; tell whether it is open."""
        self.begin()
        return self._desk.exception() is None

    @property
    def is_over(self) -> bool:
        """Whether the store is open, or could not be opened."""
        return self._desk.done()

    def end(self) -> BaseException | None:
        """Wait for the thread and close the store; where it never came to be open return what stood in the way."""
        self._thread.join()
        error = self._desk.exception()
        if error is None:
            self.desk().close()
        return error

    def _open(self) -> None:
        try:
            desk = self._opened()
        except BaseException as error:  # noqa: BLE001 - handed to the window's thread, which raises it there
            self.failed.emit()  # first, so that the window hears of it before the jobs that wait for the desk end
            self._desk.set_exception(error)
        else:
            self._desk.set_result(desk)
            self.opened.emit()

    def _opened(self) -> Desk:
        # The library of the store is the largest part of a start, and nothing of it is needed to show the window.
        self.translator.long_date(dt.date.today())  # brings the library for dates, which the first page needs
        if self.path.name == EXAMPLE_STORE:
            from koorddesk.services.demo import open_demonstration

            return open_demonstration(self.path, self.translator.language)
        from koorddesk.services.desk import open_desk

        return open_desk(self.path)
