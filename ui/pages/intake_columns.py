"""The columns of the intake's list, and the order in which states need a hand."""

from __future__ import annotations

from koorddesk.i18n import N_, Translator
from ui.models.columns import RIGHT, Column
from ui.pages.intake_rows import IntakeRow
from ui.states import STATES

SORTED_STATES = (
    "held",
    "refused",
    "returned",
    "returned-in-part",
    "received",
    "ready",
    "accepted",
    "repeated",
    "reading",
    "superseded",
)


def intake_columns(translator: Translator) -> tuple[Column[IntakeRow], ...]:
    """Return the columns; the first ones are shown in a narrow list."""
    say = translator.text
    return (
        Column(
            "state",
            N_("State"),
            14,
            lambda row: say(STATES[row.shown_state].word),
            _urgency,
            lambda row: row.shown_state,
        ),
        Column("sender", N_("Sender"), 15, lambda row: row.sender or say(N_("not known (%(file)s)"), file=row.file)),
        Column("errors", N_("Errors"), 5, lambda row: _count(row.errors), lambda row: row.errors, align=RIGHT),
        Column("warnings", N_("Warn."), 5, lambda row: _count(row.warnings), lambda row: row.warnings, align=RIGHT),
        Column("file", N_("File"), 26, lambda row: row.file, shown=False),
        Column("template", N_("Form"), 18, lambda row: row.template or say(N_("not known")), shown=False),
        Column("notes", N_("Notes"), 5, lambda row: _count(row.notes), lambda row: row.notes, align=RIGHT, shown=False),
        Column(
            "received",
            N_("Received"),
            11,
            lambda row: translator.date(row.received_on) if row.received_on else "",
            lambda row: row.received_on,
            lambda row: "late" if row.late else None,
            shown=False,
        ),
    )


def _urgency(row: IntakeRow) -> int:
    """Return where a row stands: files that wait first, then what needs a hand."""
    return SORTED_STATES.index(row.state) + (0 if row.waits else len(SORTED_STATES))


def _count(number: int) -> str:
    return str(number) if number else "–"
