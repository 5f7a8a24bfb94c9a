"""A store with the registers in it, loaded once and copied for each test."""

import shutil

import pytest

from koorddesk.services.registers import load_registers
from koorddesk.store.engine import Actor, Store

FULDMAEGTIG = Actor("eksempel", "Fuldmægtig", "maskine")


@pytest.fixture(scope="session")
def _loaded_once(tmp_path_factory):
    path = tmp_path_factory.mktemp("registers") / "store.sqlite"
    store = Store.open(path, FULDMAEGTIG)
    load_registers(store)
    store.close()
    return path


@pytest.fixture
def loaded(_loaded_once, tmp_path):
    """A store with the registers loaded; Fuldmægtig is at the desk."""
    path = tmp_path / "store.sqlite"
    shutil.copy(_loaded_once, path)
    store = Store.open(path, FULDMAEGTIG)
    yield store
    store.close()
