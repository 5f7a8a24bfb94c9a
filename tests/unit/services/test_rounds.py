"""What has changed since the last round: each figure then and now, with its two cells."""

from __future__ import annotations

import datetime as dt

from koorddesk.services.rounds import changes_since_last_round
from tests.unit.services.test_cross_checks import KOLDING, SYD, VEJLE, desk, municipal, sent

__all__ = ["desk"]  # the fixture of the comparisons
EARLIER = dt.date(2025, 3, 1)


def test_every_figure_that_is_another_stands_with_both_cells_and_the_arithmetic(desk):
    sent(desk, "CU-1", "kommune", VEJLE, municipal(10, C5=4), "before", EARLIER)
    sent(desk, "CU-2", "kommune", VEJLE, municipal(12, C5=4), "now")
    (row,) = changes_since_last_round(desk, "CU-2")
    assert (row.sender_name, row.before, row.after, row.difference, row.percent) == ("Vejle", 10, 12, 2, 20)
    assert row.before_on == EARLIER
    assert (row.then.submission_id, row.then.cell, row.then.raw) == ("before", "B2", "10")
    assert (row.now.submission_id, row.now.cell, row.now.raw) == ("now", "B2", "12")
    assert row.label.startswith("Hvor mange borgere")


def test_a_figure_that_only_one_round_gives_has_no_difference(desk):
    sent(desk, "CU-1", "kommune", VEJLE, municipal(10), "before", EARLIER)
    sent(desk, "CU-2", "kommune", VEJLE, municipal("ved ikke"), "now")
    (row,) = changes_since_last_round(desk, "CU-2")
    assert (row.before, row.after, row.difference, row.percent) == (10, None, None, None)


def test_from_nothing_there_is_no_percent(desk):
    sent(desk, "CU-1", "kommune", VEJLE, municipal(0), "before", EARLIER)
    sent(desk, "CU-2", "kommune", VEJLE, municipal(3), "now")
    (row,) = changes_since_last_round(desk, "CU-2")
    assert (row.difference, row.percent) == (3, None)


def test_only_senders_of_two_rounds_and_of_the_region_asked_for(desk):
    sent(desk, "CU-2", "kommune", KOLDING, municipal(7), "first")
    assert changes_since_last_round(desk, "CU-2") == []
    sent(desk, "CU-1", "kommune", VEJLE, municipal(10), "before", EARLIER)
    sent(desk, "CU-2", "kommune", VEJLE, municipal(11), "now")
    sent(desk, "CU-1", "region", SYD, {"A4": "Vejle", "B4": 10}, "region-before", EARLIER)
    sent(desk, "CU-2", "region", SYD, {"A4": "Vejle", "B4": 14}, "region-now")
    assert {row.sender_name for row in changes_since_last_round(desk, "CU-2")} == {"Vejle", "Region Syddanmark"}
    assert len(changes_since_last_round(desk, "CU-2", "1083")) == 2
    assert changes_since_last_round(desk, "CU-2", "1082") == []
