# SPDX-License-Identifier: EUPL-1.2
"""OPLOG/1 over HTTPS for the practice of the client certificate: handshake, push, pull."""

from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request
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
from sync_server.services.refusal_trail import FOREIGN

router = APIRouter(prefix="/sync/v1")
FEATURES: Final = ("zstd", "blobs-whole", "blobs-pieces", "snapshot", "partitions", "hint")
_Place = Annotated[int, Query(ge=0, le=exchange.BIGGEST)]


@router.post("/handshake")
async def handshake(request: Request) -> Response:
    """Say what this server speaks; a revoked post is told so and may still push."""
    post = await run_in_threadpool(speaking_post, request)
    asked = await read_body(request, HandshakeRequest)
    features = (*FEATURES, "revoked") if post.revoked else FEATURES
    settings = server_of(request).settings
    allowed = await run_in_threadpool(_allowed, server_of(request), post, asked)
    told = HandshakeResponse(
        sv=SCHEMA_VERSION,
        min_sv=settings.min_schema,
        skew_ms=asked.now_ms - now_ms(),
        features=features,
        lease_days=settings.lease_days,
        partitions=allowed.open,
        ended=allowed.ended,
    )
    return answer(request, told)


def _allowed(server: Server, post: Post, asked: HandshakeRequest) -> Allowed:
    """Note the cards that were shown, then say which partitions the post may use."""
    if not post.revoked:
        entitlements.note_claims(server.engine, server.card_trust, post, asked.claims)
        server.dossiers.settle(post.practice, asked.circles)
    return entitlements.allowed_to(server.engine, post)


@router.post("/push")
async def push(request: Request) -> Response:
    """Take operations; a revoked post's go to quarantine, whole."""
    post = await run_in_threadpool(speaking_post, request)
    server = server_of(request)
    server.turns.refuse_if_full(post.practice)
    asked = await read_body(request, PushRequest)
    async with server.turns.turn(post.practice):
        response = await run_in_threadpool(exchange.push, server.engine, post, asked, key_of(request))
    await run_in_threadpool(_tell, server, asked.partition, post)
    if any(result.reason in FOREIGN for result in response.results):
        await run_in_threadpool(server.refusals.note, post, "foreign")
    aside = sum(result.outcome == "quarantined" for result in response.results)
    logs.event("push", practice=post.practice, device=post.id, count=len(response.results), received=aside)
    return answer(request, response)


def _tell(server: Server, partition: str, post: Post) -> None:
    for practice in entitlements.practices_of(server.engine, partition, post):
        server.tell(practice, but=post.id)


@router.get("/hint")
async def hint(request: Request, after: _Place, epoch: str = "") -> Response:
    """Answer when the practice's record goes past a place, or when the wait is over; no thread is held."""
    post = await run_in_threadpool(living_post, request)
    server = server_of(request)
    wait = server.hints.enter(post.practice, post.id)
    try:
        told = await run_in_threadpool(exchange.head_of, server.engine, post)
        if (told.head <= after and told.epoch == epoch) and await wait.until_woken():
            told = await run_in_threadpool(exchange.head_of, server.engine, post)
            told = msgspec.structs.replace(told, news=True)
    finally:
        wait.leave()
    return answer(request, told)


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
    server = server_of(request)
    async with server.turns.turn(post.practice):
        response = await run_in_threadpool(exchange.pull, server.engine, post, asked, server.settings.min_schema)
    logs.event("pull", practice=post.practice, device=post.id, count=len(response.ops))
    return answer(request, response)
