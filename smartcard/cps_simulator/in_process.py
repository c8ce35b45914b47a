# SPDX-License-Identifier: EUPL-1.2
"""A reader in this process: for tests, and for a demo where PC/SC cannot run."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cps_card.cps import CpsCard
from cps_card.errors import CardMissingError, CardRemovedError, ReaderMissingError
from cps_card.monitor import EventKind, OnEvent, ReaderEvent
from cps_card.session import CardSession
from cps_simulator.card import SimulatedCard

READER = "Lecteur simulé"


class InProcessTransport:
    """A wire to a card of this process. It breaks for good when the card is pulled, as a real one."""

    def __init__(self, card: SimulatedCard) -> None:
        self._card = card
        self._connected = True
        self.atr = card.atr

    def transmit(self, command: bytearray) -> bytes:
        """Hand the command to the card."""
        self._require()
        answer = self._card.process(command)
        self._require()  # pulled meanwhile: the answer never arrives
        return answer

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Nobody else is here."""
        self._require()
        yield

    def reset(self) -> None:
        """Reset the card."""
        self._require()
        self._card.reset()

    def close(self) -> None:
        """End the connection; the card stays powered."""
        self._connected = False

    def _require(self) -> None:
        if not self._connected:
            raise CardRemovedError("the simulated card was pulled")


class SimulatedReaders:
    """One reader, empty at first: `insert` a card, `remove` it, `unplug` the reader."""

    def __init__(self) -> None:
        self._card: SimulatedCard | None = None
        self._plugged = True
        self._transports: list[InProcessTransport] = []
        self._watches: list[SimulatedWatch] = []
        self._lock = threading.RLock()

    def names(self) -> list[str]:
        """Name the reader, when it is plugged."""
        return [READER] if self._plugged else []

    def watch(self, on_event: OnEvent) -> "SimulatedWatch":
        """Tell events from now on, beginning with how things stand. They come on the caller's thread."""
        with self._lock:
            watch = SimulatedWatch(on_event)
            self._watches.append(watch)
            watch.tell(EventKind.SERVICE_UP)
            if self._plugged:
                watch.tell(EventKind.READER_ADDED, READER)
            if self._card is not None:
                watch.tell(EventKind.INSERTED, READER, self._card.atr)
            return watch

    def open(self, reader: str) -> CardSession:
        """Identify the card in the reader."""
        return CpsCard(self.connect(reader))

    def connect(self, reader: str = READER) -> InProcessTransport:
        """Open a wire to the card."""
        with self._lock:
            if not self._plugged or reader != READER:
                raise ReaderMissingError("no such simulated reader")
            if self._card is None:
                raise CardMissingError("the simulated reader is empty")
            transport = InProcessTransport(self._card)
            self._transports.append(transport)
            return transport

    def insert(self, card: SimulatedCard) -> None:
        """Put a card in; one that was there is pulled first."""
        with self._lock:
            self.remove()
            card.reset()
            self._card = card
            self._tell(EventKind.INSERTED, card.atr)

    def remove(self) -> None:
        """Pull the card: every wire to it breaks."""
        with self._lock:
            if self._card is None:
                return
            card, self._card = self._card, None
            for transport in self._transports:
                transport.close()
            self._transports.clear()
            card.reset()
            self._tell(EventKind.REMOVED, card.atr)

    def unplug(self) -> None:
        """Take the reader away, with the card in it."""
        with self._lock:
            self.remove()
            self._plugged = False
            self._tell(EventKind.READER_LOST)

    def plug(self) -> None:
        """Bring the reader back, empty."""
        with self._lock:
            self._plugged = True
            self._tell(EventKind.READER_ADDED)

    def _tell(self, kind: EventKind, atr: bytes = b"") -> None:
        for watch in list(self._watches):
            watch.tell(kind, READER, atr)


class SimulatedWatch:
    """A watch on a simulated reader."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event: OnEvent | None = on_event

    def tell(self, kind: EventKind, reader: str = "", atr: bytes = b"") -> None:
        """Pass an event on, unless stopped."""
        if self._on_event is not None:
            self._on_event(ReaderEvent(kind, reader, atr))

    def stop(self) -> None:
        """End the watch."""
        self._on_event = None
