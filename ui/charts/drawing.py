"""What every picture is: a drawing that paints itself on the screen, into a file or on paper, and speaks.

A drawing knows its items (tiles, cells, bars). Each has a place, a sentence for a screen reader, and perhaps something
to open. Nothing in a drawing is said by colour alone: figures stand as text, states have signs, shades have a gauge.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen

from ui import icons
from ui.theme import STEP, TEXT_CONTRAST, Tone, contrast, is_high_contrast, mix, tone_color

LEVELS = 5  # shades a figure is told apart by; more cannot be kept apart by eye


@dataclass(frozen=True)
class Look:
    """The colours and type of a drawing: the screen's, or those of a picture in a file."""

    palette: QPalette
    font: QFont
    plain: bool = False  # high contrast: no shades, only lines, signs and gauges

    @property
    def ground(self) -> QColor:
        """The page behind the drawing."""
        return self.palette.color(QPalette.ColorRole.Base)

    @property
    def text(self) -> QColor:
        """Words and figures."""
        return self.palette.color(QPalette.ColorRole.Text)

    @property
    def quiet(self) -> QColor:
        """Words of less weight."""
        return self.text if self.plain else tone_color(Tone.QUIET, self.palette)

    @property
    def line(self) -> QColor:
        """Thin lines between things."""
        return self.text if self.plain else mix(self.ground, self.text, 0.25)

    @property
    def empty(self) -> QColor:
        """The ground of a tile or cell that has nothing to say."""
        return self.ground if self.plain else mix(self.ground, self.text, 0.05)

    def tone(self, tone: Tone) -> QColor:
        """Return the colour of a tone."""
        return tone_color(tone, self.palette)

    def shade(self, level: int, levels: int = LEVELS) -> QColor:
        """Return the ground of a figure's class, 1 the lightest; one hue, so that no eye needs to part colours."""
        if self.plain or level < 1:
            return self.ground if self.plain else self.empty
        return mix(self.ground, self.tone(Tone.NOTE), 0.12 + 0.78 * (level - 1) / max(levels - 1, 1))

    def on(self, ground: QColor) -> QColor:
        """Return the colour of words on a ground, text or page, whichever stands out more; black or white between."""
        best = max((self.text, self.ground), key=lambda color: contrast(color, ground))
        if contrast(best, ground) >= TEXT_CONTRAST:
            return best
        return max((QColor(0, 0, 0), QColor(255, 255, 255)), key=lambda color: contrast(color, ground))

    def sized(self, share: float, *, bold: bool = False) -> QFont:
        """Return the type at a share of its usual size."""
        font = QFont(self.font)
        size = font.pointSizeF() if font.pointSizeF() > 0 else font.pixelSize() * 0.75
        font.setPointSizeF(max(size * share, 5.5))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font


def screen_look(palette: QPalette, font: QFont) -> Look:
    """Return the look of the screen as it is set now."""
    return Look(palette, font, plain=is_high_contrast())


def paper_look(font: QFont) -> Look:
    """Return the look of a picture in a file or on paper: dark on white, whatever the screen is set to."""
    palette = QPalette(QColor(240, 240, 240), QColor(255, 255, 255))
    palette.setColor(QPalette.ColorRole.Base, QColor(255, 255, 255))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor(28, 28, 30))
    return Look(palette, font)


class Drawing(ABC):
    """One picture. ``title`` and ``subtitle`` stand in it, so that a saved picture explains itself."""

    title: str = ""
    subtitle: str = ""

    @abstractmethod
    def places(self, area: QRectF, look: Look) -> list[QRectF]:
        """Return where each item is drawn."""

    @abstractmethod
    def spoken(self, item: int) -> str:
        """Return what a screen reader says of an item."""

    @abstractmethod
    def draw(self, painter: QPainter, area: QRectF, look: Look, current: int) -> None:
        """Draw everything below the title; ``current`` is the item that has the keyboard, or -1."""

    @abstractmethod
    def summary(self) -> str:
        """Return what the picture says, in words."""

    def opens(self, _item: int) -> tuple[str, str]:
        """Return the page and the key of what an item opens, or nothing."""
        return "", ""

    def ideal_height(self, _width: float, _look: Look) -> float:
        """Return the height the drawing asks for, 0 where it fits itself into any."""
        return 0.0

    def paint(self, painter: QPainter, area: QRectF, look: Look, current: int = -1) -> None:
        """Draw title and picture on an empty ground."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, look.ground)
        room = area.adjusted(4 * STEP, 2 * STEP, -4 * STEP, -2 * STEP)
        write(painter, room, self.title, look.sized(1.15, bold=True), look.text)
        below = room.adjusted(0, QFontMetricsF(look.sized(1.15, bold=True)).lineSpacing(), 0, 0)
        write(painter, below, self.subtitle, look.font, look.quiet)
        self.draw(painter, self.inside(area, look), look, current)

    def inside(self, area: QRectF, look: Look) -> QRectF:
        """Return the room below the title."""
        top = QFontMetricsF(look.sized(1.15, bold=True)).lineSpacing() + QFontMetricsF(look.font).lineSpacing()
        return area.adjusted(4 * STEP, 2 * STEP + top + STEP, -4 * STEP, -3 * STEP)

    def item_at(self, place: QPointF, area: QRectF, look: Look) -> int:
        """Return the item drawn at a point, or -1."""
        found = (number for number, box in enumerate(self.places(self.inside(area, look), look)) if box.contains(place))
        return next(found, -1)

    def step(self, item: int, key: Qt.Key, area: QRectF, look: Look) -> int:
        """Return the item that an arrow leads to: the nearest in that direction, what lies straight ahead first."""
        places = self.places(self.inside(area, look), look)
        if not places:
            return -1
        if not 0 <= item < len(places):
            return 0
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else len(places) - 1
        across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        sign = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
        here = places[item].center()
        best, least = item, float("inf")
        for number, box in enumerate(places):
            there = box.center() - here
            ahead = sign * (there.x() if across else there.y())
            aside = abs(there.y() if across else there.x())
            if number != item and ahead > 1 and aside <= ahead * 3 and ahead + aside * 2.5 < least:
                best, least = number, ahead + aside * 2.5
        return best


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop,
) -> None:
    """Write one line in a box, shortened with dots where it is too long."""
    if not text or box.width() <= 0:
        return
    painter.setFont(font)
    painter.setPen(color)
    short = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, flags | Qt.TextFlag.TextSingleLine, short)


def sign(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Draw an icon in a colour, as lines where the picture is made of lines."""
    icons.draw(painter, name, box, color)


def gauge(painter: QPainter, box: QRectF, level: int, color: QColor, levels: int = LEVELS) -> None:
    """Draw a class as that many filled steps out of ``levels``: what the shade says, without the shade."""
    gap = 1.5
    width = (box.width() - gap * (levels - 1)) / levels
    for number in range(levels):
        part = QRectF(box.left() + number * (width + gap), box.top(), width, box.height())
        if number < level:
            painter.fillRect(part, color)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color, 0.6))
            painter.drawRect(part.adjusted(0.3, 0.3, -0.3, -0.3))


def frame(painter: QPainter, box: QRectF, look: Look) -> None:
    """Draw the frame of the item that has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.ground, 5))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QPen(look.text, 2.5))
    painter.drawRoundedRect(box, 3, 3)


def classes(values: list[float], levels: int = LEVELS) -> list[tuple[float, float]]:
    """Return at most ``levels`` classes (smallest, largest) over the values, each holding about as many of them.

    Zero is a class by itself and not among them; equal values are never parted.
    """
    known = sorted(value for value in values if value > 0)
    distinct = sorted(set(known))
    if len(distinct) <= levels:
        return [(value, value) for value in distinct]
    found: list[tuple[float, float]] = []
    rest = known
    for left in range(levels, 0, -1):
        if not rest:
            break
        cut = rest[min(max(round(len(rest) / left), 1), len(rest)) - 1] if left > 1 else rest[-1]
        inside = [value for value in rest if value <= cut]
        found.append((inside[0], inside[-1]))
        rest = rest[len(inside) :]
    return found


def level_of(value: float | None, among: list[tuple[float, float]], levels: int = LEVELS) -> int:
    """Return the class of a value counted from 1, spread over all shades; 0 for none and for zero."""
    if value is None or value <= 0:
        return 0
    number = next((number for number, (_, most) in enumerate(among) if value <= most), len(among) - 1)
    return round(1 + number * (levels - 1) / max(len(among) - 1, 1)) if len(among) > 1 else max(levels // 2, 1)
