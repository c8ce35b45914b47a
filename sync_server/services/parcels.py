# SPDX-License-Identifier: EUPL-1.2
"""Take the exported queue of a post: each batch is verified and merged as if it had come by the network."""

from dataclasses import dataclass

import sqlalchemy as sa
from cryptography import x509

from lgc_core.errors import UserError
from lgc_core.oplog.operation import SCHEMA_VERSION
from lgc_core.sync.parcel import Parcel
from lgc_core.sync.protocol import PushRequest
from sync_server.db import reading, writing
from sync_server.refusals import RefusedError
from sync_server.services import exchange, journal
from sync_server.services.devices import Post
from sync_server.tables import device_account, enrolment


@dataclass(frozen=True)
class Taken:
    """What became of a parcel."""

    new: int
    known: int
    aside: int


def take(engine: sa.Engine, untrusted: Parcel, actor: str) -> Taken:
    """Merge a parcel, with a line in the journal; taking it twice is harmless.

    Raises:
        UserError: a post that is not known here, or a batch that it did not sign; what came before is kept.
    """
    post, certificate = _post(engine, untrusted)
    outcomes: list[str] = []
    for push in untrusted.pushes:
        asked = PushRequest(
            partition=push.partition, epoch="", sv=SCHEMA_VERSION, ops=push.ops, signature=push.signature
        )
        try:
            response = exchange.push(engine, post, asked, certificate.public_key())
        except RefusedError as refused:
            raise UserError(f"Le fichier n’est pas accepté. {refused.body['phrase']}") from refused
        outcomes += [result.outcome for result in response.results]
    with writing(engine) as connection:
        journal.write(connection, "file importée", actor=actor, practice=post.practice, device=post.id)
    known, aside = outcomes.count("duplicate"), outcomes.count("quarantined")
    return Taken(new=len(outcomes) - known - aside, known=known, aside=aside)


def _post(engine: sa.Engine, untrusted: Parcel) -> tuple[Post, x509.Certificate]:
    query = (
        sa.select(device_account.c.practice, device_account.c.state, enrolment.c.certificate)
        .join(enrolment, enrolment.c.device == device_account.c.id)
        .where(device_account.c.id == untrusted.device, enrolment.c.certificate != "")
    )
    with reading(engine) as connection:
        row = connection.execute(query).first()
    if row is None or row.practice != untrusted.practice:
        raise UserError("Ce fichier vient d’un poste que ce serveur ne connaît pas.")
    post = Post(untrusted.device, row.practice, row.state != "approuvé")
    return post, x509.load_pem_x509_certificate(row.certificate.encode())
