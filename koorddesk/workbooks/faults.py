"""What is wrong with a learned template: told when it is learned, not when it is used."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.workbooks import labels
from koorddesk.workbooks.template import Kind as FieldKind
from koorddesk.workbooks.template import Template, TemplateField

CATALOGUE["two-fields-one-name"] = Kind(
    Severity.WARNING,
    N_('Two fields are both called "%(label)s" (%(first)s and %(second)s).'),
    N_("Give one of them another name here or in the blank; if they are one answer, join them."),
)


def faults(template: Template) -> list[Finding]:
    """Return a finding for each pair of fields that nothing in the blank tells apart."""
    named: dict[tuple[str, ...], list[TemplateField]] = defaultdict(list)
    others = {(field.template_at.sheet, labels.key(field.label)) for field in template.fields}
    for field in template.fields:
        sheet, question = field.template_at.sheet, labels.key(field.question)
        # A remark belongs to the question before it; of any other field, the label or title before it says nothing.
        if not labels.is_remark(field.label) and field.kind is not FieldKind.TICK:
            title = question == labels.key(template.title)
            question = "" if title or (sheet, question) in others else question
        place = (sheet, field.table or field.group, question)
        named[*place, labels.key(field.label)].append(field)
    return [
        Finding(
            "two-fields-one-name",
            {"label": second.label, "first": str(first.template_at), "second": str(second.template_at)},
            at=second.template_at,
            template_at=second.template_at,
        )
        for fields in named.values()
        for first, second in pairwise(fields)
    ]
