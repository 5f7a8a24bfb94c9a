"""The small programs that start koorddesk: the window, without a console; the command line; and what reads a file.

They stand in the place of ``python.exe``, which is not shipped: nobody can run other code with what is installed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import icon
from tools import program, run

from koorddesk.workbooks.workers import READER

HERE = Path(__file__).resolve().parent
PUBLISHER = "Social- og Boligstyrelsen"
WINDOW, COMMAND_LINE = "koorddesk.exe", "koorddesk-cli.exe"
_DESCRIPTIONS = {WINDOW: "koorddesk", COMMAND_LINE: "koorddesk, kommandolinje", READER: "koorddesk, læsning af en fil"}
_OPTIONS = {
    WINDOW: ("-mwindows",),
    COMMAND_LINE: ("-mconsole", "-DCONSOLE"),
    READER: ("-mconsole", "-DCONSOLE", "-DREADER"),
}
# No time stamp and no name of a folder, so that the same source gives the same bytes; hardened as Windows expects.
_FLAGS = ("-municode", "-O2", "-Wall", "-Wextra", "-Werror", "-s", "-static", "-fno-ident")
_LINKER = "-Wl,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va"


def resources(name: str, version: str) -> str:
    """Return the resource script of a launcher: what Windows shows as its properties, its icon and its manifest."""
    numbers = ",".join([*version.split("."), "0", "0", "0"][:4])
    values = {
        "CompanyName": PUBLISHER,
        "FileDescription": _DESCRIPTIONS[name],
        "FileVersion": version,
        "InternalName": name.removesuffix(".exe"),
        "OriginalFilename": name,
        "ProductName": "koorddesk",
        "ProductVersion": version,
    }
    lines = "\n".join(f'      VALUE "{key}", "{value}\\0"' for key, value in values.items())
    return f"""#pragma code_page(65001)
1 ICON "koorddesk.ico"
1 24 "launcher.manifest"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEOS 0x40004L
FILETYPE 0x1L
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040604B0"
    BEGIN
{lines}
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x406, 0x4B0
  END
END
"""


def build(target: Path, version: str, python_tag: str) -> None:
    """Compile the launchers into a folder, for a runtime such as ``312``."""
    compiler, windres = program("x86_64-w64-mingw32-gcc"), program("x86_64-w64-mingw32-windres")
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        icon.draw("route", work / "koorddesk.ico")
        (work / "launcher.manifest").write_bytes((HERE / "launcher.manifest").read_bytes())
        (work / "launcher.c").write_bytes((HERE / "launcher.c").read_bytes())
        for name, options in _OPTIONS.items():
            (work / "launcher.rc").write_text(resources(name, version), encoding="utf-8")
            run([windres, "launcher.rc", "-O", "coff", "-o", "resources.o"], folder=work)
            define = f'-DPYTHON_DLL="python{python_tag}.dll"'
            command = [compiler, *_FLAGS, *options, define, "launcher.c", "resources.o", _LINKER, "-lshell32"]
            run([*command, "-o", name], folder=work)
            (target / name).write_bytes((work / name).read_bytes())
        (target / "koorddesk.ico").write_bytes((work / "koorddesk.ico").read_bytes())
