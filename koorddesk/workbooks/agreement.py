"""Checks that a caseworker adds to a form: a range, parts that add up, one answer in two places, percent of places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from koorddesk.domain.values import Answer
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.workbooks.rules import RANGE, SAME, SHARE, SUM
from koorddesk.workbooks.template import Rule, Template
from koorddesk.workbooks.texts import plain

CATALOGUE.update(
    {
        "out-of-range": Kind(
            Severity.WARNING,
            N_('"%(label)s" is %(value)s; expected is %(expected)s.'),
            N_("Ask the sender whether the figure is right."),
        ),
        "sum-differs": Kind(
            Severity.WARNING,
            N_('"%(label)s" is %(stated)s; its parts add up to %(sum)s.'),
            N_("Ask the sender which figure is right."),
        ),
        "answers-differ": Kind(
            Severity.WARNING,
            N_('"%(label)s" is answered twice: "%(one)s" in %(first)s, "%(other)s" here.'),
            N_("Ask the sender which answer is right."),
        ),
        "occupancy-differs": Kind(
            Severity.NOTE,
            N_('%(part)s of %(whole)s places are %(computed)s %%; "%(label)s" says %(stated)s %%.'),
            N_("Ask the sender whether the figures are of the same day."),
        ),
    }
)

Answers = Mapping[str, Mapping[int | None, Answer]]
_CLOSE = 0.005  # what rounding to two decimals may make of a sum
_SHARE_CLOSE = 1.0  # percentage points between a stated occupancy and the computed one, unless the rule says otherwise


def figure(answer: Answer | None) -> float | None:
    """Return an answer's plain figure; "under 5" and "10-12" are none."""
    value = answer.value if answer is not None else None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def shown(value: float) -> str:
    """Return a figure as it stands in a sentence, with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def bound(text: str) -> float | None:
    """Return a rule's number ("12,5"), or None where it is left open."""
    return float(text.replace(",", ".")) if text.strip() else None


def expected(low: float | None, high: float | None) -> str:
    """Return a range as it is written: 0-100, mindst 1, højst 5."""
    if low is None:
        return f"≤ {shown(high or 0)}"
    return f"≥ {shown(low)}" if high is None else f"{shown(low)}–{shown(high)}"


def _in_range(rule: Rule, answers: Answers, template: Template) -> Iterator[Finding]:
    """Yield figures that lie outside the two bounds, of which one may be open."""
    low, high = (bound(text) for text in (*rule.values, "", "")[:2])
    for field_id in rule.fields:
        for row, answer in answers.get(field_id, {}).items():
            value = figure(answer)
            if value is None or ((low is None or value >= low) and (high is None or value <= high)):
                continue
            params = {
                "label": template.field(field_id).label[:80],
                "value": shown(value),
                "expected": expected(low, high),
            }
            yield Finding("out-of-range", params, answer.at, answer.template_at, row)


def _adds_up(rule: Rule, answers: Answers, template: Template) -> Iterator[Finding]:
    """Yield wholes that are not the sum of their parts, row by row in a table.

    An empty part counts as 0 where another part is given; nothing is judged where a part is no plain figure.
    """
    whole, *parts = rule.fields
    for row, answer in answers.get(whole, {}).items():
        stated = figure(answer)
        given = [each for part in parts if (each := answers.get(part, {}).get(row)) is not None and each.raw.strip()]
        figures = [figure(each) for each in given]
        if stated is None or not figures or None in figures:
            continue
        total = sum(value for value in figures if value is not None)
        if abs(total - stated) > _CLOSE * (len(figures) + 1):
            params = {"label": template.field(whole).label[:80], "stated": shown(stated), "sum": shown(total)}
            yield Finding("sum-differs", params, answer.at, answer.template_at, row)


def _one_answer(rule: Rule, answers: Answers, template: Template) -> Iterator[Finding]:
    """Yield answers that differ from the first one given to the same question elsewhere in the form."""
    given = [
        answer
        for field_id in rule.fields
        if (answer := answers.get(field_id, {}).get(None)) is not None and answer.raw.strip()
    ]
    for other in given[1:]:
        first = given[0]
        if _compared(first) != _compared(other):
            params = {
                "label": template.field(rule.fields[0]).label[:80],
                "one": first.raw[:60],
                "first": str(first.at or first.template_at),
                "other": other.raw[:60],
            }
            yield Finding("answers-differ", params, other.at, other.template_at)


def _compared(answer: Answer) -> object:
    value = answer.value
    if value is None or isinstance(value, str):
        return plain(value or answer.raw)
    return value.isoformat() if isinstance(value, dt.date) else value


def _share(rule: Rule, answers: Answers, template: Template) -> Iterator[Finding]:
    """Yield occupancy in percent that the occupied places and the places do not give."""
    occupied, places, percent = rule.fields
    close = bound(rule.values[0]) if rule.values else None
    for row, answer in answers.get(percent, {}).items():
        part = figure(answers.get(occupied, {}).get(row))
        whole = figure(answers.get(places, {}).get(row))
        stated = figure(answer)
        if part is None or not whole or stated is None:
            continue
        computed = 100 * part / whole
        if abs(computed - stated) > (_SHARE_CLOSE if close is None else close):
            params = {
                "part": shown(part),
                "whole": shown(whole),
                "computed": shown(computed),
                "stated": shown(stated),
                "label": template.field(percent).label[:80],
            }
            yield Finding("occupancy-differs", params, answer.at, answer.template_at, row)


CHECKS: Mapping[str, Callable[[Rule, Answers, Template], Iterator[Finding]]] = {
    RANGE: _in_range,
    SUM: _adds_up,
    SAME: _one_answer,
    SHARE: _share,
}
