"""What xlrd passes over in an old workbook (.xls): formulas, lists to choose from, protection, boxes, headers.

Source of the records: Microsoft's [MS-XLS], section 2.4; Excel 97 to 2003 only.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from koorddesk.workbooks.grid import Area

_FORMULA, _EOF, _PROTECT, _BOUNDSHEET, _FILTERMODE, _DV, _BOF = 0x06, 0x0A, 0x12, 0x85, 0x9B, 0x1BE, 0x809
_STRING, _NAME, _AREA, _REF, _AREA_3D, _REF_3D = 0x17, 0x23, 0x25, 0x24, 0x3B, 0x3A
_KINDS = {1: "whole", 2: "decimal", 3: "list", 4: "date", 5: "time", 6: "textLength", 7: "custom"}
_HEADER, _FOOTER, _CONTINUE, _OBJECT, _TEXT_OBJECT = 0x14, 0x15, 0x3C, 0x5D, 0x1B6
_NOTE = 0x19  # the kind of object that a comment is
_COLUMN = 0x3FFF  # the upper two bits of a column say whether it is relative


@dataclass(frozen=True)
class OldValidation:
    """A validation: its choices, or where they stand (a sheet reference's number, None for this one), or a name."""

    areas: tuple[Area, ...]
    kind: str
    required: bool
    prompt: str
    listed: tuple[str, ...] = ()
    place: tuple[int | None, Area] | None = None
    name: int | None = None


@dataclass
class SheetRecords:
    """What the records of one sheet say."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    protected: bool = False
    filtered: bool = False
    headers: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    validations: list[OldValidation] = field(default_factory=list)


def sheet_records(stream: bytes) -> dict[str, SheetRecords]:
    """Return what the records say by sheet name; raises ``struct.error`` or ``IndexError`` for a damaged stream."""
    found = {}
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", body)
            found[_text(body, 7, body[6])[0]] = _sheet(stream, start)
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream; those of charts inside a sheet are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[at : at + size]
        at += size


def _sheet(stream: bytes, start: int) -> SheetRecords:
    found = SheetRecords()
    shape, awaited = 0, False
    for kind, body in _records(stream, start):
        if kind == _FORMULA:
            row, column = struct.unpack_from("<HH", body)
            found.formulas.add((row + 1, column + 1))
        elif kind == _PROTECT:
            found.protected = body[:1] != b"\0"
        elif kind == _FILTERMODE:
            found.filtered = True
        elif kind in {_HEADER, _FOOTER} and len(body) > 3:
            found.headers.append(_text(body, 2, struct.unpack_from("<H", body)[0])[0])
        elif kind == _OBJECT and len(body) >= 6:
            shape = struct.unpack_from("<H", body, 4)[0]
        elif kind == _TEXT_OBJECT:
            awaited = shape != _NOTE  # a note's text is read with the notes
        elif kind == _CONTINUE and awaited:
            awaited = False
            text = _text(body, 0, len(body) - 1 >> (body[0] & 1))[0].strip() if body else ""
            found.boxes += [text.replace("\r", "\n")] if text else []
        elif kind == _DV:
            found.validations.append(_validation(body))
    return found


def _validation(body: bytes) -> OldValidation:
    (flags,) = struct.unpack_from("<I", body)
    texts = []
    at = 4
    for _ in range(4):
        (count,) = struct.unpack_from("<H", body, at)
        text, at = _text(body, at + 2, count)
        texts.append(text.strip("\0"))
    formulas = []
    for _ in range(2):
        (size,) = struct.unpack_from("<H", body, at)
        formulas.append(body[at + 4 : at + 4 + size])
        at += 4 + size
    (count,) = struct.unpack_from("<H", body, at)
    areas = []
    for number in range(count):
        top, bottom, left, right = struct.unpack_from("<HHHH", body, at + 2 + number * 8)
        areas.append(Area(top + 1, left + 1, bottom + 1, right + 1))
    listed, place, name = _source(formulas[0]) if formulas[0] else ((), None, None)
    prompt = " ".join(text for text in (texts[0], texts[2]) if text)
    return OldValidation(tuple(areas), _KINDS.get(flags & 0xF, "none"), not flags & 0x100, prompt, listed, place, name)


def _source(formula: bytes) -> tuple[tuple[str, ...], tuple[int | None, Area] | None, int | None]:
    """Return the choices, the place or the name that a list's formula stands for, if it is as simple as that."""
    token = formula[0]
    base = token if token < 0x40 else token & 0x1F | 0x20
    if base == _STRING:
        text, _ = _text(formula, 2, formula[1])
        return tuple(part.strip() for part in text.split("\0") if part.strip()), None, None
    if base == _NAME:
        return (), None, struct.unpack_from("<H", formula, 1)[0]
    sheet: int | None = None
    at = 1
    if base in {_AREA_3D, _REF_3D}:
        (sheet,) = struct.unpack_from("<H", formula, 1)
        at = 3
    if base in {_AREA, _AREA_3D}:
        top, bottom, left, right = struct.unpack_from("<HHHH", formula, at)
    elif base in {_REF, _REF_3D}:
        top, left = struct.unpack_from("<HH", formula, at)
        bottom, right = top, left
    else:
        return (), None, None
    return (), (sheet, Area(top + 1, (left & _COLUMN) + 1, bottom + 1, (right & _COLUMN) + 1)), None


def _text(body: bytes, at: int, count: int) -> tuple[str, int]:
    """Return a text of so many characters, one or two bytes each as its first byte says, and where it ends."""
    wide = body[at] & 1
    end = at + 1 + count * (2 if wide else 1)
    return body[at + 1 : end].decode("utf-16-le" if wide else "latin-1", "replace"), end
