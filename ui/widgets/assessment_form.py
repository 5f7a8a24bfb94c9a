"""The two tests of an assessment with their reasons, and the conclusion: the fields alone, no decision."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from koorddesk.i18n import N_
from koorddesk.services.casework import AssessmentView
from ui.theme import STEP, strong
from ui.widgets.state_label import StateLabel
from ui.words import CONCLUSIONS, RESULTS, TESTS
from ui.workplace import Workplace


class AssessmentForm(QScrollArea):
    """The fields in one column that scrolls where the screen is low.

    Signals:
        written(): something was chosen or written by the caseworker.
    """

    written = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace."""
        super().__init__(parent)
        self._say = say = place.text
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        self.title = QLabel(inner)
        font = strong(self.title.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.title.setFont(font)
        self.state = StateLabel(place.translator, inner)
        column.addWidget(self.title)
        column.addWidget(self.state)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(STEP)
        self.supply, self.supply_why = self._add_test(form, TESTS["necessary_supply"], N_("Why: &supply"))
        self.coordination, self.coordination_why = self._add_test(form, TESTS["coordination"], N_("Why: &coordination"))
        self.conclusion = QComboBox(inner)
        for conclusion, words in CONCLUSIONS.items():
            self.conclusion.addItem(say(words), conclusion.value)
        self.conclusion_why = self._area(say(N_("Why this conclusion")), 3)
        form.addRow(say(N_("C&onclusion")), self.conclusion)
        form.addRow(say(N_("Why this co&nclusion")), self.conclusion_why)
        column.addLayout(form)
        self.warned = StateLabel(place.translator, inner)
        self.problem = QLabel(inner)
        self.problem.setWordWrap(True)
        self.save = QPushButton(say(N_("&Save the draft")), inner)
        self.conclude = QPushButton(say(N_("Conc&lude the assessment")), inner)
        self.request = QPushButton(say(N_("Ask for &renewed consideration…")), inner)
        self.to_case = QPushButton(say(N_("Next step in the c&ase")), inner)
        self.to_case.setVisible(False)
        buttons = QHBoxLayout()
        for button in (self.save, self.conclude, self.request, self.to_case):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addWidget(self.warned)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        column.addStretch()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keyboard
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(inner)
        self.choices = (self.supply, self.coordination, self.conclusion)
        self.areas = (self.supply_why, self.coordination_why, self.conclusion_why)
        for choice in self.choices:
            choice.activated.connect(lambda _number: self.written.emit())
        for area in self.areas:
            area.textChanged.connect(self.written)

    def fill(self, view: AssessmentView) -> None:
        """Show what is stored; that is not something written."""
        values = (view.necessary_supply.value, view.coordination.value, view.conclusion.value)
        for choice, value in zip(self.choices, values, strict=True):
            choice.setCurrentIndex(choice.findData(value))
        reasons = (view.necessary_supply_reason, view.coordination_reason, view.conclusion_reason)
        for area, text in zip(self.areas, reasons, strict=True):
            if area.toPlainText() != text:
                with QSignalBlocker(area):
                    area.setPlainText(text)

    def freeze(self, final: bool) -> None:
        """Let a concluded assessment be read and no longer written."""
        for choice in self.choices:
            choice.setEnabled(not final)
        for area in self.areas:
            area.setReadOnly(final)
        self.save.setVisible(not final)
        self.conclude.setVisible(not final)

    def _add_test(self, form: QFormLayout, name: str, why: str) -> tuple[QComboBox, QPlainTextEdit]:
        choice = QComboBox(self)
        for result, words in RESULTS.items():
            choice.addItem(self._say(words), result.value)
        reason = self._area(self._say(why).replace("&", ""), 5)
        form.addRow(self._say(name), choice)
        form.addRow(self._say(why), reason)
        return choice, reason

    def _area(self, name: str, rows: int) -> QPlainTextEdit:
        area = QPlainTextEdit(self)
        area.setAccessibleName(name)
        area.setTabChangesFocus(True)
        area.setAcceptDrops(False)
        area.setMinimumHeight(self.fontMetrics().lineSpacing() * rows + 4 * STEP)
        return area
