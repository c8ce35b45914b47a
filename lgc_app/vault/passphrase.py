# SPDX-License-Identifier: EUPL-1.2
"""Slots without a card: a person's phrase through Argon2id (RFC 9106), for a lower role."""

import unicodedata
from datetime import UTC, datetime

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lgc_app.vault.faults import UnknownCredentialError
from lgc_app.vault.keys import KEY_BYTES, DatabaseKey
from lgc_app.vault.slot_file import SlotSet
from lgc_app.vault.slots import (
    PassphraseHeader,
    Slot,
    SlotRefusedError,
    new_identifier,
    new_salt,
    seal,
    unseal,
)

SHORTEST = 14
_MEMORY_KIB = 65_536  # RFC 9106, section 4, second recommended option: 64 MiB, three passes
_PASSES = 3
_LANES = 1
_NBSP = "\u00a0"

TOO_SHORT = (
    f"Cette phrase est trop courte. Choisissez {SHORTEST}{_NBSP}caractères au moins, par exemple quatre mots."
)
WRONG_PHRASE = "Cette phrase n’ouvre pas ce cabinet. Saisissez-la de nouveau, ou ouvrez avec une carte."


def make_passphrase_slot(vault_id: str, person: str, phrase: str, key: DatabaseKey) -> Slot:
    """Make a slot for a person (an identifier, not a name).

    Raises:
        UnknownCredentialError: the phrase is shorter than 14 characters.
    """
    if len(phrase.strip()) < SHORTEST:
        raise UnknownCredentialError(TOO_SHORT)
    header = PassphraseHeader(
        id=new_identifier(),
        created=datetime.now(UTC),
        salt=new_salt(),
        person=person,
        memory_kib=_MEMORY_KIB,
        passes=_PASSES,
    )
    return seal(vault_id, header, _stretched(header, phrase), key)


def open_with_passphrase(slots: SlotSet, person: str, phrase: str) -> tuple[Slot, DatabaseKey]:
    """Open the vault's key with this person's phrase (about 0.2 s a try, on purpose).

    Raises:
        UnknownCredentialError: no such person, or not the phrase; which of the two is not told.
    """
    for slot in slots.slots:
        if isinstance(slot.header, PassphraseHeader) and slot.header.person == person:
            try:
                return slot, unseal(slots.vault_id, slot, _stretched(slot.header, phrase))
            except SlotRefusedError:
                continue
    raise UnknownCredentialError(WRONG_PHRASE)


def _stretched(header: PassphraseHeader, phrase: str) -> bytes:
    """Derive; the same letters typed on another keyboard give the same bytes (NFKC)."""
    typed = unicodedata.normalize("NFKC", phrase.strip()).encode()
    argon = Argon2id(
        salt=header.salt,
        length=KEY_BYTES,
        iterations=header.passes,
        lanes=_LANES,
        memory_cost=header.memory_kib,
    )
    return argon.derive(typed)
