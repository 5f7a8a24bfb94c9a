"""The states of a letter in a row, each with who and when: draft, approved, locked, dispatched, journalised."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from koorddesk.i18n import Translator
from koorddesk.services.letter_life import LetterLife
from ui.states import STATES
from ui.theme import STEP
from ui.widgets.state_label import StateLabel

_STAGES = 5


class LetterStrip(QWidget):
    """How far a letter has come.

    Signals:
        letter_wanted(id): the letter that replaces this one should be shown.
    """

    letter_wanted = Signal(str)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty strip; ``show_life`` fills it."""
        super().__init__(parent)
        self._translator = translator
        self._later = ""
        self._states = [StateLabel(translator, self) for _ in range(_STAGES)]
        self._notes = [QLabel(self) for _ in range(_STAGES)]
        row = QHBoxLayout()
        row.setSpacing(3 * STEP)
        for state, note in zip(self._states, self._notes, strict=True):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(state)
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.setWordWrap(True)
            note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            column.addWidget(note)
            column.addStretch()
            row.addLayout(column, 1)
        self._about = QToolButton(self)
        self._about.setAutoRaise(True)
        self._about.clicked.connect(lambda: self.letter_wanted.emit(self._later))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, STEP)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._about, 0, Qt.AlignmentFlag.AlignLeft)
        self._about.hide()

    def show_life(self, life: LetterLife) -> None:
        """Show how far a letter has come."""
        for stage, state, note in zip(life.stages, self._states, self._notes, strict=True):
            word = self._translator.text(STATES[stage.state.value].word)
            state.set_state(stage.state.value if stage.reached else "open", word)
            said = ", ".join(filter(None, (stage.who, stage.when)))
            note.setText("\n".join(filter(None, (said, stage.more))) if stage.reached else "")
            note.setToolTip(note.text())
            state.setAccessibleDescription(note.text())
        self._later = life.corrected_by_id
        about = ". ".join(filter(None, (life.corrects, life.corrected_by)))
        self._about.setText(about)
        self._about.setAccessibleName(about)
        self._about.setEnabled(bool(self._later))
        self._about.setVisible(bool(about))

    @property
    def texts(self) -> list[str]:
        """The words of the states with what stands below each."""
        return [
            f"{state.text}: {note.text()}" if note.text() else state.text
            for state, note in zip(self._states, self._notes, strict=True)
        ]
