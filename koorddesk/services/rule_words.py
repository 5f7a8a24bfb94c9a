"""The checks of a form in words, for those who answer it."""

from __future__ import annotations

from koorddesk.i18n import N_, Translator
from koorddesk.workbooks.rules import OCCUPIED, ORDER, PART, TEXT, TOTAL
from koorddesk.workbooks.template import Rule, Template

_WORDS = {
    PART: N_('"%(first)s" may not be more than "%(second)s".'),
    OCCUPIED: N_('"%(first)s" may not be more than "%(second)s".'),
    ORDER: N_('"%(first)s" may not lie after "%(second)s".'),
    TEXT: N_('The marks %(values)s in "%(first)s" have to be explained in "%(second)s".'),
}
_TOTAL = N_("A row of totals has to be the sum of its rows (%(fields)s).")
_LONGEST = 90


def rule_sentences(template: Template, translator: Translator) -> list[str]:
    """Return one sentence for each check of a form, in the order of the form, none twice."""
    labels = {each.id: each.label[:_LONGEST] for each in template.fields}
    found = [_sentence(rule, labels, translator) for rule in template.rules]
    return list(dict.fromkeys(sentence for sentence in found if sentence))


def _sentence(rule: Rule, labels: dict[str, str], translator: Translator) -> str:
    named = [labels[field] for field in rule.fields if field in labels]
    if rule.kind == TOTAL and named:
        return translator.text(_TOTAL, fields="; ".join(named))
    if rule.kind in _WORDS and len(named) > 1:
        values = ", ".join(rule.values)
        return translator.text(_WORDS[rule.kind], first=named[0], second=named[1], values=values)
    return ""
