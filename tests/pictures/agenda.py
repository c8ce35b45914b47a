# SPDX-License-Identifier: EUPL-1.2
"""A week of three people, a waiting room, tasks: what the front desk of the pictures shows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from lgc_app.demo.cast import DOCTOR, HOARAU, NURSE
from lgc_core.model.agenda_rule import AgendaRule, Rhythm
from lgc_core.model.appointment import Appointment, Slot, Status
from lgc_core.model.entity import Entity
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.model.task import Task
from tests.pictures.cast import ANDREE, GASTON, KEVIN, LINA, MAX, NOW, PARTNER

_WEEK: Final = (
    # day of the week, hour, minutes, motif: the same for both doctors, other patients
    (0, "08:00", 20, "Suivi de tension"), (0, "08:20", 20, "Certificat de sport"), (0, "09:00", 20, "Toux"),
    (0, "09:40", 30, "Suivi du diabète"), (0, "11:00", 20, "Lombalgie"), (0, "14:00", 20, "Otite"),
    (0, "14:20", 20, "Vaccins"), (0, "15:00", 30, "Suivi de grossesse"), (0, "16:00", 20, "Fatigue"),
    (1, "08:00", 20, "Renouvellement"), (1, "08:40", 20, "Migraine"), (1, "09:20", 30, "Suivi cardiologique"),
    (1, "10:00", 20, "Résultats"), (1, "10:40", 20, "Plaie de la main"), (1, "15:20", 20, "Rhume"),
    (2, "08:00", 20, "Tension"), (2, "08:20", 20, "Douleur d’épaule"), (2, "09:20", 20, "Résultats"),
    (2, "10:20", 30, "Premier rendez-vous"), (2, "11:20", 20, "Toux"),
    (3, "08:20", 20, "Asthme"), (3, "09:00", 20, "Renouvellement"), (3, "09:40", 20, "Vertiges"),
    (3, "10:20", 20, "Certificat"), (3, "14:20", 30, "Suivi du nourrisson"), (3, "15:20", 20, "Eczéma"),
    (4, "08:00", 20, "Suivi du diabète"), (4, "08:40", 20, "Tension"), (4, "09:40", 20, "Lumbago"),
    (4, "10:40", 20, "Contraception"), (4, "11:20", 20, "Angine"), (4, "14:40", 20, "Résultats"),
    (5, "08:00", 20, "Urgence"), (5, "08:40", 20, "Fièvre"), (5, "09:20", 20, "Toux"),
)  # fmt: skip


def tell_agenda(others: Sequence[Patient]) -> Iterator[Entity]:
    """Give the appointments of the week, closed hours, tasks; the doctor's Monday is the demo's."""
    patients = [*others, KEVIN, ANDREE, MAX]
    for rank, (day, hour, minutes, motif) in enumerate(_WEEK):
        if day:
            yield _appointment(DOCTOR.id, day, hour, minutes, patients[rank % len(patients)], motif)
        yield _appointment(PARTNER.id, day, hour, minutes, patients[-1 - rank % len(patients)], motif)
    yield _appointment(DOCTOR.id, 0, "11:45", 15, KEVIN, "Migraine")
    yield _appointment(DOCTOR.id, 0, "15:15", 20, LINA, "Suivi du nourrisson")
    yield _appointment(DOCTOR.id, 0, "15:45", 30, GASTON, "Suivi cardiologique")
    yield _appointment(DOCTOR.id, 4, "16:00", 20, ANDREE, "Renouvellement", short_notice="tous les matins")
    for day in range(5):
        yield _appointment(NURSE.id, day, "15:15", 30, MAX, "Pansement au cabinet")
        yield _appointment(NURSE.id, day, "15:45", 15, GASTON, "Prise de sang")
    yield from _closed()


def _closed() -> Iterator[Entity]:
    monday = "2026-11-23"
    workdays = Rhythm(unit="semaine", weekdays=(1, 2, 3, 4, 5))
    for person in (DOCTOR, PARTNER):
        yield AgendaRule(
            id=new_id(), staff=person.id, kind="absence", label="Pause", first=monday, opens="12:15",
            closes="13:45", rhythm=workdays,
        )  # fmt: skip
    yield AgendaRule(
        id=new_id(), staff=PARTNER.id, kind="absence", label="Formation", first="2026-11-27", last="2026-11-27",
        opens="13:45",
    )  # fmt: skip


def _appointment(
    staff: str, day: int, hour: str, minutes: int, patient: Patient, motif: str, *, short_notice: str = ""
) -> Appointment:
    begin = dt.datetime.combine(NOW.date() + dt.timedelta(days=day), dt.time.fromisoformat(hour), NOW.tzinfo)
    end = begin + dt.timedelta(minutes=minutes)
    status: Status = "vu" if end < NOW else "prévu"
    slot = Slot(staff=staff, start=begin.isoformat(), end=end.isoformat())
    return Appointment(
        id=new_id(), slot=slot, patient=patient.id, motif=motif, status=status, short_notice=short_notice
    )


def tell_tasks() -> Iterator[Task]:
    """Give tasks of today and of later, one urgent, for each role."""
    lines = (
        ("Rappeler Mme Morel : ECBU", ANDREE.id, DOCTOR.id, 0, "haute"),
        ("Demander le compte rendu de cardiologie", GASTON.id, DOCTOR.id, 1, "normale"),
        ("Renouveler l’ALD avant le 15 décembre", HOARAU.id, DOCTOR.id, 9, "normale"),
        ("Vérifier l’adresse et le téléphone", KEVIN.id, "secretaire", 0, "normale"),
        ("Photo de la plaie à la prochaine visite", MAX.id, "infirmier", 0, "normale"),
    )
    for title, patient, assignee, days, priority in lines:
        due = (NOW.date() + dt.timedelta(days=days)).isoformat()
        yield Task(
            id=new_id(), title=title.replace(" :", "\u00a0:"), patient=patient, assignee=assignee, due=due,
            priority="haute" if priority == "haute" else "normale",
        )  # fmt: skip


__all__ = ["tell_agenda", "tell_tasks"]
