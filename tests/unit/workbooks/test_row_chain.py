"""Which row of a copy is which row of the blank."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from koorddesk.workbooks.row_chain import SAME_DISTANCE, RowText, _best_chain, match_rows


def rows_of(texts):
    """Return in which rows each of a sheet's texts stands, one text a row."""
    found = {}
    for row, text in enumerate(texts, 1):
        found.setdefault(text, []).append(row)
    return found


def blank(texts):
    return [RowText(row, text) for row, text in enumerate(texts, 1)]


def worth(chain, scores):
    steps = sum(SAME_DISTANCE for one, two in itertools.pairwise(chain) if one[0] - one[1] == two[0] - two[1])
    return sum(scores[pair] for pair in chain) + steps


def every_chain(scores):
    for size in range(len(scores) + 1):
        for chain in itertools.combinations(sorted(scores), size):
            if all(one[0] < two[0] and one[1] < two[1] for one, two in itertools.pairwise(chain)):
                yield list(chain)


@given(st.dictionaries(st.tuples(st.integers(1, 5), st.integers(1, 5)), st.floats(0.1, 3), max_size=9))
def test_no_other_way_down_both_sheets_shares_more(scores):
    chain = _best_chain(scores)
    assert chain in list(every_chain(scores))
    assert abs(worth(chain, scores) - max(worth(other, scores) for other in every_chain(scores))) < 1e-9


def test_inserted_and_deleted_rows_are_passed_over():
    there = ["kommune", "antal borgere", "heraf børn", "tilbud", "bemærkninger"]
    here = ["overskrift", "kommune", "antal borgere", "ny linje", "ny linje 2", "tilbud", "bemærkninger"]
    assert match_rows(blank(there), rows_of(here)) == {1: 2, 2: 3, 4: 6, 5: 7}


def test_a_text_that_stands_everywhere_pairs_its_rows_in_order():
    there = [text for number in range(900) for text in (f"ydelse {number}", "antal")]
    assert match_rows(blank(there), rows_of(there)) == {row: row for row in range(1, 1801)}
    here = there[:600] + ["indsat række"] * 7 + there[600:]
    assert match_rows(blank(there), rows_of(here))[1799] == 1806
    alone = ["antal"] * 200
    assert match_rows(blank(alone), rows_of(alone)) == {row: row for row in range(1, 201)}


def test_a_form_of_two_thousand_rows_is_matched_to_its_end():
    there = [f"spørgsmål {number}" for number in range(2000)]
    here = [text for text in there if text != "spørgsmål 1200"]
    found = match_rows(blank(there), rows_of(here))
    assert len(found) == 1999
    assert (found[1200], found[1202], found[2000]) == (1200, 1201, 1999)
