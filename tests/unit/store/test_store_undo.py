import datetime as dt

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from koorddesk.domain.assessment import PinnedAnswer
from koorddesk.domain.authorities import Authority, AuthorityKind
from koorddesk.domain.documents import Document
from koorddesk.domain.letters import Letter, LetterEdit, LetterState
from koorddesk.domain.reports import Submission
from koorddesk.domain.target_groups import Subject, TargetGroup
from koorddesk.errors import Conflict
from koorddesk.store.engine import Store
from koorddesk.store.tables import ENTITY_TABLES
from koorddesk.store.uow import Summary
from tests.helpers.stores import ACTOR, ANSWERS, FINDINGS, fill, sample

EMPTY = dict.fromkeys(("announcement_id", "template_id", "sender_id", "successor_of"))


def authority(name: str, key: str = "a") -> Authority:
    return Authority(key, AuthorityKind.MUNICIPALITY, "0851", name, f"{name} Kommune", dt.date(2007, 1, 1))


def commit(store, work, said="said", **options):
    with store.unit_of_work() as uow:
        work(uow)
        return uow.commit(Summary(said), **options)


def rename(name):
    def work(uow):
        uow.get(Authority, "a").name = name

    return work


def name_now(store) -> str | None:
    with store.reader() as reader:
        found = reader.get(Authority, "a")
    return found and found.name


def state_of(store) -> dict[str, list[tuple]]:
    """All rows of records, answers, findings and search, whatever their order."""
    tables = [*(table.name for table in ENTITY_TABLES.values()), "answer", "finding"]
    with store.reader() as reader:
        found = {t: sorted(reader.connection.exec_driver_sql(f'SELECT * FROM "{t}"').all(), key=repr) for t in tables}
        entries = reader.connection.exec_driver_sql("SELECT kind, record_id, number, folded FROM search_entry").all()
    return {**found, "search": sorted(entries, key=repr)}


def test_undo_and_redo_of_insert_update_and_delete(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    commit(store, rename("Ålborg"))
    commit(store, lambda uow: uow.remove(uow.get(Authority, "a")))
    changes = store.undo()
    assert changes.kinds == {"Authority": ("a",)}
    assert name_now(store) == "Ålborg"
    store.undo()
    assert name_now(store) == "Aalborg"
    store.undo()
    assert name_now(store) is None
    store.redo()
    assert name_now(store) == "Aalborg"
    store.redo()
    assert name_now(store) == "Ålborg"
    store.redo()
    assert name_now(store) is None
    assert [line.kind for line in store.change_sets()] == ["redo"] * 3 + ["undo"] * 3 + ["change"] * 3
    assert store.check() == []


def test_what_comes_next_is_named(store):
    assert (store.next_undo(), store.next_redo()) == (None, None)
    commit(store, lambda uow: uow.add(authority("Aalborg")), "first")
    commit(store, rename("Ålborg"), "second")
    assert store.next_undo().summary.msgid == "second"
    store.undo()
    assert (store.next_undo().summary.msgid, store.next_redo().summary.msgid) == ("first", "second")
    store.undo()
    assert store.next_undo() is None
    assert store.next_redo().summary.msgid == "first"


def test_with_nothing_left_there_is_a_sentence(store):
    with pytest.raises(Conflict) as caught:
        store.undo()
    assert caught.value.code == "nothing-to-undo"
    with pytest.raises(Conflict) as caught:
        store.redo()
    assert caught.value.code == "nothing-to-redo"


def test_undo_and_redo_survive_a_restart(tmp_path):
    path = tmp_path / "s.sqlite"

    def open_again(work):
        store = Store.open(path, ACTOR)
        try:
            return work(store)
        finally:
            store.close()

    open_again(lambda store: commit(store, lambda uow: uow.add(authority("Aalborg"))))
    open_again(lambda store: commit(store, rename("Ålborg")))
    open_again(Store.undo)
    assert open_again(name_now) == "Aalborg"
    open_again(Store.redo)
    assert open_again(name_now) == "Ålborg"
    open_again(Store.undo)
    open_again(Store.undo)
    assert open_again(name_now) is None
    assert open_again(Store.check) == []


def test_a_new_change_ends_what_could_be_redone_and_the_history_keeps_everything(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    commit(store, rename("Ålborg"))
    store.undo()
    commit(store, rename("AALBORG"))
    assert store.next_redo() is None
    store.undo()
    assert name_now(store) == "Aalborg"
    assert [(line.before, line.after) for line in store.history("a") if line.field == "name"] == [
        (None, "Aalborg"),
        ("Aalborg", "Ålborg"),
        ("Ålborg", "Aalborg"),
        ("Aalborg", "AALBORG"),
        ("AALBORG", "Aalborg"),
    ]


def test_undo_stops_at_what_a_store_begins_with(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")), undoable=False)
    assert store.next_undo() is None
    commit(store, rename("Ålborg"))
    store.undo()
    with pytest.raises(Conflict):
        store.undo()
    assert name_now(store) == "Aalborg"


def test_keeping_a_file_is_nothing_to_undo_and_does_not_end_redo(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    store.undo()
    commit(store, lambda uow: uow.keep_file(b"x", "x"))
    assert store.next_undo() is None
    assert store.next_redo() is not None


def make_import(store, count=5):
    def work(uow):
        for number in range(count):
            file = uow.keep_file(b"file %d" % number, f"{number}.xlsx")
            uow.add(sample(Submission, id=f"s{number}", **{**EMPTY, "file_sha256": file}))
            uow.put_reading(f"s{number}", ANSWERS, FINDINGS)

    return commit(store, work, "import")


def test_a_whole_import_is_one_step_and_comes_back_identical(store):
    before = state_of(store)
    make_import(store)
    after = state_of(store)
    changes = store.undo()
    assert changes.kinds == {"Submission": ("s4", "s3", "s2", "s1", "s0")}
    assert state_of(store) == before
    assert store.check() == []
    store.redo()
    assert state_of(store) == after
    with store.reader() as reader:
        assert reader.answers("s3") == ANSWERS
        assert reader.findings("s3") == FINDINGS
        assert [hit.record_id for hit in reader.search("ærøskø")] == ["s4", "s3", "s2", "s1", "s0"]
    assert store.check() == []


def test_files_stay_when_their_import_is_undone(store):
    make_import(store, 1)
    with store.reader() as reader:
        file = reader.get(Submission, "s0").file_sha256
    store.undo()
    with store.reader() as reader:
        assert reader.file(file) == b"file 0"
    make_import(store, 1)
    assert store.check() == []


def test_every_kind_of_record_comes_back_identical(store):
    fill(store)
    with store.unit_of_work() as uow:  # take away what protects the rest
        uow.remove(uow.one(PinnedAnswer))
        uow.remove(uow.one(Document))
        uow.remove(uow.one(LetterEdit))
        uow.remove(uow.one(Letter))
        uow.commit(Summary("freed"))
    full = state_of(store)
    with store.unit_of_work() as uow:
        for entity in ENTITY_TABLES:
            for record in uow.all(entity):
                uow.remove(record)
        uow.commit(Summary("emptied"))
    empty = state_of(store)
    assert not any(empty.values())
    store.undo()
    assert state_of(store) == full
    store.redo()
    assert state_of(store) == empty
    assert store.check() == []


@pytest.mark.parametrize("state", [LetterState.FROZEN, LetterState.DISPATCHED, LetterState.JOURNALISED])
def test_what_a_fixed_letter_is_about_cannot_be_undone(store, state):
    fill(store)
    with store.unit_of_work() as uow:
        fresh = sample(
            Letter,
            id="l",
            case_id="case-1",
            step_id="step-1",
            recipient_id=None,
            pdf_sha256=None,
            state=LetterState.APPROVED,
            title="Anmodning",
        )
        uow.add(fresh)
        uow.commit(Summary("approved"))
        fresh.state = state
        uow.commit(Summary("fixed"))
    with pytest.raises(Conflict) as caught:
        store.undo()
    assert caught.value.code == "undo-letter-fixed"
    assert caught.value.params["title"] == "Anmodning"
    assert store.check() == []


def test_a_submission_that_something_rests_on_cannot_be_undone(store):
    make_import(store, 1)
    pin = sample(PinnedAnswer, id="p", owner_id="assessment", submission_id="s0")
    commit(store, lambda uow: uow.add(pin), "pinned", undoable=True)
    store.undo()  # the pin itself can go
    store.redo()
    with store.unit_of_work() as uow:  # as a colleague's change that was merged in would stand
        uow.connection.exec_driver_sql("UPDATE change_set SET copy_id = 'colleague' WHERE msgid = 'pinned'")
        uow.commit(Summary("nothing"))
    assert store.next_undo().summary.msgid == "import"
    with pytest.raises(Conflict) as caught:
        store.undo()
    assert caught.value.code == "undo-submission-pinned"
    with store.reader() as reader:
        assert reader.answers("s0") == ANSWERS


def merged_in(store, work):
    """Commit something as if it had come from a colleague's copy, so that undo passes over it."""
    with store.unit_of_work() as uow:
        work(uow)
        changes = uow.commit(Summary("theirs"))
    with store.unit_of_work() as uow:
        uow.connection.exec_driver_sql(
            "UPDATE change_set SET copy_id = 'theirs' WHERE id = ?", (changes.change_set_id,)
        )
        uow.commit(Summary("nothing"))


def test_a_field_changed_since_cannot_be_undone(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    commit(store, rename("Ålborg"))
    merged_in(store, rename("AALBORG"))
    with pytest.raises(Conflict) as caught:
        store.undo()
    assert caught.value.code == "undo-changed-since"
    assert name_now(store) == "AALBORG"


def test_another_field_changed_since_does_not_stand_in_the_way(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    commit(store, rename("Ålborg"))

    def confirm(uow):
        uow.get(Authority, "a").confirmed = False

    merged_in(store, confirm)
    store.undo()
    with store.reader() as reader:
        found = reader.get(Authority, "a")
    assert (found.name, found.confirmed) == ("Aalborg", False)


def test_a_record_changed_since_cannot_be_taken_away(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))
    merged_in(store, rename("Ålborg"))
    with pytest.raises(Conflict) as caught:
        store.undo()
    assert caught.value.code == "undo-changed-since"


def test_a_record_that_others_refer_to_since_cannot_be_taken_away(store):
    commit(store, lambda uow: uow.add(authority("Aalborg")))

    def refer(uow):
        uow.add(sample(Submission, id="s", **{**EMPTY, "sender_id": "a"}))

    merged_in(store, refer)
    with pytest.raises(Conflict) as caught:
        store.undo()
    assert caught.value.code == "still-in-use"
    assert name_now(store) == "Aalborg"


def test_what_an_older_schema_wrote_is_undone_and_redone_in_todays_fields(store):
    """Older sets do not know a field that has come since, and know one that has gone."""
    commit(store, lambda uow: uow.add(TargetGroup("g", 18, None, Subject.SOCIAL)))

    def widen(uow):
        uow.get(TargetGroup, "g").age_from = 0

    commit(store, widen)
    with store.unit_of_work() as uow:
        uow.connection.exec_driver_sql("UPDATE change_entry SET field = 'gone' WHERE field = 'proof'")
        uow.commit(Summary("older"))
    assert {problem.code for problem in store.check()} == {"set-changed"}
    full = state_of(store)
    store.undo()
    store.undo()
    with store.reader() as reader:
        assert reader.all(TargetGroup) == []
    store.redo()
    store.redo()
    assert state_of(store) == full
    assert not any(line.field == "gone" for line in store.history("g") if line.change.kind != "change")


class UndoMachine(RuleBasedStateMachine):
    """Random edits, undos and redos against a plain list of states."""

    def __init__(self):
        super().__init__()
        import tempfile
        from pathlib import Path

        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name) / "s.sqlite", ACTOR)
        self.states: list[dict] = [{}]
        self.at = 0

    def _edit(self, work):
        current = dict(self.states[self.at])
        with self.store.unit_of_work() as uow:
            work(uow, current)
            changes = uow.commit(Summary("edit"))
        if changes.change_set_id:
            self.states[self.at + 1 :] = [current]
            self.at += 1

    @rule(key=st.sampled_from("abc"), name=st.sampled_from(["Aalborg", "Århus", "Ærø"]))
    def put(self, key, name):
        def work(uow, current):
            found = uow.get(Authority, key)
            if found is None:
                uow.add(authority(name, key))
            else:
                found.name = name
            current[key] = name

        self._edit(work)

    @rule(key=st.sampled_from("abc"))
    def remove(self, key):
        def work(uow, current):
            found = uow.get(Authority, key)
            if found is not None:
                uow.remove(found)
                current.pop(key)

        self._edit(work)

    @rule(number=st.integers(0, 2), count=st.integers(0, len(ANSWERS)))
    def read(self, number, count):
        key = f"s{number}"

        def work(uow, current):
            if uow.get(Submission, key) is None:
                uow.add(sample(Submission, id=key, **EMPTY))
            uow.put_reading(key, ANSWERS[:count], FINDINGS[: count % 3])
            current[key] = count

        self._edit(work)

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self):
        self.store.undo()
        self.at -= 1

    @precondition(lambda self: self.at < len(self.states) - 1)
    @rule()
    def redo(self):
        self.store.redo()
        self.at += 1

    @invariant()
    def is_where_it_should_be(self):
        with self.store.reader() as reader:
            found = {a.id: a.name for a in reader.all(Authority)}
            found |= {s.id: len(reader.answers(s.id)) for s in reader.all(Submission)}
        assert found == self.states[self.at]
        assert (self.store.next_undo() is not None) == (self.at > 0)
        assert (self.store.next_redo() is not None) == (self.at < len(self.states) - 1)

    def teardown(self):
        problems = self.store.check()
        self.store.close()
        self.folder.cleanup()
        assert problems == []


TestRandomUndo = UndoMachine.TestCase
TestRandomUndo.settings = settings(max_examples=10, stateful_step_count=20, suppress_health_check=list(HealthCheck))
