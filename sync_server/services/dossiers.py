# SPDX-License-Identifier: EUPL-1.2
"""One dossier for one INS: requests of practices become memberships, decided by those who are in the circle.

The first practice that asks opens the dossier and is its first member; the next ones wait until a member accepts
them. The dossier's id is a keyed hash of the INS: nobody can name it from a matricule, and a region that lost a
part of its log gives the same one again. It never holds a name: each practice keeps its own file.

Who is let in gets a seal (lgc_core/sync/circle_seals.py). Of two foundings of one dossier the elder stands: a
region restored to before a circle gives it back to those who show its seal, and whoever founded it anew meanwhile
asks again.
"""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from lgc_core.model.canonical import canonical
from lgc_core.model.dossier import CareTeamMember, Dossier, DossierRequest, MemberState, member_id
from lgc_core.model.identity import IdentityCheck, IdentityStatus, identity_status, matricule_fault
from lgc_core.model.patient import Ins, Patient
from lgc_core.oplog.operation import decode
from lgc_core.store import queries
from lgc_core.store.identity import cabinet, dossier
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.tables import op as op_table
from lgc_core.sync.arbiter import Arbiter
from lgc_core.sync.circle_seals import MAX_SEALS, CircleSeal, statement
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

    def settle(self, practice: str, untrusted_seals: Sequence[CircleSeal] = ()) -> None:
        """Treat what a practice shows, what it asked, and what was decided about it since."""
        for seal in untrusted_seals[:MAX_SEALS]:
            if hmac.compare_digest(self._mac(practice, seal.dossier, seal.opened_at), seal.mac):
                self._let_back(practice, seal)
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
        """Return the requests that wait, and those whose circle the practice is not in any more."""
        here = _REQUEST.partition == cabinet(practice)
        with reading(self.engine) as connection:
            waiting = queries.find(
                connection, DossierRequest, here, _REQUEST.ix_state.in_(_WAITING), order=_REQUEST.id, limit=AT_ONCE
            )
            gone = queries.find(connection, CareTeamMember, *_outside(practice))
            if not gone:
                return waiting
            left = _REQUEST.dossier.in_([canonical(one.dossier) for one in gone])
            where = (here, _REQUEST.ix_state == "ouvert", left)
            closed = queries.find(connection, DossierRequest, *where, order=_REQUEST.id, limit=AT_ONCE)
        return waiting + closed

    def _open(self, practice: str, request: DossierRequest) -> None:
        ins = self._qualified(practice, request.patient)
        if ins is None:
            self._move(practice, request, state="refusé", why=NOT_QUALIFIED)
            return
        key = self.dossier_of(ins)
        self._begin(key, ins)
        member = self._member(key, practice)
        if member is None:
            self._enter(key, practice)
        if not self._has_members(key):
            self._say(key, practice, "membre")
        elif member is not None and member.status == "parti":
            self._say(key, practice, "demandé")
        self._move(practice, request, state="en attente", dossier=key)
        self._look(practice, request, key)

    def _look(self, practice: str, request: DossierRequest, key: str = "") -> None:
        """Say what the circle decided."""
        key = key or request.dossier
        member = self._member(key, practice)
        if member is not None and member.status == "membre":
            write_fields(self.engine, cabinet(practice), Patient, request.patient, {"dossier_id": key})
            self._move(practice, request, seal=self._seal(practice, key), state="ouvert")
        elif member is None or member.status == "parti":
            self._move(practice, request, state="refusé", why=NOT_ACCEPTED)

    def _close(self, practice: str, request: DossierRequest) -> None:
        """Take back what was open: the practice left, or its circle was found to be younger than another."""
        member = self._member(request.dossier, practice)
        if member is not None and member.status == "demandé":
            self._move(practice, request, state="en attente")
            return
        write_fields(self.engine, cabinet(practice), Patient, request.patient, {"dossier_id": ""})
        self._move(practice, request, state="quitté")

    def _begin(self, key: str, ins: Ins) -> None:
        with reading(self.engine) as connection:
            known = queries.get(connection, Dossier, key)
        if known is None:
            self._found(key, local(now_ms()).isoformat(timespec="milliseconds"))
        if known is None or not known.matricule:
            values = {"matricule": ins.matricule, "oid": ins.oid}
            write_fields(self.engine, dossier(key), Dossier, key, values)

    def _found(self, key: str, opened_at: str) -> None:
        Arbiter(self.engine).open_partition(dossier(key))
        create(self.engine, dossier(key), Dossier(id=key, opened_at=opened_at))

    def _let_back(self, practice: str, seal: CircleSeal) -> None:
        """Give a circle back to a practice that was in it, unless those in it now said that it is out."""
        key = seal.dossier
        with reading(self.engine) as connection:
            known = queries.get(connection, Dossier, key)
        is_elder = known is None or seal.opened_at < known.opened_at
        if known is None:
            self._found(key, seal.opened_at)
        elif is_elder:
            self._put_out(key)
            write_fields(self.engine, dossier(key), Dossier, key, {"opened_at": seal.opened_at})
        elif seal.opened_at > known.opened_at:
            return
        member = self._member(key, practice)
        if member is None:
            self._enter(key, practice)
        is_in = member is not None and member.status == "membre"
        if not is_in and (is_elder or not self._was_out(key, practice)):
            self._say(key, practice, "membre")

    def _put_out(self, key: str) -> None:
        """Let everybody of a younger founding ask again, before anybody of the elder one sends a word."""
        here = (_MEMBER.partition == dossier(key), _MEMBER.ix_status != "demandé")
        with reading(self.engine) as connection:
            found = queries.find(connection, CareTeamMember, *here)
        for one in found:
            self._say(key, one.practice, "demandé")

    def _was_out(self, key: str, practice: str) -> bool:
        """Tell whether the region knows that a practice left, or was taken out: an old seal opens nothing then."""
        told = sa.select(op_table.c.body).where(
            op_table.c.entity_id == member_id(key, practice), op_table.c.result != "quarantined"
        )
        with reading(self.engine) as connection:
            said = [decode(body).fields.get("status") for body in connection.execute(told).scalars()]
        return any(one is not None and one.text == canonical("parti") for one in said)

    def _enter(self, key: str, practice: str) -> None:
        row = CareTeamMember(
            id=member_id(key, practice), dossier=key, practice=practice, name=self._name_of(practice)
        )
        create(self.engine, dossier(key), row)

    def _say(self, key: str, practice: str, status: MemberState) -> None:
        where, row = dossier(key), member_id(key, practice)
        write_fields(self.engine, where, CareTeamMember, row, {"status": status})

    def _seal(self, practice: str, key: str) -> str:
        with reading(self.engine) as connection:
            known = queries.get(connection, Dossier, key)
        opened_at = known.opened_at if known else ""
        return CircleSeal(dossier=key, opened_at=opened_at, mac=self._mac(practice, key, opened_at)).text

    def _mac(self, practice: str, key: str, opened_at: str) -> str:
        return hmac.new(self.key, statement(practice, key, opened_at), hashlib.sha256).hexdigest()

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

    def _move(self, practice: str, request: DossierRequest, seal: str = "", **values: str) -> None:
        write_fields(self.engine, cabinet(practice), DossierRequest, request.id, dict(values), seal)


def _outside(practice: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _MEMBER.ix_practice == practice, _MEMBER.ix_status != "membre"
