# SPDX-License-Identifier: EUPL-1.2
"""The shard map of a PostgreSQL region: in which part of the log the operations of a partition are.

Only the log is cut (docs/decisions/0021-postgresql.md): it is most of the bytes, every read of it names one
partition, and its parts are vacuumed, indexed and dumped one by one. Who cuts it or looks
for a part asks here.
"""

from typing import Final

import sqlalchemy as sa

SHARDS: Final = 16
"""Parts of the log. More would only add files: a part of a region of 1,200 practices holds 75 of them."""


def shard_of(connection: sa.Connection, partition: str) -> int:
    """Return the number of the part that holds the operations of a partition."""
    asked = sa.text("SELECT satisfies_hash_partition('op'::regclass, :shards, :number, CAST(:partition AS text))")
    return next(
        number
        for number in range(SHARDS)
        if connection.scalar(asked, {"shards": SHARDS, "number": number, "partition": partition})
    )


def part_name(number: int) -> str:
    """Return the name of a part of the log."""
    return f"op_{number:02}"


def cut_log() -> list[str]:
    """Return the statements that cut the log of a PostgreSQL region by partition, its operations with it.

    A key of a cut table holds what cuts it: there, one `op_id` for all is kept by the arbiter, which looks for it
    in every part before it writes.
    """
    part = "CREATE TABLE {} PARTITION OF op FOR VALUES WITH (MODULUS {}, REMAINDER {})"
    parts = [part.format(part_name(number), SHARDS, number) for number in range(SHARDS)]
    return [
        "ALTER TABLE op RENAME TO op_whole",
        "CREATE TABLE op (LIKE op_whole INCLUDING DEFAULTS) PARTITION BY HASH (partition)",
        *parts,
        "INSERT INTO op SELECT * FROM op_whole ORDER BY partition, seq",
        "DROP TABLE op_whole",
        "ALTER TABLE op ADD CONSTRAINT pk_op PRIMARY KEY (op_id, partition)",
        "ALTER TABLE op ADD CONSTRAINT uq_op_partition_seq UNIQUE (partition, seq)",
        "CREATE INDEX ix_op_entity ON op (entity_id)",
        "CREATE INDEX ix_op_device_seq ON op (device, dev_seq)",
    ]
