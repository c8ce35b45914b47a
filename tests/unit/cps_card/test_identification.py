# SPDX-License-Identifier: EUPL-1.2
"""Cards that are not quite cards: every lie of a file is told, none is believed."""

import pytest

from cps_card.errors import (
    CardError,
    CardFaultError,
    CardMissingError,
    CardRemovedError,
    ContactlessRefusedError,
    ReaderMissingError,
    UnknownCardError,
)
from cps_simulator.card import ATR_CONTACTLESS, SimulatedCard
from cps_simulator.in_process import READER
from tests.support.card import new_card, reader_with, session_with
from tests.support.igc import SECRETARY

DIRECTORY = "3F000001"


def files_of(card: SimulatedCard) -> dict[str, bytes]:
    return card._reading.tree.files


@pytest.mark.parametrize(
    "serial", ["5A0A80250000012800123456FF", "5A0A8025000002280012345600"[:24], "5A0A8025000001280012345F", ""]
)
def test_a_serial_number_that_is_not_the_ans_shape_is_an_unknown_card(serial: str) -> None:
    card = new_card()
    files_of(card)["3F00D003"] = bytes.fromhex(serial)
    with pytest.raises(UnknownCardError):
        session_with(card)


@pytest.mark.parametrize("name", ["5031", "7001", "7004", "D110", "D111"])
def test_a_missing_file_is_a_fault(name: str) -> None:
    card = new_card()
    del files_of(card)[DIRECTORY + name]
    with pytest.raises(CardFaultError):
        session_with(card)


@pytest.mark.parametrize("name", ["5031", "7001", "7004", "D110", "D111"])
@pytest.mark.parametrize("damage", ["cut", "empty", "noise", "flipped"])
def test_a_damaged_file_is_harmless_or_a_typed_error(name: str, damage: str) -> None:
    card = new_card()
    content = files_of(card)[DIRECTORY + name]
    half = len(content) // 2
    files_of(card)[DIRECTORY + name] = {
        "cut": content[:half],
        "empty": b"",
        "noise": bytes(range(7, 7 + 64)),
        "flipped": bytes([content[0] ^ 0x55]) + content[1:],
    }[damage]
    try:
        session = session_with(card)
    except CardError:
        return
    assert session.auth_certificate == card.profile.pairs.auth.certificate, "harmless, or refused"


def test_a_certificate_file_padded_after_its_end_is_read() -> None:
    card = new_card()
    files_of(card)[DIRECTORY + "D110"] += b"\xff" * 90
    assert session_with(card).auth_certificate == card.profile.pairs.auth.certificate


def test_a_directory_of_a_thousand_entries_is_refused() -> None:
    card = new_card()
    files_of(card)[DIRECTORY + "7004"] *= 60
    with pytest.raises(CardFaultError):
        session_with(card)


def test_the_contactless_side_opens_no_session() -> None:
    card = new_card()
    card.atr = ATR_CONTACTLESS
    with pytest.raises(ContactlessRefusedError):
        session_with(card)


def test_a_service_card_names_its_structure_and_has_no_rpps() -> None:
    holder = session_with(new_card(SECRETARY)).holder
    assert (holder.rpps, holder.structure, holder.full_name) == (None, "970000001", "Marie HOARAU")
    assert holder.is_nominative


def test_an_empty_reader_and_a_missing_one_are_told_apart() -> None:
    readers = reader_with(new_card())
    readers.remove()
    with pytest.raises(CardMissingError):
        readers.open(READER)
    readers.unplug()
    with pytest.raises(ReaderMissingError):
        readers.open(READER)


@pytest.mark.parametrize("count", range(1, 27, 3))
def test_a_card_pulled_at_any_command_of_the_identification_says_removed(count: int) -> None:
    card = new_card()
    readers = reader_with(card)
    answer = card.process
    left = [count]

    def process_then_leave(command: bytes) -> bytes:
        left[0] -= 1
        if left[0] == 0:
            readers.remove()
        return answer(command)

    card.process = process_then_leave
    with pytest.raises(CardRemovedError):
        readers.open(READER)
