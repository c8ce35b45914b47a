# SPDX-License-Identifier: EUPL-1.2
"""« Dossier de secours »: the essentials of one patient, or of a whole day's agenda, printed before a cyclone."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import sqlalchemy as sa

from interop.pdf.booklet import render_booklet
from lgc_app.services.agenda import Agenda, DayLine
from lgc_app.services.encounters import sealed_forms, sealed_sections
from lgc_app.services.failsafe_sheet import Essentials, day_booklet, one_booklet
from lgc_app.services.forms import LAST_VISITS
from lgc_app.services.overview import Overviews
from lgc_app.services.patients import Patients
from lgc_app.services.session import Session
from lgc_app.services.trail import Trail
from lgc_app.services.vaccinations import Vaccinations
from lgc_core.errors import UserError
from lgc_core.model.encounter import Encounter
from lgc_core.model.note import PRIVATE_SECTION, SECTION_TITLES, NoteSection
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.procedure import Procedure
from lgc_core.model.rights import Right
from lgc_core.model.seal import SealedRecord
from lgc_core.store import links, queries
from lgc_core.store.tables import ENTITY_TABLES

TRAIL_WORDS: Final = "dossier de secours imprimé"
MAX_PATIENTS: Final = 200
"""Patients of one booklet: more than any day; a bound on time and memory."""

_NOT_COMING: Final = frozenset({"annulé", "absent"})
_CONCLUSION: Final = ("A", "P")
_ENCOUNTER = ENTITY_TABLES[Encounter].c
_SEALED = ENTITY_TABLES[SealedRecord].c
_SECTION = ENTITY_TABLES[NoteSection].c
_OBSERVATION = ENTITY_TABLES[Observation].c


class EmptyDayError(UserError):
    """Nobody with a file is expected on the day asked for."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(
            f"Aucun patient avec un dossier n’est prévu le {day:%d/%m/%Y}. Choisissez un autre jour, "
            "ou imprimez le dossier de secours d’un patient depuis son dossier."
        )


class FullDayError(UserError):
    """More patients than one booklet holds."""

    def __init__(self) -> None:
        super().__init__(f"Plus de {MAX_PATIENTS} patients ce jour-là. Imprimez le dossier de chacun.")


@dataclass(frozen=True, slots=True)
class Printed:
    """What is ready to print, and how many patients are in it."""

    pdf: bytes
    patients: int


class Failsafe:
    """Makes failsafe dossiers; each patient printed leaves a line in the read trail before anything is given."""

    def __init__(
        self,
        session: Session,
        trail: Trail,
        patients: Patients,
        overviews: Overviews,
        vaccinations: Vaccinations,
        agenda: Agenda,
    ) -> None:
        self._session = session
        self._trail = trail
        self._patients = patients
        self._overviews = overviews
        self._vaccinations = vaccinations
        self._agenda = agenda

    def of_patient(self, patient: str) -> Printed:
        """Return the essentials of one patient as PDF/A, on one page when they hold on it.

        Raises:
            PatientMissingError: when it is not here.
        """
        self._session.require(Right.READ_RECORD)
        essentials = self.essentials(self._patients.get(patient))
        self._trail.record(patient, TRAIL_WORDS)
        return Printed(
            one_booklet(self._session.practice, self._session.stamp(), self._session.now(), essentials), 1
        )

    def of_day(self, day: dt.date | None = None) -> Printed:
        """Return the essentials of everybody expected on a day, tomorrow unless said, in the order of the agenda.

        Raises:
            EmptyDayError: nobody is expected. FullDayError: more patients than MAX_PATIENTS.
        """
        self._session.require(Right.READ_RECORD)
        wanted = day or self._session.now().date() + dt.timedelta(days=1)
        lines = self._by_person([line for line in self._agenda.day(wanted) if line.status not in _NOT_COMING])
        expected = list(dict.fromkeys(line.patient for line in lines if line.patient))
        if not expected:
            raise EmptyDayError(wanted)
        if len(expected) > MAX_PATIENTS:
            raise FullDayError
        return self._booklet(wanted, lines, expected)

    def _by_person(self, lines: list[DayLine]) -> list[DayLine]:
        """Return the lines under the file that stands for each person: linked files make one page."""
        with self._session.store.reading() as connection:
            roots = links.roots_of(connection, {line.patient for line in lines if line.patient})
        return [msgspec.structs.replace(line, patient=roots.get(line.patient, line.patient)) for line in lines]

    def _booklet(self, day: dt.date, lines: list[DayLine], expected: list[str]) -> Printed:
        with self._session.store.reading() as connection:
            known = queries.by_ids(connection, Patient, expected)
        files = [self.essentials(known[one]) for one in expected if one in known]
        self._trail.record_each([one.patient.id for one in files], TRAIL_WORDS)
        session = self._session
        booklet = day_booklet(session.practice, session.stamp(), session.now(), day, files, lines)
        return Printed(render_booklet(booklet), len(files))

    def essentials(self, patient: Patient) -> Essentials:
        """Return the essentials of a patient, for letters; no line in the trail: the file is open."""
        self._session.require(Right.READ_RECORD)
        overview = self._overviews.of(patient)
        doses = self._vaccinations.booklet(patient)
        with self._session.store.reading() as connection:
            acts = queries.of_patient(connection, Procedure, patient.id)
            seen = _signed(connection, patient.id, LAST_VISITS)
            when, who, conclusion = _conclusion(connection, seen[0]) if seen else ("", "", ())
            forms = tuple(_last_forms(connection, seen))
            return Essentials(
                patient=patient,
                overview=overview,
                past=tuple(
                    one
                    for one in overview.noted
                    if one.kind == "antécédent" or one.status in ("inactif", "résolu")
                ),
                acts=tuple(acts),
                measures=tuple(_last_measures(connection, patient.id)),
                doses=doses.done,
                due=tuple(doses.advice),
                seen=when,
                seen_by=who,
                conclusion=conclusion,
                forms=forms,
            )


def _last_measures(connection: sa.Connection, patient: str) -> list[Observation]:
    """Return the last value of each vital sign."""
    where = (links.is_of(connection, _OBSERVATION.ix_patient, patient), _OBSERVATION.ix_category == "vital")
    found = queries.find(connection, Observation, *where, order=_OBSERVATION.ix_at_ms)
    corrected = {one.corrects for one in found if one.corrects}
    last = {one.code.text: one for one in found if one.id not in corrected}
    return list(last.values())


def _signed(connection: sa.Connection, patient: str, limit: int) -> list[Encounter]:
    his = links.is_of(connection, _ENCOUNTER.ix_patient, patient)
    where = (his, _ENCOUNTER.ix_status == "signe", _ENCOUNTER.ix_wrong.is_(None))
    return queries.find(connection, Encounter, *where, order=_ENCOUNTER.ix_at_ms.desc(), limit=limit)


def _conclusion(connection: sa.Connection, last: Encounter) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return when, by whom and what was concluded at the last signed contact, from its sealed text."""
    texts = _texts(connection, last.id)
    wanted = [code for code in _CONCLUSION if texts.get(code, "").strip()] or ["libre"]
    start = last.period.start
    said = tuple((SECTION_TITLES[code], texts[code].strip()) for code in wanted if texts.get(code, "").strip())
    return start.display() if start else "", last.responsible.name.shown, said


def _last_forms(connection: sa.Connection, seen: Sequence[Encounter]) -> Iterator[tuple[str, str]]:
    """Return the last answers to each form of some signed contacts, newest first: its title and day, its text."""
    sealed = queries.find(connection, SealedRecord, _SEALED.ix_aggregate.in_([one.id for one in seen]))
    by_visit = {one.aggregate_id: one for one in sealed}
    told: set[str] = set()
    for visit in seen:
        for form in sealed_forms(by_visit[visit.id]) if visit.id in by_visit else ():
            name = form.form.partition("@")[0]
            if name not in told:
                told.add(name)
                day = visit.period.start.display()[:10] if visit.period.start else ""
                yield f"{form.title}, {day}" if day else form.title, form.text


def _texts(connection: sa.Connection, encounter: str) -> dict[str, str]:
    """Return what was signed; of a record taken over without a seal, its sections, never the personal notes."""
    sealed = queries.find(connection, SealedRecord, _SEALED.ix_aggregate == encounter)
    if sealed:
        return sealed_sections(sealed[-1])
    sections = queries.find(connection, NoteSection, _SECTION.ix_encounter == encounter)
    return {one.code: one.text for one in sections if one.code != PRIVATE_SECTION}
