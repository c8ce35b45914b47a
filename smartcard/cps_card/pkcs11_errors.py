# SPDX-License-Identifier: EUPL-1.2
"""Return values of PKCS#11, turned into our errors. A wrong PIN is left to the caller, who knows."""

from collections.abc import Iterator
from contextlib import contextmanager

from pkcs11 import exceptions as p11

from cps_card.errors import (
    CardError,
    CardFaultError,
    CardRemovedError,
    CardServiceLostError,
    KeyUnusableError,
    PinBlockedError,
    PinMalformedError,
    PinRequiredError,
    UnknownCardError,
)

_MEANINGS: dict[type[p11.PKCS11Error], type[CardError]] = {
    p11.DeviceRemoved: CardRemovedError,
    p11.TokenNotPresent: CardRemovedError,
    p11.SessionHandleInvalid: CardRemovedError,
    p11.SessionClosed: CardRemovedError,
    p11.ObjectHandleInvalid: CardRemovedError,
    p11.KeyHandleInvalid: CardRemovedError,
    p11.SlotIDInvalid: CardRemovedError,
    p11.NoSuchToken: CardRemovedError,
    p11.DeviceError: CardServiceLostError,
    p11.TokenNotRecognised: UnknownCardError,
    p11.UserNotLoggedIn: PinRequiredError,
    p11.PinInvalid: PinMalformedError,
    p11.PinLenRange: PinMalformedError,
    p11.FunctionNotSupported: KeyUnusableError,
    p11.MechanismInvalid: KeyUnusableError,
    p11.KeyTypeInconsistent: KeyUnusableError,
    p11.NoSuchKey: KeyUnusableError,
}


@contextmanager
def translated() -> Iterator[None]:
    """Run calls to the module; its errors come out as ours.

    Raises:
        CardError: the nearest of ours. The text names the kind of error, never its arguments.
    """
    try:
        yield
    except p11.PinLocked as error:
        raise PinBlockedError from error
    except p11.PKCS11Error as error:
        what = f"the module answered {type(error).__name__}"
        for kind in type(error).__mro__:
            if kind in _MEANINGS:
                raise _MEANINGS[kind](what) from error
        raise CardFaultError(what) from error
