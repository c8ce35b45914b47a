# SPDX-License-Identifier: EUPL-1.2
"""Two files of one person: found before a second one is made, linked and unlinked without touching either."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.identity import PatientLink, link_id
from lgc_core.model.patient import Ins, Patient, UsualIdentity
from lgc_core.model.rights import Right
from lgc_core.model.values import Traits
from lgc_core.model.words import fold
from lgc_core.store import links, queries, search
from lgc_core.store.changes import Changes
from lgc_core.store.near_names import distance, sound
from lgc_core.store.tables import ENTITY_TABLES

_PATIENT = ENTITY_TABLES[Patient].c
_LINK = ENTITY_TABLES[PatientLink].c
_MOST: Final = 400
_SHOWN: Final = 8


class SamePersonError(UserError):
    """A file cannot be linked with itself, nor twice."""

    def __init__(self) -> None:
        super().__init__("Ces deux dossiers n’en font déjà qu’un. Rien à faire.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A file that may be the same person, why, and whether it can hardly be another."""

    patient: Patient
    why: str
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedFile:
    """A link that lives: the other file, and what was said."""

    link: str
    survivor: str
    patient: Patient
    stands: bool
    evidence: str
    at: str


class Duplicates:
    """Finds and links files of one person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def like(
        self, traits: Traits, ins: Ins | None = None, usual: UsualIdentity | None = None, *, but: str = ""
    ) -> list[Likeness]:
        """Return the files that look like an identity, the surest first; a linked group is one file."""
        self._session.require(Right.EDIT_IDENTITY)
        with self._session.store.reading() as connection:
            near = _PATIENT.ix_birth_date.in_(_near_dates(traits.birth_date))
            found = queries.find(connection, Patient, near, limit=_MOST)
            named = search.find_patients(connection, f"{traits.birth_family} {traits.first_given}", _MOST)
            found += queries.by_ids(connection, Patient, [line.patient_id for line in named]).values()
            if ins is not None:
                found += queries.find(connection, Patient, _PATIENT.ix_matricule == ins.matricule)
            one_each = {one.id: one for one in found}
            roots = links.roots_of(connection, one_each)
        mine = roots.get(but, but)
        likely = (
            _likeness(one, traits, ins, usual or UsualIdentity())
            for one in one_each.values()
            if roots.get(one.id, one.id) == one.id and one.id != mine
        )
        kept = [one for one in likely if one is not None]
        return sorted(kept, key=lambda one: (not one.certain, one.patient.shown, one.patient.id))[:_SHOWN]

    def link(self, survivor: str, duplicate: str, evidence: str) -> Changes:
        """Read two files as one from now on, under the survivor; both stay as they were written.

        Raises:
            SamePersonError: they already are. LookupError: one of them is not here.
        """
        self._session.require(Right.EDIT_IDENTITY)
        with self._session.store.unit_of_work(self._session.author) as uow:
            if uow.get(Patient, survivor) is None or uow.get(Patient, duplicate) is None:
                raise LookupError(duplicate)
            if duplicate in links.members(uow.connection, survivor):
                raise SamePersonError
            times = 0
            while uow.is_annulled(PatientLink, link_id(survivor, duplicate, times)):
                times += 1
            uow.create(
                PatientLink(
                    id=link_id(survivor, duplicate, times),
                    survivor=survivor,
                    duplicate=duplicate,
                    evidence=evidence.strip(),
                    at=uow.at,
                )
            )
        return _both(uow.changes, survivor, duplicate)

    def unlink(self, link: str, reason: str) -> Changes:
        """Take a link back: each file is again what it was.

        Raises:
            LookupError: the link is not here, or was taken back.
        """
        self._session.require(Right.EDIT_IDENTITY)
        with self._session.store.unit_of_work(self._session.author) as uow:
            known = uow.get(PatientLink, link)
            if known is None:
                raise LookupError(link)
            uow.annul(PatientLink, link, reason.strip() or "lien retiré")
        return _both(uow.changes, known.survivor, known.duplicate)

    def of(self, patient: str) -> list[LinkedFile]:
        """Return the living links of a person."""
        self._session.require_role(Right.SEE_IDENTITY)
        with self._session.store.reading() as connection:
            group = sorted(links.members(connection, patient))
            found = queries.find(connection, PatientLink, _LINK.ix_survivor.in_(group), order=_LINK.id)
            patients = queries.by_ids(connection, Patient, group)
            root = links.root_of(connection, patient)
        return [
            LinkedFile(
                link=one.id,
                survivor=one.survivor,
                patient=patients[one.duplicate],
                stands=one.duplicate == root,
                evidence=one.evidence,
                at=one.at,
            )
            for one in found
            if one.duplicate in patients
        ]


def _both(changes: Changes, *patients: str) -> Changes:
    return changes | Changes(
        entities=frozenset(("patient", one) for one in patients), patients=frozenset(patients)
    )


def _near_dates(born: str) -> list[str]:
    """Return a birth date, day and month swapped, and the first of January that stands for an unknown day."""
    year, _, rest = born.partition("-")
    month, _, day = rest.partition("-")
    return [one for one in dict.fromkeys((born, f"{year}-{day}-{month}", f"{year}-01-01")) if _is_date(one)]


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _likeness(known: Patient, traits: Traits, ins: Ins | None, usual: UsualIdentity) -> Likeness | None:
    if ins is not None and known.ins is not None and known.ins.matricule == ins.matricule:
        return Likeness(patient=known, why="même matricule INS", certain=True)
    families = {fold(known.traits.birth_family), fold(known.usual.family)} - {""}
    typed = {fold(traits.birth_family), fold(usual.family)} - {""}
    given, other = fold(traits.birth_givens).split(), fold(known.traits.birth_givens).split()
    same_name, near_name = bool(families & typed), any(_alike(a, b) for a in families for b in typed)
    same_given = bool(given and other) and given[0] == other[0]
    near_given = any(_alike(a, b) for a in given for b in other)
    same_day = known.traits.birth_date == traits.birth_date
    if same_day and same_name and same_given:
        return Likeness(patient=known, why="mêmes nom, prénom et naissance", certain=True)
    if same_day and ((near_name and near_given) or (same_given and known.traits.sex == traits.sex and near_name)):
        return Likeness(patient=known, why="même naissance, nom proche", certain=False)
    if same_day and same_given and known.traits.birth_cog == traits.birth_cog != "":
        return Likeness(patient=known, why="mêmes naissance, prénom et lieu, autre nom", certain=False)
    if same_name and same_given and _slips(known.traits.birth_date, traits.birth_date):
        return Likeness(patient=known, why="mêmes nom et prénom, naissance proche", certain=False)
    return None


def _alike(first: str, second: str) -> bool:
    return first == second or sound(first) == sound(second) or distance(first, second, 1) <= 1


def _slips(first: str, second: str) -> bool:
    swapped = f"{second[:4]}-{second[8:]}-{second[5:7]}"
    return first == swapped or distance(first, second, 1) <= 1
