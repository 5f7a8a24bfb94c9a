"""The expert council's remarks on an assessment, and its approvals: who, when, here or outside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.domain.documents import ApprovalWay
from koorddesk.i18n import N_
from koorddesk.services import assessment_depth, casework, people
from koorddesk.services.assessment_depth import Remark
from koorddesk.services.casework import AssessmentView
from koorddesk.services.people import ApprovalRow
from ui.dialogs.ask import AskDialog, Field, ask
from ui.models.columns import Column
from ui.pages.page import heading
from ui.theme import STEP
from ui.widgets.lists import make_list
from ui.workplace import Workplace

_WAYS = {ApprovalWay.IN_PROGRAM: N_("in the program"), ApprovalWay.OUTSIDE: N_("outside the program")}


class Council(QWidget):
    """Remarks may come after the conclusion and never change it; an approval names the person who gave it."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_assessment`` fills it."""
        super().__init__(parent)
        self._place = place
        self._view: AssessmentView | None = None
        self._case = ""
        say, date = place.text, place.translator.date
        remarks: Sequence[Column[Remark]] = (
            Column(
                "on",
                N_("Received"),
                11,
                lambda row: date(row.received_on) if row.received_on else "",
                lambda row: row.received_on,
            ),
            Column("text", N_("Remark"), 40, lambda row: row.text),
            Column("document", N_("Document no."), 12, lambda row: row.document_number, shown=False),
        )
        self.remarks = make_list(
            place,
            self,
            "expert-remarks",
            N_("Remarks of the expert council"),
            remarks,
            lambda row: row.id,
            ("users", N_("No remarks yet"), N_("Keep what the expert council remarked; it changes no conclusion.")),
        )
        approvals: Sequence[Column[ApprovalRow]] = (
            Column("on", N_("Date"), 11, lambda row: date(row.approved_on), lambda row: row.approved_on),
            Column("by", N_("Approved by"), 18, lambda row: row.approved_by),
            Column("way", N_("How"), 16, lambda row: say(_WAYS[row.way])),
            Column("document", N_("Document no."), 12, lambda row: row.document_number),
            Column("note", N_("Note"), 20, lambda row: row.note, shown=False),
        )
        self.approvals = make_list(
            place,
            self,
            "assessment-approvals",
            N_("Approvals of the assessment"),
            approvals,
            lambda row: f"{row.approved_on}{row.approved_by}{row.document_number}",
            ("book-check", N_("Not approved yet"), N_("A named person approves the assessment when it is concluded.")),
        )
        self.whole = QLabel(self)
        self.whole.setWordWrap(True)
        self.add = QPushButton(say(N_("Add a re&mark…")), self)
        self.approve = QPushButton(say(N_("&Approve…")), self)
        self.outside = QPushButton(say(N_("Approved &outside…")), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(heading(say(N_("Remarks of the expert council")), self))
        column.addWidget(self.remarks, 1)
        column.addWidget(self.whole)
        column.addLayout(_row(self.add))
        column.addWidget(heading(say(N_("Approvals of the assessment")), self))
        column.addWidget(self.approvals, 1)
        column.addLayout(_row(self.approve, self.outside))
        self.remarks.view.chosen.connect(lambda row: self.whole.setText(row.text if row is not None else ""))
        self.add.clicked.connect(self.add_remark)
        self.approve.clicked.connect(self.approve_here)
        self.outside.clicked.connect(self.approve_outside)

    def show_assessment(self, view: AssessmentView | None) -> None:
        """Show remarks and approvals of an assessment."""
        self._view = view
        begun, final = view is not None and view.id is not None, view is not None and view.final
        self.add.setEnabled(begun)
        self.approve.setEnabled(final)
        self.outside.setEnabled(final)
        self.whole.setText("")
        if view is None or view.id is None:
            self.remarks.set_rows(())
            self.approvals.set_rows(())
            return
        key = view.id
        self._place.read(
            self,
            lambda desk: (
                assessment_depth.remarks(desk, key),
                people.approvals(desk, key),
                casework.case_number_of(desk, view.announcement_code),
            ),
            self._show,
            replaces="council",
        )

    def add_remark(self) -> None:
        """Keep a remark of the expert council."""
        if self._view is None or self._view.id is None:
            return
        key, say = self._view.id, self._place.text
        fields = (
            Field("text", N_("&Remark"), "area", needed=True),
            Field("on", N_("Received o&n"), "maybe-day", day=self._place.desk.today()),
            Field("document", N_("&Document no.")),
        )

        def given(dialog: AskDialog) -> None:
            text, on, number = dialog.text("text"), dialog.known_day("on"), dialog.text("document")
            self._place.change(
                self,
                lambda desk: assessment_depth.add_remark(desk, key, text, on, number),
                title=say(N_("Keeping the remark")),
            )

        ask(self._place, self, say(N_("Remark of the expert council")), say(N_("&Keep it")), fields, given)

    def approve_here(self) -> None:
        """Approve the assessment on one's own account."""
        if self._view is None or self._view.id is None:
            return
        key, case, say = self._view.id, self._case, self._place.text
        text = say(
            N_("The approval is given as %(name)s, who has to be the approver of case %(case)s."),
            name=self._place.desk.actor.name,
            case=case,
        )

        def given(dialog: AskDialog) -> None:
            note = dialog.text("note")
            self._place.change(
                self, lambda desk: people.approve(desk, case, key, note), title=say(N_("Approving the assessment"))
            )

        title, verb = say(N_("Approve the assessment")), say(N_("&Approve it"))
        ask(self._place, self, title, verb, (Field("note", N_("N&ote")),), given, text=text)

    def approve_outside(self) -> None:
        """Put an approval on record that was given outside the program."""
        if self._view is None or self._view.id is None:
            return
        key, case, say = self._view.id, self._case, self._place.text
        fields = (
            Field("by", N_("Approved &by"), needed=True),
            Field("on", N_("&Date"), "day"),
            Field("document", N_("&Document no."), needed=True),
            Field("note", N_("N&ote")),
        )

        def given(dialog: AskDialog) -> None:
            by, on, number = dialog.text("by"), dialog.given_day("on"), dialog.text("document")
            note = dialog.text("note")
            self._place.change(
                self,
                lambda desk: people.approve_outside(desk, case, key, by, on, number, note),
                title=say(N_("Approving the assessment")),
            )

        title = say(N_("The assessment was approved outside the program"))
        ask(self._place, self, title, say(N_("&Put it on record")), fields, given)

    def _show(self, found: tuple[list[Remark], list[ApprovalRow], str]) -> None:
        remarks, approvals, self._case = found
        self.remarks.set_rows(remarks)
        self.approvals.set_rows(approvals)
        row = self.remarks.view.current()
        self.whole.setText(row.text if row is not None else "")


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row
