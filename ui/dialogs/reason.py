"""A written reason, with the last ones to choose from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from ui.dialogs.form_dialog import FormDialog
from ui.workplace import Workplace


class ReasonDialog(FormDialog):
    """Asks why; the button is held back until something is written.

    Signals:
        given(reason): the button was pressed.
    """

    given = Signal(str)

    def __init__(self, place: Workplace, title: str, text: str, verb: str, kind: str, parent: QWidget | None) -> None:
        """Take texts in the user's language; ``kind`` names the list of reasons written before."""
        super().__init__(place.translator, title, verb, parent, text)
        self._place, self._kind = place, kind
        self.reason = self.line(place.text(N_("&Reason")))
        self.recent(self.reason, place.memory.last_texts(f"reasons/{kind}"))
        self.verb.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.accepted.connect(self._give)

    def _give(self) -> None:
        reason = self.reason.text().strip()
        self._place.memory.add_text(f"reasons/{self._kind}", reason)
        self.given.emit(reason)
