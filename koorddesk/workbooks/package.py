"""The zip package of an .xlsx or .ods: its parts, opened with the suspicion that foreign files deserve.

Nothing is unpacked to disk, no entity is expanded, nothing outside the package is looked at, and what is unpacked is
counted while it streams: neither the sizes a package claims nor its compression ratio say anything.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers import expat

from lxml import etree

from koorddesk.workbooks.limits import Limits, refuse

_CHUNK = 1 << 16
_MB = 1 << 20
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Kept short: the local part of a relation's type is the same in both dialects of OOXML.
_STREAM_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True)
class Relation:
    """Where one part points: the last word of the relation's type, the target part, or an address outside."""

    kind: str
    target: str
    external: bool = False


class _RootSeenError(Exception):
    """Ends the look at a part's prologue: its first element has begun."""


class Package:
    """The parts of one package; raises ``FileProblem`` for what no honest program writes or what is damaged."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the package and check the names and number of its entries."""
        self.limits = limits
        self._unpacked = 0
        self._counted: set[str] = set()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _STREAM_FAULTS as fault:
            raise refuse("file-truncated" if _lacks_directory(data) else "file-damaged", detail="zip") from fault
        if len(entries) > limits.entries:
            raise refuse("hostile-entries", count=len(entries))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._add(entry)
        if sum(entry.file_size for entry in entries) > limits.unpacked_mb * _MB:
            raise refuse("hostile-size", limit=limits.unpacked_mb)

    def _add(self, entry: zipfile.ZipInfo) -> None:
        name = entry.orig_filename
        steps = name.split("/")
        if name.startswith("/") or "\\" in name or "\0" in name or ".." in steps or ":" in steps[0]:
            raise refuse("hostile-names", name=name[:80])
        if entry.flag_bits & 1:
            raise refuse("file-encrypted")
        if entry.is_dir():
            return
        if name.lower() in self._parts:
            raise refuse("hostile-names", name=name[:80])
        self._parts[name.lower()] = entry

    def __contains__(self, part: str) -> bool:
        """Tell whether the package has this part; case does not count."""
        return part.lower() in self._parts

    @property
    def names(self) -> list[str]:
        """Return the names of all parts as they are written."""
        return [entry.filename for entry in self._parts.values()]

    def stream(self, part: str) -> Iterator[bytes]:
        """Yield the content of a part in pieces; raises when the package unpacks to more than it may."""
        entry = self._parts.get(part.lower())
        if entry is None:
            raise refuse("file-damaged", detail=part)
        first_time = part.lower() not in self._counted
        self._counted.add(part.lower())
        try:
            with self._zip.open(entry) as file:
                while chunk := file.read(_CHUNK):
                    if first_time:
                        self._unpacked += len(chunk)
                        if self._unpacked > self.limits.unpacked_mb * _MB:
                            raise refuse("hostile-size", limit=self.limits.unpacked_mb)
                    yield chunk
        except _STREAM_FAULTS as fault:
            raise refuse("file-damaged", detail=part) from fault

    def read(self, part: str) -> bytes:
        """Return a part as bytes."""
        return b"".join(self.stream(part))

    def size(self, part: str) -> int:
        """Return how long a part claims to be; no more than this is ever unpacked of it."""
        entry = self._parts.get(part.lower())
        return entry.file_size if entry is not None else 0

    def elements(self, part: str, tags: Sequence[str]) -> Iterator[etree._Element]:
        """Yield each element with one of these tags when it is complete, and forget it afterwards."""
        return self._elements(part, self._guarded(part), tags)

    def elements_of(self, part: str, content: bytes, tags: Sequence[str]) -> Iterator[etree._Element]:
        """Yield the elements as ``elements`` does, of content of this part that declares no document type."""
        return self._elements(part, (content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)), tags)

    def _elements(self, part: str, chunks: Iterable[bytes], tags: Sequence[str]) -> Iterator[etree._Element]:
        parser = etree.XMLPullParser(
            events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
        )
        try:
            for chunk in chunks:
                parser.feed(chunk)
                for _, element in parser.read_events():
                    if isinstance(element, etree._Element):  # noqa: SLF001 - the only public name of the type
                        yield element
                        _forget(element)
            parser.close()
        except etree.XMLSyntaxError as fault:
            raise refuse("file-damaged", detail=part) from fault

    def tree(self, part: str) -> etree._Element:
        """Return the root of a small part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            for chunk in self._guarded(part):
                parser.feed(chunk)
            return parser.close()
        except etree.XMLSyntaxError as fault:
            raise refuse("file-damaged", detail=part) from fault

    def relations(self, part: str) -> dict[str, Relation]:
        """Return where a part points, by relation id; empty where it points nowhere."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if listed not in self:
            return {}
        found = {}
        for element in self.tree(listed).iter(_RELATIONS):
            kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
            target = element.get("Target", "")
            if element.get("TargetMode") == "External":
                found[element.get("Id", "")] = Relation(kind, target, external=True)
            else:
                found[element.get("Id", "")] = Relation(kind, self._resolve(folder, target))
        return found

    def check_rest(self) -> None:
        """Unpack what was not read, for the count, and look at every XML part's prologue."""
        for key, entry in self._parts.items():
            if key in self._counted:
                continue
            is_xml = key.endswith((".xml", ".rels", ".vml"))
            for _ in self._guarded(entry.filename, strict=False) if is_xml else self.stream(entry.filename):
                pass

    def _resolve(self, folder: str, target: str) -> str:
        """Return the part a relation means: relative, absolute, percent-encoded or with stray backslashes."""
        plain = target.partition("#")[0].replace("\\", "/")
        for candidate in (plain, unquote(plain)):
            joined = candidate if candidate.startswith("/") else posixpath.join("/", folder, candidate)
            part = posixpath.normpath(joined).lstrip("/")
            if part in self:
                break
        return part

    def _guarded(self, part: str, *, strict: bool = True) -> Iterator[bytes]:
        """Yield an XML part, but only after its first element has begun without a document type before it."""
        guard = expat.ParserCreate()
        guard.StartDoctypeDeclHandler = _refuse_doctype
        guard.StartElementHandler = _end_guard
        held: list[bytes] = []
        guarding = True
        for chunk in self.stream(part):
            if guarding:
                held.append(chunk)
                try:
                    guard.Parse(chunk, False)
                    continue
                except _RootSeenError:
                    pass
                except expat.ExpatError as fault:
                    if strict:
                        raise refuse("file-damaged", detail=part) from fault
                guarding = False
                yield from held
                held.clear()
            else:
                yield chunk
        yield from held


def _refuse_doctype(*_: object) -> None:
    raise refuse("hostile-entities")


def _end_guard(*_: object) -> None:
    raise _RootSeenError


def _forget(element: etree._Element) -> None:
    """Drop an element that has been used, and the ones before it, so that a part costs no more than one row."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _lacks_directory(data: bytes) -> bool:
    """Tell whether the list of entries at the end of a zip file is missing: the file was cut off."""
    return b"PK\x05\x06" not in data[-(1 << 16) - 22 :]
