# SPDX-License-Identifier: EUPL-1.2
"""The key of this post: P-256, encrypted on disk under a password that only the open vault knows."""

import secrets
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """The private key of a post, in memory while the vault is open."""

    key: ec.EllipticCurvePrivateKey
    password: str

    @classmethod
    def generate(cls) -> Self:
        """Make the key of a new post."""
        return cls(ec.generate_private_key(ec.SECP256R1()), secrets.token_urlsafe(32))

    @classmethod
    def load(cls, pem: bytes, password: str) -> Self:
        """Read the key back.

        Raises:
            ValueError: wrong password or damaged file.
        """
        key = serialization.load_pem_private_key(pem, password.encode())
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the key of a post is P-256")
        return cls(key, password)

    @property
    def encrypted_pem(self) -> bytes:
        """Return what may be written to disk."""
        how = serialization.BestAvailableEncryption(self.password.encode())
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)

    def sign(self, statement: bytes) -> bytes:
        """Sign bytes (ECDSA, SHA-256)."""
        return self.key.sign(statement, ec.ECDSA(hashes.SHA256()))

    def request(self, device: str) -> bytes:
        """Return the certificate request of this post, DER."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, device)])
        csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(self.key, hashes.SHA256())
        return csr.public_bytes(serialization.Encoding.DER)


def client_context(authority_pem: str, certificate: Path, key: Path, password: str) -> ssl.SSLContext:
    """Return the TLS side of a post: the pinned regional authority, its own certificate, TLS 1.2 or better."""
    context = pinned_context(authority_pem)
    context.load_cert_chain(certificate, key, password)
    return context


def pinned_context(authority_pem: str) -> ssl.SSLContext:
    """Return a context that trusts the regional authority and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=authority_pem)
    return context
