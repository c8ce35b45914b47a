# SPDX-License-Identifier: EUPL-1.2
"""The record on one post: a database, who this post is, and the unit of work over both."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from lgc_core.model.values import Author
from lgc_core.model.values.when import REUNION
from lgc_core.oplog.upcast import CURRENT, Schema
from lgc_core.store.identity import Post
from lgc_core.store.turns import Turns
from lgc_core.store.unit_of_work import UnitOfWork


def now_here() -> dt.datetime:
    """Return the wall clock of La Réunion with its offset."""
    return dt.datetime.now(REUNION)


class Store:
    """Writes by unit of work, reads on short connections; one thread owns it."""

    def __init__(
        self,
        engine: sa.Engine,
        practice: str,
        device: str,
        now: Callable[[], dt.datetime] = now_here,
        schema: Schema = CURRENT,
    ) -> None:
        self.engine = engine
        self.now = now
        self._turns = Turns()
        self.schema = schema
        with engine.connect() as connection:
            self.post = Post(practice, device, connection)

    def unit_of_work(self, author: Author) -> UnitOfWork:
        """Open a write transaction for one gesture of one person."""
        self._turns.take()
        try:
            connection = self.engine.connect().execution_options(write=True)
            return UnitOfWork(connection, self.post, author, self.now, self.schema, self._turns.give_back)
        except BaseException:
            self._turns.give_back()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection for reads; nothing written on it stays."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, gives_way: bool = False) -> Iterator[sa.Connection]:
        """Give a connection for local tables only (drafts, settings, sync state), committed at the end.

        Who `gives_way` lets what people save go first: the exchange does, batch by batch.
        """
        writing = self.engine.execution_options(write=True)
        with self._turns.turn(gives_way=gives_way), writing.connect() as connection, connection.begin():
            yield connection
