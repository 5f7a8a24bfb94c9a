"""Draws a letter: the head of page 1, the text, head and foot of every page, each piece marked with its meaning.

``render_pdf`` gives the finished file; the same content, layout, draft mark and time give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from koorddesk import errors
from koorddesk.i18n import N_
from koorddesk.letters import archive
from koorddesk.letters.content import open_blocks
from koorddesk.letters.flow import BoxOp, Placed, TextOp, paginate
from koorddesk.letters.fonts import Face, clean, font_name, width
from koorddesk.letters.head import EXAMPLE, Head
from koorddesk.letters.lines import GREY, Colour, Look, Run, Span, break_lines
from koorddesk.letters.page import PageSettings, mm
from koorddesk.letters.setting import Setter
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
    """Return the letter as a PDF/A-2a and PDF/UA-1 file. ``made_at`` is the only time in it.

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
    pdf = archive.finish(raw, drawing.structure, meta)
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
    """One letter on its canvas."""

    def __init__(self, content: LetterContent, layout: PageSettings, draft: bool) -> None:
        self.content = content
        self.layout = layout
        self.draft = draft
        self.structure = Structure()
        self.figures: list[FigurePlace] = []
        self.pages = 0
        self.height = mm(layout.height)
        self.buffer = io.BytesIO()
        self.canvas: Any = Canvas(
            self.buffer,
            pagesize=(mm(layout.width), self.height),
            invariant=1,
            pageCompression=0,  # the finished file is compressed, once
            initialFontName=font_name(Face.REGULAR),
            initialFontSize=layout.body_size,
        )
        self.canvas.setTitle(content.title)
        self.open: Element | None = None
        self.look: Look | None = None

    def draw(self) -> bytes:
        """Draw all pages and return the untagged file."""
        layout = self.layout
        setter = Setter(self.content, layout, self.structure)
        head = Head(self.content, layout, setter.root)
        first_top = max(mm(layout.title_top), head.bottom + mm(6))
        room = self.height - mm(layout.top + layout.bottom)
        pages = paginate(setter.rows(), self.height - first_top - mm(layout.bottom), room)
        self.pages = len(pages)
        for index, page in enumerate(pages):
            self.structure.marks.append([])
            self._background()
            if index == 0:
                self._head(head)
            self._draw_rows(index, page, first_top if index == 0 else mm(layout.top))
            self._close()
            self._edges(index)
            self.look = None
            self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()

    # ---- marked content

    def _mark(self, element: Element) -> None:
        if self.open is element:
            return
        self._close()
        element.attach()
        page = len(self.structure.marks) - 1
        marks = self.structure.marks[page]
        element.kids.append((page, len(marks)))
        self.canvas.addLiteral(f"/{element.tag} <</MCID {len(marks)}>> BDC")
        marks.append(element)
        self.open = element

    def _close(self) -> None:
        if self.open is not None:
            self.canvas.addLiteral("EMC")
            self.open = None

    def _artifact(self, kind: str = "") -> None:
        self._close()
        self.canvas.addLiteral(f"/Artifact <<{kind}>> BDC" if kind else "/Artifact BMC")

    def _end_artifact(self) -> None:
        self.canvas.addLiteral("EMC")

    # ---- rows

    def _draw_rows(self, page: int, rows: Sequence[Placed], top: float) -> None:
        for placed in rows:
            y = self.height - top - placed.top  # the row's upper edge, from below
            row = placed.row
            if row.bookmark:
                level, title = row.bookmark
                self.structure.bookmarks.append(Bookmark(clean(title), level, page, y + 6))
            if row.target:
                self.structure.targets[row.target] = (page, y + 6)
            boxes = [op for op in row.ops if isinstance(op, BoxOp)]
            if boxes:
                self._artifact()
                for box in boxes:
                    self.canvas.setFillColorRGB(*box.fill)
                    self.canvas.rect(box.x, y - box.top - box.height, box.width, box.height, stroke=0, fill=1)
                self.look = None
                self._end_artifact()
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
                self._artifact()
                self._show(run, x, y)
                self._end_artifact()
                continue
            self._mark(element)
            self._show(run, x, y)
            self._note_place(run, x, y, page)

    def _show(self, run: Run, x: float, y: float) -> None:
        look = run.span.look
        if look != self.look:
            self.canvas.setFillColorRGB(*look.colour)
            self.canvas.setFont(font_name(look.face), look.size)
            self.look = look
        self.canvas.drawString(x, y, run.text)

    def _note_place(self, run: Run, x: float, y: float, page: int) -> None:
        span, size = run.span, run.span.look.size
        if span.to or span.uri:
            rect = (x, y - size * 0.25, x + run.width, y + size * 0.8)
            says = f"Kilde {run.text.strip()} i bilaget" if span.to else run.text.strip()
            assert span.element is not None
            self.structure.links.append(LinkPlace(page, rect, span.element, says, span.to, span.uri))
        if span.source is not None:
            per_mm = mm(1)
            self.figures.append(
                FigurePlace(
                    page + 1,
                    round(x / per_mm, 2),
                    round((self.height - y - size) / per_mm, 2),
                    round(run.width / per_mm, 2),
                    round(size * 1.25 / per_mm, 2),
                    run.text.strip(),
                    span.source,
                )
            )

    # ---- head and edges of the page

    def _background(self) -> None:
        if not self.draft:
            return
        self._artifact("/Type /Pagination /Subtype /Watermark")
        canvas, size = self.canvas, 118
        canvas.saveState()
        canvas.setFillColorRGB(*WATERMARK)
        canvas.setFont(font_name(Face.STRONG), size)
        canvas.translate(mm(self.layout.width) / 2, self.height / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, -size * 0.35, DRAFT)
        canvas.restoreState()
        self.look = None
        self._end_artifact()

    def _head(self, head: Head) -> None:
        if head.logo is not None:
            logo = head.logo
            self._mark(logo.element)
            self.canvas.drawImage(logo.image, logo.x, self.height - logo.top - logo.height, logo.width, logo.height)
            self._close()
        for op in head.ops:
            self._text(op, self.height, 0)
        self._close()

    def _edges(self, index: int) -> None:
        layout = self.layout
        look = Look(Face.REGULAR, layout.small_size, GREY)
        left, right = mm(layout.left), mm(layout.width - layout.right)
        self._artifact("/Type /Pagination")
        if index:
            lines = break_lines([Span(clean(self.content.running_head), look, None)], right - left)
            for number, line in enumerate(lines):
                self._edge(line.runs, left, mm(layout.running_head) - (len(lines) - 1 - number) * layout.small_leading)
        foot = self.height - mm(layout.foot)
        page = Span(f"Side {index + 1} af {self.pages}", look, None)
        wide = width(page.text, look.face, look.size)
        self._edge([Run(page.text, page, 0, wide)], right - wide, foot)
        marks = [DRAFT] if self.draft else []
        if self.content.addressee.example:
            marks.append(f"{EXAMPLE}: adressen er ikke en rigtig adresse")
        if marks:
            span = Span(" · ".join(marks), look, None)
            self._edge([Run(span.text, span, 0, 0)], left, foot)
        self._end_artifact()

    def _edge(self, runs: Sequence[Run], x: float, top: float) -> None:
        for run in runs:
            self._show(run, x + run.x, self.height - top)
