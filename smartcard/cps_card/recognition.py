# SPDX-License-Identifier: EUPL-1.2
"""Tell a CPS card by its answer to reset, before a single command is sent.

Sources: OpenSC card-iasecc.c lines 99-110 and the read-only data of the Cryptolib CPS 5.2.2.
"""

from dataclasses import dataclass
from enum import Enum

from cps_card.errors import ContactlessRefusedError, UnknownCardError


class Generation(Enum):
    """The two generations of cards in use."""

    CPS3 = 3
    CPS4 = 4


@dataclass(frozen=True)
class Recognition:
    """What the answer to reset tells."""

    generation: Generation
    contactless: bool = False


@dataclass(frozen=True)
class _Pattern:
    generation: Generation
    contactless: bool
    atr: bytes
    mask: bytes

    def fits(self, atr: bytes) -> bool:
        return len(atr) == len(self.atr) and all(
            (given ^ known) & bit == 0 for given, known, bit in zip(atr, self.atr, self.mask, strict=True)
        )


_CONTACT_MASK = bytes.fromhex("FF00000000FFFFFFFFFFFF000000FFFFFF")
_CONTACTLESS_MASK = bytes.fromhex("FFFFFFFFFFFFFFFF0000FFC0FFFFFFFFFFFFFFFF")


def _exact(atr: str) -> _Pattern:
    known = bytes.fromhex(atr)
    return _Pattern(Generation.CPS4, contactless=False, atr=known, mask=b"\xff" * len(known))


_KNOWN = (  # exact ones first: the CPS3 mask leaves out the version, so it fits a CPS4 too
    _exact("3B9B188001001225006480000401009044"),
    _exact("3B9B188001001225006480040100009044"),
    _exact("3BDC18FF00001225006480000401009000"),
    _Pattern(Generation.CPS3, False, bytes.fromhex("3BAC00402A001225006480000310009000"), _CONTACT_MASK),
    _Pattern(Generation.CPS3, True, bytes.fromhex("2B8F80010031B86404B0ECC1739401808290000E"), _CONTACTLESS_MASK),
    _Pattern(Generation.CPS3, True, bytes.fromhex("3B8F80010031B86404B0ECC1739401808290000E"), _CONTACTLESS_MASK),
)


def recognise_contact(atr: bytes) -> Generation:
    """Say which generation this is, for a card whose keys will be used.

    Raises:
        UnknownCardError: not a CPS card.
        ContactlessRefusedError: read through the air, where a CPS has no PIN: it never unlocks.
    """
    recognition = recognise(atr)
    if recognition.contactless:
        raise ContactlessRefusedError("the contactless side never unlocks")
    return recognition.generation


def recognise(atr: bytes) -> Recognition:
    """Say which CPS card this is.

    Raises:
        UnknownCardError: when it is not one (a Vitale card, a bank card, a card put in upside down).
    """
    for pattern in _KNOWN:
        if pattern.fits(atr):
            return Recognition(pattern.generation, pattern.contactless)
    raise UnknownCardError("the answer to reset is not that of a CPS card")
