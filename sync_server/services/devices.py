# SPDX-License-Identifier: EUPL-1.2
"""Posts: which certificate is whose, whether it still counts, and how each one is doing."""

from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from cryptography import x509

from lgc_core.errors import UserError
from lgc_core.store.queries import SET_ASIDE, STILL_ASIDE
from lgc_core.store.tables import quarantine
from sync_server.db import reading, writing
from sync_server.services import journal
from sync_server.services.authority import Authority, identity_of, serial_text
from sync_server.services.clock import now_ms
from sync_server.tables import device_account, practice_account

_SEEN_EVERY_MS: Final = 30 * 1000
_TOLD_EVERY_MS: Final = 3600 * 1000
DAY_MS: Final = 24 * 3600 * 1000


@dataclass(frozen=True)
class Post:
    """A post that spoke with a certificate of ours.

    Attributes:
        revoked: it may still push, into quarantine, and must erase itself (sync-protocol.md, Revocation).
        seen_ms: when it was last noted that it spoke.
    """

    id: str
    practice: str
    revoked: bool
    seen_ms: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class PostRow:
    """A post as the console shows it."""

    id: str
    practice: str
    practice_name: str
    label: str
    holder: str
    state: str
    seen_ms: int | None
    expires_ms: int
    refused: int

    def late(self, now: int) -> bool:
        """Tell whether nothing came for two days."""
        return self.seen_ms is not None and now - self.seen_ms > 2 * DAY_MS


def post_of(engine: sa.Engine, certificate_der: bytes | None) -> Post | None:
    """Return the post of a certificate that TLS verified, None when our own table does not know it."""
    if not certificate_der:
        return None
    certificate = x509.load_der_x509_certificate(certificate_der)
    try:
        device, practice = identity_of(certificate)
    except (ValueError, x509.ExtensionNotFound):
        return None
    with reading(engine) as connection:
        row = connection.execute(sa.select(device_account).where(device_account.c.id == device)).first()
    if row is None or row.practice != practice or row.serial != serial_text(certificate):
        return None
    return Post(device, practice, row.state != "approuvé", row.seen_ms)


def note_exchange(engine: sa.Engine, post: Post) -> None:
    """Remember that a post spoke, at most every 30 seconds."""
    now = now_ms()
    if post.seen_ms is None or post.seen_ms < now - _SEEN_EVERY_MS:
        with writing(engine) as connection:
            mine = device_account.c.id == post.id
            connection.execute(device_account.update().where(mine).values(seen_ms=now))


def revoke(engine: sa.Engine, device: str, actor: str) -> None:
    """Stop believing a post.

    Raises:
        UserError: when there is no such living post.
    """
    with writing(engine) as connection:
        row = connection.execute(
            device_account.update()
            .where(device_account.c.id == device, device_account.c.state == "approuvé")
            .values(state="révoqué", revoked_ms=now_ms())
            .returning(device_account.c.practice)
        ).first()
        if row is None:
            raise UserError("Ce poste n’existe pas ou est déjà révoqué. Rechargez la page.")
        journal.write(connection, "poste révoqué", actor=actor, practice=row.practice, device=device)


def note_refusal(engine: sa.Engine, post: Post) -> None:
    """Write down that a revoked post asked for data, at most once an hour."""
    now = now_ms()
    due = sa.or_(device_account.c.refused_ms.is_(None), device_account.c.refused_ms < now - _TOLD_EVERY_MS)
    with writing(engine) as connection:
        told = device_account.update().where(device_account.c.id == post.id, due).values(refused_ms=now)
        if connection.execute(told).rowcount:
            journal.write(connection, "demande d’un poste révoqué refusée", practice=post.practice, device=post.id)


def note_set_aside(engine: sa.Engine, post: Post) -> None:
    """Write down that the work of a revoked post was taken, set aside."""
    with writing(engine) as connection:
        journal.write(connection, "travail d’un poste révoqué mis de côté", practice=post.practice, device=post.id)


def note_wiped(engine: sa.Engine, post: Post) -> bool:
    """Believe a revoked post that says that it destroyed its copy; return False for one that is not revoked."""
    revoked = (device_account.c.id == post.id, device_account.c.state == "révoqué")
    with writing(engine) as connection:
        done = device_account.update().where(*revoked).values(state="effacé", wiped_ms=now_ms())
        if connection.execute(done).rowcount:
            journal.write(connection, "poste effacé", practice=post.practice, device=post.id)
            return True
    return post.revoked


def all_posts(connection: sa.Connection) -> list[PostRow]:
    """Return every post with its practice and what waits to be corrected there."""
    refused = (
        sa.select(quarantine.c.partition, sa.func.count().label("refused"))
        .select_from(SET_ASIDE)
        .where(STILL_ASIDE)
        .group_by(quarantine.c.partition)
        .subquery()
    )
    query = (
        sa.select(device_account, practice_account.c.name, refused.c.refused)
        .join(practice_account, practice_account.c.id == device_account.c.practice)
        .join(refused, refused.c.partition == sa.literal("cabinet:") + device_account.c.practice, isouter=True)
        .order_by(practice_account.c.name, device_account.c.label)
    )
    return [
        PostRow(r.id, r.practice, r.name, r.label, r.holder, r.state, r.seen_ms, r.expires_ms, r.refused or 0)
        for r in connection.execute(query)
    ]


def revocation_list(engine: sa.Engine, authority: Authority) -> bytes:
    """Return the revocation list (X.509 CRL, DER), for whoever checks certificates outside this server."""
    import datetime as dt  # noqa: PLC0415  # only here

    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415  # only here

    with reading(engine) as connection:
        rows = connection.execute(sa.select(device_account).where(device_account.c.state != "approuvé")).all()
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now)
        .next_update(now + dt.timedelta(days=7))
    )
    for row in rows:
        moment = dt.datetime.fromtimestamp(row.revoked_ms / 1000, dt.UTC)
        entry = x509.RevokedCertificateBuilder(int(row.serial, 16), moment).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
