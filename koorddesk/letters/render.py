"""Draws a letter: the head of page 1, the text, head and foot of every page, each piece marked with its meaning.

``render_pdf`` gives the finished file; the same content, layout, draft mark and time give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk import errors
from koorddesk.i18n import N_
from koorddesk.letters import archive
from koorddesk.letters.attached import evidence_workbook
from koorddesk.letters.content import open_blocks
from koorddesk.letters.flow import BoxOp, Row, TextOp, paginate
from koorddesk.letters.fonts import Face, clean, width
from koorddesk.letters.head import EXAMPLE, Head
from koorddesk.letters.lines import GREY, Colour, Look, Run, Span, break_lines
from koorddesk.letters.page import PageSettings, mm
from koorddesk.letters.setting import Setter
from koorddesk.letters.sheet import Sheet
from koorddesk.letters.tags import Bookmark, Element, LinkPlace, Structure

if TYPE_CHECKING:
    from koorddesk.letters.content import LetterContent, Source

errors.register(
    {
        "letter-address-missing": N_(
            "There is no address for %(recipient)s. Enter one under contacts; until then the letter stays a draft."
        ),
        "letter-not-final": N_(
            "The letter to %(recipient)s has %(count)d open places and cannot be made final: %(places)s."
        ),
        "letter-unsigned": N_("The letter to %(recipient)s is not approved by a named person and cannot be final."),
    }
)

DRAFT = "UDKAST"
BREATH = 6.0  # points that a bookmark or link leaves above its place
WATERMARK: Colour = (0.935, 0.935, 0.935)


@dataclass(frozen=True)
class FigurePlace:
    """Where a figure stands in the finished letter: page from 1, rectangle in mm from the top left, its source."""

    page: int
    left: float
    top: float
    width: float
    height: float
    text: str
    source: Source


@dataclass(frozen=True)
class Rendered:
    """A finished letter: the file, its number of pages, and where each figure stands."""

    pdf: bytes
    pages: int
    figures: tuple[FigurePlace, ...]


def render_pdf(content: LetterContent, layout: PageSettings, draft: bool, made_at: dt.datetime) -> bytes:
    """Return the letter as a PDF/A-2a and PDF/UA-1 file, PDF/A-3a where its evidence rides along.

    ``made_at`` is the only time in it.

    UserError where it cannot be set, and for a final letter that lacks an address or signature or has open places.
    """
    return render(content, layout, draft, made_at).pdf


def render(content: LetterContent, layout: PageSettings, draft: bool, made_at: dt.datetime) -> Rendered:
    """Return the letter as ``render_pdf`` does, with its number of pages and the places of its figures."""
    if not draft:
        check_final(content)
    drawing = _Drawing(content, layout, draft)
    raw = drawing.draw()
    meta = archive.Metadata(
        title=f"{DRAFT}: {content.title}" if draft else content.title,
        author=content.sender.agency,
        subject=f"Brev til {content.addressee.name}",
        made_at=made_at,
    )
    attachment = evidence_workbook(content, made_at) if content.attached and content.evidence_title else None
    pdf = archive.finish(raw, drawing.structure, meta, attachment)
    return Rendered(pdf, drawing.pages, tuple(drawing.figures))


def check_final(content: LetterContent) -> None:
    """Raise UserError for what keeps a letter from being final."""
    recipient = content.addressee.name
    if not any(line.strip() for line in content.addressee.lines):
        raise errors.UserError("letter-address-missing", recipient=recipient)
    if found := open_blocks(content):
        places = "; ".join("".join(part.text for part in block.line).rstrip(".") for block in found)
        raise errors.UserError("letter-not-final", recipient=recipient, count=len(found), places=places)
    if content.signature is None or not content.signature.name.strip():
        raise errors.UserError("letter-unsigned", recipient=recipient)


class _Drawing:
    """One letter on its sheet."""

    def __init__(self, content: LetterContent, layout: PageSettings, draft: bool) -> None:
        self.content = content
        self.layout = layout
        self.draft = draft
        self.structure = Structure()
        self.figures: list[FigurePlace] = []
        self.pages = 0
        self.height = mm(layout.height)
        self.sheet = Sheet((mm(layout.width), self.height), self.structure)

    def draw(self) -> bytes:
        """Draw all pages and return the untagged file."""
        layout, sheet = self.layout, self.sheet
        setter = Setter(self.content, layout, self.structure)
        head = Head(self.content, layout, setter.root)
        first_top = max(mm(layout.title_top), head.bottom + mm(6))
        room = self.height - mm(layout.top + layout.bottom)
        pages = paginate(setter.rows(), self.height - first_top - mm(layout.bottom), room)
        self.pages = len(pages)
        for index, page in enumerate(pages):
            sheet.begin_page()
            if self.draft:
                self._watermark()
            if index == 0:
                self._head(head)
            for placed in page:
                top = first_top if index == 0 else mm(layout.top)
                self._row(placed.row, self.height - top - placed.top, index)
            self._edges(index)
            sheet.end_page()
        return sheet.finished()

    def _head(self, head: Head) -> None:
        if head.logo is not None:
            logo = head.logo
            self.sheet.mark(logo.element)
            self.sheet.drawImage(logo.image, logo.x, self.height - logo.top - logo.height, logo.width, logo.height)
        for op in head.ops:
            self._text(op, self.height, 0)

    def _row(self, row: Row, y: float, page: int) -> None:
        """Draw a row whose upper edge is at ``y``."""
        if row.bookmark:
            level, title = row.bookmark
            self.structure.bookmarks.append(Bookmark(clean(title), level, page, y + BREATH))
        if row.target:
            self.structure.targets[row.target] = (page, y + BREATH)
        boxes = [op for op in row.ops if isinstance(op, BoxOp)]
        if boxes:
            self.sheet.artifact()
            for box in boxes:
                self.sheet.box(box.x, y - box.top - box.height, box.width, box.height, box.fill)
            self.sheet.end_artifact()
        for op in row.ops:
            if isinstance(op, TextOp):
                self._text(op, y, page)

    def _text(self, op: TextOp, top: float, page: int) -> None:
        if op.element is not None:
            op.element.attach()
        for run in op.runs:
            x, y = op.x + run.x, top - op.baseline
            element = run.span.element
            if element is None:
                self.sheet.artifact()
                self.sheet.write(run.text, run.span.look, x, y)
                self.sheet.end_artifact()
                continue
            self.sheet.mark(element)
            self.sheet.write(run.text, run.span.look, x, y)
            self._note_place(run, element, x, y, page)

    def _note_place(self, run: Run, element: Element, x: float, y: float, page: int) -> None:
        span, size = run.span, run.span.look.size
        low, high = y - size * 0.25, y + size
        if span.to or span.uri:
            says = f"Kilde {run.text.strip()} i bilaget" if span.to else run.text.strip()
            rect = (x, low, x + run.width, high)
            self.structure.links.append(LinkPlace(page, rect, element, says, span.to, span.uri))
        if span.source is not None:
            millimetres = [x, self.height - high, run.width, high - low]
            left, top, wide, tall = (round(length / mm(1), 2) for length in millimetres)
            self.figures.append(FigurePlace(page + 1, left, top, wide, tall, run.text.strip(), span.source))

    def _watermark(self) -> None:
        self.sheet.artifact("/Type /Pagination /Subtype /Watermark")
        look = Look(Face.STRONG, 118, WATERMARK)
        angle = math.radians(52)
        turned = (math.cos(angle), math.sin(angle))
        self.sheet.write_centred(DRAFT, look, mm(self.layout.width) / 2, self.height / 2, turned)
        self.sheet.end_artifact()

    def _edges(self, index: int) -> None:
        """Draw the running head of later pages and the foot of every page."""
        layout, sheet = self.layout, self.sheet
        look = Look(Face.REGULAR, layout.small_size, GREY)
        left, right = mm(layout.left), mm(layout.width - layout.right)
        sheet.artifact("/Type /Pagination")
        if index:
            lines = break_lines([Span(clean(self.content.running_head), look, None)], right - left)
            for number, line in enumerate(reversed(lines)):
                y = self.height - mm(layout.running_head) + number * layout.small_leading
                for run in line.runs:
                    sheet.write(run.text, look, left + run.x, y)
        page = f"Side {index + 1} af {self.pages}"
        sheet.write(page, look, right - width(page, look.face, look.size), mm(layout.foot))
        marks = [DRAFT] if self.draft else []
        if self.content.addressee.example:
            marks.append(f"{EXAMPLE}: adressen er ikke en rigtig adresse")
        if marks:
            sheet.write(" · ".join(marks), look, left, mm(layout.foot))
        sheet.end_artifact()
