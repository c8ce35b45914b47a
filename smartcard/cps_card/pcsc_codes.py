# SPDX-License-Identifier: EUPL-1.2
"""Return codes of PC/SC, turned into our errors (pcsc-lite and winscard share them)."""

import smartcard.scard as winscard

from cps_card.errors import (
    CardBusyError,
    CardError,
    CardFaultError,
    CardMissingError,
    CardRemovedError,
    CardResetError,
    CardServiceLostError,
    ReaderMissingError,
    UnknownCardError,
)

_MEANINGS: dict[type[CardError], tuple[int, ...]] = {
    CardRemovedError: (
        winscard.SCARD_W_REMOVED_CARD,
        winscard.SCARD_W_UNPOWERED_CARD,
        winscard.SCARD_F_COMM_ERROR,
        winscard.SCARD_E_NOT_TRANSACTED,
    ),
    CardResetError: (winscard.SCARD_W_RESET_CARD,),
    CardMissingError: (winscard.SCARD_E_NO_SMARTCARD,),
    CardBusyError: (winscard.SCARD_E_SHARING_VIOLATION, winscard.SCARD_E_SERVER_TOO_BUSY),
    ReaderMissingError: (
        winscard.SCARD_E_READER_UNAVAILABLE,
        winscard.SCARD_E_UNKNOWN_READER,
        winscard.SCARD_E_NO_READERS_AVAILABLE,
    ),
    CardServiceLostError: (
        winscard.SCARD_E_NO_SERVICE,
        winscard.SCARD_E_SERVICE_STOPPED,
        winscard.SCARD_E_INVALID_HANDLE,
        winscard.SCARD_F_INTERNAL_ERROR,
        winscard.SCARD_E_SYSTEM_CANCELLED,
    ),
    UnknownCardError: (
        winscard.SCARD_W_UNRESPONSIVE_CARD,
        winscard.SCARD_W_UNSUPPORTED_CARD,
        winscard.SCARD_E_PROTO_MISMATCH,
    ),
}
_BY_CODE = {code & 0xFFFFFFFF: kind for kind, codes in _MEANINGS.items() for code in codes}


def check(code: int, call: str) -> None:
    """Do nothing for success, else raise the error that the code stands for."""
    if code == winscard.SCARD_S_SUCCESS:
        return
    number = code & 0xFFFFFFFF
    kind = _BY_CODE.get(number)
    what = f"{call} answered {number:08X}"
    raise kind(what) if kind else CardFaultError(what)
