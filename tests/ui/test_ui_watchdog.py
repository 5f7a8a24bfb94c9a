"""The watchdog sees a stall, says how long and where, and sees none where there is none; pages are read ahead."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from ui.jobs import JobRunner
from ui.preload import Preloader
from ui.watchdog import Watchdog


def _hold_up() -> None:
    end = time.perf_counter() + 0.4
    while time.perf_counter() < end:
        pass


def test_a_stall_is_told_with_its_length_and_place(qtbot: QtBot) -> None:
    watchdog = Watchdog(limit=0.1)
    watchdog.start()
    QTimer.singleShot(10, watchdog, _hold_up)
    qtbot.wait(700)
    stalls = watchdog.take()
    watchdog.stop()
    assert stalls
    assert stalls[0].seconds > 0.2
    assert stalls[0].busy > 0.05
    assert "test_ui_watchdog.py" in stalls[0].where
    assert "_hold_up" in stalls[0].where


def test_a_window_that_reacts_has_no_stall(qtbot: QtBot) -> None:
    watchdog = Watchdog(limit=5.0)
    watchdog.start()
    qtbot.wait(100)
    assert watchdog.take() == []
    watchdog.stop()


def test_the_pages_are_read_ahead_once_no_job_runs(qtbot: QtBot, jobs: JobRunner) -> None:
    before = sys.getswitchinterval()
    owner = QObject()
    preloader = Preloader(jobs, owner)
    qtbot.waitUntil(lambda: preloader.is_done, timeout=60_000)
    preloader.stop()
    sys.setswitchinterval(before)
    assert "ui.pages.overview" in sys.modules
    assert "ui.pages.letters" in sys.modules
