"""Dates and years in Danish dress: "1. marts 2024", "01.03.24", "1/3-24", "uge 12", "primo 2024", serial numbers."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

from koorddesk.workbooks.expectations import ColumnHint, Expectation, Parsed, Remark, read_as, unread
from koorddesk.workbooks.grid import Cell
from koorddesk.workbooks.texts import absence, plain

_EARLIEST, _LATEST = (
    1970,
    2060,
)  # years outside are a question; agreements older than that were made by other authorities
_SERIALS = range(25569, 58806)  # 1 January 1970 to 31 December 2060, as Excel counts days
_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_YEARS = range(1900, 2101)
_LONGEST = 400  # characters; a longer text may name dates, but is none

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january",
            "februar feb february",
            "marts mar mrt march mart",
            "april apr",
            "maj may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_YEAR = r"(?:'|’)?(?P<y>\d{4}|\d{2}(?! ?[-/.] ?\d))"
_FULL = (
    re.compile(r"(?<![-/.\d])(?P<y>\d{4}) ?[-/.] ?(?P<m>\d{1,2}) ?[-/.] ?(?P<d>\d{1,2})(?!\d)"),
    re.compile(rf"(?<![\d.])(?P<d>\d{{1,2}}) ?[-./ ] ?(?P<m>\d{{1,2}}) ?[-./, ] ?{_YEAR}(?![\d.]*\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\.? ?-? ?(?P<n>{_MONTH})\b\.?,? ?-? ?{_YEAR}(?!\d)"),
    re.compile(rf"\b(?P<n>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}(?!\d)"),
)
# "1/1-31/12 2025", "1.-3. marts 2025": from a day to a day.
_SPAN = re.compile(
    rf"(?<!\d)\d{{1,2}}\.?(?: ?[./] ?\d{{1,2}}\.?| ?(?:{_MONTH})\.?)? ?(?:-|til) ?"
    rf"\d{{1,2}}\.?(?: ?[./] ?\d{{1,2}}\b| ?(?:{_MONTH})\b)"
)
_LEAD = re.compile(rf"^(?:dato:? |dateret |den |d\. ?|pr\.? |per |(?P<w>{'|'.join(_WEEKDAYS)})(?:en)?,? |kl\.? |,)+")
_TIME = re.compile(r"[ ,t]+(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?z?$")
_APPROXIMATE = re.compile(r"^(?:ca\.?|cirka|omkring|forventet|forventes|senest|primo|medio|ultimo|start|slut|midt) ")
_DAY_MONTH = re.compile(
    rf"\d{{1,2}} ?[./-] ?\d{{1,2}}\.?|\d{{1,2}}\.? ?(?:{_MONTH})\.?|(?:i )?(?:{_MONTH})\.?|uge \d{{1,2}}"
)


def read_date(cell: Cell, expected: Expectation) -> Parsed:
    """Read a date from a cell that is not blank."""
    value = cell.value
    if isinstance(value, dt.datetime):
        dropped: tuple[Remark, ...] = (("date-time-dropped", {}),) if value.time() != dt.time() else ()
        return _checked(value.date(), *dropped)
    if isinstance(value, dt.date):
        return _checked(value)
    if isinstance(value, (bool, dt.time)):
        return unread("not-a-date")
    if isinstance(value, (int, float)):
        return _date_from_number(value, date1904=expected.date1904)
    return _date_from_text(value or "", expected.column_hint)


def _checked(day: dt.date, *remarks: Remark) -> Parsed:
    if not _EARLIEST <= day.year <= _LATEST:
        return read_as(day, ("date-unlikely", {"year": day.year}), *remarks)
    return read_as(day, *remarks)


def _date_from_number(value: float, *, date1904: bool) -> Parsed:
    if int(value) in _YEARS:
        return unread("date-vague", first=f"01-01-{int(value)}", last=f"31-12-{int(value)}")
    if float(value).is_integer() and (day := _compact(str(int(value)))):
        return _checked(day, ("date-as-text", {"value": _shown(day)}))
    if int(value) in _SERIALS or (date1904 and int(value) + 1462 in _SERIALS):
        day = (_EPOCH_1904 if date1904 else _EPOCH) + dt.timedelta(days=int(value))
        return read_as(day, ("date-from-serial", {"value": _shown(day)}))
    return unread("not-a-date")


def _compact(digits: str) -> dt.date | None:
    """Return the date of eight digits, year first or day first, where only one of the two is a date."""
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    readings = (
        _day(int(digits[:4]), int(digits[4:6]), int(digits[6:])),
        _day(int(digits[4:]), int(digits[2:4]), int(digits[:2])),
    )
    days = [day for day in readings if day and _EARLIEST <= day.year <= _LATEST]
    return days[0] if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _shown(day: dt.date) -> str:
    return day.strftime("%d-%m-%Y")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 70 else 1900)


def _date_from_text(text: str, hint: ColumnHint) -> Parsed:
    if len(text) > _LONGEST:
        return unread("not-a-date")
    words = plain(text)
    if code := absence(text):
        return unread(code)
    if day := _compact(words):
        return _checked(day, ("date-as-text", {"value": _shown(day)}))
    if (vague := _vague(words)) is not None:
        return vague
    found = _dates_in(words)
    if not found:
        return unread("date-incomplete" if _DAY_MONTH.fullmatch(words) else "not-a-date")
    if len(found) > 1 or _SPAN.search(words):
        return unread("several-dates")
    match = found[0]
    day, remark = _settled(match, hint)
    if day is None:
        return Parsed(None, (remark,) if remark else ())
    said: list[Remark] = [remark] if remark else []
    before, after = words[: match.start()], words[match.end() :]
    lead = _LEAD.fullmatch(before) if before else None
    weekday = _weekday(before)
    if weekday is not None and weekday != day.weekday():
        said.append(("date-weekday", {"value": _shown(day), "weekday": _WEEKDAYS[day.weekday()]}))
    elif _APPROXIMATE.fullmatch(before):
        said.append(("date-approximate", {"value": _shown(day)}))
    elif (before and not lead) or (after.strip(" .") and not _TIME.fullmatch(after)):
        said.append(("date-with-text", {"value": _shown(day)}))
    elif after.strip(" .") and not re.fullmatch(r"[ t]0?0[:.]00(?:[:.]00(?:\.0+)?)?z?", after):
        said.append(("date-time-dropped", {}))
    if not said:
        said.append(("date-as-text", {"value": _shown(day)}))
    return _checked(day, *said)


def _dates_in(words: str) -> list[re.Match[str]]:
    """Return the full dates that stand in a text; the same stretch is found once."""
    found: list[re.Match[str]] = []
    for pattern in _FULL:
        for match in pattern.finditer(words):
            if not any(match.start() < other.end() and other.start() < match.end() for other in found):
                found.append(match)
    return found


def _weekday(before: str) -> int | None:
    return next((number for number, name in enumerate(_WEEKDAYS) if re.search(rf"\b{name}(?:en)?\b", before)), None)


def _settled(match: re.Match[str], hint: ColumnHint) -> tuple[dt.date | None, Remark | None]:
    """Return the day that a full date names, day before month unless only the other order is possible."""
    parts = match.groupdict()
    year, day = _year(parts["y"]), int(parts["d"])
    month = _MONTHS[parts["n"]] if parts.get("n") else int(parts["m"])
    read = _day(year, month, day)
    named, year_first = parts.get("n") is not None, match.start("y") == match.start() and len(parts["y"]) == 4
    swapped = None if named or year_first else _day(year, day, month)
    if read is None:
        if swapped is not None:
            return swapped, ("date-month-first", {"value": _shown(swapped)})
        return None, ("date-impossible", {})
    if swapped is not None and swapped != read and hint.month_first:
        return None, ("date-ambiguous", {"first": _shown(read), "second": _shown(swapped)})
    if len(parts["y"]) == 2 and not named and read.year < 2010:
        other = _day(_year(f"{day:02d}"), month, int(parts["y"]))
        if other is not None and 2010 <= other.year <= 2040:  # "24-03-01" may be year, month, day
            return None, ("date-ambiguous", {"first": _shown(read), "second": _shown(other)})
    return read, None


_ABOUT = r"(?:i |år |ca\.? |omkring |siden |primo |medio |ultimo |start |starten af |slut |slutningen af |midt )*"
_VAGUE_YEAR = re.compile(rf"{_ABOUT}(?P<y>\d{{4}})\.?")
_VAGUE_MONTH = re.compile(
    rf"{_ABOUT}(?:(?P<n>{_MONTH})\.?,? ?-? ?{_YEAR}|(?P<m>\d{{1,2}}) ?[-./] ?(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4}) ?[-./] ?(?P<m2>\d{1,2}))"
)
_VAGUE_PART = re.compile(
    r"(?:i )?(?:(?P<q>[1-4])\. ?kvartal|q(?P<q2>[1-4])|(?P<h>[12])\. ?halvår|uge (?P<w>\d{1,2}))"
    r",?(?: i| -| /)? ?(?P<y>\d{4})"
    r"|(?P<y2>\d{4}) ?-? ?(?:q(?P<q3>[1-4])|uge ?(?P<w2>\d{1,2})|w(?P<w3>\d{1,2}))"
)
_VAGUE_OTHER = re.compile(
    r"(?:primo|medio|ultimo|forår(?:et)?|sommer(?:en)?|efterår(?:et)?|vinter(?:en)?|årsskiftet"
    r"|skoleåret|årets udgang)\b.*"
    r"|\d{4} ?[-/] ?(?:\d{4}|\d{2})"
)


def _vague(words: str) -> Parsed | None:
    """Return the finding for a period that stands where a day belongs, or None."""
    if match := _VAGUE_PART.fullmatch(words):
        first, last = _part_of_year(match)
        return _period(first, last) if first and last else unread("date-impossible")
    if match := _VAGUE_MONTH.fullmatch(words):
        year = _year(match["y"] or match["y2"] or match["y3"])
        month = _MONTHS[match["n"]] if match["n"] else int(match["m"] or match["m2"])
        if not 1 <= month <= 12:
            return unread("date-incomplete") if _VAGUE_OTHER.fullmatch(words) else None
        return _period(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))
    if (match := _VAGUE_YEAR.fullmatch(words)) and int(match["y"]) in _YEARS:
        return _period(dt.date(int(match["y"]), 1, 1), dt.date(int(match["y"]), 12, 31))
    return unread("date-incomplete") if _VAGUE_OTHER.fullmatch(words) else None


def _period(first: dt.date, last: dt.date) -> Parsed:
    return unread("date-vague", first=_shown(first), last=_shown(last))


def _part_of_year(match: re.Match[str]) -> tuple[dt.date | None, dt.date | None]:
    year = int(match["y"] or match["y2"])
    if quarter := match["q"] or match["q2"] or match["q3"]:
        return _months(year, 3 * int(quarter) - 2, 3)
    if match["h"]:
        return _months(year, 6 * int(match["h"]) - 5, 6)
    week = int(match["w"] or match["w2"] or match["w3"])
    try:
        return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)
    except ValueError:
        return None, None


def _months(year: int, month: int, length: int) -> tuple[dt.date, dt.date]:
    last = month + length - 1
    return dt.date(year, month, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def date_hint(cells: Sequence[Cell]) -> ColumnHint:
    """Tell whether a date in the column can only be read with the month first."""
    for cell in cells:
        if isinstance(cell.value, str) and len(cell.value) <= _LONGEST:
            for match in _dates_in(plain(cell.value)):
                _, remark = _settled(match, ColumnHint())
                if remark is not None and remark[0] == "date-month-first":
                    return ColumnHint(month_first=True)
    return ColumnHint()


_YEAR_WORDS = re.compile(r"(?:(?:i|år|året|kalenderåret|regnskabsåret|udgangen af|ultimo|primo|medio|:) ?)*")
_ONE_YEAR = re.compile(r"(?<!\d)(19\d{2}|20\d{2})(?!\d)")


def read_year(cell: Cell, expected: Expectation) -> Parsed:
    """Read a year from a cell that is not blank; a date there is either the year's or a year shown as a date."""
    value = cell.value
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        serial = (value - (_EPOCH_1904 if expected.date1904 else _EPOCH)).days
        if serial in _YEARS:  # 2024 in a cell that shows dates: 16-07-1905
            return _year_checked(serial, ("year-from-serial", {"value": serial}))
        return _year_checked(value.year, ("year-from-date", {"value": value.year}))
    if isinstance(value, (bool, dt.time)):
        return unread("not-a-year")
    if isinstance(value, (int, float)):
        if not float(value).is_integer() or cell.is_percent:
            return unread("not-a-year")
        return _year_from_whole(int(value))
    return _year_from_text(value or "", expected)


def _year_checked(year: int, *remarks: Remark) -> Parsed:
    if not 1950 <= year <= _LATEST:
        return read_as(year, ("year-unlikely", {"value": year}), *remarks)
    return read_as(year, *remarks)


def _year_from_whole(value: int, *, short: bool = True) -> Parsed:
    if value in _YEARS:
        return _year_checked(value)
    if short and 0 < value < 100:
        year = _year(f"{value:02d}")
        return read_as(year, ("year-short", {"value": year}))
    return unread("not-a-year")


def _year_from_text(text: str, expected: Expectation) -> Parsed:
    if len(text) > _LONGEST:
        return unread("not-a-year")
    words = plain(text)
    if code := absence(text):
        return unread(code)
    if re.fullmatch(r"[0-9]{2}|[0-9]{4}", words):
        return _year_from_whole(int(words))
    if match := re.fullmatch(r"['’´`](\d\d)", words):
        return _year_from_whole(int(match[1]))
    if re.fullmatch(r"\d{4}[.,]0+", words):
        return _year_from_whole(int(words[:4]), short=False)
    day = _date_from_text(text, expected.column_hint).value if _dates_in(words) else None
    if isinstance(day, dt.date):
        return _year_checked(day.year, ("year-from-date", {"value": day.year}))
    years = sorted({int(year) for year in _ONE_YEAR.findall(words)})
    if len(years) > 1 or re.search(r"(?<!\d)\d{4} ?[/-] ?\d{2,4}(?!\d)", words):
        return unread("several-years")
    if not years:
        return unread("not-a-year")
    rest = _ONE_YEAR.sub("", words).strip(" .()")
    light = _YEAR_WORDS.fullmatch(rest) or rest in _MONTHS or rest.rstrip(".") in _MONTHS
    code = "year-from-text" if light else "year-with-text"
    return _year_checked(years[0], (code, {"value": years[0]}))
