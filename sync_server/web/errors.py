# SPDX-License-Identifier: EUPL-1.2
"""The web error handler: the one place of the server where any exception stops (architecture.md, Errors)."""

import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lgc_core.errors import OutsideError, UserError
from sync_server import logs
from sync_server.web.answers import refusal


class ErrorsAndLog:
    """Outermost ASGI wrapper: one log line a request, a French answer with a reference when something broke."""

    def __init__(self, app: ASGIApp, port: str) -> None:
        self._app = app
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request and never let an exception reach the socket."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.monotonic(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except UserError as error:
            await self._answer(scope, receive, noted, status, 400, error.sentence)
        except OutsideError as error:
            await self._answer(scope, receive, noted, status, 503, error.sentence)
        except Exception as error:  # noqa: BLE001  # the web error handler, one of the three places
            reference = secrets.token_hex(4)
            logs.event("bug", logging.ERROR, error, reference=reference)
            await self._answer(scope, receive, noted, status, 500, "", reference)
        finally:
            self._log(scope, status, begun)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, sent: int, status: int, words: str, reference: str = ""
    ) -> None:
        if sent:  # headers have left: cutting the connection is the only honest answer
            return
        await refusal(scope, status, words, reference=reference)(scope, receive, send)

    def _log(self, scope: Scope, status: int, begun: float) -> None:
        route = getattr(scope.get("route"), "path", "-")
        spent = round((time.monotonic() - begun) * 1000)
        logs.event("request", method=scope["method"], route=route, status=status, ms=spent, port=self._port)
