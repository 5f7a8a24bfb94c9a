"""Today: what waits for the caseworker, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from koorddesk.i18n import N_
from koorddesk.services import keeping, queries
from koorddesk.services.keeping import TodayRow
from koorddesk.services.queries import AnnouncementRow
from ui import icons
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.words import TODAY_KINDS

_STATES = {"held": "held", "letter": "draft", "deadline": "coming", "late": "late", "journal": "not-journalised"}


class TodayPage(Page):
    """One list of what waits; the counts above narrow it."""

    concerns = frozenset(
        {
            *("Submission", "Letter", "Deadline", "Step", "Case", "Announcement", "AnnouncementRegion"),
            *("WarningAcceptance", "Document", "CaseNote", "Task", "CriterionReason"),
        }
    )

    def _build(self) -> None:
        say, place, date = self.text, self.place, self.place.translator.date
        self._title = heading("", self)
        self._title.setContentsMargins(3 * STEP, 2 * STEP, 0, 0)
        self._counts: dict[str, QPushButton] = {}
        counts = QHBoxLayout()
        counts.setContentsMargins(3 * STEP, STEP, 3 * STEP, STEP)
        counts.setSpacing(2 * STEP)
        for kind, (icon, _) in TODAY_KINDS.items():
            button = QPushButton(icons.icon(icon), "", self)
            button.setCheckable(True)
            self._counts[kind] = button
            counts.addWidget(button)
        counts.addStretch()
        columns: Sequence[Column[TodayRow]] = (
            Column("when", N_("Day"), 11, lambda row: date(row.when) if row.when else "", lambda row: row.when),
            Column("kind", N_("What"), 28, lambda row: say(TODAY_KINDS[row.kind][1]), state=self._state),
            Column("text", N_("About"), 70, lambda row: row.text),
        )
        self._model = TableModel(
            columns, lambda row: f"{row.kind}/{row.page}/{row.key}/{row.text}", place.translator, self
        )
        self.view = TableView(self._model, "today", say(N_("What waits today")), place.memory, place.translator, self)
        self._empty = EmptyState("circle-check", "", "", "")
        self._empty.wanted.connect(self._begin)
        self.list = ListPanel(self.view, self._model, place.translator, self._empty, self)
        self._open = QPushButton(say(N_("&Open it")), self)
        self.list.add_to_bar([self._open])
        self._hint = QLabel(say(N_("Enter or a double click opens what the line is about.")), self)
        self._hint.setContentsMargins(3 * STEP, 0, 0, STEP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self._title)
        layout.addLayout(counts)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.opened.connect(self._go)
        self._open.clicked.connect(lambda: self._go(self.view.current()))
        for button in self._counts.values():
            button.toggled.connect(lambda _on: self._narrow())

    def refresh(self) -> None:
        """Read what waits."""
        self.place.read(
            self, lambda desk: (keeping.today_items(desk), queries.announcements(desk)), self._show, replaces="rows"
        )

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer nothing of the window's own actions."""
        return {}

    def _show(self, found: tuple[list[TodayRow], list[AnnouncementRow]]) -> None:
        rows, announcements = found
        self._title.setText(self.place.translator.long_date(self.place.desk.today()))
        for kind, button in self._counts.items():
            count = sum(1 for row in rows if row.kind == kind)
            button.setText(f"{self.text(TODAY_KINDS[kind][1])}: {count}")
            button.setEnabled(count > 0 or button.isChecked())
            button.setVisible(bool(rows))
        if any(not row.historical for row in announcements):
            self._empty.say(
                self.text(N_("Nothing waits today")),
                self.text(N_("No late report, held submission, letter to approve or deadline within two weeks.")),
            )
        else:
            self._empty.say(
                self.text(N_("Welcome to koorddesk")),
                self.text(
                    N_(
                        "Three steps lead to the first answers: learn the form from its blank workbook, create the "
                        "announcement with its deadline, then drop the forms you receive on this window."
                    )
                ),
                self.text(N_("Learn a blank form")),
            )
        self._open.setVisible(bool(rows))
        self._hint.setVisible(bool(rows))
        self.list.set_rows(rows)

    def _narrow(self) -> None:
        kinds = {kind for kind, button in self._counts.items() if button.isChecked()}
        self._model.set_wanted((lambda row: row.kind in kinds) if kinds else None)

    def _go(self, row: TodayRow | None) -> None:
        if row is not None:
            self.place.page_wanted.emit(row.page, row.key)

    def _begin(self) -> None:
        self.place.page_wanted.emit("templates", "")

    def _state(self, row: TodayRow) -> str:
        late = row.kind == "deadline" and row.when is not None and row.when < self.place.desk.today()
        return "exceeded" if late else _STATES[row.kind]
