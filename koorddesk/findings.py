"""Findings (bemærkninger): what is wrong, doubtful or notable about a value or a file.

The catalogue gives each code its severity and its two sentences; a ``Finding`` is one occurrence with its place.
The screen, the log, the command line and the sender's annotated workbook all show the same rows.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from koorddesk.i18n import N_, Translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koorddesk.domain.values import CellRef


class Severity(enum.StrEnum):
    """How much a finding stops: an error the acceptance, a warning the report until reasoned, a note nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Kind:
    """One entry of the catalogue: how severe, what it says, what the sender should do (English msgids)."""

    severity: Severity
    message: str
    suggestion: str = ""


CATALOGUE: dict[str, Kind] = {
    "approximate-number": Kind(
        Severity.WARNING,
        N_('It says "%(raw)s". It was read as %(value)s.'),
        N_("Write the exact number."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """Something about a value or a file, with its place (bemærkning).

    ``at`` is the cell in the submission, ``template_at`` and ``row`` name the field; all three may be missing.
    ``severity`` overrides the catalogue where a template's own rule says so. ``params`` hold plain values only.
    """

    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)
    at: CellRef | None = None
    template_at: CellRef | None = None
    row: int | None = None
    override: Severity | None = None

    @property
    def severity(self) -> Severity:
        """Return how severe this occurrence is."""
        return self.override or CATALOGUE[self.code].severity

    def message(self, translator: Translator) -> str:
        """Return what stands there and what was done with it."""
        return translator.text(CATALOGUE[self.code].message, **self.params)

    def suggestion(self, translator: Translator) -> str:
        """Return what the sender or the caseworker can do, or an empty string."""
        template = CATALOGUE[self.code].suggestion
        return translator.text(template, **self.params) if template else ""
