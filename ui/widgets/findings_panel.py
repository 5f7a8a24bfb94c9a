"""The findings of one submission: a list by kind and cell, and beside the chosen one what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from koorddesk.findings import Severity
from koorddesk.i18n import N_
from koorddesk.services.submission_rows import AnswerRow, FindingRow
from ui.models.columns import Column
from ui.models.sheet import place_of
from ui.models.table import TableModel
from ui.states import STATES
from ui.theme import STEP, strong
from ui.widgets.empty_state import EmptyState
from ui.widgets.grouped_findings import GroupedFindings
from ui.widgets.list_panel import ListPanel
from ui.widgets.state_label import StateLabel
from ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from ui.workplace import Workplace

_ORDER = list(Severity)


def _place_key(row: FindingRow) -> str:
    place = place_of(row.cell) or (0, 0)
    return f"{row.sheet}\x00{place[0]:07d}{place[1]:05d}"


class FindingsPanel(QWidget):
    """The list, the chosen finding in full, and what can be done with it.

    Signals:
        place_wanted(sheet, cell): a finding was chosen; show its cell.
        accept_wanted(list of FindingRow): these warnings are to be accepted with a reason.
        correct_wanted(FindingRow): the value of this finding is to be corrected.
        comparison_wanted(): the changes from the version before are wanted.
        note_wanted(): a note on the chosen value is to be written.
    """

    place_wanted = Signal(str, str)
    accept_wanted = Signal(list)
    correct_wanted = Signal(object)
    comparison_wanted = Signal()
    note_wanted = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Make an empty panel; ``show_findings`` fills it."""
        super().__init__(parent)
        self._place = place
        self._stored = False
        say = place.text
        columns: Sequence[Column[FindingRow]] = (
            Column(
                "kind",
                N_("Kind"),
                11,
                self._kind,
                lambda row: _ORDER.index(row.severity),
                lambda row: row.severity.value,
            ),
            Column("cell", N_("Cell"), 6, lambda row: row.cell, _place_key),
            Column("says", N_("It says"), 14, lambda row: row.raw),
            Column("read", N_("Read as"), 12, lambda row: row.read_as),
            Column("label", N_("Field"), 24, lambda row: row.label, shown=False),
            Column("sheet", N_("Sheet"), 12, lambda row: row.sheet, shown=False),
            Column("message", N_("Finding"), 40, lambda row: row.message, shown=False),
        )
        self._model = TableModel(columns, lambda row: str(row.number), place.translator, self)
        self.view = TableView(self._model, "findings", say(N_("Findings")), place.memory, place.translator, self)
        self._empty = EmptyState("circle-check", say(N_("No findings")), say(N_("Everything was read as it stands.")))
        self.list = ListPanel(self.view, self._model, place.translator, self._empty, self)
        self.together = GroupedFindings(place, self)
        self.how = QComboBox(self)
        self.how.setAccessibleName(say(N_("How findings are listed")))
        for words in (N_("Cell by cell"), N_("Equal ones together"), N_("Counts per field")):
            self.how.addItem(say(words))
        self.all = QPushButton(say(N_("Show &all")), self)
        self.all.hide()
        self._lists = QStackedWidget(self)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.together)
        self._compare = QPushButton(say(N_("&Compare with the version before…")), self)
        self._compare.hide()
        self._compare.clicked.connect(self.comparison_wanted)
        self._detail = self._make_detail()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(2 * STEP, STEP, 2 * STEP, 0)
        head.addWidget(self.how)
        head.addWidget(self.all)
        head.addStretch()
        layout.addLayout(head)
        layout.addWidget(self._lists, 1)
        layout.addWidget(self._detail)
        layout.addWidget(self._compare)
        self.view.chosen.connect(self._tell)
        self.view.opened.connect(self._go)
        self.how.currentIndexChanged.connect(self._list_as)
        self.together.group_wanted.connect(self._show_only)
        self.together.label_wanted.connect(self._show_label)
        self.all.clicked.connect(self._show_all)
        self._tell(None)

    # what pages call

    def show_findings(
        self,
        rows: Sequence[FindingRow],
        *,
        stored: bool,
        again: bool = False,
        empty: str = "",
        answers: Sequence[AnswerRow] = (),
    ) -> None:
        """Show findings; only those of a stored submission can be accepted or corrected.

        ``again`` keeps the place in the list; another file's findings begin at the first.
        """
        self._stored = stored
        self._empty.say(
            self._place.text(N_("No findings")), empty or self._place.text(N_("Everything was read as it stands."))
        )
        if not again:
            self._show_all()
        self.together.show_rows(answers, rows)
        self.list.set_rows(sorted(rows, key=lambda row: (_ORDER.index(row.severity), _place_key(row))))
        if not again and self._model.rowCount():
            self.view.choose_position(0)
        self._tell(self.view.current())

    def offer_comparison(self, offered: bool) -> None:
        """Offer the changes from the version before, or not."""
        self._compare.setVisible(offered)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) finding, round the end."""
        count = self._model.rowCount()
        if not count:
            return
        index = self.view.currentIndex()
        row = index.row() + by if index.isValid() else (0 if by > 0 else count - 1)
        self.view.choose_position(row % count)
        self._go(self.view.current())

    def note(self) -> None:
        """Ask for a note on the chosen value."""
        if self._stored:
            self.note_wanted.emit()

    def current(self) -> FindingRow | None:
        """Return the chosen finding, or None."""
        return self.view.current()

    def choose_cell(self, sheet: str, cell: str) -> None:
        """Choose the first finding on a cell, if there is one."""
        for number, row in enumerate(self._model.rows):
            if (row.sheet, row.cell) == (sheet, cell):
                self.view.choose_position(number)
                return

    def accept(self) -> None:
        """Ask for the selected open warnings to be accepted."""
        rows = [row for row in self.view.selected() if row.severity is Severity.WARNING and not row.accepted]
        if rows and self._stored:
            self.accept_wanted.emit(rows)

    def correct(self) -> None:
        """Ask for the value of the chosen finding to be corrected."""
        row = self.current()
        if self._stored:
            self.correct_wanted.emit(row)

    # how it is done

    def _make_detail(self) -> QFrame:
        frame = QFrame(self)
        self._state = StateLabel(self._place.translator, frame)
        self._field, self._message, self._suggestion, self._reason, self._note = (QLabel(frame) for _ in range(5))
        for label in (self._field, self._message, self._suggestion, self._reason, self._note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self._field.setFont(strong(self._field.font()))
        self._accept = QPushButton(self._place.text(N_("&Accept with reason…")), frame)
        self._correct = QPushButton(self._place.text(N_("Co&rrect…")), frame)
        self._write = QPushButton(self._place.text(N_("&Note…")), frame)
        self._write.clicked.connect(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self._accept)
        buttons.addWidget(self._correct)
        buttons.addWidget(self._write)
        buttons.addStretch()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        layout.setSpacing(STEP)
        for part in (self._state, self._field, self._message, self._suggestion, self._reason, self._note):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self._accept.clicked.connect(self.accept)
        self._correct.clicked.connect(self.correct)
        return frame

    def _kind(self, row: FindingRow) -> str:
        word = self._place.text(STATES[row.severity.value].word)
        if row.accepted:
            return self._place.text(N_("%(kind)s, accepted"), kind=word)
        return self._place.text(N_("%(kind)s, settled"), kind=word) if row.settled else word

    def _list_as(self, number: int) -> None:
        self._lists.setCurrentWidget(self.list if number == 0 else self.together)
        if number:
            self.together.setCurrentIndex(number - 1)
        self._detail.setVisible(number == 0 and self.view.current() is not None)

    def _show_only(self, numbers: tuple[int, ...]) -> None:
        """List these findings one by one, until all are wanted again."""
        wanted = set(numbers)
        self._model.set_wanted(lambda row: row.number in wanted)
        self._begin_at_first()

    def _show_label(self, label: str) -> None:
        self._model.set_wanted(lambda row: row.label == label)
        self._begin_at_first()

    def _begin_at_first(self) -> None:
        self.all.show()
        self.how.setCurrentIndex(0)
        if self._model.rowCount():
            self.view.choose_position(0)

    def _show_all(self) -> None:
        self.all.hide()
        self._model.set_wanted(None)

    def _tell(self, row: FindingRow | None) -> None:
        self._detail.setVisible(row is not None and self.how.currentIndex() == 0)
        if row is None:
            return
        where = f"{row.sheet} {row.cell}".strip()
        self._state.set_state(row.severity.value, " · ".join(part for part in (self._kind(row), where) if part))
        self._field.setText(row.label)
        self._field.setVisible(bool(row.label))
        self._message.setText(row.message)
        self._suggestion.setText(row.suggestion)
        self._suggestion.setVisible(bool(row.suggestion))
        self._reason.setText(self._place.text(N_("Accepted: %(reason)s"), reason=row.accepted_reason))
        self._reason.setVisible(row.accepted)
        self._note.setText(self._place.text(N_("Note: %(text)s"), text=row.note))
        self._note.setVisible(bool(row.note))
        warning = row.severity is Severity.WARNING and not row.accepted
        self._accept.setVisible(self._stored and warning)
        self._correct.setVisible(self._stored and row.answer is not None)
        self._write.setVisible(self._stored and row.answer is not None)
        self.place_wanted.emit(row.sheet, row.cell)

    def _go(self, row: FindingRow | None) -> None:
        if row is not None and row.sheet:
            self.place_wanted.emit(row.sheet, row.cell)
