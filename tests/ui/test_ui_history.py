"""Every record shows its history (Ctrl+H): who, when, and what became what, in words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, settle

from koorddesk.services.record_history import history_of
from ui.main_window import MainWindow
from ui.widgets.timeline import Timeline


@pytest.mark.parametrize("page", ["reports", "templates"])
def test_history_opens_for_what_is_chosen(qtbot: QtBot, window: MainWindow, page: str) -> None:
    shown = window.show_page(page, ANNOUNCEMENT if page == "reports" else "")
    settle(qtbot, window)
    view = shown.main_list
    assert view is not None
    assert view.model().rowCount()
    view.choose_position(0)
    window.actions_table["history"].trigger()
    settle(qtbot, window)
    dialogs = [found for found in window.findChildren(QDialog) if found.isVisible() and found.findChild(Timeline)]
    assert dialogs
    for dialog in dialogs:
        dialog.close()


def test_the_history_of_a_form_and_of_a_submission_is_found(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.place.desk
    assert history_of(desk, "kommuneskema")
    assert history_of(desk, "findes-ikke") == []
    assert history_of(desk, f"{ANNOUNCEMENT}/findes-ikke") == []
