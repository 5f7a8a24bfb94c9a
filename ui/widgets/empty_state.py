"""What an empty page says: what belongs here, how it gets there, and the button that brings it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui import icons
from ui.theme import STEP, Tone, strong, tone_color

_ICON_SIZE = 40


class EmptyState(QWidget):
    """A heading, a sentence and at most one button in the middle of an empty place.

    Signals:
        wanted(): the button was pressed.
    """

    wanted = Signal()

    def __init__(self, icon: str, heading: str, text: str, button: str = "", parent: QWidget | None = None) -> None:
        """Take the icon's name and texts already in the user's language."""
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel(self)
        self._heading = QLabel(heading, self)
        self._heading.setFont(strong(self._heading.font()))
        self._text = QLabel(text, self)
        self._text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.setContentsMargins(6 * STEP, 4 * STEP, 6 * STEP, 4 * STEP)
        layout.addStretch(2)
        for label in (self._icon, self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        self.button = QPushButton(button, self)
        self.button.clicked.connect(self.wanted)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._waiting = QLabel(self)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._waiting.hide()
        self._reading = ""
        self._speak()
        self._tint()

    def say(self, heading: str, text: str, button: str = "") -> None:
        """Change what it says; without ``button`` there is none."""
        self._heading.setText(heading)
        self._text.setText(text)
        self.button.setText(button)
        self._speak()

    def offer(self, button: str, slot: Callable[[], object]) -> None:
        """Give it a button that does what fills the place."""
        self.button.setText(button)
        self._speak()
        self.wanted.connect(slot)

    def wait(self, words: str) -> None:
        """Say that the store is being read: that nothing is there would be false so far. No words: it was read."""
        self._reading = words
        self._speak()

    def _speak(self) -> None:
        waits = bool(self._reading)
        self._waiting.setText(self._reading)
        self._waiting.setVisible(waits)
        for part in (self._icon, self._heading, self._text):
            part.setVisible(not waits)
        self.button.setVisible(not waits and bool(self.button.text()))
        self._icon.setAccessibleName(self._heading.text())
        self.setAccessibleName(self._reading or f"{self._heading.text()}. {self._text.text()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words of waiting in the middle."""
        super().resizeEvent(event)
        self._waiting.setGeometry(self.rect())

    @property
    def text(self) -> str:
        """The heading and the sentence shown."""
        return self._reading or f"{self._heading.text()} {self._text.text()}"

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        color = tone_color(Tone.QUIET, self.palette())
        self._icon.setPixmap(icons.pixmap(self._icon_name, _ICON_SIZE, color, self.devicePixelRatioF()))
