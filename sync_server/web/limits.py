# SPDX-License-Identifier: EUPL-1.2
"""Bound each request before any code of ours reads it: size by route, and time to send its body."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync_server.web.answers import plain_refusal

BODY_SECONDS: Final = 120
"""A 3G line of 1 Mbit/s sends 1 MiB in 9 s and 12 MiB in 100 s; slower than this holds a connection hostage."""

FORM_BYTES: Final = 64 * 1024
DRAINED_BYTES: Final = 4 * 1024 * 1024
_DRAIN_SECONDS: Final = 10
"""What is read and thrown away so that an honest client hears the refusal; past it the line is cut."""

CapOf = Callable[[str], int]
Told = Callable[[Scope], Awaitable[None]]
"""Hears of each body that was too large."""


class _TooLargeError(Exception):
    pass


class Limits:
    """ASGI wrapper: 413 past the cap of the path, 408 when the body does not come."""

    def __init__(self, app: ASGIApp, cap_of: CapOf, told: Told) -> None:
        self._app = app
        self._cap_of = cap_of
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in, and answer here when it is too much."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        cap = self._cap_of(scope["path"])
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > cap:
            await _drain(receive)
            await self._told(scope)
            await plain_refusal(scope, receive, send, 413)
            return
        await self._bounded(scope, receive, send, cap)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send, cap: int) -> None:
        got, started, complete = 0, False, False
        deadline = time.monotonic() + BODY_SECONDS

        async def counted() -> Message:
            nonlocal got, complete
            left = None if started or complete else max(deadline - time.monotonic(), 0)
            message = await asyncio.wait_for(receive(), left)
            got += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if got > cap:
                raise _TooLargeError
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except (_TooLargeError, TimeoutError) as trouble:
            if started:
                raise
            await _drain(receive)
            if isinstance(trouble, _TooLargeError):
                await self._told(scope)
            await plain_refusal(scope, receive, send, 413 if isinstance(trouble, _TooLargeError) else 408)


async def _drain(receive: Receive) -> None:
    """Throw away the rest of a refused body, within bounds."""
    got = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            while got < DRAINED_BYTES:
                message = await receive()
                got += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
