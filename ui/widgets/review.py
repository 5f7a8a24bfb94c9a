"""One submission to look at: the form as the sender sees it, beside its findings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from koorddesk.domain.reports import Outcome
from koorddesk.domain.submissions import Reading
from koorddesk.i18n import N_
from koorddesk.services import corrections, preview, submission_rows, versions, warnings
from koorddesk.services.preview import SheetPicture
from koorddesk.services.submission_rows import AnswerRow, FindingRow
from ui.dialogs.correct import CorrectDialog
from ui.dialogs.difference import DifferenceDialog
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
    """

    shown = Signal()

    def __init__(self, place: Workplace, name: str, parent: QWidget | None = None) -> None:
        """Make it empty; ``name`` is under what the line between its halves is remembered."""
        super().__init__(parent)
        self._place = place
        self._submission, self._file_name, self._again = "", "", False
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
        self.clear()

    # what pages call

    def clear(self) -> None:
        """Show nothing."""
        self._submission = ""
        self._fields, self._answers, self._findings = {}, [], []
        self.findings.offer_comparison(False)
        self._middle.setCurrentWidget(self._empty)
        self.findings.show_findings((), stored=False, empty=self._place.text(N_("Choose a file in the list.")))

    def show_submission(self, submission_id: str, file_name: str, *, later: bool) -> None:
        """Show a submission of the store; the one already shown only gets its findings anew.

        ``later`` says that it replaces an earlier one, with which it can be compared.
        """
        again = submission_id == self._submission
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
        if not again:
            self._place.read(
                self,
                lambda desk: preview.sheets_of_submission(desk, submission_id),
                self._show_sheets,
                replaces="sheets",
                failed=self._no_sheets,
            )

    def show_reading(self, path: Path, reading: Reading) -> None:
        """Show a file that was read and is not in the store."""
        self._submission = ""
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
            lambda _desk: preview.sheets_of_file(path),
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

    # how it is done

    def _show_stored(self, found: tuple[list[FindingRow], list[AnswerRow]]) -> None:
        findings, self._answers = found
        self._fields = answer_fields(self._answers)
        self._show_findings(findings, stored=True)

    def _show_findings(self, rows: Sequence[FindingRow], *, stored: bool) -> None:
        self._findings = list(rows)
        self.findings.show_findings(rows, stored=stored, again=self._again)
        self._lay_marks("findings")

    def _show_sheets(self, pictures: tuple[SheetPicture, ...]) -> None:
        self.sheet.show_sheets(pictures)
        self._middle.setCurrentWidget(self.sheet)
        self._lay_marks("sheets")

    def _no_sheets(self, error: Exception | None) -> None:
        why = self._place.notifier.sentence(error) if error is not None else ""
        self._empty.say(
            self._place.text(N_("The form cannot be shown")),
            why or self._place.text(N_("The file could not be read as a form; the findings beside say why.")),
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
        self.shown.emit()

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

    def _ask_value(self, row: FindingRow) -> None:
        submission, answer = self._submission, self.answer_at(row.sheet, row.cell)
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

    def _compare(self) -> None:
        submission, name = self._submission, self._file_name
        self._place.read(
            self,
            lambda desk: versions.difference(desk, submission),
            lambda rows: DifferenceDialog(self._place, name, rows, self.window()).open(),
            replaces="difference",
        )
