"""What koorddesk consists of besides its own code, and under which licence: for the window's licence page.

An installed program carries a list made by its build (``packaging/windows/materials.py``), with every text beside it;
elsewhere the packages that are installed tell.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from koorddesk.paths import licences_folder, resource

LIST = "components.json"
# Fonts and drawings that lie among the program's own resources, with the files that hold their licences.
OWN_RESOURCES = (
    ("IBM Plex Sans", "OFL-1.1", ("fonts", "IBMPlexSans-OFL.txt")),
    ("Lucide", "ISC", ("icons", "LICENSE")),
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


@dataclass(frozen=True)
class Component:
    """One thing of another's hand: its name, version ("" for drawings), licence (SPDX), and files with the text."""

    name: str
    version: str
    licence: str
    files: tuple[Path, ...]

    def text(self) -> str:
        """Return the licence's text as its owner wrote it, "" where only the licence's name is known."""
        return "\n\n".join(path.read_text(encoding="utf-8", errors="replace").strip() for path in self.files)


def components() -> tuple[Component, ...]:
    """Return all components, by name."""
    listed = licences_folder() / LIST
    found = _as_listed(listed) if listed.is_file() else _as_installed()
    return tuple(sorted(found, key=lambda part: part.name.lower()))


def stated(metadata: Message) -> str:
    """Return the licence of a package as its metadata states it, as an SPDX expression where that can be told.

    Where several are named without a word between them, all of them are taken to hold.
    """
    if expression := metadata.get("License-Expression"):
        return str(expression)
    words = [value.rpartition("::")[2] for value in metadata.get_all("Classifier", []) if "License ::" in value]
    text = " ".join([*words, *(metadata.get("License") or "").splitlines()[:1]])
    found = [spdx for spdx, signs in _BY_WORDS if any(sign in text for sign in signs)]
    return " AND ".join(found) or text.strip() or "NOASSERTION"


def is_licence(path: Path) -> bool:
    """Tell by its name and folder whether a file of a package holds a licence's text that holds here."""
    named = path.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))
    return (named or "licenses" in path.parts) and "Commercial" not in path.name


def common_texts(licence: str) -> list[Path]:
    """Return the texts of a licence that packages only name (Qt's)."""
    # The lesser licence adds to the general one and is not whole without it.
    return [resource("licences", f"{name}.txt") for name in ("LGPL-3.0", "GPL-3.0") if "LGPL-3.0" in licence]


def _as_listed(listed: Path) -> Iterator[Component]:
    for part in json.loads(listed.read_text(encoding="utf-8")):
        files = tuple(listed.parent / name for name in part["files"])
        yield Component(part["name"], part["version"], part["licence"], files)


def _as_installed() -> Iterator[Component]:
    yield Component("CPython", platform.python_version(), "PSF-2.0", ())
    for name, licence, place in OWN_RESOURCES:
        yield Component(name, "", licence, (resource(*place),))
    seen: set[str] = set()
    waiting = _own_requirements()
    while waiting:
        name = re.split(r"[\s;<>=!~\[(]", waiting.pop(), maxsplit=1)[0]
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        seen.add(key)
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # one for another system
        waiting += [needed for needed in package.requires or () if "extra ==" not in needed]
        files = [Path(str(file.locate())) for file in package.files or () if ".dist-info" in str(file)]
        texts = sorted(path for path in files if is_licence(path) and path.is_file())
        metadata = package.metadata
        assert isinstance(metadata, Message)
        licence = stated(metadata)
        yield Component(metadata["Name"], package.version, licence, tuple(texts or common_texts(licence)))


def _own_requirements() -> list[str]:
    """Return what koorddesk says it needs, as a package or, in a checkout, in its pyproject.toml."""
    try:
        return list(importlib.metadata.requires("koorddesk") or ())
    except importlib.metadata.PackageNotFoundError:
        import tomllib

        project = tomllib.loads((resource().parent / "pyproject.toml").read_text(encoding="utf-8"))
        return list(project["project"]["dependencies"])
