# SPDX-License-Identifier: EUPL-1.2
"""The demo's round and tasks: what the nurse and the doctor find when they open."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from lgc_app.demo.cast import DOCTOR, HOARAU, NURSE
from lgc_core.model.agenda_rule import AgendaRule, Rhythm
from lgc_core.model.ids import new_id
from lgc_core.model.nursing import CareSchedule
from lgc_core.model.patient import Patient
from lgc_core.model.task import Task
from lgc_core.model.values import Concept
from lgc_core.store.unit_of_work import UnitOfWork

_ROUND: Final = (
    ("Insuline", "06:30", True),
    ("Toilette, bas de contention", "06:45", False),
    ("Pilulier de la semaine", "08:45", False),
    ("Injection, anticoagulant", "09:40", False),
)


def tell_front_desk(uow: UnitOfWork, others: Sequence[Patient], now: dt.datetime) -> None:
    """Write cares that are due today, two tasks (one late), and a half day off that comes back."""
    today = now.date()
    day = today.isoformat()
    for (care, hour, fixed), patient in zip(_ROUND, others, strict=False):
        uow.create(_care(patient, care, hour, day, fixed=fixed))
    uow.create(_care(HOARAU, "Glycémie capillaire", "07:45", day, detail="avant le repas"))
    uow.create(_care(HOARAU, "Pansement hydrocellulaire", "07:45", day, detail="pied droit", every=2))
    late = (today - dt.timedelta(days=3)).isoformat()
    uow.create(Task(id=new_id(), title="Courrier néphrologue", patient=HOARAU.id, assignee=DOCTOR.id, due=late))
    uow.create(Task(id=new_id(), kind="rappel", title="Contrôle de la TSH", assignee=DOCTOR.id, due=day))
    off = Rhythm(unit="semaine", weekdays=(3,))
    uow.create(
        AgendaRule(
            id=new_id(), staff=DOCTOR.id, kind="absence", label="Visites", first=day, opens="13:00", rhythm=off
        )
    )


def _care(
    patient: Patient, words: str, hour: str, first: str, *, detail: str = "", every: int = 1, fixed: bool = False
) -> CareSchedule:
    return CareSchedule(
        id=new_id(),
        patient=patient.id,
        care=Concept(text=words),
        detail=detail,
        ordered="Dr Ethève",
        rhythm=Rhythm(every=every),
        hours=(hour,),
        fixed=fixed,
        first=first,
        nurse=NURSE.id,
    )
