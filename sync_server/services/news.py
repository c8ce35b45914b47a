# SPDX-License-Identifier: EUPL-1.2
"""What other processes of this region commit: a second server, a command line; posts that wait here hear of it.

On PostgreSQL a process tells the others after its commit (NOTIFY in a transaction of its own: inside that of a
push it would make every commit wait for the others). On SQLite a process looks, once a second and only when the
file changed. Only a hint, as services/hints.py says: what is missed is seen when the wait ends.
"""

import contextlib
import time
from typing import Final, Protocol

import sqlalchemy as sa
import uuid_utils

from lgc_core.model.dossier import CareTeamMember
from lgc_core.store.identity import cabinet
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.tables import partition as partition_table
from sync_server.db import reading
from sync_server.services.hints import Hints

EVERY_S: Final = 1.0
"""How often a process looks, and how soon it stops when asked to."""

_CHANNEL: Final = "lgc_news"
_MEMBER: Final = ENTITY_TABLES[CareTeamMember].c
_CHUNK: Final = 500
_TROUBLE: Final = (sa.exc.SQLAlchemyError, OSError)
_Heads = dict[str, frozenset[tuple[str, str, int]]]


class News(Protocol):
    """What a process hears of the others."""

    def heard(self, hints: Hints) -> set[str]:
        """Wait a moment, then return the practices of which another process wrote."""
        ...

    def tell(self, practice: str) -> None:
        """Let the other processes know that this one wrote."""
        ...

    def close(self) -> None:
        """Listen no more."""
        ...


def news_of(engine: sa.Engine, every: float = EVERY_S) -> News:
    """Return what fits the database; `every` s is how long a look waits."""
    return _Listening(engine, every) if engine.dialect.name == "postgresql" else _Looking(engine, every)


class _Looking:
    """SQLite: `PRAGMA data_version` moves when somebody else commits; then the heads are compared."""

    def __init__(self, engine: sa.Engine, every: float) -> None:
        self._engine = engine
        self._every = every
        self._connection: sa.Connection | None = None
        self._version = -1
        self._heads: _Heads = {}

    def heard(self, hints: Hints) -> set[str]:
        time.sleep(self._every)
        known = self._heads.keys() | set(hints.here())
        try:
            version = self._look()
            if version == self._version and known == self._heads.keys():
                return set()
            heads = self._read(sorted(known))
        except _TROUBLE:
            return set()
        before, self._heads, self._version = self._heads, heads, version
        return {one for one in before if heads[one] != before[one]} - hints.take_told()

    def tell(self, practice: str) -> None:
        """Say nothing: the file itself tells."""

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _look(self) -> int:
        if self._connection is None:
            self._connection = self._engine.connect()
        version = self._connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        self._connection.rollback()
        return int(version)

    def _read(self, practices: list[str]) -> _Heads:
        found: dict[str, set[tuple[str, str, int]]] = {one: set() for one in practices}
        columns = (partition_table.c.id, partition_table.c.epoch, partition_table.c.seq)
        with reading(self._engine) as connection:
            for start in range(0, len(practices), _CHUNK):
                some = practices[start : start + _CHUNK]
                own = sa.select(*columns).where(partition_table.c.id.in_([cabinet(one) for one in some]))
                for row in connection.execute(own):
                    found[row.id.partition(":")[2]].add(tuple(row))
                circles = (
                    sa.select(_MEMBER.ix_practice, *columns)
                    .join(partition_table, partition_table.c.id == _MEMBER.partition)
                    .where(_MEMBER.ix_practice.in_(some), _MEMBER.ix_status == "membre")
                )
                for practice, *head in connection.execute(circles):
                    found[practice].add((head[0], head[1], head[2]))
        return {one: frozenset(heads) for one, heads in found.items()}


class _Listening:
    """PostgreSQL: LISTEN on a connection of its own."""

    def __init__(self, engine: sa.Engine, every: float) -> None:
        from psycopg import Error  # noqa: PLC0415  # a SQLite server does not load it

        self._engine = engine
        self._every = every
        self._trouble = (*_TROUBLE, Error)
        self._me = str(uuid_utils.uuid4())
        self._connection: sa.Connection | None = None

    def heard(self, hints: Hints) -> set[str]:
        hints.take_told()
        try:
            return self._wait()
        except self._trouble:
            self.close()
            time.sleep(self._every)
            return set()

    def tell(self, practice: str) -> None:
        with contextlib.suppress(*self._trouble), self._open() as connection:
            connection.execute(sa.select(sa.func.pg_notify(_CHANNEL, f"{self._me} {practice}")))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _open(self) -> sa.Connection:
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _wait(self) -> set[str]:
        if self._connection is None:
            self._connection = self._open()
            self._connection.exec_driver_sql(f"LISTEN {_CHANNEL}")
        driver = self._connection.connection.driver_connection
        assert driver is not None
        said = [one.payload.split(" ", 1) for one in driver.notifies(timeout=self._every, stop_after=1)]
        return {practice for sender, practice in said if sender != self._me}
