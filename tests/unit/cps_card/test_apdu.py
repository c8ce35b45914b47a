# SPDX-License-Identifier: EUPL-1.2
"""The rules of T=0, against a scripted card."""

from contextlib import nullcontext

import pytest

from cps_card.apdu import Command, exchange
from cps_card.errors import CardFaultError


class ScriptedCard:
    """Answers what it was told to, and keeps what it was sent."""

    atr = b""

    def __init__(self, *answers: str) -> None:
        self.answers = [bytes.fromhex(answer) for answer in answers]
        self.sent: list[str] = []
        self.buffers: list[bytearray] = []

    def transmit(self, command: bytearray) -> bytes:
        self.sent.append(command.hex())
        self.buffers.append(command)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def exclusive(self):
        return nullcontext()

    def reset(self) -> None: ...

    def close(self) -> None: ...


def test_a_plain_command_goes_out_as_is() -> None:
    card = ScriptedCard("AABB9000")
    answer = exchange(card, Command(0xB0, 0, 5, expected=2))
    assert (answer.data, answer.status, card.sent) == (b"\xaa\xbb", 0x9000, ["00b0000502"])


def test_more_data_is_fetched_until_the_end() -> None:
    card = ScriptedCard("6102", "AABB6101", "CC9000")
    answer = exchange(card, Command(0x88, 0, 0, b"\x01", 0, channel=1))
    assert answer.data == b"\xaa\xbb\xcc"
    assert card.sent == ["018800000101" + "00", "01c0000002", "01c0000001"]


def test_a_wrong_length_is_asked_again_as_told() -> None:
    card = ScriptedCard("6C03", "AABBCC9000")
    assert exchange(card, Command(0xB0, 0, 0, expected=0)).data == b"\xaa\xbb\xcc"
    assert card.sent == ["00b0000000", "00b0000003"]


def test_long_data_goes_in_chained_parts() -> None:
    card = ScriptedCard("9000")
    exchange(card, Command(0x2A, 0x80, 0x86, bytes(257)))
    assert [sent[:10] for sent in card.sent] == ["102a8086ff", "002a808602"]


def test_a_refused_part_ends_the_chain() -> None:
    card = ScriptedCard("6883")
    with pytest.raises(CardFaultError) as fault:
        exchange(card, Command(0x2A, 0x80, 0x86, bytes(300)))
    assert fault.value.status == 0x6883
    assert len(card.sent) == 1


def test_a_card_that_never_ends_its_answer_is_stopped() -> None:
    endless = ScriptedCard("AA" * 255 + "61FF")
    with pytest.raises(CardFaultError):
        exchange(endless, Command(0xB0, 0, 0))
    assert len(endless.sent) < 300
    with pytest.raises(CardFaultError):
        exchange(ScriptedCard("61FF"), Command(0xB0, 0, 0))


@pytest.mark.parametrize("answer", ["", "90"])
def test_an_answer_shorter_than_a_status_word_is_a_fault(answer: str) -> None:
    with pytest.raises(CardFaultError):
        exchange(ScriptedCard(answer), Command(0xB0, 0, 0))


def test_every_command_buffer_is_wiped_after_use() -> None:
    card = ScriptedCard("9000")
    exchange(card, Command(0x20, 0, 1, bytearray(b"1234")))
    assert card.sent == ["0020000104" + b"1234".hex()]
    assert all(not any(buffer) for buffer in card.buffers)
