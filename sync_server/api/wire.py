# SPDX-License-Identifier: EUPL-1.2
"""Bodies of the practices' port: JSON, compressed by zstd, bounded before and after decompression."""

from typing import Final, TypeVar

import msgspec
import zstandard
from starlette.requests import Request
from starlette.responses import Response

from lgc_core.sync.protocol import MAX_BYTES, MAX_PLAIN_BYTES
from sync_server.refusals import RefusedError

WIRE_BYTES: Final = MAX_BYTES
_WINDOW: Final = 8 * 1024 * 1024
"""The largest window that a frame may ask for: level 19 needs 8 MiB; a bomb asks for more."""

_LEVEL: Final = 3
_WORTH: Final = 512
T = TypeVar("T")


async def read_body(request: Request, kind: type[T]) -> T:
    """Return the request of a body.

    Raises:
        RefusedError: 400 `unreadable`, 413 `too-large`, 415 `encoding`.
    """
    raw = await request.body()
    encoding = request.headers.get("content-encoding", "identity")
    if encoding not in ("zstd", "identity"):
        raise RefusedError(415, "encoding", "Encodage inconnu. Mettez le logiciel à jour.")
    plain = unpack(raw) if encoding == "zstd" else raw
    try:
        return msgspec.json.decode(plain, type=kind)
    except msgspec.MsgspecError as error:
        raise RefusedError(400, "unreadable", "Demande illisible. Mettez le logiciel à jour.") from error


def unpack(untrusted: bytes, limit: int = MAX_PLAIN_BYTES) -> bytes:
    """Decompress one frame without ever holding more than the limit.

    Raises:
        RefusedError: 413 past the limit, 400 when it is no frame.
    """
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    try:
        with decompressor.stream_reader(untrusted) as reader:
            plain = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise RefusedError(400, "unreadable", "Demande abîmée en route. Elle sera renvoyée.") from error
    if len(plain) > limit:
        raise RefusedError(413, "too-large", "Demande trop volumineuse. Rien n’a été enregistré.")
    return plain


def answer(request: Request, value: msgspec.Struct) -> Response:
    """Return an answer, compressed when the client can read it and it is worth it."""
    plain = msgspec.json.encode(value)
    if len(plain) < _WORTH or "zstd" not in request.headers.get("accept-encoding", ""):
        return Response(plain, media_type="application/json")
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(plain)
    return Response(packed, media_type="application/json", headers={"content-encoding": "zstd"})
