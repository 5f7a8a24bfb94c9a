"""The window's tests run offscreen, with a message double, and leave no thread, timer or Qt warning behind."""

from __future__ import annotations

import datetime as dt
import gc
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
import shiboken6
from PySide6.QtCore import QTimer, QtMsgType
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot
from ui_doubles import RecordingNotifier

from koorddesk.i18n import Translator
from koorddesk.services.desk import Desk, open_desk
from koorddesk.settings import Settings
from ui.app import make_application, speak
from ui.jobs import JobRunner
from ui.memory import Memory
from ui.workplace import Workplace

TODAY = dt.date(2026, 2, 2)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The one application, in Danish and in the program's style."""
    app = make_application()
    speak(app, "da")
    return app


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication, qtlog: _QtMessageCapture) -> Iterator[None]:
    """Fail on worker threads, running timers and Qt warnings that a test leaves."""
    yield
    qapp.processEvents()
    threads = [thread.name for thread in threading.enumerate() if thread.name.startswith("koorddesk")]
    timers = [
        timer
        for timer in gc.get_objects()
        if isinstance(timer, QTimer) and shiboken6.isValid(timer) and timer.isActive()
    ]
    for timer in timers:
        timer.stop()
    told = [
        record.message
        for record in qtlog.records
        if record.type in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    ]
    assert not threads, f"threads left: {threads}"
    assert not timers, f"timers left: {[timer.parent() for timer in timers]}"
    assert not told, f"Qt warned: {told}"


@pytest.fixture
def translator() -> Translator:
    """Danish."""
    return Translator("da")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """What the window remembers, in a file of the test."""
    return Memory(tmp_path / "window.ini")


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    """A runner that is closed after the test."""
    runner = JobRunner()
    yield runner
    runner.close()
    runner.deleteLater()


@pytest.fixture
def notifier(translator: Translator) -> RecordingNotifier:
    """Messages are recorded, none is shown."""
    return RecordingNotifier(translator)


@pytest.fixture(scope="session")
def fresh_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the registers, made once and copied by each test."""
    path = tmp_path_factory.mktemp("fresh") / "koorddesk.sqlite"
    open_desk(path, settings=Settings(), account="fuldmægtig", today=lambda: TODAY).close()
    return path


@pytest.fixture
def desk(fresh_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """An open store of the test's own, with the registers."""
    path = tmp_path / "koorddesk.sqlite"
    shutil.copy(fresh_store, path)
    opened = open_desk(path, settings=Settings(), account="fuldmægtig", today=lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def place(desk: Desk, jobs: JobRunner, notifier: RecordingNotifier, memory: Memory) -> Workplace:
    """The hands of the pages; errors of jobs are recorded."""
    made = Workplace(desk, jobs, notifier, memory)
    jobs.failed.connect(notifier.show_error)
    return made
