# SPDX-License-Identifier: EUPL-1.2
"""Two CPS3 share one ATR: an exchange faster than the watch is told by the count of moves alone."""

import smartcard.scard as winscard

from cps_card.monitor import EventKind, PresenceMonitor, ReaderEvent
from tests.support.card import new_card

ATR = new_card().atr
HERE, AWAY = winscard.SCARD_STATE_PRESENT, winscard.SCARD_STATE_EMPTY


def told(*states: tuple[int, int]) -> list[EventKind]:
    events: list[ReaderEvent] = []
    monitor = PresenceMonitor(events.append)
    for state, moves in states:
        monitor._note_card("lecteur", state | moves << 16, ATR if state & HERE else b"")
    return [event.kind for event in events]


def test_a_card_exchanged_between_two_looks_is_removed_then_inserted() -> None:
    assert told((HERE, 1), (HERE, 3)) == [EventKind.INSERTED, EventKind.REMOVED, EventKind.INSERTED]


def test_a_card_that_another_program_uses_is_not_an_exchange() -> None:
    in_use = HERE | winscard.SCARD_STATE_INUSE
    assert told((HERE, 1), (in_use, 1), (HERE, 1)) == [EventKind.INSERTED]


def test_the_count_may_wrap() -> None:
    assert told((HERE, 0xFFFF), (HERE, 1)) == [EventKind.INSERTED, EventKind.REMOVED, EventKind.INSERTED]


def test_a_mute_card_is_not_here() -> None:
    assert told((HERE | winscard.SCARD_STATE_MUTE, 1)) == []
    assert told((HERE, 1), (AWAY, 2)) == [EventKind.INSERTED, EventKind.REMOVED]
