"""Worker processes in which foreign files are opened: limited in time and memory, reused, side by side.

A worker is a fresh interpreter that speaks pickles over its pipes. That needs no importable ``__main__``, works the
same on Windows and in a program without a console, and a worker that dies takes nothing with it: its item gets a
``FileProblem`` ("reader-crashed", "reader-timeout", "reader-memory") and the next item a new worker. A worker imports
only what its function needs; results come back as they are ready and stand in the order of the items.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, ParamSpec, Self, TypeVar

from koorddesk.errors import FileProblem, KoorddeskError
from koorddesk.workbooks.limits import Limits, refuse

P = ParamSpec("P")
R = TypeVar("R")
Shared = TypeVar("Shared")
Item = TypeVar("Item")

_LENGTH = struct.Struct("<Q")
_START = "import sys; sys.path[:] = {path!r}; from koorddesk.workbooks.workers import serve; serve({memory})"
_POLL = 0.05  # seconds between two looks at whether the user has cancelled


class _Worker:
    """One worker process: sends a call, waits for its answer no longer than allowed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._late = False
        path = [str(Path(__file__).parents[2]), *(entry for entry in sys.path if entry)]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
            [sys.executable, "-c", _START.format(path=path, memory=limits.memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # No console window flashes up on Windows.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def call(self, call: bytes) -> Any:
        """Return the function's result; a dead worker and one past its time are a ``FileProblem``."""
        self._late = False
        clock = threading.Timer(self.limits.seconds, self._stop_late)
        clock.daemon = True
        clock.start()
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            _send(self._process.stdin, call)
            ok, result = pickle.loads(_receive(self._process.stdout))  # noqa: S301 - from our own process
        except (OSError, EOFError) as gone:
            self.stop()
            if self._late:
                raise refuse("reader-timeout", seconds=round(self.limits.seconds)) from gone
            raise refuse("reader-crashed") from gone
        finally:
            clock.cancel()
        if not ok:
            raise result
        return result

    @property
    def alive(self) -> bool:
        """Tell whether the worker can take another call."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process at once."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _stop_late(self) -> None:
        self._late = True
        self._process.kill()


class WorkerPool:
    """Some workers that share one argument, sent once to each."""

    def __init__(self, jobs: int, shared: object, limits: Limits | None = None) -> None:
        """Take how many files are read side by side, and what every call gets first."""
        self.jobs = max(1, jobs)
        self.limits = limits or Limits()
        self._shared = pickle.dumps(shared, pickle.HIGHEST_PROTOCOL)
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Begin; workers start when they are needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers."""
        self.close()

    def map(
        self,
        function: Callable[[Shared, Item], R],
        items: Sequence[Item],
        on_result: Callable[[int, R | FileProblem], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[R | FileProblem]:
        """Return ``function(shared, item)`` for every item, in the order of the items.

        ``on_result`` is called in this thread as results come. A call that fails gives its ``FileProblem``; after a
        cancellation the items not begun are missing from what ``on_result`` saw, and the list is shorter.
        """
        todo: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[int, Any, BaseException | None]] = queue.SimpleQueue()
        for index in range(len(items)):
            todo.put(index)
        count = min(self.jobs, len(items))
        for _ in range(count):
            todo.put(None)
        calls = [pickle.dumps((function, item), pickle.HIGHEST_PROTOCOL) for item in items]
        threads = [threading.Thread(target=self._work, args=(calls, todo, done), daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        results: dict[int, R | FileProblem] = {}
        try:
            while len(results) < len(items):
                if cancelled is not None and cancelled():
                    break
                with contextlib.suppress(queue.Empty):
                    index, result, fault = done.get(timeout=_POLL)
                    if fault is not None and not isinstance(fault, FileProblem):
                        raise fault
                    results[index] = result if fault is None else fault
                    if on_result is not None:
                        on_result(index, results[index])
        finally:
            self._drain(todo, threads)
        return [results[index] for index in sorted(results)]

    def close(self) -> None:
        """End the idle workers."""
        while self._idle:
            self._idle.pop().stop()

    def _work(
        self,
        calls: Sequence[bytes],
        todo: queue.SimpleQueue[int | None],
        done: queue.SimpleQueue[tuple[int, Any, BaseException | None]],
    ) -> None:
        worker: _Worker | None = None
        while (index := todo.get()) is not None:
            try:
                if worker is None or not worker.alive:
                    worker = self._take()
                done.put((index, worker.call(calls[index]), None))
            except BaseException as fault:  # noqa: BLE001 - handed to the thread that asked
                done.put((index, None, fault))
        if worker is not None and worker.alive:
            with self._lock:
                self._idle.append(worker)

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
        worker = _Worker(self.limits)
        worker.call(self._shared)
        return worker

    def _drain(self, todo: queue.SimpleQueue[int | None], threads: Sequence[threading.Thread]) -> None:
        """Leave no thread behind: what was not begun is dropped, what is under way is waited for."""
        with contextlib.suppress(queue.Empty):
            while True:
                todo.get_nowait()
        for _ in threads:
            todo.put(None)
        for thread in threads:
            thread.join()


_single: WorkerPool | None = None
_single_lock = threading.Lock()


def in_worker(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return one call's result from a worker process that is kept for the next; its ``FileProblem`` is raised here."""
    global _single  # noqa: PLW0603 - one lasting worker serves every single call of the program
    with _single_lock:
        if _single is None:
            _single = WorkerPool(1, None)
            atexit.register(_single.close)
        result = _single.map(_apply, [(function, args, kwargs)])[0]
    if isinstance(result, FileProblem):
        raise result
    return result  # type: ignore[no-any-return]  # the type is that of the function asked for


def _apply(_shared: None, call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]) -> Any:
    function, args, kwargs = call
    return function(*args, **kwargs)


def serve(memory_mb: int) -> None:
    """Answer calls until the pipe closes; runs in the worker."""
    calls = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(silence, stream)
    limit_memory(memory_mb)
    shared = pickle.loads(_receive(calls))  # noqa: S301 - from the program itself
    _send(answers, pickle.dumps((True, None)))
    while True:
        try:
            function, item = pickle.loads(_receive(calls))  # noqa: S301
        except EOFError:
            return
        full = False
        try:
            answer = pickle.dumps((True, function(shared, item)), pickle.HIGHEST_PROTOCOL)
        except KoorddeskError as problem:
            answer = pickle.dumps((False, problem))
        except MemoryError:
            full = True
            answer = pickle.dumps((False, refuse("reader-memory", limit=memory_mb)))
        _send(answers, answer)
        if full:
            return


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    message = pipe.read(length)
    if len(message) < length:
        raise EOFError
    return message


def limit_memory(megabytes: int) -> None:
    """Let this process have no more memory than that; what asks for more gets a ``MemoryError`` or is ended."""
    if sys.platform == "win32":
        _limit_job(megabytes << 20)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


if sys.platform == "win32":

    def _limit_job(size: int) -> None:
        """Put this process into a job object of its own with a memory limit (Windows has no setrlimit)."""
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = (
                ("PerProcessUserTimeLimit", ctypes.c_int64),
                ("PerJobUserTimeLimit", ctypes.c_int64),
                ("LimitFlags", wintypes.DWORD),
                ("MinimumWorkingSetSize", ctypes.c_size_t),
                ("MaximumWorkingSetSize", ctypes.c_size_t),
                ("ActiveProcessLimit", wintypes.DWORD),
                ("Affinity", ctypes.c_size_t),
                ("PriorityClass", wintypes.DWORD),
                ("SchedulingClass", wintypes.DWORD),
            )

        class Extended(ctypes.Structure):
            _fields_ = (
                ("Basic", Basic),
                ("IoInfo", ctypes.c_uint64 * 6),
                ("ProcessMemoryLimit", ctypes.c_size_t),
                ("JobMemoryLimit", ctypes.c_size_t),
                ("PeakProcessMemoryUsed", ctypes.c_size_t),
                ("PeakJobMemoryUsed", ctypes.c_size_t),
            )

        limit_process_memory, extended_limit_information = 0x100, 9
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        wanted = Extended()
        wanted.Basic.LimitFlags = limit_process_memory
        wanted.ProcessMemoryLimit = size
        kernel.SetInformationJobObject(job, extended_limit_information, ctypes.byref(wanted), ctypes.sizeof(wanted))
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))
