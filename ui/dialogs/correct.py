"""Correct one value: what was sent stays visible, the new value and the reason stand beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from koorddesk.services.submission_rows import AnswerRow
from ui.dialogs.form_dialog import FormDialog
from ui.workplace import Workplace


class CorrectDialog(FormDialog):
    """Asks for the value and why.

    Signals:
        given(value, reason): the button was pressed.
    """

    given = Signal(str, str)

    def __init__(self, place: Workplace, answer: AnswerRow, parent: QWidget | None) -> None:
        """Take the answer as it was read."""
        say = place.text
        super().__init__(place.translator, say(N_("Correct a value")), say(N_("Keep the correction")), parent)
        self._place = place
        for words, value in (
            (N_("Field"), answer.label),
            (N_("Cell"), f"{answer.sheet} {answer.cell}"),
            (N_("It says"), answer.raw or say(N_("empty"))),
            (N_("Read as"), answer.value or say(N_("empty"))),
        ):
            self.fact(say(words), value)
        self.value = self.line(say(N_("&Should be")), answer.corrected)
        self.reason = self.line(say(N_("&Reason")))
        self.recent(self.reason, place.memory.last_texts("reasons/correct"))
        self.value.textChanged.connect(self._check)
        self.reason.textChanged.connect(self._check)
        self.accepted.connect(self._give)
        self._check()

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.value.text().strip()) and bool(self.reason.text().strip()))

    def _give(self) -> None:
        self._place.memory.add_text("reasons/correct", self.reason.text().strip())
        self.given.emit(self.value.text().strip(), self.reason.text().strip())
