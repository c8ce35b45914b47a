# SPDX-License-Identifier: EUPL-1.2
"""Whole files of a practice, by SHA-256; issue B makes them chunked."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from lgc_core.errors import UserError
from lgc_core.store.identity import cabinet
from sync_server.api.posts import living_post, speaking_post
from sync_server.context import server_of
from sync_server.refusals import RefusedError
from sync_server.services.blob_store import LARGEST, BlobStore

router = APIRouter(prefix="/sync/v1/blobs")
__all__ = ["LARGEST", "router"]


@router.put("/{untrusted_sha256}")
async def put(request: Request, untrusted_sha256: str) -> Response:
    """Keep a file: 201 new, 200 known, 400 when its content is not what its name says."""
    post = await run_in_threadpool(speaking_post, request)
    content = await request.body()
    try:
        new = await run_in_threadpool(_store(request).write, cabinet(post.practice), untrusted_sha256, content)
    except UserError as error:
        raise RefusedError(400, "blob", error.sentence) from error
    return Response(status_code=201 if new else 200)


@router.head("/{untrusted_sha256}")
def head(request: Request, untrusted_sha256: str) -> Response:
    """Tell whether a file is there: 200 or 404."""
    post = speaking_post(request)
    return Response(status_code=200 if _store(request).has(cabinet(post.practice), untrusted_sha256) else 404)


@router.get("/{untrusted_sha256}")
def get(request: Request, untrusted_sha256: str) -> Response:
    """Return a file of this practice, 404 when it is not there."""
    post = living_post(request)
    try:
        content = _store(request).read(cabinet(post.practice), untrusted_sha256)
    except UserError as error:
        raise RefusedError(404, "blob", error.sentence) from error
    return Response(content, media_type="application/octet-stream")


def _store(request: Request) -> BlobStore:
    return server_of(request).blobs
