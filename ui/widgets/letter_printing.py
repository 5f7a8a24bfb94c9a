"""Pages of a PDF file on the printer, with a preview: drawn in a job, painted from their pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from koorddesk.errors import UserError
from koorddesk.i18n import N_
from ui.jobs import Cancelled, Lane, Progress

if TYPE_CHECKING:
    from ui.workplace import Workplace

_DOTS_PER_INCH, _POINTS_PER_INCH = 200, 72


def pictures(data: bytes, progress: Progress, cancelled: Cancelled) -> list[QImage]:
    """Return the pages of a PDF file as pictures of eight bits a dot, fine enough for the printer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        found = []
        for number in range(len(document)):
            if cancelled():
                raise UserError("cancelled")
            bitmap = document[number].render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH, prefer_bgrx=True)
            raw = bytes(bitmap.buffer)
            image = QImage(raw, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
            # A quarter of the room: a letter has few colours.
            found.append(image.convertToFormat(QImage.Format.Format_Indexed8))
            progress(number + 1, len(document), "")
    finally:
        document.close()
    return found


def print_pages(place: Workplace, owner: QWidget, data: bytes) -> None:
    """Draw the pages of a PDF file in a job and show the printer's preview of them."""
    place.jobs.start(
        owner,
        lambda progress, cancelled: pictures(data, progress, cancelled),
        then=lambda pages: preview(place, owner, pages).open(),
        title=place.text(N_("Making the pages ready for the printer")),
        lane=Lane.DRAW,
    )


def preview(place: Workplace, owner: QWidget, pages: list[QImage]) -> QPrintPreviewDialog:
    """Return the preview of pages, from which they are printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    dialog = QPrintPreviewDialog(printer, owner.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(place.text(N_("Print letters")))
    dialog.paintRequested.connect(lambda to: paint(to, pages))
    return dialog


def paint(printer: QPrinter, pages: list[QImage]) -> None:
    """Paint pages as they are, each over a whole sheet."""
    painter = QPainter(printer)
    for number, image in enumerate(pages):
        if number:
            printer.newPage()
        whole = QRectF(painter.viewport())
        size = image.size().scaled(whole.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    painter.end()
