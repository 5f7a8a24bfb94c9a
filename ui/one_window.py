"""One window for each store: a second start brings the first window to the front instead of refusing.

A small file beside the store is the doorbell: who finds the store in use writes into it, and the window that watches it
empties it again and comes forward. Nothing is opened but that file.
"""

from __future__ import annotations

import ctypes
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QWidget

_PATIENCE = 3.0  # seconds until a window that does not answer is taken to hang
_ANYONE = -1  # ASFW_ANY of AllowSetForegroundWindow


def doorbell(store: Path) -> Path:
    """Return the file beside a store by which its window is called."""
    return store.with_name(store.name + ".show")


def call_window(store: Path, patience: float = _PATIENCE) -> bool:
    """Ask the window that has a store open to come forward; tell whether it answered."""
    bell = doorbell(store.absolute())
    windows = getattr(ctypes, "windll", None)
    if windows is not None:  # else Windows would only let the other window's button blink
        windows.user32.AllowSetForegroundWindow(_ANYONE)
    try:
        with bell.open("r+b") as file:
            file.write(b"!")
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if bell.stat().st_size == 0:
                return True
            time.sleep(0.02)
    except OSError:
        return False  # a command line that works on the store has no window
    return False


class Doorbell(QObject):
    """Brings a window forward when another start of the program calls it."""

    def __init__(self, store: Path, window: QWidget) -> None:
        """Hang the bell beside the store; it is taken down by ``take_down``."""
        super().__init__(window)
        self._window, self._bell = window, doorbell(store)
        self._bell.write_bytes(b"")
        self._watcher = QFileSystemWatcher([str(self._bell)], self)
        self._watcher.fileChanged.connect(self._answer)

    def take_down(self) -> None:
        """Stop answering."""
        if watched := self._watcher.files():
            self._watcher.removePaths(watched)
        self._bell.unlink(missing_ok=True)

    def _answer(self) -> None:
        if not self._bell.is_file() or self._bell.stat().st_size == 0:
            return
        self._bell.write_bytes(b"")
        come_forward(self._window)


def come_forward(window: QWidget) -> None:
    """Show a window before all others, also when it was made small."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
