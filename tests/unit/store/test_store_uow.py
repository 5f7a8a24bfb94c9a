import contextlib
import datetime as dt
import hashlib
import sqlite3
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from koorddesk.domain.authorities import Authority, AuthorityKind, Membership
from koorddesk.domain.letters import Letter
from koorddesk.domain.reports import Submission, SubmissionState
from koorddesk.domain.values import Answer, Below, CellRef, FieldType, Range
from koorddesk.errors import Conflict
from koorddesk.findings import Finding, Severity
from koorddesk.store.engine import Store
from koorddesk.store.tables import ENTITY_TABLES
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR, ANSWERS, FINDINGS, fill, sample

SAID = Summary("said")


def municipality(code: str, name: str, **fields) -> Authority:
    return Authority(f"m-{code}", AuthorityKind.MUNICIPALITY, code, name, f"{name} Kommune", **fields)


def add(store, *records):
    with store.unit_of_work() as uow:
        for record in records:
            uow.add(record)
        return uow.commit(SAID)


def test_records_of_every_kind_come_back_with_every_field(store):
    records = fill(store)
    with store.reader() as reader:
        for entity, written in records.items():
            if entity is Authority:
                continue  # the one whose change was undone
            read = reader.get(entity, written.id)
            assert read is not written
            assert vars_of(read) == vars_of(written)


def vars_of(record) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if not name.startswith("_sa_")}


def test_leaving_without_commit_takes_everything_back(store):
    with store.unit_of_work() as uow:
        uow.add(municipality("0851", "Aalborg"))
        uow.keep_file(b"bytes", "x.xlsx")
        uow.put_setting("threshold", "3")
        assert uow.one(Authority, code="0851") is not None
    with store.reader() as reader:
        assert reader.all(Authority) == []
        assert reader.setting("threshold") is None
        assert not reader.has_file(hashlib.sha256(b"bytes").hexdigest())
    assert store.change_sets() == []


def test_an_error_inside_takes_everything_back(store):
    with pytest.raises(ZeroDivisionError), store.unit_of_work() as uow:
        uow.add(municipality("0851", "Aalborg"))
        uow.all(Authority)
        raise ZeroDivisionError
    with store.reader() as reader:
        assert reader.all(Authority) == []


def test_all_asks_for_equal_any_of_and_empty(store):
    aalborg, island = municipality("0851", "Aalborg"), municipality("0825", "Læsø", valid_to=dt.date(2026, 12, 31))
    region = Authority("r", AuthorityKind.REGION, None, "Region Østdanmark", "Region Østdanmark")
    add(store, aalborg, island, region)
    with store.reader() as reader:
        assert [a.name for a in reader.all(Authority)] == ["Aalborg", "Læsø", "Region Østdanmark"]
        assert [a.name for a in reader.all(Authority, kind=AuthorityKind.MUNICIPALITY, valid_to=None)] == ["Aalborg"]
        assert [a.name for a in reader.all(Authority, code=["0825", "0851"])] == ["Aalborg", "Læsø"]
        assert [a.name for a in reader.all(Authority, kind={AuthorityKind.REGION})] == ["Region Østdanmark"]
        assert [a.name for a in reader.all(Authority, valid_to=dt.date(2026, 12, 31))] == ["Læsø"]
        assert reader.all(Authority, code=()) == []
        assert reader.one(Authority, code="9999") is None
        assert reader.one(Authority, confirmed=True).name == "Aalborg"


def test_sql_sorts_danish(store):
    add(store, *(municipality(name, name) for name in ("Århus", "Ærø", "Tønder", "Aalborg", "Ølstykke", "Vejle")))
    with store.reader() as reader:
        rows = reader.connection.exec_driver_sql("SELECT name FROM authority ORDER BY name COLLATE danish")
        assert [row.name for row in rows] == ["Tønder", "Vejle", "Ærø", "Ølstykke", "Aalborg", "Århus"]


def test_changes_name_kinds_and_ids(store):
    changes = add(
        store, municipality("0851", "Aalborg"), municipality("0825", "Læsø"), Membership("k", "m-0851", "m-0825")
    )
    assert changes.kinds == {"Authority": ("m-0851", "m-0825"), "Membership": ("k",)}
    assert store.change_sets()[0].change_set_id == changes.change_set_id


def test_a_commit_without_changes_writes_no_change_set(store):
    aalborg = municipality("0851", "Aalborg")
    add(store, aalborg)
    with store.unit_of_work() as uow:
        found = uow.get(Authority, aalborg.id)
        found.name = "Ålborg"
        found.name = "Aalborg"
        changes = uow.commit(SAID)
    assert changes.change_set_id == ""
    assert changes.kinds == {}
    assert len(store.change_sets()) == 1


def test_records_stay_readable_after_the_unit_of_work(store):
    add(store, municipality("0851", "Aalborg"))
    with store.reader() as reader:
        found = reader.one(Authority)
    assert found.official_name == "Aalborg Kommune"


def test_a_record_read_earlier_can_be_taken_up_again(store):
    add(store, municipality("0851", "Aalborg"))
    with store.reader() as reader:
        found = reader.one(Authority)
    found.name = "Ålborg"
    add(store, found)
    with store.reader() as reader:
        assert reader.one(Authority).name == "Ålborg"


def test_what_someone_changed_meanwhile_is_not_overwritten(store):
    add(store, municipality("0851", "Aalborg"))
    with store.reader() as reader:
        mine = reader.one(Authority)
    with store.unit_of_work() as uow:
        uow.one(Authority).name = "Ålborg"
        uow.commit(SAID)
    mine.name = "AALBORG"
    with pytest.raises(Conflict) as caught:
        add(store, mine)
    assert caught.value.code == "changed-meanwhile"
    with store.reader() as reader:
        assert reader.one(Authority).name == "Ålborg"
    assert store.check() == []


def test_another_field_changed_meanwhile_does_not_stand_in_the_way(store):
    add(store, municipality("0851", "Aalborg"))
    with store.reader() as reader:
        mine = reader.one(Authority)
    with store.unit_of_work() as uow:
        uow.one(Authority).confirmed = False
        uow.commit(SAID)
    mine.name = "Ålborg"
    add(store, mine)
    with store.reader() as reader:
        found = reader.one(Authority)
    assert (found.name, found.confirmed) == ("Ålborg", False)
    assert store.check() == []


def test_deleting_what_someone_deleted_is_a_conflict(store):
    add(store, municipality("0851", "Aalborg"))
    with store.reader() as reader:
        mine = reader.one(Authority)
    with store.unit_of_work() as uow:
        uow.remove(uow.one(Authority))
        uow.commit(SAID)
    with pytest.raises(Conflict), store.unit_of_work() as uow:
        uow.remove(mine)
        uow.commit(SAID)


def test_deleting_what_something_refers_to_is_a_conflict(store):
    add(store, municipality("0851", "Aalborg"), municipality("0825", "Læsø"), Membership("k", "m-0851", "m-0825"))
    with pytest.raises(Conflict) as caught, store.unit_of_work() as uow:
        uow.remove(uow.get(Authority, "m-0851"))
        uow.commit(SAID)
    assert caught.value.code == "still-in-use"
    with store.reader() as reader:
        assert len(reader.all(Authority)) == 2
    assert store.check() == []


def test_references_may_come_in_any_order_within_a_commit(store):
    add(store, Membership("k", "m-0851", "m-0825"), municipality("0825", "Læsø"), municipality("0851", "Aalborg"))
    with store.reader() as reader:
        assert reader.get(Membership, "k").group_id == "m-0825"


def test_a_reader_does_not_write(store):
    add(store, municipality("0851", "Aalborg"))
    with store.reader() as reader:
        found = reader.one(Authority)
        for write in (
            lambda: reader.add(municipality("0825", "Læsø")),
            lambda: reader.remove(found),
            lambda: reader.keep_file(b"x", "x"),
            lambda: reader.put_reading("s", [], []),
            lambda: reader.put_setting("k", "v"),
            lambda: reader.commit(SAID),
        ):
            with pytest.raises(RuntimeError, match="does not write"):
                write()
        found.name = "Ålborg"
    with store.reader() as reader:
        assert reader.one(Authority).name == "Aalborg"


def test_records_are_never_changed_by_a_statement(store):
    with store.unit_of_work() as uow, pytest.raises(RuntimeError, match="unit of work"):
        uow._session.execute(update(Authority).values(name="x"))


def test_a_key_never_changes(store):
    add(store, municipality("0851", "Aalborg"))
    with store.unit_of_work() as uow, pytest.raises(RuntimeError, match="key"):
        uow.one(Authority).id = "other"
        uow.commit(SAID)


def test_after_an_error_nothing_can_be_committed(store):
    with store.unit_of_work() as uow:
        uow.add(Membership("k", "nobody", "nowhere"))
        with pytest.raises(Exception, match="FOREIGN KEY"):
            uow.commit(SAID)
        with pytest.raises(RuntimeError, match="taken back"):
            uow.commit(SAID)
    assert store.change_sets() == []


def test_a_unit_of_work_is_used_in_a_with_block(store):
    with pytest.raises(RuntimeError, match="with block"):
        store.unit_of_work().get(Authority, "x")
    with store.unit_of_work() as uow:
        pass
    with pytest.raises(RuntimeError, match="with block"):
        uow.get(Authority, "x")


def test_two_commits_in_one_unit_of_work_are_two_change_sets(store):
    with store.unit_of_work() as uow:
        uow.add(municipality("0851", "Aalborg"))
        first = uow.commit(SAID)
        uow.add(municipality("0825", "Læsø"))
        second = uow.commit(SAID)
    assert first.kinds == {"Authority": ("m-0851",)}
    assert second.kinds == {"Authority": ("m-0825",)}
    assert [line.number for line in store.change_sets()] == [2, 1]


def test_one_writer_at_a_time_and_readers_beside_it(store):
    add(store, municipality("0851", "Aalborg"))
    entered, done = threading.Event(), []

    def other():
        entered.set()
        add(store, municipality("0825", "Læsø"))
        done.append("other")

    with store.unit_of_work() as uow:
        uow.add(municipality("0100", "Prøve"))
        uow.all(Authority)
        thread = threading.Thread(target=other)
        thread.start()
        entered.wait()
        with store.reader() as reader:
            assert [a.name for a in reader.all(Authority)] == ["Aalborg"]
        done.append("first")
        uow.commit(SAID)
    thread.join()
    assert done == ["first", "other"]
    with store.reader() as reader:
        assert len(reader.all(Authority)) == 3


def test_a_writer_holds_its_lock_from_the_first_look(store):
    """Else two would read the same and the later one would fail only when it writes."""
    with store.unit_of_work() as uow, contextlib.closing(sqlite3.connect(store.path, timeout=0)) as other:
        uow.all(Authority)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_second_unit_of_work_in_the_same_thread_is_a_mistake(store):
    with store.unit_of_work(), pytest.raises(RuntimeError, match="open already"), store.unit_of_work():
        pass


def test_a_reader_sees_one_moment(store):
    add(store, municipality("0851", "Aalborg"))
    with store.reader() as reader:
        assert len(reader.all(Authority)) == 1
        add(store, municipality("0825", "Læsø"))
        assert len(reader.all(Authority)) == 1
    with store.reader() as reader:
        assert len(reader.all(Authority)) == 2


def test_the_same_bytes_are_kept_once(store):
    with store.unit_of_work() as uow:
        first = uow.keep_file(b"bytes", "a.xlsx")
        assert uow.keep_file(b"bytes", "b.xlsx") == first == hashlib.sha256(b"bytes").hexdigest()
        uow.commit(SAID)
    with store.unit_of_work() as uow:
        uow.keep_file(b"bytes", "c.xlsx")
        assert uow.commit(SAID).change_set_id == ""
    with store.reader() as reader:
        assert reader.has_file(first)
        assert reader.file(first) == b"bytes"
        with pytest.raises(Conflict):
            reader.file("0" * 64)


def test_settings_are_values_of_the_store_and_no_part_of_its_history(store):
    with store.unit_of_work() as uow:
        uow.put_setting("registers", "1")
        uow.put_setting("registers", "2")
        uow.commit(SAID)
    with store.reader() as reader:
        assert reader.setting("registers") == "2"
    assert store.change_sets() == []


def submission(name: str = "s", file: str = "x") -> Submission:
    return sample(
        Submission, id=name, file_sha256=file, announcement_id=None, template_id=None, sender_id=None, successor_of=None
    )


def test_a_reading_comes_back_as_it_was(store):
    with store.unit_of_work() as uow:
        uow.add(submission())
        uow.put_reading("s", ANSWERS, FINDINGS)
        assert uow.answers("s") == ANSWERS
        changes = uow.commit(SAID)
    assert changes.kinds == {"Submission": ("s",)}
    with store.reader() as reader:
        assert reader.answers("s") == ANSWERS
        assert reader.findings("s") == FINDINGS
        assert reader.answers("other") == []


def test_a_later_reading_takes_the_place_of_the_first(store):
    with store.unit_of_work() as uow:
        uow.add(submission())
        uow.put_reading("s", ANSWERS, FINDINGS)
        uow.commit(SAID)
    with store.unit_of_work() as uow:
        uow.put_reading("s", ANSWERS[:2], [])
        uow.commit(SAID)
    with store.reader() as reader:
        assert (reader.answers("s"), reader.findings("s")) == (ANSWERS[:2], [])
    assert store.check() == []


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
REFS = st.builds(CellRef, TEXT, TEXT)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
READ = st.one_of(
    st.tuples(st.just(FieldType.DATE), st.none() | st.dates()),
    st.tuples(
        st.sampled_from([FieldType.TEXT, FieldType.CHOICE]), st.none() | TEXT | st.lists(TEXT, min_size=1).map(tuple)
    ),
    st.tuples(
        st.sampled_from([FieldType.COUNT, FieldType.NUMBER, FieldType.PERCENT, FieldType.AMOUNT]),
        st.none() | NUMBERS | st.builds(Below, NUMBERS) | st.builds(Range, NUMBERS, st.none() | NUMBERS),
    ),
    st.tuples(st.just(FieldType.YES_NO), st.none() | st.booleans()),
)


@st.composite
def answers(draw):
    kind, value = draw(READ)
    return Answer(
        draw(REFS), draw(st.none() | st.integers(1, 500)), draw(TEXT), kind, draw(TEXT), value, draw(st.none() | REFS)
    )


FOUND = st.builds(
    Finding,
    st.just("approximate-number"),
    st.dictionaries(TEXT, TEXT | NUMBERS, max_size=3),
    st.none() | REFS,
    st.none() | REFS,
    st.none() | st.integers(1, 500),
    st.none() | st.sampled_from(Severity),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(answers(), max_size=8), st.lists(FOUND, max_size=4))
def test_any_reading_comes_back_as_it_was(store, given_answers, given_findings):
    with store.unit_of_work() as uow:
        if uow.get(Submission, "s") is None:
            uow.add(submission())
        uow.put_reading("s", given_answers, given_findings)
        uow.commit(SAID)
    with store.reader() as reader:
        read = reader.answers("s")
        assert read == given_answers
        assert [type(a.value) for a in read] == [type(a.value) for a in given_answers]
        assert reader.findings("s") == given_findings


def test_a_word_the_domain_does_not_know_is_not_stored(store):
    with pytest.raises(Exception, match="nonsense"), store.unit_of_work() as uow:
        uow.add(sample(Letter, id="l", case_id="c", step_id="s", state="nonsense"))
        uow.commit(SAID)


def test_strict_tables_refuse_what_is_not_of_their_type(store):
    with store.unit_of_work() as uow, pytest.raises(Exception, match="cannot store TEXT"):
        uow.connection.exec_driver_sql(
            "INSERT INTO file (sha256, name, size, kept_at, bytes) VALUES ('x', 'n', 'many', '2026-01-01', x'00')"
        )


def test_a_store_opened_again_holds_what_was_written(tmp_path):
    first = Store.open(tmp_path / "s.sqlite", ACTOR)
    fill(first)
    first.close()
    again = Store.open(tmp_path / "s.sqlite", ACTOR, create=False)
    with again.reader() as reader:
        assert len(reader.all(Authority)) == 1
        assert reader.answers("submission-1") == ANSWERS
        assert {state.value for state in SubmissionState} >= {reader.get(Submission, "submission-1").state}
    assert again.check() == []
    again.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.sqlite"]
    assert ENTITY_TABLES
