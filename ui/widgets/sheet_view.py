"""The form as the sender sees it: its sheets as tabs, its widths, colours and merged cells, with the findings marked.

A sender's form is a document with colours of its own and is drawn on white paper in light and dark alike; under high
contrast its fills are left out and the system's colours are used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QPen,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QFrame,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_, Translator
from koorddesk.services.preview import SheetCell, SheetPicture
from ui import icons
from ui.models.sheet import (
    CELL_ROLE,
    DEFAULT_HEIGHT,
    MARK_ROLE,
    SPILL_ROLE,
    CellMark,
    FieldReading,
    SheetModel,
    font_of,
    is_number_like,
    letters,
    place_of,
)
from ui.states import STATES
from ui.theme import STEP, Tone, is_high_contrast, legible, line_color, strong, tone_color

_PAPER, _INK, _GRID = QColor("white"), QColor("black"), QColor(222, 222, 222)
_SIGN = 13
_COPY = QKeySequence.StandardKey.Copy
_ZOOMS = (0.5, 0.65, 0.75, 0.85, 1.0, 1.15, 1.3, 1.6, 2.0)
_USUAL_ZOOM = 3
_GLIMPSE = 64  # pixels of a cell that are enough to see what stands in it

Marks = Mapping[str, Mapping[str, Sequence[CellMark]]]  # sheet -> cell -> findings
Fields = Mapping[str, Mapping[str, FieldReading]]  # sheet -> cell -> field


class _CellPainter(QStyledItemDelegate):
    """Draws one cell of a form: fill, text, borders, the outline and sign of its worst finding."""

    def __init__(self, view: _Paper) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        cell: SheetCell | None = index.data(CELL_ROLE)
        marks: list[CellMark] = index.data(MARK_ROLE)
        plain = is_high_contrast()
        paper = palette.color(QPalette.ColorRole.Base) if plain else _PAPER
        ink = palette.color(QPalette.ColorRole.Text) if plain else _INK
        painter.save()
        painter.setClipRect(box)
        ground = QColor(f"#{cell.fill}") if cell and cell.fill and not plain else paper
        painter.fillRect(box, ground)
        if cell and cell.hidden:
            painter.fillRect(box, QBrush(_GRID, Qt.BrushStyle.BDiagPattern))
        if cell and cell.text:
            self._write(painter, QRectF(box), cell, ink, ground)
        elif spill := index.data(SPILL_ROLE):
            source, column = spill
            start = self._view.columnViewportPosition(column - 1)
            area = QRectF(start, box.top(), box.right() - start + 1, box.height())
            self._write(painter, area, source, ink, ground)
        if cell and cell.border and not plain:
            painter.setPen(QPen(QColor(120, 120, 120), 1))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        if cell and cell.comment:
            painter.fillRect(box.right() - 4, box.top(), 5, 5, tone_color(Tone.NOTE, palette))
        if marks:
            self._mark(painter, box, marks[0], paper)
        if state & QStyle.StateFlag.State_Selected:
            accent = legible(palette.color(QPalette.ColorRole.Highlight), paper, 3.0)
            painter.setPen(QPen(accent, 3))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _write(self, painter: QPainter, box: QRectF, cell: SheetCell, ink: QColor, ground: QColor) -> None:
        zoom = self._view.zoom
        painter.setFont(font_of(cell, self._view.font(), zoom))
        color = QColor(f"#{cell.color}") if cell.color and not is_high_contrast() else ink
        painter.setPen(legible(color, ground, 3.0))  # white words on a fill that is not drawn would vanish
        option = QTextOption(_alignment(cell))
        option.setWrapMode(QTextOption.WrapMode.WordWrap if cell.wrap else QTextOption.WrapMode.NoWrap)
        painter.drawText(box.adjusted(2, 1, -2, -1), cell.text, option)

    def _mark(self, painter: QPainter, box: QRect, mark: CellMark, paper: QColor) -> None:
        state = STATES[mark.severity.value]
        color = _INK if state.tone is Tone.PLAIN else legible(QColor(state.tone.value), paper)
        painter.setPen(QPen(color, 2))
        painter.drawRect(box.adjusted(1, 1, -2, -2))
        if not mark.message:
            return
        ratio = self._view.devicePixelRatioF()
        corner = QRect(box.right() - _SIGN - 2, box.top() + 3, _SIGN, _SIGN)
        painter.fillRect(corner, paper)
        painter.drawPixmap(corner, icons.pixmap(state.icon, _SIGN, color, ratio))


def _alignment(cell: SheetCell) -> Qt.AlignmentFlag:
    sides = {"center": Qt.AlignmentFlag.AlignHCenter, "right": Qt.AlignmentFlag.AlignRight}
    default = Qt.AlignmentFlag.AlignRight if is_number_like(cell.text) else Qt.AlignmentFlag.AlignLeft
    side = Qt.AlignmentFlag.AlignLeft if cell.align == "left" else sides.get(cell.align, default)
    return side | (Qt.AlignmentFlag.AlignTop if cell.wrap else Qt.AlignmentFlag.AlignVCenter)


class _Paper(QTableView):
    """The grid of one sheet; arrows walk it, Ctrl and plus, minus or the wheel change the size."""

    zoom_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.zoom = _ZOOMS[_USUAL_ZOOM]
        self.setItemDelegate(_CellPainter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setStyleSheet(f"QTableView {{ gridline-color: {_GRID.name()}; }}")
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setMinimumSectionSize(1)
            header.setHighlightSections(True)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    def event(self, event: QEvent) -> bool:
        """Take the keys of copying before the window does, which would copy its list."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(_COPY):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(_COPY):
            QGuiApplication.clipboard().setText(str(self.currentIndex().data() or ""))
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
            self.zoom_wanted.emit({Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()), 0))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)


class SheetView(QWidget):
    """The sheets of one workbook with a strip above that tells what the chosen cell is and how it was read.

    Signals:
        cell_chosen(sheet, cell): the user chose a cell.
    """

    cell_chosen = Signal(str, str)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty view; ``show_sheets`` fills it."""
        super().__init__(parent)
        self._translator = translator
        self._models: list[SheetModel] = []
        self._zoom = _USUAL_ZOOM
        self._strip = _Strip(translator, self)
        self._paper = _Paper(self)
        self._paper.setAccessibleName(translator.text(N_("The form as the sender sees it")))
        self._tabs = QTabBar(self)
        self._tabs.setShape(QTabBar.Shape.RoundedSouth)
        self._tabs.setAccessibleName(translator.text(N_("Sheets of the form")))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._strip)
        layout.addWidget(self._paper, 1)
        layout.addWidget(self._tabs)
        self.setFocusProxy(self._paper)
        self._tabs.currentChanged.connect(self._show_tab)
        self._paper.zoom_wanted.connect(self._change_zoom)

    # what pages call

    def show_sheets(self, pictures: Sequence[SheetPicture]) -> None:
        """Show a workbook; the first sheet that is not hidden comes up."""
        self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        old, self._models = self._models, [SheetModel(picture, self._translator, self) for picture in pictures]
        for picture in pictures:
            hidden = self._translator.text(N_("%(sheet)s (hidden)"), sheet=picture.name)
            self._tabs.addTab(hidden if picture.hidden else picture.name)
        self._tabs.blockSignals(False)
        first = next((number for number, picture in enumerate(pictures) if not picture.hidden), 0)
        self._tabs.setCurrentIndex(first)
        self._show_tab(first)
        for model in old:
            model.deleteLater()

    def clear(self) -> None:
        """Show nothing."""
        self.show_sheets(())

    def set_marks(self, marks: Marks, fields: Fields) -> None:
        """Mark findings and name fields, by sheet and cell."""
        for number, model in enumerate(self._models):
            name = model.picture.name
            here = marks.get(name, {})
            model.set_marks(here, fields.get(name, {}))
            worst = self._worst([mark for found in here.values() for mark in found])
            self._tabs.setTabIcon(number, icons.icon(STATES[worst].icon) if worst else icons.icon("file-spreadsheet"))
        self._tell_cell()

    def go_to(self, sheet: str, cell: str) -> bool:
        """Show a cell and make it the chosen one; tell whether it is there (only the sheet without ``cell``)."""
        number = next((n for n, model in enumerate(self._models) if model.picture.name == sheet), None)
        if number is None:
            return False
        self._tabs.setCurrentIndex(number)
        place = place_of(cell)
        if place is None:
            return True
        index = self._models[number].index(place[0] - 1, place[1] - 1)
        if index.isValid():
            self._paper.setCurrentIndex(index)
            self._paper.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
            self._leave_room(index)
            self._stay_left(index)
        return index.isValid()

    @property
    def current(self) -> tuple[str, str] | None:
        """The sheet and cell chosen, or None."""
        model, index = self._model(), self._paper.currentIndex()
        if model is None or not index.isValid():
            return None
        return model.picture.name, f"{letters(index.column() + 1)}{index.row() + 1}"

    @property
    def strip_text(self) -> str:
        """What the strip says about the chosen cell."""
        return self._strip.text

    # how it is done

    def _model(self) -> SheetModel | None:
        number = self._tabs.currentIndex()
        return self._models[number] if 0 <= number < len(self._models) else None

    def _show_tab(self, _number: int) -> None:
        model = self._model()
        self._paper.setModel(model)
        self._paper.clearSpans()
        if model is not None:
            for span in model.spans():
                self._paper.setSpan(*span)
            self._paper.selectionModel().selectionChanged.connect(self._chosen)
            self._size()
        self._tell_cell()

    def _size(self) -> None:
        model = self._model()
        if model is None:
            return
        zoom = self._paper.zoom = _ZOOMS[self._zoom]
        family = QFont(self.font())
        family.setPixelSize(max(round(11 * zoom), 7))
        rows, columns = self._paper.verticalHeader(), self._paper.horizontalHeader()
        rows.setDefaultSectionSize(max(round(DEFAULT_HEIGHT * 96 / 72 * zoom), 1))
        rows.setFont(family)
        columns.setFont(family)
        digits = "0" * max(len(str(model.rowCount())), 2)  # the chosen row's number stands in bold
        rows.setFixedWidth(QFontMetrics(strong(family)).horizontalAdvance(digits) + 3 * STEP)
        for column in range(model.columnCount()):
            self._paper.setColumnWidth(column, model.column_pixels(column + 1, zoom))
        for row, height in model.row_pixels(zoom, self.font()).items():
            if row <= model.rowCount():
                self._paper.setRowHeight(row - 1, height)
        model.measure_spill(zoom, self.font())

    def _change_zoom(self, step: int) -> None:
        self._zoom = min(max(self._zoom + step, 0), len(_ZOOMS) - 1) if step else _USUAL_ZOOM
        self._size()
        self._paper.viewport().update()

    def _leave_room(self, index: QModelIndex) -> None:
        """Scroll a little further, so that a chosen cell never sticks to the edge without its surroundings."""
        box, port = self._paper.visualRect(index), self._paper.viewport().rect()
        bar = self._paper.verticalScrollBar()
        if port.height() > 6 * box.height():
            if box.bottom() > port.bottom() - 2 * box.height():
                bar.setValue(bar.value() + port.height() // 3)
            elif box.top() < box.height():
                bar.setValue(bar.value() - port.height() // 3)

    def _stay_left(self, index: QModelIndex) -> None:
        """Keep the labels at the left in view whenever the cell's beginning can be seen beside them."""
        bar, port = self._paper.horizontalScrollBar(), self._paper.viewport().width()
        start = self._paper.columnViewportPosition(index.column()) + bar.value()
        if start + min(self._paper.columnWidth(index.column()), _GLIMPSE) <= port:
            bar.setValue(0)

    def _chosen(self, _new: QItemSelection, _old: QItemSelection) -> None:
        self._tell_cell()
        if (current := self.current) is not None:
            self.cell_chosen.emit(*current)

    def _tell_cell(self) -> None:
        model, index = self._model(), self._paper.currentIndex()
        if model is None or not index.isValid():
            self._strip.clear()
            return
        row, column = index.row() + 1, index.column() + 1
        cell = model.cells.get((row, column))
        field = model.field_at(row, column)
        self._strip.tell(f"{letters(column)}{row}", cell, field, model.marks_at(row, column))

    @staticmethod
    def _worst(marks: Sequence[CellMark]) -> str | None:
        return min(marks, key=lambda mark: list(STATES).index(mark.severity.value)).severity.value if marks else None


class _Strip(QFrame):
    """One chosen cell in words: where, which field, what stands there, what it was read as."""

    def __init__(self, translator: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        self._translator = translator
        self._where, self._says = QLabel(self), QLabel(self)
        for label in (self._where, self._says):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._where.setFont(strong(self.font()))
        layout = QFormLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        layout.setSpacing(0)
        layout.addRow(self._where)
        layout.addRow(self._says)
        self.setMinimumHeight(2 * self.fontMetrics().height() + 3 * STEP)
        self.clear()

    @property
    def text(self) -> str:
        return f"{self._where.text()} {self._says.text()}"

    def clear(self) -> None:
        self._where.setText(self._translator.text(N_("No cell chosen")))
        self._says.setText("")

    def tell(self, where: str, cell: SheetCell | None, field: FieldReading | None, marks: Sequence[CellMark]) -> None:
        self._where.setText(f"{where} · {field.label}" if field else where)
        parts: dict[str, Any] = {}
        if field is not None:
            if field.raw or field.read_as or not field.expected:
                parts[N_("Read as: %(text)s")] = field.read_as or self._translator.text(N_("empty"))
            if field.raw != field.read_as:
                parts[N_("It says: %(text)s")] = field.raw
            if field.expected:
                parts[N_("Expected: %(text)s")] = field.expected
        elif cell is not None and cell.text:
            parts[N_("Not an answer: %(text)s")] = cell.text
        if cell is not None and cell.formula:
            parts[N_("Formula: %(text)s")] = f"={cell.formula}"
        says = [self._translator.text(msgid, text=" ".join(str(text).split())) for msgid, text in parts.items()]
        says += [mark.message for mark in marks[:1] if mark.message]
        self._says.setText("   ".join(says))

    def paintEvent(self, _event: Any) -> None:
        painter = QPainter(self)
        painter.setPen(line_color(self.palette()))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
