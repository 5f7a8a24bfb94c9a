"""Quiet notices: one line above the page, with at most one thing to do, gone by itself after a while."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from koorddesk.i18n import N_, Translator
from ui import icons
from ui.notify import Notice
from ui.theme import STEP, Tone, tint

_SHOWN_FOR = 15_000  # ms: long enough to read twice and reach the button


class NoticeBar(QFrame):
    """Shows the newest notice; a screen reader is told it too."""

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._notice: Notice | None = None
        self.setAutoFillBackground(True)
        self._icon, self._text = QLabel(self), QLabel(self)
        self._text.setWordWrap(True)
        self._action = QPushButton(self)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setIcon(icons.icon("x"))
        self._close.setAccessibleName(translator.text(N_("Close the notice")))
        self._close.setToolTip(translator.text(N_("Close the notice")))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * STEP, STEP, STEP, STEP)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_FOR)
        self._timer.timeout.connect(self.hide)
        self._close.clicked.connect(self.dismiss)
        self._action.clicked.connect(self._act)
        self.hide()

    @property
    def text(self) -> str:
        """What is being said, empty while nothing is."""
        return self._text.text() if self._notice is not None else ""

    def tell(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self._notice = notice
        self._text.setText(notice.text)
        self._action.setText(notice.action)
        self._action.setVisible(bool(notice.action))
        palette = self.window().palette()
        own = self.palette()
        own.setColor(self.backgroundRole(), tint(Tone.NOTE, palette))
        self.setPalette(own)
        self._icon.setPixmap(icons.pixmap("info", 16, palette.windowText().color(), self.devicePixelRatioF()))
        self.show()
        self._timer.start()
        event = QAccessibleAnnouncementEvent(self, notice.text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def dismiss(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        self._notice = None
        self.hide()

    def _act(self) -> None:
        notice = self._notice
        self.dismiss()
        if notice is not None and notice.on_action is not None:
            notice.on_action()
