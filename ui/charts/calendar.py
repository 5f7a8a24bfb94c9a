"""A case on its calendar: the steps of the chain on a line of time, below them the clocks with their last days."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from koorddesk.i18n import N_, Translator
from koorddesk.services.over_time import ChainCalendar
from ui.charts.drawing import Drawing, Look, frame, sign, write
from ui.states import STATES
from ui.theme import STEP, Tone, mix

_LANES = 4  # rows over which the names of steps are spread, so that none covers another
_NAME = 165.0


class ChainChart(Drawing):
    """Draws a ``ChainCalendar``; its items are the steps, then the clocks."""

    def __init__(self, picture: ChainCalendar, translator: Translator) -> None:
        """Take the case's steps and clocks."""
        self.picture = picture
        self.title, self.subtitle = picture.sheet.title, picture.subtitle
        self._translator = translator
        days = [mark.on for mark in picture.marks if mark.on]
        days += [day for clock in picture.clocks for day in (clock.starts_on, clock.due_on) if day]
        days.append(picture.today)
        margin = dt.timedelta(days=max((max(days) - min(days)).days // 25, 7))
        self._first, self._last = min(days) - margin, max(days) + margin

    def spoken(self, item: int) -> str:
        """Return a step with its day, or a clock with its last day and state."""
        steps = len(self.picture.marks)
        if item < steps:
            mark = self.picture.marks[item]
            return ", ".join(filter(None, (mark.word, mark.region, mark.when)))
        clock = self.picture.clocks[item - steps]
        date = self._translator.date(clock.due_on)
        return ", ".join((clock.what, self._translator.text(N_("last day %(date)s"), date=date), clock.state_word))

    def opens(self, _item: int) -> tuple[str, str]:
        """Return the case."""
        return "cases", self.picture.number

    def summary(self) -> str:
        """Return the chain and its clocks in words."""
        items = range(len(self.picture.marks) + len(self.picture.clocks))
        return ". ".join((self.title, self.subtitle, *(self.spoken(item) for item in items)))

    def ideal_height(self, _width: float, look: Look) -> float:
        """Return the height of steps and clocks."""
        line = QFontMetricsF(look.font).lineSpacing()
        return line * (_LANES * 3.2 + 6) + len(self.picture.clocks) * line * 2.6

    def _x(self, area: QRectF, day: dt.date) -> float:
        return area.left() + area.width() * (day - self._first).days / max((self._last - self._first).days, 1)

    def _axis(self, area: QRectF, look: Look) -> float:
        return area.top() + QFontMetricsF(look.font).lineSpacing() * (_LANES * 3.2 + 0.6)

    def places(self, area: QRectF, look: Look) -> list[QRectF]:
        """Return the room of each step's name, then of each clock's bar."""
        line, axis = QFontMetricsF(look.font).lineSpacing(), self._axis(area, look)
        ends = [area.left() - 1.0] * _LANES
        boxes = []
        previous = self._first
        for mark in self.picture.marks:
            day = mark.on or previous
            previous = day
            left = min(self._x(area, day), area.right() - _NAME)
            lane = next(
                (number for number in range(_LANES) if ends[number] <= left), min(range(_LANES), key=ends.__getitem__)
            )
            left = max(left, ends[lane]) if ends[lane] <= area.right() - _NAME else left
            ends[lane] = left + _NAME + STEP
            boxes.append(QRectF(left, axis - line * (3.2 * (lane + 1)) - STEP, _NAME, line * 3))
        top = axis + line * 2.2
        for number, clock in enumerate(self.picture.clocks):
            start = self._x(area, clock.starts_on or self._first)
            end = self._x(area, clock.due_on)
            boxes.append(QRectF(start, top + number * line * 2.6, max(end - start, 6), line * 2.4))
        return boxes

    def draw(self, painter: QPainter, area: QRectF, look: Look, current: int) -> None:
        """Draw the line of time, the steps, the clocks and today."""
        line, axis = QFontMetricsF(look.font).lineSpacing(), self._axis(area, look)
        bottom = axis + line * 2.2 + len(self.picture.clocks) * line * 2.6
        self._draw_time(painter, area, look, axis, bottom)
        boxes = self.places(area, look)
        for mark, box in zip(self.picture.marks, boxes, strict=False):
            x = self._x(area, mark.on) if mark.on else box.left()
            painter.setPen(QPen(look.line, 1))
            painter.drawLine(QLineF(max(x, box.left()), box.bottom(), x, axis))
            painter.setBrush(look.tone(Tone.NOTE) if mark.on else look.ground)
            painter.setPen(QPen(look.tone(Tone.NOTE), 1.5))
            painter.drawEllipse(QPointF(x, axis), 5, 5)
            painter.fillRect(box, look.ground)
            painter.setPen(look.text)
            painter.setFont(look.sized(0.95, bold=True))
            name = QRectF(box.left(), box.top(), box.width(), line * 2)
            painter.drawText(name, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignBottom, _begun(mark.word))
            under = QRectF(box.left(), box.top() + line * 2, box.width(), line)
            write(painter, under, " · ".join(filter(None, (mark.when, mark.region))), look.sized(0.9), look.quiet)
        for clock, box in zip(self.picture.clocks, boxes[len(self.picture.marks) :], strict=True):
            state = STATES[clock.state]
            color = look.tone(state.tone)
            bar = QRectF(box.left(), box.top() + line * 1.25, box.width(), line * 0.7)
            painter.setBrush(look.ground if look.plain else mix(look.ground, color, 0.25))
            painter.setPen(QPen(color, 1.4, Qt.PenStyle.SolidLine if clock.starts_on else Qt.PenStyle.DashLine))
            painter.drawRect(bar)
            painter.setPen(QPen(color, 3))
            painter.drawLine(QLineF(bar.right(), bar.top() - 3, bar.right(), bar.bottom() + 3))
            date = self._translator.date(clock.due_on)
            words = f"{_begun(clock.what)} · {date} · {clock.state_word}"
            width = QFontMetricsF(look.font).horizontalAdvance(words) + 26
            left = max(min(box.left(), area.right() - width), area.left())
            sign(painter, state.icon, QRectF(left, box.top() + 1, line - 2, line - 2), color)
            text = QRectF(left + line + 2, box.top(), area.right() - left - line, line)
            write(painter, text, words, look.font, look.text, Qt.AlignmentFlag.AlignVCenter)
        if 0 <= current < len(boxes):
            frame(painter, boxes[current].adjusted(-3, -1, 3, 1), look)

    def _draw_time(self, painter: QPainter, area: QRectF, look: Look, axis: float, bottom: float) -> None:
        line = QFontMetricsF(look.font).lineSpacing()
        painter.setPen(QPen(look.text, 1.5))
        painter.drawLine(QLineF(area.left(), axis, area.right(), axis))
        last = area.left() - 100.0
        for day in _ticks(self._first, self._last):
            x = self._x(area, day)
            painter.setPen(QPen(look.line, 1))
            painter.drawLine(QLineF(x, axis, x, axis + 5))
            if x - last > 62:
                label = str(day.year) if day.month == 1 else f"{day.month:02d}-{day.year}"
                write(painter, QRectF(x + 3, axis + 3, 60, line), label, look.sized(0.85), look.quiet)
                last = x
        x = self._x(area, self.picture.today)
        painter.setPen(QPen(look.tone(Tone.BAD), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, axis - 6, x, bottom))
        words = self._translator.text(N_("today"))
        box = QRectF(x - 62, axis + line, 60, line)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        write(painter, box, words, look.sized(0.85, bold=True), look.tone(Tone.BAD), flags)


def _begun(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _ticks(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the beginnings of quarters in a period, of years where it is long."""
    years = (last - first).days > 6 * 366
    return [
        day
        for year in range(first.year, last.year + 1)
        for month in ((1,) if years else (1, 4, 7, 10))
        if first <= (day := dt.date(year, month, 1)) <= last
    ]
