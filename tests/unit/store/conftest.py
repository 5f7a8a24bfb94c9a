import pytest

from koorddesk.store.engine import Store
from tests.helpers.stores import ACTOR


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "store.sqlite", ACTOR)
    yield opened
    opened.close()
