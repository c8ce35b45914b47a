# SPDX-License-Identifier: EUPL-1.2
"""Work that the region owes itself: what is due, who has it in hand, what went wrong and when it is tried again.

One table on both engines (docs/decisions/0022-jobs-of-our-own.md). A job is claimed under a lease, so several
servers on one PostgreSQL share the work, and what a server that died had in hand is taken up by another.
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lgc_core.errors import UserError
from sync_server.db import reading, writing
from sync_server.services.clock import now_ms
from sync_server.tables import job

UPKEEP: Final = "entretien"
DMP: Final = "dmp"
"""Queues: what the server does for itself, and dispatches that troubled the worker, each tried again later."""

LEASE_MS: Final = 2 * 3600 * 1000
"""The longest job, a drill of a large region, ends before; past it the server that had it is taken for dead."""

FIRST_RETRY_MS: Final = 60 * 1000
LAST_RETRY_MS: Final = 3600 * 1000
"""Tries are twice as far apart each time, from one to the other."""

_ONCE: Final = 1
_KEPT_WORDS: Final = 200


@dataclass(frozen=True)
class Claimed:
    """A job in hand; `lease_ms` tells this claim from a later one."""

    queue: str
    key: str
    tries: int
    lease_ms: int


@dataclass(frozen=True)
class JobLine:
    """A job as the console shows it: `trouble` is what the last try met, empty after a success."""

    queue: str
    key: str
    due_ms: int
    tries: int
    in_hand: bool
    done_ms: int | None
    trouble: str


def owe(connection: sa.Connection, queue: str, key: str, due_ms: int | None = None) -> None:
    """Note a job, due now by default; one that is there already keeps its time."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"queue": queue, "key": key, "due_ms": now_ms() if due_ms is None else due_ms, "tries": 0, "trouble": ""}
    connection.execute(dialect.insert(job).values(**row).on_conflict_do_nothing())


def claim(engine: sa.Engine, queue: str, key: str = "") -> Claimed | None:
    """Take the job that is due for longest (or that one), None when there is none free."""
    now = now_ms()
    free = sa.or_(job.c.lease_ms.is_(None), job.c.lease_ms < now)
    asked = sa.select(job.c.key, job.c.tries).where(job.c.queue == queue, job.c.due_ms <= now, free)
    if key:
        asked = asked.where(job.c.key == key)
    asked = asked.order_by(job.c.due_ms, job.c.key).limit(_ONCE).with_for_update(skip_locked=True)
    if not _is_any_due(engine, queue, now):
        return None
    with writing(engine) as connection:
        row = connection.execute(asked).first()
        if row is None:
            return None
        taken = Claimed(queue, row.key, row.tries + 1, now + LEASE_MS)
        mine = (job.c.queue == queue, job.c.key == row.key)
        connection.execute(sa.update(job).where(*mine).values(lease_ms=taken.lease_ms, tries=taken.tries))
        return taken


def _is_any_due(engine: sa.Engine, queue: str, now: int) -> bool:
    """Look before writing: most looks find nothing, and a write waits for its turn."""
    with reading(engine) as connection:
        due = sa.select(job.c.key).where(job.c.queue == queue, job.c.due_ms <= now).limit(_ONCE)
        return connection.execute(due).first() is not None


def done(connection: sa.Connection, claimed: Claimed, again_ms: int | None = None) -> None:
    """Note a success: due again after some time, or never."""
    now = now_ms()
    if again_ms is None:
        connection.execute(sa.delete(job).where(*_of(claimed)))
        return
    values = {"due_ms": now + again_ms, "tries": 0, "lease_ms": None, "done_ms": now, "trouble": ""}
    connection.execute(sa.update(job).where(*_of(claimed)).values(**values))


def failed(connection: sa.Connection, claimed: Claimed, trouble: str) -> None:
    """Note a try that failed, in words without any patient's data; the next comes later than the last did."""
    values = {"due_ms": now_ms() + _wait_ms(claimed.tries), "lease_ms": None, "trouble": trouble[:_KEPT_WORDS]}
    connection.execute(sa.update(job).where(*_of(claimed)).values(**values))


def put_off(connection: sa.Connection, queue: str, key: str, trouble: str) -> None:
    """Note that something was tried outside of any lease and failed: it becomes a job, or waits longer."""
    owe(connection, queue, key)
    mine = (job.c.queue == queue, job.c.key == key)
    tries = connection.execute(sa.select(job.c.tries).where(*mine)).scalar_one() + 1
    values = {"tries": tries, "due_ms": now_ms() + _wait_ms(tries), "trouble": trouble[:_KEPT_WORDS]}
    connection.execute(sa.update(job).where(*mine).values(**values))


def settle(connection: sa.Connection, queue: str, key: str) -> None:
    """Forget a job, if it was one."""
    connection.execute(sa.delete(job).where(job.c.queue == queue, job.c.key == key))


def _wait_ms(tries: int) -> int:
    return min(FIRST_RETRY_MS << min(tries - 1, 30), LAST_RETRY_MS)


def hurry(connection: sa.Connection, queue: str, key: str) -> None:
    """Make a job due now.

    Raises:
        UserError: there is no such job.
    """
    mine = (job.c.queue == queue, job.c.key == key)
    if not connection.execute(sa.update(job).where(*mine).values(due_ms=now_ms())).rowcount:
        raise UserError("Ce travail n’existe pas. Voyez la liste.")


def waiting_keys(connection: sa.Connection, queue: str) -> set[str]:
    """Return the jobs of a queue that are not due yet, or are in somebody's hands."""
    now = now_ms()
    later = sa.or_(job.c.due_ms > now, job.c.lease_ms >= now)
    return set(connection.execute(sa.select(job.c.key).where(job.c.queue == queue, later)).scalars())


def all_jobs(connection: sa.Connection, queue: str) -> list[JobLine]:
    """Return the jobs of a queue, those in trouble first."""
    now = now_ms()
    rows = connection.execute(sa.select(job).where(job.c.queue == queue).order_by(job.c.tries.desc(), job.c.key))
    return [
        JobLine(r.queue, r.key, r.due_ms, r.tries, (r.lease_ms or 0) >= now, r.done_ms, r.trouble) for r in rows
    ]


def _of(claimed: Claimed) -> tuple[sa.ColumnElement[bool], ...]:
    return (job.c.queue == claimed.queue, job.c.key == claimed.key, job.c.lease_ms == claimed.lease_ms)
