from __future__ import annotations

import struct

import pytest


def binary(libraries=(), delayed=(), *, signed=False):
    """A binary for 64-bit Windows with nothing in it but what it needs, loaded at 0x1000 and stored at 0x400."""
    head = bytearray(0x400)
    head[:2] = b"MZ"
    struct.pack_into("<I", head, 0x3C, 0x80)
    head[0x80:0x84] = b"PE\0\0"
    struct.pack_into("<H", head, 0x86, 1)
    struct.pack_into("<H", head, 0x94, 240)
    struct.pack_into("<H", head, 0x98, 0x20B)
    names = {name: 0x200 + 40 * number for number, name in enumerate([*libraries, *delayed])}
    body = bytearray(0x600)
    for name, place in names.items():
        body[place : place + len(name)] = name.encode()
    for directory, wanted, start, size, at in ((1, libraries, 0, 20, 12), (13, delayed, 0x100, 32, 4)):
        for number, name in enumerate(wanted):
            struct.pack_into("<I", body, start + size * number + at, 0x1000 + names[name])
        if wanted:
            struct.pack_into("<II", head, 0x98 + 112 + 8 * directory, 0x1000 + start, size)
    struct.pack_into("<II", head, 0x98 + 112 + 8 * 4, 0x5000, 64 if signed else 0)
    struct.pack_into("<IIII", head, 0x98 + 240 + 8, 0x600, 0x1000, 0x600, 0x400)
    return bytes(head + body)


@pytest.fixture
def linking(windows):
    return windows("linking")


def test_a_binary_says_what_it_needs_now_and_later(linking):
    assert linking.imports(binary(["KERNEL32.dll", "Qt6Core.dll"], ["Late.dll"])) == {
        "kernel32.dll",
        "qt6core.dll",
        "late.dll",
    }
    assert linking.imports(binary()) == frozenset()


@pytest.mark.parametrize("content", [b"", b"MZ" + b"\0" * 200, binary(["a.dll"])[:0x300], b"#!/bin/sh" + b"x" * 99])
def test_what_is_no_binary_is_named_so(linking, content):
    with pytest.raises(ValueError, match=r"no Windows binary|cut short|section"):
        linking.imports(content)


def test_what_is_neither_shipped_nor_of_windows_is_missing(linking, tmp_path):
    (tmp_path / "a.pyd").write_bytes(binary(["B.dll", "kernel32.dll", "api-ms-win-crt-heap-l1-1-0.dll", "gone.dll"]))
    (tmp_path / "b.dll").write_bytes(binary(["GONE.dll"]))
    (tmp_path / "c.txt").write_text("no binary", encoding="utf-8")
    assert linking.missing(sorted(tmp_path.iterdir())) == {"gone.dll": ["a.pyd", "b.dll"]}


def test_what_is_not_signed_is_on_the_list_to_sign(windows, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "own.pyd").write_bytes(binary())
    (tmp_path / "theirs.dll").write_bytes(binary(signed=True))
    (tmp_path / "text.txt").write_text("x", encoding="utf-8")
    assert windows("materials").to_sign(tmp_path) == ["lib\\own.pyd"]


def test_nothing_is_packed_as_signed_that_is_not(windows, tmp_path, monkeypatch):
    build, stop, packed = windows("build"), windows("tools").Stop, []
    monkeypatch.setattr(build, "pack", lambda out: packed.append(out) or [])
    with pytest.raises(stop, match="holds no build"):
        build.pack_signed(tmp_path)
    (tmp_path / "koorddesk" / "lib").mkdir(parents=True)
    (tmp_path / "koorddesk" / "lib" / "own.pyd").write_bytes(binary())
    with pytest.raises(stop, match=r"Not signed: lib\\own\.pyd"):
        build.pack_signed(tmp_path)
    assert not packed
    (tmp_path / "koorddesk" / "lib" / "own.pyd").write_bytes(binary(signed=True))
    build.pack_signed(tmp_path)
    assert packed == [tmp_path]


def test_the_bill_of_materials_names_every_part_once(windows):
    parts = [{"type": "library", "bom-ref": f"pkg:pypi/{name}@1", "name": name} for name in "ab"]
    document = windows("materials").bill(parts, "1.2.3")
    assert document == windows("materials").bill(parts, "1.2.3")
    assert document["metadata"]["component"]["version"] == "1.2.3"
    assert document["dependencies"][0]["dependsOn"] == ["pkg:pypi/a@1", "pkg:pypi/b@1"]
    assert document["serialNumber"] != windows("materials").bill(parts[:1], "1.2.3")["serialNumber"]


def test_an_icon_holds_its_pictures_where_it_says(windows):
    icon = windows("icon").container([(16, b"small"), (256, b"large one")])
    assert struct.unpack_from("<HHH", icon) == (0, 1, 2)
    found = [struct.unpack_from("<BBBBHHII", icon, 6 + 16 * number) for number in range(2)]
    assert [(entry[0], icon[entry[7] : entry[7] + entry[6]]) for entry in found] == [(16, b"small"), (0, b"large one")]
