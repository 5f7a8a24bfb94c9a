from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

WINDOWS = Path(__file__).resolve().parents[3] / "packaging" / "windows"


@pytest.fixture
def windows(monkeypatch):
    """Import a module of the Windows build by its name; the modules are gone again after the test."""
    monkeypatch.syspath_prepend(str(WINDOWS))
    own = {path.stem for path in WINDOWS.glob("*.py")}
    before = {name: sys.modules.pop(name) for name in own if name in sys.modules}
    yield importlib.import_module
    for name in own:
        sys.modules.pop(name, None)
    sys.modules.update(before)
