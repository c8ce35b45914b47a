# SPDX-License-Identifier: EUPL-1.2
"""The door of a post: the card in the reader, the vault behind it, the practice inside. No Qt; off the GUI thread.

`look` runs on the pool of cards and network; everything else on the thread of the vault.
"""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cps_card import prompt
from cps_card.holder import Holder
from cps_card.session import CardSession
from cps_card.trust import GRACE_AFTER_EXPIRY, TrustState
from lgc_app.access_log import AccessLog
from lgc_app.bootstrap import destroy, open_cabinet
from lgc_app.context import AppContext
from lgc_app.services.cabinet import Cabinet
from lgc_app.services.exchanges import Situation
from lgc_app.ui.start.opened_card import opened_card
from lgc_app.vault.cards import find_card_slot
from lgc_app.vault.faults import CardNotAcceptedError, UnknownCredentialError
from lgc_app.vault.session import LockReason, VaultSession
from lgc_app.vault.slot_file import SlotSet
from lgc_app.vault.slots import PassphraseHeader
from lgc_core.errors import LgcError
from lgc_core.oplog.state import DECODER

_STRANGER_STAYS: Final = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SeenCard:
    """A card of this practice, recognised without its code. `opens_until` only for one that has expired."""

    session: CardSession
    name: str
    profession: str
    valid_until: dt.date
    tries_left: int
    opens_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What waits behind a lock, as counts: nothing of a patient."""

    drafts: int
    kept_at: str
    situation: Situation


class Door:
    """Holds the vault of a post from the first need to `close`."""

    def __init__(self, context: AppContext) -> None:
        self.context = context
        self.cabinet: Cabinet | None = None
        self._vault: VaultSession | None = None
        self._one_holder = threading.Lock()
        self._names: dict[str, str] = {}
        self._stranger: tuple[Holder, dt.datetime] | None = None

    def hold(self) -> VaultSession:
        """Take the vault's folder for this process; tried again at each need until it works.

        Raises:
            VaultMissingError, AlreadyOpenError: with their sentences.
        """
        with self._one_holder:
            if self._vault is None:
                log = AccessLog(self.context.folder)
                self._vault = VaultSession(self.context.folder, self.context.trust, log.write, self._cut_drafts)
            return self._vault

    def look(self, reader: str) -> SeenCard:
        """Recognise the card in a reader; no code is asked or spent.

        Raises:
            UnknownCredentialError: a card of another practice. CardNotAcceptedError: its certificate says no.
            CardGoneError, CardRefusedByVaultError: the card or its reader, in words.
        """
        slots = self.hold().slots
        with opened_card(self.context.readers, reader) as card:
            self._find_slot(slots, card)
            return self._described(card)

    def _find_slot(self, slots: SlotSet, card: CardSession) -> None:
        """Refuse a card that opens nothing here; one that is good is remembered, for who may add it."""
        try:
            find_card_slot(slots, card.auth_certificate)
        except UnknownCredentialError:
            good = self.context.trust.judge(card.auth_certificate, dt.datetime.now(dt.UTC)).may_open
            self._stranger = (card.holder, self.context.now()) if good and card.holder.is_nominative else None
            raise

    def take_stranger(self, now: dt.datetime) -> Holder | None:
        """Give once who came with a card that opens nothing here, unless it was long ago."""
        stranger, self._stranger = self._stranger, None
        return stranger[0] if stranger is not None and now - stranger[1] < _STRANGER_STAYS else None

    def _described(self, card: CardSession) -> SeenCard:
        verdict = self.context.trust.judge(card.auth_certificate, dt.datetime.now(dt.UTC))
        if not verdict.may_open:
            raise CardNotAcceptedError(prompt.trust_banner(verdict))
        expired = verdict.state is TrustState.EXPIRED_GRACE
        holder = card.holder
        return SeenCard(
            session=card,
            name=self._names.get(holder.id_nat, holder.full_name.title()),
            profession=holder.title,
            valid_until=verdict.not_after.date(),
            tries_left=card.tries_left(),
            opens_until=(verdict.not_after + GRACE_AFTER_EXPIRY).date() if expired else None,
        )

    def open_with_card(self, card: CardSession, pin: bytearray, *, accept_last_try: bool) -> Cabinet:
        """Open the practice. The code is wiped by the card session; the card stays the caller's on failure.

        Raises:
            LgcError: see `VaultSession.unlock_with_card` and `open_cabinet`.
        """
        vault = self.hold()
        try:
            return self._enter(lambda: vault.unlock_with_card(card, pin, accept_last_try=accept_last_try))
        finally:
            pin[:] = bytes(len(pin))

    def open_with_code(self, code: str) -> Cabinet:
        """Open the practice with the printed recovery code.

        Raises:
            UnknownCredentialError: not the code.
        """
        vault = self.hold()
        return self._enter(lambda: vault.unlock_with_recovery(code))

    def open_with_phrase(self, phrase: str) -> Cabinet:
        """Open the front desk with the phrase of whoever has this one.

        Raises:
            UnknownCredentialError: nobody's phrase.
        """
        vault = self.hold()
        people = [slot.header.person for slot in vault.slots.slots if isinstance(slot.header, PassphraseHeader)]
        for person in people:
            with contextlib.suppress(UnknownCredentialError):
                return self._enter(lambda person=person: vault.unlock_with_passphrase(person, phrase))  # type: ignore[misc]
        raise UnknownCredentialError(
            "Cette phrase n’ouvre pas ce cabinet. Relisez-la, ou ouvrez avec votre carte."
        )

    def _enter(self, unlock: Callable[[], object]) -> Cabinet:
        vault = self.hold()
        with contextlib.ExitStack() as unless_open:
            unless_open.callback(vault.lock, LockReason.USER)
            unlock()
            self.cabinet = open_cabinet(self.context, vault)
            unless_open.pop_all()
        staff = self.cabinet.session.staff
        self._names[staff.ps_id] = staff.name.shown
        return self.cabinet

    def lock(self, reason: LockReason) -> LeftBehind | None:
        """Cut the drafts, close the database, drop the key; give what waits behind.

        Raises:
            LgcError: the drafts could not be made operations; they are on the disk, and the key is gone.
        """
        left = self._left_behind()
        if reason is LockReason.IDLE and self.cabinet is not None and self.cabinet.backups is not None:
            self._try_to_keep()
            self.cabinet.backups.run_if_due()  # nobody is there: the few seconds with the key cost nobody
        cabinet = self.cabinet
        try:
            self.hold().lock(reason)
        finally:
            self._forget()
        if reason is LockReason.REVOKED and cabinet is not None:
            self.close()
            destroy(self.context.folder, cabinet)
            return None
        return left

    def close(self) -> None:
        """Lock, and let another copy have the folder."""
        with self._one_holder:
            vault, self._vault = self._vault, None
        try:
            if vault is not None:
                vault.close()
        finally:
            self._forget()

    def _forget(self) -> None:
        """Let go of the services, and of the patients that were read: a locked post remembers nobody."""
        cabinet, self.cabinet = self.cabinet, None
        if cabinet is not None:
            cabinet.reading_room.close()
        DECODER.forget()

    def _left_behind(self) -> LeftBehind | None:
        if self.cabinet is None:
            return None
        try:
            drafts = self.cabinet.drafts.waiting()
            situation = self.cabinet.exchanges.situation()
        except LgcError:
            return None
        encounters = {draft.encounter for draft in drafts}
        return LeftBehind(len(encounters), max((draft.at for draft in drafts), default=""), situation)

    def _try_to_keep(self) -> None:
        """Cut the drafts before the backup; a trouble is told by the lock itself, which cuts them again."""
        with contextlib.suppress(LgcError):
            self._cut_drafts(LockReason.IDLE)

    def _cut_drafts(self, _reason: LockReason) -> None:
        if self.cabinet is not None:
            self.cabinet.drafts.cut()
