# SPDX-License-Identifier: EUPL-1.2
"""Slow down whoever guesses: a growing delay per subject and per address, kept across restarts.

An attempt is charged *before* the secret is compared, so that parallel guesses cannot share one charge.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync_server.db import writing
from sync_server.services.clock import Clock, now_ms
from sync_server.tables import throttle

FREE_TRIES: Final = 5
LONGEST_MS: Final = 15 * 60 * 1000
FORGET_MS: Final = 24 * 3600 * 1000
"""A subject left alone for a day starts again; an address too."""

ADDRESS_FREE_TRIES: Final = 30
"""Many patients share one address (a practice's Wi-Fi, a mobile operator)."""


@dataclass(frozen=True)
class Throttle:
    """Counts attempts under keys that do not tell what they are (HMAC)."""

    engine: sa.Engine
    secret: bytes
    clock: Clock = now_ms

    def charge(self, kind: str, subject: str, free: int = FREE_TRIES) -> int:
        """Count one attempt; return 0 when it may go on, else the seconds to wait."""
        key = self._key(kind, subject)
        with writing(self.engine) as connection:
            row = connection.execute(sa.select(throttle).where(throttle.c.key == key).with_for_update()).first()
            now = self.clock()  # once it is our turn: read before, it may be older than what the turn before wrote
            if row is not None and row.until_ms > now:
                return int((row.until_ms - now) // 1000) + 1
            failures = 1 if row is None or now - row.at_ms > FORGET_MS else row.failures + 1
            values = {"failures": failures, "until_ms": now + delay_ms(failures, free), "at_ms": now}
            if row is None:
                connection.execute(_upsert(connection, {"key": key, **values}))
            else:
                connection.execute(throttle.update().where(throttle.c.key == key).values(**values))
        return 0

    def forgive(self, kind: str, subject: str) -> None:
        """Forget the attempts of a subject that proved itself."""
        with writing(self.engine) as connection:
            connection.execute(throttle.delete().where(throttle.c.key == self._key(kind, subject)))

    def _key(self, kind: str, subject: str) -> str:
        return hmac.new(self.secret, f"{kind}\0{subject}".encode(), hashlib.sha256).hexdigest()


def delay_ms(failures: int, free: int) -> int:
    """Return the delay before the next attempt: none for the first ones, then 1 s doubling up to 15 minutes."""
    over = failures - free
    return 0 if over < 0 else min(1000 * 2 ** min(over, 20), LONGEST_MS)


def _upsert(connection: sa.Connection, values: dict[str, object]) -> sa.Executable:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(throttle).values(**values)
    added = {
        "failures": throttle.c.failures + 1,
        "until_ms": insert.excluded.until_ms,
        "at_ms": insert.excluded.at_ms,
    }
    statement: sa.Executable = insert.on_conflict_do_update(index_elements=["key"], set_=added)
    return statement
