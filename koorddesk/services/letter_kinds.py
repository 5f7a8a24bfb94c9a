"""Which letters a step has, what each is called, and whom each goes to."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from koorddesk.domain.chain import StepKind
from koorddesk.domain.dialogue import EntryKind
from koorddesk.domain.documents import DocumentKind
from koorddesk.domain.letters import LetterKind
from koorddesk.domain.step_rules import RULES
from koorddesk.i18n import N_
from koorddesk.services.chain_words import DOCUMENTS

K = LetterKind
# What each letter is called; all but one are documents of the cycle by the same name.
NAMES: Mapping[str, str] = {
    kind.value: N_("returned report with remarks") if kind is K.RETURN else DOCUMENTS[DocumentKind(kind.value)]
    for kind in LetterKind
}


class Reach(enum.StrEnum):
    """Whom a letter goes to: one for all, or one each."""

    ALL = "all"
    PUBLIC = "public"
    COUNCILS = "councils"
    ADDRESSEES = "addressees"
    AREA = "area"
    SENDERS = "senders"
    RETURNED = "returned"
    MISSING = "missing"
    ENTRY = "entry"


_REACH = {
    Reach.ALL: (K.ANNOUNCEMENT, K.GUIDANCE, K.QUESTIONS),
    Reach.PUBLIC: (K.TREATMENT_OF_REPORTS,),
    Reach.COUNCILS: (
        *(K.SUPPLEMENTARY_QUESTIONS, K.STATUS_REQUEST, K.CLOSING_LETTER, K.RENEWED_CONSIDERATION_REQUEST),
    ),
    Reach.AREA: (K.FINANCING_ORDER, K.FINANCING_DECISION),
    Reach.SENDERS: (K.RECEIPT,),
    Reach.RETURNED: (K.RETURN,),
    Reach.MISSING: (K.REMINDER,),
    Reach.ENTRY: (K.HEARING_LETTER, K.INVITATION, K.MINUTES),
}
REACH: Mapping[LetterKind, Reach] = {
    **dict.fromkeys(LetterKind, Reach.ADDRESSEES),
    **{kind: reach for reach, kinds in _REACH.items() for kind in kinds},
}
MEETINGS = (EntryKind.DIALOGUE_MEETING, EntryKind.EXPERT_COUNCIL_MEETING, EntryKind.OTHER_MEETING)
# The entries of the dialogue track that a letter can be about.
ENTRIES: Mapping[LetterKind, tuple[EntryKind, ...]] = {
    K.HEARING_LETTER: (EntryKind.HEARING,),
    K.INVITATION: MEETINGS,
    K.MINUTES: MEETINGS,
}
# Letters about reports hang on the announcement or on the step that waits for them.
ABOUT_REPORTS = (K.RECEIPT, K.RETURN, K.REMINDER)
_WAITING = (StepKind.ANNOUNCEMENT, StepKind.REPORT)
# Letters that show the figures an assessment is pinned to.
ASSESSED = (K.RENEWED_CONSIDERATION_REQUEST, K.CLOSING_LETTER, K.TREATMENT_OF_REPORTS)


def own_letters(kind: StepKind) -> tuple[LetterKind, ...]:
    """Return the letters that a step itself sends, in the order of its documents."""
    known = {letter.value: letter for letter in LetterKind}
    found = (known.get(document.value) for document in RULES[kind].outgoing)
    return tuple(letter for letter in found if letter and letter not in (*ABOUT_REPORTS, *ENTRIES))


def letters_of(kind: StepKind) -> tuple[LetterKind, ...]:
    """Return every kind of letter that can be drafted from a step, those that it sends itself first."""
    reports = ABOUT_REPORTS if kind in _WAITING else ()
    return (*own_letters(kind), *reports, *ENTRIES)
