"""The history of one record in sentences: when, what was changed, who did it and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.queries import HistoryRow
from ui.memory import Memory
from ui.models.columns import Column
from ui.models.history import HistoryEntry, history_entries
from ui.models.table import TableModel
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView


class Timeline(QWidget):
    """The changes of one record, the newest on top; the chosen one stands in full below."""

    def __init__(self, translator: Translator, memory: Memory, parent: QWidget | None = None) -> None:
        """Make an empty list; ``show_history`` fills it."""
        super().__init__(parent)
        self._translator = translator
        columns: Sequence[Column[HistoryEntry]] = (
            Column("when", N_("When"), 17, self._moment, lambda row: row.when.timestamp()),
            Column("what", N_("What"), 34, lambda row: row.what),
            Column("changes", N_("Change"), 50, lambda row: row.changes),
            Column("who", N_("Who"), 12, lambda row: row.who),
            Column("reason", N_("Reason"), 24, lambda row: row.reason),
        )
        model = TableModel(columns, lambda row: f"{row.when.isoformat()}/{row.what}", translator, self)
        self.view = TableView(model, "history", translator.text(N_("History")), memory, translator, self)
        if not model.order:
            model.sort_by(0, descending=True)
        empty = EmptyState(
            "history",
            translator.text(N_("No history yet")),
            translator.text(N_("Every change of this record will stand here, with who made it and why.")),
        )
        self.panel = ListPanel(self.view, model, translator, empty, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panel, 1)
        self._whole = QLabel(self)
        self._whole.setWordWrap(True)
        self._whole.setTextFormat(Qt.TextFormat.PlainText)
        self._whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._whole.setContentsMargins(STEP, STEP, STEP, STEP)
        layout.addWidget(self._whole)
        self.view.chosen.connect(self._tell)
        self._tell(None)

    def show_history(self, rows: Sequence[HistoryRow]) -> None:
        """Show what happened to one record."""
        self.panel.set_rows(history_entries(rows, self._translator))
        self._tell(self.view.current())

    def _tell(self, row: HistoryEntry | None) -> None:
        self._whole.setVisible(row is not None)
        if row is None:
            return
        parts = (f"{row.what[:1].upper()}{row.what[1:]}", row.changes, row.reason)
        self._whole.setText(
            self._translator.text(N_("%(when)s, %(who)s:"), when=self._moment(row), who=row.who)
            + "\n"
            + "\n".join(filter(None, parts))
        )

    def _moment(self, row: HistoryEntry) -> str:
        local = row.when.astimezone() if row.when.tzinfo else row.when
        return f"{self._translator.date(local.date())} {local:%H:%M}"
