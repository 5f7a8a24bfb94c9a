"""The watchdog: notices when the window does not react, for how long, and what it was doing meanwhile.

A timer in the window's thread beats; once a beat is late, the system's alarm has that very thread note where it is.
(Looking at its stack from another thread, or with Python's fault handler, ends the process now and then under Python
3.11.) Windows has no such alarm: there a stall has no place. Next to the time that passed stands the processor time the
window's own thread took in it: on a busy machine the first grows by itself, the second only by our own doing.
"""

from __future__ import annotations

import signal
import sys
import time
import traceback
from dataclasses import dataclass
from types import FrameType

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
    """Watches the program's main thread, from ``start`` to ``stop``; one at a time."""

    def __init__(self, parent: QObject | None = None, limit: float = LIMIT) -> None:
        """Make it in the window's thread."""
        super().__init__(parent)
        self.limit = limit
        self._stalls: list[Stall] = []
        self._beaten, self._busy = 0.0, 0.0
        self._where = ""
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to watch."""
        if sys.platform != "win32":
            signal.signal(signal.SIGALRM, self._look)
        self._arm()
        self._timer.start()

    def stop(self) -> None:
        """End watching; a stall under way is still counted."""
        self._beat()
        self._timer.stop()
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def take(self) -> list[Stall]:
        """Return the stalls since the last time, the longest first."""
        self._beat()
        found, self._stalls = sorted(self._stalls, key=lambda stall: stall.seconds, reverse=True), []
        return found

    def _arm(self) -> None:
        self._where = ""
        self._beaten, self._busy = time.perf_counter(), time.thread_time()
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, self.limit + _BEAT / 1000)

    def _beat(self) -> None:
        late = time.perf_counter() - self._beaten - _BEAT / 1000
        if late > self.limit:
            self._stalls.append(Stall(late, time.thread_time() - self._busy, self._where))
        self._arm()

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        """Note where the window is when a beat is late, once for each stall."""
        self._where = self._where or _place(frame)


def _place(frame: FrameType | None) -> str:
    """Return the innermost places of a stack, our own code first among the outer ones."""
    found = traceback.extract_stack(frame)[::-1] if frame is not None else []
    ours = [place for place in found if "site-packages" not in place.filename][:_PLACES]
    return " < ".join(_named(place) for place in [*found[:1], *(place for place in ours if place not in found[:1])])


def _named(place: traceback.FrameSummary) -> str:
    short = "/".join(place.filename.replace("\\", "/").split("/")[-2:])
    return f"{short}:{place.lineno} {place.name}"
