"""The history of one record in sentences: when, who, what was changed and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.queries import HistoryRow
from ui.memory import Memory
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView


def timeline(translator: Translator, memory: Memory, parent: QWidget | None = None) -> ListPanel[HistoryRow]:
    """Return a list that shows history, the newest on top."""
    columns: Sequence[Column[HistoryRow]] = (
        Column("when", N_("When"), 16, lambda row: _moment(row, translator), lambda row: row.when.timestamp()),
        Column("who", N_("Who"), 16, lambda row: row.who),
        Column("what", N_("What"), 36, lambda row: row.what),
        Column("change", N_("Change"), 44, lambda row: _change(row, translator)),
        Column("reason", N_("Reason"), 30, lambda row: row.reason),
    )
    model = TableModel(columns, lambda row: f"{row.when.isoformat()}/{row.field}/{row.after}", translator, parent)
    view = TableView(model, "history", translator.text(N_("History")), memory, translator, parent)
    if not model.order:
        model.sort_by(0, descending=True)
    empty = EmptyState(
        "history",
        translator.text(N_("No history yet")),
        translator.text(N_("Every change of this record will stand here, with who made it and why.")),
    )
    return ListPanel(view, model, translator, empty, parent)


def _moment(row: HistoryRow, translator: Translator) -> str:
    local = row.when.astimezone() if row.when.tzinfo else row.when
    return f"{translator.date(local.date())} {local:%H:%M}"


def _change(row: HistoryRow, translator: Translator) -> str:
    if not row.field:
        return ""
    if not row.before:
        return translator.text(N_("%(field)s: %(after)s"), field=row.field, after=row.after)
    return translator.text(
        N_("%(field)s: %(before)s became %(after)s"), field=row.field, before=row.before, after=row.after or "–"
    )
