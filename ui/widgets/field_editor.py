"""What was learned about one field, to be corrected: its label, kind of answer, whether required, its cells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from koorddesk.domain.values import FieldType
from koorddesk.i18n import N_, Translator
from koorddesk.services.templates import Correction, FieldRow
from ui.theme import STEP
from ui.words import FIELD_TYPES


class FieldEditor(QWidget):
    """The corrections of one field.

    Signals:
        corrected(Correction): something about the field was corrected.
        divide_wanted(): a second field is to be made beside it.
    """

    corrected = Signal(object)
    divide_wanted = Signal()

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty editor; ``show_fields`` fills it."""
        super().__init__(parent)
        self._translator = translator
        self._row: FieldRow | None = None
        self._chosen: Sequence[FieldRow] = ()
        say = translator.text
        self.label = QLineEdit(self)
        self.label.setAccessibleName(say(N_("Name of the field")))
        self.kind = QComboBox(self)
        for kind, words in FIELD_TYPES.items():
            self.kind.addItem(say(words), kind.value)
        self.required = QCheckBox(say(N_("An answer is &required")), self)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.join = QPushButton(say(N_("&Join the two")), self)
        self.join.setToolTip(say(N_("Choose two fields in the list (with Ctrl) that are one answer.")))
        self.divide = QPushButton(say(N_("Di&vide…")), self)
        self.divide.setToolTip(say(N_("The place holds two fields: say where the second one is answered.")))
        self.separate = QPushButton(say(N_("Take &apart")), self)
        self.separate.setToolTip(say(N_("Make the joined cells fields of their own again.")))
        self.drop = QPushButton(say(N_("This is &no field")), self)
        buttons = QGridLayout()
        buttons.setSpacing(STEP)
        for number, button in enumerate((self.join, self.divide, self.separate, self.drop)):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, number // 2, number % 2)
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        form.addRow(say(N_("Na&me")), self.label)
        form.addRow(say(N_("&Kind of answer")), self.kind)
        form.addRow(self.required)
        form.addRow(self.told)
        form.addRow(buttons)
        self.label.editingFinished.connect(self._rename)
        self.kind.activated.connect(lambda _number: self._send(type_=FieldType(self.kind.currentData())))
        self.required.clicked.connect(lambda on: self._send(required=on))
        self.drop.clicked.connect(lambda: self._send(not_a_field=True))
        self.separate.clicked.connect(lambda: self._send(separate=True))
        self.join.clicked.connect(self._join)
        self.divide.clicked.connect(self.divide_wanted)

    def show_fields(self, row: FieldRow | None, chosen: Sequence[FieldRow], told: str) -> None:
        """Show the current field; ``chosen`` are all that are selected, ``told`` what was noticed about it."""
        self._row, self._chosen = row, chosen
        self.setVisible(row is not None)
        if row is None:
            return
        self.label.setText(row.label)
        self.label.setCursorPosition(0)
        self.label.setToolTip(row.label)
        self.kind.setCurrentIndex(self.kind.findData(row.type.value))
        self.required.setChecked(row.required)
        cells = self._translator.text(N_("The answer may stand in %(cells)s."), cells=", ".join((row.cell, *row.also)))
        self.told.setText("\n".join(part for part in (cells if row.also else "", told) if part))
        self.told.setVisible(bool(self.told.text()))
        self.join.setEnabled(len(chosen) == 2)
        self.divide.setEnabled(len(chosen) < 2 and row.kind in ("single", "column"))
        self.separate.setEnabled(bool(row.also))
        single = len(chosen) < 2
        for part in (self.label, self.kind, self.required, self.drop):
            part.setEnabled(single)

    def _rename(self) -> None:
        text = self.label.text().strip()
        if self._row is not None and text and text != self._row.label:
            self._send(label=text)

    def _join(self) -> None:
        if len(self._chosen) == 2:
            first, second = self._chosen
            self.corrected.emit(Correction(first.id, join_with=second.id))

    def _send(
        self,
        *,
        type_: FieldType | None = None,
        required: bool | None = None,
        label: str | None = None,
        not_a_field: bool = False,
        separate: bool = False,
    ) -> None:
        if self._row is not None:
            self.corrected.emit(Correction(self._row.id, type_, required, label, not_a_field, separate=separate))
