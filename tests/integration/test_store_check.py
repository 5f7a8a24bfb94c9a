import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from koorddesk.i18n import Translator
from koorddesk.store.check import MESSAGES, StoreProblem
from koorddesk.store.engine import Store
from koorddesk.store.tables import ENTITY_TABLES
from koorddesk.store.types import EnumText, Flag
from tests.helpers.stores import ACTOR, fill


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("whole") / "s.sqlite", ACTOR)
    fill(store)
    assert store.check() == []
    store.close()
    return store.path


@pytest.fixture
def path(tmp_path, whole):
    return Path(shutil.copy(whole, tmp_path / "s.sqlite"))


def problems_after(path, *statements) -> list[StoreProblem]:
    """Change the closed store with plain SQLite, as no part of the program would, and check it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
        connection.commit()
    store = Store.open(path, ACTOR)
    problems = store.check()
    store.close()
    return problems


def own_fields(table):
    """Return the columns that say something themselves, and do not only name other records."""
    return [column for column in table.columns if column.name != "id" and not column.foreign_keys]


@pytest.mark.parametrize("table", list(filter(own_fields, ENTITY_TABLES.values())), ids=lambda table: table.name)
def test_any_field_changed_behind_the_programs_back_is_found(path, table):
    changed = own_fields(table)
    values = []
    for column in changed:
        text = column.type.compile().startswith("TEXT") or isinstance(column.type, EnumText)
        value = (
            "'tampered'"
            if text
            else f'1 - "{column.name}"'
            if isinstance(column.type, Flag)
            else f'"{column.name}" + 1'
        )
        values.append(f'"{column.name}" = {value}')
    problems = problems_after(path, f'UPDATE "{table.name}" SET {", ".join(values)}')
    found = [dict(problem.params) for problem in problems if problem.code == "record-changed"]
    assert found == [{"table": table.name, "record": f"{table.name}-1", "field": column.name} for column in changed]


CASES = {
    "a field emptied": ("UPDATE authority SET valid_from = NULL", "record-changed"),
    "a record made": (
        "INSERT INTO person SELECT 'x', account, name, title, unit, telephone, email, closed_on FROM person",
        "record-unknown",
    ),
    "a record deleted": ("DELETE FROM deadline", "record-missing"),
    "an answer changed": ("UPDATE answer SET value_json = '13' WHERE number = 2", "reading-changed"),
    "an answer deleted": ("DELETE FROM answer WHERE number = 10", "reading-changed"),
    "an answer moved": ("UPDATE answer SET cell = 'C99' WHERE number = 2", "reading-changed"),
    "a finding deleted": ("DELETE FROM finding WHERE number = 1", "reading-changed"),
    "a finding softened": ("UPDATE finding SET severity = 'note' WHERE number = 1", "reading-changed"),
    "a file's bytes changed": ("UPDATE file SET bytes = CAST('a filled-in forn' AS BLOB)", "kept-file-changed"),
    "a file added": ("INSERT INTO file VALUES ('x', 'x', 1, '2026', x'00')", "kept-file-unknown"),
    "the history changed": ("UPDATE change_entry SET after = '\"x\"' WHERE field = 'official_name'", "set-changed"),
    "a reason changed": ("UPDATE change_set SET reason = 'andet' WHERE number = 1", "set-changed"),
    "a person changed": ("UPDATE change_set SET account = 'andre' WHERE number = 2", "set-changed"),
    "a time changed": ("UPDATE change_set SET at = replace(at, '20', '19') WHERE number = 2", "set-changed"),
    "an entry deleted": ("DELETE FROM change_entry WHERE position = 3", "set-changed"),
    "an image changed": ("UPDATE change_reading SET after = x'00'", "set-changed"),
    "a hash changed": ("UPDATE change_set SET hash = 'x' WHERE number = 2", "chain-broken"),
    "a search word changed": ("UPDATE search_entry SET folded = 'x' WHERE kind = 'answer'", "search-damaged"),
    "a search word lost": ("DELETE FROM search_entry WHERE kind = 'authority'", "search-damaged"),
    "the search index emptied": ("INSERT INTO search(search) VALUES ('delete-all')", "search-damaged"),
    "a reference broken": ("UPDATE membership SET group_id = 'nobody'", "reference-broken"),
}


@pytest.mark.parametrize("what", CASES)
def test_what_was_changed_behind_the_programs_back_is_found(path, what):
    statement, code = CASES[what]
    problems = problems_after(path, statement)
    assert code in {problem.code for problem in problems}
    for problem in problems:
        sentence = problem.message(Translator("da"))
        assert sentence != problem.message(Translator("en"))
        assert "%(" not in sentence


def test_a_history_cut_at_its_end_is_found(path):
    last = "(SELECT id FROM change_set WHERE number = 3)"
    problems = problems_after(
        path, f"DELETE FROM change_entry WHERE change_set_id = {last}", "DELETE FROM change_set WHERE number = 3"
    )
    assert "chain-cut" in {problem.code for problem in problems}


def test_a_set_taken_out_of_the_middle_is_found(path):
    last = "(SELECT id FROM change_set WHERE number = 2)"
    problems = problems_after(
        path, f"DELETE FROM change_entry WHERE change_set_id = {last}", "DELETE FROM change_set WHERE number = 2"
    )
    assert "chain-broken" in {problem.code for problem in problems}


def test_a_kept_file_gone_missing_is_found(path):
    problems = problems_after(path, "DELETE FROM file")
    assert {problem.code for problem in problems} == {"reference-broken", "kept-file-missing"}


def damage(path, where):
    """Overwrite a page of the file with noise."""
    data = bytearray(path.read_bytes())
    with contextlib.closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (where,)).fetchone()[0]
    data[(root - 1) * 4096 : root * 4096] = bytes(range(256)) * 16
    path.write_bytes(data)


@pytest.mark.parametrize("where", ["authority", "change_entry", "answer"])
def test_a_damaged_page_is_found(path, where):
    damage(path, where)
    store = Store.open(path, ACTOR)
    assert {problem.code for problem in store.check()} == {"file-damaged"}
    store.close()


def test_every_problem_has_a_danish_sentence():
    for message in MESSAGES.values():
        params = {"number": 1} | dict.fromkeys(("detail", "table", "target", "at", "name", "field", "record"), "x")
        assert Translator("da").text(message, **params) != message % params
