# SPDX-License-Identifier: EUPL-1.2
"""Who holds the card that asks: chain to pinned card authorities, dates, key usage, and its signature.

smartcard.md §7: an expired card enrols nothing. Revocation lists of the IGC-Santé are not fetched here yet.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store, VerificationError

from lgc_core.errors import UserError

_DEPTH = 3


@dataclass(frozen=True)
class Card:
    """A verified card: its holder as the certificate names them, never a right by itself."""

    holder: str
    sha256: str
    number: str


@dataclass(frozen=True)
class CardTrust:
    """The pinned card authorities; `simulated` is said on every page that shows a card."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...]
    simulated: bool

    def verify(self, untrusted_certificate: bytes, signature: bytes, statement: bytes) -> Card:
        """Return the holder of the card that signed the statement (RSASSA-PKCS1-v1_5, SHA-256).

        Raises:
            UserError: for each way in which the card is not to be believed.
        """
        certificate = _parsed(untrusted_certificate)
        _check_dates(certificate)
        self._check_chain(certificate)
        _check_signature(certificate, signature, statement)
        digest = hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()
        number = _attribute(certificate, NameOID.COMMON_NAME)
        return Card(holder=holder_of(certificate), sha256=digest, number=number)

    def _check_chain(self, certificate: x509.Certificate) -> None:
        if not self.roots:
            raise UserError("Ce serveur ne connaît aucune autorité de cartes. Prévenez son administrateur.")
        ca_policy = ExtensionPolicy.permit_all().require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
        verifier = (
            PolicyBuilder()
            .store(Store(list(self.roots)))
            .max_chain_depth(_DEPTH)
            .extension_policies(ee_policy=ExtensionPolicy.permit_all(), ca_policy=ca_policy)
            .build_client_verifier()
        )
        try:
            verifier.verify(certificate, list(self.intermediates))
        except VerificationError as error:
            raise UserError("Cette carte ne vient pas d’une autorité connue. Utilisez une carte CPS.") from error


def load_card_trust(bundle: Path | None, *, simulated: bool) -> CardTrust:
    """Read the PEM bundle of pinned authorities; the self-signed ones are the roots."""
    certificates = x509.load_pem_x509_certificates(bundle.read_bytes()) if bundle else []
    roots = tuple(c for c in certificates if c.issuer == c.subject)
    others = tuple(c for c in certificates if c.issuer != c.subject)
    return CardTrust(roots, others, simulated)


def holder_of(certificate: x509.Certificate) -> str:
    """Return `Dr`-less holder name and number, as `Maëlle ETHEVE (899700000011)`."""
    given, family, number = (
        _attribute(certificate, oid) for oid in (NameOID.GIVEN_NAME, NameOID.SURNAME, NameOID.COMMON_NAME)
    )
    name = " ".join(part for part in (given, family) if part)
    return f"{name} ({number})"[:200] if name else number[:200]


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _parsed(untrusted_certificate: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(untrusted_certificate)
    except ValueError as error:
        raise UserError("Le certificat de la carte est illisible. Recommencez la demande.") from error


def _check_dates(certificate: x509.Certificate) -> None:
    now = dt.datetime.now(dt.UTC)
    if now > certificate.not_valid_after_utc:
        raise UserError("Carte expirée : elle ne peut pas inscrire un poste. Renouvelez-la.")
    if now < certificate.not_valid_before_utc:
        raise UserError("Carte pas encore valable. Réessayez à partir de sa date de début.")


def _check_signature(certificate: x509.Certificate, signature: bytes, statement: bytes) -> None:
    key = certificate.public_key()
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        signs = usage.digital_signature
    except x509.ExtensionNotFound:
        signs = False
    if not isinstance(key, rsa.RSAPublicKey) or not signs:
        raise UserError("Ce certificat de carte ne sert pas à s’identifier. Utilisez celui d’authentification.")
    try:
        key.verify(signature, statement, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise UserError("La signature de la carte ne correspond pas à la demande. Recommencez.") from error
