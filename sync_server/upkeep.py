# SPDX-License-Identifier: EUPL-1.2
"""What the server does for itself: a backup a day, a restore drill a month, old snapshots and uploads dropped.

Each is a job (services/jobs.py): looked at every hour, tried again after a trouble, shown in the console.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import Final

import sqlalchemy as sa

from lgc_core.errors import LgcError, OutsideError, UserError
from sync_server import logs
from sync_server.context import Server
from sync_server.db import writing
from sync_server.services import jobs
from sync_server.services.backups import make_backup
from sync_server.services.drills import run_drill, upkeep_due

FIRST_S: Final = 600.0
"""After a start, posts come back first."""

LOOK_EVERY_S: Final = 60.0
AGAIN_MS: Final = 3600 * 1000
_TROUBLE: Final = (LgcError, OSError, sa.exc.SQLAlchemyError)


def _sweep(server: Server) -> None:
    server.arrivals.sweep()


def _backup(server: Server) -> None:
    if upkeep_due(server.settings, server.engine)[0]:
        make_backup(server.settings, server.engine)
        logs.event("backup")


def _drill(server: Server) -> None:
    if upkeep_due(server.settings, server.engine)[1]:
        result = run_drill(server.settings, server.engine)
        logs.event("drill", state="ok" if result.ok else "failed", count=result.operations)


WORK: Final[Mapping[str, Callable[[Server], None]]] = {
    "envois abandonnés": _sweep,
    "sauvegarde": _backup,
    "exercice de restauration": _drill,
}
"""In the order in which they are done: a drill restores the backup that was just made."""


async def run_upkeep(server: Server, stop: asyncio.Event) -> None:
    """Look every minute until asked to stop."""
    wait = FIRST_S
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        if not stop.is_set():
            await asyncio.to_thread(turn, server)
        wait = LOOK_EVERY_S


def turn(server: Server) -> None:
    """Do what is due; a trouble is written down, shown in the console and tried again."""
    try:
        with writing(server.engine) as connection:
            for name in WORK:
                jobs.owe(connection, jobs.UPKEEP, name)
        for name, work in WORK.items():
            if claimed := jobs.claim(server.engine, jobs.UPKEEP, name):
                _perform(server, claimed, work)
    except sa.exc.SQLAlchemyError as error:
        logs.event("upkeep trouble", logging.WARNING, error)


def _perform(server: Server, claimed: jobs.Claimed, work: Callable[[Server], None]) -> None:
    try:
        work(server)
    except _TROUBLE as error:
        logs.event("upkeep trouble", logging.WARNING, error)
        with writing(server.engine) as connection:
            jobs.failed(connection, claimed, _words(error))
    else:
        with writing(server.engine) as connection:
            jobs.done(connection, claimed, AGAIN_MS)


def _words(error: Exception) -> str:
    """Say a trouble: our own errors have a sentence, others only a name."""
    return error.sentence if isinstance(error, UserError | OutsideError) else type(error).__name__
