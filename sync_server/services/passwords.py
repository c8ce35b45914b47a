# SPDX-License-Identifier: EUPL-1.2
"""Passwords of administrators: Argon2id in the PHC text form (RFC 9106 §4, second recommended option)."""

from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lgc_core.errors import UserError

MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 3
LANES: Final = 4
SHORTEST: Final = 12
LONGEST: Final = 200


def hash_password(password: str, salt: bytes) -> str:
    """Return the PHC text of a new password.

    Raises:
        UserError: when it is too short to resist, or absurdly long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UserError(
            f"Le mot de passe doit avoir entre {SHORTEST} et {LONGEST} caractères. Choisissez-en un autre."
        )
    kdf = Argon2id(salt=salt, length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return str(kdf.derive_phc_encoded(password.encode()))


def password_fits(password: str, phc: str) -> bool:
    """Tell whether a password is the one of a PHC text, in constant time."""
    try:
        Argon2id.verify_phc_encoded(password.encode(), phc)
    except InvalidKey:
        return False
    return True
