# SPDX-License-Identifier: EUPL-1.2
"""The nurse's round: due cares of a day as ordered visits, ticked, finished with their transmission.

A visit is computed from the cares that are due; its row is written by the first gesture on it.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lgc_app.services.one_line import one_line
from lgc_app.services.session import Session
from lgc_app.services.transmissions import Transmissions, Words
from lgc_core.errors import UserError
from lgc_core.model.agenda_rule import Rhythm
from lgc_core.model.ids import new_id
from lgc_core.model.nursing import (
    FIXED_WINDOW_MINUTES,
    CareDone,
    CareSchedule,
    Visit,
    VisitDone,
    VisitStatus,
    visit_id,
)
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.values import Concept
from lgc_core.store import queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES
from lgc_core.store.unit_of_work import UnitOfWork

_SCHEDULE = ENTITY_TABLES[CareSchedule].c
_VISIT = ENTITY_TABLES[Visit].c
_HOUR: Final = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\Z", re.IGNORECASE)
_STEP: Final = 10
"""Ranks leave room between two visits, so that a new one finds its place."""


class NoCareError(UserError):
    """A care needs words and at least one hour."""

    def __init__(self) -> None:
        super().__init__("Écrivez le soin, et au moins une heure comme 07:45.")


class ImpossibleDaysError(UserError):
    """A care that ends before it begins is never due: nobody would see it."""

    def __init__(self) -> None:
        super().__init__("Le dernier jour est avant le premier. Vérifiez les dates.")


class FinishedVisitError(UserError):
    """The visit was finished, here or on another post."""

    def __init__(self) -> None:
        super().__init__("Cette visite est déjà terminée. Ajoutez une transmission dans le dossier.")


@dataclass(frozen=True, slots=True)
class VisitKey:
    """Which passage: a patient, an ISO day, a wall hour."""

    patient: str
    day: str
    planned: str

    @property
    def id(self) -> str:
        """Return the id of its row."""
        return visit_id(self.patient, self.day, self.planned)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCare:
    """One line to tick."""

    schedule: str
    words: str
    detail: str
    ordered: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStop:
    """One visit of the round, in its place."""

    key: VisitKey
    patient: Patient
    status: VisitStatus
    fixed: bool
    cares: tuple[DueCare, ...]
    done: VisitDone | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is to be done any more."""
        return self.status in {"faite", "absente", "refusée"}

    @property
    def place(self) -> str:
        """Return where to go, in few words."""
        address = self.patient.address
        return ", ".join(address.shown) if address else ""


class Rounds:
    """The rounds of the practice."""

    def __init__(self, session: Session, transmissions: Transmissions) -> None:
        self._session = session
        self._transmissions = transmissions

    def day(self, day: dt.date, *, mine: bool = True) -> list[RoundStop]:
        """Return the visits of a day in the order of the round; `mine` leaves out those of a colleague."""
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.reading() as connection:
            schedules = queries.find(connection, CareSchedule, _SCHEDULE.ix_status == "actif", order=_SCHEDULE.id)
            visits = queries.find(connection, Visit, _VISIT.ix_day == day.isoformat())
            due = [one for one in schedules if one.is_due(day) and (not mine or self._is_mine(one.nurse))]
            wanted = {one.patient for one in due} | {one.patient for one in visits}
            patients = queries.by_ids(connection, Patient, wanted)
        stops = _stops(day, due, {one.id: one for one in visits}, patients)
        ranks = {one.id: one.rank for one in visits}
        return sorted(stops, key=lambda stop: ranks.get(stop.key.id, 0) or _minutes(stop.key.planned) * _STEP)

    def _is_mine(self, nurse: str) -> bool:
        return nurse in ("", self._session.staff.id)

    def plan(
        self,
        patient: str,
        words: str,
        hours: Sequence[str],
        *,
        rhythm: Rhythm | None = None,
        detail: str = "",
        ordered: str = "",
        fixed: bool = False,
        first: dt.date | None = None,
        last: dt.date | None = None,
    ) -> Changes:
        """Add a care to the plan of a patient.

        Raises:
            NoCareError: no words, or no hour that can be read. LongLineError: a page.
            ImpossibleDaysError: the last day is before the first.
        """
        self._session.require(Right.KEEP_ROUND)
        read = tuple(dict.fromkeys(hour for typed in hours if (hour := read_hour(typed))))
        if not words.strip() or not read or len(read) != len([one for one in hours if one.strip()]):
            raise NoCareError
        if last is not None and last < (first or self._session.now().date()):
            raise ImpossibleDaysError
        care = CareSchedule(
            id=new_id(), patient=patient, care=Concept(text=one_line(words)), detail=one_line(detail),
            ordered=one_line(ordered), rhythm=rhythm or Rhythm(), hours=read, fixed=fixed,
            first=(first or self._session.now().date()).isoformat(), last=last.isoformat() if last else "",
        )  # fmt: skip
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.create(care)
        return uow.changes

    def stop(self, schedule: str) -> Changes:
        """End a care; what was done stays."""
        return self._set_care(schedule, "fini")

    def resume(self, schedule: str) -> Changes:
        """Take the end of a care back."""
        return self._set_care(schedule, "actif")

    def _set_care(self, schedule: str, status: str) -> Changes:
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(CareSchedule, schedule, status=status)
        return uow.changes

    def reorder(self, keys: Sequence[VisitKey]) -> Changes:
        """Put the visits of a day in this order; only what moved is written."""
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.unit_of_work(self._session.author) as uow:
            for place, key in enumerate(keys, 1):
                self._visit(uow, key)
                uow.set(Visit, key.id, rank=place * _STEP)
        return uow.changes

    def tick(self, key: VisitKey, schedule: str, *, done: bool) -> Changes:
        """Tick a care, or take the tick back; the first tick says that one is there.

        Raises:
            FinishedVisitError: finished, here or elsewhere.
        """
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.unit_of_work(self._session.author) as uow:
            visit = self._open(uow, key)
            ticked = tuple(one for one in visit.ticked if one != schedule) + ((schedule,) if done else ())
            uow.set(Visit, key.id, ticked=ticked, status="sur place", nurse=self._session.staff.id)
        return uow.changes

    def finish(self, stop: RoundStop, words: Words) -> Changes:
        """End a visit: the care sheet as it stands, and the transmission when there are words.

        Raises:
            FinishedVisitError: finished, here or elsewhere.
        """
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.unit_of_work(self._session.author) as uow:
            visit = self._open(uow, stop.key)
            cares = tuple(
                CareDone(schedule=one.schedule, words=one.words, done=one.schedule in visit.ticked)
                for one in stop.cares
            )
            done = VisitDone(at=uow.at, by=self._session.author, cares=cares)
            uow.set(Visit, stop.key.id, status="faite", done=done, nurse=self._session.staff.id)
            if not words.is_empty:
                self._transmissions.write_in(uow, stop.key.patient, words, stop.key.id)
        return uow.changes

    def must_be_open(self, key: VisitKey) -> None:
        """Refuse to go on with a visit that is over: nothing that goes with its end is written twice.

        Raises:
            FinishedVisitError: finished, here or elsewhere.
        """
        with self._session.store.reading() as connection:
            known = queries.get(connection, Visit, key.id)
        if known is not None and known.status == "faite":
            raise FinishedVisitError

    def end_without(self, key: VisitKey, status: VisitStatus) -> Changes:
        """Say that nobody was there, or that the patient refused."""
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.unit_of_work(self._session.author) as uow:
            self._open(uow, key)
            uow.set(Visit, key.id, status=status, nurse=self._session.staff.id)
        return uow.changes

    def reopen(self, key: VisitKey) -> Changes:
        """Take the end of a visit back; what was transmitted stays."""
        self._session.require(Right.KEEP_ROUND)
        with self._session.store.unit_of_work(self._session.author) as uow:
            uow.set(Visit, key.id, status="prévue")
        return uow.changes

    def _open(self, uow: UnitOfWork, key: VisitKey) -> Visit:
        visit = self._visit(uow, key)
        if visit.status == "faite":
            raise FinishedVisitError
        return visit

    def _visit(self, uow: UnitOfWork, key: VisitKey) -> Visit:
        known = uow.get(Visit, key.id)
        if known is None:
            known = Visit(id=key.id, patient=key.patient, day=key.day, planned=key.planned)
            uow.create(known)
        return known


def _stops(
    day: dt.date, due: Iterable[CareSchedule], visits: dict[str, Visit], patients: dict[str, Patient]
) -> list[RoundStop]:
    passages: dict[VisitKey, list[CareSchedule]] = {}
    for schedule in due:
        for hour in schedule.hours:
            passages.setdefault(VisitKey(schedule.patient, day.isoformat(), hour), []).append(schedule)
    for visit in visits.values():
        passages.setdefault(VisitKey(visit.patient, visit.day, visit.planned), [])
    found = ((key, cares, visits.get(key.id)) for key, cares in passages.items() if key.patient in patients)
    return [
        RoundStop(
            key=key,
            patient=patients[key.patient],
            status=visit.status if visit else "prévue",
            fixed=any(one.fixed for one in cares),
            cares=tuple(_due(one, visit) for one in cares) or _past(visit),
            done=visit.done if visit else None,
        )
        for key, cares, visit in found
        if cares or (visit and visit.done)
    ]


def _due(schedule: CareSchedule, visit: Visit | None) -> DueCare:
    return DueCare(
        schedule=schedule.id,
        words=schedule.care.text,
        detail=schedule.detail,
        ordered=schedule.ordered,
        ticked=visit is not None and schedule.id in visit.ticked,
    )


def _past(visit: Visit | None) -> tuple[DueCare, ...]:
    done = visit.done.cares if visit and visit.done else ()
    return tuple(
        DueCare(schedule=one.schedule, words=one.words, detail="", ordered="", ticked=one.done) for one in done
    )


def read_hour(typed: str) -> str:
    """Return a wall hour as `07:45`, empty when it is none."""
    found = _HOUR.match(typed.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return ""
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def sheet_lines(stop: RoundStop) -> list[str]:
    """Return the care sheet of a visit in lines: what was done and what was not, by whom, when."""
    done = stop.done
    if done is None:
        return []
    at = dt.datetime.fromisoformat(done.at)
    head = f"{stop.patient.shown}, {at:%d/%m/%Y %H:%M}, {done.by.name}"
    return [head, *(f"{'fait' if one.done else 'non fait'}\u00a0: {one.words}" for one in done.cares)]


def hour_words(stop: RoundStop) -> str:
    """Return the hour of a stop, its window beside when the order fixes it."""
    return f"{stop.key.planned} ± {FIXED_WINDOW_MINUTES}" if stop.fixed else stop.key.planned


def _minutes(hour: str) -> int:
    hours, minutes = hour.split(":")
    return int(hours) * 60 + int(minutes) + 1
