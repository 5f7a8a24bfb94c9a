"""Everything done to a store with every kind of letter's case is undone step by step and done again, exactly."""

import pytest

from koorddesk.services import keeping
from koorddesk.services.desk import open_desk
from koorddesk.store.tables import ENTITY_TABLES
from tests.helpers.letter_store import ACCOUNT, SETTINGS, TODAY, make_store


@pytest.fixture
def desk(tmp_path):
    path = tmp_path / "store.sqlite"
    make_store(path)
    opened = open_desk(path, settings=SETTINGS, account=ACCOUNT, today=lambda: TODAY)
    yield opened
    opened.close()


def contents(desk):
    """Return all rows of records, answers and findings, whatever their order."""
    tables = [*(table.name for table in ENTITY_TABLES.values()), "answer", "finding"]
    with desk.store.reader() as reader:
        rows = {name: reader.connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in tables}
    return {name: hash(tuple(sorted(map(repr, found)))) for name, found in rows.items()}


def test_everything_is_undone_in_words_and_done_again(desk):
    passed = []
    while (words := keeping.next_undo(desk)) is not None:
        assert words
        assert "%(" not in words
        passed.append((words, contents(desk)))
        keeping.undo(desk)
        assert keeping.next_redo(desk) == words
        assert contents(desk) != passed[-1][1]
    assert len(passed) > 8
    for words, before in reversed(passed):
        assert keeping.next_redo(desk) == words
        keeping.redo(desk)
        assert contents(desk) == before
    assert desk.store.check() == []
