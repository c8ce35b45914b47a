# SPDX-License-Identifier: EUPL-1.2
"""Who this post is: its practice, its device id, its clock and its counter."""

from typing import Final

import sqlalchemy as sa

from lgc_core.oplog.clock import HybridClock
from lgc_core.store.local_tables import setting
from lgc_core.store.tables import op

DEV_SEQ_FLOOR: Final = "dev_seq_floor"
HLC_FLOOR: Final = "hlc_floor"
"""Settings of a post that went on from an older copy of its file: nothing below was left to give (rewind.py)."""


class Post:
    """One device of one practice; counters continue where the log on disk, or the floor after a restore, ended."""

    def __init__(self, practice: str, device: str, connection: sa.Connection) -> None:
        self.practice = practice
        self.device = device
        last = connection.execute(
            sa.select(sa.func.max(op.c.dev_seq), sa.func.max(op.c.hlc)).where(op.c.device == device)
        ).one()
        floors = sa.select(setting.c.key, setting.c.value).where(setting.c.key.in_((DEV_SEQ_FLOOR, HLC_FLOOR)))
        floor = {row.key: row.value for row in connection.execute(floors)}
        self._dev_seq = max(last[0] or 0, int(floor.get(DEV_SEQ_FLOOR) or 0))
        self.clock = HybridClock(device, max(last[1] or "", floor.get(HLC_FLOOR, "")))

    @property
    def cabinet(self) -> str:
        """Return the partition of the practice's record."""
        return cabinet(self.practice)

    def next_dev_seq(self) -> int:
        """Return the next number of this device's operations; a rollback leaves a hole, never a double."""
        self._dev_seq += 1
        return self._dev_seq

    def meet_own(self, dev_seq: int, hlc: str) -> None:
        """Go past an operation of this very post that came back from the region (a restored post forgot it)."""
        self._dev_seq = max(self._dev_seq, dev_seq)
        self.clock.observe(hlc)


CABINET: Final = "cabinet"
TRAIL: Final = "trail"
USER: Final = "user"
DOSSIER: Final = "dossier"
REF: Final = "ref"


def cabinet(practice: str) -> str:
    """Return the name of the partition that every post of a practice holds."""
    return f"{CABINET}:{practice}"


def trail(practice: str) -> str:
    """Return the name of the partition of the read trail: pushed, never pulled by posts."""
    return f"{TRAIL}:{practice}"


def user(ps_id: str) -> str:
    """Return the name of the partition of one person: settings, templates, personal notes; nobody else's."""
    return f"{USER}:{ps_id}"


def dossier(identifier: str) -> str:
    """Return the name of the partition that the practices of a circle of care share about one person."""
    return f"{DOSSIER}:{identifier}"


def ref(dataset: str) -> str:
    """Return the name of the partition of the editions of a dataset: written by the region, read by everybody."""
    return f"{REF}:{dataset}"


def kind_of(partition: str) -> str:
    """Return the kind of a partition: what stands before its colon."""
    return partition.partition(":")[0]


def practice_of(partition: str) -> str:
    """Return the practice, or whoever else, that a partition belongs to."""
    return partition.partition(":")[2]
