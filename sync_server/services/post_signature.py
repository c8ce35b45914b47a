# SPDX-License-Identifier: EUPL-1.2
"""Signatures by the key of a post: Ed25519, or ECDSA P-256 with SHA-256."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

PostKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey


def verify_by_post(key: object, signature: bytes, statement: bytes) -> None:
    """Check a signature.

    Raises:
        InvalidSignature: when it does not fit, or the key is of no kind that posts have.
    """
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, statement)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, statement, ec.ECDSA(hashes.SHA256()))
    else:
        raise InvalidSignature
