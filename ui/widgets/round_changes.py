"""What has changed since the last round, as a table: each figure then and now, with the way to both cells."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import rounds
from koorddesk.services.cross_checks import PlaceRow
from koorddesk.services.rounds import ChangeRow
from ui.models.columns import RIGHT, Column
from ui.theme import STEP
from ui.widgets.lists import make_list
from ui.workplace import Workplace


class RoundChanges(QWidget):
    """A double click opens the cell of this round.

    Signals:
        counted(rows): the table was read.
    """

    counted = Signal(int)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_scope`` fills the table."""
        super().__init__(parent)
        self._place = place
        say, date = place.text, place.translator.date

        def figure(value: float | None, *, signed: bool = False) -> str:
            if value is None:
                return ""
            return ("+" if signed and value > 0 else "") + place.translator.number(round(value, 1))

        columns: Sequence[Column[ChangeRow]] = (
            Column("sender", N_("Sender"), 13, lambda row: row.sender_name),
            Column("label", N_("Field"), 24, lambda row: row.label),
            Column("before", N_("Then"), 7, lambda row: figure(row.before), lambda row: row.before, align=RIGHT),
            Column("after", N_("Now"), 7, lambda row: figure(row.after), lambda row: row.after, align=RIGHT),
            Column(
                "difference",
                N_("Change"),
                8,
                lambda row: figure(row.difference, signed=True),
                lambda row: row.difference,
                align=RIGHT,
            ),
            Column(
                "percent",
                N_("Percent"),
                8,
                lambda row: f"{figure(row.percent, signed=True)} %" if row.percent is not None else "",
                lambda row: row.percent,
                align=RIGHT,
            ),
            Column("on", N_("Last round received"), 12, lambda row: date(row.before_on), shown=False),
            Column("said", N_("It says now"), 14, lambda row: row.now.raw if row.now else "", shown=False),
            Column("said-then", N_("It said then"), 14, lambda row: row.then.raw if row.then else "", shown=False),
        )
        self.list = make_list(
            place,
            self,
            "round-changes",
            N_("Changes since the last round"),
            columns,
            lambda row: row.id,
            (
                "history",
                N_("No changes to show"),
                N_("Either no figure has changed, or nobody sent the same form in an earlier round."),
            ),
        )
        self.cell = QPushButton(say(N_("Show the &cell")), self)
        self.cell_then = QPushButton(say(N_("Show the cell &then")), self)
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        row.addWidget(self.cell)
        row.addWidget(self.cell_then)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.cell.clicked.connect(lambda: self._open(self.list.view.current(), then=False))
        self.cell_then.clicked.connect(lambda: self._open(self.list.view.current(), then=True))
        self.list.view.opened.connect(lambda row: self._open(row, then=False))
        self.list.view.chosen.connect(self._tell)
        self._tell(None)

    def show_scope(self, announcement_code: str, region: str) -> None:
        """Read what has changed in the forms of a region, or of the whole country where none is named."""
        if not announcement_code:
            self._show(())
            return
        self._place.read(
            self,
            lambda desk: rounds.changes_since_last_round(desk, announcement_code, region or None),
            self._show,
            replaces="changes",
        )

    def _show(self, rows: Sequence[ChangeRow]) -> None:
        self.list.set_rows(rows)
        self._tell(self.list.view.current())
        self.counted.emit(len(rows))

    def _tell(self, row: ChangeRow | None) -> None:
        self.cell.setEnabled(row is not None and row.now is not None)
        self.cell_then.setEnabled(row is not None and row.then is not None)

    def _open(self, row: ChangeRow | None, *, then: bool) -> None:
        at: PlaceRow | None = (row.then if then else row.now) if row is not None else None
        if at is not None:
            self._place.page_wanted.emit("intake", f"{at.submission_id}#{at.sheet}!{at.cell}")
