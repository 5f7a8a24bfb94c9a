"""The watchdog: notices when the window does not react, for how long, and what it was doing meanwhile.

A timer in the window's thread beats; a thread of its own looks at the window's stack once a beat is late. (Python's
fault handler could look without the interpreter's lock, but while other threads run that ends the process now and
then.) Next to the time that passed stands the processor time the window's own thread took in it: on a busy machine the
first grows by itself, the second only by our own doing.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

LIMIT = 0.05  # seconds without a beat that count as a stall
_BEAT = 10  # ms
_PLACES = 3  # of our own code, named for each stall


@dataclass(frozen=True)
class Stall:
    """One time the window did not react: seconds passed, processor seconds of its thread, and where it was."""

    seconds: float
    busy: float
    where: str


class Watchdog(QObject):
    """Watches the thread it is made in, from ``start`` to ``stop``."""

    def __init__(self, parent: QObject | None = None, limit: float = LIMIT) -> None:
        """Make it in the window's thread."""
        super().__init__(parent)
        self.limit = limit
        self._stalls: list[Stall] = []
        self._window = threading.get_ident()
        self._beaten, self._busy = 0.0, 0.0
        self._where = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="koorddesk-watchdog", daemon=True)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to watch."""
        self._arm()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """End watching; a stall under way is still counted."""
        self._beat()
        self._timer.stop()
        self._ended.set()
        self._thread.join()

    def take(self) -> list[Stall]:
        """Return the stalls since the last time, the longest first."""
        self._beat()
        found, self._stalls = sorted(self._stalls, key=lambda stall: stall.seconds, reverse=True), []
        return found

    def _arm(self) -> None:
        self._where = ""
        self._beaten, self._busy = time.perf_counter(), time.thread_time()

    def _beat(self) -> None:
        late = time.perf_counter() - self._beaten - _BEAT / 1000
        if late > self.limit:
            self._stalls.append(Stall(late, time.thread_time() - self._busy, self._where))
        self._arm()

    def _look(self) -> None:
        """Note where the window is when a beat is late, once for each stall (the watchdog's own thread)."""
        while not self._ended.wait(_BEAT / 1000):
            if not self._where and time.perf_counter() - self._beaten > self.limit:
                self._where = _place(self._window)


def _place(thread: int) -> str:
    """Return the innermost places of a thread, our own code first among the outer ones."""
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - Python has no other door to another thread's stack
    found = traceback.extract_stack(frame)[::-1] if frame is not None else []
    ours = [place for place in found if "site-packages" not in place.filename][:_PLACES]
    return " < ".join(_named(place) for place in [*found[:1], *(place for place in ours if place not in found[:1])])


def _named(place: traceback.FrameSummary) -> str:
    short = "/".join(place.filename.replace("\\", "/").split("/")[-2:])
    return f"{short}:{place.lineno} {place.name}"
