"""Texts that a workbook holds outside its cells, as far as a civil registration number may stand in them.

Headers and footers, drawings, properties, names, and what the workbook has kept of other workbooks: nobody answers a
form there, but what stands there travels with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from koorddesk.workbooks.cpr import may_hold_number
from koorddesk.workbooks.grid import Outside
from koorddesk.workbooks.package import Package
from koorddesk.workbooks.plain_rows import unescaped

# What the parts of a package are for, by the beginning of their names; the sheets and their strings are cells.
_PARTS = (
    ("docprops/", Outside.PROPERTIES),
    ("customxml/", Outside.PROPERTIES),
    ("meta.xml", Outside.PROPERTIES),
    ("styles.xml", Outside.HEADER),
    ("xl/drawings/", Outside.DRAWING),
    ("xl/diagrams/", Outside.DRAWING),
    ("xl/charts/", Outside.DRAWING),
    ("xl/pivotcache/", Outside.COPY),
    ("xl/externallinks/", Outside.COPY),
    ("xl/querytables/", Outside.COPY),
)
_TEXT = re.compile(r">([^<>]+)<|\s(?:v|val|value)=\"([^\"<>]{10,400})\"")
_LARGEST = 20 << 20  # bytes of one part that are looked through


def texts_outside(package: Package) -> Iterator[tuple[Outside, str]]:
    """Yield the texts of a package's other parts that have digits enough for a civil registration number."""
    for name in package.names:
        kind = next((kind for start, kind in _PARTS if name.lower().startswith(start)), None)
        if kind is None or not name.lower().endswith((".xml", ".vml")) or package.size(name) > _LARGEST:
            continue
        content = package.read(name).decode("utf-8", "replace")
        if may_hold_number(content):
            for match in _TEXT.finditer(content):
                text = unescaped(match[1] or match[2])
                if may_hold_number(text):
                    yield kind, text
