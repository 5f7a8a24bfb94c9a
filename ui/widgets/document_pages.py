"""A document beside a form that is typed in: one page at a time as a picture, or its text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.services import document_view
from koorddesk.services.document_view import Looked, PagePicture
from ui.theme import STEP
from ui.workplace import Workplace

_PIXELS_PER_POINT = 1.25


class DocumentPages(QWidget):
    """Shows a document given as bytes; pages are drawn in a worker process and come as pictures.

    Signals:
        page_shown(number): another page is up, the first being 1.
    """

    page_shown = Signal(int)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._place = place
        self._data, self._name = b"", ""
        say = place.text
        self.page = QSpinBox(self)
        self.page.setRange(1, 1)
        self.page.setAccessibleName(say(N_("Page shown")))
        self._count = QLabel(self)
        label = QLabel(say(N_("Pa&ge")), self)
        label.setBuddy(self.page)
        head = QHBoxLayout()
        head.setContentsMargins(STEP, STEP, STEP, STEP)
        for part in (label, self.page, self._count):
            head.addWidget(part)
        head.addStretch()
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._picture)
        self._scroll.setAccessibleName(say(N_("Page of the document")))
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(say(N_("Text of the document")))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.page.valueChanged.connect(self._turn)
        self.show_nothing()

    def show_nothing(self, words: str = "") -> None:
        """Show a sentence instead of a document."""
        self._data = b""
        self._text.setPlainText(words)
        self._stack.setCurrentWidget(self._text)
        self.page.setEnabled(False)
        self._count.setText("")

    def show_document(self, data: bytes, name: str) -> None:
        """Show a document from its first page."""
        self._data, self._name = data, name
        self._place.read(
            self, lambda _desk: document_view.look_at(data, name), self._show, replaces="look", failed=self._cannot
        )

    def _show(self, looked: Looked) -> None:
        self._text.setPlainText(
            looked.text or self._place.text(N_("This document cannot be shown here. Open it beside."))
        )
        self.page.setEnabled(looked.pages > 0)
        self._stack.setCurrentWidget(self._scroll if looked.pages else self._text)
        self._picture.setAccessibleDescription(looked.text[:2000])
        if looked.pages:
            self.page.setRange(1, looked.pages)
            self._count.setText(self._place.text(N_("of %(count)d"), count=looked.pages))
            self.page.setValue(1)
            self._turn(1)

    def _turn(self, number: int) -> None:
        data = self._data
        if data and self.page.isEnabled():
            self._place.read(
                self,
                lambda _desk: document_view.picture_of(data, number - 1, _PIXELS_PER_POINT),
                self._draw,
                replaces="page",
                failed=self._cannot,
            )
            self.page_shown.emit(number)

    def _draw(self, picture: PagePicture) -> None:
        image = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32).copy()
        self._picture.setPixmap(QPixmap.fromImage(image))

    def _cannot(self, error: Exception) -> None:
        self.show_nothing(self._place.notifier.sentence(error))
