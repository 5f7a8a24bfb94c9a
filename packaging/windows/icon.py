"""The icons of the program and of a store in Windows' own format, drawn from the program's set of drawings."""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from pathlib import Path

from tools import ROOT

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
GROUND, DRAWING = "#1d4e74", "#ffffff"
_CORNER, _MARGIN = 0.18, 0.16  # of the edge


def container(pictures: Sequence[tuple[int, bytes]]) -> bytes:
    """Return PNG pictures, each with its edge in pixels, as one Windows icon."""
    offset = 6 + 16 * len(pictures)
    entries, data = b"", b""
    for edge, png in pictures:
        entries += struct.pack("<BBBBHHII", edge % 256, edge % 256, 0, 0, 1, 32, len(png), offset + len(data))
        data += png
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + data


def draw(drawing: str, target: Path) -> None:
    """Write one of the program's drawings, white on the program's blue, as an icon of every usual size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    svg = (ROOT / "resources" / "icons" / f"{drawing}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", DRAWING).encode()))
    pictures = []
    for edge in SIZES:
        image = QImage(edge, edge, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND))
        painter.drawRoundedRect(QRectF(0, 0, edge, edge), edge * _CORNER, edge * _CORNER)
        inner = edge * (1 - 2 * _MARGIN)
        renderer.render(painter, QRectF(edge * _MARGIN, edge * _MARGIN, inner, inner))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes; the library wants text
        pictures.append((edge, bytes(buffer.data().data())))
    target.write_bytes(container(pictures))
