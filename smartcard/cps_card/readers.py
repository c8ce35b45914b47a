# SPDX-License-Identifier: EUPL-1.2
"""The readers of this machine, and the way from a card that shows up to a session with it."""

from pathlib import Path
from typing import Protocol

from cps_card.cps import CpsCard
from cps_card.errors import CardError
from cps_card.monitor import OnEvent, PresenceMonitor, Watch
from cps_card.pcsc import PcscTransport, list_readers
from cps_card.pkcs11 import Pkcs11Card
from cps_card.recognition import recognise_contact
from cps_card.session import CardSession


class CardReaders(Protocol):
    """Where cards come from: the machine's readers, or simulated ones."""

    def names(self) -> list[str]:
        """Name the readers that are there."""

    def watch(self, on_event: OnEvent) -> Watch:
        """Start to tell events, on a thread that is not the caller's."""

    def open(self, reader: str) -> CardSession:
        """Identify the card in this reader."""


class MachineReaders:
    """PC/SC readers. The PKCS#11 module talks to the card when there is one, else we do.

    `module` is the path of the ANS Cryptolib, from the settings; None means direct access only.
    """

    def __init__(self, module: Path | None = None) -> None:
        self._module = module

    def names(self) -> list[str]:
        """Name the PC/SC readers."""
        return list_readers()

    def watch(self, on_event: OnEvent) -> Watch:
        """Watch PC/SC."""
        return PresenceMonitor(on_event).start()

    def open(self, reader: str) -> CardSession:
        """Recognise the card by its ATR first: a foreign card is told at once, whatever the driver.

        Raises:
            CardError: see `PcscTransport.open` and `CpsCard`.
        """
        transport = PcscTransport.open(reader)
        try:
            if self._module is None:
                return CpsCard(transport)
            generation = recognise_contact(transport.atr)
        except CardError:
            transport.close()
            raise
        transport.close()
        return Pkcs11Card.open(self._module, reader, generation)
