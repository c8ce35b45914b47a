# SPDX-License-Identifier: EUPL-1.2
"""BER-TLV against good, cut and hostile bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_card import tlv
from cps_card.errors import CardFaultError


@given(st.sampled_from([0x04, 0x30, 0x80, 0x7F41, 0xBF9002]), st.binary(max_size=70_000))
def test_what_is_encoded_is_read_back(tag: int, value: bytes) -> None:
    item = tlv.parse_one(tlv.encode(tag, value))
    assert (item.tag, item.value, item.size) == (tag, value, len(tlv.encode(tag, value)))


@given(st.binary(max_size=300))
def test_hostile_bytes_are_read_or_refused_and_never_crash(untrusted: bytes) -> None:
    try:
        items = list(tlv.parse(untrusted))
    except CardFaultError:
        return
    assert sum(item.size for item in items) <= len(untrusted)


@pytest.mark.parametrize(
    "cut", ["", "30", "3005", "300501", "3081", "308200", "7F", "7FFFFFFF01", "3080", "3084FFFFFFFF"]
)
def test_a_cut_or_endless_object_is_refused(cut: str) -> None:
    with pytest.raises(CardFaultError):
        tlv.parse_one(bytes.fromhex(cut))


@pytest.mark.parametrize("padding", ["", "0000", "FFFFFF"])
def test_padding_after_the_last_object_is_left_alone(padding: str) -> None:
    assert [item.tag for item in tlv.parse(bytes.fromhex("80010181010A" + padding))] == [0x80, 0x81]


def test_a_missing_object_is_named() -> None:
    with pytest.raises(CardFaultError, match="A4"):
        tlv.find(bytes.fromhex("A00100"), 0xA4)
