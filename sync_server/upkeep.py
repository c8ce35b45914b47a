# SPDX-License-Identifier: EUPL-1.2
"""What the server does for itself: a backup a day, a restore drill a month, old snapshots and uploads dropped."""

import asyncio
import contextlib
import logging
from typing import Final

import sqlalchemy as sa

from lgc_core.errors import LgcError
from sync_server import logs
from sync_server.context import Server
from sync_server.services.backups import make_backup
from sync_server.services.drills import run_drill, upkeep_due

FIRST_S: Final = 600.0
"""After a start, posts come back first."""

EVERY_S: Final = 3600.0
_TROUBLE: Final = (LgcError, OSError, sa.exc.SQLAlchemyError)


async def run_upkeep(server: Server, stop: asyncio.Event) -> None:
    """Look every hour until asked to stop."""
    wait = FIRST_S
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        if not stop.is_set():
            await asyncio.to_thread(turn, server)
        wait = EVERY_S


def turn(server: Server) -> None:
    """Do what is due; a trouble is written down and shows on the console as a late backup or a failed drill."""
    try:
        server.arrivals.sweep()
        backup, drill = upkeep_due(server.settings, server.engine)
        if backup:
            make_backup(server.settings, server.engine)
            logs.event("backup")
        if drill:
            result = run_drill(server.settings, server.engine)
            logs.event("drill", state="ok" if result.ok else "failed", count=result.operations)
    except _TROUBLE as error:
        logs.event("upkeep trouble", logging.WARNING, error)
