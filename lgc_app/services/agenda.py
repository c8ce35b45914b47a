# SPDX-License-Identifier: EUPL-1.2
"""Appointments and the waiting room: who comes, when, to whom, and where they are in the practice.

The reason of a visit belongs to the medical record: without the right to read it, the service gives none.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import msgspec

from lgc_app.services.one_line import one_line
from lgc_app.services.session import Session
from lgc_core.errors import UserError
from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.ids import new_id
from lgc_core.model.patient import age_shown
from lgc_core.model.rights import Right, may
from lgc_core.store import queries, search
from lgc_core.store.changes import Changes
from lgc_core.store.search import PatientLine
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Appointment].c
_NOT_COME: Final = frozenset({"prévu", "absent", "annulé"})
_WISHES_SHOWN: Final = 100
_MINUTE: Final = dt.timedelta(minutes=1)
MINUTES: Final = range(5, 481)
"""How long an appointment may last."""


class ImpossibleSlotError(UserError):
    """An appointment that lasts no time, or all day."""

    def __init__(self) -> None:
        super().__init__(f"Un rendez-vous dure de {MINUTES[0]} à {MINUTES[-1]}\u00a0minutes. Changez la durée.")


class DayLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One appointment of the day; `wish` says when this person could come sooner. A week has a thousand."""

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
    start: str = ""
    wish: str = ""


class Agenda:
    """The appointments of the practice."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def day(self, day: dt.date) -> list[DayLine]:
        """Return the appointments of a day, in order."""
        return self.span(day, 1)

    def span(self, first: dt.date, days: int) -> list[DayLine]:
        """Return the appointments of some days in a row, in order."""
        self._session.require_role(Right.MANAGE_AGENDA)
        zone = self._session.now().tzinfo
        start = dt.datetime.combine(first, dt.time(), zone)
        low, high = (int(moment.timestamp() * 1000) for moment in (start, start + dt.timedelta(days=days)))
        with self._session.store.reading() as connection:
            where = (_TABLE.ix_at_ms >= low, _TABLE.ix_at_ms < high)
            found = queries.find(connection, Appointment, *where, order=_TABLE.ix_at_ms)
            patients = search.lines_of(connection, (one.patient for one in found))
        return self._lines(found, patients)

    def line(self, appointment: str) -> DayLine:
        """Return one appointment, whatever its day.

        Raises:
            LookupError: it is not here.
        """
        self._session.require_role(Right.MANAGE_AGENDA)
        with self._session.store.reading() as connection:
            found = queries.get(connection, Appointment, appointment)
            if found is None:
                raise LookupError(appointment)
            patients = search.lines_of(connection, (found.patient,))
        return self._lines((found,), patients)[0]

    def wishes(self) -> list[DayLine]:
        """Return who would come sooner, the longest wait first: the short-notice list."""
        self._session.require_role(Right.MANAGE_AGENDA)
        now_ms = int(self._session.now().timestamp() * 1000)
        with self._session.store.reading() as connection:
            where = (_TABLE.ix_wish.is_not(None), _TABLE.ix_at_ms > now_ms)
            found = queries.find(connection, Appointment, *where, order=_TABLE.id, limit=_WISHES_SHOWN)
            patients = search.lines_of(connection, (one.patient for one in found))
        return self._lines((one for one in found if one.status == "prévu"), patients)

    def book(
        self,
        patient: str,
        start: dt.datetime,
        minutes: int,
        motif: str,
        *,
        staff: str = "",
        name: str = "",
        phone: str = "",
    ) -> Changes:
        """Give a place in somebody's day, that of the person at the screen unless said; `name` without a file.

        Raises:
            ImpossibleSlotError: a length that no appointment has. LongLineError: a page for a reason.
        """
        self._session.require(Right.MANAGE_AGENDA)
        slot = _slot(staff or self._session.staff.id, start, minutes)
        motif, name, phone = one_line(motif), one_line(name), one_line(phone)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(Appointment(id=new_id(), slot=slot, patient=patient, name=name, motif=motif, phone=phone))
        return uow.changes

    def walk_in(self, patient: str, staff: str = "") -> Changes:
        """Put somebody who has no appointment in the waiting room, now."""
        self._session.require(Right.MANAGE_AGENDA)
        start = self._session.now().replace(second=0, microsecond=0)
        slot = _slot(staff or self._session.staff.id, start, WALK_IN_MINUTES)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(
                Appointment(
                    id=new_id(), slot=slot, patient=patient, motif=WALK_IN, status="arrivé", arrived_at=uow.at
                )
            )
        return uow.changes

    def shift(self, appointment: str, start: dt.datetime, minutes: int, staff: str) -> Changes:
        """Give an appointment another hour, length or person; the wish to come sooner is then fulfilled.

        Raises:
            ImpossibleSlotError: a length that no appointment has. LookupError: it is not here.
        """
        self._session.require(Right.MANAGE_AGENDA)
        with self._session.store.unit_of_work(self._session.author) as uow:
            known = uow.get(Appointment, appointment)
            sooner = known is not None and start < dt.datetime.fromisoformat(known.slot.start)
            values = {"short_notice": ""} if sooner and known and known.short_notice else {}
            uow.set(Appointment, appointment, slot=_slot(staff, start, minutes), **values)
        return uow.changes

    def wish(self, appointment: str, words: str) -> Changes:
        """Note when somebody could come sooner; empty words take them off the list."""
        self._session.require(Right.MANAGE_AGENDA)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(Appointment, appointment, short_notice=one_line(words))
        return uow.changes

    def move_on(self, appointment: str, status: str) -> Changes:
        """Change where somebody is: arrivé, en cours, vu, absent, annulé; going back keeps the first hours."""
        self._session.require(Right.MANAGE_AGENDA)
        with self._session.store.unit_of_work(self._session.author) as uow:
            known = uow.get(Appointment, appointment)
            before = known.status if known else ""
            values: dict[str, str] = {"status": status}
            if status == "arrivé" and before in _NOT_COME:
                values["arrived_at"] = uow.at
            elif status == "en cours" and before != "vu":
                values["called_at"] = uow.at
            elif status == "vu":
                values["seen_at"] = uow.at
            uow.set(Appointment, appointment, **values)
        return uow.changes

    def _lines(self, found: Iterable[Appointment], patients: dict[str, PatientLine]) -> list[DayLine]:
        reads = may(self._session.staff.role, Right.READ_RECORD)
        return [_line(one, patients.get(one.patient), reads=reads) for one in found]


def _line(appointment: Appointment, patient: PatientLine | None, *, reads: bool) -> DayLine:
    start = dt.datetime.fromisoformat(appointment.slot.start)
    end = dt.datetime.fromisoformat(appointment.slot.end)
    return DayLine(
        id=appointment.id,
        patient=appointment.patient,
        time=f"{start.hour:02d}:{start.minute:02d}",
        minutes=(end - start) // _MINUTE,
        shown=patient.shown if patient else appointment.name,
        age=age_shown(patient.birth_date, start.date()) if patient else "",
        motif=appointment.motif if reads or appointment.motif == WALK_IN else "",
        status=appointment.status,
        staff=appointment.slot.staff,
        arrived_at=appointment.arrived_at,
        start=appointment.slot.start,
        wish=appointment.short_notice,
    )


WALK_IN: Final = "Sans rendez-vous"
WALK_IN_MINUTES: Final = 15


def _slot(staff: str, start: dt.datetime, minutes: int) -> Slot:
    if minutes not in MINUTES:
        raise ImpossibleSlotError
    end = start + dt.timedelta(minutes=minutes)
    return Slot(staff=staff, start=start.isoformat(), end=end.isoformat())
