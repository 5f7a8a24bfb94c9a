"""What several forms say together: each difference with its rule and the answers it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.findings import Severity
from koorddesk.i18n import N_
from koorddesk.services import cross_checks
from koorddesk.services.cross_checks import CrossRow
from ui.dialogs.reason import ReasonDialog
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace


class CrossList(QWidget):
    """The comparisons of one region's forms; a warning is accepted with a reason, a double click opens the form.

    Signals:
        counted(open): the list was read; so many of its warnings are not accepted.
    """

    counted = Signal(int)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_region`` fills the list."""
        super().__init__(parent)
        self._place = place
        self._code = self._region = ""
        say = place.text
        columns: Sequence[Column[CrossRow]] = (
            Column(
                "severity",
                N_("Kind"),
                10,
                lambda row: say(STATES[row.severity.value].word),
                lambda row: list(Severity).index(row.severity),
                lambda row: row.severity.value,
            ),
            Column("message", N_("Difference"), 60, lambda row: row.message),
            Column("accepted", N_("Accepted because"), 20, lambda row: row.accepted_reason),
            Column("todo", N_("What to do"), 30, lambda row: row.suggestion, shown=False),
            Column("rule", N_("Check"), 40, lambda row: row.rule, shown=False),
        )
        self.model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(self.model, "comparisons", say(N_("Comparisons")), place.memory, place.translator, self)
        empty = EmptyState(
            "check",
            say(N_("No differences")),
            say(N_("The accepted forms agree with each other, or there is nothing to compare yet.")),
        )
        self.list = ListPanel(self.view, self.model, place.translator, empty, self)
        self._details = QLabel(self)
        self._details.setWordWrap(True)
        self._details.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._accept = QPushButton(say(N_("A&ccept the warning…")), self)
        self._open = QPushButton(say(N_("Open the &form")), self)
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, 0, 2 * STEP, 2 * STEP)
        row.addWidget(self._open)
        row.addWidget(self._accept)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._details)
        layout.addLayout(row)
        self._accept.clicked.connect(self.accept)
        self._open.clicked.connect(lambda: self._show_form(self.view.current()))
        self.view.opened.connect(self._show_form)
        self.view.chosen.connect(self._choose)
        self._choose(None)

    def show_region(self, announcement_code: str, region_id: str, *, everywhere: bool = False) -> None:
        """Read what the forms of a region, or of all, say together; empty texts show nothing."""
        self._code, self._region = announcement_code, region_id
        if not (announcement_code and (region_id or everywhere)):
            self._show([])
            return
        self._place.read(
            self,
            lambda desk: cross_checks.cross_findings(desk, announcement_code, region_id or None),
            self._show,
            replaces="comparisons",
        )

    @property
    def open(self) -> int:
        """How many warnings nobody has accepted."""
        return sum(1 for row in self.model.all_rows if row.severity is Severity.WARNING and not row.accepted_reason)

    def accept(self) -> None:
        """Accept the chosen warning with a written reason."""
        row = self.view.current()
        if row is None or row.severity is not Severity.WARNING:
            return
        code, say = self._code, self._place.text
        dialog = ReasonDialog(
            self._place, say(N_("Accept the warning")), row.message, say(N_("&Accept it")), "warning", self.window()
        )
        dialog.given.connect(
            lambda reason: self._place.change(
                self,
                lambda desk: cross_checks.accept_cross_finding(desk, code, row.id, reason),
                title=say(N_("Accepting a warning")),
            )
        )
        dialog.open()

    def _show(self, rows: Sequence[CrossRow]) -> None:
        self.list.set_rows(rows)
        self._choose(self.view.current())
        self.counted.emit(self.open)

    def _choose(self, row: CrossRow | None) -> None:
        self._open.setEnabled(row is not None)
        self._accept.setEnabled(row is not None and row.severity is Severity.WARNING and not row.accepted_reason)
        if row is None:
            self._details.setText("")
            return
        places = "; ".join(f"{each.sender_name}: {each.raw or '–'} ({each.sheet}!{each.cell})" for each in row.places)
        self._details.setText(f"{row.message}\n{row.rule}\n{places}")

    def _show_form(self, row: CrossRow | None) -> None:
        if row is not None:
            first = row.places[0]
            self._place.page_wanted.emit("intake", f"{first.submission_id}#{first.sheet}!{first.cell}")
