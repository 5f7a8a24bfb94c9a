"""What came from whom: the bill of materials (CycloneDX), the licences, and the list of files to sign."""

from __future__ import annotations

import json
import shutil
import struct
import uuid
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

import linking
from runtime import Runtime
from tools import ROOT, digest

_SPACE = uuid.UUID("b6a7a2f5-7d1e-4b53-8e0a-7a0f3ad2c9c1")
TEXTS = Path(__file__).resolve().parent / "licences"  # of what carries only the name of its licence (Qt)
_CERTIFICATE = 4  # of a binary's data directories: its signature
# Fonts and drawings that lie among the program's own resources, with the files that hold their licences.
_OWN_RESOURCES = (
    ("IBM Plex Sans", "OFL-1.1", "resources/fonts/IBMPlexSans-OFL.txt"),
    ("Lucide", "ISC", "resources/icons/LICENSE"),
)
# Licences that a package states only in words.
_BY_WORDS = (
    ("LGPL-3.0-only", ("LGPL", "Lesser General Public")),
    ("MPL-2.0", ("MPL", "Mozilla")),
    ("Apache-2.0", ("Apache",)),
    ("PSF-2.0", ("PSF", "Python Software Foundation")),
    ("BSD-3-Clause", ("BSD",)),
    ("MIT", ("MIT",)),
)


def licence(metadata: str) -> str:
    """Return the licence of a package as its metadata states it, as an SPDX expression where that can be told.

    Where several are named without a word between them, all of them are taken to hold.
    """
    fields = HeaderParser().parsestr(metadata)
    if stated := fields.get("License-Expression"):
        return str(stated)
    words = [value.rpartition("::")[2] for value in fields.get_all("Classifier", []) if "License ::" in value]
    text = " ".join([*words, (fields.get("License") or "").splitlines()[0] if fields.get("License") else ""])
    found = [spdx for spdx, signs in _BY_WORDS if any(sign in text for sign in signs)]
    return " AND ".join(found) or text.strip() or "NOASSERTION"


def bill(components: list[dict[str, Any]], version: str) -> dict[str, Any]:
    """Return a CycloneDX document about koorddesk and its components; the same content gives the same document."""
    main = {"type": "application", "bom-ref": "koorddesk", "name": "koorddesk", "version": version}
    serial = uuid.uuid5(_SPACE, json.dumps([main, components], sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": main},
        "components": components,
        "dependencies": [{"ref": "koorddesk", "dependsOn": [str(part["bom-ref"]) for part in components]}],
    }


def write(folder: Path, wheels: Iterable[Path], runtime: Runtime, version: str) -> None:
    """Write bill of materials and licences into the staged folder."""
    components = [_of_runtime(runtime), *(_of_wheel(wheel) for wheel in wheels)]
    components += [
        {"type": "data", "bom-ref": name, "name": name, "licenses": [{"expression": spdx}]}
        for name, spdx, _ in _OWN_RESOURCES
    ]
    document = json.dumps(bill(components, version), ensure_ascii=False, indent=1) + "\n"
    (folder / "bill-of-materials.json").write_text(document, encoding="utf-8")
    licences = folder / "licences"
    licences.mkdir()
    lines = ["What koorddesk consists of besides its own code, and under which licence:", ""]
    for part in components:
        (stated,) = part["licenses"]
        lines.append(f"{part['name']} {part.get('version', '')}: {stated['expression']}".replace(" :", ":"))
    (licences / "licences.txt").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    shutil.copyfile(folder / "runtime" / "LICENSE.txt", licences / "Python.txt")
    for name, _, own in _OWN_RESOURCES:
        shutil.copyfile(ROOT / own, licences / f"{name}.txt")
    for text in sorted(TEXTS.glob("*.txt")):
        shutil.copyfile(text, licences / text.name)
    for path in sorted((folder / "lib").glob("*.dist-info")):
        for file in sorted(file for file in path.rglob("*") if file.is_file() and _is_licence(file)):
            shutil.copyfile(file, licences / f"{path.name.removesuffix('.dist-info')}-{file.name}")


def to_sign(staged: Path) -> list[str]:
    """Return the binaries that carry no signature yet, as paths with Windows' separators."""
    return [
        str(path.relative_to(staged)).replace("/", "\\")
        for path in sorted(staged.rglob("*"))
        if path.suffix.lower() in linking.BINARIES and not signed(path.read_bytes())
    ]


def signed(binary: bytes) -> bool:
    """Tell whether a 64-bit Windows binary carries a signature (not whether it is a good one)."""
    (start,) = struct.unpack_from("<I", binary, 0x3C)
    return bool(struct.unpack_from("<I", binary, start + 24 + 112 + 8 * _CERTIFICATE + 4)[0])


def _of_wheel(wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA") and name.count("/") == 1]
        metadata = archive.read(name).decode("utf-8")
    fields = HeaderParser().parsestr(metadata)
    package, version = fields["Name"], fields["Version"]
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{package.lower()}@{version}",
        "name": package,
        "version": version,
        "purl": f"pkg:pypi/{package.lower()}@{version}",
        "hashes": [{"alg": "SHA-256", "content": digest(wheel)}],
        "licenses": [{"expression": licence(metadata)}],
    }


def _of_runtime(runtime: Runtime) -> dict[str, Any]:
    return {
        "type": "platform",
        "bom-ref": f"cpython@{runtime.release}",
        "name": "CPython (embeddable, Windows x64)",
        "version": runtime.release,
        "hashes": [{"alg": "SHA-256", "content": runtime.sha256}],
        "licenses": [{"expression": "PSF-2.0"}],
    }


def _is_licence(path: Path) -> bool:
    return path.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS")) or path.parent.name == "licenses"
