"""One submission to look at: the form as the sender sees it, beside its findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from koorddesk.domain.reports import Outcome
from koorddesk.domain.submissions import Reading
from koorddesk.i18n import N_
from koorddesk.services import (
    arrivals,
    corrections,
    preview,
    stored,
    submission_rows,
    value_notes,
    versions,
    warnings,
)
from koorddesk.services.arrivals import Arrival
from koorddesk.services.preview import SheetPicture
from koorddesk.services.submission_rows import AnswerRow, FindingRow
from ui.dialogs.correct import CorrectDialog
from ui.dialogs.difference import DifferenceDialog
from ui.dialogs.note import NoteDialog
from ui.dialogs.reason import ReasonDialog
from ui.models.sheet import FieldReading
from ui.pages.intake_rows import answer_fields, finding_marks, reading_fields, reading_findings
from ui.widgets.empty_state import EmptyState
from ui.widgets.findings_panel import FindingsPanel
from ui.widgets.sheet_view import SheetView

if TYPE_CHECKING:
    from ui.workplace import Workplace

Fields = dict[str, dict[str, FieldReading]]


class Review(QWidget):
    """Sheet and findings of one file, whether it is in the store already or only just read.

    Signals:
        shown(): the sheets and the findings of the file asked for last are both there.
        type_in_wanted(): the answers of a file that is no form are to be typed in.
    """

    shown = Signal()
    type_in_wanted = Signal()

    def __init__(self, place: Workplace, name: str, parent: QWidget | None = None) -> None:
        """Make it empty; ``name`` is under what the line between its halves is remembered."""
        super().__init__(parent)
        self._place = place
        self._submission, self._file_name, self._again = "", "", False
        self._outside = False
        self._wanted: tuple[str, str, str] | None = None
        self._answers: list[AnswerRow] = []
        self._findings: list[FindingRow] = []
        self._fields: Fields = {}
        self._ready = {"sheets": False, "findings": False}
        say = place.text
        self.sheet = SheetView(place.translator, self)
        self._empty = EmptyState(
            "file-spreadsheet",
            say(N_("No file chosen")),
            say(N_("Choose a file in the list to see the form and its findings.")),
        )
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self._empty)
        self._held = EmptyState(
            "lock",
            say(N_("Held outside the store")),
            say(
                N_(
                    "A civil registration number stands in the cells that the findings beside name. Return the file, "
                    "or keep a copy in which those cells are blank; the file as received stays in the folder of held "
                    "files."
                )
            ),
            say(N_("Keep a copy with the cells blanked")),
        )
        self._held.wanted.connect(self.keep_blanked)
        self._empty.wanted.connect(self.type_in_wanted)
        self._middle.addWidget(self._held)
        self._middle.addWidget(self.sheet)
        self.findings = FindingsPanel(place, self)
        self._splitter = QSplitter(self)
        self._splitter.addWidget(self._middle)
        self._splitter.addWidget(self.findings)
        self._splitter.setSizes([600, 330])
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setChildrenCollapsible(False)
        kept = place.memory.state(f"splitter/{name}")
        if kept is not None:
            self._splitter.restoreState(kept)
        self._splitter.splitterMoved.connect(
            lambda _place, _index: place.memory.keep_state(f"splitter/{name}", self._splitter.saveState())
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self.findings.place_wanted.connect(self.sheet.go_to)
        self.findings.accept_wanted.connect(self._ask_reason)
        self.findings.correct_wanted.connect(self._ask_value)
        self.findings.comparison_wanted.connect(self._compare)
        self.findings.note_wanted.connect(self._ask_note)
        self.clear()

    # what pages call

    def clear(self) -> None:
        """Show nothing."""
        self._submission = ""
        self._fields, self._answers, self._findings = {}, [], []
        self._empty.say(
            self._place.text(N_("No file chosen")),
            self._place.text(N_("Choose a file in the list to see the form and its findings.")),
        )
        self.findings.offer_comparison(False)
        self._middle.setCurrentWidget(self._empty)
        self.findings.show_findings((), stored=False, empty=self._place.text(N_("Choose a file in the list.")))

    def want(self, submission_id: str, sheet: str, cell: str) -> None:
        """Go to a cell of a submission as soon as its sheets and findings are shown; empty texts want nothing."""
        self._wanted = (submission_id, sheet, cell) if sheet else None
        if self._wanted is not None and submission_id == self._submission and all(self._ready.values()):
            self._go_to_wanted()

    def show_submission(self, submission_id: str, file_name: str, *, later: bool, outside: bool = False) -> None:
        """Show a submission of the store; the one already shown only gets its findings anew.

        ``later`` says that it replaces an earlier one, with which it can be compared; ``outside`` that its file is
        held outside the store.
        """
        again = submission_id == self._submission and outside == self._outside
        self._outside = outside
        self._file_name = file_name
        self.findings.offer_comparison(later)
        self._submission, self._again = submission_id, again
        self._ready = {"sheets": again, "findings": False}
        self._place.read(
            self,
            lambda desk: (
                submission_rows.findings_of(desk, submission_id),
                submission_rows.answers_of(desk, submission_id),
            ),
            self._show_stored,
            replaces="findings",
        )
        if outside and not again:
            self._say_held()
        elif not again:
            self._place.read(
                self,
                lambda desk: preview.sheets_of_submission(desk, submission_id),
                self._show_sheets,
                replaces="sheets",
                failed=self._no_sheets,
            )

    def show_reading(self, arrival: Arrival, reading: Reading) -> None:
        """Show a file that was read and is not in the store."""
        self._submission, self._outside = "", False
        self.findings.offer_comparison(False)
        self._ready = {"sheets": False, "findings": False}
        translator = self._place.translator
        self._answers = []
        self._fields = reading_fields(reading, translator)
        self._again = False
        self._show_findings(reading_findings(reading, translator), stored=False)
        if reading.outcome is Outcome.REFUSED:
            self._no_sheets(None)
            return
        self._place.read(
            self,
            lambda _desk: arrivals.sheets_of_arrival(arrival),
            self._show_sheets,
            replaces="sheets",
            failed=self._no_sheets,
        )

    @property
    def submission(self) -> str:
        """The id of the submission shown, empty where none is."""
        return self._submission

    @property
    def answers(self) -> list[AnswerRow]:
        """The answers of the submission shown."""
        return list(self._answers)

    def answer_at(self, sheet: str, cell: str) -> AnswerRow | None:
        """Return the answer that was read from a cell, or None."""
        return next((known for known in self._answers if (known.sheet, known.cell) == (sheet, cell)), None)

    def chosen_answer(self) -> AnswerRow | None:
        """Return the answer of the chosen finding, or else of the cell chosen on the sheet."""
        row = self.findings.current()
        if row is not None and row.answer is not None and 0 < row.answer <= len(self._answers):
            return self._answers[row.answer - 1]
        place = self.sheet.current
        return self.answer_at(*place) if place is not None else None

    def keep_blanked(self) -> None:
        """Keep a copy of the held file in which the cells with registration numbers are blank."""
        submission = self._submission
        self._place.change(
            self,
            lambda desk: stored.keep_blanked(desk, submission),
            title=self._place.text(N_("Blanking cells in a copy")),
        )

    # how it is done

    def _say_held(self) -> None:
        self._middle.setCurrentWidget(self._held)
        self._lay_marks("sheets")

    def _show_stored(self, found: tuple[list[FindingRow], list[AnswerRow]]) -> None:
        findings, self._answers = found
        self._fields = answer_fields(self._answers)
        self._show_findings(findings, stored=True)

    def _show_findings(self, rows: Sequence[FindingRow], *, stored: bool) -> None:
        self._findings = list(rows)
        self.findings.show_findings(rows, stored=stored, again=self._again, answers=self._answers)
        self._lay_marks("findings")

    def _show_sheets(self, pictures: tuple[SheetPicture, ...]) -> None:
        if self._outside:  # asked for before the file was held
            return
        self.sheet.show_sheets(pictures)
        self._middle.setCurrentWidget(self.sheet)
        self._lay_marks("sheets")

    def _no_sheets(self, error: Exception | None) -> None:
        why = self._place.notifier.sentence(error) if error is not None else ""
        self._empty.say(
            self._place.text(N_("The form cannot be shown")),
            why or self._place.text(N_("The file could not be read as a form; the findings beside say why.")),
            self._place.text(N_("Type its answers in…")) if self._submission else "",
        )
        self._middle.setCurrentWidget(self._empty)
        self._lay_marks("sheets")

    def _lay_marks(self, part: str) -> None:
        self._ready[part] = True
        if not all(self._ready.values()):
            return
        self.sheet.set_marks(finding_marks(self._findings), self._fields)
        current = self.findings.current()
        if current is not None and current.cell:
            self.sheet.go_to(current.sheet, current.cell)
        self._go_to_wanted()
        self.shown.emit()

    def _go_to_wanted(self) -> None:
        if self._wanted is None or self._wanted[0] != self._submission:
            return
        _, sheet, cell = self._wanted
        if self.sheet.go_to(sheet, cell):  # its sheets may still be on their way
            self._wanted = None

    def _ask_reason(self, rows: list[FindingRow]) -> None:
        submission, numbers = self._submission, [row.number for row in rows]
        dialog = ReasonDialog(
            self._place,
            self._place.plural("Accept %(count)d warning", "Accept %(count)d warnings", len(rows)),
            "\n".join(row.message for row in rows[:4]) + ("\n…" if len(rows) > 4 else ""),
            self._place.text(N_("&Accept with this reason")),
            "warning",
            self,
        )
        dialog.given.connect(
            lambda reason: self._place.change(
                self,
                lambda desk: warnings.accept_warnings(desk, submission, numbers, reason),
                title=self._place.text(N_("Accepting warnings")),
            )
        )
        dialog.open()

    def _ask_value(self, row: FindingRow | None) -> None:
        submission = self._submission
        answer = self.chosen_answer() if row is None or row.answer else self.answer_at(row.sheet, row.cell)
        if answer is None:
            self._place.notifier.inform(self._place.text(N_("That cell holds no answer that could be corrected.")))
            return
        number = answer.number
        dialog = CorrectDialog(self._place, answer, self.window())
        dialog.given.connect(
            lambda value, reason: self._place.change(
                self,
                lambda desk: corrections.correct_value(desk, submission, number, value, reason),
                title=self._place.text(N_("Correcting a value")),
            )
        )
        dialog.open()

    def _ask_note(self) -> None:
        submission, answer = self._submission, self.chosen_answer()
        if answer is None or not submission:
            self._place.notifier.inform(self._place.text(N_("Choose a finding or a cell with an answer first.")))
            return
        number = answer.number
        dialog = NoteDialog(self._place, answer, self.window())
        dialog.given.connect(
            lambda text: self._place.change(
                self,
                lambda desk: value_notes.write_note(desk, submission, number, text),
                title=self._place.text(N_("Writing a note")),
            )
        )
        dialog.open()

    def _compare(self) -> None:
        submission, name = self._submission, self._file_name
        self._place.read(
            self,
            lambda desk: versions.difference(desk, submission),
            lambda rows: DifferenceDialog(self._place, name, rows, self.window()).open(),
            replaces="difference",
        )
