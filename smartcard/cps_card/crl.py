# SPDX-License-Identifier: EUPL-1.2
"""Revocation lists kept on disk for use offline. Only lists signed by a known authority get in."""

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_MAX_BYTES = 32 * 1024 * 1024
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class CrlRejectedError(ValueError):
    """The bytes are no list, or no known authority signed them, or they are older than what we hold."""


class CrlCache:
    """One list an authority, the newest seen, in a folder."""

    def __init__(self, folder: Path, authorities: tuple[x509.Certificate, ...]) -> None:
        self._folder = folder
        self._authorities = authorities

    def add(self, untrusted: bytes) -> x509.Certificate:
        """Keep a list (DER or PEM) and return the authority that signed it.

        Raises:
            CrlRejectedError: nothing was kept.
        """
        if len(untrusted) > _MAX_BYTES:
            raise CrlRejectedError("the list is larger than any real one")
        crl = _parse(untrusted)
        authority = self._signer(crl)
        held = self.newest(authority)
        if held is not None and _issued(crl) < _issued(held):
            raise CrlRejectedError("a newer list is held already")
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(authority)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(crl.public_bytes(Encoding.DER))
        fresh.replace(path)
        return authority

    def newest(self, authority: x509.Certificate) -> x509.CertificateRevocationList | None:
        """Return the list of this authority, verified again as it is read."""
        path = self._path(authority)
        if not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return None
        try:
            crl = _parse(path.read_bytes())
        except (OSError, CrlRejectedError):
            return None
        return crl if _is_signed_by(crl, authority) else None

    def _signer(self, crl: x509.CertificateRevocationList) -> x509.Certificate:
        for authority in self._authorities:
            if _is_signed_by(crl, authority):
                return authority
        raise CrlRejectedError("no known authority signed this list")

    def _path(self, authority: x509.Certificate) -> Path:
        key = authority.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        digest = hashes.Hash(hashes.SHA256())
        digest.update(key)
        return self._folder / f"{digest.finalize().hex()}.crl"


def _parse(untrusted: bytes) -> x509.CertificateRevocationList:
    try:
        if untrusted.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_crl(untrusted)
        return x509.load_der_x509_crl(untrusted)
    except ValueError as error:
        raise CrlRejectedError("these bytes are no revocation list") from error


def _is_signed_by(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    """Same name and a good signature: another key under the same name does not count."""
    if crl.issuer != authority.subject:
        return False
    try:
        return crl.is_signature_valid(authority.public_key())  # type: ignore[arg-type] # a key we cannot use says TypeError
    except TypeError:
        return False


def _issued(crl: x509.CertificateRevocationList) -> datetime:
    return crl.last_update_utc or _BEGINNING
