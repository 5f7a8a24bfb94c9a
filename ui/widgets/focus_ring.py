"""A line in the accent colour around the control that has the keyboard, where the style draws none of its own."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QWidget,
)

from ui.theme import legible

_WIDTH = 2
_OWN_RING = (QLineEdit, QAbstractSpinBox, QMenu, QMainWindow, QDialog)
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """Lies over one top-level window, lets every click through, and follows the keyboard."""

    def __init__(self, window: QWidget) -> None:
        """Follow the keyboard inside ``window``."""
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._watched: list[QWidget] = []
        self._target: QWidget | None = None
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self.follow)

    @property
    def target(self) -> QWidget | None:
        """The control that the ring is drawn around, None while it is hidden."""
        return self._target if self.isVisible() else None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep to the control when it, or something around it, moves."""
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line, far enough from the ground in colour to be seen."""
        painter = QPainter(self)
        palette = self.palette()
        accent = legible(palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Window), 3.0)
        painter.setPen(QPen(accent, _WIDTH))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Go to the control that has the keyboard now."""
        for watched in self._watched:
            if shiboken6.isValid(watched):  # a dialog may have gone with what it held
                watched.removeEventFilter(self)
        self._watched = []
        self._target = None
        # A button that was clicked needs no ring; one that the keyboard or the program came to does.
        own = isinstance(new, QAbstractButton) and QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if new is None or _draws_its_own(new) or own or new.window() is not self.window():
            self.hide()
            return
        self._target = new
        widget: QWidget | None = new
        while widget is not None and widget is not self.window():
            self._watched.append(widget)
            widget.installEventFilter(self)
            widget = widget.parentWidget()
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        place = QRect(target.mapTo(self.window(), target.rect().topLeft()), target.size())
        around = target.parentWidget()
        while around is not None and around is not self.window():  # what a scrolled area cuts off is not ringed
            place &= QRect(around.mapTo(self.window(), around.rect().topLeft()), around.size())
            around = around.parentWidget()
        self.setGeometry(place)
        self.setVisible(not place.isEmpty())
        self.raise_()


class FocusRings(QObject):
    """Gives each dialog a ring of its own as soon as the keyboard comes into it."""

    def __init__(self, parent: QObject) -> None:
        """Watch where the keyboard goes, as long as ``parent`` lives."""
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        window = new.window() if new is not None else None
        if isinstance(window, QDialog) and window.findChild(FocusRing) is None:
            FocusRing(window).follow(old, new)


def _draws_its_own(widget: QWidget) -> bool:
    """Tell whether the style draws around a control that has the keyboard; around a text of many lines it does not."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, _OWN_RING)
