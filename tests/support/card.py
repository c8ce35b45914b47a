# SPDX-License-Identifier: EUPL-1.2
"""Simulated cards for tests, their counters fresh each time."""

from cps_card.cps import CpsCard
from cps_card.recognition import Generation
from cps_simulator.card import CardProfile, SimulatedCard
from cps_simulator.in_process import READER, SimulatedReaders
from cps_simulator.people import CardOwner
from tests.support.igc import CLAIRE, pairs_of

PIN = "1234"
PUK = "12345678"


def new_card(
    owner: CardOwner = CLAIRE, generation: Generation = Generation.CPS3, number: str = "2800123456"
) -> SimulatedCard:
    """A card of this owner. Cards of one owner share their keys: enough for most tests."""
    return SimulatedCard(CardProfile(pairs_of(owner), generation, number, PIN, PUK))


def reader_with(card: SimulatedCard) -> SimulatedReaders:
    """A simulated reader with this card in it."""
    readers = SimulatedReaders()
    readers.insert(card)
    return readers


def session_with(card: SimulatedCard) -> CpsCard:
    """An identified session, PIN not verified."""
    return CpsCard(reader_with(card).connect(READER))


def wrong_pin() -> bytearray:
    """A code that is not the card's."""
    return bytearray(b"0000")


def right_pin() -> bytearray:
    """The card's code, in a buffer that the session wipes."""
    return bytearray(PIN.encode())
