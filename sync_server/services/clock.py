# SPDX-License-Identifier: EUPL-1.2
"""The server's time in UTC milliseconds; tests give another one."""

import time
from collections.abc import Callable

Clock = Callable[[], int]


def now_ms() -> int:
    """Return the present moment."""
    return time.time_ns() // 1_000_000
