"""A table that is typed into as in Excel: Tab and Enter go on, a range is copied, pasted and cleared."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QTableWidget, QTableWidgetItem, QWidget

from koorddesk.i18n import N_, Translator


class TypingTable(QTableWidget):
    """Rows grow as they are needed; a screen reader hears the heading with each value."""

    def __init__(self, rows: int, headings: list[str], translator: Translator, parent: QWidget | None = None) -> None:
        """Begin with this many empty rows under these headings."""
        super().__init__(rows, len(headings), parent)
        self._translator = translator
        self._headings = headings
        self.setHorizontalHeaderLabels(headings)
        for number, heading in enumerate(headings):
            item = self.horizontalHeaderItem(number)
            if item is not None:
                item.setToolTip(heading)  # a long question is shortened by its column
        self.setTabKeyNavigation(False)
        self.cellChanged.connect(self._speak)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys that Excel has taught."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            for index in self.selectedIndexes():
                self.write(index.row(), index.column(), "")
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._go_on(-1 if event.key() == Qt.Key.Key_Backtab else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._go_down()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter in a cell, go to the one below."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell, without blanks around it."""
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""

    def write(self, row: int, column: int, text: str) -> None:
        """Put a text in a cell."""
        item = self.item(row, column)
        if item is None:
            self.setItem(row, column, QTableWidgetItem(text))
        else:
            item.setText(text)

    def copy(self) -> None:
        """Put the chosen range on the clipboard as Excel does: tabs between cells, a line for each row."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = range(min(index.row() for index in chosen), max(index.row() for index in chosen) + 1)
        columns = range(min(index.column() for index in chosen), max(index.column() for index in chosen) + 1)
        lines = ("\t".join(self.text(row, column) for column in columns) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def paste(self) -> None:
        """Write a range from the clipboard from the current cell on; rows are added where they are needed."""
        start = self.currentIndex()
        text = QGuiApplication.clipboard().text().replace("\r\n", "\n").removesuffix("\n")
        if not start.isValid() or not text:
            return
        for down, line in enumerate(text.split("\n")):
            if start.row() + down == self.rowCount():
                self.insertRow(self.rowCount())
            for right, value in enumerate(line.split("\t")):
                if start.column() + right < self.columnCount():
                    self.write(start.row() + down, start.column() + right, value.strip())

    def _go_on(self, step: int) -> None:
        index = self.currentIndex()
        place = index.row() * self.columnCount() + index.column() + step
        if not index.isValid() or not 0 <= place < self.rowCount() * self.columnCount():
            self.focusNextPrevChild(step > 0)
            return
        self.setCurrentCell(place // self.columnCount(), place % self.columnCount())

    def _go_down(self) -> None:
        self.setCurrentCell(min(self.currentRow() + 1, self.rowCount() - 1), self.currentColumn())

    def _speak(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None:
            value = item.text().strip() or self._translator.text(N_("empty"))
            spoken = f"{self._headings[column]}, {value}"
            if item.data(Qt.ItemDataRole.AccessibleTextRole) != spoken:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
