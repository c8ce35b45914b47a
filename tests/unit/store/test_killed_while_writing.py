# SPDX-License-Identifier: EUPL-1.2
"""SIGKILL at sixty moments on a real SQLCipher file: every promised save is whole, no save is half."""

import os
import random
import signal
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from lgc_app.vault.engine import create_database, open_database
from lgc_app.vault.keys import DatabaseKey
from lgc_core.model.ids import new_id
from lgc_core.model.patient import Patient
from lgc_core.model.problem import Problem
from lgc_core.model.values import Concept
from lgc_core.oplog.operation import decode
from lgc_core.store.local_tables import local_draft, outbox, patient_index
from lgc_core.store.store import Store
from lgc_core.store.tables import metadata, op
from migrations.upgrade import upgrade
from tests.support.record import DOCTOR, PRACTICE, make_patient

POINTS_PER_FILE = 10

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is forked to be killed")


def write_for_ever(path: Path, key: DatabaseKey, promises: int) -> None:
    """Write patients, problems, changes and drafts; one line in the pipe for each promise."""
    store = Store(open_database(path, key), PRACTICE, "poste-1")
    os.write(promises, b"ready\n")
    while True:
        patient = make_patient()
        with store.unit_of_work(DOCTOR) as uow:
            uow.create(patient)
            uow.create(Problem(id=new_id(), patient=patient.id, code=Concept(text="Diabète")))
        os.write(promises, f"{patient.id}\n".encode())
        with store.unit_of_work(DOCTOR) as uow:
            uow.set(Patient, patient.id, job="vu")
        draft = {
            "encounter": patient.id,
            "code": "A",
            "author": "d",
            "patient": patient.id,
            "text": "mots",
            "at": "x",
        }
        with store.writing() as connection:
            connection.execute(sa.insert(local_draft).values(draft))
        os.write(promises, f"{patient.id} vu\n".encode())


def run_and_kill(path: Path, key: DatabaseKey, after: float) -> list[str]:
    """Let a child write for a while, kill it, and return what it had promised."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_for_ever(path, key, writes)
        finally:
            os._exit(1)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as said:
        assert said.readline() == "ready\n"
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [line.strip() for line in said if line.endswith("\n")]


def check(engine: sa.Engine, promised: list[str]) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        ops = [decode(body) for body in connection.execute(sa.select(op.c.body)).scalars()]
        queue = set(connection.execute(sa.select(outbox.c.op_id)).scalars())
        patients = metadata.tables["patient"].c
        rows = {row.id: row for row in connection.execute(sa.select(patients.id, patients.job))}
        problems = set(connection.execute(sa.select(metadata.tables["problem"].c.ix_patient)).scalars())
        found = set(connection.execute(sa.select(patient_index.c.patient_id)).scalars())
        drafts = set(connection.execute(sa.select(local_draft.c.encounter)).scalars())
    assert queue == {one.op_id for one in ops}
    assert sorted(one.dev_seq for one in ops) == list(range(1, len(ops) + 1))
    assert set(rows) == problems == found == {one.entity_id for one in ops if one.entity_type == "patient"}
    seen = {one.entity_id for one in ops if one.kind == "set"}
    assert seen == {one for one, row in rows.items() if row.job == '"vu"'}
    for line in promised:
        patient, _, later = line.partition(" ")
        assert patient in rows
        assert not later or (patient in seen and patient in drafts)


@pytest.mark.parametrize("seed", range(6))
def test_every_promised_save_is_there_after_a_kill(tmp_path, seed):
    rng, key, path = random.Random(seed), DatabaseKey.generate(), tmp_path / "cabinet.db"
    engine = create_database(path, key)
    upgrade(engine, "cabinet")
    engine.dispose()
    promised: list[str] = []
    for _ in range(POINTS_PER_FILE):
        promised += run_and_kill(path, key, rng.random() * 0.15)
        engine = open_database(path, key)
        check(engine, promised)
        engine.dispose()
    assert promised
