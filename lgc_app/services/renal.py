# SPDX-License-Identifier: EUPL-1.2
"""Renal function of a patient from the creatinines of the file, wherever they came from."""

import datetime as dt

import sqlalchemy as sa

from lgc_core.clinical.renal import Filtration, ckd_epi, creatinine_umol
from lgc_core.clinical.vitals import CREATININE_LOINC
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient, age_on
from lgc_core.model.practice import DEFAULT_EQUATION, FiltrationEquation, Practice
from lgc_core.store import links, queries
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Observation]
ADULT = 18
"""CKD-EPI was built on adults; below, nothing is computed."""


def equation_of(connection: sa.Connection, practice: str) -> FiltrationEquation:
    """Return the equation that a practice chose, as the record says now."""
    known = queries.get(connection, Practice, practice)
    return known.filtration if known else DEFAULT_EQUATION


def filtrations(connection: sa.Connection, patient: Patient, practice: str) -> list[Filtration]:
    """Return the estimated filtrations by the equation of a practice, oldest first."""
    if patient.traits.sex == "UN":
        return []
    creatinines = queries.find(
        connection,
        Observation,
        links.is_of(connection, _TABLE.c.ix_patient, patient.id),
        _TABLE.c.ix_code.in_(CREATININE_LOINC),
        order=_TABLE.c.ix_at_ms,
    )
    corrected = {one.corrects for one in creatinines}
    equation = equation_of(connection, practice)
    found = (_filtration(patient, one, equation) for one in creatinines if one.id not in corrected)
    return [one for one in found if one is not None]


def _filtration(patient: Patient, observation: Observation, equation: FiltrationEquation) -> Filtration | None:
    day = observation.at.date
    value = observation.value.quantity if observation.value else None
    if day is None or value is None or patient.traits.sex == "UN":
        return None
    creatinine, years = creatinine_umol(value), _years(patient, day)
    if creatinine is None or creatinine <= 0 or years is None or years < ADULT:
        return None
    return Filtration(
        ml_min=ckd_epi(equation, creatinine, years, patient.traits.sex),
        on=day,
        creatinine_umol=creatinine,
        equation=equation,
    )


def _years(patient: Patient, day: dt.date) -> int | None:
    age = age_on(patient.traits.birth_date, day)
    return None if age is None else age[0]
