"""Without a mouse and without sight: Tab comes to every control, the keyboard is always seen, and every part speaks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui_doubles import settle
from ui_walks import each_part

from koorddesk.i18n import Translator
from ui.main_window import MainWindow
from ui.widgets.chain_view import ChainStep, ChainView
from ui.widgets.table_view import TableView

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
_ROLE = QAccessible.Role
_SPOKEN = {
    *(_ROLE.Button, _ROLE.ButtonMenu, _ROLE.CheckBox, _ROLE.RadioButton, _ROLE.ComboBox, _ROLE.EditableText),
    *(_ROLE.SpinBox, _ROLE.PageTab, _ROLE.List, _ROLE.ListItem, _ROLE.Table, _ROLE.Cell, _ROLE.ColumnHeader),
    *(_ROLE.Graphic, _ROLE.Chart, _ROLE.MenuItem, _ROLE.Tree, _ROLE.TreeItem, _ROLE.Dialog, _ROLE.Link),
}
_SAYS_NOTHING = {_ROLE.NoRole, _ROLE.Client, _ROLE.Pane, _ROLE.Border}
_CHILDREN = 12  # of a list or table; its rows are alike
_MOST_STAYS = 60


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()!r} in {type(widget.parent()).__name__}"


def pressed_through(part: QWidget) -> tuple[list[QWidget], list[str]]:
    """Press Tab until the keyboard comes back to where it began.

    Return the controls it came to, and those that look the same with and without the keyboard.
    """
    part.activateWindow()
    QApplication.processEvents()
    met: list[QWidget] = []
    unseen: list[str] = []
    stays = 0
    while stays < _MOST_STAYS:
        focused = QApplication.focusWidget()
        if focused is None:
            QTest.keyClick(part, Qt.Key.Key_Tab)
            stays += 1
            continue
        if len(met) > 1 and focused is met[0]:
            break
        stays = stays + 1 if focused in met else 0  # a date and a table have places of their own for Tab
        met += [] if focused in met else [focused]
        keeps_tabs = isinstance(focused, (QPlainTextEdit, QTextEdit)) and not focused.tabChangesFocus()
        with_control = Qt.KeyboardModifier.ControlModifier if keeps_tabs else Qt.KeyboardModifier.NoModifier
        before = look_of(focused, part)
        QTest.keyClick(focused, Qt.Key.Key_Tab, with_control)
        if not focused.hasFocus() and look_of(focused, part) == before:
            unseen.append(named(focused))
    return met, unseen


def look_of(widget: QWidget, part: QWidget) -> QImage:
    """Return the picture of a control and what lies close around it."""
    place = QRect(widget.mapTo(part, widget.rect().topLeft()), widget.size()).adjusted(-4, -4, 4, 4)
    return part.grab(place & part.rect()).toImage()


def wanted(part: QWidget) -> list[QWidget]:
    """Return the controls in sight that a hand on the mouse could use."""
    found: list[QWidget] = []
    for widget in part.findChildren(QWidget):
        if not isinstance(widget, _CONTROLS) or not widget.isVisible() or not widget.isEnabled():
            continue
        inner = isinstance(widget.parent(), (QAbstractSpinBox, QComboBox, QTabBar, QLineEdit, QTableView))
        if widget.window() is part and not inner and not isinstance(widget, (QTabBar, QHeaderView)):
            found.append(widget)
    return found


def is_reached(widget: QWidget, met: list[QWidget]) -> bool:
    """Tell whether Tab came to a control, to a part of it, or to the group that arrows walk."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    same = group.buttons() if group is not None else []
    return any(
        each is widget or each is widget.focusProxy() or widget.isAncestorOf(each) or each in same for each in met
    )


def takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def mute(part: QWidget) -> list[str]:
    """Return what a screen reader finds under ``part`` without a name or with a role that says nothing."""
    found = []
    for spoken, path in every_interface(QAccessible.queryAccessibleInterface(part), ""):
        role, name = spoken.role(), spoken.text(QAccessible.Text.Name).strip()
        owner = spoken.object()
        if role in _SPOKEN and not name:
            found.append(f"{path} has no name")
        if isinstance(owner, QWidget) and takes_keys(owner) and role in _SAYS_NOTHING:
            found.append(f"{path} is only {role.name}")
    return found


def every_interface(spoken: QAccessibleInterface | None, path: str) -> Iterator[tuple[QAccessibleInterface, str]]:
    """Walk what a screen reader walks; of a list or table the first rows."""
    if spoken is None or not spoken.isValid() or spoken.state().invisible:
        return
    owner = spoken.object()
    path = f"{path[-60:]}/{type(owner).__name__ if owner is not None else spoken.role().name}"
    yield spoken, path
    many = spoken.role() in (_ROLE.Table, _ROLE.List, _ROLE.Tree)
    for number in range(min(spoken.childCount(), _CHILDREN) if many else spoken.childCount()):
        yield from every_interface(spoken.child(number), path)


def unsaid_cells(part: QWidget) -> list[str]:
    """Return the cells of lists that do not say heading, value and state."""
    found = []
    for view in part.findChildren(TableView):
        model = view.model()
        if not view.isVisible() or not model.rowCount():
            continue
        for column in view.visible_columns():
            index = model.index(0, column)
            said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
            parts = (view.title_of(column), str(index.data() or ""))
            if not all(text in said for text in parts) or said.strip(", ") == "":
                found.append(f"{view.accessibleName()}: {said!r} of {parts}")
    return found


def test_every_control_is_reached_seen_and_spoken(qtbot: QtBot, window: MainWindow) -> None:
    unreached, unseen, unspoken = set(), set(), set()
    for name, part in each_part(qtbot, window):
        met, dim = pressed_through(part)
        unreached |= {f"{name}: {named(widget)}" for widget in wanted(part) if not is_reached(widget, met)}
        unseen |= {f"{name}: {words}" for words in dim}
        unspoken |= {f"{name}: {words}" for words in (*mute(part), *unsaid_cells(part))}
    assert not unreached, "never reached by Tab:\n" + "\n".join(sorted(unreached))
    assert not unseen, "the same with and without the keyboard:\n" + "\n".join(sorted(unseen))
    assert not unspoken, "say nothing to a screen reader:\n" + "\n".join(sorted(unspoken))


def test_the_chain_says_the_step_that_is_chosen(qtbot: QtBot, translator: Translator) -> None:
    view = ChainView(translator)
    qtbot.addWidget(view)
    view.show_steps("Sagens kæde", [ChainStep("Udmelding", "03-03-2025"), ChainStep("Vurdering", "", "waiting")], 0)
    assert view.line.accessibleName().startswith("Sagens kæde: Udmelding, 03-03-2025")
    QTest.keyClick(view.line, Qt.Key.Key_Right)
    assert view.line.accessibleName().startswith("Sagens kæde: Vurdering, ")
    assert QAccessible.queryAccessibleInterface(view.line).role() is _ROLE.Graphic


def test_a_list_is_sorted_from_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("registers")
    settle(qtbot, window)
    view = window.page.main_list
    assert view is not None
    first, second = view.visible_columns()[:2]
    for menu, number in ((view.sort_menu(second=False), 0), (view.sort_menu(second=True), 1)):
        menu.actions()[number].trigger()
    assert view.layout_now()["order"] == [
        (view.model_columns[first].key, False),
        (view.model_columns[second].key, False),
    ]
    view.sort_menu(second=False).actions()[0].trigger()
    assert view.layout_now()["order"][0] == (view.model_columns[first].key, True)
    checked = [action.text() for action in view.sort_menu(second=False).actions() if action.isChecked()]
    assert checked == [view.title_of(first)]
