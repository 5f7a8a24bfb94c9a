"""Target groups: their criteria with reasons, ages, subject, and whether they are active."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import group_page, register_queries, registers
from koorddesk.services.group_page import GroupView
from koorddesk.services.queries import HistoryRow
from koorddesk.services.register_queries import TargetGroupRow
from ui.dialogs.criterion import CriterionDialog, WrittenCriterion
from ui.dialogs.group import add_group, edit_group, set_title
from ui.dialogs.register_import import choose_groups
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.pages.page import Page, heading
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import Facts
from ui.widgets.group_about import GroupAbout
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.widgets.timeline import Timeline
from ui.words import CRITERIA, SUBJECTS


class TargetGroupsPage(Page):
    """The register of target groups; it says that it is not complete."""

    concerns = frozenset(
        {
            *("TargetGroup", "TargetGroupTitle", "CriterionReason", "Intervention", "Announcement"),
            *("Offer", "OfferGroup", "OfferValue", "OfferUse", "PathwayDescription", "Edition"),
        }
    )

    def _build(self) -> Iterator[None]:
        say, place, date = self.text, self.place, self.place.translator.date
        self._wanted = ""
        columns: Sequence[Column[TargetGroupRow]] = (
            Column("title", N_("Target group"), 40, lambda row: row.title),
            Column("ages", N_("Ages"), 9, self._ages, lambda row: row.age_from),
            Column(
                "state", N_("State"), 12, self._state_word, state=lambda row: "active" if row.active else "inactive"
            ),
            Column("criteria", N_("Criteria"), 26, self._criteria),
            Column("subject", N_("Subject"), 20, lambda row: say(SUBJECTS[row.subject]), shown=False),
            Column(
                "review",
                N_("Looked at again"),
                12,
                lambda row: date(row.review_on) if row.review_on else "",
                lambda row: row.review_on,
                shown=False,
            ),
        )
        self._model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(
            self._model, "target-groups", say(N_("Target groups")), place.memory, place.translator, self
        )
        empty = EmptyState(
            "users",
            say(N_("No target groups yet")),
            say(N_("Import the list from a workbook.")),
            say(N_("Import target groups…")),
        )
        empty.wanted.connect(lambda: choose_groups(place, self))
        self.list = ListPanel(self.view, self._model, place.translator, empty, self)
        self._import = QPushButton(say(N_("&Import target groups…")), self)
        self._add = QPushButton(say(N_("&Add…")), self)
        self.list.add_to_bar([self._add, self._import])
        self._incomplete = QLabel(
            say(N_("This list is not complete: it holds the groups that a source proves. More can be imported.")),
            self,
        )
        self._incomplete.setWordWrap(True)
        self._incomplete.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        left = QWidget(self)
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.list, 1)
        below.addWidget(self._incomplete)
        yield
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._facts = Facts(say(N_("not known")), self)
        self._criterion = QPushButton(say(N_("Add a &criterion…")), self)
        self._edit = QPushButton(say(N_("Co&rrect…")), self)
        self._retitle = QPushButton(say(N_("New t&itle…")), self)
        self._activate = QPushButton(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self._criterion)
        buttons.addWidget(self._retitle)
        buttons.addWidget(self._edit)
        buttons.addWidget(self._activate)
        buttons.addStretch()
        yield
        self._history = Timeline(place.translator, place.memory, self)
        yield
        self.about = GroupAbout(place, self)
        yield from self.about.build()
        self.about.addTab(self._history, say(N_("History")))
        yield
        self._view: GroupView | None = None
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 0)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addLayout(buttons)
        column.addWidget(self.about, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter("target-groups", [left, right], [6, 6]))

    def _connect(self) -> None:
        self.main_list = self.view
        self.view.chosen.connect(self._choose)
        self._import.clicked.connect(lambda: choose_groups(self.place, self))
        self._criterion.clicked.connect(self.add_criterion)
        self._add.clicked.connect(lambda: add_group(self.place, self))
        self._edit.clicked.connect(self.edit)
        self._retitle.clicked.connect(self.retitle)
        self._activate.clicked.connect(self.toggle_active)

    # what the window calls

    def refresh(self) -> None:
        """Read the groups again."""
        self.place.read(self, register_queries.target_groups, self._show, replaces="rows")

    def show_key(self, key: str) -> None:
        """Choose a group by its id."""
        self._wanted = key
        self._choose_wanted()

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.list.focus_filter()

    def offered(self) -> dict[str, Callable[[], object]]:
        """Answer the history action."""
        return {"history": self._show_history_tab}

    def _show_history_tab(self) -> None:
        self.about.setCurrentWidget(self._history)
        self._history.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # doing

    def add_criterion(self) -> None:
        """Give the chosen group a criterion with its reason."""
        row = self.view.current()
        if row is None:
            return
        dialog = CriterionDialog(self.place, row.title, self.window())

        def add(written: WrittenCriterion) -> None:
            self.place.change(
                self,
                lambda desk: registers.add_criterion(
                    desk.store,
                    row.id,
                    written.criterion,
                    written.reason,
                    source=written.source,
                    dated=desk.today(),
                    review_on=written.review_on,
                ),
                title=self.text(N_("Adding a criterion")),
            )

        dialog.given.connect(add)
        dialog.open()

    def edit(self) -> None:
        """Correct ages, subject and note of the chosen group."""
        row = self.view.current()
        if row is not None and self._view is not None:
            edit_group(self.place, self, row, self._view.note)

    def retitle(self) -> None:
        """Give the chosen group a new title from a day."""
        row = self.view.current()
        if row is not None:
            set_title(self.place, self, row)

    def toggle_active(self) -> None:
        """Make the chosen group active, or not active any more."""
        row = self.view.current()
        if row is not None:
            self.place.change(
                self,
                lambda desk: registers.set_group_active(desk.store, row.id, active=not row.active),
                title=self.text(N_("Changing the target group")),
            )

    # showing

    def _show(self, rows: list[TargetGroupRow]) -> None:
        self.list.set_rows(rows)
        self._choose_wanted()
        self._choose(self.view.current())

    def _choose_wanted(self) -> None:
        if self._wanted and self.view.choose(self._wanted):
            self._wanted = ""

    def _choose(self, row: TargetGroupRow | None) -> None:
        for part in (
            *(self._title, self._facts, self.about),
            *(self._criterion, self._retitle, self._edit, self._activate),
        ):
            part.setVisible(row is not None)
        if row is None:
            return
        say, date = self.text, self.place.translator.date
        self._title.setText(row.title)
        self._facts.tell(
            [
                (say(N_("State")), self._state_word(row)),
                (say(N_("Ages")), self._ages(row)),
                (say(N_("Subject")), say(SUBJECTS[row.subject])),
                (say(N_("Criteria")), self._criteria(row)),
                (say(N_("Looked at again")), date(row.review_on) if row.review_on else ""),
                (say(N_("Why it is in the register")), row.proof),
            ]
        )
        self._activate.setText(say(N_("Make it in&active")) if row.active else say(N_("Make it &active")))
        self._activate.setEnabled(row.active or bool(row.criteria))
        key = row.id
        self.place.read(
            self,
            lambda desk: (group_page.group_view(desk, key), group_page.group_history(desk, key)),
            self._tell_around,
            replaces="details",
        )

    def _tell_around(self, found: tuple[GroupView, list[HistoryRow]]) -> None:
        self._view, history = found
        self.about.show_group(self._view)
        self._history.show_history(history)

    def _state_word(self, row: TargetGroupRow) -> str:
        return self.text(N_("active")) if row.active else self.text(N_("not active"))

    def _criteria(self, row: TargetGroupRow) -> str:
        return ", ".join(self.text(CRITERIA[criterion]) for criterion in row.criteria) or self.text(
            N_("none with a reason")
        )

    def _ages(self, row: TargetGroupRow) -> str:
        if row.age_from is None and row.age_to is None:
            return self.text(N_("all"))
        if row.age_to is None:
            return self.text(N_("from %(age)d"), age=row.age_from)
        if row.age_from is None:
            return self.text(N_("up to %(age)d"), age=row.age_to)
        return f"{row.age_from}–{row.age_to}"
