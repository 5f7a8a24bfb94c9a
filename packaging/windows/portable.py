"""The portable archive: the staged folder as it is, to be unpacked and used without installing."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import stage


def build(staged: Path, target: Path) -> None:
    """Write the staged folder as a zip archive in which nothing depends on when or where it was written."""
    moment = time.gmtime(stage.MOMENT)[:6]
    with zipfile.ZipFile(target, "w") as archive:
        for path in stage.files(staged):
            entry = zipfile.ZipInfo(f"koorddesk/{path.relative_to(staged).as_posix()}", moment)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
