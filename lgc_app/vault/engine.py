# SPDX-License-Identifier: EUPL-1.2
"""The SQLAlchemy engine over SQLCipher (docs/architecture.md, Storage). No key in a URL or log."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from lgc_app.vault.connections import KeyedConnections
from lgc_app.vault.faults import DamagedDatabaseError, EngineTooOldError, VaultMissingError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.sql_errors import FaultTranslator
from lgc_core.errors import LgcError

MINIMUM_SQLITE = (3, 51, 3)  # older ones have the WAL-reset defect: committed writes can be lost
WRITE = {"write": True}  # execution options of a connection that will write: BEGIN IMMEDIATE
_CONNECTIONS = 4


def require_sound_sqlite(version: str = sqlcipher.sqlite_version) -> None:
    """Refuse an SQLite that may lose committed writes.

    Raises:
        EngineTooOldError: below 3.51.3.
    """
    if tuple(int(part) for part in version.split(".")) < MINIMUM_SQLITE:
        raise EngineTooOldError(version)


def open_database(path: Path, key: DatabaseKey, on_full: Callable[[], None] | None = None) -> sa.Engine:
    """Open an existing database, and prove that the key reads it.

    `on_full` is called when the disk is found full, before the error goes up: it frees the reserve. A connection
    writes under `engine.execution_options(**WRITE)`: its transactions then begin IMMEDIATE.

    Raises:
        VaultMissingError, WrongKeyError, DamagedDatabaseError, EngineTooOldError, DiskTroubleError: as named.
    """
    if not path.is_file():
        raise VaultMissingError
    if path.stat().st_size == 0:
        raise DamagedDatabaseError
    return _engine(path, key, on_full)


def create_database(path: Path, key: DatabaseKey, on_full: Callable[[], None] | None = None) -> sa.Engine:
    """Make an empty database where there is none, and open it.

    Raises:
        FileExistsError: something is there already. Else as `open_database`.
    """
    path.touch(mode=0o600, exist_ok=False)
    return _engine(path, key, on_full)


def close_database(engine: sa.Engine) -> None:
    """Close every connection for good; the last one folds the write-ahead log into the file."""
    engine.dispose()


def _engine(path: Path, key: DatabaseKey, on_full: Callable[[], None] | None) -> sa.Engine:
    require_sound_sqlite()
    connections = KeyedConnections(path, key)
    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher,  # without it errors are not wrapped by SQLAlchemy
        creator=connections.connect,
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,  # parameters are patient data: never in an exception
    )
    connections.serve(engine)
    sa.event.listen(engine, "begin", _begin)
    return _proven(engine, FaultTranslator(engine, on_full))


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _proven(engine: sa.Engine, faults: FaultTranslator) -> sa.Engine:
    """Read once, so that a wrong key is told now and not at the first search."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except LgcError:
        engine.dispose()
        raise
    faults.key_is_proven = True
    return engine
