"""Runs within the Windows of a trial, by the installed runtime: prints as JSON what Windows itself says of the program.

python.exe probe.py PROGRAM.EXE
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

_library: Callable[[str], Any] = ctypes.__dict__["WinDLL"]  # there on Windows only
_LANGUAGE = "040604B0"  # Danish, Unicode
_MANIFEST, _FIRST = 24, 1
_AS_DATA = 2
_COMMAND, _DOCUMENTS = 1, 5  # ASSOCSTR_COMMAND; CSIDL_PERSONAL
_LOCAL = 28  # CSIDL_LOCAL_APPDATA


def properties(path: str) -> dict[str, str]:
    """Return what the page "Details" of a program's properties shows."""
    version = _library("version")
    size = version.GetFileVersionInfoSizeW(path, None)
    block = ctypes.create_string_buffer(size)
    version.GetFileVersionInfoW(path, 0, size, block)
    found = {}
    for name in ("CompanyName", "FileDescription", "FileVersion", "ProductName", "ProductVersion"):
        text, length = ctypes.c_void_p(), ctypes.c_uint()
        if version.VerQueryValueW(
            block, f"\\StringFileInfo\\{_LANGUAGE}\\{name}", ctypes.byref(text), ctypes.byref(length)
        ):
            found[name] = ctypes.wstring_at(text.value or 0)
    return found


def manifest(path: str) -> str:
    """Return the manifest that a program carries."""
    kernel = _library("kernel32")
    kernel.LoadLibraryExW.restype = kernel.FindResourceW.restype = ctypes.c_void_p
    kernel.LoadResource.restype = kernel.LockResource.restype = ctypes.c_void_p
    for call in (kernel.FindResourceW, kernel.LoadResource, kernel.SizeofResource, kernel.LockResource):
        call.argtypes = [ctypes.c_void_p] * (
            3 if call is kernel.FindResourceW else 1 if call is kernel.LockResource else 2
        )
    module = kernel.LoadLibraryExW(path, None, _AS_DATA)
    place = kernel.FindResourceW(module, _FIRST, _MANIFEST)
    data = kernel.LockResource(kernel.LoadResource(module, place))
    return ctypes.string_at(data, kernel.SizeofResource(module, place)).decode("utf-8")


def opened_by(ending: str) -> str:
    """Return the command that a double click on a file of an ending runs."""
    length = ctypes.c_uint(1024)
    text = ctypes.create_unicode_buffer(length.value)
    if _library("shlwapi").AssocQueryStringW(0, _COMMAND, ending, None, text, ctypes.byref(length)):
        return ""
    return text.value


def known_folder(number: int) -> str:
    """Return where Windows says that a folder of the user's lies."""
    text = ctypes.create_unicode_buffer(260)
    _library("shell32").SHGetFolderPathW(None, number, None, 0, text)
    return text.value


def main(program: str) -> None:
    """Print everything."""
    icons = _library("shell32").ExtractIconExW(program, -1, None, None, 0)
    binary = Path(program).read_bytes()
    start = int.from_bytes(binary[0x3C:0x40], "little")
    found = {
        "properties": properties(program),
        "manifest": manifest(program),
        "icons": icons,
        "subsystem": int.from_bytes(binary[start + 24 + 68 : start + 24 + 70], "little"),
        "opened by": {ending: opened_by(ending) for ending in (".koorddesk", ".koordkopi")},
        "documents": (known_folder(_DOCUMENTS), platformdirs.user_documents_dir()),
        "local": (known_folder(_LOCAL), str(Path(platformdirs.user_data_dir("koorddesk", False)).parent)),
    }
    print("PROBE " + json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
