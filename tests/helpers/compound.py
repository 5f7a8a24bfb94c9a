"""Compound files (the container of .xls, .doc, .msg and of encrypted .xlsx), written by hand."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: dict[str, bytes]) -> bytes:
    """Return a compound file with these streams; ``/`` in a name makes storages. Streams are padded past 4,096 bytes.

    Padding keeps every stream out of the mini stream, which therefore need not be written.
    """
    entries: list[tuple[str, int, list[int], bytes]] = [("Root Entry", 5, [], b"")]
    for path, content in streams.items():
        parent = 0
        *storages, name = path.split("/")
        for storage in storages:
            found = next((i for i in entries[parent][2] if entries[i][0] == storage), None)
            if found is None:
                found = len(entries)
                entries.append((storage, 1, [], b""))
                entries[parent][2].append(found)
            parent = found
        entries[parent][2].append(len(entries))
        entries.append((name, 2, [], content.ljust(4096, b"\0")))

    sectors: list[bytes] = []
    chain: list[int] = []

    def put(content: bytes) -> int:
        first = len(sectors)
        count = -(-len(content) // _SECTOR)
        for number in range(count):
            sectors.append(content[number * _SECTOR : (number + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
            chain.append(first + number + 1 if number + 1 < count else _END)
        return first

    starts = [put(content) if kind == 2 else _END for _, kind, _, content in entries]
    directory = b""
    for index, (name, kind, children, content) in enumerate(entries):
        parent = next((e for e in entries if index in e[2]), None)
        siblings = parent[2] if parent else []
        position = siblings.index(index) if siblings else 0
        # The siblings hang in one line to the right instead of in a balanced tree.
        right = siblings[position + 1] if siblings and position + 1 < len(siblings) else _FREE
        child = children[0] if children else _FREE
        coded = name.encode("utf-16-le") + b"\0\0"
        directory += coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1)
        directory += struct.pack("<III", _FREE, right, child) + bytes(16 + 4 + 16)
        directory += struct.pack("<IQ", starts[index], len(content))
    first_directory = put(directory)
    first_fat = len(sectors)
    fats = 1
    while len(chain) + fats > 128 * fats:
        fats += 1
    fat = [*chain, *[_FAT] * fats]
    fat += [_FREE] * (128 * fats - len(fat))
    sectors += [struct.pack("<128I", *fat[128 * number : 128 * (number + 1)]) for number in range(fats)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fats, first_directory, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(first_fat, first_fat + fats), *[_FREE] * (109 - fats))
    return header + b"".join(sectors)
