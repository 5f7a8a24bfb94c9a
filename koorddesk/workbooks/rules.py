"""The checks that a template's own shape calls for, as data: totals, parts of a whole, dates in order, texts.

They are learned with the template and kept in it, so that a caseworker can see them; ``check`` applies them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from koorddesk.domain.values import FieldType
from koorddesk.workbooks import labels
from koorddesk.workbooks.kinds import NUMERIC
from koorddesk.workbooks.template import Kind, Rule, Shape, TemplateField, TemplateTable

TOTAL, PART, ORDER, TEXT, OCCUPIED = "total", "part", "order", "mark-needs-text", "occupied"
RANGE, SUM, SAME, SHARE = "range", "sum", "same", "occupancy-share"
CHANGE, JOINT, OFFER_AGREES = "change", "joint", "offer-agrees"  # look beyond the one form
IN_FORCE, PROPOSED, OFF = "in-force", "proposed", "off"
NOTE = "note"
NOTE_ONLY = "note"  # what is usual rather than certain: said, but nobody has to answer for it

_PART = re.compile(r"\s*(?:[–-]\s*)?(?:heraf|deraf)\b", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:fra|start\w*|opstart|begynd\w*|indgået|oprettet|indskrevet|ikraft\w*)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:til|slut\w*|ophør\w*|udløb\w*|afslut\w*|udskrevet|gælder\s+til)\b", re.IGNORECASE)
_KKR = re.compile(r"\bKKR\b")
_SENT = re.compile(r"\bafsend", re.IGNORECASE)
_PLACES = re.compile(r"\b(?:pladser|normering|normerede|kapacitet)\b", re.IGNORECASE)
_OCCUPIED = re.compile(r"\b(?:belagt\w*|indskrevne|optaget|optagne|besatte)\b", re.IGNORECASE)
_SHARE = re.compile(r"\bbelægning", re.IGNORECASE)
_OF_THE_OFFER = re.compile(
    r"driftsherre|beligg|\bpladser\b|normering|\btakst|lovgrundlag|matrikelløs|\bcvr|\bp-?nummer|ejerform",
    re.IGNORECASE,
)
_TELLING = 12  # letters of a label that says by itself what is asked
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_WITH_TEXT = re.compile(
    r"(?:uddyb\w*|begrund\w*|fritekst|forklar\w*|beskriv\w*|tekst)[^.]{0,30}?(?:ved|hvis|for)\s+"
    r"(?:svar\w*\s+|karakter\w*\s+)?(?P<after>[0-9][0-9 ,/ogeltil–-]*)"
    r"|(?:ved|hvis|svares\s+der)\s+(?:der\s+svares\s+|svar\w*\s+|karakter\w*\s+)?(?P<before>[0-9][0-9 ,/ogeltil–-]*)"
    r"[^.]{0,40}?(?:uddyb|begrund|fritekst|forklar|beskriv)",
    re.IGNORECASE,
)


_RATE = re.compile(
    r"\b\w*takst\w*|\w*pris(?:en|er)?\b|(?:\bpr\.?\s*|/\s?)(?:døgn|dag|plads|borger|måned|md|time|uge)\b"
    r"|gennemsnit|\bgns\b|\w*alder\b|ventetid",
    re.IGNORECASE,
)


def rules_of(
    fields: Sequence[TemplateField], tables: Sequence[TemplateTable], printed: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """Return the rules that follow from a template's fields and tables, and from what is printed on it."""
    rules: list[Rule] = []
    for table in tables:
        columns = [each for each in fields if each.table == table.id]
        if table.shape is Shape.LIST:
            summed = [each for each in columns if each.type in NUMERIC - {FieldType.PERCENT}]
            counted = [each.id for each in summed if not _RATE.search(each.label)]
            rules += [Rule(TOTAL, tuple(counted), (table.id,))] if counted else []
            rules += [*_parts(columns), *_orders(columns), *_occupied(columns), *_shares(columns)]
        elif table.shape is Shape.SIDEWAYS:
            rules += [*_parts(columns), *_orders(columns)]
        elif table.shape is Shape.SCALES:
            rules += _texts(columns, " ".join([*printed, *(each.label for each in columns)]))
    singles = [each for each in fields if each.kind is Kind.SINGLE]
    rules += [*_parts(singles), *_orders(singles)]
    return (*rules, *_proposals(rules, singles), *_beyond_the_form(fields, tables, singles))


def _proposals(rules: Iterable[Rule], singles: Sequence[TemplateField]) -> Iterator[Rule]:
    """Yield what may be meant and is for the caseworker to take: parts that fill the whole, one answer asked twice."""
    parts: dict[str, list[str]] = {}
    for rule in rules:
        if rule.kind == PART:
            parts.setdefault(rule.fields[1], []).append(rule.fields[0])
    for whole, those in parts.items():
        if len(those) > 1:
            yield Rule(SUM, (whole, *those), standing=PROPOSED)
    alike: dict[tuple[str, FieldType], list[TemplateField]] = {}
    for each in singles:
        words = " ".join(labels.without_numbering(each.label).casefold().split())
        if len(words) >= _TELLING and not labels.is_remark(each.label):
            alike.setdefault((words, each.type), []).append(each)
    for same in alike.values():
        if len({each.template_at.sheet for each in same}) == len(same) > 1:
            yield Rule(SAME, tuple(each.id for each in same), standing=PROPOSED)


def _beyond_the_form(
    fields: Sequence[TemplateField], tables: Sequence[TemplateTable], singles: Sequence[TemplateField]
) -> Iterator[Rule]:
    """Yield the rules that compare a form with the last round's and with other senders' forms, as notes."""
    counts = tuple(each.id for each in singles if each.type is FieldType.COUNT)
    if counts:
        yield Rule(CHANGE, counts, ("50", "5"), NOTE)
    for table in tables:
        columns = [each for each in fields if each.table == table.id]
        name = next((each for each in columns if each.type is FieldType.OFFER), None)
        told = [each.id for each in columns if each is not name and _OF_THE_OFFER.search(each.label)]
        if name is not None and told:
            yield Rule(OFFER_AGREES, (name.id, *told), (), NOTE)


def _years(each: TemplateField) -> set[str]:
    return set(_YEARS.findall(each.label))


def _parts(fields: Sequence[TemplateField]) -> Iterator[Rule]:
    """Yield "heraf" fields with the whole they are a part of: the counts of the same year before them in a section."""
    for number, each in enumerate(fields):
        if each.type is not FieldType.COUNT or not _PART.match(labels.without_numbering(each.label)):
            continue
        before = [
            other
            for other in fields[:number]
            if other.type is FieldType.COUNT
            and other.template_at.sheet == each.template_at.sheet
            and (other.table, other.group) == (each.table, each.group)
            and not _PART.match(labels.without_numbering(other.label))
        ]
        same = [other for other in before if _years(other) == _years(each)] if _years(each) else before[-1:]
        if same and not (_years(each) == set() and _years(before[-1])):
            yield Rule(PART, (each.id, same[-1].id))


def _orders(fields: Sequence[TemplateField]) -> Iterator[Rule]:
    """Yield pairs of dates of which one cannot lie after the other."""
    dated = [each for each in fields if each.type in (FieldType.DATE, FieldType.YEAR)]
    first = [each for each in dated if _BEGINS.search(each.label) and not _ENDS.search(each.label)]
    last = [each for each in dated if _ENDS.search(each.label) and not _BEGINS.search(each.label)]
    if len(first) == 1 and len(last) == 1 and first[0].template_at.sheet == last[0].template_at.sheet:
        yield Rule(ORDER, (first[0].id, last[0].id))
    treated = [each for each in dated if _KKR.search(each.label)]
    sent = [each for each in dated if _SENT.search(each.label)]
    if len(treated) == 1 and len(sent) == 1:
        yield Rule(ORDER, (treated[0].id, sent[0].id), (NOTE_ONLY,))


def _occupied(fields: Sequence[TemplateField]) -> Iterator[Rule]:
    """Yield columns of occupied places with the column of places of the same year."""
    places = [each for each in fields if each.type is FieldType.COUNT and _PLACES.search(each.label)]
    for each in fields:
        if each.type is FieldType.COUNT and _OCCUPIED.search(each.label) and not _PLACES.search(each.label):
            same = [other for other in places if _years(other) == _years(each)]
            if len(same) == 1:
                yield Rule(OCCUPIED, (each.id, same[0].id))


def _shares(fields: Sequence[TemplateField]) -> Iterator[Rule]:
    """Yield columns of occupancy in percent that occupied places and places of the same year should give.

    Only proposed: the percent may be a year's average where the counts are of one day.
    """
    for rule in _occupied(fields):
        occupied = next(each for each in fields if each.id == rule.fields[0])
        shares = [each for each in fields if each.type is FieldType.PERCENT and _SHARE.search(each.label)]
        same = [each for each in shares if _years(each) == _years(occupied)]
        if len(same) == 1:
            yield Rule(SHARE, (*rule.fields, same[0].id), standing=PROPOSED)


def _texts(fields: Sequence[TemplateField], printed: str) -> Iterator[Rule]:
    """Yield scales whose low or high marks demand a text in the same row, where the form says so."""
    match = _WITH_TEXT.search(printed)
    if match is None:
        return
    marks = _marks(match["after"] or match["before"])
    for each in fields:
        remark = next(
            (o for o in fields if o.row_at == each.row_at and o.kind is Kind.CELL and o.type is FieldType.TEXT), None
        )
        if each.kind is Kind.SCALE and remark is not None and marks:
            yield Rule(TEXT, (each.id, remark.id), marks)


def _marks(text: str) -> tuple[str, ...]:
    """Return the marks named in "1 og 2", "1-2" or "1, 2 eller 3"."""
    span = re.match(r"(\d)\s*(?:-|–|til)\s*(\d)", text)
    if span and int(span[1]) < int(span[2]):
        return tuple(str(mark) for mark in range(int(span[1]), int(span[2]) + 1))
    return tuple(dict.fromkeys(re.findall(r"\d", text)))
