# SPDX-License-Identifier: EUPL-1.2
"""The card made of data is as picky as the plastic one."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_card.recognition import Generation
from tests.support.card import new_card, right_pin, session_with


def status(card, command: str) -> str:
    return card.process(bytes.fromhex(command))[-2:].hex().upper()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("00A4", "6700"),
        ("00A4040C00", "6A82"),
        ("00B0000000", "6986"),
        ("80A4040C", "6E00"),
        ("00FF0000", "6D00"),
        ("00A409000500AABBCCDD", "6A86"),
        ("00A4090C025031", "6A82"),
        ("00A4090C023F00", "9000"),
        ("00B09F0000", "6A82"),
        ("00200002", "6A88"),
        ("0020000107", "63C3"),
        ("002000010531323334", "6700"),
        ("002241A403840155", "6A88"),
        ("002A9E9A00", "6982"),
        ("0088000000", "6982"),
        ("0000000000000000", "6700"),
    ],
)
def test_a_command_out_of_the_norm_gets_the_status_of_a_real_card(command: str, expected: str) -> None:
    assert status(new_card(), command) == expected


@given(st.binary(max_size=300))
def test_no_bytes_whatever_crash_the_card(command: bytes) -> None:
    answer = CARD.process(command)
    assert 2 <= len(answer) <= 258


CARD = new_card()


def test_the_counter_survives_a_power_cut_and_the_code_does_not() -> None:
    card = new_card()
    assert status(card, "002000010430303030") == "63C2"
    card.reset()
    assert status(card, "00200001") == "63C2"
    assert status(card, "002000010431323334") == "9000"
    assert status(card, "00200001") == "9000"
    card.reset()
    assert status(card, "00200001") == "63C3"


def test_a_wrong_code_ends_an_earlier_verification() -> None:
    card = new_card()
    assert status(card, "002000010431323334") == "9000"
    assert status(card, "002000010430303030") == "63C2"
    assert status(card, "00200001") == "63C2"


def test_the_unblocking_code_blocks_too() -> None:
    card = new_card()
    wrong = "002C00010C" + b"000000004321".hex()
    assert [status(card, wrong) for _ in range(11)][-2:] == ["6983", "6983"]
    assert status(card, "002C00010C" + b"123456784321".hex()) == "6983"


def test_a_code_is_changed_only_to_four_digits() -> None:
    card = new_card()
    assert status(card, "0024000108" + b"1234abcd".hex()) == "6A80"
    assert status(card, "0024000108" + b"12344321".hex()) == "9000"
    assert card.secrets.pin.code == b"4321"


def test_the_signature_key_neither_authenticates_nor_decrypts() -> None:
    card = new_card()
    status(card, "002000010431323334")
    assert status(card, "002241A406800102840181") == "9000"
    assert status(card, "008800000100") == "6985"
    assert status(card, "002241B80680011A840181") == "9000"
    assert status(card, "002A80860200AA") == "6985"


def test_internal_authenticate_takes_forty_percent_of_the_modulus_at_most() -> None:
    card = new_card()
    status(card, "002000010431323334")
    status(card, "002241A406800102840182")
    assert status(card, "0088000067" + "AA" * 0x67) == "6A80"
    assert status(card, "0088000066" + "AA" * 0x66) == "6100"


def test_a_cps4_has_no_internal_authenticate() -> None:
    card = new_card(generation=Generation.CPS4)
    status(card, "002000010431323334")
    assert status(card, "0088000001AA") == "6D00"


def test_a_digest_given_before_is_signed_once() -> None:
    card = new_card()
    digest = hashlib.sha256(b"x").digest()
    session = session_with(card)
    session.verify(right_pin())
    card.process(bytes.fromhex("00A4090C043F000001"))
    assert status(card, "002241B606800142840181") == "9000"
    assert status(card, "002A90A0229020" + digest.hex()) == "9000"
    assert status(card, "002A9E9A00") == "9000"
    assert status(card, "002A9E9A00") == "6985"
