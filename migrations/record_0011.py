# SPDX-License-Identifier: EUPL-1.2
"""Version 0011 of a region: its jobs; on PostgreSQL its log in parts by partition (docs/decisions/0021)."""

from typing import Final

import sqlalchemy as sa
from alembic import op

SHARDS: Final = 16
"""Parts of the log. More would only add files: a part of a region of 1,200 practices holds 75 of them."""


def cut_log() -> list[str]:
    """Return the statements that cut the log of a PostgreSQL region by partition, its operations with it.

    A key of a cut table holds what cuts it: there, one `op_id` for all is kept by the arbiter, which looks for it
    in every part before it writes.
    """
    part = "CREATE TABLE {} PARTITION OF op FOR VALUES WITH (MODULUS {}, REMAINDER {})"
    parts = [part.format(f"op_{number:02}", SHARDS, number) for number in range(SHARDS)]
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


def add_jobs() -> None:
    """Add the table of jobs."""
    op.create_table(
        "job",
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("due_ms", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("lease_ms", sa.BigInteger),
        sa.Column("done_ms", sa.BigInteger),
        sa.Column("trouble", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("queue", "key", name="pk_job"),
    )
    op.create_index("ix_job_queue_due_ms", "job", ["queue", "due_ms"])
