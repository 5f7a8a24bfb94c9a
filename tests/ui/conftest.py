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
from PySide6.QtCore import QEvent, QTimer, QtMsgType
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot
from ui_doubles import ANNOUNCEMENT, BLANK, REGION, TODAY, RecordingNotifier, settle, submission_file

from koorddesk.i18n import Translator
from koorddesk.services import announcements, intake, templates
from koorddesk.services.desk import Desk, open_desk
from koorddesk.services.intake import IntakeOptions
from koorddesk.settings import Sender, Settings
from ui.app import make_application, speak
from ui.dialogs.window_dialogs import ShownDialogs
from ui.jobs import JobRunner
from ui.main_window import MainWindow
from ui.memory import Memory
from ui.pages import all_pages
from ui.workplace import Workplace

# Limits of the display that tests use, not faults of the window.
OFFSCREEN_ONLY = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")


def pytest_configure(config: pytest.Config) -> None:
    """Name the window's own marker."""
    config.addinivalue_line("markers", "fresh: the store holds the registers and nothing else")


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    """The one application, in Danish and in the program's style."""
    app = make_application()
    speak(app, "da")
    # What is there before the first test is not looked through after each.
    gc.collect()
    gc.freeze()
    yield app
    app.clipboard().clear()  # offscreen, Qt would drop what lies there after Python has ended


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication, qtlog: _QtMessageCapture) -> Iterator[None]:
    """Fail on worker threads, running timers and Qt warnings that a test leaves.

    Cycles are collected here, in the window's thread, as ``ui.collector`` does it in the program.
    """
    gc.disable()
    yield
    qapp.processEvents()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()
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
        and record.message not in OFFSCREEN_ONLY
    ]
    assert not threads, f"threads left: {threads}"
    assert not timers, f"timers left: {[(timer.parent(), timer.interval()) for timer in timers]}"
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
def worked_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a form, an announcement and three municipalities' answers, one of them with an error."""
    path = tmp_path_factory.mktemp("worked") / "koorddesk.sqlite"
    desk = open_desk(path, settings=Settings(), account="fuldmægtig", today=lambda: TODAY)
    templates.learn_template(desk, BLANK, "kommuneskema")
    announcements.create_announcement(
        desk,
        ANNOUNCEMENT,
        "Udmelding til prøve",
        "Voksne med kompleks erhvervet hjerneskade",
        dt.date(2025, 10, 15),
        [REGION],
        "kommuneskema",
    )
    paths = [submission_file(name) for name in ("Faxe", "Vordingborg", "Stevns")]
    options = IntakeOptions(dt.date(2025, 10, 14), ANNOUNCEMENT)
    intake.take_in(desk, paths, intake.read_files(desk, paths, options), options)
    desk.close()
    return path


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An open store of the test's own: with submissions, or only the registers for a test marked ``fresh``."""
    marked = request.node.get_closest_marker("fresh")
    source = request.getfixturevalue("fresh_store" if marked else "worked_store")
    path = tmp_path / "koorddesk.sqlite"
    shutil.copy(source, path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = Settings(sender=Sender(email="national-koordination@eksempel.dk"))
    opened = open_desk(path, settings=settings, account="fuldmægtig", today=lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def place(desk: Desk, jobs: JobRunner, notifier: RecordingNotifier, memory: Memory) -> Workplace:
    """The hands of the pages; errors of jobs are recorded."""
    made = Workplace(desk, jobs, notifier, memory)
    jobs.failed.connect(notifier.show_error)
    return made


@pytest.fixture
def window(qtbot: QtBot, place: Workplace) -> Iterator[MainWindow]:
    """The main window over the test's store, shown on its first page."""
    place.jobs.failed.disconnect()
    made = MainWindow(place, all_pages(), ShownDialogs(place))
    made.resize(1366, 768)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, made)
    yield made
    made.place.notifier.answers = ["stop"]  # type: ignore[attr-defined]
    made.close()
