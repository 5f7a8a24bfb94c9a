"""Checks across the fields of one submission, from rules that its template carries as data."""

from __future__ import annotations

from collections.abc import Sequence

from koorddesk.domain.values import Answer
from koorddesk.findings import Finding
from koorddesk.workbooks.spots import Located
from koorddesk.workbooks.template import Kind, Template


def check(template: Template, located: Located, answers: Sequence[Answer], *, nil: bool) -> list[Finding]:
    """Return the findings of every check; a nil report need not answer what is required."""
    return [] if nil else list(_required(template, answers))


def _required(template: Template, answers: Sequence[Answer]) -> list[Finding]:
    """Speak of required single fields without an answer."""
    said = []
    by_field = {answer.template_at: answer for answer in answers if answer.row is None}
    for each in template.fields:
        answer = by_field.get(each.template_at)
        if each.required and each.kind is Kind.SINGLE and answer is not None and not answer.raw.strip():
            said.append(Finding("required-missing", {"label": each.label[:120]}, answer.at, each.template_at))
    return said
