"""Python's cycle collector, kept to the window's thread.

Left alone it runs in whichever thread allocates next; in a job's thread it would destroy Qt objects that belong to
the window, which ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_PAUSE = 200  # ms between two turns: a job that reads much must not leave much for one
_AWAY = 5000  # ms that another program has been in front before all is looked through


class Collector(QObject):
    """Collects what is young as Python would, in short turns; all there is only while another program is in front.

    What ``settle`` finds is left out of the turns: modules and parts of the window that stay.
    """

    def __init__(self, parent: QObject) -> None:
        """Keep Python from collecting; ``settle`` begins, ``stop`` gives Python its own habit back."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self.turn)
        self._away = QTimer(self, singleShot=True, interval=_AWAY)
        self._away.timeout.connect(self.look_through)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._state_changed)

    def settle(self) -> None:
        """Leave what is there now out of every later turn, and begin."""
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        self._away.stop()
        gc.unfreeze()
        gc.enable()

    def turn(self) -> None:
        """Collect the young where there are as many as Python itself would wait for."""
        for generation in (1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def look_through(self) -> None:
        """Collect everything; it takes as long as some blinks, so nobody should be looking."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._away.stop()
        elif self._timer.isActive():
            self._away.start()
