# SPDX-License-Identifier: EUPL-1.2
"""Which post is speaking: its certificate, then our own table, on each request."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from fastapi import Request

from sync_server.context import server_of
from sync_server.refusals import RefusedError
from sync_server.services.devices import Post, note_exchange, note_refusal, post_of

REVOKED = "Ce poste a été révoqué. Ce qu’il n’a pas encore envoyé est gardé à part ; appelez le support régional."
_UNKNOWN = "Ce serveur ne connaît pas ce poste. Inscrivez-le avec une carte."


def speaking_post(request: Request) -> Post:
    """Return the post of the TLS connection, revoked or not.

    Raises:
        RefusedError: 403 `unknown-post` when our table does not know the certificate.
    """
    server = server_of(request)
    post = post_of(server.engine, getattr(request.state, "client_cert_der", None))
    if post is None:
        raise RefusedError(403, "unknown-post", _UNKNOWN)
    note_exchange(server.engine, post)
    request.state.post = post
    return post


def living_post(request: Request) -> Post:
    """Return the post when it was not revoked.

    Raises:
        RefusedError: 403 `revoked`, with `wipe`: the post erases its copy once its outbox is safe.
    """
    post = speaking_post(request)
    if post.revoked:
        note_refusal(server_of(request).engine, post)
        raise RefusedError(403, "revoked", REVOKED, wipe=True)
    return post


def key_of(request: Request) -> CertificatePublicKeyTypes:
    """Return the public key of the post's certificate."""
    return x509.load_der_x509_certificate(request.state.client_cert_der).public_key()
