# SPDX-License-Identifier: EUPL-1.2
"""A reader that another process drives by putting a file in a folder."""

import queue
from pathlib import Path

import pytest

from cps_card.errors import CardMissingError, CardRemovedError
from cps_card.monitor import EventKind, ReaderEvent
from cps_simulator.box import CardBox
from cps_simulator.folder_reader import FolderReaders, pull_out, put_in
from tests.support.igc import CLAIRE


def next_kind(events: queue.Queue[ReaderEvent], kind: EventKind) -> ReaderEvent:
    while (event := events.get(timeout=5)).kind is not kind:
        pass
    return event


def test_a_card_file_put_in_the_folder_is_a_card_and_pulling_it_breaks_the_session(tmp_path: Path) -> None:
    box = CardBox(tmp_path / "box")
    box.card("claire", CLAIRE)
    readers = FolderReaders(tmp_path / "reader")
    (name,) = readers.names()
    with pytest.raises(CardMissingError):
        readers.open(name)
    events: queue.Queue[ReaderEvent] = queue.Queue()
    readers.watch(events.put)
    put_in(tmp_path / "reader", box.path_of("claire"))
    next_kind(events, EventKind.INSERTED)
    session = readers.open(name)
    session.verify("1234")
    pull_out(tmp_path / "reader")
    next_kind(events, EventKind.REMOVED)
    with pytest.raises(CardRemovedError):
        session.sign_auth(b"x")
    pull_out(tmp_path / "reader")
    readers.close()


def test_a_card_that_is_already_in_is_seen_at_once(tmp_path: Path) -> None:
    box = CardBox(tmp_path / "box")
    box.card("claire", CLAIRE)
    put_in(tmp_path / "reader", box.path_of("claire"))
    readers = FolderReaders(tmp_path / "reader")
    assert readers.open(readers.names()[0]).holder.surname == "ETHEVE"
    readers.close()
