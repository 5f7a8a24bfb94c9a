"""Where a drawing is shown: arrows walk its items, a line below says the item, Enter opens it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QToolTip, QWidget

from ui.charts.drawing import Drawing, Look, screen_look

_ARROWS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
_LEAST = QSize(560, 300)


class _Canvas(QLabel):
    """Paints the drawing once into a pixmap, and again only when it, the size or the colours change.

    It is a label with a picture, of one point that is never seen, for that is what screen readers call a graphic.
    """

    walked = Signal(int)
    opened = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.drawing: Drawing | None = None
        self.current = -1
        self._kept: QPixmap | None = None
        point = QPixmap(1, 1)
        point.fill(Qt.GlobalColor.transparent)
        self.setPixmap(point)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def look(self) -> Look:
        return screen_look(self.palette(), self.font())

    def area(self) -> QRectF:
        return QRectF(self.rect())

    def show_drawing(self, drawing: Drawing) -> None:
        self.drawing, self.current, self._kept = drawing, -1, None
        self.setMinimumHeight(max(_LEAST.height(), round(drawing.ideal_height(self.width(), self.look()))))
        self.setAccessibleName(f"{drawing.title}. {drawing.subtitle}")
        self.update()

    def walk(self, item: int) -> None:
        if self.drawing is None or item == self.current or item < 0:
            return
        self.current = item
        self.setAccessibleDescription(self.drawing.spoken(item))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self._kept = None
        self.update()
        self.walked.emit(item)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.drawing is None:
            return
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.size() != self.size() * ratio:
            self._kept = QPixmap(self.size() * ratio)
            self._kept.setDevicePixelRatio(ratio)
            painter = QPainter(self._kept)
            self.drawing.paint(painter, self.area(), self.look(), self.current if self.hasFocus() else -1)
            painter.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._kept = None
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._kept = None
        if self.current < 0:
            self.walk(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._kept = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.drawing is None:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self.walk(self.drawing.step(self.current, key, self.area(), self.look()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self._open(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.walk(self._under(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        item = self._under(event.position())
        if item >= 0:
            self._open(item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        item = self._under(event.position())
        if item >= 0 and self.drawing is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.drawing.spoken(item), self)
        else:
            QToolTip.hideText()

    def _under(self, place: QPointF) -> int:
        return self.drawing.item_at(place, self.area(), self.look()) if self.drawing is not None else -1

    def _open(self, item: int) -> None:
        page, key = self.drawing.opens(item) if self.drawing is not None else ("", "")
        if key:
            self.opened.emit(page, key)


class ChartView(QScrollArea):
    """A drawing, scrolled where it is higher than its place.

    Signals:
        walked(item): the item that has the keyboard changed.
        opened(page, key): Enter or a double click on an item that opens something.
    """

    walked = Signal(int)
    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty place for a drawing."""
        super().__init__(parent)
        self.canvas = _Canvas(self)
        self.setWidget(self.canvas)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its canvas takes the keyboard
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.canvas.walked.connect(self._walked)
        self.canvas.opened.connect(self.opened)

    @property
    def drawing(self) -> Drawing | None:
        """What is shown."""
        return self.canvas.drawing

    @property
    def current(self) -> int:
        """The item that has the keyboard, or -1."""
        return self.canvas.current

    def show_drawing(self, drawing: Drawing) -> None:
        """Show a drawing."""
        self.canvas.show_drawing(drawing)

    def walk(self, item: int) -> None:
        """Give an item the keyboard."""
        self.canvas.walk(item)

    def _walked(self, item: int) -> None:
        if self.drawing is not None:
            inside = self.drawing.inside(self.canvas.area(), self.canvas.look())
            box = self.drawing.places(inside, self.canvas.look())[item]
            self.ensureVisible(round(box.center().x()), round(box.center().y()), 80, 60)
        self.walked.emit(item)
