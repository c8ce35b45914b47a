# SPDX-License-Identifier: EUPL-1.2
"""What the reading room gives up before it looks at a hostile byte (docs/architecture.md: what holds where)."""

import contextlib
import os
import sys
from typing import Final

from lgc_app.reading_room import wire
from lgc_app.reading_room.windows_job import join_small_job

_NICE: Final = 15
_CPU_SECONDS: Final = 20
"""Of processor for one question: only when nobody is there any more to stop it after a shorter time."""

_MOST_CPU_SECONDS: Final = 3_600


def give_up_the_rest(document_size: int) -> None:
    """Keep the three pipes and some memory: no file or socket can be opened from here on, no core holds a page.

    All that will be needed must be loaded before. The address space is no bound: PDFium reserves 32 GB of it.
    """
    if sys.platform == "win32":
        join_small_job(wire.ROOM + document_size)
        return
    import resource  # noqa: PLC0415  Windows has none

    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_DATA, wire.ROOM + document_size),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))


def begin_question() -> None:
    """Bound the processor time of one question, should the window be gone."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  Windows has none

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + _CPU_SECONDS
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (min(until, _MOST_CPU_SECONDS), _MOST_CPU_SECONDS))


def stand_back() -> None:
    """Leave the processor to those who work: nobody waits for words."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(_NICE)
