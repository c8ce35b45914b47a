# SPDX-License-Identifier: EUPL-1.2
"""How many operations go into one local transaction: few while people work, so that a save waits for few."""

from typing import Final

from lgc_core.sync.protocol import MAX_OPS

APPLY_BATCH: Final = 100
"""Operations in one local transaction while people work, at most (sync-protocol.md, P4)."""

FEWEST: Final = 40
"""Fewer cost more in commits than they spare in waiting: each is an fsync that a save waits behind, too."""

IDLE_BATCH: Final = MAX_OPS
"""The same when nobody works: half as much time goes into commits."""

HELD_S: Final = 0.008
"""Seconds that a save may find the line taken: with its own 5 to 10 ms it stays under 20."""


class Pace:
    """The size of the next batch, learnt from how long the last one held the line on this machine."""

    def __init__(self, *, is_idle: bool) -> None:
        self._is_idle = is_idle
        self.batch = IDLE_BATCH if is_idle else APPLY_BATCH

    def took(self, count: int, seconds: float) -> None:
        """Learn from a batch of `count` operations; the seconds before its commit, as long for few."""
        if not self._is_idle:
            fits = int(count * HELD_S / max(seconds, 1e-6))
            self.batch = min(max(fits, self.batch // 2, FEWEST), self.batch * 2, APPLY_BATCH)
