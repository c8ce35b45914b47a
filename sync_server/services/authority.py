# SPDX-License-Identifier: EUPL-1.2
"""The regional authority: signs the certificate of this server and of each approved post (EC P-256, X.509 v3)."""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lgc_core.errors import UserError
from sync_server.config import Settings
from sync_server.services.post_signature import PostKey
from sync_server.services.secret_files import write_private

POST_URN: Final = "urn:serenite:poste:"
PRACTICE_URN: Final = "urn:serenite:cabinet:"
AUTHORITY_YEARS: Final = 15
SERVER_DAYS: Final = 397
DEVICE_DAYS: Final = 3 * 365
"""Long, because a post that was off for months must still be able to push; revocation is our own table."""

_RENEW_BEFORE: Final = dt.timedelta(days=30)
_SKEW: Final = dt.timedelta(days=2)
"""A post whose clock is late must not find its fresh certificate in the future."""


@dataclass(frozen=True)
class Authority:
    """The certificate that posts pin, and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        """Return the certificate to pin."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def issue_device(self, key: PostKey, device: str, practice: str) -> x509.Certificate:
        """Return the certificate of one post; its identity is in the alternative names."""
        names = x509.SubjectAlternativeName(
            [
                x509.UniformResourceIdentifier(POST_URN + device),
                x509.UniformResourceIdentifier(PRACTICE_URN + practice),
            ]
        )
        return _leaf(self, key, f"poste {device}", names, ExtendedKeyUsageOID.CLIENT_AUTH, DEVICE_DAYS)

    def issue_server(self, key: ec.EllipticCurvePublicKey, names: tuple[str, ...]) -> x509.Certificate:
        """Return the certificate of this server for its names and addresses."""
        general = x509.SubjectAlternativeName([_general_name(name) for name in names])
        return _leaf(self, key, names[0], general, ExtendedKeyUsageOID.SERVER_AUTH, SERVER_DAYS)


def open_authority(settings: Settings) -> Authority:
    """Return the authority given by the settings, else the one of the data folder, made at first start.

    Raises:
        UserError: when the key is not the certificate's.
    """
    certificate_file = settings.authority_certificate or settings.data_dir / "authority" / "ca.pem"
    key_file = settings.authority_key or settings.data_dir / "authority" / "ca.key"
    if settings.authority_certificate is None and not key_file.exists():
        _create(certificate_file, key_file)
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise UserError(
            "La clé de l’autorité régionale ne correspond pas à son certificat. Vérifiez les deux fichiers."
        )
    return Authority(certificate, key)


def server_files(settings: Settings, authority: Authority) -> tuple[Path, Path]:
    """Return certificate and key files of the TLS ports, issued again when names change or the end is near."""
    if settings.server_certificate and settings.server_key:
        return settings.server_certificate, settings.server_key
    folder = settings.data_dir / "authority"
    certificate_file, key_file = folder / "server.pem", folder / "server.key"
    if not key_file.exists():
        write_private(key_file, _key_pem(ec.generate_private_key(ec.SECP256R1())))
    key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    if not _still_good(certificate_file, settings.host_names, authority):
        issued = authority.issue_server(key.public_key(), settings.host_names)
        certificate_file.write_bytes(issued.public_bytes(serialization.Encoding.PEM) + authority.pem)
    return certificate_file, key_file


def identity_of(certificate: x509.Certificate) -> tuple[str, str]:
    """Return (post id, practice id) of a certificate that the TLS layer has already verified.

    Raises:
        ValueError: when it carries no such names.
    """
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    uris = extension.value.get_values_for_type(x509.UniformResourceIdentifier)
    found = [[uri.removeprefix(urn) for uri in uris if uri.startswith(urn)] for urn in (POST_URN, PRACTICE_URN)]
    if [len(values) for values in found] != [1, 1]:
        raise ValueError("a post's certificate names one post and one practice")
    return found[0][0], found[1][0]


def serial_text(certificate: x509.Certificate) -> str:
    """Return the serial number as stored: lower-case hexadecimal."""
    return f"{certificate.serial_number:x}"


def _create(certificate_file: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Autorité régionale Pack Sérénité")
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + dt.timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_private(key_file, _key_pem(key))
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _leaf(
    authority: Authority,
    key: PostKey,
    common_name: str,
    names: x509.SubjectAlternativeName,
    purpose: x509.ObjectIdentifier,
    days: int,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    issuer_key = authority.key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common_name))
        .issuer_name(authority.certificate.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(names, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .sign(authority.key, hashes.SHA256())
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Pack Serenite"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _still_good(file: Path, names: tuple[str, ...], authority: Authority) -> bool:
    if not file.exists():
        return False
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    covered = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    wanted = x509.SubjectAlternativeName([_general_name(name) for name in names])
    lasting = certificate.not_valid_after_utc - dt.datetime.now(dt.UTC) > _RENEW_BEFORE
    return lasting and covered == wanted and certificate.issuer == authority.certificate.subject
