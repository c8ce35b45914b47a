# SPDX-License-Identifier: EUPL-1.2
"""The watch over the real PC/SC service: cards, readers, and a service that dies."""

import queue
import time
from collections.abc import Iterator

import pytest

from cps_card.cps import CpsCard
from cps_card.errors import CardError, CardMissingError, CardRemovedError, CardServiceLostError, ReaderMissingError
from cps_card.monitor import EventKind, PresenceMonitor, ReaderEvent
from cps_card.pcsc import PcscTransport, list_readers
from cps_card.readers import MachineReaders
from tests.support.card import new_card
from tests.support.pcscd import READER_NAME, plugged, running_pcscd

pytestmark = pytest.mark.pcsc


class Watched:
    """A monitor and the events it told."""

    def __init__(self) -> None:
        self.events: queue.Queue[ReaderEvent] = queue.Queue()
        self.monitor = PresenceMonitor(self.events.put, retry_seconds=0.1).start()

    def next(self, kind: EventKind, seconds: float = 10.0) -> ReaderEvent:
        end = time.monotonic() + seconds
        while True:
            event = self.events.get(timeout=max(0.01, end - time.monotonic()))
            if event.kind is kind:
                return event


@pytest.fixture
def watched() -> Iterator[Watched]:
    running_pcscd()
    watched = Watched()
    yield watched
    watched.monitor.stop()
    assert not watched.monitor.is_running
    running_pcscd()


def test_a_card_going_in_and_out_is_told_with_its_reader(watched: Watched) -> None:
    assert watched.next(EventKind.READER_ADDED).reader.startswith("Virtual PCD")
    card = new_card()
    with plugged(card):
        event = watched.next(EventKind.INSERTED)
        assert (event.reader, event.atr) == (READER_NAME, card.atr)
    assert watched.next(EventKind.REMOVED).reader == READER_NAME


def test_a_dying_service_removes_the_card_first_and_its_return_is_seen(watched: Watched) -> None:
    daemon = running_pcscd()
    with plugged(new_card()):
        watched.next(EventKind.INSERTED)
        daemon.stop()
        watched.next(EventKind.REMOVED)
        watched.next(EventKind.READER_LOST)
        watched.next(EventKind.SERVICE_DOWN)
        running_pcscd()
        watched.next(EventKind.SERVICE_UP)
        watched.next(EventKind.READER_ADDED)
    with plugged(new_card()):
        watched.next(EventKind.INSERTED)


def test_a_session_whose_service_dies_gets_a_typed_error() -> None:
    daemon = running_pcscd()
    with plugged(new_card()):
        session = CpsCard(PcscTransport.open(READER_NAME))
        daemon.stop()
        with pytest.raises(CardError) as trouble:
            session.tries_left()
        session.close()
        with pytest.raises(CardServiceLostError):
            list_readers()
        with pytest.raises(CardServiceLostError):
            PcscTransport.open(READER_NAME)
        running_pcscd()
    assert isinstance(trouble.value, CardServiceLostError | CardRemovedError | ReaderMissingError)


def test_an_empty_reader_and_an_unknown_one_are_told_apart() -> None:
    running_pcscd()
    with pytest.raises(CardMissingError):
        PcscTransport.open(READER_NAME)
    with pytest.raises(ReaderMissingError):
        PcscTransport.open("Lecteur débranché 00 00")


def test_the_machine_readers_open_the_card_that_they_announced() -> None:
    events: queue.Queue[ReaderEvent] = queue.Queue()
    readers = MachineReaders()
    with plugged(new_card()):
        watch = readers.watch(events.put)
        while (event := events.get(timeout=10)).kind is not EventKind.INSERTED:
            pass
        session = readers.open(event.reader)
        assert session.holder.surname == "ETHEVE"
        session.close()
        watch.stop()
    assert READER_NAME in readers.names()


def test_closing_a_connection_leaves_another_one_with_its_code() -> None:
    with plugged(new_card()):
        mine, other = CpsCard(PcscTransport.open(READER_NAME)), CpsCard(PcscTransport.open(READER_NAME))
        mine.verify("1234")
        other.close()
        del other
        assert mine.sign_auth(b"still verified")
        mine.close()


def test_stopping_takes_milliseconds_and_silences_the_watch() -> None:
    running_pcscd()
    watched = Watched()
    watched.next(EventKind.SERVICE_UP)
    watched.monitor.stop()
    assert not watched.monitor.is_running
    while not watched.events.empty():
        watched.events.get()
    with plugged(new_card()):
        assert watched.events.empty()
