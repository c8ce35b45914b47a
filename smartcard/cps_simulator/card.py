# SPDX-License-Identifier: EUPL-1.2
"""A CPS card made of data: APDU in, APDU out, with the manners of T=0. No I/O here."""

import os
import threading
from dataclasses import dataclass

from cps_card.recognition import Generation
from cps_simulator import status
from cps_simulator.apdu import Order, parse_order
from cps_simulator.codes import CardSecrets
from cps_simulator.crypto import CardCrypto
from cps_simulator.files import PIN_REFERENCE, build
from cps_simulator.igc import CardPairs
from cps_simulator.permission import require_simulation
from cps_simulator.reading import CardReading, describe
from cps_simulator.status import StatusError

ATRS = {
    Generation.CPS3: bytes.fromhex("3BAC00402A001225006480000310009000"),
    Generation.CPS4: bytes.fromhex("3BDC18FF00001225006480000401009000"),
}
ATR_CONTACTLESS = bytes.fromhex("3B8F80010031B86404B0ECC1739401808290000E")
_GET_RESPONSE = 0xC0
_MORE = 0x61
_ONE_ANSWER = 255
_MAX_CHAIN = 4096


@dataclass(frozen=True)
class CardProfile:
    """What makes one card differ from another."""

    pairs: CardPairs
    generation: Generation = Generation.CPS3
    number: str = "2800123456"
    pin: str = "1234"
    puk: str = "12345678"


class SimulatedCard:
    """One card. `process` may be called from any one thread at a time."""

    def __init__(self, profile: CardProfile) -> None:
        """Lay the card out.

        Raises:
            SimulationRefusedError: outside demo and tests.
        """
        require_simulation()
        self.profile = profile
        self.atr = ATRS[profile.generation]
        self.secrets = CardSecrets(profile.pin, profile.puk)
        self._crypto = CardCrypto(profile.generation, profile.pairs)
        self._reading = CardReading(profile.generation, build(profile.generation, profile.number, profile.pairs))
        self._lock = threading.Lock()
        self._pending = b""
        self._chain: tuple[tuple[int, int, int], bytes] | None = None

    def reset(self) -> None:
        """Forget everything that a power cut makes a card forget. Counters stay."""
        with self._lock:
            self.secrets.verified = False
            self._crypto.forget()
            self._reading.forget()
            self._pending, self._chain = b"", None

    def process(self, command: bytes | bytearray) -> bytes:
        """Answer one APDU: data, then the status word."""
        with self._lock:
            try:
                order = parse_order(bytes(command))
                if order.instruction == _GET_RESPONSE:
                    return self._give_pending(order)
                self._pending = b""
                whole = self._chained(order)
                answer = b"" if whole is None else self._run(whole)
            except StatusError as refusal:
                return refusal.status.to_bytes(2, "big")
            if answer and order.data:  # data both ways: T=0 makes the reader fetch it
                self._pending = answer
                return self._more()
            return answer + status.OK.to_bytes(2, "big")

    def _more(self) -> bytes:
        left = len(self._pending)
        return bytes([_MORE, left if left <= _ONE_ANSWER else 0])

    def _give_pending(self, order: Order) -> bytes:
        wanted = order.expected or 0
        out, self._pending = self._pending[:wanted], self._pending[wanted:]
        return out + (self._more() if self._pending else status.OK.to_bytes(2, "big"))

    def _chained(self, order: Order) -> Order | None:
        """Collect the parts of a chain; return the whole command with its last part."""
        name = (order.instruction, order.p1, order.p2)
        before = self._chain[1] if self._chain and self._chain[0] == name else b""
        collected = before + order.data
        if len(collected) > _MAX_CHAIN:
            self._chain = None
            raise StatusError(status.WRONG_LENGTH)
        if order.continues:
            self._chain = (name, collected)
            return None
        self._chain = None
        return order._replace(data=collected)

    def _run(self, order: Order) -> bytes:
        match order.instruction:
            case 0xA4:
                return self._reading.select(order.p1, order.p2, order.data)
            case 0xB0:
                return self._reading.read(order.p1, order.p2, order.expected)
            case 0xCB if (order.p1, order.p2) == (0x3F, 0xFF):
                return describe(order.data, self.secrets, self._crypto)
            case 0x84:
                return os.urandom(order.expected or 8)
            case 0x20 | 0x24 | 0x2C:
                return self._run_code(order)
            case _:
                return self._run_key(order)

    def _run_code(self, order: Order) -> bytes:
        if order.p2 & 0x1F != PIN_REFERENCE:
            raise StatusError(status.REFERENCE_NOT_FOUND)
        if order.instruction == 0x24:
            self.secrets.change(order.data)
        elif order.instruction == 0x2C:
            self.secrets.unblock(order.data)
        elif order.data:
            self.secrets.verify(order.data)
        elif (state := self.secrets.state()) != status.OK:
            raise StatusError(state)
        return b""

    def _run_key(self, order: Order) -> bytes:
        name = (order.instruction, order.p1, order.p2)
        if order.instruction == 0x22:
            self._crypto.set_environment(order.p1, order.p2, order.data)
        elif name == (0x2A, 0x90, 0xA0):
            self._crypto.keep_digest(order.data)
        elif order.instruction == 0x88:
            self.secrets.require()
            return self._crypto.authenticate(order.data)
        elif name == (0x2A, 0x9E, 0x9A):
            self.secrets.require()
            return self._crypto.sign(order.data)
        elif name == (0x2A, 0x80, 0x86):
            self.secrets.require()
            return self._crypto.decipher(order.data)
        else:
            raise StatusError(status.UNKNOWN_INSTRUCTION)
        return b""
