"""Python's cycle collector, kept to the window's thread.

Left alone it runs in whichever thread allocates next; in a job's thread it would destroy Qt objects that belong to
the window, which ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_PAUSE = 1000  # ms


class Collector(QObject):
    """Collects as Python would, but only here; what ``settle`` finds is left out, so that a turn stays short."""

    def __init__(self, parent: QObject) -> None:
        """Keep Python from collecting; ``settle`` begins, ``stop`` gives Python its own habit back."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._turn)

    def settle(self) -> None:
        """Leave out of every later turn what is there now, modules and parts of the window that stay, and begin."""
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _turn(self) -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
