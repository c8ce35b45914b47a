# SPDX-License-Identifier: EUPL-1.2
"""One dossier for one INS: requests of practices become memberships, decided by those who are in the circle.

The first practice that asks opens the dossier and is its first member; the next ones wait until a member accepts
them. The dossier's id is a keyed hash of the INS: nobody can name it from a matricule, and a region that lost a
part of its log gives the same one again. It never holds a name: each practice keeps its own file.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_core.model.dossier import CareTeamMember, Dossier, DossierRequest, member_id
from lgc_core.model.identity import IdentityCheck, IdentityStatus, identity_status, matricule_fault
from lgc_core.model.patient import Ins, Patient
from lgc_core.store import queries
from lgc_core.store.identity import cabinet, dossier
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.sync.arbiter import Arbiter
from sync_server.db import reading
from sync_server.services.clock import now_ms
from sync_server.services.french import local
from sync_server.services.region_writer import create, write_fields
from sync_server.tables import practice_account

AT_ONCE: Final = 20
"""Requests treated in one handshake; the others wait for the next."""

NOT_QUALIFIED: Final = "L’identité doit être qualifiée : INS vérifiée et pièce d’identité contrôlée."
NOT_ACCEPTED: Final = "Le cercle de soins n’a pas accepté la demande."
_REQUEST = ENTITY_TABLES[DossierRequest].c
_MEMBER = ENTITY_TABLES[CareTeamMember].c
_WAITING: Final = ("demandé", "en attente")


@dataclass(frozen=True)
class Dossiers:
    """Moves the requests of practices; done twice, it is done once."""

    engine: sa.Engine
    key: bytes

    def settle(self, practice: str) -> None:
        """Treat what a practice asked, and what was decided about it since."""
        for one in self._due(practice):
            if one.state == "demandé":
                self._open(practice, one)
            elif one.state == "en attente":
                self._look(practice, one)
            else:
                self._close(practice, one)

    def dossier_of(self, ins: Ins) -> str:
        """Return the id of the dossier of an INS, the same for every practice."""
        digest = hmac.new(self.key, f"{ins.oid}\0{ins.matricule}".encode(), hashlib.sha256).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def _due(self, practice: str) -> list[DossierRequest]:
        """Return the requests that wait, and those whose circle the practice has left."""
        here = _REQUEST.partition == cabinet(practice)
        with reading(self.engine) as connection:
            waiting = queries.find(
                connection, DossierRequest, here, _REQUEST.ix_state.in_(_WAITING), order=_REQUEST.id, limit=AT_ONCE
            )
            gone = queries.find(connection, CareTeamMember, *_left(practice))
            left = {one.dossier for one in gone}
            if not left:
                return waiting
            open_ones = queries.find(connection, DossierRequest, here, _REQUEST.ix_state == "ouvert")
        return waiting + [one for one in open_ones if one.dossier in left]

    def _open(self, practice: str, request: DossierRequest) -> None:
        ins = self._qualified(practice, request.patient)
        if ins is None:
            self._move(practice, request, state="refusé", why=NOT_QUALIFIED)
            return
        key = self.dossier_of(ins)
        self._begin(key, ins)
        member = self._member(key, practice)
        if member is None:
            first = not self._has_members(key)
            name = self._name_of(practice)
            row = CareTeamMember(
                id=member_id(key, practice),
                dossier=key,
                practice=practice,
                name=name,
                status="membre" if first else "demandé",
            )
            create(self.engine, dossier(key), row)
        elif member.status == "parti":
            again = "demandé" if self._has_members(key) else "membre"
            write_fields(self.engine, dossier(key), CareTeamMember, member.id, {"status": again})
        self._move(practice, request, state="en attente", dossier=key)
        self._look(practice, request, key)

    def _look(self, practice: str, request: DossierRequest, key: str = "") -> None:
        """Say what the circle decided."""
        key = key or request.dossier
        member = self._member(key, practice)
        if member is not None and member.status == "membre":
            write_fields(self.engine, cabinet(practice), Patient, request.patient, {"dossier_id": key})
            self._move(practice, request, state="ouvert")
        elif member is None or member.status == "parti":
            self._move(practice, request, state="refusé", why=NOT_ACCEPTED)

    def _close(self, practice: str, request: DossierRequest) -> None:
        write_fields(self.engine, cabinet(practice), Patient, request.patient, {"dossier_id": ""})
        self._move(practice, request, state="quitté")

    def _begin(self, key: str, ins: Ins) -> None:
        with reading(self.engine) as connection:
            known = queries.get(connection, Dossier, key)
        if known is None:
            Arbiter(self.engine).open_partition(dossier(key))
            opened_at = local(now_ms()).isoformat(timespec="seconds")
            create(
                self.engine,
                dossier(key),
                Dossier(id=key, matricule=ins.matricule, oid=ins.oid, opened_at=opened_at),
            )

    def _qualified(self, practice: str, patient: str) -> Ins | None:
        """Return the INS of a patient of this practice whose identity is qualified now."""
        table, checks = ENTITY_TABLES[Patient].c, ENTITY_TABLES[IdentityCheck].c
        with reading(self.engine) as connection:
            found = queries.find(connection, Patient, table.id == patient, table.partition == cabinet(practice))
            made = queries.find(
                connection, IdentityCheck, checks.ix_patient == patient, checks.partition == cabinet(practice)
            )
        if not found or found[0].ins is None or matricule_fault(found[0].ins):
            return None
        status = identity_status(found[0].traits, found[0].identity_flags, made)
        return found[0].ins if status is IdentityStatus.QUALIFIEE else None

    def _member(self, key: str, practice: str) -> CareTeamMember | None:
        with reading(self.engine) as connection:
            return queries.get(connection, CareTeamMember, member_id(key, practice))

    def _has_members(self, key: str) -> bool:
        members = sa.select(_MEMBER.id).where(_MEMBER.partition == dossier(key), _MEMBER.ix_status == "membre")
        with reading(self.engine) as connection:
            return connection.execute(members.where(_MEMBER.annulled_op.is_(None)).limit(1)).first() is not None

    def _name_of(self, practice: str) -> str:
        with reading(self.engine) as connection:
            name = sa.select(practice_account.c.name).where(practice_account.c.id == practice)
            return connection.execute(name).scalar() or ""

    def _move(self, practice: str, request: DossierRequest, **values: str) -> None:
        write_fields(self.engine, cabinet(practice), DossierRequest, request.id, dict(values))


def _left(practice: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _MEMBER.ix_practice == practice, _MEMBER.ix_status == "parti"
