# SPDX-License-Identifier: EUPL-1.2
"""The admin console: flows and posts, approvals, journal. No patient name anywhere."""

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from lgc_core.oplog.fuse import Verdict
from sync_server.admin_web.access import COOKIE, Visit, frame_of, visit_of
from sync_server.admin_web.picture import journal_picture, overview, post_picture
from sync_server.context import Server, server_of
from sync_server.services import accounts, devices, enrolment, held
from sync_server.web.address import address_of
from sync_server.web.forms import drop_cookie, read_form, set_cookie
from sync_server.web.pages import page

router = APIRouter(prefix="/admin")
_WRONG = "Identifiant ou mot de passe incorrect. Vérifiez les deux."
_ADDRESS_TRIES = 20
_LONGEST_PLACE = 16


@router.get("/connexion")
def login_page(request: Request) -> Response:
    """Show the login form."""
    return page(request, frame_of(request, None), "admin/login.html", "Ouvrir la console", narrow=True)


@router.post("/connexion")
async def login(request: Request) -> Response:
    """Open a session, or say the same thing whatever was wrong."""
    fields = await read_form(request)
    address = address_of(request)
    wait, token = await run_in_threadpool(_try_login, server_of(request), fields, address)
    if token:
        response = RedirectResponse("/admin", 303)
        set_cookie(response, COOKIE, token)
        return response
    trouble = f"Trop d’essais. Attendez {wait}\u00a0s, puis recommencez." if wait else _WRONG
    status = 429 if wait else 401
    frame = frame_of(request, None)
    return page(request, frame, "admin/login.html", "Ouvrir la console", status, narrow=True, trouble=trouble)


def _try_login(server: Server, fields: dict[str, str], address: str) -> tuple[int, str]:
    login, password = fields.get("identifiant", "")[:100], fields.get("passe", "")[:200]
    subject = login.strip().casefold()
    wait = server.throttle.charge("admin address", address, _ADDRESS_TRIES)
    wait = wait or server.throttle.charge("admin", subject)
    if wait:
        return wait, ""
    with server.hashing:
        admin = accounts.check_login(server.engine, login, password)
    if admin is None:
        return 0, ""
    server.throttle.forgive("admin", subject)
    accounts.note_login(server.engine, admin)
    return 0, server.sessions.open("admin", admin.id)


@router.post("/quitter")
async def logout(request: Request) -> Response:
    """Close the session."""
    visit = await run_in_threadpool(visit_of, request)
    await read_form(request, visit.token)
    await run_in_threadpool(server_of(request).sessions.close, visit.token)
    response = RedirectResponse("/admin/connexion", 303)
    drop_cookie(response, COOKIE)
    return response


@router.get("")
def flows_page(request: Request) -> Response:
    """Show flows, posts that need a look, requests to approve."""
    visit = visit_of(request)
    picture = overview(server_of(request), only_to_look_at=True)
    return page(request, frame_of(request, visit), "admin/flows.html", "Flux et postes", **picture)


@router.get("/postes")
def posts_page(request: Request) -> Response:
    """Show every post."""
    visit = visit_of(request)
    picture = overview(server_of(request), only_to_look_at=False)
    return page(request, frame_of(request, visit), "admin/posts.html", "Postes", **picture)


@router.get("/postes/{device}")
def post_page(request: Request, device: str) -> Response:
    """Show one post and the way to revoke it."""
    visit = visit_of(request)
    picture = post_picture(server_of(request), device)
    if picture is None:
        raise HTTPException(404, "Ce poste n’existe pas.")
    return page(request, frame_of(request, visit), "admin/post.html", "Poste", here="/admin/postes", **picture)


@router.get("/journal")
def journal_page(request: Request) -> Response:
    """Show the newest lines of the journal, and whether its chain holds."""
    visit = visit_of(request)
    picture = journal_picture(server_of(request))
    return page(request, frame_of(request, visit), "admin/journal.html", "Journal", **picture)


@router.post("/demandes/{ask}/approuver")
async def approve(request: Request, ask: str) -> Response:
    """Approve a post."""
    visit = await _posted(request)
    server = server_of(request)
    await run_in_threadpool(enrolment.approve, server.engine, server.authority, ask, visit.admin.login)
    return RedirectResponse("/admin", 303)


@router.post("/demandes/{ask}/refuser")
async def refuse(request: Request, ask: str) -> Response:
    """Refuse a post."""
    visit = await _posted(request)
    await run_in_threadpool(enrolment.refuse, server_of(request).engine, ask, visit.admin.login)
    return RedirectResponse("/admin", 303)


@router.post("/postes/{device}/revoquer")
async def revoke(request: Request, device: str) -> Response:
    """Revoke a post."""
    visit = await _posted(request)
    await run_in_threadpool(devices.revoke, server_of(request).engine, device, visit.admin.login)
    return RedirectResponse("/admin/postes", 303)


@router.post("/suppressions/{batch}/confirmer")
async def confirm_held(request: Request, batch: str) -> Response:
    """Let the deletions that were looked at take place."""
    return await _decide_held(request, batch, "confirmé")


@router.post("/suppressions/{batch}/refuser")
async def refuse_held(request: Request, batch: str) -> Response:
    """Leave everything as it is."""
    return await _decide_held(request, batch, "refusé")


async def _decide_held(request: Request, batch: str, verdict: Verdict) -> Response:
    visit = await run_in_threadpool(visit_of, request)
    fields = await read_form(request, visit.token)
    upto = fields.get("jusqu", "")
    if not (upto.isascii() and upto.isdigit() and len(upto) < _LONGEST_PLACE):
        raise HTTPException(400)
    server = server_of(request)
    practice = await run_in_threadpool(held.decide, server.engine, batch, int(upto), verdict, visit.admin.login)
    server.tell(practice)
    return RedirectResponse("/admin", 303)


async def _posted(request: Request) -> Visit:
    visit = await run_in_threadpool(visit_of, request)
    await read_form(request, visit.token)
    return visit
