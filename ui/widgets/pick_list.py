"""A list in which things are ticked, with a filter where there are many; what is ticked is said in a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from ui.models.collation import fold
from ui.theme import STEP
from ui.widgets.line_signs import name_signs

if TYPE_CHECKING:
    from koorddesk.services.chain import Choice

_FEW = 8
_ROWS = 5


class PickList(QWidget):
    """Choices to tick; with ``single`` ticking one takes the tick from the others.

    Signals:
        changed(): another one is ticked.
    """

    changed = Signal()

    def __init__(
        self,
        translator: Translator,
        name: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        single: bool = False,
    ) -> None:
        """Take the list's name for screen readers, in the user's language, and what can be ticked."""
        super().__init__(parent)
        self._translator, self._single = translator, single
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(translator.text(N_("Filter this list")))
        self.filter.setAccessibleName(f"{translator.text(N_('Filter this list'))}: {name}")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAcceptDrops(False)
        name_signs(self.filter, translator)
        self.filter.setVisible(len(choices) > _FEW)
        self.list = QListWidget(self)
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for choice in choices:
            item = QListWidgetItem(choice.text, self.list)
            item.setToolTip(choice.text)
            item.setData(Qt.ItemDataRole.UserRole, choice.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        rows = min(max(len(choices), 1), _ROWS)
        row = max(self.list.sizeHintForRow(0), self.fontMetrics().height())
        self.list.setFixedHeight(rows * row + 2 * self.list.frameWidth())
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._said.setVisible(len(choices) > _FEW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        for part in (self.filter, self.list, self._said):
            column.addWidget(part)
        self.filter.textChanged.connect(self._narrow)
        self.list.itemChanged.connect(self._ticked)
        self._tell()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of what is ticked, in the order of the list."""
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in self._items() if _is_ticked(item))

    def tick(self, *ids: str) -> None:
        """Tick these; the filter does not matter."""
        for item in self._items():
            if item.data(Qt.ItemDataRole.UserRole) in ids:
                item.setCheckState(Qt.CheckState.Checked)
                self.list.scrollToItem(item)

    def tick_text(self, text: str) -> None:
        """Tick the one that reads like this."""
        for item in self._items():
            if item.text() == text:
                item.setCheckState(Qt.CheckState.Checked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(number) for number in range(self.list.count())]

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        for item in self._items():
            folded = fold(item.text())
            item.setHidden(not all(word in folded for word in words))

    def _ticked(self, changed: QListWidgetItem) -> None:
        if self._single and _is_ticked(changed):
            self.list.blockSignals(True)
            for item in self._items():
                if item is not changed:
                    item.setCheckState(Qt.CheckState.Unchecked)
            self.list.blockSignals(False)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        names = [item.text() for item in self._items() if _is_ticked(item)]
        say = self._translator.text
        self._said.setText(say(N_("Chosen: %(names)s"), names=", ".join(names)) if names else say(N_("None chosen")))


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
