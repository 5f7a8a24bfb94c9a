"""A copy of a workbook in which some cells are empty and their comments gone; everything else stays as it was.

For cells with civil registration numbers: the numbers must not stay behind in the shared strings, in a comment or in
any other part, so the copy is searched for them before it is given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from koorddesk.errors import FileProblem, register
from koorddesk.i18n import N_
from koorddesk.workbooks.cpr import registration_numbers
from koorddesk.workbooks.limits import Limits
from koorddesk.workbooks.package_edit import Package, sheet_parts, workbook_part
from koorddesk.workbooks.sniff import FileFormat, sniff

register(
    {
        "blank-other-format": N_(
            "Only cells of .xlsx and .xlsm files can be blanked. Nothing was kept. Return the file to the sender."
        ),
        "blank-left-over": N_(
            "The number also stands somewhere else in the file, where it cannot be blanked. Nothing was kept. "
            "Return the file to the sender."
        ),
    }
)


def blank_cells(data: bytes, cells: Sequence[tuple[str, str]]) -> bytes:
    """Return the workbook with these cells (sheet, A1) blank; runs in a worker process.

    Raises FileProblem for another format, and where a number of these cells would be left anywhere in the copy.
    """
    if sniff(data, "", Limits()) is not FileFormat.XLSX:
        raise FileProblem("blank-other-format")
    package = Package(data)
    parts = sheet_parts(package)
    strings = _strings_part(package)
    shared = list(package.tree(strings).iterfind("{*}si")) if strings else []
    numbers: set[str] = set()
    freed: set[int] = set()
    for sheet in dict.fromkeys(sheet for sheet, _ in cells):
        wanted = {cell for name, cell in cells if name == sheet}
        root = package.tree(parts[sheet])
        for element in root.iter("{*}c"):
            if element.get("r") in wanted:
                numbers |= _digits("".join(map(str, element.itertext())))
                if element.get("t") == "s" and (index := _index(element)) is not None and index < len(shared):
                    numbers |= _digits("".join(map(str, shared[index].itertext())))
                    freed.add(index)
                _empty(element)
        package.write_tree(parts[sheet], root)
        for relation, target in package.relationships(parts[sheet]).values():
            if relation in {"comments", "threadedComment"} and package.has(target):
                numbers |= _blank_comments(package, target, wanted)
    if strings:
        _blank_strings(package, strings, freed, parts.values())
    made = package.save()
    _check(made, numbers)
    return made


def _strings_part(package: Package) -> str:
    found = (
        target for kind, target in package.relationships(workbook_part(package)).values() if kind == "sharedStrings"
    )
    part = next(found, "")
    return part if part and package.has(part) else ""


def _empty(cell: etree._Element) -> None:
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm"):
        if name in cell.attrib:
            del cell.attrib[name]


def _index(cell: etree._Element) -> int | None:
    text = cell.findtext("{*}v") or ""
    return int(text) if text.strip().isdigit() else None


def _blank_strings(package: Package, part: str, freed: set[int], sheets: Iterable[str]) -> None:
    """Empty the shared strings that no cell uses any more; one that another cell uses stays, and is found later."""
    used = {
        index
        for sheet in sheets
        for cell in package.tree(sheet).iter("{*}c")
        if cell.get("t") == "s" and (index := _index(cell)) is not None
    }
    root = package.tree(part)
    for index, string in enumerate(root.iterfind("{*}si")):
        if index in freed - used:
            for child in list(string):
                string.remove(child)
            etree.SubElement(string, f"{{{etree.QName(root).namespace}}}t")
    package.write_tree(part, root)


def _blank_comments(package: Package, part: str, cells: set[str]) -> set[str]:
    """Empty the comments at these cells, and return the numbers that stood in them."""
    root = package.tree(part)
    numbers: set[str] = set()
    for element in root.iter("{*}comment", "{*}threadedComment"):
        if element.get("ref") in cells:
            numbers |= _digits("".join(map(str, element.itertext())))
            for text in element.iter("{*}t", "{*}text"):
                if not len(text):
                    text.text = ""
    package.write_tree(part, root)
    return numbers


def _digits(text: str) -> set[str]:
    """Return the numbers in a text as bare digits; one stored as a figure may have lost its zero in front."""
    found = {re.sub(r"\D", "", text[number.start : number.end]) for number in registration_numbers(text)}
    bare = text.strip().removesuffix(".0")
    if bare.isdigit() and len(bare) in (9, 10):
        found.add(bare)
    return found


def _check(data: bytes, numbers: set[str]) -> None:
    package = Package(data)
    for name in package.names():
        content = package.read(name).decode("utf-8", "replace")
        bare = re.sub(r"(?<=\d{6})[ –—‐‑-]{1,3}(?=\d{4})", "", content)
        if any(number in bare for number in numbers):
            raise FileProblem("blank-left-over")
