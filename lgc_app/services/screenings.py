# SPDX-License-Identifier: EUPL-1.2
"""The organised screenings that a file does not answer by its results, documents, acts or statements."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import sqlalchemy as sa

from lgc_app.services.installed_table import InstalledTable
from lgc_app.services.session import Session
from lgc_core.clinical.screening import (
    Asked,
    Fact,
    FactKind,
    asked,
    read_table,
    write_table,
)
from lgc_core.clinical.screening_2026 import PROGRAMMES_2026
from lgc_core.codes import CCAM, CIM10, LOINC
from lgc_core.model.document import Document
from lgc_core.model.observation import Observation
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.procedure import Procedure
from lgc_core.model.rights import Right
from lgc_core.model.values import When
from lgc_core.model.values.when import REUNION
from lgc_core.model.words import fold
from lgc_core.store import links, queries
from lgc_core.store.tables import ENTITY_TABLES

_SETTING: Final = "screening_table"
_OBSERVATION = ENTITY_TABLES[Observation].c
_DOCUMENT = ENTITY_TABLES[Document].c
_OVER: Final = ("résolu",)


class Screenings:
    """Reads; what somebody states is a line of « Mode de vie », which Antecedents writes and takes back."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.table = InstalledTable(session, _SETTING, PROGRAMMES_2026, read_table, write_table)

    def due(self, patient: Patient, problems: Sequence[Problem] | None = None) -> list[Asked]:
        """Return the programmes that are due, none without a day of birth; `problems` if they were read."""
        self._session.require(Right.READ_RECORD)
        today, table = self._session.now().date(), self.table.current()
        birth = When(text=patient.traits.birth_date).date if patient.traits.birth_date else None
        if birth is None or not any(_is_of_age(birth, one.start, today) for one in table.programmes):
            return []
        loinc = {code for one in table.programmes for proof in one.proofs for code in proof.loinc}
        with self._session.store.reading() as connection:
            if problems is None:
                problems = queries.of_patient(connection, Problem, patient.id)
            acts = queries.of_patient(connection, Procedure, patient.id)
            facts = [*_documents(connection, patient.id), *_acts(acts), *_results(connection, patient.id, loinc)]
        own = [one for one in problems if one.kind != "familial" and one.status not in _OVER]
        named = [(one.code.code(CIM10) or "", one.code.text) for one in own] + [
            ("", one.code.text) for one in acts
        ]
        return asked(table, birth, patient.traits.sex, facts, named, today)


def _is_of_age(birth: dt.date, months: int, today: dt.date) -> bool:
    return (today.year - birth.year) * 12 + today.month - birth.month >= months


def _documents(connection: sa.Connection, patient: str) -> Iterator[Fact]:
    """Read titles and days from the index alone: a file of twenty years has a thousand documents."""
    query = sa.select(_DOCUMENT.ix_title, _DOCUMENT.ix_at_ms, _DOCUMENT.ix_origin).where(
        links.is_of(connection, _DOCUMENT.ix_patient, patient),
        _DOCUMENT.annulled_op.is_(None),
        _DOCUMENT.ix_at_ms.is_not(None),
        _DOCUMENT.ix_title != "",
    )
    for title, at_ms, origin in connection.execute(query):
        day = dt.datetime.fromtimestamp(at_ms / 1000, REUNION).date()
        yield Fact(day=day, kind="prescrit" if origin == "émis" else "fait", words=title)


def _acts(acts: Iterable[Procedure]) -> Iterator[Fact]:
    for one in acts:
        day = _day(one.when)
        if day is not None:
            yield Fact(day=day, words=one.code.text, codes=frozenset({one.code.code(CCAM) or ""} - {""}))


def _results(connection: sa.Connection, patient: str, loinc: set[str]) -> Iterator[Fact]:
    where = (
        links.is_of(connection, _OBSERVATION.ix_patient, patient),
        _OBSERVATION.ix_code.in_(loinc) | (_OBSERVATION.ix_category == "vie"),
    )
    found = queries.find(connection, Observation, *where)
    corrected = {one.corrects for one in found if one.corrects}
    for one in found:
        day = _day(one.at)
        if day is None or one.id in corrected:
            continue
        if one.category == "vie":
            kind = _stated(one.value.text if one.value and one.value.text else "")
            yield Fact(day=day, kind=kind, words=one.code.text, statement=True)
        else:
            yield Fact(day=day, words=one.code.text, codes=frozenset({one.code.code(LOINC) or ""} - {""}))


def _stated(words: str) -> FactKind:
    """Read what a person wrote beside the name of a screening; anything but these says that it was done."""
    said = fold(words)
    if said.startswith(("pas concern", "non concern")):
        return "pas concerné"
    return "refus" if said.startswith(("refus", "ne souhaite pas", "ne veut pas")) else "fait"


def _day(when: When) -> dt.date | None:
    first = when.earliest if when.text else None
    return first.date() if first is not None else None
