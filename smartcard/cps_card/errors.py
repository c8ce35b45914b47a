# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with a card, each with its own type and its own facts.

This package imports nothing of ours, hence its own root. `prompt` turns these into French sentences.
"""


class CardError(Exception):
    """Root of every trouble with a card, a reader or the card service."""


class CardUnavailableError(CardError):
    """The card cannot be reached now: the same call may work later."""


class ReaderMissingError(CardUnavailableError):
    """No reader, or the reader that was named has been unplugged."""


class CardMissingError(CardUnavailableError):
    """The reader is empty."""


class CardRemovedError(CardUnavailableError):
    """The card was pulled, or lost power, while it was in use."""


class CardResetError(CardUnavailableError):
    """Another program reset the card: the PIN state is lost."""


class CardBusyError(CardUnavailableError):
    """Another program holds the card."""


class CardServiceLostError(CardUnavailableError):
    """The PC/SC service is not running, or died under us."""


class MiddlewareMissingError(CardUnavailableError):
    """The PKCS#11 module is not where the settings say."""


class CardRefusedError(CardError):
    """The card can be reached, and the answer is no."""


class UnknownCardError(CardRefusedError):
    """This is not a CPS card of a kind we know."""


class ContactlessRefusedError(CardRefusedError):
    """The contactless side has no PIN: it never unlocks anything."""


class PinMalformedError(CardRefusedError):
    """The code is not four digits. Nothing was sent to the card: no try was spent."""


class LastTryNotAcceptedError(CardRefusedError):
    """One try is left and nobody accepted the risk. Nothing was sent to the card."""


class PinRequiredError(CardRefusedError):
    """The key needs the PIN, and the card does not hold it any more."""


class WrongPinError(CardRefusedError):
    """The card refused the code."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"code refused, {tries_left} left")
        self.tries_left = tries_left


class PinBlockedError(WrongPinError):
    """The card is blocked: only the unblocking code helps."""

    def __init__(self) -> None:
        super().__init__(0)


class KeyUnusableError(CardRefusedError):
    """This driver or card does not let that key do that work."""


class CardFaultError(CardError):
    """The card or its driver answered something that the norm does not allow here."""

    def __init__(self, what: str, status: int | None = None) -> None:
        super().__init__(what if status is None else f"{what}: SW={status:04X}")
        self.status = status
