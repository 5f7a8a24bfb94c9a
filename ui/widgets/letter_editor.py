"""The text of a draft, typed in like any text: chips of the store stay whole, changes are marked and kept as typed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QToolTip, QWidget

from koorddesk.i18n import N_, Translator
from koorddesk.services.letter_editing import Block, Field, Figure, LetterText, OpenBlock, Part
from ui.theme import STEP, Tone, tint, tone_color
from ui.widgets.chip_text import ChipText
from ui.widgets.letter_document import (
    LetterDocument,
    changed_keys,
    table_of,
    tidied,
)

_PAUSE = 600  # milliseconds without a key after which what was typed is kept
_BAR = 3
_MARGIN = 5 * STEP
Changes = dict[str, tuple[Block, ...] | None]


class LetterEditor(ChipText):
    """The text of one letter.

    Signals:
        edited(changes): something was typed and a moment has passed: key of a block -> what stands there, None for
            the standard text.
        place_changed(key, piece): the cursor came to another block or chip; ``piece`` is None outside chips.
    """

    edited = Signal(object)
    place_changed = Signal(str, object)

    def __init__(self, translator: Translator, parent: QWidget | None = None) -> None:
        """Make an empty editor; ``show_text`` fills it."""
        super().__init__(translator, parent)
        self._text: LetterText | None = None
        self._parts: tuple[Part, ...] = ()
        self.marked: set[str] = set()  # keys of the blocks that say something of their own
        self._last = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.flush)
        self.setAccessibleName(translator.text(N_("Text of the letter")))
        self.document().setDocumentMargin(_MARGIN)
        self._filling = False
        self.typed.connect(self._wait)
        self.cursorPositionChanged.connect(self._moved)

    # what the page calls

    @property
    def letter_id(self) -> str:
        """The letter shown; empty for none."""
        return self._text.letter_id if self._text else ""

    @property
    def is_waiting(self) -> bool:
        """Whether something typed has not been given out yet."""
        return self._timer.isActive()

    def show_text(self, text: LetterText | None) -> None:
        """Show a letter's text; the one that is being written in stays as it is where it says the same."""
        same = text is not None and text.letter_id == self.letter_id
        if same and self.is_waiting:
            return
        if same and text is not None and self._says(text):
            self._text, self._parts = text, text.parts
            self._mark()
            return
        place = self.textCursor().position() if same else 0
        bar = self.verticalScrollBar().value() if same else 0
        self._text, self._parts = text, text.parts if text else ()
        self._fill()
        self.setReadOnly(text is None or not text.draft)
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(bar)
        self._moved()

    def unsaved(self) -> Changes:
        """Return what the document says that the letter shown does not."""
        if self._text is None or self.isReadOnly() or not self.letter.is_whole():
            return {}
        return changed_keys(self.letter.read(), self._parts)

    def flush(self) -> None:
        """Give out at once what was typed."""
        self._timer.stop()
        changes = self.unsaved()
        if changes:
            self._parts = tuple(_after(part, changes) for part in self._parts)
            self.edited.emit(changes)

    def insert_field(self, name: str) -> None:
        """Put a field of the store in at the cursor."""
        if self._text is not None:
            self.insert_piece(Field(name, self._text.fields[name]))

    def put_back(self, key: str) -> None:
        """Put the standard text of a block back."""
        if not self.isReadOnly():
            self._replace(key, None)

    def leave_out(self, key: str) -> None:
        """Take a block out of this letter."""
        if not self.isReadOnly():
            self._replace(key, ())

    def part_of(self, key: str) -> Part | None:
        """Return the part of the letter with this key."""
        return next((part for part in self._parts if part.key == key), None)

    def current_key(self) -> str:
        """Return the key of the block that the cursor is in."""
        return self.letter.key_at(self.textCursor().position())

    def current_piece(self) -> object:
        """Return the chip's piece of the letter at the cursor, None outside chips."""
        chip = self.letter.chip_at(self.textCursor().position())
        return chip.piece if chip else None

    def go_to(self, key: str) -> None:
        """Put the cursor at the beginning of a block."""
        for known, block in self.letter.keyed_lines():
            if known == key:
                self.setTextCursor(QTextCursor(block))
                self.ensureCursorVisible()
                return

    # keeping

    def _wait(self) -> None:
        self._timer.start()
        self._mark()

    def _says(self, text: LetterText) -> bool:
        return self.isReadOnly() is not text.draft and not changed_keys(self.letter.read(), text.parts)

    def _fill(self) -> None:
        self._checking = self._filling = True  # the cursor moves with every word; where it is, is told once at the end
        self.letter = LetterDocument(self.document(), self._translator, self.palette())
        self.letter.fill(self._parts)
        self._checking = self._filling = False
        self._timer.stop()
        self._mark()

    def _replace(self, key: str, blocks: tuple[Block, ...] | None) -> None:
        self.flush()
        part = self.part_of(key)
        if part is None or isinstance(part.standard, OpenBlock):
            return
        self._parts = tuple(_after(known, {key: blocks}) for known in self._parts)
        self._fill()
        self.go_to(key)
        self._moved()
        self.edited.emit({key: blocks})

    # showing

    def edited_keys(self) -> set[str]:
        """Return the keys of the blocks that say something else than their standard text."""
        found = self.letter.read()
        return {
            part.key
            for part in self._parts
            if part.standard is not None
            and not isinstance(part.standard, OpenBlock)
            and tuple(tidied(block) for block in found[part.key]) != (tidied(part.standard),)
        }

    def _mark(self) -> None:
        """Remember which blocks are edited, and put a line under the words that are new in them."""
        self.marked = self.edited_keys()
        selections = []
        for key, block in self.letter.keyed_lines():
            part = self.part_of(key)
            if key not in self.marked or part is None or part.standard is None or table_of(block) is not None:
                continue
            for start, end in new_words(words_of(part.standard), block.text()):
                selection = QTextEdit.ExtraSelection()
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + start)
                cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
                selection.cursor = cursor
                form = QTextCharFormat()
                form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                form.setUnderlineColor(tone_color(Tone.ATTENTION, self.palette()))
                form.setBackground(tint(Tone.ATTENTION, self.palette()))
                selection.format = form
                selections.append(selection)
        self.setExtraSelections(selections)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, and a bar beside each block that was changed."""
        super().paintEvent(event)
        if self._text is None:
            return
        painter = QPainter(self.viewport())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone_color(Tone.ATTENTION, self.palette()))
        layout = self.document().documentLayout()
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for key, block in self.letter.keyed_lines():
            if key in self.marked:
                place: QRectF = layout.blockBoundingRect(block).translated(-shift.x(), -shift.y())
                painter.drawRect(QRectF(2 * STEP, place.top(), _BAR, place.height()))
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell of a chip where it comes from when the pointer rests on it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cursor = self.cursorForPosition(event.pos())
            chip = self.letter.chip_at(cursor.position())
            if chip is not None:
                QToolTip.showText(event.globalPos(), self.origin_of(chip.piece), self)
                return True
        return super().viewportEvent(event)

    def origin_of(self, piece: object) -> str:
        """Return where a chip's words come from, as a sentence."""
        say = self._translator.text
        if isinstance(piece, Figure):
            source = piece.source
            where = f"{source.sheet} {source.cell}".strip() or say(N_("the whole file"))
            return say(N_("%(label)s: %(file)s, %(where)s"), label=piece.label, file=source.file, where=where)
        if isinstance(piece, Field):
            meaning = self._text.meanings.get(piece.name, piece.name) if self._text else piece.name
            return say(N_("From the store: %(meaning)s"), meaning=meaning)
        return say(N_("A link"))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what the keys do, fields, and the standard text."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self) -> QMenu:
        """Return the menu of the text."""
        say, key = self._translator.text, self.current_key()
        menu = QMenu(self)
        writable, chosen = not self.isReadOnly(), self.textCursor().hasSelection()
        for words, act, possible in (
            (N_("&Undo typing"), self.undo, writable and self.document().isUndoAvailable()),
            (N_("Cu&t"), self.cut_selection, writable and chosen),
            (N_("&Copy"), self.copy, chosen),
            (N_("&Paste"), self.paste, writable and self.canPaste()),
            (N_("Put the standard text &back"), lambda: self.put_back(key), writable and key in self.marked),
        ):
            action = menu.addAction(say(words))
            action.triggered.connect(lambda _checked=False, act=act: act())
            action.setEnabled(possible)
        if writable and self._text is not None:
            self.fill_fields(menu.addMenu(say(N_("&Insert a field"))))
        return menu

    def fill_fields(self, menu: QMenu) -> None:
        """Put an entry for each field of the store into a menu."""
        assert self._text is not None
        known: Mapping[str, str] = self._text.fields
        for name, meaning in sorted(self._text.meanings.items(), key=lambda pair: pair[1]):
            value = known[name] if len(known[name]) <= 40 else known[name][:39] + "…"
            action = menu.addAction(f"{meaning[:1].upper()}{meaning[1:]}: {value}".replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, name=name: self.insert_field(name))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to the cell of a figure."""
        if not self.want_figure(self.cursorForPosition(event.position().toPoint()).position()):
            super().mouseDoubleClickEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed when something else is used."""
        super().focusOutEvent(event)
        self.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another page is shown."""
        self.flush()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._text is not None:
            self.flush()
            self._fill()
            self._moved()

    def _moved(self) -> None:
        if self._filling:
            return
        cursor = self.textCursor()
        if not cursor.hasSelection() and not self._checking:
            place = cursor.position()
            inside = next((chip for chip in self.letter.chips(place, place) if chip.start < place < chip.end), None)
            if inside is not None:
                forward = place > self._last
                self._last = inside.end if forward else inside.start
                cursor.setPosition(self._last)
                self.setTextCursor(cursor)
                return
            self._last = place
        self.place_changed.emit(self.current_key(), self.current_piece())


def words_of(block: Block) -> str:
    """Return a block's words, a line each."""
    lines = getattr(block, "items", None) or [getattr(block, "line", ())]
    return "\n".join("".join(piece.text for piece in line) for line in lines)


def new_words(standard: str, now: str) -> list[tuple[int, int]]:
    """Return from where to where words of ``now`` are not in the standard text, as positions in it."""
    before = re.findall(r"\s+|[^\s]+", standard)
    after = re.findall(r"\s+|[^\s]+", now)
    places, place = [], 0
    for word in after:
        places.append(place)
        place += len(word)
    found = []
    for kind, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in ("replace", "insert") and end > start:
            found.append((places[start], places[end] if end < len(places) else place))
    return [(start, end) for start, end in found if now[start:end].strip()]


def _after(part: Part, changes: Changes) -> Part:
    """Return a part with what stands in its place from now on."""
    if part.key not in changes or part.standard is None:
        return part
    blocks = changes[part.key]
    if blocks is None:
        return Part(part.key, part.standard, (part.standard,))
    return Part(part.key, part.standard, blocks, edited=True, changed=part.changed)
