"""Damage done to workbooks, the same for the same number: bytes flipped, pieces cut out or doubled, parts left out."""

import io
import random
import zipfile


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
