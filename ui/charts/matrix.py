"""Coverage as a matrix: target groups down, regions across; offers, places and persons in each cell."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from koorddesk.i18n import N_, Translator
from koorddesk.services.coverage import Coverage, CoverageCell
from koorddesk.services.land import HIDDEN
from ui.charts.drawing import Drawing, Look, classes, frame, gauge, level_of, sign, write
from ui.theme import STEP, Tone

_TITLES = 0.30  # of the width for the names of groups
_LEAST = 3.1  # lines of text a row is high


class Matrix(Drawing):
    """Draws a ``Coverage``; its items are the cells, row by row."""

    def __init__(self, picture: Coverage, translator: Translator) -> None:
        """Take what the matrix shows."""
        self.picture = picture
        self.title, self.subtitle = picture.sheet.title, picture.subtitle
        self._translator = translator
        self._classes = classes([float(cell.offers) for row in picture.rows for cell in row.cells])

    def spoken(self, item: int) -> str:
        """Return group, region and what is known of it there."""
        row, column = divmod(item, len(self.picture.columns))
        known, cell = self.picture.rows[row], self.picture.rows[row].cells[column]
        return ", ".join((known.title, self.picture.columns[column], *self._lines(cell)))

    def opens(self, item: int) -> tuple[str, str]:
        """Return the target group."""
        return "target-groups", self.picture.rows[item // len(self.picture.columns)].group_id

    def summary(self) -> str:
        """Return which groups lack an offer somewhere."""
        say = self._translator.text
        parts = [self.title, self.subtitle]
        for row in self.picture.rows:
            bare = [name for name, cell in zip(self.picture.columns[:-1], row.cells, strict=False) if not cell.offers]
            if bare and len(bare) < len(self.picture.columns) - 1:
                parts.append(say(N_("%(group)s: no offer in %(regions)s"), group=row.title, regions=", ".join(bare)))
        return ". ".join(parts)

    def ideal_height(self, _width: float, look: Look) -> float:
        """Return the height of all rows."""
        line = QFontMetricsF(look.font).lineSpacing()
        return line * (4 + 2.4) + line * _LEAST * len(self.picture.rows) + 10 * STEP

    def _grid(self, area: QRectF, look: Look) -> tuple[float, float, float, float, float]:
        """Return left edge of the cells, top of the first row, a cell's width and height, and the heads' height."""
        line = QFontMetricsF(look.font).lineSpacing()
        heads, foot = line * 2.3, line * 1.8
        left = area.left() + area.width() * _TITLES
        width = (area.right() - left) / max(len(self.picture.columns), 1)
        height = min((area.height() - heads - foot) / max(len(self.picture.rows), 1), line * 4)
        return left, area.top() + heads, width, max(height, line * 2.2), heads

    def places(self, area: QRectF, look: Look) -> list[QRectF]:
        """Return the cells' boxes."""
        left, top, width, height, _ = self._grid(area, look)
        columns = len(self.picture.columns)
        return [
            QRectF(left + column * width, top + row * height, width, height).adjusted(2, 2, -2, -2)
            for row in range(len(self.picture.rows))
            for column in range(columns)
        ]

    def draw(self, painter: QPainter, area: QRectF, look: Look, current: int) -> None:
        """Draw heads, names and cells."""
        left, top, width, height, heads = self._grid(area, look)
        center = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        for number, name in enumerate(self.picture.columns):
            box = QRectF(left + number * width, top - heads, width, heads - STEP)
            write(painter, box, name, look.sized(0.95, bold=True), look.text, center)
        for number, row in enumerate(self.picture.rows):
            box = QRectF(area.left(), top + number * height, left - area.left() - 2 * STEP, height)
            painter.setFont(look.font)
            painter.setPen(look.text)
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box.adjusted(0, 1, 0, -1), flags, row.title)
            painter.setPen(QPen(look.line, 1))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        boxes = self.places(area, look)
        last = len(self.picture.columns) - 1  # the offers whose place is not known: none there is no lack
        cells = [(row, column, cell) for row in self.picture.rows for column, cell in enumerate(row.cells)]
        for box, (row, column, cell) in zip(boxes, cells, strict=True):
            lacking = not cell.offers and column != last and any(other.offers for other in row.cells)
            self._draw_cell(painter, box, cell, look, lacking=lacking)
        self._draw_key(painter, QRectF(area.left(), top + len(self.picture.rows) * height, area.width(), heads), look)
        if 0 <= current < len(boxes):
            frame(painter, boxes[current], look)

    def _draw_cell(self, painter: QPainter, box: QRectF, cell: CoverageCell, look: Look, *, lacking: bool) -> None:
        level = level_of(float(cell.offers), self._classes)
        ground = look.shade(level, 7) if cell.offers else look.ground
        painter.setBrush(ground)
        pen = QPen(look.tone(Tone.BAD) if lacking else look.line, 1.4 if lacking else 1)
        if not cell.offers:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 3, 3)
        color = look.on(ground)
        lines = self._lines(cell)
        metrics = QFontMetricsF(look.font)
        if not cell.offers:
            color = look.tone(Tone.BAD) if lacking else look.quiet
        total = metrics.lineSpacing() * len(lines)
        top = box.center().y() - total / 2
        for number, text in enumerate(lines):
            line = QRectF(
                box.left() + STEP, top + number * metrics.lineSpacing(), box.width() - 2 * STEP, metrics.height()
            )
            font = look.sized(1.0, bold=True) if number == 0 and cell.offers else look.sized(0.95)
            if number == 0 and cell.offers == 0 and lacking:
                sign(painter, "circle-x", QRectF(line.left(), line.center().y() - 7, 14, 14), color)
                line.adjust(18, 0, 0, 0)
            elif number == 0 and cell.providers == 1:
                sign(painter, "triangle-alert", QRectF(line.left(), line.center().y() - 7, 14, 14), color)
                line.adjust(18, 0, 0, 0)
            write(painter, line, text, font, color, Qt.AlignmentFlag.AlignVCenter)
        if cell.offers:
            gauge(painter, QRectF(box.right() - 34, box.top() + 5, 29, 3.5), level, color)

    def _draw_key(self, painter: QPainter, box: QRectF, look: Look) -> None:
        say = self._translator.text
        left = box.left()
        for icon, tone, words in (
            ("circle-x", Tone.BAD, N_("no offer here, but elsewhere")),
            ("triangle-alert", Tone.PLAIN, N_("a single provider")),
        ):
            color = look.tone(tone)
            sign(painter, icon, QRectF(left, box.center().y() - 7, 14, 14), color)
            text = say(words)
            width = QFontMetricsF(look.font).horizontalAdvance(text) + 8
            line = QRectF(left + 20, box.top(), width, box.height())
            write(painter, line, text, look.font, look.quiet, Qt.AlignmentFlag.AlignVCenter)
            left += 20 + width + 6 * STEP

    def _lines(self, cell: CoverageCell) -> list[str]:
        say, plural, number = self._translator.text, self._translator.plural, self._translator.number
        lines = [plural("%(count)d offer", "%(count)d offers", cell.offers) if cell.offers else say(N_("no offer"))]
        if cell.places is not None:
            lines.append(say(N_("%(places)s places"), places=number(cell.places)))
        if cell.hidden:
            lines.append(say(N_("%(persons)s persons"), persons=HIDDEN))
        elif cell.persons is not None:
            lines.append(say(N_("%(persons)s persons"), persons=number(cell.persons)))
        return lines
