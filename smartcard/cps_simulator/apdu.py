# SPDX-License-Identifier: EUPL-1.2
"""Parse a command as a T=0 card does: short lengths only."""

from typing import NamedTuple

from cps_simulator import status
from cps_simulator.status import StatusError

_HEADER = 4
_CHAIN = 0x10
_WHOLE = 256
_FOREIGN_CLASS = 0xEC  # no proprietary class, no secure messaging; channels 0 to 3 and chaining only


class Order(NamedTuple):
    """A command: what to do, with what, how many bytes back, and whether more of it follows."""

    instruction: int
    p1: int
    p2: int
    data: bytes
    expected: int | None
    continues: bool


def parse_order(command: bytes) -> Order:
    """Read a short APDU of case 1 to 4.

    Raises:
        StatusError: 6700 for a bad length, 6E00 for a class that the card does not speak.
    """
    if len(command) < _HEADER:
        raise StatusError(status.WRONG_LENGTH)
    first, instruction, p1, p2 = command[:_HEADER]
    data, expected = _body(command[_HEADER:])
    if first & _FOREIGN_CLASS:
        raise StatusError(status.UNKNOWN_CLASS)
    return Order(instruction, p1, p2, data, expected, continues=bool(first & _CHAIN))


def _body(body: bytes) -> tuple[bytes, int | None]:
    if not body:
        return b"", None
    if len(body) == 1:
        return b"", body[0] or _WHOLE
    size = body[0]
    if size == 0 or len(body) not in (1 + size, 2 + size):
        raise StatusError(status.WRONG_LENGTH)
    expected = (body[-1] or _WHOLE) if len(body) == 2 + size else None
    return body[1 : 1 + size], expected
