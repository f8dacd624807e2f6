"""A limit on the memory of this process, for one that reads strangers' files."""

from __future__ import annotations

import os
import sys
import threading
import time

EXIT = 86
"""Exit status of a process that took more than it may."""

_MEGABYTE = 1 << 20
_LOOK = 0.2
"""Seconds between two looks at the size."""


def limit(megabytes: int) -> None:
    """Let this process have no more than so many megabytes, from now on.

    Linux refuses more (RLIMIT_DATA), so that Python raises MemoryError and a library aborts. macOS
    and Windows have no limit of that kind: there a thread looks at the size five times a second and
    ends the process with status `EXIT`; what grows faster than that is not stopped.
    """
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = megabytes * _MEGABYTE
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    else:
        watch(megabytes)


def watch(megabytes: int) -> None:
    """End this process when it has grown beyond so many megabytes; returns at once."""

    def look() -> None:
        while most_so_far() <= megabytes * _MEGABYTE:
            time.sleep(_LOOK)
        os._exit(EXIT)

    threading.Thread(target=look, name="memory", daemon=True).start()


def most_so_far() -> int:
    """The most memory that this process ever held, in bytes; 0 where nobody can tell."""
    if sys.platform == "win32":
        return _peak_on_windows()
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _peak_on_windows() -> int:
    """PeakWorkingSetSize of PROCESS_MEMORY_COUNTERS."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", ctypes.c_ulong),
            ("faults", ctypes.c_ulong),
            *((f"size{number}", ctypes.c_size_t) for number in range(8)),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
    asked = ctypes.byref(counters)
    if not kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), asked, counters.cb):
        return 0
    return int(counters.size0)
