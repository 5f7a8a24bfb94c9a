"""Letters: drafts, approved and sent, with the pages, the sources of every figure, and what is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.domain.letters import LetterState
from koorddesk.i18n import N_
from koorddesk.services import letter_life, letter_setting, letters, queries
from koorddesk.services.folders import For, proposed
from koorddesk.services.letters import OpenPoint, SourceRow, WrittenLetter
from koorddesk.services.queries import HistoryRow, LetterRow
from ui.dialogs.letter import ApproveDialog, DecideDialog, DispatchDialog, JournalDialog
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.pages.page import Page
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.pdf_view import PdfView
from ui.widgets.state_label import StateLabel
from ui.widgets.table_view import TableView
from ui.widgets.timeline import Timeline
from ui.words import LETTER_KINDS

_STRIP = (LetterState.DRAFT, LetterState.FROZEN, LetterState.DISPATCHED, LetterState.JOURNALISED)


class LettersPage(Page):
    """The letters of every case."""

    concerns = frozenset({"Letter", "Case", "Step", "Contact", "Assessment"})

    def _build(self) -> None:
        say, place, date = self.text, self.place, self.place.translator.date
        self._row: LetterRow | None = None
        self._open: list[OpenPoint] = []
        self._wanted = ""
        columns: Sequence[Column[LetterRow]] = (
            Column(
                "state",
                N_("State"),
                10,
                lambda row: say(STATES[row.state.value].word),
                lambda row: list(LetterState).index(row.state),
                lambda row: row.state.value,
            ),
            Column("recipient", N_("Recipient"), 20, lambda row: row.recipient),
            Column("case", N_("Case"), 8, lambda row: row.case_number),
            Column("number", N_("No."), 3, lambda row: str(row.number), lambda row: row.number, align=RIGHT),
            Column("dated", N_("Date"), 11, lambda row: date(row.dated), lambda row: row.dated, shown=False),
            Column("title", N_("Title"), 30, lambda row: row.title, shown=False),
            Column(
                "kind",
                N_("Type"),
                24,
                lambda row: say(LETTER_KINDS[row.kind]).capitalize() if row.kind in LETTER_KINDS else row.kind,
            ),
            Column("approved", N_("Approved by"), 16, lambda row: row.approved_by, shown=False),
        )
        self._model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(self._model, "letters", say(N_("Letters")), place.memory, place.translator, self)
        if not self._model.order:
            self._model.sort_by(0, descending=False)
            self._model.sort_by(3, descending=False, second=True)
        empty = EmptyState(
            "mail",
            say(N_("No letters yet")),
            say(N_("Letters are drafted from a step of a case: conclude an assessment, then ask for a renewed look.")),
            say(N_("Open the assessments")),
        )
        empty.wanted.connect(lambda: place.page_wanted.emit("assessment", ""))
        self.list = ListPanel(self.view, self._model, place.translator, empty, self)
        self.pdf = PdfView(place.translator, place.jobs, self)
        self._strip = [StateLabel(place.translator, self) for _ in _STRIP]
        strip = QVBoxLayout()
        strip.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, STEP)
        strip.setSpacing(STEP)
        for label in self._strip:
            strip.addWidget(label)
        self._open_points = QLabel(self)
        self._open_points.setWordWrap(True)
        self._open_points.setTextFormat(Qt.TextFormat.PlainText)
        self._open_points.setContentsMargins(3 * STEP, 0, 2 * STEP, 0)
        self._decide = QPushButton(say(N_("&Decide what is open…")), self)
        self._approve = QPushButton(say(N_("&Approve and lock…")), self)
        self._dispatch = QPushButton(say(N_("Mark as &sent…")), self)
        self._journal = QPushButton(say(N_("Mark as &journalised…")), self)
        self._save = QPushButton(say(N_("Save the case's letters…")), self)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(3 * STEP, STEP, 2 * STEP, 2 * STEP)
        for button in (self._decide, self._approve, self._dispatch, self._journal, self._save):
            buttons.addWidget(button)
        self.sources = self._make_sources()
        self._history = Timeline(place.translator, place.memory, self)
        self._tabs = self.tabs(
            N_("About the letter"), ((self.sources, N_("Sources of the figures")), (self._history, N_("History")))
        )
        self._right = QWidget(self)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(strip)
        column.addWidget(self._open_points)
        column.addLayout(buttons)
        column.addWidget(self._tabs, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("letters", [self.list, self.pdf, self._right], [4, 7, 4]))

    def _make_sources(self) -> ListPanel[SourceRow]:
        say, date = self.text, self.place.translator.date
        columns: Sequence[Column[SourceRow]] = (
            Column("shown", N_("In the letter"), 12, lambda row: row.shown),
            Column("cell", N_("Place"), 14, lambda row: f"{row.sheet} {row.cell}"),
            Column("report", N_("Report"), 20, lambda row: row.report),
            Column("label", N_("Field"), 26, lambda row: row.label, shown=False),
            Column("file", N_("File"), 24, lambda row: row.file, shown=False),
            Column(
                "received",
                N_("Received"),
                11,
                lambda row: date(row.received_on),
                lambda row: row.received_on,
                shown=False,
            ),
        )
        model = TableModel(
            columns, lambda row: f"{row.submission_id}/{row.sheet}/{row.cell}/{row.shown}", self.place.translator, self
        )
        view = TableView(
            model, "sources", say(N_("Sources of the figures")), self.place.memory, self.place.translator, self
        )
        empty = EmptyState("link", say(N_("No figures from reports")), say(N_("This letter quotes no answer.")))
        return ListPanel(view, model, self.place.translator, empty, self)

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.chosen.connect(self._choose)
        self.sources.view.opened.connect(lambda row: self.place.page_wanted.emit("intake", row.submission_id))
        self._decide.clicked.connect(self.decide)
        self._approve.clicked.connect(self.approve)
        self._dispatch.clicked.connect(self.dispatch)
        self._journal.clicked.connect(self.journalise)
        self._save.clicked.connect(self.save_letters)

    # what the window calls

    def refresh(self) -> None:
        """Read the letters again."""
        self.place.read(self, queries.letters, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose a letter by its id."""
        self._wanted = key
        self._choose_wanted()

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer approving, saving and history."""
        return {
            "approve-letter": self.approve,
            "save-letters": self.save_letters,
            "history": lambda: self._tabs.setCurrentWidget(self._history),
        }

    # doing

    def decide(self) -> None:
        """Ask for the decision about the first place that waits for one."""
        row, point = self._row, next((point for point in self._open if point.writable), None)
        if row is None or point is None:
            return
        dialog = DecideDialog(self.place, point.text, self.window())
        dialog.given.connect(lambda words, name: self.decide_as(row, point, words, name))
        dialog.open()

    def decide_as(self, row: LetterRow, point: OpenPoint, words: str, name: str) -> None:
        """Put a named person's decision into all drafts of the letter's step."""
        self.place.change(
            self,
            partial(letters.decide_block, letter_id=row.id, block=point.block, text=words, decided_by=name),
            title=self.text(N_("Setting the drafts again")),
        )

    def approve(self) -> None:
        """Approve the selected drafts in a named person's name, and freeze them."""
        rows = [row for row in self.view.selected() if row.state is LetterState.DRAFT]
        if not rows or self._open:
            return
        dialog = ApproveDialog(self.place, len(rows), self.window())
        dialog.given.connect(lambda name, title: self.approve_as(rows, name, title))
        dialog.open()

    def approve_as(self, rows: Sequence[LetterRow], name: str, title: str) -> None:
        """Approve letters one after another; the first that cannot be approved says why."""
        for row in rows:
            self.place.change(
                self,
                partial(letter_life.approve_letter, letter_id=row.id, approver=name, title=title),
                title=self.place.plural("Approving %(count)d letter", "Approving %(count)d letters", len(rows)),
            )

    def dispatch(self) -> None:
        """Record that the selected locked letters were sent."""
        rows = [row for row in self.view.selected() if row.state is LetterState.FROZEN]
        if not rows:
            return
        dialog = DispatchDialog(self.place, len(rows), self.window())

        def mark(day: dt.date, channel: str) -> None:
            for row in rows:
                self.place.change(
                    self,
                    partial(letter_life.mark_dispatched, letter_id=row.id, on=day, channel=channel),
                    title=self.text(N_("Marking letters as sent")),
                )

        dialog.given.connect(mark)
        dialog.open()

    def journalise(self) -> None:
        """Record the record system's numbers of the chosen letter."""
        row = self._row
        if row is None or row.state not in (LetterState.FROZEN, LetterState.DISPATCHED):
            return
        dialog = JournalDialog(self.place, self.window())
        dialog.given.connect(
            lambda case, document: self.place.change(
                self,
                lambda desk: letter_life.mark_journalised(desk, row.id, case, document),
                title=self.text(N_("Journalising the letter")),
            )
        )
        dialog.open()

    def save_letters(self) -> None:
        """Write the letters of the chosen letter's case into a folder the user chooses."""
        if self._row is None:
            return
        folder = QFileDialog.getExistingDirectory(
            self, self.text(N_("Folder for the letters")), proposed(self.place.desk.settings, For.LETTERS)
        )
        if folder:
            self.write_to(Path(folder))

    def write_to(self, folder: Path) -> None:
        """Write the letters of the chosen letter's case into a folder."""
        row = self._row
        if row is None:
            return

        def told(written: list[WrittenLetter]) -> None:
            self.place.notifier.inform(
                self.place.plural(
                    "%(count)d letter lies in %(folder)s.",
                    "%(count)d letters lie in %(folder)s.",
                    len(written),
                    folder=folder,
                )
            )

        self.place.jobs.start(
            self,
            lambda _progress, _cancelled: letters.write_letters(self.place.desk, row.case_number, row.kind, folder),
            then=told,
            title=self.text(N_("Writing the letters")),
        )

    # showing

    def _show(self, rows: list[LetterRow]) -> None:
        self.list.set_rows(rows)
        self._choose_wanted()
        self._choose(self.view.current())

    def _choose_wanted(self) -> None:
        if self._wanted and self.view.choose(self._wanted):
            self._wanted = ""

    def _choose(self, row: LetterRow | None) -> None:
        before = self._row
        self._row = row
        self._right.setVisible(row is not None)
        if row is None:
            self.pdf.show_pdf(b"")
            return
        self._tell_strip(row)
        key = row.id
        if before is None or before != row:
            if row.has_pdf:
                self.place.read(
                    self, lambda desk: letter_setting.letter_pdf(desk, key), self.pdf.show_pdf, replaces="pdf"
                )
            else:
                self.pdf.show_pdf(b"")
        self.place.read(
            self,
            lambda desk: (
                letters.letter_sources(desk, key),
                letters.open_places(desk, key),
                queries.history(desk, key),
            ),
            self._show_about,
            replaces="about",
        )

    def _tell_strip(self, row: LetterRow) -> None:
        reached = list(LetterState).index(row.state)
        for label, state in zip(self._strip, _STRIP, strict=True):
            done = list(LetterState).index(state) <= reached
            word = self.text(STATES[state.value].word)
            if state is LetterState.FROZEN and row.approved_by:
                word = self.text(N_("approved by %(who)s and locked"), who=row.approved_by)
            label.set_state(state.value if done else "open", word)
        draft = row.state is LetterState.DRAFT
        self._approve.setVisible(draft)
        self._approve.setEnabled(False)
        self._dispatch.setVisible(row.state is LetterState.FROZEN)
        self._journal.setVisible(row.state in (LetterState.FROZEN, LetterState.DISPATCHED))

    def _show_about(self, found: tuple[list[SourceRow], list[OpenPoint], list[HistoryRow]]) -> None:
        sources, self._open, history = found
        self.sources.set_rows(sorted(sources, key=lambda row: not row.cell))
        self._history.show_history(history)
        draft = self._row is not None and self._row.state is LetterState.DRAFT
        self._approve.setEnabled(draft and not self._open)
        self._decide.setVisible(draft and any(point.writable for point in self._open))
        self._open_points.setVisible(bool(self._open) and draft)
        lines = [self.text(N_("Missing before it can be approved:")), *(f"• {point.text}" for point in self._open)]
        self._open_points.setText("\n".join(lines))
