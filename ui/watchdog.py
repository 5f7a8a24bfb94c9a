"""The watchdog: notices when the window does not react, for how long, and what it was doing meanwhile.

A timer in the window's thread beats and sets Python's own fault handler to write down the stacks if the next beat is
late; that handler needs no lock of the interpreter, so it also sees a window that waits for one. Next to the time
that passed stands the processor time the window's own thread took in it: on a busy machine the first grows by itself,
the second only by our own doing.
"""

from __future__ import annotations

import faulthandler
import os
import re
import tempfile
import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

LIMIT = 0.05  # seconds without a beat that count as a stall
_BEAT = 10  # ms
_PLACES = 3  # of our own code, named for each stall
_LINE = re.compile(r'  File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<name>.+)')


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
        self._thread = threading.get_ident()
        self._beaten, self._busy = 0.0, 0.0
        self._notes = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the watchdog is
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()
        self._arm()

    def stop(self) -> None:
        """End watching; a stall under way is still counted."""
        self._beat()
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
        self._notes.close()

    def take(self) -> list[Stall]:
        """Return the stalls since the last time, the longest first."""
        self._beat()
        found, self._stalls = sorted(self._stalls, key=lambda stall: stall.seconds, reverse=True), []
        return found

    def _arm(self) -> None:
        self._beaten, self._busy = time.perf_counter(), time.thread_time()
        faulthandler.dump_traceback_later(self.limit + _BEAT / 1000, file=self._notes)

    def _beat(self) -> None:
        faulthandler.cancel_dump_traceback_later()
        late = time.perf_counter() - self._beaten - _BEAT / 1000
        if late > self.limit:
            self._stalls.append(Stall(late, time.thread_time() - self._busy, self._place()))
        self._arm()

    def _place(self) -> str:
        """Return the innermost places of the window's thread that the fault handler wrote down, and forget them."""
        size = os.fstat(self._notes.fileno()).st_size
        self._notes.seek(0)
        told = self._notes.read(size).decode("utf-8", "replace")
        self._notes.seek(0)
        self._notes.truncate()
        own = next((part for part in told.split("\n\n") if f"0x{self._thread:016x}" in part), "")
        found = [match for line in own.splitlines() if (match := _LINE.match(line))]
        ours = [match for match in found if "site-packages" not in match["file"]][:_PLACES]
        return " < ".join(_named(match) for match in [*found[:1], *(match for match in ours if match not in found[:1])])


def _named(match: re.Match[str]) -> str:
    short = "/".join(match["file"].replace("\\", "/").split("/")[-2:])
    return f"{short}:{match['line']} {match['name']}"
