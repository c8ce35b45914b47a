# SPDX-License-Identifier: EUPL-1.2
"""A Windows job object around the reading room: bounded memory, no second process, no crash window.

Written from the documentation of Microsoft (winnt.h, JOBOBJECT_EXTENDED_LIMIT_INFORMATION); never run on Windows.
"""

import ctypes
from typing import Final

_EXTENDED: Final = 9
"""JobObjectExtendedLimitInformation."""

_ACTIVE_PROCESS: Final = 0x0008
_PROCESS_MEMORY: Final = 0x0100
_DIE_ON_UNHANDLED: Final = 0x0400


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimit(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION: 144 bytes on 64 bits."""

    _fields_ = (
        ("Basic", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def limit_of(memory: int) -> ExtendedLimit:
    """Return the limits of one process alone, with so many bytes of memory."""
    limit = ExtendedLimit()
    limit.Basic.LimitFlags = _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_UNHANDLED
    limit.Basic.ActiveProcessLimit = 1
    limit.ProcessMemoryLimit = memory
    return limit


def join_small_job(memory: int) -> bool:
    """Put this process in a job with these limits; give False when the system refuses."""
    library = getattr(ctypes, "WinDLL", None)
    if library is None:
        return False
    kernel = library("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    job, limit = kernel.CreateJobObjectW(None, None), limit_of(memory)
    if not job or not kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limit), ctypes.sizeof(limit)):
        return False
    return bool(kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()))
