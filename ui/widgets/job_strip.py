"""Running jobs in the status bar: what is being done, how far, and the button that stops it."""

from __future__ import annotations

import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from koorddesk.i18n import N_
from ui import icons
from ui.jobs import Job
from ui.theme import STEP
from ui.widgets.job_list import JobList, left
from ui.workplace import Workplace

_PATIENCE = 0.5  # seconds before a job is worth showing


class JobStrip(QWidget):
    """Shows the oldest job that has a title, and how many wait behind it."""

    def __init__(self, place: Workplace, parent: QWidget) -> None:
        """Follow the runner."""
        super().__init__(parent)
        translator, jobs = place.translator, place.jobs
        self._place, self._translator, self._jobs = place, translator, jobs
        self._list: JobList | None = None
        self._label, self._bar, self._stop = QLabel(self), QProgressBar(self), QToolButton(self)
        self._all = QToolButton(self)
        self._all.setText(translator.text(N_("Jobs")))
        self._all.setAutoRaise(True)
        self._all.setToolTip(translator.text(N_("Jobs that run, and those that are done (Ctrl+J)")))
        self._all.clicked.connect(self.open_list)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(self.fontMetrics().averageCharWidth() * 18)
        self._bar.setFixedHeight(self.fontMetrics().height() - STEP // 2)
        self._bar.setAccessibleName(translator.text(N_("Progress of the job")))
        self._stop.setIcon(icons.icon("x"))
        self._stop.setAutoRaise(True)
        self._stop.setText(translator.text(N_("Cancel the job")))
        self._stop.setAccessibleName(translator.text(N_("Cancel the job")))
        self._stop.setToolTip(translator.text(N_("Cancel the job")))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self._label, self._bar, self._stop, self._all):
            layout.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._show)
        jobs.started.connect(self._started)
        self._stop.clicked.connect(self._cancel)
        self._show_parts(False)

    def open_list(self) -> None:
        """Open the list of all jobs."""
        if self._list is None:
            self._list = JobList(self._place, self.window())
        self._list.show()
        self._list.raise_()

    def _show_parts(self, shown: bool) -> None:
        for part in (self._label, self._bar, self._stop):
            part.setVisible(shown)

    def _shown(self) -> list[Job]:
        now = time.monotonic()
        return [job for job in self._jobs.running if job.title and now - job.started >= _PATIENCE]

    def _started(self, job: Job) -> None:
        if job.title and not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        if not any(job.title for job in self._jobs.running):
            self._timer.stop()
            self._show_parts(False)
            return
        shown = self._shown()
        self._show_parts(bool(shown))
        if not shown:
            return
        job, waiting = shown[0], len(shown) - 1
        words = [job.title]
        if job.total:
            words.append(self._translator.text(N_("%(done)d of %(total)d"), done=job.done, total=job.total))
        remaining = left(job, self._translator)
        if remaining:
            words.append(remaining)
        if job.is_cancelled:
            words.append(self._translator.text(N_("stopping…")))
        if waiting:
            words.append(self._translator.plural("and %(count)d more job", "and %(count)d more jobs", waiting))
        self._label.setText(" · ".join(words))
        self._bar.setRange(0, job.total)
        self._bar.setValue(job.done)
        self._stop.setEnabled(not job.is_cancelled)

    def _cancel(self) -> None:
        for job in self._shown()[:1]:
            job.cancel()
