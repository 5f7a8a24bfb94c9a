"""What the program made of one file before anything is stored: the result of reading, for the caseworker to judge.

The fields are those of the import result (docs/command-line.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from koorddesk.domain.reports import Outcome
    from koorddesk.domain.values import Answer, CellRef
    from koorddesk.findings import Finding


@dataclass(frozen=True)
class TemplateMatch:
    """The template a file was recognised as; ``how`` is ``fingerprint``, ``named`` or ``asked``."""

    code: str
    version: str
    how: str


@dataclass(frozen=True)
class SenderMatch:
    """Who sent a file, and how that was told.

    ``kind`` is ``municipality`` or ``region``; ``how`` is ``cell``, ``file-name``, ``folder``, ``alias`` or ``asked``;
    ``at`` is the cell that said so.
    """

    kind: str
    code: str
    name: str
    how: str
    at: CellRef | None = None


@dataclass(frozen=True)
class Reading:
    """One file as read: who, which template, the answers with their cells, and the findings.

    ``nil`` is True for a report that says there is nothing to report. ``answers`` lists every field of the template,
    an empty one with value None.
    """

    file_name: str
    sha256: str
    size: int
    outcome: Outcome
    template: TemplateMatch | None
    sender: SenderMatch | None
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    nil: bool = False
