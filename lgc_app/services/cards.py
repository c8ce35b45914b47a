# SPDX-License-Identifier: EUPL-1.2
"""The cards that open this post: one wrapped copy of its key each, added with the card itself and its code.

The key is in memory while the practice is open, so a colleague's card needs nobody else's: it only has to be in a
reader. What is known of cards goes to the other posts with the person's line; their slots do not, for each post
has a key of its own.
"""

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cps_card.errors import CardError
from cps_card.holder import Holder
from cps_card.session import CardSession
from lgc_app.services.lease import ClockWrongError
from lgc_app.services.session import ForbiddenError, Session
from lgc_app.services.staffing import everybody, has_ended
from lgc_app.vault.attempts import Way
from lgc_app.vault.credentials import (
    Credential,
    add_card,
    list_credentials,
    put_back,
    remove_credentials,
    require_enrolment_allowed,
)
from lgc_app.vault.faults import NotEnoughCredentialsError, VaultLockedError, from_card
from lgc_app.vault.session import VaultSession
from lgc_app.vault.slots import Slot
from lgc_core.errors import LgcError, UserError
from lgc_core.model.rights import Right, may
from lgc_core.model.staff import Staff, StaffCard
from lgc_core.store import queries
from lgc_core.store.changes import NOTHING, Changes


class OtherCardError(UserError):
    """The card in the reader is not the one of the person chosen."""

    def __init__(self, holder: str, person: str) -> None:
        super().__init__(f"Cette carte est celle de {holder}, pas de {person}. Insérez celle de {person}.")


class NamelessCardError(UserError):
    """A card of a structure, which names nobody."""

    def __init__(self) -> None:
        super().__init__("Cette carte ne nomme personne. Insérez la carte personnelle de votre collègue.")


class CardInUseError(UserError):
    """The card that opened this post is asked away."""

    def __init__(self) -> None:
        super().__init__("Cette carte vient d’ouvrir ce poste. Ouvrez avec une autre carte pour la retirer.")


class CardWithdrawnError(UserError):
    """The card was taken away from the practice; this post has just learnt it."""

    def __init__(self) -> None:
        super().__init__(
            "Cette carte a été retirée du cabinet. Ouvrez avec une autre carte, ou avec le code de secours."
        )


class GoneError(UserError):
    """The access of the person is over: their card would open nothing."""

    def __init__(self, person: str) -> None:
        super().__init__(f"L’accès de {person} a pris fin. Rouvrez-le d’abord, puis ajoutez sa carte.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A card of somebody, as this post sees it.

    Attributes:
        opens_here: whether it has a slot on this post.
        expires: the end of its certificate, only where it has a slot.
        slots: ids of its slots here.
    """

    cert_sha256: str
    label: str
    opens_here: bool = False
    since: str = ""
    expires: dt.date | None = None
    holder: Holder | None = None
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was taken away; `slots` are in hand for whoever takes it back, `kept` is why one had to stay."""

    changes: Changes = NOTHING
    before: Staff | None = None
    slots: tuple[Slot, ...] = field(default=(), repr=False)
    kept: str = ""


NOTHING_WITHDRAWN: Final = Withdrawn()


class Cards:
    """Adds and removes the cards of people; use it from the thread of the vault."""

    def __init__(self, session: Session, vault: VaultSession | None = None) -> None:
        self._session = session
        self._vault = vault

    def of(self, staff: Staff) -> list[PersonCard]:
        """Return the cards of a person: those of this post, and those that another post told of."""
        self._session.require_role(Right.MANAGE_PRACTICE)
        return self._of(staff, self._here())

    def of_each(self, people: Sequence[Staff]) -> dict[str, list[PersonCard]]:
        """Return the cards of each person by id; those of nobody known are under ""."""
        self._session.require_role(Right.MANAGE_PRACTICE)
        here, known = self._here(), {one.ps_id for one in people}
        strange = [_card(one) for one in here if one.holder is not None and one.holder.id_nat not in known]
        return {one.id: self._of(one, here) for one in people} | {"": strange}

    def check(self, staff: str, card: CardSession) -> None:
        """Refuse a card that cannot become the one of a person; no try of its code is spent.

        Raises:
            ForbiddenError: the right. OtherCardError, NamelessCardError, GoneError: as named.
            CardNotAcceptedError: its certificate. LookupError: nobody of this id.
        """
        person = self._person(staff)
        if has_ended(person, self._session.now().date()):
            raise GoneError(person.name.shown)
        try:
            holder, certificate = card.holder, card.auth_certificate
        except CardError as error:
            raise from_card(error) from error
        if not holder.id_nat or not holder.is_nominative:
            raise NamelessCardError
        owner = self._owner(holder, person)
        if owner != person.name.shown:
            raise OtherCardError(owner, person.name.shown)
        require_enrolment_allowed(certificate, self._open_vault().trust)

    def add(
        self, staff: str, card: CardSession, pin: bytearray | str, *, accept_last_try: bool = False
    ) -> Changes:
        """Let the card of a person open this post. It stays the caller's; a code in a bytearray is wiped.

        Raises:
            CardRefusedByVaultError, CardGoneError, EnrolmentFailedError: from the card; nothing was written.
            As `check`.
        """
        self.check(staff, card)
        made = add_card(self._open_vault(), card, pin, accept_last_try=accept_last_try)
        assert made.holder is not None
        line = StaffCard(cert_sha256=made.fingerprint, label=made.label, since=self._today())
        with self._session.store.unit_of_work(self._session.author) as uow:
            person = uow.get(Staff, staff)
            if person is None:
                raise LookupError(staff)
            uow.set(Staff, staff, ps_id=made.holder.id_nat, cards=_with(person.cards, line))
        return uow.changes

    def withdraw(self, staff: str, cert_sha256: str) -> Withdrawn:
        """Take a card away from every post: from this one now, from each other at its next exchange.

        Raises:
            CardInUseError: it opened this session. NotEnoughCredentialsError: two ways must stay on this post.
            LookupError: not a card of this person.
        """
        self._session.require(Right.MANAGE_PRACTICE)
        person = self._person(staff)
        card = next((one for one in self._of(person, self._here()) if one.cert_sha256 == cert_sha256), None)
        if card is None:
            raise LookupError(cert_sha256)
        vault = self._open_vault()
        if vault.opening.slot_id in card.slots:
            raise CardInUseError
        slots = remove_credentials(vault, card.slots) if card.slots else ()
        line = StaffCard(cert_sha256=cert_sha256, label=card.label, since=card.since, until=self._today())
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(Staff, staff, cards=_with(person.cards, line))
        return Withdrawn(uow.changes, person, slots)

    def put_back(self, withdrawn: Withdrawn) -> Changes:
        """Take back what was just withdrawn."""
        self._session.require(Right.MANAGE_PRACTICE)
        before = withdrawn.before
        if withdrawn.slots:
            put_back(self._open_vault(), withdrawn.slots)
        if before is None:
            return NOTHING
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(Staff, before.id, cards=before.cards)
        return uow.changes

    def close_to(self, person: Staff) -> tuple[tuple[Slot, ...], str]:
        """Remove the slots of somebody who left; where two ways would not stay, say that they had to be kept."""
        self._session.require(Right.MANAGE_PRACTICE)
        if self._vault is None:
            return (), ""
        held = [one.id for one in list_credentials(self._vault) if _is_of(one, person)]
        if not held or self._vault.opening.slot_id in held:
            return (), ""
        try:
            return remove_credentials(self._vault, held), ""
        except NotEnoughCredentialsError as error:
            return (), error.sentence

    def reopen_to(self, slots: Sequence[Slot]) -> None:
        """Put slots back, when a departure is taken back."""
        self._session.require(Right.MANAGE_PRACTICE)
        if slots:
            put_back(self._open_vault(), slots)

    def forget_ended(self) -> bool:
        """Remove from this post the slots of whoever left and of withdrawn cards; tell if who is here may stay.

        Asked at each opening and after each exchange. It never troubles whoever works: what cannot go now, because
        two ways must stay or the clock of this post is wrong, waits for the next time.
        """
        vault = self._vault
        if vault is None or not vault.is_unlocked:
            return True
        try:
            self._session.lease.require_clock()
        except ClockWrongError:
            return True
        with self._session.store.reading() as connection:
            people = everybody(connection)
        opened_by = {one.id: one.fingerprint for one in list_credentials(vault)}.get(vault.opening.slot_id, "")
        today = self._session.now().date()
        forget_ended(vault, people, today)
        me = next((one for one in people if one.id == self._session.staff.id), self._session.staff)
        is_withdrawn = any(one.until and one.cert_sha256 == opened_by for one in me.cards)
        by_code = vault.opening.way is Way.RECOVERY
        return by_code or not (has_ended(me, today) or is_withdrawn)

    def _of(self, person: Staff, here: Sequence[Credential]) -> list[PersonCard]:
        mine = {one.fingerprint: _card(one) for one in here if one.holder and one.holder.id_nat == person.ps_id}
        told = [one for one in person.cards if not one.until and one.cert_sha256 not in mine]
        return [
            *mine.values(),
            *(PersonCard(cert_sha256=one.cert_sha256, label=one.label, since=one.since) for one in told),
        ]

    def _here(self) -> list[Credential]:
        if self._vault is None:
            return []
        return [one for one in list_credentials(self._vault) if one.holder is not None]

    def _person(self, staff: str) -> Staff:
        self._session.require(Right.MANAGE_PRACTICE)
        with self._session.store.reading() as connection:
            person = queries.get(connection, Staff, staff)
        if person is None:
            raise LookupError(staff)
        return person

    def _owner(self, holder: Holder, person: Staff) -> str:
        """Name whose card it is: that of the person chosen, of a colleague, or of nobody of the practice yet.

        Raises:
            ForbiddenError: the card would say who somebody is, to one who may not read what it opens.
        """
        with self._session.store.reading() as connection:
            people = everybody(connection)
        if person.ps_id == holder.id_nat:
            return person.name.shown
        for one in people:
            if one.ps_id == holder.id_nat:
                return one.name.shown
        if person.ps_id:
            return holder.full_name
        if may(person.role, Right.READ_RECORD) and not self._session.may(Right.READ_RECORD):
            raise ForbiddenError(Right.READ_RECORD)
        return person.name.shown

    def _open_vault(self) -> VaultSession:
        if self._vault is None:
            raise VaultLockedError
        return self._vault

    def _today(self) -> str:
        return self._session.now().date().isoformat()


def forget_ended(vault: VaultSession, people: Sequence[Staff], day: dt.date) -> int:
    """Remove cards and phrases of people whose last day is past, and cards withdrawn; give how many went.

    Those of cards of nobody known stay: the record may not be whole yet on a new post.
    """
    withdrawn = {card.cert_sha256 for one in people for card in one.cards if card.until}
    here = {number for one in people if not has_ended(one, day) for number in (one.id, one.ps_id)}
    gone = {number for one in people if has_ended(one, day) for number in (one.id, one.ps_id)} - here - {""}
    removed = 0
    with contextlib.suppress(LgcError):
        for one in list_credentials(vault):
            who = one.holder.id_nat if one.holder is not None else one.person
            if who in gone or (one.fingerprint and one.fingerprint in withdrawn):
                with contextlib.suppress(NotEnoughCredentialsError):
                    removed += len(remove_credentials(vault, [one.id]))
    return removed


def _is_of(credential: Credential, person: Staff) -> bool:
    """Tell whether a card or a phrase is somebody's; the printed code is nobody's."""
    who = credential.holder.id_nat if credential.holder is not None else credential.person
    return bool(who) and who in (person.ps_id, person.id)


def _card(credential: Credential) -> PersonCard:
    return PersonCard(
        cert_sha256=credential.fingerprint,
        label=credential.label,
        opens_here=True,
        since=credential.created.date().isoformat(),
        expires=credential.expires.date() if credential.expires else None,
        holder=credential.holder,
        slots=(credential.id,),
    )


def _with(cards: Sequence[StaffCard], line: StaffCard) -> tuple[StaffCard, ...]:
    return (*(one for one in cards if one.cert_sha256 != line.cert_sha256), line)
