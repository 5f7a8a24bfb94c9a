"""Every control that takes the keyboard has a name; the tree of each page and dialog is walked."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDialog, QLineEdit, QTabBar, QTabWidget, QWidget
from pytestqt.qtbot import QtBot
from ui_doubles import settle, submission_file

import ui
from ui.gallery import DIALOGS
from ui.main_window import MainWindow
from ui.pages import all_pages
from ui.pages.intake import IntakePage
from ui.workplace import Workplace


def nameless(root: QWidget) -> list[str]:
    """Return the controls under ``root`` that take the keyboard and say nothing of themselves, on every tab."""
    tabs = [tabs for tabs in root.findChildren(QTabWidget) if tabs.isVisibleTo(root)]
    found = _nameless_now(root)
    for tab in tabs:
        for number in range(tab.count()):
            tab.setCurrentIndex(number)
            found += _nameless_now(root)
    return sorted(set(found))


def _nameless_now(root: QWidget) -> list[str]:
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        inner = isinstance(widget, QLineEdit) and isinstance(widget.parent(), (QAbstractSpinBox, QComboBox))
        if not takes_keys or inner or isinstance(widget, QDialog) or not widget.isVisibleTo(root):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        tabs = isinstance(widget, QTabBar)  # its tabs speak for themselves
        if not tabs and spoken.role() is QAccessible.Role.NoRole:
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__} has no role")
        if not tabs and not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_every_control_of_every_page_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    for spec in all_pages():
        window.show_page(spec.key)
        settle(qtbot, window)
        assert nameless(window) == [], spec.key


def test_files_that_wait_have_named_controls_too(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("intake")
    assert isinstance(page, IntakePage)
    from koorddesk.services.intake import IntakeOptions

    page.read_files([submission_file("beskyttet")], IntakeOptions(dt.date(2025, 10, 14)))
    settle(qtbot, window)
    assert nameless(window) == []


@pytest.mark.parametrize("name", sorted(DIALOGS))
def test_every_control_of_a_dialog_has_a_name(qtbot: QtBot, place: Workplace, name: str) -> None:
    place.memory.add_text("reasons/held", "ringet til kommunen")
    over = QWidget()
    qtbot.addWidget(over)
    dialog = DIALOGS[name](place, over)
    dialog.show()
    assert nameless(dialog) == []
    assert dialog.windowTitle()
    dialog.close()


@pytest.mark.parametrize("key", ["shortcuts", "about"])
def test_windows_of_the_help_menu_have_named_controls(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.actions_table[key].trigger()
    dialog = next(found for found in window.findChildren(QDialog) if found.isVisible())
    assert nameless(dialog) == []
    dialog.close()


def test_every_dialog_of_the_program_is_walked() -> None:
    folder = Path(ui.__file__).parent
    names = {
        node.name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Dialog") and node.name != "FormDialog"
    }
    walked = (folder / "gallery.py").read_text(encoding="utf-8")
    assert not {name for name in names if name not in walked}
