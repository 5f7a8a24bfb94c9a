"""Offers that accepted forms name: what they mean, what may be meant and why, and settling it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import capacity, offer_matching
from koorddesk.services.capacity import TakenOver
from koorddesk.services.offer_matching import FormNameRow
from koorddesk.services.offers import OfferRow
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


class OfferNames(QWidget):
    """The names with what they mean; the proposals stand first among the offers to choose from, with their reason."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_names`` fills the list."""
        super().__init__(parent)
        self._place = place
        self._offers: Sequence[OfferRow] = ()
        say = place.text
        columns: Sequence[Column[FormNameRow]] = (
            Column("name", N_("Name in the form"), 26, lambda row: row.named.part),
            Column(
                "means",
                N_("Means"),
                26,
                lambda row: row.named.shown or say(N_("not settled")),
                state=lambda row: "answered" if row.named.offer_id else "unconfirmed",
            ),
            Column("how", N_("Matched"), 18, lambda row: row.named.how),
            Column("sender", N_("Sender"), 14, lambda row: row.sender_name),
            Column("file", N_("Form"), 20, lambda row: row.file_name, shown=False),
            Column("cell", N_("Cell"), 8, lambda row: row.named.cell, shown=False),
        )
        self.model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(
            self.model, "offer-names", say(N_("Offers named in forms")), place.memory, place.translator, self
        )
        empty = EmptyState(
            "house",
            say(N_("No offers are named yet")),
            say(N_("Offers that accepted forms name will stand here, with what they mean.")),
        )
        self.list = ListPanel(self.view, self.model, place.translator, empty, self)
        self._open_only = QCheckBox(say(N_("Only those &not settled")), self)
        self.list.add_to_bar([self._open_only])
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(say(N_("Offer that may be meant")))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(30)
        self._settle = QPushButton(say(N_("It means &this offer")), self)
        self._add = QPushButton(say(N_("&Add as a new offer")), self)
        self._take_over = QPushButton(say(N_("Take the form's &figures over")), self)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.choice, 1)
        first.addWidget(self._settle)
        second.addWidget(self._add)
        second.addWidget(self._take_over)
        second.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        for row in (first, second):
            row.setContentsMargins(2 * STEP, 0, 2 * STEP, STEP)
            layout.addLayout(row)
        self._open_only.toggled.connect(
            lambda on: self.model.set_wanted(lambda row: not on or row.named.offer_id is None)
        )
        self.view.chosen.connect(self._choose)
        self.view.opened.connect(lambda row: place.page_wanted.emit("intake", row.submission_id))
        self._settle.clicked.connect(self.settle)
        self._add.clicked.connect(self.add)
        self._take_over.clicked.connect(self.take_over)
        self._choose(None)

    def show_names(self, rows: Sequence[FormNameRow], offers: Sequence[OfferRow]) -> None:
        """Show these names; ``offers`` are those that may be chosen."""
        self._offers = offers
        self.list.set_rows(rows)
        self._choose(self.view.current())

    def settle(self) -> None:
        """Say that the chosen name means the chosen offer."""
        row, chosen = self.view.current(), self.choice.currentData()
        if row is None or not chosen:
            return
        offer_id, _, department = str(chosen).partition("/")
        self._place.change(
            self,
            lambda desk: offer_matching.settle_offer(
                desk, row.submission_id, row.named.answer_number, row.named.part, offer_id, department or None
            ),
            title=self._place.text(N_("Settling an offer")),
        )

    def add(self) -> None:
        """Add the chosen name to the register as an offer of its own."""
        row = self.view.current()
        if row is not None:
            self._place.change(
                self,
                lambda desk: offer_matching.add_named_offer(
                    desk, row.submission_id, row.named.answer_number, row.named.part
                ),
                title=self._place.text(N_("Adding the offer")),
            )

    def take_over(self) -> None:
        """Take places, occupancy and use out of the form in which the chosen name stands."""
        row = self.view.current()
        if row is None:
            return

        def told(taken: TakenOver) -> None:
            self._place.notifier.inform(
                self._place.text(
                    N_("%(values)d figures for %(offers)d offers taken over from %(file)s; %(left)d left out."),
                    values=taken.values,
                    offers=taken.offers,
                    file=row.file_name,
                    left=len(taken.left_out),
                )
            )

        self._place.change(
            self,
            lambda desk: capacity.take_over_capacity(desk, row.submission_id),
            title=self._place.text(N_("Taking figures over")),
            then=told,
        )

    def _choose(self, row: FormNameRow | None) -> None:
        self.choice.clear()
        open_ = row is not None and row.named.offer_id is None
        if row is not None:
            for proposal in row.named.proposals:
                key = f"{proposal.offer_id}/{proposal.department_id or ''}"
                self.choice.addItem(f"{proposal.shown} – {proposal.reason}", key)
            for offer in self._offers:
                self.choice.addItem(offer.name, f"{offer.id}/")
        self._settle.setEnabled(row is not None and self.choice.count() > 0)
        self._add.setEnabled(open_)
        self._take_over.setEnabled(row is not None)
