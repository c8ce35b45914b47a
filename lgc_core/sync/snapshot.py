# SPDX-License-Identifier: EUPL-1.2
"""A practice as of one place of its order, in chunks: what a new post reads instead of folding years of work.

Each chunk is one zstd frame of JSON and stands alone: an interrupted transfer goes on at the next one. Rows are
those of the tables; the log comes last, and the post recomputes the chain over it (rule h: no proof by trust).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
import zstandard

from lgc_core.model.appointment import Appointment
from lgc_core.model.audit import AuditRead
from lgc_core.model.catalogue import ENTITIES
from lgc_core.model.device import Device
from lgc_core.model.entity import Entity
from lgc_core.model.patient import Patient
from lgc_core.model.practice import Practice
from lgc_core.model.staff import Staff
from lgc_core.oplog.operation import SCHEMA_VERSION
from lgc_core.store import rendered
from lgc_core.store.tables import ENTITY_TABLES, conflict, field_version, merged_text, quarantine
from lgc_core.store.tables import op as op_table

CHUNK_BYTES: Final = 2 * 1024 * 1024
"""Plain bytes of a chunk, about: 0.2 s at 20 Mbit/s once packed."""

MAX_CHUNK_BYTES: Final = 64 * 1024 * 1024
_BATCH: Final = 500
_FIRST: Final[tuple[type[Entity], ...]] = (Practice, Staff, Device, Appointment, Patient)
"""What makes a post usable: who works here, the agenda, every patient found by name."""

_FINDINGS: Final = (conflict, quarantine, merged_text)
"""What the merge found: a post that did not fold the log must know the same bases and the same disputes."""

OP_COLUMNS: Final = ("op_id", "partition", "seq", "device", "dev_seq", "entity_id", "hlc", "body", "result")
_ROW_COST: Final = 40


class SnapshotHead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the region says of a snapshot; `id` is empty while it is being built.

    Attributes:
        seq, chain: the place of the order that it holds, and the chain hash there (hex).
        columns: columns of each table, in the order of its rows; a post whose tables differ pulls instead.
    """

    id: str = ""
    epoch: str = ""
    seq: int = 0
    chain: str = ""
    sv: int = SCHEMA_VERSION
    chunks: int = 0
    rows: int = 0
    bytes: int = 0
    columns: dict[str, tuple[str, ...]] = {}


class Part(msgspec.Struct, frozen=True):
    """Rows of one table."""

    table: str
    rows: list[list[Any]]


def order_of_tables() -> list[sa.Table]:
    """Return the entity tables in the order in which a new post becomes usable."""
    later = [kind for kind in ENTITIES if kind not in _FIRST and kind is not AuditRead]
    return [ENTITY_TABLES[kind] for kind in (*_FIRST, *later)]


def columns_here() -> dict[str, tuple[str, ...]]:
    """Return the columns of a snapshot as this version of the code knows them."""
    found = {str(table.name): tuple(str(column.name) for column in table.columns) for table in order_of_tables()}
    others = {str(table.name): tuple(str(column.name) for column in table.columns) for table in _FINDINGS}
    return (
        found | others | {str(field_version.name): ("entity_id", "field", "op_id"), str(op_table.name): OP_COLUMNS}
    )


def chunks_of(connection: sa.Connection, partition: str, seq: int) -> Iterator[list[Part]]:
    """Read a partition in one transaction of the caller's, newest things first, the log last and in order."""
    parts: list[Part] = []
    cost = 0
    for part in _parts(connection, partition, seq):
        parts.append(part)
        cost += _cost(part)
        if cost >= CHUNK_BYTES:
            yield parts
            parts, cost = [], 0
    if parts:
        yield parts


def pack(parts: Sequence[Part]) -> bytes:
    """Return one chunk as it travels."""
    return zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(parts))


def unpack(untrusted: bytes) -> list[Part]:
    """Read one chunk.

    Raises:
        ValueError: it is none, or is too large.
    """
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(untrusted) as reader:
            plain = reader.read(MAX_CHUNK_BYTES + 1)
    except zstandard.ZstdError as error:
        raise ValueError("not a chunk") from error
    if len(plain) > MAX_CHUNK_BYTES:
        raise ValueError("a chunk is too large")
    return msgspec.json.decode(plain, type=list[Part])


def _parts(connection: sa.Connection, partition: str, seq: int) -> Iterator[Part]:
    for table in order_of_tables():
        query = sa.select(table).where(table.c.partition == partition).order_by(table.c.id.desc())
        for rows in _batches(connection, query):
            versions = rendered.by_ids(
                connection, field_version, ("entity_id", "field", "op_id"), "entity_id", [row[0] for row in rows]
            )
            if versions:
                # before their rows: whoever sees a row has its versions
                yield Part(str(field_version.name), [list(one) for one in versions])
            yield Part(str(table.name), rows)
    for table in _FINDINGS:
        for rows in _batches(connection, sa.select(table).where(table.c.partition == partition)):
            yield Part(str(table.name), rows)
    shown = sa.case((op_table.c.result == "quarantined", "quarantined"), else_="applied")
    columns = [shown if name == "result" else op_table.c[name] for name in OP_COLUMNS]
    ops = sa.select(*columns).where(op_table.c.partition == partition, op_table.c.seq <= seq)
    for rows in _batches(connection, ops.order_by(op_table.c.seq)):
        yield Part(str(op_table.name), rows)


def _batches(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[list[list[Any]]]:
    result = connection.execution_options(yield_per=_BATCH).execute(query)
    for some in result.partitions(_BATCH):
        yield [list(row) for row in some]


def _cost(part: Part) -> int:
    return sum(_ROW_COST + sum(len(value) for value in row if isinstance(value, str)) for row in part.rows)
