"""A store with the registers in it, a copy for each test."""

import shutil

import pytest

from koorddesk.store.engine import Actor, Store

FULDMAEGTIG = Actor("eksempel", "Fuldmægtig", "maskine")


@pytest.fixture
def loaded(fresh_store, tmp_path):
    """A store with the registers loaded; Fuldmægtig is at the desk."""
    store = Store.open(shutil.copy(fresh_store, tmp_path / "store.sqlite"), FULDMAEGTIG)
    yield store
    store.close()
