"""Getting the pages ready ahead: once the first page is up, so that opening another one does not wait for it.

First their modules are read, in a thread of their own; then the pages are built, a part at a time while the window has
nothing else to do. None of them reads the store before it is shown.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

import ui.pages
from ui.jobs import Job, JobRunner

_SWITCH = 0.001  # seconds a thread may hold the interpreter while the window waits; Python's own is five times that
_BREATH = 0.02  # seconds between two modules, for the window
_PART = 40  # ms between two parts of a page
_SETTLED = 300  # ms after the first page has been read


class Preloader(QObject):
    """Reads the modules one by one, then has the pages built; ``stop`` ends it after the one under way.

    Signals:
        ended(): all pages are there.
    """

    ended = Signal()
    _all_read = Signal()

    def __init__(self, jobs: JobRunner, parent: QObject, build: Callable[[], bool] = lambda: False) -> None:
        """Wait until no job runs, then begin; ``build`` makes the next part of a page, and tells whether it did."""
        super().__init__(parent)
        sys.setswitchinterval(_SWITCH)
        self._jobs, self._build = jobs, build
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read, name="koorddesk-preload", daemon=True)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED)
        self._timer.timeout.connect(self._begin)
        self._parts = QTimer(self, interval=_PART)
        self._parts.timeout.connect(self._build_on)
        self._all_read.connect(self._parts.start)
        self.is_done = False
        jobs.ended.connect(self._job_ended)
        self._timer.start()

    def stop(self) -> None:
        """Read and build no more."""
        self._timer.stop()
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self._all_read.disconnect()
        self._parts.stop()

    def _job_ended(self, _job: Job) -> None:
        if self._thread.ident is None and not self._stopped.is_set():
            self._timer.start()

    def _begin(self) -> None:
        if self._thread.ident is None and not self._jobs.running:
            self._thread.start()

    def _read(self) -> None:
        for module in pkgutil.iter_modules(ui.pages.__path__, "ui.pages."):
            if self._stopped.wait(_BREATH):
                return
            importlib.import_module(module.name)
        self._all_read.emit()

    def _build_on(self) -> None:
        if not self._jobs.running and not self._build():
            self._parts.stop()
            self.is_done = True
            self.ended.emit()
