# SPDX-License-Identifier: EUPL-1.2
"""Keyed connections of one database: opened while the vault is open, and not one second longer than their use."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from lgc_app.vault.faults import VaultLockedError
from lgc_app.vault.keys import DatabaseKey

_CACHE_KIB = 65_536
_BUSY_SECONDS = 10
_SETTINGS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL loses acknowledged commits on a power cut
    f"PRAGMA cache_size=-{_CACHE_KIB}",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)


class KeyedConnections:
    """Makes the connections of an engine until that engine is disposed of.

    After that none is made, and one that is in use on another thread ends its work (a save in flight is not
    cut), then is closed as it comes back.
    """

    def __init__(self, path: Path, key: DatabaseKey) -> None:
        self._path = path
        self._key = key
        self._ended = False

    def connect(self) -> Any:
        """Open, key and set up one connection.

        Raises:
            VaultLockedError: the engine was disposed of.
        """
        if self._ended:
            raise VaultLockedError
        connection = sqlcipher.connect(str(self._path), check_same_thread=False, timeout=_BUSY_SECONDS)
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")  # it writes to stderr otherwise
            connection.execute("PRAGMA cipher_memory_security=OFF")
            connection.set_key(self._key.sqlcipher_form())
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for setting in _SETTINGS:
                connection.execute(setting)
        except sqlcipher.Error:
            connection.close()
            raise
        connection.isolation_level = None  # we say BEGIN ourselves
        return connection

    def serve(self, engine: sa.Engine) -> None:
        """Follow the life of the engine that uses these connections."""
        sa.event.listen(engine, "checkin", self._on_return)
        sa.event.listen(engine, "engine_disposed", self._on_disposed)

    def _on_disposed(self, _engine: sa.Engine) -> None:
        self._ended = True

    def _on_return(self, connection: Any, _record: object) -> None:
        if self._ended and connection is not None:
            connection.close()
