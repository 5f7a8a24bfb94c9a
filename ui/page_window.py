"""A thing in a window of its own (Ctrl+Enter): the same page without its list, beside the main window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from koorddesk.i18n import N_
from ui.actions import ACTIONS, MENUS
from ui.pages.page import PageSpec
from ui.widgets.focus_ring import FocusRing
from ui.workplace import Workplace


class PageWindow(QMainWindow):
    """One page on one record; it follows changes as every page does and closes with the main window."""

    def __init__(self, place: Workplace, spec: PageSpec, record: str, owner: QWidget) -> None:
        """Show the record with this key; ``owner`` is the main window."""
        super().__init__(owner, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = spec.make(place)
        word = place.text(spec.word)
        self.page.setAccessibleName(word)
        self.setWindowTitle(f"{word} – koorddesk")
        self.setCentralWidget(self.page)
        self._build_menus(place)
        self._hide_list()
        self.page.show_key(record)
        self.resize(QSize(round(owner.width() * 0.8), round(owner.height() * 0.9)))
        self._ring = FocusRing(self)

    def _build_menus(self, place: Workplace) -> None:
        offered = self.page.offered()
        for menu_key, title in MENUS.items():
            mine = [spec for spec in ACTIONS if spec.menu == menu_key and spec.key in offered]
            if not mine:
                continue
            menu = self.menuBar().addMenu(place.text(title))
            for spec in mine:
                action = menu.addAction(place.text(spec.text))
                action.setStatusTip(place.text(spec.tip))
                if spec.shortcut:
                    action.setShortcut(QKeySequence(spec.shortcut))
                action.triggered.connect(lambda _on=False, key=spec.key: self.page.offered()[key]())
        close = QAction(place.text(N_("Close this window")), self)
        close.setShortcut(QKeySequence("Ctrl+W"))
        close.triggered.connect(self.close)
        self.addAction(close)

    def _hide_list(self) -> None:
        """Leave out the list: the main window has it, and here is the thing."""
        main = self.page.main_list
        splitter = next(
            (
                found
                for found in self.page.findChildren(QSplitter)
                if found.orientation() == Qt.Orientation.Horizontal
                and found.count() > 1
                and main is not None
                and (first := found.widget(0)) is not None
                and first.isAncestorOf(main)
            ),
            None,
        )
        list_side = splitter.widget(0) if splitter is not None else None
        if list_side is not None:
            list_side.hide()
