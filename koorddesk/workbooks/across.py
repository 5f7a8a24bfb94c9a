"""Checks across several forms: this round against the last, municipal forms against the joint answer, one offer twice.

Pure comparisons of answers that were read and accepted; what they find goes beside the forms, never into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from koorddesk.domain.values import Answer, CellRef, FieldType
from koorddesk.findings import CATALOGUE, Kind, Severity
from koorddesk.i18n import N_
from koorddesk.workbooks import labels
from koorddesk.workbooks.agreement import bound, figure, shown
from koorddesk.workbooks.rules import CHANGE, IN_FORCE, JOINT, OFFER_AGREES, PROPOSED
from koorddesk.workbooks.template import Kind as FieldKind
from koorddesk.workbooks.template import Rule, Shape, Template, TemplateField
from koorddesk.workbooks.texts import plain

CATALOGUE.update(
    {
        "changed-since-last-round": Kind(
            Severity.NOTE,
            N_('"%(label)s" was %(before)s in the last round and is %(now)s.'),
            N_("Ask the sender what has changed."),
        ),
        "joint-differs": Kind(
            Severity.NOTE,
            N_('The joint answer says %(joint)s at "%(label)s" for %(name)s; the municipal form says %(own)s.'),
            N_("Ask the region's secretariat which figure holds."),
        ),
        "joint-sum-differs": Kind(
            Severity.NOTE,
            N_('The joint answer says %(joint)s at "%(label)s"; %(count)d municipal forms add up to %(own)s.'),
            N_("Ask the region's secretariat which figure holds."),
        ),
        "joint-lacks": Kind(
            Severity.NOTE,
            N_('"%(label)s" in the joint answer lacks %(name)s, whose own form says %(own)s.'),
            N_("Ask the region's secretariat whether it was left out."),
        ),
        "offer-told-differently": Kind(
            Severity.NOTE,
            N_('%(offer)s is described differently at "%(label)s": %(told)s.'),
            N_("Ask the senders, or the one who runs the offer."),
        ),
    }
)

_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_ASPECTS = (
    ("operator", re.compile(r"driftsherre|ejerform", re.IGNORECASE)),
    ("location", re.compile(r"beligg", re.IGNORECASE)),
    ("rate", re.compile(r"\btakst", re.IGNORECASE)),
    ("places", re.compile(r"\bpladser\b|normering", re.IGNORECASE)),
    ("basis", re.compile(r"lovgrundlag", re.IGNORECASE)),
    ("premises", re.compile(r"matrikelløs", re.IGNORECASE)),
    ("cvr", re.compile(r"\bcvr", re.IGNORECASE)),
    ("p-number", re.compile(r"\bp-?nummer", re.IGNORECASE)),
)
_ALIKE = 60  # of 100: two labels of the same years that ask for the same figure
_OPERATOR_LETTERS = 6  # "Kommunal" and "Kommune" are the same operator, and so on for the other words forms use


@dataclass(frozen=True)
class Sent:
    """One accepted form: whose, made on which template, and what it answers."""

    submission_id: str
    sender_code: str
    sender_name: str
    template: Template
    answers: Sequence[Answer]

    def by_field(self) -> Mapping[str, Mapping[int | None, Answer]]:
        """Return the answers by field and row."""
        at = {each.template_at: each.id for each in self.template.fields}
        found: dict[str, dict[int | None, Answer]] = {}
        for answer in self.answers:
            if answer.template_at in at:
                found.setdefault(at[answer.template_at], {})[answer.row] = answer
        return found


@dataclass(frozen=True)
class Point:
    """One answer that a comparison speaks of."""

    submission_id: str
    sender_name: str
    template_at: CellRef
    row: int | None
    at: CellRef
    raw: str


@dataclass(frozen=True)
class Across:
    """What a comparison found: a finding's code and words, its weight, and the answers it rests on."""

    code: str
    severity: Severity
    params: Mapping[str, str | int | float]
    points: tuple[Point, ...]
    rule: Rule


def _point(sent: Sent, answer: Answer) -> Point:
    place = answer.at or answer.template_at
    return Point(sent.submission_id, sent.sender_name, answer.template_at, answer.row, place, answer.raw)


def _weight(rule: Rule, code: str) -> Severity:
    return Severity(rule.severity) if rule.severity else CATALOGUE[code].severity


def in_force(template: Template, kind: str) -> Iterator[Rule]:
    """Yield the rules of one kind that hold for a form."""
    return (rule for rule in template.rules if rule.kind == kind and rule.standing == IN_FORCE)


def changes(before: Sent, now: Sent) -> Iterator[Across]:
    """Yield figures that changed beyond their rule's threshold since the last round; a reworded field is another."""
    then, current = before.by_field(), now.by_field()
    for rule in in_force(now.template, CHANGE):
        percent, least = (bound(text) or 0 for text in (*rule.values, "", "")[:2])
        for field_id in rule.fields:
            for row, answer in current.get(field_id, {}).items():
                old = then.get(field_id, {}).get(row)
                was, value = figure(old), figure(answer)
                if old is None or was is None or value is None or plain(old.label) != plain(answer.label):
                    continue
                moved = abs(value - was)
                if moved >= least and moved * 100 > percent * abs(was) and moved:
                    params = {"label": answer.label[:80], "before": shown(was), "now": shown(value)}
                    code = "changed-since-last-round"
                    yield Across(code, _weight(rule, code), params, (_point(now, answer), _point(before, old)), rule)


@dataclass(frozen=True)
class Moved:
    """One figure of two rounds: the answers and what they say; None where a round has no plain figure there."""

    label: str
    before: float | None
    now: float | None
    then_at: Answer | None
    now_at: Answer | None


def moved(before: Sent, now: Sent) -> Iterator[Moved]:
    """Yield every figure that is another than in the last round, or that only one of the rounds gives.

    A reworded field is another field, so nothing is told of it; neither of a figure that neither round gives.
    """
    then, current = before.by_field(), now.by_field()
    for field_id in dict.fromkeys((*current, *then)):
        rows = dict.fromkeys((*current.get(field_id, {}), *then.get(field_id, {})))
        for row in rows:
            old, new = then.get(field_id, {}).get(row), current.get(field_id, {}).get(row)
            if old is not None and new is not None and plain(old.label) != plain(new.label):
                continue
            was, value = figure(old), figure(new)
            # Where only one form has the field at all, it was not asked in the other round.
            if was != value and field_id in then and field_id in current:
                answer = new or old
                assert answer is not None
                yield Moved(answer.label, was, value, old, new)


def pairs(regional: Template, municipal: Template) -> list[Rule]:
    """Return rules that may hold between a joint answer and the municipal forms: same years, labels much alike.

    They are proposals: what they find is a note until a caseworker has taken them.
    """
    theirs = [each for each in municipal.fields if each.kind is FieldKind.SINGLE and each.type is FieldType.COUNT]
    tables = {table.id for table in regional.tables if table.shape is Shape.LIST and _municipality(regional, table.id)}
    ours = [
        each
        for each in regional.fields
        if each.type is FieldType.COUNT and (each.kind is FieldKind.SINGLE or each.table in tables)
    ]
    found: list[tuple[float, str, str]] = []
    for each in ours:
        for other in theirs:
            score = fuzz.token_set_ratio(_asks(each), _asks(other)) if _years(each) == _years(other) else 0
            if score >= _ALIKE:
                found.append((score, each.id, other.id))
    taken: set[str] = set()
    rules = []
    for _, ours_id, theirs_id in sorted(found, key=lambda hit: (-hit[0], hit[1], hit[2])):
        if ours_id not in taken and theirs_id not in taken:
            taken |= {ours_id, theirs_id}
            rules.append(Rule(JOINT, (ours_id,), (municipal.code, theirs_id), standing=PROPOSED))
    return rules


def _years(field: TemplateField) -> set[str]:
    return set(_YEARS.findall(field.label))


def _asks(field: TemplateField) -> str:
    words = _YEARS.sub(" ", labels.without_numbering(field.label)).casefold()
    return " ".join(re.findall(r"[a-zæøå]{3,}", re.sub(r"\bantal\b|\bpersoner\b|hvor mange|\bkommunen\b", " ", words)))


def _municipality(template: Template, table: str) -> TemplateField | None:
    columns = [each for each in template.fields if each.table == table and each.kind is FieldKind.COLUMN]
    return next((each for each in columns if each.type is FieldType.MUNICIPALITY), None)


def joint(regional: Sent, municipal: Sequence[Sent], rules: Iterable[Rule]) -> Iterator[Across]:
    """Yield where a region's joint answer and its municipalities' own forms say different figures."""
    answers = regional.by_field()
    for rule in rules:
        code, theirs_id = rule.values[:2]
        own = {}
        for sent in municipal:
            if sent.template.code == code and (answer := sent.by_field().get(theirs_id, {}).get(None)) is not None:
                own[sent.sender_code] = (sent, answer)
        field = next((each for each in regional.template.fields if each.id == rule.fields[0]), None)
        if field is None or not own:
            continue
        column = _municipality(regional.template, field.table) if field.table else None
        if column is None:
            yield from _sum_differs(regional, answers.get(field.id, {}).get(None), own, rule)
        else:
            named = answers.get(column.id, {})
            yield from _rows_differ(regional, field, named, answers.get(field.id, {}), own, rule)


Own = Mapping[str, tuple[Sent, Answer]]


def _sum_differs(regional: Sent, answer: Answer | None, own: Own, rule: Rule) -> Iterator[Across]:
    figures = [figure(theirs) for _, theirs in own.values()]
    stated = figure(answer)
    if answer is None or stated is None or None in figures:
        return
    total = sum(value for value in figures if value is not None)
    if total != stated:
        params: dict[str, str | int | float] = {"label": answer.label[:80], "joint": shown(stated), "own": shown(total)}
        params["count"] = len(own)
        points = (_point(regional, answer), *(_point(sent, theirs) for sent, theirs in own.values()))
        yield Across("joint-sum-differs", _weight(rule, "joint-sum-differs"), params, points, rule)


def _rows_differ(
    regional: Sent,
    field: TemplateField,
    named: Mapping[int | None, Answer],
    stated: Mapping[int | None, Answer],
    own: Own,
    rule: Rule,
) -> Iterator[Across]:
    listed: dict[str, list[Answer]] = {}
    for row, name in named.items():
        if isinstance(name.value, str) and row in stated:
            listed.setdefault(name.value, []).append(stated[row])
    for code, (sent, theirs) in own.items():
        value = figure(theirs)
        if value is None:
            continue
        params: dict[str, str | int | float] = {
            "label": field.label[:80],
            "name": sent.sender_name,
            "own": shown(value),
        }
        if code not in listed:
            if value:
                yield Across("joint-lacks", _weight(rule, "joint-lacks"), params, (_point(sent, theirs),), rule)
            continue
        figures = [figure(answer) for answer in listed[code]]
        if None not in figures and (total := sum(each for each in figures if each is not None)) != value:
            points = (*(_point(regional, answer) for answer in listed[code]), _point(sent, theirs))
            yield Across(
                "joint-differs", _weight(rule, "joint-differs"), {**params, "joint": shown(total)}, points, rule
            )


# Which offer a row of a form speaks of: (submission, name column, row) -> (its key, how it is called).
Offers = Mapping[tuple[str, CellRef, int | None], tuple[str, str]]


def offers_told(sents: Sequence[Sent], offers: Offers) -> Iterator[Across]:
    """Yield what different senders say differently about one offer: operator, place, places, rate."""
    told: dict[tuple[str, str], list[tuple[Sent, Answer, object, Rule]]] = {}
    called: dict[str, str] = {}
    for sent in sents:
        answers = sent.by_field()
        fields = {each.id: each for each in sent.template.fields}
        for rule in in_force(sent.template, OFFER_AGREES):
            name, *columns = (fields[each] for each in rule.fields)
            for row in answers.get(name.id, {}):
                which = offers.get((sent.submission_id, name.template_at, row))
                if which is None:
                    continue
                called.setdefault(*which)
                for column in columns:
                    answer = answers.get(column.id, {}).get(row)
                    aspect = aspect_of(column.label)
                    value = _said(answer, aspect) if answer is not None else None
                    if answer is not None and value is not None:
                        told.setdefault((which[0], aspect), []).append((sent, answer, value, rule))
    for (key, _), said in told.items():
        if len({value for _, _, value, _ in said}) > 1 and len({sent.sender_code for sent, _, _, _ in said}) > 1:
            rule = said[0][3]
            shown_ = "; ".join(f"{sent.sender_name}: {answer.raw[:40]}" for sent, answer, _, _ in said[:6])
            params = {"offer": called[key][:80], "label": said[0][1].label[:80], "told": shown_}
            points = tuple(_point(sent, answer) for sent, answer, _, _ in said)
            yield Across("offer-told-differently", _weight(rule, "offer-told-differently"), params, points, rule)


def aspect_of(label: str) -> str:
    """Return what a column says of an offer, with its years: "places 2024"; else the label itself."""
    aspect = next((name for name, pattern in _ASPECTS if pattern.search(label)), plain(label))
    return " ".join([aspect, *sorted(set(_YEARS.findall(label)))])


def _said(answer: Answer, aspect: str) -> object:
    """Return a value so that the same thing said in other words is equal; None where nothing plain was said."""
    value = answer.value
    if isinstance(value, str):
        words = plain(value)
        return words[:_OPERATOR_LETTERS] if aspect == "operator" else words or None
    return value if isinstance(value, (bool, int, float)) else None
