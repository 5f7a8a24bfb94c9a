"""The departments and services of one offer, with what adds to them and corrects them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from koorddesk.domain.offers import Level
from koorddesk.i18n import N_
from koorddesk.services.offer_parts import PartRow
from ui.dialogs.offer_edit import ask_department, ask_figures, ask_service
from ui.models.columns import RIGHT, Column
from ui.models.table import TableModel
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

_LEVELS = {Level.DEPARTMENT: N_("department"), Level.SERVICE: N_("service")}


class OfferParts(QWidget):
    """One offer's departments and services; a double click corrects one."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_parts`` fills the list."""
        super().__init__(parent)
        self._place = place
        self._offer_id = self._name = ""
        say, number, date = place.text, place.translator.number, place.translator.date
        columns: Sequence[Column[PartRow]] = (
            Column("name", N_("Name"), 22, lambda row: row.name),
            Column("level", N_("What it is"), 10, lambda row: say(_LEVELS[row.level])),
            Column("department", N_("Department"), 14, lambda row: row.department, shown=False),
            Column(
                "places",
                N_("Places"),
                8,
                lambda row: number(row.places) if row.places is not None else "",
                lambda row: row.places,
                align=RIGHT,
            ),
            Column(
                "occupancy",
                N_("Occupancy"),
                9,
                lambda row: f"{number(row.occupancy)} %" if row.occupancy is not None else "",
                lambda row: row.occupancy,
                align=RIGHT,
            ),
            Column(
                "dated",
                N_("As of"),
                11,
                lambda row: date(day) if (day := row.places_on or row.occupancy_on) else "",
                lambda row: row.places_on or row.occupancy_on,
            ),
            Column("address", N_("Address"), 22, lambda row: row.address, shown=False),
            Column("number", N_("Tilbudsportalen"), 10, lambda row: row.portal_number, shown=False),
            Column(
                "closed",
                N_("Closed"),
                11,
                lambda row: date(row.closed_on) if row.closed_on else "",
                lambda row: row.closed_on,
                shown=False,
            ),
        )
        self.model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(
            self.model, "offer-parts", say(N_("Departments and services")), place.memory, place.translator, self
        )
        empty = EmptyState(
            "house",
            say(N_("No departments or services")),
            say(N_("Add those the offer has; places and occupancy can then be noted for each.")),
        )
        self.list = ListPanel(self.view, self.model, place.translator, empty, self)
        self.department = QPushButton(say(N_("Add a depart&ment…")), self)
        self.service = QPushButton(say(N_("Add a ser&vice…")), self)
        self.edit = QPushButton(say(N_("Co&rrect…")), self)
        self.figures = QPushButton(say(N_("&Figures…")), self)
        row = QHBoxLayout()
        row.setContentsMargins(0, STEP, 0, 0)
        row.setSpacing(STEP)
        for button in (self.department, self.service, self.edit, self.figures):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.department.clicked.connect(lambda: ask_department(place, self, self._offer_id, self._name, None))
        self.service.clicked.connect(
            lambda: ask_service(place, self, self._offer_id, self._name, self.model.all_rows, None)
        )
        self.edit.clicked.connect(lambda: self._edit(self.view.current()))
        self.figures.clicked.connect(self.note_figures)
        self.view.opened.connect(self._edit)
        self.view.chosen.connect(lambda _row: self._tell())
        self._tell()

    def show_parts(self, offer_id: str, name: str, rows: Sequence[PartRow]) -> None:
        """Show the departments and services of an offer."""
        self._offer_id, self._name = offer_id, name
        self.list.set_rows(rows)
        self._tell()

    def note_figures(self) -> None:
        """Note figures of the chosen department or service, or of the whole offer."""
        row = self.view.current() if self.isVisible() else None
        ask_figures(
            self._place, self, self._offer_id, self._name, self.model.all_rows, row.id if row is not None else ""
        )

    def _edit(self, row: PartRow | None) -> None:
        if row is None:
            return
        if row.level is Level.DEPARTMENT:
            ask_department(self._place, self, self._offer_id, self._name, row)
        else:
            ask_service(self._place, self, self._offer_id, self._name, self.model.all_rows, row)

    def _tell(self) -> None:
        self.edit.setEnabled(self.view.current() is not None)
