# SPDX-License-Identifier: EUPL-1.2
"""A region behind a bad network: requests and replies get lost, doubled and late; posts die in the middle."""

import random

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


class PostDied(BaseException):
    """The process of a post was killed; what it had not committed is gone."""


class Server:
    """The arbiter of the moment: a restore replaces it."""

    def __init__(self, arbiter: Arbiter) -> None:
        self.arbiter = arbiter
        self.late: list[tuple[PushRequest, str]] = []

    def deliver_late(self, rng: random.Random) -> None:
        """Let an old push arrive again, long after its time."""
        if self.late:
            request, device = rng.choice(self.late)
            try:
                self.arbiter.push(request, device)
            except SyncRefusedError:
                return


class FaultyRegion:
    """SyncProtocol over a server, through faults of one post's line."""

    def __init__(self, server: Server, device: str, rng: random.Random, rate: float) -> None:
        self._server, self._device, self._rng, self.rate = server, device, rng, rate

    def handshake(self, request: HandshakeRequest) -> HandshakeResponse:
        self._maybe_lost()
        return HandshakeResponse(sv=request.sv, min_sv=1, skew_ms=0)

    def push(self, request: PushRequest) -> PushResponse:
        self._maybe_lost()
        self._server.late.append((request, self._device))
        response = self._server.arbiter.push(request, self._device)
        if self._happens():
            response = self._server.arbiter.push(request, self._device)
        self._maybe_lost()
        return response

    def pull(self, request: PullRequest) -> PullResponse:
        self._maybe_lost()
        small = PullRequest(
            partition=request.partition,
            epoch=request.epoch,
            after=request.after,
            limit=self._rng.choice([3, 1000]),
        )
        response = self._server.arbiter.pull(small)
        self._maybe_lost()
        return response

    def _happens(self) -> bool:
        return self._rng.random() < self.rate

    def _maybe_lost(self) -> None:
        if self._happens():
            raise PostDied if self._rng.random() < 0.3 else NoNetworkError
