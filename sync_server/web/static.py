# SPDX-License-Identifier: EUPL-1.2
"""The few static files, by a closed list: a path from outside never touches the disk."""

from importlib.resources import files
from typing import Final

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

router = APIRouter()

_KNOWN: Final = {"serenite.css": "text/css; charset=utf-8", "leaf.svg": "image/svg+xml"}
_CONTENT: Final = {name: files("sync_server.web").joinpath("static", name).read_bytes() for name in _KNOWN}


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """Return a style sheet or a picture."""
    if name not in _KNOWN:
        raise HTTPException(404)
    return Response(_CONTENT[name], media_type=_KNOWN[name], headers={"cache-control": "max-age=3600"})
