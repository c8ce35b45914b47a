# SPDX-License-Identifier: EUPL-1.2
"""Who this post is: its practice, its device id, its clock and its counter."""

from typing import Final

import sqlalchemy as sa

from lgc_core.oplog.clock import HybridClock
from lgc_core.store.tables import op


class Post:
    """One device of one practice; counters continue where the log on disk ended."""

    def __init__(self, practice: str, device: str, connection: sa.Connection) -> None:
        self.practice = practice
        self.device = device
        last = connection.execute(
            sa.select(sa.func.max(op.c.dev_seq), sa.func.max(op.c.hlc)).where(op.c.device == device)
        ).one()
        self._dev_seq: int = last[0] or 0
        self.clock = HybridClock(device, last[1] or "")

    @property
    def cabinet(self) -> str:
        """Return the partition of the practice's record."""
        return cabinet(self.practice)

    def next_dev_seq(self) -> int:
        """Return the next number of this device's operations; a rollback leaves a hole, never a double."""
        self._dev_seq += 1
        return self._dev_seq


TRAIL: Final = "trail"


def cabinet(practice: str) -> str:
    """Return the name of the partition that every post of a practice holds."""
    return f"cabinet:{practice}"


def trail(practice: str) -> str:
    """Return the name of the partition of the read trail: pushed, never pulled by posts."""
    return f"{TRAIL}:{practice}"
