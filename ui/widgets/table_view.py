"""The list every page uses: dense rows, two-level sort, the user's own columns, copying with headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QBrush,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from koorddesk.i18n import Translator
from ui.memory import Memory
from ui.models.collation import fold
from ui.models.columns import Column, R
from ui.models.table import TableModel, state_icon
from ui.theme import HEADER_SHEET, STEP, is_high_contrast, mix, tone_color

# As plain numbers: every cell that is drawn asks, and Python's enumerations answer slowly.
_MARKED = (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver).value
_ONE_LINE = Qt.TextFlag.TextSingleLine.value
_MARGIN = 2 * STEP  # between a cell's edge and its text; the heading's sheet has the same
_STYLE_MARGIN = 3  # what the style leaves by itself
_ICON = 16 + STEP
_SAMPLE = 120  # rows that are measured; a longer text further down is shortened, and its tooltip says it
_SHORT = 16  # characters that are never shortened: a date, a state, a number
_LEAST_SHARE = 0.6  # of its usual width that a column of longer texts keeps in a narrow place
_LONGEST = 60  # characters that a column asks for at most


class _Header(QHeaderView):
    """A header that tells a click from a click with Shift."""

    sort_wanted = Signal(int, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStyleSheet(HEADER_SHEET)
        self._pressed: tuple[int, QPoint] | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (self.logicalIndexAt(event.position().toPoint()), event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        resizing = self.cursor().shape() in (Qt.CursorShape.SplitHCursor, Qt.CursorShape.SizeHorCursor)
        super().mouseReleaseEvent(event)
        if self._pressed is None or resizing or event.button() != Qt.MouseButton.LeftButton:
            return
        section, place = self._pressed
        self._pressed = None
        here = event.position().toPoint()
        if (here - place).manhattanLength() < 6 and self.logicalIndexAt(here) == section >= 0:
            self.sort_wanted.emit(section, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))


class _RowPainter(QStyledItemDelegate):
    """Draws the selection strongly only in the list that has the keyboard; elsewhere it is a quiet tint."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground over the whole cell, and sign and text with air at both sides."""
        if not option.state.value & _MARKED:
            self._draw_plain(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        view = cell.widget
        style = view.style() if view is not None else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, cell, painter, view)
        cell.rect = cell.rect.adjusted(_MARGIN - _STYLE_MARGIN, 0, _STYLE_MARGIN - _MARGIN, 0)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)

    def _draw_plain(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell without a mark as the style would; through the style it takes twice as long."""
        model, palette, box = index.model(), option.palette, option.rect.adjusted(_MARGIN, -1, -_MARGIN, -1)
        assert isinstance(model, TableModel)
        text, state, side = model.drawn(index.row(), index.column())
        color = palette.color(QPalette.ColorRole.Text)
        if state is not None:
            size = option.decorationSize.width()
            place = QRect(box.left(), box.center().y() - size // 2 + 1, size, size)
            state_icon(state).paint(painter, place)
            box.setLeft(place.right() + 1 + 2 * _STYLE_MARGIN)
            color = tone_color(state.tone, QGuiApplication.palette())
        painter.setPen(color)
        painter.setFont(option.font)
        words = option.fontMetrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, side.value | _ONE_LINE, words)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if not option.state & QStyle.StateFlag.State_Selected:
            return
        view = option.widget
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the style would draw its frame over the words
        if view is not None and not view.hasFocus():
            palette = option.palette
            base, accent = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight)
            if not is_high_contrast():
                option.state &= ~QStyle.StateFlag.State_Selected
                option.backgroundBrush = QBrush(mix(base, accent, 0.14))


class TableView(QTableView, Generic[R]):
    """A list of rows; ``name`` is under what its widths, columns and order are remembered.

    Signals:
        chosen(row | None): the current row changed.
        opened(row): Enter or a double click on a row.
    """

    chosen = Signal(object)
    opened = Signal(object)
    _built = False

    def __init__(
        self,
        model: TableModel[R],
        name: str,
        title: str,
        memory: Memory,
        translator: Translator,
        parent: QWidget | None = None,
    ) -> None:
        """Take the model; ``title`` is the list's name for screen readers, in the user's language."""
        super().__init__(parent)
        self._rows, self.name, self.memory, self.translator = model, name, memory, translator
        self._header = _Header(self)
        self._kept: tuple[str, set[str]] | None = None
        self._own_widths = False  # the user has drawn a column; from then on no width is changed for her
        self._fitting = False
        self._needs: dict[int, int] = {}  # column -> the width in which its texts stand whole
        self.setHorizontalHeader(self._header)
        self.setModel(model)
        self.setAccessibleName(title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setItemDelegate(_RowPainter(self))
        self.setWordWrap(False)
        self.setAlternatingRowColors(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(self.fontMetrics().height() + 2 * STEP)
        self._restore()
        self._built = True
        self._header.sort_wanted.connect(self._sort)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._choose_columns)
        self._header.sectionResized.connect(self._resized)
        self._header.sectionMoved.connect(self._remember)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.doubleClicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._return_to_place)
        model.filled.connect(self._measure_anew)

    # what pages call

    def current(self) -> R | None:
        """Return the current row, or None."""
        index = self.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    def current_key(self) -> str:
        """Return the key of the current row, empty where there is none."""
        index = self.currentIndex()
        return self._rows.key_at(index.row()) if index.isValid() else ""

    def selected(self) -> list[R]:
        """Return the selected rows in the order shown."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [row for number in numbers if (row := self._rows.row_at(number)) is not None]

    def choose(self, key: str) -> bool:
        """Make the row with this key the current one and show it; tell whether it is there."""
        position = self._rows.position(key)
        if position is None:
            return False
        self.choose_position(position)
        return True

    def choose_first(self, wanted: Callable[[R], bool]) -> bool:
        """Make the first row that is wanted the current one and show it; tell whether there is one."""
        position = next((number for number, row in enumerate(self._rows.rows) if wanted(row)), None)
        if position is not None:
            self.choose_position(position)
        return position is not None

    def choose_position(self, row: int) -> None:
        """Make the row at this position the current one and show it."""
        index = self._rows.index(row, max(self._first_column(), 0))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def copy_rows(self) -> None:
        """Copy the selected rows (all, when none is selected) with the headings, as Excel, Word and mails take them."""
        from ui.widgets.list_out import clipboard_data, sheet_of  # brings Qt's printing; a list is shown without

        QGuiApplication.clipboard().setMimeData(clipboard_data(sheet_of(self, least=1), self.translator))

    @property
    def model_columns(self) -> Sequence[Column[R]]:
        """The columns of the list, visible or not."""
        return self._rows.columns

    @property
    def shown_rows(self) -> list[R]:
        """The rows shown, in order."""
        return self._rows.rows

    def title_of(self, column: int) -> str:
        """Return a column's heading."""
        return self._rows.title(column)

    # keys and menus

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies with headings; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next row whose text begins with what was typed; å is found under aa, and the other way round."""
        column, wanted = self.currentIndex().column() if self.currentIndex().isValid() else 0, fold(search)
        rows, start = self._rows.rows, max(self.currentIndex().row(), 0)
        for step in range(len(rows)):
            number = (start + step + (1 if len(wanted) == 1 else 0)) % len(rows)
            if fold(self._rows.columns[column].value(rows[number])).startswith(wanted):
                self.choose_position(number)
                return

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the actions that a page gave this list, and copying."""
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.addSeparator()
        for key in ("copy", "save-list", "print-list"):
            action = self.window().findChild(QAction, key)
            if action is not None:
                menu.addAction(action)
        menu.exec(event.globalPos())

    # how it is done

    def _tell_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.chosen.emit(self._rows.row_at(current.row()) if current.isValid() else None)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.row_at(index.row()))

    def _sort(self, column: int, second: bool) -> None:
        descending = next((not down for number, down in self._rows.order if number == column), False)
        self._rows.sort_by(column, descending=descending, second=second)
        self._remember()

    def _choose_columns(self, place: QPoint) -> None:
        menu = self.column_menu()
        menu.exec(self._header.mapToGlobal(place))

    def column_menu(self) -> QMenu:
        """Return the menu in which the user chooses the columns; the last one cannot be hidden."""
        menu = QMenu(self)
        visible = self.visible_columns()
        for number in range(len(self._rows.columns)):
            action = menu.addAction(self._rows.title(number))
            action.setCheckable(True)
            action.setChecked(number in visible)
            action.setEnabled(number not in visible or len(visible) > 1)
            action.toggled.connect(lambda shown, column=number: self._show_column(column, shown))
        return menu

    def sort_menu(self, *, second: bool) -> QMenu:
        """Return the menu that sorts by a column, or by a ``second`` one among equals; again turns the order round."""
        menu = QMenu(self)
        level = self._rows.order[1:2] if second else self._rows.order[:1]
        for number in self.visible_columns():
            action = menu.addAction(self._rows.title(number))
            action.setCheckable(True)
            action.setChecked(number in [column for column, _ in level])
            action.triggered.connect(lambda _on, column=number: self._sort(column, second))
        return menu

    def _show_column(self, column: int, shown: bool) -> None:
        self.setColumnHidden(column, not shown)
        if shown and not self.columnWidth(column):
            self.setColumnWidth(column, self._usual_width(column))
        self._fit()
        self._remember()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the widest column what room there is, until the user has drawn widths of her own."""
        super().resizeEvent(event)
        self._fit()

    def _usual_width(self, column: int) -> int:
        return self._rows.columns[column].width * self.fontMetrics().averageCharWidth() + 3 * STEP

    def _least_width(self, column: int) -> int:
        """Return the width of a heading with the sign of the order."""
        return self._header.fontMetrics().horizontalAdvance(f"{self._rows.title(column)} ↓₂") + 2 * _MARGIN

    def _pressed_width(self, column: int) -> int:
        """Return the width that a column of longer texts keeps in a narrow place."""
        return max(self._least_width(column), round(self._usual_width(column) * _LEAST_SHARE))

    def _wanted_width(self, column: int, sample: Sequence[R]) -> int:
        """Return the width in which a column's heading and texts stand whole, as far as that is not out of measure."""
        kind, metrics = self._rows.columns[column], self.fontMetrics()
        if not sample:
            return max(self._usual_width(column), self._least_width(column))
        texts = {kind.value(row)[:_LONGEST] for row in sample}
        text = max(map(metrics.horizontalAdvance, texts)) + (_ICON if kind.state is not None else 0)
        return max(text + 2 * _MARGIN + STEP, self._least_width(column))

    def _measure_anew(self) -> None:
        self._needs = {}
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure the texts anew in another typeface or size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._built:
            self._measure_anew()

    def _fit(self) -> None:
        """Give each column what its texts need, as far as there is room; what is usual comes before what is long."""
        visible, room = self.visible_columns(), self.viewport().width()
        if self._own_widths or not visible:
            return
        if not self._needs.keys() >= set(visible):
            rows = self._rows.all_rows
            sample = rows[:: max(len(rows) // _SAMPLE, 1)]
            self._needs = {number: self._wanted_width(number, sample) for number in visible}
        wanted = {number: self._needs[number] for number in visible}
        short = self.fontMetrics().averageCharWidth() * _SHORT + 2 * _MARGIN + _ICON
        usual = {number: min(wanted[number], max(self._usual_width(number), short)) for number in visible}
        spare, missing = room - sum(usual.values()), sum(wanted.values()) - sum(usual.values())
        if spare < 0:
            least = {
                number: usual[number] if wanted[number] <= short else min(usual[number], self._pressed_width(number))
                for number in visible
            }
            # Where even that is too much the list is scrolled sideways, and need not be pressed together as well.
            widths = _shortened(usual, least, room) if sum(least.values()) <= room else usual
        elif spare < missing:
            widths = {number: usual[number] + spare * (wanted[number] - usual[number]) // missing for number in visible}
        else:
            widths = wanted
            widths[max(visible, key=self._usual_width)] += spare - missing
        self._fitting = True
        for number, width in widths.items():
            self.setColumnWidth(number, width)
        self._fitting = False

    def _resized(self, _column: int, _old: int, _new: int) -> None:
        if not self._fitting and self._built:
            self._own_widths = True
            self._remember()

    def visible_columns(self) -> list[int]:
        """Return the numbers of the columns shown, from left to right."""
        order = (self._header.logicalIndex(place) for place in range(self._header.count()))
        return [number for number in order if not self.isColumnHidden(number)]

    def _first_column(self) -> int:
        return next(iter(self.visible_columns()), 0)

    def _restore(self) -> None:
        self._lay_out(self.memory.value(f"list/{self.name}", {}))

    def _lay_out(self, kept: dict[str, Any]) -> None:
        widths, order = kept.get("widths", {}), kept.get("order", [])
        hidden = kept.get("hidden", [column.key for column in self._rows.columns if not column.shown])
        self._own_widths = bool(widths)
        keys = [column.key for column in self._rows.columns]
        for number, column in enumerate(self._rows.columns):
            self.setColumnWidth(number, widths.get(column.key, self._usual_width(number)))
            self.setColumnHidden(number, column.key in hidden)
        for place, key in enumerate(key for key in kept.get("places", []) if key in keys):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), place)
        for level, (key, descending) in enumerate(order):
            if key in keys:
                self._rows.sort_by(keys.index(key), descending=bool(descending), second=level > 0)

    def _remember(self) -> None:
        self.memory.keep(f"list/{self.name}", self.layout_now())

    def layout_now(self) -> dict[str, Any]:
        """Return columns, widths, places and order as they stand, by the columns' keys."""
        columns = self._rows.columns
        visible = self.visible_columns()
        return {
            "widths": {columns[number].key: self.columnWidth(number) for number in visible} if self._own_widths else {},
            "hidden": [column.key for number, column in enumerate(columns) if number not in visible],
            "places": [columns[self._header.logicalIndex(place)].key for place in range(len(columns))],
            "order": [(columns[number].key, descending) for number, descending in self._rows.order],
        }

    def use_layout(self, kept: dict[str, Any]) -> None:
        """Show columns, places and order as they were kept; an empty one is the list as it was when it was new."""
        self._built = False
        self._lay_out({"places": [column.key for column in self._rows.columns], **kept})
        if not kept.get("order"):
            self._rows.unsort()
        self._built = True
        self._fit()
        self._remember()

    def _keep_place(self) -> None:
        index = self.currentIndex()
        keys = {self._rows.key_at(place.row()) for place in self.selectionModel().selectedRows()}
        self._kept = (self._rows.key_at(index.row()), keys) if index.isValid() else None

    def _return_to_place(self) -> None:
        if self._kept is None:
            return
        current, keys = self._kept
        self._kept = None
        if not self.choose(current):
            return
        for key in keys - {current}:
            position = self._rows.position(key)
            if position is not None:
                flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().select(self._rows.index(position, 0), flags)


def _shortened(wanted: dict[int, int], least: dict[int, int], room: int) -> dict[int, int]:
    """Return widths that fit into ``room``: no column wider than a common limit, and none narrower than its least."""
    low, high = 0, max(wanted.values())
    while low < high:
        limit = (low + high + 1) // 2
        taken = sum(max(min(width, limit), least[number]) for number, width in wanted.items())
        low, high = (limit, high) if taken <= room else (low, limit - 1)
    return {number: max(min(width, low), least[number]) for number, width in wanted.items()}
