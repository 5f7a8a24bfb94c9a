"""Editing a workbook's package in place: the parts that change are written anew, all others stay as they were.

The parts that may change are listed in docs/workbooks-out.md. Nothing here interprets cells.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False, huge_tree=True)


class Package:
    """The parts of one workbook by name; ``save`` gives the bytes with only the changed parts anew."""

    def __init__(self, data: bytes) -> None:
        """Take the workbook's bytes; it has been read before, so its zip is known to be sound."""
        self._data = data
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._infos = archive.infolist()
        self._names = {info.filename.lower(): info.filename for info in self._infos}
        self._changed: dict[str, bytes | None] = {}

    def has(self, name: str) -> bool:
        """Tell whether the package has a part of this name (whatever its case)."""
        actual = self._names.get(name.lower(), name)
        if actual in self._changed:
            return self._changed[actual] is not None
        return name.lower() in self._names

    def names(self) -> list[str]:
        """Return the names of all parts as they stand now."""
        old = [name for name in self._names.values() if self._changed.get(name, b"") is not None]
        return old + [name for name, content in self._changed.items() if content is not None and name not in old]

    def read(self, name: str) -> bytes:
        """Return a part's bytes as they stand now."""
        actual = self._names.get(name.lower(), name)
        changed = self._changed.get(actual)
        if changed is not None:
            return changed
        with zipfile.ZipFile(BytesIO(self._data)) as archive:
            return archive.read(actual)

    def write(self, name: str, content: bytes) -> None:
        """Give a part new bytes, or add a part."""
        self._changed[self._names.get(name.lower(), name)] = content

    def remove(self, name: str) -> None:
        """Take a part out."""
        self._changed[self._names.get(name.lower(), name)] = None

    def tree(self, name: str) -> etree._Element:
        """Return a part as XML, entities off."""
        return etree.fromstring(self.read(name), _PARSER)

    def write_tree(self, name: str, root: etree._Element) -> None:
        """Write XML back to a part, with the declaration Excel writes."""
        self.write(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Return a part's relations: id -> (type's last word, target part)."""
        name = relations_name(part)
        if not self.has(name):
            return {}
        found = {}
        for item in self.tree(name):
            if not isinstance(item.tag, str) or item.get("TargetMode") == "External":
                continue
            kind = str(item.get("Type", "")).rpartition("/")[2]
            found[str(item.get("Id"))] = (kind, _absolute(part, str(item.get("Target", ""))))
        return found

    def add_relationship(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another and return the relation's id; ``kind`` is the full type."""
        name = relations_name(part)
        root = self.tree(name) if self.has(name) else etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')
        taken = {item.get("Id") for item in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        item = etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship")
        item.set("Id", f"rId{number}")
        item.set("Type", kind)
        item.set("Target", posixpath.relpath(target, posixpath.dirname(part) or "."))
        self.write_tree(name, root)
        return f"rId{number}"

    def drop_relationship(self, part: str, target: str) -> None:
        """Take out the relation of a part to another."""
        name = relations_name(part)
        root = self.tree(name)
        for item in list(root):
            if isinstance(item.tag, str) and _absolute(part, str(item.get("Target", ""))).lower() == target.lower():
                root.remove(item)
        self.write_tree(name, root)

    def declare(self, part: str, content_type: str) -> None:
        """Say what kind of content a new part holds."""
        root = self.tree(CONTENT_TYPES)
        item = etree.SubElement(root, f"{{{TYPES}}}Override")
        item.set("PartName", "/" + part)
        item.set("ContentType", content_type)
        self.write_tree(CONTENT_TYPES, root)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what kind of content parts with this ending hold, where it is not said yet."""
        root = self.tree(CONTENT_TYPES)
        if any(str(item.get("Extension", "")).lower() == ending for item in root):
            return
        item = etree.Element(f"{{{TYPES}}}Default")
        item.set("Extension", ending)
        item.set("ContentType", content_type)
        root.insert(0, item)
        self.write_tree(CONTENT_TYPES, root)

    def undeclare(self, part: str) -> None:
        """Take out what was said about a part that is gone."""
        root = self.tree(CONTENT_TYPES)
        for item in list(root):
            if str(item.get("PartName", "")).lower() == f"/{part}".lower():
                root.remove(item)
        self.write_tree(CONTENT_TYPES, root)

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern with a number that no part has yet."""
        number = 1
        while self.has(pattern % number):
            number += 1
        return pattern % number

    def save(self) -> bytes:
        """Return the workbook's bytes: parts in their old order with their old times, new ones last."""
        out = BytesIO()
        written = set()
        with zipfile.ZipFile(BytesIO(self._data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for info in self._infos:
                content = self._changed.get(info.filename, b"") if info.filename in self._changed else old.read(info)
                written.add(info.filename)
                if content is not None:
                    new.writestr(_copy(info), content, info.compress_type)
            for name, content in self._changed.items():
                if name not in written and content is not None:
                    new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def without_controls(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def xml_text(text: str) -> str:
    """Return a text as a cell's XML holds it: without controls, and so that no ``_x0041_`` is taken for a letter."""
    return _ESCAPED.sub("_x005F_", without_controls(text))


def relations_name(part: str) -> str:
    """Return the name of the part that holds a part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def sheet_parts(package: Package) -> Mapping[str, str]:
    """Return sheet name -> part, in the order of the workbook."""
    book = workbook_part(package)
    relations = package.relationships(book)
    found = {}
    for item in package.tree(book).iter("{*}sheet"):
        key = next((value for name, value in item.attrib.items() if str(name).endswith("}id")), "")
        if str(key) in relations:
            found[str(item.get("name"))] = relations[str(key)][1]
    return found


def workbook_part(package: Package) -> str:
    """Return the name of the workbook's main part."""
    return next(target for kind, target in package.relationships("").values() if kind == "officeDocument")


def _absolute(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _copy(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fresh = zipfile.ZipInfo(info.filename, info.date_time)
    fresh.compress_type = info.compress_type
    fresh.external_attr = info.external_attr
    fresh.create_system = info.create_system
    return fresh
