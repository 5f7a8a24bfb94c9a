"""History in sentences: one entry per change, its fields named in the user's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from koorddesk.i18n import N_, Translator
from koorddesk.services.queries import HistoryRow
from ui.states import STATES

# Fields a caseworker knows by name; keys, hashes and inner texts are left to the log.
FIELDS: dict[str, str] = {
    "active": N_("active"),
    "age_from": N_("age from"),
    "age_to": N_("age to"),
    "answers": N_("answers"),
    "approved_by": N_("approved by"),
    "case_number": N_("case no."),
    "closed_on": N_("closed on"),
    "code": N_("code"),
    "conclusion": N_("conclusion"),
    "conclusion_reason": N_("reason for the conclusion"),
    "coordination": N_("coordination and planning"),
    "coordination_reason": N_("reason for the coordination"),
    "councils_approved": N_("approved by the councils"),
    "deadline_on": N_("deadline"),
    "dispatched_on": N_("dispatched on"),
    "document_number": N_("doc. no."),
    "due_on": N_("deadline"),
    "errors": N_("errors"),
    "extension_reason": N_("why the deadline moved"),
    "file_name": N_("file"),
    "final": N_("concluded"),
    "issued_on": N_("issued on"),
    "journal_number": N_("journal number"),
    "kkr_on": N_("treated in KKR"),
    "name": N_("name"),
    "necessary_supply": N_("necessary supply"),
    "necessary_supply_reason": N_("reason for the supply"),
    "nil": N_("nothing to report"),
    "official_name": N_("official name"),
    "original_due_on": N_("first deadline"),
    "received_on": N_("received on"),
    "recipient_name": N_("recipient"),
    "reservations": N_("reservations"),
    "standing": N_("standing"),
    "state": N_("state"),
    "title": N_("title"),
    "valid_from": N_("in force from"),
    "valid_to": N_("in force to"),
    "warnings": N_("warnings"),
    "what_is_asked": N_("what is asked"),
    "wording": N_("wording"),
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
    before, after = _shown(row.before, translator), _shown(row.after, translator)
    if field is None or before == after:
        return ""
    name = translator.text(field)
    if not before:
        return translator.text(N_("%(field)s: %(after)s"), field=name, after=after)
    if not after:
        return translator.text(N_("%(field)s: %(before)s taken out"), field=name, before=before)
    return translator.text(N_("%(field)s: %(before)s became %(after)s"), field=name, before=before, after=after)


def _shown(value: str, translator: Translator) -> str:
    """Return a value of the log as it is written for people; no and zero are not worth a word."""
    if value in ("", "False", "0"):
        return ""
    if value == "True":
        return translator.text(N_("yes"))
    if value in STATES:
        return translator.text(STATES[value].word)
    try:
        return translator.date(dt.date.fromisoformat(value))
    except ValueError:
        return value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"
