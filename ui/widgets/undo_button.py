"""The undo button's list: the last steps in words; choosing one takes back everything down to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QToolButton

from koorddesk.i18n import N_

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from ui.workplace import Workplace

_LONGEST = 90


class UndoList(QObject):
    """Gives a button of the toolbar the list of steps; it is read when the button shows it."""

    def __init__(self, place: Workplace, button: QToolButton) -> None:
        """Add the list to the undo button."""
        super().__init__(button)
        self._place = place
        self.menu = QMenu(button)
        self.menu.setAccessibleName(place.text(N_("Undo several steps")))
        button.setMenu(self.menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        place.changed.connect(lambda _kinds: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Read the steps again."""
        self._place.read(self, _steps, self._show, replaces="undo-list")

    def _show(self, steps: list[str]) -> None:
        self.menu.clear()
        for number, words in enumerate(steps, start=1):
            short = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
            text = (
                self._place.text(N_("Undo: %(what)s"), what=short)
                if number == 1
                else self._place.text(N_("Undo down to and with: %(what)s"), what=short)
            )
            self.menu.addAction(text.replace("&", "&&"), partial(self.take_back, number))

    def take_back(self, steps: int) -> None:
        """Take back that many steps, the newest first."""
        from koorddesk.services import keeping

        title = self._place.text(N_("Taking back"))
        self._place.change(self, lambda desk: keeping.undo_many(desk, steps), title=title)


def _steps(desk: Desk) -> list[str]:
    from koorddesk.services import keeping  # here: the window is made before the store's library is read

    return keeping.undo_steps(desk)
