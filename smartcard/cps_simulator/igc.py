# SPDX-License-Identifier: EUPL-1.2
"""A simulated IGC-Santé: a root, an intermediate for persons, cards and revocation lists."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cps_simulator.people import CardOwner, subject_of
from cps_simulator.permission import require_simulation

_KEY_BITS = 2048
_AUTHORITY_DAYS = 3650
CARD_DAYS = 1095  # cards live about three years
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True)
class KeyPair:
    """A private key and the certificate that goes with it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True)
class CardPairs:
    """What a card of a person holds."""

    auth: KeyPair
    sign: KeyPair


@dataclass(frozen=True)
class SimulatedIgc:
    """The two authorities of a simulated world. Make one with `create`."""

    root: KeyPair
    persons: KeyPair

    @classmethod
    def create(cls, name: str = "SIMULATION FORT") -> Self:
        """Make fresh authorities (two RSA keys: about 0.2 s)."""
        require_simulation()
        root = _authority(f"AC RACINE {name}", None, None)
        return cls(root, _authority(f"AC {name} PERSONNES", root, 0))

    def issue(self, owner: CardOwner, valid_from: datetime | None = None, days: int = CARD_DAYS) -> CardPairs:
        """Make the two pairs of a card. `valid_from` is aware; by default an hour ago."""
        start = valid_from or datetime.now(UTC) - timedelta(hours=1)
        window = (start, start + timedelta(days=days))
        return CardPairs(
            auth=self._pair(owner, window, {"digital_signature", "key_encipherment"}),
            sign=self._pair(owner, window, {"content_commitment"}),
        )

    def revocation_list(
        self, revoked: tuple[x509.Certificate, ...] = (), issued: datetime | None = None, days: int = 7
    ) -> bytes:
        """Sign a list of the persons authority, in DER."""
        return _crl(self.persons, revoked, issued, days)

    def root_revocation_list(
        self, revoked: tuple[x509.Certificate, ...] = (), issued: datetime | None = None, days: int = 7
    ) -> bytes:
        """Sign a list of the root, in DER."""
        return _crl(self.root, revoked, issued, days)

    def _pair(self, owner: CardOwner, window: tuple[datetime, datetime], usages: set[str]) -> KeyPair:
        key = _new_key()
        issuer = self.persons.certificate.subject
        builder = _builder(subject_of(owner), issuer, key, window)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=False)
        builder = builder.add_extension(_usage(usages), critical=True)
        builder = builder.add_extension(_issued_by(self.persons.key), critical=False)
        if "digital_signature" in usages:
            purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
            builder = builder.add_extension(purposes, critical=False)
        return KeyPair(key, builder.sign(self.persons.key, hashes.SHA256()))


def _authority(common_name: str, issuer: KeyPair | None, path_length: int | None) -> KeyPair:
    key = _new_key()
    name = _authority_name(common_name)
    now = datetime.now(UTC)
    window = (now - timedelta(days=_AUTHORITY_DAYS), now + timedelta(days=_AUTHORITY_DAYS))
    builder = _builder(name, issuer.certificate.subject if issuer else name, key, window)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
    builder = builder.add_extension(_usage({"key_cert_sign", "crl_sign"}), critical=True)
    if issuer:
        builder = builder.add_extension(_issued_by(issuer.key), critical=False)
    return KeyPair(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, window: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(window[0])
        .not_valid_after(window[1])
        .add_extension(identifier, critical=False)
    )


def _authority_name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "SIMULATION"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "IGC SIMULEE"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _crl(authority: KeyPair, revoked: tuple[x509.Certificate, ...], issued: datetime | None, days: int) -> bytes:
    at = issued or datetime.now(UTC) - timedelta(minutes=5)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(at)
        .next_update(at + timedelta(days=days))
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(_issued_by(authority.key), critical=False)
    )
    for certificate in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(at).build())
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _usage(usages: set[str]) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in usages for name in _USAGES})


def _issued_by(key: rsa.RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
