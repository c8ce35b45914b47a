# SPDX-License-Identifier: EUPL-1.2
"""One wrapped copy of the database key a credential (smartcard reference, section 7).

KEK = HKDF-SHA256(secret, salt, domain and kind and device secret); wrapped = AES-256-GCM(KEK, key, AAD = the
vault and the whole header). Changing one bit of a header makes the slot useless, moving it to another vault too.
"""

import hashlib
import os
import uuid
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding

from lgc_app.vault.keys import KEY_BYTES, DatabaseKey

_DOMAIN = b"serenite/slot/v1"
_NONCE_BYTES = 12
_SALT_BYTES = 32

Salt = Annotated[bytes, msgspec.Meta(min_length=_SALT_BYTES, max_length=_SALT_BYTES)]
Method = Literal["card-rsa-decrypt", "card-rsa-sign"]


class CardHeader(msgspec.Struct, frozen=True, tag="card", tag_field="kind", forbid_unknown_fields=True):
    """A card. `challenge` is a cryptogram to decrypt, or random bytes to sign, as `method` says."""

    id: str
    created: datetime
    salt: Salt
    method: Method
    certificate: Annotated[bytes, msgspec.Meta(max_length=8192)]
    card_number: Annotated[str, msgspec.Meta(max_length=32)]
    challenge: Annotated[bytes, msgspec.Meta(max_length=1024)]
    device_bound: bool

    @property
    def label(self) -> str:
        """What the settings screen shows."""
        return f"Carte {self.card_number}"


class RecoveryHeader(msgspec.Struct, frozen=True, tag="recovery", tag_field="kind", forbid_unknown_fields=True):
    """The printed code. A slot is only written once the code was typed back."""

    id: str
    created: datetime
    salt: Salt

    @property
    def label(self) -> str:
        """What the settings screen shows."""
        return "Code de secours imprimé"


class PassphraseHeader(
    msgspec.Struct, frozen=True, tag="passphrase", tag_field="kind", forbid_unknown_fields=True
):
    """A person's phrase. Bounds keep a hostile file from taking the machine's memory (RFC 9106)."""

    id: str
    created: datetime
    salt: Salt
    person: Annotated[str, msgspec.Meta(max_length=64)]
    memory_kib: Annotated[int, msgspec.Meta(ge=19_456, le=1_048_576)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=16)]

    @property
    def label(self) -> str:
        """What the settings screen shows."""
        return "Phrase de passe"


Header = CardHeader | RecoveryHeader | PassphraseHeader


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A header and the key wrapped under it."""

    header: Header
    nonce: Annotated[bytes, msgspec.Meta(min_length=_NONCE_BYTES, max_length=_NONCE_BYTES)]
    wrapped: Annotated[bytes, msgspec.Meta(min_length=48, max_length=48)]


class SlotRefusedError(Exception):
    """The secret does not open this slot: it is not the right one, or the slot was tampered with."""


def new_identifier() -> str:
    """Draw the identifier of a slot."""
    return uuid.uuid4().hex


def new_salt() -> bytes:
    """Draw a salt."""
    return os.urandom(_SALT_BYTES)


def seal(vault_id: str, header: Header, secret: bytes, key: DatabaseKey, device_secret: bytes = b"") -> Slot:
    """Wrap the database key under a credential's secret."""
    nonce = os.urandom(_NONCE_BYTES)
    cipher = AESGCM(_key_encryption_key(header, secret, device_secret))
    return Slot(header, nonce, cipher.encrypt(nonce, key.reveal(), _bound(vault_id, header)))


def unseal(vault_id: str, slot: Slot, secret: bytes, device_secret: bytes = b"") -> DatabaseKey:
    """Unwrap the database key.

    Raises:
        SlotRefusedError: wrong secret, or a slot that was changed or brought from another vault.
    """
    cipher = AESGCM(_key_encryption_key(slot.header, secret, device_secret))
    try:
        return DatabaseKey(cipher.decrypt(slot.nonce, slot.wrapped, _bound(vault_id, slot.header)))
    except InvalidTag as error:
        raise SlotRefusedError("the slot does not open") from error


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate, in hexadecimal."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def _key_encryption_key(header: Header, secret: bytes, device_secret: bytes) -> bytes:
    kind = type(header).__name__.encode()
    device = hashlib.sha256(device_secret).digest()
    return HKDF(hashes.SHA256(), KEY_BYTES, header.salt, b"|".join((_DOMAIN, kind, device))).derive(secret)


def _bound(vault_id: str, header: Header) -> bytes:
    return vault_id.encode() + b"|" + msgspec.json.encode(header, order="deterministic")
