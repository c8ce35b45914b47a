# SPDX-License-Identifier: EUPL-1.2
"""Enrolment over HTTP: ask, read the state with the post's key, fetch the authority and its revocation list."""

import base64
import binascii

import msgspec
from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from lgc_core.errors import UserError
from lgc_core.sync.enrolment import EnrolmentAnswer, EnrolmentAsk
from sync_server import logs
from sync_server.context import server_of
from sync_server.services import devices, enrolment
from sync_server.web.address import address_of

router = APIRouter()
_SIGNATURE = "x-serenite-signature"
_TRIES_PER_ADDRESS = 30


@router.post("/enrolment/v1/requests")
async def ask(request: Request) -> Response:
    """Keep a card-signed request: 202 with its id and challenge."""
    server = server_of(request)
    wait = await run_in_threadpool(server.throttle.charge, "enrolment", address_of(request), _TRIES_PER_ADDRESS)
    if wait:
        raise HTTPException(429, headers={"retry-after": str(wait)})
    try:
        untrusted_ask = msgspec.json.decode(await request.body(), type=EnrolmentAsk)
    except msgspec.MsgspecError as error:
        raise UserError("Cette demande d’inscription est illisible. Mettez le logiciel à jour.") from error
    kept = await run_in_threadpool(enrolment.ask, server.engine, server.card_trust, untrusted_ask)
    logs.event("enrolment asked", practice=untrusted_ask.practice, device=untrusted_ask.device)
    return _json(kept, 202)


@router.get("/enrolment/v1/requests/{untrusted_id}")
def status(request: Request, untrusted_id: str) -> Response:
    """Return the state of a request to the holder of its key; 404 to anybody else."""
    server = server_of(request)
    try:
        signature = base64.b64decode(request.headers.get(_SIGNATURE, ""), validate=True)
    except binascii.Error:
        signature = b""
    found = enrolment.answer(server.engine, server.authority, untrusted_id, signature)
    if found is None:
        raise HTTPException(404, "Cette demande n’existe pas, ou ce poste ne l’a pas faite.")
    return _json(found, 200)


@router.get("/enrolment/v1/authority")
def authority(request: Request) -> Response:
    """Return the authority's certificate (PEM); a post pins it by what its installer was given, not by this."""
    return Response(server_of(request).authority.pem, media_type="application/x-pem-file")


@router.get("/enrolment/v1/revocations")
def revocations(request: Request) -> Response:
    """Return the revocation list (DER)."""
    server = server_of(request)
    return Response(devices.revocation_list(server.engine, server.authority), media_type="application/pkix-crl")


def _json(answer: EnrolmentAnswer, status: int) -> Response:
    return Response(msgspec.json.encode(answer), status, media_type="application/json")
