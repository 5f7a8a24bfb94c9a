"""Clocks: arithmetic in words, holidays with their validity, extensions, stops, reminders, the calendar file."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.deadlines import Deadline, DeadlineEvent, EventKind, add_months
from koorddesk.domain.documents import CaseRoleKind
from koorddesk.errors import UserError
from koorddesk.i18n import Translator
from koorddesk.services.announcements import create_announcement, extend_deadline
from koorddesk.services.calendar_file import CalendarEntry, calendar_text
from koorddesk.services.cases import open_case
from koorddesk.services.clocks import (
    arithmetic,
    clocks,
    extend_clock,
    finish_clock,
    reminders,
    resume_clock,
    set_follow_up,
    stop_clock,
    write_calendar,
)
from koorddesk.services.holidays_da import day_off, holiday_name
from koorddesk.services.keeping import today_items
from koorddesk.services.people import add_person, own_id, set_role
from koorddesk.services.report_clocks import lock_report, report_clocks, unlock_report

GROUP = "Voksne med kompleks erhvervet hjerneskade"


@pytest.fixture
def case(desk):
    create_announcement(desk, "CU-A", "A", GROUP, dt.date(2026, 2, 10), ["1085"], issued_on=dt.date(2025, 3, 3))
    return open_case(desk, "CU-A").case_number


def later(desk, day):
    return dataclasses.replace(desk, today=lambda: day)


def test_store_bededag_holds_until_2023_alone():
    assert holiday_name(dt.date(2023, 5, 5)) == "Store bededag"
    assert holiday_name(dt.date(2024, 4, 26)) is None  # the fourth Friday after Easter of 2024
    assert holiday_name(dt.date(2026, 5, 14)) == "Kristi himmelfartsdag"
    danish = Translator("da")
    assert day_off(danish, dt.date(2027, 2, 28)) == "søndag"
    assert day_off(danish, dt.date(2026, 2, 2)) == ""


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 60))
def test_months_are_calendar_months(day, months):
    due = add_months(day, months)
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
    assert due.day == day.day or (due.day < day.day and (due + dt.timedelta(days=1)).day == 1)


def test_the_arithmetic_is_shown_in_words(desk):
    deadline = Deadline("d", "s", "x", dt.date(2026, 3, 5), "four-months-operator", starts_on=dt.date(2025, 10, 31),
                        months=4, original_due_on=dt.date(2026, 2, 28))  # fmt: skip
    moved = DeadlineEvent("e", "d", EventKind.EXTENDED, dt.date(2026, 2, 1), "aftalt", "Fuldmægtig",
                          dt.date(2026, 2, 28), dt.date(2026, 3, 5))  # fmt: skip
    assert arithmetic(desk, deadline, [moved]) == (
        "31. oktober 2025 + 4 måneder = 28. februar 2026; måneden har ingen 31. dag, så dens sidste dag gælder; "
        "flyttet fra 28. februar 2026 til 5. marts 2026: aftalt"
    )


def test_a_deadline_is_extended_stopped_and_done_with_reasons(desk, case):
    set_follow_up(desk, case, dt.date(2026, 3, 2), "Følg op")
    key = next(row.id for row in clocks(desk, case_number=case) if row.kind == "step")
    with pytest.raises(UserError):
        extend_clock(desk, key, dt.date(2026, 4, 1), " ")
    extend_clock(desk, key, dt.date(2026, 4, 1), "Ferie")
    stop_clock(later(desk, dt.date(2026, 3, 20)), key, "Afventer ministeriet")
    standing = later(desk, dt.date(2026, 5, 1))
    row = next(row for row in clocks(standing) if row.id == key)
    assert row.state == "stopped"  # and so not exceeded, though its day has passed
    assert key not in {row.id for row in reminders(standing)}
    with pytest.raises(UserError):
        stop_clock(standing, key, "igen")
    resume_clock(later(desk, dt.date(2026, 3, 30)), key, "Svar modtaget")
    row = next(row for row in clocks(desk) if row.id == key)
    assert (row.due_on, row.original_due_on) == (dt.date(2026, 4, 11), dt.date(2026, 3, 2))
    assert [word in row.arithmetic for word in ("Ferie", "Afventer ministeriet", "Svar modtaget", "lørdag")] == [
        True
    ] * 4
    finish_clock(desk, key, "Talt med kommunen")
    assert key not in {row.id for row in clocks(desk)}
    assert next(row for row in clocks(desk, done=True) if row.id == key).state == "met"
    with pytest.raises(UserError):
        finish_clock(desk, key)


def test_a_report_has_three_clocks(desk, case):
    (row,) = report_clocks(desk, "CU-A")
    assert (row.expected_by, row.late, row.received_on, row.locked_on) == (dt.date(2026, 2, 10), False, None, None)
    assert report_clocks(desk, "CU-A", dt.date(2026, 2, 11))[0].late
    extend_deadline(desk, "CU-A", "1085", dt.date(2026, 3, 10), "Aftalt")
    lock_report(desk, "CU-A", "1085", "Vurderingen er begyndt")
    (row,) = report_clocks(desk, "CU-A", dt.date(2026, 2, 11))
    assert (row.first_expected_by, row.late, row.locked_on) == (dt.date(2026, 2, 10), False, desk.today())
    with pytest.raises(UserError):
        lock_report(desk, "CU-A", "1085", "igen")
    unlock_report(desk, "CU-A", "1085", "Ny version ventes")
    assert report_clocks(desk, "CU-A")[0].locked_on is None


def test_what_is_soon_or_exceeded_is_reminded_of(desk, case):
    assert [(row.kind, row.state) for row in reminders(desk)] == [("report", "soon")]
    assert [row.state for row in reminders(later(desk, dt.date(2026, 2, 11)))] == ["late"]
    assert reminders(later(desk, dt.date(2026, 1, 1))) == []


def test_the_calendar_file_keeps_to_its_rules(desk, case, tmp_path):
    moment = dt.datetime(2026, 2, 2, 12, tzinfo=dt.UTC)
    set_follow_up(desk, case, dt.date(2026, 3, 2), "Følg op; på æ, ø og å " * 6)
    path = write_calendar(desk, tmp_path / "frister.ics", now=moment)
    data = path.read_bytes()
    assert data.count(b"BEGIN:VEVENT") == data.count(b"END:VEVENT") == 2
    assert b"DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303\r\n" in data
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    unfolded = data.replace(b"\r\n ", b"").decode()
    assert "Følg op\\; på æ\\, ø og å" in unfolded
    with pytest.raises(UserError):
        write_calendar(desk, tmp_path / "ingen" / "frister.ics")


@given(st.text(alphabet="aæøå,;\\\n€😀 ", max_size=200))
def test_what_is_folded_unfolds_to_the_same(text):
    moment = dt.datetime(2026, 2, 2, tzinfo=dt.UTC)
    made = calendar_text([CalendarEntry("k", dt.date(2026, 2, 2), text, "")], moment)
    assert max(len(line.encode()) for line in made.split("\r\n")) <= 75
    line = next(line for line in made.replace("\r\n ", "").split("\r\n") if line.startswith("SUMMARY:"))
    back = line.removeprefix("SUMMARY:").replace("\\\\", "\0").replace("\\n", "\n").replace("\\,", ",")
    assert back.replace("\\;", ";").replace("\0", "\\") == "\n".join(text.splitlines())


def test_one_is_reminded_of_ones_own_and_of_what_nobody_has(desk, case):
    mine, theirs = add_person(desk, "prøve", "Fuldmægtig A"), add_person(desk, "b", "Fuldmægtig B")
    create_announcement(desk, "CU-2", "To", GROUP, dt.date(2026, 2, 10), issued_on=dt.date(2025, 3, 3))
    other = open_case(desk, "CU-2").case_number
    for number, text in ((case, "Min"), (other, "Deres")):
        set_follow_up(desk, number, dt.date(2026, 2, 9), text)

    def told():
        return {row.what for row in reminders(desk, person_id=own_id(desk)) if row.what in ("Min", "Deres")}

    assert own_id(desk) == mine
    assert told() == {"Min", "Deres"}  # nobody has them yet
    set_role(desk, case, mine, CaseRoleKind.RESPONSIBLE)
    set_role(desk, other, theirs, CaseRoleKind.RESPONSIBLE)
    assert told() == {"Min"}
    assert {row.text for row in today_items(desk)} >= {f"Min, sag {case}"}
    assert not any("Deres" in row.text for row in today_items(desk))
    set_role(desk, other, mine, CaseRoleKind.SUPPLEMENTARY)
    assert told() == {"Min", "Deres"}
