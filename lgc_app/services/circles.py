# SPDX-License-Identifier: EUPL-1.2
"""« Cercle de soins »: what practices share about one person, in the file of each; joined, written to, left.

Everything is written offline and leaves with the next exchange; who is in the circle is decided by its members and
kept by the region. Sharing is a copy: what others have read is not taken back, and the screen says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.dossier import MAX_MESSAGE, CareTeamMember, DossierMessage, DossierRequest, MemberState
from lgc_core.model.identity import IdentityCheck, IdentityStatus, identity_status
from lgc_core.model.ids import new_id
from lgc_core.model.note import clean_text
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.transmission import Transmission
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.identity import dossier
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.sync.partitions import read_allowed

_REQUEST: Final = ENTITY_TABLES[DossierRequest].c
_MEMBER: Final = ENTITY_TABLES[CareTeamMember].c
_MESSAGE: Final = ENTITY_TABLES[DossierMessage].c
_SHOWN: Final = 50

CircleState = Literal["aucun", "demandé", "en attente", "refusé", "ouvert", "quitté"]
_WORDS: Final[dict[str, str]] = {
    "aucun": "Pas de cercle de soins.",
    "demandé": "Demande enregistrée ici. Elle part au prochain échange.",
    "en attente": "Un membre du cercle doit accepter votre cabinet.",
    "quitté": "Vous avez quitté le cercle. Ce que vous y avez écrit reste lisible par ses membres.",
    "ouvert": "",
}


class NotQualifiedError(UserError):
    """Only a qualified identity leaves the practice."""

    def __init__(self) -> None:
        super().__init__(
            "Le cercle de soins demande une identité qualifiée : vérifiez l’INS, puis une pièce d’identité."
        )


class NoCircleError(UserError):
    """The circle is not open here."""

    def __init__(self) -> None:
        super().__init__("Le cercle de soins de ce patient n’est pas ouvert sur ce poste.")


class BadMessageError(UserError):
    """Nothing, or a page, was typed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A practice of the circle, or one that asks to be."""

    id: str
    name: str
    status: MemberState
    ours: bool


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One message of the circle: by whom, for which practice, when."""

    id: str
    at: str
    who: str
    text: str
    important: bool

    @property
    def day(self) -> str:
        """Return the day as it is read here."""
        return f"{self.at[8:10]}/{self.at[5:7]}/{self.at[:4]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """What the file shows of a circle."""

    state: CircleState
    why: str = ""
    may_ask: bool = False
    dossier: str = ""
    members: tuple[Member, ...] = ()
    messages: tuple[SharedLine, ...] = ()

    @property
    def words(self) -> str:
        """Say where the circle is."""
        return self.why or _WORDS[self.state]


NO_CIRCLE: Final = Circle(state="aucun")


class Circles:
    """Reads and writes the circle of a patient."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_patient(self, patient: str) -> Circle:
        """Return the circle of a patient, newest messages first."""
        self._session.require_role(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            request = self._request(connection, patient)
            if request is None or request.state in ("refusé", "quitté"):
                state: CircleState = request.state if request else "aucun"
                may_ask = self._is_qualified(connection, patient)
                return Circle(state=state, why=request.why if request else "", may_ask=may_ask)
            if request.state != "ouvert" or not self._is_held(connection, request.dossier):
                waiting: CircleState = "en attente" if request.state == "ouvert" else request.state
                why = "Le cercle arrive de la région." if request.state == "ouvert" else ""
                return Circle(state=waiting, why=why)
            members = self._members(connection, request.dossier)
            if not any(one.ours for one in members):
                return Circle(state="quitté")  # said here; the region has not heard yet
            return Circle(
                state="ouvert",
                dossier=request.dossier,
                members=members,
                messages=self._messages(connection, request.dossier),
            )

    def ask(self, patient: str) -> Changes:
        """Ask the region to open the dossier, or the circle to let the practice in.

        Raises:
            NotQualifiedError: the identity is not. UserError: it was asked already.
        """
        self._session.require(Right.WRITE_NOTE)
        with self._session.store.reading() as connection:
            request = self._request(connection, patient)
            if request is not None and request.state not in ("refusé", "quitté"):
                raise UserError("La demande est déjà faite. Elle avance à chaque échange.")
            if not self._is_qualified(connection, patient):
                raise NotQualifiedError
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(DossierRequest(id=new_id(), patient=patient, at=uow.at))
        return uow.changes

    def decide(self, member: str, *, accepted: bool) -> Changes:
        """Let a practice in, or not; a member may also be taken out.

        Raises:
            NoCircleError: the circle is not open here. LookupError: no such member.
        """
        self._session.require(Right.WRITE_NOTE)
        return self._set(member, "membre" if accepted else "parti")

    def leave(self, patient: str) -> Changes:
        """Leave the circle: what is held of it here goes once what waits has left.

        Raises:
            NoCircleError: the circle is not open here.
        """
        self._session.require(Right.WRITE_NOTE)
        ours = [one for one in self._open(patient).members if one.ours]
        if not ours:
            raise NoCircleError
        return self._set(ours[0].id, "parti")

    def write(self, patient: str, typed: str, *, important: bool = False) -> Changes:
        """Write a message that every practice of the circle reads.

        Raises:
            NoCircleError, BadMessageError: see their words.
        """
        return self._write(patient, typed, important=important, origin="")

    def share(self, transmission: str) -> Changes:
        """Copy a transmission to the circle of its patient; the same one twice is one.

        Raises:
            LookupError: it is not here. NoCircleError: no circle. UserError: shared already.
        """
        self._session.require(Right.WRITE_NOTE)
        with self._session.store.reading() as connection:
            found = queries.get(connection, Transmission, transmission)
        if found is None:
            raise LookupError(transmission)
        if transmission in self._origins(self._open(found.patient).dossier):
            raise UserError("Cette transmission est déjà dans le cercle.")
        return self._write(found.patient, found.summary, important=found.important, origin=transmission)

    def _write(self, patient: str, typed: str, *, important: bool, origin: str) -> Changes:
        self._session.require(Right.WRITE_NOTE)
        text = clean_text(typed).strip()
        if not text:
            raise BadMessageError("Écrivez le message, puis Entrée.")
        if len(text) > MAX_MESSAGE:
            raise BadMessageError(f"Message trop long ({len(text)} caractères, {MAX_MESSAGE} au plus).")
        key = self._open(patient).dossier
        with self._session.store.unit_of_work(self._session.author) as uow:
            message = DossierMessage(
                id=new_id(),
                dossier=key,
                at=uow.at,
                by=self._session.stamp(),
                text=text,
                important=important,
                origin=origin,
            )
            uow.create(message, dossier(key))
        return uow.changes

    def _set(self, member: str, status: MemberState) -> Changes:
        with self._session.store.reading() as connection:
            found = queries.get(connection, CareTeamMember, member)
            if found is None:
                raise LookupError(member)
            if not self._is_held(connection, found.dossier):
                raise NoCircleError
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(CareTeamMember, member, status=status)
        return uow.changes

    def _open(self, patient: str) -> Circle:
        found = self.of_patient(patient)
        if found.state != "ouvert":
            raise NoCircleError
        return found

    def _request(self, connection: sa.Connection, patient: str) -> DossierRequest | None:
        """Return the last thing that was asked for a person, whichever of the linked files it was asked in."""
        his = links.is_of(connection, _REQUEST.ix_patient, patient)
        found = queries.find(connection, DossierRequest, his, order=_REQUEST.id.desc())
        living = [one for one in found if one.state not in ("refusé", "quitté")]
        return next(iter(living or found), None)

    def _is_qualified(self, connection: sa.Connection, patient: str) -> bool:
        found = queries.get(connection, Patient, patient)
        if found is None or found.ins is None:
            return False
        checks = queries.of_patient(connection, IdentityCheck, patient)
        return identity_status(found.traits, found.identity_flags, checks) is IdentityStatus.QUALIFIEE

    def _is_held(self, connection: sa.Connection, key: str) -> bool:
        return bool(key) and dossier(key) in read_allowed(connection).open

    def _members(self, connection: sa.Connection, key: str) -> tuple[Member, ...]:
        rows = queries.find(connection, CareTeamMember, _MEMBER.partition == dossier(key), order=_MEMBER.id)
        ours = self._session.practice.id
        shown = [one for one in rows if one.status != "parti"]
        return tuple(Member(one.id, one.name, one.status, one.practice == ours) for one in shown)

    def _messages(self, connection: sa.Connection, key: str) -> tuple[SharedLine, ...]:
        newest = _MESSAGE.ix_at_ms.desc()
        mine = (_MESSAGE.partition == dossier(key), _MESSAGE.ix_dossier == key)
        rows = queries.find(connection, DossierMessage, *mine, order=newest, limit=_SHOWN)
        return tuple(map(_line, rows))

    def _origins(self, key: str) -> Sequence[str]:
        with self._session.store.reading() as connection:
            rows = queries.find(connection, DossierMessage, _MESSAGE.partition == dossier(key))
        return [one.origin for one in rows if one.origin]


def _line(message: DossierMessage) -> SharedLine:
    place = message.by.organisation.name if message.by.organisation else ""
    who = ", ".join(part for part in (message.by.name.shown, place) if part)
    return SharedLine(message.id, message.at, who, message.text, message.important)
