# SPDX-License-Identifier: EUPL-1.2
"""A CPS card spoken to directly: the PC/SC backend of `CardSession`."""

from contextlib import AbstractContextManager
from typing import Protocol

from cryptography import x509

from cps_card import cps3, cps4, pkcs15
from cps_card.apdu import Transport
from cps_card.commands import CardCommands
from cps_card.errors import UnknownCardError
from cps_card.holder import Holder
from cps_card.pin import checked, require_a_try
from cps_card.recognition import Generation, recognise_contact
from cps_card.session import Backend

_EF_SN = bytes.fromhex("3F00D003")
_SERIAL_PREFIX = bytes.fromhex("5A0A8025000001")  # tag, length, issuer prefix of the ASIP/ANS
_SERIAL_LENGTH = 12


class CardKeyWork(Protocol):
    """What each generation does in its own way."""

    def sign_auth(self, data: bytes) -> bytes:
        """Sign data with the authentication key."""

    def sign_document(self, digest: bytes) -> bytes:
        """Sign a digest with the signature key."""

    def decrypt(self, cryptogram: bytes) -> bytes:
        """Decrypt with the authentication key."""


class CpsCard:
    """An identified card behind a transport. See `CardSession` for the meaning of each method."""

    backend = Backend.PCSC

    def __init__(self, transport: Transport) -> None:
        """Identify the card: recognise it, read its number and both certificates (about 27 commands).

        Raises:
            UnknownCardError: not a CPS. ContactlessRefusedError: read through the air.
            CardFaultError: a CPS whose files are not as the norm says.
            CardUnavailableError: pulled meanwhile.
        """
        self.generation = recognise_contact(transport.atr)
        self._transport = transport
        with transport.exclusive():
            self._commands = _select(transport, self.generation)
            self.number = _card_number(self._commands.read(_EF_SN))
            self._keys = pkcs15.discover(self._commands.read)
        self.holder = Holder.from_certificate(self._keys.auth.certificate)
        self._work: CardKeyWork = _key_work(self.generation, self._commands, self._keys)

    @property
    def auth_certificate(self) -> x509.Certificate:
        """The authentication certificate."""
        return self._keys.auth.certificate

    @property
    def sign_certificate(self) -> x509.Certificate:
        """The signature certificate."""
        return self._keys.sign.certificate

    def tries_left(self) -> int:
        """Ask the card."""
        with self._transport.exclusive():
            return self._commands.tries_left()

    def verify(self, pin: bytearray | str, *, accept_last_try: bool = False) -> None:
        """Check the code here, ask for the tries left, then send it once."""
        with checked(pin) as digits, self._transport.exclusive():
            require_a_try(self._commands.tries_left(), accept_last_try=accept_last_try)
            self._commands.verify(digits)

    def sign_auth(self, data: bytes) -> bytes:
        """Sign with the authentication key."""
        with self._transport.exclusive():
            return self._work.sign_auth(data)

    def sign_document(self, digest: bytes) -> bytes:
        """Sign with the signature key."""
        with self._transport.exclusive():
            return self._work.sign_document(digest)

    def decrypt(self, cryptogram: bytes) -> bytes:
        """Decrypt with the authentication key."""
        with self._transport.exclusive():
            return self._work.decrypt(cryptogram)

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold the card. Holds nest."""
        return self._transport.exclusive()

    def reset(self) -> None:
        """Reset the card, then select the application again so that the session stays usable."""
        self._transport.reset()
        with self._transport.exclusive():
            _select(self._transport, self.generation)

    def close(self) -> None:
        """Let the card go."""
        self._transport.close()


def _select(transport: Transport, generation: Generation) -> CardCommands:
    driver = cps3 if generation is Generation.CPS3 else cps4
    commands = CardCommands(transport, driver.SELECT_PATH, driver.CHANNEL)
    commands.select_application(driver.APPLICATION)
    return commands


def _key_work(generation: Generation, commands: CardCommands, keys: pkcs15.CardKeys) -> CardKeyWork:
    if generation is Generation.CPS3:
        return cps3.Cps3Keys(commands, keys)
    return cps4.Cps4Keys(commands, keys)


def _card_number(serial: bytes) -> str:
    """Read EF.SN: exactly 12 bytes, the last five are the card number in BCD (Cryptolib card-cps.c)."""
    if len(serial) != _SERIAL_LENGTH or not serial.startswith(_SERIAL_PREFIX):
        raise UnknownCardError("the serial number is not that of an ANS card")
    digits = serial[len(_SERIAL_PREFIX) :].hex()
    if not digits.isdecimal():
        raise UnknownCardError("the serial number is not decimal")
    return digits
