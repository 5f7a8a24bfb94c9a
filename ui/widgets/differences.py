"""What the forms of an assessment say together, and which fields of the joint answer could sum up municipal ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import cross_checks
from koorddesk.services.cross_checks import PairRow
from ui.models.columns import Column
from ui.theme import STEP
from ui.widgets.cross_list import CrossList
from ui.widgets.lists import make_list
from ui.workplace import Workplace


class Differences(QWidget):
    """The comparisons above; below, the pairs of fields that are likely to agree and are no checks yet."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_scope`` fills it."""
        super().__init__(parent)
        self._place = place
        self._code = ""
        say = place.text
        self.comparisons = CrossList(place, self)
        columns: Sequence[Column[PairRow]] = (
            Column("regional", N_("Field of the joint answer"), 26, lambda row: row.regional_label),
            Column("municipal", N_("Sums up the municipal field"), 26, lambda row: row.municipal_label),
        )
        self.pairs = make_list(
            place,
            self,
            "proposed-pairs",
            N_("Proposed sums"),
            columns,
            lambda row: f"{row.regional_field}/{row.municipal_field}",
            ("link", N_("No proposed sums"), N_("Every likely sum is a check already, or the forms have none.")),
        )
        self.adopt_button = QPushButton(say(N_("&Make it a check")), self)
        self.pairs.add_to_bar([self.adopt_button])
        whole = QSplitter(self)
        whole.setOrientation(Qt.Orientation.Vertical)
        whole.addWidget(self.comparisons)
        whole.addWidget(self.pairs)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        whole.setChildrenCollapsible(False)
        whole.setHandleWidth(max(STEP // 2, 1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)
        self.adopt_button.clicked.connect(self.adopt)
        self.pairs.view.chosen.connect(lambda row: self.adopt_button.setEnabled(row is not None))

    def show_scope(self, announcement_code: str, region: str, *, everywhere: bool) -> None:
        """Read what the forms of a region, or of the whole country, say together."""
        self._code = announcement_code
        self.comparisons.show_region(announcement_code, region, everywhere=everywhere)
        if not announcement_code:
            self._show(())
            return
        self._place.read(
            self, lambda desk: cross_checks.proposed_pairs(desk, announcement_code), self._show, replaces="pairs"
        )

    def adopt(self) -> None:
        """Make the chosen pair a check of the joint answer's form; differences are then warnings."""
        row, code = self.pairs.view.current(), self._code
        if row is None:
            return
        self._place.change(
            self,
            lambda desk: cross_checks.adopt_pair(desk, code, row.regional_field, row.municipal_field),
            title=self._place.text(N_("Adding the check")),
        )

    def _show(self, rows: Sequence[PairRow]) -> None:
        self.pairs.set_rows(rows)
        self.adopt_button.setEnabled(self.pairs.view.current() is not None)
