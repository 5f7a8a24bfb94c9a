"""The checks of a form as sentences, with what changes them: add, take into force, weigh, take away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_
from koorddesk.services import template_rules
from koorddesk.services.template_rules import REQUIRED, RuleRow
from koorddesk.services.templates import FieldRow
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.rule import RuleDialog, WrittenRule
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_panel import ListPanel
from ui.widgets.table_view import TableView
from ui.workplace import Workplace

STANDINGS = {"in-force": N_("in force"), "proposed": N_("proposed"), "off": N_("off")}
_STANDING_STATES = {"in-force": "in-force", "proposed": "unconfirmed", "off": "expired"}


class RulesList(QWidget):
    """The checks of one form's latest version; each change makes a new version."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Take the workplace; ``show_rules`` fills the list."""
        super().__init__(parent)
        self._place = place
        self._code = ""
        self._fields: Sequence[FieldRow] = ()
        say = place.text
        columns: Sequence[Column[RuleRow]] = (
            Column("sentence", N_("Check"), 44, lambda row: row.sentence),
            Column(
                "weight",
                N_("Weight"),
                10,
                lambda row: say(STATES[row.severity].word),
                state=lambda row: row.severity,
            ),
            Column(
                "standing",
                N_("State"),
                12,
                lambda row: say(STANDINGS[row.standing]),
                state=lambda row: _STANDING_STATES[row.standing],
            ),
            Column("kind", N_("Kind"), 22, lambda row: say(template_rules.KIND_WORDS[row.kind]), shown=False),
            Column(
                "origin",
                N_("From"),
                14,
                lambda row: say(N_("learned with the form")) if row.origin == "learned" else row.origin,
                shown=False,
            ),
        )
        self.model = TableModel(columns, lambda row: row.id, place.translator, self)
        self.view = TableView(
            self.model, "template-rules", say(N_("Checks of the form")), place.memory, place.translator, self
        )
        empty = EmptyState("list-checks", say(N_("No checks")), say(N_("Choose a form in the list.")))
        self.list = ListPanel(self.view, self.model, place.translator, empty, self)
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, STEP)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._add = QPushButton(say(N_("A&dd a check…")), self)
        self._use = QPushButton(self)
        self._remove = QPushButton(say(N_("&Take away…")), self)
        self._weight = QComboBox(self)
        self._weight.setAccessibleName(say(N_("Weight of the check")))
        for severity in ("error", "warning", "note"):
            self._weight.addItem(say(STATES[severity].word), severity)
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        for part in (self._add, self._use, self._weight, self._remove):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._sentence)
        layout.addLayout(row)
        self._add.clicked.connect(self.add)
        self._use.clicked.connect(self.turn)
        self._remove.clicked.connect(self.remove)
        self._weight.activated.connect(lambda _number: self._weigh())
        self.view.chosen.connect(self._choose)
        self._choose(None)

    def show_rules(self, code: str, fields: Sequence[FieldRow]) -> None:
        """Show the checks of a registered form; an empty code shows none."""
        self._code, self._fields = code, fields
        self._add.setEnabled(bool(code))
        if not code:
            self._show([])
            return
        self._place.read(self, lambda desk: template_rules.list_rules(desk, code), self._show, replaces="rules")

    def add(self) -> None:
        """Ask for a new check."""
        if not self._code:
            return
        code = self._code
        dialog = RuleDialog(self._place, self._fields, self.window())

        def given(written: WrittenRule) -> None:
            self._place.change(
                self,
                lambda desk: template_rules.add_rule(
                    desk, code, written.kind, written.fields, written.values, written.severity, written.reason
                ),
                title=self._place.text(N_("Adding a check")),
            )

        dialog.given.connect(given)
        dialog.open()

    def turn(self) -> None:
        """Take the chosen check into force, or out of it."""
        row = self.view.current()
        if row is None or row.kind == REQUIRED:
            return
        code, standing = self._code, "off" if row.standing == "in-force" else "in-force"
        self._place.change(
            self,
            lambda desk: template_rules.change_rule(desk, code, row.id, standing=standing),
            title=self._place.text(N_("Changing a check")),
        )

    def remove(self) -> None:
        """Take the chosen check away, with a reason."""
        row = self.view.current()
        if row is None:
            return
        code, say = self._code, self._place.text
        title, verb = say(N_("Take the check away")), say(N_("&Take it away"))
        dialog = ReasonDialog(self._place, title, row.sentence, verb, "rules", self.window())
        dialog.given.connect(
            lambda reason: self._place.change(
                self,
                lambda desk: template_rules.remove_rule(desk, code, row.id, reason),
                title=say(N_("Taking a check away")),
            )
        )
        dialog.open()

    def _weigh(self) -> None:
        row = self.view.current()
        severity = self._weight.currentData()
        if row is None or row.kind == REQUIRED or severity == row.severity:
            return
        code = self._code
        self._place.change(
            self,
            lambda desk: template_rules.change_rule(desk, code, row.id, severity=severity),
            title=self._place.text(N_("Changing a check")),
        )

    def _show(self, rows: Sequence[RuleRow]) -> None:
        self.list.set_rows(rows)
        self._choose(self.view.current())

    def _choose(self, row: RuleRow | None) -> None:
        say = self._place.text
        in_force = row is not None and row.standing == "in-force"
        self._use.setText(say(N_("Turn &off")) if in_force else say(N_("Take into &force")))
        changeable = row is not None and row.kind != REQUIRED
        self._use.setEnabled(changeable)
        self._weight.setEnabled(changeable)
        self._remove.setEnabled(row is not None)
        self._sentence.setText(row.sentence if row is not None else "")
        if row is not None:
            self._weight.setCurrentIndex(self._weight.findData(row.severity))
