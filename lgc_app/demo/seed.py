# SPDX-License-Identifier: EUPL-1.2
"""Fill the record of the demo practice: the told files, a few hundred others, and today's agenda."""

import datetime as dt
import random
from typing import Final

from lgc_app.demo.cast import DOCTOR, DOMINIQUE, HOARAU, HOARAU_CREATININES, NURSE, PRACTICE
from lgc_app.demo.people import make_patients
from lgc_app.demo.round_seed import tell_front_desk
from lgc_app.demo.year.write import Written, YearWriter
from lgc_app.services.files import Files
from lgc_app.services.session import make_stamp
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.codes import ATC, CIM10, CIS, LOINC
from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.appointment import Appointment, Slot, Status
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity
from lgc_core.model.identity import IdentityCheck
from lgc_core.model.ids import new_id
from lgc_core.model.note import NoteSection, SectionCode, section_id
from lgc_core.model.observation import Observation, ReferenceRange, Value
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.treatment import Treatment
from lgc_core.model.vaccination import Vaccination
from lgc_core.model.values import Concept, Interval, Posology, Quantity, Range, When, at_instant, coded, on_day
from lgc_core.store.store import Store
from lgc_core.store.unit_of_work import UnitOfWork

SEED: Final = 974
_BATCH: Final = 50
_COMMON: Final = (
    (coded("Hypertension artérielle", CIM10, "I10"), "Ramipril 5\u00a0mg, comprimé", "1 le matin"),
    (coded("Diabète de type 2", CIM10, "E11.9"), "Metformine 1\u00a0000\u00a0mg, comprimé", "1 matin et soir"),
    (coded("Asthme", CIM10, "J45.9"), "Salbutamol 100\u00a0µg, inhalation", "2 bouffées si besoin"),
    (coded("Dyslipidémie", CIM10, "E78.5"), "Simvastatine 20\u00a0mg, comprimé", "1 le soir"),
    (coded("Hypothyroïdie", CIM10, "E03.9"), "Lévothyroxine 75\u00a0µg, comprimé", "1 le matin à jeun"),
)
_MOTIFS: Final = (
    "Renouvellement", "Certificat sport", "Toux, fièvre", "Suivi diabète", "Lombalgie", "Douleur d’épaule",
    "Migraine", "Tension", "Otite", "Premier rendez-vous", "Résultats de biologie", "Fatigue",
)  # fmt: skip


def seed(store: Store, count: int = 300, lived: int = 0, files: Files | None = None) -> Written:
    """Write everything, about fifty patients a transaction; `lived` of the patients have a year of life."""
    dice = random.Random(SEED)  # noqa: S311  fictional people, not secrets
    today = store.now().date()
    with store.unit_of_work(DOCTOR.author) as uow:
        _tell_hoarau(uow, store.now())
        _tell_dominique(uow)
    others = make_patients(max(count - lived, 0), dice, today)
    for start in range(0, len(others), _BATCH):
        with store.unit_of_work(DOCTOR.author) as uow:
            for patient in others[start : start + _BATCH]:
                _write_all(uow, patient, *_history(patient, dice, store.now()))
    known, written = YearWriter(store, files, random.Random(SEED)).write(lived)  # noqa: S311  as above
    with store.unit_of_work(DOCTOR.author) as uow:
        _fill_day(uow, known or others, dice, store.now())
        tell_front_desk(uow, known or others, store.now())
    return written


def _write_all(uow: UnitOfWork, *entities: Entity) -> None:
    for entity in entities:
        uow.create(entity)


def _history(patient: Patient, dice: random.Random, now: dt.datetime) -> list[Entity]:
    found: list[Entity] = list(_checks(patient, now)) if dice.random() < 0.7 else []
    for problem, product, posology in dice.sample(_COMMON, dice.choice((0, 0, 1, 1, 2, 3))):
        since = When(text=str(now.year - dice.randint(1, 15)))
        found.append(Problem(id=new_id(), patient=patient.id, code=problem, period=Interval(start=since)))
        found.append(
            Treatment(
                id=new_id(), patient=patient.id, product=Concept(text=product), posology=Posology(text=posology)
            )
        )
    if dice.random() < 0.5:
        found.append(_no_allergy(patient, now))
    for _ in range(dice.randint(0, 3)):
        day = now.date() - dt.timedelta(days=dice.randint(10, 900))
        found.append(_vital(patient, "poids", f"{dice.randint(45, 110)}.{dice.randint(0, 9)}", on_day(day)))
    return found


def _checks(patient: Patient, now: dt.datetime) -> tuple[IdentityCheck, IdentityCheck]:
    """Return both checks of a qualifiée identity, said to be simulated."""
    at = now.isoformat(timespec="seconds")
    digest = patient.traits.digest
    return (
        IdentityCheck(
            id=new_id(),
            patient=patient.id,
            kind="insi_traits",
            traits_hash=digest,
            result="00 (INSi simulé)",
            at=at,
        ),
        IdentityCheck(
            id=new_id(), patient=patient.id, kind="piece", traits_hash=digest, piece_type="carte d’identité", at=at
        ),
    )


def _no_allergy(patient: Patient, now: dt.datetime) -> Absence:
    return Absence(
        id=absence_id(patient.id, "allergie"),
        patient=patient.id,
        topic="allergie",
        reason="aucun_connu",
        at=now.date().isoformat(),
    )


def _vital(patient: Patient, key: str, value: str, at: When) -> Observation:
    measure = BY_KEY[key]
    return Observation(
        id=new_id(),
        patient=patient.id,
        category="vital",
        code=measure.concept,
        value=Value(quantity=Quantity(value=value, unit=measure.unit, unit_text=measure.unit_text)),
        at=at,
    )


def _tell_dominique(uow: UnitOfWork) -> None:
    now = dt.datetime.fromisoformat(uow.at)
    _write_all(uow, DOMINIQUE, *_checks(DOMINIQUE, now))


def _tell_hoarau(uow: UnitOfWork, now: dt.datetime) -> None:
    _write_all(uow, HOARAU, *_checks(HOARAU, now), *_hoarau_problems(), *_hoarau_treatments(), _hoarau_allergy())
    for day, micromoles in HOARAU_CREATININES:
        _write_all(uow, _creatinine(day, micromoles))
    earlier = on_day(dt.date(2026, 9, 2))
    for key, value in (("pas", "142"), ("pad", "80"), ("pouls", "76"), ("poids", "72.0"), ("taille", "158")):
        _write_all(uow, _vital(HOARAU, key, value, earlier))
    _write_all(uow, _hoarau_vaccine(earlier))
    for day, motif, conclusion in (
        (dt.date(2026, 9, 2), "Suivi, renouvellement", "Équilibre correct. Rappel DTP fait."),
        (dt.date(2026, 5, 12), "Suivi diabète", "HbA1c 7,4\u00a0%. DFG 42, stable. Pas de changement."),
    ):
        _past_visit(uow, dt.datetime.combine(day, dt.time(10, 15), now.tzinfo), motif, conclusion)


def _hoarau_problems() -> list[Entity]:
    lines = (
        (coded("Diabète de type 2", CIM10, "E11.9"), "2009", "8"),
        (coded("Maladie rénale chronique, 3b", CIM10, "N18.3"), "2024", ""),
        (coded("Hypertension artérielle", CIM10, "I10"), "2006", ""),
        (coded("Dyslipidémie", CIM10, "E78.5"), "2012", ""),
    )
    return [
        Problem(id=new_id(), patient=HOARAU.id, code=code, period=Interval(start=When(text=year)), ald=ald)
        for code, year, ald in lines
    ]


def _hoarau_treatments() -> list[Entity]:
    lines = (
        ("Metformine 1\u00a0000\u00a0mg, comprimé", "A10BA02", "1-0-1"),
        ("Dapagliflozine 10\u00a0mg, comprimé", "A10BK01", "1-0-0"),
        ("Ramipril 5\u00a0mg, comprimé", "C09AA05", "1-0-0"),
        ("Simvastatine 20\u00a0mg, comprimé", "C10AA01", "0-0-1"),
        ("Paracétamol 1\u00a0000\u00a0mg, comprimé", "N02BE01", "si besoin"),
    )
    return [
        Treatment(
            id=new_id(), patient=HOARAU.id, product=coded(words, ATC, code), posology=Posology(text=posology)
        )
        for words, code, posology in lines
    ]


def _hoarau_allergy() -> Allergy:
    return Allergy(
        id=new_id(),
        patient=HOARAU.id,
        agent=coded("pénicillines", ATC, "J01C"),
        onset=When(text="2011"),
        reactions=(Concept(text="urticaire géante"),),
    )


def _creatinine(day: dt.date, micromoles: str) -> Observation:
    return Observation(
        id=new_id(),
        patient=HOARAU.id,
        category="bio",
        code=coded("Créatinine", LOINC, "14682-9"),
        value=Value(quantity=Quantity(value=micromoles, unit="umol/L", unit_text="µmol/L")),
        at=on_day(day),
        ref_range=ReferenceRange(
            range=Range(low=Quantity(value="45", unit="umol/L"), high=Quantity(value="84", unit="umol/L"))
        ),
        flags=("H",),
        entry="import",
    )


def _hoarau_vaccine(at: When) -> Vaccination:
    return Vaccination(
        id=new_id(),
        patient=HOARAU.id,
        vaccine=coded("DTP, rappel des 65 ans", CIS, "60160904"),
        act="BOOSTER",
        at=at,
        lot="A12B",
        performer=make_stamp(DOCTOR, PRACTICE, dt.datetime.fromisoformat("2026-09-02T10:30:00+04:00")),
    )


def _past_visit(uow: UnitOfWork, at: dt.datetime, motif: str, conclusion: str) -> None:
    encounter = Encounter(
        id=new_id(),
        patient=HOARAU.id,
        period=Interval(start=at_instant(at), end=at_instant(at + dt.timedelta(minutes=18))),
        responsible=make_stamp(DOCTOR, PRACTICE, at),
        reasons=(Concept(text=motif),),
        status="signe",
    )
    _write_all(uow, encounter)
    texts: tuple[tuple[SectionCode, str], ...] = (("motif", motif), ("A", conclusion))
    for code, text in texts:
        section = NoteSection(
            id=section_id(encounter.id, code), encounter=encounter.id, patient=HOARAU.id, code=code, text=text
        )
        _write_all(uow, section)


def _fill_day(uow: UnitOfWork, others: list[Patient], dice: random.Random, now: dt.datetime) -> None:
    start = now.replace(hour=8, minute=0, second=0, microsecond=0)
    who = [*dice.sample(others, 11)]
    who.insert(7, HOARAU)
    for rank, patient in enumerate(who):
        begins = start + dt.timedelta(minutes=15 * rank + (15 if rank > 7 else 0))
        motif = "Toux, fièvre" if patient is HOARAU else dice.choice(_MOTIFS)
        status: Status = "vu" if rank < 7 else "arrivé" if rank in (7, 8, 9) else "prévu"
        slot = Slot(staff=DOCTOR.id, start=begins.isoformat(), end=(begins + dt.timedelta(minutes=15)).isoformat())
        appointment = Appointment(id=new_id(), slot=slot, patient=patient.id, motif=motif, status=status)
        uow.create(appointment)
    visit = Slot(staff=NURSE.id, start=start.replace(hour=14).isoformat(), end=start.replace(hour=15).isoformat())
    uow.create(Appointment(id=new_id(), slot=visit, patient=HOARAU.id, motif="Pansement à domicile"))
