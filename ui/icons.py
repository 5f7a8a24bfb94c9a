"""The icons: outline drawings from one set (Lucide), tinted to the palette when they are loaded."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget

from koorddesk.paths import resource

SIZES = (16, 20, 24, 32)
_NAMES: dict[int, str] = {}  # which drawing an icon shows, by Qt's key of the icon


@functools.cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@functools.cache
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", "black").encode()))


@functools.lru_cache(maxsize=256)
def _coloured(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))


@functools.lru_cache(maxsize=2048)
def _shape(name: str, dots: int) -> QPixmap:
    """Return the drawing in black, that many dots wide: drawn once, then tinted for each colour and state."""
    shape = QPixmap(dots, dots)
    shape.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shape)
    _renderer(name).render(painter, QRectF(0, 0, dots, dots))
    painter.end()
    return shape


@functools.lru_cache(maxsize=4096)
def _pixmap(name: str, size: int, rgb: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(_shape(name, round(size * ratio)))
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor.fromRgb(rgb))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """Return the drawing in one colour; ``size`` in device-independent pixels, ``ratio`` the screen's."""
    return _pixmap(name, size, color.rgb(), ratio)


def draw(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Draw the icon as lines into a box, for pictures that are kept or printed."""
    _coloured(name, color.name()).render(painter, box)


def icon(name: str, palette: QPalette | None = None) -> QIcon:
    """Return the drawing as an icon in the palette's text colours, sharp at every usual scale."""
    colors = palette or QGuiApplication.palette()
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    return _icon(
        name,
        colors.color(group.Active, role.ButtonText).rgb(),
        colors.color(group.Disabled, role.ButtonText).rgb(),
        colors.color(group.Active, role.HighlightedText).rgb(),
    )


def retint(root: QWidget) -> None:
    """Draw the icons of all buttons, actions and tabs under ``root`` in the palette in force.

    An icon is a set of pictures and does not follow the palette by itself.
    """
    holders: list[QAbstractButton | QAction] = [*root.findChildren(QAbstractButton), *root.findChildren(QAction)]
    for holder in holders:
        name = _NAMES.get(holder.icon().cacheKey())
        if name:
            holder.setIcon(icon(name))
    for tabs in root.findChildren(QTabBar):
        for number in range(tabs.count()):
            name = _NAMES.get(tabs.tabIcon(number).cacheKey())
            if name:
                tabs.setTabIcon(number, icon(name))


@functools.lru_cache(maxsize=512)
def _icon(name: str, normal: int, disabled: int, selected: int) -> QIcon:
    result = QIcon()
    for mode, rgb in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled), (QIcon.Mode.Selected, selected)):
        for size in SIZES:
            for ratio in (1.0, 2.0):
                result.addPixmap(pixmap(name, size, QColor.fromRgb(rgb), ratio), mode)
    _NAMES[result.cacheKey()] = name
    return result
