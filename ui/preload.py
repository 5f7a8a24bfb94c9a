"""Reading the pages' modules ahead: once the first page is up, so that opening another one does not wait for it."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import threading

from PySide6.QtCore import QObject, QTimer, Signal

import ui.pages
from ui.jobs import Job, JobRunner

_SWITCH = 0.001  # seconds a thread may hold the interpreter while the window waits; Python's own is five times that
_BREATH = 0.02  # seconds between two modules, for the window
_SETTLED = 300  # ms after the first page has been read


class Preloader(QObject):
    """Reads the modules in a thread of its own, one by one; ``stop`` ends it after the one under way.

    Signals:
        ended(): all are read.
    """

    ended = Signal()

    def __init__(self, jobs: JobRunner, parent: QObject) -> None:
        """Wait until no job runs, then begin."""
        super().__init__(parent)
        sys.setswitchinterval(_SWITCH)
        self._jobs = jobs
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, name="koorddesk-preload", daemon=True)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED)
        self._timer.timeout.connect(self._begin)
        jobs.ended.connect(self._job_ended)
        self._timer.start()

    def stop(self) -> None:
        """Read no more."""
        self._timer.stop()
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def is_done(self) -> bool:
        """Whether all modules are read."""
        return self._thread.ident is not None and not self._thread.is_alive()

    def _job_ended(self, _job: Job) -> None:
        if self._thread.ident is None:
            self._timer.start()

    def _begin(self) -> None:
        if self._thread.ident is None and not self._jobs.running:
            self._thread.start()

    def _read(self) -> None:
        for module in pkgutil.iter_modules(ui.pages.__path__, "ui.pages."):
            if self._ended.wait(_BREATH):
                return
            importlib.import_module(module.name)
        self.ended.emit()
