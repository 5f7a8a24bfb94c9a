"""How a sheet of our own can look in someone else's workbook without a new format: it borrows formats that are there.

A new format would mean another part written anew (the styles); so the workbook's own are looked through for one that
wraps plain text and one that suits a heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from koorddesk.workbooks.package_edit import workbook_part

if TYPE_CHECKING:
    from lxml import etree

    from koorddesk.workbooks.package_edit import Package

_READABLE = range(9, 13)  # points
_DARK = 110  # of 255: the brightest a colour may be to be read as text on white
_LIGHT = 150


@dataclass(frozen=True)
class Looks:
    """Indexes of formats to borrow: for running text, for headings (None where there is none); font of the text.

    ``wraps`` says whether the text's format breaks lines; where it does not, lines have to be broken beforehand.
    """

    text: int = 0
    head: int | None = None
    wraps: bool = False
    font: str = ""
    size: str = ""


def looks_of(package: Package) -> Looks:
    """Return what a workbook's formats offer; a workbook without formats offers nothing."""
    relations = package.relationships(workbook_part(package)).values()
    part = next((target for kind, target in relations if kind == "styles"), None)
    if part is None or not package.has(part):
        return Looks()
    root = package.tree(part)
    formats = _Formats(root)
    best, best_score = 0, -1
    head, head_score = None, -1
    for index, each in enumerate(formats.all):
        if (score := formats.as_text(each)) > best_score:
            best, best_score = index, score
        if (score := formats.as_head(each)) > head_score:
            head, head_score = index, score
    font = formats.font(formats.all[best]) if formats.all else None
    return Looks(
        best if best_score >= 0 else 0,
        head,
        best_score >= 0,
        _value(font, "name"),
        _value(font, "sz"),
    )


class _Formats:
    """The cell formats of a workbook with their fonts and fills."""

    def __init__(self, root: etree._Element) -> None:
        self.all = _children(root, "cellXfs")
        self._fonts = _children(root, "fonts")
        self._fills = _children(root, "fills")

    def font(self, xf: etree._Element) -> etree._Element | None:
        number = int(xf.get("fontId", "0"))
        return self._fonts[number] if number < len(self._fonts) else None

    def as_text(self, xf: etree._Element) -> int:
        """Return how well a format suits running text, or -1: it has to wrap, on white, in a plain dark font."""
        font, alignment = self.font(xf), xf.find("{*}alignment")
        if (
            font is None
            or alignment is None
            or not _is_upright(alignment)
            or xf.get("numFmtId", "0") not in ("0", "49")
        ):
            return -1
        wraps = alignment.get("wrapText") in ("1", "true")
        if not wraps or alignment.get("horizontal", "general") not in ("general", "left") or self._is_filled(xf):
            return -1
        if not _is_readable(font) or any(font.find(f"{{*}}{name}") is not None for name in ("b", "i", "strike", "u")):
            return -1
        if _brightness(font.find("{*}color")) > _DARK:
            return -1
        return 2 * (alignment.get("vertical") == "top") + (xf.get("borderId", "0") == "0")

    def as_head(self, xf: etree._Element) -> int:
        """Return how well a format suits a heading, or -1: bold on a light fill, with a dark font."""
        font, alignment = self.font(xf), xf.find("{*}alignment")
        if font is None or font.find("{*}b") is None or not _is_readable(font) or not self._is_filled(xf):
            return -1
        fill = self._fills[int(xf.get("fillId", "0"))]
        if _brightness(fill.find(".//{*}fgColor")) < _LIGHT or _brightness(font.find("{*}color")) > _DARK:
            return -1
        if alignment is not None and not _is_upright(alignment):
            return -1
        return int(alignment is not None and alignment.get("wrapText") in ("1", "true"))

    def _is_filled(self, xf: etree._Element) -> bool:
        number = int(xf.get("fillId", "0"))
        if number >= len(self._fills):
            return True
        pattern = self._fills[number].find("{*}patternFill")
        return pattern is None or pattern.get("patternType", "none") != "none"


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    parent = root.find(f"{{*}}{name}")
    return [child for child in parent if isinstance(child.tag, str)] if parent is not None else []


def _is_upright(alignment: etree._Element) -> bool:
    return alignment.get("textRotation", "0") == "0" and alignment.get("shrinkToFit") not in ("1", "true")


def _is_readable(font: etree._Element) -> bool:
    size = _value(font, "sz")
    return bool(size) and round(float(size)) in _READABLE


def _value(font: etree._Element | None, name: str) -> str:
    found = font.find(f"{{*}}{name}") if font is not None else None
    return str(found.get("val", "")) if found is not None else ""


def _brightness(color: etree._Element | None) -> int:
    """Return how bright a colour is from 0 to 255; none is black, of a theme's only its text and paper are known."""
    if color is None:
        return 0
    if (rgb := color.get("rgb", "")) and len(rgb) == 8:
        red, green, blue = (int(rgb[at : at + 2], 16) for at in (2, 4, 6))
        return round(0.299 * red + 0.587 * green + 0.114 * blue)
    if (theme := color.get("theme")) is not None:
        shade = float(color.get("tint", "0"))
        return {"0": 255, "1": 0}.get(theme, 230 if shade >= 0.5 else 128)
    return {"8": 0, "9": 255, "64": 0, "65": 255}.get(color.get("indexed", ""), 128)
