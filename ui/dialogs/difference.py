"""Two versions of a submission side by side: only the answers that changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services.versions import ChangedAnswer
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


class DifferenceDialog(QDialog):
    """Lists what a later version changed, in the order of the form."""

    def __init__(self, place: Workplace, file_name: str, rows: Sequence[ChangedAnswer], parent: QWidget | None) -> None:
        """Take the later file's name and what changed."""
        super().__init__(parent)
        say = place.text
        self.setWindowTitle(say(N_("Changed from the version before: %(file)s"), file=file_name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns: Sequence[Column[ChangedAnswer]] = (
            Column("label", N_("Field"), 36, lambda row: row.label),
            Column("before-cell", N_("Cell before"), 9, lambda row: row.before_cell or "–"),
            Column("before", N_("Before"), 22, lambda row: row.before or say(N_("empty"))),
            Column("cell", N_("Cell now"), 9, lambda row: row.cell or "–"),
            Column("after", N_("Now"), 22, lambda row: row.after or say(N_("empty"))),
            Column("sheet", N_("Sheet"), 14, lambda row: row.sheet),
        )
        model = TableModel(
            columns,
            lambda row: f"{row.sheet}/{row.cell}/{row.before_cell}/{row.row}/{row.label}",
            place.translator,
            self,
        )
        view = TableView(model, "difference", say(N_("Changed answers")), place.memory, place.translator, self)
        empty = EmptyState(
            "check", say(N_("No answer changed")), say(N_("The two versions give the same answers.")), parent=self
        )
        self.panel = ListPanel(view, model, place.translator, empty, self)
        self.panel.set_rows(rows)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.panel)
        layout.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 130, self.fontMetrics().height() * 28)
