"""A list with its filter, its count and what it says when it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from ui import icons
from ui.models.columns import R
from ui.models.table import TableModel
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.line_signs import name_signs
from ui.widgets.list_views import ListViews
from ui.widgets.table_view import TableView

_WORTH_FILTERING = 8  # rows; fewer are seen at a glance


class ListPanel(QWidget, Generic[R]):
    """Filter and count above, the list below, the empty state in its place while there is nothing to show."""

    def __init__(
        self,
        view: TableView[R],
        model: TableModel[R],
        translator: Translator,
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        """Take the list, its model and what is shown when it has no rows at all."""
        super().__init__(parent)
        self.view, self.model, self.empty = view, model, empty
        self._translator = translator
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(translator.text(N_("Filter this list")))
        self.filter.setAccessibleName(translator.text(N_("Filter this list")) + ": " + view.accessibleName())
        self.filter.setClearButtonEnabled(True)
        self.filter.setAcceptDrops(False)  # files dropped here belong to the window
        self.filter.addAction(icons.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        name_signs(self.filter, translator)
        self.filter.setMaximumWidth(self.fontMetrics().averageCharWidth() * 40)
        self.count = QLabel(self)
        self.views = ListViews(view, self.filter, translator, self)
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        self._bar.setSpacing(2 * STEP)
        self._bar.addWidget(self.filter, 1)
        self._bar.addWidget(self.count)
        self._bar.addWidget(self.views)
        self._bar.addStretch()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(view)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(self._stack)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._enter_list)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._tell_count)
        self._tell_count()

    def add_to_bar(self, widgets: Sequence[QWidget]) -> None:
        """Put buttons or choices at the right end of the filter's line."""
        for widget in widgets:
            self._bar.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; where none is selected, the current one is, or the first."""
        self.model.set_rows(rows)
        self._tell_count()
        # A list that gets the keyboard as it appears has a current row that is not selected.
        if not self.view.selectionModel().hasSelection() and self.model.rowCount():
            self.view.choose_position(max(self.view.currentIndex().row(), 0))

    def focus_filter(self) -> None:
        """Put the cursor in the filter, which a short list shows only when it is wanted."""
        self.filter.show()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        self._tell_count()

    def _enter_list(self) -> None:
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.view.currentIndex().isValid():
                self.view.choose_position(0)

    def _tell_count(self) -> None:
        shown, total = self.model.rowCount(), len(self.model.all_rows)
        self._stack.setCurrentWidget(self.view if total else self.empty)
        self.count.setVisible(bool(total))
        self.views.setVisible(bool(total))
        self.filter.setVisible(total >= _WORTH_FILTERING or bool(self.filter.text()))
        if shown == total:
            self.count.setText(self._translator.plural("%(count)d row", "%(count)d rows", total))
        else:
            self.count.setText(self._translator.text(N_("%(shown)d of %(total)d"), shown=shown, total=total))
