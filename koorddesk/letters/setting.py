"""A letter's blocks as rows: which type, how far apart, what stays together, which structure element.

Lengths are points; positions are those of ``page.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from koorddesk.i18n import Translator
from koorddesk.letters import evidence
from koorddesk.letters.content import (
    DeadlineBlock,
    Field,
    Figure,
    Heading,
    Link,
    ListBlock,
    OpenBlock,
    OpenReason,
    Paragraph,
    Style,
    Table,
    Text,
    plain,
)
from koorddesk.letters.flow import BoxOp, Row, TextOp, keep_together, no_widows
from koorddesk.letters.fonts import NO_BREAK, Face, settable, width
from koorddesk.letters.lines import ACCENT, BLACK, GREY, Colour, Look, SetLine, Span, balanced, break_lines
from koorddesk.letters.page import PageSettings, mm
from koorddesk.letters.table import TableLook, set_table

if TYPE_CHECKING:
    from koorddesk.letters.content import Block, LetterContent, Line, Signature
    from koorddesk.letters.tags import Element, Structure

ASKED_FILL: Colour = (0.945, 0.955, 0.965)
OPEN_FILL: Colour = (1.0, 0.93, 0.75)
OPEN_BAR: Colour = (0.75, 0.45, 0.0)
BAR = 2.5  # points
INSET = 9.0  # points between a box's edge and its text
BULLET = "•"
OPEN_WORDS = {
    OpenReason.LEGAL: "Afventer juridisk stillingtagen",
    OpenReason.MISSING: "Mangler",
    OpenReason.TEXT: "Skal skrives",
    OpenReason.SMALL: "Små tal",
}
UNSIGNED = "[Underskrives, når brevet godkendes]"
UNAPPROVED = "[Godkendes, inden det sendes ud]"  # an annex or a publication, which nobody greets in


class Setter:
    """Sets one letter's blocks into rows that hang in one structure tree."""

    def __init__(self, letter: LetterContent, page: PageSettings, structure: Structure) -> None:
        """Take the letter and number its sources; the numbers stand behind its figures."""
        self.letter = letter
        self.page = page
        self.structure = structure
        self.numbers = evidence.numbers(letter) if letter.evidence_title else {}
        self.body = Look(Face.REGULAR, page.body_size)
        self.x = mm(page.left)
        self.measure = mm(page.measure)

    @property
    def root(self) -> Element:
        """Return the element of the whole document."""
        return self.structure.root

    def rows(self) -> list[Row]:
        """Return the whole letter below its head: title, blocks, signature, annexes, evidence."""
        rows = self._title()
        for block in self.letter.blocks:
            rows += self._block(block)
        rows += self._close(rows)
        if self.letter.evidence_title:
            rows += self._evidence()
        for number, block in enumerate(self.letter.annex_blocks):
            set_rows = self._block(block)
            set_rows[0].new_page = number == 0 or (isinstance(block, Heading) and block.level == 2)
            rows += set_rows
        return rows

    def spans(self, line: Line, look: Look, element: Element | None) -> list[Span]:
        """Return a line as spans: figures carry their number, links their target."""
        found: list[Span] = []
        for part in line:
            text = settable(part.text)
            strong = isinstance(part, (Text, Field)) and part.strong
            shown = Look(Face.STRONG, look.size, look.colour) if strong else look
            if isinstance(part, Link):
                link = element.child("Link") if element is not None else None
                found.append(Span(text, Look(look.face, look.size, ACCENT), link, uri=part.target))
                continue
            source = part.source if isinstance(part, Figure) else None
            found.append(Span(text, shown, element, source=source))
            if source is not None and (number := self.numbers.get(evidence.source_key(source))):
                link = element.child("Link") if element is not None else None
                small = Look(Face.REGULAR, look.size * 0.8, ACCENT)
                found.append(Span(f"{NO_BREAK}[{number}]", small, link, to=_target(number)))
        return found

    def paragraph(
        self,
        line: Line,
        look: Look,
        leading: float,
        element: Element,
        *,
        before: float = 0.0,
        indent: float = 0.0,
    ) -> list[Row]:
        """Return one paragraph's rows, one a line."""
        lines = break_lines(self.spans(line, look, element), self.measure - indent)
        rows = [_line_row(found, self.x + indent, leading, look.size) for found in lines]
        if rows:
            rows[0].before = before
        no_widows(rows)
        return rows

    def _title(self) -> list[Row]:
        page = self.page
        element = self.root.child("H1")
        look = Look(Face.STRONG, page.title_size, ACCENT)
        sentences = self.letter.title.replace(". ", ".\n").split("\n")
        rows: list[Row] = []
        for number, sentence in enumerate(sentences, 1):
            lines = balanced(self.spans((Text(sentence),), look, element), self.measure)
            if number < len(sentences) and lines:
                lines[-1].runs[-1].text += " "
            rows += [_line_row(line, self.x, page.title_leading, look.size) for line in lines]
        keep_together(rows)
        if rows:
            rows[-1].keep = True
            rows[0].bookmark = (1, self.letter.title)
        return rows

    def _block(self, block: Block) -> list[Row]:
        page = self.page
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, ListBlock):
            return self._list(block)
        if isinstance(block, Table):
            return self._table(block, page.table_size, page.table_leading)
        if isinstance(block, DeadlineBlock):
            look = Look(Face.STRONG, page.body_size)
            return self._boxed(block.line, look, ASKED_FILL, ACCENT)
        if isinstance(block, OpenBlock):
            words = (Text(f"[{OPEN_WORDS[block.reason]}: "), *block.line, Text("]"))
            return self._boxed(words, Look(Face.STRONG, page.body_size), OPEN_FILL, OPEN_BAR)
        if block.style is Style.ASKED:
            return self._boxed(block.line, self.body, ASKED_FILL, ACCENT)
        return self._plain_paragraph(block)

    def _plain_paragraph(self, block: Paragraph) -> list[Row]:
        page = self.page
        look, leading, before = self.body, page.body_leading, page.body_leading * 0.5
        if block.style is Style.LEAD:
            look = Look(Face.REGULAR, page.body_size + 1)
            leading, before = page.body_leading + 1.5, page.body_leading * 0.7
        elif block.style is Style.NOTE:
            look, leading = Look(Face.REGULAR, page.small_size, GREY), page.small_leading
        rows = self.paragraph(block.line, look, leading, self.root.child("P"), before=before)
        if rows and plain(block.line).rstrip().endswith(":"):
            keep_together(rows)
            rows[-1].keep = True
        return rows

    def _heading(self, block: Heading) -> list[Row]:
        page = self.page
        section = block.level == 2
        size = page.body_size + (2.5 if section else 0.5)
        look = Look(Face.STRONG, size, ACCENT if section else BLACK)
        element = self.root.child(f"H{block.level}")
        before = page.body_leading * (1.35 if section else 0.85)
        rows = self.paragraph(block.line, look, size * 1.3, element, before=before)
        for row in rows:
            row.keep = True
        if rows:
            rows[0].bookmark = (block.level, plain(block.line))
        return rows

    def _list(self, block: ListBlock) -> list[Row]:
        page = self.page
        numbering = "/Decimal" if block.numbered else "/Disc"
        whole = self.root.child("L", {"List": {"ListNumbering": numbering}})
        rows: list[Row] = []
        marks = [f"{number}." if block.numbered else BULLET for number in range(1, len(block.items) + 1)]
        widest = max((width(mark, self.body.face, self.body.size) for mark in marks), default=0.0)
        indent = max(mm(5.5), mm(3) + widest)
        for said, item in zip(marks, block.items, strict=True):
            element = whole.child("LI")
            label, words = element.child("Lbl"), element.child("LBody")
            mark = break_lines([Span(said, self.body, label)], indent)[0]
            item_rows = self.paragraph(
                item, self.body, page.body_leading, words, before=page.body_leading * 0.22, indent=indent
            )
            if item_rows:
                mark.runs[-1].text += " "
                first = item_rows[0]
                baseline = _baseline(page.body_leading, page.body_size)
                first.ops.insert(0, TextOp(self.x + mm(1.5), baseline, mark.runs, label))
            rows += item_rows
        return rows

    def _boxed(self, line: Line, look: Look, fill: Colour, bar: Colour) -> list[Row]:
        page = self.page
        element = self.root.child("P")
        lines = break_lines(self.spans(line, look, element), self.measure - 2 * INSET)
        rows: list[Row] = []
        for index, found in enumerate(lines):
            above = INSET * 0.6 if index == 0 else 0.0
            below = INSET * 0.6 if index == len(lines) - 1 else 0.0
            row = _line_row(found, self.x + INSET, page.body_leading, look.size)
            for op in row.ops:
                if isinstance(op, TextOp):
                    op.baseline += above
            row.height += above + below
            row.ops.insert(0, BoxOp(self.x, 0, BAR, row.height, bar))
            row.ops.insert(0, BoxOp(self.x, 0, self.measure, row.height, fill))
            rows.append(row)
        if rows:
            rows[0].before = page.body_leading * 0.6
        no_widows(rows)
        return rows

    def _table(self, block: Table, size: float, leading: float) -> list[Row]:
        page = self.page
        rows: list[Row] = []
        if block.caption:
            look = Look(Face.STRONG, size)
            rows = self.paragraph(
                (Text(block.caption),), look, leading, self.root.child("P"), before=page.body_leading * 0.6
            )
            for row in rows:
                row.keep = True
        if not block.rows:
            words = (Text(block.empty),)
            return rows + self.paragraph(
                words, Look(Face.ITALIC, page.body_size), page.body_leading, self.root.child("P"),
                before=page.body_leading * 0.4,
            )  # fmt: skip
        looks = TableLook(Look(Face.REGULAR, size), Look(Face.STRONG, size), leading)
        table = set_table(block, looks, self.x, self.measure, self.root.child("Table"), self.spans)
        table[0].before = page.body_leading * 0.6
        if block.note:
            table[-1].keep = True
            note = Look(Face.REGULAR, page.small_size, GREY)
            table += self.paragraph((Text(block.note),), note, page.small_leading, self.root.child("P"), before=3)
        return rows + table

    def _close(self, above: Sequence[Row]) -> list[Row]:
        """Return signature, annexes and copies, on one page with the end of the text where they are not too long."""
        lists = [
            *self._list_below("Bilag", self.letter.annexes),
            *self._list_below("Kopi til", self.letter.copies),
        ]
        rows = self._signature()
        if above:
            above[-1].keep = True
        if sum(row.before + row.height for row in (*rows, *lists)) < mm(self.page.height) / 3:
            rows += lists
            keep_together(rows)
            return rows
        return rows + lists

    def _signature(self) -> list[Row]:
        page, signature = self.page, self.letter.signature
        closing = signature.closing if signature else "Med venlig hilsen"
        rows = self._lines([(closing, self.body)], before=page.body_leading * 1.6)
        if signature is None or not signature.name:
            waiting = UNSIGNED if closing else UNAPPROVED
            rows += self._lines([(waiting, Look(Face.ITALIC, page.body_size, GREY))], before=page.body_leading * 1.2)
        else:
            rows += self._lines(self._signer(signature), before=page.body_leading * 1.2)
        if signature and signature.approved_on:
            day = f"Godkendt den {Translator('da').long_date(signature.approved_on)}. Dette er den endelige udgave."
            small = Look(Face.REGULAR, page.small_size, GREY)
            rows += self._lines([(day, small)], before=page.body_leading * 0.4)
        keep_together(rows)
        return rows

    def _signer(self, signature: Signature) -> list[tuple[str, Look]]:
        lines = [(signature.name, Look(Face.STRONG, self.page.body_size))]
        return lines + [(text, self.body) for text in (signature.title, signature.unit) if text]

    def _lines(self, lines: Sequence[tuple[str, Look]], before: float) -> list[Row]:
        rows: list[Row] = []
        element = self.root.child("P")
        for number, (text, look) in enumerate(lines):
            found = self.paragraph((Text(text),), look, self.page.body_leading, element)
            if number < len(lines) - 1 and found:
                op = found[-1].ops[-1]
                assert isinstance(op, TextOp)
                op.runs[-1].text += " "
            rows += found
        if rows:
            rows[0].before = before
        return rows

    def _list_below(self, title: str, items: Sequence[str]) -> list[Row]:
        if not items:
            return []
        page = self.page
        size, leading = page.small_size + 0.5, page.small_leading + 1
        whole = self.root.child("P")
        rows = self.paragraph((Text(title),), Look(Face.STRONG, size), leading, whole, before=page.body_leading)
        listing = self.root.child("L", {"List": {"ListNumbering": "/None"}})
        for item in items:
            body = listing.child("LI").child("LBody")
            rows += self.paragraph((Text(item),), Look(Face.REGULAR, size), leading, body)
        rows[0].keep = True
        no_widows(rows[1:])
        return rows

    def _evidence(self) -> list[Row]:
        page = self.page
        rows = self._heading(Heading((Text(self.letter.evidence_title),), 2, "evidence"))
        rows[0].new_page = True
        rows += self._plain_paragraph(Paragraph((Text(self.letter.evidence_intro),)))
        rows += self._heading(Heading((Text("Filer"),), 3))
        rows += self._table(evidence.file_table(self.letter), page.annex_size, page.annex_leading)
        rows += self._heading(Heading((Text("Oplysninger"),), 3))
        sources = self._table(evidence.source_table(self.letter), page.annex_size, page.annex_leading)
        for number, row in enumerate((row for row in sources if row.entry), 1):
            row.target = _target(number)
        return rows + sources


def _target(number: int) -> str:
    return f"source-{number}"


def _baseline(leading: float, size: float) -> float:
    return leading * 0.5 + size * 0.35  # half the height of IBM Plex Sans's capitals, 698/1000


def _line_row(line: SetLine, x: float, leading: float, size: float) -> Row:
    return Row(leading, [TextOp(x, _baseline(leading, size), line.runs)])
