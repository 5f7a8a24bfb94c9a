"""Pictures as files and on paper: PNG, SVG and the printer, always dark on white in the bundled type."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from ui.charts.drawing import Drawing, Look, paper_look

register({"picture-unwritable": N_('The picture "%(path)s" could not be written. Choose another folder or name.')})

SIZE = QSize(1280, 640)
_SHARPNESS = 2  # dots per unit of a PNG, so that it stays sharp in a printed report


def save_picture(drawing: Drawing, path: Path) -> Path:
    """Write a drawing as SVG where the name says so, else as PNG; raises UserError where it cannot be written."""
    look = _look()
    size = QSize(SIZE.width(), max(SIZE.height(), round(drawing.ideal_height(SIZE.width(), look))))
    if path.suffix.casefold() == ".svg":
        _save_svg(drawing, path, size, look)
    else:
        image = QImage(size * _SHARPNESS, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SHARPNESS)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        drawing.paint(painter, QRectF(0, 0, size.width(), size.height()), look)
        painter.end()
        image.setText("Title", drawing.title)
        if not QImageWriter(str(path), b"png").write(image):
            raise UserError("picture-unwritable", path=str(path))
    return path


def print_picture(drawing: Drawing, printer: QPrinter) -> None:
    """Draw onto one page of a printer, as large as it goes."""
    painter = QPainter(printer)
    page = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
    scale = page.width() / SIZE.width()
    painter.scale(scale, scale)
    drawing.paint(painter, QRectF(0, 0, SIZE.width(), page.height() / scale), _look())
    painter.end()


def _save_svg(drawing: Drawing, path: Path, size: QSize, look: Look) -> None:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(drawing.title)
    generator.setDescription(drawing.subtitle)
    painter = QPainter()
    if not painter.begin(generator):
        raise UserError("picture-unwritable", path=str(path))
    drawing.paint(painter, QRectF(0, 0, size.width(), size.height()), look)
    painter.end()


def _look() -> Look:
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(9.0)
    return paper_look(font)
