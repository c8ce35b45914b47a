# SPDX-License-Identifier: EUPL-1.2
"""Today's appointments, thin: who comes, when, and where they are in the practice."""

import datetime as dt
from dataclasses import dataclass

from lgc_app.services.session import Session
from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient, age_shown
from lgc_core.model.rights import Right
from lgc_core.store import queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Appointment].c


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One appointment of the day."""

    id: str
    patient: str
    time: str
    minutes: int
    shown: str
    age: str
    motif: str
    status: str
    staff: str = ""
    arrived_at: str = ""


class Agenda:
    """The practice's day."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def day(self, day: dt.date) -> list[DayLine]:
        """Return the appointments of a day, in order."""
        zone = self._session.now().tzinfo
        start = dt.datetime.combine(day, dt.time(), zone)
        first, last = (int(moment.timestamp() * 1000) for moment in (start, start + dt.timedelta(days=1)))
        with self._session.store.reading() as connection:
            where = (_TABLE.ix_at_ms >= first, _TABLE.ix_at_ms < last)
            found = queries.find(connection, Appointment, *where, order=_TABLE.ix_at_ms)
            patients = {one.patient: queries.get(connection, Patient, one.patient) for one in found if one.patient}
        return [_line(one, patients.get(one.patient), day) for one in found]

    def book(self, patient: str, start: dt.datetime, minutes: int, motif: str) -> Changes:
        """Give a place in the day of the person at the screen."""
        self._session.require(Right.MANAGE_AGENDA)
        end = start + dt.timedelta(minutes=minutes)
        slot = Slot(staff=self._session.staff.id, start=start.isoformat(), end=end.isoformat())
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(Appointment(id=new_id(), slot=slot, patient=patient, motif=motif))
        return uow.changes

    def move_on(self, appointment: str, status: str) -> Changes:
        """Change where somebody is: arrivé, en cours, vu, absent, annulé."""
        self._session.require(Right.MANAGE_AGENDA)
        with self._session.store.unit_of_work(self._session.author) as uow:
            values = {"status": status} | ({"arrived_at": uow.at} if status == "arrivé" else {})
            uow.set(Appointment, appointment, **values)
        return uow.changes


def _line(appointment: Appointment, patient: Patient | None, day: dt.date) -> DayLine:
    start = dt.datetime.fromisoformat(appointment.slot.start)
    end = dt.datetime.fromisoformat(appointment.slot.end)
    return DayLine(
        id=appointment.id,
        patient=appointment.patient,
        time=start.strftime("%H:%M"),
        minutes=int((end - start).total_seconds() // 60),
        shown=patient.shown if patient else appointment.name,
        age=age_shown(patient.traits.birth_date, day) if patient else "",
        motif=appointment.motif,
        status=appointment.status,
        staff=appointment.slot.staff,
        arrived_at=appointment.arrived_at,
    )
