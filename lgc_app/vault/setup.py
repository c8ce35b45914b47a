# SPDX-License-Identifier: EUPL-1.2
"""Make a new vault for its first card or phrase. The recovery code follows, and only then patients may come in."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cps_card.session import CardSession
from cps_card.trust import TrustStore
from lgc_app.vault.attempts import Audit, Way
from lgc_app.vault.credentials import enrol_verified
from lgc_app.vault.engine import close_database, create_database
from lgc_app.vault.faults import VaultExistsError
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.one_copy import OneCopy
from lgc_app.vault.passphrase import make_passphrase_slot
from lgc_app.vault.session import BeforeLock, Opening, VaultSession
from lgc_app.vault.shred import forget_revoked
from lgc_app.vault.slot_file import SlotFile, SlotSet
from lgc_app.vault.slots import Slot

MakeSlot = Callable[[str, DatabaseKey], Slot]


def create_with_card(
    folder: Path,
    card: CardSession,
    pin: bytearray | str,
    trust: TrustStore,
    audit: Audit,
    before_lock: BeforeLock | None = None,
) -> VaultSession:
    """Make a vault, enrol its first card, and return it unlocked. It owns the card until it locks.

    Next: show `RecoveryDraft().code`, print it, then `credentials.confirm_recovery` with what is typed back;
    `is_ready_for_patients` turns true.

    Raises:
        VaultExistsError, AlreadyOpenError, CardNotAcceptedError, CardRefusedByVaultError, CardGoneError,
        EnrolmentFailedError, DiskFullError: no vault is left behind.
    """

    def first_slot(vault_id: str, key: DatabaseKey) -> Slot:
        return enrol_verified(vault_id, card, pin, key, trust)

    key, slot = _create(folder, first_slot)
    vault = VaultSession(folder, trust, audit, before_lock)
    vault.enter_new(key, Opening(Way.CARD, slot.header.id, card.holder, card.holder.id_nat), card)
    return vault


def create_with_passphrase(
    folder: Path,
    person: str,
    phrase: str,
    trust: TrustStore,
    audit: Audit,
    before_lock: BeforeLock | None = None,
) -> VaultSession:
    """Make a vault without a card (a trial, a practice that waits for its cards), and return it unlocked.

    Raises:
        UnknownCredentialError: the phrase is too short. Else as `create_with_card`.
    """

    def first_slot(vault_id: str, key: DatabaseKey) -> Slot:
        return make_passphrase_slot(vault_id, person, phrase, key)

    key, slot = _create(folder, first_slot)
    vault = VaultSession(folder, trust, audit, before_lock)
    vault.enter_new(key, Opening(Way.PASSPHRASE, slot.header.id, person=person), None)
    return vault


def _create(folder: Path, first_slot: MakeSlot) -> tuple[DatabaseKey, Slot]:
    """Make the database, then the slots: the vault exists once `slots.json` does."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = OneCopy(folder)
    try:
        slot_file = SlotFile(folder)
        if slot_file.exists():
            raise VaultExistsError
        vault_id, key = uuid.uuid4().hex, DatabaseKey.generate()
        slot = first_slot(vault_id, key)
        database = VaultLayout(folder).database
        _set_aside(database)
        close_database(create_database(database, key))
        forget_revoked(folder)
        slot_file.save(SlotSet(vault_id, (slot,), datetime.now(UTC)))
    finally:
        copy.release()
    return key, slot


def _set_aside(database: Path) -> None:
    """Keep a database that no slot opens, under another name: nothing is ever deleted on a guess."""
    if database.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        database.replace(database.with_name(f"{database.name}.sans-acces-{stamp}"))
