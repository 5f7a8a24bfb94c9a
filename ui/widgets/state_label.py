"""A state as it is always shown: icon, word, and third a colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from koorddesk.i18n import Translator
from ui import icons
from ui.states import STATES
from ui.theme import STEP, tone_color

_ICON_SIZE = 16


class StateLabel(QWidget):
    """Icon and word of one state; ``text`` may say more than the state's own word ("4 fejl")."""

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty label; ``set_state`` fills it."""
        super().__init__(parent)
        self._translator = translator
        self._state = ""
        self._icon, self._word = QLabel(self), QLabel(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self._icon)
        layout.addWidget(self._word)
        layout.addStretch()

    def set_state(self, state: str, text: str = "") -> None:
        """Show a state of ``ui.states.STATES``."""
        self._state = state
        self._word.setText(text or self._translator.text(STATES[state].word))
        for part in (self, self._icon):
            part.setAccessibleName(self._word.text())
        self._tint()

    @property
    def text(self) -> str:
        """The words shown."""
        return self._word.text()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._state:
            self._tint()

    def _tint(self) -> None:
        state = STATES[self._state]
        color = tone_color(state.tone, self.window().palette())
        self._icon.setPixmap(icons.pixmap(state.icon, _ICON_SIZE, color, self.devicePixelRatioF()))
        style = f"color: {color.name()}"
        if self._word.styleSheet() != style:
            self._word.setStyleSheet(style)
