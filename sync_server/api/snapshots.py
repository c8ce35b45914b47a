# SPDX-License-Identifier: EUPL-1.2
"""A new post asks for a snapshot of its practice, then reads its chunks, in any order and as often as it needs."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from sync_server import logs
from sync_server.api.posts import living_post
from sync_server.api.wire import answer
from sync_server.context import server_of
from sync_server.refusals import RefusedError

router = APIRouter(prefix="/sync/v1/snapshot")


@router.post("")
def ask(request: Request) -> Response:
    """Return the head of a snapshot, without id while it is being built: ask again in a second."""
    post = living_post(request)
    head = server_of(request).snapshots.ask(post.practice)
    logs.event("snapshot asked", practice=post.practice, device=post.id, count=head.rows)
    return answer(request, head)


@router.get("/{untrusted_id}/{number}")
def chunk(request: Request, untrusted_id: str, number: int) -> Response:
    """Return one chunk, a zstd frame."""
    post = living_post(request)
    content = server_of(request).snapshots.chunk(post.practice, untrusted_id, number)
    if content is None:
        raise RefusedError(
            404, "snapshot", "Cette copie n’est plus sur le serveur. Le poste en demande une autre."
        )
    return Response(content, media_type="application/octet-stream")
