"""The signs of the window: each state has an icon, a word and, third, a tone."""

from __future__ import annotations

from dataclasses import dataclass

from koorddesk.i18n import N_
from ui.theme import Tone


@dataclass(frozen=True)
class State:
    """How a state is shown: the icon's name, the word (an English msgid) and the tone."""

    icon: str
    word: str
    tone: Tone = Tone.PLAIN


STATES: dict[str, State] = {
    # intake and submissions
    "accepted": State("check", N_("accepted"), Tone.GOOD),
    "held": State("pause", N_("held"), Tone.ATTENTION),
    "refused": State("ban", N_("refused"), Tone.BAD),
    "repeated": State("copy-check", N_("received before"), Tone.QUIET),
    "returned": State("corner-up-left", N_("returned"), Tone.ATTENTION),
    "returned-in-part": State("corner-up-left", N_("returned in part"), Tone.ATTENTION),
    "received": State("inbox", N_("received"), Tone.NOTE),
    "superseded": State("history", N_("replaced by a later one"), Tone.QUIET),
    "to-hold": State("pause", N_("will be held"), Tone.ATTENTION),
    "to-refuse": State("ban", N_("will be refused"), Tone.BAD),
    "reading": State("circle-dashed", N_("is being read"), Tone.QUIET),
    "ready": State("check", N_("ready"), Tone.GOOD),
    # findings
    "error": State("octagon-x", N_("error"), Tone.BAD),
    "warning": State("triangle-alert", N_("warning"), Tone.ATTENTION),
    "note": State("info", N_("note"), Tone.NOTE),
    # who has answered
    "missing": State("circle-dashed", N_("missing"), Tone.QUIET),
    "unreadable": State("ban", N_("received, but not readable"), Tone.ATTENTION),
    "late": State("alarm-clock", N_("late"), Tone.BAD),
    "answered": State("check", N_("answered"), Tone.GOOD),
    "not-asked": State("minus", N_("not asked"), Tone.QUIET),
    "nil": State("circle-slash", N_("nil report"), Tone.GOOD),
    # the two tests and preconditions
    "open": State("circle", N_("open"), Tone.QUIET),
    "met": State("circle-check", N_("met"), Tone.GOOD),
    "not-met": State("circle-x", N_("not met"), Tone.BAD),
    "passed": State("circle-slash", N_("passed with a reason"), Tone.ATTENTION),
    # letters
    "draft": State("pencil", N_("draft"), Tone.ATTENTION),
    "approved": State("check", N_("approved"), Tone.GOOD),
    "frozen": State("lock", N_("locked"), Tone.NOTE),
    "dispatched": State("send", N_("dispatched"), Tone.GOOD),
    "journalised": State("archive", N_("journalised"), Tone.QUIET),
    # registers and cases
    "active": State("circle-check", N_("active"), Tone.GOOD),
    "inactive": State("circle", N_("not active"), Tone.QUIET),
    "read": State("book-check", N_("read in the source"), Tone.GOOD),
    "unconfirmed": State("circle-question-mark", N_("not confirmed"), Tone.ATTENTION),
    "unknown": State("circle-question-mark", N_("not known"), Tone.QUIET),
    "ongoing": State("circle", N_("in hand"), Tone.NOTE),
    "closed": State("archive", N_("closed"), Tone.QUIET),
    "in-force": State("circle-check", N_("in force"), Tone.GOOD),
    "expired": State("history", N_("no longer in force"), Tone.QUIET),
    "coming": State("calendar-clock", N_("coming"), Tone.NOTE),
    # steps of a chain, and their clocks
    "taken": State("circle-check", N_("taken"), Tone.GOOD),
    "waiting": State("calendar-clock", N_("waits for an answer"), Tone.NOTE),
    "soon": State("calendar-clock", N_("soon"), Tone.ATTENTION),
    "exceeded": State("alarm-clock", N_("exceeded"), Tone.BAD),
    "stopped": State("pause", N_("stopped"), Tone.ATTENTION),
    "done": State("circle-check", N_("done"), Tone.GOOD),
    "ended": State("history", N_("ended"), Tone.QUIET),
    "overtaken": State("history", N_("overtaken"), Tone.QUIET),
    "possible": State("circle", N_("can be taken"), Tone.GOOD),
    "managed": State("lock", N_("set by your organisation"), Tone.QUIET),
    "signal": State("bell", N_("signal"), Tone.NOTE),
    "not-journalised": State("inbox", N_("not journalised"), Tone.ATTENTION),
}
