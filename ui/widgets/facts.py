"""Facts about one thing as label and value, in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from ui.theme import STEP

_LONGEST_WORD = 48  # characters; a longer one is an address


class Facts(QWidget):
    """Labels at the left, selectable values at the right; an empty value is said, never blank."""

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        """Take the word for an empty value."""
        super().__init__(parent)
        self._nothing = nothing
        self._facts: list[tuple[str, str]] = []
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 2 * STEP, 0, 2 * STEP)
        self._form.setHorizontalSpacing(4 * STEP)
        self._form.setVerticalSpacing(STEP)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def tell(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show (label, value) pairs, in the user's language."""
        self._facts = list(facts)
        while self._form.rowCount():
            self._form.removeRow(0)
        for label, value in facts:
            if any(len(word) > _LONGEST_WORD for word in value.split()):
                self._form.addRow(QLabel(label, self), self._line(label, value))
                continue
            shown = QLabel(value or self._nothing, self)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            shown.setAccessibleName(f"{label}: {value or self._nothing}")
            shown.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            if not value:
                shown.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            named = QLabel(label, self)
            named.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._form.addRow(named, shown)

    def _line(self, label: str, value: str) -> QLineEdit:
        """Return a value that no line holds (an address on the web): it can be scrolled and copied as it is."""
        line = QLineEdit(value, self)
        line.setReadOnly(True)
        line.setFrame(False)
        line.setCursorPosition(0)
        line.setAccessibleName(label)
        palette = line.palette()
        palette.setColor(QPalette.ColorRole.Base, palette.color(QPalette.ColorRole.Window))
        line.setPalette(palette)
        return line

    @property
    def text(self) -> str:
        """Everything shown, a line per fact."""
        return "\n".join(f"{label}: {value or self._nothing}" for label, value in self._facts)
