"""Pictures as files and on paper: PNG, SVG and the printer, always dark on white in the bundled type."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from ui.charts.drawing import Drawing, Look, paper_look, write
from ui.theme import STEP

register({"picture-unwritable": N_('The picture "%(path)s" could not be written. Choose another folder or name.')})

SIZE = QSize(1280, 640)
_FOOT = 24  # below the drawing, for where it comes from
_SHARPNESS = 2  # dots per unit of a PNG, so that it stays sharp in a printed report


def save_picture(drawing: Drawing, path: Path, source: str) -> Path:
    """Write a drawing as SVG where the name says so, else as PNG; raises UserError where it cannot be written.

    ``source`` stands under it: where the figures come from, and of which day.
    """
    look = _look()
    size = QSize(SIZE.width(), max(SIZE.height(), round(drawing.ideal_height(SIZE.width(), look)) + _FOOT))
    if path.suffix.casefold() == ".svg":
        _save_svg(drawing, path, size, source)
    else:
        image = QImage(size * _SHARPNESS, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SHARPNESS)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        _paint(drawing, painter, QRectF(0, 0, size.width(), size.height()), source)
        painter.end()
        image.setText("Title", drawing.title)
        if not QImageWriter(str(path), b"png").write(image):
            raise UserError("picture-unwritable", path=str(path))
    return path


def print_picture(drawing: Drawing, printer: QPrinter, source: str) -> None:
    """Draw onto one page of a printer, as large as it goes, with its source under it."""
    painter = QPainter(printer)
    page = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
    scale = page.width() / SIZE.width()
    painter.scale(scale, scale)
    _paint(drawing, painter, QRectF(0, 0, SIZE.width(), page.height() / scale), source)
    painter.end()


def _paint(drawing: Drawing, painter: QPainter, area: QRectF, source: str) -> None:
    look = _look()
    drawing.paint(painter, area.adjusted(0, 0, 0, -_FOOT), look)
    foot = QRectF(area.left() + 4 * STEP, area.bottom() - _FOOT, area.width() - 8 * STEP, _FOOT - STEP)
    write(painter, foot, source, look.sized(0.9), look.quiet, Qt.AlignmentFlag.AlignVCenter)


def _save_svg(drawing: Drawing, path: Path, size: QSize, source: str) -> None:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(drawing.title)
    generator.setDescription(f"{drawing.subtitle} {source}".strip())
    painter = QPainter()
    if not painter.begin(generator):
        raise UserError("picture-unwritable", path=str(path))
    _paint(drawing, painter, QRectF(0, 0, size.width(), size.height()), source)
    painter.end()


def _look() -> Look:
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(9.0)
    return paper_look(font)
