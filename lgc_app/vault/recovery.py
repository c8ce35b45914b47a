# SPDX-License-Identifier: EUPL-1.2
"""The printed recovery code: 160 random bits in eight groups of four letters, kept in the practice's safe."""

import base64
import hmac
import os
from datetime import UTC, datetime

from lgc_app.vault.faults import UnknownCredentialError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.slot_file import SlotSet
from lgc_app.vault.slots import (
    RecoveryHeader,
    Slot,
    SlotRefusedError,
    new_identifier,
    new_salt,
    seal,
    unseal,
)

_CODE_BYTES = 20
_LETTERS = 32
_GROUP = 4
_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")  # RFC 4648, base32
_LOOKALIKES = str.maketrans({"0": "O", "1": "I", "8": "B", "9": "G"})
_NBSP = "\u00a0"

NOT_A_CODE = (
    f"Ce code de secours est incomplet. Il compte 8{_NBSP}groupes de 4{_NBSP}caractères, "
    "imprimés sur la feuille du coffre. Relisez-le."
)
WRONG_CODE = (
    "Ce code de secours n’ouvre pas ce cabinet. Relisez-le sur la feuille, ou cherchez une feuille plus récente."
)
NOT_THE_SAME = "Le code saisi diffère de la feuille. Relisez la feuille et saisissez-le de nouveau."


class RecoveryDraft:
    """A new code, shown and printed but not yet in force: it becomes a slot once typed back."""

    def __init__(self) -> None:
        letters = base64.b32encode(os.urandom(_CODE_BYTES)).decode()
        self.code = "-".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))

    def confirm(self, vault_id: str, typed: str, key: DatabaseKey) -> Slot:
        """Make the slot, when the code was typed back right.

        Raises:
            UnknownCredentialError: what was typed is not the code.
        """
        letters = _normalised(self.code)
        if not hmac.compare_digest(_normalised(typed).encode(), letters.encode()):
            raise UnknownCredentialError(NOT_THE_SAME)
        header = RecoveryHeader(id=new_identifier(), created=datetime.now(UTC), salt=new_salt())
        return seal(vault_id, header, letters.encode(), key)

    def __repr__(self) -> str:
        return "RecoveryDraft(...)"


def open_with_code(slots: SlotSet, typed: str) -> tuple[Slot, DatabaseKey]:
    """Open the vault's key with the printed code. Case, spaces and dashes do not count, nor 0 for O.

    Raises:
        UnknownCredentialError: not a code, or not the code of this vault.
    """
    letters = _normalised(typed)
    for slot in slots.slots:
        if isinstance(slot.header, RecoveryHeader):
            try:
                return slot, unseal(slots.vault_id, slot, letters.encode())
            except SlotRefusedError:
                continue
    raise UnknownCredentialError(WRONG_CODE)


def _normalised(typed: str) -> str:
    letters = "".join(character for character in typed.upper() if character.isalnum())
    letters = letters.translate(_LOOKALIKES)
    if len(letters) != _LETTERS or not _ALPHABET.issuperset(letters):
        raise UnknownCredentialError(NOT_A_CODE)
    return letters
