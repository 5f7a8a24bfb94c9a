"""The lists of screenings and of knowledge environments, with what adds to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import monitoring, offers, register_queries
from koorddesk.services.monitoring import CriterionRow, EnvironmentRow
from koorddesk.services.offers import OfferRow, ScreeningRow
from koorddesk.services.register_queries import TargetGroupRow
from ui.dialogs.offer import CriterionAddDialog, CriterionEndDialog, EnvironmentDialog, WrittenEnvironment
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.offer_words import SCREENINGS
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


class ScreeningsList(QWidget):
    """Every screening, and the questions it asks: added, or not asked any more from today."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace."""
        super().__init__(parent)
        self._place = place
        say, date = place.text, place.translator.date
        columns: Sequence[Column[ScreeningRow]] = (
            Column("on", N_("Date"), 11, lambda row: date(row.made_on), lambda row: row.made_on),
            Column("offer", N_("Offer"), 22, lambda row: row.offer_name),
            Column("group", N_("Target group"), 24, lambda row: row.group_title),
            Column("result", N_("Result"), 18, lambda row: say(SCREENINGS[row.result])),
            Column("by", N_("By"), 14, lambda row: row.made_by),
            Column("reason", N_("Reason"), 30, lambda row: row.reason),
        )
        self.model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(self.model, "screenings", say(N_("Screenings")), place.memory, place.translator, self)
        empty = EmptyState(
            "scale", say(N_("No screenings yet")), say(N_("Choose an offer and screen it for a target group."))
        )
        self.list = ListPanel(self.view, self.model, place.translator, empty, self)
        self._add = QPushButton(say(N_("Add a &question…")), self)
        self._end = QPushButton(say(N_("End a q&uestion…")), self)
        self.list.add_to_bar([self._add, self._end])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self._add.clicked.connect(
            lambda: place.read(self, register_queries.target_groups, self._ask_question, replaces="question")
        )
        self._end.clicked.connect(
            lambda: place.read(self, monitoring.every_criterion, self._ask_end, replaces="question")
        )

    def _ask_question(self, groups: list[TargetGroupRow]) -> None:
        dialog = CriterionAddDialog(self._place, groups, self.window())
        dialog.given.connect(
            lambda text, group: self._place.change(
                self,
                lambda desk: monitoring.add_screening_criterion(desk, text, group_id=group or None),
                title=self._place.text(N_("Adding a question")),
            )
        )
        dialog.open()

    def _ask_end(self, criteria: list[CriterionRow]) -> None:
        dialog = CriterionEndDialog(self._place, criteria, self.window())
        dialog.given.connect(
            lambda key, reason: self._place.change(
                self,
                lambda desk: monitoring.end_screening_criterion(desk, key, reason),
                title=self._place.text(N_("Ending a question")),
            )
        )
        dialog.open()


class EnvironmentsList(QWidget):
    """The knowledge environments with the offers and target groups they belong to."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace."""
        super().__init__(parent)
        self._place = place
        say = place.text
        columns: Sequence[Column[EnvironmentRow]] = (
            Column("name", N_("Knowledge environment"), 28, lambda row: row.name),
            Column("organisation", N_("Organisation"), 20, lambda row: row.organisation),
            Column("offers", N_("Offers"), 24, lambda row: "; ".join(row.offers)),
            Column("groups", N_("Target groups"), 28, lambda row: "; ".join(row.groups)),
            Column("description", N_("Description"), 30, lambda row: row.description, shown=False),
        )
        self.model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(
            self.model, "environments", say(N_("Knowledge environments")), place.memory, place.translator, self
        )
        empty = EmptyState(
            "library",
            say(N_("No knowledge environments yet")),
            say(N_("Add one and tie it to offers and target groups.")),
        )
        self.list = ListPanel(self.view, self.model, place.translator, empty, self)
        self._add = QPushButton(say(N_("Add an &environment…")), self)
        self.list.add_to_bar([self._add])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        self._add.clicked.connect(
            lambda: place.read(
                self,
                lambda desk: (offers.list_offers(desk), register_queries.target_groups(desk)),
                lambda found: self._ask(*found),
                replaces="environment",
            )
        )

    def _ask(self, known: list[OfferRow], groups: list[TargetGroupRow]) -> None:
        dialog = EnvironmentDialog(self._place, [(row.id, row.name) for row in known], groups, self.window())

        def given(written: WrittenEnvironment) -> None:
            self._place.change(
                self,
                lambda desk: monitoring.add_environment(
                    desk,
                    written.name,
                    description=written.description,
                    organisation=written.organisation,
                    offer_ids=[written.offer_id] if written.offer_id else [],
                    group_ids=[written.group_id] if written.group_id else [],
                    source=written.source,
                ),
                title=self._place.text(N_("Adding the environment")),
            )

        dialog.given.connect(given)
        dialog.open()
