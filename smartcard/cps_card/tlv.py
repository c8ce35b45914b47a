# SPDX-License-Identifier: EUPL-1.2
"""BER-TLV as cards write it: lax on values, strict on bounds (ISO/IEC 7816-4, 5.2.2)."""

from collections.abc import Iterator
from typing import NamedTuple

from cps_card.errors import CardFaultError

_MULTI_BYTE_TAG = 0x1F
_MORE_TAG_BYTES = 0x80
_LONG_LENGTH = 0x80
_MAX_TAG_BYTES = 3
_MAX_LENGTH_BYTES = 3


class Tlv(NamedTuple):
    """One object: its tag as an integer (0x7F41 has two bytes), its value, and how many bytes it took."""

    tag: int
    value: bytes
    size: int


def parse_one(untrusted: bytes, start: int = 0) -> Tlv:
    """Read the object that begins at `start`.

    Raises:
        CardFaultError: when the object does not fit in the bytes given.
    """
    tag, after_tag = _tag(untrusted, start)
    length, begin = _length(untrusted, after_tag)
    end = begin + length
    if end > len(untrusted):
        raise CardFaultError("a TLV object ends past its container")
    return Tlv(tag, untrusted[begin:end], end - start)


def parse(untrusted: bytes) -> Iterator[Tlv]:
    """Read objects one after the other until the end, or until 00 or FF padding."""
    start = 0
    while start < len(untrusted) and untrusted[start] not in (0x00, 0xFF):
        item = parse_one(untrusted, start)
        yield item
        start += item.size


def find(untrusted: bytes, tag: int) -> bytes:
    """Return the value of the first object with this tag.

    Raises:
        CardFaultError: when there is none.
    """
    for item in parse(untrusted):
        if item.tag == tag:
            return item.value
    raise CardFaultError(f"no object {tag:02X} where the norm wants one")


def encode(tag: int, value: bytes) -> bytes:
    """Write one object, with the shortest definite length."""
    head = tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big")
    size = len(value)
    if size < _LONG_LENGTH:
        return head + bytes([size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return head + bytes([_LONG_LENGTH | len(length)]) + length + value


def _tag(untrusted: bytes, start: int) -> tuple[int, int]:
    at = start
    first = _byte(untrusted, at)
    at += 1
    if first & _MULTI_BYTE_TAG != _MULTI_BYTE_TAG:
        return first, at
    tag = first
    while at - start < _MAX_TAG_BYTES:
        byte = _byte(untrusted, at)
        tag, at = tag << 8 | byte, at + 1
        if not byte & _MORE_TAG_BYTES:
            return tag, at
    raise CardFaultError("a TLV tag is too long")


def _length(untrusted: bytes, at: int) -> tuple[int, int]:
    first = _byte(untrusted, at)
    if first < _LONG_LENGTH:
        return first, at + 1
    count = first & ~_LONG_LENGTH
    if not 1 <= count <= _MAX_LENGTH_BYTES or at + 1 + count > len(untrusted):
        raise CardFaultError("a TLV length is not definite and short")
    return int.from_bytes(untrusted[at + 1 : at + 1 + count], "big"), at + 1 + count


def _byte(untrusted: bytes, at: int) -> int:
    if at >= len(untrusted):
        raise CardFaultError("a TLV object is cut short")
    return untrusted[at]
