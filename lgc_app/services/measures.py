# SPDX-License-Identifier: EUPL-1.2
"""Measures taken here, their previous values and their curves."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from lgc_app.services.once_more import once_more
from lgc_app.services.session import Session
from lgc_core.clinical.units import convert
from lgc_core.clinical.vaccination.schedule import plus_months
from lgc_core.clinical.vitals import ADULT, BY_KEY, MEASURES, Measure, body_mass_index, is_unusual
from lgc_core.codes import LOINC
from lgc_core.errors import UserError
from lgc_core.model.ids import new_id
from lgc_core.model.observation import Observation, Value
from lgc_core.model.patient import Patient
from lgc_core.model.rights import Right
from lgc_core.model.values import at_instant, quantity
from lgc_core.store import links, queries
from lgc_core.store.changes import Changes
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Observation].c
TYPED_WRONG: Final = "saisie par erreur"
_PRESSURE: Final = re.compile(r"\s*([0-9]{1,3})\s*[/\- ]\s*([0-9]{1,3})\s*\Z")


class ImpossibleMeasureError(UserError):
    """A value that no living patient has."""

    def __init__(self, measure: Measure, typed: str) -> None:
        low, high = (_french(bound) for bound in measure.possible)
        suggestion = _suggestion(measure, typed)
        sentence = f"{measure.words} {typed}\u00a0{measure.unit_text} impossible. Entre {low} et {high}."
        super().__init__(f"{sentence} Vouliez-vous {suggestion}\u00a0?" if suggestion else sentence)
        self.measure = measure


class ImpossiblePressureError(ImpossibleMeasureError):
    """Two numbers that are no blood pressure in mmHg: swapped, or said in centimetres."""

    def __init__(self, systolic: int, diastolic: int) -> None:
        likely = (diastolic, systolic) if systolic < diastolic else (systolic * 10, diastolic * 10)
        sentence = f"Tension {systolic}/{diastolic} impossible."
        high, low = (BY_KEY[key].possible for key in ("pas", "pad"))
        if high[0] <= likely[0] <= high[1] and low[0] <= likely[1] <= low[1] and likely[0] > likely[1]:
            sentence += f" Vouliez-vous {likely[0]}/{likely[1]}\u00a0?"
        UserError.__init__(self, sentence)
        self.measure = BY_KEY["pas"]


class UnreadableMeasureError(UserError):
    """What was typed is not a number."""

    def __init__(self, measure: Measure) -> None:
        super().__init__(f"{measure.words}\u00a0: écrivez un nombre, par exemple {_french(measure.usual[0])}.")
        self.measure = measure


class UnreadablePressureError(UnreadableMeasureError):
    """What was typed is not two numbers."""

    def __init__(self) -> None:
        UserError.__init__(self, "Tension\u00a0: écrivez deux nombres, par exemple 120/80.")
        self.measure = BY_KEY["pas"]


class ReceivedValueError(UserError):
    """The value was not typed here: it goes with the document that it came in."""

    def __init__(self) -> None:
        super().__init__("Cette valeur n’a pas été saisie ici : elle vient d’un compte rendu, qui la garde.")


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series."""

    id: str
    at_ms: int
    at_words: str
    value: Decimal
    is_unusual: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one measure, oldest first."""

    measure: Measure
    points: tuple[Point, ...]

    @property
    def last(self) -> Point | None:
        """Return the latest value."""
        return self.points[-1] if self.points else None


class Measures:
    """Records and reads measures."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, patient: str, typed: dict[str, str], encounter: str = "") -> Changes:
        """Write measures as typed, by key of the table of vitals; `ta` takes « 148/82 ».

        Raises:
            ImpossibleMeasureError: outside the possible range, nothing is written.
            UnreadableMeasureError: not a number, nothing is written.
        """
        self._session.require(Right.WRITE_MEASURE)
        found = [self.read(patient, encounter, key, text) for key, text in _split(typed).items()]
        with self._session.store.unit_of_work(self._session.author) as uow:
            for one in found:
                uow.create(one)
        return uow.changes

    def withdraw(self, measure: str, reason: str = TYPED_WRONG) -> Changes:
        """Take a measure typed by mistake out of the file; its history stays. Both pressures go together.

        Raises:
            ReceivedValueError: it came in a document.
            LookupError: it is not here.
        """
        self._session.require(Right.WRITE_MEASURE)
        with self._session.store.reading() as connection:
            known = queries.get(connection, Observation, measure)
            if known is None:
                raise LookupError(measure)
            together = self._taken_with(connection, known)
        if known.entry != "saisie" or known.category != "vital":
            raise ReceivedValueError
        with self._session.store.unit_of_work(self._session.author) as uow:
            for one in together:
                uow.annul(Observation, one.id, reason)
        return uow.changes

    def take_back(self, recorded: Changes) -> Changes:
        """Undo measures that were just written."""
        self._session.require(Right.WRITE_MEASURE)
        with self._session.store.unit_of_work(self._session.author) as uow:
            for name, key in recorded.entities:
                if name == "observation":
                    uow.annul(Observation, key, TYPED_WRONG)
        return uow.changes

    def write_again(self, withdrawn: Changes) -> Changes:
        """Write once more what was taken out, at its own moment."""
        self._session.require(Right.WRITE_MEASURE)
        with self._session.store.reading() as connection:
            keys = [key for name, key in withdrawn.entities if name == "observation"]
            known = [queries.get_annulled(connection, Observation, key) for key in keys]
        with self._session.store.unit_of_work(self._session.author) as uow:
            for one in known:
                if one is not None:
                    uow.create(once_more(one))
        return uow.changes

    def _taken_with(self, connection: sa.Connection, one: Observation) -> list[Observation]:
        """Return a measure, with the other pressure of the same moment."""
        codes = {BY_KEY[key].loinc for key in ("pas", "pad")}
        if one.code.code(LOINC) not in codes:
            return [one]
        where = (
            _TABLE.ix_patient == one.patient,
            _TABLE.ix_at_ms == one.at.earliest_ms,
            _TABLE.ix_code.in_(codes),
        )
        return [found for found in queries.find(connection, Observation, *where) if found.entry == one.entry]

    def read(self, patient: str, encounter: str, key: str, typed: str) -> Observation:
        """Return the measure that was typed, for who writes it in a transaction of their own; nothing is written.

        Raises:
            ImpossibleMeasureError, UnreadableMeasureError: as `record`.
        """
        self._session.require(Right.WRITE_MEASURE)
        measure = BY_KEY[key]
        try:
            value = quantity(typed, measure.unit, measure.unit_text)
        except ValueError:
            raise UnreadableMeasureError(measure) from None
        if not measure.possible[0] <= value.decimal <= measure.possible[1]:
            raise ImpossibleMeasureError(measure, typed)
        return Observation(
            id=new_id(),
            patient=patient,
            category="vital",
            code=measure.concept,
            value=Value(quantity=value),
            at=at_instant(self._session.now()),
            encounter=encounter,
        )

    def series(self, patient: str, key: str) -> Series:
        """Return every value of one measure, whatever its source."""
        self._session.require(Right.READ_RECORD)
        measure = BY_KEY[key]
        with self._session.store.reading() as connection:
            where = (links.is_of(connection, _TABLE.ix_patient, patient), _TABLE.ix_code == measure.loinc)
            found = queries.find(connection, Observation, *where, order=_TABLE.ix_at_ms)
            grown = grown_on(queries.get(connection, Patient, patient)) if found else None
        corrected = {one.corrects for one in found}
        points = (_point(measure, one, grown) for one in found if one.id not in corrected)
        return Series(measure, tuple(point for point in points if point is not None))

    def strip(self, patient: str) -> list[Series]:
        """Return the series of the strip above the note, in its order."""
        self._session.require(Right.READ_RECORD)
        return [self.series(patient, measure.key) for measure in MEASURES]

    def body_mass_index(self, patient: str) -> Decimal | None:
        """Return the index of the last weight and height, None when one is missing."""
        self._session.require(Right.READ_RECORD)
        weight, height = self.series(patient, "poids").last, self.series(patient, "taille").last
        if weight is None or height is None:
            return None
        return body_mass_index(weight.value, height.value)


def grown_on(patient: Patient | None) -> dt.date | None:
    """Return the day from which the ranges of an adult are those of a person, None for one of unknown birth."""
    try:
        return plus_months(dt.date.fromisoformat(patient.traits.birth_date), 12 * ADULT) if patient else None
    except (ValueError, OverflowError):
        return None


def is_child(observation: Observation, grown: dt.date | None) -> bool:
    """Tell whether a measure was taken in childhood."""
    first = observation.at.earliest
    return grown is not None and first is not None and first.date() < grown


def _point(measure: Measure, observation: Observation, grown: dt.date | None) -> Point | None:
    value = observation.value.quantity if observation.value else None
    at_ms = observation.at.earliest_ms
    if value is None or at_ms is None or value.comparator:
        return None
    number = convert(value.decimal, value.unit, measure.unit)  # a birth weight comes in grams
    if number is None:
        return None
    unusual = is_unusual(measure, number, child=is_child(observation, grown))
    return Point(observation.id, at_ms, observation.at.display(), number, unusual)


def _split(typed: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, text in typed.items():
        if key != "ta":
            found[key] = text.strip()
        elif match := _PRESSURE.match(text):
            found |= _pressure(int(match[1]), int(match[2]))
        elif text.strip():
            raise UnreadablePressureError
    return {key: text for key, text in found.items() if text}


def _pressure(systolic: int, diastolic: int) -> dict[str, str]:
    both_short = systolic < BY_KEY["pas"].possible[0] and diastolic < BY_KEY["pad"].possible[0]
    if systolic <= diastolic or both_short:
        raise ImpossiblePressureError(systolic, diastolic)
    return {"pas": str(systolic), "pad": str(diastolic)}


def _french(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _suggestion(measure: Measure, typed: str) -> str:
    """Guess a forgotten comma (383), a first digit not struck (83 for 38,3), then swapped digits, if in range."""
    digits = re.sub(r"[^0-9]", "", typed)[:6]
    low, high = measure.usual
    if len(digits) < 2:
        return ""
    tried = (f"{digits[:-1]}.{digits[-1]}", f"{str(low)[0]}{digits[0]}.{digits[1:]}", digits[::-1])
    for text in tried:
        if low <= Decimal(text) <= high + (high - low):
            return _french(Decimal(text))
    return ""
