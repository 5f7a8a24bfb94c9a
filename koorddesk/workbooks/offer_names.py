"""Where a form names offers: fields for an offer, name columns of tables about offers, and the numbers beside them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from koorddesk.domain.offers import digits_of
from koorddesk.domain.values import Answer, FieldType
from koorddesk.findings import CATALOGUE, Finding, Severity
from koorddesk.findings import Kind as FindingKind
from koorddesk.i18n import N_
from koorddesk.workbooks.offer_register import Given, Known, OfferMatch, OfferRegister, match_offer
from koorddesk.workbooks.template import Kind, Shape, Template, TemplateField
from koorddesk.workbooks.texts import absence, several_names, tidy

CATALOGUE.update(
    {
        "offer-ambiguous": FindingKind(
            Severity.WARNING,
            N_('"%(raw)s" may be %(count)d offers in the register: %(proposals)s.'),
            N_("Say which one is meant."),
        ),
        "offer-suggested": FindingKind(
            Severity.NOTE,
            N_('"%(raw)s" is not the name of an offer in the register. It may be %(proposals)s.'),
            N_("Say whether it is one of them; the spelling is remembered."),
        ),
        "offer-unknown": FindingKind(
            Severity.NOTE,
            N_('"%(raw)s" is not in the register of offers, and nothing there resembles it.'),
            N_("Add the offer to the register if it is one."),
        ),
        "offer-numbers-differ": FindingKind(
            Severity.WARNING,
            N_('The number beside "%(raw)s" and the name mean different offers: %(proposals)s.'),
            N_("Say which one is meant."),
        ),
        "offer-closed": FindingKind(
            Severity.NOTE,
            N_("By the register %(proposals)s had closed on %(date)s."),
            N_("Ask the sender whether it is still in use."),
        ),
    }
)

_NUMBERS = {
    "department_number": re.compile(r"\bafdelings-?\s?(?:id|nr|nummer)", re.IGNORECASE),
    "portal_number": re.compile(
        r"\btilbuds-?\s?(?:id|nr|nummer)|tilbudsportal\w*[-\s]*(?:id|nr|nummer)", re.IGNORECASE
    ),
    "p_number": re.compile(r"\bp-?(?:nr|nummer|enhed)|produktionsenhed", re.IGNORECASE),
    "cvr": re.compile(r"\bcvr", re.IGNORECASE),
}
_LENGTHS = {"p_number": 10, "cvr": 8}
_ABOUT_OFFERS = re.compile(r"\bdriftsherre|\btilbud|p-?nummer|\bpladser|\bbotilbud|\binstitution", re.IGNORECASE)
_NAME = re.compile(r"^navn\b|\bnavn(?:et)?$|^(?:bo)?tilbud(?:det)?$|^institution(?:en)?$|^leverandør$", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """One offer that a form names: the number of the answer (from 1), the name, and all that names it."""

    number: int
    answer: Answer
    part: str
    given: Given


def offer_fields(template: Template) -> tuple[TemplateField, ...]:
    """Return the fields that name an offer."""
    named = {each.id: each for each in template.fields if each.type is FieldType.OFFER}
    tables = {each.table for each in named.values()}
    for table in template.tables:
        columns = [each for each in template.fields if each.table == table.id]
        if table.id in tables or table.shape not in (Shape.LIST, Shape.SIDEWAYS):
            continue
        if not any(_ABOUT_OFFERS.search(each.label) for each in columns):
            continue
        first = next((c for c in columns if c.type is FieldType.TEXT and _NAME.search(c.label)), None)
        if first is not None:
            named[first.id] = first
    return tuple(each for each in template.fields if each.id in named)


def offers_named(template: Template, answers: Sequence[Answer]) -> Iterator[Named]:
    """Yield every offer the answers name, several in one cell one by one."""
    fields = {each.template_at: each for each in offer_fields(template)}
    beside = _numbers_beside(template, answers)
    for number, answer in enumerate(answers, start=1):
        field = fields.get(answer.template_at)
        if field is None or not isinstance(answer.value, str) or absence(answer.raw):
            continue
        in_row = beside.get((field.table, answer.row), {}) if answer.row is not None else {}
        parts = several_names(answer.raw) or [tidy(answer.value)]
        for part in parts:
            # A number in the row can only speak of one name.
            yield Named(number, answer, part, Given(part, **in_row) if len(parts) == 1 else Given(part))


def _numbers_beside(template: Template, answers: Sequence[Answer]) -> Mapping[tuple[str, int | None], dict[str, str]]:
    """Return the numbers that stand in the same row of a table: (table, row) -> which number -> number."""
    kinds = {}
    for each in template.fields:
        if each.kind in (Kind.COLUMN, Kind.QUESTION):
            kind = next((name for name, pattern in _NUMBERS.items() if pattern.search(each.label)), None)
            if kind is not None:
                kinds[each.template_at] = (each.table, kind)
    found: dict[tuple[str, int | None], dict[str, str]] = {}
    for answer in answers:
        if answer.template_at in kinds and answer.raw.strip():
            table, kind = kinds[answer.template_at]
            length = _LENGTHS.get(kind)
            number = digits_of(answer.raw, length) if length else tidy(answer.raw)
            if number:
                found.setdefault((table, answer.row), {})[kind] = number
    return found


def offer_findings(
    template: Template, answers: Sequence[Answer], register: OfferRegister | None, on: dt.date | None
) -> list[Finding]:
    """Return what has to be said about the offers named; nothing while the register is empty."""
    if not register:
        return []
    found = []
    for named in offers_named(template, answers):
        match = match_offer(named.given, register, on)
        if match.code:
            params = finding_params(named.part, match)
            answer = named.answer
            found.append(Finding(match.code, params, answer.at, answer.template_at, answer.row))
    return found


def finding_params(part: str, match: OfferMatch) -> dict[str, str | int | float]:
    """Return what fills in a finding's sentence about a match."""
    shown: Sequence[Known] = (
        [match.known] if match.known else list(dict.fromkeys(proposal.known for proposal in match.proposals))
    )
    closed = match.known.closed_on if match.known else None
    return {
        "raw": part[:80],
        "count": len(shown),
        "proposals": "; ".join(known.shown for known in shown)[:300],
        "date": f"{closed:%d-%m-%Y}" if closed else "",
    }
