"""A letter as a Word document for editing outside: true headings, paragraphs, lists and tables, no looks of its own.

The locked PDF stays what was sent. The same letter gives the same bytes: all times in the file are the letter's day.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from koorddesk.letters import evidence
from koorddesk.letters.content import (
    Align,
    Block,
    DeadlineBlock,
    Figure,
    Heading,
    LetterContent,
    Line,
    ListBlock,
    OpenBlock,
    Paragraph,
    Style,
    Table,
    Text,
)
from koorddesk.letters.fonts import clean
from koorddesk.letters.setting import OPEN_WORDS, UNSIGNED

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "IBM Plex Sans"  # Word takes the nearest it has where this one is not installed
_STYLES = {Style.BODY: "Normal", Style.LEAD: "Intense Quote", Style.ASKED: "Quote", Style.NOTE: "Caption"}
_EARLIEST = (1980, 1, 1)  # of a zip file


def word_file(letter: LetterContent, *, draft: bool) -> bytes:
    """Return the letter as a ``.docx`` file; a draft says so at the top of every page."""
    return _Writer(letter, draft=draft).file()


class _Writer:
    """One letter on its way into Word's format."""

    def __init__(self, letter: LetterContent, *, draft: bool) -> None:
        import docx

        self.letter = letter
        self.document: Document = docx.Document()
        self.numbers = evidence.numbers(letter) if letter.evidence_title else {}
        self._settle_styles()
        self._edges(draft=draft)

    def file(self) -> bytes:
        letter = self.letter
        self._head()
        self._paragraph((Text(letter.title),), "Heading 1")
        for block in letter.blocks:
            self._block(block)
        self._close()
        if letter.evidence_title:
            self._paragraph((Text(letter.evidence_title),), "Heading 2").paragraph_format.page_break_before = True
            self._paragraph((Text(letter.evidence_intro),), "Normal")
            self._table(evidence.file_table(letter))
            self._table(evidence.source_table(letter))
        for block in letter.annex_blocks:
            self._block(block)
        return self._saved()

    def _settle_styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Quote", "Intense Quote", "Caption"):
            style: Any = self.document.styles[name]
            style.font.name = FONT
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
            style.font.italic = False
            style.font.color.rgb = RGBColor(0, 0, 0)
        normal: Any = self.document.styles["Normal"]
        normal.font.size = Pt(10)
        defaults = self.document.styles.element.find(qn("w:docDefaults"))
        for language in defaults.iter(qn("w:lang")):
            for name in ("w:val", "w:eastAsia"):
                language.set(qn(name), "da-DK")
        properties = self.document.core_properties
        moment = dt.datetime.combine(self.letter.dated, dt.time())
        properties.title, properties.author = clean(self.letter.title), clean(self.letter.sender.agency)
        properties.subject = clean(f"Brev til {self.letter.addressee.name}")
        properties.language, properties.comments, properties.keywords = "da-DK", "", ""
        properties.created = properties.modified = moment
        properties.last_modified_by = clean(self.letter.sender.agency)

    def _edges(self, *, draft: bool) -> None:
        section = self.document.sections[0]
        if draft:
            section.header.paragraphs[0].text = "UDKAST"
        foot = section.footer.paragraphs[0]
        for words, field in (("Side ", "PAGE"), (" af ", "NUMPAGES")):
            foot.add_run(words)
            _field(foot, field)

    def _head(self) -> None:
        letter = self.letter
        self._paragraph((Text(letter.sender.agency, strong=True),), "Normal")
        self._lines([letter.sender.unit, *letter.sender.lines])
        self._lines([*letter.addressee.lines] or [letter.addressee.name])
        self._lines([f"{reference.label}: {reference.text}" for reference in letter.references])

    def _lines(self, lines: list[str]) -> None:
        """Write an address or the particulars as one paragraph with line breaks."""
        known = [clean(line) for line in lines if line.strip()]
        if not known:
            return
        made = self.document.add_paragraph()
        for number, line in enumerate(known):
            if number:
                made.add_run().add_break()
            made.add_run(line)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._paragraph(block.line, f"Heading {block.level}")
        elif isinstance(block, ListBlock):
            for item in block.items:
                self._paragraph(item, "List Number" if block.numbered else "List Bullet")
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, OpenBlock):
            words = f"[{OPEN_WORDS[block.reason]}: {''.join(part.text for part in block.line)}]"
            self._paragraph((Text(words, strong=True),), "Normal")
        elif isinstance(block, DeadlineBlock):
            self._paragraph(block.line, "Normal", strong=True)
        else:
            self._paragraph(block.line, _STYLES[block.style] if isinstance(block, Paragraph) else "Normal")

    def _paragraph(self, line: Line, style: str, *, strong: bool = False) -> WordParagraph:
        made = self.document.add_paragraph(style=style)
        self._runs(made, line, strong=strong)
        return made

    def _runs(self, made: WordParagraph, line: Line, *, strong: bool = False) -> None:
        for part in line:
            run = made.add_run(clean(part.text))
            run.bold = True if strong or getattr(part, "strong", False) else None
            if isinstance(part, Figure) and (number := self.numbers.get(evidence.source_key(part.source))):
                made.add_run(f" [{number}]")

    def _table(self, table: Table) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement

        if table.caption:
            self._paragraph((Text(table.caption),), "Caption")
        if not table.rows:
            self._paragraph((Text(table.empty),), "Normal")
            return
        made: Any = self.document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
        # The first row is a header, also for a screen reader and on each further page.
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no other way to it
        for place, column in enumerate(table.columns):
            self._runs(made.cell(0, place).paragraphs[0], (Text(column.title),), strong=True)
            for row, cells in enumerate(table.rows, start=1):
                paragraph = made.cell(row, place).paragraphs[0]
                self._runs(paragraph, cells[place])
                if column.align is Align.NUMBER:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._paragraph((Text(table.note),), "Caption")

    def _close(self) -> None:
        letter, signature = self.letter, self.letter.signature
        if signature is not None:
            signed = [signature.name or UNSIGNED, signature.title, signature.unit]
            self._lines([signature.closing, *(line for line in signed if line)])
        if letter.annexes:
            self._paragraph((Text("Bilag"),), "Heading 2")
            for annex in letter.annexes:
                self._paragraph((Text(annex),), "List Bullet")
        if letter.copies:
            self._paragraph((Text("Kopi til"),), "Heading 2")
            for copy in letter.copies:
                self._paragraph((Text(copy),), "List Bullet")

    def _saved(self) -> bytes:
        """Return the file with the letter's day as the time of every part."""
        raw = io.BytesIO()
        self.document.save(raw)
        day = self.letter.dated
        stamp = max((day.year, day.month, day.day), _EARLIEST)
        done = io.BytesIO()
        with zipfile.ZipFile(raw) as before, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as after:
            for name in before.namelist():
                after.writestr(zipfile.ZipInfo(name, (*stamp, 0, 0, 0)), before.read(name), zipfile.ZIP_DEFLATED)
        return done.getvalue()


def _field(paragraph: WordParagraph, name: str) -> None:
    """Put in a field that Word fills in, such as the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run: Any = paragraph.add_run()
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), name)
    run._r.append(made)  # noqa: SLF001 - fields have no other way in
