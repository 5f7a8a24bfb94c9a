"""Danish public holidays by the year in which they hold (Store bededag until 2023), from the library ``holidays``."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from koorddesk.i18n import N_, Translator

_SATURDAY, _SUNDAY = 5, 6


@functools.lru_cache(maxsize=32)
def _holidays(year: int) -> Mapping[dt.date, str]:
    import holidays  # a large library, wanted only where a day is explained

    return dict(holidays.country_holidays("DK", language="da", years=year))


def holiday_name(day: dt.date) -> str | None:
    """Return what public holiday a day is in Denmark, in Danish, or None."""
    return _holidays(day.year).get(day)


def day_off(translator: Translator, day: dt.date) -> str:
    """Return what keeps an office closed on a day (its holiday, or the day of the week); empty for a working day."""
    if name := holiday_name(day):
        return name[:1].lower() + name[1:]
    if day.weekday() == _SATURDAY:
        return translator.text(N_("Saturday"))
    return translator.text(N_("Sunday")) if day.weekday() == _SUNDAY else ""
