"""The offers that a step of the chain names, each with what the step needs to know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from koorddesk.domain.chain import StepKind
from koorddesk.i18n import N_
from koorddesk.services.chain import Choice, OfferNamed
from ui.dialogs.ask import MaybeDay
from ui.theme import STEP
from ui.workplace import Workplace


class _OfferRow(QWidget):
    """One offer: its name, why it cannot stand alone, its private operator, when that agreement was terminated."""

    changed = Signal()

    def __init__(
        self, place: Workplace, number: int, choices: Sequence[Choice], kind: StepKind, parent: QWidget
    ) -> None:
        super().__init__(parent)
        say = place.text
        self.name = QComboBox(self)
        self.name.setEditable(True)
        self.name.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name.setMinimumContentsLength(18)
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name.addItem("", None)
        for choice in choices:
            self.name.addItem(choice.text, choice.id)
        completer = self.name.completer()
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        words = say(N_("Offer or intervention %(number)d"), number=number)
        self.name.setAccessibleName(words)
        line = self.name.lineEdit()
        assert line is not None
        line.setAccessibleName(words)
        self.why, self.operator = QLineEdit(self), QLineEdit(self)
        self.terminated = MaybeDay(say(N_("terminated on")), None, place.desk.today(), self)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setSpacing(STEP)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.addRow(words, self.name)
        self.form.addRow(say(N_("Why it is not sustainable by itself")), self.why)
        self.form.addRow(say(N_("Private operator")), self.operator)
        self.form.addRow(say(N_("Earlier agreement")), self.terminated)
        self.form.setRowVisible(self.why, kind is StepKind.CONSOLIDATION_ORDER)
        self.show_private(False)
        self.name.editTextChanged.connect(lambda _text: self.changed.emit())
        for line in (self.why, self.operator):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.terminated.changed.connect(self.changed)

    def show_private(self, private: bool) -> None:
        """Ask for the operator and the earlier agreement, or not."""
        self.form.setRowVisible(self.operator, private)
        self.form.setRowVisible(self.terminated, private)

    @property
    def written(self) -> OfferNamed:
        """The offer as written; matched to the register where its name was chosen there."""
        name = self.name.currentText().strip()
        known = self.name.findText(name, Qt.MatchFlag.MatchFixedString)
        return OfferNamed(
            name,
            offer_id=self.name.itemData(known) if known > 0 else None,
            why=self.why.text().strip(),
            operator=self.operator.text().strip(),
            terminated_on=self.terminated.day,
        )


class StepOffers(QWidget):
    """The offers named, one below the other.

    Signals:
        changed(): something was written.
    """

    changed = Signal()

    def __init__(
        self, place: Workplace, choices: Sequence[Choice], kind: StepKind, parent: QWidget | None = None
    ) -> None:
        """Take the register's offers and the kind of step, which says what is asked of each."""
        super().__init__(parent)
        self._place, self._choices, self._kind, self._private = place, choices, kind, False
        self.rows: list[_OfferRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._more = QPushButton(place.text(N_("Name one &more")), self)
        self._more.clicked.connect(self.add)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        several = kind is StepKind.CONSOLIDATION_ORDER
        self._more.setVisible(several)
        for _ in range(2 if several else 1):
            self.add()

    def add(self) -> None:
        """Give room for one more offer."""
        row = _OfferRow(self._place, len(self.rows) + 1, self._choices, self._kind, self)
        row.show_private(self._private)
        row.changed.connect(self.changed)
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)

    def show_private(self, private: bool) -> None:
        """Ask each offer for its private operator, or not."""
        self._private = private
        for row in self.rows:
            row.show_private(private)

    def name(self, number: int, text: str, *, why: str = "", operator: str = "", ended: dt.date | None = None) -> None:
        """Write one of the offers."""
        row = self.rows[number]
        row.name.setEditText(text)
        row.why.setText(why)
        row.operator.setText(operator)
        row.terminated.set_day(ended)

    @property
    def offers(self) -> tuple[OfferNamed, ...]:
        """The offers named; a line without a name counts for nothing."""
        return tuple(row.written for row in self.rows if row.written.name)
