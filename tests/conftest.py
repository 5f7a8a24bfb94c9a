"""What all tests share: no display, a UTF-8 world, and a desk on a store of its own."""

import datetime as dt
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

SAMPLES = Path(__file__).parents[1] / "resources" / "samples"
TODAY = dt.date(2026, 2, 2)


@pytest.fixture
def desk(tmp_path):
    """A desk on a fresh store with the registers loaded; its day is 2 February 2026."""
    from koorddesk.services.desk import open_desk
    from koorddesk.settings import Sender, Settings

    opened = open_desk(
        tmp_path / "store.sqlite",
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
