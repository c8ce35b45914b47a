# SPDX-License-Identifier: EUPL-1.2
"""Open the server's database by URL: SQLite through sqlcipher3 (key optional) or PostgreSQL through psycopg 3."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from lgc_core.errors import UserError
from lgc_core.store.turns import Turns
from sync_server.full_disk import tell_when_full

SQLITE_FLOOR: Final = (3, 51, 3)
"""Older SQLite may lose committed pages when a WAL is reset (architecture.md, Storage)."""

_HEX_KEY: Final = re.compile(r"[0-9a-fA-F]{64}\Z")
_BUSY_S: Final = 30.0
_HAS_TURN: Final = "has_turn"
_CACHE_KIB: Final = 65_536
"""Pages held by a connection that works: the default of 2 MB makes a large region slower than a small one."""

_CHECKPOINT_PAGES: Final = 8_192
"""Pages of the log before they move to their places (32 MB): at 1,000, every second push paid two more fsyncs.
What a commit promises is the same: it is on the disk in the log."""


def open_engine(url: str, key_file: Path | None = None) -> sa.Engine:
    """Return an engine whose parameters never show in an error message.

    Raises:
        UserError: for an unknown kind of database, a SQLite that loses data, or a key that is not a key.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        engine = _sqlite(parsed.database or "", _key(key_file))
    elif backend == "postgresql":
        engine = sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_pre_ping=True, pool_size=10
        )
    else:
        raise UserError(f"La base « {backend} » n’est pas gérée. Donnez une adresse sqlite ou postgresql.")
    tell_when_full(engine)
    return engine


def _key(key_file: Path | None) -> str:
    if key_file is None:
        return ""
    text = key_file.read_text(encoding="ascii").strip()
    if not _HEX_KEY.match(text):
        raise UserError("Le fichier de clé de la base doit contenir 64 chiffres hexadécimaux. Corrigez-le.")
    return text


def _sqlite(path: str, key: str) -> sa.Engine:
    from sqlcipher3 import dbapi2  # noqa: PLC0415  # a PostgreSQL server does not load it

    if tuple(int(part) for part in dbapi2.sqlite_version.split(".")) < SQLITE_FLOOR:
        raise UserError(
            "Cette version de SQLite peut perdre des données. Installez sqlcipher3 0.6.4 ou plus récent."
        )
    Path(path).parent.mkdir(parents=True, exist_ok=True)

    def connect() -> Any:
        connection = dbapi2.connect(path, check_same_thread=False, timeout=_BUSY_S)
        if key:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.set_key(f"x'{key}'")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
        connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN, immediate when it writes
        return connection

    engine = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=sa.pool.QueuePool,
        pool_size=10,
        max_overflow=40,
        hide_parameters=True,
    )
    _Writers(engine)
    return engine


class _Writers:
    """Writers of this process stand in line and are woken at once; SQLite would make them sleep up to 100 ms."""

    def __init__(self, engine: sa.Engine) -> None:
        self._turns = Turns()
        sa.event.listen(engine, "begin", self._begin)
        sa.event.listen(engine, "checkin", self._on_return)

    def _begin(self, connection: sa.Connection) -> None:
        if not connection.get_execution_options().get("write"):
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get(_HAS_TURN):
            self._turns.take()
            connection.info[_HAS_TURN] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def _on_return(self, _connection: Any, record: Any) -> None:
        """End the turn: the transaction is over, whatever became of it."""
        if record.info.pop(_HAS_TURN, False):
            self._turns.give_back()


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that will write: on SQLite it waits for its turn before reading anything."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that only reads: one consistent picture."""
    with engine.connect() as connection, connection.begin():
        yield connection
