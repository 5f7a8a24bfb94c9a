"""Damage done to workbooks, the same for the same number.

Bytes are flipped, pieces cut out or doubled, parts left out, files cut off; in XML, attributes and texts get other
values and elements are dropped or doubled.
"""

import io
import random
import re
import zipfile

_PIECE = re.compile(rb'="[^"]*"|>[^<>]+<|<[\w:.-]+[^<>]*>')
_VALUES = (b"", b"-1", b"0", b"99999999999", b"1e999", b"NaN", b"A", b"&lt;", b"true", b"rId1", b"../x", b" 3 ")
_REFERENCES = (b"XFD1048576", b"A1:XFD1048576", b"1048577", b"shared", b"s", b"str", b"inlineStr", b"e", b"d", b"b")


def mutated(data: bytes, number: int) -> bytes:
    """Return the file with some damage, in the container or, for packages, inside one of the parts."""
    rng = random.Random(number)
    if not data.startswith(b"PK") or rng.random() < 0.25:
        return _damaged(data, rng)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    victim = rng.choice(sorted(parts))
    if rng.random() < 0.2:
        del parts[victim]
    else:
        parts[victim] = _damaged(parts[victim], rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def altered(data: bytes, number: int) -> bytes:
    """Return a package whose XML is still XML in most places, but says something else."""
    rng = random.Random(number)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for victim in rng.choices(
        [name for name in sorted(parts) if name.endswith((".xml", ".rels"))], k=rng.randint(1, 5)
    ):
        pieces = list(_PIECE.finditer(parts[victim]))
        if pieces:
            piece = rng.choice(pieces)
            parts[victim] = parts[victim][: piece.start()] + _other(piece[0], rng) + parts[victim][piece.end() :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cut_off(data: bytes, number: int) -> bytes:
    """Return the beginning of a file."""
    return data[: random.Random(number).randrange(len(data))]


def _other(piece: bytes, rng: random.Random) -> bytes:
    value = rng.choice(_VALUES + _REFERENCES)
    if piece.startswith(b"="):
        return b'="' + value + b'"'
    if piece.startswith(b">"):
        return b">" + value + b"<"
    return rng.choice((b"", piece + piece))


def _damaged(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20))):
        at = rng.randrange(len(changed) + 1)
        kind = rng.randrange(5)
        if kind == 0 and at < len(changed):
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == 1 and at < len(changed):
            changed[at] = rng.choice(b'<>&"=0123456789 A\x00\xff')
        elif kind == 2:
            del changed[at : at + rng.choice((1, 8, 200))]
        elif kind == 3:
            changed[at:at] = changed[at : at + rng.choice((1, 8, 200))]
        else:
            del changed[at + rng.randrange(4000) :]
    return bytes(changed)
