# SPDX-License-Identifier: EUPL-1.2
"""The shard map of a PostgreSQL region: in which part of the log the operations of a partition are.

Only the log is cut (migrations/record_0011.py, docs/decisions/0021-postgresql.md): it is most of the bytes, every
read of it names one partition, and its parts are vacuumed, indexed and dumped one by one.
"""

from typing import Final

import sqlalchemy as sa

_PART: Final = sa.text(
    "SELECT part.relname FROM pg_inherits JOIN pg_class part ON part.oid = pg_inherits.inhrelid"
    " WHERE pg_inherits.inhparent = 'op'::regclass AND satisfies_hash_partition('op'::regclass,"
    " (substring(pg_get_expr(part.relpartbound, part.oid) FROM 'modulus ([0-9]+)'))::int,"
    " (substring(pg_get_expr(part.relpartbound, part.oid) FROM 'remainder ([0-9]+)'))::int,"
    " CAST(:partition AS text))"
)


def shard_of(connection: sa.Connection, partition: str) -> str:
    """Return the table that holds the operations of a partition; a region that is not cut has one."""
    if connection.dialect.name != "postgresql":
        return "op"
    return str(connection.scalar(_PART, {"partition": partition}) or "op")
