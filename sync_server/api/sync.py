# SPDX-License-Identifier: EUPL-1.2
"""OPLOG/1 over HTTPS for the practice of the client certificate: handshake, push, pull."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from lgc_core.oplog.operation import SCHEMA_VERSION
from lgc_core.sync.partitions import Allowed
from lgc_core.sync.protocol import HandshakeRequest, HandshakeResponse, PullRequest, PushRequest
from sync_server import logs
from sync_server.api.posts import key_of, living_post, speaking_post
from sync_server.api.wire import answer, read_body
from sync_server.context import Server, server_of
from sync_server.refusals import RefusedError
from sync_server.services import entitlements, exchange
from sync_server.services.clock import now_ms
from sync_server.services.devices import Post, note_wiped

router = APIRouter(prefix="/sync/v1")
FEATURES: Final = ("zstd", "blobs-whole", "blobs-pieces", "snapshot", "partitions")
MIN_SV: Final = 1


@router.post("/handshake")
async def handshake(request: Request) -> Response:
    """Say what this server speaks; a revoked post is told so and may still push."""
    post = await run_in_threadpool(speaking_post, request)
    asked = await read_body(request, HandshakeRequest)
    features = (*FEATURES, "revoked") if post.revoked else FEATURES
    skew_ms, lease_days = asked.now_ms - now_ms(), server_of(request).settings.lease_days
    allowed = await run_in_threadpool(_allowed, server_of(request), post, asked)
    told = HandshakeResponse(
        sv=SCHEMA_VERSION,
        min_sv=MIN_SV,
        skew_ms=skew_ms,
        features=features,
        lease_days=lease_days,
        partitions=allowed.open,
        ended=allowed.ended,
    )
    return answer(request, told)


def _allowed(server: Server, post: Post, asked: HandshakeRequest) -> Allowed:
    """Note the cards that were shown, then say which partitions the post may use."""
    if not post.revoked:
        entitlements.note_claims(server.engine, server.card_trust, post, asked.claims)
        server.dossiers.settle(post.practice)
    return entitlements.allowed_to(server.engine, post)


@router.post("/push")
async def push(request: Request) -> Response:
    """Take operations; a revoked post's go to quarantine, whole."""
    post = await run_in_threadpool(speaking_post, request)
    asked = await read_body(request, PushRequest)
    response = await run_in_threadpool(exchange.push, server_of(request).engine, post, asked, key_of(request))
    aside = sum(result.outcome == "quarantined" for result in response.results)
    logs.event("push", practice=post.practice, device=post.id, count=len(response.results), received=aside)
    return answer(request, response)


@router.post("/wiped")
def wiped(request: Request) -> Response:
    """Hear that a revoked post destroyed its copy."""
    post = speaking_post(request)
    if not note_wiped(server_of(request).engine, post):
        raise RefusedError(409, "not-revoked", "Ce poste n’est pas révoqué.")
    return Response(status_code=204)


@router.post("/pull")
async def pull(request: Request) -> Response:
    """Serve what comes after a place in the order."""
    post = await run_in_threadpool(living_post, request)
    asked = await read_body(request, PullRequest)
    response = await run_in_threadpool(exchange.pull, server_of(request).engine, post, asked)
    logs.event("pull", practice=post.practice, device=post.id, count=len(response.ops))
    return answer(request, response)
