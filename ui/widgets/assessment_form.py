"""The two tests of an assessment with their reasons, and the conclusion: the fields alone, no decision."""

from __future__ import annotations

from collections.abc import Sequence

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

from koorddesk.domain.assessment import Conclusion, TestResult
from koorddesk.i18n import N_
from koorddesk.services.casework import AssessmentView
from ui.theme import STEP, strong
from ui.widgets.state_label import StateLabel
from ui.words import CONCLUSIONS, RESULTS, TESTS
from ui.workplace import Workplace


class AssessmentForm(QWidget):
    """The fields in one column that scrolls where the screen is low; what can be done stays in sight below.

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
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keyboard
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        self.warned = StateLabel(place.translator, self)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.save = QPushButton(say(N_("&Save the draft")), self)
        self.conclude = QPushButton(say(N_("Conc&lude the assessment")), self)
        self.request = QPushButton(say(N_("Ask for &renewed consideration…")), self)
        self.to_case = QPushButton(say(N_("Next step in the c&ase")), self)
        self.anew = QPushButton(say(N_("Assess ane&w")), self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(3 * STEP, STEP, 3 * STEP, 2 * STEP)
        foot.setSpacing(STEP)
        foot.addWidget(self.warned)
        foot.addWidget(self.problem)
        # Two rows: side by side they would be wider than the column on a small screen.
        for row in ((self.save, self.conclude, self.request), (self.to_case, self.anew)):
            buttons = QHBoxLayout()
            for button in row:
                button.setVisible(False)
                buttons.addWidget(button)
            buttons.addStretch()
            foot.addLayout(buttons)
        whole.addLayout(foot)
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
        for button, shown in ((self.save, not final), (self.conclude, not final), (self.anew, final)):
            button.setVisible(shown)
        self.to_case.setVisible(final)

    def written_tests(self) -> tuple[TestResult, str, TestResult, str, Conclusion, str]:
        """Return the two tests with their reasons, and the conclusion with its own, as they stand in the fields."""
        supply, coordination = (TestResult(choice.currentData()) for choice in (self.supply, self.coordination))
        supply_why, coordination_why, why = (area.toPlainText() for area in self.areas)
        return supply, supply_why, coordination, coordination_why, Conclusion(self.conclusion.currentData()), why

    def tell_missing(self, lines: Sequence[str]) -> None:
        """Say what is missing before the assessment can be concluded; without it nothing holds it back."""
        title = self._say(N_("Missing before the assessment can be concluded:"))
        self.problem.setText("\n".join((title, *(f"• {line}" for line in lines))) if lines else "")
        self.problem.setVisible(bool(lines))

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
