"""Columns of a filled-in table given to those of the blank, by heading, one to one."""

from __future__ import annotations

from koorddesk.workbooks.columns import assign

THERE = {1: ("Tilbud",), 2: ("Pladser", "2023"), 3: ("Pladser", "2024"), 4: ("Takst (kr.)",), 5: ("Bemærkninger",)}


def test_equal_headings_wherever_they_stand():
    here = {1: ("Takst (kr.)",), 2: ("Tilbud",), 4: ("Pladser", "2024"), 5: ("Pladser", "2023"), 6: ("Bemærkninger",)}
    found = assign(THERE, here)
    assert found.taken == {1: 2, 2: 5, 3: 4, 4: 1, 5: 6}
    assert [*found.reworded, *found.twice, *found.missing, *found.added] == []


def test_a_reworded_heading_is_taken_and_its_likeness_kept():
    here = {1: ("Tilbud",), 2: ("Pladser", "2023"), 3: ("Pladser", "2024"), 4: ("Takst i kr.",), 5: ("Bemærkninger",)}
    found = assign(THERE, here)
    assert found.taken[4] == 4
    assert 0 < found.reworded[4] < 1


def test_another_year_is_another_column():
    here = {1: ("Tilbud",), 2: ("Pladser", "2024"), 3: ("Pladser", "2025"), 4: ("Takst (kr.)",), 5: ("Bemærkninger",)}
    found = assign(THERE, here)
    assert found.taken[3] == 2
    assert 2 not in found.taken
    assert (found.missing, found.added) == ([2], [3])


def test_a_column_that_is_gone_and_one_of_the_senders_own():
    here = {1: ("Tilbud",), 2: ("Internt nr.",), 3: ("Pladser", "2023"), 4: ("Pladser", "2024"), 5: ("Bemærkninger",)}
    found = assign(THERE, here)
    assert found.missing == [4]
    assert found.added == [2]


def test_a_heading_that_stands_twice_is_doubtful():
    here = {1: ("Tilbud",), 2: ("Takst (kr.)",), 3: ("Takst (kr.)",)}
    found = assign({1: ("Tilbud",), 2: ("Takst (kr.)",)}, here)
    assert found.taken == {1: 1, 2: 2}
    assert found.twice == [2]


def test_the_only_one_left_between_two_neighbours_is_taken_by_its_place_and_so_is_doubtful():
    there = {1: ("Tilbud",), 2: ("Normerede pladser",), 3: ("Takst",)}
    assert assign(there, {1: ("Tilbud",), 2: ("Pladser",), 3: ("Takst",)}).reworded[2] > 0.5
    unlike = assign(there, {1: ("Tilbud",), 2: ("Leder",), 3: ("Takst",)})
    assert unlike.reworded.get(2, 0.0) == 0.0
    assert 2 not in assign(there, {1: ("Tilbud",), 2: ("2024",), 3: ("Takst",)}).taken
