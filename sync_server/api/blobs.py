# SPDX-License-Identifier: EUPL-1.2
"""Files of a practice by SHA-256: whole when small, by pieces, by ranges (docs/protocol.md, Files)."""

import contextlib
import itertools
import re
from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse

from lgc_core.errors import OutsideError, UserError
from lgc_core.pieces.cut import CHUNK_PIECES, Held, length_of
from lgc_core.store.identity import cabinet
from sync_server.api.posts import living_post, speaking_post
from sync_server.context import server_of
from sync_server.refusals import RefusedError
from sync_server.services.arrivals import Announced, Arrivals, NoRoomError, announced
from sync_server.services.blob_store import LARGEST, BlobStore
from sync_server.services.devices import Post
from sync_server.services.editions import home_of_blob

router = APIRouter(prefix="/sync/v1/blobs")
__all__ = ["LARGEST", "router"]

_RANGE: Final = re.compile(r"bytes=(\d{1,10})-(\d{1,10})\Z")
_BYTES: Final = "application/octet-stream"


@router.put("/{untrusted_sha256}")
async def put(request: Request, untrusted_sha256: str) -> Response:
    """Keep a small file: 201 new, 200 known, 400 when its content is not what its name says."""
    post = await run_in_threadpool(speaking_post, request)
    content = await request.body()
    try:
        new = await run_in_threadpool(_store(request).write, cabinet(post.practice), untrusted_sha256, content)
    except UserError as error:
        raise RefusedError(400, "blob", error.sentence) from error
    except OutsideError as error:
        raise RefusedError(507, "full", error.sentence) from error
    return Response(status_code=201 if new else 200)


@router.put("/{untrusted_sha256}/chunks/{untrusted_first}")
async def put_chunk(request: Request, untrusted_sha256: str, untrusted_first: int) -> Response:
    """Keep one to four pieces as they come: a line that drops loses none that came whole.

    201 once the file is whole and proven, 202 while pieces lack, 200 when it was there; 400 `blob`, 507 `full`.
    """
    post = await run_in_threadpool(speaking_post, request)
    file = _announced(request, post, untrusted_sha256)
    hashes = request.headers.get("piece-sha256", "").split(",")
    if len(hashes) > CHUNK_PIECES:
        raise RefusedError(400, "blob", "Trop de morceaux à la fois. Mettez le logiciel à jour.")
    was_whole = (await run_in_threadpool(_arrivals(request).held, file)).is_whole
    held = Held(file.size)
    coming = _Coming(request)
    for number, untrusted_hash in enumerate(hashes, untrusted_first):
        piece = await coming.take(max(length_of(file.size, number), 0))
        if piece is None:
            return Response(status_code=400)  # the line dropped: nobody reads this
        held = await run_in_threadpool(_kept, _arrivals(request), file, number, untrusted_hash, piece)
    status = 200 if was_whole else 201 if held.is_whole else 202
    return Response(status_code=status, headers=_told(held))


@router.head("/{untrusted_sha256}")
def head(request: Request, untrusted_sha256: str) -> Response:
    """Tell whether a file is there: 200, 204 with the pieces held when this post has begun it, or 404."""
    post = speaking_post(request)
    if _store(request).has(_home(request, post, untrusted_sha256), untrusted_sha256):
        return Response(status_code=200)
    if "upload-length" not in request.headers:
        return Response(status_code=404)
    file = _announced(request, post, untrusted_sha256)
    with _refusals():
        held = _arrivals(request).finish(file)
    if not held.bits:
        return Response(status_code=404)
    return Response(
        status_code=200 if _store(request).has(file.partition, file.sha256) else 204, headers=_told(held)
    )


@router.get("/{untrusted_sha256}")
def get(request: Request, untrusted_sha256: str) -> Response:
    """Return a file of this practice, or of an edition, or a range of it; 404 when it is not there."""
    post = living_post(request)
    partition, store = _home(request, post, untrusted_sha256), _store(request)
    try:
        size = store.size(partition, untrusted_sha256)
    except UserError as error:
        raise RefusedError(404, "blob", error.sentence) from error
    start, end = _range(request.headers.get("range"), size)
    headers = {"content-length": str(end - start), "accept-ranges": "bytes"}
    if "range" in request.headers:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    content = _begun(store.stream(partition, untrusted_sha256, start, end))
    return StreamingResponse(content, 206 if "range" in request.headers else 200, headers, _BYTES)


class _Coming:
    """The body of a request, taken a piece at a time."""

    def __init__(self, request: Request) -> None:
        self._stream = request.stream()
        self._buffer = bytearray()

    async def take(self, length: int) -> bytes | None:
        """Return the next bytes, fewer when the body ends, None when the line dropped."""
        try:
            while len(self._buffer) < length:
                self._buffer += await anext(self._stream)
        except StopAsyncIteration:
            pass
        except ClientDisconnect:
            return None
        taken = bytes(self._buffer[:length])
        del self._buffer[:length]
        return taken


def _kept(arrivals: Arrivals, file: Announced, number: int, untrusted_hash: str, untrusted: bytes) -> Held:
    with _refusals():
        return arrivals.put(file, number, untrusted_hash.strip(), untrusted)


def _announced(request: Request, post: Post, untrusted_sha256: str) -> Announced:
    with _refusals():
        untrusted_size = request.headers.get("upload-length", "")
        return announced(cabinet(post.practice), post.id, untrusted_sha256, untrusted_size)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Answer 507 when there is no room, 400 for what cannot be."""
    try:
        yield
    except NoRoomError as error:
        raise RefusedError(507, "full", error.sentence) from error
    except UserError as error:
        raise RefusedError(400, "blob", error.sentence) from error


def _range(untrusted: str | None, size: int) -> tuple[int, int]:
    """Return first and past-the-last byte.

    Raises:
        RefusedError: 416 for another form than `bytes=first-last`, or a first byte past the end.
    """
    if untrusted is None:
        return 0, size
    found = _RANGE.match(untrusted)
    if found is None or int(found[1]) > int(found[2]) or int(found[1]) >= max(size, 1):
        raise RefusedError(416, "range", "Partie de fichier introuvable. Mettez le logiciel à jour.")
    return int(found[1]), min(int(found[2]) + 1, size)


def _begun(content: Iterator[bytes]) -> Iterator[bytes]:
    """Read the first piece before the headers leave, so that a damaged file is answered as one."""
    first = next(content, b"")
    return itertools.chain([first], content)


def _told(held: Held) -> dict[str, str]:
    return {"upload-length": str(held.size), "pieces-held": held.hex}


def _home(request: Request, post: Post, untrusted_sha256: str) -> str:
    return home_of_blob(server_of(request).engine, _store(request), cabinet(post.practice), untrusted_sha256)


def _store(request: Request) -> BlobStore:
    return server_of(request).blobs


def _arrivals(request: Request) -> Arrivals:
    return server_of(request).arrivals
