"""No hidden count can be computed: checked against every table the reader could think of, one by one."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koorddesk.domain.disclosure import (
    FOR_PUBLICATION,
    TO_AUTHORITIES,
    CountTable,
    hidden_in_list,
    hidden_places,
    total_beside_own,
)

SHAPES = [(1, 3), (3, 1), (1, 4), (2, 2)]  # small enough to think of every table


def thought_of(table, hidden, most):
    """Return by hidden place every count it has in some table of counts up to ``most`` that shows the same."""
    inner = [place for place in table.counts if not table.is_total(place)]
    unknown = [place for place in inner if place in hidden]
    shown = {place: count for place, count in table.counts.items() if place not in hidden}
    found = {place: set() for place in hidden}
    for guess in itertools.product(range(most + 1), repeat=len(unknown)):
        counts = dict(zip(unknown, guess, strict=True))
        rows = [
            [counts.get((row, column), table.counts[row, column]) for column in range(table.width)]
            for row in range(table.height)
        ]
        other = CountTable(rows, row_totals=table.row_totals, column_totals=table.column_totals)
        if all(other.counts[place] == count for place, count in shown.items()):
            for place in hidden:
                found[place].add(other.counts[place])
    return found


@st.composite
def tables(draw):
    height, width = draw(st.sampled_from(SHAPES))
    row = st.lists(st.integers(0, 4), min_size=width, max_size=width)
    rows = draw(st.lists(row, min_size=height, max_size=height))
    row_totals, column_totals = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    return CountTable(rows, row_totals=row_totals, column_totals=column_totals)


@given(tables(), st.data())
@settings(max_examples=60)
def test_what_is_called_computable_is_exactly_what_has_one_solution(table, data):
    places = sorted(table.counts)
    hidden = data.draw(st.sets(st.sampled_from(places), max_size=6))
    solutions = thought_of(table, hidden, most=6)
    assert table.computable(hidden) == {place for place, counts in solutions.items() if len(counts) == 1}


@given(tables(), st.sampled_from([TO_AUTHORITIES, FOR_PUBLICATION]))
@settings(max_examples=60)
def test_no_hidden_count_has_only_one_solution(table, threshold):
    hidden = hidden_places(table, threshold)
    assert all(place in hidden for place, count in table.counts.items() if count < threshold)
    assert all(len(counts) > 1 for counts in thought_of(table, hidden, most=6).values())


@given(tables(), st.data())
@settings(max_examples=60)
def test_what_the_reader_knows_anyway_does_not_give_the_rest_away(table, data):
    inner = [place for place in table.counts if not table.is_total(place)]
    known = data.draw(st.sets(st.sampled_from(inner), max_size=2))
    hidden = hidden_places(table, readers=[known])
    assert not hidden & known
    # What she knows is what is shown, so the same search holds for her.
    assert all(len(counts) > 1 for counts in thought_of(table, hidden, most=6).values())


@given(tables(), st.data())
@settings(max_examples=60)
def test_readers_who_each_know_their_own_count_learn_nothing_of_the_others(table, data):
    inner = [place for place in table.counts if not table.is_total(place)]
    readers = [{place} for place in data.draw(st.lists(st.sampled_from(inner), min_size=1, max_size=3, unique=True))]
    hidden = hidden_places(table, readers=readers)
    for known in readers:
        told = known | table.computable(table.counts.keys() - known)
        assert all(len(counts) > 1 for counts in thought_of(table, hidden - told, most=6).values())


@given(tables())
@settings(max_examples=60)
def test_no_group_of_hidden_cells_is_left_with_a_sum_under_the_threshold(table):
    hidden = hidden_places(table)
    for *parts, total in table.lines():
        covered = [place for place in parts if place in hidden]
        if covered and total not in hidden:
            assert sum(table.counts[place] for place in covered) >= TO_AUTHORITIES


def test_nothing_is_hidden_where_nothing_is_small():
    assert not hidden_places(CountTable([[3, 4], [5, 6]]))


def test_one_small_count_takes_a_companion_in_its_row_and_its_column():
    table = CountTable([[1, 9, 9], [9, 9, 9], [9, 9, 9]])
    hidden = hidden_places(table)
    assert (0, 0) in hidden
    assert len([place for place in hidden if place[0] == 0]) >= 2
    assert len([place for place in hidden if place[1] == 0]) >= 2
    assert len(hidden) == 4


def test_an_empty_table_and_a_single_cell_do_no_harm():
    assert not hidden_places(CountTable([]))
    assert hidden_places(CountTable([[1]])) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize("rows", [[[1], [1, 2]], [[-1]]])
def test_what_is_no_table_of_counts_is_refused(rows):
    with pytest.raises(ValueError, match="table of counts"):
        CountTable(rows)


def test_a_list_with_one_small_count_hides_another_beside_its_total():
    assert hidden_in_list([7, 1, 9, 30], 47) == ({0, 1}, True)
    assert hidden_in_list([7, 1, 9, 30], None) == ({1}, False)


def test_an_own_small_count_is_shown_and_does_not_protect_the_other():
    hidden, total = hidden_in_list([1, 2, 9], 12, known=[0])
    assert 0 not in hidden
    assert {1, 2} <= hidden
    assert total
    hidden, total = hidden_in_list([1, 2], 3, known=[0])
    assert (hidden, total) == ({1}, False)


def test_readers_of_a_list_do_not_protect_each_other():
    assert hidden_in_list([7, 1, 9, 30], 47, read_by_all=True) == ({0, 1, 2}, True)
    assert hidden_in_list([7, 1, 1], 9, read_by_all=True)[1] is False


def test_a_total_from_elsewhere_is_shown_only_behind_two_hidden_counts():
    assert hidden_in_list([5, 5, 5], 20) == (frozenset(), True)
    assert hidden_in_list([1, 2, 9], 14)[1] is True
    assert hidden_in_list([1, 2, 9], 10)[1] is False


@pytest.mark.parametrize(
    ("total", "own", "others", "may"),
    [
        (17, 7, 2, True),
        (9, 7, 2, False),  # the others would be 2
        (7, 7, 2, False),  # the others would all be 0
        (17, 7, 1, False),  # the other would be 10
        (2, None, 3, False),
        (3, None, 3, True),
        (17, 7, 0, True),  # nobody here knows the others
    ],
)
def test_a_total_beside_ones_own_count(total, own, others, may):
    assert total_beside_own(total, own, others) is may
