"""What two versions of a workbook's package have in common, part by part and inside the parts that changed."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

CONTENT_TYPES, RELATIONS, BOOK = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"


def parts(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """The parts that were added, removed or written anew with other bytes."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def order_kept(before: bytes, after: bytes) -> bool:
    """Whether the parts that were there still come in the same order."""
    old, new = list(parts(before)), list(parts(after))
    return [name for name in new if name in set(old)] == [name for name in old if name in set(new)]


def same_xml(before: bytes, after: bytes, without: Callable[[etree._Element], None]) -> bool:
    """Whether two parts say the same once ``without`` has taken out what was meant to change."""
    trees = [etree.fromstring(each) for each in (before, after)]
    for tree in trees:
        without(tree)
    one, other = (etree.tostring(tree, method="c14n2", strip_text=False) for tree in trees)
    return one == other


def entries(data: bytes) -> set[bytes]:
    """The elements of a list-like part (relations, content types), each as text."""
    return {etree.tostring(child, method="c14n") for child in etree.fromstring(data)}


def replaced(data: bytes, changes: dict[str, bytes | tuple[bytes, bytes]]) -> bytes:
    """The workbook with parts set, or with one text in a part replaced by another (which has to be there)."""
    found = parts(data)
    for name, change in changes.items():
        if isinstance(change, tuple):
            assert change[0] in found[name], (name, change[0])
            found[name] = found[name].replace(*change)
        else:
            found[name] = change
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return out.getvalue()
