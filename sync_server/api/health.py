# SPDX-License-Identifier: EUPL-1.2
"""Health: tells that the database answers and which version runs; nothing more."""

import sqlalchemy as sa
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from sync_server.context import server_of
from sync_server.version import VERSION

router = APIRouter()


@router.get("/health")
def health(request: Request) -> Response:
    """Return 200 when a query answers, 503 otherwise."""
    try:
        with server_of(request).engine.connect() as connection:
            connection.execute(sa.select(1))
    except sa.exc.SQLAlchemyError:
        return JSONResponse({"ok": False, "version": VERSION}, 503)
    return JSONResponse({"ok": True, "version": VERSION})
