# SPDX-License-Identifier: EUPL-1.2
"""The clearance for doses, by itself: Cockcroft-Gault from the last creatinine and the last weight of the file."""

import datetime as dt
from typing import Final

import msgspec
import sqlalchemy as sa

from lgc_core.clinical.renal import STALE_AFTER, TOMORROW, Filtration, cockcroft_gault
from lgc_core.clinical.vitals import BY_KEY
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient, age_on
from lgc_core.store import links, queries
from lgc_core.store.tables import ENTITY_TABLES

_TABLE = ENTITY_TABLES[Observation].c
_WEIGHT: Final = BY_KEY["poids"]
_READ: Final = 20
"""Newest weights read: enough to pass over those that were corrected."""


class Clearance(msgspec.Struct, frozen=True, kw_only=True):
    """A clearance in words; `ml_min` is None when something is missing, which the words name."""

    words: str
    ml_min: int | None = None
    to_check: bool = False


def clearance(
    connection: sa.Connection, patient: Patient, last: Filtration | None, today: dt.date
) -> Clearance | None:
    """Return the clearance of the last creatinine, None without one: there is nothing to say of it."""
    if last is None or patient.traits.sex == "UN":
        return None
    age = age_on(patient.traits.birth_date, last.on)
    if age is None:
        return None
    weighed = _last_weight(connection, patient.id, today)
    if weighed is None or weighed.at.date is None or weighed.value is None or weighed.value.quantity is None:
        return Clearance(words="Clairance (Cockcroft)\u00a0: pas de poids au dossier", to_check=True)
    kilograms, day = weighed.value.quantity.decimal, weighed.at.date
    found = cockcroft_gault(last.creatinine_umol, age[0], kilograms, patient.traits.sex)
    words = (
        f"Clairance (Cockcroft) {found}\u00a0mL/min, poids {f'{kilograms:f}'.replace('.', ',')}\u00a0kg "
        f"du {day:%d/%m/%Y}"
    )
    old = [name for name, on in (("créatinine", last.on), ("poids", day)) if today - on > STALE_AFTER]
    if old:
        words += f"\u00a0; {' et '.join(old)} de plus de 6\u00a0mois"
    return Clearance(words=words, ml_min=found, to_check=bool(old))


def _last_weight(connection: sa.Connection, patient: str, today: dt.date) -> Observation | None:
    where = (links.is_of(connection, _TABLE.ix_patient, patient), _TABLE.ix_code == _WEIGHT.loinc)
    found = queries.find(connection, Observation, *where, order=_TABLE.ix_at_ms.desc(), limit=_READ)
    corrected = {one.corrects for one in found if one.corrects}
    return next((one for one in found if one.id not in corrected and _is_weight(one, today)), None)


def _is_weight(one: Observation, today: dt.date) -> bool:
    quantity, day = one.value.quantity if one.value else None, one.at.date
    if quantity is None or day is None or quantity.comparator or quantity.unit != _WEIGHT.unit:
        return False
    low, high = _WEIGHT.possible
    return low <= quantity.decimal <= high and day <= today + TOMORROW
