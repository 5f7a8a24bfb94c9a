import datetime as dt
import enum
import json
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.store.types import as_stored, column_type, json_text, plain, revive, utc_text


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


VALUES = {
    str: st.text(),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    dt.date: st.dates(),
    Colour: st.sampled_from(Colour),
    tuple[str, ...]: st.lists(st.text()).map(tuple),
}


@pytest.mark.parametrize("kind", VALUES, ids=str)
def test_the_change_log_gives_back_what_it_was_given(kind):
    column, optional = column_type(kind)
    assert not optional

    @given(VALUES[kind])
    def check(value):
        written = plain(value)
        back = revive(column, json.loads(json_text(written)))
        assert back == value
        assert type(back) is type(value)
        assert as_stored(column, written) == (
            column.process_bind_param(value, None) if hasattr(column, "process_bind_param") else value
        )

    check()


@given(st.timedeltas(dt.timedelta(0), dt.timedelta(days=100_000)), st.integers(-14 * 60, 14 * 60))
def test_moments_are_kept_in_utc_and_sort_as_text(since, offset):
    zone = dt.timezone(dt.timedelta(minutes=offset))
    moment = (dt.datetime(1950, 1, 1, tzinfo=dt.UTC) + since).astimezone(zone)
    column, _ = column_type(dt.datetime)
    assert revive(column, plain(moment)) == moment
    later = moment + dt.timedelta(microseconds=1)
    assert utc_text(moment) < utc_text(later)


def test_a_moment_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="time zone"):
        utc_text(dt.datetime.now(dt.UTC).replace(tzinfo=None))


def test_optional_columns_may_be_empty():
    for annotation in (dt.date | None, typing.Optional[str], Colour | None):  # noqa: UP045
        column, optional = column_type(annotation)
        assert optional
        assert revive(column, plain(None)) is None


def test_an_unknown_word_of_an_enumeration_is_not_written():
    column, _ = column_type(Colour)
    with pytest.raises(ValueError, match="green"):
        column.process_bind_param("green", None)


def test_json_has_one_way_to_be_written():
    assert json_text({"b": 1, "a": ["å", None, True]}) == '{"a":["å",null,true],"b":1}'
    with pytest.raises(ValueError):
        json_text(float("nan"))
