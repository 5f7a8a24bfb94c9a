"""Today: what must be done, the most urgent first; in an empty store, the way to the first letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from ui import icons
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.widgets.welcome import NextStep, Welcome

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk
    from koorddesk.services.first_steps import FirstSteps
    from koorddesk.services.keeping import TodayRow

TODAY_KINDS = {
    "held": ("pause", N_("Held submissions")),
    "letter": ("pencil", N_("Letters that wait")),
    "deadline": ("calendar-clock", N_("Deadlines within two weeks")),
    "late": ("alarm-clock", N_("Late reports")),
    "journal": ("inbox", N_("Not journalised")),
    "signal": ("bell", N_("Signals")),
}
_STATES = {
    "held": "held",
    "letter": "draft",
    "deadline": "coming",
    "late": "late",
    "journal": "not-journalised",
    "signal": "signal",
}
_STEP_ACTIONS = {"form": "learn", "answers": "import", "letters": "write-councils", "example": "example"}
# step -> page and record, where no action of the window begins it
_STEP_PAGES = {
    "announcement": ("announcements", "issued"),
    "assessment": ("assessment", ""),
}


class TodayPage(Page):
    """One list of what waits; each count above opens the list it counts."""

    concerns = frozenset(
        {
            *("Submission", "Letter", "Deadline", "Step", "Case", "Announcement", "AnnouncementRegion"),
            *("WarningAcceptance", "Document", "CaseNote", "Task", "CriterionReason", "Offer", "OfferValue"),
            *("TargetGroup", "OfferGroup", "OfferUse", "ReportingTemplate", "Assessment"),
        }
    )

    def _build(self) -> None:
        say, place, date = self.text, self.place, self.place.translator.date
        self._title = heading("", self)
        self._counts: dict[str, QPushButton] = {}
        counts = Flow(2 * STEP)
        for kind, (icon, _) in TODAY_KINDS.items():
            button = QPushButton(icons.icon(icon), "", self)
            button.clicked.connect(lambda _on=False, kind=kind: self._open_list(kind))
            self._counts[kind] = button
            counts.addWidget(button)
        columns: Sequence[Column[TodayRow]] = (
            Column("when", N_("Day"), 11, lambda row: date(row.when) if row.when else "", lambda row: row.when),
            Column("kind", N_("What"), 28, lambda row: say(TODAY_KINDS[row.kind][1]), state=self._state),
            Column("text", N_("About"), 70, lambda row: row.text),
        )
        self._model = TableModel(
            columns, lambda row: f"{row.kind}/{row.page}/{row.key}/{row.text}", place.translator, self
        )
        self.view = TableView(self._model, "today", say(N_("What waits today")), place.memory, place.translator, self)
        self._empty = EmptyState(
            "circle-check",
            say(N_("Nothing waits today")),
            say(N_("No late report, held submission, letter to approve or deadline within two weeks.")),
        )
        self.list = ListPanel(self.view, self._model, place.translator, self._empty, self)
        self._open = QPushButton(say(N_("&Open it")), self)
        self.list.add_to_bar([self._open])
        self._hint = QLabel(say(N_("Enter or a double click opens what the line is about.")), self)
        self._hint.setContentsMargins(3 * STEP, 0, 0, STEP)
        self.next_step = NextStep(place.translator, self)
        self._day = day = QWidget(self)
        head = QVBoxLayout()
        head.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 0)
        head.setSpacing(2 * STEP)
        head.addWidget(self._title)
        head.addLayout(counts)
        layout = QVBoxLayout(day)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addLayout(head)
        layout.addWidget(self.next_step)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        self._parts = QStackedWidget(self)
        # "Nothing waits" would be false while it is still being read.
        reading = QLabel(say(N_("Reading what waits …")), self)
        reading.setContentsMargins(3 * STEP, 2 * STEP, 0, 0)
        reading.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._parts.addWidget(reading)
        self._parts.addWidget(day)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._parts)

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.opened.connect(self._go)
        self._open.clicked.connect(lambda: self._go(self.view.current()))
        self.next_step.wanted.connect(self._begin)

    def refresh(self) -> None:
        """Read what waits."""
        self.place.read(self, _what_waits, self._show, replaces="rows")

    @cached_property
    def welcome(self) -> Welcome:
        """What an empty store says; most days it is not needed."""
        welcome = Welcome(self.place.translator, self)
        welcome.wanted.connect(self._begin)
        self._parts.addWidget(welcome)
        return welcome

    def thing(self) -> tuple[str, str]:
        """Return what the chosen line is about."""
        row = self.view.current()
        return (row.page, row.key) if row is not None else ("", "")

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer nothing of the window's own actions."""
        return {}

    def _show(self, found: tuple[list[TodayRow], FirstSteps]) -> None:
        rows, steps = found
        self._title.setText(self.place.translator.long_date(self.place.desk.today()))
        for kind, button in self._counts.items():
            count = sum(row.count for row in rows if row.kind == kind)
            button.setText(f"{self.text(TODAY_KINDS[kind][1])}: {self.place.translator.number(count)}")
            button.setEnabled(count > 0)
        self._open.setVisible(bool(rows))
        self._hint.setVisible(bool(rows))
        self.list.set_rows(rows)
        self.next_step.show_steps(steps)
        if not steps.answers:
            self.welcome.show_steps(steps)
        self._parts.setCurrentWidget(self._day if steps.answers else self.welcome)

    def _open_list(self, kind: str) -> None:
        """Open the list that a count is of; a deadline's own line opens its case."""
        if kind == "deadline":
            self.place.page_wanted.emit("deadlines", "")
        else:
            self._go(self._first(kind))

    def _first(self, kind: str) -> TodayRow | None:
        return next((row for row in self._model.all_rows if row.kind == kind), None)

    def _go(self, row: TodayRow | None) -> None:
        if row is not None:
            self.place.page_wanted.emit(row.page, row.key)

    def _begin(self, step: str) -> None:
        if step in _STEP_ACTIONS:
            self.place.action_wanted.emit(_STEP_ACTIONS[step])
        else:
            self.place.page_wanted.emit(*_STEP_PAGES[step])

    def _state(self, row: TodayRow) -> str:
        late = row.kind == "deadline" and row.when is not None and row.when < self.place.desk.today()
        return "exceeded" if late else _STATES[row.kind]


def _what_waits(desk: Desk) -> tuple[list[TodayRow], FirstSteps]:
    """Read the day (in a job's thread; the window is up before what reads the store is)."""
    from koorddesk.services.first_steps import first_steps
    from koorddesk.services.keeping import today_items

    return today_items(desk), first_steps(desk)
