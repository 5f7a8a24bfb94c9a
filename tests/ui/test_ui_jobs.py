"""Jobs: results on the window's thread, the newest answer only, cancel, errors with their cause."""

from __future__ import annotations

import threading
import time
from typing import Any

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from koorddesk.errors import UserError, register
from koorddesk.i18n import N_
from ui.jobs import JobFailed, JobRunner, Lane

register({"test-full": N_("The disk is full.")})


def test_result_arrives_on_the_windows_thread(qtbot: QtBot, jobs: JobRunner, qapp: QApplication) -> None:
    got: list[Any] = []
    worked_on: list[int] = []

    def work(_progress: object, _cancelled: object) -> int:
        worked_on.append(threading.get_ident())
        return 42

    jobs.start(jobs, work, then=lambda value: got.append((value, QThread.currentThread() is qapp.thread())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, True)]
    assert worked_on != [threading.get_ident()]
    assert not jobs.running


def test_only_the_newest_answer_arrives(qtbot: QtBot, jobs: JobRunner) -> None:
    got: list[int] = []
    gate = threading.Event()

    def slow(_progress: object, _cancelled: object) -> int:
        gate.wait(5)
        return 1

    jobs.start(jobs, slow, then=got.append, replaces="list")
    jobs.start(jobs, lambda _p, _c: 2, then=got.append, replaces="list")
    qtbot.waitUntil(lambda: got == [2])
    gate.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert got == [2]


def test_writing_jobs_never_overlap(qtbot: QtBot, jobs: JobRunner) -> None:
    inside, most, done = [0], [0], []

    def write(_progress: object, _cancelled: object) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.01)
        inside[0] -= 1

    for _ in range(6):
        jobs.start(jobs, write, then=done.append, lane=Lane.WRITE)
    qtbot.waitUntil(lambda: len(done) == 6)
    assert most == [1]


def test_cancel_reaches_the_work_and_drops_its_result(qtbot: QtBot, jobs: JobRunner) -> None:
    started, got = threading.Event(), []

    def work(_progress: object, cancelled: Any) -> str:
        started.set()
        while not cancelled():
            time.sleep(0.001)
        return "half"

    job = jobs.start(jobs, work, then=got.append, title="Læser")
    assert started.wait(5)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert got == []


def test_known_errors_and_faults_are_told_apart(qtbot: QtBot, jobs: JobRunner) -> None:
    def full(_progress: object, _cancelled: object) -> None:
        raise UserError("test-full")

    def broken(_progress: object, _cancelled: object) -> None:
        raise ZeroDivisionError("by zero")

    told: list[Exception] = []
    jobs.failed.connect(told.append)
    jobs.start(jobs, full)
    qtbot.waitUntil(lambda: len(told) == 1)
    jobs.start(jobs, broken)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert isinstance(told[0], UserError)
    assert isinstance(told[1], JobFailed)
    assert isinstance(told[1].__cause__, ZeroDivisionError)


def test_progress_is_told_and_its_end_always(qtbot: QtBot, jobs: JobRunner) -> None:
    def work(progress: Any, _cancelled: object) -> None:
        for number in range(1, 501):
            progress(number, 500, "fil")

    seen: list[tuple[int, int, str]] = []
    done: list[None] = []
    job = jobs.start(jobs, work, then=done.append)
    job.progressed.connect(lambda *values: seen.append(values))
    qtbot.waitUntil(lambda: bool(done))
    assert seen[-1] == (500, 500, "fil")
    assert len(seen) < 100


def test_nothing_is_called_once_the_owner_is_gone(qtbot: QtBot, jobs: JobRunner) -> None:
    gate, got = threading.Event(), []
    owner = QObject()
    jobs.start(owner, lambda _p, _c: gate.wait(5), then=got.append)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert got == []


def test_close_waits_for_what_runs(qtbot: QtBot) -> None:
    runner = JobRunner()
    finished: list[int] = []

    def work(_progress: object, cancelled: Any) -> None:
        while not cancelled():
            time.sleep(0.001)
        finished.append(1)

    runner.start(runner, work, lane=Lane.WRITE)
    qtbot.wait(20)
    runner.close()
    assert finished == [1]
    assert not runner.running


def test_twenty_thousand_void_calls_lose_no_reference(qapp: QApplication) -> None:
    label = QLabel()
    for number in range(20_000):
        label.setText(str(number))
    assert label.text() == "19999"
