# SPDX-License-Identifier: EUPL-1.2
"""A body is bounded in bytes and in time before any code of ours reads it."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from sync_server.web import limits
from sync_server.web.limits import Limits


async def read_all(scope, receive, send):
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


TOLD: list[str] = []
"""Paths of the bodies of which somebody was told that they were too large."""


def speak(chunks: list[bytes], pause: float = 0.0, **headers: str) -> tuple[int, bytes]:
    """Send a body in chunks and return the status and the answer."""
    sent: list[dict[str, object]] = []

    async def talk() -> None:
        left: Iterator[bytes] = iter(chunks)

        async def receive():
            await asyncio.sleep(pause)
            chunk = next(left, None)
            return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

        async def send(message):
            sent.append(message)

        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "POST", "path": "/sync/v1/push", "headers": raw, "query_string": b""}

        async def told(scope):
            TOLD.append(scope["path"])

        await Limits(read_all, lambda _: 100, told)(scope, receive, send)

    TOLD.clear()
    asyncio.run(talk())
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])  # type: ignore[return-value]


def test_a_body_within_the_limit_is_read_whole():
    assert speak([b"x" * 50, b"x" * 50]) == (200, b"100")
    assert TOLD == []


def test_one_byte_too_many_is_refused_whatever_the_header_said():
    assert speak([b"x" * 50, b"x" * 51])[0] == 413
    assert TOLD == ["/sync/v1/push"]
    assert speak([b"x" * 50, b"x" * 51], content_length="10")[0] == 413


@pytest.mark.parametrize("length", ["101", "-1", "1e9", "", "999999999999999999999"])
def test_a_length_announced_too_large_or_absurd_is_refused_at_once(length):
    assert speak([], content_length=length)[0] == 413
    assert TOLD == ["/sync/v1/push"]


def test_a_body_that_drips_is_cut(monkeypatch):
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.2)
    assert speak([b"x"] * 50, pause=0.05)[0] == 408
