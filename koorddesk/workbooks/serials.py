"""Serial numbers as days and times: how Excel stores dates, in either of its two calendars."""

from __future__ import annotations

import datetime as dt

_LAST = 2_958_466  # 1 January 10000
_MIDNIGHT = dt.time()
EPOCH_1900 = dt.datetime.combine(dt.date(1899, 12, 30), _MIDNIGHT)
EPOCH_1904 = dt.datetime.combine(dt.date(1904, 1, 1), _MIDNIGHT)


def from_serial(serial: float, *, date1904: bool = False) -> dt.date | dt.datetime | dt.time | None:
    """Return the day, the day with a time, or (below 1) the time of day that a serial number stands for.

    None for what is no date: a negative number, 0 itself, the 29 February 1900 that never was, a day past the year
    9999. To the nearest second.
    """
    if not 0 <= serial < _LAST:
        return None
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    if seconds == 86_400:
        days, seconds = days + 1, 0
    if days == 0:
        return (EPOCH_1900 + dt.timedelta(seconds=seconds)).time() if seconds else None
    if days == 60 and not date1904:
        return None
    # Excel counts a 29 February 1900, so the days before it are one off.
    start = EPOCH_1904 if date1904 else EPOCH_1900 + dt.timedelta(days=days < 60)
    try:
        moment = start + dt.timedelta(days=days, seconds=seconds)
    except OverflowError:
        return None
    return moment if seconds else moment.date()


def date_value(serial: float, *, date1904: bool = False) -> float | dt.date | dt.datetime | dt.time:
    """Return the date that a serial number in a date format stands for, or the number itself where it is no date."""
    found = from_serial(serial, date1904=date1904)
    return serial if found is None else found
