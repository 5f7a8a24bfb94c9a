"""A letter as its pages: drawn by PDFium in a job, page by page as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.letter_setting import ShownFigure
from ui import icons
from ui.jobs import JobRunner, Lane
from ui.theme import STEP, line_color

_GAP = 3 * STEP
_POINTS_PER_INCH, _PIXELS_PER_INCH, _MILLIMETRES_PER_INCH = 72, 96, 25.4
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_KEPT_PAGES = 24

Pages = tuple[list[tuple[float, float]], str]


def measure(data: bytes) -> Pages:
    """Return the pages' sizes in points and the whole text, which a screen reader is given."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        sizes, texts = [], []
        for number in range(len(document)):
            page = document[number]
            sizes.append(page.get_size())
            texts.append(page.get_textpage().get_text_range())
    finally:
        document.close()
    return sizes, "\n".join(texts)


def draw(data: bytes, number: int, scale: float) -> QImage:
    """Draw one page; ``scale`` is pixels per point."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[number].render(scale=scale, prefer_bgrx=True)
        image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return image.copy()
    finally:
        document.close()


class _Pages(QAbstractScrollArea):
    """The pages one below the other; only those in view are drawn, and asked for when they are not there yet."""

    moved = Signal()
    resized = Signal()
    zoom_wanted = Signal(int)
    pressed = Signal(int, float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sizes: list[tuple[float, float]] = []
        self.scale = 1.0
        self.image: Callable[[int], QImage | None] = lambda _number: None
        self.says: Callable[[int, float, float], str] = lambda _page, _left, _top: ""
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def boxes(self) -> list[QRect]:
        top, result = _GAP, []
        width = max(self.viewport().width(), self._width())
        for page_width, page_height in self.sizes:
            size = QSize(round(page_width * self.scale), round(page_height * self.scale))
            result.append(QRect(QPoint((width - size.width()) // 2, top), size))
            top += size.height() + _GAP
        return result

    def current(self) -> int:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        return next((number for number, box in enumerate(self.boxes()) if box.bottom() + _GAP >= middle), 0)

    def show_page(self, number: int) -> None:
        boxes = self.boxes()
        if 0 <= number < len(boxes):
            self.verticalScrollBar().setValue(boxes[number].top() - _GAP)

    def arrange(self) -> None:
        boxes = self.boxes()
        height = boxes[-1].bottom() + _GAP if boxes else 0
        port = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(height - port.height(), 0))
        self.verticalScrollBar().setPageStep(port.height())
        self.verticalScrollBar().setSingleStep(10 * STEP)
        self.horizontalScrollBar().setRange(0, max(self._width() - port.width(), 0))
        self.horizontalScrollBar().setPageStep(port.width())
        self.viewport().update()

    def _width(self) -> int:
        return round(max((width for width, _ in self.sizes), default=0) * self.scale) + 2 * _GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Midlight))
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number, box in enumerate(self.boxes()):
            place = box.translated(-shift)
            if not place.intersects(event.rect()):
                continue
            painter.fillRect(place, QColor("white"))
            image = self.image(number)
            if image is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRectF(place), image)
            painter.setPen(line_color(self.palette()))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
        self.arrange()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def spot(self, place: QPoint) -> tuple[int, float, float] | None:
        """Return the page from 0 at a place of the view, and how far into it in points; None beside the pages."""
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number, box in enumerate(self.boxes()):
            if box.contains(place + shift):
                inside = place + shift - box.topLeft()
                return number, inside.x() / self.scale, inside.y() / self.scale
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = self.spot(event.position().toPoint())
        says = self.says(*spot) if spot is not None else ""
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if says else Qt.CursorShape.ArrowCursor)
        self.viewport().setToolTip(says)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot(event.position().toPoint())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(*spot)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom_wanted.emit(1 if key == Qt.Key.Key_Plus else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(bar.value() + bar.pageStep())
        elif key == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep())
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif key == Qt.Key.Key_Down:
            bar.setValue(bar.value() + bar.singleStep())
        elif key == Qt.Key.Key_Up:
            bar.setValue(bar.value() - bar.singleStep())
        else:
            super().keyPressEvent(event)


class PdfView(QWidget):
    """A PDF file with page number, size and arrows.

    Signals:
        shown(): the first page of a newly set file has been drawn.
        figure_pressed(figure): a place given with ``show_pdf`` was clicked.
    """

    shown = Signal()
    figure_pressed = Signal(object)

    def __init__(self, translator: Translator, jobs: JobRunner, parent: QWidget | None = None) -> None:
        """Make an empty view; ``show_pdf`` fills it."""
        super().__init__(parent)
        self._translator, self._jobs = translator, jobs
        self._data = b""
        self._figures: Sequence[ShownFigure] = ()
        self._stays = False
        self._zoom: int | None = None  # None fits the width
        self._images: dict[tuple[int, float], QImage] = {}
        self._old: dict[tuple[int, float], QImage] = {}
        self._asked: set[tuple[int, float]] = set()
        self._pages = _Pages(self)
        self._pages.image = self._image
        self._pages.says = self._says
        self._pages.pressed.connect(self._press)
        self._pages.setAccessibleName(translator.text(N_("Pages of the letter")))
        self._place = QLabel(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        for name, text, slot in (
            ("chevron-left", N_("Previous page"), lambda: self._turn(-1)),
            ("chevron-right", N_("Next page"), lambda: self._turn(1)),
            ("zoom-out", N_("Smaller"), lambda: self._change_zoom(-1)),
            ("zoom-in", N_("Larger"), lambda: self._change_zoom(1)),
        ):
            button = QToolButton(self)
            button.setIcon(icons.icon(name))
            button.setToolTip(translator.text(text))
            button.setAccessibleName(translator.text(text))
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, act=slot: act())
            bar.addWidget(button)
            if name == "chevron-right":
                bar.addWidget(self._place)
                bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._pages, 1)
        self.setFocusProxy(self._pages)
        self._pages.moved.connect(self._tell_place)
        self._pages.zoom_wanted.connect(self._change_zoom)
        self._pages.resized.connect(self._fit)
        self._tell_place()

    def show_pdf(self, data: bytes, figures: Sequence[ShownFigure] = (), *, stay: bool = False) -> None:
        """Show a PDF file from its first page, or from where the one before was (``stay``); ``b""`` shows nothing.

        ``figures`` are the places that can be clicked.
        """
        self._figures, self._stays = figures, stay and bool(self._data)
        if stay and data == self._data:
            return
        self._data = data
        if not self._stays:
            self._images.clear()
        self._asked.clear()
        if not data:
            self._arranged(([], ""))
            return
        self._jobs.start(
            self, lambda _progress, _cancelled: measure(data), then=self._arranged, lane=Lane.DRAW, replaces="measure"
        )

    @property
    def page_count(self) -> int:
        """How many pages the file has."""
        return len(self._pages.sizes)

    @property
    def drawn(self) -> int:
        """How many pages have been drawn so far."""
        return len(self._images)

    def _arranged(self, pages: Pages) -> None:
        self._pages.sizes, text = pages
        self._pages.setAccessibleDescription(text)
        self._pages.scale = self._scale()
        self._pages.arrange()
        if self._stays:
            # The old pictures stand until the new ones are there; so nothing flickers while one writes.
            self._old, self._images = self._images, {}
            self._pages.viewport().update()
        else:
            self._old = {}
            self._pages.verticalScrollBar().setValue(0)
        self._tell_place()

    def _scale(self) -> float:
        if self._zoom is not None:
            return _ZOOMS[self._zoom] * _PIXELS_PER_INCH / _POINTS_PER_INCH
        widest = max((width for width, _ in self._pages.sizes), default=1.0)
        room = self._pages.viewport().width() - 2 * _GAP
        return max(room / widest, _ZOOMS[0])

    def _fit(self) -> None:
        self._pages.scale = self._scale()

    def _image(self, number: int) -> QImage | None:
        """Return a page's picture, asking for it when it is missing; meanwhile one of another size does."""
        scale = self._scale() * self.devicePixelRatioF()
        image = self._images.get((number, scale))
        if image is not None:
            return image
        if (number, scale) not in self._asked:
            self._asked.add((number, scale))
            data = self._data
            self._jobs.start(
                self,
                lambda _progress, _cancelled: draw(data, number, scale),
                then=lambda drawn: self._keep(data, number, scale, drawn),
                lane=Lane.DRAW,
            )
        known = (*self._images.items(), *self._old.items())
        return next((image for (page, _), image in known if page == number), None)

    def _keep(self, data: bytes, number: int, scale: float, image: QImage) -> None:
        self._asked.discard((number, scale))
        if data is not self._data:
            return
        first = not self._images
        while len(self._images) >= _KEPT_PAGES:
            del self._images[next(iter(self._images))]
        self._images[number, scale] = image
        self._pages.viewport().update()
        if first:
            self.shown.emit()

    def _says(self, page: int, left: float, top: float) -> str:
        found = self._figure_at(page, left, top)
        if found is None:
            return ""
        where = f"{found.sheet} {found.cell}".strip()
        return self._translator.text(N_("Show the form: %(where)s"), where=where)

    def _press(self, page: int, left: float, top: float) -> None:
        found = self._figure_at(page, left, top)
        if found is not None:
            self.figure_pressed.emit(found)

    def _figure_at(self, page: int, left: float, top: float) -> ShownFigure | None:
        """Return the figure at a place of a page (from 0), in points."""
        x, y = (length * _MILLIMETRES_PER_INCH / _POINTS_PER_INCH for length in (left, top))
        return next(
            (
                figure
                for figure in self._figures
                if figure.page == page + 1
                and figure.left - 1 <= x <= figure.left + figure.width + 1
                and figure.top - 1 <= y <= figure.top + figure.height + 1
            ),
            None,
        )

    def _turn(self, step: int) -> None:
        self._pages.show_page(self._pages.current() + step)

    def _change_zoom(self, step: int) -> None:
        page = self._pages.current()
        if self._zoom is None:
            now = self._scale() * _POINTS_PER_INCH / _PIXELS_PER_INCH
            self._zoom = min(range(len(_ZOOMS)), key=lambda number: abs(_ZOOMS[number] - now))
        self._zoom = min(max(self._zoom + step, 0), len(_ZOOMS) - 1)
        self._pages.scale = self._scale()
        self._pages.arrange()
        self._pages.show_page(page)

    def _tell_place(self, *_: Any) -> None:
        count = self.page_count
        sentence = N_("Page %(page)d of %(count)d")
        self._place.setText(
            self._translator.text(sentence, page=self._pages.current() + 1, count=count) if count else ""
        )
