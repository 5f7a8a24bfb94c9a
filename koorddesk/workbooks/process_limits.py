"""What differs between systems when a worker process is started: its handle, its window, its memory limit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED_LIMITS = 9
    _PROCESS_MEMORY, _DIE_ON_EXCEPTION, _KILL_ON_CLOSE = 0x100, 0x400, 0x2000
    _OWN_MEMORY_MB = 150  # what Python and the libraries take before any file is read

    class _BasicLimits(ctypes.Structure):
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

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class _Job:
        """A job object: the process in it ends when this object, and with it the program, does."""

        def __init__(self, process_handle: int, megabytes: int) -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
            self._close = kernel.CloseHandle
            self._handle = kernel.CreateJobObjectW(None, None)
            limits = _ExtendedLimits()
            limits.BasicLimitInformation.LimitFlags = _PROCESS_MEMORY | _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
            limits.ProcessMemoryLimit = (megabytes + _OWN_MEMORY_MB) << 20
            kernel.SetInformationJobObject(
                wintypes.HANDLE(self._handle), _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            kernel.AssignProcessToJobObject(wintypes.HANDLE(self._handle), wintypes.HANDLE(process_handle))

        def __del__(self) -> None:
            self._close(self._handle)

    class _MemoryCounters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t),
            ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
            ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
            ("PagefileUsage", ctypes.c_size_t),
            ("PeakPagefileUsage", ctypes.c_size_t),
        )

    def memory_of_this_process() -> int:
        """Return how much memory this process has committed, in bytes; the job object counts the same."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        counters = _MemoryCounters(cb=ctypes.sizeof(_MemoryCounters))
        kernel.K32GetProcessMemoryInfo(wintypes.HANDLE(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.cb)
        return int(counters.PagefileUsage)

    def worked_seconds(process: subprocess.Popen[bytes]) -> float:
        """Return how much processor time a process has used; a machine that is busy or asleep gives it none."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        times = [wintypes.FILETIME() for _ in ("began", "ended", "kernel", "user")]
        handle: int = vars(process)["_handle"]
        if not kernel.GetProcessTimes(wintypes.HANDLE(handle), *(ctypes.byref(one) for one in times)):
            return 0.0
        return sum(one.dwHighDateTime << 32 | one.dwLowDateTime for one in times[2:]) / 10_000_000

    def pass_handle(handle: int) -> dict[str, Any]:
        """Return the arguments that let a new process inherit this one handle and no other."""
        os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        return {"startupinfo": startup, "close_fds": True}

    def no_window() -> dict[str, Any]:
        """Return the arguments that keep a console window from flashing up."""
        return {"creationflags": subprocess.CREATE_NO_WINDOW}

    def confine(process: subprocess.Popen[bytes], megabytes: int) -> object:
        """Limit a process's memory and tie its life to the returned object."""
        handle: int = vars(process)["_handle"]  # the standard library gives it no public name
        return _Job(handle, megabytes)

else:

    def worked_seconds(process: subprocess.Popen[bytes]) -> float:
        """Return how much processor time a process has used; a machine that is busy or asleep gives it none."""
        try:
            told = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return 0.0
        user, kernel = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(kernel)) / os.sysconf("SC_CLK_TCK")

    def pass_handle(handle: int) -> dict[str, Any]:
        """Return the arguments that let a new process inherit this one handle and no other."""
        return {"pass_fds": (handle,)}

    def no_window() -> dict[str, Any]:
        """Return nothing: only Windows opens windows by itself."""
        return {}

    def confine(process: subprocess.Popen[bytes], megabytes: int) -> object:  # noqa: ARG001 - as on Windows
        """Return nothing: here a process limits itself, see ``worker_process``."""
        return None
