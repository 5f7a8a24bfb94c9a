"""The tile map of the municipalities: equal tiles, regions by outline, a state or a figure in each tile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from heapq import nsmallest

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from koorddesk.i18n import N_, Translator
from koorddesk.services.land import HIDDEN
from koorddesk.services.map_figures import MapCell, MapPicture
from koorddesk.services.tile_layout import Tile
from ui.charts.drawing import Drawing, Look, classes, frame, gauge, level_of, sign, write
from ui.states import STATES
from ui.theme import STEP, mix

COLUMNS, ROWS = 21, 12
_WIDEST = 1.35  # a tile is at most this much wider than high
_LABEL_CELLS = 4  # columns that a region's name and figure need beside the tiles
_LEGEND_ROWS = 3  # free rows above Zealand, where the legend stands
_GAP = 1.5

# How far a state is told by the ground: answered is filled, missing is empty, the sign says which.
_GROUNDS = {
    "accepted": 0.30,
    "nil": 0.30,
    "received": 0.22,
    "held": 0.24,
    "returned": 0.24,
    "returned-in-part": 0.24,
    "refused": 0.24,
    "late": 0.20,
}


class TileMap(Drawing):
    """Draws a ``MapPicture``; its items are the municipalities in the order of their codes."""

    def __init__(self, picture: MapPicture, translator: Translator) -> None:
        """Take what the map shows."""
        self.picture = picture
        self.title, self.subtitle = picture.title, picture.subtitle
        self._translator = translator
        self.cells = sorted(picture.cells, key=lambda cell: (cell.tile.row, cell.tile.column))
        self._spots = self._label_spots()  # here, for a map is made in a job, and drawn in the window's thread
        self._classes = classes([float(cell.number) for cell in self.cells if cell.number])

    # what it says

    def spoken(self, item: int) -> str:
        """Return municipality, region and what the tile says."""
        cell = self.cells[item]
        return ", ".join(filter(None, (cell.name, cell.region, cell.words)))

    def opens(self, item: int) -> tuple[str, str]:
        """Return the municipality's submission, or the municipality."""
        return self.cells[item].opens

    def summary(self) -> str:
        """Return the picture in a sentence per region."""
        whole = self._translator.text(N_("The country"))
        parts = [f"{region.name}: {region.words}" for region in self.picture.regions if region.words]
        return ". ".join([self.title, self.subtitle, *parts, f"{whole}: {self.picture.country}"])

    # where things lie

    def _size(self, area: QRectF) -> tuple[float, float, float, float]:
        """Return left and top of the grid, and a tile's width and height."""
        height = area.height() / ROWS
        width = min(area.width() / COLUMNS, height * _WIDEST)
        height = min(height, width)
        left = area.left() + max(area.width() - width * COLUMNS, 0) / 2
        return left, area.top() + max(area.height() - height * ROWS, 0) / 2, width, height

    def _box(self, area: QRectF, row: float, column: float, rows: float = 1, columns: float = 1) -> QRectF:
        left, top, width, height = self._size(area)
        return QRectF(left + column * width, top + row * height, columns * width, rows * height)

    def places(self, area: QRectF, _look: Look) -> list[QRectF]:
        """Return the tiles' boxes."""
        return [
            self._box(area, cell.tile.row, cell.tile.column).adjusted(_GAP, _GAP, -_GAP, -_GAP) for cell in self.cells
        ]

    # how it is drawn

    def draw(self, painter: QPainter, area: QRectF, look: Look, current: int) -> None:
        """Draw tiles, outlines, names of regions and the legend."""
        boxes = self.places(area, look)
        draw_cell: Callable[[QPainter, QRectF, MapCell, Look], None] = (
            self._draw_state if self.picture.states else self._draw_figure
        )
        for cell, box in zip(self.cells, boxes, strict=True):
            draw_cell(painter, box, cell, look)
        self._draw_outlines(painter, area, look)
        self._draw_regions(painter, area, look)
        self._draw_legend(painter, area, look)
        if 0 <= current < len(boxes):
            frame(painter, boxes[current], look)

    def _draw_name(self, painter: QPainter, box: QRectF, cell: MapCell, look: Look, ground: QColor) -> QRectF:
        """Write the short name at the top of a tile, in type that fits it, and return the rest of the tile."""
        inner = box.adjusted(3, 2, -3, -3)
        size = 0.8
        while size > 0.6 and QFontMetricsF(look.sized(size)).horizontalAdvance(cell.tile.short) > inner.width():
            size -= 0.05
        font = look.sized(size)
        color = look.on(ground)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, cell.tile.short)
        return inner.adjusted(0, QFontMetricsF(font).height(), 0, 0)

    def _draw_state(self, painter: QPainter, box: QRectF, cell: MapCell, look: Look) -> None:
        state = STATES[cell.state]
        color = look.tone(state.tone)
        share = 0.0 if look.plain else _GROUNDS.get(cell.state, 0.0)
        ground = mix(look.ground, color, share)
        painter.setBrush(ground)
        pen = QPen(look.line if cell.state in ("missing", "not-asked") else color, 1)
        if cell.state in ("missing", "late", "not-asked"):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 3, 3)
        rest = self._draw_name(painter, box, cell, look, ground)
        if cell.state != "not-asked":
            size = min(rest.height(), rest.width(), 18.0)
            place = QRectF(rest.center().x() - size / 2, rest.center().y() - size / 2, size, size)
            sign(painter, state.icon, place, look.on(ground) if look.plain else color)

    def _draw_figure(self, painter: QPainter, box: QRectF, cell: MapCell, look: Look) -> None:
        level = level_of(cell.number, self._classes)
        ground = look.shade(level) if cell.number is not None else look.ground
        painter.setBrush(ground)
        pen = QPen(look.line, 1)
        if cell.number is None:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 3, 3)
        rest = self._draw_name(painter, box, cell, look, ground)
        text = HIDDEN if cell.hidden else "" if cell.number is None else self._translator.number(cell.number)
        room = rest.adjusted(0, 0, 0, -5)
        size = 1.1
        while size > 0.7 and QFontMetricsF(look.sized(size, bold=True)).horizontalAdvance(text) > room.width():
            size -= 0.1
        write(painter, room, text, look.sized(size, bold=True), look.on(ground), Qt.AlignmentFlag.AlignCenter)
        if level:
            bar = QRectF(box.left() + 5, box.bottom() - 6, box.width() - 10, 3.5)
            gauge(painter, bar, level, look.on(ground))

    def _draw_outlines(self, painter: QPainter, area: QRectF, look: Look) -> None:
        """Draw a line wherever a region ends, at the sea or at another region."""
        pen = QPen(look.text if look.plain else mix(look.ground, look.text, 0.75), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        regions = {(cell.tile.row, cell.tile.column): cell.region for cell in self.cells}
        for (row, column), region in regions.items():
            box = self._box(area, row, column)
            for beside, line in (
                ((row - 1, column), QLineF(box.topLeft(), box.topRight())),
                ((row + 1, column), QLineF(box.bottomLeft(), box.bottomRight())),
                ((row, column - 1), QLineF(box.topLeft(), box.bottomLeft())),
                ((row, column + 1), QLineF(box.topRight(), box.bottomRight())),
            ):
                if regions.get(beside) != region:
                    painter.drawLine(line)

    def _draw_regions(self, painter: QPainter, area: QRectF, look: Look) -> None:
        for region in self.picture.regions:
            if region.name not in self._spots:
                continue
            row, column = self._spots[region.name]
            box = self._box(area, row, column, 1, _LABEL_CELLS).adjusted(STEP, 0, -STEP, 0)
            upper = QRectF(box.left(), box.top(), box.width(), box.height() / 2)
            lower = upper.translated(0, box.height() / 2)
            own = [cell.tile.column for cell in self.cells if cell.region == region.name]
            beside = Qt.AlignmentFlag.AlignLeft if column > min(own) else Qt.AlignmentFlag.AlignRight
            name = region.name.removeprefix("Region ") if box.width() < 110 else region.name
            write(painter, upper, name, look.sized(0.95, bold=True), look.text, beside | Qt.AlignmentFlag.AlignBottom)
            write(painter, lower, region.words, look.sized(0.95), look.text, beside | Qt.AlignmentFlag.AlignTop)

    def _label_spots(self) -> dict[str, tuple[int, int]]:
        """Return where each region's name stands, found once: it is the same at every size."""
        taken = {(cell.tile.row, cell.tile.column) for cell in self.cells}
        taken |= {(row, column) for row in range(_LEGEND_ROWS) for column in range(8, COLUMNS)}
        spots = {}
        for region in self.picture.regions:
            spot = self._label_spot(region.name, taken)
            if spot is not None:
                spots[region.name] = spot
                taken |= {(spot[0], spot[1] + number) for number in range(_LABEL_CELLS)}
        return spots

    def _label_spot(self, name: str, taken: set[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the free run of cells that lies nearest to a region's own tiles and no nearer to another's."""
        own = [cell.tile for cell in self.cells if cell.region == name]
        others = [cell.tile for cell in self.cells if cell.region != name]
        best: tuple[float, tuple[int, int]] | None = None
        for row in range(ROWS):
            for column in range(COLUMNS - _LABEL_CELLS + 1):
                run = [(row, column + number) for number in range(_LABEL_CELLS)]
                if taken.intersection(run):
                    continue

                nearest = nsmallest(4, (_away(row, column, tile) for tile in own))
                foreign = nsmallest(4, (_away(row, column, tile) for tile in others))
                cost = sum(nearest) * 2 - sum(foreign)
                if best is None or cost < best[0]:
                    best = (cost, (row, column))
        return best[1] if best else None

    # the legend

    def _draw_legend(self, painter: QPainter, area: QRectF, look: Look) -> None:
        box = self._box(area, 0, 9, _LEGEND_ROWS, COLUMNS - 9).adjusted(STEP, 0, 0, -STEP)
        entries = self._state_entries() if self.picture.states else self._class_entries()
        font = look.sized(0.95)
        line = QFontMetricsF(font).lineSpacing() + 3
        per_column = max(int(box.height() / line), 1)
        columns = max(-(-len(entries) // per_column), 1)
        width = box.width() / max(columns, 3)
        for number, (key, words) in enumerate(entries):
            left = box.left() + (number // per_column) * width
            top = box.top() + (number % per_column) * line
            mark = QRectF(left, top + (line - 14) / 2, 30 if not self.picture.states else 16, 14)
            self._draw_key(painter, mark, key, look)
            text = QRectF(mark.right() + 6, top, width - mark.width() - 10, line)
            strong = number == len(entries) - 1
            write(painter, text, words, look.sized(0.95, bold=strong), look.text, Qt.AlignmentFlag.AlignVCenter)

    def _state_entries(self) -> list[tuple[str | int, str]]:
        found = Counter(cell.state for cell in self.cells)
        say = self._translator.text
        words = {cell.state: cell.words for cell in self.cells}
        entries: list[tuple[str | int, str]] = [
            (state, f"{words[state]} ({found[state]})") for state in self.picture.states
        ]
        return [*entries, ("", f"{say(N_('The country'))}: {self.picture.country}")]

    def _class_entries(self) -> list[tuple[str | int, str]]:
        say, number = self._translator.text, self._translator.number
        entries: list[tuple[str | int, str]] = []
        for least, most in self._classes:
            words = number(least) if least == most else f"{number(least)}–{number(most)}"
            entries.append((level_of(most, self._classes), words))
        if any(cell.number == 0 for cell in self.cells):
            entries.insert(0, (0, number(0)))
        if any(cell.number is None and not cell.hidden for cell in self.cells):
            entries.append((-1, say(N_("no figure"))))
        if any(cell.hidden for cell in self.cells):
            entries.append((-2, say(N_("small count, not shown"))))
        if self.picture.country:
            entries.append(("", f"{say(N_('The country'))}: {self.picture.country}"))
        return entries

    def _draw_key(self, painter: QPainter, box: QRectF, key: str | int, look: Look) -> None:
        if key == "":
            return
        if isinstance(key, str):
            state = STATES[key]
            sign(painter, state.icon, QRectF(box.left(), box.top(), 14, 14), look.tone(state.tone))
            return
        ground = look.shade(key) if key >= 0 else look.ground
        painter.setBrush(ground)
        pen = QPen(look.line, 1)
        if key < 0:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 2, 2)
        if key > 0:
            gauge(painter, QRectF(box.left() + 3, box.bottom() - 6, box.width() - 6, 3.5), key, look.on(ground))
        elif key == -2:
            write(painter, box, HIDDEN, look.sized(0.9, bold=True), look.text, Qt.AlignmentFlag.AlignCenter)


def _away(row: int, column: int, tile: Tile) -> float:
    """Return how far a tile lies from a label's cells; up and down counts a little more."""
    beside = max(column - tile.column, tile.column - column - _LABEL_CELLS + 1, 0)
    return abs(tile.row - row) * 1.2 + beside
