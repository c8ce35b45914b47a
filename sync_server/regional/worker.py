# SPDX-License-Identifier: EUPL-1.2
"""Takes what waits for the DMP, one dispatch after the other, and says in the record what became of each.

A dispatch that troubles the worker is left for later and never blocks the next one.
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable
from typing import Final

import sqlalchemy as sa

from lgc_core.errors import LgcError
from lgc_core.model.dispatch import Dispatch, Refusal
from lgc_core.model.values.when import REUNION
from lgc_core.store import queries
from lgc_core.store.identity import practice_of
from lgc_core.store.tables import ENTITY_TABLES
from sync_server import logs
from sync_server.context import Server
from sync_server.db import reading, writing
from sync_server.regional.dmp import DmpGateway, DmpRefusedError, SandboxDmp
from sync_server.regional.dmp_gate import NotHereYetError, prepare
from sync_server.services import flows, jobs
from sync_server.services.blob_store import BlobStore
from sync_server.services.region_writer import move_dispatch

EVERY_S: Final = 1.0
BATCH: Final = 50
_TROUBLE: Final = (LgcError, LookupError, ValueError, ArithmeticError, OSError, sa.exc.SQLAlchemyError)
"""What one bad document or a busy database may raise; anything else stops the server, which is restarted."""


async def run_worker(server: Server, stop: asyncio.Event) -> None:
    """Work until asked to stop."""

    def told(partition: str) -> None:
        server.tell(practice_of(partition))

    worker = DmpWorker(server.engine, server.blobs, SandboxDmp(server.engine), told)
    while not stop.is_set():
        await asyncio.to_thread(worker.turn)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY_S)


class DmpWorker:
    """Moves dispatches of the DMP channel; several servers may run one each."""

    def __init__(
        self,
        engine: sa.Engine,
        blobs: BlobStore,
        gateway: DmpGateway,
        told: Callable[[str], None] = lambda _partition: None,
    ) -> None:
        self._engine = engine
        self._blobs = blobs
        self._gateway = gateway
        self._told = told

    def turn(self) -> int:
        """Treat what waits; return how many dispatches moved."""
        moved = 0
        for dispatch, partition in self._waiting():
            try:
                moved += self._one(dispatch, partition)
            except _TROUBLE as error:
                logs.event("dmp trouble", logging.WARNING, error, flow=flows.DMP)
                self._later(dispatch, error)
        return moved

    def _later(self, dispatch: Dispatch, error: Exception) -> None:
        """Try a dispatch again later, and later each time: a job of its own, which the console shows."""
        try:
            with writing(self._engine) as connection:
                jobs.put_off(connection, jobs.DMP, dispatch.id, type(error).__name__)
        except sa.exc.SQLAlchemyError as busy:
            logs.event("dmp trouble", logging.WARNING, busy, flow=flows.DMP)

    def _waiting(self) -> list[tuple[Dispatch, str]]:
        table = ENTITY_TABLES[Dispatch]
        wanted = (table.c.ix_state == "enregistré", table.c.ix_channel == "DMP")
        try:
            with reading(self._engine) as connection:
                later = jobs.waiting_keys(connection, jobs.DMP)
                found = queries.find(
                    connection, Dispatch, *wanted, order=table.c.id, limit=10 * BATCH + len(later)
                )
                homes = sa.select(table.c.id, table.c.partition).where(table.c.id.in_([d.id for d in found]))
                partition = {row.id: row.partition for row in connection.execute(homes)} if found else {}
        except sa.exc.SQLAlchemyError as error:
            logs.event("dmp trouble", logging.WARNING, error, flow=flows.DMP)
            return []
        return [(dispatch, partition[dispatch.id]) for dispatch in found if dispatch.id not in later]

    def _one(self, dispatch: Dispatch, partition: str) -> int:
        try:
            with reading(self._engine) as connection:
                submission, content = prepare(connection, self._blobs, dispatch, partition)
            receipt = self._gateway.submit(submission, content)
        except NotHereYetError:
            return 0
        except DmpRefusedError as error:
            self._refused(dispatch, partition, error)
            return 1
        values = {"state": "reçu", "receipt": receipt.text, "received_at": receipt.at}
        move_dispatch(self._engine, partition, dispatch.id, values)
        self._told(partition)
        self._count(dispatch, done=1)
        logs.event("dmp deposit", flow=flows.DMP, state="reçu")
        return 1

    def _refused(self, dispatch: Dispatch, partition: str, error: DmpRefusedError) -> None:
        at = dt.datetime.now(REUNION).isoformat(timespec="seconds")
        refusal = Refusal(code=error.code, phrase=f"{error.sentence} (DMP, bac à sable)", at=at)
        move_dispatch(self._engine, partition, dispatch.id, {"state": "refusé", "error": refusal})
        self._told(partition)
        self._count(dispatch, refused=1)
        logs.event("dmp deposit", flow=flows.DMP, state="refusé", reason=error.code)

    def _count(self, dispatch: Dispatch, done: int = 0, refused: int = 0) -> None:
        with writing(self._engine) as connection:
            jobs.settle(connection, jobs.DMP, dispatch.id)
            flows.count(connection, flows.DMP, done=done, refused=refused)
