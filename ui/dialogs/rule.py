"""A new check of a form: what kind, which fields in which order, its figures, how much it weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from koorddesk.i18n import N_
from koorddesk.services.template_rules import REQUIRED, RULE_KINDS, RuleKind
from koorddesk.services.templates import FieldRow
from ui.dialogs.form_dialog import FormDialog
from ui.states import STATES
from ui.theme import STEP
from ui.workplace import Workplace

_LINES = 9  # fields seen at once


@dataclass(frozen=True)
class WrittenRule:
    """What was chosen in the dialog; the fields in the order in which they were chosen."""

    kind: str
    fields: tuple[str, ...]
    values: tuple[str, ...]
    severity: str
    reason: str


class RuleDialog(FormDialog):
    """Asks for a check; fields are ticked in the order in which the check takes them.

    Signals:
        given(WrittenRule): the button was pressed.
    """

    given = Signal(object)

    def __init__(self, place: Workplace, fields: Sequence[FieldRow], parent: QWidget | None) -> None:
        """Take the form's fields."""
        say = place.text
        super().__init__(place.translator, say(N_("A check of the form")), say(N_("&Add it")), parent)
        self.widen(90)
        self._place, self._all = place, fields
        self._chosen: list[str] = []
        self.kind = self.choice(say(N_("&Kind of check")), [(kind.kind, say(kind.words)) for kind in RULE_KINDS])
        self._takes = QLabel(self)
        self.form.addRow("", self._takes)
        self.fields = QListWidget(self)
        self.fields.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 4 * STEP)
        self.form.addRow(say(N_("&Fields")), self.fields)
        self._order = QLabel(self)
        self._order.setWordWrap(True)
        self._order.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.form.addRow("", self._order)
        self._values = [self.line(say(N_("First figure"))), self.line(say(N_("Second figure")))]
        self.severity = self.choice(
            say(N_("&Weight")),
            [(key, say(STATES[key].word)) for key in ("error", "warning", "note")],
            "warning",
        )
        self.reason = self.line(say(N_("&Reason")))
        self.kind.currentIndexChanged.connect(lambda _number: self._show_kind())
        self.fields.itemChanged.connect(self._tick)
        self.accepted.connect(lambda: self.given.emit(self.written()))
        self._show_kind()

    def written(self) -> WrittenRule:
        """Return what was chosen."""
        values = tuple(line.text().strip() for line in self._values[: len(self._kind.values)])
        severity = "" if self._kind.kind == REQUIRED else self.severity.currentData()
        return WrittenRule(self._kind.kind, tuple(self._chosen), values, severity, self.reason.text().strip())

    @property
    def _kind(self) -> RuleKind:
        return next(kind for kind in RULE_KINDS if kind.kind == self.kind.currentData())

    def _show_kind(self) -> None:
        kind, say = self._kind, self._place.text
        self._takes.setText(say(N_("It takes %(fields)s."), fields=say(kind.takes)))
        self._chosen.clear()
        self.fields.blockSignals(True)
        self.fields.clear()
        for field in self._all:
            if field.type in kind.types:
                item = QListWidgetItem(f"{field.label} ({field.sheet}!{field.cell})", self.fields)
                item.setToolTip(item.text())
                item.setData(Qt.ItemDataRole.UserRole, field.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
        self.fields.blockSignals(False)
        for number, line in enumerate(self._values):
            wanted = number < len(kind.values)
            self.form.setRowVisible(line, wanted)
            if wanted:
                label = self.form.labelForField(line)
                assert isinstance(label, QLabel)
                label.setText(say(kind.values[number]))
                line.setAccessibleName(say(kind.values[number]))
        self.severity.setEnabled(kind.kind != REQUIRED)
        self._tell_order()

    def _tick(self, item: QListWidgetItem) -> None:
        key = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() is Qt.CheckState.Checked:
            self._chosen.append(key)
        elif key in self._chosen:
            self._chosen.remove(key)
        self._tell_order()

    def _tell_order(self) -> None:
        labels = {field.id: field.label for field in self._all}
        shown = "\n".join(f"{number}. {labels[key]}" for number, key in enumerate(self._chosen, start=1))
        self._order.setText(shown or self._place.text(N_("No fields chosen yet")))
        self.verb.setEnabled(self._kind.least <= len(self._chosen) <= self._kind.most)
