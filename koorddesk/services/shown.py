"""How a value is written for people: on screen, in a letter, in a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from koorddesk.domain.values import Answer, AnswerValue, Below, FieldType, Range
from koorddesk.i18n import N_, Translator

_YES = N_("Yes")
_NO = N_("No")
_BELOW = N_("below %(limit)s")
_FROM_TO = N_("%(low)s to %(high)s")
_AT_LEAST = N_("at least %(low)s")


def shown_value(answer: Answer, translator: Translator, names: Mapping[str, str] | None = None) -> str:
    """Return an answer's value in words and figures of the user's language; an empty one is an empty string.

    ``names`` gives the names of authorities by their codes, so that "0751" shows as "Aarhus (0751)".
    """
    if answer.type in (FieldType.MUNICIPALITY, FieldType.REGION) and isinstance(answer.value, str):
        name = (names or {}).get(answer.value)
        return f"{name} ({answer.value})" if name else answer.value
    return shown(answer.value, answer.type, translator)


def shown(value: AnswerValue, kind: FieldType, translator: Translator) -> str:
    """Return a value as it is written: 1.234,5 · 12,5 % · 24-03-2026 · Ja · under 5 · 5 til 10."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return translator.text(_YES if value else _NO)
    if isinstance(value, Below):
        return translator.text(_BELOW, limit=translator.number(value.limit))
    if isinstance(value, Range):
        low = translator.number(value.low)
        if value.high is None:
            return translator.text(_AT_LEAST, low=low)
        return translator.text(_FROM_TO, low=low, high=translator.number(value.high))
    if isinstance(value, dt.date):
        return translator.date(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, str):
        return value
    return _shown_number(value, kind, translator)


def _shown_number(value: float, kind: FieldType, translator: Translator) -> str:
    if kind is FieldType.YEAR:
        return f"{value:g}"
    figure = translator.number(value)
    if kind is FieldType.PERCENT:
        return f"{figure} %"
    if kind is FieldType.AMOUNT:
        return f"{figure} kr."
    return figure
