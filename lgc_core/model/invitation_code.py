# SPDX-License-Identifier: EUPL-1.2
"""The one-time code of an invitation sheet and its hash: the same on the post that prints and on the server."""

import hashlib
import hmac
from typing import Final

SCRYPT_N: Final = 2**15
SCRYPT_R: Final = 8
SCRYPT_P: Final = 1
"""32 MiB and about 80 ms a try (RFC 7914); with 50 bits of code, guessing is hopeless."""

_MEMORY: Final = 64 * 1024 * 1024


def normalised(typed: str) -> str:
    """Return a code as hashed: upper case, without spaces or dashes."""
    return "".join(c for c in typed.upper() if c.isalnum())


def code_hash(code: str, salt: bytes) -> str:
    """Return the scrypt hash of a code (hexadecimal), as `Invitation.code_hash` holds it."""
    secret = normalised(code).encode()
    return hashlib.scrypt(secret, salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=_MEMORY, dklen=32).hex()


def code_fits(typed: str, salt: bytes, expected_hash: str) -> bool:
    """Tell whether a typed code is the one of a hash, in constant time."""
    return hmac.compare_digest(code_hash(typed, salt), expected_hash)
