"""Move one region's deadline, with a reason."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_field import DateField
from ui.workplace import Workplace


class DeadlineDialog(FormDialog):
    """Asks for the new day and why; the first deadline stays on record.

    Signals:
        given(day, reason): the button was pressed.
    """

    given = Signal(object, str)

    def __init__(self, place: Workplace, region: str, due_on: dt.date, parent: QWidget | None) -> None:
        """Take the region's name and its deadline now."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Move the deadline for %(region)s"), region=region),
            say(N_("&Move the deadline")),
            parent,
            say(
                N_("The deadline is %(day)s now. The first deadline stays on record."),
                day=place.translator.date(due_on),
            ),
        )
        self._place = place
        self.due_on = DateField(due_on, self)
        self.day(say(N_("New &deadline")), self.due_on)
        self.reason = self.line(say(N_("&Reason")))
        self.recent(self.reason, place.memory.last_texts("reasons/deadline"))
        self.reason.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))
        self.verb.setEnabled(False)
        self.accepted.connect(self._give)

    def _give(self) -> None:
        reason = self.reason.text().strip()
        self._place.memory.add_text("reasons/deadline", reason)
        self.given.emit(self.due_on.day, reason)
