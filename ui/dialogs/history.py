"""The history of one record in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services.queries import HistoryRow
from koorddesk.services.record_history import history_of
from ui.widgets.timeline import Timeline
from ui.workplace import Workplace


def open_history(place: Workplace, key: str, parent: QWidget) -> None:
    """Read the history of what is chosen on a page and open it; say so where nothing is chosen or known."""

    def show(rows: list[HistoryRow]) -> None:
        if rows:
            show_history(place, rows, parent)
        else:
            place.notifier.inform(place.text(N_("Nothing has been changed in what is chosen.")))

    if key:
        place.read(parent, lambda desk: history_of(desk, key), show, replaces="history")
    else:
        place.notifier.inform(place.text(N_("Choose a row first; then its history can be shown.")))


def show_history(place: Workplace, rows: list[HistoryRow], parent: QWidget) -> None:
    """Open the history of a record."""
    dialog = QDialog(parent.window())
    dialog.setWindowTitle(place.text(N_("History of this record")))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    panel = Timeline(place.translator, place.memory, dialog)
    panel.show_history(rows)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(panel)
    layout.addWidget(buttons)
    dialog.resize(900, 480)
    dialog.open()
