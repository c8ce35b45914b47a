# SPDX-License-Identifier: EUPL-1.2
"""Copy every row of a region from one database to another, whatever their kinds: the tables are the same.

So a PostgreSQL region is backed up as a SQLite file like any other, verified and drilled the same way, and either
kind is restored from it (docs/decisions/0021-backups-of-postgresql.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa

from lgc_core.store import rendered
from lgc_core.store.tables import metadata
from sync_server.tables import server

_ROWS: Final = 1_000
"""Rows held in memory at once."""


def region_tables() -> list[sa.Table]:
    """Return every table of a region: the record, its log, and the server's own."""
    return [*metadata.sorted_tables, *server.sorted_tables]


@contextmanager
def one_moment(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Read a database as it is at one moment, while others go on writing."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def copy_rows(source: sa.Connection, target: sa.Connection) -> int:
    """Copy all rows into empty tables of the same version, in bounded memory; return how many."""
    return sum(_copy_table(source, target, table) for table in region_tables())


def is_empty(connection: sa.Connection) -> bool:
    """Tell whether no table of a region holds a row."""
    one = (sa.select(sa.literal(1)).select_from(table).limit(1) for table in region_tables())
    return not any(connection.execute(query).first() for query in one)


def _copy_table(source: sa.Connection, target: sa.Connection, table: sa.Table) -> int:
    columns = tuple(column.name for column in table.columns)
    found = source.execution_options(yield_per=_ROWS).execute(sa.select(*table.columns))
    count = 0
    for some in found.partitions(_ROWS):
        rendered.insert_lines(target, table, columns, [tuple(row) for row in some])
        count += len(some)
    return count
