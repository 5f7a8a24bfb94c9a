"""The views of a list that a user keeps under a name: its columns, order and filter, remembered for that list."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from koorddesk.i18n import N_, Translator
from ui import icons
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.table_view import TableView


class ViewNameDialog(FormDialog):
    """Asks under what name a view of a list is kept.

    Signals:
        given(name): the button was pressed.
    """

    given = Signal(str)

    def __init__(self, translator: Translator, parent: QWidget | None) -> None:
        """Make the dialog; the button waits for a name."""
        say = translator.text
        super().__init__(
            translator,
            say(N_("Keep this view of the list")),
            say(N_("&Keep the view")),
            parent,
            say(N_("A view is the list's columns, order and filter as they stand now.")),
        )
        self.name = self.line(say(N_("&Name of the view")))
        self.verb.setEnabled(False)
        self.name.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.accepted.connect(lambda: self.given.emit(self.name.text().strip()))


class ListViews(QToolButton):
    """A button with the views kept for one list, and with its columns."""

    def __init__(
        self, view: TableView[Any], filter_line: QLineEdit, translator: Translator, parent: QWidget | None = None
    ) -> None:
        """Take the list and the line that filters it."""
        super().__init__(parent)
        self._view, self._filter, self._translator = view, filter_line, translator
        self.setIcon(icons.icon("list-checks"))
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        words = translator.text(N_("Views and columns"))
        self.setToolTip(words)
        self.setAccessibleName(f"{words}: {view.accessibleName()}")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    @property
    def names(self) -> list[str]:
        """The names of the views kept for this list."""
        return list(self._views())

    def fill(self) -> None:
        """Put the views that are kept, and what can be done with them, in the menu."""
        say = self._translator.text
        self._menu.clear()
        for name in self._views():
            self._menu.addAction(name.replace("&", "&&"), partial(self.use, name))
        self._menu.addAction(say(N_("The usual view")), self.use_usual)
        self._menu.addSeparator()
        self._menu.addAction(say(N_("&Keep this view…")), self.ask_name)
        if self._views():
            forget = self._menu.addMenu(say(N_("&Forget a view")))
            for name in self._views():
                forget.addAction(name.replace("&", "&&"), partial(self.forget, name))
        self._menu.addSeparator()
        for menu, title in (
            (self._view.sort_menu(second=False), N_("&Sort by")),
            (self._view.sort_menu(second=True), N_("&Then by")),
            (self._view.column_menu(), N_("&Columns")),
        ):
            menu.setTitle(say(title))
            menu.setParent(self._menu, menu.windowFlags())
            self._menu.addMenu(menu)

    def ask_name(self) -> None:
        """Ask for a name and keep the list as it stands under it."""
        dialog = ViewNameDialog(self._translator, self.window())
        dialog.given.connect(self.keep)
        dialog.open()

    def keep(self, name: str) -> None:
        """Keep the list as it stands under a name; a view of that name is replaced."""
        self._write({**self._views(), name: {**self._view.layout_now(), "filter": self._filter.text()}})

    def use(self, name: str) -> None:
        """Show the list in a view that was kept."""
        kept = self._views().get(name)
        if kept is not None:
            self._view.use_layout(kept)
            self._filter.setText(str(kept.get("filter", "")))

    def use_usual(self) -> None:
        """Show the list as it was when it was new."""
        self._view.use_layout({})
        self._filter.clear()

    def forget(self, name: str) -> None:
        """Throw a view away."""
        self._write({known: kept for known, kept in self._views().items() if known != name})

    def _views(self) -> dict[str, dict[str, Any]]:
        kept = self._view.memory.value(f"views/{self._view.name}", {})
        return kept if isinstance(kept, dict) else {}

    def _write(self, views: dict[str, dict[str, Any]]) -> None:
        self._view.memory.keep(f"views/{self._view.name}", views)
