import random
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.sorting import compare_danish, danish_key

IN_ORDER = [
    "", "2. oktober", "§ 9", "10. marts", "§ 13 b", "100", "Albertslund", "Andersen", "Billund", "Høje-Taastrup",
    "Ny by", "Nyborg", "Vagn", "W", "ü", "Zebra", "zoo", "Ä", "æble", "Ærlig", "Ærø", "Ö", "Ødegård", "Østerbro",
    "Aabenraa", "Ålborg", "Aarhus", "Åse",
]  # fmt: skip


def test_names_stand_as_in_a_danish_register():
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=danish_key) == IN_ORDER


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Skema 2", "Skema 10"),
        ("Skema 02", "Skema 3"),
        ("bil 9", "bil a"),
        ("Lyngby-Taarbæk", "Lyngby-Tårnby"),
        ("Viborg", "Wagner"),
        ("Zürich", "Ærø"),
        ("resume", "résumé"),
        ("læsø", "Løgstør"),
        ("1" * 60, "a"),
    ],
)
def test_pairs_in_their_order(first, second):
    assert danish_key(first) < danish_key(second)
    assert compare_danish(first, second) < 0 < compare_danish(second, first)


def test_both_spellings_of_one_letter_stand_together():
    names = ["Aarhus", "Århus", "Aalborg", "Ålborg"]
    assert [name[-4:] for name in sorted(names, key=danish_key)] == ["borg", "borg", "rhus", "rhus"]


@given(st.text(), st.text())
def test_only_the_same_text_is_equal(first, second):
    assert (compare_danish(first, second) == 0) == (first == second)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00")), max_size=8))
def test_sqlite_sorts_the_same(texts):
    connection = sqlite3.connect(":memory:")
    connection.create_collation("danish", compare_danish)
    connection.execute("CREATE TABLE t (x TEXT) STRICT")
    connection.executemany("INSERT INTO t VALUES (?)", [(text,) for text in texts])
    found = [row[0] for row in connection.execute("SELECT x FROM t ORDER BY x COLLATE danish")]
    connection.close()
    assert found == sorted(texts, key=danish_key)
