"""Jobs: the program's only use of threads.

A job is a plain function ``(progress, cancelled) -> result``. Jobs that write the store follow one another on one
thread; reading goes beside them; drawing PDF pages has a thread of its own, for its library must not be entered twice.
Results come back to the window's thread by a signal of the runner, which is made there.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from koorddesk import errors
from koorddesk.i18n import N_

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], T]

_REMEMBERED = 200  # past jobs kept in the list until the window closes
_PROGRESS_PAUSE = 0.05  # seconds between two reports of one job: the eye sees no more

errors.register({"job-failed": N_("The job stopped because of a fault in the program: %(detail)s")})


class JobFailed(errors.KoorddeskError):
    """A job ended by an exception that nobody expected; ``__cause__`` is it."""


class Lane(enum.Enum):
    """Where a job runs: ``WRITE`` one after another, ``READ`` beside it, ``DRAW`` for PDF pages."""

    READ = 2
    WRITE = 1
    DRAW = 1.0


_WORKERS = {Lane.READ: 2, Lane.WRITE: 1, Lane.DRAW: 1}


@dataclass(frozen=True)
class PastJob:
    """A job that ended: when it began, how long it took, its outcome (done, cancelled, failed) and its error."""

    number: int
    title: str
    begun: dt.datetime
    seconds: float
    outcome: str
    error: Exception | None = None


class Job(QObject):
    """One job under way.

    Signals:
        progressed(done, total, what): at most every 50 ms; ``total`` is 0 while it is not known.
        ended(): after its result, its error or its cancellation was delivered.
    """

    progressed = Signal(int, int, str)
    ended = Signal()

    def __init__(self, number: int, title: str, lane: Lane, parent: QObject) -> None:
        """Made by ``JobRunner.start`` only."""
        super().__init__(parent)
        self.number = number
        self.title = title
        self.lane = lane
        self.started = time.monotonic()
        self.begun: float | None = None  # when it left the queue
        self.done, self.total, self.what = 0, 0, ""
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next safe place; what it has not committed is dropped."""
        self._cancel.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the job has been asked to stop."""
        return self._cancel.is_set()

    def keep_progress(self, done: int, total: int, what: str) -> None:
        """Remember and pass on how far the job is (window's thread)."""
        self.done, self.total, self.what = done, total, what
        self.progressed.emit(done, total, what)


class JobRunner(QObject):
    """Starts jobs and brings their results back to the window's thread.

    Signals:
        started(job), ended(job): for the list of running jobs.
        failed(error): a job ended in an error that its starter does not handle itself.
    """

    started = Signal(Job)
    ended = Signal(Job)
    failed = Signal(object)
    _arrived = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make the runner in the window's thread; threads start with the first job of their lane."""
        super().__init__(parent)
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._numbers = itertools.count(1)
        self._jobs: dict[int, Job] = {}
        self._after: dict[int, tuple[QObject, Callable[[Any], None] | None, Callable[[Exception], None] | None]] = {}
        self._latest: dict[tuple[int, str], Job] = {}
        self._past: deque[PastJob] = deque(maxlen=_REMEMBERED)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> list[Job]:
        """The jobs under way or waiting, oldest first."""
        return list(self._jobs.values())

    @property
    def past(self) -> list[PastJob]:
        """The jobs with a title that have ended, oldest first."""
        return list(self._past)

    def start(
        self,
        owner: QObject,
        work: Work[T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        title: str = "",
        lane: Lane = Lane.READ,
        replaces: str = "",
    ) -> Job:
        """Run ``work`` off the window's thread; then call ``then`` with its result on the window's thread.

        Nothing is called once ``owner`` is gone or the job is cancelled. ``replaces`` names what is asked: an earlier
        unfinished job of the same owner and name is cancelled, so that only the newest answer arrives. ``title`` is
        shown to the user (already in her language); a job without one is too short to be listed.
        """
        job = Job(next(self._numbers), title, lane, self)
        self._jobs[job.number] = job
        self._after[job.number] = (owner, then, failed)
        if replaces:
            earlier = self._latest.get((id(owner), replaces))
            if earlier is not None:
                earlier.cancel()
            self._latest[id(owner), replaces] = job
        self.started.emit(job)
        pool = self._pools.get(lane)
        if pool is None:
            pool = self._pools[lane] = ThreadPoolExecutor(_WORKERS[lane], thread_name_prefix=f"koorddesk-{lane.name}")
        future: Future[None] = pool.submit(self._run, job.number, work, job._cancel)  # noqa: SLF001 - the runner's own
        future.add_done_callback(lambda _future: None)
        return job

    def close(self) -> None:
        """Cancel what runs, wait for it and end the threads; jobs that write finish or roll back first."""
        for job in self.running:
            job.cancel()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._pools.clear()
        self._jobs.clear()
        self._after.clear()
        self._latest.clear()

    def _run(self, number: int, work: Work[Any], cancel: threading.Event) -> None:
        """Do one job (its own thread) and send what became of it."""
        last = 0.0

        def progress(done: int, total: int, what: str = "") -> None:
            nonlocal last
            now = time.monotonic()
            if done >= total or now - last >= _PROGRESS_PAUSE:
                last = now
                self._arrived.emit(number, "progress", (done, total, what))

        if cancel.is_set():
            self._arrived.emit(number, "cancelled", None)
            return
        self._arrived.emit(number, "begun", time.monotonic())
        try:
            result = work(progress, cancel.is_set)
        except errors.KoorddeskError as error:
            self._arrived.emit(number, "failed", error)
        except Exception as error:  # noqa: BLE001 - the boundary of jobs: named, and passed on with its cause
            failure = JobFailed("job-failed", detail=f"{type(error).__name__}: {error}")
            failure.__cause__ = error
            self._arrived.emit(number, "failed", failure)
        else:
            self._arrived.emit(number, "done", result)

    @Slot(int, str, object)
    def _deliver(self, number: int, kind: str, payload: Any) -> None:
        job = self._jobs.get(number)
        if job is None:
            return
        if kind == "progress":
            job.keep_progress(*payload)
            return
        if kind == "begun":
            job.begun = payload
            return
        self._remember(job, kind, payload)
        del self._jobs[number]
        owner, then, failed = self._after.pop(number)
        self._latest = {name: latest for name, latest in self._latest.items() if latest is not job}
        try:
            if shiboken6.isValid(owner) and not job.is_cancelled:
                if kind == "done" and then is not None:
                    then(payload)
                elif kind == "failed":
                    (failed or self.failed.emit)(payload)
        finally:
            self.ended.emit(job)
            job.ended.emit()
            job.deleteLater()

    def _remember(self, job: Job, kind: str, payload: Any) -> None:
        if not job.title:
            return
        seconds = time.monotonic() - job.started
        begun = dt.datetime.now().astimezone() - dt.timedelta(seconds=seconds)
        outcome = "cancelled" if job.is_cancelled else kind
        error = payload if isinstance(payload, Exception) and outcome == "failed" else None
        self._past.append(PastJob(job.number, job.title, begun, seconds, outcome, error))
