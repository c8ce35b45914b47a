# SPDX-License-Identifier: EUPL-1.2
"""Bring the server's database to the schema of this version, one server at a time."""

import sqlalchemy as sa

from migrations.upgrade import upgrade

_LOCK = 0x53434845
"""PostgreSQL advisory lock: a second server waits until the first has upgraded."""


def bring_up_to_date(engine: sa.Engine) -> bool:
    """Upgrade the database; return whether anything was done.

    Raises:
        NewerDatabaseError: when the database is ahead of this code.
    """
    if engine.dialect.name != "postgresql":
        return upgrade(engine, "server")
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        return upgrade(engine, "server")
