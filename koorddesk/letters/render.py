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
from koorddesk.letters.fonts import Face, clean, font_name, glue, width
from koorddesk.letters.lines import BLACK, GREY, Colour, Look, Run, Span, break_lines
from koorddesk.letters.page import PageSettings, mm
from koorddesk.letters.setting import ACCENT, Setter
from koorddesk.letters.tags import Bookmark, Element, LinkPlace, Structure

if TYPE_CHECKING:
    from koorddesk.letters.content import LetterContent, Source

errors.register(
    {
        "letter-address-missing": N_(
            "There is no address for %(recipient)s. Enter one under contacts; until then the letter stays a draft."
        ),
        "letter-address-too-long": N_(
            "The address of %(recipient)s takes %(lines)d lines, and the window has room for %(room)d. Shorten it."
        ),
        "letter-open": N_(
            "The letter to %(recipient)s has %(count)d open places and cannot be made final: %(places)s."
        ),
        "letter-unsigned": N_("The letter to %(recipient)s is not approved by a named person and cannot be final."),
    }
)

DRAFT = "UDKAST"
EXAMPLE = "EKSEMPEL"
WATERMARK: Colour = (0.91, 0.91, 0.91)


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
        raise errors.UserError("letter-open", recipient=recipient, count=len(found), places=places)
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
            pageCompression=1,
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
        first_top = mm(layout.title_top)
        room = self.height - mm(layout.top + layout.bottom)
        pages = paginate(setter.rows(), self.height - first_top - mm(layout.bottom), room)
        self.pages = len(pages)
        for index, page in enumerate(pages):
            self.structure.marks.append([])
            self._background()
            if index == 0:
                self._head(setter)
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

    def _head(self, setter: Setter) -> None:
        self._letterhead(setter)
        self._address(setter)
        self._references(setter)

    def _letterhead(self, setter: Setter) -> None:
        layout, sender = self.layout, self.content.sender
        x, top = mm(layout.left), mm(layout.head_top)
        if layout.logo:
            top = self._logo(setter, x, top)
        y = top + 4
        element = setter.root.child("P")
        self._line(clean(sender.agency), Look(Face.STRONG, 13, ACCENT), element, x, y + 8, more=bool(sender.unit))
        if sender.unit:
            self._line(clean(sender.unit), Look(Face.REGULAR, 10, GREY), element, x, y + 22)
        element = setter.root.child("P")
        look = Look(Face.REGULAR, layout.small_size, GREY)
        right = mm(layout.reference_left)
        for number, text in enumerate(sender.lines):
            more = number < len(sender.lines) - 1
            self._line(clean(text), look, element, right, y + 8 + number * layout.small_leading, more=more)

    def _logo(self, setter: Setter, x: float, top: float) -> float:
        from reportlab.lib.utils import ImageReader

        layout = self.layout
        image: Any = ImageReader(layout.logo)
        wide, high = image.getSize()
        width_pt = mm(layout.logo_width)
        height_pt = width_pt * high / wide
        y = self.height - top - height_pt
        box = (x, y, x + width_pt, y + height_pt)
        element = setter.root.child("Figure", {"Layout": {"BBox": box, "Placement": "/Block"}}, layout.logo_alt)
        self._mark(element)
        self.canvas.drawImage(image, x, y, width_pt, height_pt, mask=None)
        self._close()
        return top + height_pt + 4

    def _address(self, setter: Setter) -> None:
        layout, content = self.layout, self.content
        window = layout.window
        x = mm(window.left + layout.window_padding)
        room = mm(window.width - layout.window_padding)
        if content.sender.return_address:
            self._artifact()
            text = f"Afsender: {clean(content.sender.return_address)}"
            look = Look(Face.REGULAR, min(6.5, 6.5 * room / width(text, Face.REGULAR, 6.5)), GREY)
            self._line(text, look, None, x, mm(window.top + layout.return_line))
            self._end_artifact()
        lines = [clean(line) for line in content.addressee.lines if line.strip()]
        if content.addressee.example and not any(EXAMPLE in line.upper() for line in lines):
            lines.append(EXAMPLE)
        if not lines:
            lines = [clean(content.addressee.name), "[Mangler: adresse]"]
        element = setter.root.child("P")
        look = Look(Face.REGULAR, layout.body_size)
        spans = [Span(line, look, element) for line in lines]
        found = [(line, i) for i, span in enumerate(spans) for line in break_lines([span], room)]
        leading = layout.body_leading - 1
        fits = int((mm(window.height - layout.address_top)) // leading)
        if len(found) > fits:
            raise errors.UserError(
                "letter-address-too-long", recipient=content.addressee.name, lines=len(found), room=fits
            )
        for number, (line, _) in enumerate(found):
            y = mm(window.top + layout.address_top) + number * leading + layout.body_size * 0.8
            for run in line.runs:
                self._line(run.text.rstrip(), look, element, x + run.x, y, more=number < len(found) - 1)

    def _references(self, setter: Setter) -> None:
        layout = self.layout
        labels = Look(Face.REGULAR, layout.small_size, GREY)
        values = Look(Face.REGULAR, layout.small_size + 0.5, BLACK)
        x = mm(layout.reference_left)
        texts = [(clean(ref.label), clean(ref.text)) for ref in self.content.references]
        column = max((width(label, labels.face, labels.size) for label, _ in texts), default=0) + mm(4)
        room = mm(layout.width - layout.right + 7) - x - column
        y = mm(layout.reference_top) + layout.small_size
        for label, text in texts:
            element = setter.root.child("P")
            self._line(label, labels, element, x, y, more=True)
            lines = break_lines([Span(glue(text), values, element)], room)
            for number, line in enumerate(lines):
                for run in line.runs:
                    self._line(run.text.rstrip(), values, element, x + column + run.x, y, more=number < len(lines) - 1)
                y += layout.small_leading
            y += 1.5

    def _edges(self, index: int) -> None:
        layout = self.layout
        look = Look(Face.REGULAR, layout.small_size, GREY)
        left, right = mm(layout.left), mm(layout.width - layout.right)
        self._artifact("/Type /Pagination")
        if index:
            head = clean(self.content.running_head)
            self._line(head, look, None, left, mm(layout.running_head))
        foot = self.height - mm(layout.foot)
        page = f"Side {index + 1} af {self.pages}"
        self._line(page, look, None, right - width(page, look.face, look.size), foot)
        marks = [DRAFT] if self.draft else []
        if self.content.addressee.example:
            marks.append(f"{EXAMPLE}: adressen er ikke en rigtig adresse")
        if marks:
            self._line(" · ".join(marks), look, None, left, foot)
        self._end_artifact()

    def _line(
        self, text: str, look: Look, element: Element | None, x: float, top: float, *, more: bool = False
    ) -> None:
        """Draw one line with its baseline ``top`` below the upper edge; ``more`` of the same follows below it."""
        if element is not None:
            self._mark(element)
        self._show(Run(text + (" " if more else ""), Span(text, look, element), 0, 0), x, self.height - top)
