# SPDX-License-Identifier: EUPL-1.2
"""What people do: gestures of a practice, drawn at random over what the post at hand knows."""

import random
from collections.abc import Callable

import sqlalchemy as sa

from lgc_core.model.allergy import Allergy
from lgc_core.model.audit import FIRST_LINK, AuditRead
from lgc_core.model.encounter import Encounter
from lgc_core.model.ids import new_id
from lgc_core.model.note import Addendum, NoteSection, section_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept, Interval, PersonName, Stamp, Telecom, on_day, quantity
from lgc_core.store.store import Store
from lgc_core.store.unit_of_work import UnitOfWork
from tests.simulation import hands
from tests.simulation.newer import NEWER
from tests.support.record import AT, DOCTOR, NURSE, make_patient

_EMPTYING = 0.15
Gesture = Callable[[random.Random, UnitOfWork, "Known"], None]
FEW = 2
"""Few things and many hands: what nobody else touches never conflicts and proves nothing."""

WHO = Stamp(name=PersonName(family="Ethève"))


class Known:
    """Ids of living entities that a post holds, read before a gesture."""

    def __init__(self, store: Store) -> None:
        with store.reading() as connection:
            self.patients = [row[0] for row in _living(connection, "patient")]
            self.problems = [row[0] for row in _living(connection, "problem")]
            self.allergies = [row[0] for row in _living(connection, "allergy")]
            self.encounters = [tuple(row) for row in _living(connection, "encounter", ", ix_patient")]


def _living(connection: sa.Connection, table: str, more: str = "") -> list[sa.Row[tuple[str, str]]]:
    query = f"SELECT id{more} FROM {table} WHERE annulled_op IS NULL ORDER BY id"
    return list(connection.exec_driver_sql(query).all())


def act(rng: random.Random, store: Store, *, is_newer: bool = False, empties: bool = False) -> None:
    """Do one gesture in one transaction; a newer post also writes what this version does not know."""
    known = Known(store)
    with store.unit_of_work(rng.choice([DOCTOR, NURSE])) as uow:
        if not known.patients:
            _admit(rng, uow, known)
            return
        if empties and rng.random() < _EMPTYING:
            _empty(rng, uow, known)
            return
        for gesture in rng.choices(GESTURES, WEIGHTS, k=rng.choice([1, 1, 2])):
            gesture(rng, uow, known)
        if is_newer:
            rng.choice(NEWER)(rng, uow, known)


def _admit(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if len(known.patients) < FEW:
        uow.create(make_patient(usual=rng.choice(["HOARAU", "PAYET", "GRONDIN"])))


def _edit_patient(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    patient = rng.choice(known.patients)
    if uow.get(Patient, patient) is None:
        return
    phones = tuple(Telecom(value=f"06922{rng.randint(10000, 99999)}") for _ in range(rng.randint(0, 2)))
    uow.set(Patient, patient, job=f"métier {rng.randint(0, 4)}", telecoms=phones)


def _problem(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if len(known.problems) < FEW:
        uow.create(Problem(id=new_id(), patient=rng.choice(known.patients), code=Concept(text=f"p{rng.random()}")))


def _edit_problem(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if known.problems and uow.get(Problem, one := rng.choice(known.problems)):
        uow.set(Problem, one, status=rng.choice(["actif", "inactif", "résolu"]), comment=f"c{rng.randint(0, 9)}")


def _annul_problem(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if known.problems and uow.get(Problem, one := rng.choice(known.problems)):
        uow.annul(Problem, one, "erreur de dossier")


def _allergy(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if known.allergies and rng.random() < 0.5 and uow.get(Allergy, one := rng.choice(known.allergies)):
        uow.set(Allergy, one, status=rng.choice(["actif", "résolu"]))
    else:
        uow.create(Allergy(id=new_id(), patient=rng.choice(known.patients), agent=Concept(text="Pénicilline")))


def _measure(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    value = Value(quantity=quantity(f"7{rng.randint(0, 9)},5", "kg"))
    uow.create(
        Observation(
            id=new_id(),
            patient=rng.choice(known.patients),
            category="vital",
            code=Concept(text="Poids"),
            value=value,
            at=on_day(AT.date()),
        )
    )


def _consult(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if len(known.encounters) >= FEW:
        return
    patient = rng.choice(known.patients)
    period = Interval(start=on_day(AT.date()))
    uow.create(Encounter(id=new_id(), patient=patient, period=period, responsible=WHO))


def _write(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if not known.encounters:
        return
    encounter, patient = rng.choice(known.encounters)
    if uow.is_sealed(Encounter, encounter):
        at = AT.isoformat()
        uow.create(
            Addendum(id=new_id(), encounter=encounter, patient=patient, text=f"complément {rng.random()}", at=at)
        )
        return
    code = rng.choice(["S", "A"])
    section, text = section_id(encounter, code), f"mots {rng.random()}"
    if uow.get(NoteSection, section) is None:
        uow.create(NoteSection(id=section, encounter=encounter, patient=patient, code=code, text=text))
    else:
        uow.set(NoteSection, section, text=text)


def _sign(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if known.encounters:
        encounter, _ = rng.choice(known.encounters)
        if not uow.is_sealed(Encounter, encounter):
            uow.sign(Encounter, encounter, new_id(), status="signe")


def _look(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    uow.create(
        AuditRead(
            id=new_id(),
            at=AT.isoformat(),
            by=DOCTOR,
            device=uow.post.device,
            patient=rng.choice(known.patients),
            what="dossier",
            previous=FIRST_LINK,
        )
    )


def _write_line(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    if known.encounters:
        encounter, patient = rng.choice(known.encounters)
        if not uow.is_sealed(Encounter, encounter):
            hands.write_line(rng, uow, encounter, patient)


def _decide(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    del known
    hands.decide(rng, uow)


def _empty(rng: random.Random, uow: UnitOfWork, known: Known) -> None:
    """Take out everything in sight: what the fuse of the region is for."""
    del rng
    for kind, ids in ((Problem, known.problems), (Allergy, known.allergies)):
        for one in ids:
            if uow.get(kind, one):
                uow.annul(kind, one, "liste vidée")


GESTURES: tuple[Gesture, ...] = (
    _admit, _edit_patient, _problem, _edit_problem, _annul_problem, _allergy, _measure, _consult, _write, _sign,
    _look, _write_line, _decide,
)  # fmt: skip
WEIGHTS = (1, 4, 2, 5, 1, 2, 1, 2, 8, 1, 1, 8, 3)
