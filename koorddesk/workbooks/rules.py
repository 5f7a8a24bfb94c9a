"""The checks that a template's own shape calls for, as data: totals, parts of a whole, dates in order, low marks."""

from __future__ import annotations

from koorddesk.workbooks.template import Rule, TemplateField, TemplateTable


def rules_of(fields: tuple[TemplateField, ...], tables: tuple[TemplateTable, ...]) -> tuple[Rule, ...]:
    """Return the rules that follow from a template's fields and tables."""
    return ()
