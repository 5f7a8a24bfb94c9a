"""The sheet a letter is drawn on: text, boxes and pictures, each piece marked with the element it belongs to.

Coordinates are points from the lower left corner of the page. Text is written straight into the page, because
reportlab has no marked content and its own text objects cost more than the rest of a letter.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from koorddesk.letters.fonts import Face, font, font_name, width

if TYPE_CHECKING:
    from koorddesk.letters.lines import Colour, Look
    from koorddesk.letters.tags import Element, Structure


class Sheet(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that keeps a letter's structure as it is drawn; one marked piece is open at a time."""

    def __init__(self, size: tuple[float, float], structure: Structure) -> None:
        """Begin an empty file with pages of this size."""
        self.buffer = io.BytesIO()
        super().__init__(
            self.buffer,
            pagesize=size,
            invariant=1,  # no time, no chance
            pageCompression=0,  # the finished file is compressed, once
            initialFontName=font_name(Face.REGULAR),
        )
        self.structure = structure
        self.open: Element | None = None
        self.colour: Colour | None = None
        self.codes: dict[Face, tuple[str, dict[str, int]]] = {}  # of the characters in the face's first subset

    def begin_page(self) -> None:
        """Take up the next page."""
        self.structure.marks.append([])
        self.colour = None

    def end_page(self) -> None:
        """Finish the page."""
        self.close()
        self.showPage()

    def finished(self) -> bytes:
        """Return the untagged file."""
        self.save()
        return self.buffer.getvalue()

    def mark(self, element: Element) -> None:
        """Let what is drawn from here on belong to this element."""
        if self.open is element:
            return
        self.close()
        element.attach()
        page = len(self.structure.marks) - 1
        marks = self.structure.marks[page]
        element.kids.append((page, len(marks)))
        self.addLiteral(f"/{element.tag} <</MCID {len(marks)}>> BDC")
        marks.append(element)
        self.open = element

    def close(self) -> None:
        """Let what is drawn from here on belong to nothing yet."""
        if self.open is not None:
            self.addLiteral("EMC")
            self.open = None

    def artifact(self, kind: str = "") -> None:
        """Begin what is decoration to a reader who listens; ``end_artifact`` ends it."""
        self.close()
        self.addLiteral(f"/Artifact <<{kind}>> BDC" if kind else "/Artifact BMC")

    def end_artifact(self) -> None:
        """End the decoration."""
        self.addLiteral("EMC")

    def write(self, text: str, look: Look, x: float, y: float, turned: tuple[float, float] = (1.0, 0.0)) -> None:
        """Write cleaned text with its baseline at ``y``; ``turned`` is the cosine and sine of its direction."""
        pieces = [f"{name} {look.size:g} Tf <{codes.hex()}> Tj" for name, codes in self._encoded(text, look.face)]
        across, up = turned
        place = f"{across:.5g} {up:.5g} {-up:.5g} {across:.5g} {x:.2f} {y:.2f} Tm"
        self.addLiteral(f"{self._fill(look.colour)}BT {place} {' '.join(pieces)} ET")

    def _encoded(self, text: str, face: Face) -> list[tuple[str, bytes]]:
        """Return text as codes of this file's subsets of a face, each stretch with the subset's name.

        reportlab gives each character its code when it is first used; those of the first subset are kept at hand.
        """
        name, known = self.codes.setdefault(face, ("", {}))
        try:
            return [(name, bytes(map(known.__getitem__, text)))] if text else []
        except KeyError:
            typeface: Any = font(face)
            split = typeface.splitString(text, self._doc)
            named = [(typeface.getSubsetInternalName(subset, self._doc), codes) for subset, codes in split]
            if [subset for subset, _ in split] == [0]:
                known.update(zip(text, named[0][1], strict=True))
                self.codes[face] = named[0][0], known
            return named

    def write_centred(self, text: str, look: Look, x: float, y: float, turned: tuple[float, float]) -> None:
        """Write text around a point, along a direction."""
        half, low = width(text, look.face, look.size) / 2, look.size * 0.35
        across, up = turned
        self.write(text, look, x - half * across + low * up, y - half * up - low * across, turned)

    def box(self, x: float, y: float, wide: float, high: float, fill: Colour) -> None:
        """Fill a rectangle whose lower left corner is at x, y."""
        self.addLiteral(f"{self._fill(fill)}{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re f")

    def _fill(self, colour: Colour) -> str:
        if colour == self.colour:
            return ""
        self.colour = colour
        return " ".join(f"{part:g}" for part in colour) + " rg "
