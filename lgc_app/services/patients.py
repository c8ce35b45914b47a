# SPDX-License-Identifier: EUPL-1.2
"""Find, admit and open patients."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from lgc_app.services.session import Session
from lgc_app.services.trail import Trail
from lgc_core.errors import UserError
from lgc_core.model.identity import IdentityCheck, IdentityStatus, identity_status, matricule_fault
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Ins, Patient, UsualIdentity
from lgc_core.model.rights import Right
from lgc_core.model.values import Address, Telecom, Traits
from lgc_core.store import links, queries, search
from lgc_core.store.changes import Changes
from lgc_core.store.search import PatientLine

IDENTITY_FLAGS: Final = frozenset({"homonyme", "douteuse", "fictive"})
"""RNIV: attributes of an identity; the last two forbid INSi and force the status provisoire."""


_CORRECTED: Final = ("traits", "ins", "usual", "address", "telecoms", "deceased")


class ImpossibleIdentityError(UserError):
    """A trait cannot be true."""


class PatientMissingError(UserError):
    """The file does not exist here (any more)."""

    def __init__(self) -> None:
        super().__init__("Ce dossier n’est pas sur ce poste. Relancez la recherche, ou faites un échange (F5).")


class IdentityMovedOnError(UserError):
    """Somebody else changed the same thing since it was shown."""

    def __init__(self) -> None:
        super().__init__("Cette identité a changé entre-temps, ici ou ailleurs. Relisez-la, puis corrigez.")


class Patients:
    """The practice's files on people."""

    def __init__(self, session: Session, trail: Trail) -> None:
        self._session = session
        self._trail = trail

    def find(self, typed: str, limit: int = 30) -> list[PatientLine]:
        """Search by any words of names, birth date, phone, INS or record number."""
        self._session.require_role(Right.SEE_IDENTITY)
        with self._session.store.reading() as connection:
            return search.find_patients(connection, typed, limit)

    def get(self, patient: str) -> Patient:
        """Return a patient without a line in the trail: for lists and checks.

        Raises:
            PatientMissingError: when it is not here.
        """
        self._session.require_role(Right.SEE_IDENTITY)
        with self._session.store.reading() as connection:
            found = queries.get(connection, Patient, patient)
        if found is None:
            raise PatientMissingError
        return found

    def open(self, patient: str) -> Patient:
        """Return a patient whose file is being opened, and leave a line in the trail.

        A file that was linked to another opens as the one that stands for the person.
        """
        self._session.require(Right.READ_RECORD)
        with self._session.store.reading() as connection:
            stands = links.root_of(connection, patient)
        found = self.get(stands)
        self._trail.record(stands, "dossier")
        return found

    def admit(
        self,
        traits: Traits,
        *,
        usual: UsualIdentity | None = None,
        ins: Ins | None = None,
        address: Address | None = None,
        telecoms: tuple[Telecom, ...] = (),
        flags: tuple[str, ...] = (),
    ) -> Patient:
        """Create a file; its identity is provisoire until checks are recorded.

        Raises:
            ImpossibleIdentityError: birth in the future, unreadable date, wrong key of the matricule.
        """
        self._session.require(Right.EDIT_IDENTITY)
        self._check(traits, ins)
        patient = Patient(
            id=new_id(), traits=traits, ins=ins, usual=usual or UsualIdentity(), address=address,
            telecoms=telecoms, identity_flags=_flags(flags),
        )  # fmt: skip
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(patient)
        return patient

    def correct(self, seen: Patient, after: Patient) -> Changes:
        """Write what differs between a file as it was seen and as it should be; the same call takes it back.

        Changed traits undo the checks that were made on the former ones: the status follows by itself.

        Raises:
            ImpossibleIdentityError: a trait, the matricule or the death cannot be.
            IdentityMovedOnError: somebody changed one of these fields since.
            PatientMissingError: the file is not here.
        """
        self._session.require(Right.EDIT_IDENTITY)
        different = (name for name in _CORRECTED if getattr(after, name) != getattr(seen, name))
        changed = {name: getattr(after, name) for name in different}
        if changed.keys() & {"traits", "ins"}:
            born_anew = after.traits.birth_date != seen.traits.birth_date
            self._check(after.traits, after.ins if "ins" in changed else None, dated=born_anew)
        with self._session.store.unit_of_work(self._session.author) as uow:
            known = uow.get(Patient, seen.id)
            if known is None:
                raise PatientMissingError
            if any(getattr(known, name) not in (getattr(seen, name), value) for name, value in changed.items()):
                raise IdentityMovedOnError
            uow.set(Patient, seen.id, **changed)
        return uow.changes

    def record_check(self, check: IdentityCheck) -> Changes:
        """Keep an INSi answer or an identity document seen."""
        self._session.require(Right.EDIT_IDENTITY)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(check)
        return uow.changes

    def set_flags(self, patient: str, flags: Iterable[str]) -> Changes:
        """Say that an identity is homonyme, douteuse or fictive, or no longer.

        Raises:
            ValueError: another word.
        """
        self._session.require(Right.EDIT_IDENTITY)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(Patient, patient, identity_flags=_flags(flags))
        return uow.changes

    def saw_document(self, patient: str, piece: str) -> Changes:
        """Note that an identity document was seen, on the traits as they are now."""
        self._session.require(Right.EDIT_IDENTITY)
        seen = self.get(patient)
        check = IdentityCheck(
            id=new_id(), patient=patient, kind="piece", traits_hash=seen.traits.digest, piece_type=piece,
            at=self._session.now().isoformat(timespec="seconds"),
        )  # fmt: skip
        return self.record_check(check)

    def status(self, patient: Patient) -> IdentityStatus:
        """Return the identity status, computed from the checks on the current traits."""
        self._session.require_role(Right.SEE_IDENTITY)
        with self._session.store.reading() as connection:
            checks = queries.of_patient(connection, IdentityCheck, patient.id)
        return identity_status(patient.traits, patient.identity_flags, checks)

    def _check(self, traits: Traits, ins: Ins | None, *, dated: bool = True) -> None:
        """Refuse what cannot be; `dated` is false for a birth date that was received in part and stays."""
        if not traits.birth_family.strip() or not traits.birth_givens.strip():
            raise ImpossibleIdentityError("Nom et prénom de naissance sont nécessaires. Complétez-les.")
        if dated:
            self._check_birth(traits.birth_date)
        if ins and (fault := matricule_fault(ins)):
            raise ImpossibleIdentityError(fault)

    def _check_birth(self, birth_date: str) -> None:
        try:
            born = dt.date.fromisoformat(birth_date)
        except ValueError:
            raise ImpossibleIdentityError("Date de naissance illisible. Écrivez-la ainsi : 12/03/1952.") from None
        if born > self._session.now().date():
            raise ImpossibleIdentityError("La date de naissance est dans le futur. Vérifiez l’année.")


def _flags(given: Iterable[str]) -> tuple[str, ...]:
    flags = tuple(sorted(set(given)))
    if not set(flags) <= IDENTITY_FLAGS:
        raise ValueError("an identity is homonyme, douteuse or fictive")
    return flags
