# SPDX-License-Identifier: EUPL-1.2
"""Refusals as a person or a program reads them: a French page for a browser, JSON for a post."""

import html
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

SENTENCES: Final = {
    400: "Cette demande est incomplète ou illisible. Revenez en arrière et recommencez.",
    403: "Cet accès n’est pas permis.",
    404: "Cette page n’existe pas.",
    405: "Cette page ne répond pas à cette demande.",
    408: "L’envoi a pris trop de temps. Recommencez avec un meilleur réseau.",
    413: "L’envoi est trop volumineux. Rien n’a été enregistré.",
    422: "Cette demande est incomplète ou illisible. Revenez en arrière et recommencez.",
    429: "Trop d’essais. Attendez un moment, puis recommencez.",
    500: "Le serveur n’a pas pu répondre. Rien n’est perdu ; recommencez dans une minute.",
    503: "Le service est indisponible pour le moment. Recommencez dans une minute.",
}


def refusal(scope: Scope, status: int, sentence: str = "", code: str = "", reference: str = "") -> Response:
    """Return a refusal in the form that the caller reads, with a reference to give to the support."""
    words = sentence or SENTENCES.get(status, SENTENCES[500])
    if _wants_json(scope):
        body = {"code": code or str(status), "phrase": words, "reference": reference}
        return JSONResponse({key: value for key, value in body.items() if value}, status)
    return HTMLResponse(_page(words, reference), status)


async def plain_refusal(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """Answer a refusal outside the framework."""
    response = refusal(scope, status)
    response.headers["connection"] = "close"
    await response(scope, receive, send)


def _wants_json(scope: Scope) -> bool:
    path = scope["path"]
    if path.startswith(("/sync/", "/enrolment/", "/health")):
        return True
    return "text/html" not in Request(scope).headers.get("accept", "")


def _page(words: str, reference: str) -> str:
    shown = f"<p>Référence à donner au support : {html.escape(reference)}</p>" if reference else ""
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Pack Sérénité</title>"
        '<link rel="icon" type="image/svg+xml" href="/static/leaf.svg">'
        '<link rel="stylesheet" href="/static/serenite.css"></head>'
        f'<body><main class="page narrow"><h1>Pack Sérénité</h1><p>{html.escape(words)}</p>{shown}'
        '<p><a href="/">Retour à l’accueil</a></p></main></body></html>'
    )
