"""Deadlines (frister): computed by a named rule, with the arithmetic shown."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from dataclasses import dataclass


@dataclass(eq=False)
class Deadline:
    """A date by which something has to happen; ``rule`` names how it was found, ``arithmetic`` shows it."""

    id: str
    subject_id: str
    what: str
    due_on: dt.date
    rule: str
    arithmetic: str = ""
    source: str = ""
    done_on: dt.date | None = None
    starts_on: dt.date | None = None
    months: int = 0
    original_due_on: dt.date | None = None
    stopped_on: dt.date | None = None
    responsible_id: str | None = None
    done_note: str = ""


class EventKind(enum.StrEnum):
    """What can happen to a running deadline."""

    EXTENDED = "extended"
    STOPPED = "stopped"
    RESUMED = "resumed"


@dataclass(eq=False)
class DeadlineEvent:
    """What happened to a deadline, when, why and through whom; ``due_before`` and ``due_after`` show what it moved."""

    id: str
    deadline_id: str
    kind: EventKind
    on: dt.date
    reason: str
    by: str
    due_before: dt.date
    due_after: dt.date


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month ``months`` later, or that month's last day.

    31 October plus 4 months is the last day of February (facts 10).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
