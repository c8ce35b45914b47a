# SPDX-License-Identifier: EUPL-1.2
"""The record as lines of JSON: its log as it was written, its entities as they are now; the open export's truth.

A line of the log keeps the exact bytes of the operation. A line of an entity is canonical: two records are equal
when these lines are.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from lgc_core.model.entity import Entity, field_rules
from lgc_core.oplog.operation import clock_moved
from lgc_core.store.tables import ENTITY_TABLES, conflict, op, quarantine

_META: Final = ("id", "partition", "created_op", "last_op", "annulled_op", "sealed_id", "extra")
_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_BATCH: Final = 500


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """One operation: its own bytes, its place in the region, and the clock that orders it if not its own."""

    body: msgspec.Raw
    hlc: str = ""
    seq: int | None = None
    result: str = ""
    received_at: str | None = None
    chain: str | None = None


def log_lines(
    connection: sa.Connection, partitions: Collection[str], only: Collection[str] | None, without: Collection[str]
) -> Iterator[bytes]:
    """Give the operations of some partitions in order: all, or those of some entities; never of `without`."""
    columns = (op.c.body, op.c.hlc, op.c.seq, op.c.result, op.c.received_at, op.c.chain, op.c.entity_id)
    query = sa.select(*columns).where(op.c.partition.in_(partitions))
    query = query.order_by(op.c.partition, op.c.seq.is_(None), op.c.seq, op.c.hlc, op.c.dev_seq)
    for row in connection.execution_options(yield_per=_BATCH).execute(query):
        if row.entity_id in without or (only is not None and row.entity_id not in only):
            continue
        chain = row.chain.hex() if row.chain else None
        line = LogLine(
            body=msgspec.Raw(row.body.encode()),
            hlc=clock_moved(row.body, row.hlc),
            seq=row.seq,
            result=row.result,
            received_at=row.received_at,
            chain=chain,
        )
        yield _ENCODER.encode(line)


def entity_lines(
    connection: sa.Connection,
    kind: type[Entity],
    partitions: Collection[str],
    only: Collection[str] | None,
    without: Collection[str],
) -> Iterator[bytes]:
    """Give the entities of a kind by id, annulled ones included: fields, and which operations made them."""
    table = ENTITY_TABLES[kind]
    names = [rule.name for rule in field_rules(kind)]
    query = sa.select(*(table.c[name] for name in (*_META, *names))).order_by(table.c.id)
    query = query.where(table.c.partition.in_(partitions))
    for row in connection.execution_options(yield_per=_BATCH).execute(query):
        if row.id in without or (only is not None and row.id not in only):
            continue
        values = row._mapping  # noqa: SLF001 -- the public name of SQLAlchemy for a row by column
        fields = {name: msgspec.Raw(values[name].encode()) for name in names if values[name] is not None}
        meta = {name: values[name] for name in _META if values[name] is not None}
        yield _ENCODER.encode({"fields": fields, **meta})


def table_lines(
    connection: sa.Connection, table: sa.Table, partitions: Collection[str], without: Collection[str]
) -> Iterator[bytes]:
    """Give the rows of `conflict` or `quarantine` by key."""
    key = next(iter(table.primary_key.columns))
    for row in connection.execute(sa.select(table).where(table.c.partition.in_(partitions)).order_by(key)):
        values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 -- as above
        if values.get("entity_id") not in without:
            yield _ENCODER.encode({name: value for name, value in values.items() if value is not None})


SIDE_TABLES: Final = (conflict, quarantine)
