# SPDX-License-Identifier: EUPL-1.2
"""The cardholder's code on its way to the card: checked here first, wiped after."""

from collections.abc import Iterator
from contextlib import contextmanager

from cps_card.errors import LastTryNotAcceptedError, PinBlockedError, PinMalformedError

PIN_LENGTH = 4
MAX_TRIES = 3
_DIGITS = frozenset(b"0123456789")


@contextmanager
def checked(pin: bytearray | str) -> Iterator[bytearray]:
    """Lend the code as ASCII digits for the length of a block, then wipe it and the caller's bytearray.

    A `str` cannot be wiped in Python: prefer a bytearray.

    Raises:
        PinMalformedError: when it is not four ASCII digits.
    """
    digits = bytearray(pin.encode("utf-8", "replace")) if isinstance(pin, str) else bytearray(pin)
    try:
        if len(digits) != PIN_LENGTH or not _DIGITS.issuperset(digits):
            raise PinMalformedError("the code is four digits")
        yield digits
    finally:
        wipe(digits)
        if isinstance(pin, bytearray):
            wipe(pin)


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in place."""
    secret[:] = bytes(len(secret))


def require_a_try(tries_left: int, *, accept_last_try: bool) -> None:
    """Stop before a code is sent that cannot work, or that may block the card unasked.

    Raises:
        PinBlockedError: no try is left.
        LastTryNotAcceptedError: one is left and nobody accepted to spend it.
    """
    if tries_left == 0:
        raise PinBlockedError
    if tries_left == 1 and not accept_last_try:
        raise LastTryNotAcceptedError("one try is left")
