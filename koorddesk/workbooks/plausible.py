"""Speaks of figures and dates that can hardly be meant: far beyond all others of their kind, or out of their time.

A figure in the wrong column, a comma lost, a date of four years ago (a workbook that counted from 1904) read well as
they stand; only what stands beside them tells.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from koorddesk.domain.values import Answer, FieldType
from koorddesk.findings import CATALOGUE, Finding, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.workbooks.agreement import figure, shown
from koorddesk.workbooks.template import Template

CATALOGUE.update(
    {
        "figure-unlike-others": Kind(
            Severity.WARNING,
            N_('"%(label)s" is %(value)s; the other figures of its kind lie between %(low)s and %(high)s.'),
            N_("Ask the sender whether the figure is right, or stands in the wrong column."),
        ),
        "date-out-of-time": Kind(
            Severity.NOTE,
            N_('"%(label)s" is %(value)s. The form is about %(year)d.'),
            N_("Check the date."),
        ),
        "date-to-come": Kind(
            Severity.NOTE,
            N_('"%(label)s" is %(value)s, which was still to come when the form was received.'),
            N_("Check the date."),
        ),
    }
)

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_ANSWER = re.compile(
    r"dato\s+for\s+(?:\w+\s+)?(?:afsend|besvar|udfyld|inds|indberet)\w*|\b(?:opgørelses|indberetnings|svar)dato",
    re.IGNORECASE,
)
_OF_PAST = re.compile(
    r"\b(?:senest\s+(?:revider|opdater|behandl)|behandlet|godkendt|indgået|vedtaget|revideret)", re.IGNORECASE
)
_COUNTED = (FieldType.COUNT, FieldType.AMOUNT)
_LEAST = 6  # figures of a kind from which one of them can be told to be unlike the others
_BEYOND = 20  # how many times the largest of the others a figure has to be, or how small a part of the least
_SMALL = 200  # below this no number of persons or places is out of the way, whatever the others are


@functools.lru_cache(1 << 14)
def _years_in(text: str) -> tuple[int, ...]:
    return tuple(map(int, _YEAR.findall(text)))


def unlikely(template: Template, answers: Sequence[Answer], received_on: dt.date) -> Iterator[Finding]:
    """Yield figures unlike all others in the columns of their kind, and dates that do not fit the form's years."""
    kinds: dict[tuple[str, str, FieldType], list[tuple[float, Answer]]] = defaultdict(list)
    for answer in answers:
        value = figure(answer)
        if answer.row is not None and answer.type in _COUNTED and value is not None and value > 0:
            kind = " ".join(_YEAR.sub("", answer.label).split()).casefold()
            kinds[answer.template_at.sheet, kind, answer.type].append((value, answer))
    for figures in kinds.values():
        yield from _unlike(figures)
    yield from _dates(template, answers, received_on)


def _unlike(figures: Sequence[tuple[float, Answer]]) -> Iterator[Finding]:
    if len(figures) < _LEAST:
        return
    ordered = sorted(value for value, _ in figures)
    for value, answer in figures:
        others = ordered.copy()
        others.remove(value)
        low, high = others[0], others[-1]
        small = answer.type is FieldType.AMOUNT and value * _BEYOND < low
        if small or (value >= _SMALL and value > _BEYOND * high):
            params = {
                "label": answer.label[:80],
                "value": shown(value),
                "low": shown(low),
                "high": shown(high),
            }
            yield Finding("figure-unlike-others", params, answer.at, answer.template_at, answer.row)


def _dates(template: Template, answers: Sequence[Answer], received_on: dt.date) -> Iterator[Finding]:
    printed = (each.text for sheet in template.sheets if not sheet.hidden for each in sheet.printed)
    years = [year for text in printed for year in _years_in(text) if year <= received_on.year]
    newest = max(years, default=0)
    for answer in answers:
        day = answer.value
        if answer.type is not FieldType.DATE or not isinstance(day, dt.date):
            continue
        of_answer = _OF_ANSWER.search(answer.label) is not None
        params: dict[str, str | int | float] = {"label": answer.label[:80], "value": f"{day:%d-%m-%Y}"}
        if of_answer and newest and day.year < newest - 1:
            yield Finding("date-out-of-time", {**params, "year": newest}, answer.at, answer.template_at, answer.row)
        elif day > received_on and (of_answer or _OF_PAST.search(answer.label)):
            yield Finding("date-to-come", params, answer.at, answer.template_at, answer.row)
