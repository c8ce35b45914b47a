# SPDX-License-Identifier: EUPL-1.2
"""Patients come in by matricule and one-time code; the answer never tells which of the two was wrong."""

import secrets
from dataclasses import dataclass
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_core.model.invitation import Invitation
from lgc_core.model.invitation_code import code_fits
from lgc_core.model.patient import Patient
from lgc_core.store import queries
from lgc_core.store.identity import cabinet
from lgc_core.store.tables import ENTITY_TABLES
from sync_server.context import Server
from sync_server.db import reading, writing
from sync_server.services import flows
from sync_server.services.clock import now_ms
from sync_server.services.french import ms_of
from sync_server.services.region_writer import close_invitation
from sync_server.tables import invitation_use

_COMPARED: Final = 3
"""Invitations compared for one try, always as many, so that time tells nothing."""

_ADDRESS_TRIES: Final = 30
_PREFIX: Final = "cabinet:"


class PatientSubject(msgspec.Struct, frozen=True):
    """Whom a session is about."""

    practice: str
    patient: str
    matricule: str


@dataclass(frozen=True)
class Outcome:
    """What a try gave: a session token, or seconds to wait, or neither (wrong)."""

    token: str = ""
    wait: int = 0


@dataclass(frozen=True)
class _Found:
    invitation: Invitation
    practice: str


def try_login(server: Server, untrusted_matricule: str, untrusted_code: str, address: str) -> Outcome:
    """Open a session for the holder of a living invitation, and close the invitation."""
    matricule = "".join(untrusted_matricule.upper().split())[:20]
    wait = server.throttle.charge("patient address", address, _ADDRESS_TRIES)
    wait = wait or server.throttle.charge("patient", matricule)
    if wait:
        return Outcome(wait=wait)
    with server.hashing:
        found = _matching(_living(server.engine, matricule), untrusted_code[:60])
    if found is None or not _use(server.engine, found.invitation.id):
        return Outcome()
    server.throttle.forgive("patient", matricule)
    close_invitation(server.engine, found.practice, found.invitation.id)
    subject = PatientSubject(found.practice, found.invitation.patient, matricule)
    return Outcome(token=server.sessions.open("patient", msgspec.json.encode(subject).decode()))


def _living(engine: sa.Engine, matricule: str) -> list[_Found]:
    """Return invitations of patients whose practice knows them under this very matricule."""
    table, patients = ENTITY_TABLES[Invitation], ENTITY_TABLES[Patient]
    newest = table.c.id.desc()
    with reading(engine) as connection:
        some = queries.find(connection, Invitation, table.c.ix_matricule == matricule, order=newest, limit=20)
        used = _used(connection, [invitation.id for invitation in some])
        found = []
        for invitation in some:
            home = sa.select(table.c.partition).where(table.c.id == invitation.id)
            same = sa.select(patients.c.partition).where(
                patients.c.id == invitation.patient, patients.c.ix_matricule == matricule
            )
            partition = connection.scalar(home)
            living = not invitation.used_at and invitation.id not in used and not _expired(invitation)
            if living and partition and connection.scalar(same) == partition:
                found.append(_Found(invitation, partition.removeprefix(_PREFIX)))
    return found[:_COMPARED]


def _expired(invitation: Invitation) -> bool:
    end = ms_of(invitation.expires_at)
    return end is None or end < now_ms()


def _matching(living: list[_Found], code: str) -> _Found | None:
    match = None
    for found in living:
        if code_fits(code, bytes.fromhex(found.invitation.salt), found.invitation.code_hash):
            match = found
    for _ in range(_COMPARED - len(living)):
        code_fits(code, secrets.token_bytes(16), "")
    return match


def _use(engine: sa.Engine, invitation: str) -> bool:
    """Take the one use of an invitation; two browsers at the same moment: one of them is late."""
    try:
        with writing(engine) as connection:
            connection.execute(invitation_use.insert().values(invitation=invitation, at_ms=now_ms()))
            flows.count(connection, flows.PATIENT_WEB, done=1)
    except sa.exc.IntegrityError:
        return False
    return True


def subject_of(server: Server, untrusted_token: str) -> PatientSubject | None:
    """Return whom a session is about, None when there is none."""
    text = server.sessions.subject("patient", untrusted_token) if untrusted_token else None
    return msgspec.json.decode(text, type=PatientSubject) if text else None


def partition_of(subject: PatientSubject) -> str:
    """Return the partition that the patient's practice writes."""
    return cabinet(subject.practice)


def _used(connection: sa.Connection, invitations: list[str]) -> set[str]:
    query = sa.select(invitation_use.c.invitation).where(invitation_use.c.invitation.in_(invitations))
    return set(connection.scalars(query))
