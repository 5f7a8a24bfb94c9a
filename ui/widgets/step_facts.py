"""One step of a case with everything about it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from koorddesk.domain.chain import StepKind
from koorddesk.domain.documents import ApprovalWay
from koorddesk.i18n import N_
from koorddesk.services.people import ApprovalRow
from koorddesk.services.queries import StepRow
from koorddesk.services.timeline import StepDetail
from ui.theme import STEP
from ui.widgets.facts import Facts
from ui.workplace import Workplace

_CONCLUSIONS = {"assessment", "closing"}


class StepFacts(QWidget):
    """The chosen step: whom it addresses then and now, its offers, reasons, sources, approvals.

    Signals:
        note_wanted(), approve_wanted(), outside_wanted(), overtake_wanted(), case_wanted(): a button was pressed.
    """

    note_wanted = Signal()
    approve_wanted = Signal()
    outside_wanted = Signal()
    overtake_wanted = Signal()
    case_wanted = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Make an empty place."""
        super().__init__(parent)
        self._place = place
        say = place.text
        self.facts = Facts(say(N_("nothing yet")), self)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * STEP, 0, 2 * STEP, 0)
        column.addWidget(self.facts)
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self.approve = QPushButton(say(N_("App&rove…")), self)
        self.outside = QPushButton(say(N_("Approved o&utside…")), self)
        self.overtake = QPushButton(say(N_("Mark as o&vertaken…")), self)
        self.case = QPushButton(say(N_("New &case from it…")), self)
        self.note = QPushButton(say(N_("Note on the step…")), self)
        buttons = QHBoxLayout()
        for button, wanted in (
            (self.approve, self.approve_wanted),
            (self.outside, self.outside_wanted),
            (self.overtake, self.overtake_wanted),
            (self.case, self.case_wanted),
            (self.note, self.note_wanted),
        ):
            buttons.addWidget(button)
            button.clicked.connect(wanted)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, STEP, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)

    def show_step(self, step: StepRow | None, detail: StepDetail | None, approvals: list[ApprovalRow]) -> None:
        """Show a step; None where the case has none."""
        for button in (self.approve, self.outside, self.note):
            button.setEnabled(step is not None)
        self.case.setVisible(step is not None and step.kind == StepKind.FOLLOW_UP)
        self.overtake.setVisible(step is not None and step.kind in _CONCLUSIONS)
        if step is None or detail is None:
            self.facts.tell([])
            return
        self.overtake.setEnabled(not detail.overtaken)
        say = self._place.text
        always = [
            (N_("Step"), detail.title),
            (N_("When"), detail.when),
            (N_("What it says"), detail.text),
            (N_("Approved by"), "\n".join(self._approval(known) for known in approvals)),
        ]
        where_known = [
            (N_("Region"), step.region_name),
            (N_("Addressees"), ", ".join(detail.addressees)),
            (N_("Offers"), "\n".join(detail.offers)),
            (N_("Reasons"), detail.reason),
            (N_("Hangs on"), detail.follows),
            (N_("Rests on"), "\n".join(detail.grounds)),
            (N_("Led to"), "\n".join(detail.led_to)),
            (N_("Deadline"), self._place.translator.date(step.deadline_on) if step.deadline_on else ""),
            (N_("Passed with a reason"), "\n".join(detail.passed)),
            (N_("Dates known"), "\n".join(detail.dates)),
            (N_("Ended by"), detail.ended),
            (N_("Overtaken"), say(N_("yes, by a later conclusion")) if detail.overtaken else ""),
            (N_("By"), step.taken_by),
            (N_("Source"), step.source),
        ]
        self.facts.tell([(say(label), value) for label, value in [*always, *filter(lambda fact: fact[1], where_known)]])

    def _approval(self, known: ApprovalRow) -> str:
        say, date = self._place.text, self._place.translator.date
        words = (
            N_("%(name)s, %(day)s, in the program")
            if known.way is ApprovalWay.IN_PROGRAM
            else N_("%(name)s, %(day)s, outside the program")
        )
        parts = [say(words, name=known.approved_by, day=date(known.approved_on))]
        if known.document_number:
            parts.append(say(N_("document %(number)s"), number=known.document_number))
        return ". ".join(filter(None, (*parts, known.note)))
