"""The list of jobs: several at once, how far and how long still, stopping one, and what was done before."""

from __future__ import annotations

import threading
import time

from pytestqt.qtbot import QtBot
from ui_doubles import settle

from koorddesk.errors import UserError
from ui.jobs import Cancelled, Job, Lane, Progress
from ui.main_window import MainWindow
from ui.widgets.job_list import JobList, lasting, left


def list_of(window: MainWindow) -> JobList:
    window.actions_table["jobs"].trigger()
    found = window.findChild(JobList)
    assert found is not None
    return found


def test_jobs_run_wait_are_stopped_and_remembered(qtbot: QtBot, window: MainWindow) -> None:
    gate = threading.Event()

    def work(progress: Progress, cancelled: Cancelled) -> str:
        for done in range(1, 200):
            progress(done, 200, "fil")
            if cancelled() or gate.wait(0.05):
                return "x"
        return "y"

    place = window.place
    first = place.jobs.start(window, work, title="Læser", lane=Lane.READ)
    place.jobs.start(window, work, title="Skriver", lane=Lane.WRITE)
    third = place.jobs.start(window, work, title="Venter", lane=Lane.WRITE)
    shown = list_of(window)
    qtbot.waitUntil(
        lambda: {row.state for row in shown.list.model.all_rows[:3]} == {"running", "waiting"}, timeout=5000
    )
    states = {row.title: row.state for row in shown.list.model.all_rows[:3]}
    assert states == {"Læser": "running", "Skriver": "running", "Venter": "waiting"}
    assert shown.list.view.choose(str(third.number))
    assert shown.stop.isEnabled()
    shown.stop.click()
    assert third.is_cancelled
    first.cancel()
    gate.set()
    settle(qtbot, window)
    shown.refresh()
    outcomes = {row.title: row.state for row in shown.list.model.all_rows}
    assert outcomes["Læser"] == "cancelled"
    assert outcomes["Skriver"] == "done"
    assert outcomes["Venter"] == "cancelled"
    assert not shown.stop.isEnabled()
    shown.close()


def test_a_job_that_fails_is_remembered_with_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    def work(_progress: Progress, _cancelled: Cancelled) -> None:
        raise UserError("no-such-case", number="2026-999")

    window.place.jobs.start(window, work, title="Åbner")
    settle(qtbot, window)
    shown = list_of(window)
    row = next(row for row in shown.list.model.all_rows if row.title == "Åbner")
    assert row.state == "failed"
    assert "2026-999" in row.progress
    shown.close()


def test_what_is_left_follows_the_pace_so_far(qtbot: QtBot, window: MainWindow) -> None:
    job = Job(1, "x", Lane.READ, window)
    say = window.place.translator
    assert left(job, say) == ""
    job.begun = time.monotonic() - 60
    job.done, job.total = 20, 80
    assert left(job, say) == "ca. 3 minutter tilbage"
    job.done = 70
    assert left(job, say) == "ca. 10 sekunder tilbage"
    job.done = 80
    assert left(job, say) == ""
    assert lasting(75, say) == "1 min. 15 sek."
