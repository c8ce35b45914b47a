# SPDX-License-Identifier: EUPL-1.2
"""Hybrid logical clock: a sortable time that never goes back on one post, whatever its wall clock does.

48 bits of milliseconds, 16 bits of counter, then the device (sync-protocol.md, Clock).
"""

import re
import threading
import time
from collections.abc import Callable
from typing import Final

_COUNTER_MAX: Final = 0xFFFF
_SHAPE: Final = re.compile(r"[0-9a-f]{16}-.")
CLAMP_MS: Final = 5 * 60_000
"""How far ahead of the region a clock may order, or pull another clock (sync-protocol.md, Clock)."""

FIRST_HLC: Final = "000000000000" + "0000"


def wall_ms() -> int:
    """Return the wall clock in UTC milliseconds."""
    return time.time_ns() // 1_000_000


class HybridClock:
    """The clock of one device, safe between its threads; restart it from the last value it gave."""

    def __init__(self, device: str, last: str = "", now: Callable[[], int] = wall_ms) -> None:
        self._device = device
        self._now = now
        self._ms = int(last[:12] or "0", 16)
        self._counter = int(last[12:16] or "0", 16)
        self._lock = threading.Lock()

    def tick(self) -> str:
        """Return a value above every one given or seen before."""
        now = max(self._now(), 0)
        with self._lock:
            if now > self._ms:
                self._ms, self._counter = now, 0
            elif self._counter < _COUNTER_MAX:
                self._counter += 1
            else:
                self._ms, self._counter = self._ms + 1, 0
            return f"{self._ms:012x}{self._counter:04x}-{self._device}"

    def observe(self, hlc: str) -> None:
        """Move forward past a value seen elsewhere."""
        seen = (int(hlc[:12], 16), int(hlc[12:16], 16))
        with self._lock:
            self._ms, self._counter = max(seen, (self._ms, self._counter))


def milliseconds(hlc: str) -> int:
    """Return the UTC milliseconds inside a value."""
    return int(hlc[:12], 16)


class Clamp:
    """Bound the clocks of one push for the order: those too far ahead are put at the limit, in the order given."""

    def __init__(self, now_ms: int) -> None:
        self._limit = f"{now_ms + CLAMP_MS:012x}"
        self._count = 0

    def of(self, hlc: str) -> str:
        """Return the value that orders; one that is no clock of ours is left alone."""
        if hlc[:12] <= self._limit or not is_well_formed(hlc):
            return hlc
        self._count += 1
        return f"{self._limit}{min(self._count, _COUNTER_MAX):04x}{hlc[16:]}"


def is_well_formed(hlc: str) -> bool:
    """Tell whether a text is a value of such a clock: 16 hexadecimal digits, a dash, a device."""
    return bool(_SHAPE.match(hlc))
