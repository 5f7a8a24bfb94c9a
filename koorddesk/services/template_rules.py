"""The checks of a form, as a caseworker sees and changes them: one readable sentence per rule.

Rules are data of the template's version, so that every submission can tell by which rules it was checked; a change
makes a new version, with its reason in the history. Whether a field is required is the field's own mark and is
listed as a rule all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from koorddesk.domain.reports import ReportingTemplate
from koorddesk.domain.values import FieldType
from koorddesk.errors import UserError, register
from koorddesk.findings import Severity
from koorddesk.i18n import N_, Translator
from koorddesk.services.template_lookup import latest_version
from koorddesk.services.templates import store_version
from koorddesk.store.uow import Summary
from koorddesk.workbooks import rules as kinds
from koorddesk.workbooks.agreement import bound, expected
from koorddesk.workbooks.kinds import NUMERIC
from koorddesk.workbooks.template import LEARNED, Rule, Template, TemplateField

if TYPE_CHECKING:
    from koorddesk.services.desk import Desk

REQUIRED = "required"
_DATES = frozenset({FieldType.DATE, FieldType.YEAR})
_ANY: frozenset[FieldType] = frozenset(FieldType)
_NAMED = 4  # fields that a sentence names; the others are counted
_SHOWN = 60  # characters of a label in a sentence

register(
    {
        "no-such-rule": N_("The form has no such check any more. Open it again."),
        "rule-there-already": N_("The form has this check already. Change that one instead."),
        "rule-fields-wrong": N_("This check takes %(wanted)s. Choose the fields anew."),
        "rule-stops-nothing": N_(
            "This check compares several forms, so it cannot stop one of them. Choose warning or note as its weight."
        ),
        "rule-values-wrong": N_('"%(text)s" cannot be used here. %(hint)s'),
    }
)


@dataclass(frozen=True)
class RuleKind:
    """A kind of check that can be added: what it is called, which fields it takes in what order, which values."""

    kind: str
    words: str
    takes: str
    types: frozenset[FieldType]
    least: int
    most: int
    values: tuple[str, ...] = ()


# The kinds a caseworker may add, in the order of the dialog.
RULE_KINDS = (
    RuleKind(REQUIRED, N_("An answer is required"), N_("one field"), _ANY, 1, 1),
    RuleKind(
        kinds.RANGE,
        N_("Figures in a range"),
        N_("fields for figures"),
        frozenset(NUMERIC),
        1,
        50,
        (N_("Lowest"), N_("Highest")),
    ),
    RuleKind(
        kinds.SUM, N_("Parts add up to a whole"), N_("the whole first, then its parts"), frozenset(NUMERIC), 3, 50
    ),
    RuleKind(
        kinds.PART, N_("A part is not more than the whole"), N_("the part, then the whole"), frozenset(NUMERIC), 2, 2
    ),
    RuleKind(kinds.SAME, N_("One answer in several places"), N_("two or more fields of one kind"), _ANY, 2, 20),
    RuleKind(
        kinds.OCCUPIED,
        N_("Not more occupied than there are places"),
        N_("the occupied places, then the places"),
        frozenset(NUMERIC),
        2,
        2,
    ),
    RuleKind(
        kinds.SHARE,
        N_("Occupancy fits the places"),
        N_("the occupied places, the places, then the percent"),
        frozenset(NUMERIC),
        3,
        3,
        (N_("Percentage points allowed"),),
    ),
    RuleKind(kinds.ORDER, N_("Dates in order"), N_("the earlier date, then the later"), _DATES, 2, 2),
    RuleKind(
        kinds.TEXT,
        N_("A mark asks for a text"),
        N_("the scale, then the text"),
        _ANY,
        2,
        2,
        (N_("Marks (for example 1, 2)"),),
    ),
    RuleKind(kinds.TOTAL, N_("Totals below a table"), N_("columns of figures"), frozenset(NUMERIC), 1, 50),
    RuleKind(
        kinds.CHANGE,
        N_("Change since the last round"),
        N_("fields for figures"),
        frozenset(NUMERIC),
        1,
        50,
        (N_("Percent"), N_("And at least")),
    ),
    RuleKind(
        kinds.OFFER_AGREES,
        N_("Senders agree about an offer"),
        N_("the offer's name, then what is compared"),
        _ANY,
        2,
        50,
    ),
)
KIND_WORDS = {each.kind: each.words for each in RULE_KINDS} | {
    kinds.JOINT: N_("Municipal forms against the joint answer")
}


@dataclass(frozen=True)
class RuleRow:
    """One check of a form: what it says in one sentence, how much it weighs, whether it is in force, who made it."""

    id: str
    kind: str
    sentence: str
    severity: str
    standing: str
    origin: str
    fields: tuple[str, ...]
    values: tuple[str, ...]


def list_rules(desk: Desk, code: str) -> list[RuleRow]:
    """Return the checks of a form's latest version: required fields first, then the others in their order."""
    with desk.store.reader() as uow:
        template = Template.from_json(latest_version(uow, code).definition)
    say = desk.translator
    rows = [
        RuleRow(
            f"{REQUIRED}:{each.id}",
            REQUIRED,
            say.text(N_('"%(label)s" has to be answered.'), label=_label(each)),
            "error",
            kinds.IN_FORCE,
            LEARNED,
            (each.id,),
            (),
        )
        for each in template.fields
        if each.required
    ]
    for rule in template.rules:
        sentence = rule_sentence(say, template, rule)
        severity = rule.severity or _usual_severity(rule)
        rows.append(
            RuleRow(rule.key, rule.kind, sentence, severity, rule.standing, rule.origin, rule.fields, rule.values)
        )
    return rows


def _usual_severity(rule: Rule) -> str:
    if kinds.NOTE_ONLY in rule.values or rule.kind in (kinds.SHARE, kinds.CHANGE, kinds.JOINT, kinds.OFFER_AGREES):
        return "note"
    return "warning"


def rule_sentence(say: Translator, template: Template, rule: Rule) -> str:
    """Return a rule as one sentence."""
    names = [f'"{_label(template.field(each))}"' for each in rule.fields]
    several = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        several = say.text(N_("%(fields)s and %(count)d more"), fields=several, count=len(names) - _NAMED)
    first, second = names[0], names[1] if len(names) > 1 else ""
    values = (*rule.values, "", "")
    if rule.kind == kinds.RANGE:
        shown = expected(bound(values[0]), bound(values[1]))
        return say.text(N_("%(fields)s has to lie in %(range)s."), fields=several, range=shown)
    if rule.kind == kinds.SUM:
        return say.text(N_("%(field)s has to be the sum of %(parts)s."), field=first, parts=", ".join(names[1:]))
    if rule.kind == kinds.PART:
        return say.text(N_("%(part)s cannot be more than %(whole)s."), part=first, whole=second)
    if rule.kind == kinds.OCCUPIED:
        return say.text(N_("Occupied places in %(part)s cannot be more than %(whole)s."), part=first, whole=second)
    if rule.kind == kinds.SHARE:
        return say.text(
            N_("%(percent)s has to be %(part)s in percent of %(whole)s, give or take %(close)s percentage points."),
            percent=names[2],
            part=first,
            whole=second,
            close=values[0] or "1",
        )
    if rule.kind == kinds.ORDER:
        return say.text(N_("%(first)s cannot lie after %(last)s."), first=first, last=second)
    if rule.kind == kinds.TEXT:
        marks = ", ".join(rule.values)
        return say.text(
            N_("%(marks)s in %(scale)s asks for a text in %(text)s."), marks=marks, scale=first, text=second
        )
    if rule.kind == kinds.SAME:
        return say.text(N_("%(fields)s have to have the same answer."), fields=several)
    if rule.kind == kinds.TOTAL:
        return say.text(N_("Totals have to add up for %(fields)s."), fields=several)
    if rule.kind == kinds.CHANGE:
        return say.text(
            N_("A change of more than %(percent)s %% (at least %(least)s) since the last round is told: %(fields)s."),
            percent=values[0],
            least=values[1] or "0",
            fields=several,
        )
    if rule.kind == kinds.JOINT:
        return say.text(N_("%(field)s in the joint answer has to agree with the municipal forms."), field=first)
    return say.text(N_("Senders who name the same offer have to agree on %(fields)s."), fields=", ".join(names[1:5]))


def _label(field: TemplateField) -> str:
    return field.label if len(field.label) <= _SHOWN else f"{field.label[: _SHOWN - 1]}…"


def add_rule(
    desk: Desk,
    code: str,
    kind: str,
    fields: Sequence[str],
    values: Sequence[str] = (),
    severity: str = "",
    reason: str = "",
) -> list[RuleRow]:
    """Add a check to a form as a new version; raises UserError where fields or values do not fit its kind."""

    def add(template: Template) -> Template:
        if kind == REQUIRED:
            return template.corrected(_known(template, fields[0]).id, required=True)
        rule = Rule(
            kind, tuple(fields), _checked_values(desk, kind, values), _severity(kind, severity), origin=desk.actor.name
        )
        _check_fields(desk, template, rule)
        if any(known.key == rule.key and known.standing != kinds.OFF for known in template.rules):
            raise UserError("rule-there-already")
        return template.with_rules([*(known for known in template.rules if known.key != rule.key), rule])

    return _changed(desk, code, add, N_("check added to the form %(code)s"), reason)


def change_rule(
    desk: Desk,
    code: str,
    rule_id: str,
    *,
    values: Sequence[str] | None = None,
    severity: str | None = None,
    standing: str | None = None,
    reason: str = "",
) -> list[RuleRow]:
    """Change a check's values, weight or standing (in force, off) as a new version of the form."""

    def change(template: Template) -> Template:
        old = _rule(template, rule_id)
        new = replace(
            old,
            values=old.values if values is None else _checked_values(desk, old.kind, values),
            severity=old.severity if severity is None else _severity(old.kind, severity),
            standing=old.standing if standing is None else standing,
            origin=desk.actor.name,
        )
        return template.with_rules(new if rule is old else rule for rule in template.rules)

    return _changed(desk, code, change, N_("check of the form %(code)s changed"), reason)


def remove_rule(desk: Desk, code: str, rule_id: str, reason: str = "") -> list[RuleRow]:
    """Take a check away as a new version; a learned one stays listed as off, so that learning again leaves it so."""

    def remove(template: Template) -> Template:
        if rule_id.startswith(f"{REQUIRED}:"):
            return template.corrected(_known(template, rule_id.removeprefix(f"{REQUIRED}:")).id, required=False)
        old = _rule(template, rule_id)
        if old.origin == LEARNED:
            off = replace(old, standing=kinds.OFF, origin=desk.actor.name)
            return template.with_rules(off if rule is old else rule for rule in template.rules)
        return template.with_rules(rule for rule in template.rules if rule is not old)

    return _changed(desk, code, remove, N_("check of the form %(code)s removed"), reason)


def _changed(desk: Desk, code: str, change: Callable[[Template], Template], msgid: str, reason: str) -> list[RuleRow]:
    with desk.store.unit_of_work() as uow:
        current = latest_version(uow, code)
        template = Template.from_json(current.definition)
        changed = change(template)
        if changed != template:
            versions = uow.all(ReportingTemplate, code=code)
            store_version(desk, uow, versions, uow.file(current.file_sha256), current.file_name, changed)
            uow.commit(Summary(msgid, {"code": code}), reason)
    return list_rules(desk, code)


def _rule(template: Template, rule_id: str) -> Rule:
    found = next((rule for rule in template.rules if rule.key == rule_id), None)
    if found is None:
        raise UserError("no-such-rule")
    return found


def _known(template: Template, field_id: str) -> TemplateField:
    found = next((each for each in template.fields if each.id == field_id), None)
    if found is None:
        raise UserError("no-such-field")
    return found


def _check_fields(desk: Desk, template: Template, rule: Rule) -> None:
    kind = next((each for each in RULE_KINDS if each.kind == rule.kind), None)
    if kind is None:
        raise UserError("no-such-rule")
    chosen = [_known(template, each) for each in rule.fields]
    tables = {each.table for each in chosen}
    fits = (
        kind.least <= len(chosen) <= kind.most
        and len(set(rule.fields)) == len(chosen)
        and all(each.type in kind.types for each in chosen)
        and (len(tables) == 1 or rule.kind in (kinds.RANGE, kinds.CHANGE, kinds.TOTAL, kinds.SAME))
    )
    if not fits:
        raise UserError("rule-fields-wrong", wanted=desk.translator.text(kind.takes))


def _checked_values(desk: Desk, kind: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return a rule's values as they are kept; numbers may be written with a comma."""
    given = [text.strip() for text in values]
    if kind == kinds.TEXT:
        marks = tuple(mark.strip() for text in given for mark in text.replace(";", ",").split(",") if mark.strip())
        if not marks:
            hint = desk.translator.text(N_("Write the marks that ask for a text, for example 1, 2."))
            raise UserError("rule-values-wrong", text="", hint=hint)
        return marks
    numbers = []
    for text in given:
        try:
            numbers.append(bound(text))
        except ValueError as error:
            hint = desk.translator.text(N_("Write a number, for example 12,5."))
            raise UserError("rule-values-wrong", text=text, hint=hint) from error
    if kind == kinds.RANGE:
        low, high = ([*numbers, None, None])[:2]
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            hint = desk.translator.text(N_("Write the lowest figure, the highest, or both."))
            raise UserError("rule-values-wrong", text=" – ".join(given), hint=hint)
    if kind == kinds.CHANGE and not (numbers and numbers[0]):
        hint = desk.translator.text(N_("Write a number, for example 12,5."))
        raise UserError("rule-values-wrong", text=" – ".join(given), hint=hint)
    return tuple(given)


def _severity(kind: str, text: str) -> str:
    if text == "error" and kind in (kinds.CHANGE, kinds.JOINT, kinds.OFFER_AGREES):
        raise UserError("rule-stops-nothing")
    return Severity(text).value if text else ""
