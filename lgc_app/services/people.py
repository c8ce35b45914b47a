# SPDX-License-Identifier: EUPL-1.2
"""The people of the practice: who joins, in which role, until when; and what happened to each line.

Nobody changes their own role or end, so whoever manages the practice is always left; nobody lets a colleague into
the record who may not read it; and one person who manages and one who reads stay, without an end date.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from lgc_app.services.cards import NOTHING_WITHDRAWN, Cards, PersonCard, Withdrawn
from lgc_app.services.people_form import (
    LONGEST_TYPED,
    PersonError,
    PersonForm,
    ReadPerson,
    TypedPerson,
    read_person,
)
from lgc_app.services.people_history import Happened, history_of
from lgc_app.services.session import ForbiddenError, Session
from lgc_app.services.settings import read_setting, write_setting
from lgc_app.services.staffing import PROFESSIONS, everybody, has_ended
from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from lgc_core.model.rights import Right, may
from lgc_core.model.staff import Role, Staff
from lgc_core.store import queries
from lgc_core.store.changes import Changes


class OwnAccessError(UserError):
    """Somebody changes their own role or end."""

    def __init__(self) -> None:
        super().__init__(
            "Votre rôle et votre départ se règlent par une autre personne qui tient le cabinet : personne ne peut "
            "se donner un droit, ni enfermer le cabinet dehors."
        )


class RoleAboveError(ForbiddenError):
    """A role that opens the record is given by somebody who may not read it."""

    def __init__(self) -> None:
        super().__init__(Right.READ_RECORD)
        self.sentence = "Ce rôle ouvre les dossiers, que le vôtre ne lit pas. Un médecin du cabinet le donne."
        self.args = (self.sentence,)


class NobodyLeftError(UserError):
    """The practice would be left without anybody to manage it, or to read its record."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"Il ne resterait personne pour {what}, sans date de fin. Donnez d’abord ce rôle à quelqu’un d’autre."
        )


class AlreadyThereError(PersonError):
    """Somebody of the practice has this number already."""

    def __init__(self, person: str, *, has_left: bool) -> None:
        todo = "Choisissez sa ligne et changez son dernier jour." if has_left else "Changez sa ligne."
        super().__init__(f"{person} a déjà ce numéro dans ce cabinet. {todo}", at="number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A line of the list."""

    staff: Staff
    has_left: bool
    cards: tuple[PersonCard, ...]

    @property
    def opens_here(self) -> bool:
        """Tell whether a card of theirs opens this post."""
        return any(one.opens_here for one in self.cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """Those who are here, those who left, and the cards of this post that name nobody known."""

    here: tuple[Person, ...]
    left: tuple[Person, ...]
    strangers: tuple[PersonCard, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a gesture changed, and the line before it, to take it back."""

    changes: Changes
    before: Staff
    withdrawn: Withdrawn = NOTHING_WITHDRAWN


class People:
    """Reads and changes who works in the practice; shared by its posts at the next exchange."""

    def __init__(self, session: Session, cards: Cards) -> None:
        self._session = session
        self._cards = cards

    def all(self) -> Everybody:
        """Return everybody, in the order they came."""
        self._session.require_role(Right.MANAGE_PRACTICE)
        today, people = self._today(), self._people()
        cards = self._cards.of_each(people)
        made = [Person(staff=one, has_left=has_ended(one, today), cards=tuple(cards[one.id])) for one in people]
        return Everybody(
            here=tuple(one for one in made if not one.has_left),
            left=tuple(one for one in made if one.has_left),
            strangers=tuple(cards[""]),
        )

    def history(self, staff: str) -> list[Happened]:
        """Return what happened to a line, newest first: when, by whom, what."""
        self._session.require_role(Right.MANAGE_PRACTICE)
        with self._session.store.reading() as connection:
            return history_of(connection, staff)

    def add(self, form: PersonForm) -> tuple[str, Changes]:
        """Add somebody; their card is added apart, with the card itself.

        Raises:
            PersonError: a field is wrong, `at` names it. ForbiddenError: the role opens what one may not read.
        """
        self._session.require(Right.MANAGE_PRACTICE)
        read = self._read(form, "")
        if read.last_day and read.last_day < self._today():
            raise PersonError("Ce dernier jour est passé. Écrivez un jour à venir.", at="last_day")
        self._require_may_give(read.role)
        made = Staff(
            id=new_id(), name=read.name, ps_id=read.ps_id, profession=PROFESSIONS[read.role], role=read.role,
            valid_from=self._today().isoformat(), valid_to=_iso(read.last_day), replaces=read.replaces,
        )  # fmt: skip
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(made)
        return made.id, uow.changes

    def change(self, staff: str, form: PersonForm) -> Changed:
        """Change a line: name, role, last day. A last day that is past closes this post at once.

        Raises:
            PersonError: a field is wrong. OwnAccessError, NobodyLeftError, ForbiddenError: as named.
            LookupError: nobody of this id.
        """
        self._session.require(Right.MANAGE_PRACTICE)
        before = self._get(staff)
        read = self._read(form, staff)
        self._require_number_may_change(before, read.ps_id)
        profession = before.profession if read.role is before.role else PROFESSIONS[read.role]
        after = msgspec.structs.replace(
            before, name=read.name, ps_id=read.ps_id, role=read.role, profession=profession,
            valid_to=_iso(read.last_day), replaces=read.replaces,
        )  # fmt: skip
        return self._write(before, after)

    def end(self, staff: str) -> Changed:
        """End an access now, on this post at once and on each other at its next exchange.

        Raises:
            OwnAccessError, NobodyLeftError: as named. LookupError: nobody of this id.
        """
        self._session.require(Right.MANAGE_PRACTICE)
        before = self._get(staff)
        yesterday = self._today() - dt.timedelta(days=1)
        if before.valid_to and before.valid_to <= yesterday.isoformat():
            return Changed(Changes(), before)
        return self._write(before, msgspec.structs.replace(before, valid_to=yesterday.isoformat()))

    def put_back(self, changed: Changed) -> Changes:
        """Take back what was just changed; their cards open this post again."""
        self._session.require(Right.MANAGE_PRACTICE)
        now = self._get(changed.before.id)
        again = self._write(now, msgspec.structs.replace(changed.before, cards=now.cards))
        self._cards.reopen_to(changed.withdrawn.slots)
        return again.changes

    def keep_typed(self, typed: TypedPerson | None) -> None:
        """Keep a form that is not written yet on this post, in the encrypted file; None drops it."""
        content = msgspec.json.encode(typed).decode() if typed is not None else ""
        if len(content) <= LONGEST_TYPED:
            write_setting(self._session.store.engine, self._typed_key, content)

    def typed(self) -> TypedPerson | None:
        """Return the form that a lock or a stop left unwritten."""
        content = read_setting(self._session.store.engine, self._typed_key)
        try:
            return msgspec.json.decode(content, type=TypedPerson) if content else None
        except msgspec.ValidationError:  # of a version whose form was another one
            return None

    @property
    def _typed_key(self) -> str:
        return f"person_form:{self._session.staff.id}"

    def _write(self, before: Staff, after: Staff) -> Changed:
        self._require_allowed(before, after)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(
                Staff, before.id, name=after.name, ps_id=after.ps_id, role=after.role, profession=after.profession,
                valid_to=after.valid_to, replaces=after.replaces,
            )  # fmt: skip
        done = Changed(uow.changes, before)
        if has_ended(after, self._today()) and not has_ended(before, self._today()):
            slots, kept = self._cards.close_to(after)
            done = replace(done, withdrawn=Withdrawn(slots=slots, kept=kept))
        return done

    def _require_allowed(self, before: Staff, after: Staff) -> None:
        same_access = (before.role, before.valid_to, before.ps_id) == (after.role, after.valid_to, after.ps_id)
        if same_access:
            return
        if before.id == self._session.staff.id:
            raise OwnAccessError
        today = self._today()
        longer = (after.valid_to or _FOR_GOOD) > (before.valid_to or _FOR_GOOD)
        if not has_ended(after, today) and (longer or after.role is not before.role):
            self._require_may_give(after.role)
        people = self._people()
        self._require_somebody_left(people, [after if one.id == after.id else one for one in people])

    def _require_may_give(self, role: Role) -> None:
        """A role that opens the record is given by somebody who may read it."""
        if may(role, Right.READ_RECORD) and not self._session.may(Right.READ_RECORD):
            raise RoleAboveError

    def _require_somebody_left(self, before: Sequence[Staff], after: Sequence[Staff]) -> None:
        for keeps, what in _KEEPERS:
            had = any(may(one.role, keeps) and not one.valid_to for one in before)
            if had and not any(may(one.role, keeps) and not one.valid_to for one in after):
                raise NobodyLeftError(what)

    def _require_number_may_change(self, before: Staff, number: str) -> None:
        """A number that a card has proved is the person: somebody else is another line."""
        if not before.ps_id or number == before.ps_id:
            return
        if self._cards.of(before) or before.cards:
            raise PersonError(
                "Ce numéro vient de sa carte et ne change pas. Pour quelqu’un d’autre, ajoutez une personne.",
                at="number",
            )

    def _read(self, form: PersonForm, staff: str) -> ReadPerson:
        people = self._people()
        read = read_person(form, next((one.ps_id for one in people if one.id == staff), ""))
        for one in people:
            if read.ps_id and one.ps_id == read.ps_id and one.id != staff:
                raise AlreadyThereError(one.name.shown, has_left=has_ended(one, self._today()))
        if read.replaces and read.replaces not in {one.id for one in people if one.id != staff}:
            raise PersonError("Choisissez une personne du cabinet.", at="replaces")
        return read

    def _people(self) -> list[Staff]:
        with self._session.store.reading() as connection:
            return everybody(connection)

    def _get(self, staff: str) -> Staff:
        with self._session.store.reading() as connection:
            found = queries.get(connection, Staff, staff)
        if found is None:
            raise LookupError(staff)
        return found

    def _today(self) -> dt.date:
        return self._session.now().date()


_FOR_GOOD: Final = "9999"
_KEEPERS: Final = (
    (Right.MANAGE_PRACTICE, "tenir le cabinet"),
    (Right.READ_RECORD, "lire les dossiers"),
)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
