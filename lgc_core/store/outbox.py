# SPDX-License-Identifier: EUPL-1.2
"""Operations that wait for the region (`SyncOutbox`): in the queue until they are seen in the server's order."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.oplog.operation import Op
from lgc_core.store import rendered
from lgc_core.store.local_tables import outbox
from lgc_core.store.tables import op as op_table

WAITING: Final = "à envoyer"
SENT: Final = "envoyé"
ACKNOWLEDGED: Final = "acquitté"
_UNANSWERED: Final = (WAITING, SENT)
_MARK: Final = "UPDATE outbox SET state = ? WHERE op_id IN (SELECT value FROM json_each(?))"
_SETTLE: Final = "DELETE FROM outbox WHERE op_id IN (SELECT value FROM json_each(?))"


class Waiting(msgspec.Struct, frozen=True):
    """One operation to offer: the exact text that was stored."""

    op_id: str
    partition: str
    body: str


def enqueue(connection: sa.Connection, ops: Sequence[Op], at: str) -> None:
    """Put operations at the end of the queue; one already there stays where it is."""
    rows = [
        {"op_id": op.op_id, "entity_id": op.entity_id, "dev_seq": op.dev_seq, "state": WAITING, "since": at}
        for op in ops
    ]
    rendered.upsert(connection, outbox, rows, ("op_id", "entity_id", "dev_seq", "state", "since"))


def enqueue_all_of(connection: sa.Connection, device: str, at: str, partitions: Collection[str] = ()) -> None:
    """Offer again every operation that this device ever made, everywhere or in some partitions: it was lost."""
    own = sa.select(
        op_table.c.op_id, op_table.c.entity_id, op_table.c.dev_seq, sa.literal(WAITING), sa.literal(at)
    ).where(op_table.c.device == device)
    if partitions:
        own = own.where(op_table.c.partition.in_(partitions))
    names = ["op_id", "entity_id", "dev_seq", "state", "since"]
    connection.execute(sqlite.insert(outbox).from_select(names, own).prefix_with("OR REPLACE"))


def unanswered(connection: sa.Connection, partition: str, limit: int, max_bytes: int) -> list[Waiting]:
    """Return the oldest operations of a partition that the region has not answered, at least one if there is any.

    The batch stops before its bodies exceed `max_bytes`: long notes must never make a request that is refused.
    """
    query = (
        sa.select(op_table.c.op_id, op_table.c.partition, op_table.c.body)
        .join(outbox, outbox.c.op_id == op_table.c.op_id)
        .where(outbox.c.state.in_(_UNANSWERED), op_table.c.partition == partition)
        .order_by(outbox.c.dev_seq)
        .limit(limit)
    )
    found: list[Waiting] = []
    size = 0
    for row in connection.execute(query):
        size += len(row.body.encode())
        if found and size > max_bytes:
            break
        found.append(Waiting(*row))
    return found


def offer_again(connection: sa.Connection, partition: str) -> int:
    """Put back what the region said it took and then did not show in its order; return how many."""
    own = sa.select(op_table.c.op_id).where(op_table.c.partition == partition)
    lost = (outbox.c.state == ACKNOWLEDGED, outbox.c.op_id.in_(own))
    return connection.execute(sa.update(outbox).where(*lost).values(state=WAITING)).rowcount


def mark(connection: sa.Connection, op_ids: Sequence[str], state: str) -> None:
    """Move operations to a state of the queue."""
    if op_ids:
        connection.exec_driver_sql(_MARK, (state, json.dumps(op_ids)))


def settle(connection: sa.Connection, op_ids: Sequence[str]) -> None:
    """Take operations out of the queue: this post has seen them in the server's order."""
    if op_ids:
        connection.exec_driver_sql(_SETTLE, (json.dumps(op_ids),))


def in_flight(connection: sa.Connection, entity_ids: Iterable[str]) -> set[str]:
    """Return which entities have operations in the queue."""
    rows = rendered.by_ids(connection, outbox, ("entity_id",), "entity_id", list(entity_ids))
    return {row[0] for row in rows}


def count_unanswered(connection: sa.Connection) -> int:
    """Return how many operations the region has not answered."""
    query = sa.select(sa.func.count()).where(outbox.c.state.in_(_UNANSWERED))
    return connection.execute(query).scalar_one()


def batches(connection: sa.Connection, partition: str, limit: int, max_bytes: int) -> Iterator[list[Waiting]]:
    """Give everything of a partition that is still in the queue, whatever its state, in pushes of bounded size."""
    query = (
        sa.select(op_table.c.op_id, op_table.c.partition, op_table.c.body)
        .join(outbox, outbox.c.op_id == op_table.c.op_id)
        .where(op_table.c.partition == partition)
        .order_by(outbox.c.dev_seq)
    )
    batch: list[Waiting] = []
    size = 0
    for row in connection.execute(query):
        size += len(row.body.encode())
        if batch and (size > max_bytes or len(batch) == limit):
            yield batch
            batch, size = [], len(row.body.encode())
        batch.append(Waiting(*row))
    if batch:
        yield batch
