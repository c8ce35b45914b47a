# SPDX-License-Identifier: EUPL-1.2
"""The web error handler: the one place of the server where any exception stops (architecture.md, Errors)."""

import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lgc_core.errors import OutsideError, UserError
from sync_server import logs
from sync_server.full_disk import FullDiskError, is_full
from sync_server.web.answers import refusal


class ErrorsAndLog:
    """ASGI wrapper: one log line a request, a French answer with a reference when something broke."""

    def __init__(self, app: ASGIApp, port: str) -> None:
        self._app = app
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request and never let an exception reach the socket."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, sent = time.monotonic(), _Sent(send)
        try:
            await self._app(scope, receive, sent)
        except UserError as error:
            await _answer(scope, receive, sent, 400, error.sentence)
        except OutsideError as error:
            await _outside(scope, receive, sent, error)
        except Exception as error:  # noqa: BLE001  # the web error handler, one of the three places
            await _broken(scope, receive, sent, error)
        finally:
            self._log(scope, sent.status, begun)

    def _log(self, scope: Scope, status: int, begun: float) -> None:
        route = getattr(scope.get("route"), "path", "-")
        spent = round((time.monotonic() - begun) * 1000)
        logs.event("request", method=scope["method"], route=route, status=status, ms=spent, port=self._port)


class _Sent:
    """Remembers the status that left."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)


async def _outside(scope: Scope, receive: Receive, sent: _Sent, error: OutsideError) -> None:
    if isinstance(error, FullDiskError):
        logs.event("full", logging.ERROR)
        await _answer(scope, receive, sent, 507, error.sentence, code="full")
    else:
        await _answer(scope, receive, sent, 503, error.sentence)


async def _broken(scope: Scope, receive: Receive, sent: _Sent, error: Exception) -> None:
    if is_full(error):
        await _outside(scope, receive, sent, FullDiskError())
        return
    reference = secrets.token_hex(4)
    logs.event("bug", logging.ERROR, error, reference=reference)
    await _answer(scope, receive, sent, 500, "", reference)


async def _answer(
    scope: Scope, receive: Receive, sent: _Sent, status: int, words: str, reference: str = "", code: str = ""
) -> None:
    if sent.status:
        return  # headers have left: the half answer is cut by the server
    await refusal(scope, status, words, code, reference)(scope, receive, sent)
