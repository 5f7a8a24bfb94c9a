"""Whole-day entries as a calendar file (.ics, RFC 5545): plain text by the four rules that it takes.

Lines end in CR LF and are folded at 75 octets; commas, semicolons, backslashes and new lines are escaped; every
entry has a key and a time stamp. A library would bring time zones and recurrences that no deadline has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_WIDTH = 75  # octets a line, RFC 5545 section 3.1


@dataclass(frozen=True)
class CalendarEntry:
    """One whole day in a calendar; the same ``key`` written again later replaces the entry."""

    key: str
    day: dt.date
    title: str
    text: str


def calendar_text(entries: Iterable[CalendarEntry], now: dt.datetime) -> str:
    """Return the calendar file's text."""
    stamp = now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//koorddesk//frister//DA", "METHOD:PUBLISH"]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.key}@koorddesk",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(entry.title)}",
            f"DESCRIPTION:{_escaped(entry.text)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterable[str]:
    """Yield a line in pieces of at most 75 octets, no character split, each after the first begun with a space."""
    piece, room = "", _WIDTH
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield piece
            piece, room = " ", _WIDTH - 1
        piece += sign
        room -= size
    yield piece
