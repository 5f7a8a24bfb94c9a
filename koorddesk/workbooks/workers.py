"""Worker processes in which foreign files are opened: a file that hangs, crashes or exhausts one costs only itself.

Why plain subprocesses with an own entry instead of ``multiprocessing`` pools: a pool's spawned children import the
program's main module again (Qt and all; and there may be none, as under ``python -c`` or in an embedded launcher),
and its executors give up altogether when one child dies. Here a child starts from a line of code, talks pickles over
one pipe of its own, has no console, no standard input and no window, and is replaced when it dies.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, ParamSpec, Self, TypeVar

from koorddesk.errors import FileProblem, KoorddeskError, UserError, register
from koorddesk.i18n import N_
from koorddesk.workbooks.limits import Limits, refuse
from koorddesk.workbooks.process_limits import confine, no_window, pass_handle, worked_seconds
from koorddesk.workbooks.worker_process import DONE, FAILED, OUT_OF_MEMORY

Params = ParamSpec("Params")
Item = TypeVar("Item")
Result = TypeVar("Result")
Shared = TypeVar("Shared")

READER = "koorddesk-reader.exe"  # beside the program where it is installed on Windows; it knows its own entry
_START_SECONDS = 60.0
_POLL_SECONDS = 0.1
# A file's time counts while its worker works; where the machine is busy or asleep it may take this many times as long.
_PATIENCE = 4.0
_ENTRY = (
    "import sys; handle, memory, seconds, *sys.path[:0] = sys.argv[1:];"
    "from koorddesk.workbooks.worker_process import serve; serve(int(handle), int(memory), float(seconds))"
)

register(
    {
        "reader-unavailable": N_(
            "The program could not start the process that reads files (%(detail)s). Nothing was read."
            " Restart the computer and try again; if that does not help, the program must be installed again."
        ),
    }
)


@dataclass
class _Worker:
    """One process: its connection, what it is doing and until when."""

    process: subprocess.Popen[bytes]
    link: Any  # a Connection, or on Windows a PipeConnection
    log: Any
    deadline: float
    latest: float = 0.0  # when it is stopped however little of its time it could use
    worked: float = 0.0  # processor time it had used when it was given its work
    ready: bool = False
    item: int | None = None
    confinement: object = None


class WorkerPool(Generic[Shared]):
    """A few worker processes that are started when needed, reused, and replaced when they die.

    ``jobs`` is how many work side by side; ``shared`` is sent once to each and is the first argument of all the work.
    ``prepare``, a function of a module, is called once in each new worker, for imports that should not count towards
    the first file's time. Use it as a context manager, or call ``close``. A pool belongs to one thread at a time.
    """

    def __init__(
        self, jobs: int, shared: Shared, limits: Limits | None = None, prepare: Callable[[], None] | None = None
    ) -> None:
        """Remember what is asked for; nothing is started yet."""
        self.jobs = max(1, jobs)
        self.limits = limits or Limits()
        self._first_message = pickle.dumps((prepare, shared), pickle.HIGHEST_PROTOCOL)
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the pool."""
        self.close()

    def warm_up(self, jobs: int = 1) -> None:
        """Start workers without waiting for them, so that they are ready when the first file comes."""
        while len(self._workers) < min(jobs, self.jobs):
            self._start()

    def map(
        self,
        function: Callable[[Shared, Item], Result],
        items: Sequence[Item],
        on_result: Callable[[int, Result | FileProblem], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Result | FileProblem]:
        """Call ``function(shared, item)`` for every item in the workers; return the results in the order of the items.

        ``function`` is a function of a module; it and the items are pickled. ``on_result(index, result)`` is called
        as results come. In the place of a result that could not be had stands a ``FileProblem``: the one the work
        raised, or ``reader-crashed``, ``reader-timeout`` or ``reader-memory``, with a note for the log. Any other
        error of ours that the work raised is raised here, and ``UserError`` when no worker can be started. Once
        ``cancelled`` returns True, what runs is stopped, and what is missing is left out of the list.
        """
        results: dict[int, Result | FileProblem] = {}
        waiting = list(range(len(items) - 1, -1, -1))

        def take(index: int, result: Result | FileProblem) -> None:
            results[index] = result
            if on_result is not None:
                on_result(index, result)

        try:
            while len(results) < len(items) and not (cancelled is not None and cancelled()):
                self.warm_up(len(items) - len(results))
                for worker in list(self._workers):
                    if worker.ready and worker.item is None and waiting:
                        index = waiting.pop()
                        if not self._give(worker, index, function, items[index]):
                            waiting.append(index)
                self._wait(bounded=cancelled is not None)
                for worker in list(self._workers):
                    self._look_at(worker, take)
        finally:
            for worker in list(self._workers):
                if worker.item is not None:
                    self._stop(worker)
        return [results[index] for index in sorted(results)]

    def close(self) -> None:
        """End all workers; the pool can be used again afterwards."""
        for worker in list(self._workers):
            self._stop(worker)

    def _start(self) -> None:
        """Start one more worker; it says itself when it is ready."""
        ours, theirs = connection.Pipe()
        log = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the worker
        paths = [str(Path(__file__).resolve().parents[2]), *(path for path in sys.path if path and Path(path).exists())]
        arguments = [str(theirs.fileno()), str(self.limits.memory_mb), str(self.limits.seconds * _PATIENCE), *paths]
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own code
                [*_beginning(), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                **pass_handle(theirs.fileno()),
                **no_window(),
            )
        except OSError as fault:
            ours.close()
            log.close()
            raise UserError("reader-unavailable", detail=str(fault)) from fault
        finally:
            theirs.close()
        worker = _Worker(process, ours, log, time.monotonic() + _START_SECONDS)
        worker.confinement = confine(process, self.limits.memory_mb)
        self._workers.append(worker)
        with contextlib.suppress(OSError):  # it died at once; the next look at it tells why
            ours.send_bytes(self._first_message)

    def _give(self, worker: _Worker, index: int, function: Callable[..., object], item: object) -> bool:
        """Send a worker its next piece of work; False when it has died meanwhile."""
        message = pickle.dumps((function, item), pickle.HIGHEST_PROTOCOL)
        try:
            worker.link.send_bytes(message)
        except OSError:
            self._lose(worker)
            return False
        worker.item = index
        now = time.monotonic()
        worker.deadline, worker.latest = now + self.limits.seconds, now + self.limits.seconds * _PATIENCE
        worker.worked = worked_seconds(worker.process)
        return True

    def _wait(self, *, bounded: bool) -> None:
        """Wait until a worker has something to say, the first limit is reached, or it is time to ask for the cancel."""
        busy = [worker for worker in self._workers if worker.item is not None or not worker.ready]
        if busy:
            left = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
            connection.wait([worker.link for worker in busy], min(left, _POLL_SECONDS) if bounded else left)

    def _look_at(self, worker: _Worker, take: Callable[[int, Any], None]) -> None:
        """Take in what a worker has to say, or that it is dead or too slow."""
        if worker.item is None and worker.ready:
            return
        try:
            answer = worker.link.recv() if worker.link.poll() else None
        except (EOFError, OSError):
            self._crashed(worker, take)
            return
        if answer is None:
            if time.monotonic() >= worker.deadline and not self._has_time_left(worker):
                self._overran(worker, take)
            return
        kind, content, tired = answer
        if not worker.ready:
            worker.ready = True
            self._failed_starts = 0
            return
        index, worker.item = worker.item, None
        assert index is not None
        if tired:
            self._stop(worker)
        if kind == DONE:
            take(index, content)
        elif kind == FAILED:
            fault, trace = content
            if isinstance(fault, KoorddeskError) and not isinstance(fault, FileProblem):
                raise fault
            take(index, _noted(fault or refuse("reader-crashed"), trace))
        elif kind == OUT_OF_MEMORY:
            take(index, refuse("reader-memory", limit=self.limits.memory_mb))

    def _has_time_left(self, worker: _Worker) -> bool:
        """Give a worker the time that it was kept from using, and tell whether there is any."""
        now = time.monotonic()
        left = min(self.limits.seconds - (worked_seconds(worker.process) - worker.worked), worker.latest - now)
        if worker.item is None or left <= 0:
            return False
        worker.deadline = now + left
        return True

    def _crashed(self, worker: _Worker, take: Callable[[int, Any], None]) -> None:
        index = worker.item
        log = self._lose(worker)
        if index is None:
            return
        if "memory allocation" in log or "MemoryError" in log:
            take(index, _noted(refuse("reader-memory", limit=self.limits.memory_mb), log))
        else:
            take(index, _noted(refuse("reader-crashed"), log))

    def _overran(self, worker: _Worker, take: Callable[[int, Any], None]) -> None:
        index = worker.item
        log = self._lose(worker)
        if index is not None:
            take(index, _noted(refuse("reader-timeout", limit=round(self.limits.seconds)), log))

    def _lose(self, worker: _Worker) -> str:
        """Remove a worker that died or has to; return what it wrote. Workers that never get ready end in an error."""
        log = self._stop(worker)
        if not worker.ready:
            self._failed_starts += 1
        if self._failed_starts > 2:
            self._failed_starts = 0
            self.close()
            raise UserError("reader-unavailable", detail=(log.strip().splitlines() or ["?"])[-1][:200])
        return log

    def _stop(self, worker: _Worker) -> str:
        self._workers.remove(worker)
        worker.link.close()
        worker.process.kill()
        worker.process.wait()
        worker.log.seek(0)
        log = worker.log.read(20_000).decode("utf-8", "replace")
        worker.log.close()
        return str(log)


_single: WorkerPool[None] | None = None
_single_turn = threading.Lock()


def in_worker(function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs) -> Result:
    """Return one call's result from a worker process that is kept for the next; its ``FileProblem`` is raised here."""
    global _single  # noqa: PLW0603 - one lasting worker serves every single call of the program
    with _single_turn:
        if _single is None:
            _single = WorkerPool(1, None)
            atexit.register(_single.close)
        result = _single.map(_apply, [(function, args, kwargs)])[0]
    if isinstance(result, FileProblem):
        raise result
    return result  # type: ignore[no-any-return]  # the type is that of the function asked for


def _apply(_: None, call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> Any:
    function, args, kwargs = call
    return function(*args, **kwargs)


def _noted(problem: FileProblem, log: str) -> FileProblem:
    """Return the problem with what the worker wrote about it, for the program's log."""
    if log:
        problem.add_note(log)
    return problem


def _beginning() -> list[str]:
    """Return how the command begins that starts a worker: an installed program has a launcher for this alone."""
    own = Path(sys.executable or "").parent / READER
    return [str(own)] if own.is_file() else [_interpreter(), "-I", "-X", "faulthandler", "-c", _ENTRY]


def _interpreter() -> str:
    """Return the Python that runs this program, also when the program was started by a launcher of its own name."""
    executable = Path(sys.executable or "")
    if executable.stem.lower().startswith("python") and not executable.stem.lower().startswith("pythonw"):
        return str(executable)
    name = "python.exe" if os.name == "nt" else "python3"
    for folder in (executable.parent, Path(sys.prefix), Path(sys.prefix, "bin"), Path(sys.base_prefix)):
        if (folder / name).is_file():
            return str(folder / name)
    return str(executable)
