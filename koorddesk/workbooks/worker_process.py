"""The other end of a ``WorkerPool``: a process that does what it is sent, one piece of work after another.

It imports what the work needs and nothing else, and takes its instructions from one inherited connection; standard
input and output play no part.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import signal
import sys
import traceback
from multiprocessing import connection
from typing import Any

if sys.platform == "win32":
    from koorddesk.workbooks.process_limits import memory_of_this_process

# How a worker answers: (one of these, result or details, whether it should be replaced by a fresh one).
READY, DONE, FAILED, OUT_OF_MEMORY = "ready", "done", "failed", "out-of-memory"

_TIRED = 0.25  # of its memory limit: a worker that holds on to more than this would fail the next file for the last one
_GRACE = 10  # seconds after the pool's own limit when a worker whose pool has vanished ends itself


def serve(handle: int, memory_mb: int, seconds: float) -> None:
    """Work until the connection ends; each message is pickled by the pool, see ``workers``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which then closes the pool
    link = _open(handle)
    _limit_memory(memory_mb)
    try:
        # A fault in here ends the process: without what is shared nothing it did could be right.
        prepare, shared = pickle.loads(link.recv_bytes())  # noqa: S301 - from the pool that started this process
        if prepare is not None:
            prepare()
        # What is shared stays; looking through it for cycles again and again during each file costs a quarter more.
        gc.collect()
        gc.freeze()
        gc.disable()
        link.send((READY, None, False))
        tired_at = _memory_in_use() + _TIRED * (memory_mb << 20)
        while True:
            message = link.recv_bytes()
            _set_alarm(seconds + _GRACE)
            result = None
            try:
                function, item = pickle.loads(message)  # noqa: S301 - as above
                result = function(shared, item)
                reply = pickle.dumps((DONE, result, _memory_in_use() > tired_at), pickle.HIGHEST_PROTOCOL)
            except MemoryError:
                result = None
                reply = pickle.dumps((OUT_OF_MEMORY, None, True))
            except Exception as fault:  # noqa: BLE001 - the boundary to foreign files: it travels to the pool
                reply = _failure(fault, tired=_memory_in_use() > tired_at)
            del result, message
            gc.collect()
            _set_alarm(0)
            link.send_bytes(reply)
    except (EOFError, OSError):
        return


def _failure(fault: Exception, *, tired: bool) -> bytes:
    """Return the answer for work that raised: the error itself where it is one of ours, else what went wrong."""
    from koorddesk.errors import KoorddeskError

    trace = "".join(traceback.format_exception(fault))
    if isinstance(fault, KoorddeskError):
        with contextlib.suppress(Exception):  # parameters that cannot cross: the trace can
            return pickle.dumps((FAILED, (fault, trace), tired))
    return pickle.dumps((FAILED, (None, trace), tired))


if sys.platform == "win32":

    def _open(handle: int) -> Any:
        return connection.PipeConnection(handle)

    def _limit_memory(megabytes: int) -> None:
        """Do nothing: on Windows the pool puts its workers into job objects."""

    def _memory_in_use() -> int:
        return memory_of_this_process()

    def _set_alarm(seconds: float) -> None:
        """Do nothing: on Windows the job object ends with the program."""

else:
    import resource

    def _open(handle: int) -> Any:
        return connection.Connection(handle)

    def _limit_memory(megabytes: int) -> None:
        """Allow this process so much more address space than it has now."""
        limit = _memory_in_use() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    def _memory_in_use() -> int:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib costs start-up time
            return int(file.read().split()[0]) * resource.getpagesize()

    def _set_alarm(seconds: float) -> None:
        """Let the process be killed after so many seconds, 0 for never: an orphan must not run for ever."""
        signal.setitimer(signal.ITIMER_REAL, seconds)
