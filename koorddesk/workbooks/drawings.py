"""What lies on a sheet instead of in its cells: text boxes, pictures, form controls, embedded files.

Nothing of it is read as an answer; what could hold one is said, with its text where there is any.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from koorddesk.workbooks.limits import refuse
from koorddesk.workbooks.package import Package

_TEXT_SHOWN = 200
_MOST_TEXTS = 1_000
_ROW_EMU = 190_500  # a row of 15 points, in the unit of drawings
_LOGO_ROWS = 8


@dataclass(frozen=True)
class DrawingNotes:
    """What was found on one sheet."""

    texts: tuple[str, ...] = ()
    pictures: int = 0
    shapes: int = 0
    controls: int = 0
    ticked: int = 0
    embedded: int = 0

    def __add__(self, other: DrawingNotes) -> DrawingNotes:
        """Return what two parts hold together."""
        return DrawingNotes(
            self.texts + other.texts,
            self.pictures + other.pictures,
            self.shapes + other.shapes,
            self.controls + other.controls,
            self.ticked + other.ticked,
            self.embedded + other.embedded,
        )

    @property
    def any(self) -> bool:
        """Tell whether anything lies on the sheet."""
        return bool(self.texts or self.pictures or self.shapes or self.controls or self.embedded)

    def notices(self, sheet: str) -> list[tuple[str, dict[str, str | int | float]]]:
        """Return what is worth saying about it."""
        said: list[tuple[str, dict[str, str | int | float]]] = [
            ("text-box", {"sheet": sheet, "text": text[:_TEXT_SHOWN]}) for text in self.texts
        ]
        if self.controls:
            said.append(("form-controls", {"sheet": sheet, "count": self.controls, "ticked": self.ticked}))
        if self.embedded:
            said.append(("embedded-files", {"sheet": sheet}))
        if self.pictures:
            said.append(("pictures", {"sheet": sheet, "count": self.pictures}))
        return said


def read_drawing(package: Package, part: str) -> DrawingNotes:
    """Return what a drawing part shows; the caption of a form control is no text box."""
    texts: list[str] = []
    pictures = shapes = 0
    for element in package.tree(part).iter("{*}pic", "{*}sp", "{*}graphicFrame", "{*}cxnSp"):
        name = etree.QName(element).localname
        if name == "pic":
            shapes += 1
            pictures += _is_large(element)
        else:
            shapes += 1
            paragraphs = ("".join(t.text or "" for t in p.iter("{*}t")) for p in element.iter("{*}p"))
            text = "\n".join(line for line in paragraphs if line.strip()).strip()
            if len(texts) > _MOST_TEXTS:
                raise refuse("file-too-many-parts", limit=_MOST_TEXTS)
            if name == "sp" and text and next(element.iter("{*}compatExt"), None) is None:
                texts.append(text)
    return DrawingNotes(tuple(texts), pictures, shapes)


def _is_large(picture: etree._Element) -> bool:
    """Tell whether a picture is too tall for a logo, so that it may be a table someone pasted in."""
    height = max((int(e.get("cy", "0")) for e in picture.iter("{*}ext") if e.get("cy", "").isdigit()), default=0)
    anchor = next(picture.iterancestors("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor"), None)
    if anchor is not None:
        rows = [e.text or "" for e in anchor.iterfind("{*}from/{*}row")] + [
            e.text or "" for e in anchor.iterfind("{*}to/{*}row")
        ]
        if len(rows) == 2 and all(row.strip().isdigit() for row in rows):
            height = max(height, (int(rows[1]) - int(rows[0])) * _ROW_EMU)
    return height > _LOGO_ROWS * _ROW_EMU
