"""A note on one value: what the caseworker wants to remember about it, also in the next version."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from koorddesk.services.submission_rows import AnswerRow
from ui.dialogs.form_dialog import FormDialog
from ui.workplace import Workplace


class NoteDialog(FormDialog):
    """Asks for the note; an empty one takes it away.

    Signals:
        given(text): the button was pressed.
    """

    given = Signal(str)

    def __init__(self, place: Workplace, answer: AnswerRow, parent: QWidget | None) -> None:
        """Take the answer with the note it has."""
        say = place.text
        super().__init__(place.translator, say(N_("Note on a value")), say(N_("&Keep the note")), parent)
        for words, value in (
            (N_("Field"), answer.label),
            (N_("It says"), answer.raw or say(N_("empty"))),
            (N_("Written by"), answer.note_by),
        ):
            if value:
                self.fact(say(words), value)
        self.note = self.area(say(N_("&Note")), answer.note)
        self.accepted.connect(lambda: self.given.emit(self.note.toPlainText().strip()))
