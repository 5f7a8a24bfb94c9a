"""The chain of a case as a line of steps: what was done when, how each stands, and the clocks that run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from koorddesk.i18n import Translator
from ui import icons
from ui.states import STATES
from ui.theme import STEP, Tone, line_color, mix, strong, tone_color

_ICON = 16
_NARROWEST, _WIDEST = 19, 28  # characters a step is given


@dataclass(frozen=True)
class ChainStep:
    """One step on the line: its word, when, its state (of ``ui.states.STATES``), and the deadline that runs from it."""

    word: str
    when: str
    state: str = "taken"
    clock: str = ""


class _Line(QLabel):
    """Draws the steps; arrows and clicks choose one.

    It is a label with a picture, of one point that is never seen, for that is what screen readers call a graphic.
    """

    chosen = Signal(int)

    def __init__(self, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        self._translator = translator
        self.steps: tuple[ChainStep, ...] = ()
        self.current = -1
        self.name = ""
        point = QPixmap(1, 1)
        point.fill(Qt.GlobalColor.transparent)
        self.setPixmap(point)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[ChainStep], current: int) -> None:
        self.steps = tuple(steps)
        self.current = current if current >= 0 else len(self.steps) - 1
        self.updateGeometry()
        self.update()
        self.speak()

    def speak(self) -> None:
        """Say the chain's name and the step that is chosen."""
        step = self.steps[self.current] if 0 <= self.current < len(self.steps) else None
        self.setAccessibleName(f"{self.name}: {spoken(step, self._translator)}" if step else self.name)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def choose(self, number: int) -> None:
        if 0 <= number < len(self.steps) and number != self.current:
            self.current = number
            self.update()
            self.speak()
            self.chosen.emit(number)

    def place_of(self, number: int) -> QRectF:
        width = self._step_width()
        return QRectF(STEP + number * width, 0, width, self.height())

    def _step_width(self) -> float:
        letter = QFontMetricsF(self.font()).averageCharWidth()
        room = (self.width() - 2 * STEP) / max(len(self.steps), 1)
        return min(max(room, letter * _NARROWEST), letter * _WIDEST)

    def sizeHint(self) -> QSize:
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        return QSize(len(self.steps) * letter * _NARROWEST + 2 * STEP, round(line * 5.1) + _ICON + 5 * STEP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.choose(self.current + step)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(int((event.position().x() - STEP) // self._step_width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, step in enumerate(self.steps):
            self._paint_step(painter, number, step)

    def _paint_step(self, painter: QPainter, number: int, step: ChainStep) -> None:
        palette, metrics = self.palette(), QFontMetricsF(self.font())
        place, state = self.place_of(number), STATES[step.state]
        color = tone_color(state.tone, palette)
        if number == self.current:
            share = 0.16 if self.hasFocus() else 0.08
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mix(palette.window().color(), palette.highlight().color(), share))
            painter.drawRoundedRect(place.adjusted(0, 0, -STEP, -1), STEP, STEP)
        left, top = place.left() + STEP, place.top() + 2 * STEP
        sign = icons.pixmap(state.icon, _ICON, color, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, top), sign)
        if number + 1 < len(self.steps):
            middle = top + _ICON / 2
            painter.setPen(QPen(line_color(palette), 2))
            painter.drawLine(QPointF(left + _ICON + STEP, middle), QPointF(place.right(), middle))
        gone = state.tone is Tone.QUIET
        box = QRectF(left, top + _ICON + STEP, place.width() - 3 * STEP, metrics.lineSpacing() * 2)
        painter.setFont(strong(self.font()) if number == self.current else self.font())
        painter.setPen(color if gone else palette.windowText().color())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, flags, step.word)
        painter.setFont(self.font())
        box.translate(0, metrics.lineSpacing() * 2)
        for text, tone in (
            (step.when, tone_color(Tone.QUIET, palette)),
            (self._translator.text(state.word), color),
            (step.clock, color),
        ):
            if text:
                painter.setPen(tone)
                short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
                painter.drawText(box, Qt.AlignmentFlag.AlignTop, short)
                box.translate(0, metrics.lineSpacing())


def spoken(step: ChainStep, translator: Translator) -> str:
    """Return a step as a screen reader says it."""
    return ", ".join(filter(None, (step.word, step.when, translator.text(STATES[step.state].word), step.clock)))


class ChainView(QScrollArea):
    """The line of steps, scrolled sideways where the chain is long; its description says it in words.

    Signals:
        chosen(number): a step was chosen by click or arrow, counted from 0.
    """

    chosen = Signal(int)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty line."""
        super().__init__(parent)
        self._translator = translator
        self.line = _Line(translator, self)
        self.setWidget(self.line)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.chosen.connect(self._follow)

    def show_steps(self, name: str, steps: Sequence[ChainStep], current: int = -1) -> None:
        """Show a chain with one of its steps chosen, the last one where none is named."""
        self.line.name = name
        self.line.show_steps(steps, current)
        self.setAccessibleName(name)
        for part in (self, self.line):
            part.setAccessibleDescription("; ".join(spoken(step, self._translator) for step in steps))
        self.updateGeometry()
        # The line has its new width only once the layout has been done.
        QTimer.singleShot(0, self.line, self._show_current)

    def choose(self, number: int) -> None:
        """Choose a step."""
        self.line.choose(number)

    @property
    def current(self) -> int:
        """The number of the step chosen, -1 where there is none."""
        return self.line.current

    def sizeHint(self) -> QSize:
        """Return room for the line and, below it, for moving it sideways."""
        return QSize(80 * STEP, self.line.sizeHint().height() + self.horizontalScrollBar().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least room: the height of the line."""
        return QSize(40 * STEP, self.sizeHint().height())

    def _follow(self, number: int) -> None:
        self._show_current()
        self.chosen.emit(number)

    def _show_current(self) -> None:
        place = self.line.place_of(max(self.line.current, 0))
        self.ensureVisible(round(place.center().x()), round(place.center().y()), round(place.width()), 0)
