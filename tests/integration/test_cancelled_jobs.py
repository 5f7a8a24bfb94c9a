"""A long change of the store that is stopped half way leaves the store as it was: records, history and undo."""

import itertools
import shutil

import pytest

from koorddesk.domain.letters import Letter, LetterState
from koorddesk.errors import UserError
from koorddesk.services import keeping, letter_life, letters, queries
from koorddesk.services.desk import open_desk
from tests.helpers.letter_store import ACCOUNT, SETTINGS, TODAY, make_store


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """A store with seventeen drafts."""
    path = tmp_path_factory.mktemp("drafted") / "store.sqlite"
    make_store(path)
    return path


@pytest.fixture
def desk(drafted, tmp_path):
    shutil.copy(drafted, tmp_path / "store.sqlite")
    opened = open_desk(tmp_path / "store.sqlite", settings=SETTINGS, account=ACCOUNT, today=lambda: TODAY)
    yield opened
    opened.close()


def after(calls):
    """Say no that many times, then yes."""
    answers = itertools.chain(itertools.repeat(False, calls), itertools.repeat(True))
    return lambda: next(answers)


def standing(desk):
    with desk.store.reader() as uow:
        known = {letter.id: (letter.state, letter.content, letter.number) for letter in uow.all(Letter)}
    return known, keeping.undo_steps(desk, 5), desk.store.change_sets(1)


@pytest.mark.parametrize("calls", [0, 1, 9, 16])
def test_a_stopped_drafting_keeps_no_letter(desk, calls):
    one = queries.letters(desk)[0]
    with desk.store.reader() as uow:
        step_id = uow.get(Letter, one.id).step_id
    keeping.undo(desk)
    assert queries.letters(desk) == []
    before, told = standing(desk), []
    with pytest.raises(UserError, match="cancelled"):
        letters.draft_letters(
            desk, one.case_number, step_id, lambda done, total, _name: told.append((done, total)), after(calls)
        )
    assert told == [(number, 17) for number in range(1, calls + 1)]
    assert standing(desk) == before
    assert len(letters.draft_letters(desk, one.case_number, step_id)) == 17


@pytest.mark.parametrize("calls", [0, 1])
def test_a_stopped_approval_locks_no_letter(desk, calls):
    rows = queries.letters(desk)
    for point in letters.open_places(desk, rows[0].id):
        letters.decide_block(desk, rows[0].id, point.block, "", "Jurist")
    before = standing(desk)
    keys = [row.id for row in rows[:2]]
    with pytest.raises(UserError, match="cancelled"):
        letter_life.approve_letters(desk, keys, "Kontorchef", "Kontorchef", cancelled=after(calls))
    assert standing(desk) == before
    assert {state for state, *_ in before[0].values()} == {LetterState.DRAFT}
