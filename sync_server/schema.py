# SPDX-License-Identifier: EUPL-1.2
"""Bring the server's database to the schema of this version, one server at a time."""

import sqlalchemy as sa

from lgc_core.oplog.upcast import CURRENT, OLDEST
from lgc_core.sync.reread import catch_up_region
from migrations.upgrade import upgrade
from sync_server.db import writing

_LOCK = 0x53434845
"""PostgreSQL advisory lock: a second server waits until the first has upgraded."""


def bring_up_to_date(engine: sa.Engine) -> bool:
    """Upgrade the database; return whether anything was done.

    Raises:
        NewerDatabaseError: when the database is ahead of this code.
    """
    if engine.dialect.name != "postgresql":
        return _upgraded(engine)
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        return _upgraded(engine)


def _upgraded(engine: sa.Engine) -> bool:
    """Upgrade, then fold again what the older version had kept without being able to read it."""
    if not upgrade(engine, "server"):
        return False
    with writing(engine) as connection:
        catch_up_region(connection, CURRENT, OLDEST)
    return True
