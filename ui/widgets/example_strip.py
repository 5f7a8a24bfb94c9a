"""The strip above the pages while the example is open, so that nobody takes it for her own work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.theme import STEP, Tone, tint


class ExampleStrip(QFrame):
    """One sentence and the way back.

    Signals:
        left(): the way back was taken.
    """

    left = Signal()

    def __init__(self, text: str, button: str, parent: QWidget | None = None) -> None:
        """Take texts in the user's language."""
        super().__init__(parent)
        self.setAutoFillBackground(True)
        words = QLabel(text, self)
        words.setWordWrap(True)
        self.button = QPushButton(button, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        row.addWidget(words, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.left)
        self._paint_ground()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            self._paint_ground()

    def _paint_ground(self) -> None:
        palette = QPalette(self.window().palette())
        palette.setColor(self.backgroundRole(), tint(Tone.ATTENTION, palette))
        self.setPalette(palette)
