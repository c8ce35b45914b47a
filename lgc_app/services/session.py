# SPDX-License-Identifier: EUPL-1.2
"""An open session: one person, one practice, one store, for as long as the vault is open."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from lgc_app.services.lease import NO_LEASE, Writing
from lgc_app.services.staffing import has_ended
from lgc_core.errors import UserError
from lgc_core.model.practice import Practice
from lgc_core.model.rights import Right, may
from lgc_core.model.staff import Staff
from lgc_core.model.values import Author, Stamp, When
from lgc_core.store.identity import user
from lgc_core.store.store import Store


class ForbiddenError(UserError):
    """The role of the person does not hold the right."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"Votre rôle ne permet pas de {right.value}. Demandez au médecin du cabinet.")
        self.right = right


class MembershipEndedError(UserError):
    """A remplaçant after the end date, or somebody who left."""

    def __init__(self, until: str) -> None:
        super().__init__(
            f"Votre accès à ce cabinet a pris fin le {until}. Un médecin du cabinet peut le prolonger."
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """What a card gave over a digest: base64 signature and the certificate that verifies it."""

    value: str
    cert_sha256: str


class Signer(Protocol):
    """Signs with the card of the person at the screen."""

    def __call__(self, digest: bytes) -> Signature:
        """Sign a SHA-256 digest with the signature key.

        Raises:
            OutsideError: when the card was removed or refuses.
        """
        ...


_DATED: Final = frozenset({Right.SIGN_NOTE, Right.EMIT_DOCUMENT})
"""Acts whose hour is part of what is signed: the only ones that a wrong clock stops."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who works where; services are built on it and die with it.

    Attributes:
        in_person: opened by the person's own card; a recovery code or a phrase opens nobody's personal partition.
        keeps_practice: manages the practice without the role for it (`staffing.keeps_the_practice`).
    """

    store: Store
    practice: Practice
    staff: Staff
    sign: Signer | None = None
    lease: Writing = NO_LEASE
    in_person: bool = True
    keeps_practice: bool = False

    @property
    def own_partition(self) -> str:
        """Return the partition of the person at the screen, empty when there is none or the card is not here."""
        return user(self.staff.ps_id) if self.in_person and self.staff.ps_id else ""

    @property
    def author(self) -> Author:
        """Return the light signature of rows written now."""
        return self.staff.author

    def require(self, right: Right) -> None:
        """Refuse an act that the role does not hold, or that writes after the lease of the post.

        Raises:
            ForbiddenError: when it does not.
            MembershipEndedError: when the membership is over.
            ReadOnlyError: when the post was too long without the region; reading stays open.
            ClockWrongError: a signature by a clock that is wrong by more than a day.
        """
        self.require_role(right)
        if right is not Right.READ_RECORD:
            self.lease.require()
        if right in _DATED:
            self.lease.require_clock()

    def require_role(self, right: Right) -> None:
        """Refuse an act that the role does not hold, whatever the lease says: what is typed is always kept.

        Raises:
            ForbiddenError, MembershipEndedError: as above.
        """
        refuse_ended(self.staff, self.store.now().date())
        if not self._holds(right):
            raise ForbiddenError(right)

    def may(self, right: Right) -> bool:
        """Tell whether the person at the screen holds a right now: for what is shown; `require` decides."""
        return not has_ended(self.staff, self.store.now().date()) and self._holds(right)

    def _holds(self, right: Right) -> bool:
        return may(self.staff.role, right) or (self.keeps_practice and right is Right.MANAGE_PRACTICE)

    def now(self) -> dt.datetime:
        """Return the local time with its offset."""
        return self.store.now()

    def stamp(self) -> Stamp:
        """Return who, in what role, for which structure, now: the copy that goes into what is sealed."""
        return make_stamp(self.staff, self.practice, self.now())


def refuse_ended(staff: Staff, day: dt.date) -> None:
    """Refuse whoever left.

    Raises:
        MembershipEndedError: the last day is past.
    """
    if has_ended(staff, day):
        raise MembershipEndedError(When(text=staff.valid_to).display())


def make_stamp(staff: Staff, practice: Practice, at: dt.datetime) -> Stamp:
    """Build the stamp of a person of a practice; the only place where it is done."""
    return Stamp(
        name=staff.name,
        ps_id=staff.ps_id,
        profession=staff.profession,
        role=staff.role.value,
        organisation=practice.organisation,
        address=practice.address,
        telecoms=practice.telecoms,
        at=at.isoformat(timespec="seconds"),
    )


Clock = Callable[[], dt.datetime]
