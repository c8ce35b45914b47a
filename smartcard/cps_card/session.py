# SPDX-License-Identifier: EUPL-1.2
"""A card in hand: what the rest of the project may ask, whichever driver answers."""

from contextlib import AbstractContextManager
from enum import Enum
from typing import Protocol

from cryptography import x509

from cps_card.holder import Holder
from cps_card.recognition import Generation


class Backend(Enum):
    """The driver that talks to the card; shown on the screen of the reader."""

    PCSC = "PC/SC"
    PKCS11 = "Cryptolib CPS"


class CardSession(Protocol):
    """An identified card. Every method may raise CardUnavailableError: the card can leave at any moment."""

    @property
    def backend(self) -> Backend:
        """The driver in use."""

    @property
    def generation(self) -> Generation:
        """CPS3 or CPS4."""

    @property
    def number(self) -> str:
        """The 10-digit number printed on the card."""

    @property
    def holder(self) -> Holder:
        """The person named by the authentication certificate."""

    @property
    def auth_certificate(self) -> x509.Certificate:
        """The certificate that opens sessions and files; untrusted until `trust` has judged it."""

    @property
    def sign_certificate(self) -> x509.Certificate:
        """The certificate that signs documents."""

    def tries_left(self) -> int:
        """Tell how many wrong codes the card still takes, without spending one."""

    def verify(self, pin: bytearray | str, *, accept_last_try: bool = False) -> None:
        """Present the code once, and wipe it when it came in a bytearray.

        Raises:
            PinMalformedError: not four digits; nothing was sent.
            LastTryNotAcceptedError: one try is left and `accept_last_try` is false; nothing was sent.
            WrongPinError: with the tries left. PinBlockedError: none is left.
        """

    def sign_auth(self, data: bytes) -> bytes:
        """Sign with the authentication key: RSASSA-PKCS1-v1_5 over SHA-256 of `data`, deterministic."""

    def sign_document(self, digest: bytes) -> bytes:
        """Sign a SHA-256 digest (32 bytes) with the signature key: RSASSA-PKCS1-v1_5."""

    def decrypt(self, cryptogram: bytes) -> bytes:
        """Open what was encrypted to the authentication certificate: RSAES-PKCS1-v1_5."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep other programs away between the code and the use of the key."""

    def reset(self) -> None:
        """Make the card forget the code."""

    def close(self) -> None:
        """Let the card go. Safe to call twice, and on a card that left."""
