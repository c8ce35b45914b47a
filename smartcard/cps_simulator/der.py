# SPDX-License-Identifier: EUPL-1.2
"""The few DER shapes that a PKCS#15 directory is made of."""

from cps_card.tlv import encode

_INTEGER, _BIT_STRING, _OCTET_STRING, _UTF8, _SEQUENCE = 0x02, 0x03, 0x04, 0x0C, 0x30
NULL = encode(0x05, b"")
TRUE = encode(0x01, b"\xff")


def sequence(*parts: bytes) -> bytes:
    """Write a SEQUENCE."""
    return encode(_SEQUENCE, b"".join(parts))


def integer(value: int) -> bytes:
    """Write an INTEGER that is not negative."""
    return encode(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def enumerated(value: int) -> bytes:
    """Write an ENUMERATED below 128."""
    return encode(0x0A, bytes([value]))


def octets(value: bytes) -> bytes:
    """Write an OCTET STRING."""
    return encode(_OCTET_STRING, value)


def text(value: str) -> bytes:
    """Write a UTF8String."""
    return encode(_UTF8, value.encode())


def bits(*indexes: int) -> bytes:
    """Write a BIT STRING of named bits."""
    count = max(indexes) + 1 if indexes else 0
    buffer = bytearray((count + 7) // 8)
    for index in indexes:
        buffer[index // 8] |= 0x80 >> index % 8
    return encode(_BIT_STRING, bytes([len(buffer) * 8 - count]) + bytes(buffer))


def path(file_path: str) -> bytes:
    """Write a PKCS#15 Path from its hexadecimal form."""
    return sequence(octets(bytes.fromhex(file_path)))
