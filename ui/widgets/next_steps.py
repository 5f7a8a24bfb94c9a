"""The steps that may come next in a case, the natural ones first, each with the checklist before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services.chain import NextStep
from ui.dialogs.step import brings_words, check_items
from ui.models.columns import Column
from ui.pages.page import heading
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.checklist import Checklist
from ui.widgets.lists import make_list

if TYPE_CHECKING:
    from ui.workplace import Workplace


class NextSteps(QWidget):
    """The list at the left, the chosen step's checklist at the right.

    Signals:
        wanted(NextStep): the step is to be taken (Enter, a double click or the button).
    """

    wanted = Signal(object)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self._place = place
        say = place.text
        self.list = make_list(
            place,
            self,
            "next-steps",
            N_("Next step"),
            (
                Column("name", N_("Step"), 30, lambda row: row.name[:1].upper() + row.name[1:], state=_state),
                Column("state", N_("State"), 18, self._word),
                Column(
                    "natural",
                    N_("Follows from the last"),
                    12,
                    lambda row: say(N_("yes")) if row.natural else "",
                    shown=False,
                ),
                Column("to", N_("Addresses"), 30, lambda row: row.addressing, shown=False),
            ),
            lambda row: row.kind.value,
            ("circle", N_("No step can be taken"), N_("The case is closed. Open it again to go on.")),
        )
        self._only = QCheckBox(say(N_("Those that follow from the last &step")), self)
        self.list.add_to_bar([self._only])
        self.take = QPushButton(say(N_("Take the &step…")), self)
        self._checklist = Checklist(place.translator, self)
        self._brings = QLabel(self)
        self._brings.setWordWrap(True)
        self._met = QLabel(say(N_("Nothing has to hold before this step.")), self)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        column.setSpacing(2 * STEP)
        for part in (
            heading(say(N_("What has to hold before the step")), inner),
            self._met,
            self._checklist,
            heading(say(N_("What the step brings")), inner),
            self._brings,
        ):
            column.addWidget(part)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        right = QWidget(self)
        side = QVBoxLayout(right)
        side.setContentsMargins(2 * STEP, 0, 0, STEP)
        side.addWidget(scroll, 1)
        side.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self.list)
        halves.addWidget(right)
        halves.setStretchFactor(0, 5)
        halves.setStretchFactor(1, 5)
        halves.setSizes([400, 400])
        halves.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)
        self._only.setChecked(True)
        self._narrow(True)
        self._only.toggled.connect(self._narrow)
        self.list.view.chosen.connect(self._show_one)
        self.list.view.opened.connect(self._open)
        self.take.clicked.connect(lambda: self._open(self.list.view.current()))
        self._show_one(None)

    def show_steps(self, steps: Sequence[NextStep]) -> None:
        """Show what may come next; where nothing follows from the last step, everything is shown."""
        follows = any(step.natural for step in steps)
        self._only.setEnabled(follows)
        self._narrow(self._only.isChecked() and follows)
        self.list.set_rows(steps)
        self._show_one(self.list.view.current())

    def choose(self, kind: str) -> None:
        """Choose a step by its kind, whether it follows from the last or not."""
        if not self.list.view.choose(kind):
            self._only.setChecked(False)
            self.list.view.choose(kind)

    def _narrow(self, on: bool) -> None:
        self.list.model.set_wanted((lambda row: row.natural) if on else None)
        if not self.list.view.currentIndex().isValid() and self.list.model.rowCount():
            self.list.view.choose_position(0)

    def _show_one(self, step: NextStep | None) -> None:
        self.take.setEnabled(step is not None and not step.blocked)
        self._met.setVisible(step is not None and not step.checklist)
        if step is not None:
            self._checklist.show_items(check_items(list(step.checklist), self._place.text), ask=False)
            self._brings.setText(brings_words(step, self._place.text))

    def _open(self, step: NextStep | None) -> None:
        if step is not None and not step.blocked:
            self.wanted.emit(step)

    def _word(self, step: NextStep) -> str:
        if step.blocked:
            return self._place.text(N_("stopped for now"))
        return self._place.text(N_("needs a reason") if step.needs_reason else STATES["possible"].word)


def _state(step: NextStep) -> str:
    if step.blocked:
        return "not-met"
    return "unconfirmed" if step.needs_reason else "possible"
