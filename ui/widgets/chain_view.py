"""The chain of a case as a line of steps: what was done when, and the clocks that run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import STEP, Tone, line_color, strong, tone_color

_DOT = 7.0


@dataclass(frozen=True)
class ChainStep:
    """One step on the line: its word, when, and the deadline that runs from it."""

    word: str
    when: str
    clock: str = ""
    late: bool = False


class ChainView(QWidget):
    """Draws the steps from left to right; its accessible description says them in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty line."""
        super().__init__(parent)
        self._steps: tuple[ChainStep, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, name: str, steps: Sequence[ChainStep]) -> None:
        """Show a chain."""
        self._steps = tuple(steps)
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            "; ".join(", ".join(part for part in (step.word, step.when, step.clock) if part) for step in steps)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the dots and three lines of words."""
        return QSize(80 * STEP, round(self.fontMetrics().lineSpacing() * 4.2 + 8 * STEP))

    def minimumSizeHint(self) -> QSize:
        """Return the least room: the height of the words."""
        return QSize(40 * STEP, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw line, dots and words."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        text, accent = palette.windowText().color(), palette.highlight().color()
        metrics = QFontMetricsF(self.font())
        width = min((self.width() - 4 * STEP) / len(self._steps), metrics.averageCharWidth() * 26)
        top = 3 * STEP + _DOT
        for number, step in enumerate(self._steps):
            left = 2 * STEP + number * width
            dot = QPointF(left + _DOT, top)
            if number + 1 < len(self._steps):
                painter.setPen(QPen(line_color(palette), 2))
                painter.drawLine(dot + QPointF(_DOT, 0), QPointF(left + width, top))
            last = number + 1 == len(self._steps)
            painter.setPen(QPen(accent, 2))
            painter.setBrush(accent if last else palette.window())
            painter.drawEllipse(dot, _DOT, _DOT)
            box = QRectF(left, top + _DOT + 2 * STEP, width - 2 * STEP, metrics.lineSpacing() * 2)
            painter.setFont(strong(self.font()) if last else self.font())
            painter.setPen(text)
            painter.drawText(box, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, step.word)
            box.translate(0, metrics.lineSpacing() * 2)
            painter.setFont(self.font())
            painter.setPen(tone_color(Tone.QUIET, palette))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignTop, metrics.elidedText(step.when, Qt.TextElideMode.ElideRight, box.width())
            )
            if step.clock:
                box.translate(0, metrics.lineSpacing())
                painter.setPen(tone_color(Tone.BAD if step.late else Tone.NOTE, palette))
                painter.drawText(
                    box,
                    Qt.AlignmentFlag.AlignTop,
                    metrics.elidedText(step.clock, Qt.TextElideMode.ElideRight, box.width()),
                )
