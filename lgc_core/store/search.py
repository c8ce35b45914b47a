# SPDX-License-Identifier: EUPL-1.2
"""Patient search on one post: any words of names, birth date in any form, phone, INS or record number.

Two indexes answer: a B-tree on the folded family name for what most people type, FTS5 for the rest.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from lgc_core.model.patient import Patient
from lgc_core.model.words import fold
from lgc_core.oplog.state import DECODER, EntityState
from lgc_core.store import links, near_names, rendered, text_search
from lgc_core.store.local_tables import patient_index
from lgc_core.store.typed_words import phone_digits, query_words

_INSERT_FTS: Final = sa.text("INSERT INTO patient_fts(rowid, words) VALUES (:number, :words)")
_DELETE_FTS: Final = sa.text("DELETE FROM patient_fts WHERE rowid = :number")
_BY_WORDS: Final = sa.text(
    "SELECT p.patient_id, p.shown, p.born_as, p.birth_date, p.sex FROM patient_fts f "
    "JOIN patient_index p ON p.number = f.rowid WHERE patient_fts MATCH :words LIMIT :limit"
)
MAX_WORDS: Final = 12
"""Words of one search; what is pasted beyond them is no name."""

FEW: Final = 5
"""Answers below which names one slip away are shown too."""

_LINE: Final = tuple(patient_index.c[name] for name in ("patient_id", "shown", "born_as", "birth_date", "sex"))
_HIGHEST: Final = "\uffff"
_BATCH: Final = 400
_insert = sqlite.insert(patient_index)
_UPSERT: Final = _insert.on_conflict_do_update(
    index_elements=["patient_id"],
    set_={name: _insert.excluded[name] for name in ("family", "shown", "born_as", "birth_date", "sex")},
)


class PatientLine(msgspec.Struct, frozen=True):
    """One line of a list of patients."""

    patient_id: str
    shown: str
    born_as: str
    birth_date: str
    sex: str


def index(connection: sa.Connection, states: Iterable[EntityState]) -> None:
    """Refresh the search entries of the patients and the texts among some states, in batches."""
    states = list(states)
    text_search.refresh(connection, text_search.keys_of(states))
    patients = [state for state in states if state.entity_type == "patient"]
    for start in range(0, len(patients), _BATCH):
        _index_some(connection, patients[start : start + _BATCH])


def forget(connection: sa.Connection, state: EntityState) -> None:
    """Drop the search entry of a patient or a text whose row was taken back."""
    text_search.refresh(connection, text_search.keys_of([state]))
    if state.entity_type != "patient":
        return
    numbers = _numbers(connection, [state.entity_id])
    if numbers:
        connection.execute(_DELETE_FTS, [{"number": number} for number in numbers.values()])
        connection.execute(sa.delete(patient_index).where(patient_index.c.patient_id == state.entity_id))


def _index_some(connection: sa.Connection, states: list[EntityState]) -> None:
    known = _numbers(connection, [state.entity_id for state in states])
    if known:
        connection.execute(_DELETE_FTS, [{"number": number} for number in known.values()])
    gone = [state.entity_id for state in states if state.annulled_op is not None]
    if gone:
        connection.execute(sa.delete(patient_index).where(patient_index.c.patient_id.in_(gone)))
    living = [_patient(state) for state in states if state.annulled_op is None]
    if not living:
        return
    connection.execute(_UPSERT, [_line(patient) for patient in living])
    numbers = _numbers(connection, [patient.id for patient in living])
    words = [{"number": numbers[patient.id], "words": " ".join(_words(patient))} for patient in living]
    connection.execute(_INSERT_FTS, words)
    near_names.learn(connection, [_names(patient) for patient in living])


def _numbers(connection: sa.Connection, patients: list[str]) -> dict[str, int]:
    rows = rendered.by_ids(connection, patient_index, ("patient_id", "number"), "patient_id", patients)
    return {row[0]: row[1] for row in rows}


def _patient(state: EntityState) -> Patient:
    patient = DECODER.decode(Patient, state.entity_id, state.fields)
    assert isinstance(patient, Patient)
    return patient


def _line(patient: Patient) -> dict[str, str]:
    return {
        "patient_id": patient.id,
        "family": fold(patient.family_shown),
        "shown": patient.shown,
        "born_as": patient.born_as,
        "birth_date": patient.traits.birth_date,
        "sex": patient.traits.sex,
    }


def _words(patient: Patient) -> list[str]:
    year, _, rest = patient.traits.birth_date.partition("-")
    month, _, day = rest.partition("-")
    names = fold(_names(patient))
    phones = (phone_digits(telecom.value) for telecom in patient.telecoms)
    others = (
        f"{day}{month}{year}",
        year,
        patient.record_number,
        patient.ins.matricule if patient.ins else "",
    )
    return [word for word in (*names.split(), *phones, *others) if word]


def _names(patient: Patient) -> str:
    return f"{patient.shown} {patient.traits.birth_family} {patient.traits.birth_givens}"


def lines_of(connection: sa.Connection, patients: Iterable[str]) -> dict[str, PatientLine]:
    """Return the lines of some patients, by id: a thousand of them without decoding a file."""
    wanted = sorted(set(patients) - {""})
    parts = (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))
    query = sa.select(*_LINE)
    found = (connection.execute(query.where(patient_index.c.patient_id.in_(part))).all() for part in parts)
    return {row[0]: PatientLine(*row) for rows in found for row in rows}


def find_patients(connection: sa.Connection, typed: str, limit: int = 30) -> list[PatientLine]:
    """Return patients that match what was typed, best first.

    A family name that begins so, then every word; when these are few, names one slip away. A file that was linked
    to another is answered by the one that stands for the person.
    """
    words = query_words(typed)[:MAX_WORDS]
    if not words:
        return []
    found = {
        line.patient_id: line for line in _by_family(connection, " ".join(forms[0] for forms in words), limit)
    }
    if len(found) < limit:
        found |= _by_words(connection, [[_prefix(form) for form in forms] for forms in words], limit, found)
    if len(found) < min(FEW, limit):
        found |= _by_near_words(connection, words, limit, found)
    return _one_line_each(connection, list(found.values())[:limit])


def _by_words(
    connection: sa.Connection, words: list[list[str]], limit: int, known: Mapping[str, PatientLine]
) -> dict[str, PatientLine]:
    match = " AND ".join(f"({' OR '.join(forms)})" for forms in words)
    rows = connection.execute(_BY_WORDS, {"words": match, "limit": limit})
    return {row[0]: PatientLine(*row) for row in rows if row[0] not in known}


def _by_near_words(
    connection: sa.Connection, words: list[tuple[str, ...]], limit: int, known: Mapping[str, PatientLine]
) -> dict[str, PatientLine]:
    near = [[near for form in forms for near in near_names.near_words(connection, form)] for forms in words]
    if not any(near):
        return {}
    wanted = [
        [*(_prefix(form) for form in forms), *(f'"{word}"' for word in others)]
        for forms, others in zip(words, near, strict=True)
    ]
    return _by_words(connection, wanted, limit, known)


def _one_line_each(connection: sa.Connection, lines: list[PatientLine]) -> list[PatientLine]:
    roots = links.roots_of(connection, [line.patient_id for line in lines])
    if not roots:
        return lines
    together = {roots.get(line.patient_id, line.patient_id): line for line in reversed(lines)}
    table = patient_index.c
    query = sa.select(*_LINE).where(table.patient_id.in_(sorted(roots.values())))
    named = {row[0]: PatientLine(*row) for row in connection.execute(query)}
    return [named.get(root, line) for root, line in reversed(together.items())]


def _prefix(word: str) -> str:
    return f'"{word}"*'


def _by_family(connection: sa.Connection, folded: str, limit: int) -> list[PatientLine]:
    table = patient_index.c
    query = (
        sa.select(*_LINE)
        .where(table.family >= folded, table.family < folded + _HIGHEST)
        .order_by(table.family, table.shown)
        .limit(limit)
    )
    return [PatientLine(*row) for row in connection.execute(query)]
