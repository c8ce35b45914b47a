# SPDX-License-Identifier: EUPL-1.2
"""What the region holds for an administrator: find it in a push, list it, settle it (rule: oplog/fuse.py)."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from lgc_core.model.ids import derived_id
from lgc_core.oplog.fuse import HELD, WINDOW_MINUTES, Fuse, taken_out
from lgc_core.oplog.merge import SERVER
from lgc_core.oplog.operation import Op, decode
from lgc_core.oplog.state import EntityState
from lgc_core.store.log import TO_CONFIRM
from lgc_core.store.states import Key
from lgc_core.store.tables import ENTITY_TABLES, quarantine
from lgc_core.store.tables import op as op_table

_HELD: Final = (
    sa.select(op_table.c.op_id, op_table.c.seq, op_table.c.device, op_table.c.received_at, op_table.c.body)
    .join(quarantine, quarantine.c.op_id == op_table.c.op_id)
    .where(quarantine.c.state == TO_CONFIRM, quarantine.c.reason == HELD)
    .order_by(op_table.c.partition, op_table.c.seq)
)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one post had held in one partition.

    Attributes:
        since: when the region received the first of it, UTC, RFC 3339.
        upto: place of the last one: who confirms says what was looked at.
        kinds: how many entities of each type; no name of anybody.
    """

    partition: str
    device: str
    since: str
    upto: int
    kinds: dict[str, int]

    @property
    def id(self) -> str:
        """Return what names the batch to whoever decides."""
        return derived_id("held", self.partition, self.device)

    @property
    def count(self) -> int:
        """Return how many entities wait."""
        return sum(self.kinds.values())


def held_back(
    connection: sa.Connection, fuse: Fuse, ops: Sequence[Op], states: dict[Key, EntityState], at: dt.datetime
) -> frozenset[str]:
    """Return which of the deletions of one push wait for an administrator: all of them, or none.

    They are of one device and one partition; others were refused for that before.
    """
    keys = taken_out(ops, states)
    if not keys or ops[0].device == SERVER:
        return frozenset()
    total = len(keys | _just_held(connection, ops[0], at))
    if total <= fuse.floor or total <= fuse.limit(_alive(connection, ops[0].partition, fuse.enough)):
        return frozenset()
    return frozenset(op.op_id for op in ops if (op.entity_type, op.entity_id) in keys)


def _just_held(connection: sa.Connection, first: Op, at: dt.datetime) -> set[Key]:
    since = (at - dt.timedelta(minutes=WINDOW_MINUTES)).isoformat(timespec="milliseconds")
    own = (op_table.c.device == first.device, op_table.c.partition == first.partition)
    query = _HELD.where(*own, quarantine.c.partition == first.partition, op_table.c.received_at > since)
    ops = [decode(row.body) for row in connection.execute(query)]
    return {(op.entity_type, op.entity_id) for op in ops}


def _alive(connection: sa.Connection, partition: str, enough: int) -> int:
    """Count the living entities of a practice, no further than matters."""
    total = 0
    for table in ENTITY_TABLES.values():
        living = sa.select(table.c.id).where(table.c.partition == partition, table.c.annulled_op.is_(None))
        counted = sa.select(sa.func.count()).select_from(living.limit(enough - total).subquery())
        total += connection.execute(counted).scalar_one()
        if total >= enough:
            break
    return total


def batches(connection: sa.Connection) -> list[Batch]:
    """Return what waits in the whole region, by practice and post."""
    found: dict[tuple[str, str], list[tuple[Any, Op]]] = {}
    for row in connection.execute(_HELD):
        op = decode(row.body)
        found.setdefault((op.partition, op.device), []).append((row, op))
    return [
        Batch(
            partition=partition,
            device=device,
            since=min(row.received_at or "" for row, _ in lines),
            upto=max(row.seq for row, _ in lines),
            kinds=dict(Counter(kind for kind, _ in {(op.entity_type, op.entity_id) for _, op in lines})),
        )
        for (partition, device), lines in found.items()
    ]


def held_ops(connection: sa.Connection, partition: str, device: str, upto: int) -> list[Op]:
    """Return what a post had held, up to the place that was looked at, in the order in which it came."""
    own = (op_table.c.partition == partition, op_table.c.device == device, op_table.c.seq <= upto)
    return [decode(row.body) for row in connection.execute(_HELD.where(*own))]
