"""The icons: outline drawings from one set (Lucide), tinted to the palette when they are loaded."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from koorddesk.paths import resource

SIZES = (16, 20, 24, 32)


@functools.cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=1024)
def _pixmap(name: str, size: int, rgb: int, ratio: float) -> QPixmap:
    svg = _drawing(name).replace("currentColor", QColor.fromRgb(rgb).name())
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """Return the drawing in one colour; ``size`` in device-independent pixels, ``ratio`` the screen's."""
    return _pixmap(name, size, color.rgb(), ratio)


def icon(name: str, palette: QPalette | None = None) -> QIcon:
    """Return the drawing as an icon in the palette's text colours, sharp at every usual scale."""
    colors = palette or QGuiApplication.palette()
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    result = QIcon()
    for mode, color in (
        (QIcon.Mode.Normal, colors.color(group.Active, role.ButtonText)),
        (QIcon.Mode.Disabled, colors.color(group.Disabled, role.ButtonText)),
        (QIcon.Mode.Selected, colors.color(group.Active, role.HighlightedText)),
    ):
        for size in SIZES:
            for ratio in (1.0, 2.0):
                result.addPixmap(pixmap(name, size, color, ratio), mode)
    return result
