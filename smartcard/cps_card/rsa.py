# SPDX-License-Identifier: EUPL-1.2
"""The PKCS#1 v1.5 wrapping that some cards leave to us (RFC 8017, sections 7.2 and 9.2)."""

import hashlib

from cps_card.errors import CardFaultError

SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
SHA256_LENGTH = 32
_SHORTEST_PADDING = 8
_OVERHEAD = 3


def digest_info(digest: bytes) -> bytes:
    """Wrap a SHA-256 digest in its DigestInfo (RFC 8017, 9.2, note 1)."""
    if len(digest) != SHA256_LENGTH:
        raise ValueError("a SHA-256 digest is 32 bytes")
    return SHA256_PREFIX + digest


def digest_info_of(data: bytes) -> bytes:
    """Hash with SHA-256 and wrap."""
    return digest_info(hashlib.sha256(data).digest())


def pad_for_signature(content: bytes, size: int) -> bytes:
    """Fill to the size of the modulus, for a card that only does the raw power."""
    return b"\x00\x01" + b"\xff" * (size - _OVERHEAD - len(content)) + b"\x00" + content


def remove_encryption_padding(block: bytes) -> bytes:
    """Take the message out of a raw decryption.

    Raises:
        CardFaultError: when the block was not made for this key.
    """
    end = block.find(b"\x00", 2)
    if block[:2] != b"\x00\x02" or end < 2 + _SHORTEST_PADDING:
        raise CardFaultError("what was decrypted is not a padded message")
    return block[end + 1 :]
