"""Letters: drafts, approved and sent, with the pages, the sources of every figure, and what is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from koorddesk.domain.letters import LetterState
from koorddesk.i18n import N_
from koorddesk.services import (
    letter_address,
    letter_differences,
    letter_editing,
    letter_files,
    letter_life,
    letter_setting,
    letters,
    queries,
)
from koorddesk.services.letter_differences import Difference
from koorddesk.services.letter_editing import Figure, LetterText
from koorddesk.services.letter_life import LetterLife
from koorddesk.services.letters import OpenPoint, SourceRow
from koorddesk.services.queries import HistoryRow, LetterRow
from koorddesk.services.writing import WRITE
from ui.dialogs.standard_texts import StandardTextsDialog
from ui.dialogs.write_councils import open_write
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.pages import letter_acts, letter_outputs
from ui.pages.page import Page
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.letter_editor import Changes
from ui.widgets.letter_missing import LetterMissing
from ui.widgets.letter_strip import LetterStrip
from ui.widgets.letter_writing import LetterWriting
from ui.widgets.list_panel import ListPanel
from ui.widgets.pdf_view import PdfView
from ui.widgets.table_view import TableView
from ui.widgets.timeline import Timeline
from ui.words import LETTER_KINDS
from ui.workplace import Workplace


@dataclass(frozen=True)
class _About:
    """All that is read of the chosen letter besides its pages."""

    text: LetterText
    life: LetterLife
    sources: list[SourceRow]
    open: list[OpenPoint]
    differences: list[Difference]
    history: list[HistoryRow]
    without_address: int


class LettersPage(Page):
    """The letters of every case."""

    concerns = frozenset({"Letter", "LetterEdit", "BlockDecision", "Case", "Step", "Contact", "Assessment"})

    def _build(self) -> Iterator[None]:
        say, place, date = self.text, self.place, self.place.translator.date
        self._row: LetterRow | None = None
        self._open: list[OpenPoint] = []
        self._unkept: dict[str, Changes] = {}  # by letter: typed, and not yet in the store
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
            say(N_("Choose the region and the letter; what has to be in place first is said on the way.")),
            say(N_("&Write to the councils…")),
        )
        empty.wanted.connect(lambda: open_write(place, self))
        self.list = ListPanel(self.view, self._model, place.translator, empty, self)
        yield
        self.pdf = PdfView(place.translator, place.jobs, self)
        yield
        self.writing = LetterWriting(place.translator, self)
        yield
        self.strip = LetterStrip(place.translator, self)
        self._open_points = LetterMissing(place.translator, self)
        yield
        self.sources = self._make_sources()
        self.differences = self._make_differences()
        yield
        self._history = Timeline(place.translator, place.memory, self)
        self._tabs = self.tabs(
            N_("About the letter"),
            (
                (self.sources, N_("Sources of the figures")),
                (self.differences, N_("Differences between recipients")),
                (self._history, N_("History")),
            ),
        )
        yield
        self._right = QWidget(self)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.strip)
        column.addLayout(self._make_buttons())
        column.addWidget(self._open_points)
        text = self.splitter("letter-text", [self.writing, self.pdf], [9, 8])
        column.addWidget(self.splitter("letter-about", [text, self._tabs], [9, 2], upright=True), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("letters-and-text", [self.list, self._right], [3, 11]))

    def _make_buttons(self) -> QHBoxLayout:
        """Make the row of what can be done with the letter, as far as its state allows it."""
        say = self.text
        row = QHBoxLayout()
        row.setContentsMargins(3 * STEP, 0, 2 * STEP, 0)
        row.setSpacing(STEP)

        def button(words: str, act: Callable[[], object]) -> QPushButton:
            made = QPushButton(say(words), self)
            made.clicked.connect(lambda _checked=False: act())
            row.addWidget(made)
            return made

        self._decide = button(N_("&Decide what is open…"), self.decide)
        self._address = button(N_("Address of the &recipient…"), partial(self._with_row, letter_acts.enter_address))
        self._approve = button(N_("&Approve and lock…"), self.approve)
        self._dispatch = button(N_("Mark as &sent…"), self.dispatch)
        self._journal = button(N_("Mark as &journalised…"), self.journalise)
        self._correct = button(N_("&Correct by a new letter"), self.correct)
        row.addStretch()
        self._more = QToolButton(self)
        self._more.setText(say(N_("More")))
        self._more.setAccessibleName(say(N_("More that can be done with the letter")))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = QMenu(self._more)
        self._again = menu.addAction(say(N_("Set the drafts &again")))
        self._again.triggered.connect(lambda _checked=False: self.redraft())
        self._same = menu.addAction(say(N_("&Same edits in the other drafts")))
        self._same.triggered.connect(lambda _checked=False: self.copy_edits())
        self._number = menu.addAction(say(N_("&Document number of the draft…")))
        self._number.triggered.connect(lambda _checked=False: self.reserve_number())
        menu.addSeparator()
        for words, act in self._outputs():
            menu.addAction(say(words)).triggered.connect(lambda _checked=False, act=act: act())
        self._more.setMenu(menu)
        row.addWidget(self._more)
        return row

    def _outputs(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            (N_("P&rint with preview…"), self.print_letters),
            (N_("&One file to print…"), lambda: self._out(letter_outputs.choose_print_file)),
            (N_("Save as &PDF…"), self.save_letters),
            (N_("Save as &Word documents…"), lambda: self._write(letter_files.write_word)),
            (N_("Save as e-&mail drafts…"), lambda: self._write(letter_files.write_mails)),
            (N_("Package for the record &system…"), self.hand_over),
            (N_("Standard &texts of letters…"), self.show_standard_texts),
        )

    def _make_differences(self) -> ListPanel[Difference]:
        columns: Sequence[Column[Difference]] = (
            Column("recipient", N_("Recipient"), 20, lambda row: row.recipient),
            Column("place", N_("Place in the letter"), 20, lambda row: row.place),
            Column("text", N_("What stands there"), 60, lambda row: row.text or self.text(N_("nothing"))),
        )
        model = TableModel(columns, lambda row: f"{row.letter_id}/{row.place}", self.place.translator, self)
        name = self.text(N_("Differences between recipients"))
        view = TableView(model, "differences", name, self.place.memory, self.place.translator, self)
        empty = EmptyState(
            "copy-check",
            self.text(N_("The letters say the same")),
            self.text(N_("Where the letters of one run tell their recipients different things, it stands here.")),
        )
        return ListPanel(view, model, self.place.translator, empty, self)

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
        self.sources.view.opened.connect(lambda row: self._show_form(row.submission_id, row.sheet, row.cell))
        self.differences.view.opened.connect(lambda row: self.show_key(row.letter_id))
        self.pdf.figure_pressed.connect(lambda place: self._show_form(place.submission_id, place.sheet, place.cell))
        self.strip.letter_wanted.connect(self.show_key)
        self.writing.editor.edited.connect(self._keep_edits)
        self.writing.editor.figure_wanted.connect(self._show_source)
        self.writing.editor.place_changed.connect(self._point_to_source)
        self.writing.keep_wanted.connect(self._keep_wording)
        self._open_points.date_wanted.connect(self.redraft)
        self._open_points.import_wanted.connect(partial(self._with_row, letter_acts.import_addresses))
        self._open_points.list_wanted.connect(partial(self._with_row, letter_acts.save_address_list))

    # what the window calls

    def refresh(self) -> None:
        """Read the letters again."""
        self.place.read(self, queries.letters, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose a letter by its id; ``write/`` and the code of a region ask what is to be written to its councils."""
        if key.startswith(WRITE):
            open_write(self.place, self, "", key.removeprefix(WRITE))
            return
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

    def leave(self) -> None:
        """Keep at once what was typed and has not been kept yet; the window closes."""
        self.writing.editor.flush()
        for key, changes in self._unkept.items():
            letter_editing.save_edits(self.place.desk, key, changes)
        self._unkept = {}

    # doing

    def decide(self) -> None:
        """Ask for the decision about the first place that waits for one."""
        if self._row is not None:
            letter_acts.decide(self.place, self, self._row, self._open)

    def _with_row(self, act: Callable[[Workplace, QWidget, LetterRow], None]) -> None:
        if self._row is not None:
            act(self.place, self, self._row)

    def approve(self) -> None:
        """Approve the selected drafts in a named person's name, and lock them."""
        self.writing.editor.flush()
        rows = [row for row in self.view.selected() if row.state is LetterState.DRAFT]
        if rows and not self._open:
            letter_acts.approve(self.place, self, rows)

    def dispatch(self) -> None:
        """Record that the selected locked letters were sent."""
        letter_acts.dispatch(self.place, self, self.view.selected())

    def journalise(self) -> None:
        """Record the record system's numbers of the chosen letter."""
        row = self._row
        if row is not None and row.state in (LetterState.FROZEN, LetterState.DISPATCHED):
            letter_acts.journalise(self.place, self, row)

    def correct(self) -> None:
        """Draft the letter that corrects the chosen one."""
        if self._row is not None and self._row.state is not LetterState.DRAFT:
            letter_acts.correct(self.place, self, self._row, self.show_key)

    def redraft(self) -> None:
        """Set the drafts of the chosen letter's run again."""
        self.writing.editor.flush()
        if self._row is not None and self._row.state is LetterState.DRAFT:
            letter_acts.redraft(self.place, self, self._row)

    def reserve_number(self) -> None:
        """Keep the record system's number of the chosen draft."""
        if self._row is not None and self._row.state is LetterState.DRAFT:
            letter_acts.reserve_number(self.place, self, self._row)

    def copy_edits(self) -> None:
        """Put the chosen draft's edits into the other drafts of its run."""
        self.writing.editor.flush()
        if self._row is not None:
            letter_acts.copy_edits(self.place, self, self._row)

    def _keep_edits(self, changes: Changes) -> None:
        """Keep what was typed; until that is done it is remembered here."""
        key = self.writing.editor.letter_id
        waiting = self._unkept.setdefault(key, {})
        waiting.update(changes)
        sent = dict(waiting)

        def kept(_changes: object) -> None:
            rest = {name: blocks for name, blocks in self._unkept.get(key, {}).items() if sent.get(name, 0) != blocks}
            self._unkept[key] = rest
            if not rest:
                del self._unkept[key]
            self.refresh()

        self.place.change(self, partial(letter_editing.save_edits, letter_id=key, changed=sent), title="", then=kept)

    def _keep_wording(self, key: str) -> None:
        if self._row is not None:
            letter = self._row.id
            self.place.change(
                self,
                partial(letter_editing.keep_edit, letter_id=letter, key=key),
                title=self.text(N_("Keeping the edit")),
            )

    def _show_form(self, submission_id: str, sheet: str, cell: str) -> None:
        place = f"#{sheet}!{cell}" if cell else ""
        self.place.page_wanted.emit("intake", submission_id + place)

    def _show_source(self, figure: Figure) -> None:
        self._show_form(figure.source.submission_id, figure.source.sheet, figure.source.cell)

    def _point_to_source(self, _key: str, piece: object) -> None:
        """Choose the source of the figure that the cursor stands on."""
        if isinstance(piece, Figure):
            source = piece.source
            self.sources.view.choose(f"{source.submission_id}/{source.sheet}/{source.cell}/{piece.text}")

    def save_letters(self) -> None:
        """Write the chosen letters as PDF files into a folder the user chooses."""
        self._write(letter_files.write_pdfs)

    def write_to(self, folder: Path) -> None:
        """Write the chosen letters as PDF files into a folder."""
        self._out(lambda place, owner, keys: letter_outputs.write(place, owner, keys, letter_files.write_pdfs, folder))

    def print_letters(self) -> None:
        """Show the printer's preview of the chosen letters."""
        self._out(letter_outputs.print_letters)

    def hand_over(self) -> None:
        """Write the record system's package of the chosen letter's case."""
        if self._row is not None:
            letter_outputs.choose_package(self.place, self, self._row)

    def show_standard_texts(self) -> None:
        """Show the wording of the standard texts, to give them the agency's own."""
        StandardTextsDialog(self.place, self.window()).open()

    def _write(self, make: letter_outputs.Write) -> None:
        self._out(lambda place, owner, keys: letter_outputs.write_chosen(place, owner, keys, make))

    def _out(self, act: Callable[[Workplace, QWidget, list[str]], None]) -> None:
        """Do something with the letters selected, or with all of the chosen one's run where one is."""
        row = self._row
        if row is None:
            return
        self.writing.editor.flush()
        selected = [known.id for known in self.view.selected()]
        if len(selected) > 1:
            act(self.place, self, selected)
            return
        key = row.id
        self.place.read(
            self,
            lambda desk: letter_files.run_of(desk, key),
            lambda keys: act(self.place, self, keys),
            replaces="run",
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
        if before is not None and (row is None or row.id != before.id):
            self.writing.editor.flush()
        self._row = row
        self._right.setVisible(row is not None)
        if row is None:
            self.pdf.show_pdf(b"")
            self.writing.show_text(None)
            return
        key, stay = row.id, before is not None and before.id == row.id
        self._show_buttons(row)
        self.place.read(
            self,
            lambda desk: letter_setting.letter_pages(desk, key),
            lambda pages: self.pdf.show_pdf(pages.pdf, pages.figures, stay=stay),
            replaces="pdf",
        )
        self.place.read(
            self,
            lambda desk: _About(
                letter_editing.letter_text(desk, key),
                letter_life.letter_life(desk, key),
                letters.letter_sources(desk, key),
                letters.open_places(desk, key),
                letter_differences.differences(desk, key),
                letter_editing.letter_history(desk, key),
                len(letter_address.without_address(desk, key)),
            ),
            self._show_about,
            replaces="about",
        )

    def _show_buttons(self, row: LetterRow) -> None:
        draft = row.state is LetterState.DRAFT
        self._approve.setVisible(draft)
        self._approve.setEnabled(False)
        self._decide.setVisible(False)
        self._address.setVisible(False)
        self._dispatch.setVisible(row.state is LetterState.FROZEN)
        self._more.setText(self.text(N_("More") if draft else N_("Print, save, hand over")))
        self._journal.setVisible(row.state in (LetterState.FROZEN, LetterState.DISPATCHED))
        self._correct.setVisible(not draft)
        self.writing.setVisible(draft)
        for action in (self._again, self._same, self._number):
            action.setVisible(draft)

    def _show_about(self, found: _About) -> None:
        self._open = found.open
        if found.text.letter_id not in self._unkept:
            self.writing.show_text(found.text)
        self._same.setEnabled(any(part.edited for part in found.text.parts))
        self.strip.show_life(found.life)
        self.sources.set_rows(sorted(found.sources, key=lambda row: not row.cell))
        self.differences.set_rows(found.differences)
        self._history.show_history(found.history)
        draft = found.text.draft
        self._approve.setEnabled(draft and not self._open)
        self._correct.setEnabled(not found.life.corrected_by_id)
        self._decide.setVisible(draft and any(point.writable for point in self._open))
        self._address.setVisible(draft and any(point.block == letters.ADDRESS for point in self._open))
        old = self._row is not None and draft and self._row.dated != self.place.desk.today()
        self._open_points.tell(
            [point.text for point in self._open] if draft else (),
            addresses=found.without_address if draft else 0,
            dated=self.place.translator.date(self._row.dated) if old and self._row is not None else "",
        )
