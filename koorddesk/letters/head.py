"""The head of page 1: letterhead, return address and addressee in the window, reference block.

Lengths are points from the upper left corner of the page. Reading order: sender, addressee, references.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image

from koorddesk import errors
from koorddesk.i18n import N_
from koorddesk.letters.flow import TextOp
from koorddesk.letters.fonts import Face, clean, glue, width
from koorddesk.letters.lines import ACCENT, BLACK, GREY, Look, SetLine, Span, break_lines
from koorddesk.letters.page import PageSettings, mm

if TYPE_CHECKING:
    from koorddesk.letters.content import LetterContent
    from koorddesk.letters.tags import Element

errors.register(
    {
        "letter-address-too-long": N_(
            "The address of %(recipient)s takes %(lines)d lines, and the window has room for %(room)d. Shorten it."
        ),
        "letter-logo-unreadable": N_(
            'The logo "%(path)s" cannot be read: %(reason)s. Choose another picture in the settings.'
        ),
    }
)

EXAMPLE = "EKSEMPEL"
NO_ADDRESS = "[Mangler: adresse]"
RETURN_SIZE = 6.5  # points, the most
AGENCY_LEADING = 16.0  # points
LOGO_GAP = 4.0  # points between the logo and the agency's name
WINDOW_GAP = 2.0  # mm that stay empty above the window
GUTTER = 6.0  # mm between the letterhead's two columns


@dataclass(frozen=True, eq=False)
class Logo:
    """The agency's logo with its place and its element, which carries what it shows."""

    image: Any
    x: float
    top: float
    width: float
    height: float
    element: Element


class Head:
    """The set head of a letter: ``ops`` in reading order, ``bottom`` the lower edge of its lowest part."""

    def __init__(self, content: LetterContent, layout: PageSettings, root: Element) -> None:
        """Set the head; UserError where the address does not fit its window."""
        self.content = content
        self.layout = layout
        self.root = root
        self.logo: Logo | None = None
        self.ops: list[TextOp] = []
        self.small = Look(Face.REGULAR, layout.small_size, GREY)
        below = self._letterhead()
        self._return_address()
        self._addressee()
        self.bottom = self._references(max(mm(layout.reference_top), below + mm(5)))

    def _letterhead(self) -> float:
        """Set the sender: name and unit left, how to reach it right; return the right column's lower edge."""
        layout, sender = self.layout, self.content.sender
        left, right = mm(layout.left), mm(layout.reference_left)
        top = mm(layout.head_top)
        if layout.logo:
            top = self._place_logo(left, top)
        y = self._block(
            [(sender.agency, Look(Face.STRONG, 13, ACCENT))], left, top, right - left - mm(GUTTER), AGENCY_LEADING
        )
        if sender.unit:
            look = Look(Face.REGULAR, layout.body_size, GREY)
            self._block([(sender.unit, look)], left, y, right - left - mm(GUTTER), layout.body_leading - 1)
        room = mm(layout.width - layout.reference_right) - right
        lines = [(text, self.small) for text in sender.lines if text.strip()]
        return self._block(lines, right, mm(layout.head_top) + 3, room, layout.small_leading)

    def _place_logo(self, x: float, top: float) -> float:
        """Place the logo above the sender's name, made smaller where it would push the name into the window."""
        layout = self.layout
        image = _picture(layout.logo)
        wide, high = image.getSize()
        room = mm(layout.window.top - WINDOW_GAP) - top - AGENCY_LEADING - layout.body_leading - LOGO_GAP
        logo_height = min(mm(layout.logo_width) * high / wide, room)
        logo_width = logo_height * wide / high
        low = mm(layout.height) - top - logo_height
        box = (x, low, x + logo_width, low + logo_height)
        alt = layout.logo_alt or f"{self.content.sender.agency}, logo"
        element = self.root.child("Figure", {"Layout": {"BBox": box, "Placement": "/Block"}}, alt)
        self.logo = Logo(image, x, top, logo_width, logo_height, element)
        return float(top + logo_height + LOGO_GAP)

    def _return_address(self) -> None:
        layout, window = self.layout, self.layout.window
        if not self.content.sender.return_address:
            return
        text = f"Afsender: {clean(self.content.sender.return_address)}"
        room = mm(window.width - layout.window_padding)
        size = min(RETURN_SIZE, room / width(text, Face.REGULAR, 1))
        line = break_lines([Span(text, Look(Face.REGULAR, size, GREY), None)], room + 1)[0]
        self.ops.append(TextOp(mm(window.left + layout.window_padding), mm(window.top + layout.return_line), line.runs))

    def _addressee(self) -> None:
        layout, window, addressee = self.layout, self.layout.window, self.content.addressee
        lines = [line for line in addressee.lines if line.strip()]
        if not lines:
            lines = [addressee.name, NO_ADDRESS]
        if addressee.example and not any(EXAMPLE in line.upper() for line in lines):
            lines.append(EXAMPLE)
        x, top = mm(window.left + layout.window_padding), mm(window.top + layout.address_top)
        room = mm(window.width - layout.window_padding)
        element = self.root.child("P")
        for size in (layout.body_size, layout.body_size - 1, layout.body_size - 2):
            look, leading = Look(Face.REGULAR, size), size * 1.3
            found = self._lines([(line, look) for line in lines], room, element)
            fits = int((mm(window.height - layout.address_top) + 0.01) // leading)
            if len(found) <= fits:
                self._place(found, x, top, leading)
                return
        raise errors.UserError("letter-address-too-long", recipient=addressee.name, lines=len(found), room=fits)

    def _references(self, top: float) -> float:
        layout = self.layout
        value_look = Look(Face.REGULAR, layout.small_size + 0.5, BLACK)
        x = mm(layout.reference_left)
        texts = [(clean(reference.label), reference.text) for reference in self.content.references]
        indent = max((width(label, self.small.face, self.small.size) for label, _ in texts), default=0) + mm(4)
        room = mm(layout.width - layout.reference_right) - x - indent
        for label, text in texts:
            element = self.root.child("P")
            label_line = break_lines([Span(label, self.small, element)], indent)[0]
            label_line.runs[-1].text += " "
            values = break_lines([Span(glue(clean(text)), value_look, element)], room)
            self._add(label_line, x, top, layout.small_leading, layout.small_size)
            for line in values:
                self._add(line, x + indent, top, layout.small_leading, layout.small_size)
                top += layout.small_leading
            top += 1.5
        return top

    def _block(self, texts: Sequence[tuple[str, Look]], x: float, top: float, room: float, leading: float) -> float:
        """Set lines of one paragraph below each other, wide ones on several; return the lower edge."""
        return self._place(self._lines(texts, room, self.root.child("P")), x, top, leading)

    def _lines(self, texts: Sequence[tuple[str, Look]], room: float, element: Element) -> list[SetLine]:
        return [line for text, look in texts for line in break_lines([Span(clean(text), look, element)], room)]

    def _place(self, lines: Sequence[SetLine], x: float, top: float, leading: float) -> float:
        for number, line in enumerate(lines):
            last = line.runs[-1]
            if number < len(lines) - 1 and not last.text.endswith(" "):
                last.text += " "
            self._add(line, x, top, leading, last.span.look.size)
            top += leading
        return top

    def _add(self, line: SetLine, x: float, top: float, leading: float, size: float) -> None:
        self.ops.append(TextOp(x, top + leading * 0.5 + size * 0.35, line.runs))


def _picture(path: str) -> Any:
    """Return a picture as reportlab draws it; UserError for a file that is none."""
    from reportlab.lib.utils import ImageReader

    try:
        with Image.open(path) as opened:
            return ImageReader(opened.convert("RGBA" if "A" in opened.getbands() else "RGB"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "ingen PNG- eller JPEG-fil"
        raise errors.UserError("letter-logo-unreadable", path=path, reason=reason) from error
