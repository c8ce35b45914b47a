# SPDX-License-Identifier: EUPL-1.2
"""The codes of a simulated card and their counters: the last wrong answer blocks, as on a real one."""

from dataclasses import dataclass

from cps_simulator import status
from cps_simulator.status import StatusError

PIN_TRIES = 3
PUK_TRIES = 10  # SDO 2 of a real card (OpenSC PR #2217)
_PIN_LENGTH = 4


@dataclass
class CountedCode:
    """A code that blocks after too many wrong answers."""

    code: bytes
    most: int
    left: int

    def check(self, given: bytes) -> None:
        """Compare; count a wrong answer; a right one gives all tries back."""
        if self.left == 0:
            raise StatusError(status.PIN_BLOCKED)
        if given == self.code:
            self.left = self.most
            return
        self.left -= 1
        raise StatusError(status.TRIES_LEFT | self.left if self.left else status.PIN_BLOCKED)


class CardSecrets:
    """The PIN, the unblocking code, and whether the PIN is verified."""

    def __init__(self, pin: str, puk: str) -> None:
        self.pin = CountedCode(pin.encode(), PIN_TRIES, PIN_TRIES)
        self.puk = CountedCode(puk.encode(), PUK_TRIES, PUK_TRIES)
        self.verified = False

    def state(self) -> int:
        """Answer an empty VERIFY."""
        if self.verified:
            return status.OK
        return status.TRIES_LEFT | self.pin.left if self.pin.left else status.PIN_BLOCKED

    def verify(self, given: bytes) -> None:
        """Check the PIN; a wrong one also ends an earlier verification."""
        self.verified = False
        self.pin.check(given.rstrip(b"\xff"))
        self.verified = True

    def change(self, data: bytes) -> None:
        """CHANGE REFERENCE DATA: old code, then new code."""
        size = len(self.pin.code)
        self.pin.check(data[:size])
        self._set(data[size:])
        self.verified = True

    def unblock(self, data: bytes) -> None:
        """RESET RETRY COUNTER: unblocking code, then new code."""
        size = len(self.puk.code)
        self.puk.check(data[:size])
        self._set(data[size:])

    def require(self) -> None:
        """Stop a command that wants the PIN."""
        if not self.verified:
            raise StatusError(status.SECURITY_NOT_SATISFIED)

    def _set(self, new: bytes) -> None:
        if len(new) != _PIN_LENGTH or not new.isdigit():
            raise StatusError(status.WRONG_DATA)
        self.pin.code, self.pin.left = new, self.pin.most
