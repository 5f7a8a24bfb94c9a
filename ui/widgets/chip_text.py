"""Text with chips that stay whole: typing, deleting, cutting and pasting around words that are kept elsewhere."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.letter_editing import Figure, Inline
from ui.widgets.letter_document import (
    BULLET,
    CHIP,
    HEADING,
    KEY,
    KIND,
    NUMBER,
    SUBHEADING,
    LetterDocument,
    shown,
    table_of,
)

_PIECES = "application/x-koorddesk-letter-pieces"
_CONTROL = Qt.KeyboardModifier.ControlModifier
_META = Qt.KeyboardModifier.MetaModifier
_ALT = Qt.KeyboardModifier.AltModifier
_MOVES = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)


class ChipText(QTextEdit):
    """A text whose chips are typed around and never into, and whose locked lines stay as they are.

    Signals:
        typed(): words were changed by whoever writes.
        figure_wanted(piece): a figure was double-clicked, or Alt+Enter pressed on it.
        refused(sentence): what was tried is not possible, and why.
    """

    typed = Signal()
    figure_wanted = Signal(object)
    refused = Signal(str)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty text that cannot be typed in yet."""
        super().__init__(parent)
        self._translator = translator
        self._checking = False
        self.letter = LetterDocument(self.document(), translator, self.palette())
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setAcceptRichText(False)
        self.setReadOnly(True)
        self.textChanged.connect(self._changed)

    def insert_piece(self, piece: Inline) -> None:
        """Put a chip in at the cursor."""
        if self._allowed(self.textCursor()):
            self._insert(self._snapped(self.textCursor()), piece)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let typing change words and never a chip or what is locked."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _ALT:
            self.want_figure(self.textCursor().position())
            return
        if self.isReadOnly() or any(event.matches(key) for key in _MOVES):
            super().keyPressEvent(event)
            return
        if self._deletes(event):
            self._delete(event)
            return
        if event.matches(QKeySequence.StandardKey.Cut):
            self.cut_selection()
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.insertFromMimeData(QApplication.clipboard().mimeData())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._new_line()
            return
        if event.text() and event.text().isprintable() and not event.modifiers() & (_CONTROL | _META):
            if not self._allowed(self.textCursor()):
                return
            self._prepare()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take composed characters where typing is allowed."""
        if not self.isReadOnly() and (event.commitString() or event.preeditString()):
            if not self._allowed(self.textCursor()):
                return
            self._prepare()
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words without their look; chips copied here stay chips."""
        cursor = self.textCursor()
        if self.isReadOnly() or not self._allowed(cursor):
            return
        cursor = self._snapped(cursor)
        if source.hasFormat(_PIECES):
            self._paste_pieces(cursor, json.loads(bytes(source.data(_PIECES).data()).decode()))
            return
        words = source.text().replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if table_of(cursor.block()) is not None:
            words = " ".join(words.split())
        cursor.insertText(words, self._plain(cursor))
        self.setTextCursor(cursor)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy words as plain text, and with their chips for pasting here."""
        cursor = self._snapped(self.textCursor())
        data = QMimeData()
        data.setText(cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))
        if "\u2029" not in cursor.selectedText():
            data.setData(_PIECES, json.dumps(self._selected_pieces(cursor)).encode())
        return data

    def cut_selection(self) -> None:
        """Cut what is selected."""
        cursor = self.textCursor()
        if cursor.hasSelection() and self._allowed(cursor):
            QApplication.clipboard().setMimeData(self.createMimeDataFromSelection())
            self._snapped(cursor).removeSelectedText()

    def _deletes(self, event: QKeyEvent) -> bool:
        keys = QKeySequence.StandardKey
        words = (keys.DeleteStartOfWord, keys.DeleteEndOfWord, keys.DeleteEndOfLine, keys.Delete)
        return event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) or any(event.matches(key) for key in words)

    def _delete(self, event: QKeyEvent) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            back = event.key() == Qt.Key.Key_Backspace
            word = bool(event.modifiers() & _CONTROL)
            steps = QTextCursor.MoveOperation
            move = (
                (steps.PreviousWord if word else steps.PreviousCharacter)
                if back
                else (steps.NextWord if word else steps.NextCharacter)
            )
            if not cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor):
                return
        if self._allowed(cursor):
            cursor = self._snapped(cursor)
            cursor.removeSelectedText()
            self.setTextCursor(cursor)

    def _new_line(self) -> None:
        cursor = self.textCursor()
        if not self._allowed(cursor):
            return
        if table_of(cursor.block()) is not None:
            self.refused.emit(self._translator.text(N_("A cell of a table holds one line.")))
            return
        cursor = self._snapped(cursor)
        kind = str(cursor.blockFormat().property(KIND) or "")
        if kind in (BULLET, NUMBER) and not cursor.block().text():
            self._end_list(cursor)
            return
        at_end = cursor.atBlockEnd()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        cursor.insertBlock()
        if kind in (HEADING, SUBHEADING) and at_end:
            self._make_body(cursor)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _end_list(self, cursor: QTextCursor) -> None:
        cursor.beginEditBlock()
        found = cursor.currentList()
        if found is not None:
            found.remove(cursor.block())
        self._make_body(cursor)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _make_body(self, cursor: QTextCursor) -> None:
        key = str(cursor.blockFormat().property(KEY) or "")
        cursor.setBlockFormat(self.letter.block_format(key, "body"))
        cursor.setBlockCharFormat(self.letter.char_format("body"))

    def _prepare(self) -> None:
        """Widen a selection to whole chips, and let what is typed beside a chip be plain words."""
        cursor = self._snapped(self.textCursor())
        self.setTextCursor(cursor)
        if self.currentCharFormat().hasProperty(CHIP) or cursor.atBlockStart():
            self.setCurrentCharFormat(self._plain(cursor))

    def _plain(self, cursor: QTextCursor) -> QTextCharFormat:
        return self.letter.char_format(str(cursor.blockFormat().property(KIND) or "body"))

    def _allowed(self, cursor: QTextCursor) -> bool:
        """Tell whether what a cursor spans may be changed; say why not."""
        if self.isReadOnly():
            return False
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd())
        block = first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            if self.letter.is_locked(block):
                self.refused.emit(
                    self._translator.text(N_("This place is not typed in. Use the buttons below the text."))
                )
                return False
            block = block.next()
        if first.blockNumber() != last.blockNumber() and (table_of(first) is not None or table_of(last) is not None):
            self.refused.emit(self._translator.text(N_("Change a table one cell at a time.")))
            return False
        return True

    def _snapped(self, cursor: QTextCursor) -> QTextCursor:
        """Return a cursor whose ends do not lie inside a chip."""
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        for chip in self.letter.chips(start, end):
            if chip.start < start < chip.end:
                start = chip.start
            if chip.start < end < chip.end:
                end = chip.end
        result = QTextCursor(cursor)
        result.setPosition(start)
        result.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return result

    def _insert(self, cursor: QTextCursor, piece: Inline) -> None:
        cursor.insertText(shown(piece), self.letter.add_piece(piece))
        self.setTextCursor(cursor)

    def _selected_pieces(self, cursor: QTextCursor) -> list[tuple[int, str]]:
        """Return the selection as (chip's number, "") and (-1, words)."""
        found: list[tuple[int, str]] = []
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        place = start
        for chip in self.letter.chips(start, end):
            if chip.end <= start or chip.start >= end:
                continue
            found.append((-1, self._between(place, chip.start)))
            found.append((self.letter.number_of(chip.piece), ""))
            place = chip.end
        found.append((-1, self._between(place, end)))
        return [known for known in found if known != (-1, "")]

    def _between(self, start: int, end: int) -> str:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(max(start, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    def _paste_pieces(self, cursor: QTextCursor, pieces: list[list[Any]]) -> None:
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        for number, words in pieces:
            piece = self.letter.piece(number) if number >= 0 else None
            if piece is None:
                cursor.insertText(words, self._plain(cursor))
            else:
                cursor.insertText(shown(piece), self.letter.add_piece(piece))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _changed(self) -> None:
        if self._checking or self.isReadOnly():
            return
        if not self.letter.is_whole():
            # Whatever way it came about: a broken chip is taken back before anybody sees it.
            self._checking = True
            self.document().undo()
            self._checking = False
            self.refused.emit(self._translator.text(N_("Words from the store are changed where they are kept.")))
            return
        self.typed.emit()

    def want_figure(self, place: int) -> bool:
        """Ask for the cell of the figure at a place; False where none stands there."""
        chip = self.letter.chip_at(place)
        if chip is None or not isinstance(chip.piece, Figure):
            return False
        self.figure_wanted.emit(chip.piece)
        return True
