"""Checks across the fields of one submission, by the rules that its template carries as data."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from koorddesk.domain.values import Answer, FieldType
from koorddesk.findings import Finding, Severity
from koorddesk.workbooks import agreement
from koorddesk.workbooks.agreement import Answers, figure, shown
from koorddesk.workbooks.rules import IN_FORCE, NOTE_ONLY, OCCUPIED, ORDER, PART, TEXT, TOTAL
from koorddesk.workbooks.spots import Located, TotalRow, ref
from koorddesk.workbooks.template import Kind, Rule, Template

_CLOSE = 0.5  # what rounding may make of a total's difference, for each row at most 0.01 more


def check(template: Template, located: Located, answers: Sequence[Answer], *, nil: bool) -> list[Finding]:
    """Return the findings of every check; a nil report need not answer what is required."""
    by_field: dict[str, dict[int | None, Answer]] = defaultdict(dict)
    for spot, answer in zip(located.spots, answers, strict=True):
        by_field[spot.field.id][answer.row] = answer
    found = [] if nil else list(_required(template, by_field))
    for rule in template.rules:
        if rule.standing == IN_FORCE:
            said = list(_by_rule(rule, by_field, template))
            found += [replace(each, override=Severity(rule.severity)) if rule.severity else each for each in said]
    found += _totals(template, located, answers)
    return found


def _by_rule(rule: Rule, answers: Answers, template: Template) -> Iterator[Finding]:
    """Yield what one rule has to say; those that look beyond the one form are applied elsewhere."""
    if rule.kind == PART:
        yield from _not_more(rule, answers, "part-exceeds-whole", template)
    elif rule.kind == OCCUPIED:
        yield from _not_more(rule, answers, "occupied-exceeds-places", template)
    elif rule.kind == ORDER:
        yield from _in_order(rule, answers, template)
    elif rule.kind == TEXT:
        yield from _with_text(rule, answers, template)
    elif rule.kind in agreement.CHECKS:
        yield from agreement.CHECKS[rule.kind](rule, answers, template)


def _required(template: Template, answers: Answers) -> Iterator[Finding]:
    """Yield required single fields without an answer, and as a warning cells of required columns in filled rows."""
    for each in template.fields:
        answer = answers.get(each.id, {}).get(None)
        if each.required and each.kind is Kind.SINGLE and answer is not None and not answer.raw.strip():
            yield Finding("required-missing", {"label": each.label[:120]}, answer.at, each.template_at)
        for row, in_row in answers.get(each.id, {}).items() if each.required and each.kind is Kind.COLUMN else ():
            if row is not None and not in_row.raw.strip():
                params = {"label": each.label[:120]}
                yield Finding("required-missing", params, in_row.at, each.template_at, row, Severity.WARNING)


def _not_more(rule: Rule, answers: Answers, code: str, template: Template) -> Iterator[Finding]:
    """Yield rows in which the first field's figure is more than the second's."""
    one, whole = rule.fields
    for row, answer in answers.get(one, {}).items():
        other = answers.get(whole, {}).get(row)
        part, limit = figure(answer), figure(other)
        if part is not None and limit is not None and part > limit:
            params = {
                "part": shown(part),
                "whole": shown(limit),
                "part_label": template.field(one).label[:80],
                "whole_label": template.field(whole).label[:80],
            }
            yield Finding(code, params, answer.at, answer.template_at, row)


def _in_order(rule: Rule, answers: Answers, template: Template) -> Iterator[Finding]:
    """Yield rows in which the first date lies after the second; a year counts from its first to its last day."""
    first, last = rule.fields
    for row, answer in answers.get(first, {}).items():
        other = answers.get(last, {}).get(row)
        begins, ends = _day(answer, last=False), _day(other, last=True)
        if begins is not None and ends is not None and begins > ends and other is not None:
            params = {
                "first": answer.raw[:40],
                "last": other.raw[:40],
                "first_label": template.field(first).label[:80],
                "last_label": template.field(last).label[:80],
            }
            severity = Severity.NOTE if NOTE_ONLY in rule.values else None
            yield Finding("dates-out-of-order", params, other.at, other.template_at, row, severity)


def _day(answer: Answer | None, *, last: bool) -> dt.date | None:
    if answer is None:
        return None
    if isinstance(answer.value, dt.date):
        return answer.value
    if answer.type is FieldType.YEAR and isinstance(answer.value, int) and 1 <= answer.value <= dt.MAXYEAR:
        return dt.date(answer.value, 12, 31) if last else dt.date(answer.value, 1, 1)
    return None


def _with_text(rule: Rule, answers: Answers, template: Template) -> Iterator[Finding]:
    """Yield marks that demand a text which is missing."""
    scale, text = rule.fields
    for row, answer in answers.get(scale, {}).items():
        other = answers.get(text, {}).get(row)
        if str(answer.value) in rule.values and (other is None or not other.raw.strip()):
            params = {"mark": str(answer.value), "label": template.field(scale).label[:80]}
            at = other.at if other is not None else None
            yield Finding("text-demanded", params, at, template.field(text).template_at, row)


def _totals(template: Template, located: Located, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Yield totals that are not the sum of the rows above them, since the last total or in all."""
    figures: dict[tuple[str, str, int], float | None] = {}
    for spot, answer in zip(located.spots, answers, strict=True):
        if spot.place is not None and answer.row is not None:
            row = spot.place[0] if answer.raw else 0
            figures[spot.field.id, spot.layout.sheet.name, row] = figure(answer)
    counted = {
        field_id: rule
        for rule in template.rules
        if rule.kind == TOTAL and rule.standing == IN_FORCE
        for field_id in rule.fields
    }
    before: dict[str, TotalRow] = {}
    for total in located.totals:
        since = before.get(total.table)
        before[total.table] = total
        for field_id, place in total.cells.items():
            cell = total.layout.cell(*place)
            stated = cell.value if cell is not None else None
            if field_id not in counted or not isinstance(stated, (int, float)) or isinstance(stated, bool):
                continue
            if _is_average(total.label, cell.formula if cell is not None else None):
                continue
            sheet = total.layout.sheet.name
            rows = [figures.get((field_id, sheet, row), 0.0) for row in total.above]
            later = [
                figures.get((field_id, sheet, row), 0.0) for row in total.above if since is None or row > since.row
            ]
            sums = [sum(value for value in part if value is not None) for part in (rows, later) if None not in part]
            slack = _CLOSE + 0.01 * len(rows)
            if sums and rows and all(abs(value - stated) > slack for value in sums):
                params = {
                    "stated": shown(float(stated)),
                    "sum": shown(sums[0]),
                    "label": template.field(field_id).label[:80],
                }
                severity = Severity(counted[field_id].severity) if counted[field_id].severity else None
                yield Finding("total-differs", params, ref(total.layout, place), override=severity)


def _is_average(label: str, formula: str | None) -> bool:
    average = label.casefold().startswith(("gns", "gennemsnit", "middel"))
    return average or (formula is not None and "AVERAGE" in formula.upper())
