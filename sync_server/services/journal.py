# SPDX-License-Identifier: EUPL-1.2
"""The server's own journal: who approved, refused, revoked, logged in; append-only and hash-chained, ids only."""

import hashlib
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_core.model.canonical import canonical
from sync_server.services.clock import now_ms
from sync_server.tables import journal

FIRST_LINK: Final = "0" * 64
_LOCK: Final = 0x53455245
"""PostgreSQL advisory lock of the chain: one writer at a time, until the transaction ends."""


@dataclass(frozen=True)
class Line:
    """One line, as the console shows it."""

    number: int
    at_ms: int
    event: str
    actor: str
    practice: str
    device: str


def write(connection: sa.Connection, event: str, *, actor: str = "", practice: str = "", device: str = "") -> None:
    """Add a line to the chain in the caller's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    last = connection.execute(sa.select(journal).order_by(journal.c.number.desc()).limit(1)).first()
    line = {
        "number": (last.number if last else 0) + 1,
        "at_ms": now_ms(),
        "event": event,
        "actor": actor,
        "practice": practice,
        "device": device,
        "previous": last.hash if last else FIRST_LINK,
    }
    connection.execute(journal.insert().values(**line, hash=_hash(line)))


def recent(connection: sa.Connection, limit: int = 200) -> list[Line]:
    """Return the newest lines first."""
    rows = connection.execute(sa.select(journal).order_by(journal.c.number.desc()).limit(limit))
    return [Line(r.number, r.at_ms, r.event, r.actor, r.practice, r.device) for r in rows]


def broken_at(connection: sa.Connection) -> int | None:
    """Return the number of the first line that does not follow its predecessor, None when the chain holds."""
    previous, expected = FIRST_LINK, 1
    for row in connection.execute(sa.select(journal).order_by(journal.c.number)):
        line = {name: value for name, value in row._mapping.items() if name != "hash"}  # noqa: SLF001  # public by SQLAlchemy's documentation
        if row.number != expected or row.previous != previous or row.hash != _hash(line):
            return int(row.number)
        previous, expected = row.hash, expected + 1
    return None


def _hash(line: dict[str, object]) -> str:
    return hashlib.sha256(canonical(line).encode()).hexdigest()
