"""How much of a foreign file the program is willing to take, and the refusals of one that asks for more.

Every refusal is a ``FileProblem`` whose code is also in the catalogue of findings, so that the window, the command
line and the journal use the same words.
"""

from __future__ import annotations

from dataclasses import dataclass

from koorddesk.errors import FileProblem, register
from koorddesk.findings import CATALOGUE


@dataclass(frozen=True)
class Limits:
    """What one file may cost: working time, memory of its worker, size, entries and unpacked size, filled cells.

    Source: measured on 2 549 public spreadsheets; styles alone reach 334 : 1 in honest files, so no ratio is judged.
    """

    seconds: float = 15.0
    memory_mb: int = 512
    file_mb: int = 50
    entries: int = 10_000
    unpacked_mb: int = 500
    cells: int = 250_000


# A file that is built to harm: its name, hash and size are kept, never the file itself.
HOSTILE = frozenset({"hostile-entities", "hostile-entries", "hostile-names", "hostile-size"})

REFUSALS = HOSTILE | {
    "file-damaged",
    "file-empty",
    "file-encrypted",
    "file-label-protected",
    "file-lock",
    "file-placeholder",
    "file-too-large",
    "file-too-many-cells",
    "file-too-many-parts",
    "file-truncated",
    "no-sheets",
    "not-workbook",
    "not-workbook-archive",
    "not-workbook-document",
    "not-workbook-email",
    "not-workbook-image",
    "not-workbook-pdf",
    "not-workbook-text",
    "not-workbook-web-page",
    "not-workbook-xml",
    "reader-crashed",
    "reader-memory",
    "reader-timeout",
    "zip-of-workbooks",
    "zip-without-workbook",
}

register({code: CATALOGUE[code].message for code in REFUSALS})


def refuse(code: str, **params: str | float) -> FileProblem:
    """Return the refusal of a file, to be raised."""
    return FileProblem(code, **params)
