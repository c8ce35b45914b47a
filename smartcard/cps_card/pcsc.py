# SPDX-License-Identifier: EUPL-1.2
"""A card in a PC/SC reader, on the plain functions of pyscard.

Not pyscard's CardConnection: it powers the card off from `__del__`, under the feet of another connection.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import smartcard.scard as winscard

from cps_card.errors import CardError, CardRemovedError
from cps_card.pcsc_codes import check

_PROTOCOLS = winscard.SCARD_PROTOCOL_T0 | winscard.SCARD_PROTOCOL_T1


def list_readers() -> list[str]:
    """Name the readers that are plugged in.

    Raises:
        CardServiceLostError: when the PC/SC service does not run.
    """
    code, context = winscard.SCardEstablishContext(winscard.SCARD_SCOPE_USER)
    check(code, "SCardEstablishContext")
    try:
        code, names = winscard.SCardListReaders(context, [])
        if code == winscard.SCARD_E_NO_READERS_AVAILABLE:
            return []
        check(code, "SCardListReaders")
        return [str(name) for name in names]
    finally:
        winscard.SCardReleaseContext(context)


class PcscTransport:
    """A shared connection to the card of one reader. One thread at a time; a lock sees to it."""

    def __init__(self, context: int, reader: str) -> None:
        """Connect; `open` is the way in."""
        code, self._card, self._protocol = winscard.SCardConnect(
            context, reader, winscard.SCARD_SHARE_SHARED, _PROTOCOLS
        )
        check(code, "SCardConnect")
        self._context: int | None = context
        self._lock = threading.RLock()
        self._held = 0
        code, _, _, _, atr = winscard.SCardStatus(self._card)
        if code != winscard.SCARD_S_SUCCESS:
            winscard.SCardDisconnect(self._card, winscard.SCARD_LEAVE_CARD)
            check(code, "SCardStatus")
        self.reader = reader
        self.atr = bytes(atr)

    @classmethod
    def open(cls, reader: str) -> Self:
        """Connect to the card in this reader, without disturbing other programs.

        Raises:
            CardMissingError, ReaderMissingError, CardBusyError, CardServiceLostError: as named.
            UnknownCardError: the card does not answer (upside down, or no CPS).
        """
        code, context = winscard.SCardEstablishContext(winscard.SCARD_SCOPE_USER)
        check(code, "SCardEstablishContext")
        try:
            return cls(context, reader)
        except CardError:
            winscard.SCardReleaseContext(context)
            raise

    def transmit(self, command: bytearray) -> bytes:
        """Send one APDU; the list that pyscard wants is wiped after, for it may hold a PIN."""
        numbers = list(command)
        with self._lock:
            self._require_open()
            try:
                code, answer = winscard.SCardTransmit(self._card, self._protocol, numbers)
            finally:
                numbers[:] = [0] * len(numbers)
            check(code, "SCardTransmit")
        return bytes(byte & 0xFF for byte in answer)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold a PC/SC transaction. Holds nest; the last one out ends it."""
        with self._lock:
            self._require_open()
            if self._held == 0:
                check(winscard.SCardBeginTransaction(self._card), "SCardBeginTransaction")
            self._held += 1
            try:
                yield
            finally:
                self._held -= 1
                if self._held == 0 and self._context is not None:
                    # the card may have left inside the block: that error is already on its way
                    winscard.SCardEndTransaction(self._card, winscard.SCARD_LEAVE_CARD)

    def reset(self) -> None:
        """Warm reset: the PIN state is lost for every program."""
        with self._lock:
            self._require_open()
            code, self._protocol = winscard.SCardReconnect(
                self._card, winscard.SCARD_SHARE_SHARED, _PROTOCOLS, winscard.SCARD_RESET_CARD
            )
            check(code, "SCardReconnect")

    def close(self) -> None:
        """Disconnect and leave the card powered. What fails here has already left."""
        with self._lock:
            if self._context is None:
                return
            winscard.SCardDisconnect(self._card, winscard.SCARD_LEAVE_CARD)
            winscard.SCardReleaseContext(self._context)
            self._context = None

    def _require_open(self) -> None:
        if self._context is None:
            raise CardRemovedError("the connection is closed")
