# SPDX-License-Identifier: EUPL-1.2
"""A fair queue before the database: bounded work in flight, one practice after the other, a word when it is full.

Everything here happens on the event loop: no lock, no thread held by whoever waits.
"""

import asyncio
import random
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from sync_server.refusals import RefusedError

AT_ONCE: Final = 8
"""Requests that work at a time: SQLite has one writer, PostgreSQL a pool of ten connections."""

OF_ONE: Final = 2
"""… of one practice: its pushes wait for each other's lock anyway; the second may be a pull."""

QUEUE: Final = 1_500
"""Requests that wait, each with a body of 1 MiB at most; typical ones are a hundredth of it."""

QUEUE_OF_ONE: Final = 8
PATIENCE_S: Final = 20.0
"""A post gives up after 30 s: it hears the refusal before."""

SOON_S: Final = 2
LATE_S: Final = 45
"""Bounds of `Retry-After`: no queue of a post is stuck for a minute once there is room (R4)."""


_MEMORY: Final = 0.05
"""Weight of the newest turn in the mean length of one."""


class FairQueue:
    """Gives turns to practices in a ring: a practice that sends much waits behind those that send little."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        of_one: int = OF_ONE,
        queue: int = QUEUE,
        patience: float = PATIENCE_S,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._at_once, self._of_one, self._most, self._patience = at_once, of_one, queue, patience
        self._draw = draw
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._queued = 0
        self._pace = 0.0

    @asynccontextmanager
    async def turn(self, practice: str) -> AsyncIterator[None]:
        """Wait for a turn of a practice and hold it.

        Raises:
            RefusedError: 503 `busy` with `Retry-After`: the queue is full, or the turn did not come in time.
        """
        await self._enter(practice)
        began = time.monotonic()
        try:
            yield
        finally:
            self._pace += (time.monotonic() - began - self._pace) * _MEMORY
            self._running[practice] -= 1
            if not self._running[practice]:
                del self._running[practice]
            self._next()

    def refuse_if_full(self, practice: str) -> None:
        """Say at once that there is no room, before a body is read.

        Raises:
            RefusedError: as `turn`.
        """
        if self._queued >= self._most or len(self._waiting.get(practice, ())) >= QUEUE_OF_ONE:
            raise self._busy()

    async def _enter(self, practice: str) -> None:
        if practice not in self._waiting and self._has_room(practice):
            self._running[practice] += 1
            return
        self.refuse_if_full(practice)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(practice, deque()).append(mine)
        self._queued += 1
        self._next()
        try:
            await asyncio.wait_for(asyncio.shield(mine), self._patience)
        except (TimeoutError, asyncio.CancelledError) as gone:
            self._give_up(practice, mine)
            if isinstance(gone, TimeoutError):
                raise self._busy() from None
            raise

    def _has_room(self, practice: str) -> bool:
        return self._running.total() < self._at_once and self._running[practice] < self._of_one

    def _next(self) -> None:
        """Give free turns, each to the practice that has waited longest in the ring."""
        while self._running.total() < self._at_once:
            ready = next((name for name in self._waiting if self._running[name] < self._of_one), None)
            if ready is None:
                return
            mine = self._waiting[ready].popleft()
            self._queued -= 1
            if self._waiting[ready]:
                self._waiting.move_to_end(ready)
            else:
                del self._waiting[ready]
            self._running[ready] += 1
            mine.set_result(None)

    def _give_up(self, practice: str, mine: asyncio.Future[None]) -> None:
        if mine.done():  # the turn came at the very moment: hand it on
            self._running[practice] -= 1
            self._next()
            return
        mine.cancel()
        self._waiting[practice].remove(mine)
        self._queued -= 1
        if not self._waiting[practice]:
            del self._waiting[practice]

    def _busy(self) -> RefusedError:
        """Spread who comes back: once those who wait now were served, and never all in the same second."""
        reach = min(max(self._queued * self._pace / self._at_once, SOON_S), LATE_S / 2)
        seconds = min(round(reach * (1 + self._draw())), LATE_S)
        sentence = "La région reçoit beaucoup à la fois. Rien n’est perdu ; l’envoi est refait dans un instant."
        return RefusedError(503, "busy", sentence, retry_after=max(seconds, 1))
