"""Driving the window as a caseworker does, and noting for each step how long it did not react, and why."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ui.main_window import MainWindow
from ui.watchdog import Watchdog

W = TypeVar("W", bound=QWidget)
_QUIET = 0.2  # seconds without a job until a step counts as done
_KEY = 0.15  # seconds between two keys
_NOTED = 0.03  # seconds; shorter pauses are not looked into


@dataclass(frozen=True)
class Measured:
    """One step: seconds until all was shown, its longest pause with the thread's own time, and where that was."""

    name: str
    taken: float
    pause: float
    busy: float
    where: str


class Driver:
    """Does steps on a window and keeps what each cost."""

    def __init__(self, window: MainWindow) -> None:
        """Begin to watch."""
        self.window = window
        self.measured: list[Measured] = []
        self._watchdog = Watchdog(window, limit=_NOTED)
        self._watchdog.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._watchdog.stop()

    def step(self, name: str, work: Callable[[], object], patience: float = 240.0) -> None:
        """Do something, wait until all it brought is shown, and print what it cost."""
        self._watchdog.take()
        begun = time.monotonic()
        work()
        self.settle(patience)
        taken = time.monotonic() - begun - _QUIET
        found = max(self._watchdog.take(), key=lambda stall: stall.busy, default=None)
        pause, busy, where = (found.seconds, found.busy, found.where) if found else (0.0, 0.0, "")
        self.measured.append(Measured(name, taken, pause, busy, where))
        print(f"{name}: {taken:.2f} s, longest pause {pause * 1000:.0f} ms, own {busy * 1000:.0f} {where}", flush=True)

    def settle(self, patience: float = 240.0) -> None:
        """Wait until no job has run for a moment."""
        quiet = end = time.monotonic()
        while time.monotonic() - end < patience and time.monotonic() - quiet < _QUIET:
            self._turn()
            if self.window.place.jobs.running:
                quiet = time.monotonic()

    def wait_for(self, done: Callable[[], object], patience: float = 60.0) -> None:
        """Keep the window alive until something is so."""
        end = time.monotonic() + patience
        while not done() and time.monotonic() < end:
            self._turn()

    def pause(self, seconds: float) -> None:
        """Look at the window for a while."""
        self.wait_for(lambda: False, seconds)

    def type_in(self, field: QLineEdit, text: str) -> None:
        """Type as a quick hand does."""
        field.setFocus()
        for letter in text:
            QTest.keyClicks(field, letter)
            self.pause(_KEY)

    def dialog(self, kind: type[W]) -> W:
        """Return the dialog of a kind that is open, waiting for it."""
        found: list[W] = []

        def is_open() -> bool:
            found[:] = [dialog for dialog in self.window.findChildren(kind) if dialog.isVisible()]
            return bool(found)

        self.wait_for(is_open)
        return found[0]

    def table(self) -> list[str]:
        """Return the steps as lines of a table, and the longest one by the window's own doing."""
        lines = [
            "| Step | longest own time, ms | longest pause, ms | until all was shown, ms |",
            "| --- | --: | --: | --: |",
        ]
        lines += [
            f"| {row.name} | {_told(row.busy)} | {_told(row.pause)} | {max(row.taken, 0.0) * 1000:.0f} |"
            for row in self.measured
        ]
        worst = max(self.measured, key=lambda row: row.busy)
        return [
            *lines,
            "",
            f"longest by the window's own doing: {worst.busy * 1000:.0f} ms in {worst.name} at {worst.where}",
        ]

    @staticmethod
    def _turn() -> None:
        QApplication.processEvents()
        time.sleep(0.001)


def spread(values: Sequence[float]) -> str:
    """Return median, the ninth in ten, and worst of some seconds, in milliseconds."""
    ordered = sorted(values)
    middle, ninth = ordered[len(ordered) // 2], ordered[min(len(ordered) * 9 // 10, len(ordered) - 1)]
    return f"median {middle * 1000:.0f}, nine in ten below {ninth * 1000:.0f}, worst {ordered[-1] * 1000:.0f} ms"


def load() -> str:
    """Return how busy the machine is: a figure from a busy one says little about seconds that passed."""
    return f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def _told(seconds: float) -> str:
    return f"{seconds * 1000:.0f}" if seconds else f"under {_NOTED * 1000:.0f}"
