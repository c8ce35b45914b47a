# SPDX-License-Identifier: EUPL-1.2
"""Killed while people write: rows, log, queue, search and drafts agree, and every promised save is whole."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from lgc_app.vault.engine import create_database, open_database
from lgc_app.vault.integrity import check_integrity
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
from tests.kills.scene import Say
from tests.support.record import DOCTOR, PRACTICE, make_patient

KEY: Final = DatabaseKey(bytes(range(32)))
"""The key of files that hold fictional people for a second."""

DEVICE: Final = "poste-1"


def make_file(path: Path) -> None:
    """Make an empty record."""
    engine = create_database(path, KEY)
    upgrade(engine, "cabinet")
    engine.dispose()


def open_store(path: Path, device: str = DEVICE) -> Store:
    """Open a record as the application does."""
    return Store(open_database(path, KEY), PRACTICE, device)


class CaptureScene:
    """Patients, problems, changes and drafts, one promise after each save."""

    name = "capture"

    def prepare(self, folder: Path) -> None:
        make_file(folder / "cabinet.db")

    def work(self, folder: Path, say: Say) -> None:
        store = open_store(folder / "cabinet.db")
        while True:
            patient = make_patient()
            with store.unit_of_work(DOCTOR) as uow:
                uow.create(patient)
                uow.create(Problem(id=new_id(), patient=patient.id, code=Concept(text="Diabète")))
            say(patient.id)
            with store.unit_of_work(DOCTOR) as uow:
                uow.set(Patient, patient.id, job="vu")
            draft = {"encounter": patient.id, "code": "A", "author": "d", "patient": patient.id}
            with store.writing() as connection:
                connection.execute(sa.insert(local_draft).values(draft | {"text": "mots", "at": "x"}))
            say(f"{patient.id} vu")

    def faults(self, folder: Path, said: Sequence[str]) -> list[str]:
        engine = open_database(folder / "cabinet.db", KEY)
        found = [] if check_integrity(engine).is_sound else ["the file is damaged"]
        with engine.connect() as connection:
            found += _disagreements(connection)
            drafts = set(connection.execute(sa.select(local_draft.c.encounter)).scalars())
            jobs = metadata.tables["patient"].c
            seen = {row.id: row.job for row in connection.execute(sa.select(jobs.id, jobs.job))}
        engine.dispose()
        for line in said:
            patient, _, later = line.partition(" ")
            if patient not in seen:
                found.append("a promised patient is gone")
            elif later and (seen[patient] != '"vu"' or patient not in drafts):
                found.append("a promised change or draft is gone")
        return found


def _disagreements(connection: sa.Connection) -> list[str]:
    """Return where rows, log, queue and search do not tell the same story."""
    ops = [decode(body) for body in connection.execute(sa.select(op.c.body)).scalars()]
    queue = set(connection.execute(sa.select(outbox.c.op_id)).scalars())
    patients = set(connection.execute(sa.select(metadata.tables["patient"].c.id)).scalars())
    problems = set(connection.execute(sa.select(metadata.tables["problem"].c.ix_patient)).scalars())
    searched = set(connection.execute(sa.select(patient_index.c.patient_id)).scalars())
    logged = {one.entity_id for one in ops if one.entity_type == "patient"}
    checks = {
        "log and queue differ": queue == {one.op_id for one in ops},
        "numbers have holes": sorted(one.dev_seq for one in ops) == list(range(1, len(ops) + 1)),
        "rows and log differ": patients == problems == logged,
        "search and rows differ": searched == patients,
    }
    return [fault for fault, holds in checks.items() if not holds]
