"""History in sentences: one entry per change, its fields named in the user's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from koorddesk.i18n import N_, Translator
from koorddesk.services.queries import HistoryRow
from ui.offer_words import ATTRIBUTES, OPERATORS, ORIGINS, SCREENINGS
from ui.states import STATES
from ui.words import CRITERIA, SUBJECTS

# Fields a caseworker knows by name; keys, hashes and inner texts are left to the log.
FIELDS: dict[str, str] = {
    "active": N_("active"),
    "address": N_("address"),
    "age_from": N_("age from"),
    "age_to": N_("age to"),
    "answers": N_("answers"),
    "approved_by": N_("approved by"),
    "attribute": N_("kind of figure"),
    "case_number": N_("case no."),
    "closed_on": N_("closed on"),
    "closing_announced_on": N_("closing told on"),
    "closing_source": N_("source of the closing"),
    "code": N_("code"),
    "conclusion": N_("conclusion"),
    "conclusion_reason": N_("reason for the conclusion"),
    "coordination": N_("coordination and planning"),
    "coordination_reason": N_("reason for the coordination"),
    "councils_approved": N_("approved by the councils"),
    "criterion": N_("criterion"),
    "cvr": N_("CVR number"),
    "dated": N_("as of"),
    "deadline_on": N_("deadline"),
    "department": N_("department"),
    "dispatched_on": N_("dispatched on"),
    "document_number": N_("doc. no."),
    "due_on": N_("deadline"),
    "errors": N_("errors"),
    "extension_reason": N_("why the deadline moved"),
    "figure": N_("figure"),
    "file_name": N_("file"),
    "final": N_("concluded"),
    "group": N_("target group"),
    "isbn": N_("ISBN"),
    "issued_on": N_("issued on"),
    "journal_number": N_("journal number"),
    "kkr_on": N_("treated in KKR"),
    "location": N_("lies in"),
    "name": N_("name"),
    "necessary_supply": N_("necessary supply"),
    "necessary_supply_reason": N_("reason for the supply"),
    "nil": N_("nothing to report"),
    "note": N_("note"),
    "noted_on": N_("noted on"),
    "number": N_("number"),
    "official_name": N_("official name"),
    "opened_on": N_("opened on"),
    "operator": N_("operating authority"),
    "operator_kind": N_("operator"),
    "operator_name": N_("operator's name"),
    "origin": N_("says"),
    "original_due_on": N_("first deadline"),
    "p_number": N_("P-number"),
    "persons": N_("persons"),
    "portal_number": N_("number at Tilbudsportalen"),
    "proof": N_("proof"),
    "published": N_("published"),
    "reason": N_("reason"),
    "received_on": N_("received on"),
    "recipient_name": N_("recipient"),
    "reservations": N_("reservations"),
    "result": N_("result"),
    "review_on": N_("looked at again"),
    "source": N_("source"),
    "standing": N_("standing"),
    "state": N_("state"),
    "status": N_("told"),
    "subject": N_("subject"),
    "supervised_by": N_("approved by (inspection)"),
    "text": N_("text"),
    "title": N_("title"),
    "valid_from": N_("in force from"),
    "valid_to": N_("in force to"),
    "warnings": N_("warnings"),
    "what_is_asked": N_("what is asked"),
    "without_premises": N_("without premises"),
    "wording": N_("wording"),
}
# What the log keeps of a field with fixed values, in the user's words.
VALUES: dict[str, dict[str, str]] = {
    "attribute": {key.value: words for key, words in ATTRIBUTES.items()},
    "criterion": {key.value: words for key, words in CRITERIA.items()},
    "operator_kind": {key.value: words for key, words in OPERATORS.items()},
    "origin": {key.value: words for key, words in ORIGINS.items()},
    "result": {key.value: words for key, words in SCREENINGS.items()},
    "subject": {key.value: words for key, words in SUBJECTS.items()},
}
_LONGEST = 80


@dataclass(frozen=True)
class HistoryEntry:
    """One change of a record: when, who, what it was, and which fields became what."""

    when: dt.datetime
    who: str
    what: str
    changes: str
    reason: str


def history_entries(rows: Iterable[HistoryRow], translator: Translator) -> list[HistoryEntry]:
    """Return the changes of a record as entries, oldest first."""
    entries = []
    for (when, who, what), group in groupby(rows, key=lambda row: (row.when, row.who, row.what)):
        lines = list(group)
        changes = [sentence for line in lines if (sentence := _sentence(line, translator))]
        entries.append(HistoryEntry(when, who, what, "; ".join(changes), lines[0].reason))
    return entries


def _sentence(row: HistoryRow, translator: Translator) -> str:
    field = FIELDS.get(row.field)
    before, after = (_shown(value, translator, VALUES.get(row.field, {})) for value in (row.before, row.after))
    if field is None or before == after:
        return ""
    name = translator.text(field)
    if not before:
        return translator.text(N_("%(field)s: %(after)s"), field=name, after=after)
    if not after:
        return translator.text(N_("%(field)s: %(before)s taken out"), field=name, before=before)
    return translator.text(N_("%(field)s: %(before)s became %(after)s"), field=name, before=before, after=after)


def _shown(value: str, translator: Translator, words: Mapping[str, str]) -> str:
    """Return a value of the log as it is written for people; no and zero are not worth a word."""
    if value in ("", "False", "0"):
        return ""
    if value in words:
        return translator.text(words[value])
    if value == "True":
        return translator.text(N_("yes"))
    if value in STATES:
        return translator.text(STATES[value].word)
    try:
        return translator.date(dt.date.fromisoformat(value))
    except ValueError:
        return value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"
