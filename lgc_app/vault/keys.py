# SPDX-License-Identifier: EUPL-1.2
"""The database key: 256 random bits, never derived from a card, held in one place and wiped when locking."""

import os
from typing import Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_DOMAIN = b"serenite/vault/v1/"


class DatabaseKey:
    """A key in a buffer of our own. It shows nothing of itself in logs, and `wipe` overwrites it."""

    def __init__(self, secret: bytes | bytearray) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("a database key is 32 bytes")
        self._secret = bytearray(secret)

    @classmethod
    def generate(cls) -> Self:
        """Draw a new key from the operating system."""
        return cls(os.urandom(KEY_BYTES))

    @property
    def is_wiped(self) -> bool:
        """Whether `wipe` was called."""
        return not self._secret

    def reveal(self) -> bytes:
        """Return the 32 bytes, to wrap them. Keep them no longer than that."""
        if self.is_wiped:
            raise ValueError("the key was wiped")
        return bytes(self._secret)

    def sqlcipher_form(self) -> str:
        """Return the raw-key form of SQLCipher, which skips its own derivation."""
        return f"x'{self.reveal().hex()}'"

    def derive(self, purpose: str) -> bytes:
        """Derive an independent 32-byte key for another purpose (HKDF-SHA256, RFC 5869)."""
        return HKDF(hashes.SHA256(), KEY_BYTES, None, _DOMAIN + purpose.encode()).derive(self.reveal())

    def wipe(self) -> None:
        """Overwrite the buffer, then drop it."""
        self._secret[:] = bytes(len(self._secret))
        self._secret.clear()

    def __repr__(self) -> str:
        return "DatabaseKey(wiped)" if self.is_wiped else "DatabaseKey(...)"
