# SPDX-License-Identifier: EUPL-1.2
"""Find certificates and keys through the card's own directory (PKCS#15 v1.1, sections 6.2 to 6.6).

No file of a certificate is hard-coded, and no key is known by its CKA_ID: 01/02 on a CPS3, 10/20 on newer
cards. The role comes from the key's usage.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509

from cps_card import tlv
from cps_card.errors import CardFaultError

_ODF = bytes.fromhex("3F0000015031")
_ODF_PRIVATE_KEYS, _ODF_CERTIFICATES = 0xA0, 0xA4
_SEQUENCE, _INTEGER, _BIT_STRING, _OCTET_STRING = 0x30, 0x02, 0x03, 0x04
_TYPE_ATTRIBUTES = 0xA1
_NON_REPUDIATION = 9  # PKCS#15 KeyUsageFlags
_MAX_ENTRIES = 16
_COMMON_AND_CLASS = 2

ReadFile = Callable[[bytes], bytes]


@dataclass(frozen=True)
class CardKey:
    """A private key of the card: how the card names it, and its certificate."""

    reference: int
    certificate: x509.Certificate


@dataclass(frozen=True)
class CardKeys:
    """The two keys of a CPS."""

    auth: CardKey
    sign: CardKey


def discover(read: ReadFile) -> CardKeys:
    """Read the directory and both certificates.

    Raises:
        CardFaultError: when one of the two keys has no readable certificate.
    """
    directory = read(_ODF)
    certificates = dict(_certificates(read, _path(tlv.find(directory, _ODF_CERTIFICATES))))
    auth: CardKey | None = None
    sign: CardKey | None = None
    for identifier, reference, signs_documents in _keys(read(_path(tlv.find(directory, _ODF_PRIVATE_KEYS)))):
        if identifier not in certificates:
            continue
        key = CardKey(reference, certificates[identifier])
        if signs_documents:
            sign = sign or key
        else:
            auth = auth or key
    if auth is None or sign is None:
        raise CardFaultError("the card does not hold both an authentication and a signature key")
    return CardKeys(auth, sign)


def load_certificate(untrusted: bytes) -> x509.Certificate:
    """Parse a certificate file, which may be padded after its end."""
    der = untrusted[: tlv.parse_one(untrusted).size]
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise CardFaultError("a certificate of the card is unreadable") from error


def _entries(file: bytes) -> list[list[tlv.Tlv]]:
    entries = [list(tlv.parse(item.value)) for item in tlv.parse(file)]
    if len(entries) > _MAX_ENTRIES:
        raise CardFaultError("the card's directory is too long")
    return entries


def _keys(file: bytes) -> list[tuple[bytes, int, bool]]:
    """List (identifier, key reference, signs documents) of the private keys."""
    return [_key(list(tlv.parse(_second_sequence(entry)))) for entry in _entries(file)]


def _key(attributes: list[tlv.Tlv]) -> tuple[bytes, int, bool]:
    identifier = _first(attributes, _OCTET_STRING)
    usage = _first(attributes, _BIT_STRING)
    reference = _first(attributes, _INTEGER)
    return identifier, reference[-1], _bit(usage, _NON_REPUDIATION)


def _certificates(read: ReadFile, file_path: bytes) -> list[tuple[bytes, x509.Certificate]]:
    found = []
    for entry in _entries(read(file_path)):
        identifier = _first(list(tlv.parse(_second_sequence(entry))), _OCTET_STRING)
        where = tlv.parse_one(_first(entry, _TYPE_ATTRIBUTES)).value
        found.append((identifier, load_certificate(read(_path(where)))))
    return found


def _second_sequence(entry: list[tlv.Tlv]) -> bytes:
    """Skip the common attributes; the class attributes come next."""
    sequences = [item.value for item in entry if item.tag == _SEQUENCE]
    if len(sequences) < _COMMON_AND_CLASS:
        raise CardFaultError("an entry of the card's directory is too short")
    return sequences[1]


def _path(value: bytes) -> bytes:
    """Return the path inside `Path ::= SEQUENCE { path OCTET STRING, ... }`."""
    return tlv.find(tlv.find(value, _SEQUENCE), _OCTET_STRING)


def _first(items: list[tlv.Tlv], tag: int) -> bytes:
    for item in items:
        if item.tag == tag and item.value:
            return item.value
    raise CardFaultError(f"no object {tag:02X} in an entry of the card's directory")


def _bit(bit_string: bytes, index: int) -> bool:
    """Tell a named bit of a BIT STRING, parsed laxly: real cards are not strict DER."""
    byte = 1 + index // 8
    return len(bit_string) > byte and bool(bit_string[byte] & 0x80 >> index % 8)
