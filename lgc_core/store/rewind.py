# SPDX-License-Identifier: EUPL-1.2
"""Start over towards the region: the cursor goes back, every operation of this post is offered again.

Two reasons: the server was restored (a new epoch), or this post was (an older copy of its own file).
"""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.store import outbox
from lgc_core.store.identity import DEV_SEQ_FLOOR, HLC_FLOOR
from lgc_core.store.local_tables import cursor, setting
from lgc_core.store.tables import op as op_table

_ORIGIN: Final = int(dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp())
_PER_SECOND: Final = 22
"""Bits of numbers for each second since 2026: 4 million, more than any post ever wrote between two restores."""

_SPREAD: Final = 1 << 20
_LARGEST_FLOOR: Final = 1 << 52
"""Half of what JSON and the server take as a number (2^53)."""


def rewind(connection: sa.Connection, device: str, at: str, partitions: Collection[str] = ()) -> None:
    """Forget the places in the region's order and offer this device's operations again; of all, or of some."""
    forgotten, placed = sa.delete(cursor), sa.update(op_table).values(seq=None)
    if partitions:
        forgotten = forgotten.where(cursor.c.partition.in_(partitions))
        placed = placed.where(op_table.c.partition.in_(partitions))
    connection.execute(forgotten)
    connection.execute(placed)
    outbox.enqueue_all_of(connection, device, at, partitions)


def begin_after_restore(connection: sa.Connection, device: str, at: dt.datetime, seen: tuple[int, str]) -> int:
    """Go on from an older copy of this post without ever giving a number twice; return the new floor.

    The numbers given after the copy was made are unknown here: the counter jumps past any of them. `seen` is the
    greatest number and clock value found elsewhere (the file set aside), or (0, "").
    """
    own = sa.select(sa.func.max(op_table.c.dev_seq), sa.func.max(op_table.c.hlc)).where(
        op_table.c.device == device
    )
    known_seq, known_hlc = connection.execute(own).one()
    settled = _read(connection, DEV_SEQ_FLOOR)
    highest = max(known_seq or 0, seen[0], int(settled or 0))
    by_clock = max(int(at.timestamp()) - _ORIGIN, 0) << _PER_SECOND
    floor = max(highest, min(by_clock, _LARGEST_FLOOR)) + secrets.randbelow(_SPREAD) + 1
    _write(connection, DEV_SEQ_FLOOR, str(floor))
    _write(connection, HLC_FLOOR, max(known_hlc or "", seen[1], _read(connection, HLC_FLOOR)))
    rewind(connection, device, at.isoformat(timespec="milliseconds"))
    return floor


def _read(connection: sa.Connection, key: str) -> str:
    return connection.execute(sa.select(setting.c.value).where(setting.c.key == key)).scalar() or ""


def _write(connection: sa.Connection, key: str, value: str) -> None:
    insert = sqlite.insert(setting).values(key=key, value=value)
    connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
