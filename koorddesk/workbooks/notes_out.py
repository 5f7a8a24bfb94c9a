"""Writing comments to cells of someone else's workbook: what is there stays, ours are added below or anew."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from koorddesk.workbooks.grid import address
from koorddesk.workbooks.insert_sheet import is_strict
from koorddesk.workbooks.own_sheet import OFFICE, STRICT_OFFICE
from koorddesk.workbooks.package_edit import xml_text

if TYPE_CHECKING:
    from koorddesk.workbooks.package_edit import Package

AUTHOR = "koorddesk"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLOCK = 1024  # ids of drawn shapes come in blocks; a drawing names the blocks it uses
_VML = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}


def add_comments(
    package: Package, part: str, comments: Mapping[tuple[int, int], Sequence[str]]
) -> frozenset[tuple[int, int]]:
    """Add comments to one sheet and return the cells that got none, because a thread of comments stands there.

    A thread is shown from a part of its own in which every line is signed by a person; it is left as it is.
    """
    threaded = _threaded(package, part)
    wanted = {place: texts for place, texts in comments.items() if address(*place) not in threaded}
    if not wanted:
        return frozenset(comments)
    notes, drawing = _comment_parts(package, part)
    root = package.tree(notes)
    space = f"{{{etree.QName(root).namespace}}}"
    authors, listed = root.find(f"{space}authors"), root.find(f"{space}commentList")
    if authors is None:
        authors = etree.Element(f"{space}authors")
        root.insert(0, authors)
    if listed is None:
        listed = etree.SubElement(root, f"{space}commentList")
    author = len(authors)
    etree.SubElement(authors, f"{space}author").text = AUTHOR
    present = {str(item.get("ref")): item for item in listed}
    fresh: list[tuple[int, int]] = []
    for place, texts in sorted(wanted.items()):
        item = present.get(address(*place))
        if item is None:
            item = etree.SubElement(listed, f"{space}comment")
            item.set("ref", address(*place))
            item.set("authorId", str(author))
            etree.SubElement(item, f"{space}text")
            fresh.append(place)
        _add_text(item, space, "\n".join(texts))
    package.write_tree(notes, root)
    if fresh:
        _draw(package, drawing, fresh)
    return frozenset(comments) - frozenset(wanted)


def _add_text(item: etree._Element, space: str, text: str) -> None:
    """Add a run to a comment; a plain text that is there becomes a run, for the two do not stand together."""
    body = item.find(f"{space}text")
    if body is None:
        body = etree.SubElement(item, f"{space}text")
    plain = body.find(f"{space}t")
    if plain is not None:
        body.remove(plain)
        run = etree.Element(f"{space}r")
        run.append(plain)
        body.insert(0, run)
    last = [child for child in body if child.tag == f"{space}r"]
    run = etree.Element(f"{space}r")
    body.insert(list(body).index(last[-1]) + 1 if last else 0, run)
    words = etree.SubElement(run, f"{space}t")
    words.set(_SPACE, "preserve")
    words.text = ("\n" if last else "") + xml_text(text)


def _threaded(package: Package, part: str) -> set[str]:
    found: set[str] = set()
    for kind, target in package.relationships(part).values():
        if kind == "threadedComment" and package.has(target):
            found |= {str(item.get("ref")) for item in package.tree(target).iter("{*}threadedComment")}
    return found


def _comment_parts(package: Package, part: str) -> tuple[str, str]:
    """Return the sheet's comments part and its drawing for comments, made where they are not there.

    A sheet may have a second drawing of this kind for its headers and footers, so its own element tells which it is.
    """
    sheet = package.tree(part)
    strict = is_strict(sheet)
    office = STRICT_OFFICE if strict else OFFICE
    relations = package.relationships(part)
    notes = next((target for kind, target in relations.values() if kind == "comments" and package.has(target)), None)
    if notes is None:
        notes = package.free_name("xl/comments%d.xml")
        space = etree.QName(sheet).namespace
        package.write(notes, f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode())
        package.declare(notes, "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml")
        package.add_relationship(part, f"{office}/comments", notes)
    element = next(sheet.iterchildren("{*}legacyDrawing"), None)
    key = (
        next((str(value) for name, value in element.items() if str(name).endswith("}id")), "")
        if element is not None
        else ""
    )
    drawing = relations.get(key, ("", ""))[1]
    if drawing and package.has(drawing):
        return notes, drawing
    drawing = package.free_name("xl/drawings/vmlDrawing%d.vml")
    package.write(drawing, _empty_drawing(_free_block(package)).encode())
    package.declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    _refer_to_drawing(package, part, package.add_relationship(part, f"{office}/vmlDrawing", drawing), office)
    return notes, drawing


# The order in which a worksheet's last elements have to stand (ECMA-376 part 1, 18.3.1.99).
_AFTER_LEGACY_DRAWING = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
}  # fmt: skip


def _refer_to_drawing(package: Package, part: str, key: str, office: str) -> None:
    root = package.tree(part)
    space = etree.QName(root).namespace
    for old in list(root.iterchildren(f"{{{space}}}legacyDrawing")):  # one that leads nowhere
        root.remove(old)
    item = etree.Element(f"{{{space}}}legacyDrawing", nsmap={"r": office})
    item.set(f"{{{office}}}id", key)
    index = next((number for number, child in enumerate(root) if _comes_after(child)), len(root))
    root.insert(index, item)
    package.write_tree(part, root)


def _comes_after(child: etree._Element) -> bool:
    name = str(child.tag).rpartition("}")[2]
    return name in _AFTER_LEGACY_DRAWING or (
        name == "AlternateContent" and any(child.iter("{*}controls", "{*}oleObjects", "{*}picture"))
    )


def _free_block(package: Package) -> int:
    """Return a block of shape ids that no drawing of the workbook uses."""
    used = {0}
    for name in package.names():
        if name.lower().endswith(".vml"):
            text = package.read(name).decode("utf-8", "surrogateescape")
            used |= {
                int(number) for number in re.findall(r"\d+", " ".join(re.findall(r"idmap[^>]*data=\"([^\"]*)\"", text)))
            }
            used |= {int(number) // _BLOCK for number in re.findall(r"_x0000_s(\d{1,9})", text)}
    return max(used) + 1


_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _empty_drawing(block: int) -> str:
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _VML.items())
    return (
        f'<xml {names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
        f"{_SHAPE_TYPE}</xml>"
    )


def _draw(package: Package, drawing: str, places: Sequence[tuple[int, int]]) -> None:
    """Put shapes before the drawing's end; drawings of this kind are seldom good XML, so they are treated as text."""
    text = package.read(drawing).decode("utf-8", "surrogateescape")
    used = [int(number) for number in re.findall(r"_x0000_s(\d{1,9})", text)]
    blocks = [int(number) for number in re.findall(r"idmap[^>]*data=\"(\d+)", text)]
    first = 1 + max([*used, _BLOCK * (blocks[0] if blocks else _free_block(package))])
    shapes = "".join(_shape(*place, first + number) for number, place in enumerate(places))
    if "_x0000_t202" not in text:
        shapes = _SHAPE_TYPE + shapes
    head = text[: text.find(">", text.find("<xml")) + 1]
    missing = [f'xmlns:{prefix}="{name}"' for prefix, name in _VML.items() if f"xmlns:{prefix}=" not in head]
    if missing:
        shapes = re.sub(r"<v:(shape|shapetype) ", lambda match: f"<v:{match[1]} {' '.join(missing)} ", shapes)
    end = text.rindex("</xml>") if "</xml>" in text else len(text)
    package.write(drawing, (text[:end] + shapes + text[end:]).encode("utf-8", "surrogateescape"))


def _shape(row: int, column: int, number: int) -> str:
    """Return the hidden box of one comment, as Excel draws it."""
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden;'
        'width:260pt;height:110pt" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column}, 15, {max(row - 2, 0)}, 10, {column + 4}, 15, {row + 5}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )
