# SPDX-License-Identifier: EUPL-1.2
"""Who looked at a file is written, chained, and any change of the past shows."""

import uuid

import pytest
import sqlalchemy as sa

from lgc_app.services.patients import PatientMissingError
from lgc_app.services.session import ForbiddenError
from lgc_core.model import ids
from lgc_core.model.audit import AuditRead
from lgc_core.model.staff import Role
from lgc_core.store import queries
from lgc_core.store.tables import ENTITY_TABLES
from tests.support.cabinet import keep, open_test_cabinet, store_of
from tests.support.record import make_patient

TABLE = ENTITY_TABLES[AuditRead]


@pytest.fixture
def cabinet(tmp_path):
    return open_test_cabinet(tmp_path)


@pytest.fixture
def patient(cabinet):
    made = make_patient()
    keep(cabinet, made)
    return made.id


def tamper(cabinet, statement):
    with store_of(cabinet).writing() as connection:
        connection.execute(statement)


def test_opening_a_file_leaves_one_line_with_who_and_why(cabinet, patient):
    cabinet.patients.open(patient)
    (line,) = cabinet.trail.of_patient(patient)
    assert (line.by.name, line.what, line.why) == ("Dr Maëlle Ethève", "dossier", "soin")


def test_a_list_leaves_no_line(cabinet, patient):
    cabinet.patients.get(patient)
    cabinet.patients.find("hoarau")
    assert cabinet.trail.of_patient(patient) == []


def test_a_chain_of_many_looks_is_intact(cabinet, patient):
    assert cabinet.trail.is_intact()
    for _ in range(60):
        cabinet.patients.open(patient)
    assert cabinet.trail.is_intact()


def test_a_clock_set_back_breaks_no_chain(cabinet, patient, monkeypatch):
    numbers = iter(range(50, 0, -1))
    monkeypatch.setattr(ids.uuid_utils, "uuid7", lambda: uuid.UUID(int=next(numbers)))
    for _ in range(8):
        cabinet.patients.open(patient)
    assert cabinet.trail.is_intact()


@pytest.mark.parametrize("position", [0, 3, 7])
@pytest.mark.parametrize("how", ["annul", "reword", "delete"])
def test_a_line_changed_in_the_past_shows(cabinet, patient, position, how):
    for _ in range(9):
        cabinet.patients.open(patient)
    line = cabinet.trail.of_patient(patient)[-1 - position]
    this = TABLE.c.id == line.id
    tamper(
        cabinet,
        {
            "annul": sa.update(TABLE).where(this).values(annulled_op="x"),
            "reword": sa.update(TABLE).where(this).values(what='"agenda"'),
            "delete": sa.delete(TABLE).where(this),
        }[how],
    )
    assert not cabinet.trail.is_intact()


def test_a_line_added_beside_the_log_shows(cabinet, patient):
    cabinet.patients.open(patient)
    with store_of(cabinet).writing() as connection:
        row = dict(connection.execute(sa.select(TABLE)).mappings().one())
        connection.execute(sa.insert(TABLE).values(row | {"id": "0190d0d0-0000-7000-8000-0000000000ff"}))
    assert not cabinet.trail.is_intact()


def test_a_secretary_opens_no_medical_file_and_leaves_no_line(tmp_path):
    cabinet = open_test_cabinet(tmp_path, role=Role.SECRETAIRE)
    made = make_patient()
    keep(cabinet, made)
    with pytest.raises(ForbiddenError):
        cabinet.patients.open(made.id)
    with pytest.raises(ForbiddenError):
        cabinet.trail.of_patient(made.id)
    with store_of(cabinet).reading() as connection:
        assert queries.find(connection, AuditRead) == []


def test_a_file_that_is_not_here_is_said(cabinet):
    with pytest.raises(PatientMissingError, match="n’est pas sur ce poste"):
        cabinet.patients.open("0190d0d0-0000-7000-8000-0000000000ee")
