"""The jobs in a window of their own: what runs and waits, how long is left, what was done before."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from koorddesk.i18n import N_, Translator
from ui.jobs import Job, PastJob
from ui.models.columns import RIGHT, Column
from ui.theme import STEP
from ui.widgets.lists import make_list
from ui.workplace import Workplace

_PAUSE = 500  # ms between two looks
_SURE = 2.0  # seconds of work before a guess of what is left is worth a word


@dataclass(frozen=True)
class JobRow:
    """One job as the list shows it."""

    number: int
    title: str
    state: str
    begun: dt.datetime
    seconds: int
    progress: str
    left: str


class JobList(QDialog):
    """Running, waiting and past jobs; the one chosen can be stopped."""

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        """Make it once; it looks at the jobs while it is shown."""
        super().__init__(parent)
        self._place = place
        say = place.text
        self.setWindowTitle(say(N_("Jobs")))
        clock = place.translator
        columns: Sequence[Column[JobRow]] = (
            Column("title", N_("Job"), 40, lambda row: row.title),
            Column("state", N_("State"), 16, lambda row: say(_STATES[row.state]), state=lambda row: _SIGNS[row.state]),
            Column("begun", N_("Begun"), 14, lambda row: row.begun.strftime("%H:%M:%S"), lambda row: row.number),
            Column(
                "time", N_("Time"), 12, lambda row: lasting(row.seconds, clock), lambda row: row.seconds, align=RIGHT
            ),
            Column("progress", N_("How far"), 30, lambda row: row.progress),
            Column("left", N_("Left"), 18, lambda row: row.left),
        )
        self.list = make_list(
            place,
            self,
            "jobs",
            N_("Jobs"),
            columns,
            lambda row: str(row.number),
            (
                "circle-check",
                N_("No job has run yet"),
                N_("Imports, letters and other long work stand here, with their time."),
            ),
        )
        self.stop = QPushButton(say(N_("&Stop the job")), self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.stop, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self.list)
        layout.addWidget(buttons)
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self.refresh)
        self.stop.clicked.connect(self._stop)
        self.list.view.chosen.connect(lambda _row: self._offer())
        self.resize(920, 360)

    def refresh(self) -> None:
        """Look at the jobs."""
        say = self._place.text
        now, today = time.monotonic(), dt.datetime.now().astimezone()
        rows = []
        for job in reversed([job for job in self._place.jobs.running if job.title]):
            begun = today - dt.timedelta(seconds=now - job.started)
            state = "stopping" if job.is_cancelled else "running" if job.begun else "waiting"
            progress = say(N_("%(done)d of %(total)d"), done=job.done, total=job.total) if job.total else ""
            told = " · ".join(filter(None, (progress, job.what)))
            rows.append(
                JobRow(
                    job.number,
                    job.title,
                    state,
                    begun,
                    round(now - job.started),
                    told,
                    left(job, self._place.translator),
                )
            )
        rows += [self._past(job) for job in reversed(self._place.jobs.past)]
        self.list.set_rows(rows)
        self._offer()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look."""
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    def _past(self, job: PastJob) -> JobRow:
        told = self._place.notifier.sentence(job.error) if job.error is not None else ""
        return JobRow(job.number, job.title, job.outcome, job.begun, round(job.seconds), told, "")

    def _chosen(self) -> Job | None:
        row = self.list.view.current()
        running = {job.number: job for job in self._place.jobs.running}
        return running.get(row.number) if row is not None else None

    def _offer(self) -> None:
        job = self._chosen()
        self.stop.setEnabled(job is not None and not job.is_cancelled)

    def _stop(self) -> None:
        job = self._chosen()
        if job is not None:
            job.cancel()
            self.refresh()


def left(job: Job, translator: Translator) -> str:
    """Return about how long a job still takes, by how it went so far; nothing while that cannot be told."""
    if not job.total or job.done < 1 or job.begun is None:
        return ""
    spent = time.monotonic() - job.begun
    if spent < _SURE or job.done >= job.total:
        return ""
    seconds = spent / job.done * (job.total - job.done)
    if seconds < 50:
        return translator.plural(
            "about %(count)d second left", "about %(count)d seconds left", max(round(seconds / 5) * 5, 5)
        )
    return translator.plural("about %(count)d minute left", "about %(count)d minutes left", max(round(seconds / 60), 1))


def lasting(seconds: int, translator: Translator) -> str:
    """Return a time as minutes and seconds."""
    if seconds < 60:
        return translator.text(N_("%(seconds)d s"), seconds=seconds)
    return translator.text(N_("%(minutes)d min %(seconds)d s"), minutes=seconds // 60, seconds=seconds % 60)


_STATES = {
    "running": N_("running"),
    "waiting": N_("waits its turn"),
    "stopping": N_("stopping…"),
    "done": N_("done"),
    "cancelled": N_("stopped; nothing half done was kept"),
    "failed": N_("did not succeed"),
}
_SIGNS = {
    "running": "reading",
    "waiting": "coming",
    "stopping": "stopped",
    "done": "done",
    "cancelled": "stopped",
    "failed": "error",
}
