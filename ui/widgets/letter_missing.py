"""What a draft still lacks before it can be approved, with what settles it for the whole run."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from ui.theme import STEP


class LetterMissing(QWidget):
    """Sentences, and below them the buttons that help with more than the one letter.

    Signals:
        import_wanted(): the addresses of the run are to come from a workbook.
        list_wanted(): a workbook to fill in with them is to be written.
        date_wanted(): the drafts are to have today's date.
    """

    import_wanted = Signal()
    list_wanted = Signal()
    date_wanted = Signal()

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Begin with nothing missing."""
        super().__init__(parent)
        self._translator = translator
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.take_in = QPushButton(translator.text(N_("Addresses from a &workbook…")), self)
        self.fill_in = QPushButton(translator.text(N_("Save a list to &fill in…")), self)
        self.date = QPushButton(translator.text(N_("Date the drafts toda&y")), self)
        row = QHBoxLayout()
        row.setSpacing(STEP)
        for button, wanted in (
            (self.date, self.date_wanted),
            (self.take_in, self.import_wanted),
            (self.fill_in, self.list_wanted),
        ):
            button.clicked.connect(lambda _on=False, wanted=wanted: wanted.emit())
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 0, 2 * STEP, 0)
        column.setSpacing(STEP)
        column.addWidget(self._words)
        column.addLayout(row)
        self.hide()

    def tell(self, points: Sequence[str], *, addresses: int, dated: str) -> None:
        """Say what is open, how many letters of the run have no address, and of which day the draft is if not today."""
        lines = [self._translator.text(N_("Missing before it can be approved:")), *(f"• {point}" for point in points)]
        lines = lines if points else []
        if addresses > 1:
            lines.append(
                self._translator.plural(
                    "• The address in %(count)d letter of this run.",
                    "• The addresses in %(count)d letters of this run.",
                    addresses,
                )
            )
        if dated:
            lines.append(self._translator.text(N_("The draft is dated %(day)s, and so is the letter."), day=dated))
        self._words.setText("\n".join(lines))
        for button in (self.take_in, self.fill_in):
            button.setVisible(addresses > 1)
        self.date.setVisible(bool(dated))
        self.setVisible(bool(lines))

    def text(self) -> str:
        """Return what is said."""
        return self._words.text()
