"""Where the second of two fields is answered, and what it asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from koorddesk.domain.values import FieldType
from koorddesk.i18n import N_
from koorddesk.services.templates import Correction, FieldRow
from ui.dialogs.form_dialog import FormDialog
from ui.words import FIELD_TYPES
from ui.workplace import Workplace


class DivideDialog(FormDialog):
    """Asks for the cell, the name and the kind of a second field beside one that was learned.

    Signals:
        given(Correction): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, field: FieldRow, cell: str, parent: QWidget | None) -> None:
        """Take the field that is to be divided and the cell that is chosen on the sheet."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Divide a field")),
            say(N_("&Make two fields of it")),
            parent,
            say(
                N_('"%(label)s" is answered in %(cell)s. The second field needs a cell of its own on the same sheet.'),
                label=field.label,
                cell=field.cell,
            ),
        )
        self._field = field
        self.cell = self.line(say(N_("&Cell of the second field")), cell, "C14")
        self.label = self.line(say(N_("What it &asks")), field.label)
        kinds = [(kind.value, say(words)) for kind, words in FIELD_TYPES.items()]
        self.kind = self.choice(say(N_("&Kind of answer")), kinds, field.type.value)
        for line in (self.cell, self.label):
            line.textChanged.connect(self._check)
        self.accepted.connect(self._give)
        self._check()

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.cell.text().strip() and self.label.text().strip()))

    def _give(self) -> None:
        self.given.emit(
            Correction(
                self._field.id,
                second_cell=self.cell.text().strip().upper(),
                second_label=self.label.text().strip(),
                second_type=FieldType(self.kind.currentData()),
            )
        )
