# SPDX-License-Identifier: EUPL-1.2
"""The patient's pages: phone first, no script, nothing of anybody else."""

import datetime as dt
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from sync_server.context import server_of
from sync_server.db import reading
from sync_server.patient_web import file, measures
from sync_server.patient_web.access import COOKIE, Visit, frame_of, note_view, visit_of
from sync_server.patient_web.agenda import calendar
from sync_server.patient_web.reader import Opened, open_deposit
from sync_server.services import access_reports
from sync_server.services.patient_login import try_login
from sync_server.web.address import address_of
from sync_server.web.forms import drop_cookie, read_form, set_cookie
from sync_server.web.pages import page

router = APIRouter()
_WRONG: Final = (
    "Matricule ou code incorrect, ou code déjà utilisé. Vérifiez la feuille, ou demandez-en une autre au cabinet."
)
_UNKNOWN: Final = "Ce document n’existe pas, ou n’est pas le vôtre."
_PDF_POLICY: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@router.get("/connexion")
def login_page(request: Request) -> Response:
    """Show the login form."""
    return page(request, frame_of(None), "patient/login.html", "Ouvrir mon dossier", narrow=True)


@router.post("/connexion")
async def login(request: Request) -> Response:
    """Open a session; the same answer for an unknown matricule, a wrong, used or expired code."""
    fields = await read_form(request)
    typed = fields.get("matricule", ""), fields.get("code", "")
    outcome = await run_in_threadpool(try_login, server_of(request), *typed, address_of(request))
    if outcome.token:
        response = RedirectResponse("/", 303)
        set_cookie(response, COOKIE, outcome.token)
        return response
    wait = f"Trop d’essais. Attendez {outcome.wait}\u00a0s, puis recommencez."
    trouble, status = (wait, 429) if outcome.wait else (_WRONG, 401)
    shown: dict[str, Any] = {"narrow": True, "trouble": trouble}
    return page(request, frame_of(None), "patient/login.html", "Ouvrir mon dossier", status, **shown)


@router.post("/quitter")
async def logout(request: Request) -> Response:
    """Close the session."""
    visit = await run_in_threadpool(visit_of, request)
    await read_form(request, visit.token)
    await run_in_threadpool(server_of(request).sessions.close, visit.token)
    response = RedirectResponse("/connexion", 303)
    drop_cookie(response, COOKIE)
    return response


@router.get("/")
def home(request: Request) -> Response:
    """Show the next appointment, new documents, medicines, and who looked."""
    visit = visit_of(request)
    with reading(server_of(request).engine) as connection:
        documents = file.documents(connection, visit.subject)
        shown: dict[str, Any] = {
            "person": visit.person,
            "visits": file.appointments(connection, visit.subject),
            "documents": documents,
            "fresh": [one for one in documents if one.new],
            "medicines": file.medicines(connection, visit.subject),
            "looks": file.looks(connection, visit.subject, limit=3),
            "updated": file.updated(connection, visit.subject),
        }
    return page(request, frame_of(visit), "patient/home.html", "Accueil", **shown)


@router.get("/documents")
def documents_page(request: Request) -> Response:
    """Show the documents by month."""
    visit = visit_of(request)
    with reading(server_of(request).engine) as connection:
        months: dict[str, list[file.Deposited]] = {}
        for one in file.documents(connection, visit.subject):
            months.setdefault(one.month, []).append(one)
        looks = file.looks(connection, visit.subject, limit=5)
    shown: dict[str, Any] = {"months": list(months.items()), "looks": looks}
    return page(request, frame_of(visit), "patient/documents.html", "Mes documents", **shown)


@router.get("/documents/{untrusted_id}")
def document_page(request: Request, untrusted_id: str) -> Response:
    """Show one document in our own words and tags."""
    visit, opened = _opened(request, untrusted_id)
    note_view(server_of(request), visit.subject, opened.document.id)
    shown: dict[str, Any] = {
        "document": opened.document,
        "sections": opened.sections,
        "pdf": bool(opened.pdf),
        "here": "/documents",
    }
    return page(request, frame_of(visit), "patient/document.html", opened.document.title, **shown)


@router.get("/documents/{untrusted_id}/pdf")
def document_pdf(request: Request, untrusted_id: str) -> Response:
    """Show the PDF of a document in the browser's own viewer."""
    _, opened = _opened(request, untrusted_id)
    if not opened.pdf:
        raise HTTPException(404, _UNKNOWN)
    headers = {"content-disposition": 'inline; filename="document.pdf"', "content-security-policy": _PDF_POLICY}
    return Response(opened.pdf, media_type="application/pdf", headers=headers)


@router.get("/documents/{untrusted_id}/fichier")
def document_file(request: Request, untrusted_id: str) -> Response:
    """Give the original bytes to keep, never to display."""
    _, opened = _opened(request, untrusted_id)
    headers = {"content-disposition": 'attachment; filename="document.xml"', "content-security-policy": "sandbox"}
    return Response(opened.original, media_type="application/octet-stream", headers=headers)


@router.get("/mesures")
def measures_page(request: Request) -> Response:
    """Show the measures."""
    visit = visit_of(request)
    with reading(server_of(request).engine) as connection:
        series = measures.series(connection, visit.subject)
    return page(request, frame_of(visit), "patient/measures.html", "Mes mesures", series=series)


@router.get("/rendez-vous")
def appointments_page(request: Request) -> Response:
    """Show the appointments to come."""
    visit = visit_of(request)
    with reading(server_of(request).engine) as connection:
        visits = file.appointments(connection, visit.subject)
    shown: dict[str, Any] = {"person": visit.person, "visits": visits}
    return page(request, frame_of(visit), "patient/appointments.html", "Mes rendez-vous", **shown)


@router.get("/rendez-vous/{untrusted_id}.ics")
def appointment_file(request: Request, untrusted_id: str) -> Response:
    """Give one appointment to the patient's own agenda."""
    visit = visit_of(request)
    with reading(server_of(request).engine) as connection:
        found = [one for one in file.appointments(connection, visit.subject) if one.id == untrusted_id]
    if not found:
        raise HTTPException(404, "Ce rendez-vous n’existe pas, ou n’est plus à venir.")
    content = calendar(found[0], visit.person.practice_name, dt.datetime.now(dt.UTC))
    headers = {"content-disposition": 'attachment; filename="rendez-vous.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/acces")
def accesses_page(request: Request) -> Response:
    """Show who looked at the file."""
    return _accesses(request)


@router.post("/acces/signalement")
async def report_access(request: Request) -> Response:
    """Keep the report of an access that the patient does not recognise."""
    visit = await run_in_threadpool(visit_of, request)
    fields = await read_form(request, visit.token)
    words = fields.get("message", "").strip()
    if not words:
        return await run_in_threadpool(_accesses, request, "", "Écrivez quelques mots, puis envoyez.", 422)
    await run_in_threadpool(
        access_reports.report_access,
        server_of(request).engine,
        visit.subject.practice,
        visit.subject.patient,
        fields.get("ligne", "")[:40],
        words,
    )
    return await run_in_threadpool(_accesses, request, "Message envoyé. Votre cabinet vous répondra.")


def _accesses(request: Request, told: str = "", trouble: str = "", status: int = 200) -> Response:
    visit = visit_of(request)
    with reading(server_of(request).engine) as connection:
        looks = file.looks(connection, visit.subject)
    shown: dict[str, Any] = {"looks": looks, "told": told, "trouble": trouble, "here": "/acces"}
    return page(request, frame_of(visit), "patient/accesses.html", "Accès", status, **shown)


def _opened(request: Request, untrusted_id: str) -> tuple[Visit, Opened]:
    visit = visit_of(request)
    opened = open_deposit(server_of(request), visit.subject, untrusted_id)
    if opened is None:
        raise HTTPException(404, _UNKNOWN)
    return visit, opened
