# SPDX-License-Identifier: EUPL-1.2
"""Which patient is there, and the frame around the pages."""

from dataclasses import dataclass
from typing import Final

from fastapi import HTTPException, Request

from lgc_core.model.ids import new_id
from sync_server.context import Server, server_of
from sync_server.db import reading, writing
from sync_server.patient_web import file
from sync_server.services.clock import now_ms
from sync_server.services.patient_login import PatientSubject, subject_of
from sync_server.tables import patient_view
from sync_server.web.pages import Frame, Tab

COOKIE: Final = "__Host-serenite-dossier"
TABS: Final = (
    Tab("/", "Accueil", "home"),
    Tab("/documents", "Documents", "documents"),
    Tab("/mesures", "Mesures", "pulse"),
    Tab("/rendez-vous", "Rendez-vous", "calendar"),
    Tab("/acces", "Accès", "eye"),
)
_SANDBOX: Final = "Bac à sable\u00a0: site d’essai, documents et personnes fictifs."


@dataclass(frozen=True)
class Visit:
    """A patient, and the token of the session."""

    subject: PatientSubject
    person: file.Person
    token: str


def visit_of(request: Request) -> Visit:
    """Return who is there.

    Raises:
        HTTPException: 303 to the login page when nobody is.
    """
    token = request.cookies.get(COOKIE, "")
    server = server_of(request)
    subject = subject_of(server, token)
    found = _person(server, subject) if subject else None
    if subject is None or found is None:
        raise HTTPException(303, headers={"location": "/connexion"})
    return Visit(subject, found, token)


def _person(server: Server, subject: PatientSubject) -> file.Person | None:
    with reading(server.engine) as connection:
        return file.person(connection, subject)


def frame_of(visit: Visit | None) -> Frame:
    """Return the frame of the patient's pages."""
    return Frame(
        site="Mon dossier",
        place=visit.person.practice_name if visit else "Pack Sérénité, La Réunion",
        who=visit.person.name if visit else "",
        quit_path="/quitter",
        tabs=TABS if visit else (),
        session=visit.token if visit else "",
        sandbox=_SANDBOX,
    )


def note_view(server: Server, subject: PatientSubject, what: str) -> None:
    """Remember what the patient opened; `what` is the id of a deposit."""
    row = {"practice": subject.practice, "patient": subject.patient, "what": what, "at_ms": now_ms()}
    with writing(server.engine) as connection:
        connection.execute(patient_view.insert().values(id=new_id(), **row))
