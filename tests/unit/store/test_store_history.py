import datetime as dt
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koorddesk.domain.assessment import PinnedAnswer
from koorddesk.domain.authorities import Authority, AuthorityKind, Membership
from koorddesk.domain.letters import Letter, LetterState
from koorddesk.domain.reports import Submission
from koorddesk.errors import Conflict
from koorddesk.i18n import Translator
from koorddesk.store.changes import Pending, RecordChange
from koorddesk.store.engine import Actor, Store
from koorddesk.store.tables import ENTITY_TABLES
from koorddesk.store.types import plain
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR, ANSWERS, FINDINGS, fill, sample

SAID = Summary("said")


def authority(name: str, key: str = "a") -> Authority:
    return Authority(key, AuthorityKind.MUNICIPALITY, "0851", name, f"{name} Kommune")


def commit(store, work, reason=""):
    with store.unit_of_work() as uow:
        work(uow)
        return uow.commit(SAID, reason)


def entries(store) -> list[tuple]:
    """The latest set's entries as they lie in the database."""
    with store.reader() as reader:
        rows = reader.connection.exec_driver_sql(
            "SELECT kind, record_id, operation, field, before, after FROM change_entry WHERE change_set_id = "
            "(SELECT id FROM change_set ORDER BY sequence DESC LIMIT 1) ORDER BY position"
        )
        return [tuple(row) for row in rows]


def test_an_insert_is_captured_with_every_field(store):
    written = authority("Aalborg")
    commit(store, lambda uow: uow.add(written))
    fields = [column.name for column in ENTITY_TABLES[Authority].columns if column.name != "id"]
    assert entries(store) == [
        ("authority", "a", "insert", name, None, json.dumps(plain(getattr(written, name)), ensure_ascii=False))
        for name in fields
    ]


def test_an_update_is_captured_with_the_fields_that_changed(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))

    def change(uow):
        found = uow.one(Authority)
        found.name = "Ålborg"
        found.valid_from = dt.date(2007, 1, 1)
        found.confirmed = True

    commit(store, change)
    assert entries(store) == [
        ("authority", "a", "update", "name", '"Aalborg"', '"Ålborg"'),
        ("authority", "a", "update", "valid_from", "null", '"2007-01-01"'),
    ]


def test_a_delete_is_captured_with_what_was_there(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    commit(store, lambda uow: uow.remove(uow.one(Authority)))
    found = entries(store)
    assert {(kind, record, operation) for kind, record, operation, *_ in found} == {("authority", "a", "delete")}
    assert ("name", '"Aalborg"', None) in [tuple(entry[3:]) for entry in found]


def test_a_change_of_a_record_taken_up_again_is_captured(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    with store.reader() as reader:
        found = reader.one(Authority)
    found.name = "Ålborg"
    commit(store, lambda uow: uow.add(found))
    assert entries(store) == [("authority", "a", "update", "name", '"Aalborg"', '"Ålborg"')]


def test_many_flushes_are_one_net_change(store):
    def work(uow):
        for name in ("A", "B", "C"):
            uow.add(authority(name, name))
            uow.all(Authority)  # flushes
        uow.remove(uow.get(Authority, "B"))
        uow.all(Authority)
        first = uow.get(Authority, "A")
        first.name = "x"
        uow.all(Authority)
        first.name = "y"

    changes = commit(store, work)
    assert changes.kinds == {"Authority": ("A", "C")}
    assert ("authority", "A", "insert", "name", None, '"y"') in entries(store)
    assert store.check() == []


def test_a_record_deleted_and_made_again_is_an_update(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))

    def again(uow):
        uow.remove(uow.one(Authority))
        uow.all(Authority)
        fresh = authority("Aalborg")
        fresh.code = "0852"
        uow.add(fresh)

    commit(store, again)
    assert entries(store) == [("authority", "a", "update", "code", '"0851"', '"0852"')]
    assert store.check() == []


def test_a_kept_file_is_captured(store):
    with store.unit_of_work() as uow:
        sha256 = uow.keep_file(b"bytes", "x.xlsx")
        uow.commit(SAID)
    assert entries(store) == [
        ("file", sha256, "insert", "name", None, '"x.xlsx"'),
        ("file", sha256, "insert", "size", None, "5"),
    ]


def test_a_reading_is_one_image_and_not_an_entry_per_answer(store):
    fill(store)
    with store.reader() as reader:
        rows = reader.connection.exec_driver_sql("SELECT submission_id, before, after FROM change_reading").all()
    assert [(row.submission_id, row.before is None, row.after is None) for row in rows] == [
        ("submission-1", True, False)
    ]


def lone_submission() -> Submission:
    empty = dict.fromkeys(("announcement_id", "template_id", "sender_id", "successor_of"))
    return sample(Submission, id="s", **empty)


def test_deleting_a_submission_takes_its_reading_along_and_logs_it(store):
    def make(uow):
        uow.add(lone_submission())
        uow.put_reading("s", ANSWERS, FINDINGS)

    commit(store, make)
    commit(store, lambda uow: uow.remove(uow.one(Submission)))
    with store.reader() as reader:
        assert reader.answers("s") == []
        assert reader.findings("s") == []
    lines = [line for line in store.history("s") if line.field == "answers"]
    assert [(line.operation, line.before, line.after) for line in lines] == [("insert", 0, 10), ("delete", 10, 0)]
    assert store.check() == []


def test_a_change_set_says_who_when_what_and_why(store):
    before = dt.datetime.now(dt.UTC)
    with store.unit_of_work() as uow:
        uow.add(authority("Aalborg"))
        uow.commit(Summary("import of %(count)d files", {"count": 98}), "fordi")
    [line] = store.change_sets()
    assert (line.account, line.name, line.machine) == ("prøve", "Fuldmægtig", "PC-1")
    assert before <= line.at <= dt.datetime.now(dt.UTC)
    assert line.text(Translator("en")) == "import of 98 files"
    assert (line.number, line.kind, line.reason, line.refers_to) == (1, "change", "fordi", None)


def test_history_of_a_record_oldest_first(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))

    def rename(uow):
        uow.one(Authority).name = "Ålborg"

    commit(store, rename, "ny stavemåde")
    store.undo()
    names = [line for line in store.history("a") if line.field == "name"]
    assert [(line.operation, line.before, line.after) for line in names] == [
        ("insert", None, "Aalborg"),
        ("update", "Aalborg", "Ålborg"),
        ("update", "Ålborg", "Aalborg"),
    ]
    assert [line.change.kind for line in names] == ["change", "change", "undo"]
    assert names[1].change.reason == "ny stavemåde"
    assert names[2].change.text(Translator("en")) == "Undone: said"
    assert store.history("nobody") == []


def test_each_set_carries_the_hash_of_the_one_before(store):
    for name in ("A", "B", "C"):
        commit(store, lambda uow, name=name: uow.add(authority(name, name)))
    with store.reader() as reader:
        rows = reader.connection.exec_driver_sql("SELECT previous_hash, hash FROM change_set ORDER BY number").all()
        head = reader.setting("head")
    assert [row.previous_hash for row in rows] == ["", rows[0].hash, rows[1].hash]
    assert head == rows[2].hash
    assert len({row.hash for row in rows}) == 3


@pytest.mark.parametrize("state", [LetterState.FROZEN, LetterState.DISPATCHED, LetterState.JOURNALISED])
@pytest.mark.parametrize("field", ["content", "pdf_sha256", "title", "recipient_name", "approved_by"])
def test_what_a_fixed_letter_says_is_never_changed(store, state, field):
    fill(store)
    with store.unit_of_work() as uow:
        fixed = sample(
            Letter, id="fixed", case_id="case-1", step_id="step-1", recipient_id=None, pdf_sha256=None, state=state
        )
        uow.add(fixed)
        uow.commit(SAID)
    with pytest.raises(Conflict) as caught, store.unit_of_work() as uow:
        found = uow.get(Letter, "fixed")
        setattr(found, field, uow.keep_file(b"other", "x.pdf") if field == "pdf_sha256" else "other")
        uow.commit(SAID)
    assert caught.value.code == "letter-fixed"
    assert caught.value.params == {"title": "title æøå"}
    assert store.check() == []


def test_a_fixed_letter_goes_on_but_never_back(store):
    fill(store)
    with store.unit_of_work() as uow:
        one = sample(
            Letter,
            id="fixed",
            case_id="case-1",
            step_id="step-1",
            recipient_id=None,
            pdf_sha256=None,
            state=LetterState.APPROVED,
        )
        uow.add(one)
        uow.commit(SAID)
        one.content = "the last word"
        one.state = LetterState.FROZEN
        uow.commit(SAID)
        one.state, one.dispatched_on = LetterState.DISPATCHED, dt.date(2026, 4, 1)
        uow.commit(SAID)
        one.state, one.document_number = LetterState.JOURNALISED, "2026-17"
        uow.commit(SAID)
    with pytest.raises(Conflict), store.unit_of_work() as uow:
        uow.get(Letter, "fixed").state = LetterState.DRAFT
        uow.commit(SAID)
    with pytest.raises(Conflict), store.unit_of_work() as uow:
        uow.remove(uow.get(Letter, "fixed"))
        uow.commit(SAID)


def test_a_pinned_submission_is_neither_read_anew_nor_deleted(store):
    fill(store)
    with store.reader() as reader:
        assert reader.one(PinnedAnswer).submission_id == "submission-1"
    for work in (
        lambda uow: uow.put_reading("submission-1", ANSWERS[:1], []),
        lambda uow: uow.remove(uow.get(Submission, "submission-1")),
    ):
        with pytest.raises(Conflict) as caught:
            commit(store, work)
        assert caught.value.code == "submission-pinned"
    with store.reader() as reader:
        assert reader.answers("submission-1") == ANSWERS


VALUES = st.sampled_from(["x", "y", None])
STATES = st.none() | st.fixed_dictionaries({"p": VALUES, "q": VALUES})


@given(st.lists(STATES, min_size=2, max_size=6))
def test_net_changes_lead_from_the_first_state_to_the_last(states):
    pending = Pending()
    for before, after in pairwise(states):
        if before is None and after is not None:
            pending.note(RecordChange("authority", "k", "insert", {}, after))
        elif before is not None and after is None:
            pending.note(RecordChange("authority", "k", "delete", before, {}))
        elif before is not None and before != after:
            changed = [name for name in after if after[name] != before[name]]
            change = {name: before[name] for name in changed}, {name: after[name] for name in changed}
            pending.note(RecordChange("authority", "k", "update", *change))
    first, last = states[0], states[-1]
    if first == last:
        assert not pending
        return
    [net] = pending.records
    assert net.operation == ("insert" if first is None else "delete" if last is None else "update")
    if net.operation == "update":
        assert {**first, **net.after} == last
        assert {**last, **net.before} == first
    else:
        assert (net.before, net.after) == (first or {}, last or {})
    assert net.inverse().inverse() == net


def test_two_people_at_one_store_each_stand_by_their_own(tmp_path):
    for account, name in (("a", "Fuldmægtig"), ("b", "Kontorchef")):
        store = Store.open(tmp_path / "s.sqlite", Actor(account, name, "PC"))
        commit(store, lambda uow, name=name: uow.add(authority(name, name)))
        store.close()
    store = Store.open(tmp_path / "s.sqlite", ACTOR)
    assert [line.account for line in store.change_sets()] == ["b", "a"]
    assert [line.name for line in store.change_sets(limit=1)] == ["Kontorchef"]
    store.close()


def test_every_kind_of_write_is_captured(store):
    """Whatever the unit of work writes, the history alone leads to the same records: that is what check replays."""
    records = fill(store)
    assert store.check() == []
    with store.unit_of_work() as uow:
        uow.add(authority("Aalborg", "new"))
        uow.add(Membership("m", "new", "authority-1"))
        uow.get(Authority, "authority-1").name = "changed"
        uow.remove(uow.get(Membership, "membership-1"))
        uow.add(lone_submission())
        uow.put_reading("s", ANSWERS, [])
        uow.keep_file(b"more", "more.xlsx")
        uow.commit(SAID)
    assert store.check() == []
    assert set(records) == set(ENTITY_TABLES)


def test_only_the_store_itself_writes_past_the_records():
    """``connection``, ``pending`` and ``write`` of a unit of work are for koorddesk/store; anyone else has commit."""
    project = Path(__file__).parents[3]
    others = [*project.glob("koorddesk/**/*.py"), *project.glob("ui/**/*.py")]
    for path in others:
        if "store" not in path.relative_to(project).parts:
            assert not re.search(r"\b(uow|reader)\.(connection|pending|write)\b", path.read_text(encoding="utf-8")), (
                path
            )
