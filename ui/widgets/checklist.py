"""The checklist before a step: each precondition with its source, met or not, and a reason where it may be passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from koorddesk.i18n import N_, Translator
from ui.theme import STEP
from ui.widgets.state_label import StateLabel


@dataclass(frozen=True)
class CheckItem:
    """One precondition as shown; one that does not hold and does not block is passed with a reason."""

    code: str
    text: str
    source: str
    met: bool
    blocks: bool


class Checklist(QWidget):
    """Preconditions as rows: sign and word, sentence, source, and a line for the reason where one is needed.

    Signals:
        changed(): a reason was written.
    """

    changed = Signal()

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty list; ``show_items`` fills it."""
        super().__init__(parent)
        self._translator = translator
        self._items: tuple[CheckItem, ...] = ()
        self._reasons: dict[str, QLineEdit] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * STEP)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnStretch(1, 1)

    def show_items(self, items: Sequence[CheckItem], *, ask: bool = True) -> None:
        """Show these preconditions; reasons already written are kept. Without ``ask`` none is asked for here."""
        written = self.reasons()
        while (old := self._grid.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._items, self._reasons = tuple(items), {}
        row = 0
        for item in self._items:
            state = StateLabel(self._translator, self)
            if item.met:
                state.set_state("met")
            else:
                words = N_("stops the step") if item.blocks else N_("needs a reason")
                state.set_state("not-met" if item.blocks else "unconfirmed", self._translator.text(words))
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(state, row, 0, top)
            self._grid.addWidget(self._words(item.text, 1.0), row, 1, top)
            if item.source:
                row += 1
                self._grid.addWidget(self._words(item.source, 0.9), row, 1, top)
            if ask and not item.met and not item.blocks:
                row += 1
                self._grid.addWidget(self._reason_line(item, written.get(item.code, "")), row, 1)
            row += 1

    def _words(self, text: str, size: float) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * size)
        label.setFont(font)
        return label

    def _reason_line(self, item: CheckItem, written: str) -> QLineEdit:
        line = QLineEdit(written, self)
        line.setAcceptDrops(False)
        line.setPlaceholderText(self._translator.text(N_("Why is the step taken although this does not hold?")))
        line.setAccessibleName(self._translator.text(N_("Reason: %(text)s"), text=item.text))
        line.textChanged.connect(lambda _text: self.changed.emit())
        self._reasons[item.code] = line
        return line

    def reasons(self) -> dict[str, str]:
        """Return the reasons written, by precondition."""
        return {code: line.text().strip() for code, line in self._reasons.items() if line.text().strip()}

    @property
    def can_proceed(self) -> bool:
        """Whether nothing stops the step: all that blocks is met, and every other gap has a reason."""
        written = self.reasons()
        return bool(self._items) and all(item.met or (not item.blocks and item.code in written) for item in self._items)
