"""History in sentences: one entry per change, its fields named in the user's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from koorddesk.domain.chain import GroundKind
from koorddesk.domain.deadlines import EventKind
from koorddesk.domain.documents import ApprovalWay
from koorddesk.domain.reports import AttachmentKind
from koorddesk.i18n import N_, Translator
from koorddesk.services import chain_words, dialogue
from koorddesk.services.queries import HistoryRow
from ui.offer_words import ATTRIBUTES, MARKS, OPERATORS, ORIGINS, SCREENINGS
from ui.states import STATES
from ui.words import AUTHORITY_KINDS, CONCLUSIONS, CRITERIA, LETTER_KINDS, RESULTS, SUBJECTS

# Fields a caseworker knows by name; keys, hashes and inner texts are left to the log.
FIELDS: dict[str, str] = {
    "accepted_by": N_("accepted by"),
    "act": N_("act"),
    "active": N_("active"),
    "address": N_("address"),
    "address_lines": N_("address"),
    "addressee": N_("addressee"),
    "age_from": N_("age from"),
    "age_to": N_("age to"),
    "agenda": N_("agenda"),
    "agreed_with": N_("agreed with"),
    "answers": N_("answers"),
    "approved_by": N_("approved by"),
    "approved_on": N_("approved on"),
    "arithmetic": N_("computed as"),
    "attribute": N_("kind of figure"),
    "by": N_("by"),
    "case_number": N_("case no."),
    "channel": N_("sent by way of"),
    "closed_on": N_("closed on"),
    "closes_on": N_("answers by"),
    "closing_announced_on": N_("closing told on"),
    "closing_source": N_("source of the closing"),
    "code": N_("code"),
    "concern": N_("concern"),
    "conclusion": N_("conclusion"),
    "conclusion_reason": N_("reason for the conclusion"),
    "confirmed": N_("confirmed"),
    "confirmed_by": N_("confirmed by"),
    "confirmed_on": N_("confirmed on"),
    "coordination": N_("coordination and planning"),
    "coordination_reason": N_("reason for the coordination"),
    "corrected_by": N_("corrected by"),
    "councils_approved": N_("approved by the councils"),
    "criterion": N_("criterion"),
    "cvr": N_("CVR number"),
    "dated": N_("as of"),
    "day": N_("day"),
    "deadline_on": N_("deadline"),
    "decided_by": N_("decided by"),
    "department": N_("department"),
    "description": N_("description"),
    "direction": N_("direction"),
    "dispatched_on": N_("dispatched on"),
    "document_number": N_("doc. no."),
    "documentation": N_("documentation"),
    "done_note": N_("how it was done"),
    "done_on": N_("done on"),
    "due_after": N_("deadline then"),
    "due_before": N_("deadline before"),
    "due_on": N_("deadline"),
    "email": N_("e-mail"),
    "ended_by": N_("ended by"),
    "ended_on": N_("ended on"),
    "entered_by": N_("entered by"),
    "errors": N_("errors"),
    "extension_reason": N_("why the deadline moved"),
    "figure": N_("figure"),
    "file_name": N_("file"),
    "final": N_("concluded"),
    "group": N_("target group"),
    "held_on": N_("day"),
    "in_force_from": N_("in force from"),
    "in_force_to": N_("in force to"),
    "isbn": N_("ISBN"),
    "issued_on": N_("issued on"),
    "issued_text": N_("day as the source tells it"),
    "journal_number": N_("journal number"),
    "kind": N_("sort"),
    "kkr_on": N_("treated in KKR"),
    "label": N_("question"),
    "legal_basis": N_("legal basis"),
    "location": N_("lies in"),
    "locked_on": N_("locked on"),
    "made_by": N_("made by"),
    "made_on": N_("made on"),
    "mark": N_("mark"),
    "name": N_("name"),
    "necessary_supply": N_("necessary supply"),
    "necessary_supply_reason": N_("reason for the supply"),
    "nil": N_("nothing to report"),
    "note": N_("note"),
    "noted_on": N_("noted on"),
    "number": N_("number in its series"),
    "offer": N_("offer"),
    "official_name": N_("official name"),
    "on": N_("on"),
    "opened_on": N_("opened on"),
    "operator": N_("operating authority"),
    "operator_kind": N_("operator"),
    "operator_name": N_("operator's name"),
    "order_kind": N_("sort of order"),
    "organisation": N_("organisation"),
    "origin": N_("says"),
    "original_due_on": N_("first deadline"),
    "outcome": N_("outcome"),
    "p_number": N_("P-number"),
    "paragraph": N_("paragraph"),
    "participants": N_("participants"),
    "party": N_("party"),
    "persons": N_("persons"),
    "portal_number": N_("number at Tilbudsportalen"),
    "primary": N_("main legal basis"),
    "proof": N_("proof"),
    "published": N_("published"),
    "questions": N_("questions asked"),
    "raw": N_("as it was sent"),
    "reaction": N_("reaction"),
    "reason": N_("reason"),
    "received_by": N_("taken in by"),
    "received_from": N_("received from"),
    "received_on": N_("received on"),
    "recipient_name": N_("recipient"),
    "registered_by": N_("journalised by"),
    "registered_on": N_("journalised on"),
    "remark": N_("remark"),
    "reservations": N_("reservations"),
    "result": N_("result"),
    "review_on": N_("looked at again"),
    "role": N_("role"),
    "rule": N_("rule"),
    "section": N_("subsection"),
    "sent_to": N_("sent to"),
    "settled_by": N_("settled by"),
    "shown": N_("shown as"),
    "source": N_("source"),
    "standing": N_("standing"),
    "state": N_("state"),
    "status": N_("told"),
    "stopped_on": N_("stopped on"),
    "subject": N_("subject"),
    "supervised_by": N_("approved by (inspection)"),
    "taken_by": N_("taken by"),
    "taken_on": N_("taken on"),
    "taken_text": N_("time as the source tells it"),
    "telephone": N_("telephone"),
    "terminated_on": N_("terminated on"),
    "text": N_("text"),
    "theme": N_("theme"),
    "title": N_("title"),
    "unit": N_("unit"),
    "valid_from": N_("in force from"),
    "valid_to": N_("in force to"),
    "value": N_("value"),
    "version": N_("version"),
    "warnings": N_("warnings"),
    "way": N_("how it was approved"),
    "web": N_("website"),
    "what_is_asked": N_("what is asked"),
    "why": N_("why"),
    "without_premises": N_("without premises"),
    "wording": N_("wording"),
    "written_by": N_("written by"),
}
EVENTS = {
    EventKind.EXTENDED: N_("extended"),
    EventKind.STOPPED: N_("stopped"),
    EventKind.RESUMED: N_("runs again"),
}
GROUNDS = {
    AttachmentKind.MAIL: N_("mail"),
    AttachmentKind.ANNEX: N_("annex"),
    AttachmentKind.SOURCE: N_("source of typed values"),
    GroundKind.SUBMISSION: N_("submission"),
    GroundKind.STEP: N_("step of a case"),
    GroundKind.DOCUMENT: N_("document"),
}
WAYS = {ApprovalWay.IN_PROGRAM: N_("in the program"), ApprovalWay.OUTSIDE: N_("outside the program")}
# What the log keeps of a field with fixed values, in the user's words.
_LISTS: Mapping[str, tuple[Mapping[Any, str], ...]] = {
    "attribute": (ATTRIBUTES,),
    "conclusion": (CONCLUSIONS,),
    "coordination": (RESULTS,),
    "criterion": (CRITERIA,),
    "direction": (chain_words.DIRECTIONS,),
    # Which kind of record it is cannot be seen here; the same name means the same everywhere.
    "kind": (
        *(AUTHORITY_KINDS, chain_words.DOCUMENTS, chain_words.NOTES, LETTER_KINDS, dialogue.KINDS),
        *(chain_words.STEPS, GROUNDS, EVENTS),
    ),
    "mark": (MARKS,),
    "necessary_supply": (RESULTS,),
    "operator_kind": (OPERATORS,),
    "order_kind": (chain_words.ORDER_KINDS,),
    "origin": (ORIGINS,),
    "result": (SCREENINGS,),
    "role": (chain_words.PARTY_ROLES, chain_words.ROLES),
    "subject": (SUBJECTS,),
    "way": (WAYS,),
}
VALUES = {name: {str(key): words for known in lists for key, words in known.items()} for name, lists in _LISTS.items()}
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
