"""What all tests share: no display, a UTF-8 world, and a desk on a store of its own."""

import datetime as dt
import os
import shutil
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

# A busy machine is no fault of the program: no property is timed. ``long`` is for ``check --full``.
settings.register_profile("untimed", deadline=None)
settings.register_profile("long", max_examples=5000, deadline=None)

SAMPLES = Path(__file__).parents[1] / "resources" / "samples"
TODAY = dt.date(2026, 2, 2)


@pytest.fixture(scope="session")
def fresh_store(tmp_path_factory) -> Path:
    """A store with the registers and nothing else, made once and copied by each test."""
    from koorddesk.services.desk import open_desk
    from koorddesk.settings import Settings

    path = tmp_path_factory.mktemp("fresh") / "store.sqlite"
    open_desk(path, settings=Settings(), account="fuldmægtig", today=lambda: TODAY).close()
    return path


@pytest.fixture
def desk(fresh_store, tmp_path):
    """A desk on a fresh store with the registers loaded; its day is 2 February 2026."""
    from koorddesk.services.desk import open_desk
    from koorddesk.settings import Sender, Settings

    opened = open_desk(
        Path(shutil.copy(fresh_store, tmp_path / "store.sqlite")),
        settings=Settings(sender=Sender(email="enhed@eksempel.dk")),
        account="prøve",
        today=lambda: TODAY,
    )
    yield opened
    opened.close()


@pytest.fixture
def samples() -> Path:
    """The bundled samples: blank forms under templates/, filled-in ones under submissions/."""
    return SAMPLES
