"""Files dropped anywhere on the window: what they are called, and the veil that says what will happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import STEP

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".xltx", ".xltm", ".eml", ".msg", ".zip")


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the workbooks among what is dragged; a folder stands for the workbooks directly and deeper in it.

    A file of another kind that was dropped by itself is kept: reading it gives the finding that says what it is.
    """
    found: list[Path] = []
    for url in data.urls():
        path = Path(url.toLocalFile())
        if path.is_dir():
            found += workbooks_in(path)
        elif path.is_file():
            found.append(path)
    return list(dict.fromkeys(found))


def workbooks_in(folder: Path) -> list[Path]:
    """Return the workbooks, mails and zip files in a folder, by name; Excel's own lock files are left out."""
    return [
        path
        for path in sorted(folder.rglob("*"), key=lambda known: known.as_posix().casefold())
        if path.is_file() and path.suffix.casefold() in SUFFIXES and not path.name.startswith("~$")
    ]


class DropVeil(QWidget):
    """Covers the window while files are dragged over it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        """Take the sentence that says what dropping does."""
        super().__init__(parent)
        self._over, self._text = parent, text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Cover the whole parent."""
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a veil with a frame and the sentence."""
        painter = QPainter(self)
        palette = self.palette()
        veil = QColor(palette.color(QPalette.ColorRole.Base))
        veil.setAlphaF(0.86)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 3, Qt.PenStyle.DashLine))
        frame: QRect = self.rect().adjusted(4 * STEP, 4 * STEP, -4 * STEP, -4 * STEP)
        painter.drawRoundedRect(frame, 2 * STEP, 2 * STEP)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)
