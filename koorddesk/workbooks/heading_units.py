"""Figures that a heading asks for in thousands or millions: kept as they stand, and said."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.findings import Finding
from koorddesk.workbooks.template import Template

_LARGE = re.compile(
    r"\b(?:mio|mia|mill(?:ioner|iarder)?|milliarder|1[. ]?000|t|tusind(?:e)?)\.?\s*(?:kr|kroner|dkk)\b|\bt(?:kr|dkk)\b",
    re.IGNORECASE,
)


@functools.lru_cache(1 << 14)
def _large_unit(label: str, unit: str) -> str:
    match = _LARGE.search(f"{label} ({unit})")
    return match[0] if match is not None else ""


def figures_in_large_units(template: Template, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Yield one note for each field whose label asks for thousands or millions and that has a figure."""
    asked: dict[CellRef, tuple[str, str]] = {}
    for each in template.fields:
        unit = _large_unit(each.label, each.unit) if each.type in (FieldType.AMOUNT, FieldType.NUMBER) else ""
        if unit:
            asked[each.template_at] = (each.label[:120], unit)
    for answer in answers:
        if answer.template_at in asked and isinstance(answer.value, (int, float)):
            label, unit = asked.pop(answer.template_at)
            yield Finding("unit-in-heading", {"label": label, "unit": unit}, None, answer.template_at)
