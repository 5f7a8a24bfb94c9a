"""Cases: every chain, its steps and clocks, its letters and its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import letters, queries
from koorddesk.services.queries import CaseRow, CaseView, DeadlineRow, HistoryRow, LetterRow, StepRow
from ui.dialogs.step import open_record_step
from ui.models.columns import RIGHT, Column, R
from ui.models.table import TableModel
from ui.pages.page import Page, heading
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.chain_view import ChainStep, ChainView
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.widgets.timeline import Timeline
from ui.words import STEPS


class CasesPage(Page):
    """The chains, those in hand and those of history."""

    concerns = frozenset({"Case", "Step", "Letter", "Deadline", "Assessment", "Announcement"})

    def _build(self) -> None:
        say, place = self.text, self.place
        self._case: CaseView | None = None
        self._wanted = ""
        date = place.translator.date
        columns: Sequence[Column[CaseRow]] = (
            Column(
                "number", N_("Case"), 10, lambda row: row.number, state=lambda row: "ongoing" if row.open else "closed"
            ),
            Column("title", N_("Title"), 30, lambda row: row.title),
            Column("last", N_("Last step"), 22, lambda row: self._step_word(row.last_step)),
            Column("steps", N_("Steps"), 6, lambda row: str(row.steps), lambda row: row.steps, align=RIGHT),
            Column(
                "opened",
                N_("Opened"),
                11,
                lambda row: date(row.opened_on) if row.opened_on else "",
                lambda row: row.opened_on,
                shown=False,
            ),
            Column("announcement", N_("Announcement"), 20, lambda row: row.announcement_code, shown=False),
            Column("case_number", N_("Case no. in the record system"), 16, lambda row: row.case_number, shown=False),
        )
        self._model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(self._model, "cases", say(N_("Cases")), place.memory, place.translator, self)
        empty = EmptyState(
            "folder-open",
            say(N_("No cases yet")),
            say(N_("A case begins when an assessment is concluded or a step is put on record.")),
        )
        self.list = ListPanel(self.view, self._model, place.translator, empty, self)
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._chain = ChainView(self)
        self.steps: ListPanel[StepRow] = self._table(
            "case-steps",
            N_("Steps"),
            (
                Column("when", N_("When"), 14, lambda row: row.when),
                Column("kind", N_("Step"), 26, lambda row: self._step_word(row.kind)),
                Column("region", N_("Region"), 16, lambda row: row.region_name),
                Column(
                    "deadline",
                    N_("Deadline"),
                    11,
                    lambda row: date(row.deadline_on) if row.deadline_on else "",
                    lambda row: row.deadline_on,
                ),
                Column("text", N_("What it says"), 36, lambda row: row.text),
                Column("by", N_("By"), 14, lambda row: row.taken_by, shown=False),
                Column("source", N_("Source"), 24, lambda row: row.source, shown=False),
            ),
            lambda row: row.id,
            N_("No steps yet"),
        )
        self.deadlines: ListPanel[DeadlineRow] = self._table(
            "case-deadlines",
            N_("Deadlines"),
            (
                Column(
                    "due",
                    N_("Deadline"),
                    11,
                    lambda row: date(row.due_on),
                    lambda row: row.due_on,
                    self._deadline_state,
                ),
                Column("what", N_("What"), 34, lambda row: say(row.what)),
                Column("arithmetic", N_("How it was found"), 30, lambda row: row.arithmetic or self._rule(row.rule)),
                Column(
                    "done",
                    N_("Done"),
                    11,
                    lambda row: date(row.done_on) if row.done_on else "",
                    lambda row: row.done_on,
                ),
            ),
            lambda row: f"{row.what}/{row.due_on}",
            N_("No deadlines"),
        )
        self.letters: ListPanel[LetterRow] = self._table(
            "case-letters",
            N_("Letters"),
            (
                Column("number", N_("No."), 5, lambda row: str(row.number), lambda row: row.number, align=RIGHT),
                Column("recipient", N_("Recipient"), 28, lambda row: row.recipient),
                Column(
                    "state",
                    N_("State"),
                    14,
                    lambda row: say(STATES[row.state.value].word),
                    state=lambda row: row.state.value,
                ),
                Column("dated", N_("Date"), 11, lambda row: date(row.dated), lambda row: row.dated),
            ),
            lambda row: row.id,
            N_("No letters yet"),
        )
        self._history = Timeline(place.translator, place.memory, self)
        self._tabs = self.tabs(
            N_("About the case"),
            (
                (self.steps, N_("Steps")),
                (self.deadlines, N_("Deadlines")),
                (self.letters, N_("Letters")),
                (self._history, N_("History")),
            ),
        )
        self._record = QPushButton(say(N_("&Put a step on record…")), self)
        self._draft = QPushButton(say(N_("Set the draft &letters again")), self)
        self._assess = QPushButton(say(N_("Open the &assessment")), self)
        buttons = QHBoxLayout()
        for button in (self._assess, self._record, self._draft):
            buttons.addWidget(button)
        buttons.addStretch()
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._title)
        column.addWidget(self._chain)
        column.addWidget(self._tabs, 1)
        column.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("cases", [self.list, right], [4, 7]))

    def _table(
        self, name: str, title: str, columns: Sequence[Column[R]], key: Callable[[R], str], nothing: str
    ) -> ListPanel[R]:
        model = TableModel(columns, key, self.place.translator, self)
        view = TableView(model, name, self.text(title), self.place.memory, self.place.translator, self)
        return ListPanel(view, model, self.place.translator, EmptyState("minus", self.text(nothing), ""), self)

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.chosen.connect(self._choose)
        self.letters.view.opened.connect(lambda row: self.place.page_wanted.emit("letters", row.id))
        self._record.clicked.connect(self._record_step)
        self._draft.clicked.connect(self.draft_again)
        self._assess.clicked.connect(self._open_assessment)

    # what the window calls

    def refresh(self) -> None:
        """Read the cases again."""
        self.place.read(self, queries.cases, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose a case by its id or number, or by the id of one of its steps."""
        self._wanted = key
        self._choose_wanted()

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the history action."""
        return {"history": lambda: self._tabs.setCurrentWidget(self._history)}

    # doing

    def draft_again(self) -> None:
        """Set the drafts of the case's last request again; frozen letters stay as they are."""
        case = self._case
        step = _last_request(case)
        if case is None or step is None:
            return
        desk, number = self.place.desk, case.case.number
        self.place.long_change(
            self,
            lambda progress, cancelled: letters.draft_letters(desk, number, step.id, progress, cancelled),
            title=self.text(N_("Drafting the letters")),
        )

    def _record_step(self) -> None:
        if self._case is not None:
            open_record_step(self.place, self, self._case.case.announcement_code)

    def _open_assessment(self) -> None:
        if self._case is not None:
            self.place.page_wanted.emit("assessment", self._case.case.announcement_code)

    # showing

    def _show(self, rows: list[CaseRow]) -> None:
        self.list.set_rows(rows)
        self._choose_wanted()
        self._choose(self.view.current())

    def _choose_wanted(self) -> None:
        row = next((row for row in self._model.all_rows if self._wanted in (row.id, row.number)), None)
        if self._wanted and row is not None and self.view.choose(row.id):
            self._wanted = ""

    def _choose(self, row: CaseRow | None) -> None:
        for part in (self._title, self._chain, self._tabs, self._record, self._draft, self._assess):
            part.setVisible(row is not None)
        if row is None:
            self._case = None
            return
        number, key = row.number, row.id
        self.place.read(self, lambda desk: queries.case_view(desk, number), self._show_case, replaces="case")
        self.place.read(self, lambda desk: queries.history(desk, key), self._show_history, replaces="history")

    def _show_case(self, case: CaseView) -> None:
        self._case = case
        self._title.setText(f"{case.case.number}  {case.case.title}")
        self._record.setEnabled(case.case.open)
        self._assess.setEnabled(case.case.open)
        self._draft.setVisible(_last_request(case) is not None)
        today = self.place.desk.today()
        self._chain.show_steps(
            self.text(N_("The chain of the case")),
            [
                ChainStep(
                    self._step_word(step.kind),
                    " · ".join(part for part in (step.when, step.region_name) if part),
                    self.text(N_("deadline %(day)s"), day=self.place.translator.date(step.deadline_on))
                    if step.deadline_on
                    else "",
                    late=step.deadline_on is not None and step.deadline_on < today,
                )
                for step in case.steps
            ],
        )
        self.steps.set_rows(case.steps)
        self.deadlines.set_rows(case.deadlines)
        self.letters.set_rows(case.letters)

    def _show_history(self, rows: list[HistoryRow]) -> None:
        self._history.show_history(rows)

    def _step_word(self, kind: str) -> str:
        return self.text(STEPS[kind]) if kind in STEPS else kind

    def _rule(self, rule: str) -> str:
        return self.text(N_("set in the request")) if rule == "set-in-request" else rule

    def _deadline_state(self, row: DeadlineRow) -> str | None:
        if row.done_on is not None:
            return "met"
        return "late" if row.due_on < self.place.desk.today() else "coming"


def _last_request(case: CaseView | None) -> StepRow | None:
    steps = case.steps if case else ()
    return next((step for step in reversed(steps) if step.kind == "renewed-consideration-request"), None)
