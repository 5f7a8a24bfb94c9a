"""Which parts of a submission go back to the sender, while the rest is accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from koorddesk.i18n import N_
from koorddesk.services import parts
from koorddesk.services.parts import PartKey, PartRow
from koorddesk.services.queries import SubmissionRow
from ui.dialogs.form_dialog import FormDialog
from ui.workplace import Workplace

_LABEL = 72  # characters of a part's name that are shown


class PartsDialog(FormDialog):
    """Ticks for sheets, tables and fields; what holds an error is ticked to begin with.

    Signals:
        given(list of PartKey, reason): the button was pressed.
    """

    given = Signal(list, str)

    def __init__(self, place: Workplace, file_name: str, rows: Sequence[PartRow], parent: QWidget | None) -> None:
        """Take the parts in the order of the form."""
        say = place.text
        super().__init__(
            place.translator,
            say(N_("Accept in part: %(file)s"), file=file_name),
            say(N_("&Accept the rest and return these")),
            parent,
            say(
                N_(
                    "Tick what goes back to the sender. The rest is accepted, and the cover text says what to answer "
                    "again. What goes back is not used until it has come in anew."
                )
            ),
        )
        self._place = place
        self.list = QListWidget(self)
        self.list.setAccessibleName(say(N_("What goes back")))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * 14)
        self._rows = [row for row in rows if row.answers or row.errors or row.warnings or not row.key.template_cell]
        for row in self._rows:
            item = QListWidgetItem(self._words(row), self.list)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            wanted = row.returned or (bool(row.errors) and self._is_narrowest(row))
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            item.setToolTip(row.label)
        label = QLabel(say(N_("&Parts")), self)
        label.setBuddy(self.list)
        self.form.addRow(label, self.list)
        self.reason = self.line(say(N_("&Reason")))
        self.recent(self.reason, place.memory.last_texts("reasons/returned"))
        self.reason.textChanged.connect(self._check)
        self.list.itemChanged.connect(self._check)
        self.accepted.connect(self._give)
        self.widen(90)
        self._check()

    @property
    def chosen(self) -> list[PartKey]:
        """The parts that are ticked."""
        return [
            row.key
            for number, row in enumerate(self._rows)
            if self.list.item(number).checkState() is Qt.CheckState.Checked
        ]

    def _is_narrowest(self, row: PartRow) -> bool:
        """Whether a part is what an error is told of: a field, not the sheet around it."""
        inside = [other for other in self._rows if other.key.sheet == row.key.sheet and other.key.template_cell]
        return bool(row.key.template_cell) or not any(other.errors for other in inside)

    def _words(self, row: PartRow) -> str:
        kind = N_("field") if row.key.template_cell else N_("table") if row.key.table else N_("sheet")
        indent = "    " * (bool(row.key.table) + bool(row.key.template_cell))
        label = row.label if len(row.label) <= _LABEL else f"{row.label[: _LABEL - 1]}…"  # the tip has it whole
        told = [" ".join(part for part in (self._place.text(kind), row.key.template_cell) if part)]
        told += [self._place.plural("%(count)d error", "%(count)d errors", row.errors)] if row.errors else []
        told += [self._place.plural("%(count)d warning", "%(count)d warnings", row.warnings)] if row.warnings else []
        return f"{indent}{', '.join(part for part in told if part)}: {label}"

    def _check(self) -> None:
        self.verb.setEnabled(bool(self.chosen) and bool(self.reason.text().strip()))

    def _give(self) -> None:
        reason = self.reason.text().strip()
        self._place.memory.add_text("reasons/returned", reason)
        self.given.emit(self.chosen, reason)


def open_parts(place: Workplace, owner: QWidget, known: SubmissionRow, done: Callable[[], None]) -> None:
    """Open the dialog for a submission and do what it says; ``done`` is called afterwards."""

    def decide(chosen: list[PartKey], reason: str) -> None:
        place.change(
            owner,
            lambda desk: parts.return_in_part(desk, known.id, chosen, reason),
            title=place.text(N_("Accepting in part")),
            then=lambda _changes: done(),
        )

    def show(rows: list[PartRow]) -> None:
        dialog = PartsDialog(place, known.file_name, rows, owner.window())
        dialog.given.connect(decide)
        dialog.open()

    place.read(owner, lambda desk: parts.parts_of(desk, known.id), show, replaces="parts")
