"""Bars over time: rounds of announcements by how they were answered, places and occupied places by year.

A part of a bar is told by its pattern and its figure; the shade comes third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from koorddesk.i18n import N_, Translator
from koorddesk.services.over_time import Occupancy, Rounds
from ui.charts.drawing import Drawing, Look, frame, write
from ui.theme import STEP, Tone, mix

_PATTERNS = {
    "solid": Qt.BrushStyle.SolidPattern,
    "lines": Qt.BrushStyle.BDiagPattern,
    "dots": Qt.BrushStyle.Dense6Pattern,
    "empty": Qt.BrushStyle.NoBrush,
}


@dataclass(frozen=True)
class Part:
    """One part of a bar: its word, its figure, its tone and its pattern."""

    word: str
    figure: float
    tone: Tone
    pattern: str


@dataclass(frozen=True)
class Bar:
    """One bar: what stands under it (two lines), what above it, its parts from the bottom, what it opens."""

    name: str
    below: str
    above: str
    parts: tuple[Part, ...]
    spoken: str
    opens: tuple[str, str] = ("", "")
    note: str = ""


class Bars(Drawing):
    """Draws bars over a common scale; its items are the bars."""

    def __init__(self, title: str, subtitle: str, bars: Sequence[Bar], translator: Translator) -> None:
        """Take the bars from left to right."""
        self.title, self.subtitle, self.bars = title, subtitle, tuple(bars)
        self._translator = translator
        self._most = max((sum(part.figure for part in bar.parts) for bar in self.bars), default=0.0) or 1.0

    def spoken(self, item: int) -> str:
        """Return a bar in a sentence."""
        return self.bars[item].spoken

    def opens(self, item: int) -> tuple[str, str]:
        """Return what a bar opens."""
        return self.bars[item].opens

    def summary(self) -> str:
        """Return all bars in words."""
        return ". ".join((self.title, self.subtitle, *(bar.spoken for bar in self.bars)))

    def _chart(self, area: QRectF, look: Look) -> QRectF:
        """Return the room of the bars: below the key, above their names."""
        line = QFontMetricsF(look.font).lineSpacing()
        return area.adjusted(line * 3, line * 2.6, 0, -line * 3.4)

    def places(self, area: QRectF, look: Look) -> list[QRectF]:
        """Return the room of each bar with its names."""
        room = self._chart(area, look)
        width = room.width() / max(len(self.bars), 1)
        width = min(width, 170.0)
        line = QFontMetricsF(look.font).lineSpacing()
        return [
            QRectF(room.left() + number * width, room.top() - line, width, room.height() + line * 4.4).adjusted(
                4, 0, -4, 0
            )
            for number in range(len(self.bars))
        ]

    def draw(self, painter: QPainter, area: QRectF, look: Look, current: int) -> None:
        """Draw the key, the scale and the bars."""
        room, line = self._chart(area, look), QFontMetricsF(look.font).lineSpacing()
        self._draw_key(painter, QRectF(area.left(), area.top(), area.width(), line * 1.2), look)
        for mark in _scale(self._most):
            height = room.bottom() - room.height() * mark / self._most
            painter.setPen(QPen(look.line, 1 if mark == 0 else 0.6))
            painter.drawLine(QLineF(room.left(), height, room.right(), height))
            box = QRectF(area.left(), height - line / 2, line * 2.6, line)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            write(painter, box, self._translator.number(mark), look.sized(0.9), look.quiet, flags)
        boxes = self.places(area, look)
        if not self.bars:
            nothing = self._translator.text(N_("Nothing to draw yet"))
            write(painter, room, nothing, look.font, look.quiet, Qt.AlignmentFlag.AlignCenter)
        widest = max((QFontMetricsF(look.sized(0.9)).horizontalAdvance(bar.name) for bar in self.bars), default=0.0)
        center = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        for bar, box in zip(self.bars, boxes, strict=True):
            bottom = room.bottom()
            inner = min(box.width() - 12, 74.0)
            left = box.center().x() - inner / 2
            for part in bar.parts:
                height = room.height() * part.figure / self._most
                if height <= 0:
                    continue
                self._draw_part(painter, QRectF(left, bottom - height, inner, height), part, look)
                bottom -= height
            if bar.note:
                empty = QRectF(left, room.bottom() - line * 3, inner, line * 3)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.quiet, 1, Qt.PenStyle.DashLine))
                painter.drawRect(empty)
                painter.setFont(look.sized(0.85))
                painter.drawText(empty, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, bar.note)
                bottom = empty.top()
            above = QRectF(box.left(), bottom - line, box.width(), line)
            write(painter, above, bar.above, look.sized(1.0, bold=True), look.text, center)
            name = QRectF(box.left(), room.bottom() + STEP, box.width(), line * 2)
            painter.setFont(look.sized(0.9))
            painter.setPen(look.text)
            painter.drawText(name, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWrapAnywhere, bar.name)
            lines = 1 if widest <= name.width() else 2  # the same for all, so that what is below stands in one line
            below = QRectF(name.left(), name.top() + line * lines, name.width(), line)
            write(painter, below, bar.below, look.sized(0.9), look.quiet, center)
        if 0 <= current < len(boxes):
            frame(painter, boxes[current], look)

    def _draw_part(self, painter: QPainter, box: QRectF, part: Part, look: Look) -> None:
        color = look.text if look.plain else look.tone(part.tone)
        ground = _draw_pattern(painter, box, part, look)
        text = self._translator.number(round(part.figure))
        metrics = QFontMetricsF(look.sized(0.95, bold=True))
        if box.height() >= metrics.height() + 2:
            words = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height())
            words.moveCenter(box.center())
            if part.pattern in ("lines", "dots"):
                painter.fillRect(words, look.ground)
                shade = look.text
            else:
                shade = look.ground if part.pattern == "solid" and ground else look.text
            write(painter, words, text, look.sized(0.95, bold=True), shade, Qt.AlignmentFlag.AlignCenter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1))
        painter.drawRect(box)

    def _draw_key(self, painter: QPainter, box: QRectF, look: Look) -> None:
        left = box.left()
        known = {part.word: part for bar in self.bars for part in bar.parts}
        for word, part in known.items():
            mark = QRectF(left, box.center().y() - 6, 22, 12)
            _draw_pattern(painter, mark, part, look)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.text if look.plain else look.tone(part.tone), 1))
            painter.drawRect(mark)
            width = QFontMetricsF(look.font).horizontalAdvance(word) + 8
            line = QRectF(left + 28, box.top(), width, box.height())
            write(painter, line, word, look.font, look.text, Qt.AlignmentFlag.AlignVCenter)
            left += 28 + width + 5 * STEP


def _draw_pattern(painter: QPainter, box: QRectF, part: Part, look: Look) -> bool:
    """Fill a box with a part's pattern; tell whether it is filled solidly."""
    color = look.text if look.plain else look.tone(part.tone)
    if part.pattern in ("lines", "dots") and not look.plain:
        painter.fillRect(box, mix(look.ground, color, 0.12))
    painter.fillRect(box, QBrush(color, _PATTERNS[part.pattern]))
    return part.pattern == "solid"


def rounds_bars(rounds: Rounds, translator: Translator) -> Bars:
    """Return the rounds as bars, each opening its announcement."""
    say = translator.text
    words = [say(text) for text in (N_("Answered in time"), N_("Answered late"), N_("Held or returned"), N_("Missing"))]
    bars = []
    for row in rounds.rows:
        figures = (row.in_time, row.late, row.held, row.missing)
        looks = ((Tone.GOOD, "solid"), (Tone.ATTENTION, "lines"), (Tone.NOTE, "dots"), (Tone.QUIET, "empty"))
        parts = tuple(
            Part(word, figure, tone, pattern)
            for word, figure, (tone, pattern) in zip(words, figures, looks, strict=True)
            if not row.historical
        )
        told = [f"{part.word} {translator.number(part.figure)}" for part in parts] or [
            say(N_("known from history only"))
        ]
        above = (
            say(N_("%(done)d of %(total)d"), done=row.in_time + row.late, total=row.asked) if not row.historical else ""
        )
        bars.append(
            Bar(
                row.code.removeprefix("CU-"),
                row.when,
                above,
                parts,
                ", ".join((row.code, row.title, row.when, *told)),
                ("announcements", row.code),
                say(N_("history only")) if row.historical else "",
            )
        )
    return Bars(rounds.sheet.title, rounds.subtitle, bars, translator)


def occupancy_bars(occupancy: Occupancy, translator: Translator) -> Bars:
    """Return occupied and free places year by year as bars."""
    say, number = translator.text, translator.number
    bars = []
    for row in occupancy.rows:
        free = max(row.places - row.occupied, 0.0)
        parts = (
            Part(say(N_("Occupied places")), row.occupied, Tone.NOTE, "solid"),
            Part(say(N_("Free places")), free, Tone.QUIET, "empty"),
        )
        share = say(N_("%(share)s %% occupied"), share=number(round(row.share)))
        below = translator.plural("%(count)d offer", "%(count)d offers", row.offers)
        told = (f"{part.word} {number(round(part.figure))}" for part in parts)
        bars.append(Bar(str(row.year), below, share, parts, ", ".join((str(row.year), share, *told, below))))
    return Bars(occupancy.sheet.title, occupancy.subtitle, bars, translator)


def _scale(most: float) -> list[float]:
    """Return round marks from 0 up to the largest figure."""
    step = 1.0
    while most / step > 6:
        step = next(bigger for bigger in (step * 2, step * 2.5, step * 5) if bigger > step and _round(bigger))
    return [mark * step for mark in range(int(most / step) + 1)]


def _round(step: float) -> bool:
    while step >= 10:
        step /= 10
    return step in (1, 2, 5)
