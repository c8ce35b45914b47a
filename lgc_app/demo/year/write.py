# SPDX-License-Identifier: EUPL-1.2
"""Write the year through units of work: the operations that the services would have made, each under its author.

A fact bears the moment and the author of its day (provenance); its operation bears the clock of the post,
as those of
any record taken over. Consultations are sealed as `Encounters.sign` seals them.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from lgc_app.demo.cast import DOCTOR, NURSE, PRACTICE, SECRETARY
from lgc_app.demo.year import childhood
from lgc_app.demo.year.calendar import MINUTES, Hours
from lgc_app.demo.year.desk import things_to_do, weeks_past, weeks_to_come
from lgc_app.demo.year.letters import letter_for
from lgc_app.demo.year.lives import Life, Living, Seen
from lgc_app.demo.year.nursing import rounds_of
from lgc_app.demo.year.people import made_id, make_people
from lgc_app.services.encounters import Note, sealed_record
from lgc_app.services.files import Files
from lgc_app.services.session import make_stamp
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.absence import Absence, absence_id
from lgc_core.model.allergy import Allergy
from lgc_core.model.appointment import Appointment, Slot
from lgc_core.model.encounter import Encounter
from lgc_core.model.entity import Entity
from lgc_core.model.identity import IdentityCheck
from lgc_core.model.note import NoteSection, SectionCode, section_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.patient import Patient
from lgc_core.model.staff import Staff
from lgc_core.model.values import Concept, Interval, Provenance, Quantity, at_instant
from lgc_core.model.values.when import REUNION
from lgc_core.store.store import Store
from lgc_core.store.text_search import keep_document_text
from lgc_core.store.unit_of_work import UnitOfWork

_BATCH: Final = 40
"""Patients in one transaction."""

_LETTERS: Final = 0.12
"""Share of the files that received a letter during the year."""

_NOON: Final = dt.time(12, 0)
_CODES: Final[tuple[SectionCode, ...]] = ("motif", "S", "O", "A", "P")


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written."""

    patients: int
    visits: int
    results: int
    letters: int


class YearWriter:
    """Writes lives with one dice, so that the same seed gives the same year."""

    def __init__(self, store: Store, files: Files | None, dice: random.Random) -> None:
        self._store = store
        self._files = files
        self._dice = dice
        self._now = store.now()
        self._today = self._now.date()
        self._hours = Hours(dice)
        self._counts = {"visits": 0, "results": 0, "letters": 0}

    def write(self, count: int) -> tuple[list[Patient], Written]:
        """Write a practice of so many patients and return them."""
        if not count:
            return [], Written(patients=0, visits=0, results=0, letters=0)
        living = Living(self._dice, self._today)
        lives = [living.life_of(patient) for patient in make_people(count, self._dice, self._today)]
        for start in range(0, len(lives), _BATCH):
            with self._store.unit_of_work(DOCTOR.author) as uow:
                for life in lives[start : start + _BATCH]:
                    self._write_life(uow, life)
        self._write_letters(lives)
        self._write_rest(lives)
        return [life.patient for life in lives], Written(patients=len(lives), **self._counts)

    def _write_rest(self, lives: Sequence[Life]) -> None:
        cares = list(rounds_of(lives, NURSE, DOCTOR.name.shown, self._today, self._dice))
        for start in range(0, len(cares), 500):
            with self._store.unit_of_work(NURSE.author) as uow:
                for at, entity in cares[start : start + 500]:
                    self._create(uow, entity, NURSE, at)
        with self._store.unit_of_work(SECRETARY.author) as uow:
            for entity in weeks_past(lives, DOCTOR, self._hours, self._today, self._dice):
                self._create(uow, entity, SECRETARY, f"{entity.slot.start[:10]}T07:30:00.000+04:00")
            for entity in weeks_to_come(lives, DOCTOR, self._hours, self._today, self._dice):
                self._create(uow, entity, SECRETARY, self._yesterday())
            for task in things_to_do(lives, (DOCTOR, SECRETARY), self._today, self._dice):
                self._create(uow, task, SECRETARY, self._yesterday())

    def _yesterday(self) -> str:
        return _noon(self._today - dt.timedelta(days=1))

    def _write_life(self, uow: UnitOfWork, life: Life) -> None:
        since = _noon(life.since)
        for entity in (life.patient, *self._checks(life), *life.facts, *self._absences(life)):
            self._create(uow, entity, DOCTOR, since)
        who = make_stamp(DOCTOR, PRACTICE, self._now)
        for vaccine in childhood.vaccines_of(life.patient, self._today, who, self._dice):
            day = max(dt.date.fromisoformat(vaccine.at.text), life.since)
            self._create(uow, vaccine, DOCTOR, _noon(day))
        for seen in life.visits:
            start = self._hours.place(seen.wished, self._today)
            if start is not None:
                self._write_visit(uow, life.patient, seen, start)
        for day, results in life.results:
            self._counts["results"] += len(results)
            for result in results:
                self._create(uow, result, DOCTOR, _noon(day))

    def _write_letters(self, lives: Sequence[Life]) -> None:
        """Keep the files first: each is encrypted and flushed by itself, outside any transaction."""
        if self._files is None:
            return
        chosen = [life for life in lives if self._dice.random() < _LETTERS]
        days = [self._today - dt.timedelta(days=self._dice.randint(2, 330)) for _ in chosen]
        letters = [
            (letter_for(life.patient, life.labels, day, self._files, self._dice), day)
            for life, day in zip(chosen, days, strict=True)
        ]
        with self._store.unit_of_work(DOCTOR.author) as uow:
            for (document, text), day in letters:
                self._create(uow, document, DOCTOR, _noon(day))
                keep_document_text(uow.connection, document.id, text)
        self._counts["letters"] = len(letters)

    def _write_visit(self, uow: UnitOfWork, patient: Patient, seen: Seen, start: dt.datetime) -> None:
        end = start + dt.timedelta(minutes=self._dice.randint(9, 19))
        at = start.isoformat(timespec="milliseconds")
        encounter = Encounter(
            id=made_id(self._dice), patient=patient.id, period=Interval(start=at_instant(start)),
            responsible=make_stamp(DOCTOR, PRACTICE, start),
        )  # fmt: skip
        sections = [_section(encounter, code, seen.texts[code]) for code in _CODES if seen.texts.get(code)]
        measures = [_measure(encounter, key, value, start, self._dice) for key, value in seen.measures.items()]
        made = [self._create(uow, one, DOCTOR, at) for one in (encounter, *sections, *measures)]
        texts: dict[str, str] = {section.code: section.text for section in sections}
        observations = tuple(one for one in made if isinstance(one, Observation))
        assert isinstance(made[0], Encounter)
        record = sealed_record(
            Note(made[0], texts, observations, (), None), patient, make_stamp(DOCTOR, PRACTICE, end)
        )
        self._create(uow, record, DOCTOR, end.isoformat(timespec="milliseconds"))
        period = msgspec.structs.replace(encounter.period, end=at_instant(end))
        uow.sign(
            Encounter, encounter.id, record.id, status="signe", period=period, reasons=(Concept(text=seen.motif),)
        )
        self._create(uow, _appointment(patient, seen, start, self._dice), DOCTOR, at)
        self._counts["visits"] += 1

    def _create(self, uow: UnitOfWork, entity: Entity, by: Staff, at: str) -> Entity:
        made = msgspec.structs.replace(
            entity, created=Provenance(by=by.author, at=at, device=self._store.post.device)
        )
        uow.create(made)
        return made

    def _checks(self, life: Life) -> Iterator[IdentityCheck]:
        """Give both checks of an identity qualifiée, for most of those who have a matricule; INSi is simulated."""
        if life.patient.ins is None or self._dice.random() < 0.15:
            return
        digest, at = life.patient.traits.digest, _noon(life.since)
        kinds = (("insi_traits", "00 (INSi simulé)", ""), ("piece", "", "carte d’identité"))
        for kind, result, piece in kinds:
            yield IdentityCheck(
                id=made_id(self._dice), patient=life.patient.id,
                kind="piece" if kind == "piece" else "insi_traits",
                traits_hash=digest, result=result, piece_type=piece, at=at,
            )  # fmt: skip

    def _absences(self, life: Life) -> Iterable[Absence]:
        if any(isinstance(one, Allergy) for one in life.facts) or self._dice.random() < 0.3:
            return ()
        topic = absence_id(life.patient.id, "allergie")
        day = life.since.isoformat()
        return (Absence(id=topic, patient=life.patient.id, topic="allergie", reason="aucun_connu", at=day),)


def _noon(day: dt.date) -> str:
    return dt.datetime.combine(day, _NOON, REUNION).isoformat(timespec="milliseconds")


def _section(encounter: Encounter, code: SectionCode, text: str) -> NoteSection:
    return NoteSection(
        id=section_id(encounter.id, code), encounter=encounter.id, patient=encounter.patient, code=code, text=text
    )


def _measure(encounter: Encounter, key: str, value: str, at: dt.datetime, dice: random.Random) -> Observation:
    measure = BY_KEY[key]
    return Observation(
        id=made_id(dice),
        patient=encounter.patient,
        category="vital",
        code=measure.concept,
        value=Value(quantity=Quantity(value=value, unit=measure.unit, unit_text=measure.unit_text)),
        at=at_instant(at),
        encounter=encounter.id,
    )


def _appointment(patient: Patient, seen: Seen, start: dt.datetime, dice: random.Random) -> Appointment:
    slot = Slot(staff=DOCTOR.id, start=start.isoformat(), end=(start + dt.timedelta(minutes=MINUTES)).isoformat())
    return Appointment(id=made_id(dice), slot=slot, patient=patient.id, motif=seen.motif, status="vu")
