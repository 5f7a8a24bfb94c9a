"""Filling cells of an existing workbook: values go into the sheet's own XML, all else stays as it was.

Validation lists (also Excel's extended ones), protection, conditional formats, images, form controls, names, print
set-up and macros are kept, because their parts are not touched. Text is always written as text, never as a formula.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from lxml import etree

from koorddesk.workbooks.grid import address, place
from koorddesk.workbooks.package_edit import Package, sheet_parts, workbook_part, xml_text
from koorddesk.workbooks.references import moved

FillValue = str | int | float | bool | dt.date

_EPOCH_1900 = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill(data: bytes, values: Mapping[str, Mapping[tuple[int, int], FillValue]]) -> bytes:
    """Return the workbook with these cells filled: sheet name -> (row, column) -> value.

    A date is written as Excel's number and shows as the cell's own format says. Raises KeyError for a sheet that
    the workbook has not.
    """
    package = Package(data)
    fill_package(package, values)
    return package.save()


def fill_package(package: Package, values: Mapping[str, Mapping[tuple[int, int], FillValue]]) -> None:
    """Fill cells of a workbook that is being edited, as ``fill`` does."""
    parts = sheet_parts(package)
    book = package.tree(workbook_part(package))
    epoch = _EPOCH_1904 if _uses_1904(book) else _EPOCH_1900
    for sheet, cells in values.items():
        root = package.tree(parts[sheet])
        formulas_lost = False
        for (row, column), value in sorted(cells.items()):
            formulas_lost |= _set(root, row, column, value, epoch)
        _widen_dimension(root, cells)
        package.write_tree(parts[sheet], root)
        if formulas_lost:
            _forget_calculation_chain(package)
    if any(values.values()):
        _recalculate(package)


def _uses_1904(book: etree._Element) -> bool:
    properties = next(book.iter("{*}workbookPr"), None)
    return properties is not None and properties.get("date1904") in ("1", "true")


def _set(root: etree._Element, row: int, column: int, value: FillValue, epoch: dt.date) -> bool:
    """Write one cell; return whether a formula had to give way."""
    space = etree.QName(root).namespace
    cell = _cell(root, row, column, f"{{{space}}}")
    formula = cell.find(f"{{{space}}}f")
    had_formula = formula is not None
    if formula is not None and formula.get("t") == "shared" and formula.text:
        _share_no_more(root, formula, (row, column))
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm"):  # the kind of value, and what belongs to a formula or a rich value
        _drop(cell, name)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t")
        text.text = xml_text(value)
        text.set(_SPACE, "preserve")
        return had_formula
    stored = etree.SubElement(cell, f"{{{space}}}v")
    if isinstance(value, bool):
        cell.set("t", "b")
        stored.text = "1" if value else "0"
    elif isinstance(value, dt.date):
        stored.text = str((value - epoch).days)
    else:
        stored.text = repr(value)
    return had_formula


def _share_no_more(root: etree._Element, first: etree._Element, at: tuple[int, int]) -> None:
    """Write a shared formula out in the other cells that share it, before its first cell loses it."""
    for formula in list(root.iter(str(first.tag))):
        cell = formula.getparent()
        if formula is first or cell is None or formula.get("t") != "shared" or formula.get("si") != first.get("si"):
            continue
        row, column = place(str(cell.get("r")))
        if not formula.text:
            formula.text = moved(str(first.text), row - at[0], column - at[1])
        for name in ("t", "si", "ref"):
            _drop(formula, name)


def _cell(root: etree._Element, row: int, column: int, space: str) -> etree._Element:
    """Return the cell's element, made in its right place with its row's or column's format if it is not there."""
    data = root.find(f"{space}sheetData")
    assert data is not None
    line = _in_order(data, f"{space}row", row, lambda item, count: int(item.get("r") or count))
    line.set("r", str(row))
    _drop(line, "spans")
    found = _in_order(
        line, f"{space}c", column, lambda item, count: place(str(item.get("r")))[1] if item.get("r") else count
    )
    if found.get("r") is None:
        found.set("r", address(row, column))
        style = line.get("s") if line.get("customFormat") in ("1", "true") else _column_style(root, column, space)
        if style and found.get("s") is None:
            found.set("s", style)
    return found


def _in_order(
    parent: etree._Element, tag: str, wanted: int, number: Callable[[etree._Element, int], int]
) -> etree._Element:
    """Return the child with this number, or a new one at its place among the numbered children."""
    count = 0
    for index, item in enumerate(parent):
        if item.tag != tag:
            continue
        count = number(item, count + 1)
        if count == wanted:
            return item
        if count > wanted:
            fresh = etree.Element(tag)
            parent.insert(index, fresh)
            return fresh
    return etree.SubElement(parent, tag)


def _drop(item: etree._Element, name: str) -> None:
    if name in item.attrib:
        del item.attrib[name]


def _column_style(root: etree._Element, column: int, space: str) -> str | None:
    for item in root.iter(f"{space}col"):
        if int(item.get("min", "0")) <= column <= int(item.get("max", "0")):
            style = item.get("style")
            return str(style) if style else None
    return None


def _widen_dimension(root: etree._Element, cells: Mapping[tuple[int, int], FillValue]) -> None:
    """Let the sheet's stated range cover what was written; readers of other makes rely on it."""
    dimension = next(root.iter("{*}dimension"), None)
    if dimension is None or not cells:
        return
    first, _, last = str(dimension.get("ref", "A1")).partition(":")
    try:
        (top, left), (bottom, right) = place(first), place(last or first)
    except ValueError:
        return
    rows = [row for row, _ in cells]
    columns = [column for _, column in cells]
    start = address(min(top, *rows), min(left, *columns))
    end = address(max(bottom, *rows), max(right, *columns))
    dimension.set("ref", start if start == end else f"{start}:{end}")


def _forget_calculation_chain(package: Package) -> None:
    """Take the calculation chain out: it would name a formula that is no longer there. Excel makes a new one."""
    book = workbook_part(package)
    chain = next((target for kind, target in package.relationships(book).values() if kind == "calcChain"), None)
    if chain is not None and package.has(chain):
        package.remove(chain)
        package.drop_relationship(book, chain)
        package.undeclare(chain)


def _recalculate(package: Package) -> None:
    """Ask Excel to calculate on opening, so that sums show what was filled in."""
    book = workbook_part(package)
    root = package.tree(book)
    space = etree.QName(root).namespace
    calculation = root.find(f"{{{space}}}calcPr")
    if calculation is None:
        before = {
            "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
            "externalReferences", "definedNames", "AlternateContent", "revisionPtr",
        }  # fmt: skip
        index = 1 + max((index for index, item in enumerate(root) if etree.QName(item).localname in before), default=-1)
        calculation = etree.Element(f"{{{space}}}calcPr")
        root.insert(index, calculation)
    calculation.set("fullCalcOnLoad", "1")
    package.write_tree(book, root)
