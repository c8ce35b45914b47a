# SPDX-License-Identifier: EUPL-1.2
"""A vault in use: locked or unlocked, by whom, and the one way back to locked.

No timer and no window here: whoever sees the card leave or the person away calls `lock` with the reason.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

import sqlalchemy as sa

from cps_card import prompt
from cps_card.errors import CardError
from cps_card.holder import Holder
from cps_card.session import CardSession
from cps_card.trust import TrustStore
from lgc_app.vault import faults
from lgc_app.vault.attempts import Audit, Outcome, UnlockAttempt, Way
from lgc_app.vault.backup import newest_backup
from lgc_app.vault.cards import find_card_slot, open_card_slot
from lgc_app.vault.device import read_device_secret
from lgc_app.vault.engine import close_database, open_database
from lgc_app.vault.keys import DatabaseKey
from lgc_app.vault.layout import VaultLayout
from lgc_app.vault.one_copy import OneCopy
from lgc_app.vault.passphrase import open_with_passphrase
from lgc_app.vault.recovery import open_with_code
from lgc_app.vault.reserve import Reserve
from lgc_app.vault.restore import finish_swap
from lgc_app.vault.shred import refuse_revoked
from lgc_app.vault.slot_file import INDEPENDENT_NEEDED, SlotFile, SlotSet
from lgc_app.vault.slots import Slot, SlotRefusedError
from lgc_core.errors import LgcError, OutsideError


class LockReason(Enum):
    """Why the vault was locked; the lock screen words it."""

    CARD_REMOVED = auto()
    IDLE = auto()
    READER_LOST = auto()
    OS_LOCK = auto()
    REVOKED = auto()
    ENDED = auto()
    USER = auto()


BeforeLock = Callable[[LockReason], None]


@dataclass(frozen=True)
class Opening:
    """Who opened the vault and how. `banner` is what the screen must keep saying about the card, or empty."""

    way: Way
    slot_id: str
    holder: Holder | None = None
    person: str = ""
    banner: str = ""


@dataclass(frozen=True)
class _Unlocked:
    engine: sa.Engine
    key: DatabaseKey
    opening: Opening
    card: CardSession | None


class VaultSession:
    """One vault, held by this process from construction to `close`. Use it from the thread of the database."""

    def __init__(
        self, folder: Path, trust: TrustStore, audit: Audit, before_lock: BeforeLock | None = None
    ) -> None:
        """Hold the folder; nothing is read yet.

        `before_lock` runs while the database is still open: it saves drafts.

        Raises:
            VaultMissingError: no folder. AlreadyOpenError: another copy holds it. PostRevokedError: it is gone.
        """
        if not folder.is_dir():
            raise faults.VaultMissingError
        self.layout = VaultLayout(folder)
        self.trust = trust
        self.reserve = Reserve(folder)
        self.slot_file = SlotFile(folder)
        self._audit = audit
        self._before_lock = before_lock
        self._open: _Unlocked | None = None
        self._copy = OneCopy(folder)
        try:
            refuse_revoked(folder)
            finish_swap(folder)
        except LgcError:
            self._copy.release()
            raise

    @property
    def is_unlocked(self) -> bool:
        """Whether the key is in memory."""
        return self._open is not None

    @property
    def engine(self) -> sa.Engine:
        """The database. Raises VaultLockedError when locked."""
        return self._unlocked().engine

    @property
    def key(self) -> DatabaseKey:
        """The key, for attachments, backups and new slots. Raises VaultLockedError when locked."""
        return self._unlocked().key

    @property
    def opening(self) -> Opening:
        """Who opened it. Raises VaultLockedError when locked."""
        return self._unlocked().opening

    @property
    def card(self) -> CardSession | None:
        """The card that opened it, to sign with; None after a code or a phrase."""
        return self._unlocked().card

    @property
    def slots(self) -> SlotSet:
        """Every way to open, as on disk."""
        return self.slot_file.load()

    @property
    def is_ready_for_patients(self) -> bool:
        """Whether two independent ways to open exist: no patient data before that."""
        return self.slots.independent >= INDEPENDENT_NEEDED

    def unlock_with_card(
        self, card: CardSession, pin: bytearray | str, *, accept_last_try: bool = False
    ) -> Opening:
        """Open with a card and its code. From then on the vault owns the card, until it locks.

        Checked before the code is spent: the slot, the certificate, this machine's keyring.

        Raises:
            UnknownCredentialError, CardNotAcceptedError, DeviceSecretMissingError: no code was sent.
            CardRefusedByVaultError: wrong, malformed or last code, blocked card (`tries_left`).
            CardGoneError: pulled, or the reader or the service left.
            WrongKeyError, DamagedDatabaseError, DiskTroubleError: the card is right, the database is not.
        """
        with self._audited(Way.CARD, card):
            slots = self.slots
            slot = find_card_slot(slots, card.auth_certificate)
            verdict = self.trust.judge(card.auth_certificate, datetime.now(UTC))
            if not verdict.may_open:
                raise faults.CardNotAcceptedError(prompt.trust_banner(verdict))
            device = read_device_secret(slots.vault_id)
            with card.exclusive():
                card.verify(pin, accept_last_try=accept_last_try)
                key = open_card_slot(slots.vault_id, slot, card, device)
            opening = Opening(
                Way.CARD, slot.header.id, card.holder, card.holder.id_nat, prompt.trust_banner(verdict)
            )
            return self._enter(key, opening, card)

    def unlock_with_recovery(self, code: str) -> Opening:
        """Open with the printed code.

        Raises:
            UnknownCredentialError: not the code. Else as for a card.
        """
        with self._audited(Way.RECOVERY):
            slot, key = open_with_code(self.slots, code)
            return self._enter(key, _opening(Way.RECOVERY, slot), None)

    def unlock_with_passphrase(self, person: str, phrase: str) -> Opening:
        """Open with a person's phrase: the caller gives that person a lower role.

        Raises:
            UnknownCredentialError: not the phrase. Else as for a card.
        """
        with self._audited(Way.PASSPHRASE):
            slot, key = open_with_passphrase(self.slots, person, phrase)
            return self._enter(key, _opening(Way.PASSPHRASE, slot, person), None)

    def lock(self, reason: LockReason) -> None:
        """Save drafts, close the database, drop the key, make the card forget its code. Safe to call twice.

        The key goes even when saving drafts fails; that failure is raised after.
        """
        unlocked = self._open
        if unlocked is None:
            return
        try:
            if self._before_lock is not None:
                self._before_lock(reason)
        finally:
            self._open = None
            close_database(unlocked.engine)
            unlocked.key.wipe()
            _release(unlocked.card)

    def close(self) -> None:
        """Lock, and let another copy have the folder."""
        try:
            self.lock(LockReason.USER)
        finally:
            self._copy.release()

    def enter_new(self, key: DatabaseKey, opening: Opening, card: CardSession | None) -> None:
        """Take over a vault that `setup` has just made."""
        self._enter(key, opening, card)

    def _enter(self, key: DatabaseKey, opening: Opening, card: CardSession | None) -> Opening:
        if self._open is not None:
            self.lock(LockReason.USER)
        try:
            engine = self._open_engine(key)
        except LgcError:
            key.wipe()
            raise
        self.reserve.hold()
        self._open = _Unlocked(engine, key, opening, card)
        return opening

    def _open_engine(self, key: DatabaseKey) -> sa.Engine:
        """Open the file. The slot proved the key right, so a file that it does not read is damaged."""
        try:
            return open_database(self.layout.database, key, on_full=self.reserve.give_back)
        except (faults.WrongKeyError, faults.DamagedDatabaseError) as error:
            backup = newest_backup(self.layout.backups)
            raise faults.DamagedDatabaseError(backup.made if backup else None) from error

    def _unlocked(self) -> _Unlocked:
        if self._open is None:
            raise faults.VaultLockedError
        return self._open

    @contextmanager
    def _audited(self, way: Way, card: CardSession | None = None) -> Iterator[None]:
        """Write the attempt down however it ends, and turn a card's errors into ours."""
        try:
            yield
        except CardError as cause:
            raise self._failed(way, card, faults.from_card(cause), cause) from cause
        except SlotRefusedError as cause:
            raise self._failed(way, card, faults.DamagedSlotsError(), cause) from cause
        except LgcError as error:
            raise self._failed(way, card, error, error) from error.__cause__
        self._tell(way, card, Outcome.OPENED)

    def _failed(self, way: Way, card: CardSession | None, error: LgcError, cause: BaseException) -> LgcError:
        outcome = Outcome.UNAVAILABLE if isinstance(error, OutsideError) else Outcome.REFUSED
        tries_left = error.tries_left if isinstance(error, faults.CardRefusedByVaultError) else None
        self._tell(way, card, outcome, tries_left, type(cause).__name__)
        return error

    def _tell(
        self,
        way: Way,
        card: CardSession | None,
        outcome: Outcome,
        tries_left: int | None = None,
        detail: str = "",
    ) -> None:
        number, id_nat = (card.number, card.holder.id_nat) if card else ("", "")
        self._audit(UnlockAttempt(datetime.now(UTC), way, outcome, number, id_nat, tries_left, detail))


def _opening(way: Way, slot: Slot, person: str = "") -> Opening:
    return Opening(way, slot.header.id, person=person)


def _release(card: CardSession | None) -> None:
    """Reset and let go a card that may have left already."""
    if card is None:
        return
    with contextlib.suppress(CardError):
        card.reset()
    card.close()
