"""The Windows installers: one for a user without administrator rights, one for the whole machine."""

from __future__ import annotations

import hashlib
import struct
import uuid
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias
from xml.sax.saxutils import quoteattr

import launcher
import stage
from tools import Stop, program, run

_SPACE = uuid.UUID("4c2a7d0b-5f7e-4b1c-9d53-0c1f6f2f9d6e")  # never to change: all identities below grow from it
_FORMAT_ID = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")  # of the summary information, FMTID in [MS-OLEPS]
_TEMPLATE, _REVISION, _CREATED, _SAVED = 7, 9, 12, 13  # its properties
_TEXT, _FILETIME = 30, 64  # their types
_EPOCH_1601 = 11_644_473_600  # seconds from there to 1970
Tree: TypeAlias = "dict[str, Tree | None]"  # folders within folders, files as None
# What opens on a double click: the registry's name for it, ending, words, and the option that it is opened with.
FILE_TYPES = (
    ("Store", ".koorddesk", "Database fra koorddesk", "--store"),
    ("Copy", ".koordkopi", "Kopi fra koorddesk til overdragelse", "--take-over"),
)
DATA_STAYS = r"Dine data ligger i %LOCALAPPDATA%\koorddesk og bliver liggende, når programmet fjernes."


@dataclass(frozen=True)
class Scope:
    """For whom an installer installs: its name in file names, where to, and the registry's root."""

    name: str
    folders: tuple[tuple[str, str], ...]  # identity and name, from Windows' known folder inwards
    root: str


USER = Scope("user", (("LocalAppDataFolder", ""), ("ProgramsFolder", "Programs"), ("INSTALLDIR", "koorddesk")), "HKCU")
MACHINE = Scope("machine", (("ProgramFiles64Folder", ""), ("INSTALLDIR", "koorddesk")), "HKLM")


def identity(*parts: str) -> str:
    """Return the GUID of a thing, the same for ever and everywhere."""
    return "{" + str(uuid.uuid5(_SPACE, "/".join(parts))).upper() + "}"


def upgrade_code(scope: Scope) -> str:
    """Return by what Windows knows that one release follows another; the same for all releases."""
    return identity("upgrade", scope.name)


def product_code(scope: Scope, version: str, fingerprint: str) -> str:
    """Return the identity of exactly these files in this release."""
    return identity("product", scope.name, version, fingerprint)


def source(scope: Scope, names: list[str], version: str, fingerprint: str) -> str:
    """Return what wixl compiles: folders, one component for each file, start menu, file type, upgrade rule.

    ``names`` are the paths of the staged files relative to the staged folder, which is where wixl is run.
    """
    tree: Tree = {}
    for name in names:
        place = tree
        *folders, file = PurePosixPath(name).parts
        for folder in folders:
            within = place.setdefault(folder, {})
            assert within is not None, "a file and a folder of one name"
            place = within
        place[file] = None
    components: list[str] = []
    inside = "\n".join(_folder(tree, PurePosixPath(), scope, components))
    for known, name in reversed(scope.folders):
        inside = (
            f"<Directory Id={quoteattr(known)}{f' Name={quoteattr(name)}' if name else ''}>\n{inside}\n</Directory>"
        )
    types = "".join(f'<ComponentRef Id="FileType{name}"/>' for name, *_ in FILE_TYPES)
    references = "".join(f'<ComponentRef Id="{name}"/>' for name in components)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
<Product Id="{product_code(scope, version, fingerprint)}" Name="koorddesk" Language="1030" Codepage="1252"
  Version="{version}" Manufacturer={quoteattr(launcher.PUBLISHER)} UpgradeCode="{upgrade_code(scope)}">
<Package InstallerVersion="500" Compressed="yes" InstallScope="per{scope.name.capitalize()}" Languages="1030"
  Description="koorddesk" Manufacturer={quoteattr(launcher.PUBLISHER)}/>
<MajorUpgrade DowngradeErrorMessage="En nyere udgave af koorddesk er allerede installeret. Den er ikke blevet rørt."/>
<MediaTemplate EmbedCab="yes"/>
<Icon Id="koorddesk.ico" SourceFile="koorddesk.ico"/>
<Property Id="ARPPRODUCTICON" Value="koorddesk.ico"/>
<Property Id="ARPNOMODIFY" Value="1"/>
<Property Id="ARPCOMMENTS" Value={quoteattr(DATA_STAYS)}/>
<Directory Id="TARGETDIR" Name="SourceDir">
{inside}
{_start_menu(scope)}
{"".join(_file_type(scope, *kind) for kind in FILE_TYPES)}
</Directory>
<Feature Id="Main" Title="koorddesk" Level="1">{references}</Feature>
<Feature Id="StartMenu" Title="Startmenu" Level="1"><ComponentRef Id="StartMenuEntry"/></Feature>
<Feature Id="FileType" Title="Filtype" Level="1">{types}</Feature>
</Product>
</Wix>
"""


def build(staged: Path, target: Path, scope: Scope, version: str) -> None:
    """Compile the installer of a staged folder."""
    names = [path.relative_to(staged).as_posix() for path in stage.files(staged)]
    mark = stage.fingerprint(staged)
    wxs = target.with_suffix(".wxs")
    wxs.write_text(source(scope, names, version, mark), encoding="utf-8")
    run([program("wixl"), "-a", "x64", "-o", target, wxs], folder=staged, environment={"TZ": "UTC"})
    # wixl writes Danish letters in this code page without saying so; Windows would take that of each machine.
    wxs.write_text("\r\n\r\n1252\t_ForceCodepage\r\n", encoding="ascii", newline="")
    run([program("msibuild"), target, "-i", wxs])
    wxs.unlink()
    revision = identity("package", scope.name, version, mark)
    target.write_bytes(settle(target.read_bytes(), revision, stage.MOMENT))


def settle(installer: bytes, revision: str, moment: int) -> bytes:
    """Return an installer with fixed identity, times and language in its summary, which wixl writes anew each time.

    Raises Stop where the summary is not laid out as wixl lays it out.
    """
    found = installer.find(_FORMAT_ID)
    if found < 0 or installer.find(_FORMAT_ID, found + 1) >= 0:
        raise Stop("The installer's summary was not found; was it made by another program than wixl?")
    data = bytearray(installer)
    header = found - 28
    section = header + struct.unpack_from("<I", data, found + 16)[0]
    _, count = struct.unpack_from("<II", data, section)
    filetime = struct.pack("<Q", (moment + _EPOCH_1601) * 10_000_000)
    for number in range(count):
        key, offset = struct.unpack_from("<II", data, section + 8 + 8 * number)
        place = section + offset
        (kind,) = struct.unpack_from("<I", data, place)
        if key in {_CREATED, _SAVED} and kind == _FILETIME:
            data[place + 4 : place + 12] = filetime
        elif key in {_REVISION, _TEMPLATE} and kind == _TEXT:
            text = (revision if key == _REVISION else "x64;1030").encode("ascii") + b"\0"
            if struct.unpack_from("<I", data, place + 4)[0] != len(text):
                raise Stop("The installer's summary holds a text of another length than expected.")
            data[place + 8 : place + 8 + len(text)] = text
    return bytes(data)


def _folder(tree: Tree, path: PurePosixPath, scope: Scope, components: list[str]) -> list[str]:
    """Return the lines of one folder's content; the components' identities are added to the list."""
    lines = []
    for name, content in sorted(tree.items()):
        inner = path / name
        key = hashlib.sha256(inner.as_posix().encode()).hexdigest()[:24]
        if content is not None:
            within = _folder(content, inner, scope, components)
            lines += [f'<Directory Id="d{key}" Name={quoteattr(name)}>', *within, "</Directory>"]
            continue
        components.append(f"c{key}")
        guid = identity("file", scope.name, inner.as_posix())
        file = f'<File Id="f{key}" Source={quoteattr(inner.as_posix())} Name={quoteattr(name)} KeyPath="yes"/>'
        lines.append(f'<Component Id="c{key}" Guid="{guid}" Win64="yes">{file}</Component>')
    return lines


def _start_menu(scope: Scope) -> str:
    guid = identity("start menu", scope.name)
    return f"""<Directory Id="ProgramMenuFolder">
<Component Id="StartMenuEntry" Guid="{guid}" Win64="yes">
<Shortcut Id="Shortcut" Name="koorddesk" Target="[INSTALLDIR]{launcher.WINDOW}" WorkingDirectory="INSTALLDIR"
  Icon="koorddesk.ico" Description="National koordination: skemaer, sager og breve"/>
<RegistryValue Root="{scope.root}" Key="Software\\koorddesk" Name="StartMenu" Type="integer" Value="1" KeyPath="yes"/>
</Component>
</Directory>"""


def _file_type(scope: Scope, name: str, ending: str, words: str, option: str) -> str:
    """Return the component by which files of an ending open on a double click."""
    classes, kind = "Software\\Classes", f"koorddesk.{name}"
    values = (
        (f"{classes}\\{ending}", kind),
        (f"{classes}\\{kind}", words),
        (f"{classes}\\{kind}\\DefaultIcon", "[INSTALLDIR]koorddesk.ico"),
        (f"{classes}\\{kind}\\shell\\open\\command", f'"[INSTALLDIR]{launcher.WINDOW}" {option} "%1"'),
    )
    lines = "\n".join(
        f'<RegistryValue Root="{scope.root}" Key="{key}" Type="string" Value={quoteattr(value)}'
        f"{' KeyPath=' + quoteattr('yes') if number == 0 else ''}/>"
        for number, (key, value) in enumerate(values)
    )
    guid = identity("file type", scope.name, name)
    return f"""<Component Id="FileType{name}" Guid="{guid}" Directory="INSTALLDIR" Win64="yes">
{lines}
</Component>
"""
