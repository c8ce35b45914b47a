# SPDX-License-Identifier: EUPL-1.2
"""Read a posted form: small, plain, from a page of ours, by the browser that was given that page."""

import secrets
from typing import Final
from urllib.parse import parse_qsl

from fastapi import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sync_server.context import server_of

FORM_FIELD: Final = "jeton"
FORM_COOKIE: Final = "__Host-serenite-form"
_MOST_FIELDS: Final = 20
_STALE: Final = (
    "Cette page a été ouverte trop longtemps ou ailleurs. Revenez en arrière, rechargez, puis recommencez."
)


async def read_form(request: Request, session: str = "") -> dict[str, str]:
    """Return the fields of a form that carries the right token.

    Raises:
        HTTPException: 400 when it is no plain form, 403 when its token or origin is not ours.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, _STALE)
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    fields = dict(pairs)
    cookie = request.cookies.get(FORM_COOKIE, "")
    fits = bool(cookie) and server_of(request).sessions.form_token_fits(
        cookie + session, fields.pop(FORM_FIELD, "")
    )
    if not fits:
        raise HTTPException(403, _STALE)
    return fields


def form_cookie(request: Request) -> str:
    """Return this browser's form cookie, a new one when it has none."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)


def keep_cookie(request: Request, response: Response, cookie: str) -> None:
    """Give the form cookie to a browser that has none."""
    if request.cookies.get(FORM_COOKIE) != cookie:
        set_cookie(response, FORM_COOKIE, cookie)


def set_cookie(response: Response, name: str, value: str) -> None:
    """Set a cookie that no script reads and no other site sends."""
    response.set_cookie(name, value, path="/", secure=True, httponly=True, samesite="strict")


def drop_cookie(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="strict")
