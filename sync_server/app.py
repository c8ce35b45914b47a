# SPDX-License-Identifier: EUPL-1.2
"""The two applications: one for posts (mutual TLS), one for patients, administrators and enrolment requests."""

from functools import partial
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Scope

from lgc_core.pieces.cut import CHUNK_PIECES, PIECE
from sync_server.admin_web import views as admin_views
from sync_server.api import blobs, enrolment, health, snapshots, sync
from sync_server.api.wire import WIRE_BYTES
from sync_server.context import Server, server_of
from sync_server.patient_web import views as patient_views
from sync_server.refusals import RefusedError, answer_refused
from sync_server.services.devices import Post, post_of
from sync_server.web import static
from sync_server.web.answers import refusal
from sync_server.web.errors import ErrorsAndLog
from sync_server.web.headers import SecurityHeaders
from sync_server.web.limits import FORM_BYTES, Limits

PRACTICE_ROUTERS: Final = (health.router, sync.router, blobs.router, snapshots.router)
PUBLIC_ROUTERS: Final = (health.router, enrolment.router, static.router, admin_views.router, patient_views.router)


def practice_app(server: Server) -> ASGIApp:
    """Return the application of the practices' port."""
    return _app(server, PRACTICE_ROUTERS, "practice")


def public_app(server: Server) -> ASGIApp:
    """Return the application of the public port."""
    return _app(server, PUBLIC_ROUTERS, "public")


def cap_of(path: str) -> int:
    """Return the largest body that a path may send."""
    if path.startswith("/sync/v1/blobs/"):
        return CHUNK_PIECES * PIECE if "/chunks/" in path else blobs.LARGEST
    return WIRE_BYTES if path.startswith("/sync/") else FORM_BYTES


def _app(server: Server, routers: tuple[APIRouter, ...], port: str) -> ASGIApp:
    app = FastAPI(title="Pack Sérénité", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.server = server
    for router in routers:
        app.include_router(router)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(HTTPException, _http_refusal)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_middleware(Limits, cap_of=cap_of, told=partial(_note_too_large, server))
    app.add_middleware(ErrorsAndLog, port=port)
    app.add_middleware(SecurityHeaders)  # added last: outermost
    return app


def _refused(request: Request, error: Exception) -> Response:
    """Answer a refusal; what a post of ours was refused is in the journal, too. Runs on a thread."""
    assert isinstance(error, RefusedError)
    post = getattr(request.state, "post", None)
    if isinstance(post, Post) and error.status != 404:  # what is not there is no fault
        server_of(request).refusals.note(post, str(error.body["code"]))
    return answer_refused(request, error)


async def _note_too_large(server: Server, scope: Scope) -> None:
    """Write down whose body was refused before anything of it was read; a visitor has no name."""
    certificate = scope.get("state", {}).get("client_cert_der")
    if post := await run_in_threadpool(post_of, server.engine, certificate):
        await run_in_threadpool(server.refusals.note, post, "too-large")


def _http_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = refusal(request.scope, error.status_code, _sentence(error))
    response.headers.update(error.headers or {})
    return response


def _sentence(error: HTTPException) -> str:
    """Return our own French detail, not the framework's English default."""
    return error.detail if error.detail.endswith(".") else ""


def _unreadable(request: Request, error: Exception) -> Response:
    del error  # it quotes what was typed
    return refusal(request.scope, 422)
