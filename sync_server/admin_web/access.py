# SPDX-License-Identifier: EUPL-1.2
"""Who is at the console, and the frame around the pages."""

from dataclasses import dataclass
from typing import Final

from fastapi import HTTPException, Request

from sync_server.context import server_of
from sync_server.services.accounts import Admin, admin_by_id
from sync_server.web.pages import Frame, Tab

COOKIE: Final = "__Host-serenite-console"
TABS: Final = (
    Tab("/admin", "Flux", "pulse"),
    Tab("/admin/postes", "Postes", "screen"),
    Tab("/admin/journal", "Journal", "history"),
)
_SIMULATED: Final = "IGC simulée : les cartes de ce serveur sont fictives. Aucun patient réel ne doit y figurer."


@dataclass(frozen=True)
class Visit:
    """An administrator and the token of the session."""

    admin: Admin
    token: str


def visit_of(request: Request) -> Visit:
    """Return who is there.

    Raises:
        HTTPException: 303 to the login page when nobody is.
    """
    token = request.cookies.get(COOKIE, "")
    server = server_of(request)
    subject = server.sessions.subject("admin", token) if token else None
    admin = admin_by_id(server.engine, subject) if subject else None
    if admin is None:
        raise HTTPException(303, headers={"location": "/admin/connexion"})
    return Visit(admin, token)


def frame_of(request: Request, visit: Visit | None) -> Frame:
    """Return the frame of the console."""
    simulated = server_of(request).card_trust.simulated
    return Frame(
        site="Console régionale",
        place="Pack Sérénité, La Réunion",
        who=f"{visit.admin.name}, administrateur" if visit else "",
        quit_path="/admin/quitter",
        tabs=TABS if visit else (),
        wide=True,
        session=visit.token if visit else "",
        sandbox=_SIMULATED if simulated else "",
    )
