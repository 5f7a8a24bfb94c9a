"""A table that is typed into as in Excel: Tab and Enter go on, a range is copied, pasted, filled down and cleared."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QTableWidget, QTableWidgetItem, QWidget

from koorddesk.i18n import N_, Translator

# Excel puts a cell of several lines in quotation marks, doubled inside.
_SEVERAL_LINES = re.compile(r'(?<![^\t\n])"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_Step = dict[tuple[int, int], str]  # what stood in the cells that one stroke changed


class TypingTable(QTableWidget):
    """Rows grow as they are needed; a screen reader hears the heading with each value, also of an empty cell."""

    def __init__(self, rows: int, headings: list[str], translator: Translator, parent: QWidget | None = None) -> None:
        """Begin with this many empty rows under these headings."""
        super().__init__(0, len(headings), parent)
        self._translator = translator
        self._headings = headings
        self._texts: _Step = {}  # every cell as it was last seen
        self._step: _Step | None = None
        self._back: list[_Step] = []
        self._forth: list[_Step] = []
        self.setHorizontalHeaderLabels(headings)
        for number, heading in enumerate(headings):
            item = self.horizontalHeaderItem(number)
            if item is not None:
                item.setToolTip(heading)  # a long question is shortened by its column
        self.setTabKeyNavigation(False)
        for _ in range(rows):
            self._add_row()
        self.cellChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys that Excel has taught."""
        keys, control = QKeySequence.StandardKey, Qt.KeyboardModifier.ControlModifier
        if event.matches(keys.Copy):
            self.copy()
        elif event.matches(keys.Cut):
            self.copy()
            self.clear_chosen()
        elif event.matches(keys.Paste):
            self.paste()
        elif event.matches(keys.Undo):
            self._go_back(self._back, self._forth)
        elif event.matches(keys.Redo):
            self._go_back(self._forth, self._back)
        elif event.key() == Qt.Key.Key_D and event.modifiers() == control:
            self.fill_down()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear_chosen()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._go_on(-1 if event.key() == Qt.Key.Key_Backtab else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._go_down(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter in a cell, go to the one below; after Tab, to the one beside it."""
        hints = QAbstractItemDelegate.EndEditHint
        sideways = {hints.EditNextItem: 1, hints.EditPreviousItem: -1}.get(hint)
        super().closeEditor(editor, hints.NoHint if sideways else hint)
        if sideways:
            self._go_on(sideways)
        elif hint == hints.SubmitModelCache:
            self._go_down(1)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, without blanks around it."""
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""

    def write(self, row: int, column: int, text: str) -> None:
        """Put a text in a cell."""
        item = self.item(row, column)
        if item is not None:
            item.setText(text)

    def copy(self) -> None:
        """Put the chosen range on the clipboard as Excel does: tabs between cells, a line for each row."""
        rows, columns = self._range()
        lines = ("\t".join(self.text(row, column) for column in columns) for row in rows)
        if rows:
            QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def paste(self) -> None:
        """Write a range from the clipboard from the top left cell chosen on; rows are added where they are needed.

        One value alone goes into every cell that is chosen, as in Excel.
        """
        rows, columns = self._range()
        text = QGuiApplication.clipboard().text().replace("\r\n", "\n").removesuffix("\n")
        if not rows or not text:
            return
        lines = [line.split("\t") for line in _SEVERAL_LINES.sub(_on_one_line, text).split("\n")]
        if len(lines) == 1 and len(lines[0]) == 1:
            self._write_all({(row, column): lines[0][0].strip() for row in rows for column in columns})
            return
        while self.rowCount() < rows[0] + len(lines):
            self._add_row()
        self._write_all(
            {
                (rows[0] + down, columns[0] + right): value.strip()
                for down, line in enumerate(lines)
                for right, value in enumerate(line)
                if columns[0] + right < self.columnCount()
            }
        )

    def fill_down(self) -> None:
        """Write the top row of what is chosen into the rows below it; of one row alone, the row above into it."""
        rows, columns = self._range()
        if not rows:
            return
        source = rows[0] if len(rows) > 1 else rows[0] - 1
        if source >= 0:
            below = [row for row in rows if row > source]
            self._write_all({(row, column): self.text(source, column) for row in below for column in columns})

    def clear_chosen(self) -> None:
        """Empty the cells that are chosen."""
        self._write_all({(index.row(), index.column()): "" for index in self.selectedIndexes()})

    def _range(self) -> tuple[range, range]:
        """Return the rows and columns of what is chosen; the current cell where nothing is."""
        chosen = self.selectedIndexes() or [index for index in (self.currentIndex(),) if index.isValid()]
        if not chosen:
            return range(0), range(0)
        rows, columns = [index.row() for index in chosen], [index.column() for index in chosen]
        return range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)

    def _write_all(self, texts: _Step) -> None:
        """Write cells as one step of undo."""
        self._step = {}
        for (row, column), text in texts.items():
            self.write(row, column, text)
        step, self._step = self._step, None
        self._remember(step)

    def _remember(self, step: _Step) -> None:
        if step:
            self._back.append(step)
            self._forth.clear()

    def _go_back(self, stack: list[_Step], other: list[_Step]) -> None:
        if not stack:
            return
        step = stack.pop()
        self._step = {}
        for (row, column), text in step.items():
            self.write(row, column, text)
        undone, self._step = self._step, None
        other.append(undone)
        self.setCurrentCell(*min(step))

    def _add_row(self) -> None:
        row = self.rowCount()
        self.insertRow(row)
        for column in range(self.columnCount()):
            self.setItem(row, column, QTableWidgetItem())
            self._speak(row, column)

    def _go_on(self, step: int) -> None:
        index = self.currentIndex()
        place = index.row() * self.columnCount() + index.column() + step
        if not index.isValid() or not 0 <= place < self.rowCount() * self.columnCount():
            self.focusNextPrevChild(step > 0)
            return
        self.setCurrentCell(place // self.columnCount(), place % self.columnCount())

    def _go_down(self, step: int) -> None:
        row = self.currentRow() + step
        if row == self.rowCount() and any(self.text(row - 1, column) for column in range(self.columnCount())):
            self._add_row()
        self.setCurrentCell(min(max(row, 0), self.rowCount() - 1), self.currentColumn())

    def _changed(self, row: int, column: int) -> None:
        text, before = self.text(row, column), self._texts.get((row, column), "")
        if text != before:
            self._texts[row, column] = text
            if self._step is None:
                self._remember({(row, column): before})
            else:
                self._step[row, column] = before
        self._speak(row, column)

    def _speak(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None:
            value = item.text().strip() or self._translator.text(N_("empty"))
            spoken = f"{self._headings[column]}, {value}"
            if item.data(Qt.ItemDataRole.AccessibleTextRole) != spoken:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)


def _on_one_line(cell: re.Match[str]) -> str:
    return cell[1].replace('""', '"').replace("\n", " ") if "\n" in cell[1] else cell[0]
