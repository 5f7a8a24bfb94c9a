"""The rail at the left: the pages by icon and word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QStyle,
    QStyleOptionFocusRect,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons
from ui.theme import STEP, line_color, mix, strong

_ICON_SIZE = 20
_NUMBERED = 10  # pages that Ctrl and a digit open, the tenth with 0; Alt and a digit open the rest


def page_key(number: int) -> str:
    """Return the keys that open the page with this number (from 0), in Qt's portable form."""
    return f"Ctrl+{(number + 1) % 10}" if number < _NUMBERED else f"Alt+{number - _NUMBERED + 1}"


class _RailButton(QToolButton):
    """One page: icon and word in a line, a bar in the accent colour at the left edge of the chosen one."""

    def __init__(self, icon: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(strong(self.font()))
        return QSize(metrics.horizontalAdvance(self.text()) + _ICON_SIZE + 9 * STEP, metrics.height() + 5 * STEP)

    def minimumSizeHint(self) -> QSize:
        """Move closer together where the screen is low."""
        return QSize(self.sizeHint().width(), QFontMetrics(self.font()).height() + 2 * STEP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        window, text = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
        accent = palette.color(QPalette.ColorRole.Highlight)
        if self.isChecked():
            painter.fillRect(self.rect(), mix(window, accent, 0.16))
            painter.fillRect(QRect(0, 0, STEP, self.height()), accent)
        elif self.underMouse():
            painter.fillRect(self.rect(), mix(window, text, 0.06))
        painter.setFont(strong(self.font()) if self.isChecked() else self.font())
        painter.setPen(text)
        top = (self.height() - _ICON_SIZE) // 2
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(3 * STEP, top, icons.pixmap(self.icon_name, _ICON_SIZE, text, ratio))
        words = self.rect().adjusted(3 * STEP + _ICON_SIZE + 2 * STEP, 0, -STEP, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            option.rect = self.rect().adjusted(1, 1, -1, -1)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)


class Rail(QFrame):
    """The pages, walked with arrows.

    Signals:
        wanted(number): a page was chosen.
    """

    wanted = Signal(int)

    def __init__(
        self, entries: Sequence[tuple[str, str]], title: str, parent: QWidget | None = None, breaks: Sequence[int] = ()
    ) -> None:
        """Take (icon, word) of each page, the rail's name for screen readers, and where a group of pages ends."""
        super().__init__(parent)
        self.setAccessibleName(title)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * STEP, 1, 2 * STEP)
        layout.setSpacing(0)
        for number, (icon, word) in enumerate(entries):
            button = _RailButton(icon, word, self)
            button.setToolTip(f"{word} ({page_key(number)})")
            self._group.addButton(button, number)
            layout.addWidget(button)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
            if number + 1 in breaks:
                layout.addSpacing(3 * STEP)
        layout.addStretch()
        self._group.idClicked.connect(self.wanted)

    def choose(self, number: int) -> None:
        """Show which page is up; the keyboard, where the rail has it, goes along."""
        button = self._group.button(number)
        if any(other.hasFocus() for other in self._group.buttons()):
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk the pages."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        button = self._group.button(self._group.checkedId() + step) if step else None
        if button is None:
            super().keyPressEvent(event)
            return
        button.setFocus(Qt.FocusReason.TabFocusReason)
        button.click()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line between rail and page."""
        painter = QPainter(self)
        painter.setPen(line_color(self.palette()))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
