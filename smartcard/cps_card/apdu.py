# SPDX-License-Identifier: EUPL-1.2
"""One command to the card and its whole answer, with the rules of T=0.

Both CPS generations speak T=0: no extended length, the answer to a command with data is fetched by
GET RESPONSE (61xx), a wrong length is told (6Cxx), long data goes in chained parts (ISO/IEC 7816-4, 5.1).
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cps_card.errors import CardFaultError

SW_OK = 0x9000
SW1_MORE = 0x61
SW1_WRONG_LENGTH = 0x6C
_INS_GET_RESPONSE = 0xC0
_CHAINED = 0x10
_CHANNEL = 0x03
_SHORT_DATA = 255
_MAX_ANSWER = 65_536
_STATUS_BYTES = 2


class Transport(Protocol):
    """A powered card at the end of a wire, real or in this process."""

    @property
    def atr(self) -> bytes:
        """The answer to reset, which tells the kind of card."""

    def transmit(self, command: bytearray) -> bytes:
        """Send one short APDU and return data and status word, as they came."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep every other program away from the card for the length of a block."""

    def reset(self) -> None:
        """Make the card forget the PIN."""

    def close(self) -> None:
        """Let the card go, powered and untouched."""


@dataclass(frozen=True)
class Command:
    """A command in the words of ISO/IEC 7816-4. `expected` is Le: bytes wanted, 0 or 256 for all."""

    instruction: int
    p1: int
    p2: int
    data: bytes | bytearray = b""
    expected: int | None = None
    channel: int = 0


class Answer(NamedTuple):
    """What the card said: the data and the status word."""

    data: bytes
    status: int


def exchange(transport: Transport, command: Command) -> Answer:
    """Send a command whole and fetch its whole answer.

    Raises:
        CardFaultError: when a chained part is refused or the answer never ends.
    """
    data = memoryview(command.data)
    while len(data) > _SHORT_DATA:
        part = _send(transport, _bytes_of(command, data[:_SHORT_DATA], command.channel | _CHAINED, None))
        if part.status != SW_OK:
            raise CardFaultError("a chained part was refused", part.status)
        data = data[_SHORT_DATA:]
    whole = _bytes_of(command, data, command.channel, command.expected)
    answer = _send(transport, whole)
    if answer.status >> 8 == SW1_WRONG_LENGTH:
        again = _bytes_of(command, data, command.channel, answer.status & 0xFF)
        answer = _send(transport, again)
    return _rest(transport, command.channel, answer)


def _rest(transport: Transport, channel: int, answer: Answer) -> Answer:
    collected = bytearray(answer.data)
    while answer.status >> 8 == SW1_MORE:
        wanted = answer.status & 0xFF
        more = bytearray([channel & _CHANNEL, _INS_GET_RESPONSE, 0, 0, wanted])
        answer = _send(transport, more)
        collected += answer.data
        if len(collected) > _MAX_ANSWER or (not answer.data and answer.status >> 8 == SW1_MORE):
            raise CardFaultError("the card never ends its answer", answer.status)
    return Answer(bytes(collected), answer.status)


def _bytes_of(command: Command, data: memoryview, first: int, expected: int | None) -> bytearray:
    apdu = bytearray([first, command.instruction, command.p1, command.p2])
    if data:
        apdu.append(len(data))
        apdu += data
    if expected is not None:
        apdu.append(expected & 0xFF)
    return apdu


def _send(transport: Transport, apdu: bytearray) -> Answer:
    """Send, then wipe our copy: it may have held a PIN."""
    try:
        raw = transport.transmit(apdu)
    finally:
        apdu[:] = bytes(len(apdu))
    if len(raw) < _STATUS_BYTES:
        raise CardFaultError("the card answered less than a status word")
    return Answer(raw[:-2], int.from_bytes(raw[-2:], "big"))
