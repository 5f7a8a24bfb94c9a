"""Which Windows libraries a binary needs, and whether all of them come along or with Windows."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

BINARIES = frozenset({".exe", ".dll", ".pyd"})
_IMPORTS, _DELAYED = 1, 13  # of the data directories: what is loaded at once, and what at the first call
_SIZES = {_IMPORTS: (20, 12), _DELAYED: (32, 4)}  # of an entry, and where the name's address stands in it
_PE32_PLUS = 0x20B

# What every Windows 10 and 11 has in System32.
WINDOWS = frozenset(
    {
        "advapi32",
        "authz",
        "bcrypt",
        "bcryptprimitives",
        "cfgmgr32",
        "combase",
        "comctl32",
        "comdlg32",
        "crypt32",
        "d2d1",
        "d3d11",
        "d3d12",
        "d3d9",
        "dbghelp",
        "dcomp",
        "dnsapi",
        "dwmapi",
        "dwrite",
        "dxgi",
        "gdi32",
        "icuuc",
        "icuin",
        "imm32",
        "iphlpapi",
        "kernel32",
        "mpr",
        "msvcrt",
        "ncrypt",
        "netapi32",
        "normaliz",
        "ntdll",
        "ole32",
        "oleacc",
        "oleaut32",
        "opengl32",
        "powrprof",
        "propsys",
        "psapi",
        "rpcrt4",
        "rstrtmgr",
        "secur32",
        "setupapi",
        "shcore",
        "shell32",
        "shlwapi",
        "synchronization",
        "ucrtbase",
        "uiautomationcore",
        "user32",
        "userenv",
        "usp10",
        "uxtheme",
        "version",
        "wevtapi",
        "windowscodecs",
        "winhttp",
        "winmm",
        "winspool.drv",
        "wintrust",
        "ws2_32",
        "wtsapi32",
    }
)


def imports(binary: bytes) -> frozenset[str]:
    """Return the names of the libraries that a 64-bit Windows binary needs, in small letters.

    Raises ValueError for bytes that are no such binary.
    """
    try:
        (start,) = struct.unpack_from("<I", binary, 0x3C)
        if binary[:2] != b"MZ" or binary[start : start + 4] != b"PE\0\0":
            raise ValueError("no Windows binary")
        sections, optional = struct.unpack_from("<H", binary, start + 6)[0], start + 24
        if struct.unpack_from("<H", binary, optional)[0] != _PE32_PLUS:
            raise ValueError("not a binary for 64-bit Windows")
        table = optional + struct.unpack_from("<H", binary, start + 20)[0]
        places = [struct.unpack_from("<III", binary, table + 40 * number + 12) for number in range(sections)]

        def at(address: int) -> int:
            """Return where in the file what is loaded at an address stands."""
            for loaded, size, stored in places:
                if loaded <= address < loaded + size:
                    return int(stored + address - loaded)
            raise ValueError(f"no section holds the address {address:#x}")

        found = set()
        for directory, (size, name_at) in _SIZES.items():
            (address,) = struct.unpack_from("<I", binary, optional + 112 + 8 * directory)
            entry = at(address) if address else 0
            while entry and (name := struct.unpack_from("<I", binary, entry + name_at)[0]):
                place = at(name)
                found.add(binary[place : binary.index(b"\0", place)].decode("ascii").lower())
                entry += size
    except struct.error as error:
        raise ValueError("cut short") from error
    return frozenset(found)


def missing(files: Iterable[Path]) -> dict[str, list[str]]:
    """Return library -> the files that need it, for libraries neither among the files nor in Windows."""
    binaries = [path for path in files if path.suffix.lower() in BINARIES]
    there = {path.name.lower() for path in binaries}
    result: dict[str, list[str]] = {}
    for path in binaries:
        for name in imports(path.read_bytes()):
            of_windows = name.startswith("api-ms-win-") or name.removesuffix(".dll") in WINDOWS
            if name not in there and not of_windows:
                result.setdefault(name, []).append(path.name)
    return result
