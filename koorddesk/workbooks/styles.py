"""The formats of an .xlsx workbook: what each cell format index says about a cell's looks and protection."""

from __future__ import annotations

import colorsys
import functools
import re
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from koorddesk.workbooks.display import BUILTIN_FORMATS, NumberFormat, number_format
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.limits import refuse
from koorddesk.workbooks.package import Package

_T = TypeVar("_T")

_MOST_FORMATS = 66_000  # Excel writes 65,490 at most

# ECMA-376 part 1, 18.8.27: the colours an index below 64 stands for, where the workbook brings no palette.
_INDEXED = re.findall(
    "[0-9A-F]{6}",
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
    " 800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF"
    " 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99"
    " 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333",
)
# A theme lists dark 1, light 1, dark 2, light 2; cells count light 1, dark 1, light 2, dark 2.
_THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
_OFFICE_THEME = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D",
    "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """What one cell format gives a cell; ``empty`` is the cell of this format without content, if it is worth keeping.

    An empty cell is worth keeping when it looks like a place for an answer: filled, framed or unlocked.
    """

    format: NumberFormat
    bold: bool = False
    struck: bool = False
    fill: str | None = None
    locked: bool = True
    wrap: bool = False
    align: str = ""
    border: bool = False
    size: float = 11.0
    color: str | None = None

    @functools.cached_property
    def rest(self) -> tuple[bool, bool, str | None, bool, None, bool, str, bool, float, str | None]:
        """Return the looks as the last arguments of a ``Cell``, from ``bold`` on."""
        return (
            self.bold, self.struck, self.fill, self.locked, None,
            self.wrap, self.align, self.border, self.size, self.color,
        )  # fmt: skip

    @functools.cached_property
    def empty(self) -> Cell | None:
        """Return the empty cell of this format, or None for one that looks like nothing."""
        if self.fill is None and not self.border and self.locked:
            return None
        return Cell(None, "", self.format.code, None, False, None, *self.rest)


@dataclass(frozen=True)
class _Font:
    bold: bool = False
    struck: bool = False
    size: float = 11.0
    color: str | None = None


def read_looks(package: Package, part: str | None, theme: str | None) -> list[Look]:
    """Return the looks of a workbook by cell format index; none without a styles part."""
    if part is None:
        return []
    root = package.tree(part)
    ns = _namespace(root)
    if any(len(group) > _MOST_FORMATS for group in root):
        raise refuse("file-too-many-parts", limit=_MOST_FORMATS)
    colours = _Colours(_theme(package, theme), [c.get("rgb", "")[-6:] for c in root.iter(f"{ns}rgbColor")])
    codes = dict(BUILTIN_FORMATS)
    for element in root.iterfind(f"{ns}numFmts/{ns}numFmt"):
        codes[_number(element.get("numFmtId"))] = element.get("formatCode", "General")
    fonts = [_font(element, ns, colours) for element in root.iterfind(f"{ns}fonts/{ns}font")] or [_Font()]
    fills = [_fill(element, ns, colours) for element in root.iterfind(f"{ns}fills/{ns}fill")] or [None]
    borders = [_border(element) for element in root.iterfind(f"{ns}borders/{ns}border")] or [False]
    formats = root.find(f"{ns}cellXfs")
    listed = formats.findall(f"{ns}xf") if formats is not None else []
    if len(listed) > _MOST_FORMATS:
        raise refuse("file-too-many-parts", limit=_MOST_FORMATS)
    looks = [_look(codes, fonts, fills, borders, xf, ns) for xf in listed]
    return looks or [_look(codes, fonts, fills, borders, etree.Element("xf"), ns)]


def flag(value: str | None, default: bool = False) -> bool:
    """Return what an XML boolean attribute says."""
    return default if value is None else value in {"1", "true", "on"}


def _look(
    codes: dict[int, str],
    fonts: list[_Font],
    fills: list[str | None],
    borders: list[bool],
    xf: etree._Element,
    ns: str,
) -> Look:
    font = _at(fonts, xf.get("fontId"))
    fill = _at(fills, xf.get("fillId"))
    border = _at(borders, xf.get("borderId"))
    alignment = xf.find(f"{ns}alignment")
    protection = xf.find(f"{ns}protection")
    locked = protection is None or flag(protection.get("locked"), default=True)
    return Look(
        number_format(codes.get(_number(xf.get("numFmtId")), "General")),
        font.bold,
        font.struck,
        fill,
        locked,
        alignment is not None and flag(alignment.get("wrapText")),
        alignment.get("horizontal", "").removeprefix("general") if alignment is not None else "",
        border,
        font.size,
        font.color,
    )


class _Colours:
    """Resolves a colour element (rgb, index of the palette, or theme with a tint) to ``RRGGBB``."""

    def __init__(self, theme: tuple[str, ...], palette: list[str]) -> None:
        self._theme = theme
        self._palette = palette or _INDEXED

    def of(self, element: etree._Element | None) -> str | None:
        """Return the colour, or None for "automatic" and for what makes no sense."""
        if element is None or flag(element.get("auto")):
            return None
        colour: str | None = None
        if (rgb := element.get("rgb")) is not None:
            colour = rgb[-6:].upper()
        elif (theme := element.get("theme")) is not None:
            number = _number(theme)
            colour = self._theme[number] if 0 <= number < len(self._theme) else None
        elif (indexed := element.get("indexed")) is not None:
            number = _number(indexed)
            colour = self._palette[number].upper() if 0 <= number < len(self._palette) else None
        if colour is None or len(colour) != 6 or not set(colour) <= set("0123456789ABCDEF"):
            return None
        tint = element.get("tint")
        return _tinted(colour, tint) if tint else colour


def _tinted(colour: str, tint: str) -> str:
    """Lighten (tint above 0) or darken a colour as ECMA-376 part 1, 18.8.19 says."""
    try:
        share = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return colour
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def _theme(package: Package, part: str | None) -> tuple[str, ...]:
    if part is None or part not in package:
        return _OFFICE_THEME
    root = package.tree(part)
    scheme = next((element for element in root.iter("{*}clrScheme")), None)
    if scheme is None:
        return _OFFICE_THEME
    listed = []
    for entry in scheme:
        colour = entry[0] if len(entry) else None
        listed.append((colour.get("lastClr") or colour.get("val") or "" if colour is not None else "").upper())
    return tuple(listed[i] for i in _THEME_ORDER) if len(listed) >= len(_THEME_ORDER) else _OFFICE_THEME


def _font(element: etree._Element, ns: str, colours: _Colours) -> _Font:
    def on(name: str) -> bool:
        found = element.find(ns + name)
        return found is not None and flag(found.get("val"), default=True)

    size = element.find(f"{ns}sz")
    try:
        points = float(size.get("val", "11")) if size is not None else 11.0
    except ValueError:
        points = 11.0
    return _Font(on("b"), on("strike"), points, colours.of(element.find(f"{ns}color")))


def _fill(element: etree._Element, ns: str, colours: _Colours) -> str | None:
    pattern = element.find(f"{ns}patternFill")
    if pattern is not None:
        kind = pattern.get("patternType", "none")
        if kind in {"none", "gray125", "gray0625"}:
            return None
        return colours.of(pattern.find(f"{ns}fgColor")) or (
            colours.of(pattern.find(f"{ns}bgColor")) if kind == "solid" else None
        )
    stop = element.find(f"{ns}gradientFill/{ns}stop/{ns}color")
    return colours.of(stop)


def _border(element: etree._Element) -> bool:
    return any(side.get("style", "none") != "none" for side in element if isinstance(side.tag, str))


def _namespace(root: etree._Element) -> str:
    return root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


def _at(items: list[_T], index: str | None) -> _T:
    position = _number(index)
    return items[position] if 0 <= position < len(items) else items[0]
