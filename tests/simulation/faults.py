# SPDX-License-Identifier: EUPL-1.2
"""A region behind a bad network: everything travels as bytes, and bytes get lost, doubled, cut, held, mangled."""

import random
from collections.abc import Callable
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.errors import NoNetworkError, SyncRefusedError
from lgc_core.sync.protocol import (
    HandshakeRequest,
    HandshakeResponse,
    PullRequest,
    PullResponse,
    PushRequest,
    PushResponse,
)

T = TypeVar("T", bound=msgspec.Struct)
LATE_KEPT = 40
"""Old pushes that the network may still deliver."""


class Death(BaseException):
    """A process was killed; what it had not committed is gone."""


class Mortal:
    """Kills whoever commits, just before the commit, once it is armed."""

    def __init__(self, engine: sa.Engine) -> None:
        self._left = 0
        sa.event.listen(engine, "commit", self._on_commit)

    def arm(self, commits: int) -> None:
        """Die at this commit from now on (1 is the next one, 0 is never)."""
        self._left = commits

    def _on_commit(self, connection: sa.Connection) -> None:
        if self._left:
            self._left -= 1
            if not self._left:
                connection.exec_driver_sql("ROLLBACK")
                raise Death


class Server:
    """The arbiter of the moment: a restore replaces it."""

    def __init__(self, arbiter: Arbiter, again: Callable[[sa.Engine], Arbiter] = Arbiter) -> None:
        self.again = again
        self.replace(arbiter)
        self.late: list[tuple[PushRequest, str]] = []

    def replace(self, arbiter: Arbiter) -> None:
        """Put another database in its place."""
        self.arbiter = arbiter
        self.mortal = Mortal(arbiter._engine)

    def restore(self, engine: sa.Engine) -> None:
        """Go on from an older database under the same rules."""
        self.replace(self.again(engine))

    def keep_for_later(self, request: PushRequest, device: str) -> None:
        """Hold a copy of a push, as a network with long queues would."""
        self.late = [*self.late[-LATE_KEPT:], (request, device)]

    def deliver_late(self, rng: random.Random) -> None:
        """Let an old push arrive again, long after its time and after younger ones."""
        if self.late:
            request, device = rng.choice(self.late)
            try:
                self.arbiter.push(request, device)
            except SyncRefusedError:
                return


class FaultyRegion:
    """SyncProtocol over a server, through the line of one post."""

    def __init__(self, server: Server, device: str, rng: random.Random, rate: float) -> None:
        self._server, self._device, self._rng, self._rate = server, device, rng, rate
        self.requests = 0

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        return self._ask(request, lambda asked: HandshakeResponse(sv=asked.sv, min_sv=1, skew_ms=0))

    def push(self, request: PushRequest) -> PushResponse:
        self._server.keep_for_later(request, self._device)
        return self._ask(request, self._pushed)

    def pull(self, request: PullRequest) -> PullResponse:
        small = msgspec.structs.replace(request, limit=self._rng.choice([3, 1000]))
        response = self._ask(small, self._server.arbiter.pull)
        return self._mangled(response) if self._happens(0.2) else response

    def _pushed(self, asked: PushRequest) -> PushResponse:
        if self._happens(0.5):
            self._server.arbiter.push(asked, self._device)  # doubled on the way
        if self._happens(0.5):
            self._server.mortal.arm(1)
        if self._happens(0.3):  # an answer that leaves some out: those stay in the queue
            asked = msgspec.structs.replace(asked, ops=asked.ops[: len(asked.ops) // 2])
        try:
            response = self._server.arbiter.push(asked, self._device)
        except Death:
            raise NoNetworkError from None
        finally:
            self._server.mortal.arm(0)
        if self._happens(0.3):  # the same, of operations that were taken
            return msgspec.structs.replace(response, results=response.results[: len(response.results) // 2])
        return response

    def _ask(self, request: msgspec.Struct, answer: Callable[[T], msgspec.Struct]) -> T:
        """Carry a request and its answer as bytes, cut anywhere."""
        self.requests += 1
        self._maybe_lost()
        asked = self._carried(request)
        response = answer(asked)
        self._maybe_lost()
        return self._carried(response)

    def _carried(self, message: T) -> T:
        sent = msgspec.json.encode(message)
        if self._happens(0.3):
            sent = sent[: self._rng.randrange(len(sent))]
        try:
            return msgspec.json.decode(sent, type=type(message))
        except msgspec.MsgspecError as cut:
            raise NoNetworkError from cut

    def _mangled(self, response: PullResponse) -> PullResponse:
        """Reorder, double or drop operations of an answer: the chain must show it."""
        ops = list(response.ops)
        if not ops:
            return response
        match self._rng.randrange(4):
            case 0:
                self._rng.shuffle(ops)
            case 1:
                ops.append(ops[-1])
            case 2:
                ops.pop()
            case _:
                place = self._rng.randrange(len(ops))
                body = ops[place].body.replace("métier 1", "métier 2").replace("mots 0.", "mots 9.")
                ops[place] = msgspec.structs.replace(ops[place], body=body)
        return msgspec.structs.replace(response, ops=tuple(ops))

    def _happens(self, share: float = 1.0) -> bool:
        return self._rng.random() < self._rate * share

    def _maybe_lost(self) -> None:
        if self._happens():
            raise Death if self._rng.random() < 0.3 else NoNetworkError
