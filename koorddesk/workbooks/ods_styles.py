"""The formats of an .ods: cell styles with their parents, and number styles as Excel's format codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lxml import etree

from koorddesk.workbooks.display import number_format
from koorddesk.workbooks.styles import Look

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_NUMBER_KINDS = ("number", "percentage", "currency", "date", "time", "boolean", "text")
STYLE_TAGS = (f"{STYLE}style", *(f"{NUMBER}{kind}-style" for kind in _NUMBER_KINDS))
_DATE_PARTS = {
    "day": ("d", "dd"),
    "month": ("m", "mm"),
    "year": ("yy", "yyyy"),
    "day-of-week": ("ddd", "dddd"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
}
_INCH_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}


class OdsStyles:
    """Collects styles as they are read, and tells a cell style's look, a sheet's visibility, a column's width."""

    def __init__(self) -> None:
        """Begin without styles."""
        self._styles: dict[tuple[str, str], tuple[str, str, Look, frozenset[str]]] = {}
        self._codes: dict[str, str] = {}
        self._looks: dict[str, Look] = {}
        self._struck_texts: set[str] = set()
        self.raised_texts: set[str] = set()
        self._hidden_tables: set[str] = set()
        self.sizes: dict[str, float] = {}

    def add(self, elements: Iterable[etree._Element]) -> None:
        """Take in style elements."""
        for element in elements:
            self.take(element)

    def take(self, element: etree._Element) -> None:
        """Take in one style element."""
        name = element.get(f"{STYLE}name", "")
        if element.tag != f"{STYLE}style":
            self._codes[name] = _code(element)
            return
        family = element.get(f"{STYLE}family", "")
        if family == "table-cell":
            look, said = _own_look(element)
            parent = element.get(f"{STYLE}parent-style-name", "")
            self._styles[family, name] = (parent, element.get(f"{STYLE}data-style-name", ""), look, said)
        elif family == "text":
            if _own_look(element)[0].struck:
                self._struck_texts.add(name)
            if any(part.get(f"{STYLE}text-position", "").startswith("super") for part in element):
                self.raised_texts.add(name)
        elif family == "table":
            properties = element.find(f"{STYLE}table-properties")
            if properties is not None and properties.get(f"{TABLE}display") == "false":
                self._hidden_tables.add(name)
        else:
            for properties in element:
                size = properties.get(f"{STYLE}column-width") or properties.get(f"{STYLE}row-height")
                if size:
                    self.sizes[name] = points(size)

    def look(self, name: str) -> Look:
        """Return the look of a cell style with what it takes over from its parents."""
        if name not in self._looks:
            self._looks[name] = self._merged(name)
        return self._looks[name]

    def is_hidden_table(self, name: str) -> bool:
        """Tell whether a table style hides its sheet."""
        return name in self._hidden_tables

    def is_struck_text(self, name: str) -> bool:
        """Tell whether a text style strikes its text through."""
        return name in self._struck_texts

    def _merged(self, name: str) -> Look:
        look = Look(number_format("General"))
        line: list[tuple[str, str, Look, frozenset[str]]] = []
        while ("table-cell", name) in self._styles and len(line) < 20:
            line.append(self._styles["table-cell", name])
            name = line[-1][0]
        for _, data_style, own, said in reversed(line):
            look = replace(look, **{field: getattr(own, field) for field in said})
            if data_style:
                look = replace(look, format=number_format(self._codes.get(data_style, "General")))
        return look


def points(size: str) -> float:
    """Return a length (``0.889in``, ``2.26cm``) in points."""
    try:
        return float(size[:-2]) * _INCH_POINTS.get(size[-2:], 0.0)
    except ValueError:
        return 0.0


def _own_look(element: etree._Element) -> tuple[Look, frozenset[str]]:
    """Return what this style itself says, and which fields of a look that is."""
    said: dict[str, Any] = {}
    for properties in element:
        get = properties.get
        if (colour := get(f"{FO}background-color")) is not None:
            said["fill"] = _colour(colour)
        if (protect := get(f"{STYLE}cell-protect")) is not None:
            said["locked"] = protect not in {"none", "formula-hidden"}
        if (wrap := get(f"{FO}wrap-option")) is not None:
            said["wrap"] = wrap == "wrap"
        if (align := get(f"{FO}text-align")) is not None:
            said["align"] = {"start": "left", "end": "right"}.get(align, align)
        borders = [get(f"{FO}border{side}") for side in ("", "-top", "-bottom", "-left", "-right")]
        if any(borders):
            said["border"] = any(border not in {None, "none", "hidden"} for border in borders)
        if (weight := get(f"{FO}font-weight")) is not None:
            said["bold"] = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
        through = get(f"{STYLE}text-line-through-style") or get(f"{STYLE}text-line-through-type")
        if through is not None:
            said["struck"] = through != "none"
        if (size := get(f"{FO}font-size", "")).endswith("pt"):
            said["size"] = points(size)
        if (colour := get(f"{FO}color")) is not None:
            said["color"] = _colour(colour)
    return replace(Look(number_format("General")), **said), frozenset(said)


def _colour(text: str) -> str | None:
    return text[1:].upper() if len(text) == 7 and text.startswith("#") else None


def _code(element: etree._Element) -> str:
    """Return Excel's code for a number style."""
    kind = etree.QName(element).localname.removesuffix("-style")
    parts = []
    for child in element:
        name = etree.QName(child).localname
        long = child.get(f"{NUMBER}style") == "long"
        if name in {"number", "scientific-number"}:
            parts.append(_digits(child, scientific=name == "scientific-number"))
        elif name == "currency-symbol":
            parts.append(f'"{child.text or ""}"')
        elif name == "month" and child.get(f"{NUMBER}textual") == "true":
            parts.append("mmmm" if long else "mmm")
        elif name in {"hours", "minutes"} and element.get(f"{NUMBER}truncate-on-overflow") == "false" and not parts:
            parts.append("[h]" if name == "hours" else "[m]")
        elif name in _DATE_PARTS:
            parts.append(_DATE_PARTS[name][long])
        elif name == "am-pm":
            parts.append("AM/PM")
        elif name == "text":
            text = child.text or ""
            parts.append(
                text if text in {" ", "-", "/", ":", "."} or (kind == "percentage" and text == "%") else f'"{text}"'
            )
    code = "".join(parts)
    if kind == "percentage" and "%" not in code:
        code += "%"
    return code if kind not in {"text", "boolean"} and code else "General"


def _digits(element: etree._Element, *, scientific: bool) -> str:
    def count(name: str, default: int = 0) -> int:
        text = element.get(f"{NUMBER}{name}", "")
        return min(int(text), 30) if text.isdigit() else default

    if element.get(f"{NUMBER}decimal-places") is None and not scientific:
        return "General"
    whole = "0" * max(1, count("min-integer-digits", 1))
    grouped = element.get(f"{NUMBER}grouping") == "true"
    decimals = count("decimal-places")
    sure = count("min-decimal-places", decimals)
    code = (f"#,##{whole}" if grouped else whole) + ("." + "0" * sure + "#" * (decimals - sure) if decimals else "")
    return code + ("E+" + "0" * max(1, count("min-exponent-digits", 2)) if scientific else "")
