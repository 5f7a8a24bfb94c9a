"""A list with its model, filter and empty state in one call, for pages that have several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.models.columns import Column, R
from ui.models.table import TableModel
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from ui.workplace import Workplace


def make_list(
    place: Workplace,
    parent: QWidget,
    name: str,
    title: str,
    columns: Sequence[Column[R]],
    key: Callable[[R], str],
    empty: tuple[str, str, str],
) -> ListPanel[R]:
    """Return a list; ``title`` and what is shown when it is empty (icon, heading, sentence) are English msgids.

    ``name`` is under what the list's columns, order and views are remembered.
    """
    icon, heading, sentence = empty
    say = place.text
    model = TableModel(columns, key, place.translator, parent)
    view = TableView(model, name, say(title), place.memory, place.translator, parent)
    nothing = EmptyState(icon, say(heading), say(sentence) if sentence else "")
    return ListPanel(view, model, place.translator, nothing, parent)
