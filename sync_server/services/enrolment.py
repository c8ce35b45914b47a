# SPDX-License-Identifier: EUPL-1.2
"""Enrolment of a post: asked with a card, approved by an administrator, answered with a certificate."""

import secrets
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from lgc_core.model.staff import Staff
from lgc_core.store.identity import cabinet
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.sync.enrolment import EnrolmentAnswer, EnrolmentAsk, status_statement
from sync_server.db import reading, writing
from sync_server.services import journal
from sync_server.services.authority import Authority, serial_text
from sync_server.services.card_trust import CardTrust
from sync_server.services.clock import now_ms
from sync_server.services.post_signature import PostKey, verify_by_post
from sync_server.tables import device_account, enrolment, practice_account

MOST_PENDING: Final = 500
"""Requests that wait for an administrator; beyond it, somebody is playing."""

_GONE: Final = "Cette demande n’est plus en attente. Rechargez la page."


@dataclass(frozen=True)
class Pending:
    """A request as the console shows it."""

    id: str
    practice: str
    practice_name: str
    practice_known: bool
    card_known: bool
    label: str
    holder: str
    asked_ms: int


def ask(engine: sa.Engine, trust: CardTrust, untrusted_ask: EnrolmentAsk) -> EnrolmentAnswer:
    """Verify a request and keep it for an administrator.

    Raises:
        UserError: when the card, the key or the request is not to be believed.
    """
    request, challenge = new_id(), secrets.token_hex(32)
    card = trust.verify(untrusted_ask.card_certificate, untrusted_ask.card_signature, untrusted_ask.statement())
    _key_of(untrusted_ask.csr)
    row = {
        "id": request,
        "practice": untrusted_ask.practice,
        "practice_name": untrusted_ask.practice_name,
        "device": untrusted_ask.device,
        "label": untrusted_ask.label,
        "csr": untrusted_ask.csr,
        "holder": card.holder,
        "card_sha256": card.sha256,
        "challenge": challenge,
        "state": "demandé",
        "asked_ms": now_ms(),
    }
    with writing(engine) as connection:
        waiting = connection.scalar(sa.select(sa.func.count()).where(enrolment.c.state == "demandé"))
        if (waiting or 0) >= MOST_PENDING:
            raise UserError("Trop de demandes attendent déjà. Appelez l’administrateur régional.")
        _check_device_free(connection, untrusted_ask)
        connection.execute(enrolment.insert().values(**row))
        journal.write(connection, "poste demandé", practice=untrusted_ask.practice, device=untrusted_ask.device)
    return EnrolmentAnswer(request=request, state="demandé", challenge=challenge)


def answer(engine: sa.Engine, authority: Authority, request: str, signature: bytes) -> EnrolmentAnswer | None:
    """Return the state of a request to the holder of its key, None to anybody else."""
    with reading(engine) as connection:
        row = connection.execute(sa.select(enrolment).where(enrolment.c.id == request)).first()
    if row is None:
        return None
    try:
        verify_by_post(_key_of(row.csr), signature, status_statement(row.id, row.challenge))
    except InvalidSignature:
        return None
    issued = authority.pem.decode() if row.certificate else ""
    return EnrolmentAnswer(request=row.id, state=row.state, certificate=row.certificate, authority=issued)


def pending(connection: sa.Connection) -> list[Pending]:
    """Return the requests that wait, oldest first."""
    known = sa.select(practice_account.c.id)
    rows = connection.execute(
        sa.select(enrolment, enrolment.c.practice.in_(known).label("known"))
        .where(enrolment.c.state == "demandé")
        .order_by(enrolment.c.asked_ms)
        .limit(100)
    )
    return [
        Pending(
            r.id,
            r.practice,
            r.practice_name,
            bool(r.known),
            _is_of_staff(connection, r.practice, r.holder),
            r.label,
            r.holder,
            r.asked_ms,
        )
        for r in rows
    ]


def _is_of_staff(connection: sa.Connection, practice: str, holder: str) -> bool:
    """Tell whether the holder's number is one of the practice's own people, as its record says."""
    table = ENTITY_TABLES[Staff]
    number = holder.rpartition("(")[2].rstrip(")")
    query = sa.select(table.c.id).where(
        table.c.partition == cabinet(practice), table.c.ix_ps_id == number, table.c.annulled_op.is_(None)
    )
    return connection.execute(query.limit(1)).first() is not None


def approve(engine: sa.Engine, authority: Authority, request: str, actor: str) -> None:
    """Open the practice if it is new, issue the certificate, write who decided.

    Raises:
        UserError: when the request no longer waits.
    """
    with writing(engine) as connection:
        row = _decide(connection, request, actor, "approuvé")
        certificate = authority.issue_device(_key_of(row.csr), row.device, row.practice)
        _open_practice(connection, row.practice, row.practice_name)
        _check_still_free(connection, row)
        connection.execute(device_account.insert().values(**_account(row, certificate, actor)))
        pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
        connection.execute(enrolment.update().where(enrolment.c.id == request).values(certificate=pem))
        journal.write(connection, "poste approuvé", actor=actor, practice=row.practice, device=row.device)


def refuse(engine: sa.Engine, request: str, actor: str) -> None:
    """Refuse a request.

    Raises:
        UserError: when the request no longer waits.
    """
    with writing(engine) as connection:
        row = _decide(connection, request, actor, "refusé")
        journal.write(connection, "poste refusé", actor=actor, practice=row.practice, device=row.device)


def _decide(connection: sa.Connection, request: str, actor: str, state: str) -> sa.Row[tuple[object, ...]]:
    row = connection.execute(
        enrolment.update()
        .where(enrolment.c.id == request, enrolment.c.state == "demandé")
        .values(state=state, decided_ms=now_ms(), decided_by=actor)
        .returning(*enrolment.c)
    ).first()
    if row is None:
        raise UserError(_GONE)
    return row


def _account(row: sa.Row[tuple[object, ...]], certificate: x509.Certificate, actor: str) -> dict[str, object]:
    return {
        "id": row.device,
        "practice": row.practice,
        "label": row.label,
        "serial": serial_text(certificate),
        "holder": row.holder,
        "card_sha256": row.card_sha256,
        "state": "approuvé",
        "approved_by": actor,
        "approved_ms": now_ms(),
        "expires_ms": int(certificate.not_valid_after_utc.timestamp() * 1000),
    }


def _open_practice(connection: sa.Connection, practice: str, name: str) -> None:
    if connection.execute(sa.select(practice_account.c.id).where(practice_account.c.id == practice)).first():
        return
    connection.execute(practice_account.insert().values(id=practice, name=name, opened_ms=now_ms()))


def _check_device_free(connection: sa.Connection, asked: EnrolmentAsk) -> None:
    """Refuse a post id already in use: a certificate must never pass from one key to another in silence."""
    used = connection.execute(sa.select(device_account.c.id).where(device_account.c.id == asked.device)).first()
    waiting = sa.select(enrolment.c.id).where(enrolment.c.device == asked.device, enrolment.c.state == "demandé")
    if used or connection.execute(waiting).first():
        raise UserError("Ce poste est déjà inscrit ou en attente. Appelez l’administrateur régional.")


def _check_still_free(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> None:
    if connection.execute(sa.select(device_account.c.id).where(device_account.c.id == row.device)).first():
        raise UserError("Ce poste est déjà inscrit. Refusez cette demande.")


def _key_of(untrusted_csr: bytes) -> PostKey:
    try:
        csr = x509.load_der_x509_csr(untrusted_csr)
        key, proven = csr.public_key(), csr.is_signature_valid
    except ValueError as error:
        raise UserError("La demande de certificat du poste est illisible. Recommencez l’inscription.") from error
    known = isinstance(key, ed25519.Ed25519PublicKey) or (
        isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    )
    if not known or not proven:
        raise UserError("La clé du poste n’est pas acceptée. Mettez le logiciel à jour, puis recommencez.")
    assert isinstance(key, ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey)
    return key
