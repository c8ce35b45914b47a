# SPDX-License-Identifier: EUPL-1.2
"""Slots of cards: how a card's key opens the database key.

Decryption is preferred: a signature over chosen data is also what TLS asks of the same key. A card that does not
decrypt signs a stored challenge under our own domain, when its signatures are deterministic.
"""

import hashlib
import os
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from cps_card.errors import CardFaultError, KeyUnusableError
from cps_card.prompt import CARD_OF_ANOTHER_PRACTICE
from cps_card.session import CardSession
from lgc_app.vault.device import DeviceSecret
from lgc_app.vault.faults import DeviceSecretMissingError, EnrolmentFailedError, UnknownCredentialError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.slot_file import SlotSet
from lgc_app.vault.slots import (
    CardHeader,
    Method,
    Slot,
    SlotRefusedError,
    new_identifier,
    new_salt,
    seal,
    unseal,
)

_DOMAIN = b"serenite/card-slot/v1"
_SECRET_BYTES = 32


def find_card_slot(slots: SlotSet, certificate: x509.Certificate) -> Slot:
    """Return the slot of the card that carries this certificate.

    Raises:
        UnknownCredentialError: with the words for a card of another practice.
    """
    der = certificate.public_bytes(Encoding.DER)
    for slot in slots.slots:
        if isinstance(slot.header, CardHeader) and slot.header.certificate == der:
            return slot
    raise UnknownCredentialError(CARD_OF_ANOTHER_PRACTICE)


def enrol_card(vault_id: str, card: CardSession, key: DatabaseKey, device: DeviceSecret) -> Slot:
    """Make a slot for a card whose code is verified, by the first method that passes the self-test.

    Raises:
        EnrolmentFailedError: neither method works. CardError: the card left, or wants its code.
    """
    methods: tuple[Method, ...] = ("card-rsa-decrypt", "card-rsa-sign")
    for method in methods:
        slot = _try_method(vault_id, card, key, device, method)
        if slot is not None:
            return slot
    raise EnrolmentFailedError


def open_card_slot(vault_id: str, slot: Slot, card: CardSession, device: DeviceSecret) -> DatabaseKey:
    """Open the slot with a card whose code is verified.

    Raises:
        DeviceSecretMissingError: the slot needs this machine's keyring, which does not answer.
        SlotRefusedError: the slot was tampered with. CardError: from the card.
    """
    header = slot.header
    if not isinstance(header, CardHeader):
        raise SlotRefusedError("not the slot of a card")
    if header.device_bound and not device.is_bound:
        raise DeviceSecretMissingError
    secret = _secret(vault_id, card, header)
    return unseal(vault_id, slot, secret, device.value if header.device_bound else b"")


def _try_method(
    vault_id: str, card: CardSession, key: DatabaseKey, device: DeviceSecret, method: Method
) -> Slot | None:
    """Seal, then open again with the real card: a slot is only believed once it has worked."""
    try:
        header, secret = _new_header(vault_id, card, device, method)
        slot = seal(vault_id, header, secret, key, device.value)
        opened = open_card_slot(vault_id, slot, card, device)
    except (KeyUnusableError, CardFaultError, SlotRefusedError):
        return None
    same = opened.reveal() == key.reveal()
    opened.wipe()
    return slot if same else None


def _new_header(
    vault_id: str, card: CardSession, device: DeviceSecret, method: Method
) -> tuple[CardHeader, bytes]:
    secret = os.urandom(_SECRET_BYTES)
    challenge = secret
    if method == "card-rsa-decrypt":
        challenge = _public_key(card).encrypt(secret, padding.PKCS1v15())
    header = CardHeader(
        id=new_identifier(),
        created=datetime.now(UTC),
        salt=new_salt(),
        method=method,
        certificate=card.auth_certificate.public_bytes(Encoding.DER),
        card_number=card.number,
        challenge=challenge,
        device_bound=device.is_bound,
    )
    if method == "card-rsa-sign":
        secret = _secret(vault_id, card, header)
    return header, secret


def _secret(vault_id: str, card: CardSession, header: CardHeader) -> bytes:
    if header.method == "card-rsa-decrypt":
        return card.decrypt(header.challenge)
    message = b"|".join(
        (_DOMAIN, vault_id.encode(), hashlib.sha256(header.certificate).digest(), header.challenge)
    )
    signature = card.sign_auth(message)
    try:
        _public_key(card).verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise CardFaultError("the card's signature does not verify") from error
    return signature


def _public_key(card: CardSession) -> rsa.RSAPublicKey:
    public = card.auth_certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey):
        raise KeyUnusableError("the authentication key is not RSA")
    return public
