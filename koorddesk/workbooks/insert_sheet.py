"""Adding a sheet of our own to a workbook: last or first, opened first, nothing else moved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from koorddesk.workbooks.own_sheet import MAIN, OFFICE, STRICT_OFFICE, OwnSheet, sheet_xml
from koorddesk.workbooks.package_edit import sheet_parts, workbook_part
from koorddesk.workbooks.sheet_looks import looks_of

if TYPE_CHECKING:
    from koorddesk.workbooks.package_edit import Package

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def add_sheet(package: Package, wanted: str, sheet: OwnSheet, *, first: bool = False) -> str:
    """Add a sheet to the workbook, let the workbook open on it, and return the name it got.

    With ``first`` it stands before all others; names that belong to one sheet are then counted on, for a workbook
    names their sheet by its number.
    """
    book = workbook_part(package)
    others = sheet_parts(package)
    root = package.tree(book)
    space = str(etree.QName(root).namespace)
    strict = is_strict(root)
    part = package.free_name("xl/worksheets/koorddesk%d.xml")
    package.write(part, sheet_xml(sheet, looks_of(package), space=space))
    package.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")
    office = STRICT_OFFICE if strict else OFFICE
    key = package.add_relationship(book, f"{office}/worksheet", part)
    sheets = root.find(f"{{{space}}}sheets")
    assert sheets is not None
    name = _free_name(wanted, set(others))
    item = etree.Element(f"{{{space}}}sheet")
    item.set("name", name)
    item.set("sheetId", str(1 + max(int(each.get("sheetId", "0")) for each in sheets)))
    item.set(f"{{{office}}}id", key)
    sheets.insert(0 if first else len(sheets), item)
    if first:
        for each in root.iter(f"{{{space}}}definedName"):
            if (local := each.get("localSheetId")) is not None:
                each.set("localSheetId", str(int(local) + 1))
    _open_on(root, space, 0 if first else len(sheets) - 1)
    package.write_tree(book, root)
    for other in others.values():
        _deselect(package, other)
    return name


def is_strict(root: etree._Element) -> bool:
    """Tell whether a part is written in the Strict namespaces."""
    return str(etree.QName(root).namespace) != MAIN


def has_macros(package: Package) -> bool:
    """Tell whether the workbook carries a macro project."""
    return any(kind == "vbaProject" for kind, _ in package.relationships(workbook_part(package)).values())


def _open_on(root: etree._Element, space: str, number: int) -> None:
    views = root.find(f"{{{space}}}bookViews")
    if views is None:
        views = etree.Element(f"{{{space}}}bookViews")
        sheets = root.find(f"{{{space}}}sheets")
        assert sheets is not None
        root.insert(list(root).index(sheets), views)
    if not len(views):
        etree.SubElement(views, f"{{{space}}}workbookView")
    for view in views:
        view.set("activeTab", str(number))
        if "firstSheet" in view.attrib:
            del view.attrib["firstSheet"]


def _deselect(package: Package, part: str) -> None:
    """Let only the new sheet be selected: two selected sheets would both take what is typed."""
    content = package.read(part)
    changed = re.sub(rb"""\stabSelected=(?:"(?:1|true)"|'(?:1|true)')""", b"", content)
    if changed != content:
        package.write(part, changed)


def _free_name(wanted: str, taken: set[str]) -> str:
    used = {name.casefold() for name in taken}
    plain = _NOT_IN_NAMES.sub(" ", wanted).strip("'")
    name, number = plain[:_LONGEST_NAME], 2
    while name.casefold() in used:
        ending = f" ({number})"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
        number += 1
    return name
