"""The other end of a ``WorkerPool``: a process that does what it is sent, one piece of work after another.

It imports what the work needs and nothing else, and takes its instructions from one inherited connection; standard
input and output play no part.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import sys
import traceback
from multiprocessing import connection
from typing import Any

# How a worker answers: (one of these, result or details).
READY, DONE, FAILED, OUT_OF_MEMORY = "ready", "done", "failed", "out-of-memory"

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
        link.send((READY, None))
        while True:
            message = link.recv_bytes()
            _set_alarm(seconds + _GRACE)
            answer = None
            try:
                function, item = pickle.loads(message)  # noqa: S301 - as above
                answer = (DONE, function(shared, item))
                reply = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            except MemoryError:
                answer = None
                reply = pickle.dumps((OUT_OF_MEMORY, None))
            except Exception as fault:  # noqa: BLE001 - the boundary to foreign files: it travels to the pool
                reply = _failure(fault)
            del answer, message
            _set_alarm(0)
            link.send_bytes(reply)
    except (EOFError, OSError):
        return


def _failure(fault: Exception) -> bytes:
    """Return the answer for work that raised: the error itself where it is one of ours, else what went wrong."""
    from koorddesk.errors import KoorddeskError

    trace = "".join(traceback.format_exception(fault))
    if isinstance(fault, KoorddeskError):
        with contextlib.suppress(Exception):  # parameters that cannot cross: the trace can
            return pickle.dumps((FAILED, (fault, trace)))
    return pickle.dumps((FAILED, (None, trace)))


if sys.platform == "win32":

    def _open(handle: int) -> Any:
        return connection.PipeConnection(handle)

    def _limit_memory(megabytes: int) -> None:
        """Do nothing: on Windows the pool puts its workers into job objects."""

    def _set_alarm(seconds: float) -> None:
        """Do nothing: on Windows the job object ends with the program."""

else:
    import resource

    def _open(handle: int) -> Any:
        return connection.Connection(handle)

    def _limit_memory(megabytes: int) -> None:
        """Allow this process so much more address space than it has now."""
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs start-up time
            present = int(file.read().split()[0]) * resource.getpagesize()
        limit = present + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    def _set_alarm(seconds: float) -> None:
        """Let the process be killed after so many seconds, 0 for never: an orphan must not run for ever."""
        signal.setitimer(signal.ITIMER_REAL, seconds)
