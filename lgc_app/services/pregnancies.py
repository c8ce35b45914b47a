# SPDX-License-Identifier: EUPL-1.2
"""The pregnancy that a file speaks of, for the banner and for what must not be given meanwhile."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from lgc_core.clinical.pregnancy import PREGNANCY_LOINC, Pregnancy, pregnancy_of
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.store import links, queries
from lgc_core.store.store import Store
from lgc_core.store.tables import ENTITY_TABLES

_OBSERVATION = ENTITY_TABLES[Observation].c


def pregnancy_in(
    connection: sa.Connection, patient: Patient, problems: Sequence[Problem], today: dt.date
) -> Pregnancy | None:
    """Return the pregnancy under way of a person, None when the file speaks of none."""
    if patient.traits.sex == "M":
        return None
    where = links.is_of(connection, _OBSERVATION.ix_patient, patient.id)
    found = queries.find(connection, Observation, where, _OBSERVATION.ix_code.in_(PREGNANCY_LOINC))
    corrected = {one.corrects for one in found if one.corrects}
    return pregnancy_of(problems, [one for one in found if one.id not in corrected], today)


def pregnancy_of_file(store: Store, patient: str, today: dt.date) -> Pregnancy | None:
    """Return the pregnancy under way in a file, None for a file that is not here."""
    with store.reading() as connection:
        known = queries.get(connection, Patient, patient)
        problems = queries.of_patient(connection, Problem, patient)
        return pregnancy_in(connection, known, problems, today) if known else None
