"""A limit on memory for this process on Windows: a job object, by ctypes.

Written by the documentation of Windows (``SetInformationJobObject``); nobody has run it there
yet. Whatever goes wrong, reading goes on without the limit, as it does for a process that an
outer job forbids to make its own.
"""

from __future__ import annotations

import sys

__all__ = ["limit_memory"]

if sys.platform == "win32":
    import ctypes
    from contextlib import suppress
    from ctypes import wintypes

    _PROCESS_MEMORY = 0x100
    _DIE_ON_UNHANDLED_EXCEPTION = 0x400
    _EXTENDED_LIMITS = 9
    _NO_ERROR_BOXES = 0x0001 | 0x0002 | 0x8000

    class _Basic(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; six counters of IO stand between."""

        _fields_ = (
            ("BasicLimitInformation", _Basic),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    def limit_memory(megabytes: int) -> None:
        """At most ``megabytes`` beyond 256 MB, about what a process has when it starts.

        No box of Windows asks anybody anything when the process ends of it.
        """
        with suppress(OSError, AttributeError, ctypes.ArgumentError):
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.SetErrorMode(_NO_ERROR_BOXES)
            kernel.CreateJobObjectW.restype = wintypes.HANDLE
            kernel.GetCurrentProcess.restype = wintypes.HANDLE
            job = kernel.CreateJobObjectW(None, None)
            if not job:
                return
            limits = _Extended()
            limits.BasicLimitInformation.LimitFlags = _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION
            limits.ProcessMemoryLimit = (megabytes + 256) * 2**20
            size = ctypes.sizeof(limits)
            handle = wintypes.HANDLE(job)
            if kernel.SetInformationJobObject(
                handle, _EXTENDED_LIMITS, ctypes.byref(limits), wintypes.DWORD(size)
            ):
                kernel.AssignProcessToJobObject(handle, wintypes.HANDLE(kernel.GetCurrentProcess()))

else:

    def limit_memory(megabytes: int) -> None:
        """Nothing: `cli.reading.fence` has other means here."""
