"""No small count can be computed from the overview, whatever is added and subtracted."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from koorddesk.services.overview import Asked, protected

COUNTS = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=3)


def possible(shown, regions, sizes):
    """Every assignment of counts (0 to 12) that agrees with what is shown, region by region."""
    found = []
    for number, region in enumerate(regions):
        names = [f"k{number}{index}" for index in range(sizes[number])]
        known = [shown[region, name] for name in names]
        total = shown[region, ""]
        ranges = [[value] if isinstance(value, int) else range(13) for value in known]
        fits = [parts for parts in itertools.product(*ranges) if not isinstance(total, int) or sum(parts) == total]
        found.append(fits)
    return found


@given(COUNTS)
def test_a_hidden_count_is_never_the_only_one_that_fits(counts):
    regions = [f"r{number}" for number in range(len(counts))]
    rows = [
        Asked(f"k{number}{index}", region, {"q": count})
        for number, region in enumerate(regions)
        for index, count in enumerate(counts[number])
    ]
    shown = protected("q", regions, rows, 5)
    worlds = possible(shown, regions, [len(part) for part in counts])
    country = shown["", ""]
    for number, region in enumerate(regions):
        total_known = shown[region, ""] if isinstance(shown[region, ""], int) else None
        if isinstance(country, int) and total_known is None:
            others = [shown[other, ""] for other in regions if other != region]
            assert not all(isinstance(other, int) for other in others)
        for index in range(len(counts[number])):
            if not isinstance(shown[region, f"k{number}{index}"], int):
                assert len({world[index] for world in worlds[number]}) > 1
            else:
                assert counts[number][index] >= 5


def test_a_region_without_answers_shows_nothing():
    shown = protected(
        "q", ["a", "b"], [Asked("k1", "a", {"q": 7}), Asked("k2", "a", {"q": 9}), Asked("k3", "b", {})], 5
    )
    assert shown == {("", ""): 16, ("a", ""): 16, ("a", "k1"): 7, ("a", "k2"): 9}


def test_an_answer_that_is_no_whole_number_leaves_the_totals_out():
    shown = protected("q", ["a"], [Asked("k1", "a", {"q": 7}), Asked("k2", "a", {"q": None})], 5)
    assert shown == {("", ""): "–", ("a", ""): "–", ("a", "k1"): 7, ("a", "k2"): "–"}
