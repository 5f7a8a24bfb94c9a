"""A letter's text as a document that can be typed in, and back: blocks with their keys, fields that stay whole.

Each line of the document knows which block of the letter it belongs to; words of the store are chips, runs of
characters with a number that leads to the field or figure they stand for. What may not be changed is locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from PySide6.QtGui import (
    QBrush,
    QFont,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextListFormat,
    QTextTable,
    QTextTableFormat,
)

from koorddesk.i18n import N_, Translator
from koorddesk.services.letter_editing import (
    Block,
    DeadlineBlock,
    Figure,
    Heading,
    Inline,
    Line,
    ListBlock,
    OpenBlock,
    OpenReason,
    Paragraph,
    Part,
    Style,
    Table,
    Text,
)
from ui.theme import STEP, Tone, line_color, tint, tone_color

_FIRST = int(QTextFormat.Property.UserProperty.value)
KEY, KIND, CHIP, STRONG, TABLE = (_FIRST + number for number in range(1, 6))

HEADING, SUBHEADING, BULLET, NUMBER, OPEN, REMOVED, DEADLINE, CELL, HEAD_CELL = (
    *("heading", "subheading", "bullet", "number", "open", "removed", "deadline", "cell", "head-cell"),
)
LOCKED = {OPEN, REMOVED, HEAD_CELL}
_OPEN_WORDS = {
    OpenReason.LEGAL: N_("Waits for legal staff: %(what)s"),
    OpenReason.MISSING: N_("Missing: %(what)s"),
    OpenReason.TEXT: N_("To be written: %(what)s"),
}
_LINE_HEIGHT = 125  # percent


@dataclass(frozen=True)
class Chip:
    """A field, figure or link in the document: its piece of the letter, and from where to where it stands."""

    piece: Inline
    start: int
    end: int


def shown(piece: Inline) -> str:
    """Return a piece of a letter as it stands in one line."""
    return piece.text.replace("\n", " ")


def tidy(line: Line) -> Line:
    """Return a line with words side by side made one, as a document gives it back."""
    pieces: list[Inline] = []
    for piece in line:
        last = pieces[-1] if pieces else None
        if isinstance(piece, Text) and isinstance(last, Text) and piece.strong == last.strong:
            pieces[-1] = replace(last, text=last.text + piece.text)
        elif piece.text or not isinstance(piece, Text):
            pieces.append(piece)
    return tuple(pieces)


def tidied(block: Block) -> Block:
    """Return a block as a document gives it back."""
    if isinstance(block, ListBlock):
        return replace(block, items=tuple(tidy(item) for item in block.items))
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(tidy(cell) for cell in row) for row in block.rows))
    if isinstance(block, Paragraph):
        return replace(block, line=tidy(block.line), edited=False)
    return replace(block, line=tidy(block.line))


class LetterDocument:
    """One letter's text in a ``QTextDocument``."""

    def __init__(self, document: QTextDocument, translator: Translator, palette: QPalette) -> None:
        """Take the document to write into; ``fill`` does."""
        self.document = document
        self._translator = translator
        self._palette = palette
        self._pieces: list[Inline] = []
        self._standards: dict[str, Block] = {}
        self._tables: dict[str, Table] = {}
        self._locked: list[tuple[str, str]] = []

    # writing

    def fill(self, parts: Sequence[Part]) -> None:
        """Write a letter's parts; what the document held and its undo are gone."""
        self._pieces, self._tables = [], {}
        self._standards = {part.key: part.standard for part in parts if part.standard is not None}
        self.document.setUndoRedoEnabled(False)
        self.document.clear()
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()  # laid out once, not line by line
        self._fresh = True  # the cursor stands in an empty line that waits for a text
        for part in parts:
            if part.standard is None:
                continue
            for block in part.blocks:
                self._write(cursor, part.key, block)
            if not part.blocks:
                words = self._translator.text(N_("Left out: %(what)s"), what=_words(part.standard))
                self._line(cursor, part.key, REMOVED, (Text(words),))
        cursor.endEditBlock()
        self._locked = list(self._locked_now())
        self.document.setUndoRedoEnabled(True)
        self.document.setModified(False)

    def add_piece(self, piece: Inline) -> QTextCharFormat:
        """Return the format of a new chip for a piece."""
        self._pieces.append(piece)
        return self.chip_format(len(self._pieces) - 1)

    def piece(self, number: int) -> Inline | None:
        """Return the piece of the letter with this number; None where this letter has none."""
        return self._pieces[number] if number < len(self._pieces) else None

    def number_of(self, piece: Inline) -> int:
        """Return the number of a piece of this letter."""
        return next(number for number, known in enumerate(self._pieces) if known is piece)

    def _write(self, cursor: QTextCursor, key: str, block: Block) -> None:
        if isinstance(block, Table):
            self._write_table(cursor, key, block)
        elif isinstance(block, ListBlock):
            for number, item in enumerate(block.items):
                self._line(cursor, key, NUMBER if block.numbered else BULLET, item)
                style = QTextListFormat.Style.ListDecimal if block.numbered else QTextListFormat.Style.ListDisc
                if number == 0:
                    made = cursor.createList(style)
                else:
                    made.add(cursor.block())
        elif isinstance(block, OpenBlock):
            what = "".join(piece.text for piece in block.line)
            self._line(cursor, key, OPEN, (Text(self._translator.text(_OPEN_WORDS[block.reason], what=what)),))
        else:
            self._line(cursor, key, _kind(block), block.line)

    def _line(self, cursor: QTextCursor, key: str, kind: str, line: Line) -> None:
        """Write one line of the letter as a block of the document."""
        if self._fresh:
            cursor.setBlockFormat(self.block_format(key, kind))
            self._fresh = False
        else:
            cursor.insertBlock(self.block_format(key, kind), self.char_format(kind))
        self._pieces_of(cursor, kind, line)

    def _pieces_of(self, cursor: QTextCursor, kind: str, line: Line) -> None:
        cursor.setBlockCharFormat(self.char_format(kind))
        for piece in tidy(line):
            if isinstance(piece, Text):
                cursor.insertText(piece.text, self.char_format(kind, strong=piece.strong))
            else:
                cursor.insertText(shown(piece), self.add_piece(piece))

    def _write_table(self, cursor: QTextCursor, key: str, table: Table) -> None:
        form = QTextTableFormat()
        form.setProperty(TABLE, f"{key}/{len(self._tables)}")
        form.setProperty(KEY, key)
        form.setHeaderRowCount(1)
        form.setCellPadding(STEP)
        form.setCellSpacing(0)
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setBorderBrush(QBrush(line_color(self._palette)))
        form.setTopMargin(STEP)
        form.setBottomMargin(2 * STEP)
        self._tables[f"{key}/{len(self._tables)}"] = table
        made = cursor.insertTable(len(table.rows) + 1, len(table.columns), form)
        for column, head in enumerate(table.columns):
            self._cell(made, 0, column, HEAD_CELL, (Text(head.title),))
        for row, cells in enumerate(table.rows, start=1):
            for column, line in enumerate(cells):
                self._cell(made, row, column, CELL, line)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._fresh = True
        if not table.rows:
            self._line(cursor, key, REMOVED, (Text(table.empty),))

    def _cell(self, table: QTextTable, row: int, column: int, kind: str, line: Line) -> None:
        cursor = table.cellAt(row, column).firstCursorPosition()
        cursor.setBlockFormat(self.block_format("", kind))
        self._pieces_of(cursor, kind, line)

    # looks

    def block_format(self, key: str, kind: str) -> QTextBlockFormat:
        """Return how a line of this kind stands."""
        form = QTextBlockFormat()
        form.setProperty(KEY, key)
        form.setProperty(KIND, kind)
        if kind in (CELL, HEAD_CELL):
            return form
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTopMargin({HEADING: 3 * STEP, SUBHEADING: 2 * STEP}.get(kind, STEP))
        form.setBottomMargin(0 if kind in (BULLET, NUMBER) else STEP)
        if kind in (HEADING, SUBHEADING):
            form.setHeadingLevel(2 if kind == HEADING else 3)
        if kind == OPEN:
            form.setBackground(tint(Tone.ATTENTION, self._palette))
        elif kind == REMOVED:
            form.setBackground(tint(Tone.QUIET, self._palette))
        elif kind in (DEADLINE, Style.ASKED.value):
            form.setBackground(tint(Tone.NOTE, self._palette))
        return form

    def char_format(self, kind: str, *, strong: bool = False) -> QTextCharFormat:
        """Return how words of a line of this kind look."""
        form = QTextCharFormat()
        heavy = strong or kind in (HEADING, SUBHEADING, DEADLINE, HEAD_CELL, Style.LEAD.value)
        form.setFontWeight(QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)
        if strong:
            form.setProperty(STRONG, True)
        if kind == HEADING:
            form.setProperty(QTextFormat.Property.FontSizeAdjustment, 1)
        if kind == OPEN:
            form.setForeground(tone_color(Tone.ATTENTION, self._palette))
        elif kind == REMOVED:
            form.setForeground(tone_color(Tone.QUIET, self._palette))
        return form

    def chip_format(self, number: int) -> QTextCharFormat:
        """Return how a chip looks: a ground of its own, figures another than fields."""
        form = QTextCharFormat()
        form.setProperty(CHIP, number)
        tone = Tone.GOOD if isinstance(self._pieces[number], Figure) else Tone.NOTE
        form.setBackground(tint(tone, self._palette))
        form.setForeground(tone_color(tone, self._palette))
        return form

    # reading

    def chips(self, start: int = 0, end: int = -1) -> Iterator[Chip]:
        """Yield the chips between two places of the document, in order."""
        block = self.document.findBlock(start)
        while block.isValid() and (end < 0 or block.position() <= end):
            for place, text, form in _runs(block):
                if (number := _chip_number(form)) is not None:
                    yield Chip(self._pieces[number], place, place + len(text))
            block = block.next()

    def chip_at(self, place: int) -> Chip | None:
        """Return the chip whose characters lie on both sides of a place, or right of it."""
        block = self.document.findBlock(place)
        return next(
            (chip for chip in self.chips(block.position(), block.position()) if chip.start <= place < chip.end), None
        )

    def is_whole(self) -> bool:
        """Tell whether every chip says what it stands for and nothing locked was touched."""
        whole = all(_text_of(self.document, chip) == shown(chip.piece) for chip in self.chips())
        return whole and list(self._locked_now()) == self._locked

    def read(self) -> dict[str, tuple[Block, ...]]:
        """Return what stands in the place of each block of the letter; what is gone has no blocks."""
        found: dict[str, list[Block]] = {key: [] for key in self._standards}
        key, seen = "", set()
        for block in self._blocks():
            table = table_of(block)
            if table is not None:
                name = str(table.format().property(TABLE))
                if name not in seen:
                    seen.add(name)
                    key = str(table.format().property(KEY))
                    found[key].append(self._table(table, self._tables[name]))
                continue
            own = str(block.blockFormat().property(KEY) or "")
            kind = str(block.blockFormat().property(KIND) or "")
            line = self._read_line(block)
            if kind == REMOVED or (not line and kind != OPEN):
                key = own or key
                continue
            key = own if own in found else key
            if key:
                self._append(found[key], key, kind, line)
        return {key: tuple(blocks) for key, blocks in found.items()}

    def keyed_lines(self) -> Iterator[tuple[str, QTextBlock]]:
        """Yield each line of the document with the key of the block of the letter it belongs to."""
        key = ""
        for block in self._blocks():
            table = table_of(block)
            own = table.format().property(KEY) if table is not None else block.blockFormat().property(KEY)
            key = str(own or key)
            yield key, block

    def key_at(self, place: int) -> str:
        """Return the key of the block of the letter at a place."""
        wanted = self.document.findBlock(place).blockNumber()
        return next((key for key, block in self.keyed_lines() if block.blockNumber() == wanted), "")

    def is_locked(self, block: QTextBlock) -> bool:
        """Tell whether a line may not be changed."""
        return block.blockFormat().property(KIND) in LOCKED

    def _append(self, blocks: list[Block], key: str, kind: str, line: Line) -> None:
        standard = self._standards[key]
        origin = standard.origin
        last = blocks[-1] if blocks else None
        if kind in (BULLET, NUMBER):
            numbered = kind == NUMBER
            if isinstance(last, ListBlock) and last.numbered == numbered:
                blocks[-1] = replace(last, items=(*last.items, line))
            else:
                blocks.append(ListBlock((line,), numbered, origin))
        elif kind == OPEN:
            if isinstance(standard, OpenBlock):
                blocks.append(standard)
        elif kind in (HEADING, SUBHEADING):
            blocks.append(Heading(line, 2 if kind == HEADING else 3, origin))
        elif kind == DEADLINE and isinstance(standard, DeadlineBlock):
            blocks.append(replace(standard, line=line))
        else:
            style = Style(kind) if kind in list(Style) else Style.BODY
            blocks.append(Paragraph(line, style, origin))

    def _read_line(self, block: QTextBlock) -> Line:
        pieces: list[Inline] = []
        for _, text, form in _runs(block):
            number = _chip_number(form)
            if number is not None:
                pieces.append(self._pieces[number])
            else:
                words = text.replace("\u2028", " ")
                pieces.append(Text(words, strong=bool(form.property(STRONG))))
        line = tidy(tuple(pieces))
        return line if any(piece.text.strip() for piece in line) else ()

    def _table(self, made: QTextTable, table: Table) -> Table:
        rows = tuple(
            tuple(
                self._read_line(made.cellAt(row, column).firstCursorPosition().block())
                for column in range(len(table.columns))
            )
            for row in range(1, len(table.rows) + 1)
        )
        return replace(table, rows=rows)

    def _locked_now(self) -> Iterator[tuple[str, str]]:
        for block in self._blocks():
            if self.is_locked(block):
                yield str(block.blockFormat().property(KEY)), block.text()

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document.begin()
        while block.isValid():
            yield block
            block = block.next()


def changed_keys(found: Mapping[str, tuple[Block, ...]], parts: Iterable[Part]) -> dict[str, tuple[Block, ...] | None]:
    """Return what has to be kept of what a document says: blocks that differ from the parts; None puts one back."""
    changed: dict[str, tuple[Block, ...] | None] = {}
    for part in parts:
        if part.standard is None or isinstance(part.standard, OpenBlock):
            continue
        now = tuple(tidied(block) for block in found[part.key] if not isinstance(block, OpenBlock))
        if now == tuple(tidied(block) for block in part.blocks if not isinstance(block, OpenBlock)):
            continue
        changed[part.key] = None if now == (tidied(part.standard),) else now
    return changed


def _kind(block: Heading | Paragraph | DeadlineBlock) -> str:
    if isinstance(block, Heading):
        return HEADING if block.level <= 2 else SUBHEADING
    return DEADLINE if isinstance(block, DeadlineBlock) else block.style.value


def table_of(block: QTextBlock) -> QTextTable | None:
    """Return the table that a line stands in."""
    return cast("QTextTable | None", QTextCursor(block).currentTable())


def _runs(block: QTextBlock) -> Iterator[tuple[int, str, QTextCharFormat]]:
    """Yield the runs of one look in a line: where each begins, its text, its format."""
    for step in cast("Iterable[QTextBlock.iterator]", block):
        fragment = step.fragment()
        yield fragment.position(), fragment.text(), fragment.charFormat()


def _chip_number(form: QTextCharFormat) -> int | None:
    return int(form.property(CHIP)) if form.hasProperty(CHIP) else None


def _text_of(document: QTextDocument, chip: Chip) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(chip.start)
    cursor.setPosition(chip.end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def _words(block: Block) -> str:
    lines = block.items if isinstance(block, ListBlock) else () if isinstance(block, Table) else (block.line,)
    words = " ".join("".join(piece.text for piece in line) for line in lines)
    return words if len(words) <= 60 else words[:59] + "…"
