"""Text as an .xlsx stores it: shared strings, text inside a cell, runs of differing format, escapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from koorddesk.workbooks.limits import refuse
from koorddesk.workbooks.package import Package
from koorddesk.workbooks.styles import flag

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"

_ITEMS = (f"{MAIN}si", f"{STRICT}si")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


class Runs(NamedTuple):
    """What the runs of a text add to its cell's font: struck anywhere, bold throughout, the same in a bold cell.

    A run without a format of its own looks like the cell.
    """

    struck: bool
    bold: bool
    bold_in_bold: bool


@dataclass
class SharedStrings:
    """The strings that cells point to by number; ``runs`` for those that have some."""

    texts: list[str] = field(default_factory=list)
    runs: dict[int, Runs] = field(default_factory=dict)


def read_strings(package: Package, part: str | None) -> SharedStrings:
    """Return a workbook's shared strings; none where it has no such part."""
    found = SharedStrings()
    if part is None or part not in package:
        return found
    # A string without a cell is of no use, and a form has far fewer cells than that.
    most = 2 * package.limits.cells
    for item in package.elements(part, _ITEMS):
        only = item[0] if len(item) == 1 else None
        if only is not None and only.tag in _TEXTS:
            found.texts.append(plain(only.text))
        else:
            text, runs = rich_text(item)
            if runs is not None:
                found.runs[len(found.texts)] = runs
            found.texts.append(text)
        if len(found.texts) > most:
            raise refuse("file-too-many-cells", limit=package.limits.cells)
    return found


_TEXTS = frozenset({f"{MAIN}t", f"{STRICT}t"})
_RUNS = frozenset({f"{MAIN}r", f"{STRICT}r"})


def plain(text: str | None) -> str:
    """Return stored text as it was typed: escapes such as ``_x000D_`` undone, line breaks as a single character."""
    if not text:
        return ""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        # Two escapes can make up one character; half of one is nothing that can be shown or stored.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def rich_text(item: etree._Element) -> tuple[str, Runs | None]:
    """Return a string item's text without phonetic hints and, where it has runs of differing format, those."""
    pieces = []
    struck, bold, bold_in_bold, has_runs = False, True, True, False
    for child in item:
        if child.tag in _TEXTS:
            pieces.append(plain(child.text))
            bold = bold and not (child.text or "").strip()
        elif child.tag in _RUNS:
            has_runs = True
            run = "".join(plain(part.text) for part in child if part.tag in _TEXTS)
            own = child.find("{*}rPr")
            pieces.append(raised("".join(pieces), run) if _is_raised(own) else run)
            if run.strip():
                struck = struck or _marked(own, "strike")
                bold = bold and _marked(own, "b")
                bold_in_bold = bold_in_bold and (own is None or _marked(own, "b"))
    return "".join(pieces), Runs(struck, bold, bold_in_bold) if has_runs else None


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(before: str, run: str) -> str:
    """Return a raised run as it has to be read: behind a figure, a raised 1 is a footnote's mark and no digit."""
    return run.translate(_RAISED) if before[-1:].isdecimal() else run


def _is_raised(run: etree._Element | None) -> bool:
    found = run.find("{*}vertAlign") if run is not None else None
    return found is not None and found.get("val") == "superscript"


def _marked(run: etree._Element | None, name: str) -> bool:
    found = run.find(f"{{*}}{name}") if run is not None else None
    return found is not None and flag(found.get("val"), default=True)
