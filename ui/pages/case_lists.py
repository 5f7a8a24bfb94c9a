"""The lists of a case: cases, timeline, deadlines, journal, letters, people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from koorddesk.i18n import N_
from koorddesk.services.chain_words import STEPS
from koorddesk.services.clocks import STATES as CLOCK_STATES
from koorddesk.services.clocks import ClockRow
from koorddesk.services.filing import JournalLine
from koorddesk.services.people import RoleRow
from koorddesk.services.queries import CaseRow, LetterRow
from koorddesk.services.timeline import TimelineRow
from ui.models.columns import RIGHT, Column
from ui.states import STATES
from ui.widgets.list_panel import ListPanel
from ui.widgets.lists import make_list

if TYPE_CHECKING:
    from ui.workplace import Workplace

# How a clock's state is shown.
CLOCK_SIGNS = {"coming": "coming", "soon": "soon", "late": "exceeded", "stopped": "stopped", "met": "done"}
CLOCK_KINDS = {
    "step": N_("step of a case"),
    "report": N_("report"),
    "task": N_("agreed action"),
    "review": N_("review of a criterion"),
}
_EVENTS = {
    "step": N_("step"),
    "document": N_("document"),
    "letter": N_("letter"),
    "note": N_("note"),
    "clock": N_("deadline"),
    "approval": N_("approval"),
    "dialogue": N_("dialogue"),
}


def cases_list(place: Workplace, parent: QWidget) -> ListPanel[CaseRow]:
    """Return the list of cases."""
    say, date = place.text, _dates(place)

    def last(row: CaseRow) -> str:
        return say(STEPS[row.last_step]) if row.last_step in STEPS else row.last_step

    return make_list(
        place,
        parent,
        "cases",
        N_("Cases"),
        (
            Column(
                "number", N_("Case"), 12, lambda row: row.number, state=lambda row: "ongoing" if row.open else "closed"
            ),
            Column("title", N_("Title"), 26, lambda row: row.title),
            Column("last", N_("Last step"), 20, last, shown=False),
            Column(
                "steps", N_("Steps"), 6, lambda row: str(row.steps), lambda row: row.steps, align=RIGHT, shown=False
            ),
            Column("opened", N_("Opened"), 11, lambda row: date(row.opened_on), lambda row: row.opened_on, shown=False),
            Column("announcement", N_("Announcement"), 20, lambda row: row.announcement_code, shown=False),
            Column("case_number", N_("Case no. in the record system"), 16, lambda row: row.case_number, shown=False),
        ),
        lambda row: row.id,
        (
            "folder-open",
            N_("No cases yet"),
            N_("A case begins with an announcement's first step, or with a signal: “New case…”."),
        ),
    )


def timeline_list(place: Workplace, parent: QWidget) -> ListPanel[TimelineRow]:
    """Return the timeline of one case."""
    return make_list(
        place,
        parent,
        "case-timeline",
        N_("Timeline"),
        (
            Column("when", N_("When"), 13, lambda row: row.when, lambda row: row.day),
            Column("kind", N_("Sort of event"), 10, lambda row: place.text(_EVENTS[row.kind])),
            Column("title", N_("What happened"), 34, lambda row: row.title),
            Column("text", N_("Details"), 46, lambda row: row.text),
            Column("who", N_("Who"), 14, lambda row: row.who, shown=False),
            Column("source", N_("Source"), 20, lambda row: row.source, shown=False),
        ),
        lambda row: f"{row.kind}/{row.key}/{row.title}",
        ("history", N_("Nothing has happened yet"), ""),
    )


def clocks_list(place: Workplace, parent: QWidget, name: str, *, whole: bool) -> ListPanel[ClockRow]:
    """Return a list of deadlines: of one case, or (``whole``) of all, with case and person."""
    say, date = place.text, _dates(place)
    return make_list(
        place,
        parent,
        name,
        N_("Deadlines"),
        (
            Column(
                "due",
                N_("Deadline"),
                12,
                lambda row: date(row.due_on),
                lambda row: row.due_on,
                lambda row: CLOCK_SIGNS[row.state],
            ),
            Column("state", N_("State"), 10, lambda row: say(CLOCK_STATES[row.state])),
            Column("what", N_("What"), 30, lambda row: row.what),
            Column("about", N_("About"), 20, lambda row: row.about),
            Column("case", N_("Case"), 9, lambda row: row.case_number, shown=whole),
            Column("kind", N_("Sort"), 14, lambda row: say(CLOCK_KINDS[row.kind]), shown=False),
            Column("who", N_("Responsible"), 14, lambda row: row.responsible, shown=whole),
            Column("rule", N_("Rule"), 24, lambda row: row.rule, shown=False),
            Column("how", N_("How it was found"), 40, lambda row: row.arithmetic or row.rule, shown=not whole),
            Column("source", N_("Source"), 20, lambda row: row.source, shown=False),
            Column(
                "first",
                N_("First deadline"),
                11,
                lambda row: date(row.original_due_on),
                lambda row: row.original_due_on,
                shown=False,
            ),
            Column("done", N_("Done"), 11, lambda row: date(row.done_on), lambda row: row.done_on, shown=False),
            Column("note", N_("Note"), 20, lambda row: row.done_note, shown=False),
        ),
        lambda row: row.id,
        ("calendar-clock", N_("No deadlines"), ""),
    )


def journal_list(place: Workplace, parent: QWidget, name: str, *, whole: bool) -> ListPanel[JournalLine]:
    """Return a list of journal lines: of one case, or (``whole``) of all."""
    say, date = place.text, _dates(place)
    return make_list(
        place,
        parent,
        name,
        N_("Journal"),
        (
            Column("dated", N_("Date"), 11, lambda row: date(row.dated), lambda row: row.dated),
            Column("case", N_("Case"), 9, lambda row: row.case, shown=whole),
            Column("direction", N_("Direction"), 10, lambda row: row.direction_name),
            Column("document", N_("Sort of document"), 22, lambda row: row.document),
            Column("theme", N_("Theme"), 38, lambda row: row.theme),
            Column("party", N_("Party"), 20, lambda row: row.party),
            Column(
                "number",
                N_("Document no."),
                18,
                lambda row: row.document_number or ("" if row.journalised else say(N_("not journalised"))),
                state=_journal_state,
            ),
            Column("record", N_("Case no."), 14, lambda row: row.case_number, shown=False),
            Column("file", N_("File"), 20, lambda row: row.file_name, shown=False),
        ),
        line_key,
        (
            "archive",
            N_("Everything is journalised") if whole else N_("No documents yet"),
            N_("What comes in and goes out stands here until it has its document number.")
            if whole
            else N_("Put documents on the case, sent, received or internal, each with its theme."),
        ),
    )


def _journal_state(row: JournalLine) -> str | None:
    if not row.journalised:
        return "not-journalised"
    return "journalised" if row.document_number else None


def line_key(row: JournalLine) -> str:
    """Return what identifies a line of the journal."""
    return f"{row.kind}/{row.id}/{row.case}"


def letters_list(place: Workplace, parent: QWidget) -> ListPanel[LetterRow]:
    """Return the letters of one case."""
    say, date = place.text, _dates(place)
    return make_list(
        place,
        parent,
        "case-letters",
        N_("Letters"),
        (
            Column("number", N_("No."), 5, lambda row: str(row.number), lambda row: row.number, align=RIGHT),
            Column("recipient", N_("Recipient"), 28, lambda row: row.recipient),
            Column(
                "state",
                N_("State"),
                14,
                lambda row: say(STATES[row.state.value].word),
                state=lambda row: row.state.value,
            ),
            Column("dated", N_("Date"), 11, lambda row: date(row.dated), lambda row: row.dated),
        ),
        lambda row: row.id,
        ("mail", N_("No letters yet"), ""),
    )


def roles_list(place: Workplace, parent: QWidget) -> ListPanel[RoleRow]:
    """Return the people of one case."""
    date = _dates(place)
    return make_list(
        place,
        parent,
        "case-roles",
        N_("People"),
        (
            Column(
                "name",
                N_("Name"),
                26,
                lambda row: row.name,
                state=lambda row: "active" if row.valid_to is None else "inactive",
            ),
            Column("role", N_("Role"), 24, lambda row: row.role_name),
            Column("from", N_("From"), 11, lambda row: date(row.valid_from), lambda row: row.valid_from),
            Column("to", N_("Until"), 11, lambda row: date(row.valid_to), lambda row: row.valid_to),
        ),
        lambda row: row.id,
        ("users", N_("Nobody has a role yet"), N_("Give the case its responsible caseworker and its approver.")),
    )


def _dates(place: Workplace) -> Callable[[dt.date | None], str]:
    def words(day: dt.date | None) -> str:
        return place.translator.date(day) if day else ""

    return words
