"""Work for worker processes, well and badly behaved; a module of its own so that a worker imports little."""

import os
import sys
import time

from koorddesk.errors import UserError
from koorddesk.workbooks.limits import refuse


def doubled(shared, item):
    return shared, item * 2


def slow_first(_, item):
    time.sleep(0.4 if item == 0 else 0)
    return item, os.getpid()


def misbehave(_, item):
    if item == "abort":
        os.abort()
    if item == "exit":
        os._exit(0)
    if item == "hang":
        while True:
            pass
    if item == "eat":
        return len(bytearray(2 << 30))
    if item == "refuse":
        raise refuse("file-encrypted")
    if item == "mistake":
        raise ZeroDivisionError
    if item == "complain":
        raise UserError("internal", detail="x")
    if item == "print":
        print("noise", flush=True)
        os.write(1, b"noise")
        sys.stderr.write("noise")
    return item


_hoard = []


def hoard(_, megabytes):
    if megabytes:
        _hoard.append(bytearray(megabytes << 20))
    return os.getpid()


def loaded_modules(_, item):
    return sorted(name for name in ("PySide6", "sqlalchemy", "reportlab", "babel") if name in sys.modules)


def unpicklable(_, item):
    return lambda: item


def refuse_now():
    raise refuse("file-encrypted")


def rest(_: object, seconds: float) -> float:
    """Wait without working."""
    time.sleep(seconds)
    return seconds
