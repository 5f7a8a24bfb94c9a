"""The place where a draft is written: the text, and below it what the block and the chip at the cursor are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.letter_editing import LetterText, OpenBlock, Part
from ui.theme import STEP
from ui.widgets.letter_editor import LetterEditor, words_of

_LONGEST = 220  # characters of a standard text that are shown below an edited one


class LetterWriting(QWidget):
    """Editor, what is known of the place of the cursor, and what can be done with it.

    Signals:
        keep_wanted(key): an edit over a changed standard text was looked at and is to stand.
    """

    keep_wanted = Signal(str)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty place; ``show_text`` fills it."""
        super().__init__(parent)
        self._translator = translator
        say = translator.text
        self.editor = LetterEditor(translator, self)
        self._about = QLabel(self)
        self._about.setWordWrap(True)
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about.setContentsMargins(2 * STEP, STEP, 2 * STEP, 0)
        self._about.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + STEP)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._back = QPushButton(say(N_("&Put the text back")), self)
        self._keep = QPushButton(say(N_("&Keep my wording")), self)
        self._out = QPushButton(say(N_("Leave &out")), self)
        self._field = QToolButton(self)
        self._field.setText(say(N_("Insert a field")))
        self._field.setAccessibleName(say(N_("Insert a field")))
        self._field.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._field.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._field)
        self._field.setMenu(self._menu)
        row = QHBoxLayout()
        row.setContentsMargins(2 * STEP, 0, 2 * STEP, STEP)
        for button in (self._field, self._back, self._keep, self._out):
            row.addWidget(button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self._about)
        layout.addLayout(row)
        self.editor.place_changed.connect(self._tell)
        self.editor.typed.connect(self._tell_again)
        self.editor.refused.connect(self._about.setText)
        self._back.clicked.connect(lambda: self.editor.put_back(self.editor.current_key()))
        self._out.clicked.connect(lambda: self.editor.leave_out(self.editor.current_key()))
        self._keep.clicked.connect(lambda: self.keep_wanted.emit(self.editor.current_key()))

    def show_text(self, text: LetterText | None) -> None:
        """Show a letter's text."""
        self.editor.show_text(text)
        writable = text is not None and text.draft
        for button in (self._field, self._back, self._keep, self._out):
            button.setVisible(writable)
        self._menu.clear()
        if writable:
            self.editor.fill_fields(self._menu)
        self._tell_again()

    @property
    def about(self) -> str:
        """What is said of the place of the cursor."""
        return self._about.text()

    def _tell_again(self) -> None:
        self._tell(self.editor.current_key(), self.editor.current_piece())

    def _tell(self, key: str, piece: object) -> None:
        part = self.editor.part_of(key)
        edited = key in self.editor.marked
        self._back.setEnabled(edited)
        self._keep.setVisible(bool(part and part.changed and not self.editor.isReadOnly()))
        self._out.setEnabled(part is not None and bool(part.blocks) and not isinstance(part.standard, OpenBlock))
        origin = self.editor.origin_of(piece) if piece is not None else ""
        self._about.setText("\n".join(filter(None, (origin, self._of(part, edited=edited)))))

    def _of(self, part: Part | None, *, edited: bool) -> str:
        say = self._translator.text
        if part is None or part.standard is None:
            return ""
        if isinstance(part.standard, OpenBlock):
            return say(N_("An open place. It is settled with a decision, or by what is filled in on the case."))
        if not edited:
            return say(N_("Standard text, unchanged."))
        words = words_of(part.standard).replace("\n", " · ")
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
        if part.changed:
            return say(N_("Edited, and the standard text has changed since. It now says: %(text)s"), text=short)
        return say(N_("Edited. The standard text says: %(text)s"), text=short)
