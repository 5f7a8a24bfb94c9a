"""The fields of a form to be typed in: a line for each field, a small table for each table, a page for each value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.services.typed import FieldToType, TypedEntry
from ui.pages.page import heading
from ui.theme import STEP
from ui.widgets.typing_table import TypingTable
from ui.workplace import Workplace

_FIRST_ROWS = 6


@dataclass
class _Line:
    field: FieldToType
    text: QLineEdit
    page: QLineEdit


class TypingForm(QScrollArea):
    """Fields in the order of the form; what is typed is marked with the page that is up beside it."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Begin without fields."""
        super().__init__(parent)
        self._place = place
        self._page = ""
        self._lines: list[_Line] = []
        self._tables: list[tuple[list[FieldToType], TypingTable]] = []
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keyboard and is scrolled to
        self.setAccessibleName(place.text(N_("Fields to type in")))

    def show_fields(self, fields: Sequence[FieldToType]) -> None:
        """Lay out the fields of a form; what was typed before is gone."""
        self._lines, self._tables = [], []
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setSpacing(2 * STEP)
        done: set[str] = set()
        for field in fields:
            if not field.table:
                self._add_line(column, inside, field)
            elif field.table not in done:
                done.add(field.table)
                self._add_table(column, inside, [each for each in fields if each.table == field.table])
        column.addStretch()
        self.setWidget(inside)

    def use_page(self, page: str) -> None:
        """Mark what is typed from now on as standing on this page."""
        self._page = page

    def entries(self) -> list[TypedEntry]:
        """Return everything that was typed."""
        found = [
            TypedEntry(line.field.sheet, line.field.cell, None, line.text.text().strip(), line.page.text().strip())
            for line in self._lines
            if line.text.text().strip()
        ]
        for fields, table in self._tables:
            row_number = 0
            for row in range(table.rowCount()):
                texts = [table.text(row, column) for column in range(len(fields))]
                if not any(texts):
                    continue
                row_number += 1
                page = table.text(row, len(fields))
                found += [
                    TypedEntry(field.sheet, field.cell, row_number, text, page)
                    for field, text in zip(fields, texts, strict=True)
                    if text
                ]
        return found

    def type_value(self, cell: str, text: str) -> None:
        """Type into a single field, as a user does."""
        line = next(line for line in self._lines if line.field.cell == cell)
        line.text.setText(text)
        line.text.textEdited.emit(text)

    def table(self, number: int = 0) -> TypingTable:
        """Return one of the tables."""
        return self._tables[number][1]

    def _add_line(self, column: QVBoxLayout, inside: QWidget, field: FieldToType) -> None:
        text, page = QLineEdit(inside), QLineEdit(inside)
        text.setAccessibleName(f"{field.label} {field.question}".strip())
        if field.choices:
            text.setPlaceholderText(" / ".join(field.choices)[:120])
        page.setAccessibleName(self._place.text(N_("Page of: %(label)s"), label=field.label[:80]))
        page.setPlaceholderText(self._place.text(N_("page")))
        page.setMaximumWidth(self.fontMetrics().averageCharWidth() * 9)
        for line in (text, page):
            line.setAcceptDrops(False)  # files dropped here belong to the window
        row = QHBoxLayout()
        row.addWidget(text, 1)
        row.addWidget(page)
        words = f"{field.label} · {field.question}" if field.question else field.label
        label = QLabel(f"{words} *" if field.required else words, inside)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(text)
        column.addWidget(label)
        column.addLayout(row)
        text.textEdited.connect(lambda words: page.setText(self._page) if words and not page.text() else None)
        self._lines.append(_Line(field, text, page))

    def _add_table(self, column: QVBoxLayout, inside: QWidget, fields: list[FieldToType]) -> None:
        title = heading(fields[0].table_title[:160], inside)
        title.setWordWrap(True)
        column.addWidget(title)
        headings = [*(field.label for field in fields), self._place.text(N_("Page"))]
        table = TypingTable(_FIRST_ROWS, headings, self._place.translator, inside)
        table.setAccessibleName(fields[0].table_title[:160] or self._place.text(N_("Table")))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(max(header.sectionSizeHint(place) for place in range(header.count())))
        table.setMinimumHeight(table.verticalHeader().defaultSectionSize() * (_FIRST_ROWS + 2))
        column.addWidget(table)
        table.cellChanged.connect(lambda row, place: self._cell_changed(table, len(fields), row, place))
        self._tables.append((fields, table))

    def _cell_changed(self, table: TypingTable, pages: int, row: int, column: int) -> None:
        """Mark a row with the page, and make room for one more when the last one is used."""
        if column == pages or not table.text(row, column):
            return
        if not table.text(row, pages):
            table.write(row, pages, self._page)
        if row == table.rowCount() - 1:
            table.insertRow(table.rowCount())
