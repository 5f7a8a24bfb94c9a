"""The window stands before its store is open; what it asks waits, and a store that cannot be opened is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from ui_doubles import settle

from koorddesk.errors import KoorddeskError
from ui import app as start
from ui import troubles
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.opening import Opening
from ui.troubles import Outcome

_LATE = """
import sys
import ui.app, ui.pages.today
late = ("sqlalchemy", "openpyxl", "reportlab", "docx", "rapidfuzz", "holidays", "babel", "koorddesk.store.tables")
print([name for name in late if name in sys.modules])
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of her own, with nothing kept yet."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[KoorddeskError]:
    """The errors that the user would be told of before there is a window to work in."""
    errors: list[KoorddeskError] = []

    def meet(error: KoorddeskError, *_rest: object) -> Outcome:
        errors.append(error)
        return Outcome.END

    monkeypatch.setattr(troubles, "meet", meet)
    return errors


def _when_up(work: Callable[[MainWindow], object]) -> QTimer:
    """Look every few milliseconds for a window whose first reading is done, and do something to it once."""
    timer = QTimer()

    def look() -> None:
        for found in QApplication.topLevelWidgets():
            if isinstance(found, MainWindow) and found.isVisible() and not found.place.jobs.running:
                timer.stop()
                work(found)

    timer.setInterval(5)
    timer.timeout.connect(look)
    timer.start()
    return timer


def test_what_shows_the_window_needs_no_library_of_the_store() -> None:
    done = subprocess.run([sys.executable, "-c", _LATE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_window_stands_before_the_store_is_open(qtbot: QtBot, home: Path, fresh_store: Path) -> None:
    opening = Opening(shutil.copy(fresh_store, home / "koorddesk.sqlite"))
    window = start.make_window(opening, Memory(home / "window.ini"))
    window.show()
    assert window.page_key == "today"
    assert not window.place.is_open
    window._rail.wanted.emit(1)
    window._rail.wanted.emit(7)
    assert window.page_key == "today"
    opening.begin()
    settle(qtbot, window)
    assert window.place.is_open
    assert window.page_key == "deadlines"
    assert "cases" not in window.shelf.made
    window.show_page("today")
    assert window.page._parts.currentWidget() is window.page.welcome  # type: ignore[attr-defined]
    window.close()
    window.deleteLater()
    assert opening.end() is None


def test_the_program_opens_its_store_and_closes_it(qapp: QApplication, home: Path, fresh_store: Path) -> None:
    store = shutil.copy(fresh_store, home / "koorddesk.sqlite")
    seen: list[str] = []

    def work(window: MainWindow) -> None:
        seen.append(str(window.place.desk.store.path))
        window.close()

    timer = _when_up(work)
    assert start._sit(qapp, store, Memory(home / "window.ini")) == (0, None)
    timer.stop()
    assert seen == [str(store)]
    assert not list(home.glob("koorddesk.sqlite.*"))


def test_a_damaged_store_closes_the_window_and_is_told(
    qapp: QApplication, home: Path, told: list[KoorddeskError]
) -> None:
    store = home / "koorddesk.sqlite"
    store.write_bytes(b"no store at all " * 4096)
    assert start._sit(qapp, store, Memory(home / "window.ini")) == (2, None)
    assert [error.code for error in told] == ["store-damaged"]
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]


def test_no_window_is_shown_over_a_store_that_another_one_has(
    qapp: QApplication, home: Path, fresh_store: Path, told: list[KoorddeskError], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shutil.copy(fresh_store, home / "koorddesk.sqlite")
    first = Opening(store)
    assert first.is_open_at_last()
    start.doorbell(store).write_bytes(b"")
    monkeypatch.setattr(start, "make_window", lambda *_: pytest.fail("a window was made"))
    assert start._sit(qapp, store, Memory(home / "window.ini")) == (2, None)
    assert [error.code for error in told] == ["store-in-use"]
    assert first.end() is None


def test_a_fault_in_opening_is_not_swallowed(
    qapp: QApplication, home: Path, fresh_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_opening: Opening) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Opening, "_opened", broken)
    with pytest.raises(ZeroDivisionError):
        start._sit(qapp, shutil.copy(fresh_store, home / "koorddesk.sqlite"), Memory(home / "window.ini"))
