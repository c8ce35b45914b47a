# SPDX-License-Identifier: EUPL-1.2
"""A card behind a PKCS#11 module: the Cryptolib CPS of the ANS in production, OpenSC in tests.

Keys are chosen by the usage in their certificate, never by CKA_ID (ANS, Spécifications externes
PKCS#11, v2.0.0).
"""

import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from pkcs11.constants import Attribute, ObjectClass
from pkcs11.exceptions import PinIncorrect
from pkcs11.mechanisms import Mechanism

from cps_card.errors import (
    CardError,
    CardFaultError,
    PinBlockedError,
    PinRequiredError,
    WrongPinError,
)
from cps_card.holder import Holder
from cps_card.pin import checked, require_a_try
from cps_card.pkcs11_errors import translated
from cps_card.pkcs11_module import find_token, tries_left_of
from cps_card.pkcs15 import load_certificate
from cps_card.recognition import Generation
from cps_card.rsa import digest_info, digest_info_of
from cps_card.session import Backend

_LOOKS, _LOOK_SECONDS = 10, 0.1
_CARD_NUMBER = re.compile(r"\d{10}$")


class Pkcs11Card:
    """An identified card behind a module. See `CardSession` for the meaning of each method."""

    backend = Backend.PKCS11

    def __init__(self, module: Path, reader: str, generation: Generation) -> None:
        """Read certificates without the PIN; `open` is the way in."""
        self._module, self._reader = module, reader
        self.generation = generation
        self._token = find_token(module, reader)
        self.number = _card_number(self._token)
        self._public: Any = self._token.open()
        self._user: Any = None
        certificates = _certificates(self._public)
        self._auth_id, self.auth_certificate = _of_usage(certificates, signs_documents=False)
        self._sign_id, self.sign_certificate = _of_usage(certificates, signs_documents=True)
        self.holder = Holder.from_certificate(self.auth_certificate)

    @classmethod
    def open(cls, module: Path, reader: str, generation: Generation) -> Self:
        """Open the card of this reader through this module.

        Raises:
            MiddlewareMissingError: no module there. CardRemovedError: no card. CardFaultError: no CPS inside.
        """
        with translated():
            return cls(module, reader, generation)

    def tries_left(self) -> int:
        """Read the flags of the token: they tell « low », « last » and « blocked » only."""
        with translated():
            return tries_left_of(find_token(self._module, self._reader))

    def verify(self, pin: bytearray | str, *, accept_last_try: bool = False) -> None:
        """Log in once. The module keeps its own copy of the code: that is out of our hands."""
        with checked(pin) as digits:
            require_a_try(self.tries_left(), accept_last_try=accept_last_try)
            self._log_out()
            try:
                with translated():
                    self._log_in(digits)
            except _RefusedError:
                left = self.tries_left()
                raise (WrongPinError(left) if left else PinBlockedError()) from None

    def sign_auth(self, data: bytes) -> bytes:
        """CKM_RSA_PKCS over a DigestInfo: the one mechanism that both keys and both generations share."""
        return self._sign(self._auth_id, digest_info_of(data))

    def sign_document(self, digest: bytes) -> bytes:
        """CKM_RSA_PKCS over a DigestInfo."""
        return self._sign(self._sign_id, digest_info(digest))

    def decrypt(self, cryptogram: bytes) -> bytes:
        """C_Decrypt with CKM_RSA_PKCS on the authentication key (ANS, [EX_CPS3_PKCS11_49])."""
        with self._working():
            plain: bytes = self._key(self._auth_id).decrypt(cryptogram, mechanism=Mechanism.RSA_PKCS)
        return plain

    def exclusive(self) -> AbstractContextManager[None]:
        """Nothing to hold: the module has its own transactions."""
        return nullcontext()

    def reset(self) -> None:
        """Log out: the module forgets the code, and so does the card."""
        self._log_out()

    def close(self) -> None:
        """Log out and end the sessions. What fails here has already left."""
        self._log_out()
        if self._public is not None:
            _end(self._public)
            self._public = None

    def _log_in(self, digits: bytearray) -> None:
        try:
            self._user = self._token.open(user_pin=digits.decode("ascii"))
        except PinIncorrect:
            raise _RefusedError from None

    def _log_out(self) -> None:
        if self._user is not None:
            _end(self._user)
            self._user = None

    def _sign(self, identifier: bytes, content: bytes) -> bytes:
        with self._working():
            signature: bytes = self._key(identifier).sign(content, mechanism=Mechanism.RSA_PKCS)
        return signature

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Use a key. Some modules say GENERAL_ERROR of a card that left: look before believing a fault."""
        try:
            with translated():
                yield
        except CardFaultError:
            for _ in range(_LOOKS):  # the reader may take half a second to notice
                with translated():
                    find_token(self._module, self._reader)
                time.sleep(_LOOK_SECONDS)
            raise

    def _key(self, identifier: bytes) -> Any:
        if self._user is None:
            raise PinRequiredError("nobody has logged in")
        return self._user.get_key(object_class=ObjectClass.PRIVATE_KEY, id=identifier)


class _RefusedError(Exception):
    """The module said CKR_PIN_INCORRECT."""


def _end(session: Any) -> None:
    try:
        with translated():
            session.close()
    except CardError:
        return


def _certificates(session: Any) -> list[tuple[bytes, x509.Certificate]]:
    objects = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    return [(bytes(found[Attribute.ID]), load_certificate(bytes(found[Attribute.VALUE]))) for found in objects]


def _of_usage(
    certificates: list[tuple[bytes, x509.Certificate]], *, signs_documents: bool
) -> tuple[bytes, x509.Certificate]:
    for identifier, certificate in certificates:
        try:
            usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        except (x509.ExtensionNotFound, ValueError):
            continue
        if usage.content_commitment if signs_documents else usage.digital_signature:
            return identifier, certificate
    raise CardFaultError("the module does not show both certificates of a CPS")


def _card_number(token: Any) -> str:
    serial = token.serial
    text = serial.decode("ascii", "replace") if isinstance(serial, bytes) else str(serial)
    match = _CARD_NUMBER.search(text.strip())
    return match.group() if match else ""
