# SPDX-License-Identifier: EUPL-1.2
"""Add and remove ways to open an unlocked vault."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509

from cps_card import prompt
from cps_card.errors import CardError
from cps_card.holder import Holder
from cps_card.session import CardSession
from cps_card.trust import TrustStore
from lgc_app.vault import faults
from lgc_app.vault.backup import backups_in
from lgc_app.vault.cards import enrol_card
from lgc_app.vault.device import DeviceSecret, make_device_secret
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.passphrase import make_passphrase_slot
from lgc_app.vault.recovery import RecoveryDraft
from lgc_app.vault.session import VaultSession
from lgc_app.vault.slot_file import SlotFile
from lgc_app.vault.slots import CardHeader, PassphraseHeader, RecoveryHeader, Slot, fingerprint
from lgc_core.errors import LgcError

_NO_ENROLMENT = "Cette carte ne peut pas être inscrite maintenant. "
_NO_CRL = _NO_ENROLMENT + "Mettez à jour la liste des cartes révoquées (réseau nécessaire), puis recommencez."


@dataclass(frozen=True)
class Credential:
    """One way to open, for the settings screen. `expires`, `holder` and `fingerprint` for cards only."""

    id: str
    label: str
    created: datetime
    holder: Holder | None = None
    expires: datetime | None = None
    person: str = ""
    fingerprint: str = ""


def list_credentials(vault: VaultSession) -> list[Credential]:
    """List every way to open, oldest first."""
    slots = sorted(vault.slots.slots, key=lambda slot: slot.header.created)
    return [_credential(slot) for slot in slots]


def add_card(
    vault: VaultSession, card: CardSession, pin: bytearray | str, *, accept_last_try: bool = False
) -> Credential:
    """Enrol another card, or one again whose slot does not open any more. It stays the caller's: close it after.

    Raises:
        VaultLockedError: locked. CardNotAcceptedError: certificate not good enough to enrol.
        EnrolmentFailedError, CardRefusedByVaultError, CardGoneError: as named.
    """
    slots, key = vault.slots, vault.key
    slot = enrol_verified(slots.vault_id, card, pin, key, vault.trust, accept_last_try=accept_last_try)
    vault.slot_file.save(slots.enrolling(slot))
    return _credential(slot)


def confirm_recovery(vault: VaultSession, draft: RecoveryDraft, typed: str) -> Credential:
    """Put a new printed code in force, once typed back; the one before stops working.

    Raises:
        UnknownCredentialError: not the code that was printed. VaultLockedError: locked.
    """
    slots = vault.slots
    slot = draft.confirm(slots.vault_id, typed, vault.key)
    vault.slot_file.save(slots.replacing(RecoveryHeader, slot))
    return _credential(slot)


def add_passphrase(vault: VaultSession, person: str, phrase: str) -> Credential:
    """Give a person a phrase.

    Raises:
        UnknownCredentialError: too short. VaultLockedError: locked.
    """
    slots = vault.slots
    slot = make_passphrase_slot(slots.vault_id, person, phrase, vault.key)
    vault.slot_file.save(slots.adding(slot))
    return _credential(slot)


def remove_credentials(vault: VaultSession, identifiers: Sequence[str]) -> tuple[Slot, ...]:
    """Remove ways together, from the backups of this post too, and give their slots to whoever may undo it.

    A copy of the files kept elsewhere still opens with them.

    Raises:
        NotEnoughCredentialsError: two independent ways must stay; nothing changed. VaultLockedError: locked.
    """
    if not vault.is_unlocked:
        raise faults.VaultLockedError
    removed = tuple(slot for slot in vault.slots.slots if slot.header.id in identifiers)
    vault.slot_file.forget(*identifiers)
    for backup in backups_in(vault.layout.backups):
        with contextlib.suppress(LgcError, KeyError):  # of a day before these ways, or of a disk in trouble
            SlotFile(backup.folder).forget(*identifiers)
    return removed


def put_back(vault: VaultSession, slots: Sequence[Slot]) -> None:
    """Undo `remove_credentials`, while its slots are still in hand.

    Raises:
        VaultLockedError: locked.
    """
    if not vault.is_unlocked:
        raise faults.VaultLockedError
    held = vault.slots
    for slot in slots:
        held = held.enrolling(slot)
    vault.slot_file.save(held)


def enrol_verified(
    vault_id: str,
    card: CardSession,
    pin: bytearray | str,
    key: DatabaseKey,
    trust: TrustStore,
    *,
    accept_last_try: bool = False,
) -> Slot:
    """Judge the certificate, verify the code, make and test the slot."""
    require_enrolment_allowed(card.auth_certificate, trust)
    device: DeviceSecret = make_device_secret(vault_id)
    try:
        with card.exclusive():
            card.verify(pin, accept_last_try=accept_last_try)
            return enrol_card(vault_id, card, key, device)
    except CardError as cause:
        raise faults.from_card(cause) from cause


def require_enrolment_allowed(certificate: x509.Certificate, trust: TrustStore) -> None:
    """Refuse a certificate that is not wholly good, with the reason.

    Raises:
        CardNotAcceptedError: with the sentence.
    """
    verdict = trust.judge(certificate, datetime.now(UTC))
    if verdict.may_enrol:
        return
    online = verdict.may_go_online  # good but for the revocation list
    raise faults.CardNotAcceptedError(_NO_CRL if online else _NO_ENROLMENT + prompt.trust_banner(verdict))


def _credential(slot: Slot) -> Credential:
    header = slot.header
    if isinstance(header, CardHeader):
        certificate = x509.load_der_x509_certificate(header.certificate)
        holder, expires = Holder.from_certificate(certificate), certificate.not_valid_after_utc
        return Credential(
            header.id, header.label, header.created, holder, expires, fingerprint=fingerprint(certificate)
        )
    person = header.person if isinstance(header, PassphraseHeader) else ""
    return Credential(header.id, header.label, header.created, person=person)
