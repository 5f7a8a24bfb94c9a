"""What came from whom: the bill of materials (CycloneDX), the licences, and the list of files to sign."""

from __future__ import annotations

import json
import re
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
from tools import digest

from koorddesk.licences import LIST, OWN_RESOURCES, common_texts, is_licence, stated
from koorddesk.paths import resource

_SPACE = uuid.UUID("b6a7a2f5-7d1e-4b53-8e0a-7a0f3ad2c9c1")
_CERTIFICATE = 4  # of a binary's data directories: its signature


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
        for name, spdx, _ in OWN_RESOURCES
    ]
    document = json.dumps(bill(components, version), ensure_ascii=False, indent=1) + "\n"
    (folder / "bill-of-materials.json").write_text(document, encoding="utf-8")
    _write_licences(folder, components)


def _write_licences(folder: Path, components: list[dict[str, Any]]) -> None:
    """Write the licences' texts and the list by which the program's own page finds them."""
    licences = folder / "licences"
    licences.mkdir()
    listed = []
    for part in components:
        (given,) = part["licenses"]
        files = _texts(folder, part) or common_texts(given["expression"])
        names = []
        for file in files:
            # Below "licenses" a package may hold many, of its own parts.
            inner = file.parts[file.parts.index("licenses") + 1 :] if "licenses" in file.parts else (file.name,)
            names.append("-".join((part["name"].replace(" ", ""), *inner)))
            shutil.copyfile(file, licences / names[-1])
        listed.append(
            {"name": part["name"], "version": part.get("version", ""), "licence": given["expression"], "files": names}
        )
    document = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    (licences / LIST).write_text(document, encoding="utf-8")


def _texts(folder: Path, part: dict[str, Any]) -> list[Path]:
    """Return the files in which a component says its licence itself."""
    if part["type"] == "platform":
        return [folder / "runtime" / "LICENSE.txt"]
    for name, _, place in OWN_RESOURCES:
        if part["name"] == name:
            return [resource(*place)]
    wanted = re.sub(r"[-_.]+", "_", f"{part['name']}-{part['version']}").lower()
    (own,) = [
        path
        for path in (folder / "lib").glob("*.dist-info")
        if re.sub(r"[-_.]+", "_", path.name.removesuffix(".dist-info")).lower() == wanted
    ]
    return sorted(path for path in own.rglob("*") if path.is_file() and is_licence(path))


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
        "licenses": [{"expression": stated(fields)}],
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
